"""Identity numbers as officers meet them; all numbers are fictitious (district 99)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation import identity

TODAY = date(2026, 11, 23)
WOMAN, MAN = "3171994502850001", "3171990502850001"


def test_a_womans_nik_carries_her_birthday_plus_forty() -> None:
    nik = identity.check_nik(WOMAN, TODAY)
    assert nik.sound
    assert (nik.sex, nik.birth_date, nik.region, nik.serial) == ("P", date(1985, 2, 5), "317199", "0001")


def test_a_mans_nik_carries_his_birthday_as_it_is() -> None:
    nik = identity.check_nik(MAN, TODAY)
    assert (nik.sound, nik.sex, nik.birth_date) == (True, "L", date(1985, 2, 5))


def test_spaces_and_dots_of_a_keyed_nik_do_not_matter() -> None:
    assert identity.check_nik("3171 9945.0285-0001", TODAY).digits == WOMAN


@pytest.mark.parametrize(
    ("digits", "why"),
    [
        ("3171994502850000", "serial 0000"),
        ("3171004502850001", "district 00"),
        ("0071994502850001", "province 00"),
        ("3100994502850001", "regency 00"),
        ("3171993002850001", "30 February"),
        ("3171997002850001", "30 February of a woman"),
        ("3171997201850001", "day 72"),
        ("3171993201850001", "day 32"),
        ("3171994001850001", "day 40"),
        ("3171990001850001", "day 00"),
        ("3171990513850001", "month 13"),
        ("3171992902010001", "29 February 2001"),
        ("317199450285000", "15 digits"),
        ("31719945028500011", "17 digits"),
        ("31719945028500O1", "a letter O"),
        ("३१७१९९४५०२८५०००१", "digits of another script"),
        ("", "nothing"),
    ],
)
def test_a_broken_structure_is_refused(digits: str, why: str) -> None:
    assert not identity.check_nik(digits, TODAY).sound, why


def test_a_leap_day_of_a_leap_year_is_taken() -> None:
    assert identity.check_nik("3171992902000001", TODAY).birth_date == date(2000, 2, 29)


def test_year_20_may_be_a_child_or_a_centenarian_and_only_warns() -> None:
    nik = identity.check_nik("3171990502200001", TODAY)
    assert nik.sound
    assert nik.birth_dates == (date(1920, 2, 5), date(2020, 2, 5))
    assert nik.birth_date is None
    assert "1920 atau 2020" in nik.warnings[0]


def test_an_unknown_district_only_warns() -> None:
    nik = identity.check_nik(WOMAN, TODAY, regions={"317101"})
    assert nik.sound
    assert len(nik.warnings) == 1
    assert identity.check_nik(WOMAN, TODAY, regions={"317199"}).warnings == ()


def test_a_form_that_disagrees_with_the_nik_warns_about_date_and_sex() -> None:
    nik = identity.check_nik(WOMAN, TODAY)
    assert identity.nik_mismatches(nik, date(1985, 2, 5), "P") == ()
    assert len(identity.nik_mismatches(nik, date(1985, 2, 6), "L")) == 2
    assert identity.nik_mismatches(nik, None, None) == ()


@given(
    st.dates(date(1930, 1, 1), TODAY), st.sampled_from(["L", "P"]), st.integers(1, 9999), st.integers(1, 99)
)
def test_any_nik_made_by_the_rule_reads_back(born: date, sex: str, serial: int, district: int) -> None:
    day = born.day + (40 if sex == "P" else 0)
    nik = identity.check_nik(f"3171{district:02d}{day:02d}{born:%m%y}{serial:04d}", TODAY)
    assert nik.sound
    assert born in nik.birth_dates
    assert nik.sex == sex
    assert identity.nik_mismatches(nik, born, sex) == ()


@given(st.text(max_size=40))
def test_no_text_breaks_the_checks_or_the_masks(text: str) -> None:
    identity.check_nik(text, TODAY)
    for look in (
        identity.nib_fault,
        identity.npwp_fault,
        identity.npwp_warning,
        identity.phone_fault,
        identity.email_fault,
        identity.mask_nik,
        identity.mask_name,
        identity.last4,
    ):
        look(text)


def test_masks_show_only_what_a_screen_needs() -> None:
    assert identity.mask_nik(WOMAN) == "3171••••••••••01"
    assert identity.mask_nik("X1234567") == "••••••67"
    assert identity.mask_name("Siti Nur Rahma") == "Siti N. R."
    assert identity.last4("3171-9945-0285-0001") == "0001"


@given(st.from_regex(r"[0-9]{16}", fullmatch=True))
def test_a_masked_nik_hides_ten_digits(nik: str) -> None:
    masked = identity.mask_nik(nik)
    assert len(masked) == 16
    assert masked.count("•") == 10


def test_nib_is_thirteen_digits() -> None:
    assert identity.nib_fault("9120 0001 2345 6") is None
    assert identity.nib_fault("912000012345") is not None


def test_npwp_is_fifteen_or_sixteen_digits_and_a_wrong_check_digit_only_warns() -> None:
    assert identity.npwp_fault("01.312.166.0-091.000") is None
    assert identity.npwp_warning("01.312.166.0-091.000") is None
    assert identity.npwp_warning("01.312.166.1-091.000") is not None
    assert identity.npwp_warning("0013121661091000") is not None
    assert identity.npwp_fault(WOMAN) is None
    assert identity.npwp_warning(WOMAN) is None
    assert identity.npwp_fault("12345") is not None


@pytest.mark.parametrize(
    "phone", ["081234567890", "+62 812-3456-7890", "6281234567890", "021 1234567", "(021) 12345678"]
)
def test_usual_telephone_numbers_are_taken(phone: str) -> None:
    assert identity.phone_fault(phone) is None


@pytest.mark.parametrize(
    "phone", ["0812345", "12345678901", "08123456789012345", "0812abc7890", "", "080123456789"]
)
def test_odd_telephone_numbers_are_refused(phone: str) -> None:
    assert identity.phone_fault(phone) is not None


@pytest.mark.parametrize("email", ["nama@contoh.id", "a.b+c@sub.contoh.co.id"])
def test_usual_addresses_are_taken(email: str) -> None:
    assert identity.email_fault(email) is None


@pytest.mark.parametrize(
    "email",
    [
        "nama",
        "nama@",
        "@contoh.id",
        "na ma@contoh.id",
        "nama@contoh",
        "a..b@contoh.id",
        "a@b@c.id",
        "a@-b.id",
    ],
)
def test_odd_addresses_are_refused(email: str) -> None:
    assert identity.email_fault(email) is not None
