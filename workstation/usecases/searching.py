"""Find a case by number, tracking code, NIK or name: who looks for a person is journalled, rows come back masked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, text
from sqlalchemy.orm import Session

from workstation.desk import Desk
from workstation.models.application import Application
from workstation.models.catalogue import PermitTypeVersion
from workstation.models.document import Document
from workstation.models.law import StageInterval
from workstation.models.officer import Officer
from workstation.vocabulary import CaseStage, DocumentKind

DECIDING = (DocumentKind.PERMIT, DocumentKind.REFUSAL_LETTER)
"""The letter that a case ends with: at most one of these."""
SHORTEST = 3
MOST = 50
"""As many as the database gives for one search."""


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One case that fits; the NIK is masked. `elsewhere` names the point that it was forwarded to."""

    id: int
    number: str
    track_code: str
    applicant: str
    nik_masked: str
    type_title: str
    stage: str
    submitted_at: datetime | None
    due_at: datetime | None
    owner: str
    letter_id: int | None
    letter_number: str
    letter_stage: str
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class LifeRow:
    """One stage in the life of a case or of its letter."""

    id: int
    machine: str
    stage: str
    from_at: datetime
    to_at: datetime | None
    officer: str


def find(desk: Desk, term: str) -> tuple[FoundRow, ...]:
    """Return at most MOST cases of this point, newest first; nothing for fewer than three characters.

    A whole number asks for no person: it shows what every list of the point shows, and is not journalled.
    """
    wanted = term.strip()
    if len(wanted) < SHORTEST:
        return ()
    with desk.read() as session:
        if found := _rows(session, Application.number == wanted.upper()):
            return found
    with desk.begin() as session:
        ids = list(session.scalars(text("SELECT id FROM loket.search_cases(:term)"), {"term": wanted}))
        return (*_rows(session, Application.id.in_(ids)), *_forwarded(session, wanted))[:MOST]


def _forwarded(session: Session, wanted: str) -> tuple[FoundRow, ...]:
    """What was filed here and went to another point, which alone works on it now."""
    rows = session.execute(text("SELECT * FROM loket.forwarded_cases(:term)"), {"term": wanted})
    return tuple(
        FoundRow(
            id=row.id,
            number=row.number,
            track_code=row.track_code,
            applicant=row.applicant,
            nik_masked=row.nik_masked,
            type_title=row.type_title,
            stage=row.stage,
            submitted_at=row.submitted_at,
            due_at=row.due_at,
            owner="",
            letter_id=None,
            letter_number=row.letter_number,
            letter_stage=row.letter_stage,
            elsewhere=row.point,
        )
        for row in rows
    )


def _rows(session: Session, which: ColumnElement[bool]) -> tuple[FoundRow, ...]:
    rows: Iterable[Any] = session.execute(
        select(
            Application.id,
            Application.number,
            Application.track_code,
            Application.applicant_name,
            Application.nik_masked,
            PermitTypeVersion.short_title,
            Application.stage,
            Application.submitted_at,
            Application.due_at,
            func.coalesce(Officer.name, ""),
            Document.id,
            func.coalesce(Document.number, ""),
            func.coalesce(Document.stage, ""),
        )
        .join(PermitTypeVersion, PermitTypeVersion.id == Application.type_version_id)
        .outerjoin(Officer, Officer.id == Application.owner_id)
        .outerjoin(
            Document,
            (Document.application_id == Application.id) & Document.kind.in_(DECIDING),
        )
        .where(which)
        .order_by(Application.id.desc())
        .execution_options(kept=True)
    )
    return tuple(FoundRow(*row) for row in rows)


@dataclass(frozen=True, slots=True)
class OpenElsewhere:
    """A case of the same person and type that is under way: its number, its stage, and the point that has it."""

    number: str
    stage: CaseStage
    point: str


def find_open_case(desk: Desk, nik: str, type_code: str, but: int = 0) -> OpenElsewhere | None:
    """Look whether a person has a case of this type under way, save `but`; the look-up is journalled."""
    with desk.begin() as session:
        row = session.execute(
            text("SELECT * FROM loket.find_open_case(:nik, :type, :but)"),
            {"nik": nik, "type": type_code, "but": but},
        ).one_or_none()
        return OpenElsewhere(row.number, CaseStage(row.stage), row.point) if row else None


def life_of(desk: Desk, application_id: int) -> tuple[LifeRow, ...]:
    """Return every stage that the case and its letters went through, oldest first."""
    with desk.read() as session:
        # an array, which is known before the way is read: under OR a list of rows would keep it from every index
        letters = func.array(
            select(Document.id).where(Document.application_id == application_id).scalar_subquery()
        )
        rows = session.execute(
            select(
                StageInterval.id,
                StageInterval.machine,
                StageInterval.stage,
                StageInterval.from_at,
                StageInterval.to_at,
                func.coalesce(Officer.name, ""),
            )
            .outerjoin(Officer, Officer.id == StageInterval.officer_id)
            .where(
                ((StageInterval.machine == "case") & (StageInterval.thing_id == application_id))
                | ((StageInterval.machine == "document") & (StageInterval.thing_id == func.any(letters)))
            )
            .order_by(StageInterval.from_at, StageInterval.id)
        )
        return tuple(LifeRow(*row) for row in rows)
