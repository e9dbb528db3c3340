"""What waits for whom: the counts of the start page and the nearest deadlines."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from workstation.desk import Desk
from workstation.models.application import Application
from workstation.models.catalogue import PermitTypeVersion
from workstation.models.document import UNSIGNED, Document
from workstation.models.place import CounterService, Hall
from workstation.models.visit import Visit, inside_of, of_today
from workstation.queries.deadlines import deemed_counts
from workstation.queries.totals import NOTHING_FOUND, Found, open_findings
from workstation.vocabulary import IN_REVIEW, CaseStage, DocumentStage, Role, VisitStage

SOON = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Count:
    """How many things of one kind wait; `code` names the kind."""

    code: str
    number: int
    limit: int = 0


ONLY_LOOKS = frozenset({Role.MANAGER, Role.ADMIN, Role.AUDITOR})


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """A case by the time that is left."""

    id: int
    number: str
    applicant: str
    type_title: str
    stage: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class StartFacts:
    """Everything that the start page shows; `at` is the office's moment of the answer.

    `deemed` cases the law has granted by default already, `endangered` are at most a working day from it.
    """

    at: datetime
    counts: tuple[Count, ...]
    deadlines: tuple[DeadlineRow, ...]
    deemed: int = 0
    endangered: int = 0
    findings: Found = NOTHING_FOUND


def start_facts(desk: Desk) -> StartFacts:
    """Count what waits for the jobs that this officer holds; who only looks is answered by the copy for reports."""
    with desk.report() if desk.roles <= ONLY_LOOKS else desk.read() as session:
        at: datetime = session.scalars(select(func.loket.moment())).one()
        counts: list[Count] = []
        if Role.OFFICER in desk.roles:
            counts += _hall(session, desk) + _papers(session, desk) + _drafts(session, desk)
        if Role.REVIEWER in desk.roles:
            counts += _review(session, desk, at)
        if Role.SUPERVISOR in desk.roles:
            counts += _decisions(session, desk, at)
        if desk.roles & ONLY_LOOKS:
            counts += _totals(session, desk)
        wants_deadlines = desk.roles & {Role.REVIEWER, Role.SUPERVISOR, Role.MANAGER}
        answers = desk.roles & {Role.SUPERVISOR, Role.MANAGER}
        deemed, endangered = deemed_counts(session, desk, at) if answers else (0, 0)
        deadlines = _deadlines(session, desk) if wants_deadlines else ()
        findings = open_findings(session, desk) if answers else NOTHING_FOUND
        return StartFacts(at, tuple(counts), deadlines, deemed, endangered, findings)


def _cases(session: Session, desk: Desk, *conditions: ColumnElement[bool]) -> int:
    question = select(func.count()).select_from(Application)
    return session.scalar(question.where(Application.service_point_id == desk.point.id, *conditions)) or 0


def _hall(session: Session, desk: Desk) -> list[Count]:
    inside = session.scalar(select(func.count()).select_from(Visit).where(inside_of(desk.point.id)))
    room = session.get(Hall, desk.point.id)
    counts = [Count("hall", inside or 0, room.capacity if room else 0)]
    if desk.counter is not None:
        waiting = session.scalar(
            select(func.count())
            .select_from(Visit)
            .join(CounterService, CounterService.service_id == Visit.service_id)
            .where(
                CounterService.counter_id == desk.counter.id, Visit.stage == VisitStage.WAITING, of_today()
            )
        )
        counts.insert(0, Count("waiting", waiting or 0))
    return counts


def _papers(session: Session, desk: Desk) -> list[Count]:
    rows: dict[str, int] = {
        stage: number
        for stage, number in session.execute(
            select(Document.stage, func.count())
            .where(
                Document.service_point_id == desk.point.id,
                Document.stage.in_((DocumentStage.ISSUED, DocumentStage.PRINTED)),
            )
            .group_by(Document.stage)
        )
    }
    return [
        Count("to_print", rows.get(DocumentStage.ISSUED, 0)),
        Count("to_hand_over", rows.get(DocumentStage.PRINTED, 0)),
    ]


def _drafts(session: Session, desk: Desk) -> list[Count]:
    return [
        Count(
            "drafts",
            _cases(
                session,
                desk,
                Application.stage == CaseStage.DRAFT,
                Application.entered_by == desk.officer.id,
            ),
        ),
        Count("returned", _cases(session, desk, Application.stage == CaseStage.RETURNED)),
    ]


def _review(session: Session, desk: Desk, at: datetime) -> list[Count]:
    open_cases, held = Application.stage.in_(IN_REVIEW), Application.lease_until > at
    return [
        Count("to_review", _cases(session, desk, open_cases)),
        Count("mine", _cases(session, desk, open_cases, held, Application.owner_id == desk.officer.id)),
        Count("soon", _cases(session, desk, open_cases, Application.due_at <= at + SOON)),
    ]


def _decisions(session: Session, desk: Desk, at: datetime) -> list[Count]:
    unsigned = session.scalar(
        select(func.count())
        .select_from(Document)
        .where(Document.approved_by == desk.officer.id, Document.stage.in_(UNSIGNED))
    )
    return [
        Count("proposed", _cases(session, desk, Application.stage == CaseStage.PROPOSED)),
        Count("unsigned", unsigned or 0),
        Count(
            "late_decisions",
            _cases(session, desk, Application.stage == CaseStage.PROPOSED, Application.due_at < at),
        ),
    ]


def _totals(session: Session, desk: Desk) -> list[Count]:
    rows: dict[str, int] = {
        stage: number
        for stage, number in session.execute(
            select(Application.stage, func.count())
            .where(Application.service_point_id == desk.point.id)
            .group_by(Application.stage)
        )
    }
    in_process = sum(rows.get(stage, 0) for stage in (*IN_REVIEW, CaseStage.PROPOSED))
    return [
        Count("received", sum(rows.values()) - rows.get(CaseStage.DRAFT, 0)),
        Count("in_process", in_process),
        Count("all_returned", rows.get(CaseStage.RETURNED, 0)),
        Count("approved", rows.get(CaseStage.APPROVED, 0)),
        Count("refused", rows.get(CaseStage.REFUSED, 0)),
    ]


def _deadlines(session: Session, desk: Desk) -> tuple[DeadlineRow, ...]:
    """List what this officer's own jobs must end in time."""
    stages: tuple[CaseStage, ...] = ()
    if desk.roles & {Role.REVIEWER, Role.MANAGER}:
        stages += IN_REVIEW
    if desk.roles & {Role.SUPERVISOR, Role.MANAGER}:
        stages += (CaseStage.PROPOSED,)
    rows: Iterable[Any] = session.execute(
        select(
            Application.id,
            Application.number,
            Application.applicant_name,
            PermitTypeVersion.short_title,
            Application.stage,
            Application.due_at,
        )
        .join(PermitTypeVersion, PermitTypeVersion.id == Application.type_version_id)
        .where(
            Application.service_point_id == desk.point.id,
            Application.due_at.is_not(None),
            Application.stage.in_(stages),
        )
        .order_by(Application.due_at)
        .limit(12)
    )
    return tuple(DeadlineRow(*row) for row in rows)
