"""The last metre: look at the signed file, give its paper to the right person."""

import hashlib
from collections.abc import Callable, Generator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from workstation.desk import Desk
from workstation.errors import BadFields, BadTrust, NotIssued, PrinterOut
from workstation.models.application import Application
from workstation.models.document import Document, Handover
from workstation.printing.handover import handover_pdf
from workstation.printing.media import size_of
from workstation.printing.sheets import HandoverSheet
from workstation.printing.spooler import PrintOrder, Spooler, SpoolState, follow
from workstation.progress import Progress
from workstation.settings import OfficeSettings
from workstation.signing import inspecting
from workstation.signing.levels import Standing
from workstation.signing.trust import Trust
from workstation.usecases.locking import locked
from workstation.usecases.reading import announce, note_print
from workstation.usecases.wordbook import Wordbook
from workstation.vocabulary import (
    CollectorKind,
    DocumentKind,
    IdentityKind,
    PaperKind,
    Role,
    SignatureVerdict,
)
from workstation.wording import word


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
    standing: Standing | None = None  # how long a trusted signature can be proved


def signed_file(desk: Desk, document_id: int, trust: Callable[[], Trust]) -> SignedFile:
    """Open the signed PDF and look at its signature here and now; NotIssued when there is none."""
    pdf = signed_pdf(desk, document_id)
    try:
        believed = trust()
        roots, stamp_roots = believed.roots, believed.stamp_roots
    except BadTrust:
        roots = stamp_roots = ()
    found = inspecting.inspect(pdf, roots, stamp_roots=stamp_roots, now=desk.now())
    return SignedFile(
        pdf,
        hashlib.sha256(pdf).hexdigest(),
        found.verdict if roots else None,
        found.signer_name,
        found.signed_at,
        found.standing if found.trusted else None,
    )


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
    job = spooler.send(
        pdf, PrintOrder(printer=printer, title=f"Serah terima {document_id}", media=size_of(pdf))
    )
    try:
        for state in follow(spooler, job, limit=limit, pulse=True):
            yield Progress(1, 2, state.raw)
            if state.state is SpoolState.FAILED:
                raise PrinterOut(printer, state.raw)
    except GeneratorExit:
        with suppress(PrinterOut):
            spooler.cancel(job)
        raise
