"""Tanda terima berkas: what the counter received, when it should be ready, how to follow it."""

from typing import Any

from workstation.phrasing import clock, day_date
from workstation.printing import typeface
from workstation.printing.blocks import (
    Column,
    Table,
    body_style,
    counter_facts,
    hand_signatures,
    label_rows,
    letterhead,
    paragraphs,
    title,
)
from workstation.printing.lines import Align, Run, Style, break_lines
from workstation.printing.marks import code128_runs, draw_code128, draw_qr
from workstation.printing.paper import MM, Imprint, Pages, draw_ground
from workstation.printing.sheets import ReceiptSheet, ReceivedDocument
from workstation.printing.template import Said
from workstation.printing.wordings import RECEIPT

BAR = 0.375 * MM
"""Narrowest bar: three dots of a 203 dpi printer."""
BAR_HEIGHT = 12 * MM
TRACK_QR = 20 * MM


def receipt_pdf(sheet: ReceiptSheet) -> bytes:
    """Set the receipt; equal sheets give equal bytes. Raises UnprintableText."""
    said = Said(RECEIPT, sheet.words, _facts_of(sheet))
    style = body_style(sheet.stationery, Align.JUSTIFY)
    name = f"{said.line('title')} {sheet.registration_number}"
    imprint = Imprint(name, sheet.letterhead.agency, running_head=name, practice=sheet.practice)
    pages = Pages(sheet.stationery, imprint)
    letterhead(pages, sheet.letterhead)
    title(pages, said.line("title"))
    registration_bars(pages, sheet.registration_number)
    paragraphs(pages, said, "opening", style=style)
    _facts(pages, sheet)
    _documents(pages, sheet.documents)
    _status(pages, sheet)
    tracking(pages, sheet.track_address, sheet.track_code, sheet.track_link)
    paragraphs(pages, said, "closing", style=style)
    parties = [(said.line("officer"), sheet.officer), (said.line("applicant"), sheet.applicant)]
    hand_signatures(pages, parties)
    return pages.finished()


def _facts_of(sheet: ReceiptSheet) -> dict[str, str]:
    ready = sheet.expected_at
    return counter_facts(sheet, sheet.received_at) | {
        "loket": sheet.counter or "loket",
        "perkiraan_selesai": f"{day_date(ready)}, {clock(ready)}" if ready else "",
    }


def registration_bars(pages: Pages, number: str) -> None:
    """Set the registration number as a bar code in the middle, with its digits."""
    modules = code128_runs(number)[0]
    module = min(BAR, pages.width / (modules + 20))
    right = pages.left + (pages.width + modules * module) / 2
    left, bottom = right - modules * module, pages.y - BAR_HEIGHT
    margin = 10 * module

    def ink(canvas: Any) -> None:
        draw_ground(canvas, left - margin, bottom, right - left + 2 * margin, BAR_HEIGHT)
        draw_code128(canvas, number, right, bottom, BAR_HEIGHT, module)

    pages.draw(ink)
    pages.y = bottom - 1 * MM
    pages.paragraph(number, Style(typeface.BOLD, 12, 15, Align.CENTRE))
    pages.space(5 * MM)


def _facts(pages: Pages, sheet: ReceiptSheet) -> None:
    rows: list[tuple[str, str | list[Run]]] = [
        ("Diterima", f"{day_date(sheet.received_at)}, {clock(sheet.received_at)}"),
        ("Jenis layanan", sheet.service),
        ("Nama pemohon", [(typeface.BOLD, sheet.applicant)]),
        ("Saluran", sheet.channel),
    ]
    label_rows(pages, rows, style=body_style(sheet.stationery))
    pages.space(3 * MM)


def _documents(pages: Pages, documents: tuple[ReceivedDocument, ...]) -> None:
    number, kind, there = 10 * MM, 19 * MM, 19 * MM
    rest = pages.width - number - kind - there
    columns = (
        Column("No.", number, Align.RIGHT),
        Column("Dokumen", rest * 0.6),
        Column("Bentuk", kind),
        Column("Ada", there),
        Column("Catatan", rest * 0.4),
    )
    Table(pages, columns).set(
        (
            f"{row}.",
            document.name,
            ("asli" if document.is_original else "salinan") if document.is_present else "–",
            "ada" if document.is_present else "tidak ada",
            document.note,
        )
        for row, document in enumerate(documents, 1)
    )
    pages.space(4 * MM)


def _status(pages: Pages, sheet: ReceiptSheet) -> None:
    style = body_style(sheet.stationery)
    status = "LENGKAP" if sheet.is_complete else "BELUM LENGKAP (dikembalikan)"
    rows: list[tuple[str, str | list[Run]]] = [("Status berkas", [(typeface.BOLD, status)])]
    if sheet.expected_at is not None:
        ready = f"{day_date(sheet.expected_at)}, {clock(sheet.expected_at)}"
        rows.append(("Perkiraan selesai", f"{ready} (dihitung sejak berkas dinyatakan lengkap)"))
    label_rows(pages, rows, style=style)
    pages.space(2 * MM)


def tracking(pages: Pages, address: str, code: str, link: str) -> None:
    """Set where and with which code the application can be followed."""
    style = body_style(pages.stationery)
    pages.need(TRACK_QR + 10 * MM)
    top, left = pages.y - 3 * MM, pages.left
    pages.draw(lambda canvas: draw_qr(canvas, link, left, top - TRACK_QR, TRACK_QR))
    indent = TRACK_QR + 7 * MM
    text = [(style.font, f"Lacak di {address} dengan kode "), (typeface.BOLD, code)]
    lines = len(break_lines(text, style, pages.width - indent))
    pages.y = top - (TRACK_QR - lines * style.leading) / 2
    pages.paragraph(text, style, left=indent)
    pages.y = top - TRACK_QR - 9 * MM
