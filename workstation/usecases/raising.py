"""The archive of the back room: issued papers are raised to B-LTA afterwards, and their last time-stamp is renewed.

Nobody waits for it. A paper that is taken is put off first, so that another back room leaves it alone and a dead
process loses nothing; what was made counts only after it was looked at like any deposited file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Final

from cryptography import x509
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workstation.desk import Desk
from workstation.models.archive import PaperDue, RaisedPaper
from workstation.models.document import Document, SigningBatch
from workstation.signing import inspecting, stamping
from workstation.signing.inspecting import Inspection
from workstation.signing.levels import Standing
from workstation.signing.stamping import NotStamped, StampSource
from workstation.usecases.asking import asked
from workstation.usecases.rechecking import Deposit
from workstation.vocabulary import Role, SignatureLevel

Roots = Sequence[x509.Certificate]

FIRST_WAIT: Final = timedelta(minutes=2)
LONGEST_WAIT: Final = timedelta(days=1)
RENEW_BEFORE: Final = timedelta(days=180)  # before the certificate behind the last time-stamp ends
LEAST_REST: Final = timedelta(days=30)  # of a renewed paper, should the authority's certificate end sooner


@dataclass(frozen=True, slots=True)
class _Due:
    id: int
    fingerprint: str
    signed: bytes = field(repr=False)
    unsigned: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Raised:
    """What came of one: the new file where there is one, and why it went no further."""

    data: bytes | None = field(repr=False)
    standing: Standing
    why: str = ""


def note_issued(session: Session, ids: Sequence[int], stamped: Mapping[int, tuple[bytes, Standing]]) -> None:
    """Put issued papers on the list of those to be raised, and keep those that have their time-stamp already."""
    session.flush()
    session.add_all(PaperDue(document_id=ident, tries=0, raw="") for ident in ids)
    for ident in ids:
        if ident in stamped:
            keep_raised(session, ident, *stamped[ident])


def keep_raised(session: Session, document_id: int, data: bytes, standing: Standing) -> None:
    """Keep a raised file beside those before it; from now on it is the one that is handed out."""
    session.add(
        RaisedPaper(
            document_id=document_id,
            level=standing.level,
            sha256=session.scalar(select(func.loket.keep_paper(data))),
            stamped_at=standing.stamped_at,
            stamped_by=standing.stamped_by,
            stamp_ends=standing.stamp_ends,
        )
    )


@dataclass
class AtIssue:
    """Stamps papers in the moment of their issue (B-T), all of a group within one deadline.

    An authority that was silent is left alone for `rest` seconds, so that it cannot slow down what is issued.
    """

    roots: Roots
    source: StampSource
    rest: float = 60.0
    _silent_until: float = 0.0

    def __call__(self, deposits: Sequence[Deposit]) -> list[tuple[bytes, Standing] | None]:
        """Return for each good deposit the stamped file and its standing, or None."""
        if not deposits or monotonic() < self._silent_until:
            return [None] * len(deposits)
        made = stamping.stamped_at_once([one.signed for one in deposits], self.source)
        if not any(made):
            self._silent_until = monotonic() + self.rest
        return [
            None if data is None else self._looked(one, data)
            for one, data in zip(deposits, made, strict=True)
        ]

    def _looked(self, one: Deposit, data: bytes) -> tuple[bytes, Standing] | None:
        due = _Due(0, one.fingerprint, one.signed, one.unsigned)
        before = _look(due, one.signed, self.roots, self.source)
        after = _look(due, data, self.roots, self.source)
        is_good = not flaw_of_raised(before, after) and _proves_more(before.standing, after.standing)
        return (data, after.standing) if is_good else None


def raise_due(desk: Desk, roots: Roots, source: StampSource, limit: int = 8) -> tuple[int, int]:
    """Raise up to `limit` papers that are due, oldest first; returns how many were raised and how many not."""
    desk.require(Role.SERVICE)
    raised = 0
    due = _take(desk, limit)
    for one in due:
        made = _raised(one, roots, source)
        _keep(desk, one, made)
        raised += made.data is not None
    return raised, len(due) - raised


def _take(desk: Desk, limit: int) -> list[_Due]:
    """Take papers and put them off, for ever longer the oftener they were taken in vain."""
    rows = (
        select(PaperDue, SigningBatch.certificate_sha256)
        .join(Document, Document.id == PaperDue.document_id)
        .join(SigningBatch, SigningBatch.id == Document.batch_id)
        .where(PaperDue.due_at <= func.loket.moment(), ~func.loket.is_frozen(Document.application_id))
        .order_by(PaperDue.due_at)
        .limit(limit)
        .with_for_update(of=PaperDue, skip_locked=True)
    )
    with desk.begin("arsip tanda tangan") as session:
        taken = [(due, fingerprint) for due, fingerprint in session.execute(rows)]
        for due, _ in taken:
            due.due_at = desk.now() + min(FIRST_WAIT * 2 ** min(due.tries, 20), LONGEST_WAIT)
            due.tries += 1
        ids = [due.document_id for due, _ in taken]
        signed = asked(session, lambda ident: func.loket.paper_bytes(ident, True), ids)
        unsigned = asked(session, lambda ident: func.loket.paper_bytes(ident, False), ids)
        return [
            _Due(
                due.document_id, fingerprint, bytes(signed[due.document_id]), bytes(unsigned[due.document_id])
            )
            for due, fingerprint in taken
        ]


def _raised(one: _Due, roots: Roots, source: StampSource) -> _Raised:
    """Go as far as the authorities let us; nothing is kept that does not prove more than the file before."""
    before = _look(one, one.signed, roots, source)
    made, why = one.signed, ""
    try:
        if before.standing.level is SignatureLevel.BASIC:
            made = _stamped(made, source)
        made, why = stamping.lasting(made, roots, source)
    except NotStamped as silent:
        why = str(silent)
    if made == one.signed:
        return _Raised(None, before.standing, why)
    after = _look(one, made, roots, source)
    if flaw := flaw_of_raised(before, after):
        return _Raised(None, before.standing, flaw)
    if not _proves_more(before.standing, after.standing):
        return _Raised(None, before.standing, why or f"still {after.standing.level}")
    return _Raised(made, after.standing, why)


def _stamped(data: bytes, source: StampSource) -> bytes:
    """Stamp the signature; one that a service made without room for it is stamped with the whole file instead."""
    try:
        return stamping.stamped(data, source)
    except stamping.NoRoom:
        return data


def _look(one: _Due, data: bytes, roots: Roots, source: StampSource) -> Inspection:
    return inspecting.inspect(
        data, roots, stamp_roots=source.roots, unsigned=one.unsigned, expected_signer=one.fingerprint
    )


def flaw_of_raised(before: Inspection, after: Inspection) -> str:
    """Return what is wrong with a raised file, or nothing: as trusted as before, and by the very same signature."""
    if not after.trusted:
        return f"{after.verdict}: " + ", ".join(after.problems)
    if not after.prefix_kept:
        return "not our unsigned file"
    if (after.signer, after.signed_at, after.signature_count) != (before.signer, before.signed_at, 1):
        return "not the same signature"
    return ""


def _proves_more(before: Standing, after: Standing) -> bool:
    """Whether a level was won, or a newer time-stamp at the highest."""
    levels = list(SignatureLevel)
    if before.level is after.level is SignatureLevel.ARCHIVAL:
        return True
    return levels.index(after.level) > levels.index(before.level)


def _keep(desk: Desk, one: _Due, made: _Raised) -> None:
    with desk.begin("arsip tanda tangan") as session:
        if made.data is not None:
            keep_raised(session, one.id, made.data, made.standing)
        due = session.get_one(PaperDue, one.id)
        due.raw = made.why
        if made.data is not None and made.standing.level is SignatureLevel.ARCHIVAL:
            due.tries, due.due_at = 0, renewal_at(desk.now(), made.standing)


def renewal_at(now: datetime, standing: Standing) -> datetime:
    """Return when the newest time-stamp is to be renewed."""
    ends = standing.stamp_ends or now
    return max(ends - RENEW_BEFORE, now + LEAST_REST)
