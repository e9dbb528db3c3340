"""Pemberitahuan kegagalan perlindungan data (UU 27/2022 art. 46): drafts to the authority and to each person."""

from workstation.phrasing import date_time, grouped, long_date
from workstation.printing import typeface
from workstation.printing.blocks import (
    Column,
    Table,
    body_style,
    hand_signatures,
    label_rows,
    letterhead,
)
from workstation.printing.lines import Align, Style
from workstation.printing.paper import MM, Imprint, Pages
from workstation.printing.personal_sheets import BreachLetter, BreachSheet

SUBJECT = "Pemberitahuan Kegagalan Pelindungan Data Pribadi"
DRAFT = (
    "KONSEP. Periksa, beri nomor, dan tanda tangani sebelum dikirim; batas waktu 3 x 24 jam sejak diketahui."
)
ADDRESS = 90 * MM


def breach_pdf(sheet: BreachSheet) -> bytes:
    """Set the letter to the authority, then one for each person on a page of its own. Raises UnprintableText."""
    # no running head: every letter begins with the letterhead of its own
    imprint = Imprint(SUBJECT, sheet.letterhead.agency, footer=DRAFT, practice=sheet.practice)
    pages = Pages(sheet.stationery, imprint)
    _authority(pages, sheet)
    for letter in sheet.letters:
        pages.turn_to_letter()
        _person(pages, sheet, letter)
    return pages.finished()


def _opening(pages: Pages, sheet: BreachSheet, receiver: str, address: str) -> None:
    style = body_style(sheet.stationery)
    letterhead(pages, sheet.letterhead)
    pages.paragraph(
        f"{sheet.place}, {long_date(sheet.written_at)}", body_style(sheet.stationery, Align.RIGHT)
    )
    pages.space(2 * MM)
    label_rows(
        pages,
        [("Nomor", "…"), ("Sifat", "Segera"), ("Lampiran", "–"), ("Hal", [(typeface.BOLD, SUBJECT)])],
        style=style,
        label=20 * MM,
    )
    pages.space(4 * MM)
    pages.paragraph([(style.font, "Yth. "), (typeface.BOLD, receiver)], style)
    if address:
        pages.paragraph("di", style)
        pages.paragraph(address, style, left=6 * MM, width=ADDRESS)
    pages.space(5 * MM)


def _facts(pages: Pages, sheet: BreachSheet, rows: list[tuple[str, str]]) -> None:
    told = [
        ("Diketahui", date_time(sheet.found_at)),
        *rows,
        ("Bagaimana terjadi", sheet.what),
        ("Upaya penanganan dan pemulihan", sheet.measures),
    ]
    pages.space(2 * MM)
    label_rows(pages, told, style=body_style(sheet.stationery), label=50 * MM)
    pages.space(3 * MM)


def _authority(pages: Pages, sheet: BreachSheet) -> None:
    _opening(pages, sheet, "Lembaga Pelindungan Data Pribadi", "")
    style = body_style(sheet.stationery, Align.JUSTIFY)
    text = (
        "Memenuhi Undang-Undang Nomor 27 Tahun 2022 Pasal 46, bersama ini kami beritahukan kegagalan pelindungan "
        "data pribadi sebagai berikut:"
    )
    pages.paragraph(text, style)
    rows = [
        ("Batas pemberitahuan", date_time(sheet.due_at)),
        ("Sumber", sheet.source),
        ("Subjek data terdampak", f"{grouped(len(sheet.letters))} orang"),
        (
            "Data yang terungkap",
            ", ".join(dict.fromkeys(one for letter in sheet.letters for one in letter.data)) or "–",
        ),
    ]
    _facts(pages, sheet, rows)
    if sheet.by_point:
        columns = [Column("Unit", pages.width * 0.75), Column("Orang", pages.width * 0.25, Align.RIGHT)]
        Table(pages, columns).set((point, grouped(count)) for point, count in sheet.by_point)
        pages.space(3 * MM)
    pages.paragraph("Para subjek data diberi tahu secara tertulis dengan surat tersendiri.", style)
    _closing(pages, style)
    hand_signatures(pages, [("Pejabat yang berwenang", "")])


def _person(pages: Pages, sheet: BreachSheet, letter: BreachLetter) -> None:
    _opening(pages, sheet, letter.name, letter.address)
    style = body_style(sheet.stationery, Align.JUSTIFY)
    text = (
        "Memenuhi Undang-Undang Nomor 27 Tahun 2022 Pasal 46, kami beritahukan bahwa telah terjadi kegagalan "
        "pelindungan atas data pribadi Saudara pada kantor kami:"
    )
    pages.paragraph(text, style)
    first, last = date_time(letter.first_at), date_time(letter.last_at)
    when = first if first == last else f"{first} sampai dengan {last}"
    rows = [("Data yang terungkap", ", ".join(letter.data)), ("Yang terjadi", letter.deeds), ("Waktu", when)]
    _facts(pages, sheet, rows)
    more = (
        "Waspadai telepon atau pesan yang meminta data atau uang dengan menyebut data tersebut. Saudara berhak "
        "meminta salinan data dan jejak pemrosesannya di kantor kami."
    )
    pages.paragraph(more, style)
    _closing(pages, style)
    hand_signatures(pages, [("Pejabat yang berwenang", "")])


def _closing(pages: Pages, style: Style) -> None:
    pages.space(2 * MM)
    pages.need(style.leading + 45 * MM)
    pages.paragraph("Demikian disampaikan. Atas perhatian Saudara, kami ucapkan terima kasih.", style)
    pages.space(8 * MM)
