"""The balance of a period: equations of counts, and what keeps them from balancing, by number."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from workstation.balancing import Equation, equations
from workstation.desk import Desk
from workstation.models.place import ServicePoint
from workstation.models.totals import Finding
from workstation.vocabulary import Imbalance, Role, TotalLeg
from workstation.worktime import WIB

LONGEST_LOOK = timedelta(days=31)
LARGEST_LOOK = 5_000
"""Of a longer period or more things the list is what the continuous check has found: to look anew takes too long."""
MOST = 500
NAMED = 4


@dataclass(frozen=True, slots=True)
class BreakRow:
    """One thing that does not add up; `finding` is the open finding's id, where the check has it already."""

    id: str
    point: str
    leg: TotalLeg
    code: Imbalance
    number: str
    day: date
    finding: int | None
    found_at: datetime | None


@dataclass(frozen=True, slots=True)
class Found:
    """How many open findings there are, and the numbers of the first."""

    count: int
    numbers: tuple[str, ...]


NOTHING_FOUND = Found(0, ())


@dataclass(frozen=True, slots=True)
class Balance:
    """A period (both days included, WIB) of one service point, or of the whole city."""

    at: datetime
    since: date
    until: date
    place: str
    equations: tuple[Equation, ...]
    breaks: tuple[BreakRow, ...]

    @property
    def is_balanced(self) -> bool:
        """Tell whether every equation holds and nothing was found."""
        return not self.breaks and not any(equation.difference for equation in self.equations)


def balance(desk: Desk, since: date, until: date, *, city: bool = False) -> Balance:
    """Count a period, first and last day included; NotAllowed for who is neither manager nor supervisor.

    What breaks it is looked for anew at the own point up to LONGEST_LOOK and LARGEST_LOOK, else taken from the
    open findings.
    """
    desk.require(Role.MANAGER, Role.SUPERVISOR, Role.AUDITOR)
    with desk.report() if city else desk.read() as session:
        period = _period(desk, since, until, city=city)
        counted = _equations(session, period)
        is_small = until - since < LONGEST_LOOK and all(
            equation.given.number <= LARGEST_LOOK for equation in counted if equation.leg != TotalLeg.MONEY
        )
        breaks = (
            _looked_for(session, desk, period)
            if is_small and not city
            else _found(session, desk, since, until, city)
        )
        return Balance(
            at=session.scalars(select(func.loket.moment())).one(),
            since=since,
            until=until,
            place="Seluruh kota" if city else desk.point.name,
            equations=counted,
            breaks=breaks[:MOST],
        )


def open_findings(session: Session, desk: Desk) -> Found:
    """Tell what the continuous check has found and nobody has cleared: a manager's in the whole city."""
    question = select(Finding.number, func.count().over()).where(Finding.closed_at.is_(None))
    if Role.MANAGER not in desk.roles:
        question = question.where(Finding.service_point_id == desk.point.id)
    rows = session.execute(question.order_by(Finding.leg, Finding.number).limit(NAMED)).all()
    return Found(rows[0][1], tuple(row[0] for row in rows)) if rows else NOTHING_FOUND


def _period(desk: Desk, since: date, until: date, *, city: bool) -> dict[str, object]:
    midnight = datetime.min.time()
    return {
        "point": None if city else desk.point.id,
        "since": datetime.combine(since, midnight, WIB),
        "until": datetime.combine(until + timedelta(days=1), midnight, WIB),
    }


def _equations(session: Session, period: dict[str, object]) -> tuple[Equation, ...]:
    return equations(
        session.execute(
            text("SELECT leg, class, is_given, number FROM loket.totals(:point, :since, :until)"), period
        )
    )


def _looked_for(session: Session, desk: Desk, period: dict[str, object]) -> tuple[BreakRow, ...]:
    known = {
        (row.leg, row.code, row.number, row.day): row
        for row in session.scalars(
            select(Finding).where(Finding.closed_at.is_(None), Finding.service_point_id == desk.point.id)
        )
    }
    rows = session.execute(
        text(
            "SELECT leg, code, number, day FROM loket.imbalances(:point, :since, :until)"
            " ORDER BY leg, day, number LIMIT :most"
        ),
        period | {"most": MOST},
    ).all()
    return tuple(
        _row(desk.point.name, row.leg, row.code, row.number, row.day, known.get(tuple(row))) for row in rows
    )


def _found(session: Session, desk: Desk, since: date, until: date, city: bool) -> tuple[BreakRow, ...]:
    question = (
        select(Finding, ServicePoint.name)
        .join(ServicePoint, ServicePoint.id == Finding.service_point_id)
        .where(Finding.closed_at.is_(None), Finding.day.between(since, until))
        .order_by(Finding.service_point_id, Finding.leg, Finding.day, Finding.number)
        .limit(MOST)
    )
    if not city:
        question = question.where(Finding.service_point_id == desk.point.id)
    return tuple(
        _row(point, found.leg, found.code, found.number, found.day, found)
        for found, point in session.execute(question)
    )


def _row(point: str, leg: str, code: str, number: str, day: date, found: Finding | None) -> BreakRow:
    return BreakRow(
        id=f"{point}/{leg}/{code}/{number}/{day}",
        point=point,
        leg=TotalLeg(leg),
        code=Imbalance(code),
        number=number,
        day=day,
        finding=found.id if found else None,
        found_at=found.found_at if found else None,
    )
