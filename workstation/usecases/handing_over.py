"""The last metre: print the signed file, wait for the printer's word, give it to the right person, withdraw."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from workstation.desk import Desk
from workstation.errors import NotIssued, PrinterOut, ReasonNeeded
from workstation.models.document import Document, Handover, PrintJob
from workstation.printing.spooler import JobId, Spooler, SpoolState, follow
from workstation.progress import Progress
from workstation.usecases.reading import announce
from workstation.vocabulary import CollectorKind, PrintState, Role


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
    with the printer's raw words.
    """
    desk.require(Role.OFFICER)
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
    yield Progress(0, 3)
    try:
        pdf = signed_pdf(desk, document_id)
        job = spooler.send(pdf, printer=printer, title=f"Loket {document_id}/{copy}", media=media)
        _note(desk, run_id, spool_job=f"{job.printer}-{job.number}")
        yield Progress(1, 3)
        yield from _followed(spooler, job, limit)
    except PrinterOut as out:
        _note(desk, run_id, state=PrintState.FAILED, raw=out.raw)
        raise
    except GeneratorExit:
        _note(desk, run_id, state=PrintState.FAILED, raw="dihentikan petugas")
        raise
    _confirm(desk, run_id, document_id)
    yield Progress(3, 3)
    return copy


def _followed(spooler: Spooler, job: JobId, limit: float) -> Generator[Progress, None, None]:
    for state in follow(spooler, job, limit=limit):
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
    """Record who took the printed paper; the receipt is printed from what this returns."""
    desk.require(Role.OFFICER)
    with desk.begin() as session:
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
        document = session.get_one(Document, document_id, with_for_update=True)
        document.hand_over()
        session.flush()
        session.refresh(row, ["at"])
        return HandedOver(document.number, document.kind, document.holder, collector, row.at)


def withdraw(desk: Desk, document_id: int, reason: str) -> None:
    """Take an issued document out of force; the next withdrawal list carries it."""
    desk.require(Role.SUPERVISOR)
    if len(reason.strip()) < 3:
        raise ReasonNeeded
    with desk.begin(reason) as session:
        session.get_one(Document, document_id, with_for_update=True).withdraw(reason.strip())
