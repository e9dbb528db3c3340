"""Bring a PDF to a printer and say honestly where it is: sent is not printed.

CUPS or a network printer by IPP, or a folder of PDFs for a machine without a printer. Windows has no spooler
of ours yet.
"""

import http.client
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import quote

from workstation.errors import PrinterOut
from workstation.printing.ipp import (
    NOT_FOUND,
    Answer,
    Attribute,
    Declined,
    Group,
    Malformed,
    Operation,
    Server,
    Tag,
)
from workstation.printing.media import media_for, millimetres
from workstation.printing.sheets import PaperSize

FOLDER_NAME: Final = "Cetak ke berkas (PDF)"
TROUBLE: Final = (OSError, http.client.HTTPException, Malformed, Declined)
PRINTER_FACTS: Final = [
    "printer-name",
    "printer-state",
    "printer-state-reasons",
    "printer-is-accepting-jobs",
    "printer-info",
    "media-source-supported",
    "sides-supported",
]


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


class Spooler(Protocol):
    """Whatever brings papers out; every method may raise PrinterOut."""

    def printers(self) -> list[PrinterFacts]:
        """Return the printers that can be chosen."""

    def send(
        self,
        pdf: bytes,
        *,
        printer: str,
        title: str,
        media: str = PaperSize.A4,
        copies: int = 1,
        tray: str = "",
        two_sided: bool = False,
    ) -> JobId:
        """Hand a PDF over in its true size; `media` is a PaperSize or a self-describing PWG name.

        `tray` is one of the printer's own names (`PrinterFacts.trays`), "" leaves it the choice.
        """

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


class CupsSpooler:
    """Printers of a CUPS server at `host:port` or at the path of its socket; `limit` in seconds a request."""

    _STATES: Final = {3: PrinterState.IDLE, 4: PrinterState.PRINTING, 5: PrinterState.STOPPED}
    # RFC 8011 section 5.3.7: pending, held, processing, stopped, canceled, aborted, completed
    _JOBS: Final = {
        3: SpoolState.QUEUED,
        4: SpoolState.QUEUED,
        5: SpoolState.PRINTING,
        6: SpoolState.PRINTING,
        7: SpoolState.FAILED,
        8: SpoolState.FAILED,
        9: SpoolState.PRINTED,
    }

    def __init__(self, server: str = "localhost:631", *, user: str = "loket", limit: float = 10.0) -> None:
        self._server = Server(server, limit)
        self._user = user

    def printers(self) -> list[PrinterFacts]:
        """Return all queues; none is an empty list, no CUPS is PrinterOut."""
        wanted = (Tag.KEYWORD, "requested-attributes", PRINTER_FACTS)
        answer = self._ask_if_any(Operation.CUPS_GET_PRINTERS, wanted)
        first = self._ask_if_any(
            Operation.CUPS_GET_DEFAULT, (Tag.KEYWORD, "requested-attributes", ["printer-name"])
        )
        default = first.first(Group.PRINTER, "printer-name") if first else None
        found = answer.all(Group.PRINTER) if answer else []
        return [self._facts(values, default) for values in found if values.get("printer-name")]

    def send(
        self,
        pdf: bytes,
        *,
        printer: str,
        title: str,
        media: str = PaperSize.A4,
        copies: int = 1,
        tray: str = "",
        two_sided: bool = False,
    ) -> JobId:
        """Hand a PDF over; a printer that says it has no such paper gets nothing."""
        paper = self._paper(printer, media)
        answer = self._ask(
            Operation.PRINT_JOB,
            printer,
            (Tag.NAME, "job-name", title[:127]),
            (Tag.MIME, "document-format", "application/pdf"),
            job=[
                (Tag.INTEGER, "copies", copies),
                _media(paper, tray),
                (Tag.KEYWORD, "print-scaling", "none"),
                *([(Tag.KEYWORD, "sides", "two-sided-long-edge")] if two_sided else []),
            ],
            document=pdf,
        )
        job = JobId(printer, self._number(printer, answer))
        if any({"media", "media-col"} & values.keys() for values in answer.all(Group.UNSUPPORTED)):
            self.cancel(job)
            raise PrinterOut(printer, f"media-not-supported {paper} {tray}".strip())
        return job

    def send_raw(self, data: bytes, *, printer: str, title: str) -> JobId:
        """Hand bytes over past all filters."""
        answer = self._ask(
            Operation.PRINT_JOB,
            printer,
            (Tag.NAME, "job-name", title[:127]),
            (Tag.MIME, "document-format", "application/vnd.cups-raw"),
            document=data,
        )
        return JobId(printer, self._number(printer, answer))

    def _number(self, printer: str, answer: Answer) -> int:
        number = answer.first(Group.JOB, "job-id")
        if not isinstance(number, int):
            raise PrinterOut(printer, "no job-id")
        return number

    def state(self, job: JobId) -> JobState:
        """Ask where the paper is."""
        wanted = ["job-state", "job-state-reasons", "job-printer-state-message"]
        answer = self._ask(
            Operation.GET_JOB_ATTRIBUTES,
            job.printer,
            (Tag.INTEGER, "job-id", job.number),
            (Tag.KEYWORD, "requested-attributes", wanted),
        )
        values = (answer.all(Group.JOB) or [{}])[0]
        number = (values.get("job-state") or [0])[0]
        words = [word for name in wanted[1:] for word in values.get(name, []) if word and word != "none"]
        if number not in self._JOBS:
            raise PrinterOut(job.printer, f"job-state {number}")
        state = JobState(self._JOBS[number], "")
        if not state.is_over:
            words += [word for word in self._reasons(job.printer) if word not in words]
        return replace(state, raw="; ".join([str(number), *map(str, words)]))

    def cancel(self, job: JobId) -> None:
        """Take a paper back; one that is out or gone already is no trouble."""
        number = (Tag.INTEGER, "job-id", job.number)
        try:
            self._send(Operation.CANCEL_JOB, job.printer, number)
        except Declined as fault:
            if fault.status not in (0x0404, NOT_FOUND, 0x0412):  # not possible (any more), not found, gone
                raise PrinterOut(job.printer, str(fault)) from fault
        except TROUBLE as fault:
            raise PrinterOut(job.printer, _said(fault)) from fault

    def _reasons(self, printer: str) -> list[str]:
        """Say what keeps a printer from working: a paused one tells it of itself, not of its papers."""
        wanted = (Tag.KEYWORD, "requested-attributes", ["printer-state-reasons"])
        try:
            answer = self._ask(Operation.GET_PRINTER_ATTRIBUTES, printer, wanted)
        except PrinterOut:
            return []
        said = [
            one for values in answer.all(Group.PRINTER) for one in values.get("printer-state-reasons", [])
        ]
        return [str(one) for one in said if one and one != "none"]

    def _paper(self, printer: str, media: str) -> str:
        """Return the printer's own name for the paper."""
        wanted = (Tag.KEYWORD, "requested-attributes", ["media-supported"])
        answer = self._ask(Operation.GET_PRINTER_ATTRIBUTES, printer, wanted)
        supported = [
            str(one) for values in answer.all(Group.PRINTER) for one in values.get("media-supported", [])
        ]
        name = media_for(media, supported)
        if name is None:
            raise PrinterOut(printer, f"media-not-supported {media}")
        return name

    def _facts(self, values: dict[str, list[Any]], default: str | None) -> PrinterFacts:
        """Read one group of printer attributes."""

        def one(name: str, otherwise: Any) -> Any:
            return (values.get(name) or [otherwise])[0]

        name = str(one("printer-name", ""))
        reasons = tuple(str(word) for word in values.get("printer-state-reasons", []) if word != "none")
        return PrinterFacts(
            name=name,
            is_default=name == default,
            state=self._STATES.get(one("printer-state", 5), PrinterState.STOPPED),
            accepting=bool(one("printer-is-accepting-jobs", False)),
            info=str(one("printer-info", "") or ""),
            reasons=reasons,
            trays=tuple(str(tray) for tray in values.get("media-source-supported", []) if tray),
            can_two_sided=len(values.get("sides-supported", [])) > 1,
        )

    def _ask_if_any(self, operation: Operation, *more: Attribute) -> Answer | None:
        """Ask the server itself; None when it says that there is nothing."""
        try:
            return self._server.ask(operation, [self._by(), *more])
        except Declined as fault:
            if fault.status == NOT_FOUND:
                return None
            raise PrinterOut("", str(fault)) from fault
        except TROUBLE as fault:
            raise PrinterOut("", _said(fault)) from fault

    def _ask(self, operation: Operation, printer: str, *more: Attribute, **rest: Any) -> Answer:
        """Ask about one printer; every trouble is PrinterOut with the other side's words."""
        try:
            return self._send(operation, printer, *more, **rest)
        except TROUBLE as fault:
            raise PrinterOut(printer, _said(fault)) from fault

    def _send(self, operation: Operation, printer: str, *more: Attribute, **rest: Any) -> Answer:
        """Send a request about one printer."""
        path = self._path(printer)
        target = (Tag.URI, "printer-uri", f"ipp://{self._server.authority}{path}")
        return self._server.ask(operation, [target, *_split(self._by(), more)], path=path, **rest)

    def _path(self, printer: str) -> str:
        """Return where a queue stands on the server."""
        return f"/printers/{quote(printer)}"

    def _by(self) -> Attribute:
        """Say who prints."""
        return (Tag.NAME, "requesting-user-name", self._user)


class NetworkSpooler(CupsSpooler):
    """One printer of the network that speaks IPP itself, at `host:port` and the path that it advertises."""

    def __init__(
        self, printer: str, *, path: str = "/ipp/print", user: str = "loket", limit: float = 10.0
    ) -> None:
        super().__init__(printer, user=user, limit=limit)
        self._where = path

    def printers(self) -> list[PrinterFacts]:
        """Return the printer itself."""
        wanted = (Tag.KEYWORD, "requested-attributes", PRINTER_FACTS)
        answer = self._ask(Operation.GET_PRINTER_ATTRIBUTES, self._server.address, wanted)
        return [
            replace(self._facts(values, None), is_default=True)
            for values in answer.all(Group.PRINTER)
            if values.get("printer-name")
        ]

    def _path(self, printer: str) -> str:  # noqa: ARG002 - there is one
        """Return the printer's own path."""
        return self._where


class FolderSpooler:
    """Prints into numbered PDF files of a folder; what lies there counts as printed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def printers(self) -> list[PrinterFacts]:
        """Return the one honest printer."""
        return [PrinterFacts(FOLDER_NAME, is_default=True, state=PrinterState.IDLE, accepting=True)]

    def send(
        self,
        pdf: bytes,
        *,
        printer: str,
        title: str,
        media: str = PaperSize.A4,
        copies: int = 1,
        tray: str = "",
        two_sided: bool = False,
    ) -> JobId:
        """Write the PDF under the next free number; the name says paper, copies and tray."""
        end = f"_{tray}" * bool(tray) + "_2" * two_sided
        return self._write(pdf, printer, title, f"{media}_x{copies}{end}.pdf")

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
            raise PrinterOut(printer, _said(fault)) from fault
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
            raise PrinterOut(job.printer, _said(fault)) from fault

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

    def send(
        self,
        pdf: bytes,
        *,
        printer: str,
        title: str,
        media: str = PaperSize.A4,
        copies: int = 1,
        tray: str = "",
        two_sided: bool = False,
    ) -> JobId:
        """Hand a PDF to the spooler that offers this printer."""
        return self._owner(printer).send(
            pdf, printer=printer, title=title, media=media, copies=copies, tray=tray, two_sided=two_sided
        )

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


def _media(paper: str, tray: str) -> Attribute:
    """Name the paper; with a tray as a collection, beside which `media` may not stand (PWG 5100.7 section 6.3)."""
    if not tray:
        return (Tag.KEYWORD, "media", paper)
    size = millimetres(paper)
    found: list[Attribute] = [(Tag.KEYWORD, "media-source", tray)]
    if size is not None:
        sides = zip(("x-dimension", "y-dimension"), size, strict=True)
        measure = [(Tag.INTEGER, name, round(side * 100)) for name, side in sides]
        found.insert(0, (Tag.BEGIN_COLLECTION, "media-size", measure))
    return (Tag.BEGIN_COLLECTION, "media-col", found)


def _split(user: Attribute, more: tuple[Attribute, ...]) -> list[Attribute]:
    """Put `job-id` right behind the target, where RFC 8011 section 4.1.5 wants it."""
    number = [one for one in more if one[1] == "job-id"]
    return [*number, user, *(one for one in more if one[1] != "job-id")]


def _said(fault: BaseException) -> str:
    """Return the raw words of a fault."""
    return str(fault) or type(fault).__name__
