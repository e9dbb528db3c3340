"""The continuous check: it opens what it finds, closes what is well again, and goes round the whole past."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.history import fill, spoil
from tests.make import Office
from workstation.errors import NotAllowed, ReasonNeeded
from workstation.queries.figures import start_facts
from workstation.queries.totals import balance
from workstation.usecases import totalling
from workstation.usecases.totalling import Rounds, check_point, past_slice, void_number

JUMP = "UPDATE loket.number_series SET last = last + 1 WHERE series = 'ticket'"


def point(office: Office) -> int:
    return office.id_of("service_point", "code", "MPP")


def findings(office: Office) -> list[tuple[str, str, str, bool]]:
    return [
        tuple(row)
        for row in office.rows("SELECT leg, code, number, closed_at IS NULL FROM loket.finding ORDER BY id")
    ]


def tile(office: Office, login: str) -> int:
    return start_facts(office.desk(login)).findings.count


def test_given_a_lost_step_then_it_is_found_once_shown_red_and_closed_when_it_is_well_again(
    office: Office,
) -> None:
    case = office.submitted()
    service = office.backroom()
    assert check_point(service, point(office)) == 0
    spoil(office, f"UPDATE loket.stage_interval SET to_at = now() WHERE thing_id = {case} AND to_at IS NULL")
    assert check_point(service, point(office)) == 1
    assert check_point(service, point(office)) == 0
    number = office.ask("SELECT number FROM loket.application")
    assert findings(office) == [("cases", "lost_step", number, True)]
    assert (tile(office, "manajer"), tile(office, "ratna"), tile(office, "budi")) == (1, 1, 0)
    spoil(
        office,
        f"UPDATE loket.stage_interval SET to_at = NULL WHERE thing_id = {case} AND stage = 'submitted'",
    )
    assert check_point(service, point(office)) == 1
    assert findings(office) == [("cases", "lost_step", number, False)]
    assert tile(office, "manajer") == 0
    journalled = office.ask("SELECT count(*) FROM loket.journal WHERE thing = 'finding' AND action <> 'read'")
    assert journalled == 2


def test_a_supervisor_of_another_point_hears_nothing_of_it(office: Office) -> None:
    office.walk_in()
    spoil(office, JUMP)
    check_point(office.backroom(), point(office))
    assert tile(office, "ratna") == 1
    assert tile(office, "jauh") == 0


def test_given_a_number_nobody_has_when_the_manager_writes_it_down_as_void_then_it_balances_and_is_never_given(
    office: Office,
) -> None:
    office.walk_in()
    spoil(office, JUMP)
    check_point(office.backroom(), point(office))
    manager = office.desk("manajer")
    today = manager.today()
    (row,) = balance(manager, today, today).breaks
    assert (row.number, row.finding is not None) == ("B-002", True)
    assert row.finding is not None
    with pytest.raises(ReasonNeeded):
        void_number(manager, row.finding, " ")
    void_number(manager, row.finding, "tiket uji coba pemasangan pencetak")
    assert balance(manager, today, today).is_balanced
    assert check_point(office.backroom(), point(office)) == 0
    assert office.walk_in().number == "B-003"
    assert office.rows("SELECT series, period, seq, reason FROM loket.number_void") == [
        ("ticket", str(today), 2, "tiket uji coba pemasangan pencetak")
    ]
    with pytest.raises(NotAllowed):
        void_number(manager, row.finding, "sekali lagi")


def test_only_a_manager_writes_a_number_down_as_void(office: Office) -> None:
    office.walk_in()
    spoil(office, JUMP)
    check_point(office.backroom(), point(office))
    for login in ("budi", "ratna", "auditor"):
        with pytest.raises(NotAllowed):
            void_number(office.desk(login), office.ask("SELECT id FROM loket.finding"), "dicoba")
    assert office.ask("SELECT count(*) FROM loket.number_void") == 0


def test_given_an_old_case_spoiled_then_some_turn_of_the_round_finds_it(office: Office) -> None:
    start = datetime.now(UTC) - timedelta(days=40)
    if start.year != (start + timedelta(days=30)).year:  # the history of one filling is of one year
        start = start.replace(month=11, day=1)
    fill(office, {"approved": 30, "refused": 10}, start, start + timedelta(days=30))
    service, here = office.backroom(), point(office)
    assert sum(check_point(service, here, turn) for turn in range(15)) == 0
    spoil(
        office,
        "DELETE FROM loket.stage_interval WHERE machine = 'case' AND stage = 'technical'"
        " AND thing_id = (SELECT min(id) FROM loket.application)",
    )
    assert sum(check_point(service, here, turn) for turn in range(15)) == 1
    assert findings(office) == [
        ("cases", "lost_step", office.ask("SELECT min(number) FROM loket.application"), True)
    ]


def test_the_slices_of_a_round_cover_the_past_without_a_day_left_out() -> None:
    first, recent = date(2024, 2, 20), date(2026, 7, 4)
    turns = -(-(recent - first) // totalling.SLICE)
    covered: set[date] = set()
    for turn in range(turns):
        ((since, until),) = past_slice(first, recent, turn)
        covered |= {since + timedelta(days=n) for n in range((until - since).days)}
    assert {first + timedelta(days=n) for n in range((recent - first).days)} <= covered
    assert max(covered) < recent
    assert past_slice(first, recent, turns) == past_slice(first, recent, 0)
    assert past_slice(None, recent, 3) == past_slice(recent, recent, 3) == []


def test_a_round_goes_from_point_to_point_and_then_rests(office: Office) -> None:
    office.walk_in()
    spoil(office, JUMP)
    rounds, service = Rounds(), office.backroom()
    points = office.ask("SELECT count(*) FROM loket.service_point")
    assert sum(rounds.check_next(service) for _ in range(points)) == 1
    spoil(office, JUMP)
    assert sum(rounds.check_next(service) for _ in range(points)) == 0
    assert rounds.begun_at is not None
    rounds.begun_at -= totalling.ROUND
    assert sum(rounds.check_next(service) for _ in range(points)) == 1


def test_nobody_but_the_service_checks(office: Office) -> None:
    with pytest.raises(NotAllowed):
        check_point(office.desk("manajer"), point(office))
