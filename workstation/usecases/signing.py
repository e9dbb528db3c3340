"""Sign a batch: one authentication, one row of progress for each document, nothing lost by a crash.

A document is *prepared* (the unsigned PDF is kept by its hash), *sent*, *deposited*. A dead process leaves
documents *sent*: the next batch takes them back to the kept unsigned PDF, under the same number. No transaction
is open while the signer works. Only the back room sets *issued*.
"""

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, undefer

from workstation.desk import Desk
from workstation.errors import NotIssued, Outage, Refusal, ServiceDown
from workstation.models.document import Document, SigningBatch
from workstation.models.lifecycle import DOCUMENT
from workstation.progress import Ending, Outcome, Progress
from workstation.signing.signer import FailureReason, SignedPdf, Signer, UnsignedPdf
from workstation.usecases import papers
from workstation.vocabulary import DocumentStage, Role
from workstation.wording import sentence

UNFINISHED = (
    DocumentStage.TO_SIGN,
    DocumentStage.PREPARED,
    DocumentStage.SENT,
    DocumentStage.UNKNOWN,
    DocumentStage.REJECTED,
)
PER_CALL = 20
SEAL_PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class _Item:
    id: int
    number: str


def unsigned_documents(desk: Desk) -> tuple[int, ...]:
    """Return the ids of what this officer decided and has not signed yet, oldest first."""
    with desk.read() as session:
        return tuple(
            session.scalars(
                select(Document.id)
                .where(Document.approved_by == desk.officer.id, Document.stage.in_(UNFINISHED))
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
    with desk.begin() as session:
        batch = SigningBatch(
            service_point_id=desk.point.id,
            signatory_id=desk.officer.id,
            certificate_sha256=certificate.fingerprint,
        )
        session.add(batch)
        session.flush()
        batch_id = batch.id
    outcomes: dict[int, Outcome] = {}
    waiting = iter(document_ids)
    try:
        while group := list(islice(waiting, PER_CALL)):
            yield Progress(len(outcomes), len(document_ids))
            ready: list[_Item] = []
            for document_id in group:
                try:
                    ready.append(_prepare(desk, document_id, patience, pause))
                except Refusal as refusal:
                    outcomes[document_id] = Outcome(
                        _number(desk, document_id), Ending.FAILED, sentence(refusal)
                    )
                yield Progress(len(outcomes), len(document_ids))
            for outcome_id, outcome in _sign_group(desk, ready, batch_id, signer, secret):
                outcomes[outcome_id] = outcome
                yield Progress(len(outcomes), len(document_ids), outcome.subject)
    finally:
        _close(desk, batch_id)
    return tuple(outcomes[document_id] for document_id in document_ids)


def _prepare(desk: Desk, document_id: int, patience: float, pause: Callable[[float], None]) -> _Item:
    """Bring one document to *prepared*, drawing and keeping the unsigned PDF when it is not there yet."""
    _await_seal(desk, document_id, patience, pause)
    with desk.begin() as session:
        document = _locked(session, document_id)
        if document.stage in (DocumentStage.SENT, DocumentStage.UNKNOWN, DocumentStage.REJECTED):
            document.fail(document.raw)
        if document.stage == DocumentStage.TO_SIGN:
            document.prepare(session.scalar(select(func.loket.keep_paper(_drawn(session, document)))) or "")
        DOCUMENT.demand(document.stage, DocumentStage.PREPARED, "send")
        return _Item(document.id, document.number)


def _await_seal(desk: Desk, document_id: int, patience: float, pause: Callable[[float], None]) -> None:
    waited = 0.0
    while True:
        with desk.read() as session:
            found = session.execute(
                select(Document.seal.is_not(None).label("sealed")).where(Document.id == document_id)
            ).one_or_none()
        if found is None:
            raise NotIssued
        if found.sealed:
            return
        if waited >= patience:
            raise ServiceDown("seal")
        pause(0.2)
        waited += 0.2


def _drawn(session: Session, document: Document) -> bytes:
    record, seal = document.record, document.seal
    if record is None or seal is None:
        raise NotIssued(document.number)
    photo = None
    if record.get("photo") is not None:
        photo = session.scalar(text("SELECT loket.scan_bytes(:id)"), {"id": record["photo"]})
    return papers.draw(document.kind, record, seal, bytes(photo) if photo is not None else None)


def _sign_group(
    desk: Desk, items: Sequence[_Item], batch_id: int, signer: Signer, secret: str
) -> Iterator[tuple[int, Outcome]]:
    if not items:
        return
    files = [_send(desk, item, batch_id) for item in items]
    try:
        answers = signer.sign(files, secret)
    except Outage as outage:
        for item in items:
            _lose(desk, item.id, str(outage))
        raise
    for item, answer in zip(items, answers, strict=True):
        if isinstance(answer, SignedPdf):
            _deposit(desk, item.id, answer.data)
            yield item.id, Outcome(item.number, Ending.DONE)
        elif answer.reason is FailureReason.UNKNOWN:
            _lose(desk, item.id, answer.raw)
            yield item.id, Outcome(item.number, Ending.UNKNOWN, answer.raw)
        else:
            _fail(desk, item.id, answer.raw)
            yield item.id, Outcome(item.number, Ending.FAILED, f"{answer.reason}: {answer.raw}")


def _send(desk: Desk, item: _Item, batch_id: int) -> UnsignedPdf:
    with desk.begin() as session:
        document = _locked(session, item.id)
        data = session.scalar(text("SELECT loket.paper_bytes(:id, false)"), {"id": item.id})
        document.send(batch_id)
        return UnsignedPdf(item.number, bytes(data or b""))


def _deposit(desk: Desk, document_id: int, signed: bytes) -> None:
    with desk.begin() as session:
        kept = session.scalar(select(func.loket.keep_paper(signed))) or ""
        _locked(session, document_id).deposit(kept)


def _fail(desk: Desk, document_id: int, raw: str) -> None:
    with desk.begin() as session:
        _locked(session, document_id).fail(raw)


def _lose(desk: Desk, document_id: int, raw: str) -> None:
    with desk.begin() as session:
        _locked(session, document_id).lose(raw)


def _close(desk: Desk, batch_id: int) -> None:
    with desk.begin() as session:
        session.get_one(SigningBatch, batch_id).closed_at = desk.now()


def _number(desk: Desk, document_id: int) -> str:
    with desk.read() as session:
        return session.scalar(select(Document.number).where(Document.id == document_id)) or str(document_id)


def _locked(session: Session, document_id: int) -> Document:
    document = session.get(Document, document_id, with_for_update=True, options=[undefer(Document.record)])
    if document is None:
        raise NotIssued
    return document
