"""docs/seal.md alone is enough: its vectors are read here with `cryptography` and the standard library."""

import re
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key

PAGE = (Path(__file__).parents[2] / "docs" / "seal.md").read_text("utf-8").partition("## Test vectors")[2]
PEM, PERSON, COMPANY, CHANGED = re.findall(r"```\n(.+?)\n```", PAGE, re.DOTALL)
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$*-:+"
WIB = timezone(timedelta(hours=7))


def base41(text: str) -> bytes:
    out = b""
    for at in range(0, len(text), 3):
        group = text[at : at + 3]
        value = 0
        for letter in group:
            value = value * 41 + ALPHABET.index(letter)
        out += value.to_bytes(len(group) - 1, "big")
    return out


def cbor(data: bytes, at: int = 0) -> tuple[Any, int]:
    """Read one item: integers, byte and text strings, arrays, maps, tags (RFC 8949)."""
    kind, small = data[at] >> 5, data[at] & 31
    at += 1
    size = {24: 1, 25: 2, 26: 4, 27: 8}.get(small, 0)
    number = int.from_bytes(data[at : at + size], "big") if size else small
    at += size
    if kind in (0, 1):
        return (number if kind == 0 else -1 - number), at
    if kind in (2, 3):
        raw = data[at : at + number]
        return (raw if kind == 2 else raw.decode()), at + number
    if kind == 6:
        item, at = cbor(data, at)
        return (number, item), at
    items = []
    for _ in range(number * (2 if kind == 5 else 1)):
        item, at = cbor(data, at)
        items.append(item)
    return (items if kind == 4 else dict(zip(items[::2], items[1::2], strict=True))), at


def string(data: bytes) -> bytes:
    """Write a byte string in CBOR."""
    size = len(data)
    return bytes([0x40 | size]) + data if size < 24 else bytes([0x58, size]) + data


def verified(code: str) -> dict[int, Any]:
    """Give the claims of a code whose signature is that of the page's key."""
    assert code.startswith("HTTPS://IZIN.LOKET.EXAMPLE/#")
    (tag, (protected, unprotected, payload, signature)), _ = cbor(base41(code.partition("#")[2]))
    assert (tag, unprotected, cbor(protected)[0]) == (18, {}, {1: -7, 4: b"\x26\x01"})
    signed = b"\x84" + b"\x6aSignature1" + string(protected) + b"\x40" + string(payload)
    key = load_pem_public_key(PEM.encode())
    assert isinstance(key, ec.EllipticCurvePublicKey)
    pair = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
    key.verify(encode_dss_signature(*pair), signed, ec.ECDSA(SHA256()))
    claims: dict[int, Any] = cbor(payload)[0]
    return claims


def wib(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC).astimezone(WIB)


def test_the_persons_permit_is_read_by_the_page_alone() -> None:
    claims = verified(PERSON)
    assert wib(claims[5]) == datetime(2026, 11, 21, tzinfo=WIB)
    assert wib(claims[4]) == datetime(2026, 12, 21, tzinfo=WIB)
    number, kind, name, last4, before, serial, digest = claims[-65537]
    assert (number, kind, name) == ("000417/STRP/31.74/XI/2026", "strp-individual", "Siti Rahayu Wulandari")
    assert (f"{last4:04}", before, serial, digest.hex()) == ("0001", 0, 4_294_967_295, "0001020304050607")


def test_the_companys_list_is_read_by_the_page_alone() -> None:
    claims = verified(COMPANY)
    assert 4 not in claims
    assert claims[-65537] == [
        "000418/STRP/31.74/XI/2026",
        "strp-company",
        "PT Contoh Sejahtera",
        "",
        1,
        7,
        bytes(8),
        480,
    ]


def test_the_changed_one_is_refused_by_the_page_alone() -> None:
    with pytest.raises(InvalidSignature):
        verified(CHANGED)
