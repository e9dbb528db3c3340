"""Daftar surat yang belum diambil: what the counter reminds its holders of, the oldest first."""

from workstation.phrasing import clock, day_date, short_date
from workstation.printing.blocks import Column, Table, body_style, label_rows, letterhead, title
from workstation.printing.lines import Align
from workstation.printing.paper import MM, Imprint, Pages
from workstation.printing.sheets import UncollectedSheet

NAME = "Daftar Surat yang Belum Diambil"
SHARES = (
    ("No.", 0.06),
    ("Nomor surat", 0.31),
    ("Pemegang", 0.28),
    ("Terbit", 0.13),
    ("Hari", 0.08),
    ("Berlaku s.d.", 0.14),
)


def uncollected_pdf(sheet: UncollectedSheet) -> bytes:
    """Set the list; equal sheets give equal bytes. Raises UnprintableText."""
    pages = Pages(
        sheet.stationery, Imprint(NAME, sheet.letterhead.agency, running_head=NAME, practice=sheet.practice)
    )
    letterhead(pages, sheet.letterhead)
    title(pages, NAME)
    rows = [
        ("Keadaan per", f"{day_date(sheet.at)}, {clock(sheet.at)}"),
        ("Disusun oleh", sheet.officer),
        (
            "Jumlah",
            f"{len(sheet.lines)} surat; " + ", ".join(f"{count} {band}" for band, count in sheet.bands),
        ),
    ]
    label_rows(pages, rows, style=body_style(sheet.stationery))
    pages.space(3 * MM)
    columns = [
        Column(heading, pages.width * share, Align.RIGHT if heading in ("No.", "Hari") else Align.LEFT)
        for heading, share in SHARES
    ]
    Table(pages, columns).set(
        (
            str(number),
            line.number,
            line.holder,
            short_date(line.issued_on),
            str(line.days),
            short_date(line.valid_until) if line.valid_until else "–",
        )
        for number, line in enumerate(sheet.lines, start=1)
    )
    return pages.finished()
