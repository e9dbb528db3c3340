"""Say when the offices are open: weeks, seasons and holidays, each change a revision with its reason.

Everything here takes an open connection or session, for the administrator's command works on the owner's
connection and his screen on his own login; the database asks for the reason and makes the revision.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from workstation.worktime import DAY, RAMADAN_WEEK, Week, as_pairs, calendar_for

Open = Connection | Session
YEARS_AHEAD = 10
"""So far ahead holidays are imported when an office is set up: no promise reaches further."""

_IDULFITRI = "Hari Raya Idul Fitri"
_RAMADAN = timedelta(days=30)


def years_around(day: date) -> range:
    """Return the years that an office set up on this day needs holidays of."""
    return range(day.year - 1, day.year + YEARS_AHEAD + 1)


def import_years(connection: Open, years: Iterable[int]) -> None:
    """Write the package's public holidays and cuti bersama of these years, and Ramadan as an estimate.

    What the office or a decree said of a day stays. A day that the package has moved since goes. Ramadan is
    taken as the thirty days before Idulfitri, `estimated` until the administrator confirms it.
    """
    from holidays.version import __version__

    wanted = sorted(set(years))
    _say_why(connection, f"holidays {__version__}: {wanted[0]}-{wanted[-1]}")
    # one year more: Ramadan of a December ends with the Idulfitri of the January after it
    found = calendar_for((*wanted, wanted[-1] + 1))
    days = {day: name for day, name in found.holidays.items() if day.year in wanted}
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
