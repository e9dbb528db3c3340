"""Try a printer: a page about the printer itself shows size, tray and margins; nobody stands on it."""

from collections.abc import Generator

from workstation.desk import Desk
from workstation.errors import PrinterOut
from workstation.printing.sheets import PaperSize
from workstation.printing.slip import trial_slip
from workstation.printing.spooler import JobId, PrintOrder, Spooler, SpoolState, follow
from workstation.printing.ticket import trial_ticket_pdf
from workstation.printing.trialpage import TrialPage, trial_page_pdf
from workstation.printing.wire import is_wire
from workstation.progress import Progress
from workstation.settings import ESCPOS, RASTER, Settings
from workstation.usecases.printing_out import Tray

TITLE = "Halaman uji"


def print_trial_page(
    desk: Desk,
    to: Tray,
    paper: PaperSize,
    *,
    use: str,
    tray_words: str,
    spooler: Spooler,
    limit: float = 120.0,
) -> Generator[Progress, None, str]:
    """Print the test page on A4 or F4 and wait for the printer's word; returns the printer's name. PrinterOut."""
    page = TrialPage(to.printer, tray_words, paper, use, desk.point.name, desk.officer.name, desk.now())
    order = PrintOrder(to.printer, TITLE, media=paper, tray=to.tray, two_sided=to.two_sided)
    job = spooler.send(trial_page_pdf(page), order)
    return (yield from _awaited(spooler, job, limit))


def print_trial_slip(
    desk: Desk, printer: str, settings: Settings, *, spooler: Spooler, limit: float = 30.0
) -> Generator[Progress, None, str]:
    """Print the test of a ticket printer in the language that the settings give it; returns its name. PrinterOut."""
    roll = PaperSize.ROLL_58 if settings.ticket_roll == "58" else PaperSize.ROLL_80
    if settings.ticket_language == ESCPOS or is_wire(printer):
        slip = trial_slip(printer, roll, desk.now(), raster_code=settings.ticket_code == RASTER)
        job = spooler.send_raw(slip, printer=printer, title=TITLE)
    else:
        pdf = trial_ticket_pdf(printer, roll, desk.now())
        job = spooler.send(pdf, PrintOrder(printer, TITLE, media=roll))
    return (yield from _awaited(spooler, job, limit))


def _awaited(spooler: Spooler, job: JobId, limit: float) -> Generator[Progress, None, str]:
    for now in follow(spooler, job, limit=limit):
        if now.state is SpoolState.FAILED:
            raise PrinterOut(job.printer, now.raw)
        yield Progress(1, 2, now.raw)
    return job.printer
