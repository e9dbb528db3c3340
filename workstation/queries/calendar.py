"""The office's calendar as the database keeps it: for arithmetic on the screen, and to be looked at."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from workstation.desk import Desk
from workstation.models.calendar import CalendarRevision, Holiday, WorkWeek
from workstation.models.calendar import Season as SeasonRow
from workstation.models.catalogue import PermitType
from workstation.models.officer import Officer
from workstation.models.place import ServicePoint
from workstation.vocabulary import DayKind, HolidaySource, RuleKind
from workstation.worktime import DAY, Calendar, Season, as_texts, from_pairs

LAST_REVISIONS = 50


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One line of the calendar; `ident` is the row's id, or the day of a holiday as ISO text.

    `hours` are seven texts from Monday on, none for a holiday. `point` and `type_code` are codes, "" for all.
    """

    id: str
    kind: RuleKind
    ident: str
    first: date
    last: date | None
    name: str
    point: str
    type_code: str
    hours: tuple[str, ...]
    source: HolidaySource | None
    estimated: bool


@dataclass(frozen=True, slots=True)
class DayFact:
    """What one day is for the officer's own service point, and why."""

    day: date
    kind: DayKind
    note: str
    estimated: bool


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """One change of the calendar: `changes` counts rows by table."""

    id: int
    at: datetime
    who: str
    reason: str
    changes: dict[str, int]


@dataclass(frozen=True, slots=True)
class CalendarFacts:
    """A year of the calendar as one screen shows it; `points` and `types` are pairs of code and name."""

    year: int
    today: date
    revision: str
    days: tuple[DayFact, ...]
    rules: tuple[RuleRow, ...]
    revisions: tuple[RevisionRow, ...]
    points: tuple[tuple[str, str], ...]
    types: tuple[tuple[str, str], ...]


def calendar_facts(desk: Desk, year: int | None = None) -> CalendarFacts:
    """Show a year (this one by default) of the officer's own point, every rule of it, and the last revisions."""
    with desk.read() as session:
        today: date = session.scalars(select(func.loket.local_day(func.loket.moment()))).one()
        wanted = year or today.year
        calendar = calendar_of(session, desk.point.id)
        points = {row.id: row for row in session.scalars(select(ServicePoint).order_by(ServicePoint.code))}
        types = session.execute(select(PermitType.code, PermitType.title).order_by(PermitType.title)).all()
        return CalendarFacts(
            wanted,
            today,
            calendar.version,
            tuple(_day_fact(date(wanted, 1, 1) + DAY * n, calendar) for n in range(_days_in(wanted))),
            (*_hours(session, wanted, points), *_holidays(session, wanted)),
            _revisions(session),
            tuple((point.code, point.name) for point in points.values()),
            tuple((code, title) for code, title in types),
        )


def _days_in(year: int) -> int:
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days


def _day_fact(day: date, calendar: Calendar) -> DayFact:
    if day in calendar.holidays:
        return DayFact(day, DayKind.HOLIDAY, calendar.holidays[day], day in calendar.estimated)
    if not calendar.windows(day):
        return DayFact(day, DayKind.CLOSED, "", False)
    season = next((s for s in calendar.seasons if s.last < date.max and s.first <= day <= s.last), None)
    hours = as_texts(season.week if season else calendar.week_of(day))[day.weekday()]
    return DayFact(day, DayKind.SEASON if season else DayKind.OPEN, hours, False)


def _holidays(session: Session, year: int) -> list[RuleRow]:
    found = session.scalars(
        select(Holiday).where(Holiday.day.between(date(year, 1, 1), date(year, 12, 31))).order_by(Holiday.day)
    )
    return [
        RuleRow(
            f"holiday {row.day}",
            RuleKind.OPEN_DAY if row.is_open else RuleKind.HOLIDAY,
            row.day.isoformat(),
            row.day,
            row.day,
            row.name,
            "",
            "",
            (),
            HolidaySource(row.source),
            row.estimated,
        )
        for row in found
    ]


def _hours(session: Session, year: int, points: dict[int, ServicePoint]) -> list[RuleRow]:
    def code(point_id: int | None) -> str:
        return points[point_id].code if point_id in points else ""

    seasons = session.scalars(
        select(SeasonRow)
        .where(SeasonRow.first_day <= date(year, 12, 31), SeasonRow.last_day >= date(year, 1, 1))
        .order_by(SeasonRow.first_day)
    )
    weeks = session.scalars(select(WorkWeek).order_by(WorkWeek.valid_from.desc(), WorkWeek.id))
    rows = [
        RuleRow(
            f"season {row.id}",
            RuleKind.SEASON,
            str(row.id),
            row.first_day,
            row.last_day,
            row.name,
            code(row.service_point_id),
            row.type_code or "",
            as_texts(from_pairs(row.hours)),
            None,
            row.estimated,
        )
        for row in seasons
    ]
    return rows + [
        RuleRow(
            f"week {row.id}",
            RuleKind.WEEK,
            str(row.id),
            row.valid_from,
            None,
            "",
            code(row.service_point_id),
            row.type_code or "",
            as_texts(from_pairs(row.hours)),
            None,
            False,
        )
        for row in weeks
    ]


def _revisions(session: Session) -> tuple[RevisionRow, ...]:
    found = session.execute(
        select(
            CalendarRevision.number,
            CalendarRevision.at,
            func.coalesce(Officer.name, CalendarRevision.login),
            CalendarRevision.reason,
            CalendarRevision.changes,
        )
        .outerjoin(Officer, Officer.id == CalendarRevision.officer_id)
        .order_by(CalendarRevision.number.desc())
        .limit(LAST_REVISIONS)
    )
    return tuple(RevisionRow(*row) for row in found)


def calendar_of(session: Session, point_id: int | None = None, type_code: str | None = None) -> Calendar:
    """Return the calendar of one point and type of permit, as `loket.open_windows` reads the same tables.

    A season goes before a week; then the own point before all points, the own type before all types, and the
    youngest row. `version` is the revision that a promise of this moment would name.
    """
    seasons = [
        Season(row.first_day, row.last_day, from_pairs(row.hours))
        for row in _ranked(session, SeasonRow, SeasonRow.first_day, point_id, type_code)
    ]
    weeks = [
        Season(row.valid_from, date.max, from_pairs(row.hours))
        for row in _ranked(session, WorkWeek, WorkWeek.valid_from, point_id, type_code)
    ]
    holidays = session.scalars(select(Holiday).where(~Holiday.is_open)).all()
    return Calendar(
        week=weeks.pop().week,  # the law's own, older than any other
        seasons=(*seasons, *weeks),
        holidays={row.day: row.name for row in holidays},
        version=str(session.scalar(text("SELECT loket.calendar_version(:point)"), {"point": point_id or 0})),
        estimated=frozenset(row.day for row in holidays if row.estimated),
    )


def _ranked(session: Session, table: Any, first: Any, point_id: int | None, type_code: str | None) -> Any:
    """Return the rows that concern this point and type, those that go before others first."""
    return session.scalars(
        select(table)
        .where(
            table.service_point_id.is_(None) | (table.service_point_id == point_id),
            table.type_code.is_(None) | (table.type_code == type_code),
        )
        .order_by(table.service_point_id.asc().nulls_last(), table.type_code.asc().nulls_last(), first.desc())
    )
