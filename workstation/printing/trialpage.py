"""Halaman uji: shows on paper which printer, tray and size were meant, and whether edges and scale are right."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from workstation.phrasing import clock, day_date
from workstation.printing import typeface
from workstation.printing.blocks import body_style, enumerated, label_rows, title
from workstation.printing.lines import Align, Style, break_lines
from workstation.printing.marks import draw_qr
from workstation.printing.paper import MM, SIZES_MM, Imprint, Pages
from workstation.printing.sheets import PaperSize, Stationery

EDGE_MM: Final = 5
RULER_MM: Final = 100
CORNER: Final = 6 * MM
NAMES: Final = {PaperSize.A4: "A4 (210 × 297 mm)", PaperSize.F4: "F4 (215 × 330 mm)"}
CHECKS: Final = (
    f"Keempat garis putus-putus di tepi terlihat utuh, {EDGE_MM} mm dari tepi kertas. Bila hilang atau miring: "
    "periksa penjepit kertas di baki.",
    f"Penggaris di bawah tepat {RULER_MM} mm. Bila tidak: pencetak mengecilkan halaman; matikan “sesuaikan dengan "
    "halaman” (fit to page).",
    "Kertas keluar dari baki dan dalam ukuran yang tertulis di atas.",
    "Sepuluh petak abu-abu dapat dibedakan, garis rambut tidak terputus, dan kode QR terbaca telepon.",
)


@dataclass(frozen=True, slots=True)
class TrialPage:
    """What the page says about itself; `tray` in the words of the screen."""

    printer: str
    tray: str
    paper: PaperSize
    use: str
    unit: str
    officer: str
    at: datetime


def trial_page_pdf(page: TrialPage) -> bytes:
    """Set the page on A4 or F4; equal pages give equal bytes. Raises UnprintableText."""
    stationery = Stationery(paper=page.paper)
    pages = Pages(stationery, Imprint("Halaman uji pencetak", page.unit))
    _edges(pages)
    title(pages, "Halaman Uji Pencetak", "bukan surat; boleh dibuang")
    label_rows(
        pages,
        [
            ("Pencetak", [(typeface.BOLD, page.printer)]),
            ("Baki", page.tray or "pilihan pencetak"),
            ("Ukuran kertas", NAMES[page.paper]),
            ("Dipakai untuk", page.use),
            ("Unit", page.unit),
            ("Dicetak", f"{day_date(page.at)}, {clock(page.at)}, oleh {page.officer}"),
        ],
        style=body_style(stationery),
    )
    pages.space(4 * MM)
    enumerated(pages, (f"{n}." for n in range(1, 5)), CHECKS, style=body_style(stationery))
    pages.space(4 * MM)
    _ruler(pages)
    _greys(pages)
    _hairlines_and_code(pages, f"HALAMAN UJI {page.printer.upper()}")
    return pages.finished()


def _edges(pages: Pages) -> None:
    width, height = (side * MM for side in SIZES_MM[pages.stationery.paper])
    edge = EDGE_MM * MM
    left, right = pages.left, pages.left + pages.width
    small = Style(typeface.REGULAR, 7, 9, Align.LEFT)

    def ink(canvas: Any) -> None:
        canvas.setLineWidth(0.7)
        canvas.setDash(4, 3)
        canvas.rect(edge, edge, width - 2 * edge, height - 2 * edge)
        canvas.setDash()
        for x, outward in ((left, -1), (right, 1)):
            for y, up in ((pages.bottom, -1), (pages.top, 1)):
                canvas.line(x, y, x + outward * CORNER, y)
                canvas.line(x, y, x, y + up * CORNER)

    pages.draw(ink)
    words = break_lines(
        f"Garis putus-putus: {EDGE_MM} mm dari tepi; siku: batas tulisan surat", small, right
    )[0]
    pages.set_line(words, small, 0, pages.width, height - edge - 2 * MM)


def _ruler(pages: Pages) -> None:
    """Set a ruler of 100 mm with its figures."""
    left, y = pages.left + (pages.width - RULER_MM * MM) / 2, pages.y - 6 * MM
    figure = Style(typeface.REGULAR, 8, 10, Align.CENTRE)

    def ink(canvas: Any) -> None:
        canvas.setLineWidth(0.5)
        canvas.line(left, y, left + RULER_MM * MM, y)
        for mark in range(RULER_MM + 1):
            high = 5 if mark % 10 == 0 else 3.5 if mark % 5 == 0 else 2
            canvas.line(left + mark * MM, y, left + mark * MM, y + high * MM)

    pages.draw(ink)
    for mark in range(0, RULER_MM + 1, 10):
        word = break_lines(f"{mark} mm" if mark == RULER_MM else str(mark), figure, 20 * MM)[0]
        pages.set_line(word, figure, left - pages.left + (mark - 10) * MM, 20 * MM, y - 1 * MM)
    pages.y = y - 9 * MM


def _greys(pages: Pages) -> None:
    """Set ten fields from white to black."""
    side = pages.width / 10
    left, bottom = pages.left, pages.y - 9 * MM

    def ink(canvas: Any) -> None:
        canvas.setLineWidth(0.3)
        for step in range(10):
            canvas.setFillGray(1 - step / 9)
            canvas.rect(left + step * side, bottom, side, 9 * MM, fill=1)
        canvas.setFillGray(0)

    pages.draw(ink)
    pages.y = bottom - 6 * MM


def _hairlines_and_code(pages: Pages, text: str) -> None:
    side, left, top = 30 * MM, pages.left + 4 * MM, pages.y

    def ink(canvas: Any) -> None:
        draw_qr(canvas, text, left, top - side, side)
        for step in range(16):
            canvas.setLineWidth(0.1 + step * 0.05)
            y = top - step * 2 * MM
            canvas.line(left + 40 * MM, y, pages.left + pages.width, y)

    pages.draw(ink)
    pages.y = top - side
