"""The list of withdrawn papers: every serial that no longer counts, signed, with the time it was made.

COSE_Sign1 of a CWT whose private claim is a deflated bitstring over the serials (the form of the W3C
"Bitstring Status List"), so a million papers take a few kilobytes and nobody learns which number was whose.
"""

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import cbor2
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey, EllipticCurvePublicKey

from workstation.errors import WithdrawalListUnusable
from workstation.signing import cose

TOO_OLD: Final = timedelta(hours=48)
BLOCK: Final = 65_536  # serials in one piece of the bitstring: scattered serials leave the other pieces out
MOST_BYTES: Final = 64 * 1024 * 1024

_EXPIRES, _ISSUED = 4, 6  # RFC 8392 section 4
_PIECES: Final = -65538  # private use (RFC 8392 section 9.1.1)


@dataclass(frozen=True, slots=True)
class WithdrawalKey:
    """The P-256 key that signs lists, apart from the keys that seal papers."""

    kid: bytes
    private: EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class WithdrawalList:
    """A list whose signature is good: which serials are withdrawn, as known at `issued`."""

    issued: datetime
    expires: datetime
    pieces: Mapping[int, bytes]

    def is_withdrawn(self, serial: int) -> bool:
        """Say whether the paper with this 32-bit serial has been withdrawn."""
        bits = self.pieces.get(serial // BLOCK, b"")
        place = serial % BLOCK
        return place // 8 < len(bits) and bool(bits[place // 8] >> (place % 8) & 1)

    def age(self, now: datetime) -> timedelta:
        """Return how long ago the list was made."""
        return now - self.issued

    def is_fresh(self, now: datetime) -> bool:
        """Say whether the list may still be relied on: neither expired nor older than two days."""
        return now < self.expires and self.age(now) <= TOO_OLD


def publish(
    serials: Iterable[int], key: WithdrawalKey, issued: datetime, lasts: timedelta = TOO_OLD
) -> bytes:
    """Return the signed list of these serials (0 to 2^32 - 1)."""
    pieces: dict[int, bytearray] = {}
    for serial in serials:
        if not 0 <= serial < 1 << 32:
            raise ValueError(f"no 32-bit serial: {serial}")
        piece = pieces.setdefault(serial // BLOCK, bytearray(BLOCK // 8))
        piece[serial % BLOCK // 8] |= 1 << (serial % 8)
    raw = cbor2.dumps({number: bytes(piece).rstrip(b"\0") for number, piece in sorted(pieces.items())})
    claims = {
        _ISSUED: int(issued.timestamp()),
        _EXPIRES: int((issued + lasts).timestamp()),
        _PIECES: zlib.compress(raw, 9),
    }
    return cose.seal(bytes(cbor2.dumps(claims, canonical=True)), key.private, key.kid)


def read(data: bytes, keys: Mapping[bytes, EllipticCurvePublicKey]) -> WithdrawalList:
    """Return the list in `data`; WithdrawalListUnusable when no key of ours signed exactly these bytes."""
    try:
        envelope = cose.open_envelope(data)
    except ValueError as fault:
        raise WithdrawalListUnusable("form") from fault
    key = keys.get(envelope.kid)
    if key is None:
        raise WithdrawalListUnusable("kid")
    if not envelope.is_signed_by(key):
        raise WithdrawalListUnusable("signature")
    try:
        return _list(envelope.payload)
    except (cbor2.CBORError, zlib.error, ValueError, TypeError, LookupError, OverflowError) as fault:
        raise WithdrawalListUnusable("claims") from fault


def _list(payload: bytes) -> WithdrawalList:
    """Read the claims of a list whose signature is good."""
    claims = cbor2.loads(payload)
    inflating = zlib.decompressobj()
    raw = inflating.decompress(claims[_PIECES], MOST_BYTES)
    if inflating.unconsumed_tail or not inflating.eof:
        raise ValueError("too large")
    pieces = {int(number): bytes(piece) for number, piece in dict(cbor2.loads(raw)).items()}
    return WithdrawalList(
        issued=datetime.fromtimestamp(claims[_ISSUED], UTC),
        expires=datetime.fromtimestamp(claims[_EXPIRES], UTC),
        pieces=pieces,
    )
