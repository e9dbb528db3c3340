"""What the database keeps for itself: transitions, numbers, journal, versions, settings."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from workstation.models.base import NOW, Base, Key


class Transition(Base):
    """One allowed move; filled from `models.lifecycle.MACHINES`."""

    __tablename__ = "transition"
    machine: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True)
    action: Mapped[str] = mapped_column(primary_key=True)
    target: Mapped[str]
    roles: Mapped[list[str]] = mapped_column(ARRAY(TEXT))
    demands: Mapped[list[str]] = mapped_column(ARRAY(TEXT))
    undo_minutes: Mapped[int]


class StageInterval(Base):
    """Time kept as rows: which thing was in which stage from when to when, moved there by whom.

    `undone` marks a step that was taken back within its minutes. `counted_at`: the moment by which totals count the
    thing (a case's reception, a ticket's day, a letter's approval), None as long as they do not.
    """

    __tablename__ = "stage_interval"
    __table_args__ = (
        Index("ix_stage_interval_thing", "machine", "thing_id", "from_at"),
        Index(
            "uq_stage_interval_open",
            "machine",
            "thing_id",
            unique=True,
            postgresql_where=text("to_at IS NULL"),
        ),
        Index(
            "ix_stage_interval_counted",
            "service_point_id",
            "machine",
            "counted_at",
            postgresql_include=["stage", "from_at", "thing_id"],
            postgresql_where=text("to_at IS NULL AND counted_at IS NOT NULL"),
        ),
    )
    id: Mapped[Key]
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    machine: Mapped[str]
    thing_id: Mapped[int]
    stage: Mapped[str]
    from_at: Mapped[datetime]
    to_at: Mapped[datetime | None]
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("loket.officer.id"))
    counter_id: Mapped[int | None] = mapped_column(ForeignKey("loket.counter.id"))
    undone: Mapped[bool] = mapped_column(default=False)
    counted_at: Mapped[datetime | None]


class NumberSeries(Base):
    """The last number given, by series, unit and period; locked in the transaction that uses it."""

    __tablename__ = "number_series"
    series: Mapped[str] = mapped_column(primary_key=True)
    unit: Mapped[str] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


class Journal(Base):
    """Append-only, a hash chain for each service point: changes, reads, prints, exports."""

    __tablename__ = "journal"
    __table_args__ = (
        Index("ix_journal_thing", "thing", "thing_id"),
        Index("ix_journal_point_at", "service_point_id", "at"),
    )
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    login: Mapped[str]
    action: Mapped[str]
    thing: Mapped[str]
    thing_id: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    data: Mapped[dict[str, Any]]
    hash: Mapped[str]


class JournalHead(Base):
    """The end of each chain; locked to append."""

    __tablename__ = "journal_head"
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(default="")


class Closing(Base):
    """The end of a point's day: its totals and the head of its journal, sealed by the back room.

    `hash` is that of journal row `seq`; `seal` the signed text of the sheet's QR code; `pdf_sha256` the sheet itself.
    """

    __tablename__ = "closing"
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    seq: Mapped[int]
    hash: Mapped[str]
    totals: Mapped[dict[str, Any]]
    closed_by: Mapped[int] = mapped_column(ForeignKey("loket.officer.id"))
    closed_at: Mapped[datetime] = mapped_column(server_default=NOW)
    seal: Mapped[str | None]
    pdf_sha256: Mapped[str | None] = mapped_column(ForeignKey("loket.paper_blob.sha256"))


class PointVersion(Base):
    """News: bumped in the transaction that changed something, polled by the workstations."""

    __tablename__ = "point_version"
    __table_args__ = ({"postgresql_with": {"fillfactor": "50"}},)
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"), primary_key=True)
    topic: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=0)


class OfficeSetting(Base):
    """A setting of the office, journalled; `value` is any JSON."""

    __tablename__ = "office_setting"
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSONB)


class IntakeReceipt(Base):
    """What arrived from outside, once each: the sender's id makes a repeat harmless."""

    __tablename__ = "intake_receipt"
    __table_args__ = (UniqueConstraint("source", "external_id"),)
    id: Mapped[Key]
    source: Mapped[str]
    external_id: Mapped[str]
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("loket.visit.id"))
    application_id: Mapped[int | None] = mapped_column(ForeignKey("loket.application.id"))
    at: Mapped[datetime] = mapped_column(server_default=NOW)


class OperationKept(Base):
    """One row for each transaction that was kept: whoever lost the answer to his COMMIT asks here."""

    __tablename__ = "operation"
    __table_args__ = (
        Index("ix_operation_at", "at"),
        CheckConstraint("length(what) <= 200 AND octet_length(result::text) <= 10000", name="small"),
    )
    op_id: Mapped[UUID] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(server_default=text("SESSION_USER"))
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    what: Mapped[str]
    result: Mapped[Any | None] = mapped_column(JSONB)


class SealKeyFact(Base):
    """A public seal key; the private half never leaves the service."""

    __tablename__ = "seal_key"
    kid: Mapped[str] = mapped_column(primary_key=True)
    public_pem: Mapped[str]
    not_before: Mapped[datetime]
    not_after: Mapped[datetime]


class WithdrawalEdition(Base):
    """The signed list of withdrawn serials, as the checkers load it."""

    __tablename__ = "withdrawal_edition"
    id: Mapped[Key]
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    data: Mapped[bytes]


class PracticeClock(Base):
    """Empty in earnest; while a practice day is loaded, the moment that the office is made to believe."""

    __tablename__ = "practice_clock"
    only: Mapped[bool] = mapped_column(primary_key=True, default=True)
    at: Mapped[datetime]
