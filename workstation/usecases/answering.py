"""Answer what a paper is: ours and valid, altered, out of its time, withdrawn, or not ours. Needs no line.

A seal proves what the code says, not what is printed around it: on paper the checker compares the facts given
here with the sheet and the person. A signed PDF proves its whole content, so there both must agree.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from workstation.errors import SealAltered, SealNotOurs, UnknownPaper, WithdrawalListUnusable
from workstation.imaging import recognise
from workstation.imaging.pool import PageReader
from workstation.signing import inspecting, seal, withdrawals
from workstation.signing.inspecting import Flaw
from workstation.signing.levels import Standing
from workstation.signing.seal import Statement
from workstation.signing.trust import Trust
from workstation.usecases.wordmatch import holds
from workstation.vocabulary import CheckedBy, CheckNote, CheckReason, SealAnswer, SignatureVerdict
from workstation.worktime import WIB

CodeReader = Callable[[bytes, str], Sequence[str]]
TextReader = Callable[[bytes, str], str]

CLOCK_SKEW: Final = timedelta(minutes=10)
TRACES: Final = (b"/ByteRange", b"/SubFilter", b"/FT /Sig", b"/Type /Sig", b"/DocMDP", b"/Adobe.PPKLite")
NO_PROOF: Final = frozenset({Flaw.CHAIN, Flaw.DIGEST, Flaw.SIGNATURE_VALUE, Flaw.UNREADABLE})
REASONS: Final = {
    "length": CheckReason.FOREIGN_ADDRESS,
    "host": CheckReason.FOREIGN_ADDRESS,
    "kid": CheckReason.UNKNOWN_KEY,
    "key_period": CheckReason.KEY_NOT_FOR_THIS,
    "form": CheckReason.CODE_DAMAGED,
    "signature": CheckReason.SEAL_BROKEN,
    "claims": CheckReason.SEAL_BROKEN,
}


@dataclass(frozen=True, slots=True)
class CheckAnswer:
    """The answer and the facts to compare; `statement` only when a seal of ours was found good.

    `withdrawal_unknown` must be said beside *valid*: "status pencabutan tidak diketahui". `signature` is
    UNSIGNED for pictures, prints and scans; `list_age` is None when there is no usable list.
    """

    answer: SealAnswer
    reason: CheckReason = CheckReason.NONE
    statement: Statement | None = None
    checked_by: CheckedBy = CheckedBy.SEAL
    signature: SignatureVerdict = SignatureVerdict.UNSIGNED
    signer_name: str = ""
    signed_at: datetime | None = None
    standing: Standing | None = None  # how long a trusted signature can be proved
    list_age: timedelta | None = None
    withdrawal_unknown: bool = False
    notes: tuple[CheckNote, ...] = ()


def check(
    data: bytes,
    name: str,
    trust: Trust,
    now: datetime,
    *,
    read_codes: CodeReader = recognise.codes_in,
    read_text: TextReader = recognise.text_in,
) -> CheckAnswer:
    """Judge a photograph, a scan or a PDF; UnknownPaper when it shows neither a code nor a signature.

    Give readers that work in a picture process where files of strangers are opened; not for an event loop.
    """
    codes = read_codes(data, name)
    if not _is_pdf(data):
        if not codes:
            raise UnknownPaper(name)
        return _by_seal(codes, trust, now)
    inspection = inspecting.inspect(data, trust.roots, stamp_roots=trust.stamp_roots, now=now)
    signature = _signature_of(data, inspection)
    if not codes and signature is SignatureVerdict.UNSIGNED:
        raise UnknownPaper(name)
    answer = replace(
        _by_seal(codes, trust, now),
        signature=signature,
        signer_name=inspection.signer_name,
        signed_at=inspection.signed_at,
        standing=inspection.standing if inspection.trusted else None,
    )
    if answer.reason is CheckReason.NO_SEAL and not _names_our_official(inspection):
        return answer
    return _with_file(answer, trust, read_text(data, name))


def check_apart(
    pages: PageReader,
    data: bytes,
    name: str,
    trust: Trust,
    now: datetime,
) -> CheckAnswer:
    """Judge like `check`, but draw and read the stranger's file in the picture process only."""

    def words(file: bytes, file_name: str) -> str:
        return "\n".join(pages.texts(file, file_name, drawn=True))

    return check(data, name, trust, now, read_codes=pages.codes, read_text=words)


def check_code(text: str, trust: Trust, now: datetime) -> CheckAnswer:
    """Judge the text that a hand scanner or a telephone read from a code."""
    return _by_seal([text], trust, now)


def _by_seal(codes: Sequence[str], trust: Trust, now: datetime) -> CheckAnswer:
    """Judge the codes of one paper: one good seal, and none that pretends to be ours."""
    statements: list[Statement] = []
    strangers: list[CheckReason] = []
    for code in codes:
        try:
            statements.append(seal.read(code, trust))
        except SealAltered as refusal:
            return CheckAnswer(SealAnswer.ALTERED, REASONS[refusal.reason])
        except SealNotOurs as refusal:
            strangers.append(REASONS[refusal.reason])
    if not statements:
        # the reason nearest to us says most: an unknown key on our host rather than somebody's advertisement
        nearest = [reason for reason in strangers if reason is not CheckReason.FOREIGN_ADDRESS]
        reason = (nearest or strangers or [CheckReason.NO_SEAL])[0]
        return CheckAnswer(SealAnswer.NOT_OURS, reason)
    if len(set(statements)) > 1:
        return CheckAnswer(SealAnswer.ALTERED, CheckReason.SEVERAL_SEALS)
    if CheckReason.UNKNOWN_KEY in strangers or CheckReason.KEY_NOT_FOR_THIS in strangers:
        return CheckAnswer(SealAnswer.ALTERED, CheckReason.SEVERAL_SEALS)
    return _in_its_time(_known_of(statements[0], trust, now), now)


def _known_of(statement: Statement, trust: Trust, now: datetime) -> CheckAnswer:
    """Look the serial up: an old list may still prove a withdrawal, but not its absence."""
    notes = [CheckNote.COMPARE_PAPER] + [CheckNote.NAME_CUT] * statement.name_is_cut
    unknown = CheckAnswer(SealAnswer.VALID, statement=statement, withdrawal_unknown=True)
    if not trust.withdrawals:
        return _noted(unknown, *notes, CheckNote.WITHDRAWAL_UNKNOWN, CheckNote.NO_LIST)
    try:
        listed = withdrawals.read(trust.withdrawals, trust.list_keys)
    except WithdrawalListUnusable:
        return _noted(unknown, *notes, CheckNote.WITHDRAWAL_UNKNOWN, CheckNote.LIST_UNUSABLE)
    age = listed.age(now)
    if listed.is_withdrawn(statement.serial):
        withdrawn = CheckAnswer(SealAnswer.WITHDRAWN, CheckReason.ON_THE_LIST, statement, list_age=age)
        return _noted(withdrawn, *notes)
    if age < -CLOCK_SKEW:
        return _noted(unknown, *notes, CheckNote.WITHDRAWAL_UNKNOWN, CheckNote.LIST_UNUSABLE)
    if not listed.is_fresh(now):
        aged = replace(unknown, list_age=age)
        return _noted(aged, *notes, CheckNote.WITHDRAWAL_UNKNOWN, CheckNote.LIST_TOO_OLD)
    return _noted(CheckAnswer(SealAnswer.VALID, statement=statement, list_age=age), *notes)


def _in_its_time(answer: CheckAnswer, now: datetime) -> CheckAnswer:
    """Turn *valid* into expired or not yet by the day in WIB; both ends of the validity count whole."""
    statement = answer.statement
    if statement is None or answer.answer is not SealAnswer.VALID:
        return answer
    today = now.astimezone(WIB).date()
    if today < statement.valid_from:
        return replace(answer, answer=SealAnswer.NOT_YET, reason=CheckReason.BEFORE_VALIDITY)
    if statement.valid_until is not None and today > statement.valid_until:
        return replace(answer, answer=SealAnswer.EXPIRED, reason=CheckReason.AFTER_VALIDITY)
    return answer


def _with_file(answer: CheckAnswer, trust: Trust, text: str) -> CheckAnswer:
    """Let the file have its say: a changed one is altered, however good the seal in it still is."""
    match answer.signature:
        case SignatureVerdict.ALTERED | SignatureVerdict.DAMAGED:
            return _altered(answer, CheckReason.FILE_CHANGED, CheckedBy.SIGNATURE)
        case SignatureVerdict.UNTRUSTED if trust.roots:
            return _altered(answer, CheckReason.FOREIGN_SIGNATURE, CheckedBy.SIGNATURE)
        case SignatureVerdict.UNTRUSTED:
            return _as_paper(_noted(answer, CheckNote.SIGNATURE_NOT_CHECKED), text)
        case SignatureVerdict.UNSIGNED:
            return _as_paper(_noted(answer, CheckNote.SIGNATURE_ABSENT), text)
    return _as_signed(answer, text)


def _as_signed(answer: CheckAnswer, text: str) -> CheckAnswer:
    """A whole, trusted signature: the signed words must carry the number that the seal carries."""
    if answer.statement is None:
        return replace(answer, checked_by=CheckedBy.SIGNATURE)
    if not holds(text, answer.statement.number):
        return _altered(answer, CheckReason.NUMBER_DIFFERS, CheckedBy.SEAL_AND_SIGNATURE)
    notes = tuple(note for note in answer.notes if note is not CheckNote.COMPARE_PAPER)
    return replace(answer, checked_by=CheckedBy.SEAL_AND_SIGNATURE, notes=notes)


def _as_paper(answer: CheckAnswer, text: str) -> CheckAnswer:
    """A print or a scan: where the file has words of its own, they must be those of the seal."""
    statement = answer.statement
    if statement is None or not text.strip():
        return answer
    if not holds(text, statement.number):
        return _altered(answer, CheckReason.NUMBER_DIFFERS, CheckedBy.SEAL)
    if not holds(text, statement.name.removesuffix(seal.CUT_MARK)):
        return _altered(answer, CheckReason.NAME_DIFFERS, CheckedBy.SEAL)
    return answer


def _altered(answer: CheckAnswer, reason: CheckReason, checked_by: CheckedBy) -> CheckAnswer:
    """Return the answer as *altered*; the sealed facts stay, for they are what the true paper says."""
    if answer.answer is SealAnswer.NOT_OURS and answer.reason is not CheckReason.NO_SEAL:
        return answer
    return replace(answer, answer=SealAnswer.ALTERED, reason=reason, checked_by=checked_by)


def _noted(answer: CheckAnswer, *notes: CheckNote) -> CheckAnswer:
    """Return the answer with more notes."""
    return replace(answer, notes=answer.notes + notes)


def _signature_of(data: bytes, inspection: inspecting.Inspection) -> SignatureVerdict:
    """Return the verdict; what is left of a cut-off signature counts, a broken scan without any does not."""
    has_traces = any(trace in data for trace in TRACES)
    match inspection.verdict:
        case SignatureVerdict.DAMAGED if not has_traces:
            return SignatureVerdict.UNSIGNED
        case SignatureVerdict.UNSIGNED if has_traces:
            return SignatureVerdict.ALTERED
    return inspection.verdict


def _names_our_official(inspection: inspecting.Inspection) -> bool:
    """Say whether a whole signature leads to our roots: without a seal nothing else shows that a file is ours."""
    return inspection.signature_count > 0 and not NO_PROOF.intersection(inspection.problems)


def _is_pdf(data: bytes) -> bool:
    """Say whether the bytes are a PDF, by their beginning."""
    return b"%PDF-" in data[:1024]
