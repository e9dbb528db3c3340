"""Sign a batch: one authentication, one row of progress for each document, nothing lost by a crash.

A document is *prepared* (the unsigned PDF is kept by its hash), *sent*, *deposited*. A dead process leaves
documents *sent*: the next batch takes them back to the kept unsigned PDF, under the same number. No transaction
is open while a paper is drawn or the signer works. Only the back room sets *issued*.
"""

import time
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_, func, select, text
from sqlalchemy.orm import Session

from workstation.desk import Desk
from workstation.errors import NotIssued, Outage, Problem, Refusal, ServiceDown, SignatureRefused
from workstation.models.document import UNSIGNED, Document, SigningBatch
from workstation.models.lifecycle import DOCUMENT
from workstation.progress import Ending, Outcome, Progress
from workstation.signing.signer import (
    CertificateFacts,
    FailureReason,
    SignedPdf,
    Signer,
    SignFailure,
    UnsignedPdf,
)
from workstation.usecases import papers
from workstation.usecases.reading import announce
from workstation.usecases.reviewing import scan_bytes
from workstation.vocabulary import DocumentStage, Role
from workstation.wording import raw, sentence

TAKEN_BACK = (DocumentStage.SENT, DocumentStage.UNKNOWN)
PER_CALL = 20
SEAL_PATIENCE = 30.0
SEAL_PAUSE = 0.2


@dataclass(frozen=True, slots=True)
class SigningStep(Progress):
    """Progress that names the case in hand; with `outcome` it has just ended, with `certificate` it was opened."""

    application_id: int = 0
    outcome: Outcome | None = None
    certificate: CertificateFacts | None = None


@dataclass(frozen=True, slots=True)
class Pen:
    """A signer, the secret that opens it for this batch, and the certificate that was found behind it."""

    signer: Signer = field(repr=False)
    secret: str = field(repr=False)
    fingerprint: str


@dataclass(frozen=True, slots=True)
class _Item:
    id: int
    application_id: int
    number: str
    is_signed: bool = False  # by this officer, in an earlier try that was cut off behind it


@dataclass(frozen=True, slots=True)
class _Prepared:
    item: _Item
    data: bytes = field(repr=False)


Ended = tuple[_Item, Outcome]


def unsigned_documents(desk: Desk) -> tuple[int, ...]:
    """Return the ids of what this officer decided and has not signed yet, oldest first."""
    with desk.read() as session:
        return tuple(
            session.scalars(
                select(Document.id)
                .where(Document.approved_by == desk.officer.id, Document.stage.in_(UNSIGNED))
                .order_by(Document.id)
            )
        )


def sign_batch(
    desk: Desk,
    document_ids: Sequence[int],
    *,
    signer: Signer,
    secret: str,
    patience: float = SEAL_PATIENCE,
    pause: Callable[[float], None] = time.sleep,
) -> Generator[Progress, None, tuple[Outcome, ...]]:
    """Sign documents that this officer decided; returns an Outcome for each, in order.

    WrongPassphrase and CertificateUnusable are raised before anything is touched. An Outage stops the batch: what
    is deposited stays, the rest is prepared again by the next batch. Stopping the generator does the same.
    """
    desk.require(Role.SUPERVISOR)
    certificate = signer.open(secret)
    yield SigningStep(0, len(document_ids), certificate=certificate)
    pen = Pen(signer, secret, certificate.fingerprint)
    outcomes = yield from sign_opened(desk, document_ids, pen, patience=patience, pause=pause)
    return tuple(outcomes[document_id] for document_id in document_ids)


def sign_opened(
    desk: Desk,
    document_ids: Sequence[int],
    pen: Pen,
    *,
    before: int = 0,
    patience: float = SEAL_PATIENCE,
    pause: Callable[[float], None] = time.sleep,
) -> Generator[Progress, None, dict[int, Outcome]]:
    """Sign with a pen that was tried already; returns document id -> Outcome.

    `before` items of the same run have ended already. Documents that the back room has sealed go first; when for
    `patience` seconds none is sealed, ServiceDown stops the batch. What this officer has signed already is done:
    asking again after an Outage signs the rest.
    """
    items, outcomes = _items(desk, document_ids), dict[int, Outcome]()
    total = before + len(items)
    for item in items.values():
        if item.is_signed:
            outcomes[item.id] = Outcome(item.number, Ending.DONE)
            yield _step(before + len(outcomes), total, item, outcomes[item.id])
    left, waited = [one for one in items if one not in outcomes], 0.0
    if not left:
        return outcomes
    batch_id = _open_batch(desk, pen.fingerprint)
    try:
        while left:
            group = _sealed(desk, left)[:PER_CALL]
            if not group:
                if waited >= patience:
                    raise ServiceDown("seal")
                yield SigningStep(before + len(outcomes), total)
                pause(SEAL_PAUSE)
                waited += SEAL_PAUSE
                continue
            waited, left = 0.0, [one for one in left if one not in group]
            prepared: list[_Prepared] = []
            for document_id in group:
                item, done = items[document_id], before + len(outcomes)
                yield SigningStep(done, total, item.number, item.application_id)
                try:
                    prepared.append(_prepare(desk, item))
                except Refusal as refusal:
                    outcomes[item.id] = _failed(item, sentence(refusal))
                    yield _step(before + len(outcomes), total, item, outcomes[item.id])
            # all of a call is kept before anybody may stop the batch: what is signed is never signed again
            ended = _sign_group(desk, prepared, batch_id, pen)
            for item, outcome in ended:
                outcomes[item.id] = outcome
                yield _step(before + len(outcomes), total, item, outcome)
    finally:
        _close(desk, batch_id)
    return outcomes


def _step(done: int, total: int, item: _Item, outcome: Outcome) -> SigningStep:
    return SigningStep(done, total, item.number, item.application_id, outcome)


def _failed(item: _Item, why: str) -> Outcome:
    return Outcome(item.number, Ending.FAILED, why)


def _items(desk: Desk, document_ids: Sequence[int]) -> dict[int, _Item]:
    """Look the documents up, in the order asked for; an unknown id is kept and fails by itself."""
    with desk.read() as session:
        found = {
            row.id: _Item(row.id, row.application_id, row.number, row.is_signed)
            for row in session.execute(
                select(
                    Document.id,
                    Document.application_id,
                    Document.number,
                    and_(Document.approved_by == desk.officer.id, Document.stage.not_in(UNSIGNED)).label(
                        "is_signed"
                    ),
                ).where(Document.id.in_(document_ids))
            )
        }
    return {wanted: found.get(wanted) or _Item(wanted, 0, str(wanted)) for wanted in document_ids}


def _open_batch(desk: Desk, fingerprint: str) -> int:
    with desk.begin() as session:
        batch = SigningBatch(
            service_point_id=desk.point.id, signatory_id=desk.officer.id, certificate_sha256=fingerprint
        )
        session.add(batch)
        session.flush()
        return batch.id


def _close(desk: Desk, batch_id: int) -> None:
    with desk.begin() as session:
        session.get_one(SigningBatch, batch_id).closed_at = desk.now()


def _sealed(desk: Desk, document_ids: Sequence[int]) -> list[int]:
    """Return those that need not wait for the back room, in order."""
    with desk.read() as session:
        waiting = set(
            session.scalars(
                select(Document.id).where(
                    Document.id.in_(document_ids),
                    Document.stage == DocumentStage.TO_SIGN,
                    Document.seal.is_(None),
                )
            )
        )
    return [document_id for document_id in document_ids if document_id not in waiting]


def _prepare(desk: Desk, item: _Item) -> _Prepared:
    """Bring one document to *prepared*: take the kept unsigned PDF, or draw it from the record and keep it."""
    announce(desk, "document", item.id, "menandatangani surat")
    with desk.begin() as session:
        document = _locked(session, item.id)
        if document.stage in TAKEN_BACK:
            document.fail(document.raw)
        elif document.stage == DocumentStage.REJECTED:
            document.redraw()
        if document.stage == DocumentStage.PREPARED:
            kept = session.scalar(text("SELECT loket.paper_bytes(:id, false)"), {"id": item.id})
            return _Prepared(item, bytes(kept or b""))
        DOCUMENT.demand(document.stage, DocumentStage.TO_SIGN, "prepare")
        kind, seal, record = document.kind, document.seal, _record(session, document)
    photo = None if record.get("photo") is None else scan_bytes(desk, record["photo"])
    data = papers.draw(kind, record, seal or "", photo)
    with desk.begin() as session:
        _locked(session, item.id).prepare(session.scalar(select(func.loket.keep_paper(data))) or "")
    return _Prepared(item, data)


def _record(session: Session, document: Document) -> dict[str, Any]:
    """Read what a paper is drawn from; NotIssued while the back room has not sealed it."""
    record: dict[str, Any] | None = session.scalar(
        text("SELECT loket.paper_record(:id)"), {"id": document.id}
    )
    if record is None or document.seal is None:
        raise NotIssued(document.number)
    return record


def _sign_group(desk: Desk, prepared: Sequence[_Prepared], batch_id: int, pen: Pen) -> list[Ended]:
    """Send, sign and deposit up to PER_CALL papers in one call; every answer is kept when this returns."""
    sent, ended = _send(desk, prepared, batch_id)
    if not sent:
        return ended
    try:
        answers = pen.signer.sign([UnsignedPdf(one.item.number, one.data) for one in sent], pen.secret)
    except Problem as problem:
        _take_back(desk, (one.item.id for one in sent), problem)
        raise
    for one, answer in zip(sent, answers, strict=True):
        ended.append((one.item, _keep(desk, one.item, answer)))
    return ended


def _send(desk: Desk, prepared: Sequence[_Prepared], batch_id: int) -> tuple[list[_Prepared], list[Ended]]:
    """Note in one transaction that the signer gets these; returns those that may go, and those that may not."""
    sent: list[_Prepared] = []
    refused: list[Ended] = []
    with desk.begin() as session:
        for one in prepared:
            document = _locked(session, one.item.id)
            try:
                document.send(batch_id)
            except Refusal as refusal:
                refused.append((one.item, _failed(one.item, sentence(refusal))))
            else:
                sent.append(one)
    return sent, refused


def _keep(desk: Desk, item: _Item, answer: SignedPdf | SignFailure) -> Outcome:
    """Keep one answer of the signer in its own transaction."""
    try:
        with desk.begin() as session:
            document = _locked(session, item.id)
            if isinstance(answer, SignedPdf):
                document.deposit(session.scalar(select(func.loket.keep_paper(answer.data))) or "")
                return Outcome(item.number, Ending.DONE)
            if answer.reason is FailureReason.UNKNOWN:
                document.lose(answer.raw)
                return Outcome(item.number, Ending.UNKNOWN, answer.raw)
            document.fail(answer.raw)
            return _failed(item, f"{sentence(SignatureRefused(answer.reason))} {answer.raw}".strip())
    except Refusal as refusal:  # the same officer signs it elsewhere: his other batch has kept it
        return _failed(item, sentence(refusal))


def _take_back(desk: Desk, document_ids: Iterable[int], problem: Problem) -> None:
    """After a call without an answer: an outage leaves the outcome unknown, a refusal signed nothing."""
    said = raw(problem) or type(problem).__name__
    with desk.begin() as session:
        for document_id in document_ids:
            document = _locked(session, document_id)
            if isinstance(problem, Outage):
                document.lose(said)
            else:
                document.fail(said)


def _locked(session: Session, document_id: int) -> Document:
    document = session.get(Document, document_id, with_for_update=True)
    if document is None:
        raise NotIssued
    return document
