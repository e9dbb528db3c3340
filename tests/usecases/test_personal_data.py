"""The rights of a person over his data: found in the whole city, answered in 3 x 24 hours, frozen, given a copy."""

import json
from datetime import datetime, timedelta

import pytest

from tests.attacks.town import replica
from tests.lists import group, ids, people
from tests.make import Office, exhausted
from workstation.errors import (
    ChangedByOther,
    FourEyes,
    Frozen,
    NotACard,
    NotAllowed,
    ReasonNeeded,
    RequestNotMet,
)
from workstation.progress import Ending
from workstation.queries import personal_data as register
from workstation.queries.casefile import case_file
from workstation.usecases import (
    deciding,
    guarding,
    intake,
    person_reading,
    personal_data,
    persons,
    retention,
    reviewing,
)
from workstation.usecases.personal_data import NewRequest
from workstation.vocabulary import (
    Channel,
    PersonVerdict,
    Proposal,
    RequestGround,
    RequestKind,
    RequestState,
    RestraintKind,
)

SITI = "3171994502850001"
WHY = "permintaan akses tertulis 20-11-2026"


def find(office: Office, card: str = SITI) -> int:
    return person_reading.find_person(office.desk("manajer"), card, WHY)


def asked(office: Office, kind: RequestKind, *, hours_ago: float = 0.0) -> tuple[int, int]:
    """Find Siti and enter a request of hers; returns her id and that of the request."""
    subject = find(office)
    received: datetime = office.ask("SELECT loket.moment()") - timedelta(hours=hours_ago)
    wanted = NewRequest(subject, kind, "Siti Rahmawati", received)
    return subject, personal_data.register(office.desk("manajer"), wanted)


# -- who saw my data -----------------------------------------------------------------------------------------


def test_given_data_at_two_points_when_a_person_is_found_then_all_of_it_is_listed(office: Office) -> None:
    here = office.submitted()
    far = office.submitted("jauh", "strp-company")
    office.walk_in(name="Siti Rahmawati", nik=SITI)
    rows = person_reading.holdings(office.desk("manajer"), find(office))
    kinds = {row.thing for row in rows}
    assert {row.application_id for row in rows if row.thing == "application"} == {here, far}
    assert kinds == {"application", "scan", "visit", "health_declaration"}
    assert len({row.point for row in rows}) == 2


def test_given_a_worker_in_a_companys_list_when_found_then_only_his_own_line_is_his(office: Office) -> None:
    case = office.submitted(type_code="strp-company")
    number = office.ask("SELECT nik FROM loket.worker WHERE application_id = :i AND seq = 2", i=case)
    desk, subject = office.desk("manajer"), find(office, number)
    rows = person_reading.holdings(desk, subject)
    assert sorted(row.thing for row in rows) == ["application", "worker"]
    assert {row.role for row in rows} == {"worker"}
    file = person_reading.export(desk, subject, WHY)
    (found,) = file.data["cases"]
    assert [line["name"] for line in found["lines"]] == ["Pekerja Nomor 2"]
    assert (found["fields"], found["name"], found["scans"]) == (None, None, [])
    assert "Pekerja Nomor 3" not in person_reading.as_json(file).decode()


def test_given_a_file_opened_for_a_purpose_when_the_trail_is_asked_for_then_it_names_officer_and_purpose(
    office: Office,
) -> None:
    case = office.submitted()
    reviewing.open_file(office.desk("rina"), case, "penelitian administrasi")
    rows = person_reading.trail(office.desk("manajer"), find(office))
    read = [row for row in rows if row.action == "read" and row.thing == "application"]
    assert {(row.officer, row.purpose) for row in read} == {
        ("Budi Santoso", "pemeriksaan sebelum diajukan"),
        ("Rina Kusuma", "penelitian administrasi"),
    }
    looked = [row for row in rows if row.thing == "person"]
    assert [(row.login, row.purpose) for row in looked] == [("manajer", WHY)]
    assert rows == tuple(sorted(rows, key=lambda row: row.at, reverse=True))


def test_nobody_is_shown_before_the_purpose_is_kept_or_after_a_quarter_of_an_hour(office: Office) -> None:
    desk = office.desk("manajer")
    with pytest.raises(ReasonNeeded):
        person_reading.find_person(desk, SITI, " x ")
    with pytest.raises(NotACard):
        person_reading.find_person(desk, "3171", WHY)
    subject = find(office)
    assert person_reading.holdings(desk, subject) == ()
    office.later(minutes=16)
    with pytest.raises(ReasonNeeded):
        person_reading.holdings(desk, subject)


@pytest.mark.parametrize("login", ["budi", "rina", "ratna", "serba", "admin", "auditor"])
def test_nobody_but_a_manager_looks_for_a_person(office: Office, login: str) -> None:
    with pytest.raises(NotAllowed):
        person_reading.find_person(office.desk(login), SITI, WHY)


def test_a_copy_holds_data_and_trail_and_is_a_row_of_the_journal(office: Office) -> None:
    office.submitted()
    desk, subject = office.desk("manajer"), find(office)
    file = person_reading.export(desk, subject, "diserahkan kepada pemohon")
    whole = json.loads(person_reading.as_json(file))
    assert whole["data"]["nik"] == SITI
    assert whole["data"]["cases"][0]["fields"]["address"] == "Jalan Kenanga Nomor 7 RT 003 RW 004"
    assert {row["action"] for row in whole["trail"]} >= {"insert", "read", "export"}
    noted = office.rows("SELECT login, thing_id, data FROM loket.journal WHERE action = 'export'")
    assert [(row.login, row.thing_id, row.data["purpose"]) for row in noted] == [
        ("manajer", str(subject), "diserahkan kepada pemohon")
    ]
    assert all(chain.broken is None for chain in exhausted(guarding.verify(office.owner.connect)))


# -- requests ------------------------------------------------------------------------------------------------


def test_a_request_is_due_three_days_by_the_clock_after_it_came_and_the_nearest_stands_first(
    office: Office,
) -> None:
    _, young = asked(office, RequestKind.CORRECTION)
    _, old = asked(office, RequestKind.OBJECTION, hours_ago=80)
    found = register.requests(office.desk("manajer"))
    assert [row.id for row in found.rows] == [old, young]
    assert all(row.due_at - row.received_at == timedelta(hours=72) for row in found.rows)
    assert found.overdue == 1
    assert found.rows[0].nik_masked == "3171**********01"


@pytest.mark.parametrize("hours", [-1, 24 * 8])
def test_a_request_is_not_entered_for_tomorrow_or_for_last_month(office: Office, hours: float) -> None:
    with pytest.raises(NotAllowed):
        asked(office, RequestKind.ACCESS, hours_ago=hours)


def test_access_is_granted_only_after_a_copy_was_given(office: Office) -> None:
    desk = office.desk("manajer")
    subject, request = asked(office, RequestKind.ACCESS)
    with pytest.raises(RequestNotMet):
        personal_data.grant(desk, request, "Salinan diserahkan di loket")
    person_reading.export(desk, subject, "diserahkan kepada pemohon")
    personal_data.grant(desk, request, "Salinan diserahkan di loket")
    (row,) = register.requests(desk).rows
    assert (row.state, row.answer) == (RequestState.ANSWERED, "Salinan diserahkan di loket")
    with pytest.raises(ChangedByOther):
        personal_data.grant(desk, request, "Sekali lagi")


def test_suspension_is_granted_only_when_something_is_frozen(office: Office) -> None:
    desk = office.desk("manajer")
    subject, request = asked(office, RequestKind.SUSPENSION)
    with pytest.raises(RequestNotMet):
        personal_data.grant(desk, request, "Dibekukan")
    personal_data.restrain_person(desk, RestraintKind.FREEZE, subject, "permintaan penangguhan", request)
    personal_data.grant(desk, request, "Dibekukan sejak hari ini")
    assert register.requests(desk).rows[0].is_frozen


def test_erasure_is_granted_only_after_one_proposed_and_another_destroyed_what_has_ended(
    office: Office,
) -> None:
    desk = office.desk("manajer")
    ended = office.submitted()
    intake.withdraw(office.desk("budi"), ended, "pemohon membatalkan")
    subject, request = asked(office, RequestKind.ERASURE)
    words = "Data Saudara telah dimusnahkan"
    with pytest.raises(RequestNotMet):
        personal_data.grant(desk, request, words)
    run = retention.propose_for(desk, subject, "surat permohonan penghapusan")
    with pytest.raises(RequestNotMet):  # proposed is not done
        personal_data.grant(desk, request, words)
    with pytest.raises(FourEyes):
        retention.approve(desk, run)
    retention.approve(office.desk("admin"), run)
    personal_data.grant(desk, request, words)
    assert register.requests(desk).rows[0].state is RequestState.ANSWERED


def test_a_destruction_that_was_dropped_or_came_before_the_request_does_not_meet_it(office: Office) -> None:
    desk = office.desk("manajer")
    intake.withdraw(office.desk("budi"), office.submitted(), "pemohon membatalkan")
    subject = find(office)
    retention.approve(office.desk("admin"), retention.propose_for(desk, subject, "surat tanggal 1"))
    office.walk_in(name="Siti Rahmawati", nik=SITI)
    office.later(days=2)
    _, request = asked(office, RequestKind.ERASURE)
    dropped = retention.propose_for(desk, subject, "surat tanggal 3")
    retention.drop(desk, dropped, "keliru orang")
    with pytest.raises(RequestNotMet):
        personal_data.grant(desk, request, "Data Saudara telah dimusnahkan")
    assert register.requests(desk).rows[0].state is RequestState.OPEN


def test_a_request_is_refused_on_a_ground_of_the_law(office: Office) -> None:
    desk = office.desk("manajer")
    _, request = asked(office, RequestKind.ERASURE)
    personal_data.refuse(desk, request, RequestGround.STATE_DUTY, "Izin masih berlaku")
    (row,) = register.requests(desk).rows
    assert (row.state, row.ground) == (RequestState.REFUSED, RequestGround.STATE_DUTY)


def test_names_and_words_of_a_request_stay_out_of_the_journal(office: Office) -> None:
    asked(office, RequestKind.ACCESS)
    office.walk_in(name="Siti Rahmawati", nik=SITI)
    office.submitted()
    assert office.ask("SELECT count(*) FROM loket.journal WHERE data::text ~ 'Rahmawati|317199450285'") == 0


# -- frozen --------------------------------------------------------------------------------------------------


@pytest.fixture
def frozen(office: Office) -> tuple[int, int]:
    """A case that waits for the supervisor, and the freeze of its applicant."""
    case = office.proposed()
    subject = find(office)
    laid = personal_data.restrain_person(
        office.desk("manajer"), RestraintKind.FREEZE, subject, "permintaan penangguhan"
    )
    return case, laid


def test_what_is_frozen_is_neither_read_nor_decided_until_the_manager_lifts_it(
    office: Office, frozen: tuple[int, int]
) -> None:
    case, laid = frozen
    with pytest.raises(Frozen) as refused:
        reviewing.open_file(office.desk("ratna"), case, "memutus permohonan")
    assert refused.value.number == office.ask("SELECT number FROM loket.application WHERE id = :i", i=case)
    (outcome,) = exhausted(deciding.approve_many(office.desk("ratna"), [case]))
    assert (outcome.ending, "ditangguhkan" in outcome.detail) == (Ending.FAILED, True)
    assert office.ask("SELECT stage FROM loket.application WHERE id = :i", i=case) == "proposed"
    personal_data.lift(office.desk("manajer"), laid, "pemohon mencabut permintaannya")
    (outcome,) = exhausted(deciding.approve_many(office.desk("ratna"), [case]))
    assert outcome.ending is Ending.DONE
    assert register.restraints(office.desk("manajer")) == ()
    assert (
        office.ask(
            "SELECT reason FROM loket.journal WHERE thing = 'restraint' AND action = 'update' AND thing_id = :i",
            i=str(laid),
        )
        == "pemohon mencabut permintaannya"
    )


def test_a_frozen_person_is_not_entered_anew_nor_in_a_companys_list(
    office: Office,
) -> None:
    personal_data.restrain_person(office.desk("manajer"), RestraintKind.FREEZE, find(office), "penangguhan")
    with pytest.raises(Frozen):
        office.submitted()
    desk = office.desk("budi")
    draft = intake.start_draft(desk, "strp-company", Channel.COUNTER)
    with pytest.raises(Frozen):
        intake.replace_workers(desk, draft.id, [intake.WorkerEntry("Siti", SITI, "Depok", "Gambir")])


def test_a_worker_who_is_frozen_is_out_of_reach_and_his_companys_list_goes_on_without_him(
    office: Office,
) -> None:
    case = group(office)
    rina = office.desk("rina")
    first = ids(office, case)[0]
    card = office.ask("SELECT nik FROM loket.worker WHERE id = :i", i=first)
    subject = find(office, card)
    desk = office.desk("manajer")
    laid = personal_data.restrain_person(desk, RestraintKind.FREEZE, subject, "permintaan penangguhan")
    file = case_file(rina, case)
    assert (len(file.persons), file.hidden) == (4, 1)
    with pytest.raises(Frozen):
        office.submitted(nik=card)
    assert card not in str(reviewing.open_file(rina, case, "penelitian berkas"))
    with pytest.raises((Frozen, NotAllowed)):
        persons.decide_workers(rina, case, [first], PersonVerdict.APPROVE)
    persons.decide_workers(rina, case, [row.id for row in file.persons], PersonVerdict.APPROVE)
    reviewing.propose(rina, case, Proposal.APPROVE)
    (outcome,) = exhausted(deciding.approve_many(office.desk("ratna"), [case]))
    assert outcome.ending is Ending.DONE
    assert office.ask("SELECT count(*) FROM loket.document WHERE application_id = :i", i=case) == 1
    personal_data.lift(desk, laid, "dicabut pemohon")
    assert len(case_file(rina, case).persons) == 5


def test_a_paper_that_names_a_frozen_person_already_waits(office: Office) -> None:
    case = group(office)
    office.listed(case)
    reviewing.propose(office.desk("rina"), case, Proposal.APPROVE)
    exhausted(deciding.approve_many(office.desk("ratna"), [case]))
    card = office.ask("SELECT nik FROM loket.worker WHERE id = :i", i=ids(office, case)[0])
    replica(
        office,
        "UPDATE loket.document SET record = jsonb_build_object('workers',"
        " jsonb_build_array(jsonb_build_object('nik', CAST(:card AS text))))",
        card=card,
    )
    personal_data.restrain_person(
        office.desk("manajer"), RestraintKind.FREEZE, find(office, card), "penangguhan"
    )
    with pytest.raises(Frozen):
        reviewing.open_file(office.desk("ratna"), case, "memutus permohonan")


def test_a_returned_list_is_kept_anew_beside_a_frozen_line(office: Office) -> None:
    desk = office.desk("budi")
    draft = intake.start_draft(desk, "strp-company", Channel.COUNTER)
    intake.replace_workers(desk, draft.id, people(6))
    card = people(6)[2].nik
    personal_data.restrain_person(
        office.desk("manajer"), RestraintKind.FREEZE, find(office, card), "penangguhan"
    )
    intake.replace_workers(desk, draft.id, people(2))
    assert [row.seq for row in office.rows("SELECT seq FROM loket.worker ORDER BY seq")] == [3, 4, 5]


def test_one_case_can_be_frozen_alone(office: Office) -> None:
    first, second = office.submitted(), office.submitted("sari", nik="3171994502850002")
    personal_data.restrain_case(office.desk("manajer"), RestraintKind.FREEZE, first, "sengketa")
    with pytest.raises(Frozen):
        reviewing.take(office.desk("rina"), first)
    reviewing.take(office.desk("rina"), second)


def test_a_hold_keeps_from_destruction_and_from_no_work(office: Office) -> None:
    case = office.submitted()
    personal_data.restrain_case(office.desk("manajer"), RestraintKind.HOLD, case, "perkara di PTUN")
    reviewing.take(office.desk("rina"), case)
    (row,) = register.restraints(office.desk("manajer"))
    assert (row.kind, row.application_id) == (RestraintKind.HOLD, case)


def test_a_restraint_is_laid_and_lifted_once(office: Office) -> None:
    desk, case = office.desk("manajer"), office.submitted()
    laid = personal_data.restrain_case(desk, RestraintKind.FREEZE, case, "sengketa")
    with pytest.raises(ChangedByOther):
        personal_data.restrain_case(desk, RestraintKind.FREEZE, case, "sengketa")
    personal_data.lift(desk, laid, "sengketa selesai")
    with pytest.raises(ChangedByOther):
        personal_data.lift(desk, laid, "sengketa selesai")
