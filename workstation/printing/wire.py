"""A ticket printer at the end of a wire: a port of the network (9100) or a device of this machine."""

import contextlib
import socket
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from workstation.errors import PrinterOut
from workstation.printing.spooler import JobId, JobState, PrinterFacts, PrinterState, PrintOrder, SpoolState

PORT: Final = 9100
STATUS: Final = {  # DLE EOT n asks at once, whatever the printer is doing; which bits then mean what
    1: ((0x08, "offline"),),
    2: ((0x04, "cover-open"), (0x20, "media-empty"), (0x40, "other-error")),
    4: ((0x60, "media-empty"),),
}
PROCESSED: Final = b"\x1dr\x01"  # GS r 1 is answered when everything before it has been printed
SILENT: Final = "sent; this printer does not answer"


def is_wire(name: str) -> bool:
    """Tell whether a printer's name is an address of ours: `tcp://host[:port]` or a device such as `/dev/usb/lp0`."""
    return name.startswith(("tcp://", "/dev/"))


class WireSpooler:
    """One ticket printer by its address; takes ESC/POS alone. `limit` in seconds for connecting and for its answer."""

    def __init__(self, address: str, *, limit: float = 5.0) -> None:
        self._address, self._limit = address, limit
        self._ends: dict[int, JobState] = {}

    def printers(self) -> list[PrinterFacts]:
        """Return the printer itself; nothing is asked of it before it prints."""
        return [PrinterFacts(self._address, is_default=False, state=PrinterState.IDLE, accepting=True)]

    def send(self, pdf: bytes, order: PrintOrder) -> JobId:  # noqa: ARG002 - it cannot draw pages
        """Refuse: pages are not its language."""
        raise PrinterOut(order.printer, "document-format-not-supported application/pdf")

    def send_raw(self, data: bytes, *, printer: str, title: str) -> JobId:  # noqa: ARG002 - it has no queue
        """Bring the bytes out and hear its answer; PrinterOut without paper, with its cover open or unreachable."""
        try:
            state = self._over_network(data) if self._address.startswith("tcp://") else self._to_device(data)
        except OSError as fault:
            raise PrinterOut(printer, str(fault) or type(fault).__name__) from fault
        self._ends[len(self._ends) + 1] = state
        return JobId(printer, len(self._ends))

    def state(self, job: JobId) -> JobState:
        """Say what it answered."""
        return self._ends.get(job.number, JobState(SpoolState.FAILED, "unknown job"))

    def cancel(self, job: JobId) -> None:
        """Do nothing: what was sent is on the paper."""

    def _over_network(self, data: bytes) -> JobState:
        place = urlsplit(self._address)
        with socket.create_connection((place.hostname or "", place.port or PORT), self._limit) as line:
            line.settimeout(self._limit)
            faults = self._faults(line)
            if faults:
                raise PrinterOut(self._address, "; ".join(faults))
            line.sendall(data + PROCESSED)
            with contextlib.suppress(TimeoutError):
                if line.recv(1):
                    return JobState(SpoolState.PRINTED, "processed")
            faults = self._faults(line)
        if faults:
            return JobState(SpoolState.FAILED, "; ".join(faults))
        return JobState(SpoolState.PRINTED, SILENT)

    def _faults(self, line: socket.socket) -> list[str]:
        """Ask for its state; a printer that says nothing to the first question is asked nothing more."""
        found: dict[str, None] = {}
        for number, meanings in STATUS.items():
            line.sendall(bytes((0x10, 0x04, number)))
            try:
                answer = line.recv(1)
            except TimeoutError:
                break
            found |= {word: None for bit, word in meanings if answer and answer[0] & bit}
        return list(found)

    def _to_device(self, data: bytes) -> JobState:
        with Path(self._address).open("wb", buffering=0) as device:
            device.write(data)
        return JobState(SpoolState.PRINTED, SILENT)
