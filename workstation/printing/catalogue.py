"""Katalog izin for the citizen: who may ask, what to bring, how it goes, how long, what it costs, on what law."""

from dataclasses import replace

from workstation.printing import typeface
from workstation.printing.blocks import body_style, label_rows, letterhead, title
from workstation.printing.paper import MM, Imprint, Pages
from workstation.printing.sheets import CatalogueSheet


def catalogue_pdf(sheet: CatalogueSheet) -> bytes:
    """Set the sheet; equal sheets give equal bytes. Raises UnprintableText."""
    name = f"Katalog {sheet.short_title}"
    imprint = Imprint(name, sheet.letterhead.agency, running_head=name, practice=sheet.practice)
    pages = Pages(sheet.stationery, imprint)
    style = replace(body_style(sheet.stationery), size=sheet.stationery.body - 1, leading=13)
    letterhead(pages, sheet.letterhead)
    title(pages, sheet.title)
    for heading, rows in sheet.groups:
        pages.need(3 * style.leading)
        pages.paragraph(heading, replace(style, font=typeface.BOLD))
        pages.space(1 * MM)
        label_rows(pages, rows, style=style)
        pages.space(2 * MM)
    pages.paragraph(sheet.foot, style)
    return pages.finished()
