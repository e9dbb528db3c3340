"""The database counts promises over its own tables exactly as worktime does over the same calendar."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from tests.conftest import owner_engine, run_alone
from workstation.embedded import Cluster
from workstation.errors import CalendarMissing
from workstation.queries.calendar import calendar_of
from workstation.usecases import scheduling
from workstation.worktime import (
    RAMADAN_WEEK,
    WIB,
    Calendar,
    SlaUnit,
    as_pairs,
    due_after_pause,
    due_at,
    is_open,
    open_time,
    week,
)

SATURDAYS = week(*("08.00-12.00",) * 6, "")
EVENINGS = week("16.00-20.00", "", "16.00-20.00, 21.00-22.00", "", "16.00-20.00", "", "")
DUE = text(
    "SELECT loket.due_at(amount, unit, start, point, kind) FROM unnest(CAST(:amounts AS int[]),"
    " CAST(:units AS text[]), CAST(:starts AS timestamptz[]), CAST(:points AS bigint[]), CAST(:kinds AS text[]))"
    " WITH ORDINALITY AS t (amount, unit, start, point, kind, n) ORDER BY n"
)
RESUMED = text(
    "SELECT loket.due_after_pause(unit, due, paused, resumed, point, kind) FROM unnest(CAST(:units AS text[]),"
    " CAST(:dues AS timestamptz[]), CAST(:paused AS timestamptz[]), CAST(:resumed AS timestamptz[]),"
    " CAST(:points AS bigint[]), CAST(:kinds AS text[]))"
    " WITH ORDINALITY AS t (unit, due, paused, resumed, point, kind, n) ORDER BY n"
)
Scope = tuple[str, str | None]


@dataclass
class Century:
    """An office with the holidays of 1990 to 2089 and hours of its own at one point and for one type."""

    engine: Engine
    points: dict[str, int]
    calendars: dict[Scope, Calendar]

    def due(self, cases: list[tuple[int, SlaUnit, datetime, Scope]]) -> list[datetime]:
        """What the database promises."""
        with self.engine.connect() as connection:
            found = connection.scalars(
                DUE,
                {
                    "amounts": [amount for amount, *_ in cases],
                    "units": [unit.value for _, unit, *_ in cases],
                    "starts": [start for *_, start, _ in cases],
                    "points": [self.points[scope[0]] for *_, scope in cases],
                    "kinds": [scope[1] for *_, scope in cases],
                },
            )
            return list(found)

    def after_pause(self, cases: list[tuple[SlaUnit, datetime, datetime, datetime, Scope]]) -> list[datetime]:
        """What the database promises after a wait."""
        with self.engine.connect() as connection:
            found = connection.scalars(
                RESUMED,
                {
                    "units": [case[0].value for case in cases],
                    "dues": [case[1] for case in cases],
                    "paused": [case[2] for case in cases],
                    "resumed": [case[3] for case in cases],
                    "points": [self.points[case[4][0]] for case in cases],
                    "kinds": [case[4][1] for case in cases],
                },
            )
            return list(found)


@pytest.fixture(scope="module")
def century(cluster: Cluster, template: str) -> Iterator[Century]:
    run_alone(cluster, f"CREATE DATABASE century TEMPLATE {template}")
    engine = owner_engine(cluster, "century")
    with engine.begin() as connection:
        scheduling.import_years(connection, range(1989, 2092))
        scheduling.set_week(connection, SATURDAYS, date(2005, 3, 1), "enam hari", point="MPP")
        scheduling.set_week(connection, EVENINGS, date(2030, 1, 1), "sore hari", type_code="sikm")
        connection.execute(
            text(
                "INSERT INTO loket.season (service_point_id, name, first_day, last_day, hours)"
                " SELECT id, 'Pandemi', '2020-03-16', '2020-06-04', CAST(:hours AS jsonb) FROM loket.service_point"
                " WHERE code = 'MPP'"
            ),
            {"hours": scheduling.as_json(EVENINGS)},
        )
        points = {
            row.code: row.id for row in connection.execute(text("SELECT code, id FROM loket.service_point"))
        }
    scopes: list[Scope] = [("MPP", None), ("MPP", "sikm"), ("GAMBIR", None), ("GAMBIR", "sikm")]
    with Session(engine) as session:
        calendars = {scope: calendar_of(session, points[scope[0]], scope[1]) for scope in scopes}
    yield Century(engine, points, calendars)
    engine.dispose()
    run_alone(cluster, "DROP DATABASE century WITH (FORCE)")


def at(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=WIB)


def test_five_hours_of_open_time(century: Century) -> None:
    """domain.md 10.2, at a point that keeps the national week."""
    vectors = {
        "2021-07-05 08:00": "2021-07-05 14:00",
        "2021-07-05 14:30": "2021-07-06 11:00",
        "2021-07-05 17:45": "2021-07-06 13:30",
        "2021-07-09 15:00": "2021-07-12 11:00",
        "2021-07-19 15:00": "2021-07-21 11:30",
    }
    cases = [(5, SlaUnit.HOURS, at(start), ("GAMBIR", None)) for start in vectors]
    assert century.due(cases) == [at(due) for due in vectors.values()]


def test_working_days(century: Century) -> None:
    """domain.md 10.3; the first two end in Ramadan's hours, which the calendar of the office knows."""
    vectors = [
        (1, "2020-05-20", "2020-05-22 15:30"),
        (1, "2020-05-22", "2020-05-26 16:00"),
        (1, "2020-05-23", "2020-05-26 16:00"),
        (2, "2021-05-11", "2021-05-18 16:00"),
        (3, "2021-07-19", "2021-07-23 16:30"),
        (5, "2026-03-17", "2026-03-31 16:00"),
        (5, "2027-03-05", "2027-03-22 16:00"),
    ]
    cases = [(n, SlaUnit.WORKING_DAYS, at(f"{day} 09:00"), ("GAMBIR", None)) for n, day, _ in vectors]
    assert century.due(cases) == [at(due) for *_, due in vectors]
    calendar = century.calendars["GAMBIR", None]
    assert [due_at(*case[:3], calendar) for case in cases] == [at(due) for *_, due in vectors]


def test_the_guarantor_has_three_times_twenty_four_clock_hours(century: Century) -> None:
    start = at("2021-07-16 17:45")
    assert century.due([(72, SlaUnit.CLOCK_HOURS, start, ("MPP", None))]) == [at("2021-07-19 17:45")]


def test_a_wait_that_ends_after_closing_on_the_last_day_leaves_the_next_working_day(century: Century) -> None:
    due, paused, resumed = at("2021-07-07 16:00"), at("2021-07-07 10:00"), at("2021-07-08 18:00")
    case = (SlaUnit.WORKING_DAYS, due, paused, resumed, ("GAMBIR", None))
    assert century.after_pause([case]) == [at("2021-07-09 16:30")]
    assert due_after_pause(*case[:4], century.calendars["GAMBIR", None]) == at("2021-07-09 16:30")


def test_own_hours_go_before_common_ones_and_a_season_before_both(century: Century) -> None:
    def opens(scope: Scope, words: str) -> bool:
        return is_open(at(words), century.calendars[scope])

    saturday, monday_evening = "2031-08-02 09:00", "2031-08-04 17:00"
    assert opens(("MPP", None), saturday)
    assert not opens(("GAMBIR", None), saturday)
    assert opens(("GAMBIR", "sikm"), monday_evening)
    assert not opens(("MPP", "sikm"), monday_evening), "the point's own week goes before the type's"
    assert opens(("MPP", None), "2020-05-11 17:00"), "the point's own season goes before Ramadan"
    assert not opens(("GAMBIR", None), "2020-05-11 15:15"), "Ramadan ends at three"


SCOPES = st.sampled_from([("MPP", None), ("MPP", "sikm"), ("GAMBIR", None), ("GAMBIR", "sikm")])
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2088, 6, 1)).map(lambda day: day.replace(tzinfo=WIB))  # noqa: DTZ001
UNITS = st.sampled_from(list(SlaUnit))
STARTS = st.tuples(st.integers(1, 60), UNITS, MOMENTS, SCOPES)
WAITS = st.tuples(
    STARTS, st.timedeltas(timedelta(0), timedelta(days=20)), st.timedeltas(timedelta(0), timedelta(days=40))
)


@settings(max_examples=15, deadline=None)
@given(st.lists(STARTS, min_size=20, max_size=40))
def test_python_and_sql_promise_the_same_moment(century: Century, cases: list[Any]) -> None:
    expected = [due_at(*case[:3], century.calendars[case[3]]) for case in cases]
    assert century.due(cases) == expected
    for (_, unit, start, scope), due in zip(cases, expected, strict=True):
        assert due > start
        if unit is SlaUnit.HOURS:
            assert open_time(start, due, century.calendars[scope]) > timedelta(0)


@settings(max_examples=15, deadline=None)
@given(st.lists(WAITS, min_size=10, max_size=30))
def test_python_and_sql_agree_on_what_is_left_after_a_wait(century: Century, waits: list[Any]) -> None:
    cases = []
    for (amount, unit, start, scope), before, long in waits:
        due = due_at(amount, unit, start, century.calendars[scope])
        cases.append((unit, due, start + before, start + before + long, scope))
    expected = [due_after_pause(*case[:4], century.calendars[case[4]]) for case in cases]
    assert century.after_pause(cases) == expected
    for (_, due, paused, resumed, _), after in zip(cases, expected, strict=True):
        assert after >= due, "a wait never shortens a promise"
        assert paused >= due or after > resumed


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(STARTS, MOMENTS), min_size=10, max_size=20))
def test_sql_never_promises_the_later_start_an_earlier_end(century: Century, pairs: list[Any]) -> None:
    early = [(a, unit, min(one, other), scope) for (a, unit, one, scope), other in pairs]
    late = [(a, unit, max(one, other), scope) for (a, unit, one, scope), other in pairs]
    for first, second in zip(century.due(early), century.due(late), strict=True):
        assert first <= second


def test_a_year_without_holidays_is_refused_not_guessed(century: Century) -> None:
    from sqlalchemy.exc import DBAPIError

    from workstation.database import translate

    with pytest.raises(DBAPIError) as raised:
        century.due([(5, SlaUnit.HOURS, at("2095-07-05 08:00"), ("MPP", None))])
    assert translate(raised.value) == CalendarMissing(2095)


@pytest.mark.parametrize(
    "hours",
    [
        "[]", "{}", "null", '[[],[],[],[],[],[],[]]', '[[["12:00","08:00"]],[],[],[],[],[],[]]',
        '[[["08:00","12:00"],["12:00","13:00"]],[],[],[],[],[],[]]', '[[["8:00","12:00"]],[],[],[],[],[],[]]',
        '[[["08:00"]],[],[],[],[],[],[]]', '[["08:00"],[],[],[],[],[],[]]', '[[["08:00",null]],[],[],[],[],[],[]]',
        '[[["08:00","24:30"]],[],[],[],[],[],[]]',
    ],
)  # fmt: skip
def test_hours_that_are_none_are_no_week(century: Century, hours: str) -> None:
    with century.engine.connect() as connection:
        assert (
            connection.scalar(text("SELECT loket.is_week(CAST(:hours AS jsonb))"), {"hours": hours}) is False
        )
        good = scheduling.as_json(RAMADAN_WEEK)
        assert connection.scalar(text("SELECT loket.is_week(CAST(:hours AS jsonb))"), {"hours": good}) is True
    assert len(as_pairs(RAMADAN_WEEK)) == 7
