"""Papers of a case that waits: levy order (SKRD), report of a survey (BAPL), technical consent (BAPT), postponement."""

from collections.abc import Sequence
from decimal import Decimal

from workstation.phrasing import clock, day_date, long_date, rupiah, rupiah_words
from workstation.printing import typeface
from workstation.printing.blocks import (
    Column,
    Table,
    body_style,
    counter_facts,
    hand_signatures,
    label_rows,
    letterhead,
    paragraphs,
    room_to_write,
    title,
)
from workstation.printing.lines import Align, Run, Style
from workstation.printing.paper import MM, Imprint, Pages
from workstation.printing.sheets import BillLine, WaitSheet
from workstation.printing.template import Said
from workstation.printing.wordings import FORMS
from workstation.worktime import WIB

SIGNATURES = 45 * MM
"""What the names below the dateline need: they never stand on a page alone."""


def wait_pdf(sheet: WaitSheet) -> bytes:
    """Set the paper that fits the wait; equal sheets give equal bytes. Raises UnprintableText."""
    said = Said(FORMS[sheet.kind], sheet.words, counter_facts(sheet, sheet.at) | dict(sheet.said))
    name = f"{said.line('title')} {sheet.order_number or sheet.registration_number}"
    imprint = Imprint(
        name,
        sheet.letterhead.agency,
        running_head=name,
        footer=f"Dicetak {day_date(sheet.at)}, {clock(sheet.at)}, oleh {sheet.officer}",
        practice=sheet.practice,
    )
    pages = Pages(sheet.stationery, imprint)
    letterhead(pages, sheet.letterhead)
    title(pages, said.line("title"), f"NOMOR: {sheet.order_number}" if sheet.order_number else "")
    style, justified = body_style(sheet.stationery), body_style(sheet.stationery, Align.JUSTIFY)
    paragraphs(pages, said, "opening", style=justified)
    label_rows(pages, [*_about(sheet), *(row for row in sheet.facts if row[1])], style=style)
    pages.space(3 * MM)
    if sheet.bill:
        _bill(pages, sheet.bill)
        label_rows(pages, [("Terbilang", f"({rupiah_words(_total(sheet.bill))})"), *sheet.terms], style=style)
        pages.space(3 * MM)
    paragraphs(pages, said, "body", style=justified, after=3 * MM)
    for label, lines in sheet.blanks:
        room_to_write(pages, label, lines, style)
    paragraphs(pages, said, "basis", style=justified, after=3 * MM)
    _signed(pages, sheet, said, style)
    return pages.finished()


def _about(sheet: WaitSheet) -> list[tuple[str, str | list[Run]]]:
    return [
        ("Nomor pendaftaran", sheet.registration_number),
        ("Jenis layanan", sheet.service),
        (sheet.called, [(typeface.BOLD, sheet.applicant)]),
    ]


def _bill(pages: Pages, bill: Sequence[BillLine]) -> None:
    number, rest = 10 * MM, pages.width - 10 * MM
    columns = (
        Column("No.", number, Align.RIGHT),
        Column("Uraian", rest * 0.4),
        Column("Volume", rest * 0.14, Align.RIGHT),
        Column("Tarif", rest * 0.21, Align.RIGHT),
        Column("Jumlah", rest * 0.25, Align.RIGHT),
    )
    rows = [
        (f"{place}.", line.label, line.volume, rupiah(line.rate), rupiah(line.amount))
        for place, line in enumerate(bill, 1)
    ]
    Table(pages, columns).set(rows, ("", "Jumlah yang harus dibayar", "", "", rupiah(_total(bill))))
    pages.space(3 * MM)


def _total(bill: Sequence[BillLine]) -> Decimal:
    return sum((line.amount for line in bill), Decimal(0))


def _signed(pages: Pages, sheet: WaitSheet, said: Said, style: Style) -> None:
    pages.space(3 * MM)
    pages.need(style.leading + SIGNATURES)
    day = long_date(sheet.at.astimezone(WIB).date()) if sheet.is_dated else "." * 30
    dateline = f"Jakarta, {day}"
    pages.paragraph(dateline, body_style(sheet.stationery, Align.RIGHT))
    pages.space(2 * MM)
    roles = (said.line(f"hand_{place}") for place in range(1, len(sheet.signatures) + 1))
    hand_signatures(pages, list(zip(roles, sheet.signatures, strict=True)))
