"""A person in the hall, from the booking to the end of the service."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Numeric,
    UniqueConstraint,
    and_,
    case,
    func,
    literal_column,
    select,
    text,
)
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from workstation.models.base import BY_LAW, NOW, Base, Key, words
from workstation.models.lifecycle import VISIT, move
from workstation.vocabulary import Channel, Priority, VisitStage

IN_HALL = (VisitStage.WAITING, VisitStage.CALLED, VisitStage.SERVING, VisitStage.HELD)


class Visit(Base):
    """A booking that may become a ticket; `code` is on the citizen's booking, `ticket` on his slip.

    `ticket` is given by the database when the visit begins to wait; nobody else may write it.
    """

    __tablename__ = "visit"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint(f"stage IN ({words(*VisitStage)})", name="stage"),
        CheckConstraint(f"priority IN ({words(*Priority)})", name="priority"),
        CheckConstraint(f"channel IN ({words(*Channel)})", name="channel"),
        Index(
            "uq_visit_counter_busy",
            "counter_id",
            unique=True,
            postgresql_where=text("stage IN ('called', 'serving')"),
        ),
        Index(
            "ix_visit_waiting",
            "service_point_id",
            "service_id",
            "waiting_since",
            postgresql_where=text("stage = 'waiting'"),
        ),
        Index("ix_visit_day", "service_point_id", "planned_at"),
        Index("ix_visit_ticket", "service_point_id", "ticket", "planned_at"),
        Index("ix_visit_held", "officer_id", postgresql_where=text("stage = 'held'")),
        {"postgresql_with": {"fillfactor": "70"}},
    )
    id: Mapped[Key]
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    service_id: Mapped[int] = mapped_column(ForeignKey("loket.service.id"))
    code: Mapped[str] = mapped_column(server_default=BY_LAW)
    name: Mapped[str]
    nik: Mapped[str | None] = mapped_column(deferred=True, deferred_raiseload=True)
    phone: Mapped[str | None] = mapped_column(deferred=True, deferred_raiseload=True)
    planned_at: Mapped[datetime]
    channel: Mapped[str]
    priority: Mapped[str] = mapped_column(default=Priority.NONE)
    stage: Mapped[str] = mapped_column(default=VisitStage.BOOKED)
    ticket: Mapped[str | None] = mapped_column(server_default=BY_LAW)
    checked_in_at: Mapped[datetime | None] = mapped_column(server_default=BY_LAW)
    waiting_since: Mapped[datetime | None] = mapped_column(server_default=BY_LAW)
    called_at: Mapped[datetime | None] = mapped_column(server_default=BY_LAW)
    calls: Mapped[int] = mapped_column(default=0)
    counter_id: Mapped[int | None] = mapped_column(ForeignKey("loket.counter.id"), server_default=BY_LAW)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("loket.officer.id"), server_default=BY_LAW)
    note: Mapped[str] = mapped_column(default="")
    application_id: Mapped[int | None] = mapped_column(
        ForeignKey("loket.application.id"), server_default=BY_LAW
    )

    def check_in(self) -> None:
        """Let a booked person wait; the database adds the ticket number and refuses over capacity."""
        move(VISIT, self, VisitStage.WAITING, "check_in")

    def call(self, counter_id: int) -> None:
        """Call a waiting person to a counter."""
        move(VISIT, self, VisitStage.CALLED, "call")
        self.counter_id = counter_id
        self.calls += 1

    def recall(self) -> None:
        """Call once more; the stage stays."""
        VISIT.demand(self.stage, VisitStage.CALLED, "recall")
        self.calls += 1

    def miss(self) -> None:
        """Note that a called person did not come."""
        move(VISIT, self, VisitStage.NO_SHOW, "no_show")

    def serve(self) -> None:
        """Begin (or, from hold, go on) to serve."""
        move(VISIT, self, VisitStage.SERVING, "resume" if self.stage == VisitStage.HELD else "serve")

    def hold(self, note: str) -> None:
        """Let the person step aside (fetching a copy); he stays with this officer."""
        move(VISIT, self, VisitStage.HELD, "hold")
        self.note = note

    def put_back(self) -> None:
        """Return a called person to the line, or restore one who was missed; his place is kept."""
        move(VISIT, self, VisitStage.WAITING, "restore" if self.stage == VisitStage.NO_SHOW else "put_back")
        self.counter_id = None

    def transfer(self, service_id: int, note: str) -> None:
        """Send the person on to another service of the same point; he keeps his ticket."""
        move(VISIT, self, VisitStage.WAITING, "transfer")
        self.service_id, self.note, self.counter_id = service_id, note, None

    def finish(self) -> None:
        """End the service."""
        move(VISIT, self, VisitStage.FINISHED, "finish")


def is_today(at: ColumnElement[Any] | InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """Return the condition that a moment lies in the office's present day in WIB."""
    # asked once for the whole question, never for each row
    midnight = select(func.date_trunc("day", func.loket.moment(), "Asia/Jakarta")).scalar_subquery()
    return and_(at >= midnight, at < midnight + literal_column("interval '1 day'"))


def of_today() -> ColumnElement[bool]:
    """Return the condition that a visit is planned for the office's present day in WIB."""
    return is_today(Visit.planned_at)


def inside_of(point_id: int) -> ColumnElement[bool]:
    """Return the condition that a visitor counts against the capacity, as the database counts at the door."""
    return and_(Visit.service_point_id == point_id, Visit.stage.in_(IN_HALL), of_today())


def calling_order() -> tuple[ColumnElement[Any] | InstrumentedAttribute[Any], ...]:
    """Return the order of the line: priority groups first (UU 25/2009 art. 29), then who waits longest."""
    return (case((Visit.priority == Priority.NONE, 1), else_=0), Visit.waiting_since, Visit.id)


class HealthDeclaration(Base):
    """What the visitor declared and what was measured at the door; kept apart, shortest retention."""

    __tablename__ = "health_declaration"
    visit_id: Mapped[int] = mapped_column(ForeignKey("loket.visit.id"), primary_key=True)
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    healthy: Mapped[bool]
    temperature: Mapped[Decimal | None] = mapped_column(Numeric(3, 1))
    declared_at: Mapped[datetime] = mapped_column(server_default=NOW)
    checked_at: Mapped[datetime | None] = mapped_column(server_default=BY_LAW)
