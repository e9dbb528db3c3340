"""What runs out: cases that the law will decide by default, and promises that a new calendar would move."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, select, text
from sqlalchemy.orm import Session

from workstation.desk import Desk
from workstation.models.application import Application
from workstation.models.calendar import DeemedGrant
from workstation.models.catalogue import PermitTypeVersion
from workstation.models.document import Document
from workstation.models.officer import Officer
from workstation.queries.permits import OUT
from workstation.vocabulary import CaseStage, DocumentKind

RUNNING = (CaseStage.ADMINISTRATIVE, CaseStage.TECHNICAL, CaseStage.PROPOSED)
"""Declared complete, undecided, and the clock is not stopped."""

MOST = 200


@dataclass(frozen=True, slots=True)
class DeemedRow:
    """A case by the time that is left until the law grants it (fiktif positif), or that it has granted already.

    `days_left` counts working days after today up to that of `deemed_at`; `ends_today`: the law decides today.
    A case that was granted stays in the list, `is_decided` or not, until its permit is issued.
    """

    id: int
    number: str
    applicant: str
    type_title: str
    stage: str
    officer: str
    complete_at: datetime
    deemed_at: datetime
    days_left: int
    ends_today: bool
    is_open_today: bool
    is_passed: bool
    is_noted: bool
    is_decided: bool


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A running promise that would come out differently on the calendar of now."""

    id: int
    point: str
    number: str
    stage: str
    calendar: str
    due_at: datetime
    would_be: datetime


@dataclass(frozen=True, slots=True)
class AlarmFacts:
    """Both lists, and the calendar that is in force."""

    at: datetime
    deemed: tuple[DeemedRow, ...]
    changed: tuple[ChangedRow, ...]
    calendar: str


def alarm_facts(desk: Desk) -> AlarmFacts:
    """List what a supervisor or manager must look at: the nearest legal default first."""
    with desk.read() as session:
        at: datetime = session.scalars(select(func.loket.moment())).one()
        version = session.scalars(select(func.loket.calendar_version(desk.point.id))).one()
        return AlarmFacts(at, _deemed(session, desk, at), changed_promises(session), version)


def changed_promises(session: Session) -> tuple[ChangedRow, ...]:
    """List running promises that the calendar of now would move, the nearest first (500 at most)."""
    found = session.execute(
        text(
            "SELECT application_id, point, number, stage, calendar, due_at, would_be"
            " FROM loket.changed_promises()"
        )
    )
    return tuple(ChangedRow(*row) for row in found)


def deemed_counts(session: Session, desk: Desk, at: datetime) -> tuple[int, int]:
    """Count the cases that the law has granted and nobody issued, and those with one working day or less left."""
    tomorrow = session.scalars(select(func.loket.due_at(1, "working_days", at, desk.point.id, None))).one()
    passed = func.count().filter(Application.deemed_at <= at)
    near = func.count().filter(Application.deemed_at > at)
    row = session.execute(
        select(passed, near).where(
            Application.service_point_id == desk.point.id,
            Application.stage.in_(RUNNING),
            Application.deemed_at <= tomorrow,
            Application.decided_at.is_(None),
        )
    ).one()
    unissued = session.scalars(select(func.count()).select_from(_unissued(desk).subquery())).one()
    return row[0] + unissued, row[1]


def _unissued(desk: Desk) -> Select[int]:
    """Cases that were decided after the law had granted them and whose permit is not out yet."""
    issued = (
        select(Document.id)
        .where(Document.application_id == Application.id, Document.kind == DocumentKind.PERMIT)
        .where(Document.stage.in_(OUT))
        .exists()
    )
    return (
        select(Application.id)
        .join(DeemedGrant, DeemedGrant.application_id == Application.id)
        .where(DeemedGrant.service_point_id == desk.point.id)
        .where(Application.stage == CaseStage.APPROVED, ~issued)
        .limit(MOST)
    )


def _deemed(session: Session, desk: Desk, at: datetime) -> tuple[DeemedRow, ...]:
    undecided = and_(
        Application.service_point_id == desk.point.id,
        Application.stage.in_(RUNNING),
        Application.deemed_at.is_not(None),
        Application.decided_at.is_(None),
    )
    granted = _deemed_rows(session, desk, at, Application.id.in_(_unissued(desk)))
    return (granted + _deemed_rows(session, desk, at, undecided))[:MOST]


def _deemed_rows(
    session: Session, desk: Desk, at: datetime, which: ColumnElement[bool]
) -> tuple[DeemedRow, ...]:
    today = func.loket.local_day(at)
    closing = func.loket.due_at(0, "working_days", at, desk.point.id, Application.type_code)
    found = session.execute(
        select(
            Application.id,
            Application.number,
            Application.applicant_name,
            PermitTypeVersion.short_title,
            Application.stage,
            func.coalesce(Officer.name, ""),
            Application.complete_at,
            Application.deemed_at,
            func.loket.working_days_left(Application.deemed_at, desk.point.id, Application.type_code),
            func.loket.local_day(Application.deemed_at) == today,
            func.loket.local_day(closing) == today,
            Application.deemed_at <= at,
            DeemedGrant.application_id.is_not(None),
            Application.decided_at.is_not(None),
        )
        .join(PermitTypeVersion, PermitTypeVersion.id == Application.type_version_id)
        .outerjoin(Officer, Officer.id == Application.owner_id)
        .outerjoin(DeemedGrant, DeemedGrant.application_id == Application.id)
        .where(which)
        .order_by(Application.deemed_at, Application.id)
        .limit(MOST)
    )
    return tuple(DeemedRow(*row) for row in found)
