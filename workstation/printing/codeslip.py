"""Slip kode: the code that opens an e-mailed copy, handed over on paper and nowhere else."""

from workstation.phrasing import date_time
from workstation.printing import typeface
from workstation.printing.blocks import body_style, letterhead, title
from workstation.printing.lines import Align, Style
from workstation.printing.paper import MM, Imprint, Pages
from workstation.printing.sheets import CodeSlip

CODE = Style(typeface.BOLD, 30, 42, Align.CENTRE)
STEPS = (
    "Kode ini membuka lampiran surel yang memuat salinan surat dengan nomor di atas.",
    "Buka lampiran dengan aplikasi pembaca PDF, lalu ketik kode dengan huruf besar dan tanpa spasi.",
    "Simpan slip ini terpisah dari surel. Kami tidak menyimpan kode ini dan tidak pernah memintanya.",
)


def code_slip_pdf(sheet: CodeSlip) -> bytes:
    """Set the slip; equal sheets give equal bytes. The code stands neither in the file's title nor in its facts."""
    pages = Pages(
        sheet.stationery, Imprint("Slip kode pembuka", sheet.letterhead.agency, practice=sheet.practice)
    )
    letterhead(pages, sheet.letterhead)
    title(pages, "Kode Pembuka Salinan Surat", sheet.number)
    pages.paragraph(" ".join(sheet.code), CODE)
    pages.space(3 * MM)
    style = body_style(sheet.stationery, Align.JUSTIFY)
    for step in STEPS:
        pages.paragraph(step, style)
        pages.space(1.5 * MM)
    pages.paragraph(
        f"Slip hilang: datang lagi dengan kartu identitas asli untuk salinan dengan kode baru. Tanya PTSP"
        f" {sheet.call_centre}. Dicetak {date_time(sheet.at)}.",
        style,
    )
    return pages.finished()
