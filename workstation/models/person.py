"""The desk of the persons themselves (UU 27/2022): who asked, what is frozen or held, what was destroyed, what leaked.

A person's number stands once, in `data_subject`, which nobody reads but through the law's functions; everything
else names him by its id. All rows are written by those functions (law/0001/95_person.sql).
"""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from workstation.models.application import MASK
from workstation.models.base import BY_LAW, NOW, Base, Key, words
from workstation.vocabulary import (
    Channel,
    RequestGround,
    RequestKind,
    RequestState,
    RestraintKind,
    RetentionKind,
)


class DataSubject(Base):
    """A person about whom the desk was asked; `nik` is the number of his card, whatever card it is."""

    __tablename__ = "data_subject"
    __table_args__ = (UniqueConstraint("nik"),)
    id: Mapped[Key]
    nik: Mapped[str] = mapped_column(deferred=True, deferred_raiseload=True)
    nik_masked: Mapped[str] = mapped_column(Computed(MASK.format("nik"), persisted=True))
    asked_at: Mapped[datetime] = mapped_column(server_default=NOW)


class DataRequest(Base):
    """What a person asks of the office; due 3 x 24 clock hours after it was received (art. 30, 32, 41)."""

    __tablename__ = "data_request"
    __table_args__ = (
        CheckConstraint(f"kind IN ({words(*RequestKind)})", name="kind"),
        CheckConstraint(f"state IN ({words(*RequestState)})", name="state"),
        CheckConstraint(f"channel IN ({words(*Channel)})", name="channel"),
        CheckConstraint(f"ground IN ({words(*RequestGround)})", name="ground"),
        CheckConstraint("(state = 'refused') = (ground IS NOT NULL)", name="refused_with_ground"),
        Index("ix_data_request_open", "due_at", postgresql_where=text("state = 'open'")),
    )
    id: Mapped[Key]
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    subject_id: Mapped[int] = mapped_column(ForeignKey("loket.data_subject.id"))
    kind: Mapped[str]
    subject_name: Mapped[str]
    channel: Mapped[str]
    details: Mapped[str] = mapped_column(default="")
    received_at: Mapped[datetime]
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default=RequestState.OPEN)
    ground: Mapped[str | None]
    answer: Mapped[str] = mapped_column(default="")
    entered_by: Mapped[int] = mapped_column(ForeignKey("loket.officer.id"))
    entered_at: Mapped[datetime] = mapped_column(server_default=NOW)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("loket.officer.id"))
    answered_at: Mapped[datetime | None]


class Restraint(Base):
    """A freeze (nobody works on it: art. 41) or a legal hold (nobody destroys it) on a person or on one case."""

    __tablename__ = "restraint"
    __table_args__ = (
        CheckConstraint(f"kind IN ({words(*RestraintKind)})", name="kind"),
        CheckConstraint("(subject_id IS NULL) <> (application_id IS NULL)", name="one_thing"),
        Index("ix_restraint_in_force", "kind", postgresql_where=text("to_at IS NULL")),
    )
    id: Mapped[Key]
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    kind: Mapped[str]
    subject_id: Mapped[int | None] = mapped_column(ForeignKey("loket.data_subject.id"))
    application_id: Mapped[int | None] = mapped_column(ForeignKey("loket.application.id"))
    request_id: Mapped[int | None] = mapped_column(ForeignKey("loket.data_request.id"))
    reason: Mapped[str]
    from_at: Mapped[datetime] = mapped_column(server_default=NOW)
    from_by: Mapped[int] = mapped_column(ForeignKey("loket.officer.id"))
    to_at: Mapped[datetime | None]
    to_by: Mapped[int | None] = mapped_column(ForeignKey("loket.officer.id"))
    to_reason: Mapped[str] = mapped_column(default="")


class RetentionPeriod(Base):
    """How many days a kind of data is kept after its end; a proposal until the administrator has set it."""

    __tablename__ = "retention_period"
    __table_args__ = (
        CheckConstraint(f"code IN ({words(*RetentionKind)})", name="code"),
        CheckConstraint("days BETWEEN 1 AND 36500", name="days"),
    )
    code: Mapped[str] = mapped_column(primary_key=True)
    days: Mapped[int]
    is_proposal: Mapped[bool] = mapped_column(server_default=BY_LAW)


class Destruction(Base):
    """One run: proposed by one officer, approved by another; its number is that of the berita acara."""

    __tablename__ = "destruction"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint("ended_by IS DISTINCT FROM proposed_by OR NOT is_done", name="two_persons"),
    )
    id: Mapped[Key]
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    number: Mapped[str | None]
    reason: Mapped[str]
    proposed_by: Mapped[int] = mapped_column(ForeignKey("loket.officer.id"))
    proposed_at: Mapped[datetime] = mapped_column(server_default=NOW)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("loket.officer.id"))
    ended_at: Mapped[datetime | None]
    is_done: Mapped[bool] = mapped_column(default=False)
    periods: Mapped[dict[str, Any]]
    running_in: Mapped[str | None]


class DestructionItem(Base):
    """One thing of a run; `is_done` is false for what was held, frozen or open again when the run was approved."""

    __tablename__ = "destruction_item"
    __table_args__ = (Index("ix_destruction_item_thing", "code", "thing_id"),)
    destruction_id: Mapped[int] = mapped_column(ForeignKey("loket.destruction.id"), primary_key=True)
    code: Mapped[str] = mapped_column(ForeignKey("loket.retention_period.code"), primary_key=True)
    thing_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    label: Mapped[str]
    ended_at: Mapped[datetime]
    is_done: Mapped[bool] = mapped_column(default=False)


class Breach(Base):
    """A failure of protection (art. 46): told in writing within 3 x 24 hours of its discovery.

    What leaked is what one login did in a span of time, or one case.
    """

    __tablename__ = "breach"
    __table_args__ = (CheckConstraint("(login IS NULL) <> (application_id IS NULL)", name="one_source"),)
    id: Mapped[Key]
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    login: Mapped[str | None]
    application_id: Mapped[int | None] = mapped_column(ForeignKey("loket.application.id"))
    from_at: Mapped[datetime]
    to_at: Mapped[datetime]
    found_at: Mapped[datetime]
    due_at: Mapped[datetime]
    what: Mapped[str]
    measures: Mapped[str]
    entered_by: Mapped[int] = mapped_column(ForeignKey("loket.officer.id"))
    entered_at: Mapped[datetime] = mapped_column(server_default=NOW)
    subjects_told_at: Mapped[datetime | None]
    authority_told_at: Mapped[datetime | None]
