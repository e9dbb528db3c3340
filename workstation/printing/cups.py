"""Printers of a CUPS server."""

import http.client
from dataclasses import replace
from typing import Any, Final
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
from workstation.printing.spooler import JobId, JobState, PrinterFacts, PrinterState, PrintOrder, SpoolState

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

    def send(self, pdf: bytes, order: PrintOrder) -> JobId:
        """Hand a PDF over; a printer that says it has no such paper gets nothing."""
        paper = self._paper(order.printer, order.media)
        answer = self._ask(
            Operation.PRINT_JOB,
            order.printer,
            (Tag.NAME, "job-name", order.title[:127]),
            (Tag.MIME, "document-format", "application/pdf"),
            job=[
                (Tag.INTEGER, "copies", 1),  # whatever the queue was set to
                _media(paper, order.tray),
                (Tag.KEYWORD, "print-scaling", "none"),
                *([(Tag.KEYWORD, "sides", "two-sided-long-edge")] if order.two_sided else []),
            ],
            document=pdf,
        )
        job = JobId(order.printer, self._number(order.printer, answer))
        if any({"media", "media-col"} & values.keys() for values in answer.all(Group.UNSUPPORTED)):
            self.cancel(job)
            raise PrinterOut(order.printer, f"media-not-supported {paper} {order.tray}".strip())
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
