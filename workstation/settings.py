"""What is set where: this machine in `workstation.toml` (frozen Settings), this office in the database.

A wrong or missing setting is refused with its key, file and line. Secrets stand in neither.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from workstation.problem import Problem

FILE_NAME = "workstation.toml"
FILE, CARD, BROKER = "file", "card", "broker"
ESCPOS, RASTER = "escpos", "raster"


@dataclass(frozen=True, slots=True)
class Settings:
    """This machine: server address (without login), printers by kind of paper, what signs, look.

    `database` may name several servers, of which the one that takes writes is used; `reports` is a copy of it that
    only answers questions.
    """

    database: str = ""
    reports: str = ""
    practice: bool = False
    permit_printer: str = ""
    permit_tray: str = ""
    letter_printer: str = ""
    letter_tray: str = ""
    two_sided: bool = False
    ticket_printer: str = ""
    ticket_language: str = "pdf"
    ticket_roll: str = "80"
    ticket_code: str = "native"
    print_server: str = "localhost:631"
    print_folder: str = ""
    signer: str = "file"
    certificate: str = ""
    card_library: str = ""
    card_label: str = ""
    broker: str = ""
    broker_authorities: str = ""
    trust: str = ""
    theme: str = "light"
    scale: int = 100
    lock_minutes: int = 5


_KINDS: Mapping[str, type] = {f.name: type(f.default) for f in fields(Settings)}
_RANGES = {"scale": range(80, 201), "lock_minutes": range(1, 121)}
_ADDRESSES = ("database", "reports")
_WORDS = {
    "theme": ("light", "dark", "contrast"),
    "signer": (FILE, CARD, BROKER),
    "ticket_language": ("pdf", ESCPOS),
    "ticket_roll": ("80", "58"),
    "ticket_code": ("native", RASTER),
}
_WANTED_BY = {CARD: ("card_library", "card_label"), BROKER: ("broker",)}


def default_file() -> Path:
    """Return where this machine's settings are looked for."""
    from platformdirs import user_config_path

    return user_config_path("loket") / FILE_NAME


def data_folder() -> Path:
    """Return where this user's drafts, reports and logs are kept."""
    from platformdirs import user_data_path

    return user_data_path("loket")


def load(path: Path, *, must_exist: bool = False) -> Settings:
    """Read a settings file; BadSetting names key, file and line."""
    if not path.exists():
        if must_exist:
            raise _bad("-", str(path), 0, "berkas tidak ada")
        return Settings()
    import tomllib  # like all imports in functions here: the first window need not wait for it

    try:
        text = path.read_text(encoding="utf-8")
        found = tomllib.loads(text)
    except UnicodeDecodeError:
        raise _bad("-", str(path), 0, "berkas harus disimpan sebagai UTF-8") from None
    except OSError as wrong:
        raise _bad("-", str(path), 0, f"tidak dapat dibaca ({wrong.strerror})") from None
    except tomllib.TOMLDecodeError as wrong:
        line = re.search(r"line (\d+)", str(wrong))
        raise _bad("-", str(path), int(line[1]) if line else 0, str(wrong)) from None
    for key, value in found.items():
        _check(key, value, path, _line_of(key, text))
    for key in _WANTED_BY.get(found.get("signer", FILE), ()):
        if not found.get(key):
            raise _bad(key, str(path), 0, f'wajib diisi bila signer = "{found["signer"]}"')
    return Settings(**found)


def _bad(key: str, file: str, line: int, reason: str) -> Problem:
    from workstation.errors import BadSetting

    return BadSetting(key, file, line, reason)


def _check(key: str, value: Any, path: Path, line: int) -> None:
    if key not in _KINDS:
        raise _bad(key, str(path), line, "kunci ini tidak dikenal; yang dikenal: " + ", ".join(_KINDS))
    if type(value) is not _KINDS[key]:
        wanted = {str: "teks", int: "bilangan bulat", bool: "true atau false"}[_KINDS[key]]
        raise _bad(key, str(path), line, f"harus {wanted}")
    if key in _RANGES and value not in _RANGES[key]:
        raise _bad(key, str(path), line, f"harus antara {_RANGES[key].start} dan {_RANGES[key].stop - 1}")
    if key in _WORDS and value not in _WORDS[key]:
        raise _bad(key, str(path), line, "harus salah satu dari " + ", ".join(_WORDS[key]))
    if key == "broker" and value and not str(value).startswith("https://"):
        raise _bad(key, str(path), line, "harus dimulai dengan https://")
    if key in _ADDRESSES and value:
        check_address(str(value), str(path), line, key)


def hosts_of(address: str) -> tuple[tuple[str, int], ...]:
    """Return host and port of each server in `postgresql://one:5432,other:5432/name`; ValueError for what is none."""
    places = [urlsplit(f"//{place}") for place in urlsplit(address).netloc.rpartition("@")[2].split(",")]
    found = [(place.hostname or "", 5432 if place.port is None else place.port) for place in places]
    if not all(host and port for host, port in found):
        raise ValueError(address)
    return tuple(found)


def is_address(value: str) -> bool:
    """Tell whether this is `postgresql://host[:port][,host[:port]]/name` with ports that exist."""
    try:
        parts, _ = urlsplit(value), hosts_of(value)
    except ValueError:
        return False
    return parts.scheme in {"postgresql", "postgres"} and bool(parts.path.strip("/"))


def check_address(value: str, file: str, line: int, key: str = "database") -> None:
    """Refuse an address that is not `postgresql://host[:port]/name` or that carries a password."""
    if not is_address(value):
        raise _bad(key, file, line, "harus berbentuk postgresql://server:5432/nama")
    parts = urlsplit(value)
    if parts.password or "password" in parts.query.lower():
        raise _bad(key, file, line, "kata sandi tidak boleh ditulis di sini")


def _line_of(key: str, text: str) -> int:
    for number, line in enumerate(text.splitlines(), start=1):
        if re.match(rf"\s*(\[+\s*)?\"?{re.escape(key)}\"?\s*[=.\]]", line):
            return number
    return 0


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    """This office, from the table `office_setting`; what the sources leave open stands here, not in code."""

    practice: bool = False
    government: str = "PEMERINTAH PROVINSI DAERAH KHUSUS IBUKOTA JAKARTA"
    agency: str = "DINAS PENANAMAN MODAL DAN PELAYANAN TERPADU SATU PINTU"
    unit: str = "Mal Pelayanan Publik"
    address: str = ""
    contact: str = ""
    region: str = "Provinsi Daerah Khusus Ibukota Jakarta"
    check_host: str = "CEK.LOKET.EXAMPLE"
    track_address: str = "https://lacak.loket.example"
    footer: str = (
        "Dokumen ini telah ditandatangani secara elektronik menggunakan sertifikat elektronik yang diterbitkan oleh"
        " Balai Besar Sertifikasi Elektronik (BSrE), Badan Siber dan Sandi Negara."
    )
    objection_days: int = 21
    objection_channel: str = ""
    replacement_number: str = "new"  # "same": the old number with the note "(Pengganti ke-1)"
    paper: str = "a4"
    levy_channel: str = "Bank DKI (teller, ATM, atau rekening virtual)"  # where a levy is paid
    levy_account: str = (
        ""  # digits that the bank gave: they and the order's own digits are its virtual account
    )
    mail: bool = False  # whether papers and returns are e-mailed to whoever gave an address
    call_centre: str = "1500164"  # Tanya PTSP
    secured_paper: bool = False  # a permit is printed on paper with serials (Kertas pengaman)
    certificate_days: int = 30  # before its end a certificate is announced every morning
    sample_share: float = (
        5  # per cent of a batch, drawn by the database, that must be seen before it is decided
    )
    sample_least: int = 1  # at least so many of it; both 0: no sample
    # when a page counts as hardly legible; found on 230 good pages and their spoilt doubles (docs/performance.md)
    blur_edge: int = 20  # grey steps a pixel at the sharpest edges; 26 at the softest legible page seen
    blur_kept: float = 0.5  # share of detail that is not blur; 0.61 at the softest legible page seen
    dark_paper: int = 100  # of 255, the lightest twentieth of the page; 130 at the darkest legible page seen
    pale_ink: int = (
        175  # of 255, the darkest twentieth of what is not paper; 159 at the palest legible page seen
    )
    small_side: int = 400  # px, long side of a picture file
    extra: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Mapping[str, Any]) -> "OfficeSettings":
        """Build from key -> value; keys that this version does not know are kept in `extra`."""
        known = {f.name for f in fields(cls)} - {"extra"}
        return cls(
            **{k: v for k, v in rows.items() if k in known},
            extra={k: v for k, v in rows.items() if k not in known},
        )
