"""What a counter and the board are told: the line in the order of calling, no name in full, seconds to count."""

from datetime import timedelta

import pytest

from tests.make import Office
from workstation.errors import NoCounter
from workstation.queries import queue, visits
from workstation.usecases import calling, checking_in
from workstation.vocabulary import Priority, VisitStage


def test_given_no_counter_when_the_line_is_asked_for_then_a_counter_is_demanded(office: Office) -> None:
    with pytest.raises(NoCounter):
        queue.at_counter(office.desk("budi"))


def test_given_a_mixed_line_when_the_next_are_called_then_they_come_in_the_order_shown(
    office: Office,
) -> None:
    office.walk_in(service="intake", name="Andi Pratama")
    office.walk_in(service="counselling", name="Bunga Citra")
    office.walk_in(service="intake", name="Kakek Darmo", priority=Priority.ELDERLY)
    desk = office.desk("budi", counter=1)
    shown = [row.ticket for row in queue.at_counter(desk).waiting]
    assert shown == ["B-002", "B-001", "A-001"]
    called = []
    for _ in shown:
        person = calling.call_next(desk)
        called.append(person.ticket)
        calling.serve(desk, person.visit_id)
        calling.finish(desk, person.visit_id)
    assert called == shown
    assert queue.at_counter(desk).waiting == ()


def test_given_a_counter_of_one_service_when_it_looks_then_others_are_not_in_its_line(office: Office) -> None:
    office.run(
        "DELETE FROM loket.counter_service cs USING loket.counter c, loket.service s WHERE cs.counter_id = c.id"
        " AND cs.service_id = s.id AND c.number = 3 AND s.code <> 'counselling'"
    )
    office.walk_in(service="intake")
    office.walk_in(service="counselling")
    assert [r.ticket for r in queue.at_counter(office.desk("budi", counter=3)).waiting] == ["A-001"]


def test_given_a_called_person_when_the_counter_looks_then_name_is_masked_and_the_moves_are_named(
    office: Office,
) -> None:
    office.walk_in(name="Siti Nur Rahmawati")
    desk = office.desk("budi", counter=1)
    visit_id = calling.call_next(desk).visit_id
    calling.recall(desk, visit_id)
    state = queue.at_counter(desk)
    now = state.now
    assert now is not None
    assert (now.name, now.stage, now.calls, now.is_intake) == ("Siti N. R.", VisitStage.CALLED, 2, True)
    assert now.can == {"serve", "no_show", "put_back", "transfer", "recall"}
    assert timedelta(0) <= state.moment - now.since < timedelta(minutes=1)
    assert queue.at_counter(office.desk("sari", counter=2)).now is None


def test_given_held_missed_and_sent_on_people_when_the_counter_looks_then_each_stands_in_its_list(
    office: Office,
) -> None:
    for _ in range(3):
        office.walk_in()
    desk = office.desk("budi", counter=1)
    held, missed, sent = (row.id for row in queue.at_counter(desk).waiting)
    calling.call_one(desk, held)
    calling.serve(desk, held)
    calling.hold(desk, held, "memfotokopi KTP")
    calling.call_one(desk, missed)
    calling.note_no_show(desk, missed)
    calling.call_one(desk, sent)
    calling.transfer(desk, sent, office.id_of("service", "code", "counselling"), "tanya syarat dulu")
    state = queue.at_counter(desk)
    assert [(r.id, r.note, r.can) for r in state.held] == [(held, "memfotokopi KTP", {"resume", "finish"})]
    assert [(r.id, r.can) for r in state.missed] == [(missed, {"restore"})]
    assert [(r.ticket, r.service, r.note) for r in state.waiting] == [
        ("B-003", "Konsultasi Perizinan", "tanya syarat dulu")
    ]
    assert queue.at_counter(office.desk("sari", counter=2)).held == ()


def test_given_calls_and_a_recall_when_the_board_asks_then_the_latest_is_first_and_no_name_is_there(
    office: Office,
) -> None:
    for _ in range(5):
        office.walk_in(name="Nama Rahasia")
    budi, sari = office.desk("budi", counter=1), office.desk("sari", counter=2)
    first, second = calling.call_next(budi), calling.call_next(sari)
    state = queue.on_the_board(budi)
    assert [(c.ticket, c.counter, c.calls) for c in state.calls] == [("B-002", 2, 1), ("B-001", 1, 1)]
    assert [(c.number, c.ticket) for c in state.counters] == [(1, "B-001"), (2, "B-002")]
    assert (state.coming, state.waiting) == (("B-003", "B-004", "B-005"), 3)
    calling.recall(budi, first.visit_id)
    assert [(c.ticket, c.calls) for c in queue.on_the_board(sari).calls] == [("B-001", 2), ("B-002", 1)]
    calling.put_back(sari, second.visit_id)
    after = queue.on_the_board(sari)
    assert [c.ticket for c in after.calls] == ["B-001"]
    assert [(c.number, c.ticket) for c in after.counters] == [(1, "B-001"), (2, "")]
    assert "Rahasia" not in repr(after)


def test_given_bookings_when_the_door_looks_then_those_not_yet_here_come_first_and_are_found_by_any_word(
    office: Office,
) -> None:
    office.walk_in(name="Sudah Masuk")
    office.run(
        "INSERT INTO loket.visit (service_point_id, service_id, code, name, planned_at, channel, priority, stage,"
        " calls, note) SELECT p.id, s.id, v.code, v.name, loket.moment() + v.later, 'online', 'none', 'booked', 0, ''"
        " FROM loket.service_point p JOIN loket.service s ON s.service_point_id = p.id AND s.code = 'intake',"
        " (VALUES ('KMQR34', 'Siti Rahmawati', interval '0'), ('TUVW67', 'Agus 100% Halal', interval '0'),"
        " ('ABCD89', 'Besok Lusa', interval '2 days')) AS v (code, name, later)"
    )
    desk = office.desk("budi")
    state = visits.at_the_door(desk)
    assert [(r.code, r.name) for r in state.visits][:2] == [("KMQR34", "Siti R."), ("TUVW67", "Agus 1. H.")]
    assert [r.stage for r in state.visits] == ["booked", "booked", "waiting"]
    assert (state.hall.inside, state.hall.capacity, state.hall.left) == (1, 20, 19)
    assert [r.code for r in visits.at_the_door(desk, "rahma").visits] == ["KMQR34"]
    assert [r.code for r in visits.at_the_door(desk, "tuv").visits] == ["TUVW67"]
    assert [r.ticket for r in visits.at_the_door(desk, "b-001").visits] == ["B-001"]
    assert [r.code for r in visits.at_the_door(desk, "100%").visits] == ["TUVW67"], (
        "a percent sign is a letter"
    )
    far = visits.by_code(desk, " abcd89 ")
    assert far is not None
    assert not far.is_today
    assert visits.by_code(desk, "ZZZZZZ") is None
    assert visits.by_code(office.desk("jauh"), "KMQR34") is None, "another point's booking"


def test_given_a_quota_when_the_door_looks_then_it_sees_how_much_is_left(office: Office) -> None:
    office.walk_in(service="bank")
    left = {s.name: s.left for s in visits.at_the_door(office.desk("budi")).services}
    assert left == {"Konsultasi Perizinan": None, "Penerimaan Berkas": None, "Bank DKI": 1}


def test_given_a_declaration_at_booking_when_the_door_looks_then_it_is_shown(office: Office) -> None:
    ticket = office.walk_in()
    row = visits.by_code(office.desk("budi"), ticket.code)
    assert row is not None
    assert row.declared is True
    assert checking_in.ticket_again(office.desk("budi"), row.id).number == row.ticket
