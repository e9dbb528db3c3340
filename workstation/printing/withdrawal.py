"""Keputusan pencabutan: which paper is taken out of force, why, on what basis, and since when."""

from collections.abc import Iterator, Sequence

from workstation.phrasing import long_date
from workstation.printing import typeface
from workstation.printing.blocks import (
    body_style,
    copies,
    enumerated,
    label_rows,
    letterhead,
    letters,
    signed_end,
    signed_facts,
)
from workstation.printing.lines import Align, Run, Style, break_lines
from workstation.printing.marks import SignatureBlock
from workstation.printing.paper import MM, Imprint, Pages
from workstation.printing.sheets import WithdrawalSheet
from workstation.printing.template import Said
from workstation.printing.wordings import WITHDRAWAL

BLOCK = 112 * MM
LABEL = 28 * MM
HANG = LABEL + 4 * MM
ORDINALS = tuple(
    f"KE{name}"
    for name in ("SATU", "DUA", "TIGA", "EMPAT", "LIMA", "ENAM", "TUJUH", "DELAPAN", "SEMBILAN", "SEPULUH")
)
HEADING = Style(typeface.BOLD, 11.5, 15.5, Align.CENTRE)


def withdrawal_pdf(sheet: WithdrawalSheet) -> bytes:
    """Set the decision; equal sheets give equal bytes. Raises UnprintableText."""
    said = Said(WITHDRAWAL, sheet.words, _facts_of(sheet))
    subject = f"Pencabutan {sheet.paper_title} Nomor {sheet.paper_number}"
    imprint = Imprint(
        title=f"Keputusan Nomor {sheet.number} tentang {subject}",
        author=sheet.letterhead.agency,
        running_head=f"Keputusan Nomor {sheet.number}",
        footer=said.line("footer"),
        practice=sheet.practice,
        preview=sheet.preview,
    )
    pages = Pages(sheet.stationery, imprint)
    letterhead(pages, sheet.letterhead)
    _title(pages, sheet, said)
    whereas = [f"bahwa {text};" for text in sheet.considering]
    _listed(pages, "Menimbang", list(letters())[: len(whereas)], whereas)
    bases = [f"{basis.rstrip(' ;.')};" for basis in sheet.legal_bases]
    _listed(pages, "Mengingat", [f"{n}." for n in range(1, len(bases) + 1)], bases)
    _decided(pages, sheet, said)
    return pages.finished()


def _facts_of(sheet: WithdrawalSheet) -> dict[str, str]:
    """Give every field that the wording may name; no channel, no objection."""
    return signed_facts(sheet, sheet.paper, sheet.holder) | {
        "hari_keberatan": str(sheet.objection_days),
        "saluran_keberatan": sheet.objection_channel or "",
        "nomor_dicabut": sheet.paper_number,
        "sejak": long_date(sheet.since),
    }


def _title(pages: Pages, sheet: WithdrawalSheet, said: Said) -> None:
    for text in (
        f"KEPUTUSAN {sheet.signatory.office.upper()}",
        said.line("number"),
        "TENTANG",
        f"PENCABUTAN {sheet.paper_title.upper()}",
        f"NOMOR {sheet.paper_number} ATAS NAMA {sheet.holder.upper()}",
    ):
        pages.balanced(text, HEADING)
        pages.space(1 * MM)
    pages.space(2 * MM)
    pages.balanced(f"{sheet.signatory.office.upper()},", HEADING)
    pages.space(3.5 * MM)


def _listed(pages: Pages, label: str, marks: Sequence[str], items: Sequence[str]) -> None:
    """Set a list whose name stands at its left."""
    style, plain = body_style(pages.stationery, Align.JUSTIFY), body_style(pages.stationery)
    pages.need(2 * style.leading)
    pages.set_line(break_lines(label, plain, LABEL)[0], plain, 0, LABEL, pages.y)
    pages.set_line(break_lines(":", plain, 4 * MM)[0], plain, LABEL, 4 * MM, pages.y)
    enumerated(pages, marks, items, style=style, left=HANG)
    pages.space(2.5 * MM)


def _decided(pages: Pages, sheet: WithdrawalSheet, said: Said) -> None:
    style, plain = body_style(sheet.stationery, Align.JUSTIFY), body_style(sheet.stationery)
    pages.need(6 * style.leading)
    pages.paragraph("MEMUTUSKAN:", HEADING)
    pages.space(2 * MM)
    heading = (
        f"KEPUTUSAN {sheet.signatory.office.upper()} TENTANG PENCABUTAN {sheet.paper_title.upper()}"
        f" NOMOR {sheet.paper_number} ATAS NAMA {sheet.holder.upper()}."
    )
    label_rows(pages, [("Menetapkan", heading)], style=plain, label=LABEL)
    *early, last = zip(ORDINALS, _dicta(sheet, said), strict=False)
    label_rows(pages, early, style=style, label=LABEL)
    block = SignatureBlock(
        sheet.seal, said.paragraphs("signature"), said.lines("place"), sheet.check_hint, BLOCK
    )
    lines = len(break_lines(last[1], style, pages.width - HANG))
    signed_end(
        pages, block, lines * style.leading, lambda: label_rows(pages, [last], style=style, label=LABEL)
    )
    copies(pages, (*sheet.copies_to, *said.lines("copies")), block)


def _dicta(sheet: WithdrawalSheet, said: Said) -> Iterator[list[Run]]:
    given = long_date(sheet.paper_date)
    lost = f" {sheet.paper} Nomor {sheet.paper_number} tanggal {given} atas nama {sheet.holder}."
    yield [(typeface.BOLD, "Mencabut"), (body_style(sheet.stationery).font, lost)]
    for code in ("effect", "rights", "closing"):
        yield from said.paragraphs(code)
