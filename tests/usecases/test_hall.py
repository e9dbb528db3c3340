"""The hall under pressure: the last seat is given once, no ticket is served twice, nobody takes another's guest."""

import multiprocessing
import threading
from collections import Counter
from decimal import Decimal
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier

import pytest

from tests.make import HEALTHY, PASSWORD, Office
from workstation.errors import (
    CounterBusy,
    HallFull,
    HeldByOther,
    NobodyWaiting,
    NoCounter,
    Problem,
    ReasonNeeded,
    TooWarm,
    WrongStage,
)
from workstation.usecases import calling, checking_in, signing_in
from workstation.usecases.checking_in import Health, WalkIn
from workstation.vocabulary import Priority

FOREVER = 60.0


def serve_all(
    url: str, login: str, counter_id: int, start: Barrier, served: "Queue[tuple[str, list[str]]]"
) -> None:
    """An officer in a process of his own: calls, serves and finishes until nobody waits."""
    desk = signing_in.take_counter(signing_in.sign_in(url, login, PASSWORD), counter_id)
    mine: list[str] = []
    start.wait(FOREVER)
    while True:
        try:
            called = calling.call_next(desk)
        except NobodyWaiting:
            break
        calling.serve(desk, called.visit_id)
        calling.finish(desk, called.visit_id)
        mine.append(called.ticket)
    desk.close()
    served.put((login, mine))


def crowd(office: Office, count: int, service: str = "intake") -> None:
    """Let that many people in, in a hall that is large enough."""
    office.run("UPDATE loket.hall SET seats = 5000")
    for number in range(count):
        office.walk_in(service=service, name=f"Tamu {number}")


def test_given_two_officers_in_two_processes_when_both_empty_a_line_of_200_then_no_ticket_is_served_twice(
    office: Office,
) -> None:
    crowd(office, 200)
    context = multiprocessing.get_context("spawn")
    start, served = context.Barrier(2), context.Queue()
    people = [
        context.Process(
            target=serve_all,
            args=(office.url(), login, office.id_of("counter", "number", number), start, served),
        )
        for number, login in enumerate(("budi", "sari"), start=1)
    ]
    for process in people:
        process.start()
    by_officer = dict(served.get(timeout=FOREVER) for _ in people)
    for process in people:
        process.join(FOREVER)
    everything = Counter(ticket for tickets in by_officer.values() for ticket in tickets)
    assert set(everything.values()) == {1}
    assert sorted(everything) == [f"B-{n:03}" for n in range(1, 201)]
    assert min(map(len, by_officer.values())) > 20, "both really worked at the same time"
    assert all(tickets == sorted(tickets) for tickets in by_officer.values()), "each got them in their order"
    # the database kept who served whom, and when he was called only once
    assert (
        office.ask(
            "SELECT count(*) FROM loket.stage_interval WHERE machine = 'visit' AND stage = 'called'"
            " AND officer_id IS NOT NULL AND counter_id IS NOT NULL"
        )
        == 200
    )


def test_given_one_seat_left_when_eight_people_come_at_the_same_moment_then_one_gets_in(
    office: Office,
) -> None:
    capacity = 20
    for number in range(capacity - 1):
        office.walk_in(name=f"Tamu {number}")
    desks = [office.desk("budi"), office.desk("sari")]
    service, start = office.id_of("service", "code", "intake"), threading.Barrier(8)
    let_in: list[str] = []
    full: list[HallFull] = []
    strange: list[Problem] = []

    def knock(number: int) -> None:
        start.wait(FOREVER)
        try:
            ticket = checking_in.walk_in(desks[number % 2], WalkIn(service, f"Terakhir {number}", HEALTHY))
            let_in.append(ticket.number)
        except HallFull as problem:
            full.append(problem)
        except Problem as problem:
            strange.append(problem)

    people = [threading.Thread(target=knock, args=(number,)) for number in range(8)]
    for person in people:
        person.start()
    for person in people:
        person.join(FOREVER)
    assert strange == []
    assert let_in == ["B-020"], "the number is the next one: a refused entry leaves no gap"
    assert len(full) == 7
    assert {problem.capacity for problem in full} == {capacity}
    assert all(problem.come_back is not None for problem in full)
    assert office.ask("SELECT count(*) FROM loket.visit WHERE stage = 'waiting'") == capacity


def test_given_people_forgotten_yesterday_when_somebody_comes_today_then_they_take_no_seat_and_are_not_called(
    office: Office,
) -> None:
    for number in range(20):
        office.walk_in(name=f"Kemarin {number}")
    office.run(
        "ALTER TABLE loket.visit DISABLE TRIGGER USER;"
        " UPDATE loket.visit SET planned_at = planned_at - interval '1 day',"
        " waiting_since = waiting_since - interval '1 day'; ALTER TABLE loket.visit ENABLE TRIGGER USER"
    )
    today = office.walk_in(name="Hari ini")
    assert today.waiting == 0
    assert calling.call_next(office.desk("budi", counter=1)).visit_id == today.visit_id


def test_given_somebody_at_a_counter_when_a_colleague_touches_him_then_the_law_says_whose_he_is(
    office: Office,
) -> None:
    ticket = office.walk_in()
    budi, sari = office.desk("budi", counter=1), office.desk("sari", counter=2)
    other = office.id_of("service", "code", "counselling")
    calling.call_next(budi)
    for touch in (
        lambda: calling.recall(sari, ticket.visit_id),
        lambda: calling.serve(sari, ticket.visit_id),
        lambda: calling.put_back(sari, ticket.visit_id),
        lambda: calling.note_no_show(sari, ticket.visit_id),
        lambda: calling.transfer(sari, ticket.visit_id, other, "salah loket"),
    ):
        with pytest.raises(HeldByOther) as refused:
            touch()
        assert refused.value.officer == "Budi Santoso"
    calling.serve(budi, ticket.visit_id)
    calling.hold(budi, ticket.visit_id, "memfotokopi KTP")
    with pytest.raises(HeldByOther):
        calling.serve(sari, ticket.visit_id)


def test_given_a_person_at_the_counter_when_the_officer_calls_again_then_the_counter_is_busy(
    office: Office,
) -> None:
    office.walk_in()
    office.walk_in()
    desk = office.desk("budi", counter=1)
    calling.call_next(desk)
    with pytest.raises(CounterBusy):
        calling.call_next(desk)
    assert office.ask("SELECT count(*) FROM loket.visit WHERE stage = 'waiting'") == 1


def test_given_a_held_person_when_the_officer_has_no_counter_then_he_cannot_go_on(office: Office) -> None:
    ticket = office.walk_in()
    desk = office.desk("budi", counter=1)
    calling.call_next(desk)
    calling.serve(desk, ticket.visit_id)
    calling.hold(desk, ticket.visit_id, "")
    with pytest.raises(NoCounter):
        calling.serve(signing_in.leave_counter(desk), ticket.visit_id)


def test_given_a_wrong_call_when_it_is_undone_then_the_place_in_the_line_is_kept(office: Office) -> None:
    first, second = office.walk_in(), office.walk_in()
    desk = office.desk("budi", counter=1)
    assert calling.call_one(desk, second.visit_id).ticket == "B-002"
    calling.put_back(desk, second.visit_id)
    assert calling.call_next(desk).visit_id == first.visit_id
    calling.note_no_show(desk, first.visit_id)
    calling.put_back(desk, first.visit_id)
    assert calling.call_next(desk).visit_id == first.visit_id
    with pytest.raises(WrongStage):
        calling.finish(desk, second.visit_id)


def test_given_an_elderly_person_when_the_next_is_called_then_he_goes_first(office: Office) -> None:
    office.walk_in()
    elder = office.walk_in(priority=Priority.ELDERLY)
    assert elder.priority
    assert calling.call_next(office.desk("budi", counter=1)).ticket == elder.number


def test_given_a_feverish_visitor_when_he_is_turned_away_then_reason_and_temperature_are_kept(
    office: Office,
) -> None:
    office.run(
        "INSERT INTO loket.visit (service_point_id, service_id, code, name, planned_at, channel, priority, stage,"
        " calls, note) SELECT p.id, s.id, 'KMQR34', 'Siti Rahma', loket.moment(), 'online', 'none', 'booked', 0, ''"
        " FROM loket.service_point p JOIN loket.service s ON s.service_point_id = p.id AND s.code = 'intake'"
    )
    visit_id = office.id_of("visit", "code", "KMQR34")
    desk, fever = office.desk("budi"), Health(True, Decimal("38.2"))
    with pytest.raises(TooWarm) as refused:
        checking_in.check_in(desk, visit_id, fever)
    assert (float(refused.value.temperature), float(refused.value.limit)) == (38.2, 37.3)
    with pytest.raises(ReasonNeeded):
        checking_in.turn_away(desk, visit_id, " ")
    checking_in.turn_away(desk, visit_id, "Suhu badan melebihi batas", fever)
    assert office.ask("SELECT stage || ': ' || note FROM loket.visit") == "refused: Suhu badan melebihi batas"
    assert office.ask("SELECT temperature FROM loket.health_declaration") == Decimal("38.2")
    with pytest.raises(WrongStage):
        checking_in.check_in(desk, visit_id, HEALTHY)


def test_given_three_open_counters_when_a_ticket_is_given_then_the_estimate_counts_them(
    office: Office,
) -> None:
    for _ in range(3):
        office.walk_in()
    assert office.walk_in().estimate_minutes == 30, "nobody sits anywhere: three people, ten minutes each"
    office.desk("budi", counter=1)
    office.desk("sari", counter=2)
    last = office.walk_in()
    assert (last.waiting, last.estimate_minutes) == (4, 20)
    again = checking_in.ticket_again(office.desk("budi"), last.visit_id)
    assert again == last, "printed again the slip says the same"
