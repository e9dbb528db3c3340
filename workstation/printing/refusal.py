"""Surat penolakan: what was asked, why it cannot be, and what the applicant may do."""

from itertools import count

from workstation.printing import typeface
from workstation.printing.blocks import (
    GAP,
    Column,
    Table,
    body_style,
    copies,
    enumerated,
    label_rows,
    letterhead,
    paragraphs,
    signed_end,
    signed_facts,
)
from workstation.printing.lines import Align, Run, Style, break_lines
from workstation.printing.marks import SignatureBlock
from workstation.printing.paper import MM, Imprint, Pages
from workstation.printing.sheets import PersonLine, RefusalReason, RefusalSheet
from workstation.printing.template import Said
from workstation.printing.wordings import PERSONS, REFUSAL

BLOCK = 112 * MM
ADDRESS = 85 * MM


def refusal_pdf(sheet: RefusalSheet) -> bytes:
    """Set the letter; equal sheets give equal bytes. Raises UnprintableText."""
    said = Said(PERSONS if sheet.persons else REFUSAL, sheet.words, _facts_of(sheet))
    subject = said.line("subject")
    imprint = Imprint(
        title=f"{subject} Nomor {sheet.number}",
        author=sheet.letterhead.agency,
        running_head=f"{subject} Nomor {sheet.number}",
        footer=said.line("footer"),
        practice=sheet.practice,
        preview=sheet.preview,
        copy=sheet.copy,
    )
    pages = Pages(sheet.stationery, imprint)
    letterhead(pages, sheet.letterhead)
    _opening(pages, sheet, said)
    paragraphs(pages, said, "opening", style=body_style(sheet.stationery, Align.JUSTIFY))
    if sheet.persons:
        _persons(pages, sheet, _height_of_end(sheet, said, imprint))
    else:
        _reasons(pages, sheet)
    _ending(pages, sheet, said)
    return pages.finished()


def _facts_of(sheet: RefusalSheet) -> dict[str, str]:
    """Give every field that the wording of a refusal may name; no channel, no objection."""
    facts = signed_facts(sheet, sheet.permit_type, sheet.recipient) | {
        "hari_keberatan": str(sheet.objection_days),
        "saluran_keberatan": sheet.objection_channel or "",
    }
    if sheet.persons:
        facts |= {
            "jumlah_pekerja": str(len(sheet.persons) + sheet.granted),
            "jumlah_disetujui": str(sheet.granted),
            "jumlah_ditolak": str(len(sheet.persons)),
            "nomor_izin": sheet.permit_number,
        }
    return facts


def _opening(pages: Pages, sheet: RefusalSheet, said: Said) -> None:
    style = body_style(sheet.stationery)
    right = body_style(sheet.stationery, Align.RIGHT)
    pages.paragraph(said.line("dateline"), right)
    pages.space(2 * MM)
    rows: list[tuple[str, str | list[Run]]] = [
        ("Nomor", said.line("number")),
        ("Sifat", said.line("nature")),
        ("Lampiran", said.line("attachment")),
        ("Hal", [(typeface.BOLD, said.line("subject"))]),
    ]
    label_rows(pages, rows, style=style, label=20 * MM)
    pages.space(4 * MM)
    for runs in said.paragraphs("address"):
        pages.paragraph(runs, style, width=ADDRESS * 1.3)
    pages.paragraph("di", style)
    pages.paragraph(sheet.recipient_address, style, left=6 * MM, width=ADDRESS)
    pages.space(6 * MM)


def _height_of_end(sheet: RefusalSheet, said: Said, imprint: Imprint) -> float:
    """Return how many points the ending takes: it is set on a page of its own and measured."""
    tried = Pages(sheet.stationery, imprint)
    _ending(tried, sheet, said)
    return tried.top - tried.y + 3 * MM if tried.count == 1 else 0.0


def _persons(pages: Pages, sheet: RefusalSheet, tail: float) -> None:
    """Tell reason by reason whom it concerns: many of a list fail for the same one."""
    style = body_style(sheet.stationery, Align.JUSTIFY)
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
        rows = [(f"{p.seq}.", p.name, p.nik_masked, p.verdict) for p in group]
        Table(pages, columns).set(rows, tail=tail if number == len(groups) else 0.0)
        pages.space(3 * MM)


def _reasons(pages: Pages, sheet: RefusalSheet) -> None:
    style = body_style(sheet.stationery, Align.JUSTIFY)
    for number, reason in zip(count(1), sheet.reasons, strict=False):
        _reason(pages, number, reason, style)
    pages.space(2 * MM)


def _reason(pages: Pages, number: int, reason: RefusalReason, style: Style) -> None:
    hang = 7 * MM
    text = f"{reason.text.rstrip(' .;')}."
    words: list[Run] = [(typeface.BOLD, f"{reason.about}: ")] if reason.about else []
    small = Style(typeface.REGULAR, style.size - 1, round((style.size - 1) * 1.3, 1))
    told = (("Dasar hukum: ", reason.legal_basis), ("Perbaikan: ", reason.remedy))
    details = [[(typeface.ITALIC, label), (small.font, detail)] for label, detail in told if detail]
    item = [*words, (style.font, text)]
    lines = sum(len(break_lines(one, small, pages.width - hang)) for one in details)
    height = len(break_lines(item, style, pages.width - hang)) * style.leading + lines * small.leading
    pages.need(min(height + GAP, pages.top - pages.bottom))
    enumerated(pages, [f"{number}."], [item], style=style, hang=hang)
    for one in details:
        pages.paragraph(one, small, left=hang)
    pages.space(1.5 * MM)


def _ending(pages: Pages, sheet: RefusalSheet, said: Said) -> None:
    style = body_style(sheet.stationery, Align.JUSTIFY)
    block = SignatureBlock(sheet.seal, said.paragraphs("signature"), (), sheet.check_hint, BLOCK)
    paragraphs(pages, said, "rights", style=style)
    *early, last = said.paragraphs("closing")
    for runs in early:
        pages.paragraph(runs, style)
        pages.space(2 * MM)
    lines = len(break_lines(last, style, pages.width))
    signed_end(pages, block, lines * style.leading, lambda: pages.paragraph(last, style))
    copies(pages, (*sheet.copies_to, *said.lines("copies")), block)
