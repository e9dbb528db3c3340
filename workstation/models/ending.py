"""What takes a paper or a case elsewhere: a paper sent or withdrawn, a case forwarded to another point."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from workstation.models.base import BY_LAW, NOW, Base, Key, words
from workstation.vocabulary import MailWay, WithdrawalGround


class Withdrawal(Base):
    """A proposal to take a paper out of force, and what became of it; somebody else carries it out."""

    __tablename__ = "withdrawal"
    __table_args__ = (
        CheckConstraint(f"ground IN ({words(*WithdrawalGround)})", name="ground"),
        CheckConstraint("length(trim(legal_basis)) > 2 AND length(trim(note)) > 2", name="words"),
        CheckConstraint("is_carried_out IS NULL OR ended_at IS NOT NULL", name="ended"),
        Index("ix_withdrawal_document_id", "document_id"),
        Index("ix_withdrawal_ended", "service_point_id", "ended_at", postgresql_where=text("is_carried_out")),
        Index("uq_withdrawal_open", "document_id", unique=True, postgresql_where=text("ended_at IS NULL")),
    )
    id: Mapped[Key]
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("loket.document.id"))
    ground: Mapped[str]
    legal_basis: Mapped[str]
    note: Mapped[str]
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("loket.officer.id"), server_default=BY_LAW)
    proposed_at: Mapped[datetime] = mapped_column(server_default=NOW)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("loket.officer.id"), server_default=BY_LAW)
    ended_at: Mapped[datetime | None] = mapped_column(server_default=BY_LAW)
    is_carried_out: Mapped[bool | None] = mapped_column(server_default=BY_LAW)
    dropped_reason: Mapped[str | None] = mapped_column(server_default=BY_LAW)


class CaseForward(Base):
    """A case that left a service point for another one; `service_point_id` is the point that it left.

    `running_in` is the transaction that moves it, while it does.
    """

    __tablename__ = "case_forward"
    __table_args__ = (
        CheckConstraint("service_point_id <> to_point_id", name="elsewhere"),
        Index("ix_case_forward_application_id", "application_id"),
        Index("ix_case_forward_service_point_id", "service_point_id", "id"),
    )
    id: Mapped[Key]
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("loket.application.id"))
    to_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    reason: Mapped[str]
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("loket.officer.id"), server_default=BY_LAW)
    at: Mapped[datetime] = mapped_column(server_default=NOW)
    running_in: Mapped[str | None] = mapped_column(server_default=BY_LAW)


class Mailing(Base):
    """One sending of a paper to its holder: how, under what number of the carrier, and whether it came back."""

    __tablename__ = "mailing"
    __table_args__ = (
        CheckConstraint(f"way IN ({words(*MailWay)})", name="way"),
        CheckConstraint("length(trim(reference)) > 2", name="reference"),
        Index("uq_mailing_open", "document_id", unique=True, postgresql_where=text("returned_at IS NULL")),
    )
    id: Mapped[Key]
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("loket.document.id"))
    way: Mapped[str]
    reference: Mapped[str]
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("loket.officer.id"), server_default=BY_LAW)
    sent_at: Mapped[datetime] = mapped_column(server_default=NOW)
    returned_at: Mapped[datetime | None] = mapped_column(server_default=BY_LAW)
