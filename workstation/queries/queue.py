"""What a counter and the board of the hall see of the line."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from workstation.desk import Desk
from workstation.identity import mask_name
from workstation.models.law import StageInterval
from workstation.models.lifecycle import VISIT
from workstation.models.officer import CounterSession
from workstation.models.place import Counter, CounterService, Hall, Service
from workstation.models.visit import Visit, calling_order, of_today
from workstation.vocabulary import Priority, VisitStage

AT_COUNTER = (VisitStage.CALLED, VisitStage.SERVING)
INTAKE = "intake"
"""The code of the service that takes applications in."""


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """Somebody in the line; `note` is what a colleague wrote when he sent him on."""

    id: int
    ticket: str
    service_id: int
    service: str
    priority: Priority
    since: datetime
    note: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody called, served, held or missed; `since` is when this stage began, `can` what may be done."""

    id: int
    ticket: str
    name: str
    service_id: int
    service: str
    stage: VisitStage
    priority: Priority
    since: datetime
    calls: int
    note: str
    is_intake: bool
    can: frozenset[str]


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service that a person can be sent to."""

    id: int
    letter: str
    name: str


@dataclass(frozen=True, slots=True)
class CounterState:
    """Everything on a counter's screen; `moment` is the office's own, to count seconds from."""

    moment: datetime
    waiting: tuple[WaitingRow, ...]
    now: PersonRow | None
    held: tuple[PersonRow, ...]
    missed: tuple[PersonRow, ...]
    services: tuple[ServiceRow, ...]
    calls_before_no_show: int


def at_counter(desk: Desk) -> CounterState:
    """Return the line of this counter's services, who is at the counter, who is held, who did not come.

    Raises NoCounter.
    """
    counter = desk.at_counter()
    with desk.read() as session:
        moment = session.scalar(select(func.loket.moment())) or desk.now()
        mine = Visit.service_id.in_(
            select(CounterService.service_id).where(CounterService.counter_id == counter.id)
        )
        here = _people(session, Visit.counter_id == counter.id, Visit.stage.in_(AT_COUNTER))
        return CounterState(
            moment,
            _waiting(session, mine),
            here[0] if here else None,
            _people(session, Visit.stage == VisitStage.HELD, Visit.officer_id == desk.officer.id),
            _people(session, Visit.stage == VisitStage.NO_SHOW, mine, of_today()),
            tuple(
                ServiceRow(*row)
                for row in session.execute(
                    select(Service.id, Service.letter, Service.name)
                    .where(Service.service_point_id == desk.point.id)
                    .order_by(Service.letter)
                )
            ),
            session.scalar(select(Hall.calls_before_no_show).where(Hall.service_point_id == desk.point.id))
            or 3,
        )


def _waiting(session: Session, *wanted: Any) -> tuple[WaitingRow, ...]:
    rows = session.execute(
        select(
            Visit.id, Visit.ticket, Visit.service_id, Service.name.label("service"), Visit.priority,
            Visit.waiting_since.label("since"), Visit.planned_at, Visit.note,
        )
        .join(Service, Service.id == Visit.service_id)
        .where(Visit.stage == VisitStage.WAITING, of_today(), *wanted)
        .order_by(*calling_order())
    )  # fmt: skip
    return tuple(
        WaitingRow(
            r.id, r.ticket or "", r.service_id, r.service, Priority(r.priority), r.since or r.planned_at, r.note
        )
        for r in rows
    )  # fmt: skip


def _people(session: Session, *wanted: Any) -> tuple[PersonRow, ...]:
    rows = session.execute(
        select(
            Visit.id, Visit.ticket, Visit.name, Visit.service_id, Service.name.label("service"), Visit.stage,
            Visit.priority, StageInterval.from_at, Visit.calls, Visit.note, Service.code,
        )
        .join(Service, Service.id == Visit.service_id)
        .join(
            StageInterval,
            and_(
                StageInterval.machine == VISIT.name,
                StageInterval.thing_id == Visit.id,
                StageInterval.to_at.is_(None),
            ),
        )
        .where(*wanted)
        .order_by(StageInterval.from_at)
    )  # fmt: skip
    return tuple(
        PersonRow(
            r.id, r.ticket or "", mask_name(r.name), r.service_id, r.service, VisitStage(r.stage),
            Priority(r.priority), r.from_at, r.calls, r.note, r.code == INTAKE, _can(r.stage),
        )
        for r in rows
    )  # fmt: skip


def _can(stage: str) -> frozenset[str]:
    moves = {move.action for move in VISIT.moves if move.source == stage}
    return frozenset(moves | {"recall"} if stage == VisitStage.CALLED else moves)


# -- the board of the hall -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CallRow:
    """A call: ticket and counter, never a name; `calls` grows when he is called once more."""

    id: int
    ticket: str
    counter: int
    calls: int
    called_at: datetime


@dataclass(frozen=True, slots=True)
class CounterRow:
    """An open counter and whom it has now; no ticket while it is free."""

    number: int
    name: str
    ticket: str


@dataclass(frozen=True, slots=True)
class BoardState:
    """Everything on the board at one moment; `calls` newest first."""

    moment: datetime
    calls: tuple[CallRow, ...]
    counters: tuple[CounterRow, ...]
    coming: tuple[str, ...]
    waiting: int


def on_the_board(desk: Desk) -> BoardState:
    """Return the last six calls of today, the open counters, and the four who will be called next."""
    with desk.read() as session:
        line = session.execute(
            select(Visit.ticket, func.count().over())
            .where(Visit.service_point_id == desk.point.id, Visit.stage == VisitStage.WAITING, of_today())
            .order_by(*calling_order())
            .limit(4)
        ).all()
        return BoardState(
            session.scalar(select(func.loket.moment())) or desk.now(),
            tuple(CallRow(*row) for row in session.execute(_last_calls(desk.point.id))),
            tuple(CounterRow(r[0], r[1], r[2] or "") for r in session.execute(_open_counters(desk.point.id))),
            tuple(row[0] or "" for row in line),
            line[0][1] if line else 0,
        )


def _last_calls(point_id: int) -> Select[*tuple[Any, ...]]:
    # one who is back in the line or was sent on is no longer called anywhere
    called = (*AT_COUNTER, VisitStage.HELD, VisitStage.FINISHED, VisitStage.NO_SHOW)
    return (
        select(Visit.id, Visit.ticket, Counter.number, Visit.calls, Visit.called_at)
        .join(Counter, Counter.id == Visit.counter_id)
        .where(
            Visit.service_point_id == point_id,
            Visit.called_at.is_not(None),
            Visit.stage.in_(called),
            of_today(),
        )
        .order_by(Visit.called_at.desc(), Visit.id.desc())
        .limit(6)
    )


def _open_counters(point_id: int) -> Select[*tuple[Any, ...]]:
    return (
        select(Counter.number, Counter.name, Visit.ticket)
        .outerjoin(
            CounterSession, and_(CounterSession.counter_id == Counter.id, CounterSession.to_at.is_(None))
        )
        .outerjoin(Visit, and_(Visit.counter_id == Counter.id, Visit.stage.in_(AT_COUNTER)))
        .where(
            Counter.service_point_id == point_id, or_(CounterSession.id.is_not(None), Visit.id.is_not(None))
        )
        .order_by(Counter.number)
    )
