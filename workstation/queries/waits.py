"""Cases of this service point whose clock stands still: for whom they wait, since when and until when."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased

from workstation.desk import Desk
from workstation.models.application import Application
from workstation.models.catalogue import PermitType
from workstation.models.officer import Officer
from workstation.models.waiting import CaseWait, GuarantorContact, LevyOrder, Survey
from workstation.vocabulary import CaseStage, Channel, ContactOutcome
from workstation.worktime import WIB

MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One try to reach the guarantor."""

    at: datetime
    channel: Channel
    outcome: ContactOutcome
    note: str
    officer: str


@dataclass(frozen=True, slots=True)
class SurveyFacts:
    """The open survey of a waiting case; `reported_by_me` bars its technical judgement."""

    id: int
    number: str
    place: str
    planned_on: date
    surveyors: str
    surveyed_on: date | None
    findings: str
    reported_by: str
    reported_by_me: bool


@dataclass(frozen=True, slots=True)
class LevyFacts:
    """The open levy order of a waiting case; `amount` in whole rupiah."""

    id: int
    number: str
    amount: Decimal
    basis: str
    due_on: date
    ordered_by_me: bool


@dataclass(frozen=True, slots=True)
class WaitRow:
    """A case that waits. `until` is when the wait ends or is late, None where nothing limits it."""

    id: int
    number: str
    applicant: str
    type_title: str
    stage: CaseStage
    came_from: CaseStage
    since: datetime
    until: datetime | None
    reason: str
    started_by: str
    due_before: datetime | None
    at: datetime
    survey: SurveyFacts | None
    levy: LevyFacts | None

    @property
    def left(self) -> timedelta | None:
        """Time until the wait ends, negative when that has passed."""
        return None if self.until is None else self.until - self.at


def waiting_cases(desk: Desk, stage: CaseStage | None = None) -> tuple[WaitRow, ...]:
    """Return the waiting cases, the nearest end first; of one stage where one is named."""
    reporter = aliased(Officer)
    asked = (
        select(
            Application.id,
            Application.number,
            Application.applicant_name,
            PermitType.title,
            Application.stage,
            CaseWait,
            Officer.name.label("started_by"),
            Survey,
            reporter.name.label("reporter"),
            LevyOrder,
            func.loket.moment().label("at"),
            (CaseWait.from_at + func.loket.guarantor_patience()).label("lapses"),
        )
        .join(CaseWait, and_(CaseWait.application_id == Application.id, CaseWait.to_at.is_(None)))
        .join(PermitType, PermitType.code == Application.type_code)
        .outerjoin(Officer, Officer.id == CaseWait.started_by)
        .outerjoin(Survey, _open(Survey, Survey.approved_at))
        .outerjoin(reporter, reporter.id == Survey.reported_by)
        .outerjoin(LevyOrder, _open(LevyOrder, LevyOrder.paid_at))
        .where(Application.service_point_id == desk.point.id)
        .order_by(CaseWait.from_at)
        .limit(MOST_ROWS)
    )
    if stage is not None:
        asked = asked.where(Application.stage == stage)
    with desk.read() as session:
        rows = [_row(desk, found) for found in session.execute(asked)]
    return tuple(sorted(rows, key=lambda row: (row.until is None, row.until or row.since)))


def contacts(desk: Desk, application_id: int) -> tuple[ContactRow, ...]:
    """Return the tries to reach the guarantor, the newest first."""
    with desk.read() as session:
        rows = session.execute(
            select(GuarantorContact, Officer.name)
            .outerjoin(Officer, Officer.id == GuarantorContact.officer_id)
            .where(GuarantorContact.application_id == application_id)
            .order_by(GuarantorContact.at.desc())
        )
        return tuple(
            ContactRow(c.at, Channel(c.channel), ContactOutcome(c.outcome), c.note, name or "")
            for c, name in rows
        )


def _open(kind: type[Survey] | type[LevyOrder], done: Any) -> ColumnElement[bool]:
    return and_(kind.application_id == Application.id, done.is_(None), kind.cancelled_reason.is_(None))


def _row(desk: Desk, found: Any) -> WaitRow:
    wait: CaseWait = found.CaseWait
    stage = CaseStage(found.stage)
    survey, levy = _survey(desk, found.Survey, found.reporter), _levy(desk, found.LevyOrder)
    until = {
        CaseStage.WAITING_GUARANTOR: found.lapses,
        CaseStage.POSTPONED: _morning(wait.until),
        CaseStage.WAITING_SURVEY: _morning(survey.planned_on if survey else None),
        CaseStage.WAITING_PAYMENT: _morning(levy.due_on + timedelta(days=1) if levy else None),
    }.get(stage)
    return WaitRow(
        id=found.id,
        number=found.number,
        applicant=found.applicant_name,
        type_title=found.title,
        stage=stage,
        came_from=CaseStage(wait.came_from),
        since=wait.from_at,
        until=until,
        reason=wait.reason,
        started_by=found.started_by or "",
        due_before=wait.due_before,
        at=found.at,
        survey=survey,
        levy=levy,
    )


def _survey(desk: Desk, survey: Survey | None, reporter: str | None) -> SurveyFacts | None:
    if survey is None:
        return None
    return SurveyFacts(
        survey.id,
        survey.number,
        survey.place,
        survey.planned_on,
        survey.surveyors,
        survey.surveyed_on,
        survey.findings,
        reporter or "",
        survey.reported_by == desk.officer.id,
    )


def _levy(desk: Desk, levy: LevyOrder | None) -> LevyFacts | None:
    if levy is None:
        return None
    return LevyFacts(
        levy.id, levy.number, levy.amount, levy.basis, levy.due_on, levy.ordered_by == desk.officer.id
    )


def _morning(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), WIB).astimezone(UTC)
