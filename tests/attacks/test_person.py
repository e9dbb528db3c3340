"""The persons' desk: nobody but a manager, nothing before it is noted, no freeze lifted by those it binds."""

from collections.abc import Iterator

import pytest

from tests.attacks.town import Town, nik, replica
from workstation.usecases import person_reading, personal_data, retention
from workstation.vocabulary import RestraintKind, RetentionKind

STAFF = ("budi", "rina", "ratna", "serba", "jauh", "admin", "auditor", "loket_backroom")
EVERYBODY = (*STAFF, "manajer")
CARD, WHY = nik(4), "permintaan akses tertulis"
NOTE = f"SELECT loket.announce_person('{CARD}', '{WHY}')"
READS = (
    "SELECT * FROM loket.person_holdings({subject})",
    "SELECT * FROM loket.person_trail({subject})",
)
VERBS = (
    NOTE,
    "SELECT loket.announce_known({subject}, 'ingin tahu')",
    *READS,
    "SELECT loket.announce_export({subject}, 'untuk pemohon')",
    "SELECT loket.person_data({subject})",
    "SELECT loket.register_request({subject}, 'access', 'Siti', 'counter', '', now())",
    "SELECT loket.answer_request(1, NULL, 'dikabulkan')",
    "SELECT loket.lay_restraint('freeze', {subject}, NULL, NULL, 'ingin tahu')",
    "SELECT loket.lift_restraint({freeze}, 'supaya jalan')",
    "SELECT loket.propose_destruction(ARRAY['scan'], NULL, 'supaya hilang')",
    "SELECT loket.open_breach('rina', NULL, now() - interval '1 day', now(), now(), 'bocor', 'dikunci')",
    "SELECT loket.announce_breach(1, 'ingin tahu')",
    "SELECT loket.tell_breach(1, 'subjects')",
    "SELECT * FROM loket.breach_persons(1)",
)
INNER = (
    "SELECT * FROM loket.things_of({subject})",
    "SELECT loket.note_deed('read', 'person', {subject}, 'ingin tahu')",
    "SELECT loket.destroy_items(1)",
    "SELECT * FROM loket.destructible('scan', NULL, 10)",
    "SELECT loket.restraints_of({proposed})",
    "SELECT loket.is_frozen_card('3171')",
)
TABLES = (
    "data_subject",
    "data_request",
    "restraint",
    "breach",
    "retention_period",
    "destruction",
    "destruction_item",
)


@pytest.fixture(scope="module", autouse=True)
def known(town: Town) -> None:
    """A person whom the desk knows, with nothing in force on him."""
    town.at["subject"] = person_reading.find_person(town.office.desk("manajer"), nik(400), WHY)
    town.at["freeze"] = 0


@pytest.fixture
def frozen(town: Town) -> Iterator[None]:
    """The persons of a proposed, a held and an issued case are frozen."""
    desk, laid = town.office.desk("manajer"), []
    for name in ("proposed", "leased_by_rina", "returned", "issued", "printed", "draft"):
        case = town.at[name]
        if name in ("issued", "printed"):
            case = town.office.ask("SELECT application_id FROM loket.document WHERE id = :i", i=case)
        laid.append(personal_data.restrain_case(desk, RestraintKind.FREEZE, case, "permintaan penangguhan"))
    town.at["freeze"] = laid[0]
    yield
    for restraint in laid:
        personal_data.lift(desk, restraint, "uji selesai")


@pytest.mark.parametrize("login", STAFF)
def test_no_other_role_calls_any_verb_of_the_desk(town: Town, login: str) -> None:
    town.all_refused(login, VERBS, by="42501")


@pytest.mark.parametrize("login", EVERYBODY)
def test_nobody_calls_what_the_verbs_are_made_of(town: Town, login: str) -> None:
    town.all_refused(login, INNER, by="42501")


@pytest.mark.parametrize("login", EVERYBODY)
def test_nobody_writes_a_row_of_the_desk_by_hand(town: Town, login: str) -> None:
    statements = [f"DELETE FROM loket.{table}" for table in TABLES]
    statements += [f"TRUNCATE loket.{table} CASCADE" for table in TABLES]
    statements += [
        f"INSERT INTO loket.data_subject (nik) VALUES ('{CARD}')",
        "UPDATE loket.restraint SET to_at = now()",
        "UPDATE loket.data_request SET due_at = now() + interval '1 year'",
        "UPDATE loket.data_request SET state = 'answered'",
        "UPDATE loket.destruction SET running_in = pg_current_xact_id()::text",
        "UPDATE loket.destruction SET proposed_by = 1",
        "UPDATE loket.destruction_item SET thing_id = {submitted}",
        "UPDATE loket.retention_period SET is_proposal = false",
        "UPDATE loket.breach SET authority_told_at = now()",
    ]
    town.all_refused(login, statements, by="42501")


def test_the_desks_lists_are_the_managers_and_the_full_number_is_nobodys(town: Town) -> None:
    for login in STAFF:
        for table in ("data_subject", "data_request", "restraint", "breach"):
            town.refused(login, f"SELECT count(*) FROM loket.{table}", by="42501")
    town.refused("manajer", "SELECT nik FROM loket.data_subject", by="42501")
    town.refused("manajer", "SELECT s::text FROM loket.data_subject s", by="42501")
    refusal, rows, _ = town.attempt("manajer", "SELECT nik_masked FROM loket.data_subject")
    assert refusal == ""
    assert ("3171**********00",) in rows
    assert all("**********" in masked for (masked,) in rows)


def test_a_manager_sees_nobody_before_his_purpose_is_kept(town: Town) -> None:
    for read in READS:
        town.refused("manajer", read.replace("{subject}", "999999"), by="ReasonNeeded")
    assert town.attempt("manajer", NOTE)[0] == ""
    town.at["seen"] = town.office.id_of("data_subject", "nik", CARD)
    for read in READS:
        assert town.attempt("manajer", read.replace("{subject}", "{seen}"))[0] == ""
    town.refused("manajer", f"SELECT loket.announce_person('{CARD}', ' x ')", by="ReasonNeeded")
    town.refused("manajer", "SELECT loket.announce_person('31', 'ingin tahu')", by="NotACard")


def test_what_one_transaction_notes_and_shows_is_refused_so_that_no_rollback_hides_it(town: Town) -> None:
    note = f"SELECT loket.announce_person('{nik(20)}', '{WHY}')"
    show = "SELECT loket.person_holdings((SELECT max(id) FROM loket.data_subject))"
    town.refused("manajer", note, show, by="ReasonNeeded")
    town.refused("manajer", note, "SAVEPOINT s", show, by="ReasonNeeded")
    town.refused("manajer", "SAVEPOINT s", note, "RELEASE s", show, by="ReasonNeeded")
    refusal, _, _ = town.attempt("manajer", note)
    assert refusal == ""
    with town.psql("manajer") as connection, connection.cursor() as cursor:
        cursor.execute(show)
        assert cursor.fetchall()
        connection.rollback()
    noted = town.office.rows(
        "SELECT login, data FROM loket.journal WHERE thing = 'person' ORDER BY at DESC, seq DESC LIMIT 1"
    )
    assert (noted[0].login, noted[0].data["purpose"]) == ("manajer", WHY)


def test_the_data_themselves_leave_only_as_a_noted_export(town: Town) -> None:
    assert town.attempt("manajer", NOTE)[0] == ""
    town.at["seen"] = town.office.id_of("data_subject", "nik", CARD)
    data, note = "SELECT loket.person_data({seen})", "SELECT loket.announce_export({seen}, 'untuk pemohon')"
    town.refused("manajer", data, by="ReasonNeeded")
    town.refused("manajer", note, data, by="ReasonNeeded")
    assert town.attempt("manajer", note)[0] == ""
    assert town.attempt("manajer", data)[1][0][0]["nik"] == CARD


def test_a_manager_reads_no_file_scan_or_paper_and_no_other_point_by_the_common_roads(town: Town) -> None:
    town.refused(
        "manajer", "SELECT loket.announce('application', {submitted}, 'ingin tahu')", by="NotAllowed"
    )
    town.refused("manajer", "SELECT loket.scan_bytes({scan_of_submitted})", by="NotAllowed")
    town.in_vain("manajer", "SELECT id FROM loket.application WHERE id = {far}")


def test_nobody_works_on_what_is_frozen(town: Town, frozen: None) -> None:
    del frozen
    for login in ("budi", "rina", "ratna", "serba"):
        for thing, name in (
            ("application", "proposed"),
            ("scan", "scan_of_proposed"),
            ("document", "issued"),
        ):
            town.refused(
                login, f"SELECT loket.announce('{thing}', {{{name}}}, 'penelitian berkas')", by="Frozen"
            )
    tries = [
        (
            "ratna",
            "UPDATE loket.application SET stage = 'approved', version = version + 1 WHERE id = {proposed}",
        ),
        (
            "rina",
            "UPDATE loket.application SET owner_id = NULL, lease_until = NULL WHERE id = {leased_by_rina}",
        ),
        ("rina", "UPDATE loket.scan SET verdict = 'accepted' WHERE id = {scan_of_leased_by_rina}"),
        (
            "rina",
            "INSERT INTO loket.field_mark (application_id, field, service_point_id, mark)"
            " VALUES ({leased_by_rina}, 'name', {MPP}, 'same')",
        ),
        ("budi", "UPDATE loket.application SET applicant_name = 'Lain' WHERE id = {draft}"),
        ("budi", "UPDATE loket.application SET stage = 'withdrawn' WHERE id = {returned}"),
        (
            "budi",
            "INSERT INTO loket.print_job (service_point_id, document_id, copy, reason, printer, spool_job, state, raw)"
            " VALUES ({MPP}, {issued}, 1, '', 'p', '', 'queued', '')",
        ),
        (
            "budi",
            "INSERT INTO loket.handover (service_point_id, document_id, collector, name, identity_kind, last4,"
            " originals_seen) VALUES ({MPP}, {printed}, 'applicant', 'Siti', 'ktp', '0001', true)",
        ),
        (
            "ratna",
            "INSERT INTO loket.withdrawal (service_point_id, document_id, ground, legal_basis, note)"
            " VALUES ({MPP}, {printed}, 'substance', 'Perda 12/2013', 'salah nama')",
        ),
    ]
    for login, statement in tries:
        town.refused(login, statement, by="Frozen")


def test_a_freeze_is_lifted_by_nobody_whom_it_binds(town: Town, frozen: None) -> None:
    del frozen
    for login in STAFF:
        town.refused(login, "SELECT loket.lift_restraint({freeze}, 'supaya jalan')", by="42501")
    town.refused("manajer", "SELECT loket.lift_restraint({freeze}, '')", by="ReasonNeeded")
    assert town.allowed("manajer", "SELECT loket.lift_restraint({freeze}, 'dicabut pemohon')")


def test_who_proposes_a_destruction_does_not_approve_it(town: Town) -> None:
    replica(
        town.office, "UPDATE loket.visit SET planned_at = now() - interval '200 days' WHERE code = 'PESAN2'"
    )
    made = retention.propose(town.office.desk("manajer"), [RetentionKind.VISIT], "jadwal retensi")
    town.at["run"] = made
    town.refused("manajer", "SELECT loket.approve_destruction({run})", by="FourEyes")
    for login in ("budi", "rina", "ratna", "serba", "auditor", "loket_backroom"):
        town.refused(login, "SELECT loket.approve_destruction({run})", by="42501")
        town.refused(login, "SELECT loket.drop_destruction({run}, 'jangan')", by="42501")
    assert town.allowed("admin", "SELECT loket.approve_destruction({run})") == [(1,)]
    retention.drop(town.office.desk("admin"), made, "uji selesai")
    replica(town.office, "UPDATE loket.visit SET planned_at = now() + interval '1 day' WHERE code = 'PESAN2'")


def test_how_long_data_are_kept_is_the_administrators_word_and_health_the_shortest(town: Town) -> None:
    for login in ("budi", "rina", "ratna", "serba", "manajer", "auditor"):
        town.refused(login, "UPDATE loket.retention_period SET days = 1 WHERE code = 'scan'", by="42501")
    town.refused(
        "admin", "UPDATE loket.retention_period SET days = 9999 WHERE code = 'health'", by="HealthNotShortest"
    )
    town.refused("admin", "UPDATE loket.retention_period SET code = 'scan' WHERE code = 'visit'", by="42501")
    assert town.allowed(
        "admin", "UPDATE loket.retention_period SET days = 400 WHERE code = 'scan' RETURNING is_proposal"
    ) == [(False,)]


def test_an_administrator_sees_no_person_of_the_desk(town: Town) -> None:
    town.refused("admin", NOTE, by="42501")
    town.refused("admin", "SELECT nik_masked FROM loket.data_subject", by="42501")
    town.refused("admin", "SELECT subject_name FROM loket.data_request", by="42501")


def test_a_barred_manager_finds_nobody(town: Town) -> None:
    town.office.run("UPDATE loket.officer SET active = false WHERE login = 'manajer'")
    try:
        town.refused("manajer", NOTE, by="NotAllowed")
        town.refused(
            "manajer", "SELECT loket.lay_restraint('freeze', {subject}, NULL, NULL, 'ingin')", by="NotAllowed"
        )
        town.in_vain("manajer", "SELECT id FROM loket.data_request")
    finally:
        town.office.run("UPDATE loket.officer SET active = true WHERE login = 'manajer'")


def test_a_request_is_not_dated_forward_nor_called_granted_before_it_was_done(town: Town) -> None:
    assert town.attempt("manajer", NOTE)[0] == ""
    town.at["seen"] = town.office.id_of("data_subject", "nik", CARD)
    register = "SELECT loket.register_request({seen}, 'suspension', 'Siti', 'counter', '', now() %s)"
    town.refused("manajer", register % "+ interval '1 hour'", by="NotAllowed")
    town.refused("manajer", register % "- interval '8 days'", by="NotAllowed")
    answer = "SELECT loket.answer_request((SELECT max(id) FROM loket.data_request), %s, 'dikabulkan')"
    town.refused("manajer", register % "", answer % "NULL", by="RequestNotMet")
    town.refused("manajer", register % "", answer % "'karena'", by="ck_data_request_ground")
    assert town.allowed("manajer", register % "", answer % "'others'")
    for kind in ("access", "erasure"):
        asking = register.replace("suspension", kind) % ""
        town.refused("manajer", asking, answer % "NULL", by="RequestNotMet")


def test_every_part_of_a_case_obeys_the_freeze_whoever_adds_it(town: Town) -> None:
    free = {
        row.name
        for row in town.office.rows(
            "SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
            " WHERE c.relnamespace = 'loket'::regnamespace AND c.relkind = 'r' AND a.attname = 'application_id'"
            " AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'a0_frozen'"
            " AND t.tgenabled = 'O')"
        )
    }
    assert free == {"visit", "intake_receipt", "restraint", "breach", "promise", "deemed_grant"}
