"""Dates that make a careful colleague ask, and which stamp a letter of a day needs."""

from datetime import date, datetime

import pytest

from tests.make import person_values
from workstation.catalogue.doubts import date_doubts, stamp_doubts, stamp_due
from workstation.catalogue.reading import load_folder
from workstation.catalogue.rules import rules_on
from workstation.resources_at import resource
from workstation.worktime import WIB

CATALOGUE = load_folder(resource("catalogue"))
TODAY = date(2026, 11, 22)


def rules(code: str, day: date = TODAY):  # type: ignore[no-untyped-def]
    return rules_on(CATALOGUE, code, datetime(day.year, day.month, day.day, 9, tzinfo=WIB))


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("birth_date", "2012-03-01", "Berumur 14 tahun: belum wajib memiliki KTP."),
        ("birth_date", "2009-11-22", ""),
        ("birth_date", "2009-11-23", "Berumur 16 tahun: belum wajib memiliki KTP."),
        ("birth_date", "1899-01-01", "Berumur 127 tahun; lihat lagi tahun lahirnya."),
        ("birth_date", "2027-01-01", "Tanggal lahir belum tiba."),
        ("valid_until", "2026-11-21", "Masa berlaku sudah lewat, 21 November 2026."),
        ("valid_until", "2026-11-22", ""),
        ("valid_from", "2027-03-01", "Baru berlaku 99 hari lagi."),
        ("valid_from", "2026-12-01", ""),
        ("birth_date", "bukan tanggal", ""),
    ],
)
def test_an_odd_date_is_said_with_its_reason(field: str, value: str, said: str) -> None:
    values = person_values(birth_date="1985-02-05", valid_from="2026-11-23", valid_until="2026-12-01")
    found = date_doubts(rules("strp-individual"), values | {field: value}, TODAY)
    assert found == ({field: said} if said else {})


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2020, 12, 31), "Rp6.000 (Rp3.000 untuk nilai kecil)"),
        (date(2021, 1, 1), "Rp10.000, atau meterai lama yang berjumlah paling sedikit Rp9.000"),
        (date(2021, 12, 31), "Rp10.000, atau meterai lama yang berjumlah paling sedikit Rp9.000"),
        (date(2022, 1, 1), "Rp10.000"),
        (date(1999, 1, 1), ""),
    ],
)
def test_the_stamp_duty_follows_the_day_of_the_letter(day: date, due: str) -> None:
    assert stamp_due(day) == due


def test_only_papers_that_the_catalogue_wants_stamped_are_asked_for_their_stamp() -> None:
    sikm = rules("sikm", date(2020, 5, 27))
    values = {"direction": "leave", "identity_kind": "ktp"}
    found = stamp_doubts(sikm, values, date(2020, 5, 27))
    assert found.keys() == {"statement"}
    assert "Rp6.000" in found["statement"]
    assert stamp_doubts(rules("strp-individual"), person_values(), TODAY) == {}
