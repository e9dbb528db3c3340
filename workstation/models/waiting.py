"""What a case waits for while its clock stands still: guarantor, applicant, survey, payment, a later date."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Numeric, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from workstation.models.base import BY_LAW, NOW, Base, Key, words
from workstation.vocabulary import WAITS, Channel, ContactOutcome


class CaseWait(Base):
    """One stop of the clock, written by the database alone; `due_before` and `due_after` are the promise."""

    __tablename__ = "case_wait"
    __table_args__ = (
        CheckConstraint(f"stage IN ({words(*WAITS)})", name="stage"),
        Index("ix_case_wait_application_id", "application_id"),
        Index("uq_case_wait_open", "application_id", unique=True, postgresql_where=text("to_at IS NULL")),
    )
    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("loket.application.id"))
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    stage: Mapped[str]
    came_from: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    until: Mapped[date | None] = mapped_column(Date)
    from_at: Mapped[datetime]
    to_at: Mapped[datetime | None]
    due_before: Mapped[datetime | None]
    due_after: Mapped[datetime | None]
    started_by: Mapped[int | None] = mapped_column(ForeignKey("loket.officer.id"))
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("loket.officer.id"))


class GuarantorContact(Base):
    """One try to reach a guarantor, and what came of it."""

    __tablename__ = "guarantor_contact"
    __table_args__ = (
        CheckConstraint(f"channel IN ({words(*Channel)})", name="channel"),
        CheckConstraint(f"outcome IN ({words(*ContactOutcome)})", name="outcome"),
        Index("ix_guarantor_contact_application_id", "application_id"),
    )
    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("loket.application.id"))
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    channel: Mapped[str]
    outcome: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("loket.officer.id"), server_default=BY_LAW)
    at: Mapped[datetime] = mapped_column(server_default=NOW)


class Survey(Base):
    """A field survey: ordered, reported (BAPL), and judged technically by a second person (BAPT)."""

    __tablename__ = "survey"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint("length(place) >= 3", name="place"),
        Index("ix_survey_application_id", "application_id"),
    )
    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("loket.application.id"))
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    number: Mapped[str] = mapped_column(server_default=BY_LAW)
    place: Mapped[str]
    planned_on: Mapped[date] = mapped_column(Date)
    surveyors: Mapped[str]
    ordered_by: Mapped[int | None] = mapped_column(ForeignKey("loket.officer.id"), server_default=BY_LAW)
    ordered_at: Mapped[datetime] = mapped_column(server_default=NOW)
    surveyed_on: Mapped[date | None] = mapped_column(Date, server_default=BY_LAW)
    findings: Mapped[str] = mapped_column(default="")
    reported_by: Mapped[int | None] = mapped_column(ForeignKey("loket.officer.id"), server_default=BY_LAW)
    reported_at: Mapped[datetime | None] = mapped_column(server_default=BY_LAW)
    opinion: Mapped[str] = mapped_column(default="")
    is_suitable: Mapped[bool | None] = mapped_column(server_default=BY_LAW)
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("loket.officer.id"), server_default=BY_LAW)
    approved_at: Mapped[datetime | None] = mapped_column(server_default=BY_LAW)
    cancelled_reason: Mapped[str | None] = mapped_column(server_default=BY_LAW)


class LevyOrder(Base):
    """A retribution order (SKRD): rupiah without cents; paid in full or not at all."""

    __tablename__ = "levy_order"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint("amount > 0 AND amount = trunc(amount)", name="amount"),
        CheckConstraint("paid_at IS NULL OR cancelled_reason IS NULL", name="paid_or_cancelled"),
        Index("ix_levy_order_application_id", "application_id"),
        Index("ix_levy_order_ordered", "service_point_id", "ordered_at"),
    )
    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("loket.application.id"))
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    number: Mapped[str] = mapped_column(server_default=BY_LAW)
    amount: Mapped[Decimal] = mapped_column(Numeric(15, 2))
    basis: Mapped[str]
    due_on: Mapped[date] = mapped_column(Date)
    ordered_by: Mapped[int | None] = mapped_column(ForeignKey("loket.officer.id"), server_default=BY_LAW)
    ordered_at: Mapped[datetime] = mapped_column(server_default=NOW)
    paid_amount: Mapped[Decimal | None] = mapped_column(Numeric(15, 2), server_default=BY_LAW)
    paid_reference: Mapped[str | None] = mapped_column(server_default=BY_LAW)
    paid_at: Mapped[datetime | None] = mapped_column(server_default=BY_LAW)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("loket.officer.id"), server_default=BY_LAW)
    cancelled_reason: Mapped[str | None] = mapped_column(server_default=BY_LAW)


class Takeover(Base):
    """A case taken from a colleague's hands, with the reason that he is told."""

    __tablename__ = "takeover"
    __table_args__ = (
        Index("ix_takeover_unseen", "from_officer_id", postgresql_where=text("seen_at IS NULL")),
    )
    id: Mapped[Key]
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("loket.application.id"))
    from_officer_id: Mapped[int] = mapped_column(ForeignKey("loket.officer.id"))
    to_officer_id: Mapped[int] = mapped_column(ForeignKey("loket.officer.id"))
    reason: Mapped[str]
    at: Mapped[datetime]
    seen_at: Mapped[datetime | None]


class Undoing(Base):
    """The step that this transaction is taking back; nobody but the law's own function writes it."""

    __tablename__ = "undoing"
    machine: Mapped[str] = mapped_column(primary_key=True)
    thing_id: Mapped[int] = mapped_column(primary_key=True)
    transaction: Mapped[str]
