"""The office's calendar as the database keeps it: for arithmetic on the screen, and to be looked at."""

from datetime import date
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from workstation.models.calendar import Holiday, WorkWeek
from workstation.models.calendar import Season as SeasonRow
from workstation.worktime import Calendar, Season, from_pairs


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
