"""A field is tied to its place; the next reviewer finds it; a replaced paper takes its places along."""

import pytest

from tests.make import Office, picture
from workstation.errors import HeldByOther, NotAllowed
from workstation.places_on_page import Region
from workstation.queries.casefile import case_file
from workstation.usecases import intake, reviewing
from workstation.usecases.tying import tie_field, untie_field
from workstation.vocabulary import Verdict

NAME, NIK = Region(0, 0.1, 0.2, 0.3, 0.05), Region(1, 0.5, 0.5, 0.25, 0.04)


def scans_of(office: Office, case: int) -> list[int]:
    found = office.rows("SELECT id FROM loket.scan WHERE application_id = :i ORDER BY id", i=case)
    return [row.id for row in found]


def test_the_tie_is_kept_changed_and_shown_to_the_next_reviewer(office: Office) -> None:
    case, rina, joko = office.submitted(), office.desk("rina"), office.desk("joko")
    first, second, *_ = scans_of(office, case)
    reviewing.take(rina, case)
    tie_field(rina, case, "name", first, NIK)
    tie_field(rina, case, "name", second, NAME)
    tie_field(rina, case, "nik", first, NIK)
    with pytest.raises(HeldByOther):
        tie_field(joko, case, "name", first, NIK)
    reviewing.release(rina, case)
    places = case_file(joko, case).places
    assert {code: (p.scan_id, p.officer) for code, p in places.items()} == {
        "name": (second, "Rina Kusuma"),
        "nik": (first, "Rina Kusuma"),
    }
    assert (places["name"].region, places["nik"].region) == (NAME, NIK)
    reviewing.take(joko, case)
    untie_field(joko, case, "nik")
    untie_field(joko, case, "nik")
    assert set(case_file(joko, case).places) == {"name"}


def test_a_paper_of_another_case_is_refused(office: Office) -> None:
    case, other = office.submitted(), office.submitted(nik="3171994502860002", birth_date="1986-02-05")
    reviewing.take(office.desk("rina"), case)
    with pytest.raises(NotAllowed):
        tie_field(office.desk("rina"), case, "name", scans_of(office, other)[0], NAME)


def test_a_refused_paper_that_is_replaced_or_taken_out_takes_its_places_along(office: Office) -> None:
    case, rina, budi = office.submitted(), office.desk("rina"), office.desk("budi")
    refused, pending, *_ = scans_of(office, case)
    reviewing.take(rina, case)
    tie_field(rina, case, "name", refused, NAME)
    tie_field(rina, case, "nik", pending, NIK)
    reviewing.judge_scan(rina, refused, Verdict.REFUSED, "unreadable-scan")
    reviewing.send_back(rina, case, ())
    code = office.ask("SELECT document_code FROM loket.scan WHERE id = :i", i=refused)
    intake.attach_scan(budi, case, code, "baru.jpg", picture(90), 1)
    intake.remove_scan(budi, pending)
    assert case_file(rina, case).places == {}
    assert office.ask("SELECT count(*) FROM loket.field_place") == 1  # the refused one stays readable
