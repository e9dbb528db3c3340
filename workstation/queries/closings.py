"""The closed days of this service point, the latest first."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from workstation.desk import Desk
from workstation.models.law import Closing
from workstation.models.visit import Visit, inside_of

MOST_ROWS = 400


@dataclass(frozen=True, slots=True)
class ClosingRow:
    """One closed day; `id` is the day. Sealed by the back room, then a sheet is kept."""

    id: date
    seq: int
    hash: str
    officer: str
    closed_at: datetime
    is_mine: bool
    is_sealed: bool
    has_sheet: bool
    totals: dict[str, Any] = field(hash=False)


@dataclass(frozen=True, slots=True)
class ClosingFacts:
    """The closed days, what today is, and how many people are still in the hall."""

    today: date
    inside: int
    rows: tuple[ClosingRow, ...]

    @property
    def of_today(self) -> ClosingRow | None:
        """Give today's closing."""
        return self.rows[0] if self.rows and self.rows[0].id == self.today else None


def closings(desk: Desk) -> ClosingFacts:
    """List at most MOST_ROWS closed days of the desk's point."""
    with desk.read() as session:
        today: date = session.scalars(select(func.loket.local_day(func.loket.moment()))).one()
        inside = session.scalar(select(func.count()).select_from(Visit).where(inside_of(desk.point.id))) or 0
        rows = session.execute(
            select(Closing, func.loket.officer_name(Closing.closed_by).label("officer"))
            .where(Closing.service_point_id == desk.point.id)
            .order_by(Closing.day.desc())
            .limit(MOST_ROWS)
        ).all()
        return ClosingFacts(
            today,
            inside,
            tuple(
                ClosingRow(
                    id=row.Closing.day,
                    seq=row.Closing.seq,
                    hash=row.Closing.hash,
                    officer=row.officer or "",
                    closed_at=row.Closing.closed_at,
                    is_mine=row.Closing.closed_by == desk.officer.id,
                    is_sealed=row.Closing.seal is not None,
                    has_sheet=row.Closing.pdf_sha256 is not None,
                    totals=row.Closing.totals,
                )
                for row in rows
            ),
        )
