"""A worker's photo and card: from another point's login, under another person, and a list approved past them."""

import pytest

from tests.lists import CARD, PHOTO, demand_papers, ids, paper, papered
from tests.make import Office
from workstation.errors import MissingPersonPapers, NotAllowed, Problem, UncomparedPersons, WrongStage
from workstation.queries.row_papers import listed_rows
from workstation.usecases import persons, reviewing
from workstation.usecases.row_papers import attach_row_scan, read_row_scans, row_twins
from workstation.vocabulary import Mark, PersonVerdict

APPROVE = (
    "INSERT INTO loket.worker_decision (worker_id, application_id, service_point_id, verdict, mark, code, text,"
    " legal_basis, remedy) VALUES (%s, %s, (SELECT loket.my_point()), 'approve', %s, '', '', '', '')"
)


def scans(office: Office, case: int) -> list[int]:
    return [scan for row in listed_rows(office.desk("rina"), case) for scan in row.papers.values()]


def sql(office: Office, login: str, statement: str, *values: object) -> object:
    with office.desk(login).begin() as session:
        return session.connection().exec_driver_sql(statement, values or None)


def test_another_points_login_sees_and_reads_no_photo_of_a_worker(office: Office) -> None:
    case = papered(office, 5)
    wanted = scans(office, case)
    jauh = office.desk("jauh")
    assert listed_rows(jauh, case) == ()
    with jauh.read() as session:
        found = session.connection().exec_driver_sql(
            "SELECT count(*) FROM loket.scan WHERE worker_id IS NOT NULL"
        )
        assert found.scalar() == 0
    for attempt in (
        lambda: read_row_scans(jauh, wanted[:1]),
        lambda: reviewing.scan_bytes(jauh, wanted[0]),
        lambda: row_twins(jauh, case),
    ):
        with pytest.raises(Problem) as trouble:
            attempt()
        assert type(trouble.value).__name__ == "NotAllowed"
    with pytest.raises(Problem):
        sql(office, "jauh", "SELECT loket.keep_workers(%s, '[]')", case)
    noted = "SELECT count(*) FROM loket.journal WHERE thing = 'scan' AND action = 'read' AND login = 'jauh'"
    assert office.ask(noted) == 0
    assert len(ids(office, case)) == 5


def test_no_paper_is_hung_on_another_persons_row_or_kept_as_a_paper_of_the_case(office: Office) -> None:
    case = papered(office, 5)
    mine, _ = office.draft(type_code="strp-company", company_name="PT Lain")
    stranger, budi = ids(office, case)[0], office.desk("budi")
    own = listed_rows(budi, mine.id)[0].id
    for worker, code in ((stranger, CARD), (own, "identity_card"), (None, CARD)):
        with pytest.raises((NotAllowed, WrongStage)):
            attach_row_scan(budi, mine.id, worker, code, "a.jpg", paper("a"), 1)  # type: ignore[arg-type]
    # a list under review takes no paper, and none is moved to another row
    with pytest.raises(Problem) as trouble:
        attach_row_scan(budi, case, stranger, PHOTO, "a.jpg", paper("a"), 1)
    assert type(trouble.value).__name__ == "WrongStage"
    for login in ("budi", "rina"):
        with pytest.raises(NotAllowed):
            sql(office, login, "UPDATE loket.scan SET worker_id = %s", own)
    assert len(scans(office, case)) == 10


def test_no_statement_approves_past_the_papers(office: Office) -> None:
    case = papered(office, 5)
    person = ids(office, case)[0]
    for mark in (None, "differs", "unreadable"):
        with pytest.raises(UncomparedPersons):
            sql(office, "rina", APPROVE, person, case, mark)
    rina = office.desk("rina")
    persons.decide_workers(rina, case, [person], PersonVerdict.APPROVE, None, Mark.SAME)
    with pytest.raises(UncomparedPersons):
        sql(office, "rina", "UPDATE loket.worker_decision SET mark = 'differs'")
    assert office.ask("SELECT mark FROM loket.worker_decision") == "same"


def test_who_lacks_a_paper_that_is_a_duty_is_not_approved_though_it_vanished_after_handing_in(
    office: Office,
) -> None:
    demand_papers(office)
    case = papered(office, 5)
    with pytest.raises(Problem) as trouble:
        sql(office, "budi", "DELETE FROM loket.scan WHERE worker_id IS NOT NULL")
    assert type(trouble.value).__name__ == "WrongStage"
    office.run(
        "SET session_replication_role = replica; DELETE FROM loket.scan WHERE document_code = 'worker_photo'"
    )
    listed = ids(office, case)
    with pytest.raises(MissingPersonPapers) as lacking:
        persons.decide_workers(office.desk("rina"), case, listed, PersonVerdict.APPROVE, None, Mark.SAME)
    assert (lacking.value.count, lacking.value.seq) == (5, 1)
    assert office.ask("SELECT count(*) FROM loket.worker_decision") == 0


def test_a_list_is_retyped_by_nobody_but_the_counter_of_its_point(office: Office) -> None:
    draft, _ = office.draft(type_code="strp-company")
    for login in ("jauh", "rina", "ratna", "auditor"):
        with pytest.raises(NotAllowed):
            sql(office, login, "SELECT loket.keep_workers(%s, '[]')", draft.id)
    case = papered(office, 5, company_name="PT Lain")
    with pytest.raises(Problem) as trouble:
        sql(office, "budi", "SELECT loket.keep_workers(%s, '[]')", case)
    assert type(trouble.value).__name__ == "WrongStage"
    assert len(ids(office, draft.id)) == len(ids(office, case)) == 5
