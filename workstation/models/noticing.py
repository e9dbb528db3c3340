"""What a careful colleague goes by: pages in numbers, hints waved away, and rows of a list that were seen."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Float, ForeignKey, Index
from sqlalchemy.dialects.postgresql import ARRAY, BIT
from sqlalchemy.orm import Mapped, mapped_column

from workstation.models.base import BY_LAW, NOW, Base

DETAIL_BITS = 4096


class ScanPage(Base):
    """One page of a scan as `imaging.measuring` saw it when the file came; goes with the scan or with its bytes.

    `likeness` and `detail` are compared inside the database only; NULL for a blank page. `turned` holds one of each
    for the page by quarters: other pages are looked for as this one would be turned. `is_open`: the case is
    handed in and not yet decided, which the law keeps up.
    """

    __tablename__ = "scan_page"
    __table_args__ = (
        CheckConstraint("(likeness IS NULL) = (detail IS NULL)", name="likeness"),
        Index("ix_scan_page_application_id", "application_id"),
    )
    scan_id: Mapped[int] = mapped_column(ForeignKey("loket.scan.id", ondelete="CASCADE"), primary_key=True)
    page: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("loket.application.id"), server_default=BY_LAW)
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"), server_default=BY_LAW)
    is_open: Mapped[bool] = mapped_column(server_default=BY_LAW)
    likeness: Mapped[int | None] = mapped_column(deferred=True, deferred_raiseload=True)
    detail: Mapped[str | None] = mapped_column(BIT(DETAIL_BITS), deferred=True, deferred_raiseload=True)
    turned_likeness: Mapped[list[int] | None] = mapped_column(
        ARRAY(BigInteger), deferred=True, deferred_raiseload=True
    )
    turned_detail: Mapped[list[str] | None] = mapped_column(
        ARRAY(BIT(DETAIL_BITS)), deferred=True, deferred_raiseload=True
    )
    edge: Mapped[int | None]
    kept: Mapped[float | None] = mapped_column(Float)
    paper: Mapped[int]
    ink: Mapped[int | None]
    side: Mapped[int]


class HintWave(Base):
    """A hint that one officer has looked into and need not see again in this case; `word` says why."""

    __tablename__ = "hint_wave"
    __table_args__ = (
        CheckConstraint("length(trim(word)) > 2", name="word"),
        CheckConstraint("length(hint) BETWEEN 3 AND 120", name="hint"),
    )
    application_id: Mapped[int] = mapped_column(ForeignKey("loket.application.id"), primary_key=True)
    hint: Mapped[str] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(
        ForeignKey("loket.officer.id"), primary_key=True, server_default=BY_LAW
    )
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    word: Mapped[str]
    at: Mapped[datetime] = mapped_column(server_default=NOW)


class WorkerGlance(Base):
    """One person of a list whom one officer had on his screen."""

    __tablename__ = "worker_glance"
    __table_args__ = (Index("ix_worker_glance_application_id", "application_id"),)
    worker_id: Mapped[int] = mapped_column(
        ForeignKey("loket.worker.id", ondelete="CASCADE"), primary_key=True
    )
    officer_id: Mapped[int] = mapped_column(ForeignKey("loket.officer.id"), primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("loket.application.id"))
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    at: Mapped[datetime] = mapped_column(server_default=NOW)
