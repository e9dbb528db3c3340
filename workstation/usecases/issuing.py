"""The back room looks at every deposited PDF before it counts: only then is a document *issued*."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cryptography import x509
from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer

from workstation.desk import Desk
from workstation.errors import Refusal
from workstation.models.document import Document, SigningBatch
from workstation.models.officer import Officer
from workstation.signing.levels import Standing
from workstation.usecases.asking import asked
from workstation.usecases.raising import AtIssue, note_issued
from workstation.usecases.rechecking import Check, Deposit, check_here
from workstation.vocabulary import DocumentStage, Role

Stamped = Mapping[int, tuple[bytes, Standing]]  # document id -> stamped file


@dataclass(frozen=True, slots=True)
class _Found:
    """A deposited document and the names of the very files that were looked at."""

    id: int
    files: tuple[str | None, str | None]
    deposit: Deposit = field(repr=False)


def issue_deposited(
    desk: Desk,
    roots: Sequence[x509.Certificate],
    limit: int = 25,
    check: Check = check_here,
    stamp: AtIssue | None = None,
) -> tuple[int, int]:
    """Check up to `limit` deposited files; returns how many were issued and how many rejected.

    With `stamp` those that count are given a time-stamp (B-T) when its authority answers, and are issued without one
    (B-B) when it does not; the archive raises both afterwards.

    `rechecking.flaw_of` says when a file counts. Nothing is locked while files are looked at: what was deposited
    anew meanwhile is judged in the next turn.
    """
    desk.require(Role.SERVICE)
    found = _found(desk, limit)
    if not found:
        return 0, 0
    flaws = check(roots, [one.deposit for one in found])
    judged = list(zip(found, flaws, strict=True))
    stamped = _stamped([one for one, flaw in judged if not flaw], stamp)
    try:
        return _judge(desk, judged, stamped)
    except Refusal:  # one of them was frozen meanwhile: it shall not hold up the others
        ends = [_judge_alone(desk, one, stamped) for one in judged]
        return sum(issued for issued, _ in ends), sum(rejected for _, rejected in ends)


def _found(desk: Desk, limit: int) -> list[_Found]:
    """Read the oldest deposited files with what they are held against; that they are read stands in the journal."""
    rows = (
        select(Document, SigningBatch.certificate_sha256, Officer.name)
        .join(SigningBatch, SigningBatch.id == Document.batch_id)
        .join(Officer, Officer.id == Document.approved_by)
        .where(Document.stage == DocumentStage.DEPOSITED, ~func.loket.is_frozen(Document.application_id))
        .order_by(Document.id)
        .limit(limit)
        .options(undefer(Document.record))
    )
    with desk.begin() as session:
        documents = session.execute(rows).all()
        ids = [document.id for document, _, _ in documents]
        signed = asked(session, _paper(signed=True), ids)
        unsigned = asked(session, _paper(signed=False), ids)
        photos = _photos(session, [document for document, _, _ in documents])
    return [
        _Found(
            document.id,
            (document.unsigned_sha256, document.signed_sha256),
            Deposit(
                document.kind,
                document.record or {},
                document.seal or "",
                fingerprint,
                name,
                signed=bytes(signed[document.id] or b""),
                unsigned=bytes(unsigned[document.id] or b""),
                photo=photos.get(document.id),
            ),
        )
        for document, fingerprint, name in documents
    ]


def _paper(*, signed: bool) -> Callable[[Any], Any]:
    return lambda ident: func.loket.paper_bytes(ident, signed)


def _photos(session: Session, documents: Sequence[Document]) -> dict[int, bytes]:
    """Read the photos that stand on these papers: document id -> bytes."""
    named = {one.id: (one.record or {}).get("photo") for one in documents}
    wanted = {ident: scan for ident, scan in named.items() if scan is not None}
    data = asked(session, func.loket.scan_bytes, list(wanted.values()))
    return {ident: bytes(data[scan]) for ident, scan in wanted.items() if data[scan] is not None}


def _stamped(good: Sequence[_Found], stamp: AtIssue | None) -> Stamped:
    made = stamp([one.deposit for one in good]) if stamp is not None else [None] * len(good)
    return {one.id: file for one, file in zip(good, made, strict=True) if file is not None}


def _judge(desk: Desk, judged: Sequence[tuple[_Found, str]], stamped: Stamped) -> tuple[int, int]:
    """Issue or reject what still is what was looked at; in one transaction."""
    with desk.begin() as session:
        rows = (
            select(Document)
            .where(Document.id.in_([one.id for one, _ in judged]), Document.stage == DocumentStage.DEPOSITED)
            .order_by(Document.id)
            .with_for_update(skip_locked=True)
        )
        documents = {document.id: document for document in session.scalars(rows)}
        flaws: list[str] = []
        issued: list[int] = []
        for one, flaw in judged:
            document = documents.get(one.id)
            if document is None or (document.unsigned_sha256, document.signed_sha256) != one.files:
                continue
            flaws.append(flaw)
            if flaw:
                document.reject(flaw)
            else:
                document.issue()
                issued.append(document.id)
        note_issued(session, issued, stamped)
        return flaws.count(""), len(flaws) - flaws.count("")


def _judge_alone(desk: Desk, judged: tuple[_Found, str], stamped: Stamped) -> tuple[int, int]:
    try:
        return _judge(desk, [judged], stamped)
    except Refusal:
        return 0, 0
