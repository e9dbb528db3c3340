"""Secured paper: packs with their serials, every sheet of them, and what was counted by hand."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workstation.models.base import BY_LAW, NOW, Base, Key, words
from workstation.vocabulary import SheetState


class SheetPack(Base):
    """A pack as it was delivered to a service point: `first` to `last` of a series, both in it."""

    __tablename__ = "sheet_pack"
    __table_args__ = (
        CheckConstraint("series ~ '^[A-Z0-9]{1,6}$'", name="series"),
        CheckConstraint("first > 0 AND last BETWEEN first AND first + 9999", name="range"),
        Index("ix_sheet_pack_point", "service_point_id", "received_at"),
    )
    id: Mapped[Key]
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    series: Mapped[str]
    first: Mapped[int]
    last: Mapped[int]
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("loket.officer.id"), server_default=BY_LAW)
    received_at: Mapped[datetime] = mapped_column(server_default=NOW)


class Sheet(Base):
    """One sheet: unused, good or spoiled; in the store or at a counter. Unused with a run, it lies in a printer.

    Only the law makes and moves sheets; good and spoiled are for ever, so good + spoiled + unused = delivered.
    """

    __tablename__ = "sheet"
    __table_args__ = (
        UniqueConstraint("series", "serial"),
        CheckConstraint(f"state IN ({words(*SheetState)})", name="state"),
        CheckConstraint("state <> 'good' OR print_job_id IS NOT NULL", name="good_with_run"),
        CheckConstraint("(state = 'spoiled') = (length(trim(reason)) > 2)", name="spoiled_reason"),
        Index("ix_sheet_place", "service_point_id", "counter_id", "state"),
        Index("ix_sheet_run", "print_job_id"),
        Index("ix_sheet_pack_id", "pack_id"),
    )
    id: Mapped[Key]
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    pack_id: Mapped[int] = mapped_column(ForeignKey("loket.sheet_pack.id"))
    series: Mapped[str]
    serial: Mapped[int]
    counter_id: Mapped[int | None] = mapped_column(ForeignKey("loket.counter.id"))
    state: Mapped[str]
    print_job_id: Mapped[int | None] = mapped_column(ForeignKey("loket.print_job.id"))
    reason: Mapped[str]
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("loket.officer.id"), server_default=BY_LAW)
    at: Mapped[datetime] = mapped_column(server_default=NOW)


class SheetCount(Base):
    """Sheets counted by hand in the store or at a counter, beside what the ledger had at that moment."""

    __tablename__ = "sheet_count"
    __table_args__ = (
        CheckConstraint("counted BETWEEN 0 AND 1000000", name="counted"),
        Index("ix_sheet_count_place", "service_point_id", "counter_id", "at"),
    )
    id: Mapped[Key]
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    counter_id: Mapped[int | None] = mapped_column(ForeignKey("loket.counter.id"))
    counted: Mapped[int]
    expected: Mapped[int] = mapped_column(server_default=BY_LAW)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("loket.officer.id"), server_default=BY_LAW)
    at: Mapped[datetime] = mapped_column(server_default=NOW)
