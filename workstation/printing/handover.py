"""Bukti serah terima: who took which paper home, and that the originals were compared."""

from workstation.phrasing import clock, day_date
from workstation.printing import typeface
from workstation.printing.blocks import (
    body_style,
    hand_signatures,
    label_rows,
    letterhead,
    paragraphs,
    title,
)
from workstation.printing.lines import Align, Run
from workstation.printing.paper import MM, Imprint, Pages
from workstation.printing.sheets import HandoverSheet
from workstation.printing.template import Said
from workstation.printing.wordings import HANDOVER


def handover_pdf(sheet: HandoverSheet) -> bytes:
    """Set the proof; equal sheets give equal bytes. Raises UnprintableText."""
    said = Said(HANDOVER, sheet.words, _facts_of(sheet))
    style = body_style(sheet.stationery, Align.JUSTIFY)
    name = f"{said.line('title')} {sheet.document_number}"
    pages = Pages(
        sheet.stationery, Imprint(name, sheet.letterhead.agency, running_head=name, practice=sheet.practice)
    )
    letterhead(pages, sheet.letterhead)
    title(pages, said.line("title"))
    paragraphs(pages, said, "opening", style=style)
    label_rows(pages, _rows(sheet), style=body_style(sheet.stationery), label=48 * MM)
    pages.space(3 * MM)
    paragraphs(pages, said, "closing", style=style)
    pages.space(5 * MM)
    hand_signatures(pages, [(said.line("officer"), sheet.officer), (said.line("applicant"), sheet.collector)])
    return pages.finished()


def _facts_of(sheet: HandoverSheet) -> dict[str, str]:
    return {
        "hari_tanggal": f"{day_date(sheet.handed_at)}, {clock(sheet.handed_at)}",
        "nomor": sheet.document_number,
        "nama_pemegang": sheet.holder,
        "penerima": sheet.collector,
        "petugas": sheet.officer,
        "nama_unit": sheet.letterhead.unit,
    }


def _rows(sheet: HandoverSheet) -> list[tuple[str, str | list[Run]]]:
    rows: list[tuple[str, str | list[Run]]] = [
        ("Jenis dokumen", sheet.document_kind),
        ("Nomor", [(typeface.BOLD, sheet.document_number)]),
        ("Atas nama", sheet.holder),
        ("Diserahkan kepada", f"{sheet.collector} ({sheet.collector_role})"),
        ("Identitas penerima", f"{sheet.identity_kind}, empat digit terakhir {sheet.identity_tail}"),
        ("Dokumen asli dicocokkan", "ya" if sheet.originals_matched else "tidak"),
        ("Catatan", sheet.note),
    ]
    return [row for row in rows if row[1]]
