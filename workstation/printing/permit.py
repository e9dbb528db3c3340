"""Surat izin: the permit as the citizen shows it."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from workstation.phrasing import long_date
from workstation.printing import photo, typeface
from workstation.printing.blocks import (
    CELL,
    COLON,
    HANG,
    LABEL,
    Beside,
    Column,
    Table,
    body_style,
    copies,
    enumerated,
    label_rows,
    letterhead,
    letters,
    paragraphs,
    signed_end,
    signed_facts,
    title,
)
from workstation.printing.lines import Align, Run, Style, break_lines
from workstation.printing.marks import SignatureBlock
from workstation.printing.paper import MM, Imprint, Pages, draw_ground
from workstation.printing.sheets import PermitSheet, WorkerLine
from workstation.printing.template import Said
from workstation.printing.wordings import PERMIT

PHOTO = (40 * MM, 60 * MM)
"""4 x 6 cm, the size the rules ask of the applicant."""

BLOCK = 112 * MM
SEQ = 11 * MM
WORKER_COLUMNS = (("Nama", 0.34), ("NIK", 0.25), ("Jabatan", 0.23), ("Tujuan", 0.29))
"""Heading and share of the width; a column in which nobody has anything is left out."""


SQUEEZES = (0.5, 1.0)
"""Points taken off the body so that the seal of one person's permit stands on the first page."""


def permit_pdf(sheet: PermitSheet) -> bytes:
    """Set the permit; equal sheets give equal bytes. Raises UnprintableText, DamagedFile, TooManyPixels.

    A permit for one person is set a little smaller where its closing block alone would go to a second page:
    who checks it at the roadside looks at the first.
    """
    picture = photo.ready(sheet.photo) if sheet.photo else None
    whole = _set(sheet, picture)
    if sheet.workers:
        return whole.finished()
    for points in SQUEEZES:
        if whole.count == 1:
            break
        smaller = replace(sheet.stationery, body=sheet.stationery.body - points)
        tried = _set(replace(sheet, stationery=smaller), picture)
        if tried.count == 1:
            whole = tried
    return whole.finished()


def _set(sheet: PermitSheet, picture: Any) -> Pages:
    said = Said(PERMIT, sheet.words, _facts_of(sheet))
    imprint = Imprint(
        title=f"{sheet.title} Nomor {sheet.number}",
        author=sheet.letterhead.agency,
        running_head=f"{sheet.title} Nomor {sheet.number}",
        footer=said.line("footer"),
        practice=sheet.practice,
        preview=sheet.preview,
        copy=sheet.copy,
    )
    pages = Pages(sheet.stationery, imprint)
    letterhead(pages, sheet.letterhead)
    title(pages, sheet.title, said.line("number"))
    paragraphs(pages, said, "opening", style=body_style(sheet.stationery, Align.JUSTIFY))
    _bases(pages, sheet, said.lines("bases"))
    _holder(pages, sheet, picture, said.line("grant"))
    paragraphs(pages, said, "body", style=body_style(sheet.stationery, Align.JUSTIFY))
    _workers(pages, sheet.workers, _height_of_end(sheet, said, imprint))
    _provisions_and_signature(pages, sheet, said)
    return pages


def _facts_of(sheet: PermitSheet) -> dict[str, str]:
    """Give every field that the wording of a permit may name."""
    return signed_facts(sheet, sheet.title, sheet.holder[0][1]) | {
        "keperluan": sheet.purpose,
        "berlaku_dari": long_date(sheet.valid_from),
        "berlaku_sampai": long_date(sheet.valid_until),
        "wilayah": sheet.region,
        "jumlah_pekerja": str(len(sheet.workers) or ""),
    }


def _bases(pages: Pages, sheet: PermitSheet, said: Sequence[str]) -> None:
    style = body_style(sheet.stationery, Align.JUSTIFY)
    plain = [basis.rstrip(" ;.") for basis in (*sheet.legal_bases, *said)]
    bases = [f"{basis};" for basis in plain[:-1]] + [f"{basis}." for basis in plain[-1:]]
    plainly = body_style(sheet.stationery)
    pages.set_line(break_lines("Dasar", style, LABEL)[0], plainly, 0, LABEL, pages.y)
    pages.set_line(break_lines(":", style, COLON)[0], plainly, LABEL, COLON, pages.y)
    enumerated(pages, letters(), bases, style=style, left=LABEL + COLON)
    pages.space(3 * MM)


def _holder(pages: Pages, sheet: PermitSheet, picture: Any, grant: str) -> None:
    style = body_style(sheet.stationery)
    pages.need(style.leading * 3 + (PHOTO[1] if picture else 0))
    pages.paragraph(grant, Style(typeface.BOLD, style.size, style.leading))
    pages.space(1.5 * MM)
    beside = Beside(PHOTO[0] + 5 * MM, pages.y - PHOTO[1], pages.number) if picture else None
    if picture:
        _photo(pages, picture)
    label_rows(pages, _facts(sheet), style=style, beside=beside)
    if beside and beside.page == pages.number:
        pages.y = min(pages.y, beside.foot - 2 * MM)
    pages.space(2.5 * MM)


def _facts(sheet: PermitSheet) -> list[tuple[str, str | list[Run]]]:
    """Holder, purpose, validity and region as one column, so that the photo stands beside all of it."""
    (label, name), *others = sheet.holder
    span = f"{long_date(sheet.valid_from)} s.d. {long_date(sheet.valid_until)}"
    rows: list[tuple[str, str | list[Run]]] = [(label, [(typeface.BOLD, name)]), *others]
    rows += [("Untuk", sheet.purpose), ("Berlaku", [(typeface.BOLD, span)]), ("Wilayah", sheet.region)]
    return [row for row in rows if row[1]]


def _photo(pages: Pages, picture: Any) -> None:
    width, height = PHOTO
    left, bottom = pages.left + pages.width - width, pages.y - height

    def ink(canvas: Any) -> None:
        draw_ground(canvas, left, bottom, width, height)
        canvas.drawImage(picture, left, bottom, width, height, preserveAspectRatio=True, anchor="c")
        canvas.setLineWidth(0.4)
        canvas.rect(left, bottom, width, height)

    pages.draw(ink)


def _height_of_end(sheet: PermitSheet, said: Said, imprint: Imprint) -> float:
    """Return how many points provisions and signature take: they are set on a page of their own and measured."""
    if not sheet.workers:
        return 0.0
    tried = Pages(sheet.stationery, imprint)
    _provisions_and_signature(tried, sheet, said)
    return tried.top - tried.y + CELL.leading if tried.count == 1 else 0.0


def _workers(pages: Pages, workers: tuple[WorkerLine, ...], tail: float) -> None:
    if not workers:
        return
    pages.need(45 * MM)
    pages.paragraph(f"Daftar pekerja ({len(workers)} orang):", body_style(pages.stationery))
    pages.space(1 * MM)
    told = [(w.name, w.nik_masked, w.position, w.destination) for w in workers]
    shown = [place for place in range(len(WORKER_COLUMNS)) if any(row[place] for row in told)]
    whole = sum(WORKER_COLUMNS[place][1] for place in shown)
    left = pages.width - SEQ
    columns = [Column("No.", SEQ, Align.RIGHT)]
    columns += [Column(WORKER_COLUMNS[place][0], WORKER_COLUMNS[place][1] / whole * left) for place in shown]
    rows = [(f"{w.seq}.", *(row[place] for place in shown)) for w, row in zip(workers, told, strict=True)]
    Table(pages, columns).set(rows, tail=tail)
    pages.space(CELL.leading / 2)


def _provisions_and_signature(pages: Pages, sheet: PermitSheet, said: Said) -> None:
    style = body_style(sheet.stationery, Align.JUSTIFY)
    block = SignatureBlock(
        sheet.seal, said.paragraphs("signature"), said.lines("place"), sheet.check_hint, BLOCK
    )
    provisions = (*sheet.provisions, *said.lines("provisions"))
    *early, last = provisions or ("",)
    number = len(provisions)
    if early:
        pages.need(3 * style.leading)
        pages.paragraph("Ketentuan:", style)
        enumerated(pages, (f"{n}." for n in count(1)), early, style=style)

    def last_words() -> None:
        if number == 1:
            pages.paragraph("Ketentuan:", style)
        enumerated(pages, [f"{number}."] if number else [], [last], style=style)

    lines = len(break_lines(last, style, pages.width - HANG)) + (number == 1)
    signed_end(pages, block, lines * style.leading, last_words)
    copies(pages, (*sheet.copies_to, *said.lines("copies")), block)
