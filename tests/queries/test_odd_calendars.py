"""Calendars that nobody expects: the database and `worktime` count the same on them, or both say why they cannot."""

import json
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from tests.make import Office
from workstation import worktime
from workstation.errors import BadFields, CalendarMissing, Refusal
from workstation.queries.calendar import calendar_of
from workstation.ui.calendar import asking
from workstation.usecases import scheduling
from workstation.usecases.scheduling import HolidayChange, Removal, SeasonChange, WeekChange, YearImport
from workstation.vocabulary import RuleKind
from workstation.worktime import OFFICE_WEEK, RAMADAN_WEEK, WIB, Calendar, SlaUnit, Week, week

MORNINGS = week(*("08.00-12.00",) * 5, "", "")
AROUND_THE_CLOCK = week(*("00.00-23.59",) * 7)
NIGHTS = week(*("00.00-06.00, 22.00-23.59",) * 7)
MONDAYS = week("08.00-12.00", "", "", "", "", "", "")


def at(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=WIB)


def change(office: Office, *wanted: Any) -> None:
    for one in wanted:
        scheduling.change(office.desk("admin"), one, "uji kalender")


def calendar(office: Office, point: str = "MPP") -> Calendar:
    with office.desk("admin").read() as session:
        return calendar_of(session, office.id_of("service_point", "code", point), None)


def due(office: Office, amount: int, unit: SlaUnit, start: datetime, point: str = "MPP") -> datetime:
    """What the database promises; `worktime` must say the same."""
    with office.desk("admin").read() as session:
        told: datetime = session.scalar(
            text("SELECT loket.due_at(:amount, :unit, :start, :point, NULL)"),
            {
                "amount": amount,
                "unit": unit,
                "start": start,
                "point": office.id_of("service_point", "code", point),
            },
        )
    assert told == worktime.due_at(amount, unit, start, calendar(office, point))
    return told.astimezone(WIB)


HOURS, DAYS = SlaUnit.HOURS, SlaUnit.WORKING_DAYS


def test_a_ramadan_over_the_new_year_is_one_season_and_two_of_one_year_are_two(office: Office) -> None:
    """In 2030 Ramadan begins twice, on 5 January and on 26 December (as the package estimates it)."""
    change(office, YearImport(2030), YearImport(2031), YearImport(2030))
    fasts = office.rows(
        "SELECT first_day, last_day FROM loket.season WHERE last_day BETWEEN '2030-01-01' AND '2031-12-01'"
    )
    assert sorted((row.first_day.year, row.last_day.year) for row in fasts) == [(2030, 2030), (2030, 2031)]
    assert due(office, 5, HOURS, at("2030-12-30T09:00")) == at("2030-12-30T14:30")
    assert due(office, 5, HOURS, at("2030-12-31T14:00")) > at("2031-01-02T11:00")


def test_of_overlapping_seasons_the_own_point_counts_first_then_the_younger(office: Office) -> None:
    first, last = date(2026, 11, 23), date(2026, 11, 27)
    change(
        office,
        SeasonChange("Pandemi", first, last, week(*("09.00-10.00",) * 5, "", "")),
        SeasonChange("Renovasi", first + timedelta(days=2), last, week(*("10.00-11.00",) * 5, "", "")),
        SeasonChange("Pindah", last, last, MORNINGS, point="MPP"),
    )
    assert due(office, 1, HOURS, at("2026-11-24T00:00")) == at("2026-11-24T10:00")
    assert due(office, 1, HOURS, at("2026-11-25T00:00")) == at("2026-11-25T11:00")
    assert due(office, 1, HOURS, at("2026-11-27T00:00")) == at("2026-11-27T09:00")
    assert due(office, 1, HOURS, at("2026-11-27T00:00"), "GAMBIR") == at("2026-11-27T11:00")


def test_a_holiday_on_a_sunday_moves_nothing_and_one_taken_twice_keeps_its_last_name(office: Office) -> None:
    before = due(office, 3, DAYS, at("2026-11-20T10:00"))
    sunday = date(2026, 11, 22)
    change(office, HolidayChange(sunday, "Hari Minggu"), HolidayChange(sunday, "Hari lain"))
    assert due(office, 3, DAYS, at("2026-11-20T10:00")) == before
    assert office.rows("SELECT name FROM loket.holiday WHERE day = '2026-11-22'") == [("Hari lain",)]
    revision = office.rows("SELECT first_day FROM loket.calendar_revision ORDER BY number DESC LIMIT 1")[0]
    assert revision.first_day is None, "another name moves no promise"


def test_half_days_end_at_noon(office: Office) -> None:
    change(office, WeekChange(date(2026, 11, 23), MORNINGS, "MPP"))
    assert due(office, 5, HOURS, at("2026-11-23T08:00")) == at("2026-11-24T09:00")
    assert due(office, 1, DAYS, at("2026-11-23T13:00")) == at("2026-11-24T12:00")
    assert due(office, 0, DAYS, at("2026-11-23T12:00")) == at("2026-11-24T12:00")


@pytest.mark.parametrize(
    ("hours", "four_hours"), [(AROUND_THE_CLOCK, "2026-11-24T02:01"), (NIGHTS, "2026-11-24T02:01")]
)
def test_open_over_midnight_is_two_windows_and_counts_through(
    office: Office, hours: Week, four_hours: str
) -> None:
    change(office, WeekChange(date(2026, 11, 23), hours, "MPP"))
    assert due(office, 4, HOURS, at("2026-11-23T22:00")) == at(four_hours)
    assert due(office, 1, DAYS, at("2026-11-23T23:59")) == at("2026-11-24T23:59")


@pytest.mark.parametrize(
    "day",
    [
        "22.00-06.00",  # over midnight
        "16.00-07.30",  # closes before it opens
        "08.00-08.00",
        "00.00-24.00",
        "08.00-23.59.60",  # a leap second
        "08.00-25.00",
        "07.30-12.00, 11.00-16.00",  # a break that is none
        "13.00-16.00, 07.30-12.00",
        "07.30-12.00, 12.00-16.00",
        "8-12",
        "08.00",
        "08.00-12.00-16.00",
        "pagi",
    ],
)
def test_hours_that_are_none_are_refused_on_the_form_and_by_the_database(office: Office, day: str) -> None:
    assert asking.faults(RuleKind.WEEK, {"first": "2026-12-01", "day0": day}, ())["day0"]
    pairs = [[part.strip().replace(".", ":") for part in span.split("-")] for span in day.split(",")]
    with pytest.raises(BadFields), office.desk("admin").begin("uji kalender") as session:
        session.execute(
            text(
                "INSERT INTO loket.work_week (valid_from, hours) VALUES ('2026-12-01', CAST(:hours AS jsonb))"
            ),
            {"hours": json.dumps([pairs, *[[]] * 6])},
        )


def test_a_week_or_a_season_that_never_opens_is_refused(office: Office) -> None:
    never: Week = ((),) * 7
    with pytest.raises(ValueError, match=r"\(\)"):
        Calendar(never)
    for wanted in (
        WeekChange(date(2026, 12, 1), never),
        SeasonChange("Tutup", date(2026, 12, 1), date(2026, 12, 5), never),
    ):
        with pytest.raises(BadFields):
            change(office, wanted)


def test_a_promise_that_can_never_fall_due_is_refused_and_nobody_waits_for_it(office: Office) -> None:
    """Open on Mondays alone, and every Monday is off."""
    mondays = [date(2026, 11, 23) + timedelta(weeks=n) for n in range(620)]
    change(office, WeekChange(date(2026, 11, 23), MONDAYS, "MPP"))
    with office.owner.begin() as connection:
        connection.execute(text("SELECT set_config('loket.reason', 'uji', true)"))
        connection.execute(text("DELETE FROM loket.season"))  # Ramadan opens on other days too
        connection.execute(
            text("INSERT INTO loket.holiday (day, name) SELECT d, 'libur' FROM unnest(CAST(:days AS date[])) d"
                 " UNION SELECT make_date(y, 1, 1), 'Tahun Baru' FROM generate_series(2038, 2040) y"
                 " ON CONFLICT (day) DO NOTHING"),
            {"days": mondays},
        )  # fmt: skip
    for unit in (HOURS, DAYS):
        with pytest.raises(CalendarMissing):
            due(office, 1, unit, at("2026-11-23T08:00"))
        with pytest.raises(CalendarMissing):
            worktime.due_at(
                1, unit, at("2026-11-23T08:00"), Calendar(MONDAYS, (), dict.fromkeys(mondays, "libur"))
            )


def test_joint_leave_withdrawn_later_is_offered_and_moves_no_promise_by_itself(office: Office) -> None:
    leave = office.ask(
        "SELECT min(day) FROM loket.holiday WHERE source = 'package' AND day > loket.local_day(loket.moment())"
        " AND extract(isodow FROM day) < 6"
    )
    case = office.submitted()
    office.complete(case)
    office.run("ALTER TABLE loket.application DISABLE TRIGGER USER")
    last = datetime.combine(leave + timedelta(days=5), time(16), WIB)
    office.run("UPDATE loket.application SET complete_at = :d, due_at = loket.due_at(5, 'hours', :d, service_point_id,"
               " type_code) WHERE id = :i", d=datetime.combine(leave, time(6), WIB), i=case)  # fmt: skip
    promised = office.ask("SELECT due_at FROM loket.application WHERE id = :i", i=case)
    withdrawn = HolidayChange(leave, "Cuti bersama dicabut", is_open=True)
    (moved,) = scheduling.preview(office.desk("admin"), withdrawn)
    assert moved.would_be < moved.due_at == promised <= last
    change(office, withdrawn)
    assert office.ask("SELECT due_at FROM loket.application WHERE id = :i", i=case) == promised
    change(office, Removal(RuleKind.HOLIDAY, leave.isoformat()))
    assert scheduling.preview(office.desk("admin"), withdrawn)[0].would_be == moved.would_be


def test_fifty_holidays_in_a_row_are_waited_for(office: Office) -> None:
    first = date(2027, 2, 1)
    office.run(
        "SELECT set_config('loket.reason', 'wabah', true); INSERT INTO loket.holiday (day, name)"
        " SELECT CAST(:first AS date) + n, 'Wabah' FROM generate_series(0, 49) n ON CONFLICT (day) DO NOTHING",
        first=first,
    )
    assert due(office, 1, DAYS, at("2027-01-31T10:00")).date() >= first + timedelta(days=50)
    assert due(office, 5, HOURS, at("2027-01-29T15:00")).date() >= first + timedelta(days=50)


def test_a_year_with_one_day_of_the_offices_own_has_still_not_been_imported(office: Office) -> None:
    change(office, HolidayChange(date(2060, 6, 1), "Hari Lahir Pancasila"))
    for start in ("2060-03-01T10:00", "2061-03-01T10:00"):
        with pytest.raises(CalendarMissing):
            due(office, 1, DAYS, at(start))
    change(office, YearImport(2060))
    assert due(office, 1, DAYS, at("2060-05-31T10:00")).date() > date(2060, 6, 1)


@pytest.mark.parametrize("year", [-5, 0, 1800, 1944, 2200, 9999, 10_000])
def test_a_year_that_the_package_knows_nothing_of_is_refused_and_takes_no_day_away(
    office: Office, year: int
) -> None:
    before = office.ask("SELECT count(*) FROM loket.holiday")
    with pytest.raises(BadFields):
        change(office, YearImport(year))
    assert office.ask("SELECT count(*) FROM loket.holiday") == before


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO loket.holiday (day, name) VALUES ('infinity', 'x')",
        "INSERT INTO loket.holiday (day, name) VALUES ('0044-03-15 BC', 'x')",
        "INSERT INTO loket.holiday (day, name) VALUES ('9999-01-01', 'x')",
        "INSERT INTO loket.season (name, first_day, last_day, hours)"
        " SELECT 'x', '-infinity', '-infinity', hours FROM loket.work_week LIMIT 1",
        "INSERT INTO loket.season (name, first_day, last_day, hours)"
        " SELECT 'x', '2026-12-01', '2027-04-01', hours FROM loket.work_week LIMIT 1",
        "INSERT INTO loket.season (name, first_day, last_day, hours)"
        " SELECT 'x', '2026-12-05', '2026-12-01', hours FROM loket.work_week LIMIT 1",
        "INSERT INTO loket.work_week (valid_from, hours) SELECT '-infinity', hours FROM loket.work_week LIMIT 1",
    ],
)
def test_dates_that_are_none_to_anybody_but_the_server_are_refused_by_psql_too(
    office: Office, statement: str
) -> None:
    with pytest.raises(Refusal) as refused, office.desk("admin").begin("uji kalender") as session:
        session.execute(text(statement))
    assert isinstance(refused.value, BadFields)


def test_what_is_left_of_a_promise_is_told_also_after_twenty_years(office: Office) -> None:
    now, long_ago = at("2026-11-23T10:00"), at("2006-11-23T10:00")
    assert worktime.open_time(long_ago, now, Calendar(OFFICE_WEEK)) > timedelta(days=1000)
    assert sum(map(len, RAMADAN_WEEK)) == 10
