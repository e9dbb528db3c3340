"""The building blocks letters share: letterhead, title, rows of label and value, lists, tables."""

import base64
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from workstation.phrasing import clock, day_date, long_date
from workstation.printing import photo, typeface
from workstation.printing.lines import Align, Line, Run, Style, break_lines, fit_line
from workstation.printing.marks import SignatureBlock
from workstation.printing.paper import MM, Pages
from workstation.printing.sheets import (
    Letterhead,
    PermitSheet,
    ReceiptSheet,
    RefusalSheet,
    ReturnSheet,
    Stationery,
    WaitSheet,
    WithdrawalSheet,
)
from workstation.printing.template import QR, Said

ARMS = 22 * MM
"""Ground left of the letterhead for the agency's arms, which the agency supplies."""

LABEL = 37 * MM
COLON = 4 * MM
HANG = 6.5 * MM
GAP = 1.5
"""Points of white between the items of a list."""


SMALLEST_SHARE = 0.75
HAND_LINE = 8 * MM
"""Between two lines that somebody writes on."""


def body_style(stationery: Stationery, align: Align = Align.LEFT) -> Style:
    """The letter's text at the size of the stationery."""
    return Style(typeface.REGULAR, stationery.body, round(stationery.body * 1.3, 1), align)


def letterhead(pages: Pages, head: Letterhead) -> None:
    """Set the kop: who speaks, where to find them, a thick and a thin rule; beside the arms, where there are some."""
    has_mark = bool(head.logo or (pages.imprint.practice and head.monogram))
    left = ARMS if has_mark else 0.0
    width = pages.width - left
    pages.y += 8 * MM
    top = pages.y
    rows = (
        (head.government.upper(), Style(typeface.REGULAR, 12, 15, Align.CENTRE)),
        (head.agency.upper(), Style(typeface.BOLD, 13, 16, Align.CENTRE)),
        (head.unit.upper(), Style(typeface.BOLD, 11, 14, Align.CENTRE)),
        (head.address, Style(typeface.REGULAR, 8.5, 11, Align.CENTRE)),
        (head.contact, Style(typeface.REGULAR, 8.5, 11, Align.CENTRE)),
    )
    for text, style in rows:
        if text:
            pages.paragraph(text, _on_one_line(text, style, width), left=left, width=width)
    pages.y = min(pages.y, top - 18 * MM)
    if head.logo:
        _logo(pages, head.logo, (top + pages.y) / 2)
    elif has_mark:
        _monogram(pages, head.monogram, (top + pages.y) / 2)
    pages.rule(pages.y - 5, 2)
    pages.rule(pages.y - 8, 0.6)
    pages.y -= 8 + 6 * MM


def _on_one_line(text: str, style: Style, width: float) -> Style:
    """The size at which a name of the office stands on one line; a very long one wraps at its own size."""
    _, fitted = fit_line(text, style, width * 0.99)
    return fitted if fitted.size >= SMALLEST_SHARE * style.size else style


def _logo(pages: Pages, logo: str, middle: float) -> None:
    picture, side = photo.ready(base64.b64decode(logo)), 20 * MM
    left, bottom = pages.left, middle - side / 2
    pages.draw(
        lambda canvas: canvas.drawImage(
            picture, left, bottom, side, side, preserveAspectRatio=True, anchor="c"
        )
    )


def _monogram(pages: Pages, text: str, middle: float) -> None:
    side = 16 * MM
    style = Style(typeface.BOLD, 12, 14, Align.CENTRE)
    pages.draw(lambda canvas: canvas.rect(pages.left, middle - side / 2, side, side))
    line, style = fit_line(text, style, side - 2 * MM)
    pages.set_line(line, style, 1 * MM, side - 2 * MM, middle + 7)


def title(pages: Pages, text: str, number: str = "") -> None:
    """Set the paper's name and the line of its number in the middle."""
    pages.paragraph(text.upper(), Style(typeface.BOLD, 13, 17, Align.CENTRE))
    if number:
        pages.paragraph(number, Style(typeface.REGULAR, 11, 15, Align.CENTRE))
    pages.space(4 * MM)


def paragraphs(pages: Pages, said: Said, code: str, *, style: Style, after: float = 2 * MM) -> None:
    """Set a block of the wording, each line a paragraph with `after` points of white below."""
    for runs in said.paragraphs(code):
        pages.paragraph(runs, style)
        pages.space(after)


def signed_facts(
    sheet: PermitSheet | RefusalSheet | WithdrawalSheet, permit_type: str, holder: str
) -> dict[str, str]:
    """Give the fields that every letter with an electronic signature has."""
    return {
        "nomor": sheet.number,
        "jenis_izin": permit_type,
        "nomor_permohonan": sheet.application_number,
        "tanggal_permohonan": long_date(sheet.application_date),
        "tanggal_surat": long_date(sheet.issued_on),
        "tempat": sheet.place,
        "nama_pemohon": holder,
        "jabatan": sheet.signatory.office,
        "nama_pejabat": sheet.signatory.name,
        "pangkat": sheet.signatory.rank,
        "nip": sheet.signatory.nip,
        QR: "",
        "kalimat_tte": sheet.footer,
        "nama_unit": sheet.letterhead.unit,
    }


def counter_facts(sheet: ReceiptSheet | ReturnSheet | WaitSheet, at: datetime) -> dict[str, str]:
    """Give the fields that every sheet about an application at the counter has."""
    return {
        "nomor_pendaftaran": sheet.registration_number,
        "layanan": sheet.service,
        "nama_pemohon": sheet.applicant,
        "petugas": sheet.officer,
        "hari_tanggal": f"{day_date(at)}, {clock(at)}",
        "nama_unit": sheet.letterhead.unit,
    }


@dataclass(frozen=True, slots=True)
class Beside:
    """Something at the right edge of page `page`: its width with white, and the height where it ends."""

    width: float
    foot: float
    page: int

    def taken(self, pages: Pages) -> float:
        """Points it takes from the line that begins here."""
        return self.width if pages.number == self.page and pages.y > self.foot else 0.0


def label_rows(
    pages: Pages,
    rows: Iterable[tuple[str, str | Sequence[Run]]],
    *,
    style: Style,
    label: float = LABEL,
    beside: Beside | None = None,
) -> None:
    """Set rows "label : value", narrower where they stand beside something."""
    indent = label + COLON
    for name, value in rows:
        measure = pages.width - indent - (beside.taken(pages) if beside else 0.0)
        names = break_lines(name, style, label - 2 * MM)
        values = break_lines(value, style, measure)
        count = max(len(names), len(values))
        pages.need(min(count, 3) * style.leading)
        pages.set_line(break_lines(":", style, COLON)[0], style, label, COLON, pages.y)
        for number in range(count):
            pages.need(style.leading)
            if number < len(names):
                pages.set_line(names[number], style, 0, label, pages.y)
            if number < len(values):
                pages.set_line(values[number], style, indent, measure, pages.y)
            pages.y -= style.leading
        pages.space(GAP)


def enumerated(
    pages: Pages,
    marks: Iterable[str],
    items: Iterable[str | Sequence[Run]],
    *,
    style: Style,
    left: float = 0.0,
    hang: float = HANG,
    width: float | None = None,
) -> None:
    """Set a list with hanging marks; an item's first line never stands without its mark."""
    measure = (pages.width - left if width is None else width) - hang
    for mark, item in zip(marks, items, strict=False):
        pages.need(min(len(break_lines(item, style, measure)), 2) * style.leading)
        pages.set_line(
            break_lines(mark, replace(style, align=Align.LEFT), hang)[0], style, left, hang, pages.y
        )
        pages.paragraph(item, style, left=left + hang, width=measure)
        pages.space(GAP)


def letters() -> Iterable[str]:
    """a. b. c. ... z. aa. ab. ..."""
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    yield from (f"{letter}." for letter in alphabet)
    yield from (f"{first}{second}." for first in alphabet for second in alphabet)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: heading, width in points, alignment of its cells."""

    heading: str
    width: float
    align: Align = Align.LEFT


CELL = Style(typeface.REGULAR, 9.5, 12)
HEADING = Style(typeface.BOLD, 9, 11.5)
PAD = 1.2 * MM
SIDE = 1.7 * MM


class Table:
    """A ruled table whose heading is repeated on every page; rows wrap and, if taller than a page, go on."""

    def __init__(self, pages: Pages, columns: Sequence[Column]) -> None:
        self.pages = pages
        self.columns = columns
        self.width = sum(column.width for column in columns)

    def set(
        self, rows: Iterable[Sequence[str]], total: Sequence[str] | None = None, *, tail: float = 0.0
    ) -> None:
        """Set the heading and all rows; `total` is a last row in bold.

        No row stands alone: the first two go with the heading, the last two with the `tail` points that follow them.
        """
        ready = [self._cells(row, CELL) for row in rows]
        if total is not None:
            ready.append(self._cells(total, replace(CELL, font=typeface.BOLD)))
        head = self._height(self._head(), HEADING)
        self.pages.need(head + sum(self._height(cells, CELL) for cells in ready[:2]))
        self._put_head()
        for number, cells in enumerate(ready):
            if number and number == len(ready) - 2:
                self._keep(head, sum(self._height(one, CELL) for one in ready[-2:]), tail)
            self._row(cells, CELL)

    def _keep(self, head: float, rows: float, tail: float) -> None:
        """Turn the page before the last two rows when what follows them would stand without a row."""
        if head + rows + tail <= self.pages.top - self.pages.bottom:
            self._turn_unless(rows + tail)

    def _head(self) -> list[list[Line]]:
        return self._cells([column.heading for column in self.columns], HEADING)

    def _cells(self, texts: Sequence[str], style: Style) -> list[list[Line]]:
        return [
            break_lines(text, style, column.width - 2 * SIDE)
            for text, column in zip(texts, self.columns, strict=True)
        ]

    @staticmethod
    def _height(cells: list[list[Line]], style: Style) -> float:
        return max((len(lines) for lines in cells), default=1) * style.leading + 2 * PAD

    def _put_head(self) -> None:
        self._band(self._head(), HEADING, shade=0.93)

    def _row(self, cells: list[list[Line]], style: Style) -> None:
        whole_page = self.pages.top - self.pages.bottom - self._height(self._head(), HEADING)
        if self._height(cells, style) <= whole_page:
            self._turn_unless(self._height(cells, style))
            self._band(cells, style)
            return
        while any(cells):
            self._turn_unless(2 * style.leading + 2 * PAD)
            count = int((self.pages.room - 2 * PAD) // style.leading)
            self._band([lines[:count] for lines in cells], style)
            cells = [lines[count:] for lines in cells]

    def _turn_unless(self, height: float) -> None:
        before = self.pages.number
        self.pages.need(height)
        if self.pages.number != before:
            self._put_head()

    def _band(self, cells: list[list[Line]], style: Style, shade: float | None = None) -> None:
        height, top = self._height(cells, style), self.pages.y
        self._frame(top, height, shade)
        left = 0.0
        for column, lines in zip(self.columns, cells, strict=True):
            placed = replace(style, align=column.align)
            for number, line in enumerate(lines):
                y = top - PAD - number * style.leading
                self.pages.set_line(line, placed, left + SIDE, column.width - 2 * SIDE, y)
            left += column.width
        self.pages.y -= height

    def _frame(self, top: float, height: float, shade: float | None) -> None:
        edges = [self.pages.left]
        for column in self.columns:
            edges.append(edges[-1] + column.width)

        def ink(canvas: Any) -> None:
            canvas.setLineWidth(0.5)
            if shade is not None:
                canvas.setFillGray(shade)
                canvas.rect(edges[0], top - height, self.width, height, stroke=0, fill=1)
                canvas.setFillGray(0)
            canvas.grid(edges, [top, top - height])

        self.pages.draw(ink)


def hand_signatures(pages: Pages, parties: Sequence[tuple[str, str]]) -> None:
    """Leave room for signatures by hand: (role, name in brackets) side by side; one alone stands at the right."""
    column = pages.width / max(len(parties), 2)
    first = pages.width - column * len(parties)
    style = Style(typeface.REGULAR, 10.5, 13.5, Align.CENTRE)
    feet = [
        break_lines(f"({name})" if name else "(" + "." * 34 + ")", style, column - 8 * MM)
        for _, name in parties
    ]
    pages.need(style.leading * (1 + max(len(foot) for foot in feet)) + 22 * MM)
    top = pages.y
    for number, ((role, _), foot) in enumerate(zip(parties, feet, strict=True)):
        left = first + number * column + 4 * MM
        line, fitted = fit_line(role, style, column - 8 * MM)
        pages.set_line(line, fitted, left, column - 8 * MM, top)
        for offset, line in enumerate(foot):
            y = top - 22 * MM - style.leading * (1 + offset)
            pages.set_line(line, style, left, column - 8 * MM, y)
    pages.y = top - 22 * MM - style.leading * (1 + max(len(foot) for foot in feet))


def room_to_write(pages: Pages, label: str, lines: int, style: Style) -> None:
    """Leave dotted lines to write on by hand, as many as `lines`, under their name."""
    pages.need((lines + 1) * HAND_LINE)
    pages.paragraph(f"{label}:", style)
    for _ in range(lines):
        pages.y -= HAND_LINE
        _dotted(pages, pages.y)
    pages.space(4 * MM)


def _dotted(pages: Pages, y: float) -> None:
    left, right = pages.left, pages.left + pages.width

    def ink(canvas: Any) -> None:
        canvas.setLineWidth(0.6)
        canvas.setDash(0.6, 2.4)
        canvas.line(left, y, right, y)
        canvas.setDash()

    pages.draw(ink)


def signed_end(pages: Pages, block: SignatureBlock, height: float, last_words: Callable[[], None]) -> None:
    """Set the last words, `height` points, and the block on one page: a signature never stands alone."""
    pages.need(height + block.height + 7 * MM)
    last_words()
    pages.space(4 * MM)
    block.place(pages, pages.width - block.width)


def copies(pages: Pages, receivers: Sequence[str], block: SignatureBlock) -> None:
    """Set the Tembusan below the signature block just placed, or at its left when the page is full."""
    if not receivers:
        return
    style = Style(typeface.REGULAR, 9, 11.5)
    marks = ["–"] if len(receivers) == 1 else [f"{n}." for n in range(1, len(receivers) + 1)]
    width = pages.width - block.width - 7 * MM
    beside = style.leading + _list_height(receivers, style, width)
    below = style.leading + _list_height(receivers, style, pages.width) - GAP
    if pages.room < below + 1 * MM and beside <= block.height:
        pages.y += beside
    else:
        width = pages.width
        pages.space(min(2 * MM, max(1 * MM, pages.room - below)))
        pages.need(below)
    pages.paragraph("Tembusan:", style)
    enumerated(pages, marks, receivers, style=style, hang=5 * MM, width=width)


def _list_height(items: Sequence[str], style: Style, width: float, hang: float = 5 * MM) -> float:
    return sum(len(break_lines(item, style, width - hang)) * style.leading + GAP for item in items)
