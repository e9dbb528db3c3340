"""One case with its rules, scans, marks and reasons; a person's own data come from `reviewing.open_file`."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from workstation.catalogue.reading import from_json
from workstation.catalogue.rules import PermitTypeRules
from workstation.desk import Desk
from workstation.errors import NotAllowed
from workstation.models.application import Application, CaseReason, FieldMark, Scan, Worker
from workstation.models.catalogue import PermitTypeVersion
from workstation.models.decision import CaseReturn, WorkerDecision
from workstation.models.officer import Officer
from workstation.queries.field_places import PlaceRow, field_places
from workstation.queries.pages import FindingRow, ShapeRow, page_findings, page_shapes
from workstation.queries.row_papers import papers_of_rows
from workstation.vocabulary import CaseStage, Mark, PersonVerdict, Proposal, Reference, Verdict


@dataclass(frozen=True, slots=True)
class ScanRow:
    """A scanned document. `also_in`: number of another applicant's case with the very same file, or "".

    `replaces`: it took the place of a refused one after a return; `superseded`: it was replaced itself.
    """

    id: int
    document_code: str
    file_name: str
    sha256: str
    pages: int
    rotation: int
    verdict: Verdict
    reason_code: str
    note: str
    superseded: bool
    replaces: bool
    also_in: str


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """A coded reason kept with the case; `purpose` is "finding", "return" or "refusal"."""

    purpose: str
    code: str
    document_code: str
    field: str
    text: str
    legal_basis: str
    remedy: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person of a list with the reviewer's word on him; `verdict` None while he has none.

    `mark`: how he compares with his papers, whose scans `papers` holds by code.
    """

    id: int
    seq: int
    name: str
    nik_masked: str
    verdict: PersonVerdict | None
    code: str
    text: str
    remedy: str
    mark: Mark | None = None
    papers: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AskedRow:
    """One thing that was asked for when the case was sent back; `document`, `field`, `worker` name it, or nothing.

    `scan` is the refused scan of that day.
    """

    document: str
    field: str
    worker: int
    text: str
    remedy: str
    scan: int | None


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """The last time that the case was sent back: by whom, when, and what was asked for."""

    round: int
    officer: str
    at: datetime
    comment: str
    asked: tuple[AskedRow, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """What is particular about a case: since when the law has granted it, and which case it refers to, and as what."""

    deemed_since: datetime | None = None
    refers_to: str = ""
    refers_as: Reference | None = None


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything about a case that may be read without a record. `at` is the office's moment of the answer.

    `hidden` counts persons of its list whose data are frozen: nobody sees or decides them, the list goes on.
    """

    id: int
    number: str
    applicant: str
    stage: CaseStage
    submitted_at: datetime | None
    due_at: datetime | None
    proposal: Proposal | None
    owner: str
    owned_since: datetime | None
    lease_until: datetime | None
    is_mine: bool
    entered_by_me: bool
    is_challenged: bool
    comment: str
    at: datetime
    rules: PermitTypeRules
    scans: tuple[ScanRow, ...] = ()
    marks: dict[str, Mark] = field(default_factory=dict)
    reasons: tuple[ReasonRow, ...] = ()
    persons: tuple[PersonRow, ...] = ()
    hidden: int = 0
    returned: ReturnRow | None = None
    places: dict[str, PlaceRow] = field(default_factory=dict)
    page_findings: tuple[FindingRow, ...] = ()
    page_shapes: dict[tuple[int, int], ShapeRow] = field(default_factory=dict)
    standing: Standing = field(default_factory=Standing)

    @property
    def is_held_by_other(self) -> bool:
        """Whether a colleague works on it now."""
        return bool(self.owner) and not self.is_mine


def case_file(desk: Desk, application_id: int) -> CaseFile:
    """Read one case of the desk's point; NotAllowed when there is none."""
    with desk.read() as session:
        row = session.execute(_head(application_id)).one_or_none()
        if row is None:
            raise NotAllowed("case")
        is_held = row.owner_id is not None and row.lease_until is not None and row.lease_until > row.at
        return CaseFile(
            id=row.id,
            number=row.number,
            applicant=row.applicant_name,
            stage=CaseStage(row.stage),
            submitted_at=row.submitted_at,
            due_at=row.due_at,
            proposal=Proposal(row.proposal) if row.proposal else None,
            owner=row.owner or "" if is_held else "",
            owned_since=row.owned_since if is_held else None,
            lease_until=row.lease_until if is_held else None,
            is_mine=is_held and row.owner_id == desk.officer.id,
            entered_by_me=row.entered_by == desk.officer.id,
            is_challenged=row.stage == CaseStage.TECHNICAL and row.technical_by is not None,
            comment=row.comment,
            at=row.at,
            rules=from_json(row.rules),
            scans=_scans(session, application_id),
            marks=_marks(session, application_id),
            reasons=_reasons(session, application_id),
            persons=_persons(session, application_id),
            hidden=_hidden(session, application_id),
            returned=_returned(session, application_id),
            places=field_places(session, application_id),
            page_findings=page_findings(session, application_id),
            page_shapes=page_shapes(session, application_id),
            standing=_standing(row),
        )


def _standing(row: Any) -> Standing:
    at = row.decided_at or row.at
    since = row.deemed_at if row.deemed_at is not None and row.deemed_at <= at else None
    return Standing(since, row.refers_to or "", Reference(row.refers_as) if row.refers_as else None)


def _head(application_id: int) -> Any:
    earlier = aliased(Application)
    return (
        select(
            Application.id,
            Application.number,
            Application.applicant_name,
            Application.stage,
            Application.submitted_at,
            Application.due_at,
            Application.proposal,
            Application.owner_id,
            Application.owned_since,
            Application.lease_until,
            Application.entered_by,
            Application.technical_by,
            Application.comment,
            Application.deemed_at,
            Application.decided_at,
            Application.refers_as,
            earlier.number.label("refers_to"),
            Officer.name.label("owner"),
            PermitTypeVersion.rules,
            func.loket.moment().label("at"),
        )
        .join(PermitTypeVersion, PermitTypeVersion.id == Application.type_version_id)
        .outerjoin(Officer, Officer.id == Application.owner_id)
        .outerjoin(earlier, earlier.id == Application.refers_to_id)
        .where(Application.id == application_id)
    )


def _scans(session: Session, application_id: int) -> tuple[ScanRow, ...]:
    other, holder, here = aliased(Scan), aliased(Application), aliased(Application)
    also_in = (
        select(func.min(holder.number))
        .join(other, other.application_id == holder.id)
        .join(here, here.id == application_id)
        # the same firm files its own papers again with each list of workers: only a stranger's are a sign
        .where(other.sha256 == Scan.sha256, holder.applicant_name != here.applicant_name)
        .scalar_subquery()
    )
    found = session.execute(
        select(
            Scan.id,
            Scan.document_code,
            Scan.file_name,
            Scan.sha256,
            Scan.pages,
            Scan.rotation,
            Scan.verdict,
            Scan.reason_code,
            Scan.note,
            Scan.superseded,
            also_in.label("also_in"),
        )
        .where(Scan.application_id == application_id, Scan.worker_id.is_(None))
        .order_by(Scan.id)
    ).all()
    replaced = {row.document_code for row in found if row.superseded}
    return tuple(
        ScanRow(
            id=row.id,
            document_code=row.document_code,
            file_name=row.file_name,
            sha256=row.sha256,
            pages=row.pages,
            rotation=row.rotation,
            verdict=Verdict(row.verdict),
            reason_code=row.reason_code or "",
            note=row.note,
            superseded=row.superseded,
            replaces=not row.superseded and row.document_code in replaced,
            also_in=row.also_in or "",
        )
        for row in found
    )


def _marks(session: Session, application_id: int) -> dict[str, Mark]:
    found = session.execute(
        select(FieldMark.field, FieldMark.mark).where(FieldMark.application_id == application_id)
    )
    return {row.field: Mark(row.mark) for row in found}


def _reasons(session: Session, application_id: int) -> tuple[ReasonRow, ...]:
    found = session.execute(
        select(
            CaseReason.purpose,
            CaseReason.code,
            CaseReason.document_code,
            CaseReason.field,
            CaseReason.text,
            CaseReason.legal_basis,
            CaseReason.remedy,
            CaseReason.at,
        )
        .where(CaseReason.application_id == application_id)
        .order_by(CaseReason.id)
    )
    return tuple(ReasonRow(*row) for row in found)


def _hidden(session: Session, application_id: int) -> int:
    out_of_reach = func.loket.hidden_workers(application_id).table_valued("persons", "last_seq")
    return int(session.scalars(select(out_of_reach.c.persons)).one())


def _persons(session: Session, application_id: int) -> tuple[PersonRow, ...]:
    papers = papers_of_rows(session, application_id)
    found = session.execute(
        select(
            Worker.id,
            Worker.seq,
            Worker.name,
            Worker.nik_masked,
            WorkerDecision.verdict,
            WorkerDecision.code,
            WorkerDecision.text,
            WorkerDecision.remedy,
            WorkerDecision.mark,
        )
        .outerjoin(WorkerDecision, WorkerDecision.worker_id == Worker.id)
        .where(Worker.application_id == application_id)
        .order_by(Worker.seq)
    )
    return tuple(
        PersonRow(
            row.id,
            row.seq,
            row.name,
            row.nik_masked,
            PersonVerdict(row.verdict) if row.verdict else None,
            row.code or "",
            row.text or "",
            row.remedy or "",
            Mark(row.mark) if row.mark else None,
            papers.get(row.id, {}),
        )
        for row in found
    )


def _returned(session: Session, application_id: int) -> ReturnRow | None:
    row = session.execute(
        select(CaseReturn.round, Officer.name, CaseReturn.at, CaseReturn.comment, CaseReturn.items)
        .outerjoin(Officer, Officer.id == CaseReturn.officer_id)
        .where(CaseReturn.application_id == application_id)
        .order_by(CaseReturn.round.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    asked = tuple(
        AskedRow(
            item["document"],
            item["field"],
            item.get("worker") or 0,
            ". ".join(part for part in (item["text"], item["note"]) if part),
            item["remedy"],
            item["scan"],
        )
        for item in row.items
    )
    return ReturnRow(row.round, row.name or "", row.at, row.comment, asked)
