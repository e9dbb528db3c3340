"""The seal: a signed statement of what a paper says, in one QR code, to be checked without a line.

`HTTPS://<official host>/#` + base41(COSE_Sign1 of a CWT). The fragment never reaches the web server. Only
what the paper shows goes in: number, type, holder, the last four of the identity number, dates (UU 27/2022
art. 16: no more than the purpose needs). The digest binds the seal to the canonical data record in the
database; it cannot be of the PDF, because the code is drawn inside it.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, Protocol

import cbor2
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey, EllipticCurvePublicKey

from workstation.errors import SealAltered, SealNotOurs
from workstation.signing import base41, cose
from workstation.worktime import WIB

NAME_LIMIT: Final = 30
CUT_MARK: Final = "…"
DIGEST_BYTES: Final = 8
SALT_BYTES: Final = 16
# QR version 10 at level M holds 1,728 bits (ISO/IEC 18004 table 7); "#" is not alphanumeric and costs its own
# segment: 15 + 28 + 15 bits of heads and 5.5 a character for the other 303
FITS_57_MODULES: Final = 304
LONGEST: Final = 600  # nothing of ours is longer; spares the decoder what a hostile code may hold

_EXPIRES, _STARTS = 4, 5  # RFC 8392 section 4
_PAPER: Final = -65537  # private use: below -65536 (RFC 8392 section 9.1.1)
_SHAPE = re.compile(r"https://([A-Za-z0-9.-]{1,80})/#(.*)", re.IGNORECASE | re.ASCII | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Statement:
    """What a seal says of one paper; `valid_until` is the last valid day in WIB, None for no end.

    For a list filed by a company `name` is the company, `workers` the number of people on the list and
    `nik_last4` empty; the digest then covers the list.
    """

    number: str
    type_code: str
    name: str
    nik_last4: str
    valid_from: date
    valid_until: date | None
    issued: date
    serial: int
    digest: bytes
    workers: int = 0
    kid: bytes = b""

    @property
    def name_is_cut(self) -> bool:
        """Say whether the name on the paper goes on after the sealed one."""
        return self.name.endswith(CUT_MARK)


@dataclass(frozen=True, slots=True)
class SealKey:
    """A P-256 private key and its two-byte number, printed in every seal that it makes."""

    kid: bytes
    private: EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class PublicSealKey:
    """What a checker knows of a key: it may seal papers issued from `not_before` up to `not_after` included.

    `family` is the beginning of the type codes that the key may seal; empty for every type.
    """

    kid: bytes
    public: EllipticCurvePublicKey
    not_before: date
    not_after: date
    family: str = ""

    def may_seal(self, statement: Statement) -> bool:
        """Say whether the key was the right one for this paper on the day it was issued."""
        on_time = self.not_before <= statement.issued <= self.not_after
        return on_time and statement.type_code.startswith(self.family)


class SealTrust(Protocol):
    """What reading a seal needs to know."""

    @property
    def hosts(self) -> Collection[str]:
        """Official hosts, in upper case."""

    @property
    def seal_keys(self) -> Mapping[bytes, PublicSealKey]:
        """Public keys by their number."""


def make(statement: Statement, key: SealKey, host: str) -> str:
    """Return the text of the QR code; a long name is cut with a mark so that 57 modules at level M do."""
    fitted = replace(statement, name=cut(statement.name))
    text = _text(fitted, key, host)
    # a long number or an accented name: shorten the name, the paper shows it in full anyway
    while len(text) > FITS_57_MODULES and len(fitted.name) > len(CUT_MARK) + 1:
        fitted = replace(fitted, name=cut(fitted.name, len(fitted.name) - 1))
        text = _text(fitted, key, host)
    return text


def cut(name: str, limit: int = NAME_LIMIT) -> str:
    """Return the name in NFC, cut to `limit` characters with a mark at the end when it is longer."""
    whole = unicodedata.normalize("NFC", " ".join(name.split()))
    if len(whole) <= limit:
        return whole
    return whole.rstrip(CUT_MARK)[: limit - 1].rstrip() + CUT_MARK


def read(text: str, trust: SealTrust) -> Statement:
    """Return what a seal of ours says; SealNotOurs when no key of ours made it, SealAltered when changed."""
    envelope = _envelope(text, trust.hosts)
    key = trust.seal_keys.get(envelope.kid)
    if key is None:
        raise SealNotOurs("kid")
    if not envelope.is_signed_by(key.public):
        raise SealAltered("signature")
    try:
        statement = _statement(envelope.payload, envelope.kid)
    except (cbor2.CBORError, ValueError, TypeError, LookupError, OverflowError) as fault:
        raise SealAltered("claims") from fault
    if not key.may_seal(statement):
        raise SealNotOurs("key_period")
    return statement


def canonical(record: Mapping[str, Any]) -> bytes:
    """Return the one way to write a record: JSON, sorted keys, no spaces, text in NFC, ISO 8601 dates."""
    text = json.dumps(
        _plain(record), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return text.encode()


def digest(record: Mapping[str, Any], salt: bytes) -> bytes:
    """Return the first 8 bytes of SHA-256 over a secret salt and the canonical record.

    The salt (16 random bytes, kept in the database beside the record) is what keeps the NIK inside the record
    from being found by trying them all against a digest that everybody can scan.
    """
    if len(salt) < SALT_BYTES:
        raise ValueError(f"the salt needs {SALT_BYTES} bytes")
    return hashlib.sha256(salt + canonical(record)).digest()[:DIGEST_BYTES]


def _plain(value: Any) -> Any:
    """Return the value with text in NFC and everything else in a form that JSON knows."""
    match value:
        case str():
            return unicodedata.normalize("NFC", value)
        case Mapping():
            return {unicodedata.normalize("NFC", str(key)): _plain(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_plain(inner) for inner in value]
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case None | bool() | int():
            return value
    return str(value)  # Decimal, enum members: their written form


def _envelope(text: str, hosts: Collection[str]) -> cose.Envelope:
    """Take the text apart: the exact host first, for a look-alike domain is not ours."""
    if len(text) > LONGEST:
        raise SealNotOurs("length")
    shape = _SHAPE.fullmatch(text)
    if shape is None or shape[1].upper() not in hosts:
        raise SealNotOurs("host")
    try:
        return cose.open_envelope(base41.decode(shape[2]))
    except ValueError as fault:
        raise SealAltered("form") from fault


def _text(statement: Statement, key: SealKey, host: str) -> str:
    """Return the code for a statement whose name already fits."""
    return f"HTTPS://{host.upper()}/#" + base41.encode(cose.seal(_claims(statement), key.private, key.kid))


def _claims(statement: Statement) -> bytes:
    """Return the CWT claims set; validity as the moments when its first day begins and its last one ends."""
    claims: dict[int, Any] = {
        _STARTS: _midnight(statement.valid_from),
        _PAPER: [
            statement.number,
            statement.type_code,
            statement.name,
            # four digits are three bytes as a number, five as text; a passport's tail may hold letters
            int(nik) if re.fullmatch("[0-9]{4}", nik := statement.nik_last4) else nik,
            (statement.valid_from - statement.issued).days,
            statement.serial,
            statement.digest,
            *([statement.workers] if statement.workers else []),
        ],
    }
    if statement.valid_until is not None:
        claims[_EXPIRES] = _midnight(statement.valid_until + timedelta(days=1))
    return bytes(cbor2.dumps(claims, canonical=True))


def _statement(payload: bytes, kid: bytes) -> Statement:
    """Read the claims of an envelope whose signature is good."""
    claims = cbor2.loads(payload)
    number, type_code, name, tail, waits, serial, mark, *more = claims[_PAPER]
    if not all(isinstance(text, str) for text in (number, type_code, name)) or not isinstance(serial, int):
        raise TypeError("claims of the wrong kind")
    expires = claims.get(_EXPIRES)
    starts = _day(claims[_STARTS])
    return Statement(
        number=number,
        type_code=type_code,
        name=name,
        nik_last4=f"{tail:04d}" if isinstance(tail, int) else tail,
        valid_from=starts,
        valid_until=None if expires is None else _day(expires) - timedelta(days=1),
        issued=starts - timedelta(days=waits),
        serial=serial,
        digest=mark,
        workers=more[0] if more else 0,
        kid=kid,
    )


def _midnight(day: date) -> int:
    """Return the second at which a day begins in WIB."""
    return int(datetime.combine(day, time(), WIB).timestamp())


def _day(second: int) -> date:
    """Return the day in WIB that holds this second."""
    return datetime.fromtimestamp(second, WIB).date()
