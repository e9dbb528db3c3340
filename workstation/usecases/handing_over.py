"""The last metre: print the signed file, wait for the printer's word, give it to the right person."""

import hashlib
from collections.abc import Callable, Generator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from workstation.desk import Desk
from workstation.errors import BadFields, BadTrust, HeldByOther, NotIssued, PrinterOut, Refusal
from workstation.models.application import Application
from workstation.models.document import Document, Handover, PrintJob
from workstation.printing.handover import handover_pdf
from workstation.printing.media import size_of
from workstation.printing.sheets import HandoverSheet
from workstation.printing.spooler import JobId, JobState, Spooler, SpoolState, follow
from workstation.progress import Progress
from workstation.settings import OfficeSettings
from workstation.signing import inspecting
from workstation.signing.trust import Trust
from workstation.usecases.locking import locked
from workstation.usecases.reading import announce, note_print
from workstation.usecases.wordbook import Wordbook
from workstation.vocabulary import (
    CollectorKind,
    DocumentKind,
    IdentityKind,
    PaperKind,
    PrintState,
    Role,
    SignatureVerdict,
)
from workstation.wording import word

STOPPED: Final = "dihentikan petugas"
LOST: Final = "hasil cetakan tidak diketahui"


@dataclass(frozen=True, slots=True)
class Collector:
    """Who takes the paper; `last4` are the last four characters of the identity shown."""

    kind: CollectorKind
    name: str
    identity_kind: str
    last4: str
    originals_seen: bool


def signed_pdf(desk: Desk, document_id: int) -> bytes:
    """Return the very file that was signed, for preview and print; that it was read stands in the journal."""
    announce(desk, "document", document_id, "melihat atau mencetak surat")
    with desk.begin() as session:
        data = session.scalar(text("SELECT loket.paper_bytes(:id, true)"), {"id": document_id})
        if data is None:
            raise NotIssued
        return bytes(data)


@dataclass(frozen=True, slots=True)
class SignedFile:
    """A signed PDF with what this machine sees of its signature; no verdict when it has no roots to judge by.

    `key` is the SHA-256 in hex, under which readers keep the file open.
    """

    pdf: bytes
    key: str
    verdict: SignatureVerdict | None
    signer: str
    signed_at: datetime | None


def signed_file(desk: Desk, document_id: int, trust: Callable[[], Trust]) -> SignedFile:
    """Open the signed PDF and look at its signature here and now; NotIssued when there is none."""
    pdf = signed_pdf(desk, document_id)
    try:
        roots = trust().roots
    except BadTrust:
        roots = ()
    found = inspecting.inspect(pdf, roots, now=desk.now())
    return SignedFile(
        pdf,
        hashlib.sha256(pdf).hexdigest(),
        found.verdict if roots else None,
        found.signer_name,
        found.signed_at,
    )


def print_document(
    desk: Desk,
    document_id: int,
    *,
    spooler: Spooler,
    printer: str,
    reason: str = "",
    media: str = "a4",
    limit: float = 120.0,
) -> Generator[Progress, None, int]:
    """Print and wait for the printer's word; returns which copy it was.

    *Printed* is set only when the printer confirms. PrinterOut leaves the document to print, the run *failed*
    with the printer's raw words. A run whose end nobody heard is looked at first: HeldByOther while it may
    still come out, and its own copy is returned when it has.
    """
    desk.require(Role.OFFICER)
    earlier = _earlier_run(desk, document_id, spooler, limit)
    if earlier is not None:
        return earlier
    with desk.begin(reason) as session:
        run = PrintJob(
            service_point_id=desk.point.id,
            document_id=document_id,
            copy=1,
            reason=reason.strip(),
            printer=printer,
        )
        session.add(run)
        session.flush()
        session.refresh(run, ["copy"])
        run_id, copy = run.id, run.copy
    job: JobId | None = None
    try:
        yield Progress(0, 3)
        pdf = signed_pdf(desk, document_id)
        job = spooler.send(pdf, printer=printer, title=f"Loket {document_id}/{copy}", media=media)
        _note(desk, run_id, spool_job=f"{job.printer}-{job.number}")
        yield Progress(1, 3)
        yield from _followed(spooler, job, limit)
    except PrinterOut as out:
        _note(desk, run_id, state=PrintState.FAILED, raw=out.raw)
        raise
    except GeneratorExit:
        if job is not None:
            with suppress(PrinterOut):
                spooler.cancel(job)
        _note(desk, run_id, state=PrintState.FAILED, raw=STOPPED)
        raise
    _confirm(desk, run_id, document_id)
    yield Progress(3, 3)
    return copy


def _earlier_run(desk: Desk, document_id: int, spooler: Spooler, limit: float) -> int | None:
    """Settle a run that a crash or a lost line left open; returns its copy when it had come out."""
    with desk.begin() as session:
        found = session.execute(
            select(
                PrintJob.id,
                PrintJob.copy,
                PrintJob.spool_job,
                PrintJob.queued_at,
                func.loket.officer_name(PrintJob.officer_id).label("officer"),
                (func.loket.moment() - PrintJob.queued_at > timedelta(seconds=limit)).label("is_old"),
            )
            .where(PrintJob.document_id == document_id, PrintJob.state == PrintState.QUEUED)
            .order_by(PrintJob.copy.desc())
            .limit(1)
        ).one_or_none()
    if found is None:
        return None
    printer, _, number = found.spool_job.rpartition("-")
    state = JobState(SpoolState.QUEUED, LOST)
    if number.isdigit():
        with suppress(PrinterOut):
            state = spooler.state(JobId(printer, int(number)))
    if state.state is SpoolState.PRINTED:
        _confirm(desk, found.id, document_id)
        return int(found.copy)
    if not state.is_over and not found.is_old:
        raise HeldByOther(found.officer or "", since=found.queued_at)
    if not state.is_over and number.isdigit():
        with suppress(PrinterOut):
            spooler.cancel(JobId(printer, int(number)))
    _note(desk, found.id, state=PrintState.FAILED, raw=state.raw)
    return None


@dataclass(frozen=True, slots=True)
class PrintWish:
    """One document to print; `reason` is needed from its second run on."""

    document_id: int
    number: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PrintReport:
    """How a round of printing ended: numbers printed, `out` when the printer gave up, numbers still to print."""

    printed: tuple[str, ...]
    refused: tuple[tuple[str, Refusal], ...] = ()
    out: PrinterOut | None = None
    left: tuple[str, ...] = ()


def print_documents(
    desk: Desk,
    wishes: Sequence[PrintWish],
    *,
    spooler: Spooler,
    printer: str,
    media: str = "a4",
    limit: float = 120.0,
) -> Generator[Progress, None, PrintReport]:
    """Print one after the other; a refusal skips one document, a printer that is out ends the round."""
    printed: list[str] = []
    refused: list[tuple[str, Refusal]] = []
    for at, wish in enumerate(wishes):
        steps = print_document(
            desk,
            wish.document_id,
            spooler=spooler,
            printer=printer,
            reason=wish.reason,
            media=media,
            limit=limit,
        )
        try:
            yield from _told_as(steps, at, len(wishes), wish.number)
            printed.append(wish.number)
        except Refusal as refusal:
            refused.append((wish.number, refusal))
        except PrinterOut as out:
            left = tuple(other.number for other in wishes[at:])
            return PrintReport(
                tuple(printed), tuple(refused), PrinterOut(out.printer or printer, out.raw), left
            )
    return PrintReport(tuple(printed), tuple(refused))


def _told_as(
    steps: Generator[Progress, None, int], at: int, total: int, number: str
) -> Generator[Progress, None, int]:
    """Pass the steps of one document on as those of the round, with the printer's raw words."""
    with closing(steps):
        while True:
            try:
                step = next(steps)
            except StopIteration as end:
                return int(end.value)
            yield Progress(at, total, f"{number} · {step.label}" if step.label else number)


def _followed(spooler: Spooler, job: JobId, limit: float) -> Generator[Progress, None, None]:
    for state in follow(spooler, job, limit=limit, pulse=True):
        yield Progress(2, 3, state.raw)
        if state.state is SpoolState.FAILED:
            raise PrinterOut(job.printer, state.raw)


def _note(desk: Desk, run_id: int, **facts: str) -> None:
    with desk.begin() as session:
        run = session.get_one(PrintJob, run_id)
        for name, value in facts.items():
            setattr(run, name, value)


def _confirm(desk: Desk, run_id: int, document_id: int) -> None:
    with desk.begin() as session:
        session.get_one(PrintJob, run_id).state = PrintState.PRINTED
        session.flush()
        document = session.get_one(Document, document_id, with_for_update=True)
        document.confirm_print()


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Facts of the receipt of hand-over."""

    number: str
    kind: str
    holder: str
    collector: Collector
    at: datetime


def hand_over(desk: Desk, document_id: int, collector: Collector) -> HandedOver:
    """Record who took the printed paper; BadFields when the card shown is not the applicant's."""
    desk.require(Role.OFFICER)
    with desk.begin() as session:
        _demand_right_card(session, document_id, collector)
        row = Handover(
            service_point_id=desk.point.id,
            document_id=document_id,
            collector=collector.kind,
            name=collector.name.strip(),
            identity_kind=collector.identity_kind,
            last4=collector.last4.strip().upper(),
            originals_seen=collector.originals_seen,
        )
        session.add(row)
        session.flush()
        document = locked(session, Document, document_id, "hand_over")
        document.hand_over()
        session.flush()
        session.refresh(row, ["at"])
        return HandedOver(document.number, document.kind, document.holder, collector, row.at)


def _demand_right_card(session: Session, document_id: int, collector: Collector) -> None:
    """Compare the end of the card with the masked NIK: whoever collects as the applicant shows his own KTP."""
    name, last4 = collector.name.strip(), collector.last4.strip().upper()
    faults = {} if len(name) > 1 else {"name": "Isi nama orang yang menerima."}
    if collector.kind == CollectorKind.APPLICANT and collector.identity_kind == IdentityKind.KTP:
        masked = session.scalar(
            select(Application.nik_masked)
            .join(Document, Document.application_id == Application.id)
            .where(Document.id == document_id)
        )
        if masked and last4[-2:] != masked[-2:]:
            faults["last4"] = "Tidak sama dengan NIK pemohon. Periksa kartunya, atau pilih Kuasa."
    if faults:
        raise BadFields(faults)


def receipt_of_handover(desk: Desk, document_id: int, office: OfficeSettings) -> bytes:
    """Set the proof of hand-over from what was recorded; NotIssued when nobody has collected the document."""
    with desk.read() as session:
        row = session.execute(
            select(
                Document.kind,
                Document.number,
                Document.holder,
                Handover.collector,
                Handover.name,
                Handover.identity_kind,
                Handover.last4,
                Handover.originals_seen,
                Handover.at,
                func.loket.officer_name(Handover.officer_id).label("officer"),
                Document.service_point_id,
            )
            .join(Handover, Handover.document_id == Document.id)
            .where(Document.id == document_id)
        ).one_or_none()
        if row is None:
            raise NotIssued
        common = Wordbook(session, row.at).sheet(PaperKind.HANDOVER, row.service_point_id, office)
    sheet = HandoverSheet(
        document_kind=word(DocumentKind(row.kind)),
        document_number=row.number,
        holder=row.holder,
        collector=row.name,
        collector_role=word(CollectorKind(row.collector)).lower(),
        identity_kind=word(IdentityKind(row.identity_kind)),
        identity_tail=row.last4,
        handed_at=row.at,
        originals_matched=row.originals_seen,
        officer=row.officer or "",
        **common,  # type: ignore[arg-type]
    )
    return handover_pdf(sheet)


def print_receipt(
    desk: Desk,
    document_id: int,
    office: OfficeSettings,
    *,
    spooler: Spooler,
    printer: str,
    limit: float = 120.0,
) -> Generator[Progress, None, None]:
    """Print the proof of hand-over and wait for the printer's word; PrinterOut leaves the hand-over as it is."""
    yield Progress(0, 2)
    pdf = receipt_of_handover(desk, document_id, office)
    note_print(desk, "document", document_id, printer)
    job = spooler.send(pdf, printer=printer, title=f"Serah terima {document_id}", media=size_of(pdf))
    try:
        yield from _followed(spooler, job, limit)
    except GeneratorExit:
        with suppress(PrinterOut):
            spooler.cancel(job)
        raise
