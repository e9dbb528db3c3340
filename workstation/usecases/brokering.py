"""The broker's side of a batch: a pass for one call, and the papers that this supervisor has sent to his signer.

The workstation takes a pass from the database on its own login; the broker spends it on the service's login and learns
who called. What is signed is what lies in the database as sent in an open batch of that officer, or the sheet of a day
that he closed, drawn here once more: a workstation names papers by their hash and can bring none of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import func, select, text

from workstation.desk import Desk
from workstation.errors import NotAllowed
from workstation.models.document import Document, SigningBatch
from workstation.models.officer import Officer
from workstation.usecases.closing import open_sheets
from workstation.vocabulary import DocumentStage, Role


@dataclass(frozen=True, slots=True)
class Caller:
    """The supervisor behind a pass."""

    officer_id: int
    login: str
    name: str


@dataclass(frozen=True, slots=True)
class SentPaper:
    """A paper that waits at the signer: its number, and the bytes that are to be signed."""

    number: str
    data: bytes


def take_pass(desk: Desk) -> str:
    """Take a pass for one call to the broker, good for two minutes; it is kept nowhere but in its hash."""
    desk.require(Role.SUPERVISOR)
    with desk.begin("izin memanggil layanan tanda tangan") as session:
        taken: str = session.scalars(select(func.loket.take_signing_pass())).one()
        return taken


def spend_pass(desk: Desk, signing_pass: str) -> Caller:
    """Spend a pass and say whose it was; NotAllowed when it is unknown, spent, late, or its officer signs no more."""
    desk.require(Role.SERVICE)
    with desk.begin("izin memanggil layanan tanda tangan") as session:
        officer_id = session.scalars(select(func.loket.use_signing_pass(signing_pass))).one()
        officer = session.get_one(Officer, officer_id)
        return Caller(officer.id, officer.login, officer.name)


def sent_papers(desk: Desk, officer_id: int, wanted: Sequence[str]) -> list[SentPaper]:
    """Read the unsigned papers with these hashes, in order; NotAllowed when one is not sent by this officer now."""
    desk.require(Role.SERVICE)
    if len(wanted) == 1 and (sheet := _closing_sheet(desk, officer_id, wanted[0])) is not None:
        return [sheet]
    with desk.begin() as session:
        found = {
            row.unsigned_sha256: row
            for row in session.execute(
                select(Document.id, Document.number, Document.unsigned_sha256)
                .join(SigningBatch, SigningBatch.id == Document.batch_id)
                .where(
                    Document.unsigned_sha256.in_(wanted),
                    Document.stage == DocumentStage.SENT,
                    SigningBatch.signatory_id == officer_id,
                    SigningBatch.closed_at.is_(None),
                )
            )
        }
        if len(set(wanted)) != len(wanted) or found.keys() != set(wanted):
            raise NotAllowed("sign")
        read = text("SELECT loket.paper_bytes(:id, false)")
        papers = [(found[one].number, session.scalar(read, {"id": found[one].id})) for one in wanted]
        return [SentPaper(number, bytes(data or b"")) for number, data in papers]


def _closing_sheet(desk: Desk, officer_id: int, wanted: str) -> SentPaper | None:
    """Return the open closing sheet of this officer that has this hash."""
    for day, data in open_sheets(desk, officer_id).items():
        if sha256(data).hexdigest() == wanted:
            return SentPaper(f"Penutupan {day}", data)
    return None
