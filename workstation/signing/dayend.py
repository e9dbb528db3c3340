"""The code of a closing sheet: which row ends a day's journal and what its hash is, sealed by the back room.

`LOKET-TUTUP:` + base41(COSE_Sign1), by the same key as the seals of papers. The payload has a claim of its own, so
neither kind of code can be taken for the other. Who keeps the sheet, or only the text of its code, can prove at any
time whether the journal up to that row is still the one of that evening.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import cbor2

from workstation.errors import SealAltered, SealNotOurs
from workstation.signing import base41, cose
from workstation.signing.seal import LONGEST, SealKey, SealTrust
from workstation.worktime import WIB

PREFIX: Final = "LOKET-TUTUP:"
_ISSUED_AT: Final = 6  # RFC 8392 section 3.1.6
_CLOSING: Final = -65539  # private use, beside those of papers and of withdrawal lists


@dataclass(frozen=True, slots=True)
class Anchor:
    """The journal of `point` (its code) ended with row `seq` at `closed_at`; `hash` in hex, "" for no row at all."""

    point: str
    seq: int
    hash: str
    closed_at: datetime


def make(anchor: Anchor, key: SealKey) -> str:
    """Return the text of the QR code; whole seconds of `closed_at` count."""
    claims = {
        _ISSUED_AT: int(anchor.closed_at.timestamp()),
        _CLOSING: [anchor.point, anchor.seq, bytes.fromhex(anchor.hash)],
    }
    payload = bytes(cbor2.dumps(claims, canonical=True))
    return PREFIX + base41.encode(cose.seal(payload, key.private, key.kid))


def is_closing(text: str) -> bool:
    """Say whether a code is meant to be that of a closing sheet; nothing in it is believed by that."""
    return text.strip().startswith(PREFIX)


def read(text: str, trust: SealTrust) -> Anchor:
    """Return what a code says; SealNotOurs when no key of ours made it, SealAltered when it was changed."""
    said = text.strip()
    if len(said) > LONGEST or not said.startswith(PREFIX):
        raise SealNotOurs("length" if len(said) > LONGEST else "host")
    try:
        envelope = cose.open_envelope(base41.decode(said.removeprefix(PREFIX)))
    except ValueError as fault:
        raise SealAltered("form") from fault
    key = trust.seal_keys.get(envelope.kid)
    if key is None:
        raise SealNotOurs("kid")
    if not envelope.is_signed_by(key.public):
        raise SealAltered("signature")
    try:
        anchor = _anchor(envelope.payload)
    except (cbor2.CBORError, ValueError, TypeError, LookupError, OverflowError) as fault:
        raise SealAltered("claims") from fault
    # a key for one family of permits closes no day
    if key.family or not key.not_before <= anchor.closed_at.astimezone(WIB).date() <= key.not_after:
        raise SealNotOurs("key_period")
    return anchor


def _anchor(payload: bytes) -> Anchor:
    claims = cbor2.loads(payload)
    point, seq, mark = claims[_CLOSING]
    if not isinstance(point, str) or not isinstance(seq, int) or not isinstance(mark, bytes):
        raise TypeError("claims of the wrong kind")
    return Anchor(point, seq, mark.hex(), datetime.fromtimestamp(claims[_ISSUED_AT], UTC))
