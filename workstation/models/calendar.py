"""When the offices are open, with the revision that every change makes, and what they promised by it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from workstation.models.base import Base, Key, words
from workstation.vocabulary import HolidaySource, PromiseCause


class WorkWeek(Base):
    """Opening hours from a day on: of all points or one, for all types of permit or one.

    `hours`: seven lists from Monday on of ["07:30", "12:00"] pairs (`worktime.as_json`). The row for all
    points and types with the earliest day is the law's own (Perpres 21/2023) and is never deleted.
    """

    __tablename__ = "work_week"
    __table_args__ = (
        UniqueConstraint("service_point_id", "type_code", "valid_from", postgresql_nulls_not_distinct=True),
    )
    id: Mapped[Key]
    service_point_id: Mapped[int | None] = mapped_column(ForeignKey("loket.service_point.id"))
    type_code: Mapped[str | None] = mapped_column(ForeignKey("loket.permit_type.code"))
    valid_from: Mapped[date] = mapped_column(Date)
    hours: Mapped[list[Any]] = mapped_column(JSONB)


class Season(Base):
    """Days with hours of their own (Ramadan), both ends included; goes before every week."""

    __tablename__ = "season"
    __table_args__ = (
        UniqueConstraint("service_point_id", "type_code", "first_day", postgresql_nulls_not_distinct=True),
        CheckConstraint("last_day BETWEEN first_day AND first_day + 92", name="days"),
    )
    id: Mapped[Key]
    service_point_id: Mapped[int | None] = mapped_column(ForeignKey("loket.service_point.id"))
    type_code: Mapped[str | None] = mapped_column(ForeignKey("loket.permit_type.code"))
    name: Mapped[str]
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)
    hours: Mapped[list[Any]] = mapped_column(JSONB)
    estimated: Mapped[bool] = mapped_column(server_default=text("false"))


class Holiday(Base):
    """A day off, or (`is_open`) a day of the package on which the office works after all.

    `estimated`: no decree has confirmed it yet.
    """

    __tablename__ = "holiday"
    __table_args__ = (CheckConstraint(f"source IN ({words(*HolidaySource)})", name="source"),)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    name: Mapped[str]
    is_open: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    source: Mapped[str] = mapped_column(
        default=HolidaySource.LOCAL, server_default=text(f"'{HolidaySource.LOCAL}'")
    )
    estimated: Mapped[bool] = mapped_column(default=False, server_default=text("false"))


class CalendarRevision(Base):
    """One change of weeks, seasons or holidays: who, when, why, and how many rows of which table.

    `first_day` and `last_day`: the days over which it went, None where it only changed names.
    """

    __tablename__ = "calendar_revision"
    __table_args__ = (UniqueConstraint("made_in"),)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    made_in: Mapped[str]
    at: Mapped[datetime]
    login: Mapped[str]
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("loket.officer.id"))
    reason: Mapped[str]
    changes: Mapped[dict[str, Any]]
    first_day: Mapped[date | None] = mapped_column(Date)
    last_day: Mapped[date | None] = mapped_column(Date)


class Promise(Base):
    """What the office promised of a case: a row for each time that it was set; written by the database alone."""

    __tablename__ = "promise"
    __table_args__ = (
        CheckConstraint(f"cause IN ({words(*PromiseCause)})", name="cause"),
        Index("ix_promise_application_id", "application_id"),
    )
    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("loket.application.id"))
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    due_at: Mapped[datetime | None]
    calendar: Mapped[str | None]
    cause: Mapped[str]
    reason: Mapped[str]
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("loket.officer.id"))
    set_at: Mapped[datetime]


class DeemedGrant(Base):
    """That the legal default ran out before a decision (fiktif positif), written once by the back room."""

    __tablename__ = "deemed_grant"
    application_id: Mapped[int] = mapped_column(ForeignKey("loket.application.id"), primary_key=True)
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    deemed_at: Mapped[datetime]
    noted_at: Mapped[datetime]
