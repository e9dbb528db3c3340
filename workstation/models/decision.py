"""The decision on each person of a list, and what stood in a case when it was sent back."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workstation.models.base import BY_LAW, NOW, Base, Key, words
from workstation.vocabulary import Mark, PersonVerdict


class WorkerDecision(Base):
    """The reviewer's word on one worker of a list; it goes when the line or its papers change.

    `mark`: how the row compares with its own papers, NULL where it has none.
    """

    __tablename__ = "worker_decision"
    __table_args__ = (
        CheckConstraint(f"verdict IN ({words(*PersonVerdict)})", name="verdict"),
        CheckConstraint("verdict = 'approve' OR length(trim(text)) > 2", name="reason"),
        CheckConstraint(f"mark IN ({words(*Mark)})", name="mark"),
        Index("ix_worker_decision_application_id", "application_id"),
    )
    worker_id: Mapped[int] = mapped_column(
        ForeignKey("loket.worker.id", ondelete="CASCADE"), primary_key=True
    )
    application_id: Mapped[int] = mapped_column(ForeignKey("loket.application.id"))
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    verdict: Mapped[str]
    mark: Mapped[str | None]
    code: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    legal_basis: Mapped[str] = mapped_column(default="")
    remedy: Mapped[str] = mapped_column(default="")
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("loket.officer.id"), server_default=BY_LAW)
    at: Mapped[datetime] = mapped_column(server_default=NOW)


class CaseReturn(Base):
    """What was asked for when a case was sent back, and what stood in it then; written by the law, never changed.

    `items`: what the applicant is told, one by one. `record`: the fields and workers of that moment.
    """

    __tablename__ = "case_return"
    __table_args__ = (UniqueConstraint("application_id", "round"),)
    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("loket.application.id"))
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    round: Mapped[int]
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("loket.officer.id"))
    at: Mapped[datetime]
    comment: Mapped[str]
    items: Mapped[list[Any]]
    record: Mapped[dict[str, Any]] = mapped_column(deferred=True, deferred_raiseload=True)
