"""Cases that wait for the supervisor's decision, the nearest deadline first, with what deserves a second look."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from workstation.catalogue.reading import from_json
from workstation.catalogue.rules import ReasonSpec
from workstation.desk import Desk
from workstation.models.application import Application, FieldMark, Scan, Worker
from workstation.models.catalogue import PermitTypeVersion
from workstation.models.decision import CaseReturn, WorkerDecision
from workstation.models.officer import Officer
from workstation.models.page import PageFinding
from workstation.models.sampling import CaseSeen
from workstation.models.waiting import LevyOrder, Takeover
from workstation.vocabulary import CaseStage, Mark, PersonVerdict, Proposal

MOST_ROWS = 10_000


class Part(StrEnum):
    """What the officer himself did on a case; whoever had a part in it may not decide it."""

    NONE = "none"
    ENTERED = "entered"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """A proposed case. `at` is the office's moment of the answer.

    `workers` stand in its list, `against` of them are not approved. `doubts`: fields marked as differing or
    unreadable; `findings`: places marked on its pages; `reused`: scans whose very bytes another applicant filed too;
    `returns`: how often it was sent back; `takeovers`: how often it was taken from a colleague's hands; `levy`: paid,
    in whole rupiah; `is_deemed`: the law has granted it already; `part`: why this officer may not decide it;
    `is_seen`: he has looked at this `version`.
    """

    id: int
    number: str
    type_code: str
    type_version_id: int
    type_title: str
    applicant: str
    workers: int
    against: int
    proposal: Proposal
    comment: str
    due_at: datetime | None
    entered_by: str
    reviewers: tuple[str, ...]
    doubts: int
    findings: int
    reused: int
    returns: int
    takeovers: int
    levy: int
    part: Part
    at: datetime
    is_deemed: bool
    version: int
    is_seen: bool

    @property
    def may_decide(self) -> bool:
        """Whether four eyes let this officer decide."""
        return self.part is Part.NONE

    @property
    def left(self) -> timedelta | None:
        """Time until the promise to the citizen ends, negative when late."""
        return None if self.due_at is None else self.due_at - self.at


def proposed(desk: Desk) -> tuple[ApprovalRow, ...]:
    """List the proposed cases of the desk's point, at most MOST_ROWS of them, those with the least time left first."""
    with desk.read() as session:
        at: datetime = session.scalars(select(func.loket.moment())).one()
        counts = {name: dict(session.execute(question).all()) for name, question in _counts(desk).items()}
        return tuple(_row(row, desk, at, counts) for row in session.execute(_question(desk)))


def refusal_reasons(desk: Desk, type_version_id: int) -> tuple[ReasonSpec, ...]:
    """List the coded reasons that a version of a permit type keeps."""
    with desk.read() as session:
        rules = session.scalar(select(PermitTypeVersion.rules).where(PermitTypeVersion.id == type_version_id))
        return from_json(rules).reasons if rules else ()


def _counts(desk: Desk) -> dict[str, Any]:
    """What is counted for a whole list at once: name -> question for application id and number."""
    twin, holder = aliased(Scan), aliased(Application)

    def each(table: Any, number: Any, *only: Any) -> Any:
        return (
            select(table.application_id, number)
            .join(Application, Application.id == table.application_id)
            .where(*_here(desk), *only)
            .group_by(table.application_id)
        )

    many = func.count()
    reused = (
        select(twin.id)
        .join(holder, holder.id == twin.application_id)
        .where(twin.sha256 == Scan.sha256, holder.applicant_name != Application.applicant_name)
        .exists()
    )
    return {
        "workers": each(Worker, many),
        "against": each(WorkerDecision, many, WorkerDecision.verdict != PersonVerdict.APPROVE),
        "doubts": each(FieldMark, many, FieldMark.mark != Mark.SAME),
        "findings": each(PageFinding, many),
        "reused": each(Scan, many, Scan.superseded.is_(False), reused),
        "returns": each(CaseReturn, many),
        "takeovers": each(Takeover, many),
        "levy": each(LevyOrder, func.sum(LevyOrder.amount), LevyOrder.paid_at.is_not(None)),
        "is_seen": each(
            CaseSeen, many, CaseSeen.officer_id == desk.officer.id, CaseSeen.version == Application.version
        ),
    }


def _here(desk: Desk) -> tuple[Any, ...]:
    return Application.service_point_id == desk.point.id, Application.stage == CaseStage.PROPOSED


def _question(desk: Desk) -> Any:
    clerk, first, second = aliased(Officer), aliased(Officer), aliased(Officer)
    return (
        select(
            Application.id,
            Application.number,
            Application.type_code,
            Application.type_version_id,
            PermitTypeVersion.short_title.label("type_title"),
            Application.applicant_name,
            Application.proposal,
            Application.comment,
            Application.due_at,
            Application.deemed_at,
            Application.entered_by,
            Application.administrative_by,
            Application.technical_by,
            Application.version,
            clerk.name.label("clerk"),
            first.name.label("first"),
            second.name.label("second"),
        )
        .join(PermitTypeVersion, PermitTypeVersion.id == Application.type_version_id)
        .outerjoin(clerk, clerk.id == Application.entered_by)
        .outerjoin(first, first.id == Application.administrative_by)
        .outerjoin(second, second.id == Application.technical_by)
        .where(*_here(desk))
        .order_by(Application.due_at.asc().nulls_last(), Application.id)
        .limit(MOST_ROWS)
    )


def _row(row: Any, desk: Desk, at: datetime, counts: Mapping[str, Mapping[int, Any]]) -> ApprovalRow:
    counted = {name: int(found.get(row.id, 0)) for name, found in counts.items()}
    return ApprovalRow(
        id=row.id,
        number=row.number,
        type_code=row.type_code,
        type_version_id=row.type_version_id,
        type_title=row.type_title,
        applicant=row.applicant_name,
        workers=counted["workers"],
        against=counted["against"],
        proposal=Proposal(row.proposal),
        comment=row.comment,
        due_at=row.due_at,
        entered_by=row.clerk or "",
        reviewers=tuple(dict.fromkeys(name for name in (row.first, row.second) if name)),
        doubts=counted["doubts"],
        findings=counted["findings"],
        reused=counted["reused"],
        returns=counted["returns"],
        takeovers=counted["takeovers"],
        levy=counted["levy"],
        part=_part(row, desk.officer.id),
        at=at,
        is_deemed=row.deemed_at is not None and row.deemed_at <= at,
        version=row.version,
        is_seen=counted["is_seen"] > 0,
    )


def _part(row: Any, officer_id: int) -> Part:
    if officer_id in (row.administrative_by, row.technical_by):
        return Part.REVIEWED
    return Part.ENTERED if row.entered_by == officer_id else Part.NONE
