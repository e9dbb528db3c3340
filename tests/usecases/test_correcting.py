"""The last step is taken back within its minutes, its time corrected within the hour, a case taken over in the open."""

from datetime import timedelta

import pytest

from tests.make import HEALTHY, Office
from workstation.errors import BadTime, HeldByOther, NotAllowed, ReasonNeeded, UndoTooLate
from workstation.models.application import Application
from workstation.usecases import calling, checking_in, correcting, reviewing
from workstation.vocabulary import Proposal


def stage(office: Office, table: str, thing: int) -> str:
    return str(office.ask(f"SELECT stage FROM loket.{table} WHERE id = :id", id=thing))


def test_given_a_wrong_call_when_undone_at_once_then_the_visitor_waits_where_he_was(office):
    ticket = office.walk_in()
    since = office.ask("SELECT waiting_since FROM loket.visit WHERE id = :id", id=ticket.visit_id)
    called = calling.call_next(office.desk("budi", counter=1))
    assert correcting.undo_last(office.desk("budi"), "visit").id == called.visit_id
    row = office.rows("SELECT * FROM loket.visit WHERE id = :id", id=ticket.visit_id)[0]
    assert (row.stage, row.counter_id, row.calls, row.waiting_since) == ("waiting", None, 0, since)
    steps = office.rows(
        "SELECT stage, undone FROM loket.stage_interval WHERE machine = 'visit' AND thing_id = :id ORDER BY id",
        id=ticket.visit_id,
    )
    assert [(s.stage, s.undone) for s in steps][-2:] == [("called", True), ("waiting", False)]


def test_a_colleague_undoes_nothing_of_mine_and_i_undo_nothing_twice(office):
    office.walk_in()
    calling.call_next(office.desk("budi", counter=1))
    with pytest.raises(NotAllowed):
        correcting.undo_last(office.desk("sari"), "visit")
    correcting.undo_last(office.desk("budi"), "visit")
    with pytest.raises(NotAllowed):
        correcting.undo_last(office.desk("budi"), "visit")


def test_an_undone_check_in_keeps_its_ticket_for_the_next_time(office):
    ticket = office.walk_in()
    assert correcting.undo_last(office.desk("budi"), "visit").stage == "booked"
    assert stage(office, "visit", ticket.visit_id) == "booked"
    first = office.ask("SELECT ticket FROM loket.visit WHERE id = :id", id=ticket.visit_id)
    other = office.walk_in(name="Lain")
    assert office.ask("SELECT ticket FROM loket.visit WHERE id = :id", id=other.visit_id) != first
    checking_in.check_in(office.desk("budi"), ticket.visit_id, HEALTHY)
    assert office.ask("SELECT ticket FROM loket.visit WHERE id = :id", id=ticket.visit_id) == first


def test_given_six_minutes_then_it_is_too_late(office):
    office.walk_in()
    called = calling.call_next(office.desk("budi", counter=1))
    office.run(
        "UPDATE loket.stage_interval SET from_at = from_at - interval '6 minutes'"
        " WHERE to_at IS NULL AND stage = 'called'"
    )
    with pytest.raises(UndoTooLate) as late:
        correcting.undo_last(office.desk("budi"), "visit")
    assert late.value.minutes == 5
    assert stage(office, "visit", called.visit_id) == "called"


def test_a_finished_visit_is_served_again_at_the_same_counter(office):
    office.walk_in()
    desk = office.desk("budi", counter=1)
    called = calling.call_next(desk)
    calling.serve(desk, called.visit_id)
    calling.finish(desk, called.visit_id)
    assert correcting.undo_last(desk, "visit").stage == "serving"
    row = office.rows("SELECT stage, counter_id FROM loket.visit WHERE id = :id", id=called.visit_id)[0]
    assert row.stage == "serving"
    assert row.counter_id == desk.counter.id


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_each_step_of_the_review_is_taken_back_as_if_it_had_not_been(office, steps):
    case = office.submitted()
    before = office.rows(
        "SELECT complete_at, due_at, proposal FROM loket.application WHERE id = :id", id=case
    )
    desk = office.desk("rina")
    office.complete(case)
    if steps > 1:
        office.marked(case)
        reviewing.pass_on(desk, case)
    if steps > 2:
        reviewing.propose(desk, case, Proposal.APPROVE)
    wanted = {1: "submitted", 2: "administrative", 3: "technical"}[steps]
    assert correcting.undo_last(desk, "case").stage == wanted
    assert stage(office, "application", case) == wanted
    owner = office.ask("SELECT owner_id FROM loket.application WHERE id = :id", id=case)
    assert owner == desk.officer.id
    if steps == 1:
        assert before == office.rows(
            "SELECT complete_at, due_at, proposal FROM loket.application WHERE id = :id", id=case
        )
        reviewing.declare_complete(desk, case)  # who undid his own step has not keyed anything in


def test_a_decision_is_never_undone(office):
    office.approved()
    with pytest.raises(NotAllowed):
        correcting.undo_last(office.desk("ratna"), "case")


def test_a_step_gets_its_true_time_within_the_hour_and_the_journal_keeps_both(office):
    office.walk_in()
    desk = office.desk("budi", counter=1)
    office.run(
        "UPDATE loket.stage_interval SET from_at = from_at - interval '30 minutes' WHERE stage = 'waiting'"
    )
    called = calling.call_next(desk)
    now = office.ask("SELECT loket.moment()")
    with pytest.raises(ReasonNeeded):
        correcting.back_date(desk, called.visit_id, now - timedelta(minutes=10), "")
    for wrong in (now - timedelta(minutes=31), now + timedelta(minutes=1), now - timedelta(hours=2)):
        with pytest.raises(BadTime):
            correcting.back_date(desk, called.visit_id, wrong, "lupa menekan tombol")
    with pytest.raises(NotAllowed):
        correcting.back_date(office.desk("sari"), called.visit_id, now, "lupa menekan tombol")
    wanted = now - timedelta(minutes=10)
    correcting.back_date(desk, called.visit_id, wanted, "lupa menekan tombol")
    rows = office.rows(
        "SELECT stage, from_at, to_at FROM loket.stage_interval WHERE thing_id = :id AND machine = 'visit' ORDER BY id",
        id=called.visit_id,
    )
    assert (rows[-2].to_at, rows[-1].from_at, rows[-1].to_at) == (wanted, wanted, None)
    entry = office.rows("SELECT reason, data FROM loket.journal WHERE action = 'back_date'")[0]
    assert entry.reason == "lupa menekan tombol"
    assert entry.data["stage"] == "called"


def test_a_case_is_taken_over_with_a_reason_that_the_former_owner_is_told(office):
    case = office.submitted()
    reviewing.take(office.desk("rina"), case)
    with pytest.raises(HeldByOther):
        reviewing.take(office.desk("joko"), case)
    with pytest.raises(ReasonNeeded):
        reviewing.take_over(office.desk("joko"), case, "")
    reviewing.take_over(office.desk("joko"), case, "Rina sakit, tenggat hari ini")
    (told,) = correcting.unseen_takeovers(office.desk("rina"))
    assert (told.application_id, told.by, told.reason) == (
        case,
        "Joko Prasetyo",
        "Rina sakit, tenggat hari ini",
    )
    assert correcting.unseen_takeovers(office.desk("joko")) == ()
    scan = office.ask("SELECT min(id) FROM loket.scan WHERE application_id = :id", id=case)
    with pytest.raises(HeldByOther) as held:
        reviewing.turn_scan(office.desk("rina"), scan, 90)
    assert held.value.officer == "Joko Prasetyo"
    correcting.acknowledge_takeover(office.desk("rina"), told.id)
    assert correcting.unseen_takeovers(office.desk("rina")) == ()


def test_a_lease_is_not_given_away_or_ended_by_a_colleague_with_a_reason(office):
    case = office.submitted()
    reviewing.take(office.desk("rina"), case)
    for owner in (None, office.desk("rina").officer.id + 1000):
        with pytest.raises((HeldByOther, NotAllowed)), office.desk("joko").begin("alasan panjang") as session:
            found = session.get(Application, case)
            assert found is not None
            found.owner_id = owner
            session.flush()
