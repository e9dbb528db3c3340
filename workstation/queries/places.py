"""Where one can sit, and what the office is set to."""

from dataclasses import dataclass

from sqlalchemy import and_, select

from workstation.desk import Desk
from workstation.models.law import OfficeSetting
from workstation.models.officer import CounterSession, Officer
from workstation.models.place import Counter, Service, ServicePoint
from workstation.settings import OfficeSettings


@dataclass(frozen=True, slots=True)
class CounterRow:
    """A counter of this point; `taken_by` names who sits there now."""

    id: int
    number: int
    name: str
    taken_by: str


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service that people wait for at this point."""

    id: int
    code: str
    letter: str
    name: str
    minutes: int


def counters(desk: Desk) -> tuple[CounterRow, ...]:
    """List the counters of this point with who sits there."""
    with desk.read() as session:
        rows = session.execute(
            select(Counter.id, Counter.number, Counter.name, Officer.name.label("officer"))
            .outerjoin(
                CounterSession,
                and_(CounterSession.counter_id == Counter.id, CounterSession.to_at.is_(None)),
            )
            .outerjoin(Officer, Officer.id == CounterSession.officer_id)
            .where(Counter.service_point_id == desk.point.id)
            .order_by(Counter.number)
        )
        return tuple(CounterRow(r.id, r.number, r.name, r.officer or "") for r in rows)


def services(desk: Desk) -> tuple[ServiceRow, ...]:
    """List the services of this point."""
    with desk.read() as session:
        rows = session.execute(
            select(Service.id, Service.code, Service.letter, Service.name, Service.minutes)
            .where(Service.service_point_id == desk.point.id)
            .order_by(Service.letter)
        )
        return tuple(ServiceRow(*row) for row in rows)


def office_settings(desk: Desk) -> OfficeSettings:
    """Read the settings of this office."""
    with desk.read() as session:
        return OfficeSettings.of({r.key: r.value for r in session.scalars(select(OfficeSetting))})


@dataclass(frozen=True, slots=True)
class PointRow:
    """Another service point."""

    id: int
    name: str


def other_points(desk: Desk) -> tuple[PointRow, ...]:
    """List the other service points: those above this one in the tree first, the nearest of them first."""
    with desk.read() as session:
        rows = session.execute(select(ServicePoint.id, ServicePoint.name, ServicePoint.parent_id)).all()
    parents, above = {row.id: row.parent_id for row in rows}, list[int]()
    while (now := parents.get(above[-1] if above else desk.point.id)) is not None:
        above.append(now)
    far = len(above)
    order = {point: place for place, point in enumerate(above)}
    others = sorted(
        (row for row in rows if row.id != desk.point.id), key=lambda r: (order.get(r.id, far), r.name)
    )
    return tuple(PointRow(row.id, row.name) for row in others)
