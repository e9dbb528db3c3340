"""The promise to the citizen, counted on real calendars of 2020, 2021, 2026 and 2027."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workstation.worktime import (
    RAMADAN_WEEK,
    WIB,
    Calendar,
    Season,
    SlaUnit,
    calendar_for,
    due_after_hours,
    due_after_pause,
    due_after_working_days,
    due_at,
    due_clock,
    is_open,
    is_working_day,
    next_opening,
    open_time,
    week,
    working_days_between,
)

YEARS = calendar_for(range(1990, 2061))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2021-07-05 08:00", "2021-07-05 14:00"),
        ("2021-07-05 14:30", "2021-07-06 11:00"),
        ("2021-07-05 17:45", "2021-07-06 13:30"),
        ("2021-07-09 15:00", "2021-07-12 11:00"),
        ("2021-07-19 15:00", "2021-07-21 11:30"),
    ],
)
def test_five_hours_of_open_time(start: str, due: str) -> None:
    assert due_after_hours(at(start), 5, YEARS) == at(due)
    assert due_at(5, SlaUnit.HOURS, at(start).astimezone(UTC), YEARS) == at(due)


@pytest.mark.parametrize(
    ("days", "start", "due"),
    [
        (1, "2020-05-20 09:00", "2020-05-22 16:30"),
        (1, "2020-05-22 09:00", "2020-05-26 16:00"),
        (1, "2020-05-23 09:00", "2020-05-26 16:00"),
        (2, "2021-05-11 09:00", "2021-05-18 16:00"),
        (3, "2021-07-19 09:00", "2021-07-23 16:30"),
        (5, "2026-03-17 09:00", "2026-03-31 16:00"),
        (5, "2027-03-05 09:00", "2027-03-22 16:00"),
    ],
)
def test_working_days_end_at_the_closing_hour(days: int, start: str, due: str) -> None:
    assert due_after_working_days(at(start), days, YEARS) == at(due)
    assert due_at(days, SlaUnit.WORKING_DAYS, at(start), YEARS) == at(due)


def test_clock_hours_run_through_the_night() -> None:
    assert due_clock(at("2021-07-05 17:45"), 5) == at("2021-07-05 22:45")
    assert due_at(72, SlaUnit.CLOCK_HOURS, at("2021-07-05 17:45"), YEARS) == at("2021-07-08 17:45")


@pytest.mark.parametrize(("year", "days"), [(2020, 22), (2021, 16), (2026, 25), (2027, 26)])
def test_holidays_and_shared_leave_of_a_year(year: int, days: int) -> None:
    assert len(calendar_for([year]).holidays) == days


def test_the_holidays_that_were_moved_in_2021() -> None:
    assert date(2021, 8, 11) in YEARS.holidays
    assert date(2021, 8, 10) not in YEARS.holidays
    assert date(2021, 10, 20) in YEARS.holidays


def test_the_office_table_lays_over_the_package() -> None:
    extra, away = date(2026, 11, 24), date(2026, 12, 25)
    calendar = calendar_for([2026], {extra: "Pemilihan", away: None}, revision="SKB 2026")
    assert calendar.holidays[extra] == "Pemilihan"
    assert is_working_day(away, calendar)
    assert calendar.version.endswith("+ SKB 2026")


def test_an_estimated_holiday_is_marked_until_the_office_confirms_it() -> None:
    calendar = calendar_for([2027])
    day = min(calendar.estimated)
    assert day in calendar.holidays
    assert day not in calendar_for([2027], {day: "Idul Fitri"}).estimated


def test_open_at_the_first_minute_and_closed_at_the_last() -> None:
    assert is_open(at("2021-07-05 07:30"), YEARS)
    assert not is_open(at("2021-07-05 12:00"), YEARS)
    assert not is_open(at("2021-07-05 16:00"), YEARS)
    assert not is_open(at("2021-07-20 09:00"), YEARS)
    assert next_opening(at("2021-07-05 12:10"), YEARS) == at("2021-07-05 13:00")
    assert next_opening(at("2021-07-19 16:00"), YEARS) == at("2021-07-21 07:30")
    assert next_opening(at("2021-07-05 08:15"), YEARS) == at("2021-07-05 08:15")


def test_the_usual_week_has_37_5_hours_and_the_fasting_week_32_5() -> None:
    usual = Calendar()
    fasting = Calendar(seasons=(Season(date(2026, 2, 18), date(2026, 3, 19), RAMADAN_WEEK),))
    monday, next_monday = at("2026-02-23 00:00"), at("2026-03-02 00:00")
    assert open_time(monday, next_monday, usual) == timedelta(hours=37.5)
    assert open_time(monday, next_monday, fasting) == timedelta(hours=32.5)
    assert next_opening(monday, fasting) == at("2026-02-23 08:00")
    assert next_opening(at("2026-03-20 00:00"), fasting) == at("2026-03-20 07:30")


def test_a_wait_for_the_applicant_moves_the_promise() -> None:
    due = at("2021-07-05 14:00")
    paused, resumed = at("2021-07-05 10:00"), at("2021-07-07 09:00")
    assert due_after_pause(SlaUnit.HOURS, due, paused, resumed, YEARS) == at("2021-07-07 12:00")
    assert due_after_pause(SlaUnit.CLOCK_HOURS, due, paused, resumed, YEARS) == at("2021-07-07 13:00")
    days = due_after_working_days(at("2021-07-05 09:00"), 3, YEARS)
    assert due_after_pause(SlaUnit.WORKING_DAYS, days, paused, resumed, YEARS) == at("2021-07-12 16:00")


def test_a_broken_promise_is_not_mended_by_a_pause() -> None:
    due = at("2021-07-05 14:00")
    assert due_after_pause(SlaUnit.HOURS, due, at("2021-07-05 15:00"), at("2021-07-09 09:00"), YEARS) == due


@pytest.mark.parametrize("days", [("",) * 7, ("08.00-12.00, 11.00-13.00", *("",) * 6)])
def test_a_week_that_never_opens_or_overlaps_is_refused(days: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"\("):
        Calendar(week=week(*days))


@pytest.mark.parametrize("text", ["12.00-08.00", "08.00", "pagi-sore"])
def test_a_window_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the words come from the standard library
        week(text, *("",) * 6)


minutes_since_1991 = st.integers(0, 68 * 365 * 24 * 60)
moments = minutes_since_1991.map(lambda minutes: at("1991-01-01") + timedelta(minutes=minutes, seconds=7))


@settings(max_examples=200, deadline=None)
@given(moments, st.integers(1, 60 * 60))
def test_the_open_time_until_a_due_moment_is_what_was_promised(start: datetime, minutes: int) -> None:
    due = due_after_hours(start, minutes / 60, YEARS)
    assert abs(open_time(start, due, YEARS) - timedelta(minutes=minutes)) < timedelta(milliseconds=1)
    assert is_open(due - timedelta(seconds=1), YEARS)
    assert due > start


@settings(max_examples=200, deadline=None)
@given(moments, st.integers(1, 10))
def test_a_due_day_is_the_nth_working_day(start: datetime, days: int) -> None:
    due = due_after_working_days(start, days, YEARS)
    assert working_days_between(start.date(), due.date(), YEARS) == days
    assert YEARS.windows(due.date())[-1][1] == due


@settings(max_examples=150, deadline=None)
@given(moments, moments, st.integers(1, 40))
def test_filing_later_is_never_due_earlier(one: datetime, other: datetime, amount: int) -> None:
    early, late = sorted((one, other))
    for unit in SlaUnit:
        assert due_at(amount, unit, early, YEARS) <= due_at(amount, unit, late, YEARS)


@settings(max_examples=150, deadline=None)
@given(moments)
def test_the_next_opening_is_open_and_stays(moment: datetime) -> None:
    opening = next_opening(moment, YEARS)
    assert opening >= moment
    assert is_open(opening, YEARS)
    assert next_opening(opening, YEARS) == opening
    assert open_time(moment, opening, YEARS) == timedelta(0)
