"""Put signed papers on paper: send, hear the printer, let an officer look; only then is a paper *printed*."""

from collections.abc import Generator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import func, select

from workstation.desk import Desk
from workstation.errors import HeldByOther, PrinterOut, PrintUnsettled, Refusal
from workstation.models.document import Document, PrintJob
from workstation.printing.media import size_of
from workstation.printing.overlay import marked, page_count
from workstation.printing.spooler import JobId, JobState, PrintOrder, Spooler, SpoolState, follow
from workstation.progress import Progress
from workstation.usecases.handing_over import signed_pdf
from workstation.vocabulary import PrintState, Role

STOPPED: Final = "dihentikan petugas"
AGAIN: Final[dict[str, str]] = {
    PrintState.SPOILED: "cetakan sebelumnya rusak",
    PrintState.FAILED: "cetakan sebelumnya gagal",
}
SEEN: Final = "petugas melihat kertasnya"
NOT_OUT: Final = "menurut petugas tidak keluar"


@dataclass(frozen=True, slots=True)
class Tray:
    """Where a paper goes: a printer by name, one of its trays ("" is its own choice), one or both sides."""

    printer: str
    tray: str = ""
    two_sided: bool = False


@dataclass(frozen=True, slots=True)
class PrintWish:
    """One document to print; `reason` is needed from its second run on, `is_copy` for a holder who asks for one."""

    document_id: int
    number: str
    reason: str = ""
    is_copy: bool = False


@dataclass(frozen=True, slots=True)
class CameOut:
    """A run that the printer calls done; `run_id` is what `confirm_prints` settles."""

    run_id: int
    copy: int


@dataclass(frozen=True, slots=True)
class PrintReport:
    """How a round of printing ended: numbers that came out, `out` when the printer gave up, numbers still to print."""

    came_out: tuple[str, ...]
    refused: tuple[tuple[str, Refusal], ...] = ()
    out: PrinterOut | None = None
    left: tuple[str, ...] = ()


class Brake:
    """Ends a round after the paper that is in the printer now; pulled by the window, read by the round."""

    def __init__(self) -> None:
        self.is_pulled = False

    def pull(self) -> None:
        """Let nothing more be sent."""
        self.is_pulled = True


def print_document(
    desk: Desk, wish: PrintWish, *, spooler: Spooler, to: Tray, limit: float = 120.0
) -> Generator[Progress, None, CameOut]:
    """Print one paper and wait until the printer calls it done; it counts when an officer has confirmed it.

    PrinterOut leaves the document to print, the run *failed* with the printer's raw words. A run whose end nobody
    heard is looked at first: HeldByOther while it may still come out, its own copy when it has, PrintUnsettled when
    the printer cannot tell. NoSheets when the counter has too little secured paper.
    """
    desk.require(Role.OFFICER)
    earlier = _earlier_run(desk, wish.document_id, spooler, limit)
    if earlier is not None:
        return earlier
    pdf = signed_pdf(desk, wish.document_id)
    pages = page_count(pdf)
    run, mark = _begun(desk, wish, to, -(-pages // 2) if to.two_sided else pages)
    job: JobId | None = None
    try:
        yield Progress(0, 3)
        job = spooler.send(
            marked(pdf, mark) if mark else pdf,
            PrintOrder(
                printer=to.printer,
                title=f"Loket {wish.document_id}/{run.copy}",
                media=size_of(pdf),
                tray=to.tray,
                two_sided=to.two_sided,
            ),
        )
        _note(desk, run.run_id, spool_job=f"{job.printer}-{job.number}")
        yield Progress(1, 3)
        yield from _followed(spooler, job, limit)
    except PrinterOut as out:
        _note(desk, run.run_id, state=PrintState.FAILED, raw=out.raw)
        raise
    except GeneratorExit:
        _note(desk, run.run_id, state=_taken_back(spooler, job), raw=STOPPED)
        raise
    _note(desk, run.run_id, state=PrintState.OUT)
    yield Progress(3, 3)
    return run


def _taken_back(spooler: Spooler, job: JobId | None) -> PrintState:
    """Cancel a job; says whether it had come out all the same."""
    if job is not None:
        with suppress(PrinterOut):
            spooler.cancel(job)
            if spooler.state(job).state is SpoolState.PRINTED:
                return PrintState.OUT
    return PrintState.FAILED


def _begun(desk: Desk, wish: PrintWish, to: Tray, sheets: int) -> tuple[CameOut, str]:
    """Note a run before anything is sent; returns it and what is laid over its pages."""
    reason = wish.reason.strip() or _own_reason(desk, wish.document_id)
    with desk.begin(reason) as session:
        run = PrintJob(
            service_point_id=desk.point.id,
            document_id=wish.document_id,
            copy=1,
            sheets=sheets,
            reason=reason,
            printer=to.printer,
        )
        session.add(run)
        session.flush()
        session.refresh(run, ["copy", "reprint"])
        mark = ("SALINAN" if wish.is_copy else f"CETAK ULANG KE-{run.reprint}") if run.reprint else ""
        return CameOut(run.id, run.copy), mark


def _own_reason(desk: Desk, document_id: int) -> str:
    """Give the program's own reason for a run after one that failed or was spoiled; a copy's is the officer's."""
    with desk.read() as session:
        states = session.scalars(
            select(PrintJob.state).where(PrintJob.document_id == document_id).order_by(PrintJob.copy.desc())
        ).all()
    return "" if PrintState.PRINTED in states else AGAIN.get(next(iter(states), ""), "")


def _earlier_run(desk: Desk, document_id: int, spooler: Spooler, limit: float) -> CameOut | None:
    """Settle a run that a crash or a lost line left open; returns it when it has come out."""
    with desk.begin() as session:
        found = session.execute(
            select(
                PrintJob.id,
                PrintJob.copy,
                PrintJob.state,
                PrintJob.spool_job,
                PrintJob.queued_at,
                PrintJob.officer_id,
                Document.number,
                func.loket.officer_name(PrintJob.officer_id).label("officer"),
                (func.loket.moment() - PrintJob.queued_at > timedelta(seconds=limit)).label("is_old"),
            )
            .join(Document, Document.id == PrintJob.document_id)
            .where(
                PrintJob.document_id == document_id,
                PrintJob.state.in_((PrintState.QUEUED, PrintState.OUT)),
            )
        ).one_or_none()
    if found is None:
        return None
    if found.officer_id != desk.officer.id and not found.is_old:
        raise HeldByOther(found.officer or "", since=found.queued_at)
    if found.state == PrintState.QUEUED:
        state = _heard(desk, found.id, found.spool_job, spooler)
        if state is None:
            raise PrintUnsettled(found.number)
        if state.state is SpoolState.FAILED:
            return None
        if not state.is_over and not found.is_old:
            raise HeldByOther(found.officer or "", since=found.queued_at)
        if not state.is_over and _taken_back(spooler, _job(found.spool_job)) is PrintState.FAILED:
            _note(desk, found.id, state=PrintState.FAILED, raw=state.raw)
            return None
        if not state.is_over:
            _note(desk, found.id, state=PrintState.OUT)
    return CameOut(found.id, int(found.copy))


def _job(spool_job: str) -> JobId | None:
    printer, _, number = spool_job.rpartition("-")
    return JobId(printer, int(number)) if number.isdigit() else None


def _heard(desk: Desk, run_id: int, spool_job: str, spooler: Spooler) -> JobState | None:
    """Ask the printer what became of a run and note its end; None when it cannot tell."""
    job = _job(spool_job)
    if job is None:
        return None
    try:
        state = spooler.state(job)
    except PrinterOut:
        return None
    if state.is_over:
        out = state.state is SpoolState.PRINTED
        _note(desk, run_id, state=PrintState.OUT if out else PrintState.FAILED, raw=state.raw)
    return state


def hear_again(desk: Desk, spooler: Spooler) -> int:
    """Ask the printers about one's own runs whose end nobody heard; returns how many ends are known now."""
    with desk.read() as session:
        found = session.execute(
            select(PrintJob.id, PrintJob.spool_job).where(
                PrintJob.service_point_id == desk.point.id,
                PrintJob.officer_id == desk.officer.id,
                PrintJob.state == PrintState.QUEUED,
            )
        ).all()
    heard = [_heard(desk, run.id, run.spool_job, spooler) for run in found]
    return sum(state is not None and state.is_over for state in heard)


@dataclass(frozen=True, slots=True)
class PrintEnd:
    """An officer's word on a run: PRINTED, SPOILED with what is wrong with the paper, or FAILED (nothing came out)."""

    run_id: int
    end: PrintState
    what: str = ""


def confirm_prints(desk: Desk, ends: Sequence[PrintEnd]) -> int:
    """Settle runs that came out, all or none; returns how many papers are *printed* now.

    ReasonNeeded for a spoiled paper without a word on it. A run that was settled before stays as it was.
    """
    desk.require(Role.OFFICER)
    good = 0
    with desk.begin() as session:
        for one in ends:
            run = session.get_one(PrintJob, one.run_id, with_for_update=True)
            if run.state not in (PrintState.QUEUED, PrintState.OUT):
                continue
            if run.state == PrintState.QUEUED and one.end is not PrintState.FAILED:
                run.state, run.raw = PrintState.OUT, SEEN
                session.flush()
            run.state = one.end
            if one.end is not PrintState.PRINTED:
                run.raw = one.what.strip() or (NOT_OUT if one.end is PrintState.FAILED else "")
            session.flush()
            if one.end is PrintState.PRINTED:
                session.get_one(Document, run.document_id, with_for_update=True).confirm_print()
                good += 1
    return good


def print_documents(
    desk: Desk,
    wishes: Sequence[PrintWish],
    *,
    spooler: Spooler,
    to: Tray,
    limit: float = 120.0,
    brake: Brake | None = None,
) -> Generator[Progress, None, PrintReport]:
    """Print one after the other, a job each; a refusal skips one, a printer that is out or the brake ends the round."""
    came_out: list[str] = []
    refused: list[tuple[str, Refusal]] = []
    out: PrinterOut | None = None
    left: tuple[str, ...] = ()
    for at, wish in enumerate(wishes):
        if brake is not None and brake.is_pulled:
            left = tuple(other.number for other in wishes[at:])
            break
        steps = print_document(desk, wish, spooler=spooler, to=to, limit=limit)
        try:
            yield from _told_as(steps, at, len(wishes), wish.number)
            came_out.append(wish.number)
        except Refusal as refusal:
            refused.append((wish.number, refusal))
        except PrinterOut as trouble:
            out = PrinterOut(trouble.printer or to.printer, trouble.raw)
            left = tuple(other.number for other in wishes[at:])
            break
    return PrintReport(tuple(came_out), tuple(refused), out, left)


def _told_as(
    steps: Generator[Progress, None, CameOut], at: int, total: int, number: str
) -> Generator[Progress, None, None]:
    """Pass the steps of one document on as those of the round, with the printer's raw words."""
    with closing(steps):
        for step in steps:
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
