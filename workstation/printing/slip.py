"""Tiket antrean in the printer's own language (ESC/POS): 48 columns on a roll of 80 mm, 32 on one of 58 mm."""

import textwrap
from datetime import datetime
from typing import Any, Final

import numpy as np

from workstation.phrasing import clock, day_date
from workstation.printing import typeface
from workstation.printing.marks import qr_modules
from workstation.printing.sheets import PaperSize, TicketSheet
from workstation.printing.ticket import ticket_words

COLUMNS: Final = {PaperSize.ROLL_80: 48, PaperSize.ROLL_58: 32}
WIDTHS: Final = {PaperSize.ROLL_80: 80, PaperSize.ROLL_58: 58}
DOTS: Final = {PaperSize.ROLL_80: 576, PaperSize.ROLL_58: 384}
LARGEST: Final = 6  # times the plain letter
MODULE_DOTS: Final = 6
QR_LEVEL_M: Final = 1
# typographic signs that the code pages of ticket printers do not have; "±" and letters with accents they do
PLAIN: Final = str.maketrans(
    {"–": "-", "—": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "…": "...", "·": "-"}
)


def slip(sheet: TicketSheet, *, raster_code: bool = False) -> bytes:
    """Return the ticket as bytes for the printer, ending with a cut; no drawer is ever opened.

    The code is the printer's own command, or a picture (`raster_code`) for printers that know none.
    """
    from escpos.printer import Dummy  # a second to import: only who has such a printer pays

    out = Dummy()
    out.hw("INIT")
    columns = COLUMNS[sheet.roll]
    _head(out, sheet, columns)
    _numbers(out, sheet, columns)
    _code(out, sheet.visit_link, sheet.roll, raster=raster_code)
    _foot(out, sheet, columns)
    out.cut(mode="PART")
    return bytes(out.output)


def trial_slip(printer: str, roll: PaperSize, at: datetime, *, raster_code: bool = False) -> bytes:
    """Return a page about the printer itself: its columns counted, a band, signs, a code, a cut."""
    from escpos.printer import Dummy

    out, columns = Dummy(), COLUMNS[roll]
    out.hw("INIT")
    _band(out, "UJI PENCETAK TIKET", columns)
    _lines(out, printer, columns, bold=True)
    _lines(out, f"gulungan {WIDTHS[roll]} mm, {columns} kolom", columns)
    _lines(out, f"{day_date(at)}, {clock(at)}", columns)
    _rule(out, columns)
    out.set(align="left")
    out.textln("".join(str(place % 10) for place in range(1, columns + 1)))
    _lines(out, "Baris angka di atas harus tepat satu baris, tanpa terpotong.", columns)
    _lines(out, "A-012", columns, times=max(1, min(LARGEST, columns // 5)), bold=True)
    _lines(out, "Huruf: ± é – “tanda kutip”", columns)
    _code(out, "UJI PENCETAK TIKET", roll, raster=raster_code)
    _lines(out, "Kode harus terbaca telepon; kertas terpotong di bawah baris ini.", columns)
    out.cut(mode="PART")
    return bytes(out.output)


def _head(out: Any, sheet: TicketSheet, columns: int) -> None:
    if sheet.practice:
        _band(out, "LATIHAN", columns)
    _lines(out, ticket_words(sheet).line("heading"), columns, bold=True)
    _rule(out, columns)
    if sheet.priority:
        _band(out, "PRIORITAS", columns)
    _lines(out, "Nomor antrean", columns)
    times = max(1, min(LARGEST, columns // max(len(sheet.number), 1)))
    _lines(out, sheet.number, columns, times=times, bold=True)


def _numbers(out: Any, sheet: TicketSheet, columns: int) -> None:
    _lines(out, sheet.service, columns, bold=True)
    _lines(out, f"{day_date(sheet.issued_at)}, {clock(sheet.issued_at)}", columns)
    _rule(out, columns)
    minutes = "-" if sheet.estimate_minutes is None else f"± {sheet.estimate_minutes} menit"
    for label, value in (("Menunggu", f"{sheet.waiting} orang"), ("Perkiraan", minutes)):
        out.set(align="left")
        out.textln(f"{label}{value:>{columns - len(label)}}")
    _rule(out, columns)


def _code(out: Any, text: str, roll: PaperSize, *, raster: bool) -> None:
    out.set(align="center")
    if raster:
        out._raw(_picture(text, DOTS[roll]))
    else:
        out.qr(text, native=True, size=MODULE_DOTS, ec=QR_LEVEL_M)


def _picture(link: str, dots: int) -> bytes:
    """Draw the code with its quiet zone, as large as the roll lets it, as one raster picture (GS v 0)."""
    dark = np.pad(qr_modules(link), 4)
    scale = min(MODULE_DOTS, dots // dark.shape[0])
    rows = np.packbits(np.kron(dark, np.ones((scale, scale), dtype=bool)), axis=1)
    height, width = rows.shape
    return bytes(b"\x1dv0\x00" + width.to_bytes(2, "little") + height.to_bytes(2, "little") + rows.tobytes())


def _foot(out: Any, sheet: TicketSheet, columns: int) -> None:
    _lines(out, f"Kode kunjungan {sheet.visit_code}", columns, bold=True)
    for note in [sheet.note] if sheet.note else ticket_words(sheet).lines("note"):
        _lines(out, note, columns)
    if sheet.practice:
        _band(out, "LATIHAN - TIDAK BERLAKU", columns)


def _lines(out: Any, text: str, columns: int, *, times: int = 1, bold: bool = False) -> None:
    """Write a text centred, wrapped at words; a word longer than the roll is broken."""
    out.set(
        align="center",
        bold=bold,
        custom_size=times > 1,
        width=times,
        height=times,
        normal_textsize=times == 1,
    )
    for line in textwrap.wrap(
        _plain(text), columns // times, drop_whitespace=False, replace_whitespace=False
    ):
        out.textln(line)
    out.set(bold=False, normal_textsize=True)


def _band(out: Any, text: str, columns: int) -> None:
    """White letters on black, right across the roll."""
    out.set(align="center", bold=True, invert=True)
    out.textln(f"{text:^{columns}}")
    out.set(bold=False, invert=False)


def _rule(out: Any, columns: int) -> None:
    out.set(align="left")
    out.textln("-" * columns)


def _plain(text: str) -> str:
    return typeface.printable(text).translate(PLAIN)
