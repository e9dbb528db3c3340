"""The shelf of finished papers: what waits for the printer, for its owner, what went out, and one paper whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import Session

from workstation.desk import Desk
from workstation.models.application import Application, Worker
from workstation.models.catalogue import PermitType, PermitTypeVersion
from workstation.models.document import Document, Handover, PrintJob
from workstation.models.ending import Withdrawal
from workstation.models.visit import Visit, is_today
from workstation.queries import mails
from workstation.queries.mails import PaperMail
from workstation.vocabulary import (
    IN_FORCE,
    CollectorKind,
    DocumentKind,
    DocumentStage,
    IdentityKind,
    PrintState,
    WithdrawalGround,
)

MOST_ROWS = 200
ON_THE_SHELF = (DocumentStage.ISSUED, DocumentStage.PRINTED)
OUT = (*IN_FORCE, DocumentStage.WITHDRAWN, DocumentStage.SUPERSEDED, DocumentStage.EXPIRED)


class Shelf(StrEnum):
    """Which part of the shelf is looked at."""

    TO_PRINT = "to_print"
    PRINTED = "printed"
    HANDED_TODAY = "handed_today"
    UNCOLLECTED = "uncollected"


@dataclass(frozen=True, slots=True)
class Proposed:
    """A withdrawal that somebody has proposed and nobody has carried out yet."""

    by_id: int
    by: str
    ground: WithdrawalGround
    legal_basis: str
    note: str


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One finished paper. `runs` counts every attempt to print, `prints` only those that came out.

    `waits` counts the days since it was issued while its holder has not collected it, None afterwards.
    """

    id: int
    number: str
    kind: DocumentKind
    stage: DocumentStage
    holder: str
    type_title: str
    type_short: str
    application_id: int
    application_number: str
    valid_from: date | None
    valid_until: date | None
    issued_at: datetime | None
    prints: int
    runs: int
    last_run: PrintState | None
    handed_at: datetime | None
    collector: str
    waits: int | None
    proposed: Proposed | None


@dataclass(frozen=True, slots=True)
class ShelfCounts:
    """How many papers stand on each part."""

    to_print: int
    printed: int
    handed_today: int


@dataclass(frozen=True, slots=True)
class PrintRow:
    """One run through a printer, with its raw words."""

    id: int
    copy: int
    state: PrintState
    printer: str
    reason: str
    raw: str
    officer: str
    queued_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """Who took the paper home."""

    collector: CollectorKind
    name: str
    identity_kind: IdentityKind
    last4: str
    originals_seen: bool
    officer: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PaperFile:
    """One paper whole; `is_list` says that a company filed it, so that no holder can collect in person.

    `decision` is the paper at the other end of a withdrawal: what withdrew this one, or what this one withdraws.
    """

    row: DocumentRow
    signatory: str
    nik_masked: str
    is_list: bool
    tickets: tuple[str, ...]
    withdrawn_reason: str
    withdrawn_at: datetime | None
    decision: str
    decision_stage: DocumentStage | None
    prints: tuple[PrintRow, ...]
    handover: HandoverRow | None
    mails: tuple[PaperMail, ...]


def shelf(desk: Desk, part: Shelf) -> tuple[DocumentRow, ...]:
    """List one part, the longest waiting first (handed over today: the latest first); at most 200."""
    wanted = _rows().where(_on(part))
    first = Handover.at.desc() if part is Shelf.HANDED_TODAY else Document.issued_at
    with desk.read() as session:
        return _answer(session, wanted.order_by(first, Document.id))


def counts(desk: Desk) -> ShelfCounts:
    """Count the parts, each for itself: what was handed over in all the years is never counted."""
    here = Document.service_point_id == desk.point.id
    with desk.read() as session:
        waiting = select(func.count()).select_from(Document).where(here)
        handed = (
            select(func.count()).select_from(Handover).join(Document, Document.id == Handover.document_id)
        )
        parts = {
            Shelf.TO_PRINT: waiting,
            Shelf.PRINTED: waiting,
            Shelf.HANDED_TODAY: handed.where(Handover.service_point_id == desk.point.id),
        }
        found = session.execute(
            select(*(question.where(_on(part)).scalar_subquery() for part, question in parts.items()))
        ).one()
    return ShelfCounts(found[0], found[1], found[2])


def find(desk: Desk, wanted: str) -> tuple[DocumentRow, ...]:
    """Find finished papers by letter number, application number, holder, or the ticket of a visit; newest first.

    A ticket finds what its visit filed, and papers of whoever holds that ticket today under the same name.
    """
    term = " ".join(wanted.split())
    if not term:
        return ()
    with desk.read() as session:
        # row by row the policies would keep these questions from every index
        found = list(session.scalars(select(func.loket.find_papers(term, _ticket(term)))))
        rows = _rows().where(Document.id.in_(found))
        return _answer(session, rows.order_by(Document.issued_at.desc(), Document.id))


def paper(desk: Desk, document_id: int) -> PaperFile | None:
    """Give one paper with its prints (latest first) and its hand-over; None when it is not out (any more)."""
    with desk.read() as session:
        rows = _answer(session, _rows().where(Document.id == document_id, Document.stage.in_(OUT)))
        if not rows:
            return None
        more = session.execute(
            select(
                func.loket.officer_name(Document.approved_by).label("signatory"),
                Application.nik_masked,
                exists(select(Worker.id).where(Worker.application_id == Application.id)).label("is_list"),
                Document.withdrawn_reason,
                Document.withdrawn_at,
                Document.application_id,
                Document.withdraws_id,
            )
            .join(Application, Application.id == Document.application_id)
            .where(Document.id == document_id)
        ).one()
        decision = _decision(session, rows[0], more.withdraws_id)
        return PaperFile(
            row=rows[0],
            signatory=more.signatory or "",
            nik_masked=more.nik_masked or "",
            is_list=more.is_list,
            tickets=_tickets(session, more.application_id),
            withdrawn_reason=more.withdrawn_reason or "",
            withdrawn_at=more.withdrawn_at,
            decision=decision.number if decision else "",
            decision_stage=DocumentStage(decision.stage) if decision else None,
            prints=_prints(session, document_id),
            handover=_handover(session, document_id),
            mails=mails.of_paper(session, document_id),
        )


def type_titles(desk: Desk) -> dict[str, str]:
    """Give the Indonesian title of every permit type by its code."""
    with desk.read() as session:
        return {row.code: row.title for row in session.execute(select(PermitType.code, PermitType.title))}


def _rows() -> Select[*tuple[Any, ...]]:
    runs = func.count(PrintJob.id)
    of_it = PrintJob.document_id == Document.id
    last = select(PrintJob.state).where(of_it).order_by(PrintJob.copy.desc()).limit(1)
    return (
        select(
            Document.id,
            Document.number,
            Document.kind,
            Document.stage,
            Document.holder,
            PermitType.title,
            PermitTypeVersion.short_title,
            Document.application_id,
            Application.number.label("application_number"),
            Document.valid_from,
            Document.valid_until,
            Document.issued_at,
            Document.prints,
            select(runs).where(of_it).scalar_subquery().label("runs"),
            last.scalar_subquery().label("last_run"),
            Handover.at,
            Handover.name.label("collector"),
            (func.loket.local_day(func.loket.moment()) - func.loket.local_day(Document.issued_at)).label(
                "waits"
            ),
            Withdrawal.proposed_by,
            func.loket.officer_name(Withdrawal.proposed_by).label("proposer"),
            Withdrawal.ground,
            Withdrawal.legal_basis,
            Withdrawal.note,
        )
        .join(Application, Application.id == Document.application_id)
        .join(PermitType, PermitType.code == Application.type_code)
        .join(PermitTypeVersion, PermitTypeVersion.id == Application.type_version_id)
        .outerjoin(Handover, Handover.document_id == Document.id)
        .outerjoin(Withdrawal, and_(Withdrawal.document_id == Document.id, Withdrawal.ended_at.is_(None)))
        .limit(MOST_ROWS)
    )


def _answer(session: Session, wanted: Select[*tuple[Any, ...]]) -> tuple[DocumentRow, ...]:
    return tuple(
        DocumentRow(
            id=r.id,
            number=r.number,
            kind=DocumentKind(r.kind),
            stage=DocumentStage(r.stage),
            holder=r.holder,
            type_title=r.title,
            type_short=r.short_title,
            application_id=r.application_id,
            application_number=r.application_number,
            valid_from=r.valid_from,
            valid_until=r.valid_until,
            issued_at=r.issued_at,
            prints=r.prints,
            runs=r.runs,
            last_run=PrintState(r.last_run) if r.last_run else None,
            handed_at=r.at,
            collector=r.collector or "",
            waits=r.waits if r.stage in ON_THE_SHELF else None,
            proposed=_proposed(r),
        )
        for r in session.execute(wanted)
    )


def _proposed(r: Any) -> Proposed | None:
    if r.ground is None:
        return None
    return Proposed(r.proposed_by, r.proposer or "", WithdrawalGround(r.ground), r.legal_basis, r.note)


def _on(part: Shelf) -> ColumnElement[bool]:
    if part is Shelf.TO_PRINT:
        return Document.stage == DocumentStage.ISSUED
    if part is Shelf.PRINTED:
        return Document.stage == DocumentStage.PRINTED
    if part is Shelf.UNCOLLECTED:
        return Document.stage.in_(ON_THE_SHELF)
    return and_(Document.stage == DocumentStage.HANDED_OVER, is_today(Handover.at))


def _ticket(term: str) -> str:
    """Read a ticket such as B-012, also typed b12; empty for anything else."""
    letter, number = term[:1].upper(), term[1:].strip(" -")
    is_ticket = letter.isalpha() and number.isdecimal()
    return f"{letter}-{int(number):03}" if is_ticket else ""


def _tickets(session: Session, application_id: int) -> tuple[str, ...]:
    found = session.scalars(
        select(Visit.ticket)
        .where(Visit.application_id == application_id, Visit.ticket.is_not(None))
        .order_by(Visit.id)
    )
    return tuple(ticket for ticket in found if ticket)


def _decision(session: Session, row: DocumentRow, withdraws: int | None) -> Any:
    """Find what withdrew a paper, or what it withdraws: of the same case, which has an index."""
    other = Document.id == withdraws if withdraws else Document.withdraws_id == row.id
    of_case = Document.application_id == row.application_id
    return session.execute(select(Document.number, Document.stage).where(of_case, other)).one_or_none()


def _prints(session: Session, document_id: int) -> tuple[PrintRow, ...]:
    found: Sequence[Any] = session.execute(
        select(
            PrintJob.id,
            PrintJob.copy,
            PrintJob.state,
            PrintJob.printer,
            PrintJob.reason,
            PrintJob.raw,
            func.loket.officer_name(PrintJob.officer_id).label("officer"),
            PrintJob.queued_at,
            PrintJob.ended_at,
        )
        .where(PrintJob.document_id == document_id)
        .order_by(PrintJob.copy.desc())
    ).all()
    return tuple(
        PrintRow(
            r.id,
            r.copy,
            PrintState(r.state),
            r.printer,
            r.reason,
            r.raw,
            r.officer or "",
            r.queued_at,
            r.ended_at,
        )
        for r in found
    )


def _handover(session: Session, document_id: int) -> HandoverRow | None:
    r = session.execute(
        select(
            Handover.collector,
            Handover.name,
            Handover.identity_kind,
            Handover.last4,
            Handover.originals_seen,
            func.loket.officer_name(Handover.officer_id).label("officer"),
            Handover.at,
        ).where(Handover.document_id == document_id)
    ).one_or_none()
    if r is None:
        return None
    return HandoverRow(
        CollectorKind(r.collector),
        r.name,
        IdentityKind(r.identity_kind),
        r.last4,
        r.originals_seen,
        r.officer or "",
        r.at,
    )
