"""A failure of protection (UU 27/2022 art. 46): open it, see whom it reached, note who was told and when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import text

from workstation.desk import Desk
from workstation.vocabulary import Role


@dataclass(frozen=True, slots=True)
class NewBreach:
    """What leaked: all that `login` did from `from_at` until `to_at`, or the case `number`.

    `found_at` starts the 3 x 24 clock hours; `what` says how it happened, `measures` what was done about it.
    """

    from_at: datetime
    to_at: datetime
    found_at: datetime
    what: str
    measures: str
    login: str | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class ReachedRow:
    """One person whom a breach reached, with the address for his letter."""

    id: int
    name: str
    nik: str
    address: str
    phone: str
    email: str
    point: str
    things: tuple[str, ...]
    deeds: tuple[str, ...]
    first_at: datetime
    last_at: datetime


def open_breach(desk: Desk, breach: NewBreach) -> int:
    """Enter a breach and announce that its persons will be read; returns its id. NotAnOfficer, CaseNotFound."""
    desk.require(Role.MANAGER)
    with desk.begin("kegagalan perlindungan data") as session:
        return int(
            session.scalar(
                text(
                    "SELECT loket.open_breach(:login, :number, :from_at, :to_at, :found_at, :what, :measures)"
                ),
                {
                    "login": breach.login,
                    "number": breach.number,
                    "from_at": breach.from_at,
                    "to_at": breach.to_at,
                    "found_at": breach.found_at,
                    "what": breach.what,
                    "measures": breach.measures,
                },
            )
        )


def announce(desk: Desk, breach_id: int, purpose: str) -> None:
    """Announce that the persons of a breach are read again; holds for a quarter of an hour."""
    desk.require(Role.MANAGER)
    with desk.begin() as session:
        session.execute(
            text("SELECT loket.announce_breach(:id, :purpose)"), {"id": breach_id, "purpose": purpose}
        )


def tell(desk: Desk, breach_id: int, whom: Literal["subjects", "authority"]) -> None:
    """Note that the letters went out, with the office's moment; ChangedByOther when that was noted already."""
    desk.require(Role.MANAGER)
    with desk.begin("pemberitahuan kegagalan perlindungan data") as session:
        session.execute(text("SELECT loket.tell_breach(:id, :whom)"), {"id": breach_id, "whom": whom})


def reached(desk: Desk, breach_id: int) -> tuple[ReachedRow, ...]:
    """List the persons of an announced breach by name; ReasonNeeded without a kept announcement."""
    with desk.read() as session:
        rows = session.execute(text("SELECT * FROM loket.breach_persons(:id)"), {"id": breach_id})
        return tuple(
            ReachedRow(
                row.id,
                row.name,
                row.nik or "",
                row.address,
                row.phone,
                row.email,
                row.point,
                tuple(row.things),
                tuple(row.deeds),
                row.first_at,
                row.last_at,
            )
            for row in rows
        )
