"""A paper is shown at a counter: was the same seal shown before?"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from workstation.desk import Desk


@dataclass(frozen=True, slots=True)
class ShownBefore:
    """How often in the last seven days, and when (aware, UTC) and at which point last."""

    times: int
    at: datetime
    point: str


def note_showing(desk: Desk, serial: int) -> ShownBefore | None:
    """Note that this seal was shown here; returns the showings before, None when there are none.

    The same officer looking again within two minutes is no other showing. Nobody reads the list itself.
    """
    with desk.begin() as session:
        row = session.execute(
            text("SELECT * FROM loket.note_showing(CAST(:serial AS bigint))"), {"serial": serial}
        ).one()
        return ShownBefore(row.times, row.last_at, row.last_point) if row.times else None
