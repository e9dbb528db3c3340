"""Opening hours, holidays and the promise to the citizen: pure arithmetic on a given calendar.

All moments are aware and come back in WIB, which knows no summer time: a fixed offset needs no tz data.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum

WIB = timezone(timedelta(hours=7), "WIB")
DAY = timedelta(days=1)
MOST_DAYS = 4200  # twelve years without an open day: no promise ever falls due
Window = tuple[time, time]
Week = tuple[tuple[Window, ...], ...]
Span = tuple[datetime, datetime]


class SlaUnit(StrEnum):
    """How the promised time is counted: open hours, working days, or hours that run day and night."""

    HOURS = "hours"
    WORKING_DAYS = "working_days"
    CLOCK_HOURS = "clock_hours"


def window(text: str) -> Window:
    """'07.30-12.00' as a pair of times; ValueError when it is not one or ends before it starts."""
    start, end = (time.fromisoformat(part.strip().replace(".", ":")) for part in text.split("-"))
    if end <= start:
        raise ValueError(text)
    return start, end


def week(*days: str) -> Week:
    """Seven texts from Monday on, windows parted by commas, '' when closed."""
    if len(days) != 7:
        raise ValueError(days)
    return tuple(tuple(window(part) for part in day.split(",") if part.strip()) for day in days)


def as_pairs(hours: Week) -> list[list[list[str]]]:
    """Return a week as the database keeps it: seven lists of ["07:30", "12:00"] pairs."""
    return [[[f"{a:%H:%M}", f"{b:%H:%M}"] for a, b in windows] for windows in hours]


def from_pairs(pairs: Sequence[Sequence[Sequence[str]]]) -> Week:
    """Read what `as_pairs` wrote."""
    return tuple(tuple((time.fromisoformat(a), time.fromisoformat(b)) for a, b in day) for day in pairs)


def as_texts(hours: Week) -> tuple[str, ...]:
    """Return a week as `week` reads it: '07.30-12.00, 13.00-16.00' for each day, '' when closed."""
    return tuple(", ".join(f"{a:%H.%M}-{b:%H.%M}" for a, b in windows) for windows in hours)


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

# Perpres 21/2023: 37.5 hours a week from 07.30; in Ramadan 32.5 hours from 08.00
_DAILY, _FRIDAY = "07.30-12.00, 13.00-16.00", "07.30-11.30, 13.00-16.30"
OFFICE_WEEK = week(_DAILY, _DAILY, _DAILY, _DAILY, _FRIDAY, "", "")
_FASTING, _FASTING_FRIDAY = "08.00-12.00, 12.30-15.00", "08.00-11.30, 12.30-15.30"
RAMADAN_WEEK = week(_FASTING, _FASTING, _FASTING, _FASTING, _FASTING_FRIDAY, "", "")


@dataclass(frozen=True, slots=True)
class Season:
    """Days with hours of their own (Ramadan), both ends included."""

    first: date
    last: date
    week: Week


@dataclass(frozen=True, slots=True)
class Calendar:
    """When one unit is open. `version` names the holiday table that a due date was computed with.

    `estimated` holds the holidays that no decree has confirmed yet. ValueError when the week never opens,
    or its windows overlap: then no due date could be found.
    """

    week: Week = OFFICE_WEEK
    seasons: tuple[Season, ...] = ()
    holidays: Mapping[date, str] = field(default_factory=dict)
    version: str = "tanpa hari libur"
    estimated: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        for hours in (self.week, *(season.week for season in self.seasons)):
            for windows in hours:
                edges = [edge for pair in windows for edge in pair]
                if edges != sorted(set(edges)):
                    raise ValueError(windows)
        if len(self.week) != 7 or not any(self.week):
            raise ValueError(self.week)

    def windows(self, day: date) -> tuple[Span, ...]:
        """The open spans of one day, none on holidays."""
        if day in self.holidays:
            return ()
        return tuple(
            (datetime.combine(day, start, WIB), datetime.combine(day, end, WIB))
            for start, end in self.week_of(day)[day.weekday()]
        )

    def week_of(self, day: date) -> Week:
        """The hours in force on that day, whether or not it is a holiday."""
        return next((season.week for season in self.seasons if season.first <= day <= season.last), self.week)


def _open_days(day: date, calendar: Calendar) -> Iterator[tuple[date, tuple[Span, ...]]]:
    """Days from this one on that have windows, without end; CalendarMissing when no more come for MOST_DAYS."""
    idle = 0
    while idle < MOST_DAYS:
        windows = calendar.windows(day)
        idle = 0 if windows else idle + 1
        if windows:
            yield day, windows
        day += DAY
    from workstation.errors import CalendarMissing  # the first window needs the zone alone

    raise CalendarMissing(day.year)


def _spans_from(at: datetime, calendar: Calendar) -> Iterator[Span]:
    """Open spans that end after `at`."""
    for _, windows in _open_days(at.astimezone(WIB).date(), calendar):
        for start, end in windows:
            if end > at:
                yield max(start, at.astimezone(WIB)), end


def is_working_day(day: date, calendar: Calendar) -> bool:
    """Whether the unit opens at all on that day."""
    return bool(calendar.windows(day))


def is_open(at: datetime, calendar: Calendar) -> bool:
    """Whether the unit is open at that moment; the closing minute itself is closed."""
    return any(start <= at < end for start, end in calendar.windows(at.astimezone(WIB).date()))


def next_opening(at: datetime, calendar: Calendar) -> datetime:
    """The first open moment not before `at`: `at` itself when open."""
    return next(_spans_from(at, calendar))[0]


def due_after_hours(start: datetime, hours: float, calendar: Calendar) -> datetime:
    """The moment when `hours` of open time have run since `start`; a start outside waits for the opening."""
    return _after_open_time(start, timedelta(hours=hours), calendar)


def _after_open_time(start: datetime, left: timedelta, calendar: Calendar) -> datetime:
    for opened, closed in _spans_from(start, calendar):
        if closed - opened >= left:
            return opened + left
        left -= closed - opened
    raise AssertionError("an endless run of spans ended")


def due_after_working_days(start: datetime, days: int, calendar: Calendar) -> datetime:
    """The closing of the n-th working day; the day of `start` is day 0. With 0: the next closing to come."""
    today = start.astimezone(WIB).date()
    for day, windows in _open_days(today, calendar):
        if windows[-1][1] > start and (day > today or days <= 0):
            days -= 1
            if days <= 0:
                return windows[-1][1]
    raise AssertionError("an endless run of days ended")


def due_clock(start: datetime, hours: float) -> datetime:
    """`hours` later, day and night."""
    return start.astimezone(WIB) + timedelta(hours=hours)


def due_at(amount: int, unit: SlaUnit, start: datetime, calendar: Calendar) -> datetime:
    """When the promise of a permit type ends, counted from 'dinyatakan lengkap'."""
    match unit:
        case SlaUnit.HOURS:
            return due_after_hours(start, amount, calendar)
        case SlaUnit.WORKING_DAYS:
            return due_after_working_days(start, amount, calendar)
        case SlaUnit.CLOCK_HOURS:
            return due_clock(start, amount)


def due_after_pause(
    unit: SlaUnit, due: datetime, paused: datetime, resumed: datetime, calendar: Calendar
) -> datetime:
    """The due moment after a wait for somebody outside: what was left at `paused` runs on from `resumed`.

    A promise that was already broken at `paused` stays as it was.
    """
    if paused >= due:
        return due
    if unit is SlaUnit.CLOCK_HOURS:
        return due + (resumed - paused)
    if unit is SlaUnit.HOURS:
        return _after_open_time(resumed, open_time(paused, due, calendar), calendar)
    left = working_days_between(paused.astimezone(WIB).date(), due.astimezone(WIB).date(), calendar)
    return due_after_working_days(resumed, left, calendar)


def working_days_between(first: date, last: date, calendar: Calendar) -> int:
    """Working days after `first` up to and with `last`."""
    days = (first + DAY * number for number in range(1, (last - first).days + 1))
    return sum(is_working_day(day, calendar) for day in days)


def open_time(start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    """How long the unit is open between two moments; zero when `end` is not after `start`."""
    total = timedelta(0)
    if end <= start:
        return total
    for opened, closed in _spans_from(start, calendar):
        if opened >= end:
            break
        total += min(closed, end) - opened
    return total


def calendar_for(
    years: Iterable[int],
    overrides: Mapping[date, str | None] | None = None,
    *,
    revision: str = "",
) -> Calendar:
    """Public holidays and cuti bersama of Indonesia with the office's own table laid over them.

    `overrides`: a name makes a day a holiday and confirms it, None makes it a working day. `revision` names
    the state of that table and becomes part of the calendar's version. A year that is not among
    `years` has no holidays: give one more than the dates at hand.
    """
    # half a second that only this function needs
    from holidays import country_holidays
    from holidays.version import __version__

    found = country_holidays("ID", years=sorted(years), categories=("public", "government"), language="id")
    names: dict[date, str] = dict(found.items())
    estimated = {day for day, name in names.items() if "(perkiraan)" in name}
    for day, name in (overrides or {}).items():
        estimated.discard(day)
        if name is None:
            names.pop(day, None)
        else:
            names[day] = name
    version = f"holidays {__version__}" + (f" + {revision}" if revision else "")
    return Calendar(OFFICE_WEEK, (), names, version, frozenset(estimated))
