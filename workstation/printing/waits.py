"""Papers of a case that waits: the levy order (SKRD), the report of a survey (BAPL, BAPT), a postponement."""

from workstation.phrasing import clock, day_date, rupiah, rupiah_words
from workstation.printing import typeface
from workstation.printing.blocks import body_style, hand_signatures, label_rows, letterhead, title
from workstation.printing.lines import Align, Run
from workstation.printing.paper import MM, Imprint, Pages
from workstation.printing.sheets import WaitSheet


def wait_pdf(sheet: WaitSheet) -> bytes:
    """Set the paper that fits the wait; equal sheets give equal bytes. Raises UnprintableText."""
    name = f"{sheet.name} {sheet.order_number or sheet.registration_number}"
    imprint = Imprint(name, sheet.letterhead.agency, running_head=name, practice=sheet.practice)
    pages = Pages(sheet.stationery, imprint)
    letterhead(pages, sheet.letterhead)
    title(pages, sheet.name, sheet.order_number)
    style = body_style(sheet.stationery)
    rows: list[tuple[str, str | list[Run]]] = [
        ("Nomor pendaftaran", sheet.registration_number),
        ("Jenis layanan", sheet.service),
        ("Nama pemohon", [(typeface.BOLD, sheet.applicant)]),
    ]
    if sheet.amount is not None:
        rows += [
            ("Jumlah retribusi", [(typeface.BOLD, rupiah(sheet.amount))]),
            ("Terbilang", rupiah_words(sheet.amount)),
        ]
    rows += [(label, text) for label, text in sheet.facts if text]
    rows.append(("Dicetak", f"{day_date(sheet.at)}, {clock(sheet.at)}"))
    label_rows(pages, rows, style=style)
    pages.space(4 * MM)
    for text in sheet.paragraphs:
        pages.paragraph(text, body_style(sheet.stationery, Align.JUSTIFY))
        pages.space(3 * MM)
    hand_signatures(pages, list(sheet.signatures))
    return pages.finished()
