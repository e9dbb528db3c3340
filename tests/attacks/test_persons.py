"""A list: each person decided by who holds the case, what was sent back frozen, one open case for each person."""

import threading

import pytest

from tests.attacks.town import Town, nik, replica
from tests.make import Office
from workstation.errors import DuplicateApplication
from workstation.usecases import intake

DECIDE = (
    "INSERT INTO loket.worker_decision (worker_id, application_id, service_point_id, verdict, code, text,"
    " legal_basis, remedy) VALUES ({%s}, {%s}, {MPP}, '%s', '', '%s', '', '') RETURNING officer_id, application_id"
)


def test_a_person_is_decided_only_by_who_holds_the_case(town: Town) -> None:
    word = DECIDE % ("worker_of_list", "list", "approve", "")
    town.refused("joko", word, by="HeldByOther")
    for login in ("budi", "ratna", "manajer", "auditor", "admin"):
        town.refused(login, word, by="42501")
    town.refused("jauh", word, by="NotAllowed")
    assert town.allowed("rina", word) == [(town.at["rina"], town.at["list"])]


def test_nobody_of_a_list_is_refused_or_returned_after_the_law_has_granted_it(town: Town) -> None:
    approve, deemed = DECIDE % ("worker_of_list", "list", "approve", ""), town.at["list"]
    replica(town.office, "UPDATE loket.application SET deemed_at = now() WHERE id = :i", i=deemed)
    for verdict in ("refuse", "return"):
        town.refused("rina", DECIDE % ("worker_of_list", "list", verdict, "KTP palsu"), by="DeemedGranted")
        change = f"UPDATE loket.worker_decision SET verdict = '{verdict}', text = 'KTP palsu'"
        town.refused("rina", approve, change + " WHERE worker_id = {worker_of_list}", by="DeemedGranted")
    assert town.allowed("rina", approve)
    replica(town.office, "UPDATE loket.application SET deemed_at = NULL WHERE id = :i", i=deemed)


def test_a_person_is_not_refused_without_a_reason(town: Town) -> None:
    town.refused("rina", DECIDE % ("worker_of_list", "list", "refuse", "  "), by="ck_worker_decision_reason")
    town.allowed("rina", DECIDE % ("worker_of_list", "list", "refuse", "Kartu identitas palsu"))


def test_a_word_does_not_land_in_another_case_than_that_of_its_person(town: Town) -> None:
    word = DECIDE % ("worker_of_list", "proposed", "approve", "")
    assert town.allowed("rina", word) == [(town.at["rina"], town.at["list"])]


def test_a_decided_list_keeps_its_words_once_it_is_proposed(town: Town) -> None:
    where = "WHERE worker_id = {worker_of_decided_list}"
    for login in ("rina", "joko"):
        town.refused(
            login, f"UPDATE loket.worker_decision SET verdict = 'refuse', text = 'x' {where}", by="WrongStage"
        )
        town.refused(login, f"DELETE FROM loket.worker_decision {where}", by="WrongStage")
    for login in ("budi", "ratna"):
        town.refused(login, f"DELETE FROM loket.worker_decision {where}", by="42501")
    town.refused("budi", "DELETE FROM loket.worker WHERE id = {worker_of_decided_list}", by="WrongStage")


def test_a_list_is_not_proposed_past_an_undecided_person(town: Town) -> None:
    with town.psql("rina") as connection, connection.cursor() as cursor:
        case = town.at["list"]
        cursor.execute("UPDATE loket.scan SET verdict = 'accepted' WHERE application_id = %s", (case,))
        cursor.execute(
            "UPDATE loket.application SET stage = 'administrative' WHERE id = %s",
            (case,),
        )
        cursor.execute(
            "INSERT INTO loket.field_mark (application_id, field, service_point_id, mark)"
            " SELECT %s, unnest(loket.missing_marks(%s)), %s, 'same'",
            (case, case, town.at["MPP"]),
        )
        cursor.execute("UPDATE loket.application SET stage = 'technical' WHERE id = %s", (case,))
        cursor.execute("SELECT loket.undecided_workers(%s)", (case,))
        assert cursor.fetchone() == (5,)
        with pytest.raises(Exception, match="UndecidedWorkers"):
            cursor.execute(
                "UPDATE loket.application SET stage = 'proposed', proposal = 'approve' WHERE id = %s", (case,)
            )
        connection.rollback()


def test_what_was_sent_back_is_nobodys_to_write_and_its_record_nobodys_to_select(town: Town) -> None:
    for login in ("budi", "rina", "ratna", "serba", "manajer", "admin", "auditor"):
        town.all_refused(
            login,
            [
                "UPDATE loket.case_return SET items = '[]'",
                "DELETE FROM loket.case_return",
                "INSERT INTO loket.case_return (application_id, service_point_id, round, at, comment, items, record)"
                " VALUES ({returned}, {MPP}, 9, now(), '', '[]', '{}')",
                "SELECT record FROM loket.case_return",
                "SELECT count(*) FROM loket.case_return ORDER BY min(record::text)",
            ],
            by="42501",
        )


def test_what_stood_in_a_returned_case_is_read_only_when_announced(town: Town) -> None:
    town.refused("rina", "SELECT loket.returned_file({returned_marked})", by="ReasonNeeded")
    town.refused("jauh", "SELECT loket.returned_file({returned_marked})", by="NotAllowed")
    town.refused("auditor", "SELECT loket.returned_file({returned_marked})", by="NotAllowed")


def test_who_else_names_a_worker_is_told_to_reviewers_who_announced_it_alone(town: Town) -> None:
    sql = "SELECT * FROM loket.worker_twins({list})"
    town.refused("budi", sql, by="NotAllowed")
    town.refused("joko", sql, by="ReasonNeeded")
    town.refused("jauh", sql, by="NotAllowed")


def test_looking_for_an_open_case_is_for_officers_and_leaves_a_trace_without_the_number(town: Town) -> None:
    sql = f"SELECT * FROM loket.find_open_case('{nik(1)}', 'strp-individual', 0)"
    for login in ("rina", "ratna", "auditor", "admin"):
        town.refused(login, sql, by="NotAllowed")
    number = town.office.ask("SELECT number FROM loket.application WHERE id = :i", i=town.at["submitted"])
    with town.psql("budi") as connection, connection.cursor() as cursor:
        cursor.execute(sql)
        assert cursor.fetchall() == [(number, "submitted", "Mal Pelayanan Publik")]
        connection.rollback()
    assert town.allowed("jauh", sql)[0][0] == number
    assert town.allowed(
        "budi", f"SELECT count(*) FROM loket.find_open_case('{nik(1)[:8]}', 'strp-individual', 0)"
    ) == [(0,)]


def test_a_second_open_case_of_a_person_is_refused_past_the_program(office: Office) -> None:
    first = office.submitted()
    draft, values = office.draft()
    intake.save_draft(office.desk("budi"), draft, values)
    with pytest.raises(DuplicateApplication) as twice, office.desk("budi").begin() as session:
        session.connection().exec_driver_sql(
            f"UPDATE loket.application SET stage = 'submitted' WHERE id = {draft.id}"
        )
    assert twice.value.number == office.ask("SELECT number FROM loket.application WHERE id = :i", i=first)


def test_of_two_submissions_at_the_same_moment_one_stands(office: Office) -> None:
    drafts = []
    for login in ("budi", "sari"):
        draft, values = office.draft(login)
        drafts.append((login, draft, values))
    gate, ends = threading.Barrier(2), list[str]()

    def hand_in(login: str, draft: intake.Draft, values: dict[str, str]) -> None:
        gate.wait(10)
        try:
            ends.append(intake.submit(office.desk(login), draft, values).number)
        except DuplicateApplication:
            ends.append("refused")

    threads = [threading.Thread(target=hand_in, args=one) for one in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(end == "refused" for end in ends) == [False, True]
    assert office.ask("SELECT count(*) FROM loket.application WHERE stage = 'submitted'") == 1
