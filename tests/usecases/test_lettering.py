"""Letters that no paper of ours can carry are told at the counter, not when the permit is to be sealed."""

import pytest

from tests.make import Office, exhausted, person_values, workers
from workstation.errors import BadFields
from workstation.usecases import deciding, intake
from workstation.usecases.intake import Typed, WorkerEntry
from workstation.usecases.reviewing import Reason
from workstation.vocabulary import Channel

STRANGE = ["Siti 😀", "中文", "العربية", "Siti \u202eitnebmal", "baris\nkedua\u202e"]
OURS = [
    "Siti O'Reilly",
    "'; DROP TABLE x; --",
    "=cmd|' /C calc'!A0",
    "<b>Siti</b> & Co",
    "Đặng Žižek",
    "e\u0301",
]


@pytest.mark.parametrize("typed", STRANGE)
def test_given_strange_letters_then_the_field_is_named_and_the_draft_stays(
    office: Office, typed: str
) -> None:
    draft, values = office.draft(name=typed, address=typed)
    with pytest.raises(BadFields) as refused:
        intake.submit(office.desk("budi"), draft, values)
    assert set(refused.value.faults) == {"name", "address"}


@pytest.mark.parametrize("typed", OURS)
def test_given_letters_of_ours_then_they_are_text_and_nothing_else(office: Office, typed: str) -> None:
    draft, values = office.draft(name=typed)
    receipt = intake.submit(office.desk("budi"), draft, values)
    assert (
        office.ask("SELECT applicant_name FROM loket.application WHERE id = :i", i=receipt.application_id)
        == typed
    )


def test_given_a_strange_name_in_the_list_then_its_row_is_named(office: Office) -> None:
    draft, values = office.draft(type_code="strp-company")
    strange = WorkerEntry("Budi 😀", "3171994502850001", "Depok", "Gambir")
    intake.replace_workers(office.desk("budi"), draft.id, [*workers(5), strange])
    with pytest.raises(BadFields) as refused:
        intake.submit(office.desk("budi"), draft, values)
    assert refused.value.faults["workers"].startswith(
        "Baris 6: Kolom nama memuat huruf yang tidak dapat dicetak"
    )


def test_given_a_reason_that_cannot_be_printed_then_nothing_is_decided(office: Office) -> None:
    case = office.proposed()
    reason = Reason("other", "Tidak lengkap 😀")
    outcomes = exhausted(deciding.refuse_many(office.desk("ratna"), [case], (reason,)))
    assert [one.ending for one in outcomes] == ["failed"]
    assert "tidak dapat dicetak" in outcomes[0].detail
    assert office.ask("SELECT stage FROM loket.application WHERE id = :i", i=case) == "proposed"


def test_given_signs_that_the_database_has_no_place_for_then_the_draft_is_kept_without_them(
    office: Office,
) -> None:
    desk = office.desk("budi")
    values = person_values(name="Siti\x00 Nur\ud800")
    draft = intake.keep(desk, Typed("strp-individual", Channel.COUNTER, values), None)
    intake.attach_scan(desk, draft.id, "ktp", "ktp\udcff.jpg", b"x", 1)
    assert (
        office.ask("SELECT applicant_name FROM loket.application WHERE id = :i", i=draft.id)
        == "Siti\ufffd Nur\ufffd"
    )
    assert (
        office.ask("SELECT file_name FROM loket.scan WHERE application_id = :i", i=draft.id)
        == "ktp\ufffd.jpg"
    )
