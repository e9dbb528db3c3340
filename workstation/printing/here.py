"""What this machine prints with: its print system, a folder, a ticket printer at the end of a wire."""

import platform
from dataclasses import replace
from pathlib import Path

from workstation.printing.cups import CupsSpooler
from workstation.printing.sheets import PaperSize
from workstation.printing.spooler import (
    AnySpooler,
    FolderSpooler,
    JobId,
    JobState,
    PrinterFacts,
    PrintOrder,
    Spooler,
)
from workstation.printing.wire import WireSpooler, is_wire
from workstation.settings import Settings


def spooler_of(settings: Settings, folder: Path | None = None) -> Spooler:
    """Return the spooler of this machine; `folder`, or the setting, adds one that prints into files."""
    kept = folder or (Path(settings.print_folder) if settings.print_folder else None)
    found: list[Spooler] = [FolderSpooler(kept)] if kept else []
    if is_wire(settings.ticket_printer):
        found.append(WireSpooler(settings.ticket_printer))
    found.append(_system(settings))
    whole = AnySpooler(found) if len(found) > 1 else found[0]
    return LetterSpooler(whole, settings) if settings.letter_printer else whole


class LetterSpooler:
    """A spooler whose default printer, tray and sides are those that the settings give to letters."""

    def __init__(self, spooler: Spooler, settings: Settings) -> None:
        self._spooler, self._settings = spooler, settings

    def printers(self) -> list[PrinterFacts]:
        """Return the printers; the letters' is the default where it is there."""
        found = self._spooler.printers()
        wanted = self._settings.letter_printer
        if wanted not in [one.name for one in found]:
            return found
        return [replace(one, is_default=one.name == wanted) for one in found]

    def send(self, pdf: bytes, order: PrintOrder) -> JobId:
        """Hand a PDF over; a page for the letters' printer without a tray of its own goes as letters do."""
        letter = self._settings
        if (
            order.printer == letter.letter_printer
            and not order.tray
            and order.media in (PaperSize.A4, PaperSize.F4)
        ):
            two_sided = order.two_sided or letter.two_sided
            order = replace(order, tray=letter.letter_tray, two_sided=two_sided)
        return self._spooler.send(pdf, order)

    def send_raw(self, data: bytes, *, printer: str, title: str) -> JobId:
        """Hand bytes over as they are."""
        return self._spooler.send_raw(data, printer=printer, title=title)

    def state(self, job: JobId) -> JobState:
        """Say where a sent paper is."""
        return self._spooler.state(job)

    def cancel(self, job: JobId) -> None:
        """Take a sent paper back."""
        self._spooler.cancel(job)


def _system(settings: Settings) -> Spooler:
    if platform.system() != "Windows":
        return CupsSpooler(settings.print_server)
    from workstation.printing.windows import WindowsSpooler

    return WindowsSpooler()
