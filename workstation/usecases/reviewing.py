"""Review a case: take it, open the file (recorded), judge scans, mark fields, pass on, propose, send back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from workstation.asking import constant
from workstation.catalogue.rules import PermitTypeRules
from workstation.desk import Desk
from workstation.errors import NotAllowed, NothingToTake, ReasonNeeded
from workstation.models.application import Application, CaseReason, FieldMark, Scan
from workstation.usecases.intake import rules_of
from workstation.usecases.lettering import require_printable
from workstation.usecases.locking import locked
from workstation.usecases.pages import marks_of
from workstation.usecases.reading import announce
from workstation.usecases.reasons import Reason as Reason
from workstation.usecases.reasons import page_reasons, with_places
from workstation.vocabulary import IN_REVIEW, Mark, Proposal, Role, Verdict


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """The unmasked contents of a case; that they were read stands in the journal."""

    application_id: int
    values: dict[str, str]
    nik: str
    workers: tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class Twin:
    """A worker of the list (by `seq`) who stands in another case under way; `company` is "" for a person's own."""

    seq: int
    number: str
    company: str


@dataclass(frozen=True, slots=True)
class ReviewedFile(OpenedFile):
    """An opened file with what stood in it when it was sent back last (None: never), and who stands elsewhere."""

    before: dict[str, str] | None = None
    workers_before: tuple[dict[str, Any], ...] = ()
    twins: tuple[Twin, ...] = ()


def take_next(desk: Desk, *, but: Sequence[int] = ()) -> int:
    """Take the case with the nearest deadline that nobody holds; returns its id.

    A case that this officer holds already comes first (save those in `but`, which he skipped). What he may not
    judge, because he has typed into it or added to its papers, is passed over.
    """
    desk.require(Role.REVIEWER)
    waiting = (
        select(Application.id)
        .where(
            Application.service_point_id == desk.point.id,
            Application.stage.in_([constant(stage) for stage in IN_REVIEW]),
            or_(Application.entered_by.is_(None), Application.entered_by != desk.officer.id),
            ~func.loket.has_keyed(Application.id),  # asked last, only of what would be taken
        )
        .order_by(Application.due_at.asc().nulls_last(), Application.submitted_at, Application.id)
        .limit(constant(1))
        .with_for_update(skip_locked=True)
    )
    if but:
        waiting = waiting.where(Application.id.not_in(but))
    nobodys = or_(Application.owner_id.is_(None), Application.lease_until <= func.loket.moment())
    mine, free = waiting.where(Application.owner_id == desk.officer.id), waiting.where(nobodys)
    # a select of its own: the row security does not trust a bare coalesce, and would read the whole point
    found_first = select(func.coalesce(mine.scalar_subquery(), free.scalar_subquery()))
    with desk.begin() as session:
        found = session.scalar(
            update(Application)
            .where(Application.id == found_first.scalar_subquery())
            .values(owner_id=desk.officer.id, lease_until=func.loket.moment())
            .returning(Application.id)
            .execution_options(synchronize_session=False, kept=not but)
        )
        if found is None:
            raise NothingToTake
        return found


def take(desk: Desk, application_id: int) -> None:
    """Take one case, or keep it for another while; HeldByOther tells who has it, since and until when."""
    desk.require(Role.REVIEWER)
    with desk.begin() as session:
        _hold(session, desk, application_id)


def take_over(desk: Desk, application_id: int, reason: str) -> None:
    """Take a case out of a colleague's hands; he is told the reason at once. ReasonNeeded without one."""
    desk.require(Role.REVIEWER)
    if len(reason.strip()) < 3:
        raise ReasonNeeded
    with desk.begin(reason.strip()) as session:
        _hold(session, desk, application_id)


def release(desk: Desk, application_id: int) -> None:
    """Give a case back unfinished; what was judged stays."""
    with desk.begin() as session:
        application = locked(session, Application, application_id, "case")
        if application.owner_id == desk.officer.id:
            application.owner_id, application.lease_until = None, None


def open_file(desk: Desk, application_id: int, purpose: str) -> OpenedFile:
    """Read a case unmasked, for a purpose that is journalled (UU 27/2022 art. 31)."""
    announce(desk, "application", application_id, purpose)
    with desk.begin() as session:
        opened: dict[str, Any] = session.scalar(text("SELECT loket.open_file(:id)"), {"id": application_id})
        return OpenedFile(application_id, opened["fields"], opened["nik"], tuple(opened["workers"]))


def open_for_review(desk: Desk, application_id: int, purpose: str) -> ReviewedFile:
    """Open a file like `open_file`, for who compares it with what was sent back and with other lists."""
    opened = open_file(desk, application_id, purpose)
    with desk.begin() as session:
        case = {"id": application_id}
        before: dict[str, Any] | None = session.scalar(text("SELECT loket.returned_file(:id)"), case)
        twins = session.execute(text("SELECT * FROM loket.worker_twins(:id)"), case) if opened.workers else ()
        return ReviewedFile(
            opened.application_id,
            opened.values,
            opened.nik,
            opened.workers,
            before["fields"] if before else None,
            tuple(before["workers"]) if before else (),
            tuple(Twin(row.seq, row.number, row.company) for row in twins),
        )


LOOKING, PREPARING = "melihat pindaian", "menyiapkan pindaian berkas berikutnya"


def scan_bytes(desk: Desk, scan_id: int, purpose: str = LOOKING) -> bytes:
    """Read the bytes of a scan; that they were read, and what for, stands in the journal."""
    announce(desk, "scan", scan_id, purpose)
    with desk.begin() as session:
        data = session.scalar(text("SELECT loket.scan_bytes(:id)"), {"id": scan_id})
        if data is None:
            raise NotAllowed("scan")
        return bytes(data)


def see_scan(desk: Desk, scan_id: int) -> None:
    """Note that a scan whose bytes were read ahead is looked at now."""
    announce(desk, "scan", scan_id, LOOKING)


def judge_scan(
    desk: Desk, scan_id: int, verdict: Verdict, reason_code: str | None = None, note: str = ""
) -> None:
    """Accept or refuse one scanned document, a refusal with its coded reason; former findings go."""
    with desk.begin() as session:
        scan = _judge(session, scan_id, verdict, reason_code, note)
        _replace_findings(session, desk, scan.application_id, (), document=scan.document_code)


def refuse_scan(desk: Desk, scan_id: int, reasons: Sequence[Reason], note: str = "") -> None:
    """Refuse one scanned document for one reason or several."""
    if not reasons:
        raise ReasonNeeded
    with desk.begin() as session:
        scan = _judge(session, scan_id, Verdict.REFUSED, reasons[0].code, note)
        _replace_findings(session, desk, scan.application_id, reasons, document=scan.document_code)


def find_fault(desk: Desk, application_id: int, field: str, mark: Mark, reasons: Sequence[Reason]) -> None:
    """Mark one field and keep what is wrong with it; no reasons take the former ones back."""
    with desk.begin() as session:
        _mark(session, desk, application_id, field, mark)
        _replace_findings(session, desk, application_id, reasons, field=field)


def turn_scan(desk: Desk, scan_id: int, rotation: int) -> None:
    """Keep how a scan is turned: 0, 90, 180 or 270 degrees clockwise."""
    with desk.begin() as session:
        _scan(session, scan_id).rotation = rotation % 360


def mark_field(desk: Desk, application_id: int, field: str, mark: Mark | None) -> None:
    """Keep the reviewer's word on one field, or take it back with None."""
    with desk.begin() as session:
        if mark is None:
            session.execute(
                delete(FieldMark).where(FieldMark.application_id == application_id, FieldMark.field == field)
            )
        else:
            _mark(session, desk, application_id, field, mark)
        if mark in (None, Mark.SAME):
            _replace_findings(session, desk, application_id, (), field=field)


def declare_complete(desk: Desk, application_id: int) -> datetime:
    """Declare the requirements complete: from here the promise to the citizen runs. Returns when it is due."""
    with desk.begin() as session:
        application = locked(session, Application, application_id, "case")
        application.declare_complete()
        session.flush()
        session.refresh(application, ["due_at"])  # counted by the database, on the point's own calendar
        if application.due_at is None:
            raise NotAllowed("due_at")
        return application.due_at


def pass_on(desk: Desk, application_id: int) -> None:
    """End the administrative review; the database refuses while a field has no mark."""
    with desk.begin() as session:
        locked(session, Application, application_id, "case").pass_on()


def propose(
    desk: Desk, application_id: int, proposal: Proposal, reasons: Sequence[Reason] = (), comment: str = ""
) -> None:
    """End the technical review with a proposal; a refusal needs a finding or at least one coded reason.

    The findings on documents and fields are reasons of the refusal too.
    """
    with desk.begin() as session:
        against = refusal_reasons(_findings(session, application_id), reasons)
        if proposal == Proposal.REFUSE and not against:
            raise ReasonNeeded
        replace_reasons(
            session, desk, application_id, "refusal", against if proposal == Proposal.REFUSE else ()
        )
        locked(session, Application, application_id, "case").propose(proposal, comment)


def send_back(desk: Desk, application_id: int, reasons: Sequence[Reason], comment: str = "") -> None:
    """Return the case for completion: findings, refused documents and these reasons tell the applicant what to do.

    A field that differs or cannot be read and has no finding is asked for in the office's standing words. The
    database freezes all of it (`case_return`).
    """
    with desk.begin() as session:
        application = locked(session, Application, application_id, "case")
        found = _findings(session, application_id)
        named = {reason.field for reason in found}
        marked = session.execute(
            select(FieldMark.field, FieldMark.mark)
            .where(FieldMark.application_id == application_id, FieldMark.mark != Mark.SAME)
            .order_by(FieldMark.field)
        )
        rules = rules_of(session, application)
        standing = [standing_reason(rules, m.field, Mark(m.mark)) for m in marked if m.field not in named]
        asked = list(dict.fromkeys((*found, *standing, *reasons)))
        replace_reasons(session, desk, application_id, "return", asked)
        replace_reasons(session, desk, application_id, "finding", ())
        locked(session, Application, application_id, "case").send_back(comment)


def replace_reasons(
    session: Session, desk: Desk, application_id: int, purpose: str, reasons: Sequence[Reason]
) -> None:
    """Keep these reasons in place of the former ones of the same purpose; UnprintableText for foreign letters."""
    session.execute(
        delete(CaseReason).where(CaseReason.application_id == application_id, CaseReason.purpose == purpose)
    )
    _add_reasons(session, desk, application_id, purpose, reasons)


def _add_reasons(
    session: Session, desk: Desk, application_id: int, purpose: str, reasons: Sequence[Reason]
) -> None:
    require_printable(reason.text for reason in reasons)
    session.add_all(
        CaseReason(
            application_id=application_id,
            service_point_id=desk.point.id,
            purpose=purpose,
            code=reason.code,
            document_code=reason.document,
            field=reason.field,
            text=reason.text,
            legal_basis=reason.legal_basis,
            remedy=reason.remedy,
        )
        for reason in reasons
    )
    session.flush()


def refusal_reasons(found: Sequence[Reason], chosen: Sequence[Reason]) -> tuple[Reason, ...]:
    """Put what was found on documents and fields before what concerns the whole case, each once."""
    return tuple(dict.fromkeys((*found, *chosen)))


def standing_reason(rules: PermitTypeRules, field: str, mark: Mark) -> Reason:
    """Say for a marked field what the applicant is asked for where the reviewer chose no reason of his own."""
    spec = next((f for f in rules.fields if f.code == field), None)
    papers = {document.code: document.title for document in rules.documents}
    paper = papers.get(spec.evidence or "", "dokumen") if spec is not None else "dokumen"
    if mark is Mark.UNREADABLE:
        remedy = f"Pindai ulang {paper} sehingga bagian ini terbaca."
        return Reason("field-unreadable", f"Tidak terbaca pada {paper}", "", remedy, field=field)
    remedy = f"Samakan isian dengan {paper}, atau lampirkan dokumen yang benar."
    return Reason("field-differs", f"Tidak sama dengan {paper}", "", remedy, field=field)


def catalogue_reasons(rules: PermitTypeRules, document: str = "") -> tuple[Reason, ...]:
    """Return the reasons that the permit type keeps for one document (its own first), or for the whole case."""
    fitting = [r for r in rules.reasons if not document or not r.applies_to or document in r.applies_to]
    if document:
        fitting.sort(key=lambda r: document not in r.applies_to)
    return tuple(Reason(r.code, r.text, r.legal_basis, r.remedy, document) for r in fitting)


def _hold(session: Session, desk: Desk, application_id: int) -> None:
    application = session.get(Application, application_id, with_for_update=True)
    if application is None:
        raise NothingToTake
    application.owner_id, application.lease_until = desk.officer.id, desk.now()


def _judge(session: Session, scan_id: int, verdict: Verdict, code: str | None, note: str) -> Scan:
    scan = _scan(session, scan_id)
    scan.verdict, scan.reason_code, scan.note = verdict, code, note
    return scan


def _mark(session: Session, desk: Desk, application_id: int, field: str, mark: Mark) -> None:
    values = {"application_id": application_id, "field": field, "service_point_id": desk.point.id}
    session.execute(
        insert(FieldMark)
        .values(**values, mark=mark)
        .on_conflict_do_update(index_elements=["application_id", "field"], set_={"mark": mark})
    )


def _findings(session: Session, application_id: int) -> tuple[Reason, ...]:
    """What was found on documents, fields and places of pages; marks on replaced papers ask for nothing any more."""
    found = session.scalars(
        select(CaseReason)
        .where(CaseReason.application_id == application_id, CaseReason.purpose == "finding")
        .order_by(CaseReason.id)
    )
    said = [Reason(r.code, r.text, r.legal_basis, r.remedy, r.document_code, r.field) for r in found]
    return with_places(said, page_reasons(marks_of(session, application_id)))


def _replace_findings(
    session: Session,
    desk: Desk,
    application_id: int,
    reasons: Sequence[Reason],
    *,
    document: str = "",
    field: str = "",
) -> None:
    """Keep these findings on one document or field in place of the former ones."""
    session.execute(
        delete(CaseReason).where(
            CaseReason.application_id == application_id,
            CaseReason.purpose == "finding",
            CaseReason.document_code == document,
            CaseReason.field == field,
        )
    )
    own = [replace(reason, document=document, field=field) for reason in reasons]
    _add_reasons(session, desk, application_id, "finding", own)


def _scan(session: Session, scan_id: int) -> Scan:
    scan = session.get(Scan, scan_id)
    if scan is None:
        raise NotAllowed("scan")
    return scan
