"""Indonesian as it stands on papers and is spoken in the hall."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from workstation import phrasing


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (11, "sebelas"),
        (100, "seratus"),
        (1000, "seribu"),
        (1100, "seribu seratus"),
        (1_000_000, "satu juta"),
        (2_500_000, "dua juta lima ratus ribu"),
        (150_000_000, "seratus lima puluh juta"),
        (-21, "minus dua puluh satu"),
    ],
)
def test_numbers_in_words(number: int, words: str) -> None:
    assert phrasing.terbilang(number) == words


@given(st.one_of(st.integers(0, 3000), st.integers(0, 10**15 - 1)))
def test_words_agree_with_num2words(number: int) -> None:
    assert phrasing.terbilang(number) == num2words(number, lang="id")


def test_numbers_beyond_names_are_not_guessed() -> None:
    with pytest.raises(ValueError, match="1000000000000000000"):
        phrasing.terbilang(10**18)


def test_dates_without_leading_zero() -> None:
    day = date(2021, 7, 5)
    assert phrasing.long_date(day) == "5 Juli 2021"
    assert phrasing.day_date(day) == "Senin, 5 Juli 2021"
    assert phrasing.short_date(day) == "05-07-2021"
    assert phrasing.roman_month(day) == "VII"


def test_a_moment_of_the_database_is_shown_in_wib() -> None:
    moment = datetime(2021, 7, 4, 17, 30, tzinfo=UTC)
    assert phrasing.clock(moment) == "pukul 00.30 WIB"
    assert phrasing.date_time(moment) == "5 Juli 2021 pukul 00.30 WIB"
    assert phrasing.day_date(moment) == "Senin, 5 Juli 2021"


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("2500000", "Rp2.500.000,00"),
        ("0", "Rp0,00"),
        ("999.995", "Rp1.000,00"),
        ("-40000.5", "-Rp40.000,50"),
        ("-0.001", "Rp0,00"),
    ],
)
def test_rupiah(amount: str, text: str) -> None:
    assert phrasing.rupiah(Decimal(amount)) == text


def test_rupiah_in_words() -> None:
    assert phrasing.rupiah_words(Decimal(2500000)) == "dua juta lima ratus ribu rupiah"
    assert phrasing.rupiah_words(Decimal("100.25")) == "seratus rupiah dua puluh lima sen"


def test_a_call_names_ticket_and_counter() -> None:
    assert phrasing.call_sentence("A-012", 2) == "Nomor antrean A-012, silakan menuju Loket 2"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (125, "2 jam 5 menit lagi"),
        (60, "1 jam lagi"),
        (59, "59 menit lagi"),
        (0, "kurang dari 1 menit lagi"),
        (-35, "lewat 35 menit"),
        (-0.5, "lewat kurang dari 1 menit"),
        (75 * 60, "75 jam lagi"),
    ],
)
def test_time_left_in_words(minutes: float, words: str) -> None:
    assert phrasing.time_left_words(timedelta(minutes=minutes)) == words
