"""Tiket antrean on a roll of 80 or 58 mm: as high as its words need."""

from collections.abc import Callable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from workstation.phrasing import clock, day_date
from workstation.printing import typeface
from workstation.printing.lines import Align, Line, Style, break_lines, fit_line
from workstation.printing.marks import draw_qr
from workstation.printing.paper import MM, SIZES_MM, draw_line
from workstation.printing.sheets import PaperSize, TicketSheet
from workstation.printing.template import Said
from workstation.printing.wordings import TICKET

EDGE = 4 * MM
"""What a thermal head cannot reach at either side."""
QR_SIDE = 24 * MM
BAND = 7.5 * MM

UNIT = Style(typeface.TICKET_STRONG, 10.5, 13.5, Align.CENTRE)
LABEL = Style(typeface.TICKET, 8.5, 11, Align.CENTRE)
SERVICE = Style(typeface.TICKET_STRONG, 11.5, 15, Align.CENTRE)
FIGURE = Style(typeface.TICKET_STRONG, 14, 18, Align.CENTRE)
CODE = Style(typeface.TICKET_STRONG, 11, 14, Align.CENTRE)
SHOUT = Style(typeface.TICKET_HEAVY, 12, 16, Align.CENTRE)

Ink = Callable[[Any, float], None]
"""Draws a strip of the ticket below the height it is given."""


class _Roll:
    """Strips collected from the top down, so that the height is known before the page is made."""

    def __init__(self, width_mm: float) -> None:
        self.width = width_mm * MM
        self.measure = self.width - 2 * EDGE
        self.height = 0.0
        self.strips: list[tuple[float, Ink]] = []

    def strip(self, height: float, ink: Ink) -> None:
        self.strips.append((self.height, ink))
        self.height += height

    def white(self, height: float) -> None:
        self.height += height

    def text(self, text: str, style: Style) -> None:
        for line in break_lines(text, style, self.measure):
            self.strip(style.leading, self._line_ink(line, style))

    def _line_ink(self, line: Line, style: Style) -> Ink:
        return lambda canvas, top: draw_line(canvas, line, style, EDGE, self.measure, top)

    def rule(self) -> None:
        self.white(2 * MM)
        self.strip(2 * MM, lambda canvas, top: canvas.line(EDGE, top, self.width - EDGE, top))

    def band(self, text: str) -> None:
        """White letters on black: what must be seen from across the counter."""
        line, style = fit_line(text, SHOUT, self.measure - 2 * MM)

        def ink(canvas: Any, top: float) -> None:
            canvas.setFillGray(0)
            canvas.rect(EDGE, top - BAND, self.measure, BAND, stroke=0, fill=1)
            canvas.setFillGray(1)
            draw_line(canvas, line, style, EDGE, self.measure, top - (BAND - SHOUT.leading) / 2)
            canvas.setFillGray(0)

        self.strip(BAND, ink)
        self.white(2 * MM)

    def pair(self, left: tuple[str, str], right: tuple[str, str]) -> None:
        """Two figures side by side under their labels."""
        half = self.measure / 2

        def ink(canvas: Any, top: float) -> None:
            for column, words in enumerate((left, right)):
                y = top
                for text, wanted in zip(words, (LABEL, FIGURE), strict=True):
                    line, style = fit_line(text, wanted, half - 2 * MM)
                    draw_line(canvas, line, style, EDGE + column * half + MM, half - 2 * MM, y)
                    y -= wanted.leading

        self.strip(LABEL.leading + FIGURE.leading, ink)


def ticket_pdf(sheet: TicketSheet) -> bytes:
    """Set the ticket; the page is as wide as the roll. Raises UnprintableText."""
    roll = _Roll(SIZES_MM[sheet.roll][0])
    roll.white(4 * MM)
    said = ticket_words(sheet)
    _head(roll, sheet, said.line("heading"))
    _number(roll, sheet.number)
    _waiting(roll, sheet)
    _visit(roll, sheet, said.lines("note"))
    roll.white(4 * MM)
    name = f"{'LATIHAN – ' if sheet.practice else ''}Tiket antrean {sheet.number}"
    return _drawn(roll, name, sheet.unit)


def trial_ticket_pdf(printer: str, roll: PaperSize, at: datetime) -> bytes:
    """Set a page about the ticket printer itself: a frame as wide as it can print, signs and a code."""
    strips = _Roll(SIZES_MM[roll][0])
    strips.white(4 * MM)
    strips.band("UJI PENCETAK TIKET")
    strips.text(printer, UNIT)
    strips.text(f"gulungan {roll.removeprefix('roll_')} mm", LABEL)
    strips.text(f"{day_date(at)}, {clock(at)}", LABEL)
    strips.rule()
    strips.text("A-012", Style(typeface.TICKET_HEAVY, 40, 44, Align.CENTRE))
    strips.text("Kedua garis di atas dan di bawah harus utuh sampai ke ujungnya.", LABEL)
    strips.rule()
    left = (strips.width - QR_SIDE) / 2
    strips.white(3 * MM)
    strips.strip(
        QR_SIDE, lambda canvas, top: draw_qr(canvas, "UJI PENCETAK TIKET", left, top - QR_SIDE, QR_SIDE)
    )
    strips.white(3.5 * MM)
    strips.text("Kode harus terbaca telepon; kertas terpotong di bawah baris ini.", LABEL)
    strips.white(4 * MM)
    return _drawn(strips, "Uji pencetak tiket", printer)


def ticket_words(sheet: TicketSheet) -> Said:
    """Fill the wording of a ticket; what comes out of a ticket printer says the same."""
    return Said(
        TICKET, sheet.words, {"nama_unit": sheet.unit, "nomor": sheet.number, "layanan": sheet.service}
    )


def _head(roll: _Roll, sheet: TicketSheet, heading: str) -> None:
    if sheet.practice:
        roll.band("LATIHAN")
    roll.text(heading, UNIT)
    roll.rule()
    if sheet.priority:
        roll.band("PRIORITAS")


def _number(roll: _Roll, number: str) -> None:
    roll.text("Nomor antrean", LABEL)
    size = min(60.0, roll.measure / typeface.width(typeface.TICKET_HEAVY, 1, typeface.printable(number)))
    roll.text(number, Style(typeface.TICKET_HEAVY, size, size * 1.06, Align.CENTRE))


def _waiting(roll: _Roll, sheet: TicketSheet) -> None:
    roll.text(sheet.service, SERVICE)
    roll.text(f"{day_date(sheet.issued_at)}, {clock(sheet.issued_at)}", LABEL)
    roll.rule()
    minutes = "–" if sheet.estimate_minutes is None else f"± {sheet.estimate_minutes} menit"
    roll.pair(("Menunggu", f"{sheet.waiting} orang"), ("Perkiraan", minutes))
    roll.rule()


def _visit(roll: _Roll, sheet: TicketSheet, notes: Sequence[str]) -> None:
    left = (roll.width - QR_SIDE) / 2
    roll.white(3 * MM)
    roll.strip(QR_SIDE, lambda canvas, top: draw_qr(canvas, sheet.visit_link, left, top - QR_SIDE, QR_SIDE))
    roll.white(3.5 * MM)
    roll.text(f"Kode kunjungan {sheet.visit_code}", CODE)
    for note in [sheet.note] if sheet.note else notes:
        roll.text(note, LABEL)
    if sheet.practice:
        roll.white(2 * MM)
        roll.band("LATIHAN – TIDAK BERLAKU")


def _drawn(roll: _Roll, name: str, author: str) -> bytes:
    out = BytesIO()
    typeface.load(typeface.REGULAR)
    canvas = Canvas(
        out, pagesize=(roll.width, roll.height), invariant=1, pageCompression=1, lang="id-ID",
        initialFontName=typeface.REGULAR, pdfVersion=(1, 7),
    )  # fmt: skip
    canvas.setTitle(name)
    canvas.setAuthor(author)
    canvas.setCreator("Loket")
    canvas.setViewerPreference("PrintScaling", "None")
    canvas.setLineWidth(0.8)
    for offset, ink in roll.strips:
        ink(canvas, roll.height - offset)
    canvas.showPage()
    canvas.save()
    return out.getvalue()
