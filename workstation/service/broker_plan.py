"""How the broker is set up: `bsre.toml` and three secret files in the folder of the service."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from workstation.errors import BadSetting
from workstation.service.secrets_kept import kept
from workstation.signing.bsre import settings as esign
from workstation.signing.bsre.settings import EsignSettings

FILE: Final = "bsre.toml"
LOGIN_FILE: Final = "bsre-login"  # user:password of the eSign client
HEADERS_FILE: Final = "bsre-headers"  # lines `Name: value` for a gateway in front of it
SIGNATORIES_FILE: Final = "bsre-signatories"  # lines `login = "NIK"`
_KEYS: Final = {"listen", "certificate", "key", "esign"}
NIK_DIGITS: Final = 16


@dataclass(frozen=True)
class BrokerPlan:
    """Where the broker listens, with which certificate, and for whom it asks which eSign client."""

    host: str
    port: int
    certificate: Path
    key: Path
    esign: EsignSettings
    signatories: dict[str, str] = field(repr=False)


def is_wanted(folder: Path) -> bool:
    """Whether this service is a broker."""
    return (folder / FILE).exists()


def read_plan(folder: Path) -> BrokerPlan:
    """Read it all; BadSetting says what is missing, open to others, or may not go live."""
    file = folder / FILE
    found = _toml(file, file.read_text("utf-8"))
    if unknown := found.keys() - _KEYS:
        raise _bad(min(unknown), file, "kunci ini tidak dikenal")
    if missing := _KEYS - found.keys():
        raise _bad(min(missing), file, "wajib diisi")
    host, _, port = str(found["listen"]).rpartition(":")
    if not host or not port.isdecimal():
        raise _bad("listen", file, 'harus seperti "10.0.0.5:8443"')
    certificate, key = folder / str(found["certificate"]), folder / str(found["key"])
    kept(key)  # nobody else may read it
    if not certificate.is_file():
        raise _bad("certificate", file, "berkas tidak ada")
    return BrokerPlan(host, int(port), certificate, key, _esign(folder, found["esign"]), _signatories(folder))


def _esign(folder: Path, found: Any) -> EsignSettings:
    user, _, password = kept(folder / LOGIN_FILE).partition(":")
    if flaw := esign.login_flaw(user, password):
        raise _bad(LOGIN_FILE, folder / LOGIN_FILE, flaw)
    headers: tuple[tuple[str, str], ...] = ()
    if (folder / HEADERS_FILE).exists():
        lines = (line.partition(":") for line in kept(folder / HEADERS_FILE).splitlines() if line.strip())
        headers = tuple((name.strip(), value.strip()) for name, _, value in lines)
    try:
        made = esign.read(dict(found), user, password, headers)
    except (ValueError, TypeError) as fault:
        raise _bad("esign", folder / FILE, str(fault)) from fault
    if made.ca and not Path(made.ca).is_file():
        raise _bad("ca", folder / FILE, "berkas tidak ada")
    return made


def _signatories(folder: Path) -> dict[str, str]:
    file = folder / SIGNATORIES_FILE
    found = _toml(file, kept(file))
    for login, nik in found.items():
        if not (isinstance(nik, str) and nik.isdecimal() and len(nik) == NIK_DIGITS):
            raise _bad(login, file, f"NIK harus {NIK_DIGITS} angka di antara tanda petik")
    return {str(login): str(nik) for login, nik in found.items()}


def _toml(file: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise _bad("-", file, str(fault)) from None


def _bad(key: str, file: Path, why: str) -> BadSetting:
    return BadSetting(key, str(file), 0, why)
