"""A person of a list and the line of the paper that names him, as a machine read it."""

from datetime import date

from workstation.comparing.layout import Page, page_of
from workstation.comparing.listed import ReadList
from workstation.page_words import PageWords, Word
from workstation.ui.review.personlines import PersonLine
from workstation.ui.review.rowplaces import UNNAMED, read_notes

LISTED = (
    ("1", "Dedi Samuel Wibowo", "3175992704770002"),
    ("2", "Dewi Puspita", "3173994909020003"),
    ("3", "Gilang Rumbiak", "3173992209940004"),
)


TODAY = date(2026, 11, 23)


def word(text: str, left: float, top: float, width: float, trust: float = 0.9) -> Word:
    right, bottom = left + width, top + 0.015
    return Word(text, trust, ((left, top), (right, top), (right, bottom), (left, bottom)))


def letter(**misread: str) -> PageWords:
    """A page with the list; `misread` puts other digits in place of a number."""
    found = [word("Daftar pekerja yang ditugaskan", 0.1, 0.1, 0.4)]
    for place, (seq, name, nik) in enumerate(LISTED):
        top = 0.2 + place * 0.04
        found += [word(seq, 0.1, top, 0.02), word(name, 0.15, top, 0.2)]
        found.append(word(misread.get(f"n{seq}", nik), 0.45, top, 0.2, float(misread.get("trust", 0.9))))
    return PageWords(1, 1.414, tuple(found))


def line(seq: int, nik: str, name: str = "Seorang") -> PersonLine:
    return PersonLine(seq, seq, name, nik, "", None, "", ())


def listed(*more: PersonLine) -> list[PersonLine]:
    return [*(line(int(seq), nik, name) for seq, name, nik in LISTED), *more]


def noted(pages: list[Page], *lines: PersonLine, is_whole: bool = True) -> dict[int, tuple[str, ...]]:
    return dict(read_notes(lines, ReadList((1, page) for page in pages), TODAY, is_whole=is_whole))


def test_the_row_that_names_a_person_is_framed_whole_even_when_two_digits_were_misread() -> None:
    entry = ReadList([(1, page_of(letter(n2="3173994909020088")))]).naming(LISTED[1][2], "Seorang")
    assert entry is not None
    region = entry.region
    assert (region.page, round(region.left, 2), round(region.right, 2)) == (1, 0.1, 0.65)
    assert 0.23 < region.top < region.bottom < 0.27


def test_a_stranger_and_a_short_number_are_nowhere() -> None:
    read = ReadList([(1, page_of(letter(n3="317399220994")))])
    assert read.naming("3171990502850001", "Orang Asing") is None
    assert read.naming(LISTED[2][2], LISTED[2][1]) is None


def test_whom_the_paper_does_not_name_is_told_only_where_it_was_read_whole_and_names_somebody() -> None:
    page, stranger = page_of(letter()), line(4, "3171990502850001")
    assert noted([page], *listed(stranger)) == {4: (UNNAMED,)}
    assert noted([page], *listed(stranger), is_whole=False) == {}
    assert noted([page], stranger) == {}
    assert noted([], *listed()) == {}


def test_a_number_and_a_name_that_the_paper_writes_otherwise_are_told_with_what_it_writes() -> None:
    page = page_of(letter(n2="3173994909020030"))
    assert noted([page], *listed()) == {2: ("NIK terbaca lain pada surat: 3173994909020030",)}
    misspelt = line(1, LISTED[0][2], "Dedi Samoel Wibowo")
    assert noted([page_of(letter())], misspelt) == {1: ("Nama terbaca lain pada surat: Dedi Samuel Wibowo",)}


def test_what_was_read_badly_is_held_against_nobody() -> None:
    page = page_of(letter(n2="3173994909020030", trust="0.5"))
    assert noted([page], *listed()) == {}
