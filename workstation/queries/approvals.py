"""Cases that wait for the supervisor's decision, the nearest deadline first, with what deserves a second look."""

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
from workstation.models.decision import WorkerDecision
from workstation.models.officer import Officer
from workstation.vocabulary import CaseStage, Mark, PersonVerdict, Proposal

MOST_ROWS = 500


class Part(StrEnum):
    """What the officer himself did on a case; whoever had a part in it may not decide it."""

    NONE = "none"
    ENTERED = "entered"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """A proposed case. `at` is the office's moment of the answer.

    `workers` stand in its list, `against` of them are not approved. `doubts`: fields marked as differing or
    unreadable; `is_deemed`: the law has granted it already; `reused`: scans whose very bytes another application of
    the point filed too; `part`: why this officer may not decide it.
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
    reused: int
    part: Part
    at: datetime
    is_deemed: bool

    @property
    def may_decide(self) -> bool:
        """Whether four eyes let this officer decide."""
        return self.part is Part.NONE

    @property
    def left(self) -> timedelta | None:
        """Time until the promise to the citizen ends, negative when late."""
        return None if self.due_at is None else self.due_at - self.at


def proposed(desk: Desk) -> tuple[ApprovalRow, ...]:
    """List the first MOST_ROWS proposed cases of the desk's point."""
    with desk.read() as session:
        at: datetime = session.scalars(select(func.loket.moment())).one()
        return tuple(_row(row, desk, at) for row in session.execute(_question(desk)))


def refusal_reasons(desk: Desk, type_version_id: int) -> tuple[ReasonSpec, ...]:
    """List the coded reasons that a version of a permit type keeps."""
    with desk.read() as session:
        rules = session.scalar(select(PermitTypeVersion.rules).where(PermitTypeVersion.id == type_version_id))
        return from_json(rules).reasons if rules else ()


def _question(desk: Desk) -> Any:
    clerk, first, second = aliased(Officer), aliased(Officer), aliased(Officer)
    twin, holder = aliased(Scan), aliased(Application)
    workers = select(func.count(Worker.id)).where(Worker.application_id == Application.id)
    against = select(func.count()).where(
        WorkerDecision.application_id == Application.id, WorkerDecision.verdict != PersonVerdict.APPROVE
    )
    doubts = select(func.count()).where(
        FieldMark.application_id == Application.id, FieldMark.mark != Mark.SAME
    )
    reused = select(func.count(Scan.id)).where(
        Scan.application_id == Application.id,
        Scan.superseded.is_(False),
        select(twin.id)
        .join(holder, holder.id == twin.application_id)
        .where(twin.sha256 == Scan.sha256, holder.applicant_name != Application.applicant_name)
        .exists(),
    )
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
            clerk.name.label("clerk"),
            first.name.label("first"),
            second.name.label("second"),
            workers.scalar_subquery().label("workers"),
            against.scalar_subquery().label("against"),
            doubts.scalar_subquery().label("doubts"),
            reused.scalar_subquery().label("reused"),
        )
        .join(PermitTypeVersion, PermitTypeVersion.id == Application.type_version_id)
        .outerjoin(clerk, clerk.id == Application.entered_by)
        .outerjoin(first, first.id == Application.administrative_by)
        .outerjoin(second, second.id == Application.technical_by)
        .where(Application.service_point_id == desk.point.id, Application.stage == CaseStage.PROPOSED)
        .order_by(Application.due_at.asc().nulls_last(), Application.id)
        .limit(MOST_ROWS)
    )


def _row(row: Any, desk: Desk, at: datetime) -> ApprovalRow:
    return ApprovalRow(
        id=row.id,
        number=row.number,
        type_code=row.type_code,
        type_version_id=row.type_version_id,
        type_title=row.type_title,
        applicant=row.applicant_name,
        workers=row.workers,
        against=row.against,
        proposal=Proposal(row.proposal),
        comment=row.comment,
        due_at=row.due_at,
        entered_by=row.clerk or "",
        reviewers=tuple(dict.fromkeys(name for name in (row.first, row.second) if name)),
        doubts=row.doubts,
        reused=row.reused,
        part=_part(row, desk.officer.id),
        at=at,
        is_deemed=row.deemed_at is not None and row.deemed_at <= at,
    )


def _part(row: Any, officer_id: int) -> Part:
    if officer_id in (row.administrative_by, row.technical_by):
        return Part.REVIEWED
    return Part.ENTERED if row.entered_by == officer_id else Part.NONE
