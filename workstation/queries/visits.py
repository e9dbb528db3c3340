"""What the reception sees: today's visitors, how full the hall is, and a booking by its code on any day."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, Select, case, func, or_, select
from sqlalchemy.orm import Session

from workstation.desk import Desk
from workstation.identity import mask_name
from workstation.models.place import Hall, Service
from workstation.models.visit import HealthDeclaration, Visit, inside_of, of_today
from workstation.vocabulary import Priority, VisitStage

MOST = 2000
"""More rows than any point sees in a day (750 visitors at the mall's best)."""
NO_LIMIT = Decimal("37.3")
"""The limit of temperature before a hall is set up, in degrees Celsius."""


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One visitor of the day; `name` is masked, `declared` is what he said when booking (None: nothing)."""

    id: int
    code: str
    name: str
    service_id: int
    service: str
    planned_at: datetime
    stage: VisitStage
    priority: Priority
    ticket: str
    declared: bool | None
    note: str
    is_today: bool


@dataclass(frozen=True, slots=True)
class HallRow:
    """How many are inside of how many who may; the limit of the temperature in degrees Celsius."""

    inside: int
    capacity: int
    temperature_limit: Decimal

    @property
    def left(self) -> int:
        """Count the places left."""
        return max(0, self.capacity - self.inside)


@dataclass(frozen=True, slots=True)
class ServiceChoice:
    """A service that a visitor can come for; `left` of today's quota, None without one."""

    id: int
    letter: str
    name: str
    left: int | None


@dataclass(frozen=True, slots=True)
class DoorState:
    """Everything on the reception's screen at one moment."""

    moment: datetime
    hall: HallRow
    visits: tuple[VisitRow, ...]
    services: tuple[ServiceChoice, ...]


def at_the_door(desk: Desk, text: str = "") -> DoorState:
    """Return the hall and today's visitors, those not yet here first; `text` narrows by code, ticket or name."""
    with desk.read() as session:
        moment = session.scalar(select(func.loket.moment())) or desk.now()
        question = _rows().where(of_today(), *_matching(text)).limit(MOST)
        not_yet = case((Visit.stage == VisitStage.BOOKED, 0), else_=1)
        found = session.execute(question.order_by(not_yet, Visit.planned_at, Visit.id))
        return DoorState(
            moment, _hall(session, desk.point.id), tuple(map(_row, found)), _services(session, desk.point.id)
        )


def by_code(desk: Desk, code: str) -> VisitRow | None:
    """Find a booking of any day by the code on the citizen's slip or the number of today's ticket."""
    wanted = code.strip().upper()
    with desk.read() as session:
        question = _rows().where(or_(Visit.code == wanted, (Visit.ticket == wanted) & of_today()))
        found = session.execute(question.limit(1)).one_or_none()
        return _row(found) if found else None


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Visit.id, Visit.code, Visit.name, Visit.service_id, Service.name.label("service"),
            Visit.planned_at, Visit.stage, Visit.priority, Visit.ticket, Visit.note,
            HealthDeclaration.healthy, of_today().label("is_today"),
        )
        .join(Service, Service.id == Visit.service_id)
        .outerjoin(HealthDeclaration, HealthDeclaration.visit_id == Visit.id)
    )  # fmt: skip


def _matching(text: str) -> tuple[Any, ...]:
    words = text.strip()
    if not words:
        return ()
    return (
        or_(
            Visit.code.istartswith(words, autoescape=True),
            Visit.ticket.istartswith(words, autoescape=True),
            Visit.name.icontains(words, autoescape=True),
        ),
    )


def _row(r: Row[*tuple[Any, ...]]) -> VisitRow:
    return VisitRow(
        r.id, r.code, mask_name(r.name), r.service_id, r.service, r.planned_at, VisitStage(r.stage),
        Priority(r.priority), r.ticket or "", r.healthy, r.note, r.is_today,
    )  # fmt: skip


def _hall(session: Session, point_id: int) -> HallRow:
    inside = session.scalar(select(func.count()).select_from(Visit).where(inside_of(point_id))) or 0
    room = session.get(Hall, point_id)
    return HallRow(inside, room.capacity, room.temperature_limit) if room else HallRow(inside, 0, NO_LIMIT)


def _services(session: Session, point_id: int) -> tuple[ServiceChoice, ...]:
    gone = (VisitStage.CANCELLED, VisitStage.LAPSED, VisitStage.REFUSED)
    taken = (
        select(Visit.service_id, func.count().label("taken"))
        .where(of_today(), Visit.stage.not_in(gone))
        .group_by(Visit.service_id)
        .subquery()
    )
    rows = session.execute(
        select(
            Service.id, Service.letter, Service.name, Service.daily_quota - func.coalesce(taken.c.taken, 0)
        )
        .outerjoin(taken, taken.c.service_id == Service.id)
        .where(Service.service_point_id == point_id)
        .order_by(Service.letter)
    )
    return tuple(ServiceChoice(*row) for row in rows)
