"""What happens when the answer to COMMIT is lost: nothing is done twice, nothing is thought undone that was kept."""

import contextlib
import re
import threading
from collections.abc import Iterator
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DataError, InternalError

from tests.line import Line, desk_over
from tests.make import HEALTHY, Office, person_values
from workstation.database import Operation, jitter
from workstation.desk import Desk
from workstation.errors import ChangedByOther, DatabaseDown, NobodyWaiting, OutcomeUnknown
from workstation.usecases import calling, checking_in, intake
from workstation.usecases.checking_in import WalkIn
from workstation.usecases.intake import Typed
from workstation.vocabulary import Channel


@pytest.fixture
def budi(office: Office, line: Line) -> Iterator[Desk]:
    """Budi at counter 2, over that line."""
    desk = desk_over(line, office, "budi", counter=2)
    yield desk
    desk.close()


def somebody(office: Office) -> WalkIn:
    return WalkIn(office.id_of("service", "code", "intake"), "Tamu", HEALTHY)


def typed(**changed: str) -> Typed:
    return Typed("strp-individual", Channel.COUNTER, person_values(**changed))


def test_a_lost_answer_to_commit_is_asked_for_and_the_verb_returns_its_result(
    office: Office, budi: Desk, line: Line
) -> None:
    line.cut_answer_to()
    ticket = checking_in.walk_in(budi, somebody(office))
    assert line.cuts == 1
    assert [row.id for row in office.rows("SELECT id FROM loket.visit")] == [ticket.visit_id]
    assert office.ask("SELECT what FROM loket.operation ORDER BY at DESC LIMIT 1") == "checking_in.walk_in"


def test_a_commit_that_never_arrived_is_an_outage_and_may_be_done_again(
    office: Office, budi: Desk, line: Line
) -> None:
    line.cut_before()
    with pytest.raises(DatabaseDown):
        checking_in.walk_in(budi, somebody(office))
    assert office.ask("SELECT count(*) FROM loket.visit") == 0
    checking_in.walk_in(budi, somebody(office))
    assert office.ask("SELECT count(*) FROM loket.visit") == 1


def test_nobody_is_called_twice_by_one_press(office: Office, budi: Desk, line: Line) -> None:
    first, second = office.walk_in(name="Satu"), office.walk_in(name="Dua")
    line.cut_answer_to()
    assert calling.call_next(budi).visit_id == first.visit_id
    assert office.ask("SELECT stage FROM loket.visit WHERE id = :i", i=second.visit_id) == "waiting"


def test_a_refusal_leaves_no_operation(office: Office, budi: Desk) -> None:
    before = office.ask("SELECT count(*) FROM loket.operation")
    with pytest.raises(NobodyWaiting):
        calling.call_next(budi)
    assert office.ask("SELECT count(*) FROM loket.operation") == before


def test_the_question_waits_for_a_transaction_that_is_still_at_it(office: Office) -> None:
    """Else it would be answered *not kept* a moment before it is."""
    database, operation = office.desk("budi").database, Operation(what="slow")
    answers: list[bool] = []
    asking = threading.Thread(target=lambda: answers.append(database.has_kept(operation.id)))
    with database.begin() as session:
        session.execute(
            text("INSERT INTO loket.operation (op_id, what) VALUES (:i, 'slow')"), {"i": operation.id}
        )
        asking.start()
        waits = (
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'transactionid' AND usename = 'budi'"
        )
        while not office.ask(waits):
            assert not answers
    asking.join()
    assert answers == [True]


def test_what_was_rolled_back_was_not_kept(office: Office) -> None:
    operation = Operation(what="undone")
    with pytest.raises(ZeroDivisionError), office.desk("budi").begin(operation=operation) as session:
        session.execute(text("SELECT 1"))
        _ = 1 / 0
    assert not office.desk("budi").database.has_kept(operation.id)


def test_what_was_tried_and_taken_back_is_noted_as_done(office: Office) -> None:
    operation = Operation(what="preview")
    with office.desk("budi").begin(operation=operation) as session:
        session.execute(text("SELECT 1"))
        session.rollback()
    assert office.desk("budi").database.has_kept(operation.id)


def test_who_swallows_a_failed_statement_is_not_told_that_his_work_was_kept(office: Office) -> None:
    """PostgreSQL answers COMMIT of a failed transaction with ROLLBACK and no error."""
    operation = Operation(what="careless")
    with (
        pytest.raises(InternalError, match="had failed"),
        office.desk("budi").begin(operation=operation) as session,
        contextlib.suppress(DataError),
    ):
        session.execute(text("SELECT 1/0"))
    assert not office.desk("budi").database.has_kept(operation.id)


def test_one_id_is_kept_once(office: Office) -> None:
    operation = Operation(what="once")
    with office.desk("budi").begin(operation=operation) as session:
        session.execute(text("SELECT 1"))
    with pytest.raises(ChangedByOther), office.desk("budi").begin(operation=operation) as session:
        session.execute(text("SELECT 1"))
    assert office.ask("SELECT count(*) FROM loket.operation WHERE op_id = :i", i=operation.id) == 1


def test_who_leaves_while_the_answer_is_owed_is_told_so(office: Office, budi: Desk, line: Line) -> None:
    """With the server away the verb waits for its answer; only leaving ends that."""
    line.close()
    left = threading.Timer(0.2, budi.close)
    left.start()
    with pytest.raises(OutcomeUnknown):
        budi.database.has_kept(uuid4())
    left.join()


def test_a_lost_answer_to_the_first_save_makes_no_second_draft(
    office: Office, budi: Desk, line: Line
) -> None:
    """The program is killed after the COMMIT and before its answer; the journal opens the same draft again."""
    line.cut_answer_to()
    first = intake.keep(budi, typed(name="Siti"), None, "new:4711")
    again = intake.keep(office.desk("budi"), typed(name="Siti Rahmawati"), None, "new:4711")
    assert (again.id, again.number) == (first.id, first.number)
    assert [row.applicant_name for row in office.rows("SELECT applicant_name FROM loket.application")] == [
        "Siti Rahmawati"
    ]
    other = intake.keep(office.desk("sari"), typed(), None, "new:4711")
    assert other.id != first.id, "another login's draft of the same name is another draft"


def test_a_draft_that_went_on_meanwhile_is_a_clash_not_a_loss(office: Office) -> None:
    desk = office.desk("budi")
    first = intake.keep(desk, typed(name="Siti"), None, "new:1")
    intake.keep(desk, typed(name="Siti R."), first)
    with pytest.raises(ChangedByOther):
        intake.keep(desk, typed(name="Siti"), None, "new:1")
    assert office.ask("SELECT applicant_name FROM loket.application") == "Siti R."


def test_a_login_sees_its_own_operations_alone(office: Office) -> None:
    office.walk_in("budi")
    with office.desk("sari").read() as session:
        assert session.scalar(text("SELECT count(*) FROM loket.operation WHERE login <> 'sari'")) == 0
    assert office.ask("SELECT count(*) FROM loket.operation WHERE login = 'budi'") > 0


def test_no_operation_keeps_an_identity_number(office: Office) -> None:
    intake.keep(office.desk("budi"), typed(), None, "new:2")
    office.submitted(nik="3171994502850002")
    kept = office.rows("SELECT coalesce(result::text, '') || what AS said FROM loket.operation")
    assert len(kept) > 3
    assert not [row.said for row in kept if re.search(r"\d{16}", row.said)]


def test_waiting_is_spread_over_the_whole_span_and_never_longer() -> None:
    waits = [jitter(tries) for tries in range(12) for _ in range(200)]
    assert all(0.0 <= wait <= 30.0 for wait in waits)
    assert max(waits) > 20.0
    assert max(jitter(0) for _ in range(200)) <= 0.5
