"""Put a queue number on paper; the number is valid whether the printer works or not."""

from collections.abc import Generator

from workstation.desk import Desk
from workstation.errors import PrinterOut
from workstation.printing.sheets import PaperSize, TicketSheet
from workstation.printing.slip import slip
from workstation.printing.spooler import PrintOrder, Spooler, SpoolState, default_printer, follow
from workstation.printing.ticket import ticket_pdf
from workstation.progress import Progress
from workstation.settings import OfficeSettings
from workstation.usecases.checking_in import IssuedTicket
from workstation.usecases.wordbook import Wordbook
from workstation.vocabulary import PaperKind


def print_ticket(
    desk: Desk,
    ticket: IssuedTicket,
    *,
    spooler: Spooler | None,
    printer: str,
    office: OfficeSettings,
    roll: PaperSize = PaperSize.ROLL_80,
    escpos: bool = False,
    raster_code: bool = False,
    limit: float = 30.0,
) -> Generator[Progress, None, str]:
    """Print the slip and wait at most `limit` seconds for the printer's word; returns the printer's name.

    With `escpos` it goes out in the printer's own language, not as a page (`raster_code`: see `slip`). An empty
    `printer` means the default one. Raises PrinterOut; the number stays given and may be printed again.
    """
    if spooler is None:
        raise PrinterOut(printer)
    sheet, title = _sheet(desk, ticket, office, roll), f"Tiket {ticket.number}"
    chosen = printer or default_printer(spooler)
    yield Progress(0, 2)
    if escpos:
        job = spooler.send_raw(slip(sheet, raster_code=raster_code), printer=chosen, title=title)
    else:
        job = spooler.send(ticket_pdf(sheet), PrintOrder(printer=chosen, title=title, media=roll))
    for state in follow(spooler, job, limit=limit):
        yield Progress(1, 2, state.raw)
        if state.state is SpoolState.FAILED:
            raise PrinterOut(chosen, state.raw)
    return chosen


def _sheet(desk: Desk, ticket: IssuedTicket, office: OfficeSettings, roll: PaperSize) -> TicketSheet:
    with desk.read() as session:
        words = Wordbook(session, ticket.issued_at).words(PaperKind.TICKET, desk.point.id)
    return TicketSheet(
        unit=desk.point.name,
        number=ticket.number,
        service=ticket.service,
        issued_at=ticket.issued_at,
        waiting=ticket.waiting,
        visit_code=ticket.code,
        # capitals alone make the QR code smaller, so that a thermal head prints it sharper
        visit_link=f"{office.track_address.rstrip('/')}/{ticket.code}".upper(),
        estimate_minutes=ticket.estimate_minutes or None,
        priority=ticket.priority,
        words=words,
        roll=roll,
        practice=office.practice,
    )
