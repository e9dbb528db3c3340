"""Surat penolakan: what was asked, why it cannot be, and what the applicant may do."""

from collections.abc import Iterator
from itertools import count

from workstation.phrasing import long_date
from workstation.printing import typeface
from workstation.printing.blocks import (
    Column,
    Table,
    body_style,
    copies,
    enumerated,
    label_rows,
    letterhead,
    signed_end,
)
from workstation.printing.lines import Align, Run, Style, break_lines
from workstation.printing.marks import SignatureBlock
from workstation.printing.paper import MM, Imprint, Pages
from workstation.printing.sheets import PersonLine, RefusalReason, RefusalSheet

BLOCK = 112 * MM
ADDRESS = 85 * MM


def refusal_pdf(sheet: RefusalSheet) -> bytes:
    """Set the letter; equal sheets give equal bytes. Raises UnprintableText."""
    subject = f"{'Pekerja yang Tidak Disetujui dalam' if sheet.persons else 'Penolakan'} Permohonan {sheet.permit_type}"
    imprint = Imprint(
        title=f"{subject} Nomor {sheet.number}",
        author=sheet.letterhead.agency,
        running_head=f"{subject} Nomor {sheet.number}",
        footer=sheet.footer,
        practice=sheet.practice,
        preview=sheet.preview,
    )
    pages = Pages(sheet.stationery, imprint)
    letterhead(pages, sheet.letterhead)
    _opening(pages, sheet, subject)
    if sheet.persons:
        _persons(pages, sheet)
    else:
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


def _before(sheet: RefusalSheet) -> str:
    return (
        f"Sehubungan dengan permohonan Saudara Nomor {sheet.application_number} tanggal "
        f"{long_date(sheet.application_date)}, setelah dilakukan penelitian administrasi dan "
        "penelitian teknis, bersama ini disampaikan bahwa "
    )


def _persons(pages: Pages, sheet: RefusalSheet) -> None:
    """Tell reason by reason whom it concerns: many of a list fail for the same one."""
    style = body_style(sheet.stationery, Align.JUSTIFY)
    count, whole = len(sheet.persons), len(sheet.persons) + sheet.granted
    decision: list[Run] = [
        (style.font, f"{_before(sheet)}{sheet.granted} dari {whole} pekerja disetujui dengan surat Nomor "),
        (style.font, f"{sheet.permit_number}, sedangkan {count} pekerja berikut "),
        (typeface.BOLD, "tidak dapat disetujui"),
        (style.font, " dengan alasan:"),
    ]
    pages.paragraph(decision, style)
    pages.space(1.5 * MM)
    groups: dict[RefusalReason, list[PersonLine]] = {}
    for person in sheet.persons:
        groups.setdefault(person.reason, []).append(person)
    for number, (reason, group) in enumerate(groups.items(), 1):
        pages.need(30 * MM)
        _reason(pages, number, reason, style)
        names = pages.width - 85 * MM
        columns = (
            Column("No.", 11 * MM, Align.RIGHT),
            Column("Nama", names),
            Column("NIK", 42 * MM),
            Column("Putusan", 32 * MM),
        )
        Table(pages, columns).set((f"{p.seq}.", p.name, p.nik_masked, p.verdict) for p in group)
        pages.space(3 * MM)


def _decision(pages: Pages, sheet: RefusalSheet) -> None:
    style = body_style(sheet.stationery, Align.JUSTIFY)
    before = f"{_before(sheet)}permohonan tersebut "
    decision: list[Run] = [(style.font, before), (typeface.BOLD, "tidak dapat disetujui")]
    pages.paragraph([*decision, (style.font, " dengan alasan:")], style)
    pages.space(1.5 * MM)
    for number, reason in zip(count(1), sheet.reasons, strict=False):
        _reason(pages, number, reason, style)
    pages.space(2 * MM)


def _reason(pages: Pages, number: int, reason: RefusalReason, style: Style) -> None:
    hang = 7 * MM
    text = f"{reason.text.rstrip(' .;')}."
    words: list[Run] = [(typeface.BOLD, f"{reason.about}: ")] if reason.about else []
    enumerated(pages, [f"{number}."], [[*words, (style.font, text)]], style=style, hang=hang)
    small = Style(typeface.REGULAR, style.size - 1, round((style.size - 1) * 1.3, 1))
    for label, detail in (("Dasar hukum: ", reason.legal_basis), ("Perbaikan: ", reason.remedy)):
        if detail:
            pages.paragraph([(typeface.ITALIC, label), (small.font, detail)], small, left=hang)
    pages.space(1.5 * MM)


def _closing(sheet: RefusalSheet) -> Iterator[str]:
    again = (
        "Saudara dapat mengajukan permohonan baru untuk pekerja tersebut setelah memperbaiki hal di atas"
        if sheet.persons
        else "Saudara dapat mengajukan permohonan kembali setelah melengkapi atau memperbaiki persyaratan di atas"
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
