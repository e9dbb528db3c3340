"""Say when the offices are open: weeks, seasons and holidays, each change a revision with its reason.

What writes takes an open connection or session, for the administrator's command works on the owner's
connection and his screen on his own login; the database asks for the reason and makes the revision.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from sqlalchemy import Connection, CursorResult, text
from sqlalchemy.orm import Session

from workstation.desk import Desk
from workstation.errors import BadFields, NotAllowed
from workstation.vocabulary import HolidaySource, Role, RuleKind
from workstation.worktime import DAY, RAMADAN_WEEK, Week, as_pairs, calendar_for

Open = Connection | Session
FIRST_YEAR, LAST_YEAR = 1900, 2200
YEARS_AHEAD = 10
"""So far ahead holidays are imported when an office is set up: no promise reaches further."""

_IDULFITRI = "Hari Raya Idul Fitri"
_RAMADAN = timedelta(days=30)


def years_around(day: date) -> range:
    """Return the years that an office set up on this day needs holidays of."""
    return range(day.year - 1, day.year + YEARS_AHEAD + 1)


def import_years(connection: Open, years: Iterable[int], why: str = "") -> None:
    """Write the package's public holidays and cuti bersama of these years, and Ramadan as an estimate.

    What the office or a decree said of a day stays. A day that the package has moved since goes. Ramadan is
    taken as the thirty days before Idulfitri, `estimated` until the administrator confirms it. BadFields for a year
    that the package knows nothing of.
    """
    from holidays.version import __version__

    wanted = sorted(set(years))
    if not FIRST_YEAR <= wanted[0] <= wanted[-1] <= LAST_YEAR:
        raise BadFields({"year": f"Tahun harus antara {FIRST_YEAR} dan {LAST_YEAR}."})
    package = f"holidays {__version__}: {wanted[0]}-{wanted[-1]}"
    _say_why(connection, f"{why} ({package})" if why else package)
    # one year more: Ramadan of a December ends with the Idulfitri of the January after it
    found = calendar_for((*wanted, wanted[-1] + 1))
    days = {day: name for day, name in found.holidays.items() if day.year in wanted}
    if unknown := set(wanted) - {day.year for day in days}:
        raise BadFields({"year": f"Paket holidays tidak mengenal hari libur tahun {min(unknown)}."})
    connection.execute(
        text(
            "DELETE FROM loket.holiday WHERE source = 'package' AND extract(year FROM day) = ANY(:years)"
            " AND NOT day = ANY(:days)"
        ),
        {"years": wanted, "days": list(days)},
    )
    connection.execute(
        text(
            "INSERT INTO loket.holiday AS h (day, name, source, estimated)"
            " SELECT day, name, 'package', estimated FROM unnest(CAST(:days AS date[]), CAST(:names AS text[]),"
            " CAST(:estimated AS boolean[])) AS p (day, name, estimated)"
            " ON CONFLICT (day) DO UPDATE SET name = excluded.name, estimated = excluded.estimated"
            " WHERE h.source = 'package'"
        ),
        {
            "days": list(days),
            "names": [name.replace(" (perkiraan)", "") for name in days.values()],
            "estimated": [day in found.estimated for day in days],
        },
    )
    fasts = [(first, last) for first, last in _fasts(found.holidays) if {first.year, last.year} & set(wanted)]
    connection.execute(
        text(
            "DELETE FROM loket.season WHERE estimated AND service_point_id IS NULL AND type_code IS NULL"
            " AND extract(year FROM first_day) = ANY(:years) AND NOT first_day = ANY(:days)"
        ),
        {"years": wanted, "days": [first for first, _ in fasts]},
    )
    for first, last in fasts:
        connection.execute(
            text(
                "INSERT INTO loket.season (name, first_day, last_day, hours, estimated)"
                " SELECT 'Ramadan', :first, :last, CAST(:hours AS jsonb), true WHERE NOT EXISTS"
                " (SELECT FROM loket.season WHERE service_point_id IS NULL AND type_code IS NULL"
                " AND first_day <= :last AND last_day >= :first)"
            ),
            {"first": first, "last": last, "hours": as_json(RAMADAN_WEEK)},
        )


def set_week(
    connection: Open,
    hours: Week,
    valid_from: date,
    why: str,
    *,
    point: str | None = None,
    type_code: str | None = None,
) -> None:
    """Open in these hours from a day on: all points or the one with this code, all types or one."""
    _say_why(connection, why)
    connection.execute(
        text(
            "INSERT INTO loket.work_week AS w (service_point_id, type_code, valid_from, hours)"
            " VALUES ((SELECT id FROM loket.service_point WHERE code = :point), :type, :first, CAST(:hours AS jsonb))"
            " ON CONFLICT ON CONSTRAINT uq_work_week_service_point_id_type_code_valid_from"
            " DO UPDATE SET hours = excluded.hours"
        ),
        {"point": point, "type": type_code, "first": valid_from, "hours": as_json(hours)},
    )


def _fasts(holidays: Mapping[date, str]) -> list[tuple[date, date]]:
    """Return the first and last day of the Ramadan before each Idulfitri."""
    return [
        (day - _RAMADAN, day - DAY)
        for day, name in holidays.items()
        if any(part.strip().startswith(_IDULFITRI) for part in name.split(";"))
    ]


def _say_why(connection: Open, why: str) -> None:
    connection.execute(text("SELECT set_config('loket.reason', :why, true)"), {"why": why})


def as_json(hours: Week) -> str:
    """Return a week as the text of the database's column."""
    return json.dumps(as_pairs(hours))


@dataclass(frozen=True, slots=True)
class HolidayChange:
    """A day off, or with `is_open` a day on which the office works after all; confirms an estimated day."""

    day: date
    name: str
    is_open: bool = False
    source: HolidaySource = HolidaySource.LOCAL


@dataclass(frozen=True, slots=True)
class SeasonChange:
    """Days with hours of their own; `ident` names the row that is changed, None for a new one."""

    name: str
    first: date
    last: date
    hours: Week
    point: str | None = None
    type_code: str | None = None
    ident: int | None = None


@dataclass(frozen=True, slots=True)
class WeekChange:
    """Opening hours from a day on."""

    valid_from: date
    hours: Week
    point: str | None = None
    type_code: str | None = None


@dataclass(frozen=True, slots=True)
class Removal:
    """A rule taken back: a season, a week that has not begun, or the office's own word on a day."""

    kind: RuleKind
    ident: str


@dataclass(frozen=True, slots=True)
class YearImport:
    """The package's holidays of a year, written again."""

    year: int


Change = HolidayChange | SeasonChange | WeekChange | Removal | YearImport


@dataclass(frozen=True, slots=True)
class MovedPromise:
    """A running promise that a change would move, if somebody confirms it afterwards."""

    id: int
    point: str
    number: str
    due_at: datetime
    would_be: datetime


def change(desk: Desk, wanted: Change, why: str) -> None:
    """Change the calendar; ReasonNeeded, BadFields or ChangedByOther come from the database."""
    desk.require(Role.ADMIN)
    with desk.begin() as session:
        _write(session, wanted, why)


def preview(desk: Desk, wanted: Change) -> tuple[MovedPromise, ...]:
    """List the running promises of all points that the change would move; nothing is changed."""
    desk.require(Role.ADMIN)
    with desk.begin() as session:
        _write(session, wanted, "pratinjau")
        found = session.execute(
            text("SELECT application_id, point, number, due_at, would_be FROM loket.changed_promises()")
        ).all()
        session.rollback()
        return tuple(MovedPromise(*row) for row in found)


def _write(session: Session, wanted: Change, why: str) -> None:
    match wanted:
        case HolidayChange():
            _say_why(session, why)
            _set_holiday(session, wanted)
        case SeasonChange():
            _say_why(session, why)
            _set_season(session, wanted)
        case WeekChange(valid_from, hours, point, type_code):
            set_week(session, hours, valid_from, why, point=point, type_code=type_code)
        case Removal():
            _say_why(session, why)
            _remove(session, wanted, why)
        case YearImport(year):
            import_years(session, [year], why)


def _set_holiday(session: Session, wanted: HolidayChange) -> None:
    session.execute(
        text(
            "INSERT INTO loket.holiday (day, name, is_open, source) VALUES (:day, :name, :open, :source)"
            " ON CONFLICT (day) DO UPDATE SET name = excluded.name, is_open = excluded.is_open,"
            " source = excluded.source, estimated = false"
        ),
        {"day": wanted.day, "name": wanted.name, "open": wanted.is_open, "source": wanted.source.value},
    )


def _set_season(session: Session, wanted: SeasonChange) -> None:
    values = {
        "name": wanted.name,
        "first": wanted.first,
        "last": wanted.last,
        "hours": as_json(wanted.hours),
    }
    if wanted.ident is not None:
        session.execute(
            text(
                "UPDATE loket.season SET name = :name, first_day = :first, last_day = :last,"
                " hours = CAST(:hours AS jsonb), estimated = false WHERE id = :id"
            ),
            values | {"id": wanted.ident},
        )
        return
    session.execute(
        text(
            "INSERT INTO loket.season (service_point_id, type_code, name, first_day, last_day, hours) VALUES"
            " ((SELECT id FROM loket.service_point WHERE code = :point), :type, :name, :first, :last,"
            " CAST(:hours AS jsonb))"
        ),
        values | {"point": wanted.point, "type": wanted.type_code},
    )


def _remove(session: Session, wanted: Removal, why: str) -> None:
    """Take a rule back; the package has its word on a holiday again."""
    if wanted.kind is RuleKind.SEASON:
        statement, value = "DELETE FROM loket.season WHERE id = :it", int(wanted.ident)
    elif wanted.kind is RuleKind.WEEK:
        statement, value = "DELETE FROM loket.work_week WHERE id = :it", int(wanted.ident)
    else:
        day = date.fromisoformat(wanted.ident)
        gone = session.execute(
            text("DELETE FROM loket.holiday WHERE day = :it AND source <> 'package'"), {"it": day}
        )
        if not cast("CursorResult[Any]", gone).rowcount:
            raise NotAllowed("remove")
        import_years(session, [day.year], why)
        return
    if not cast("CursorResult[Any]", session.execute(text(statement), {"it": value})).rowcount:
        raise NotAllowed("remove")
