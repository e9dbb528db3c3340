"""Bring a PDF to a printer and say honestly where it is: sent is not printed.

Here is the port, several printers as one, and a folder of PDFs for a machine without a printer; `cups`, `windows` and
`wire` are the other ways out.
"""

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol

from workstation.errors import PrinterOut
from workstation.printing.sheets import PaperSize

FOLDER_NAME: Final = "Cetak ke berkas (PDF)"


class PrinterState(StrEnum):
    """What a printer does (RFC 8011 section 5.4.11)."""

    IDLE = "idle"
    PRINTING = "printing"
    STOPPED = "stopped"


class SpoolState(StrEnum):
    """Where a sent paper is."""

    QUEUED = "queued"
    PRINTING = "printing"
    PRINTED = "printed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PrinterFacts:
    """A printer as the print server describes it; `reasons` in its own words, such as `media-empty`."""

    name: str
    is_default: bool
    state: PrinterState
    accepting: bool
    info: str = ""
    reasons: tuple[str, ...] = ()
    trays: tuple[str, ...] = ()
    can_two_sided: bool = False


@dataclass(frozen=True, slots=True)
class JobId:
    """One sent paper: the print server's number for it."""

    printer: str
    number: int


@dataclass(frozen=True, slots=True)
class JobState:
    """Where the paper is; `raw` in the print server's own words."""

    state: SpoolState
    raw: str = ""

    @property
    def is_over(self) -> bool:
        """Say whether nothing more will happen to it."""
        return self.state in (SpoolState.PRINTED, SpoolState.FAILED)


@dataclass(frozen=True, slots=True)
class PrintOrder:
    """How a PDF shall come out: `media` is a PaperSize or a self-describing PWG name.

    `tray` is one of the printer's own names (`PrinterFacts.trays`), "" leaves it the choice.
    """

    printer: str
    title: str
    media: str = PaperSize.A4
    tray: str = ""
    two_sided: bool = False


class Spooler(Protocol):
    """Whatever brings papers out; every method may raise PrinterOut."""

    def printers(self) -> list[PrinterFacts]:
        """Return the printers that can be chosen."""

    def send(self, pdf: bytes, order: PrintOrder) -> JobId:
        """Hand a PDF over in its true size."""

    def send_raw(self, data: bytes, *, printer: str, title: str) -> JobId:
        """Hand over bytes in the printer's own language, as they are."""

    def state(self, job: JobId) -> JobState:
        """Say where a sent paper is."""

    def cancel(self, job: JobId) -> None:
        """Take a sent paper back."""


def default_printer(spooler: Spooler) -> str:
    """Return the name of the default printer, or of the first one; PrinterOut when there is none."""
    found = spooler.printers()
    chosen = next((one for one in found if one.is_default), found[0] if found else None)
    if chosen is None:
        raise PrinterOut("", "no printer")
    return chosen.name


def follow(
    spooler: Spooler, job: JobId, *, limit: float = 120.0, pause: float = 0.5, pulse: bool = False
) -> Iterator[JobState]:
    """Yield each new state until the paper is out or failed; after `limit` seconds cancel, raise PrinterOut.

    A printer that cannot be reached stays *processing* for ever, so the end must be ours. With `pulse` the
    same state is yielded again at every look, so that whoever listens can stop.
    """
    until = time.monotonic() + limit
    last: JobState | None = None
    while True:
        now = spooler.state(job)
        if pulse or now != last:
            yield now
            last = now
        if now.is_over:
            return
        if time.monotonic() >= until:
            spooler.cancel(job)
            end = spooler.state(job)
            if end.state is not SpoolState.PRINTED:  # it may have come out while it was being taken back
                raise PrinterOut(job.printer, now.raw)
            yield end
            return
        time.sleep(pause)


class FolderSpooler:
    """Prints into numbered PDF files of a folder; what lies there counts as printed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def printers(self) -> list[PrinterFacts]:
        """Return the one honest printer."""
        return [PrinterFacts(FOLDER_NAME, is_default=True, state=PrinterState.IDLE, accepting=True)]

    def send(self, pdf: bytes, order: PrintOrder) -> JobId:
        """Write the PDF under the next free number; the name says paper, tray and sides."""
        end = f"_{order.tray}" * bool(order.tray) + "_2" * order.two_sided
        return self._write(pdf, order.printer, order.title, f"{order.media}{end}.pdf")

    def send_raw(self, data: bytes, *, printer: str, title: str) -> JobId:
        """Write the bytes under the next free number."""
        return self._write(data, printer, title, "raw.bin")

    def _write(self, data: bytes, printer: str, title: str, end: str) -> JobId:
        safe = re.sub(r"[^\w.-]+", "-", title)[:60].strip("-.") or "kertas"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            number = self._next_number()
            with (self._folder / f"{number:06}_{safe}_{end}").open("xb") as out:
                out.write(data)
        except OSError as fault:
            raise PrinterOut(printer, str(fault)) from fault
        return JobId(printer, number)

    def state(self, job: JobId) -> JobState:
        """Say whether the file is there."""
        files = list(self._folder.glob(f"{job.number:06}_*"))
        return (
            JobState(SpoolState.PRINTED, str(files[0])) if files else JobState(SpoolState.FAILED, "no file")
        )

    def cancel(self, job: JobId) -> None:
        """Remove the file."""
        try:
            for file in self._folder.glob(f"{job.number:06}_*"):
                file.unlink(missing_ok=True)
        except OSError as fault:
            raise PrinterOut(job.printer, str(fault)) from fault

    def _next_number(self) -> int:
        """Return the number after the largest in the folder."""
        return max((int(file.name[:6]) for file in self._folder.glob("[0-9]" * 6 + "_*")), default=0) + 1


class AnySpooler:
    """Several spoolers as one: the printers of all; one that is out takes only its own printers away."""

    def __init__(self, spoolers: Sequence[Spooler]) -> None:
        self._spoolers = tuple(spoolers)
        self._owners: dict[str, Spooler] = {}

    def printers(self) -> list[PrinterFacts]:
        """Return the printers of all; the first of a name counts, one is the default. PrinterOut when all are out."""
        found: dict[str, PrinterFacts] = {}
        outs: list[PrinterOut] = []
        for spooler in self._spoolers:
            try:
                offered = spooler.printers()
            except PrinterOut as out:
                outs.append(out)
                continue
            for facts in offered:
                if facts.name not in found:
                    is_default = facts.is_default and not any(one.is_default for one in found.values())
                    found[facts.name] = replace(facts, is_default=is_default)
                    self._owners[facts.name] = spooler
        if outs and len(outs) == len(self._spoolers):
            raise outs[-1]
        return list(found.values())

    def send(self, pdf: bytes, order: PrintOrder) -> JobId:
        """Hand a PDF to the spooler that offers this printer."""
        return self._owner(order.printer).send(pdf, order)

    def send_raw(self, data: bytes, *, printer: str, title: str) -> JobId:
        """Hand bytes to the spooler that offers this printer."""
        return self._owner(printer).send_raw(data, printer=printer, title=title)

    def state(self, job: JobId) -> JobState:
        """Ask the spooler that took the paper."""
        return self._owner(job.printer).state(job)

    def cancel(self, job: JobId) -> None:
        """Take a paper back where it was given."""
        self._owner(job.printer).cancel(job)

    def _owner(self, printer: str) -> Spooler:
        if printer not in self._owners:
            self.printers()
        if printer not in self._owners:
            raise PrinterOut(printer, "no such printer")
        return self._owners[printer]
