"""Cases that wait for a reviewer of this service point, the nearest deadline first."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    exists,
    func,
    literal,
    or_,
    outerjoin,
    select,
    true,
    tuple_,
)

from workstation.asking import constant
from workstation.desk import Desk
from workstation.models.application import Application, CaseReason, Worker
from workstation.models.catalogue import PermitTypeVersion
from workstation.models.officer import Officer
from workstation.vocabulary import IN_REVIEW, CaseStage

MOST_ROWS = 100


class Only(StrEnum):
    """Which part of the inbox is asked for."""

    ALL = "all"
    MINE = "mine"
    LATE = "late"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A case that waits. `at` is the office's moment of the answer; `owner` is empty when nobody holds it.

    `is_returned`: it was sent back to the applicant before; `is_challenged`: the supervisor sent it back.
    """

    id: int
    number: str
    type_title: str
    applicant: str
    stage: CaseStage
    submitted_at: datetime
    due_at: datetime | None
    owner: str
    owned_since: datetime | None
    is_mine: bool
    entered_by_me: bool
    workers: int
    is_returned: bool
    is_challenged: bool
    at: datetime

    @property
    def left(self) -> timedelta | None:
        """Time until the promise to the citizen ends, negative when late; None before it runs."""
        return None if self.due_at is None else self.due_at - self.at


@dataclass(frozen=True, slots=True)
class Inbox:
    """MOST_ROWS rows of one part, and how many cases each part has."""

    rows: tuple[WaitingRow, ...]
    counts: dict[Only, int]


def inbox(desk: Desk, only: Only = Only.ALL, after: WaitingRow | None = None) -> Inbox:
    """List the waiting cases of the desk's point; those without a running deadline come by submission.

    `after` asks for the rows that follow this one.
    """
    here = _waiting(desk)
    parts = _parts(here, desk)
    wanted = parts[only] if after is None else and_(parts[only], _after(here, after))
    counted, listed = _counted(here, parts).subquery(), _listed(here, wanted).subquery()
    with desk.read() as session:
        found = session.execute(  # rows and counts in one statement: every way to the server is a wait
            select(counted, listed)
            .select_from(outerjoin(counted, listed, true()))
            .order_by(*_order(listed.c))
            .execution_options(kept=True)
        ).all()
        counts = {one: found[0]._mapping[f"of_{one}"] for one in parts}
        return Inbox(tuple(_row(row, desk) for row in found if row.id is not None), counts)


def first_pages(desk: Desk, only: Only, pages: int) -> Inbox:
    """List that many times MOST_ROWS rows, each page by the last row of the one before; counts of the last answer."""
    found = inbox(desk, only)
    while len(found.rows) < pages * MOST_ROWS and found.rows and not len(found.rows) % MOST_ROWS:
        more = inbox(desk, only, after=found.rows[-1])
        if not more.rows:
            break
        found = Inbox(found.rows + more.rows, more.counts)
    return found


def waiting_count(desk: Desk) -> int:
    """Count the waiting cases of the desk's point."""
    with desk.read() as session:
        return session.scalar(select(func.count()).select_from(Application).where(_here(desk))) or 0


def _here(desk: Desk) -> ColumnElement[bool]:
    return and_(
        Application.service_point_id == desk.point.id,
        Application.stage.in_([constant(stage) for stage in IN_REVIEW]),
    )


def _waiting(desk: Desk) -> Any:
    """Give the waiting cases as a table of the question, read once for rows and counts."""
    was_returned = exists().where(
        CaseReason.application_id == Application.id, CaseReason.purpose == constant("return")
    )
    is_challenged = and_(
        Application.stage == constant(CaseStage.TECHNICAL), Application.technical_by.is_not(None)
    )
    moment = select(func.loket.moment()).scalar_subquery()
    return (
        select(
            Application.id,
            Application.number,
            Application.type_version_id,
            Application.applicant_name,
            Application.stage,
            Application.submitted_at,
            Application.due_at,
            Application.owner_id,
            Application.owned_since,
            and_(Application.owner_id.is_not(None), Application.lease_until > moment).label("is_held"),
            (Application.due_at < moment).label("is_late"),
            Application.entered_by,
            was_returned.label("is_returned"),
            is_challenged.label("is_challenged"),
        )
        .where(_here(desk))
        .cte("here")
    )


def _after(here: Any, row: WaitingRow) -> ColumnElement[bool]:
    """Return the condition that a case comes later in the list; those without a deadline come last."""
    later = tuple_(here.c.submitted_at, here.c.id) > tuple_(literal(row.submitted_at), literal(row.id))
    if row.due_at is None:
        return and_(here.c.due_at.is_(None), later)
    return or_(here.c.due_at > row.due_at, and_(here.c.due_at == row.due_at, later), here.c.due_at.is_(None))


def _parts(here: Any, desk: Desk) -> dict[Only, ColumnElement[bool]]:
    return {
        Only.ALL: true(),
        Only.MINE: and_(here.c.is_held, here.c.owner_id == desk.officer.id),
        Only.LATE: here.c.is_late,
        Only.RETURNED: or_(here.c.is_returned, here.c.is_challenged),
    }


def _order(case: Any) -> tuple[Any, ...]:
    return case.due_at.asc().nulls_last(), case.submitted_at, case.id


def _counted(here: Any, parts: dict[Only, ColumnElement[bool]]) -> Select[*tuple[Any, ...]]:
    columns = [func.count().filter(part).label(f"of_{one}") for one, part in parts.items()]
    return select(func.loket.moment().label("at"), *columns).select_from(here)


def _listed(here: Any, part: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    first = select(here).where(part).order_by(*_order(here.c)).limit(constant(MOST_ROWS)).subquery()
    workers = select(func.count(Worker.id)).where(Worker.application_id == first.c.id).scalar_subquery()
    return (
        select(
            first,
            PermitTypeVersion.short_title.label("type_title"),
            Officer.name.label("owner"),
            workers.label("workers"),
        )
        .join(PermitTypeVersion, PermitTypeVersion.id == first.c.type_version_id)
        .outerjoin(Officer, Officer.id == first.c.owner_id)
    )


def _row(row: Any, desk: Desk) -> WaitingRow:
    return WaitingRow(
        id=row.id,
        number=row.number,
        type_title=row.type_title,
        applicant=row.applicant_name,
        stage=CaseStage(row.stage),
        submitted_at=row.submitted_at or row.at,
        due_at=row.due_at,
        owner=row.owner or "" if row.is_held else "",
        owned_since=row.owned_since if row.is_held else None,
        is_mine=bool(row.is_held) and row.owner_id == desk.officer.id,
        entered_by_me=row.entered_by == desk.officer.id,
        workers=row.workers,
        is_returned=row.is_returned,
        is_challenged=row.is_challenged,
        at=row.at,
    )
