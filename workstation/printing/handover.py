"""Bukti serah terima: who took which paper home, and that the originals were compared."""

from workstation.phrasing import clock, day_date
from workstation.printing import typeface
from workstation.printing.blocks import body_style, hand_signatures, label_rows, letterhead, title
from workstation.printing.lines import Align, Run
from workstation.printing.paper import MM, Imprint, Pages
from workstation.printing.sheets import HandoverSheet


def handover_pdf(sheet: HandoverSheet) -> bytes:
    """Set the proof; equal sheets give equal bytes. Raises UnprintableText."""
    name = f"Bukti Serah Terima {sheet.document_number}"
    pages = Pages(
        sheet.stationery, Imprint(name, sheet.letterhead.agency, running_head=name, practice=sheet.practice)
    )
    letterhead(pages, sheet.letterhead)
    title(pages, "Bukti Serah Terima")
    when = f"{day_date(sheet.handed_at)}, {clock(sheet.handed_at)}"
    pages.paragraph(
        f"Pada hari {when}, telah diserahkan dokumen berikut:", body_style(sheet.stationery, Align.JUSTIFY)
    )
    pages.space(2 * MM)
    label_rows(pages, _rows(sheet), style=body_style(sheet.stationery), label=48 * MM)
    pages.space(8 * MM)
    hand_signatures(pages, [("Yang menyerahkan", sheet.officer), ("Yang menerima", sheet.collector)])
    return pages.finished()


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
