"""Secrets of the back room: files that only their owner may read, made at the first start."""

import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from workstation.errors import BadSetting
from workstation.signing.cose import KID_BYTES
from workstation.signing.seal import SealKey
from workstation.signing.withdrawals import WithdrawalKey

PASSWORD_FILE = "password"  # noqa: S105 - the name of a file
TOKEN_FILE = "intake-token"  # noqa: S105
PASSWORD_VARIABLE = "LOKET_SERVICE_PASSWORD"  # noqa: S105


def password(folder: Path) -> str:
    """Return the password of the service's login: from the environment, else from its file."""
    given = os.environ.get(PASSWORD_VARIABLE, "")
    return given or kept(folder / PASSWORD_FILE)


def intake_token(folder: Path) -> str:
    """Return the word that portals show to be let in; made at the first start."""
    file = folder / TOKEN_FILE
    if not file.exists():
        keep(file, secrets.token_urlsafe(32).encode())
    return kept(file)


def seal_key(folder: Path) -> SealKey:
    """Return the key that seals papers; made at the first start."""
    return SealKey(*_key(folder, "seal"))


def list_key(folder: Path) -> WithdrawalKey:
    """Return the key that signs lists of withdrawn papers; made at the first start."""
    return WithdrawalKey(*_key(folder, "list"))


def keep(file: Path, data: bytes) -> None:
    """Write a secret so that only its owner can read it, whole or not at all; never over another one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(file.name + ".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(file)


def kept(file: Path) -> str:
    """Read a secret; BadSetting says which file is missing or open to others."""
    try:
        if os.name == "posix" and file.stat().st_mode & 0o077:
            raise BadSetting(file.name, str(file), 0, "terbuka bagi pengguna lain; jalankan chmod 600")
        return file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as fault:
        raise BadSetting(file.name, str(file), 0, str(fault)) from fault


def _key(folder: Path, name: str) -> tuple[bytes, ec.EllipticCurvePrivateKey]:
    """Return number and key; the number stands in the name of the file."""
    found = sorted(folder.glob(f"{name}-*.pem"))
    if not found:
        found = [folder / f"{name}-{os.urandom(KID_BYTES).hex()}.pem"]
        pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        keep(found[0], pem)
    file = found[-1]
    key = serialization.load_pem_private_key(kept(file).encode(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise BadSetting(file.name, str(file), 0, "bukan kunci P-256")
    return bytes.fromhex(file.stem.partition("-")[2]), key
