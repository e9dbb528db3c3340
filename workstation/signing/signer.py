"""The port of everybody who can sign PDFs: own key, eSign service, token."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class FailureReason(StrEnum):
    """Why one file of a call carries no signature."""

    ALREADY_SIGNED = "already_signed"
    ENCRYPTED = "encrypted"
    UNREADABLE = "unreadable"
    REFUSED = "refused"
    NOT_SENT = "not_sent"  # the call stopped before it: it may be signed at once
    UNKNOWN = "unknown"  # the other side may have signed: sign again from the unsigned file only


@dataclass(frozen=True, slots=True)
class UnsignedPdf:
    """A complete paper; everything visible is already on it. `reason` goes into the signature."""

    name: str
    data: bytes = field(repr=False)
    reason: str = "Persetujuan izin"


@dataclass(frozen=True, slots=True)
class SignedPdf:
    """The paper named `name` with a signature; never yet inspected."""

    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class SignFailure:
    """The paper named `name` was not signed; `raw` is the other side's own word, without secrets."""

    name: str
    reason: FailureReason
    raw: str = ""


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What an officer is told about a certificate; times are aware UTC, `fingerprint` is SHA-256 in hex."""

    subject: str
    issuer: str
    serial: str
    fingerprint: str
    not_before: datetime
    not_after: datetime
    days_left: int


class Signer(Protocol):
    """Signs batches with the secret of one named signatory; keeps no secret between calls."""

    def open(self, secret: str) -> CertificateFacts:
        """Try the secret without signing; raise WrongPassphrase, CertificateUnusable or SignerDown."""
        ...

    def sign(self, files: Sequence[UnsignedPdf], secret: str) -> list[SignedPdf | SignFailure]:
        """Sign each file, answers in the same order; raise as `open` when nothing at all can be signed."""
        ...


def calls_at_once(signer: Signer) -> int:
    """How many calls of `sign` this signer takes at the same time, from threads of their own; 1 unless it says more.

    A remote service is slow for each call and quick for many (`calls_at_once` of its class: 8); a token is one pen.
    """
    return max(1, int(getattr(signer, "calls_at_once", 1)))


def most_calls_at_once(signer: Signer) -> int:
    """How many calls it may be given at once as long as it stays quick: `calls_at_once` unless its class says more."""
    return max(calls_at_once(signer), int(getattr(signer, "most_calls_at_once", 1)))


def files_a_call(signer: Signer) -> int:
    """How many files one call takes at most: 20 unless the signer's `files_a_call` says something else."""
    return max(1, int(getattr(signer, "files_a_call", 20)))
