"""The trail of access: who read, printed, exported or changed what, when and why; an export of it is a row of it.

Pages go backwards by row number, never by offset. A filter that hits seldom looks at so many rows a question and no
more, so that no question of the screen grows with the years.
"""

import csv
import re
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, text, tuple_
from sqlalchemy.orm import Session

from workstation import phrasing
from workstation.desk import Desk
from workstation.errors import FileNotWritten, ReasonNeeded
from workstation.models.application import Application, Scan
from workstation.models.document import Document
from workstation.models.law import Journal
from workstation.models.officer import Officer
from workstation.progress import Progress
from workstation.usecases.reading import note_export
from workstation.vocabulary import Deed, Role
from workstation.wording import word
from workstation.worktime import WIB

PAGE = 200
SCAN, SCANS = 20_000, 5
"""Rows looked at by one statement, and statements for one page."""
MOST_EXPORTED = 100_000
SAID = ("read", "unmask", "search", "print", "export")
HEADINGS = ("Baris", "Waktu (WIB)", "Nama pengguna", "Nama", "Tindakan", "Hal", "Nomor", "Maksud", "Rincian")

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+\+\d\d:\d\d")
Thing = tuple[str, str]
"""What a row is about: the table's name and the id as text."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for; no `deeds` and `things` None mean anything, days are WIB and both count whole."""

    deeds: frozenset[Deed] = frozenset()
    login: str = ""
    since: date | None = None
    until: date | None = None
    things: tuple[Thing, ...] | None = None


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One row of the journal; `id` is its number in the chain, `number` that of the application or letter."""

    id: int
    at: datetime
    login: str
    officer: str
    deed: Deed
    action: str
    thing: str
    thing_id: str
    number: str
    purpose: str
    data: dict[str, Any] = field(hash=False)


@dataclass(frozen=True, slots=True)
class TrailPage:
    """Rows, newest first; `before` asks for the next page, None at the beginning of the chain."""

    rows: tuple[TrailRow, ...]
    before: int | None


def page(desk: Desk, wanted: Wanted, before: int | None = None) -> TrailPage:
    """Give the next rows that fit below row `before` (None: from the newest), at most PAGE."""
    desk.require(Role.AUDITOR)
    with desk.read() as session:
        top, bottom = _bounds(session, desk, wanted, before)
        if wanted.things is not None:
            rows = _rows(session, desk, wanted, bottom, top)
            return TrailPage(rows, rows[-1].id if len(rows) == PAGE else None)
        found: tuple[TrailRow, ...] = ()
        for _ in range(SCANS):
            low = max(bottom, top - SCAN)
            rows = _rows(session, desk, wanted, low, top, PAGE - len(found))
            found += rows
            if len(found) == PAGE:
                return TrailPage(found, found[-1].id)
            top = low
            if top <= bottom:
                return TrailPage(found, None)
        return TrailPage(found, top)


def _bounds(session: Session, desk: Desk, wanted: Wanted, before: int | None) -> tuple[int, int]:
    """Turn page and days into row numbers: the rows wanted lie from the second up to just below the first."""
    here = Journal.service_point_id == desk.point.id
    top = before or (session.scalar(select(func.max(Journal.seq)).where(here)) or 0) + 1
    bottom = 1
    if wanted.until is not None:
        end = _midnight(wanted.until + timedelta(days=1))
        last = select(Journal.seq).where(here, Journal.at < end).order_by(Journal.at.desc()).limit(1)
        top = min(top, (session.scalar(last) or 0) + 1)
    if wanted.since is not None:
        start = _midnight(wanted.since)
        first = select(Journal.seq).where(here, Journal.at >= start).order_by(Journal.at).limit(1)
        bottom = session.scalar(first) or top
    return top, bottom


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), WIB)


def _rows(
    session: Session, desk: Desk, wanted: Wanted, low: int, top: int, most: int = PAGE
) -> tuple[TrailRow, ...]:
    question = (
        select(Journal, func.coalesce(Officer.name, "").label("officer"))
        .outerjoin(Officer, Officer.login == Journal.login)
        .where(Journal.service_point_id == desk.point.id, Journal.seq >= low, Journal.seq < top)
        .order_by(Journal.seq.desc())
        .limit(most)
    )
    if wanted.deeds:
        question = question.where(or_(*map(_did, sorted(wanted.deeds))))
    if wanted.login:
        question = question.where(Journal.login == wanted.login)
    if wanted.things is not None:
        question = question.where(tuple_(Journal.thing, Journal.thing_id).in_(wanted.things or [("", "")]))
    found = session.execute(question).all()
    numbers = _numbers(session, [(row.Journal.thing, row.Journal.thing_id) for row in found])
    return tuple(_row(row.Journal, row.officer, numbers) for row in found)


def _did(deed: Deed) -> ColumnElement[bool]:
    is_print = or_(Journal.action == "print", and_(Journal.action == "insert", Journal.thing == "print_job"))
    if deed is Deed.PRINT:
        return is_print
    if deed is Deed.CHANGE:
        return and_(Journal.action.not_in(SAID), ~is_print)
    return Journal.action == deed.value


def _row(entry: Journal, officer: str, numbers: dict[Thing, str]) -> TrailRow:
    is_print = (entry.action, entry.thing) == ("insert", "print_job")
    deed = Deed.PRINT if is_print else Deed(entry.action) if entry.action in SAID else Deed.CHANGE
    purpose = (
        entry.data.get("purpose") or entry.reason or (entry.data.get("reason") if is_print else "") or ""
    )
    return TrailRow(
        id=entry.seq,
        at=entry.at,
        login=entry.login,
        officer=officer,
        deed=deed,
        action=entry.action,
        thing=entry.thing,
        thing_id=entry.thing_id,
        number=numbers.get((entry.thing, entry.thing_id), ""),
        purpose=str(purpose),
        data={key: value for key, value in entry.data.items() if key not in ("purpose", "transaction")},
    )


def _numbers(session: Session, things: Sequence[Thing]) -> dict[Thing, str]:
    """Give the numbers of the applications and letters among these things."""
    known: dict[Thing, str] = {}
    for name, kind in (("application", Application), ("document", Document)):
        ids = {int(ident) for thing, ident in things if thing == name and ident.isdigit()}
        if ids:
            rows = session.execute(select(kind.id, kind.number).where(kind.id.in_(ids)))
            known |= {(name, str(row.id)): row.number or "" for row in rows}
    return known


# -- what a filter may be about ----------------------------------------------------------------------------


def logins(desk: Desk) -> tuple[tuple[str, str], ...]:
    """List login and name of everybody of this point, by name."""
    with desk.read() as session:
        rows = session.execute(
            select(Officer.login, Officer.name)
            .where(Officer.service_point_id == desk.point.id)
            .order_by(Officer.name)
        )
        return tuple((row.login, row.name) for row in rows)


def things_of_number(desk: Desk, number: str) -> tuple[Thing, ...]:
    """Give a case by its number or that of its letter, with its scans and letters; nothing when it is not here."""
    with desk.read() as session:
        letters = select(Document.application_id).where(Document.number == number.strip())
        case = session.scalar(
            select(Application.id).where(
                Application.service_point_id == desk.point.id,
                or_(Application.number == number.strip(), Application.id.in_(letters)),
            )
        )
        if case is None:
            return ()
        scans = session.scalars(select(Scan.id).where(Scan.application_id == case))
        papers = session.scalars(select(Document.id).where(Document.application_id == case))
        return (
            ("application", str(case)),
            *(("scan", str(one)) for one in scans),
            *(("document", str(one)) for one in papers),
        )


def things_of_person(desk: Desk, card: str, purpose: str) -> tuple[Thing, ...]:
    """Give what this point holds about a NIK; the search is announced, and kept, before it is asked."""
    with desk.begin() as session:
        session.execute(select(func.loket.announce_trail(card, purpose)))
    with desk.read() as session:
        rows = session.execute(text("SELECT thing, thing_id FROM loket.trail_of(:card)"), {"card": card})
        return tuple((row.thing, row.thing_id) for row in rows)


# -- into a file -------------------------------------------------------------------------------------------


def export(desk: Desk, wanted: Wanted, purpose: str, file: Path) -> Generator[Progress, None, int]:
    """Write what fits as CSV for a spreadsheet, at most MOST_EXPORTED rows; returns how many.

    ReasonNeeded without a purpose; that it leaves is noted before the file is written. FileNotWritten as it is.
    """
    if len(purpose.strip()) < 3:
        raise ReasonNeeded
    rows: list[TrailRow] = []
    before: int | None = None
    while True:
        part = page(desk, wanted, before)
        rows += part.rows
        yield Progress(len(rows), 0, "Jurnal")
        if part.before is None or len(rows) >= MOST_EXPORTED:
            break
        before = part.before
    del rows[MOST_EXPORTED:]
    note_export(desk, "journal", len(rows), purpose)
    try:
        file.write_text(_csv(rows), encoding="utf-8-sig", newline="")
    except OSError as fault:
        raise FileNotWritten(file.name, fault.strerror or str(fault)) from fault
    return len(rows)


def _csv(rows: Sequence[TrailRow]) -> str:
    out = StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(HEADINGS)
    for row in rows:
        at = phrasing.short_moment(row.at)
        about = f"{row.thing} {row.thing_id}".strip()
        cells = (
            row.id,
            at,
            row.login,
            row.officer,
            word(row.deed),
            about,
            row.number,
            row.purpose,
            detail(row),
        )
        writer.writerow([_harmless(str(cell)) for cell in cells])
    return out.getvalue()


def _harmless(cell: str) -> str:
    """Keep a spreadsheet from taking an officer's words for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def detail(row: TrailRow) -> str:
    """Say what a row holds beside its purpose: 'stage: approved · version: 4'."""
    return " · ".join(
        f"{key}: {_plain(value)}" for key, value in sorted(row.data.items()) if value is not None
    )


def _plain(value: Any) -> str:
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        return phrasing.short_moment(datetime.fromisoformat(value))
    return str(value)
