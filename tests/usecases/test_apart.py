"""Verbs apart from the day's path: the next case, findings of a scan and a field, what the back room does alone."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from tests.make import Office
from workstation.errors import FourEyes, NothingToTake
from workstation.signing.seal import SealKey
from workstation.signing.withdrawals import WithdrawalKey
from workstation.usecases import (
    backroom,
    calling,
    correcting,
    intake,
    person_reading,
    reviewing,
    searching,
    trailing,
    waiting,
)
from workstation.usecases.reviewing import Reason
from workstation.vocabulary import Mark


def _case(office: Office) -> int:
    return office.submitted()


def test_the_case_with_the_nearest_deadline_is_taken_and_stays_his(office: Office) -> None:
    first, _ = _case(office), office.submitted(nik="3171994502850002", name="Kedua")
    assert reviewing.take_next(office.desk("rina")) == first
    assert reviewing.take_next(office.desk("rina")) == first


def test_cases_that_he_has_typed_into_are_passed_over_by_the_next_claim(office: Office) -> None:
    budi, rina, serba = office.desk("budi"), office.desk("rina"), office.desk("serba")
    own = office.submitted(login="serba")
    completed = office.submitted(nik="3171994502850002", name="Kedua")
    reviewing.take(rina, completed)
    reviewing.send_back(rina, completed, [Reason("typing-error", "Alamat keliru")])
    values = reviewing.open_file(budi, completed, "melanjutkan pengisian").values
    row = office.rows("SELECT number, version FROM loket.application WHERE id = :i", i=completed)[0]
    intake.submit(
        serba, intake.Draft(completed, row.number, row.version), values | {"address": "Jalan Baru 1"}
    )
    with pytest.raises(NothingToTake):
        reviewing.take_next(serba)
    for case in (own, completed):
        with pytest.raises(FourEyes):
            reviewing.take(serba, case)
    last = office.submitted(nik="3171994502850003", name="Ketiga")
    assert reviewing.take_next(serba) == last
    assert reviewing.take_next(office.desk("joko")) in {own, completed}


def test_a_scan_and_a_field_keep_their_findings(office: Office) -> None:
    case, desk = _case(office), office.desk("rina")
    reviewing.take(desk, case)
    scan = office.ask("SELECT min(id) FROM loket.scan WHERE application_id = :i", i=case)
    document = office.ask("SELECT document_code FROM loket.scan WHERE id = :i", i=scan)
    reviewing.refuse_scan(desk, scan, [Reason("blurred", "Pindaian tidak terbaca", document=document)])
    assert office.ask("SELECT verdict FROM loket.scan WHERE id = :i", i=scan) == "refused"
    reviewing.find_fault(desk, case, "name", Mark.DIFFERS, [Reason("name", "Nama tidak sama dengan KTP")])
    assert office.ask("SELECT mark FROM loket.field_mark WHERE field = 'name'") == "differs"


def test_a_file_attached_by_mistake_is_taken_out_of_a_draft(office: Office) -> None:
    draft, _ = office.draft()
    scan = office.ask("SELECT min(id) FROM loket.scan WHERE application_id = :i", i=draft.id)
    intake.remove_scan(office.desk("budi"), scan)
    assert office.ask("SELECT count(*) FROM loket.scan WHERE id = :i", i=scan) == 0


def test_a_survey_is_given_up_with_its_reason(office: Office) -> None:
    case, desk = _case(office), office.desk("rina")
    office.complete(case)
    survey = waiting.order_survey(desk, case, "Jalan Contoh", desk.today() + timedelta(days=3), "Tim")
    waiting.cancel_survey(desk, survey, "Lokasi sudah dikenal")
    assert office.ask("SELECT cancelled_reason FROM loket.survey") == "Lokasi sudah dikenal"


def test_the_last_step_at_the_counter_is_taken_back(office: Office) -> None:
    ticket, desk = office.walk_in(), office.desk("budi", counter=2)
    calling.call_next(desk)
    assert correcting.undo_last(desk, "visit").id == ticket.visit_id
    assert office.ask("SELECT stage FROM loket.visit") == "waiting"


def test_a_person_whom_the_register_names_is_looked_at_again(office: Office) -> None:
    office.submitted()
    manager = office.desk("manajer")
    subject = person_reading.find_person(manager, "3171994502850001", "permintaan salinan data")
    person_reading.look_again(manager, subject, "permintaan salinan data")
    assert person_reading.holdings(manager, subject)


def test_an_open_case_of_the_same_person_and_type_is_found(office: Office) -> None:
    case, desk = office.submitted(), office.desk("sari")
    found = searching.find_open_case(desk, "3171994502850001", "strp-individual")
    assert found is not None
    assert found.number == office.ask("SELECT number FROM loket.application WHERE id = :i", i=case)
    assert searching.find_open_case(desk, "3171994502850001", "strp-individual", but=case) is None


def test_an_auditor_finds_what_this_point_holds_about_a_card(office: Office) -> None:
    case = office.submitted()
    things = trailing.things_of_person(office.desk("auditor"), "3171994502850001", "pemeriksaan berkala")
    assert ("application", str(case)) in {(thing, str(ident)) for thing, ident in things}


def test_the_back_room_registers_publishes_lapses_and_forgets(office: Office) -> None:
    desk, curve = office.backroom(), ec.SECP256R1()
    key = SealKey(b"\x07\x01", ec.generate_private_key(curve))
    for _ in range(2):
        backroom.register_key(desk, key, desk.now(), desk.now() + timedelta(days=9))
    assert office.ask("SELECT count(*) FROM loket.seal_key WHERE kid = '0701'") == 1
    lists = WithdrawalKey(b"L1", ec.generate_private_key(curve))
    assert backroom.publish_withdrawals(desk, lists)
    assert not backroom.publish_withdrawals(desk, lists)
    office.run(
        "INSERT INTO loket.visit (service_point_id, service_id, code, name, planned_at, channel, priority, stage,"
        " calls, note) SELECT service_point_id, id, '', 'Kemarin', now() - interval '2 days', 'online', 'none',"
        " 'booked', 0, '' FROM loket.service WHERE code = 'intake'"
    )
    assert backroom.lapse_past(desk) == 1
    assert backroom.lapse_past(desk) == 0


def test_the_service_removes_operations_of_last_week_and_no_later_ones(office: Office) -> None:
    office.walk_in()
    office.run("UPDATE loket.operation SET at = now() - interval '8 days'")
    office.walk_in()
    was = office.ask("SELECT count(*) FROM loket.operation WHERE at < now() - interval '7 days'")
    assert was > 0
    assert backroom.forget_operations(office.backroom()) == was
    assert office.ask("SELECT count(*) FROM loket.operation WHERE what = 'checking_in.walk_in'") == 1
