"""Surat penolakan: what was asked, why it cannot be, and what the applicant may do."""

from collections.abc import Iterator
from itertools import count

from workstation.phrasing import long_date
from workstation.printing import typeface
from workstation.printing.blocks import body_style, copies, enumerated, label_rows, letterhead, signed_end
from workstation.printing.lines import Align, Run, Style, break_lines
from workstation.printing.marks import SignatureBlock
from workstation.printing.paper import MM, Imprint, Pages
from workstation.printing.sheets import RefusalReason, RefusalSheet

BLOCK = 112 * MM
ADDRESS = 85 * MM


def refusal_pdf(sheet: RefusalSheet) -> bytes:
    """Set the letter; equal sheets give equal bytes. Raises UnprintableText."""
    subject = f"Penolakan Permohonan {sheet.permit_type}"
    imprint = Imprint(
        title=f"{subject} Nomor {sheet.number}",
        author=sheet.letterhead.agency,
        running_head=f"{subject} Nomor {sheet.number}",
        footer=sheet.footer,
        practice=sheet.practice,
    )
    pages = Pages(sheet.stationery, imprint)
    letterhead(pages, sheet.letterhead)
    _opening(pages, sheet, subject)
    _decision(pages, sheet)
    _ending(pages, sheet)
    return pages.finished()


def _opening(pages: Pages, sheet: RefusalSheet, subject: str) -> None:
    style = body_style(sheet.stationery)
    right = body_style(sheet.stationery, Align.RIGHT)
    pages.paragraph(f"{sheet.place}, {long_date(sheet.issued_on)}", right)
    pages.space(2 * MM)
    rows: list[tuple[str, str | list[Run]]] = [
        ("Nomor", sheet.number),
        ("Sifat", "Biasa"),
        ("Lampiran", "–"),
        ("Hal", [(typeface.BOLD, subject)]),
    ]
    label_rows(pages, rows, style=style, label=20 * MM)
    pages.space(4 * MM)
    pages.paragraph([(style.font, "Yth. "), (typeface.BOLD, sheet.recipient)], style, width=ADDRESS * 1.3)
    pages.paragraph("di", style)
    pages.paragraph(sheet.recipient_address, style, left=6 * MM, width=ADDRESS)
    pages.space(6 * MM)


def _decision(pages: Pages, sheet: RefusalSheet) -> None:
    style = body_style(sheet.stationery, Align.JUSTIFY)
    before = (
        f"Sehubungan dengan permohonan Saudara Nomor {sheet.application_number} tanggal "
        f"{long_date(sheet.application_date)}, setelah dilakukan penelitian administrasi dan "
        "penelitian teknis, bersama ini disampaikan bahwa permohonan tersebut "
    )
    decision: list[Run] = [(style.font, before), (typeface.BOLD, "tidak dapat disetujui")]
    pages.paragraph([*decision, (style.font, " dengan alasan:")], style)
    pages.space(1.5 * MM)
    for number, reason in zip(count(1), sheet.reasons, strict=False):
        _reason(pages, number, reason, style)
    pages.space(2 * MM)


def _reason(pages: Pages, number: int, reason: RefusalReason, style: Style) -> None:
    hang = 7 * MM
    text = f"{reason.text.rstrip(' .;')}."
    enumerated(pages, [f"{number}."], [text], style=style, hang=hang)
    small = Style(typeface.REGULAR, style.size - 1, round((style.size - 1) * 1.3, 1))
    for label, detail in (("Dasar hukum: ", reason.legal_basis), ("Perbaikan: ", reason.remedy)):
        if detail:
            pages.paragraph([(typeface.ITALIC, label), (small.font, detail)], small, left=hang)
    pages.space(1.5 * MM)


def _closing(sheet: RefusalSheet) -> Iterator[str]:
    again = (
        "Saudara dapat mengajukan permohonan kembali setelah melengkapi atau memperbaiki persyaratan di atas"
    )
    if sheet.objection_channel:
        again += (
            f", atau menyampaikan keberatan dalam jangka waktu {sheet.objection_days} hari kerja "
            f"sejak surat ini diterima melalui {sheet.objection_channel}"
        )
    yield f"{again}."
    yield "Demikian disampaikan, atas perhatian Saudara diucapkan terima kasih."


def _ending(pages: Pages, sheet: RefusalSheet) -> None:
    style = body_style(sheet.stationery, Align.JUSTIFY)
    rights, thanks = _closing(sheet)
    block = SignatureBlock(sheet.seal, sheet.signatory, (), sheet.check_hint, BLOCK)
    pages.paragraph(rights, style)
    pages.space(2 * MM)
    lines = len(break_lines(thanks, style, pages.width))
    signed_end(pages, block, lines * style.leading, lambda: pages.paragraph(thanks, style))
    copies(pages, sheet.copies_to, block)
