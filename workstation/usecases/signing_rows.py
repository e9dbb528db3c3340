"""The rows of a batch: every step of many documents in one transaction, so that a batch is not slow by its trips.

When the law refuses one of them, nothing of that transaction is kept, and each is done by itself: one document cannot
hold up the others. The journal's lock is taken late: files are sent before the first row of a transaction changes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import chain
from typing import Any, TypeVar

from sqlalchemy import ARRAY, LargeBinary, and_, cast, func, select
from sqlalchemy.orm import Session

from workstation.desk import Desk
from workstation.errors import NotAllowed, NotIssued, Outage, Problem, Refusal, SignatureRefused
from workstation.models.document import UNSIGNED, Document, SigningBatch
from workstation.models.lifecycle import DOCUMENT
from workstation.progress import Ending, Outcome
from workstation.signing.signer import FailureReason, SignedPdf, SignFailure
from workstation.usecases.asking import asked
from workstation.usecases.press import Draft, Drawn
from workstation.usecases.reading import announce_all
from workstation.usecases.reviewing import LOOKING
from workstation.vocabulary import DocumentStage
from workstation.wording import raw, sentence

TAKEN_BACK = (DocumentStage.SENT, DocumentStage.UNKNOWN)
SIGNING = "menandatangani surat"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Item:
    """One document of a batch; `is_signed` by this officer, in an earlier try that was cut off behind it."""

    id: int
    application_id: int
    number: str
    is_signed: bool = False

    def failed(self, why: str) -> Outcome:
        """Return the outcome of one that was not signed."""
        return Outcome(self.number, Ending.FAILED, why)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document whose unsigned PDF is kept."""

    item: Item
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Opened:
    """What a document is to be signed from: its kept unsigned PDF, or what that is drawn from."""

    item: Item
    data: bytes | None = field(default=None, repr=False)
    draft: Draft | None = field(default=None, repr=False)
    photo: int | None = None


Ended = tuple[Item, Outcome]
Draw = Callable[[Sequence[Draft]], Sequence[Drawn]]


def items_of(desk: Desk, document_ids: Sequence[int]) -> dict[int, Item]:
    """Look the documents up, in the order asked for; an unknown id is kept and fails by itself."""
    is_signed = and_(Document.approved_by == desk.officer.id, Document.stage.not_in(UNSIGNED))
    with desk.read() as session:
        found = {
            row.id: Item(row.id, row.application_id, row.number, row.is_signed)
            for row in session.execute(
                select(
                    Document.id, Document.application_id, Document.number, is_signed.label("is_signed")
                ).where(Document.id.in_(document_ids))
            )
        }
    return {wanted: found.get(wanted) or Item(wanted, 0, str(wanted)) for wanted in document_ids}


def open_batch(desk: Desk, fingerprint: str) -> int:
    """Open a batch under one certificate; returns its id."""
    with desk.begin() as session:
        batch = SigningBatch(
            service_point_id=desk.point.id, signatory_id=desk.officer.id, certificate_sha256=fingerprint
        )
        session.add(batch)
        session.flush()
        return batch.id


def close_batch(desk: Desk, batch_id: int) -> None:
    """Note that nothing more is signed in it."""
    with desk.begin() as session:
        session.get_one(SigningBatch, batch_id).closed_at = desk.now()


def sealed(desk: Desk, document_ids: Sequence[int]) -> list[int]:
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


def prepare(desk: Desk, items: Sequence[Item], draw: Draw) -> tuple[list[Prepared], list[Ended]]:
    """Bring documents to *prepared*: take the kept unsigned PDF, or draw it from the record and keep it."""
    opened, refused = _all_or_each(items, lambda some: _open(desk, some))
    plain, refused_photos = _all_or_each(opened, lambda some: _with_photos(desk, some))
    prepared = [Prepared(one.item, one.data) for one in plain if one.data is not None]
    drawn = _drawn([one for one in plain if one.draft is not None], draw)
    fresh = [Prepared(one, data) for one, data in drawn if isinstance(data, bytes)]
    undrawn = [(one, one.failed(sentence(why))) for one, why in drawn if isinstance(why, Refusal)]
    kept, unkept = _all_or_each(fresh, lambda some: _keep_unsigned(desk, some))
    ended = [*refused, *refused_photos, *undrawn, *unkept]
    order = {item.id: number for number, item in enumerate(items)}
    return sorted([*prepared, *kept], key=lambda one: order[one.item.id]), ended


def send(desk: Desk, prepared: Sequence[Prepared], batch_id: int) -> tuple[list[Prepared], list[Ended]]:
    """Note that the signer gets these; returns those that may go, and those that may not."""

    def work(some: Sequence[Prepared]) -> list[Prepared]:
        with desk.begin() as session:
            for document in _locked(session, (one.item for one in some)):
                document.send(batch_id)
        return list(some)

    return _all_or_each(prepared, work)


def keep(desk: Desk, answered: Sequence[tuple[Item, SignedPdf | SignFailure]]) -> list[Ended]:
    """Keep every answer of the signer; returns an outcome for each document."""

    def work(some: Sequence[tuple[Item, SignedPdf | SignFailure]]) -> list[Ended]:
        signed = [answer.data for _, answer in some if isinstance(answer, SignedPdf)]
        with desk.begin() as session:
            names = iter(_kept(session, signed))
            documents = _locked(session, (item for item, _ in some))
            return [
                (item, _deposited(document, item, answer, names))
                for document, (item, answer) in zip(documents, some, strict=True)
            ]

    # refused: the same officer signs it elsewhere, and his other batch has kept it
    ended, refused = _all_or_each(answered, work)
    return [*ended, *refused]


def take_back(desk: Desk, sent: Sequence[Prepared], problem: Problem) -> None:
    """After a call without an answer: an outage leaves the outcome unknown, a refusal signed nothing."""
    said = raw(problem) or type(problem).__name__
    with desk.begin() as session:
        for document in _locked(session, (one.item for one in sent)):
            if isinstance(problem, Outage):
                document.lose(said)
            else:
                document.fail(said)


def _all_or_each(
    things: Sequence[T], work: Callable[[Sequence[T]], list[Any]]
) -> tuple[list[Any], list[Ended]]:
    """Do all in one go; when one is refused, each by itself: results, and the refused with their reason."""
    if not things:
        return [], []
    try:
        return work(things), []
    except Refusal as refusal:
        if len(things) == 1:
            item = _item_of(things[0])
            return [], [(item, item.failed(sentence(refusal)))]
    done, refused = zip(*(_all_or_each([one], work) for one in things), strict=True)
    return list(chain.from_iterable(done)), list(chain.from_iterable(refused))


def _item_of(thing: Any) -> Item:
    if isinstance(thing, Item):
        return thing
    item: Item = thing[0] if isinstance(thing, tuple) else thing.item
    return item


def _open(desk: Desk, items: Sequence[Item]) -> list[_Opened]:
    announce_all(desk, "document", [item.id for item in items], SIGNING)
    with desk.begin() as session:
        documents = _locked(session, items)
        for document in documents:
            if document.stage in TAKEN_BACK:
                document.fail(document.raw)
            elif document.stage == DocumentStage.REJECTED:
                document.redraw()
        session.flush()
        kept = [one.id for one in documents if one.stage == DocumentStage.PREPARED]
        fresh = [one for one in documents if one.stage != DocumentStage.PREPARED]
        for document in fresh:
            DOCUMENT.demand(document.stage, DocumentStage.TO_SIGN, "prepare")
            if document.seal is None:
                raise NotIssued(document.number)
        data = asked(session, lambda ident: func.loket.paper_bytes(ident, False), kept)
        records = asked(session, func.loket.paper_record, [one.id for one in fresh])
        return [
            _Opened(item, data=bytes(data[item.id] or b""))
            if item.id in data
            else _to_draw(item, document, records[item.id])
            for item, document in zip(items, documents, strict=True)
        ]


def _to_draw(item: Item, document: Document, record: Mapping[str, Any] | None) -> _Opened:
    if record is None:
        raise NotIssued(document.number)
    draft = Draft(document.kind, record, document.seal or "")
    return _Opened(item, draft=draft, photo=record.get("photo"))


def _with_photos(desk: Desk, opened: Sequence[_Opened]) -> list[_Opened]:
    wanted = [one.photo for one in opened if one.photo is not None]
    if not wanted:
        return list(opened)
    announce_all(desk, "scan", wanted, LOOKING)
    with desk.begin() as session:
        data = asked(session, func.loket.scan_bytes, wanted)
    return [_seen(one, data) for one in opened]


def _seen(one: _Opened, data: Mapping[int, Any]) -> _Opened:
    if one.photo is None or one.draft is None:
        return one
    if data[one.photo] is None:
        raise NotAllowed("scan")
    draft = Draft(one.draft.kind, one.draft.record, one.draft.seal, bytes(data[one.photo]))
    return _Opened(one.item, draft=draft)


def _drawn(opened: Sequence[_Opened], draw: Draw) -> list[tuple[Item, Drawn]]:
    made = draw([one.draft for one in opened if one.draft is not None]) if opened else []
    return [(one.item, data) for one, data in zip(opened, made, strict=True)]


def _keep_unsigned(desk: Desk, drawn: Sequence[Prepared]) -> list[Prepared]:
    with desk.begin() as session:
        names = _kept(session, [one.data for one in drawn])
        documents = _locked(session, (one.item for one in drawn))
        for document, name in zip(documents, names, strict=True):
            document.prepare(name)
    return list(drawn)


def _deposited(document: Document, item: Item, answer: SignedPdf | SignFailure, names: Any) -> Outcome:
    if isinstance(answer, SignedPdf):
        document.deposit(next(names))
        return Outcome(item.number, Ending.DONE)
    if answer.reason is FailureReason.UNKNOWN:
        document.lose(answer.raw)
        return Outcome(item.number, Ending.UNKNOWN, answer.raw)
    document.fail(answer.raw)
    return item.failed(f"{sentence(SignatureRefused(answer.reason))} {answer.raw}".strip())


def _kept(session: Session, files: Sequence[bytes]) -> list[str]:
    """Keep files in the store, all in one trip; returns their names (SHA-256), in order."""
    if files:
        session.execute(select(func.loket.keep_paper(func.unnest(cast(list(files), ARRAY(LargeBinary))))))
    return [sha256(data).hexdigest() for data in files]


def _locked(session: Session, items: Iterable[Item]) -> list[Document]:
    """Lock the documents of these items, in the order of their ids; returns them in the order of the items."""
    wanted = [item.id for item in items]
    rows = select(Document).where(Document.id.in_(wanted)).order_by(Document.id).with_for_update()
    found = {document.id: document for document in session.scalars(rows)}
    if len(found) < len(set(wanted)):
        raise NotIssued
    return [found[ident] for ident in wanted]
