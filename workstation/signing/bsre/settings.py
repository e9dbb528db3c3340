"""What differs between installations of the eSign client, as data; secrets are kept out of every repr."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final

PATHS: Final[Mapping[int, Mapping[str, str]]] = {
    1: {
        "sign": "/api/sign/pdf",
        "status": "/api/user/status/{nik}",
        "verify": "/api/sign/verify",
        "download": "/api/sign/download/{id}",
    },
    2: {
        "sign": "/api/v2/sign/pdf",
        "status": "/api/v2/user/check/status",
        "verify": "/api/v2/verify/pdf",
        "totp": "/api/v2/sign/get/totp",
        "seal": "/api/v2/seal/pdf",
        "seal_activation": "/api/v2/seal/get/activation",
        "seal_totp": "/api/v2/seal/get/totp",
    },
}
TOP_LEFT: Final = "top-left"
BOTTOM_LEFT: Final = "bottom-left"
ORIGINS: Final[Mapping[int, str]] = {1: BOTTOM_LEFT, 2: TOP_LEFT}
RESPONSES: Final = ("BYTE", "BASE64")
# they stand in public repositories: with one of them anybody in the network could ask for signatures
KNOWN_LOGINS: Final = frozenset(
    {("esign", "qwerty"), ("esign", "esign"), ("esign", "password"), ("admin", "admin"), ("admin", "qwerty")}
)
SHORTEST_PASSWORD: Final = 10


@dataclass(frozen=True, slots=True)
class EsignSettings:
    """One eSign client: address, version 1 or 2, time limits in seconds, sizes in bytes.

    `origin` is where its coordinates begin ("" = as the version is known to read them), `paths` replaces single
    paths, `ca` is a file of private authorities.
    """

    base: str
    version: int = 2
    user: str = ""
    password: str = field(default="", repr=False)
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    ca: str = ""
    origin: str = ""
    response: str = "BYTE"
    paths: Mapping[str, str] = field(default_factory=dict)
    files_per_call: int = 20
    bytes_per_call: int = 10_000_000
    in_flight: int = 4
    connect_seconds: float = 10.0
    status_seconds: float = 15.0
    verify_seconds: float = 30.0
    sign_seconds: float = 120.0
    more_seconds: float = 10.0
    answer_limit: int = 64_000_000

    def path(self, name: str) -> str:
        """Return the path of a call; KeyError when this version has no such call."""
        return self.paths.get(name) or PATHS[self.version][name]

    @property
    def reads_from(self) -> str:
        """Return where this installation's coordinates begin."""
        return self.origin or ORIGINS[self.version]

    @property
    def batch(self) -> int:
        """Return how many files one call takes; version 1 takes one."""
        return self.files_per_call if self.version > 1 else 1


def read(
    found: Mapping[str, Any], user: str, password: str, headers: tuple[tuple[str, str], ...] = ()
) -> EsignSettings:
    """Build from a table of settings; ValueError names the key that is unknown, missing or wrong."""
    kinds = {one.name: one.type for one in fields(EsignSettings)}
    for key, value in found.items():
        if key not in kinds or key in ("user", "password", "headers"):
            raise ValueError(f"{key}: kunci ini tidak dikenal")
        wanted = Mapping if key == "paths" else (int, float) if kinds[key] in (int, float) else str
        _demand(key, isinstance(value, wanted) and not isinstance(value, bool), "nilainya keliru")
        _demand(key, not isinstance(value, int | float) or value > 0, "harus lebih dari nol")
    made = EsignSettings(**{"base": "", **found}, user=user, password=password, headers=headers)
    _demand(
        "base", made.base.startswith(("http://", "https://")), "harus dimulai dengan https:// atau http://"
    )
    _demand("version", made.version in PATHS, "harus 1 atau 2")
    _demand("origin", made.reads_from in (TOP_LEFT, BOTTOM_LEFT), "harus top-left atau bottom-left")
    _demand("response", made.response in RESPONSES, "harus BYTE atau BASE64")
    _demand("paths", made.paths.keys() <= PATHS[made.version].keys(), "memuat panggilan yang tidak dikenal")
    return made


def login_flaw(user: str, password: str) -> str:
    """Say why this login may not go live, or nothing."""
    if not user or not password:
        return "nama pengguna atau kata sandi eSign kosong"
    if (user.lower(), password.lower()) in KNOWN_LOGINS or user.lower() == password.lower():
        return "kata sandi bawaan eSign masih dipakai; ganti di halaman admin eSign"
    if len(password) < SHORTEST_PASSWORD:
        return f"kata sandi eSign lebih pendek dari {SHORTEST_PASSWORD} huruf"
    return ""


def is_plain(settings: EsignSettings) -> bool:
    """Whether passphrases would travel to the eSign client without TLS."""
    return settings.base.startswith("http://")


def _demand(key: str, holds: bool, why: str) -> None:
    if not holds:
        raise ValueError(f"{key}: {why}")
