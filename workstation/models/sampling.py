"""What a supervisor has looked at before he signs, and the random samples that the database drew for him."""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from workstation.models.base import BY_LAW, NOW, Base, Key


class CaseSeen(Base):
    """A supervisor has looked at this version of a proposed case: its letter was painted before him."""

    __tablename__ = "case_seen"
    officer_id: Mapped[int] = mapped_column(ForeignKey("loket.officer.id"), primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("loket.application.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    at: Mapped[datetime] = mapped_column(server_default=NOW)


class ApprovalSample(Base):
    """One drawing: how many cases were marked, and which of them must be seen before any of them is decided."""

    __tablename__ = "approval_sample"
    __table_args__ = (Index("ix_approval_sample_officer_id", "officer_id", "drawn_at"),)
    id: Mapped[Key]
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("loket.officer.id"), server_default=BY_LAW)
    drawn_at: Mapped[datetime] = mapped_column(server_default=NOW)
    marked: Mapped[int]
    drawn: Mapped[list[Any]]


class ApprovalSampleCase(Base):
    """A marked case of a drawing, in the version that it had then."""

    __tablename__ = "approval_sample_case"
    __table_args__ = (
        Index("ix_approval_sample_case_application_id", "application_id", "officer_id"),
        Index("ix_approval_sample_case_drawn", "sample_id", postgresql_where=text("is_drawn")),
    )
    sample_id: Mapped[int] = mapped_column(
        ForeignKey("loket.approval_sample.id"), primary_key=True, autoincrement=False
    )
    application_id: Mapped[int] = mapped_column(
        ForeignKey("loket.application.id"), primary_key=True, autoincrement=False
    )
    version: Mapped[int]
    officer_id: Mapped[int] = mapped_column(ForeignKey("loket.officer.id"))
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    is_drawn: Mapped[bool] = mapped_column(Boolean)
