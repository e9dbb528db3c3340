"""How outgoing e-mail is set up: `mail.toml` and secret files in the folder of the service."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from workstation import identity
from workstation.errors import BadSetting
from workstation.mail.inbox import MailBox
from workstation.mail.smtp import PLAIN, STARTTLS, TLS, MailServer
from workstation.service.secrets_kept import kept

FILE: Final = "mail.toml"
LOGIN_FILE: Final = "mail-login"  # user:password at the mail server
IMAP_LOGIN_FILE: Final = "bounce-login"  # user:password of the mailbox of bounces
SEAL_FILE: Final = "mail-seal.p12"  # the office's seal certificate, by which copies are signed
SEAL_SECRET_FILE: Final = "mail-seal-password"  # noqa: S105 - the name of a file
_NEEDED: Final = {"host", "port", "from"}
_KEYS: Final = {*_NEEDED, "security", "bounces_to", "bounce_box", "bounce_imap", "ca", "deadline"}
_IMAP_KEYS: Final = {"host", "port", "security", "folder", "ca", "every"}
_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class MailPlan:
    """The mail server, the address that readers see, where bounces go, and where they are read.

    That is a Maildir, a mailbox looked into over IMAP every so many seconds, both or neither.
    """

    server: MailServer
    sent_from: str
    bounces_to: str
    bounce_box: Path | None
    mailbox: MailBox | None
    fetched_every: float
    seal: bytes = field(repr=False)
    seal_secret: str = field(repr=False)


def is_wanted(folder: Path) -> bool:
    """Whether this service sends e-mail."""
    return (folder / FILE).exists()


def read_plan(folder: Path) -> MailPlan:
    """Read it all; BadSetting says what is missing, wrong, open to others, or would send in the clear."""
    file = folder / FILE
    try:
        found = tomllib.loads(file.read_text("utf-8"))
    except tomllib.TOMLDecodeError as fault:
        raise _bad("-", file, str(fault)) from None
    if unknown := found.keys() - _KEYS:
        raise _bad(min(unknown), file, "kunci ini tidak dikenal")
    if missing := _NEEDED - found.keys():
        raise _bad(min(missing), file, "wajib diisi")
    bounces_to = str(found.get("bounces_to") or found["from"])
    for key, address in (("from", str(found["from"])), ("bounces_to", bounces_to)):
        if identity.email_fault(address):
            raise _bad(key, file, "bukan alamat surel")
    box = Path(str(found["bounce_box"])) if found.get("bounce_box") else None
    if box is not None and not (folder / box / "new").is_dir():
        raise _bad("bounce_box", file, "bukan folder Maildir (tidak ada folder new)")
    return MailPlan(
        _server(folder, file, found),
        str(found["from"]),
        bounces_to,
        folder / box if box is not None else None,
        _mailbox(folder, file, found["bounce_imap"]) if "bounce_imap" in found else None,
        _seconds(file, "every", found.get("bounce_imap", {}), 60.0),
        _seal(folder),
        kept(folder / SEAL_SECRET_FILE),
    )


def _server(folder: Path, file: Path, found: dict[str, Any]) -> MailServer:
    host, port, security, ca = _where(folder, file, {"security": STARTTLS} | found)
    user, password = _login(folder / LOGIN_FILE) if (folder / LOGIN_FILE).exists() else ("", "")
    return MailServer(host, port, security, user, password, ca, _seconds(file, "deadline", found, 60.0))


def _mailbox(folder: Path, file: Path, found: Any) -> MailBox:
    if not isinstance(found, dict) or "host" not in found:
        raise _bad("bounce_imap", file, "tabel dengan paling sedikit host")
    if unknown := found.keys() - _IMAP_KEYS:
        raise _bad(f"bounce_imap.{min(unknown)}", file, "kunci ini tidak dikenal")
    host, port, security, ca = _where(folder, file, {"security": TLS, "port": 993} | found)
    user, password = _login(folder / IMAP_LOGIN_FILE)
    return MailBox(host, port, security, user, password, str(found.get("folder", "INBOX")), ca)


def _where(folder: Path, file: Path, found: dict[str, Any]) -> tuple[str, int, str, str]:
    host, port, security = str(found["host"]), found["port"], str(found["security"])
    if security not in (STARTTLS, TLS, PLAIN):
        raise _bad("security", file, f"harus salah satu dari {STARTTLS}, {TLS}, {PLAIN}")
    if security == PLAIN and host not in _LOOPBACK:
        raise _bad("security", file, "tanpa TLS hanya untuk server di komputer ini")
    if not isinstance(port, int):
        raise _bad("port", file, "harus bilangan bulat")
    ca = str(folder / str(found["ca"])) if found.get("ca") else ""
    if ca and not Path(ca).is_file():
        raise _bad("ca", file, "berkas tidak ada")
    return host, port, security, ca


def _login(file: Path) -> tuple[str, str]:
    """Read `user:password`; the protocols carry ASCII alone here, and a fault must not repeat a letter of it."""
    found = kept(file)
    if not found.isascii():
        raise _bad(file.name, file, "hanya huruf, angka, dan tanda ASCII")
    user, _, password = found.partition(":")
    return user, password


def _seconds(file: Path, key: str, found: dict[str, Any], usual: float) -> float:
    value = found.get(key, usual)
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise _bad(key, file, "harus angka (detik)")
    return float(value)


def _seal(folder: Path) -> bytes:
    file = folder / SEAL_FILE
    try:
        return file.read_bytes()
    except OSError as fault:
        raise _bad(SEAL_FILE, file, str(fault)) from fault


def _bad(key: str, file: Path, why: str) -> BadSetting:
    return BadSetting(key, str(file), 0, why)
