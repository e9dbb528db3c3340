"""The back room looks at every deposited PDF before it counts: only then is a document *issued*."""

from collections.abc import Sequence

from cryptography import x509
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, undefer

from workstation.desk import Desk
from workstation.models.document import Document, SigningBatch
from workstation.models.officer import Officer
from workstation.signing import inspecting
from workstation.usecases import papers
from workstation.vocabulary import DocumentStage, Role


def issue_deposited(desk: Desk, roots: Sequence[x509.Certificate], limit: int = 25) -> tuple[int, int]:
    """Check up to `limit` deposited files; returns how many were issued and how many rejected.

    A file counts when it holds exactly one signature, trusted, over the whole file, made with the certificate
    that was pinned for the batch and bearing the signatory's name, on top of the unsigned bytes that were kept,
    and those bytes are what the approved record draws.
    """
    desk.require(Role.SERVICE)
    issued = rejected = 0
    while issued + rejected < limit:
        flaw = _look_at_one(desk, roots)
        if flaw is None:
            break
        if flaw:
            rejected += 1
        else:
            issued += 1
    return issued, rejected


def _look_at_one(desk: Desk, roots: Sequence[x509.Certificate]) -> str | None:
    """Judge the oldest deposited document; None when there is none, "" when it was issued, else what was wrong."""
    with desk.begin() as session:
        document = session.scalar(
            select(Document)
            .where(Document.stage == DocumentStage.DEPOSITED, ~func.loket.is_frozen(Document.application_id))
            .order_by(Document.id)
            .limit(1)
            .with_for_update(skip_locked=True)
            .options(undefer(Document.record))
        )
        if document is None:
            return None
        signed = session.scalar(text("SELECT loket.paper_bytes(:id, true)"), {"id": document.id}) or b""
        unsigned = session.scalar(text("SELECT loket.paper_bytes(:id, false)"), {"id": document.id}) or b""
        batch = session.get_one(SigningBatch, document.batch_id)
        signatory = session.get_one(Officer, document.approved_by)
        flaw = _flaw(bytes(signed), bytes(unsigned), roots, batch.certificate_sha256, signatory.name)
        if not flaw and bytes(unsigned) != _drawn(session, document):
            flaw = "not the paper of the approved record"
        if flaw:
            document.reject(flaw)
        else:
            document.issue()
        return flaw


def _drawn(session: Session, document: Document) -> bytes:
    """Draw the paper once more from the frozen record: equal records give equal bytes.

    So nobody can sign other words under an approved number, not even the signatory with a tool of his own.
    """
    record = document.record or {}
    photo = None
    if record.get("photo") is not None:
        photo = session.scalar(text("SELECT loket.scan_bytes(:id)"), {"id": record["photo"]})
    return papers.draw(
        document.kind, record, document.seal or "", bytes(photo) if photo is not None else None
    )


def _flaw(
    signed: bytes, unsigned: bytes, roots: Sequence[x509.Certificate], fingerprint: str, name: str
) -> str:
    """Return what is wrong with a signed file, or nothing."""
    found = inspecting.inspect(signed, roots, unsigned=unsigned, expected_signer=fingerprint)
    if not found.trusted:
        return f"{found.verdict}: " + ", ".join(str(problem) for problem in found.problems)
    if not found.covers_whole_file:
        return "not the whole file"
    if not found.prefix_kept:
        return "not our unsigned file"
    if name.casefold() not in found.signer_name.casefold():
        return f"signed by {found.signer_name}"
    return ""
