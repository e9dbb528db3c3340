"""Papers of a case that waits: the levy order (SKRD), the report of a survey (BAPL, BAPT), a postponement."""

from workstation.phrasing import clock, day_date, long_date, rupiah, rupiah_words
from workstation.printing import typeface
from workstation.printing.blocks import (
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
from workstation.printing.sheets import WaitSheet
from workstation.printing.template import Said
from workstation.printing.wordings import FORMS
from workstation.worktime import WIB


def wait_pdf(sheet: WaitSheet) -> bytes:
    """Set the paper that fits the wait; equal sheets give equal bytes. Raises UnprintableText."""
    said = Said(FORMS[sheet.kind], sheet.words, counter_facts(sheet, sheet.at) | dict(sheet.said))
    name = f"{said.line('title')} {sheet.order_number or sheet.registration_number}"
    imprint = Imprint(name, sheet.letterhead.agency, running_head=name, practice=sheet.practice)
    pages = Pages(sheet.stationery, imprint)
    letterhead(pages, sheet.letterhead)
    number = f"NOMOR: {sheet.order_number}" if sheet.order_number else ""
    title(pages, said.line("title"), number)
    style, justified = body_style(sheet.stationery), body_style(sheet.stationery, Align.JUSTIFY)
    paragraphs(pages, said, "opening", style=justified)
    rows: list[tuple[str, str | list[Run]]] = [
        ("Nomor pendaftaran", sheet.registration_number),
        ("Jenis layanan", sheet.service),
        ("Nama pemohon", [(typeface.BOLD, sheet.applicant)]),
    ]
    if sheet.amount is not None:
        rows += [
            ("Jumlah retribusi", [(typeface.BOLD, rupiah(sheet.amount))]),
            ("Terbilang", f"({rupiah_words(sheet.amount)})"),
        ]
    rows += [(label, text) for label, text in sheet.facts if text]
    rows.append(("Dicetak", f"{day_date(sheet.at)}, {clock(sheet.at)}"))
    label_rows(pages, rows, style=style)
    pages.space(4 * MM)
    for code in ("body", "basis"):
        paragraphs(pages, said, code, style=justified, after=3 * MM)
    pages.space(3 * MM)
    dateline = f"Jakarta, {long_date(sheet.at.astimezone(WIB).date())}"
    pages.need(style.leading + 45 * MM)
    pages.paragraph(dateline, body_style(sheet.stationery, Align.RIGHT))
    pages.space(2 * MM)
    roles = (said.line(f"hand_{place}") for place in range(1, len(sheet.signatures) + 1))
    hand_signatures(pages, list(zip(roles, sheet.signatures, strict=True)))
    return pages.finished()
