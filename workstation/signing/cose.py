"""COSE_Sign1 with ES256 (RFC 9052): the one envelope of seals and withdrawal lists.

Written here because a seal needs eighty lines of it and no more: one algorithm, a two-byte key number in the
protected header, nothing unprotected. The reader accepts exactly the bytes that the writer makes, so nothing
foreign is decoded before the signature has been found good.
"""

from dataclasses import dataclass
from typing import Final

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

KID_BYTES: Final = 2
_START: Final = bytes.fromhex("d284")  # tag 18, array of four
_PROTECTED: Final = bytes.fromhex("a201260442")  # {1: -7 (ES256), 4: two bytes}
_ALGORITHM = ECDSA(SHA256())


@dataclass(frozen=True, slots=True)
class Envelope:
    """A COSE_Sign1 taken apart; nothing in it is to be believed before `is_signed_by`."""

    kid: bytes
    payload: bytes
    signature: bytes

    def is_signed_by(self, key: EllipticCurvePublicKey) -> bool:
        """Say whether this P-256 key made the signature."""
        half = len(self.signature) // 2
        r = int.from_bytes(self.signature[:half], "big")
        s = int.from_bytes(self.signature[half:], "big")
        try:
            key.verify(encode_dss_signature(r, s), _to_be_signed(self.kid, self.payload), _ALGORITHM)
        except InvalidSignature:
            return False
        return True


def seal(payload: bytes, key: EllipticCurvePrivateKey, kid: bytes) -> bytes:
    """Return the signed envelope around `payload`; the raw signature is r and s, 32 bytes each (RFC 9053)."""
    r, s = decode_dss_signature(key.sign(_to_be_signed(kid, payload), _ALGORITHM))
    signature = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    return bytes(cbor2.dumps(cbor2.CBORTag(18, [_PROTECTED + kid, {}, payload, signature])))


def open_envelope(data: bytes) -> Envelope:
    """Take an envelope apart; ValueError when it is not byte for byte one of our own form."""
    head = cbor2.dumps(_PROTECTED + bytes(KID_BYTES))[:-KID_BYTES]
    start = _START + head
    if not data.startswith(start):
        raise ValueError("not a COSE_Sign1 of ours")
    after_kid = len(start) + KID_BYTES
    if data[after_kid : after_kid + 1] != b"\xa0":
        raise ValueError("something unprotected")
    payload, rest = _byte_string(data, after_kid + 1)
    signature, end = _byte_string(data, rest)
    if len(signature) != 64 or end != len(data):
        raise ValueError("wrong length")
    return Envelope(data[len(start) : after_kid], payload, signature)


def _to_be_signed(kid: bytes, payload: bytes) -> bytes:
    """Return the Sig_structure (RFC 9052 section 4.4)."""
    return bytes(cbor2.dumps(["Signature1", _PROTECTED + kid, b"", payload]))


def _byte_string(data: bytes, at: int) -> tuple[bytes, int]:
    """Return the CBOR byte string that starts at `at`, and where it ends."""
    head = data[at] if at < len(data) else 0
    kind, short = head >> 5, head & 31
    if kind != 2 or short > 26:
        raise ValueError("no byte string")
    width = 0 if short < 24 else 1 << (short - 24)
    start = at + 1 + width
    size = int.from_bytes(data[at + 1 : start], "big") if width else short
    if len(data) < start + size:
        raise ValueError("cut short")
    return data[start : start + size], start + size
