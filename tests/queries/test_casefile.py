"""The inbox and one case as reviewers read them, on a real database with its row rules."""

from tests.make import Office, picture
from workstation.queries import inbox as inbox_room
from workstation.queries.casefile import case_file
from workstation.queries.inbox import Only, first_pages, inbox
from workstation.usecases import deciding, intake, reviewing
from workstation.usecases.intake import Draft
from workstation.vocabulary import CaseStage, Mark, Verdict


def numbers(office: Office, only: Only = Only.ALL, login: str = "rina") -> list[int]:
    return [row.id for row in inbox(office.desk(login), only).rows]


def refuse_first_scan(office: Office, case: int) -> None:
    desk = office.desk("rina")
    reviewing.take(desk, case)
    scan = office.ask("SELECT min(id) FROM loket.scan WHERE application_id = :id", id=case)
    reviewing.judge_scan(desk, scan, Verdict.REFUSED, "unreadable", "Buram sekali")
    reviewing.send_back(desk, case, (), "Mohon pindai ulang KTP")


def test_given_a_running_deadline_when_listed_then_it_comes_before_cases_that_were_never_declared_complete(
    office: Office,
) -> None:
    early = office.submitted(nik="3171994502850001")
    running = office.submitted(nik="3171994502860002", birth_date="1986-02-05")
    office.complete(running)
    assert numbers(office) == [running, early]
    first, second = inbox(office.desk("joko")).rows
    assert first.stage == CaseStage.ADMINISTRATIVE
    assert first.left is not None
    assert first.left.total_seconds() > 0
    assert (first.owner, first.is_mine) == ("Rina Kusuma", False)
    assert first.type_title == "STRP Perorangan"
    assert second.left is None
    assert second.owner == ""


def test_given_cases_of_all_kinds_when_filtered_then_each_part_and_its_count_agree(office: Office) -> None:
    mine = office.submitted(nik="3171994502850001")
    late = office.submitted(nik="3171994502860002", birth_date="1986-02-05")
    reviewing.take(office.desk("rina"), mine)
    office.complete(late, "joko")
    office.run(
        "ALTER TABLE loket.application DISABLE TRIGGER USER;"
        "UPDATE loket.application SET due_at = now() - interval '2 hours', owner_id = NULL WHERE id = :id;"
        "ALTER TABLE loket.application ENABLE TRIGGER USER",
        id=late,
    )
    assert numbers(office, Only.MINE) == [mine]
    assert numbers(office, Only.MINE, "joko") == []
    assert numbers(office, Only.LATE) == [late]
    assert numbers(office, Only.RETURNED) == []
    assert inbox(office.desk("rina")).counts == {
        Only.ALL: 2,
        Only.MINE: 1,
        Only.LATE: 1,
        Only.RETURNED: 0,
    }


def test_given_another_point_when_its_reviewer_looks_then_he_sees_nothing_of_ours(office: Office) -> None:
    office.submitted()
    assert numbers(office, login="jauh") == []


def test_given_a_returned_case_that_came_back_when_opened_then_the_new_scan_says_what_it_replaces(
    office: Office,
) -> None:
    case = office.submitted()
    refuse_first_scan(office, case)
    version = office.ask("SELECT version FROM loket.application WHERE id = :id", id=case)
    number = office.ask("SELECT number FROM loket.application WHERE id = :id", id=case)
    fields = office.ask("SELECT fields FROM loket.application WHERE id = :id", id=case)
    budi = office.desk("budi")
    intake.attach_scan(budi, case, "identity_card", "ktp-baru.jpg", picture(17), 1)
    intake.submit(budi, Draft(case, number, version), fields)
    file = case_file(office.desk("rina"), case)
    old, *_, new = sorted(
        (s for s in file.scans if s.document_code == "identity_card"), key=lambda scan: scan.id
    )
    assert (old.superseded, old.verdict, old.reason_code) == (True, Verdict.REFUSED, "unreadable")
    assert (new.superseded, new.replaces, new.verdict) == (False, True, Verdict.PENDING)
    assert file.comment == "Mohon pindai ulang KTP"


def test_given_a_strangers_file_in_an_application_when_opened_then_the_strangers_number_is_named(
    office: Office,
) -> None:
    first = office.submitted(name="Orang Lain", nik="3171994502850001")
    second = office.submitted(nik="3171994502860002", birth_date="1986-02-05")
    again = office.submitted(name="Orang Lain", nik="3171994502870003", birth_date="1987-02-05")
    numbers = {
        row.id: row.number for row in office.rows("SELECT id, number FROM loket.application ORDER BY id")
    }
    assert {s.also_in for s in case_file(office.desk("rina"), second).scans} == {numbers[first]}
    assert {s.also_in for s in case_file(office.desk("rina"), again).scans} == {numbers[second]}, (
        "not his own"
    )


def test_given_a_case_challenged_by_the_supervisor_when_listed_then_it_counts_as_returned_with_his_words(
    office: Office,
) -> None:
    case = office.proposed()
    deciding.challenge(office.desk("ratna"), case, "Alamat tujuan belum jelas")
    assert numbers(office, Only.RETURNED) == [case]
    file = case_file(office.desk("joko"), case)
    assert file.is_challenged
    assert file.comment == "Alamat tujuan belum jelas"
    assert set(file.marks.values()) == {Mark.SAME}


def test_given_the_statement_in_place_of_the_certificate_when_both_rules_look_then_nothing_is_missing(
    office: Office,
) -> None:
    draft, values = office.draft()
    budi = office.desk("budi")
    office.run("DELETE FROM loket.scan WHERE document_code = 'vaccine_certificate'")
    intake.attach_scan(budi, draft.id, "statement", "pernyataan.jpg", picture(99), 1)
    case = intake.submit(budi, draft, values).application_id
    office.complete(case)
    assert office.ask("SELECT stage FROM loket.application WHERE id = :id", id=case) == "administrative"


def test_given_more_cases_than_a_page_when_listed_page_by_page_then_each_comes_once_in_order(
    office: Office, monkeypatch
) -> None:
    cases = [office.submitted(nik=f"31719945028{n}0001") for n in range(5)]
    office.complete(cases[3])
    monkeypatch.setattr(inbox_room, "MOST_ROWS", 2)
    desk = office.desk("rina")
    wanted = [cases[3], *cases[:3], cases[4]]
    assert [row.id for row in inbox(desk).rows] == wanted[:2]
    assert [row.id for row in first_pages(desk, Only.ALL, 2).rows] == wanted[:4]
    whole = first_pages(desk, Only.ALL, 9)
    assert [row.id for row in whole.rows] == wanted
    assert whole.counts[Only.ALL] == 5
