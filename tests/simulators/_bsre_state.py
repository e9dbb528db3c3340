"""What the played eSign service knows: people, its mood, one-time codes, the seal, and what it was asked."""

import threading
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count

LOGIN = ("loket-uji", "simulasi-eSign-77")
PASSPHRASE = "#Simulasi1234"
SUBSCRIBER = "DPMPTSP-UJI"
ACTIVATION = "A-100200"
TOTP_SECONDS = 300.0

ALI, LOST, EXPIRED, SUSPENDED, REVOKED, WAITING, SLOW = (f"317199450285000{n}" for n in range(1, 8))


@dataclass(frozen=True)
class Person:
    """A signatory and the state of his certificate."""

    name: str
    status: str
    message: str


PEOPLE = {
    ALI: Person("Ratna Dewi", "ISSUE", "User sudah terdaftar dan memiliki sertifikat dengan status ISSUE"),
    EXPIRED: Person("Masa Habis", "EXPIRED", "Sertifikat user sudah expired"),
    SUSPENDED: Person("Sedang Ditangguhkan", "SUSPEND", "Sertifikat user suspend"),
    REVOKED: Person("Telah Dicabut", "REVOKE", "Sertifikat user revoke"),
    WAITING: Person("Masih Menunggu", "WAITING_FOR_VERIFICATION", "User menunggu verifikasi"),
    SLOW: Person(
        "Sangat Lambat", "ISSUE", "User sudah terdaftar dan memiliki sertifikat dengan status ISSUE"
    ),
}  # LOST is not registered


class Mood(StrEnum):
    """How the service misbehaves: one at a time."""

    GOOD = "good"
    HEADER_DASH = "header_dash"  # v1: `id-dokumen`
    NO_HEADER = "no_header"  # v1: a proxy dropped it
    DAMAGED = "damaged"  # v1: the body is broken, the file can be downloaded once
    OK_AS_500 = "ok_as_500"
    HTML_500 = "html_500"
    SHORT = "short"
    REVERSED = "reversed"
    NOT_PDF = "not_pdf"
    UNSIGNED_BACK = "unsigned_back"
    DROP_AFTER = "drop_after"  # the connection ends after signing
    STALL = "stall"
    DRIP = "drip"  # bytes for ever, slowly
    FLOOD = "flood"
    REWRITE = "rewrite"  # the file is written anew instead of appended to
    NO_TSA = "no_tsa"
    LOGIN_PAGE = "login_page"  # a gateway asks for a login, with status 200
    REDIRECT = "redirect"  # to another host
    BOMB = "bomb"  # a small answer that unpacks to a very large one
    ENDLESS = "endless"  # chunks for ever, quickly
    HALF = "half"  # the answer ends in the middle of a chunk
    LATE = "late"  # the right answer, after everybody has gone
    OTHERS = "others"  # a signed PDF, of another paper
    STRANGER = "stranger"  # signed by somebody else's certificate
    REVOKED_LATE = "revoked_late"  # the status said ISSUE
    REFUSED_AS_200 = "refused_as_200"


@dataclass
class Asked:
    """One request as it came: for tests that look what was sent."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes


@dataclass
class State:
    """The service between requests. `shape`: how a refusal looks, "text" or "code"; `now` only moves by `forward`."""

    mood: Mood = Mood.GOOD
    next_mood: Mood | None = None  # sets in after the next signing call
    shape: str = "text"
    conclusion: str = "VALID"
    origin_v1: str = "bottom-left"
    origin_v2: str = "top-left"
    is_activated: bool = False
    now: float = 0.0
    asked: list[Asked] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    signed: int = 0
    kept: dict[str, bytes] = field(default_factory=dict)
    totps: dict[str, tuple[str, int, float]] = field(default_factory=dict)
    seal_totps: dict[str, tuple[int, float]] = field(default_factory=dict)
    closing: threading.Event = field(default_factory=threading.Event)
    _numbers: "count[int]" = field(default_factory=lambda: count(100001))

    def forward(self, seconds: float) -> None:
        """Let time pass for one-time codes."""
        self.now += seconds

    def number(self) -> str:
        """A fresh number."""
        return str(next(self._numbers))

    def new_totp(self, nik: str, files: int) -> str:
        """Mail a code to a signatory, for so many files."""
        code = self.number()
        self.totps[nik] = (code, files, self.now + TOTP_SECONDS)
        return code

    def use_totp(self, nik: str, code: str, files: int) -> str:
        """Use a code; returns why not, or nothing."""
        mailed, most, until = self.totps.get(nik, ("", 0, 0.0))
        if code != mailed or not mailed:
            return "TOTP tidak dikenal atau sudah digunakan"
        if self.now > until:
            return "TOTP kedaluwarsa waktunya, minta kode baru"
        if files > most:
            return f"TOTP hanya untuk {most} berkas"
        del self.totps[nik]
        return ""
