"""Papers of the supervisor at the desk: decided and not yet signed, and what became of the signed ones."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from workstation.desk import Desk
from workstation.models.application import Application
from workstation.models.catalogue import PermitTypeVersion
from workstation.models.document import UNSIGNED, Document, SigningBatch
from workstation.vocabulary import DocumentKind, DocumentStage

MOST_ROWS = 10_000
RECENT_ROWS = 200


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper. `id` is the document's; `raw` the signer's or the re-check's own words; `sealed`: ready to draw."""

    id: int
    application_id: int
    number: str
    application_number: str
    kind: DocumentKind
    type_title: str
    holder: str
    stage: DocumentStage
    approved_at: datetime
    signed_at: datetime | None
    sealed: bool
    raw: str


@dataclass(frozen=True, slots=True)
class CutOff:
    """A batch that nobody ended: when it was opened, how many of its papers are signed and kept, how many are left.

    `left` counts all that this officer has decided and not signed, whether it was of that batch or not.
    """

    opened_at: datetime
    kept: int
    left: int


def unsigned(desk: Desk) -> tuple[PaperRow, ...]:
    """List what this officer decided and has not signed, oldest first; a file that was rejected is here again."""
    question = _papers(desk).where(Document.stage.in_(UNSIGNED)).order_by(Document.id).limit(MOST_ROWS)
    return _rows(desk, question)


def recent(desk: Desk) -> tuple[PaperRow, ...]:
    """List the last RECENT_ROWS papers that this officer signed, newest first."""
    question = (
        _papers(desk)
        .where(Document.signed_sha256.is_not(None))
        .order_by(Document.batch_id.desc(), Document.id.desc())
        .limit(RECENT_ROWS)
    )
    return _rows(desk, question)


def cut_off(desk: Desk) -> CutOff | None:
    """Return the last batch of this officer if nobody closed it: its process died, or its line broke for good."""
    kept = (
        select(func.count())
        .where(Document.batch_id == SigningBatch.id, Document.signed_sha256.is_not(None))
        .scalar_subquery()
    )
    left = (
        select(func.count())
        .where(Document.approved_by == desk.officer.id, Document.stage.in_(UNSIGNED))
        .scalar_subquery()
    )
    with desk.read() as session:
        last = session.execute(
            select(SigningBatch.opened_at, SigningBatch.closed_at, kept.label("kept"), left.label("left"))
            .where(SigningBatch.signatory_id == desk.officer.id)
            .order_by(SigningBatch.id.desc())
            .limit(1)
        ).one_or_none()
    return (
        None if last is None or last.closed_at is not None else CutOff(last.opened_at, last.kept, last.left)
    )


def _papers(desk: Desk) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Document.id,
            Document.application_id,
            Document.number,
            Application.number.label("application_number"),
            Document.kind,
            PermitTypeVersion.short_title.label("type_title"),
            Document.holder,
            Document.stage,
            Document.approved_at,
            SigningBatch.opened_at.label("signed_at"),
            Document.seal.is_not(None).label("sealed"),
            Document.raw,
        )
        .join(Application, Application.id == Document.application_id)
        .join(PermitTypeVersion, PermitTypeVersion.id == Application.type_version_id)
        .outerjoin(SigningBatch, SigningBatch.id == Document.batch_id)
        .where(Document.approved_by == desk.officer.id)
    )


def _rows(desk: Desk, question: Select[*tuple[Any, ...]]) -> tuple[PaperRow, ...]:
    with desk.read() as session:
        return tuple(
            PaperRow(
                id=row.id,
                application_id=row.application_id,
                number=row.number,
                application_number=row.application_number,
                kind=DocumentKind(row.kind),
                type_title=row.type_title,
                holder=row.holder,
                stage=DocumentStage(row.stage),
                approved_at=row.approved_at,
                signed_at=row.signed_at,
                sealed=row.sealed,
                raw=row.raw,
            )
            for row in session.execute(question)
        )
