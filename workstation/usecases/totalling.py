"""The continuous check of the totals, and what a manager writes down about a number that nobody has."""

from collections import deque
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from workstation.desk import Desk
from workstation.models.place import ServicePoint
from workstation.models.totals import Finding
from workstation.vocabulary import Role
from workstation.worktime import WIB

ROUND = timedelta(minutes=5)
RECENT = timedelta(days=2)
SLICE = timedelta(days=7)
MOST_DAYS = 10
Period = tuple[date, date]


@dataclass
class Rounds:
    """Goes from point to point, one a call, each about every ROUND; looks at a slice of the past each time.

    Nothing of it is kept: a check that begins anew begins with the newest days, where work is.
    """

    waiting: deque[int] = field(default_factory=deque)
    begun_at: datetime | None = None
    turn: int = 0

    def check_next(self, desk: Desk) -> int:
        """Check the next point that is due; returns how many findings were opened or closed."""
        desk.require(Role.SERVICE)
        if not self.waiting:
            if self.begun_at is not None and desk.now() - self.begun_at < ROUND:
                return 0
            self.begun_at = desk.now()
            self.turn += 1
            with desk.read() as session:
                self.waiting.extend(session.scalars(select(ServicePoint.id).order_by(ServicePoint.id)))
        return check_point(desk, self.waiting.popleft(), self.turn) if self.waiting else 0


def check_point(desk: Desk, point_id: int, turn: int = 0) -> int:
    """Check the newest days, days with open findings and one slice of the past; returns what has changed."""
    desk.require(Role.SERVICE)
    with desk.read() as session:
        periods = _periods(session, point_id, turn)
    changed = 0
    for since, until in periods:
        with desk.begin("neraca") as session:  # one transaction each: no long lock on the journal's head
            changed += session.scalar(
                text("SELECT loket.check_totals(:point, :since, :until)"),
                {"point": point_id, "since": _midnight(since), "until": _midnight(until)},
            )
    return changed


def void_number(desk: Desk, finding: int, reason: str) -> None:
    """Write down that a number nobody has is void, with the reason; raises ReasonNeeded, NotAllowed."""
    desk.require(Role.MANAGER)
    with desk.begin(reason) as session:
        session.execute(
            text("SELECT loket.void_number(:finding, :reason)"), {"finding": finding, "reason": reason}
        )


def _periods(session: Session, point_id: int, turn: int) -> list[Period]:
    """Lay out half-open periods of days in WIB."""
    today = session.scalar(text("SELECT loket.local_day(loket.moment())"))
    first = session.scalar(
        text(
            "SELECT loket.local_day(least((SELECT min(received_at) FROM loket.application"
            " WHERE service_point_id = :point), (SELECT min(planned_at) FROM loket.visit"
            " WHERE service_point_id = :point)))"
        ),
        {"point": point_id},
    )
    recent = today - RECENT + timedelta(days=1)
    # bookings may be planned for days to come
    found = session.scalars(
        select(Finding.day)
        .where(Finding.service_point_id == point_id, Finding.closed_at.is_(None), Finding.day < recent)
        .distinct()
        .limit(MOST_DAYS)
    )
    periods = [(recent, today + timedelta(days=1)), *((day, day + timedelta(days=1)) for day in found)]
    return periods + past_slice(first, recent, turn)


def past_slice(first: date | None, recent: date, turn: int) -> list[Period]:
    """Return the turn's slice between the first day and the recent ones, newest first and round again."""
    if first is None or first >= recent:
        return []
    slices = -(-(recent - first) // SLICE)
    until = recent - SLICE * (turn % slices)
    return [(until - SLICE, until)]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), WIB)
