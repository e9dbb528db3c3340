"""Failures of protection, those first whose letters are not out."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from workstation.desk import Desk
from workstation.models.person import Breach


@dataclass(frozen=True, slots=True)
class BreachRow:
    """One breach; `source` is the login, or empty when it is about one case."""

    id: int
    login: str
    application_id: int | None
    from_at: datetime
    to_at: datetime
    found_at: datetime
    due_at: datetime
    what: str
    measures: str
    officer: str
    subjects_told_at: datetime | None
    authority_told_at: datetime | None


@dataclass(frozen=True, slots=True)
class BreachList:
    """All breaches at the office's moment `at`: those not yet told first, by the time that is left."""

    at: datetime
    rows: tuple[BreachRow, ...]


def breaches(desk: Desk) -> BreachList:
    """List the breaches of the whole city."""
    question = select(
        Breach.id,
        func.coalesce(Breach.login, ""),
        Breach.application_id,
        Breach.from_at,
        Breach.to_at,
        Breach.found_at,
        Breach.due_at,
        Breach.what,
        Breach.measures,
        func.coalesce(func.loket.officer_name(Breach.entered_by), ""),
        Breach.subjects_told_at,
        Breach.authority_told_at,
    ).order_by(Breach.subjects_told_at.is_not(None) & Breach.authority_told_at.is_not(None), Breach.due_at)
    with desk.read() as session:
        at: datetime = session.scalars(select(func.loket.moment())).one()
        return BreachList(at, tuple(BreachRow(*row) for row in session.execute(question)))
