"""Printers of a Windows machine: pages drawn by PDFium at the printer's own resolution, handed over by GDI.

Windows tells less than CUPS: a job that is done leaves the queue, and a job that is not there any more is all there
is to see. An officer's look at the paper decides in any case.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from workstation.errors import PrinterOut
from workstation.printing.sheets import PaperSize
from workstation.printing.spooler import JobId, JobState, PrinterFacts, PrinterState, PrintOrder, SpoolState

# winspool.h and wingdi.h
LOCAL_AND_CONNECTED: Final = 2 | 4
CAP_DUPLEX, CAP_BINS, CAP_BINNAMES = 7, 6, 12
DPI_X, DPI_Y, MARGIN_X, MARGIN_Y = 88, 90, 112, 113
FIELD_PAPER, FIELD_COPIES, FIELD_TRAY, FIELD_SIDES = 0x2, 0x100, 0x200, 0x1000
ONE_SIDED, TWO_SIDED_LONG_EDGE = 1, 2
CANCEL_JOB: Final = 3
PAPERS: Final = {
    PaperSize.A4: 9,
    PaperSize.F4: 14,
}  # DMPAPER_A4, DMPAPER_FOLIO (8.5 x 13 in, within 1 mm of F4)
MOST_DPI: Final = 600
LEFT_THE_QUEUE: Final = "left the queue"

PRINTER_WORDS: Final = (
    (0x1, "paused"), (0x8, "media-jam"), (0x10, "media-empty"), (0x40, "media-needed"), (0x80, "offline"),
    (0x1000, "unavailable"), (0x20000, "toner-low"), (0x40000, "toner-empty"), (0x400000, "door-open"),
)  # fmt: skip
JOB_WORDS: Final = (
    (0x1, "paused"), (0x2, "error"), (0x20, "offline"), (0x40, "media-empty"), (0x200, "blocked"),
    (0x400, "user-intervention"),
)  # fmt: skip
JOB_GONE, JOB_DONE, JOB_PRINTING = 0x4 | 0x100, 0x80 | 0x1000, 0x10
PRINTER_STOPPED, PRINTER_BUSY = 0x1 | 0x2 | 0x8 | 0x10 | 0x80 | 0x1000 | 0x400000, 0x400 | 0x4000


@dataclass(frozen=True, slots=True)
class Windows:
    """The parts of pywin32 and Pillow that are used: modules `win32print`, `win32gui`, class `ImageWin.Dib`, error."""

    printing: Any
    drawing: Any
    dib: Any
    error: type[Exception]


def of_this_machine() -> Windows:
    """Return Windows' own; ImportError anywhere else."""
    import pywintypes
    import win32gui
    import win32print
    from PIL import ImageWin

    return Windows(win32print, win32gui, ImageWin.Dib, pywintypes.error)


class WindowsSpooler:
    """The printers that Windows knows, connected ones too."""

    def __init__(self, windows: Windows | None = None) -> None:
        self._windows = windows or of_this_machine()
        self._cancelled: set[JobId] = set()
        self._doomed: set[JobId] = set()

    def printers(self) -> list[PrinterFacts]:
        """Return all of them with their trays; PrinterOut when the print spooler does not answer."""
        with self._asking(""):
            found = self._windows.printing.EnumPrinters(LOCAL_AND_CONNECTED, None, 2)
        default = ""
        with contextlib.suppress(self._windows.error):  # it says so when there is none
            default = self._windows.printing.GetDefaultPrinter()
        return [self._facts(one, default) for one in found]

    def send(self, pdf: bytes, order: PrintOrder) -> JobId:
        """Draw the pages in true size; PrinterOut for a paper or a tray that the printer does not have."""
        if order.media not in PAPERS:
            raise PrinterOut(order.printer, f"media-not-supported {order.media}")
        with self._asking(order.printer), self._opened(order.printer) as handle:
            mode = self._windows.printing.GetPrinter(handle, 2)["pDevMode"]
            mode.PaperSize, mode.Copies = PAPERS[PaperSize(order.media)], 1
            mode.Duplex = TWO_SIDED_LONG_EDGE if order.two_sided else ONE_SIDED
            mode.Fields |= FIELD_PAPER | FIELD_COPIES | FIELD_SIDES
            if order.tray:
                trays = self._trays(order.printer)
                if order.tray not in trays:
                    raise PrinterOut(order.printer, f"media-source-not-supported {order.tray}")
                mode.DefaultSource = trays[order.tray]
                mode.Fields |= FIELD_TRAY
            canvas = self._windows.drawing.CreateDC("WINSPOOL", order.printer, mode)
            try:
                return JobId(order.printer, self._draw(pdf, canvas, order.title))
            finally:
                self._windows.drawing.DeleteDC(canvas)

    def send_raw(self, data: bytes, *, printer: str, title: str) -> JobId:
        """Hand bytes over as they are (datatype RAW)."""
        api = self._windows.printing
        with self._asking(printer), self._opened(printer) as handle:
            number = api.StartDocPrinter(handle, 1, (title, None, "RAW"))
            api.StartPagePrinter(handle)
            api.WritePrinter(handle, data)
            api.EndPagePrinter(handle)
            api.EndDocPrinter(handle)
            return JobId(printer, int(number))

    def state(self, job: JobId) -> JobState:
        """Ask where the paper is; one that has left the queue without a fault is called done."""
        with self._asking(job.printer), self._opened(job.printer) as handle:
            try:
                found = self._windows.printing.GetJob(handle, job.number, 1)
            except self._windows.error:
                return self._gone(job)
            status = int(found["Status"])
            printer = int(self._windows.printing.GetPrinter(handle, 2)["Status"])
        words = [word for bit, word in JOB_WORDS if status & bit]
        words += [word for bit, word in PRINTER_WORDS if printer & bit and word not in words]
        raw = "; ".join([f"0x{status:x}", *filter(None, [found.get("pStatus")]), *words])
        if status & JOB_GONE:
            self._doomed.add(job)
            return JobState(SpoolState.FAILED, raw)
        if status & JOB_DONE:
            return JobState(SpoolState.PRINTED, raw)
        return JobState(SpoolState.PRINTING if status & JOB_PRINTING else SpoolState.QUEUED, raw)

    def cancel(self, job: JobId) -> None:
        """Take a paper back; one that is gone already is no trouble."""
        with self._asking(job.printer), self._opened(job.printer) as handle:
            try:
                self._windows.printing.SetJob(handle, job.number, 0, None, CANCEL_JOB)
            except self._windows.error:  # it has left the queue: `state` tells that it came out
                return
            self._cancelled.add(job)

    def _gone(self, job: JobId) -> JobState:
        if job in self._cancelled or job in self._doomed:
            return JobState(SpoolState.FAILED, "cancelled")
        return JobState(SpoolState.PRINTED, LEFT_THE_QUEUE)

    def _facts(self, one: Any, default: str) -> PrinterFacts:
        name, status = str(one["pPrinterName"]), int(one["Status"])
        busy = PrinterState.PRINTING if status & PRINTER_BUSY else PrinterState.IDLE
        return PrinterFacts(
            name=name,
            is_default=name == default,
            state=PrinterState.STOPPED if status & PRINTER_STOPPED else busy,
            accepting=True,
            info=str(one.get("pComment") or ""),
            reasons=tuple(word for bit, word in PRINTER_WORDS if status & bit),
            trays=tuple(self._trays(name)),
            can_two_sided=self._can(name, CAP_DUPLEX) == 1,
        )

    def _trays(self, printer: str) -> dict[str, int]:
        """Return the printer's trays: name -> number in its driver."""
        names, numbers = self._can(printer, CAP_BINNAMES), self._can(printer, CAP_BINS)
        return dict(zip(names or (), numbers or (), strict=False))

    def _can(self, printer: str, what: int) -> Any:
        try:
            return self._windows.printing.DeviceCapabilities(printer, None, what)
        except self._windows.error:  # a driver need not know
            return None

    def _draw(self, pdf: bytes, canvas: Any, title: str) -> int:
        """Draw every page; returns the number of the job."""
        import pypdfium2

        api = self._windows.printing
        dpi = (api.GetDeviceCaps(canvas, DPI_X), api.GetDeviceCaps(canvas, DPI_Y))
        left, top = api.GetDeviceCaps(canvas, MARGIN_X), api.GetDeviceCaps(canvas, MARGIN_Y)
        number = int(api.StartDoc(canvas, (title, None, None, 0)))
        try:
            with pypdfium2.PdfDocument(pdf) as file:
                for page in file:
                    width, height = page.get_size()
                    picture = page.render(scale=min(*dpi, MOST_DPI) / 72, grayscale=True).to_pil()
                    right = round(width / 72 * dpi[0]) - left
                    foot = round(height / 72 * dpi[1]) - top
                    api.StartPage(canvas)
                    self._windows.dib(picture).draw(canvas, (-left, -top, right, foot))
                    api.EndPage(canvas)
            api.EndDoc(canvas)
        except self._windows.error:
            api.AbortDoc(canvas)
            raise
        except pypdfium2.PdfiumError as fault:
            api.AbortDoc(canvas)
            raise PrinterOut("", str(fault)) from fault
        return number

    @contextlib.contextmanager
    def _opened(self, printer: str) -> Iterator[Any]:
        handle = self._windows.printing.OpenPrinter(printer)
        try:
            yield handle
        finally:
            self._windows.printing.ClosePrinter(handle)

    @contextlib.contextmanager
    def _asking(self, printer: str) -> Iterator[None]:
        try:
            yield
        except self._windows.error as fault:
            raise PrinterOut(printer, str(fault)) from fault
