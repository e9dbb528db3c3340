"""Lembar pengembalian berkas: what the applicant must mend, handed out at the counter."""

from workstation.phrasing import clock, day_date
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
    title,
)
from workstation.printing.lines import Align, Run
from workstation.printing.paper import MM, Imprint, Pages
from workstation.printing.receipt import registration_bars, tracking
from workstation.printing.sheets import AskedLine, ReturnSheet
from workstation.printing.template import Said
from workstation.printing.wordings import RETURNED


def return_pdf(sheet: ReturnSheet) -> bytes:
    """Set the sheet; equal sheets give equal bytes. Raises UnprintableText."""
    said = Said(RETURNED, sheet.words, _facts_of(sheet))
    name = f"{said.line('title')} {sheet.registration_number}"
    imprint = Imprint(name, sheet.letterhead.agency, running_head=name, practice=sheet.practice)
    pages = Pages(sheet.stationery, imprint)
    letterhead(pages, sheet.letterhead)
    title(pages, said.line("title"))
    registration_bars(pages, sheet.registration_number)
    _facts(pages, sheet)
    _asked(pages, sheet, said)
    paragraphs(pages, said, "closing", style=body_style(sheet.stationery, Align.JUSTIFY))
    tracking(pages, sheet.track_address, sheet.track_code, sheet.track_link)
    parties = [(said.line("officer"), sheet.officer), (said.line("applicant"), sheet.applicant)]
    hand_signatures(pages, parties)
    return pages.finished()


def _facts_of(sheet: ReturnSheet) -> dict[str, str]:
    return counter_facts(sheet, sheet.returned_at)


def _facts(pages: Pages, sheet: ReturnSheet) -> None:
    rows: list[tuple[str, str | list[Run]]] = [
        ("Dikembalikan", f"{day_date(sheet.returned_at)}, {clock(sheet.returned_at)}"),
        ("Jenis layanan", sheet.service),
        ("Nama pemohon", [(typeface.BOLD, sheet.applicant)]),
    ]
    if sheet.message:
        rows.append(("Pesan peneliti", sheet.message))
    label_rows(pages, rows, style=body_style(sheet.stationery))
    pages.space(3 * MM)


def _asked(pages: Pages, sheet: ReturnSheet, said: Said) -> None:
    paragraphs(pages, said, "opening", style=body_style(sheet.stationery, Align.JUSTIFY))
    pages.space(1 * MM)
    number = 10 * MM
    rest = pages.width - number
    columns = (
        Column("No.", number, Align.RIGHT),
        Column("Yang diperbaiki", rest * 0.26),
        Column("Alasan", rest * 0.37),
        Column("Cara memperbaiki", rest * 0.37),
    )
    Table(pages, columns).set(_row(n, line) for n, line in enumerate(sheet.asked, 1))
    pages.space(4 * MM)


def _row(number: int, line: AskedLine) -> tuple[str, str, str, str]:
    basis = f" ({line.legal_basis})" if line.legal_basis else ""
    return f"{number}.", line.about or "Permohonan", f"{line.reason}{basis}", line.remedy or "–"
