"""What makes a deposited file count: the same questions whoever asks them, in this process or on the press."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cryptography import x509

from workstation.errors import Refusal
from workstation.signing import inspecting
from workstation.usecases import papers


@dataclass(frozen=True, slots=True)
class Deposit:
    """A signed file with everything it is held against: `fingerprint` of the batch, `name` of the signatory."""

    kind: str
    record: Mapping[str, Any] = field(repr=False)
    seal: str = field(repr=False)
    fingerprint: str
    name: str
    signed: bytes = field(repr=False)
    unsigned: bytes = field(repr=False)
    photo: bytes | None = field(default=None, repr=False)


Check = Callable[[Sequence[x509.Certificate], Sequence[Deposit]], Sequence[str]]


def check_here(roots: Sequence[x509.Certificate], deposits: Sequence[Deposit]) -> list[str]:
    """Check in this process: for each file what is wrong with it, or nothing."""
    return [flaw_of(roots, one) for one in deposits]


def flaw_of(roots: Sequence[x509.Certificate], one: Deposit) -> str:
    """Return what is wrong with a deposited file, or nothing.

    It counts when it holds exactly one signature, trusted, over the whole file, made with the certificate that was
    pinned for the batch and bearing the signatory's name, on top of the unsigned bytes that were kept, and those
    bytes are what the approved record draws: nobody can sign other words under an approved number, not even the
    signatory with a tool of his own.
    """
    found = inspecting.inspect(one.signed, roots, unsigned=one.unsigned, expected_signer=one.fingerprint)
    if not found.trusted:
        return f"{found.verdict}: " + ", ".join(str(problem) for problem in found.problems)
    if not found.covers_whole_file:
        return "not the whole file"
    if not found.prefix_kept:
        return "not our unsigned file"
    if one.name.casefold() not in found.signer_name.casefold():
        return f"signed by {found.signer_name}"
    try:
        drawn = papers.draw(one.kind, one.record, one.seal, one.photo)
    except Refusal as refusal:
        return f"the approved record cannot be drawn: {type(refusal).__name__}"
    return "" if one.unsigned == drawn else "not the paper of the approved record"
