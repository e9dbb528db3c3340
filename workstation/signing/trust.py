"""What a checker believes in: one JSON file with seal keys, list keys, certificate roots, hosts and the list.

The bundle holds public facts only. It is made by the office, carried to a checkpoint on any medium and needs
no line there; the withdrawal list inside is signed, so a newer one may come from anywhere.
"""

import base64
import binascii
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey

from workstation.errors import BadTrust
from workstation.signing import cose
from workstation.signing.seal import PublicSealKey

FORM: Final = "loket-trust-1"
FILE_NAME: Final = "trust.json"
_HOST = re.compile(r"[A-Z0-9]([A-Z0-9-]*[A-Z0-9])?(\.[A-Z0-9]([A-Z0-9-]*[A-Z0-9])?)+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Trust:
    """Keys by their two-byte number, roots, official hosts in upper case, the signed list (empty: none)."""

    hosts: frozenset[str]
    seal_keys: Mapping[bytes, PublicSealKey]
    list_keys: Mapping[bytes, EllipticCurvePublicKey] = field(default_factory=dict)
    roots: tuple[x509.Certificate, ...] = ()
    withdrawals: bytes = b""
    stamp_roots: tuple[x509.Certificate, ...] = ()


def load(path: Path) -> Trust:
    """Read a bundle from its file or the folder that holds it; BadTrust names the file and the reason."""
    file = path / FILE_NAME if path.is_dir() else path
    try:
        return from_json(file.read_text("utf-8"))
    except OSError as fault:
        raise BadTrust(str(file), fault.strerror or str(fault)) from fault
    except (ValueError, TypeError, LookupError, AttributeError) as fault:
        raise BadTrust(str(file), f"{type(fault).__name__}: {fault}") from fault


def save(trust: Trust, path: Path) -> Path:
    """Write the bundle to a file, or as `trust.json` into a folder, and return the file."""
    file = path / FILE_NAME if path.is_dir() else path
    waiting = file.with_name(file.name + ".new")
    waiting.write_text(to_json(trust), "utf-8")
    return waiting.replace(file)  # a checker never meets half a bundle


def to_json(trust: Trust) -> str:
    """Write the bundle as JSON."""
    content = {
        "form": FORM,
        "hosts": sorted(trust.hosts),
        "seal_keys": [
            {
                "kid": key.kid.hex(),
                "public": _pem(key.public),
                "not_before": key.not_before.isoformat(),
                "not_after": key.not_after.isoformat(),
                "family": key.family,
            }
            for key in trust.seal_keys.values()
        ],
        "list_keys": [{"kid": kid.hex(), "public": _pem(key)} for kid, key in trust.list_keys.items()],
        "roots": _pems(trust.roots),
        "stamp_roots": _pems(trust.stamp_roots),
        "withdrawals": base64.b64encode(trust.withdrawals).decode(),
    }
    return json.dumps(content, indent=1, ensure_ascii=False)


def from_json(text: str) -> Trust:
    """Read the bundle from JSON; ValueError, TypeError or LookupError says what is wrong with it."""
    content = json.loads(text)
    if content["form"] != FORM:
        raise ValueError(f"form {content['form']!r} instead of {FORM!r}")
    return Trust(
        hosts=frozenset(_host(name) for name in content["hosts"]),
        seal_keys={key.kid: key for key in map(_seal_key, content["seal_keys"])},
        list_keys={_kid(entry): _public(entry) for entry in content["list_keys"]},
        roots=_certificates(content["roots"]),
        stamp_roots=_certificates(content.get("stamp_roots", [])),
        withdrawals=base64.b64decode(content["withdrawals"], validate=True),
    )


def _pems(roots: Sequence[x509.Certificate]) -> list[str]:
    return [root.public_bytes(serialization.Encoding.PEM).decode() for root in roots]


def _certificates(pems: Sequence[str]) -> tuple[x509.Certificate, ...]:
    return tuple(x509.load_pem_x509_certificate(pem.encode()) for pem in pems)


def _host(name: str) -> str:
    """Return an official host in upper case; only plain ASCII names, for look-alikes are the attack."""
    if _HOST.fullmatch(name.upper()) is None:
        raise ValueError(f"no host name: {name!r}")
    return name.upper()


def _seal_key(entry: Mapping[str, Any]) -> PublicSealKey:
    """Read one seal key."""
    return PublicSealKey(
        kid=_kid(entry),
        public=_public(entry),
        not_before=date.fromisoformat(entry["not_before"]),
        not_after=date.fromisoformat(entry["not_after"]),
        family=str(entry.get("family", "")),
    )


def _kid(entry: Mapping[str, Any]) -> bytes:
    """Read a two-byte key number."""
    try:
        kid = binascii.unhexlify(entry["kid"])
    except binascii.Error as fault:
        raise ValueError(f"kid {entry['kid']!r}: {fault}") from fault
    if len(kid) != cose.KID_BYTES:
        raise ValueError(f"kid {entry['kid']!r} is not two bytes")
    return kid


def _public(entry: Mapping[str, Any]) -> EllipticCurvePublicKey:
    """Read a P-256 public key."""
    key = serialization.load_pem_public_key(entry["public"].encode())
    if not isinstance(key, EllipticCurvePublicKey) or not isinstance(key.curve, SECP256R1):
        raise ValueError(f"key {entry['kid']} is not on P-256")  # noqa: TRY004 - the file is wrong, not a type
    return key


def _pem(key: EllipticCurvePublicKey) -> str:
    """Write a public key."""
    return key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    ).decode()
