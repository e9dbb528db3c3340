"""What the intake screen asks: types open today, my drafts and returned cases, one draft, its scans."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from workstation.catalogue.reading import from_json
from workstation.catalogue.rules import PermitTypeRules, RuleStatus
from workstation.desk import Desk
from workstation.errors import NotAllowed
from workstation.imaging.measuring import PageMeasure
from workstation.models.application import Application, Scan
from workstation.models.catalogue import PermitTypeVersion
from workstation.models.decision import CaseReturn
from workstation.models.law import StageInterval
from workstation.models.officer import Officer
from workstation.models.visit import Visit
from workstation.queries.noticing import measures_of
from workstation.vocabulary import CaseStage, Channel, Verdict

MOST = 200


@dataclass(frozen=True, slots=True)
class TypeRow:
    """A permit type in force today; only types with complete rules can be opened."""

    id: str
    rules: PermitTypeRules

    @property
    def is_open(self) -> bool:
        """Tell whether applications may be taken."""
        return self.rules.status is RuleStatus.COMPLETE


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft of mine or a returned case of the point; `at`: typed since, or returned at."""

    id: int
    number: str
    type_title: str
    name: str
    stage: CaseStage
    at: datetime
    is_mine: bool


@dataclass(frozen=True, slots=True)
class AskedRow:
    """One thing that the reviewer asks for; `about` is the code of a document or a field, '' for the whole case."""

    about: str
    text: str
    remedy: str
    reviewer: str = ""


@dataclass(frozen=True, slots=True)
class ScanRow:
    """A file of the case. `reason` holds the words of a refusal."""

    id: int
    document_code: str
    file_name: str
    size: int
    pages: int
    verdict: Verdict
    reason: str
    superseded: bool
    measures: tuple[PageMeasure, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """One case that can be typed into, without the person's data (`reviewing.open_file` gives those)."""

    id: int
    number: str
    version: int
    stage: CaseStage
    channel: Channel
    rules: PermitTypeRules
    comment: str
    asked: tuple[AskedRow, ...]
    scans: tuple[ScanRow, ...]


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """The visit that brings an application; `application_id` when it has brought one already."""

    id: int
    ticket: str
    name: str
    application_id: int | None


def types_today(desk: Desk) -> tuple[TypeRow, ...]:
    """Return the permit types in force now, the ones that can be opened first."""
    with desk.read() as session:
        found = session.scalars(
            select(PermitTypeVersion.rules)
            .where(
                PermitTypeVersion.valid_from <= desk.now(),
                or_(PermitTypeVersion.valid_to.is_(None), PermitTypeVersion.valid_to > desk.now()),
            )
            .order_by(PermitTypeVersion.type_code)
        )
        rows = [TypeRow(rules.code, rules) for rules in map(from_json, found)]
    return tuple(sorted(rows, key=lambda row: (not row.is_open, row.rules.short_title)))


def my_drafts(desk: Desk) -> tuple[DraftRow, ...]:
    """Return what this officer is typing, the latest first."""
    mine = (Application.stage == CaseStage.DRAFT, Application.entered_by == desk.officer.id)
    with desk.read() as session:
        return _rows(session, desk, *mine)


def returned(desk: Desk) -> tuple[DraftRow, ...]:
    """Return the cases that came back for completion, the latest first; any officer of the point may help."""
    with desk.read() as session:
        return _rows(session, desk, Application.stage == CaseStage.RETURNED)


def draft_facts(desk: Desk, application_id: int) -> DraftFacts:
    """Return one draft or returned case; NotAllowed when there is none at this point."""
    with desk.read() as session:
        row = session.execute(
            select(
                Application.id,
                Application.number,
                Application.version,
                Application.stage,
                Application.channel,
                Application.comment,
                PermitTypeVersion.rules,
            )
            .join(PermitTypeVersion, PermitTypeVersion.id == Application.type_version_id)
            .where(Application.id == application_id)
        ).one_or_none()
        if row is None:
            raise NotAllowed("draft")
        rules = from_json(row.rules)
        files = _scans(session, application_id, rules)
        return DraftFacts(
            row.id,
            row.number,
            row.version,
            CaseStage(row.stage),
            Channel(row.channel),
            rules,
            row.comment,
            _asked(session, application_id),
            files,
        )


def scans(desk: Desk, application_id: int, rules: PermitTypeRules) -> tuple[ScanRow, ...]:
    """Return the files of a case in the order in which they came."""
    with desk.read() as session:
        return _scans(session, application_id, rules)


def visit_facts(desk: Desk, visit_id: int) -> VisitFacts:
    """Return who stands at the counter; NotAllowed when there is no such visit at this point."""
    with desk.read() as session:
        row = session.execute(
            select(Visit.id, Visit.ticket, Visit.name, Visit.application_id).where(Visit.id == visit_id)
        ).one_or_none()
    if row is None:
        raise NotAllowed("visit")
    return VisitFacts(row.id, row.ticket or "", row.name, row.application_id)


def _rows(session: Session, desk: Desk, *where: ColumnElement[bool]) -> tuple[DraftRow, ...]:
    since = (
        select(StageInterval.from_at)
        .where(
            StageInterval.machine == "case",
            StageInterval.thing_id == Application.id,
            StageInterval.to_at.is_(None),
        )
        .limit(1)
        .scalar_subquery()
    )
    found = session.execute(
        select(
            Application.id,
            Application.number,
            PermitTypeVersion.short_title.label("title"),
            Application.applicant_name,
            Application.stage,
            Application.entered_by,
            Application.entered_at,
            since.label("since"),
        )
        .join(PermitTypeVersion, PermitTypeVersion.id == Application.type_version_id)
        .where(Application.service_point_id == desk.point.id, *where)
        .order_by(since.desc().nulls_last(), Application.id.desc())
        .limit(MOST)
    )
    return tuple(
        DraftRow(
            row.id,
            row.number,
            row.title,
            row.applicant_name,
            CaseStage(row.stage),
            row.since or row.entered_at,
            row.entered_by == desk.officer.id,
        )
        for row in found
    )


def _scans(session: Session, application_id: int, rules: PermitTypeRules) -> tuple[ScanRow, ...]:
    words = {reason.code: reason.text for reason in rules.reasons}
    measures = measures_of(session, application_id)
    found = session.execute(
        select(
            Scan.id,
            Scan.document_code,
            Scan.file_name,
            Scan.size,
            Scan.pages,
            Scan.verdict,
            Scan.reason_code,
            Scan.note,
            Scan.superseded,
        )
        .where(Scan.application_id == application_id, Scan.worker_id.is_(None))
        .order_by(Scan.id)
    )
    return tuple(
        ScanRow(
            row.id,
            row.document_code,
            row.file_name,
            row.size,
            row.pages,
            Verdict(row.verdict),
            ". ".join(part for part in (words.get(row.reason_code or "", row.reason_code), row.note) if part),
            row.superseded,
            measures.get(row.id, ()),
        )
        for row in found
    )


def _asked(session: Session, application_id: int) -> tuple[AskedRow, ...]:
    """Read what was frozen when the case was sent back last; persons of a list are told by number and name."""
    back = session.execute(
        select(CaseReturn.items, Officer.name)
        .outerjoin(Officer, Officer.id == CaseReturn.officer_id)
        .where(CaseReturn.application_id == application_id)
        .order_by(CaseReturn.round.desc())
        .limit(1)
    ).one_or_none()
    if back is None:
        return ()
    found = []
    for item in back.items:
        person = f"{item['worker']}. {item['name']}: " if item.get("worker") else ""
        said = ". ".join(part.rstrip(".") for part in (item["text"], item["note"]) if part)
        found.append(
            AskedRow(item["document"] or item["field"], person + said, item["remedy"], back.name or "")
        )
    return tuple(found)
