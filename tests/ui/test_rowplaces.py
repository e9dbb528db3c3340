"""A person of a list and the line of the paper that names him, as a machine read it."""

from workstation.comparing.layout import page_of
from workstation.page_words import PageWords, Word
from workstation.ui.review.personlines import PersonLine
from workstation.ui.review.rowplaces import row_naming, unnamed

LISTED = (
    ("1", "Dedi Samuel Wibowo", "3175992704770002"),
    ("2", "Dewi Puspita", "3173994909020003"),
    ("3", "Gilang Rumbiak", "3173992209940004"),
)


def word(text: str, left: float, top: float, width: float) -> Word:
    right, bottom = left + width, top + 0.015
    return Word(text, 0.9, ((left, top), (right, top), (right, bottom), (left, bottom)))


def letter(**misread: str) -> PageWords:
    """A page with the list; `misread` puts other digits in place of a number."""
    found = [word("Daftar pekerja yang ditugaskan", 0.1, 0.1, 0.4)]
    for place, (seq, name, nik) in enumerate(LISTED):
        top = 0.2 + place * 0.04
        found += [word(seq, 0.1, top, 0.02), word(name, 0.15, top, 0.2)]
        found.append(word(misread.get(f"n{seq}", nik), 0.45, top, 0.2))
    return PageWords(1, 1.414, tuple(found))


def line(seq: int, nik: str) -> PersonLine:
    return PersonLine(seq, seq, "Seorang", nik, "", None, "", ())


def test_the_row_that_names_a_person_is_framed_whole_even_when_two_digits_were_misread() -> None:
    page = page_of(letter(n2="3173994909020088"))
    region = row_naming(page, LISTED[1][2])
    assert region is not None
    assert (region.page, round(region.left, 2), round(region.right, 2)) == (1, 0.1, 0.65)
    assert 0.23 < region.top < region.bottom < 0.27


def test_a_stranger_and_a_short_number_are_nowhere() -> None:
    page = page_of(letter(n3="317399220994"))
    assert row_naming(page, "3171990502850001") is None
    assert row_naming(page, LISTED[2][2]) is None


def test_whom_the_paper_does_not_name_is_told_only_where_it_names_somebody() -> None:
    listed = [line(int(seq), nik) for seq, _, nik in LISTED]
    stranger = line(4, "3171990502850001")
    page = page_of(letter())
    assert unnamed([*listed, stranger], [(1, page)]) == (4,)
    assert unnamed([stranger], [(1, page)]) == ()
    assert unnamed(listed, []) == ()
