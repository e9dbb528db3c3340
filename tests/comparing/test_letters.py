"""Letters side by side: what counts as a difference and which letters are shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.comparing.addresses import differences as other_words
from workstation.comparing.days import days_in, period_in
from workstation.comparing.letters import differences, digits_of, is_like, likeness, skeleton


def cut(text: str, spans: tuple[tuple[int, int], ...]) -> list[str]:
    return [text[start:end] for start, end in spans]


def test_two_swapped_digits_show_as_those_two_digits() -> None:
    form, read = "317299 421102 0273", "317299 421102 0237"
    wrong, wrong_read = differences(form, read)
    assert (cut(form, wrong), cut(read, wrong_read)) == (["73"], ["37"])


def test_another_spelling_shows_as_the_letters_that_differ_whatever_the_capitals() -> None:
    wrong, wrong_read = differences("Wulan Hoetapea", "WULAN HUTAPEA")
    assert (cut("Wulan Hoetapea", wrong), cut("WULAN HUTAPEA", wrong_read)) == (["oe"], ["U"])
    assert differences("Poniman", "PONIMAN") == ((), ())


def test_a_wholly_other_name_differs_as_a_whole() -> None:
    assert differences("Sukarni", "BAGUS W.") == (((0, 7),), ((0, 5), (6, 8)))


@given(st.text(max_size=30), st.text(max_size=30))
def test_what_is_left_after_the_differences_is_the_same_on_both_sides(one: str, other: str) -> None:
    kept = []
    for text, spans in zip((one, other), differences(one, other), strict=True):
        gone = {n for start, end in spans for n in range(start, end)}
        kept.append([c.casefold() for n, c in enumerate(text) if n not in gone and not c.isspace()])
    assert kept[0] == kept[1]


@pytest.mark.parametrize(
    ("said", "digits"),
    [("3I7l 99O5 B2Z", "317199058" + "22"), (": 3174995006730224", "3174995006730224"), ("SO", "50")],
)
def test_letters_that_machines_read_for_digits_are_digits(said: str, digits: str) -> None:
    assert digits_of(said) == digits


def test_letters_that_machines_take_for_each_other_are_one_but_a_spelling_is_not() -> None:
    assert skeleton("JI. SlTI") == skeleton("Jl. Siti")
    assert skeleton("Ma'ruf Syafi'i") != skeleton("Ma'ruf Siafi'i")


@pytest.mark.parametrize(
    "said",
    ["10-06-1973", "10/6/1973", "1O-O6-1973", "10 Juni 1973", "10Juni1973", "10 JUNl 1973", "10.06.1973"],
)
def test_a_day_is_read_however_it_is_written(said: str) -> None:
    assert [found.day.isoformat() for found in days_in(f"Bekasi, {said}")] == ["1973-06-10"]


def test_no_day_is_made_of_other_numbers() -> None:
    assert days_in("RT 005/008, 31-02-2020, No. 12 Blok 2020, 081200000224") == ()


def test_a_span_needs_two_days_that_are_joined() -> None:
    found = period_in(
        "Jakarta, 1 Mei 2026. mulai tanggal 2 November 2026 sampai dengan tanggal 22 Januari 2027."
    )
    assert found is not None
    assert [day.day.isoformat() for day in found] == ["2026-11-02", "2027-01-22"]
    assert period_in("lahir 1 Mei 1990, terbit 2 Mei 2020") is None


def test_an_address_is_its_words_not_its_shortenings() -> None:
    form = "Jalan Teratai Nomor 73 RT 001 RW 004"
    assert other_words(form, "J1. TERATAl NO.73 RT 001 RW 004")[0] == ()
    assert other_words(form, "JL. TERATAI NO. 73 RT 1 RW 4, Kel. Rawa Buaya")[0] == ()
    wrong, wrong_read = other_words(form, "JL. TERATAI NO. 37 RT 001 RW 004")
    assert cut(form, wrong) == ["73"]
    assert cut("JL. TERATAI NO. 37 RT 001 RW 004", wrong_read) == ["37"]


@given(st.text("abc", max_size=12), st.text("abc", max_size=12), st.sampled_from((0.5, 0.7, 0.8, 1.0)))
def test_what_is_left_out_by_its_length_would_not_have_been_alike(one: str, other: str, least: float) -> None:
    assert is_like(one, other, least) == (likeness(one, other) >= least)
