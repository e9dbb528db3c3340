"""Who saw my data (UU 27/2022 art. 31, 32): find a person in the whole city, what is held, the trail, a copy for him.

A manager sees a person only after his purpose was kept; the person is then named by the id that he has at this desk.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from workstation.desk import Desk
from workstation.vocabulary import RestraintKind, Role


@dataclass(frozen=True, slots=True)
class HoldingRow:
    """One thing that is held about a person; `thing` is the journal's word for its kind."""

    id: str
    thing: str
    thing_id: int
    role: str
    point: str
    label: str
    type_title: str
    stage: str
    at: datetime | None
    application_id: int | None
    restraints: tuple[RestraintKind, ...]


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One deed on the data of a person: who, when, what and why."""

    id: str
    at: datetime
    point: str
    login: str
    officer: str
    action: str
    thing: str
    thing_id: str
    label: str
    purpose: str


@dataclass(frozen=True, slots=True)
class PersonFile:
    """Everything that is given to a person: his data as the law shows them, and the trail of who handled them."""

    subject_id: int
    at: datetime
    data: dict[str, Any]
    trail: tuple[TrailRow, ...]


def find_person(desk: Desk, card: str, purpose: str) -> int:
    """Announce a person by the full number of his card and return his id here, good for a quarter of an hour.

    NotACard for a number too short, ReasonNeeded without a purpose, NotAllowed for anybody but a manager.
    """
    desk.require(Role.MANAGER)
    with desk.begin() as session:
        return int(
            session.scalar(
                text("SELECT loket.announce_person(:card, :purpose)"), {"card": card, "purpose": purpose}
            )
        )


def look_again(desk: Desk, subject_id: int, purpose: str) -> None:
    """Announce a person whom the register names; holds for a quarter of an hour."""
    desk.require(Role.MANAGER)
    with desk.begin() as session:
        session.execute(
            text("SELECT loket.announce_known(:id, :purpose)"), {"id": subject_id, "purpose": purpose}
        )


def holdings(desk: Desk, subject_id: int) -> tuple[HoldingRow, ...]:
    """List everything held about an announced person in the whole city, newest first; at most 5,000."""
    with desk.read() as session:
        rows = session.execute(text("SELECT * FROM loket.person_holdings(:id)"), {"id": subject_id})
        return tuple(_holding(row) for row in rows)


def _holding(row: Row[Any]) -> HoldingRow:
    return HoldingRow(
        f"{row.thing}-{row.thing_id}-{row.as_role}",
        row.thing,
        row.thing_id,
        row.as_role,
        row.point or "",
        row.label,
        row.type_title,
        row.stage,
        row.at,
        row.application_id,
        tuple(RestraintKind(kind) for kind in row.restraints),
    )


def trail(desk: Desk, subject_id: int) -> tuple[TrailRow, ...]:
    """List who read, changed, printed or exported it, newest first; at most 5,000."""
    with desk.read() as session:
        return trail_in(session, subject_id)


def trail_in(session: Session, subject_id: int) -> tuple[TrailRow, ...]:
    """Ask for the trail of an announced person in an open session."""
    rows = session.execute(text("SELECT * FROM loket.person_trail(:id)"), {"id": subject_id})
    return tuple(
        TrailRow(
            f"{row.point}-{row.seq}",
            row.at,
            row.point,
            row.login,
            row.officer,
            row.action,
            row.thing,
            row.thing_id,
            row.label,
            row.purpose,
        )
        for row in rows
    )


def export(desk: Desk, subject_id: int, purpose: str) -> PersonFile:
    """Collect what is given to a person; that it was given out stands in the journal before anything is read.

    Nothing is written to this machine's disk.
    """
    desk.require(Role.MANAGER)
    with desk.begin() as session:
        session.execute(
            text("SELECT loket.announce_export(:id, :purpose)"), {"id": subject_id, "purpose": purpose}
        )
    with desk.read() as session:
        at: datetime = session.scalars(text("SELECT loket.moment()")).one()
        data = session.scalar(text("SELECT loket.person_data(:id)"), {"id": subject_id})
        return PersonFile(subject_id, at, data, trail_in(session, subject_id))


def as_json(file: PersonFile) -> bytes:
    """Write a person's file in a form that other programs read (art. 13: data portability)."""
    trail = [
        {
            "at": row.at.isoformat(),
            "point": row.point,
            "login": row.login,
            "officer": row.officer,
            "action": row.action,
            "thing": row.thing,
            "number": row.label,
            "purpose": row.purpose,
        }
        for row in file.trail
    ]
    whole = {"format": "loket-person-1", "at": file.at.isoformat(), "data": file.data, "trail": trail}
    return json.dumps(whole, ensure_ascii=False, indent=2).encode("utf-8")


def save(file: PersonFile, path: Path) -> Path:
    """Write the file where the officer wants to hand it over (the person's own medium); returns the path."""
    path.write_bytes(as_json(file))
    return path
