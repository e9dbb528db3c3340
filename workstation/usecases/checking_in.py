"""Let people into the hall: check in a booking, take a walk-in, turn somebody away at the door."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from workstation.desk import Desk
from workstation.errors import BookingNotFound, HallFull, HealthDeclarationMissing, ReasonNeeded, WrongStage
from workstation.models.lifecycle import VISIT, move
from workstation.models.officer import CounterSession
from workstation.models.place import CounterService, Service
from workstation.models.visit import HealthDeclaration, Visit, inside_of, of_today
from workstation.vocabulary import Channel, Priority, Role, VisitStage


@dataclass(frozen=True, slots=True)
class Health:
    """What the visitor declares and what was measured at the door, in degrees Celsius."""

    healthy: bool
    temperature: Decimal


@dataclass(frozen=True, slots=True)
class IssuedTicket:
    """Facts of the slip: no name, no NIK."""

    visit_id: int
    code: str
    number: str
    service: str
    issued_at: datetime
    waiting: int
    estimate_minutes: int
    priority: bool


def check_in(
    desk: Desk, visit_id: int, health: Health | None, priority: Priority | None = None
) -> IssuedTicket:
    """Let a booked person wait and give him a ticket.

    Raises TooWarm, Unwell, HealthDeclarationMissing, BookingNotToday, WrongStage, or HallFull with the time when
    it is worth coming back.
    """
    desk.require(Role.OFFICER)
    try:
        with desk.begin() as session:
            visit = session.get(Visit, visit_id, with_for_update=True)
            if visit is None:
                raise BookingNotFound
            if priority is not None:
                visit.priority = priority
            return _let_in(session, visit, health)
    except HallFull as full:
        raise HallFull(full.capacity, _worth_coming_back(desk)) from None


@dataclass(frozen=True, slots=True)
class WalkIn:
    """Somebody at the door without a booking."""

    service_id: int
    name: str
    health: Health | None
    priority: Priority = Priority.NONE
    nik: str | None = None
    phone: str | None = None


def walk_in(desk: Desk, who: WalkIn) -> IssuedTicket:
    """Book for the visitor on the spot and let him in at once, within the hall's capacity and the quota."""
    desk.require(Role.OFFICER)
    try:
        with desk.begin() as session:
            visit = Visit(
                service_point_id=desk.point.id,
                service_id=who.service_id,
                name=who.name.strip(),
                nik=who.nik or None,
                phone=who.phone or None,
                planned_at=desk.now(),
                channel=Channel.COUNTER,
                priority=who.priority,
            )
            session.add(visit)
            session.flush()
            return _let_in(session, visit, who.health)
    except HallFull as full:
        raise HallFull(full.capacity, _worth_coming_back(desk)) from None


def turn_away(desk: Desk, visit_id: int, reason: str, health: Health | None = None) -> None:
    """Note that a booked person was not let in, and why; what was measured at the door is kept with it.

    Raises ReasonNeeded, BookingNotFound, WrongStage.
    """
    desk.require(Role.OFFICER)
    if len(reason.strip()) < 3:
        raise ReasonNeeded
    with desk.begin(reason.strip()) as session:
        visit = session.get(Visit, visit_id, with_for_update=True)
        if visit is None:
            raise BookingNotFound
        if health is not None:
            _keep_health(session, visit, health)
        move(VISIT, visit, VisitStage.REFUSED, "turn_away")
        visit.note = reason.strip()


def ticket_again(desk: Desk, visit_id: int) -> IssuedTicket:
    """Read the facts of a ticket that was given before, to print it again.

    Raises BookingNotFound, or WrongStage when no number has been given.
    """
    with desk.read() as session:
        visit = session.get(Visit, visit_id)
        if visit is None:
            raise BookingNotFound
        if visit.ticket is None:
            raise WrongStage("visit", visit.stage, "print")
        return _issued(session, visit)


def _let_in(session: Session, visit: Visit, health: Health | None) -> IssuedTicket:
    if health is None:
        raise HealthDeclarationMissing
    _keep_health(session, visit, health)
    visit.check_in()
    session.flush()
    session.refresh(visit, ["ticket", "checked_in_at", "waiting_since", "code"])
    return _issued(session, visit)


def _keep_health(session: Session, visit: Visit, health: Health) -> None:
    declared = session.get(HealthDeclaration, visit.id)
    if declared is None:
        declared = HealthDeclaration(visit_id=visit.id, service_point_id=visit.service_point_id)
        session.add(declared)
    declared.healthy, declared.temperature = health.healthy, health.temperature
    session.flush()


def _issued(session: Session, visit: Visit) -> IssuedTicket:
    service = session.get_one(Service, visit.service_id)
    ahead = _count(
        session,
        select(func.count())
        .select_from(Visit)
        .where(
            Visit.service_id == visit.service_id,
            Visit.stage == VisitStage.WAITING,
            Visit.id != visit.id,
            Visit.waiting_since <= (visit.waiting_since or visit.planned_at),
            of_today(),
        ),
    )
    return IssuedTicket(
        visit.id,
        visit.code,
        visit.ticket or "",
        service.name,
        visit.checked_in_at or visit.planned_at,
        ahead,
        math.ceil(ahead * service.minutes / max(1, _open_counters(session, service.id))),
        visit.priority != Priority.NONE,
    )


def _open_counters(session: Session, service_id: int) -> int:
    return _count(
        session,
        select(func.count())
        .select_from(CounterSession)
        .join(CounterService, CounterService.counter_id == CounterSession.counter_id)
        .where(CounterService.service_id == service_id, CounterSession.to_at.is_(None)),
    )


def _count(session: Session, question: Select[int]) -> int:
    return session.scalar(question) or 0


def _worth_coming_back(desk: Desk) -> datetime:
    """Return when about a tenth of the people inside will have been served, rounded up to a quarter hour."""
    with desk.read() as session:
        minutes = session.execute(
            select(func.count(), func.avg(Service.minutes))
            .select_from(Visit)
            .join(Service, Service.id == Visit.service_id)
            .where(inside_of(desk.point.id))
        ).one()
        serving = (
            session.scalar(
                select(func.count())
                .select_from(Visit)
                .where(inside_of(desk.point.id), Visit.stage == VisitStage.SERVING)
            )
            or 1
        )
    wait = timedelta(minutes=float(minutes[1] or 15) * max(1.0, minutes[0] / 10 / serving))
    back = desk.now() + wait
    return back + timedelta(minutes=-back.minute % 15, seconds=-back.second, microseconds=-back.microsecond)
