"""How the back room reaches a time-stamp authority: `timestamp.toml`, login and roots in the service's folder."""

import tomllib
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from workstation.errors import BadSetting
from workstation.service.secrets_kept import kept
from workstation.signing.certificates import load_roots
from workstation.signing.stamping import StampSource

FILE: Final = "timestamp.toml"
LOGIN_FILE: Final = "timestamp-login"  # user:password, where the authority wants one
ROOTS: Final = "timestamp-roots"
DEADLINE: Final = 3.0
LONGEST: Final = 30.0
_KEYS: Final = {"url", "deadline", "ca"}


def read_source(folder: Path) -> StampSource | None:
    """Read it; None without the file: papers are issued at B-B. BadSetting says what is missing or open to others."""
    file = folder / FILE
    if not file.exists():
        return None
    found = _toml(file)
    if unknown := found.keys() - _KEYS:
        raise _bad(min(unknown), file, "kunci ini tidak dikenal")
    url, deadline = str(found.get("url", "")), found.get("deadline", DEADLINE)
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise _bad("url", file, 'harus seperti "https://tsa.penyedia/tsr"')
    if type(deadline) not in (int, float) or not 0 < deadline <= LONGEST:
        raise _bad("deadline", file, f"harus angka detik, paling lama {LONGEST:.0f}")
    ca = str(folder / str(found["ca"])) if found.get("ca") else ""
    if ca and not Path(ca).is_file():
        raise _bad("ca", file, "berkas tidak ada")
    roots = load_roots(one.read_bytes() for one in sorted((folder / ROOTS).glob("*.pem")))
    if not roots:
        raise _bad(ROOTS, folder / ROOTS, "tidak ada sertifikat akar (*.pem)")
    return StampSource(url, float(deadline), roots, _login(folder), ca)


def _login(folder: Path) -> tuple[str, str] | None:
    file = folder / LOGIN_FILE
    if not file.exists():
        return None
    user, colon, password = kept(file).partition(":")
    if not (user and colon and password):
        raise _bad(LOGIN_FILE, file, "harus satu baris pengguna:kata-sandi")
    return user, password


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise _bad("-", file, str(fault)) from None


def _bad(key: str, file: Path, why: str) -> BadSetting:
    return BadSetting(key, str(file), 0, why)
