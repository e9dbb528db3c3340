"""The end of data: set by one, proposed by another, destroyed by a third pair of eyes; rows and totals stay."""

import pytest
from sqlalchemy import text

from tests.attacks.town import replica
from tests.make import HEALTHY, Office, exhausted, picture
from workstation.errors import (
    ChangedByOther,
    Destroyed,
    FourEyes,
    HealthNotShortest,
    NotAllowed,
    NothingToDestroy,
    ReasonNeeded,
)
from workstation.models.application import Application
from workstation.queries import retention as asked
from workstation.usecases import (
    guarding,
    intake,
    person_reading,
    personal_data,
    retention,
    reviewing,
)
from workstation.usecases.reviewing import Reason
from workstation.vocabulary import Channel, RestraintKind, RetentionKind

SITI = "3171994502850001"
GONE = "(dimusnahkan)"


def issued(office: Office, **more: str) -> tuple[int, int]:
    """A permit that is out, with the bytes of its paper; returns case and document."""
    document = office.approved(**more)
    with office.desk("ratna").begin() as session:
        kept = session.scalar(text("SELECT loket.keep_paper(:b)"), {"b": b"%PDF-1.7 Siti"})
    replica(
        office,
        "UPDATE loket.document SET stage = 'handed_over', record = '{\"name\": \"Siti\"}', seal = 'SEGEL',"
        " valid_from = loket.local_day(now()), valid_until = loket.local_day(now()) + 7, unsigned_sha256 = :h,"
        " signed_sha256 = :h WHERE id = :i",
        h=kept,
        i=document,
    )
    return office.ask("SELECT application_id FROM loket.document WHERE id = :i", i=document), document


def run(office: Office, *kinds: RetentionKind) -> int:
    """Propose as the manager and approve as the administrator; returns how much was destroyed."""
    made = retention.propose(office.desk("manajer"), kinds, "jadwal retensi")
    return retention.approve(office.desk("admin"), made)


def totals(office: Office) -> list[object]:
    """Every count that a report is made of."""
    return [
        tuple(row)
        for table in ("visit", "application", "document")
        for row in office.rows(
            f"SELECT '{table}', stage, count(*) FROM loket.{table} GROUP BY stage ORDER BY stage"
        )
    ]


def due(office: Office) -> dict[RetentionKind, int]:
    return {row.id: row.due for row in asked.periods(office.desk("manajer")) if row.due}


# -- how long ------------------------------------------------------------------------------------------------


def test_the_figures_are_a_proposal_until_the_administrator_has_set_them(office: Office) -> None:
    found = {row.id: (row.days, row.is_proposal) for row in asked.periods(office.desk("manajer"))}
    assert found == {
        RetentionKind.HEALTH: (30, True),
        RetentionKind.VISIT: (90, True),
        RetentionKind.SCAN: (365, True),
        RetentionKind.REFUSED: (730, True),
        RetentionKind.PERMIT: (1825, True),
        RetentionKind.PERSON: (1825, True),
    }
    retention.set_period(office.desk("admin"), RetentionKind.SCAN, 730, "JRA contoh nomor 1")
    changed = next(row for row in asked.periods(office.desk("admin")) if row.id is RetentionKind.SCAN)
    assert (changed.days, changed.is_proposal) == (730, False)
    noted = office.rows("SELECT login, thing_id, reason FROM loket.journal WHERE thing = 'retention_period'")
    assert [tuple(row) for row in noted] == [("admin", "scan", "JRA contoh nomor 1")]


def test_health_declarations_keep_the_shortest_time_of_all(office: Office) -> None:
    with pytest.raises(HealthNotShortest):
        retention.set_period(office.desk("admin"), RetentionKind.HEALTH, 91, "lebih lama")
    with pytest.raises(HealthNotShortest):
        retention.set_period(office.desk("admin"), RetentionKind.VISIT, 29, "lebih singkat")
    retention.set_period(office.desk("admin"), RetentionKind.HEALTH, 14, "lebih singkat")


def test_only_the_administrator_sets_a_period(office: Office) -> None:
    with pytest.raises(NotAllowed):
        retention.set_period(office.desk("manajer"), RetentionKind.SCAN, 1, "ingin cepat")


# -- the run -------------------------------------------------------------------------------------------------


def test_a_run_takes_the_health_declarations_first_and_leaves_the_visitors(office: Office) -> None:
    office.walk_in(name="Siti Rahmawati", nik=SITI, health=HEALTHY)
    with pytest.raises(NothingToDestroy):
        retention.propose(office.desk("manajer"), list(RetentionKind), "jadwal retensi")
    office.later(days=31)
    assert due(office) == {RetentionKind.HEALTH: 1}
    assert run(office, *RetentionKind) == 1
    assert office.ask("SELECT count(*) FROM loket.health_declaration") == 0
    assert office.ask("SELECT name FROM loket.visit") == "Siti Rahmawati"
    office.later(days=91)
    before = totals(office)
    assert run(office, *RetentionKind) == 1
    visit = office.rows("SELECT name, nik, phone, note, ticket, stage FROM loket.visit")[0]
    assert tuple(visit) == (GONE, None, None, "", "B-001", "waiting")
    assert totals(office) == before


def test_a_decided_case_loses_its_person_and_keeps_its_number_stage_times_and_chain(office: Office) -> None:
    case, document = issued(office)
    number = office.ask("SELECT number FROM loket.application WHERE id = :i", i=case)
    office.run(
        "INSERT INTO loket.case_return (application_id, service_point_id, round, at, comment, items, record)"
        " SELECT id, service_point_id, 1, now(), 'Nama keliru', '[]', jsonb_build_object('fields', fields)"
        " FROM loket.application WHERE id = :i",
        i=case,
    )
    office.later(days=366)
    assert due(office) == {RetentionKind.SCAN: 1}
    assert run(office, RetentionKind.SCAN) == 1
    assert office.ask("SELECT count(*) FROM loket.scan_blob WHERE data IS NOT NULL") == 0
    assert office.ask("SELECT applicant_name FROM loket.application") != GONE
    office.later(days=365 * 5 + 30)
    before = totals(office)
    assert run(office, RetentionKind.PERMIT) == 1
    row = office.rows("SELECT * FROM loket.application WHERE id = :i", i=case)[0]
    assert (row.applicant_name, row.applicant_nik, row.fields, row.nik_masked) == (GONE, "", {}, "")
    assert (row.number, row.stage) == (number, "approved")
    paper = office.rows("SELECT * FROM loket.document WHERE id = :i", i=document)[0]
    assert (paper.holder, paper.record, paper.seal) == (GONE, None, None)
    back = office.rows("SELECT comment, items, record FROM loket.case_return")[0]
    assert tuple(back) == ("", [], {})
    assert paper.number
    assert office.ask("SELECT count(*) FROM loket.paper_blob WHERE data IS NOT NULL") == 0
    assert office.ask("SELECT count(*) FROM loket.field_mark WHERE application_id = :i", i=case) > 0
    assert totals(office) == before
    assert all(chain.broken is None for chain in exhausted(guarding.verify(office.owner.connect)))
    rows = person_reading.holdings(
        office.desk("manajer"), person_reading.find_person(office.desk("manajer"), SITI, "periksa")
    )
    assert rows == ()


def test_what_was_destroyed_says_so(office: Office) -> None:
    case, _ = issued(office)
    scan = office.ask("SELECT min(id) FROM loket.scan WHERE application_id = :i", i=case)
    office.later(days=366)
    run(office, RetentionKind.SCAN)
    with pytest.raises(Destroyed):
        reviewing.scan_bytes(office.desk("rina"), scan)


def test_the_same_file_handed_in_again_is_kept_again(office: Office) -> None:
    issued(office)
    office.later(days=366)
    run(office, RetentionKind.SCAN)
    desk = office.desk("sari")
    draft = intake.start_draft(desk, "strp-individual", Channel.COUNTER)
    scan = intake.attach_scan(desk, draft.id, "ktp", "ktp.jpg", picture(0), 1)
    assert reviewing.scan_bytes(desk, scan) == picture(0)


def test_bytes_that_another_persons_case_still_needs_stay(office: Office) -> None:
    issued(office)
    office.later(days=360)
    young = office.submitted("sari", nik="3171994502850002")  # the same pictures
    office.later(days=370)
    run(office, RetentionKind.SCAN)
    scan = office.ask("SELECT min(id) FROM loket.scan WHERE application_id = :i", i=young)
    assert reviewing.scan_bytes(office.desk("rina"), scan)


def test_open_held_and_frozen_cases_are_never_touched(office: Office) -> None:
    office.submitted("sari", nik="3171994502850009")
    held, _ = issued(office)
    frozen, _ = issued(office, nik="3171994502850003")
    desk = office.desk("manajer")
    personal_data.restrain_case(desk, RestraintKind.HOLD, held, "perkara di PTUN")
    subject = person_reading.find_person(desk, "3171994502850003", "penangguhan")
    personal_data.restrain_person(desk, RestraintKind.FREEZE, subject, "penangguhan")
    office.later(days=365 * 7)
    assert due(office) == {}
    with pytest.raises(NothingToDestroy):
        retention.propose(desk, list(RetentionKind), "jadwal retensi")
    assert frozen


def test_what_is_held_after_the_proposal_is_left_out(office: Office) -> None:
    first, _ = issued(office)
    issued(office, nik="3171994502850003")
    office.later(days=366)
    desk = office.desk("manajer")
    made = retention.propose(desk, [RetentionKind.SCAN], "jadwal retensi")
    personal_data.restrain_case(desk, RestraintKind.HOLD, first, "perkara di PTUN")
    assert retention.approve(office.desk("admin"), made) == 1
    assert {(row.label, row.is_done) for row in asked.items(desk, made)} == {
        ("MPP-2026-000001", False),
        ("MPP-2026-000002", True),
    }


def test_who_proposed_a_destruction_does_not_approve_it(office: Office) -> None:
    issued(office)
    office.later(days=366)
    desk = office.desk("manajer")
    made = retention.propose(desk, [RetentionKind.SCAN], "jadwal retensi")
    with pytest.raises(FourEyes):
        retention.approve(desk, made)
    with pytest.raises(NothingToDestroy):  # it is listed in an open proposal already
        retention.propose(desk, [RetentionKind.SCAN], "jadwal retensi")
    retention.drop(desk, made, "salah jadwal")
    with pytest.raises(ChangedByOther):
        retention.approve(office.desk("admin"), made)
    (row,) = asked.destructions(desk)
    assert (row.is_done, row.number, row.listed, row.done) == (False, "", 1, 0)


def test_a_run_gets_the_number_of_its_record(office: Office) -> None:
    issued(office)
    office.later(days=366)
    run(office, RetentionKind.SCAN)
    (row,) = asked.destructions(office.desk("admin"))
    assert row.number.startswith("BA-0001/PMN/MPP/")
    assert (row.is_done, row.proposer, row.approver, row.done) == (True, "Maya Lestari", "Agus Wijaya", 1)


def test_a_person_who_asks_for_erasure_loses_what_has_ended_before_its_time(office: Office) -> None:
    case, _ = issued(office)
    office.submitted("sari", "strp-company")
    office.later(days=10)  # the permit's validity is over
    desk = office.desk("manajer")
    subject = person_reading.find_person(desk, SITI, "permintaan penghapusan")
    made = retention.propose_for(desk, subject, "permintaan penghapusan, pasal 43")
    assert retention.approve(office.desk("admin"), made) == 1
    assert office.ask("SELECT applicant_name FROM loket.application WHERE id = :i", i=case) == GONE


def test_a_proposal_needs_its_reason(office: Office) -> None:
    with pytest.raises(ReasonNeeded):
        retention.propose(office.desk("manajer"), [RetentionKind.SCAN], "")


def test_a_file_of_the_desk_ends_too(office: Office) -> None:
    desk = office.desk("manajer")
    person_reading.find_person(desk, SITI, "permintaan akses")
    office.later(days=1826)
    assert run(office, RetentionKind.PERSON) == 1
    assert office.ask("SELECT count(*) FROM loket.data_subject WHERE nik = :n", n=SITI) == 0
    assert due(office) == {}


def test_nothing_of_the_person_is_left_in_any_table(office: Office) -> None:
    """Whatever table is added later: what it keeps of a person must go with the rest."""
    case = office.submitted()
    reviewing.take(office.desk("rina"), case)
    reviewing.send_back(office.desk("rina"), case, [Reason("lain", "Alamat tidak lengkap")])
    with office.desk("budi").begin("atas permintaan pemohon") as session:
        session.get_one(Application, case).withdraw()
    office.later(days=800)
    assert run(office, RetentionKind.REFUSED) == 1
    tables = [
        row.name for row in office.rows("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'loket'")
    ]
    left = [
        name
        for name in tables
        if office.ask(
            f"SELECT count(*) FROM loket.{name} t WHERE t::text ~ '{SITI}|Rahmawati|Kenanga|081255501234|siti@'"
        )
    ]
    assert left == []
