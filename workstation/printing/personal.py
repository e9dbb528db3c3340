"""Salinan data pribadi and berita acara pemusnahan: what a person is given, and what says that his data are gone."""

from workstation.phrasing import clock, date_time, day_date, short_moment
from workstation.printing import typeface
from workstation.printing.blocks import (
    Column,
    Table,
    body_style,
    hand_signatures,
    label_rows,
    letterhead,
    title,
)
from workstation.printing.lines import Align, Style
from workstation.printing.paper import MM, Imprint, Pages
from workstation.printing.personal_sheets import DestructionSheet, HeldCase, PersonSheet

SECTION = Style(typeface.BOLD, 11, 15)


def person_pdf(sheet: PersonSheet) -> bytes:
    """Set the copy; equal sheets give equal bytes. Raises UnprintableText."""
    name = "Salinan Data Pribadi dan Jejak Pemrosesan"
    pages = Pages(
        sheet.stationery, Imprint(name, sheet.letterhead.agency, running_head=name, practice=sheet.practice)
    )
    letterhead(pages, sheet.letterhead)
    title(pages, name)
    given = "Diberikan kepada subjek data berdasarkan Undang-Undang Nomor 27 Tahun 2022 Pasal 32. "
    given += "Data orang lain tidak dicantumkan (Pasal 33 huruf b)."
    style = body_style(sheet.stationery)
    pages.paragraph(given, body_style(sheet.stationery, Align.JUSTIFY))
    pages.space(2 * MM)
    rows = [("Nomor identitas", sheet.nik), ("Keadaan per", date_time(sheet.given_at))]
    label_rows(pages, [*rows, ("Disusun oleh", sheet.officer)], style=style)
    _section(pages, "Data yang disimpan")
    if not sheet.held:
        pages.paragraph("Tidak ada data pribadi Saudara yang disimpan.", style)
    for held in sheet.held:
        _held(pages, held)
    _section(pages, "Jejak pemrosesan")
    _trail(pages, sheet)
    pages.space(8 * MM)
    hand_signatures(pages, [("Yang menyerahkan", sheet.officer), ("Yang menerima", "")])
    return pages.finished()


def _section(pages: Pages, text: str) -> None:
    pages.space(5 * MM)
    pages.need(25 * MM)
    pages.paragraph(text, SECTION)
    pages.space(1 * MM)


def _held(pages: Pages, held: HeldCase) -> None:
    style = Style(typeface.REGULAR, 9.5, 12.5)
    pages.space(2 * MM)
    pages.need(20 * MM)
    pages.paragraph([(typeface.BOLD, held.title)], style)
    label_rows(pages, held.rows, style=style, label=50 * MM)


def _trail(pages: Pages, sheet: PersonSheet) -> None:
    shares = (("Waktu (WIB)", 0.17), ("Unit dan petugas", 0.28), ("Tindakan", 0.25), ("Tujuan", 0.3))
    columns = [Column(heading, pages.width * share) for heading, share in shares]
    Table(pages, columns).set(
        (short_moment(line.at), f"{line.officer}, {line.point}", line.deed, line.purpose or "–")
        for line in sheet.trail
    )


def destruction_pdf(sheet: DestructionSheet) -> bytes:
    """Set the berita acara; equal sheets give equal bytes. Raises UnprintableText."""
    name = "Berita Acara Pemusnahan Data Pribadi"
    imprint = Imprint(
        f"{name} {sheet.number}",
        sheet.letterhead.agency,
        running_head=f"{name} Nomor {sheet.number}",
        practice=sheet.practice,
    )
    pages = Pages(sheet.stationery, imprint)
    letterhead(pages, sheet.letterhead)
    title(pages, name, f"NOMOR: {sheet.number}")
    when = f"{day_date(sheet.ended_at)}, {clock(sheet.ended_at)}"
    text = (
        f"Pada hari {when}, telah dimusnahkan data pribadi yang masa simpannya berakhir, berdasarkan "
        "Undang-Undang Nomor 27 Tahun 2022 Pasal 42 sampai dengan Pasal 44. Nomor, tahap, dan waktu setiap "
        "berkas serta jejak pemrosesan tetap disimpan."
    )
    pages.paragraph(text, body_style(sheet.stationery, Align.JUSTIFY))
    pages.space(2 * MM)
    rows = [
        ("Diusulkan oleh", f"{sheet.proposer}, {date_time(sheet.proposed_at)}"),
        ("Disetujui oleh", sheet.approver),
        ("Dasar", sheet.reason),
    ]
    label_rows(pages, rows, style=body_style(sheet.stationery))
    _section(pages, "Ringkasan")
    _kinds(pages, sheet)
    _section(pages, "Daftar yang dimusnahkan")
    widths = (0.42, 0.33, 0.25)
    headings = ("Jenis data", "Nomor", "Berakhir")
    columns = [Column(heading, pages.width * w) for heading, w in zip(headings, widths, strict=True)]
    Table(pages, columns).set(sheet.things)
    pages.space(8 * MM)
    hand_signatures(pages, [("Pengusul", sheet.proposer), ("Yang menyetujui", sheet.approver)])
    return pages.finished()


def _kinds(pages: Pages, sheet: DestructionSheet) -> None:
    columns = [Column("Jenis data", pages.width * 0.46)]
    columns += [
        Column(heading, pages.width * 0.18, Align.RIGHT)
        for heading in ("Masa simpan", "Dimusnahkan", "Tidak jadi")
    ]
    total = ("Jumlah", "", str(sum(k.done for k in sheet.kinds)), str(sum(k.left for k in sheet.kinds)))
    Table(pages, columns).set(((k.kind, k.days, str(k.done), str(k.left)) for k in sheet.kinds), total)
