"""Rekap penutupan harian: the day's totals of one service point, for the head of the unit."""

from workstation.phrasing import clock, day_date, grouped
from workstation.printing import typeface
from workstation.printing.blocks import (
    Column,
    Table,
    body_style,
    enumerated,
    hand_signatures,
    label_rows,
    letterhead,
    title,
)
from workstation.printing.lines import Align, Style
from workstation.printing.marks import QUIET, draw_qr, qr_runs
from workstation.printing.paper import MM, Imprint, Pages
from workstation.printing.sheets import ClosingSheet, ClosingTable

CODE_SIDE = 38 * MM
KEEP = (
    "Kode di samping menyegel nomor dan sidik ini. Simpan lembar ini di luar jangkauan pengelola basis data: dengan"
    " lembar ini siapa pun dapat membuktikan apakah jurnal sampai baris itu masih seperti ketika hari ditutup."
)


def closing_pdf(sheet: ClosingSheet) -> bytes:
    """Set the closing; equal sheets give equal bytes. Raises UnprintableText."""
    name = f"Rekap Penutupan Harian, {day_date(sheet.day)}"
    pages = Pages(
        sheet.stationery, Imprint(name, sheet.letterhead.agency, running_head=name, practice=sheet.practice)
    )
    style = body_style(sheet.stationery)
    letterhead(pages, sheet.letterhead)
    title(pages, "Rekap Penutupan Harian")
    closed = f"{day_date(sheet.closed_at)}, {clock(sheet.closed_at)}"
    rows = [("Unit", sheet.unit), ("Hari, tanggal", day_date(sheet.day)), ("Ditutup", closed)]
    label_rows(pages, rows, style=style)
    for table in sheet.tables:
        _table(pages, table)
    if sheet.remarks:
        pages.space(5 * MM)
        pages.paragraph("Catatan:", style)
        enumerated(pages, (f"{n}." for n in range(1, len(sheet.remarks) + 1)), sheet.remarks, style=style)
    if sheet.seal:
        _anchor(pages, sheet)
    pages.space(8 * MM)
    hand_signatures(pages, [("Mengetahui, kepala unit", ""), ("Petugas penutup", sheet.officer)])
    return pages.finished()


def _anchor(pages: Pages, sheet: ClosingSheet) -> None:
    """Set the code beside what it says: the end of the day's journal."""
    quiet = QUIET * CODE_SIDE / qr_runs(sheet.seal)[0]
    box = CODE_SIDE + 2 * quiet
    pages.space(5 * MM)
    pages.need(box)
    top, left, bottom = pages.y, pages.left, pages.y - box
    pages.draw(lambda canvas: draw_qr(canvas, sheet.seal, left + quiet, bottom + quiet, CODE_SIDE))
    aside = box + 3 * MM
    pages.space(quiet)
    pages.paragraph("Ujung jurnal", Style(typeface.BOLD, 11, 15), left=aside)
    text = Style(typeface.REGULAR, 9.5, 13)
    pages.paragraph(f"Baris terakhir: {grouped(sheet.journal_row)}", text, left=aside)
    pages.paragraph(f"Sidik (SHA-256): {_in_fours(sheet.journal_hash)}", text, left=aside)
    pages.space(1.5 * MM)
    pages.paragraph(KEEP, Style(typeface.REGULAR, 8.5, 11.5), left=aside)
    pages.y = min(pages.y, top - box)


def _in_fours(text: str) -> str:
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4)) or "-"


def _table(pages: Pages, table: ClosingTable) -> None:
    pages.space(4 * MM)
    pages.need(25 * MM)
    pages.paragraph(table.title, Style(typeface.BOLD, 11, 15))
    pages.space(1 * MM)
    is_text = len(table.columns) == 2
    first = pages.width * (0.25 if is_text else 0.4)
    other = (pages.width - first) / max(1, len(table.columns) - 1)
    columns = [Column(table.columns[0], first)]
    columns += [
        Column(heading, other, Align.LEFT if is_text else Align.RIGHT) for heading in table.columns[1:]
    ]
    Table(pages, columns).set(table.rows, table.total)
