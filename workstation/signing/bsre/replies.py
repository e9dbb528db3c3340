"""Every shape in which the eSign client answers: its own JSON, Spring's JSON, HTML of a proxy, bare text."""

import html
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

RAW_LIMIT: Final = 400  # characters of another system's words that are kept and shown
OWN_CODE: Final = 1000  # `status_code` below it repeats the HTTP status


class Fault(StrEnum):
    """Why a call gave nothing. After UNAVAILABLE, TIMEOUT_UNKNOWN and BAD_REPLY nobody knows what was signed."""

    NOT_REGISTERED = "not_registered"
    WRONG_PASSPHRASE = "wrong_passphrase"  # noqa: S105 - a name
    CERT_INACTIVE = "cert_inactive"
    BAD_PDF = "bad_pdf"
    BAD_REQUEST = "bad_request"
    UNAUTHORISED = "unauthorised"
    UNAVAILABLE = "unavailable"
    TIMEOUT_UNKNOWN = "timeout_unknown"
    BAD_REPLY = "bad_reply"


@dataclass
class EsignFault(Exception):
    """What went wrong with one call; `raw` are the server's own words with its code, without secrets."""

    fault: Fault
    raw: str = ""
    code: int = 0

    def __str__(self) -> str:
        """Return fault and code; the words are for the officer, not for the log."""
        return f"{self.fault} {self.code or ''}".strip()


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it came."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    @property
    def json(self) -> dict[str, Any]:
        """Return the JSON object of the body, or an empty one."""
        try:
            found = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    @property
    def is_pdf(self) -> bool:
        """Whether the body begins as a PDF does."""
        return self.body.startswith(b"%PDF-")

    @property
    def is_page(self) -> bool:
        """Whether a person was meant to read it: a proxy's or a login page, not a word of the service itself."""
        return not self.json and self.body.lstrip()[:1] == b"<"

    @property
    def id_dokumen(self) -> str:
        """Return the number under which version 1 keeps the file for one download; proxies rename or drop it."""
        return next((value for name, value in self.headers.items() if _same(name, "id_dokumen")), "")


@dataclass(frozen=True, slots=True)
class Verified:
    """What the service thinks of a file, read from its booleans; `word` is only shown: installations differ in it."""

    count: int
    is_valid: bool
    has_time_stamp: bool
    word: str


def verified(found: Mapping[str, Any]) -> Verified:
    """Read the answer of a check, of either version."""
    if "jumlah_signature" in found:
        parts = [one.get("signature_document") or {} for one in found.get("details") or []]
        people = [one.get("info_signer") or {} for one in found.get("details") or []]
        count, word = int(found["jumlah_signature"]), found.get("summary")
        holds = [one.get("document_integrity") is True for one in parts]
        holds += [one.get("cert_user_certified") is True for one in people]
        stamped = [one.get("signed_using_tsa") is True for one in parts]
    else:
        parts = list(found.get("signatureInformations") or [])
        count, word = int(found.get("signatureCount") or 0), found.get("conclusion")
        holds = [one.get(key) is True for one in parts for key in ("integrityValid", "certificateTrusted")]
        # spelt so by the service
        stamped = [bool(one.get("timestampInfomation") or one.get("timestampInformation")) for one in parts]
    whole = 0 < count == len(parts)
    return Verified(count, whole and all(holds), whole and all(stamped), str(word or ""))


CLEAR: Final = (Fault.NOT_REGISTERED, Fault.WRONG_PASSPHRASE, Fault.CERT_INACTIVE, Fault.BAD_PDF)
_CODES: Final = {
    2011: Fault.NOT_REGISTERED,
    2031: Fault.WRONG_PASSPHRASE,
    4014: Fault.BAD_REQUEST,
    4015: Fault.BAD_REQUEST,
    4044: Fault.BAD_REQUEST,
}
_WORDS: Final = (
    (re.compile(r"passphrase anda salah", re.IGNORECASE), Fault.WRONG_PASSPHRASE),
    (re.compile(r"InvalidPdfException|itextpdf|Rebuild failed", re.IGNORECASE), Fault.BAD_PDF),
    (
        re.compile(r"\b(expired?|kedaluwarsa|kadaluarsa|suspend\w*|revoked?|dicabut)\b", re.IGNORECASE),
        Fault.CERT_INACTIVE,
    ),
    (re.compile(r"tidak terdaftar|belum terdaftar", re.IGNORECASE), Fault.NOT_REGISTERED),
)


def fault_of(reply: Reply, secrets: Iterable[str] = ()) -> EsignFault:
    """Read an answer that is no success: the code, its kind, and the words without the secrets of the call.

    A page says nothing of a signature: neither a year in its last line nor a session that expired is a refusal.
    """
    text = words_of(reply)
    code = 0 if reply.is_page else _code(reply.json, text)
    said = scrubbed(text, secrets)[:RAW_LIMIT]
    raw = f"HTTP {reply.status}: {said}" if said else f"HTTP {reply.status}"
    return EsignFault(_kind(reply.status, code, "" if reply.is_page else text), raw, code)


def empty(reply: Reply, what: str, secrets: Iterable[str] = ()) -> EsignFault:
    """Read an answer that lacks the signed file: a refusal that came with HTTP 200, or nothing to be relied on."""
    fault = fault_of(reply, secrets)
    return fault if fault.fault in CLEAR else EsignFault(Fault.BAD_REPLY, f"{fault.raw[:200]} ({what})")


def words_of(reply: Reply) -> str:
    """Return what the server says, as one line: its error text, else its page without tags."""
    found = reply.json
    parts = [str(found[key]) for key in ("error", "message", "data") if found.get(key)]
    if "status_code" in found and str(found["status_code"]) not in " ".join(parts):
        parts.append(str(found["status_code"]))
    if not parts:
        page = reply.body[:20_000].decode("utf-8", "replace")
        page = re.sub(r"(?s)<(style|script)\b.*?</\1>", " ", page)
        parts = [html.unescape(re.sub(r"<[^>]*>", " ", page))]
    return " ".join(" ".join(parts).replace("\0", " ").split())


def scrubbed(text: str, secrets: Iterable[str]) -> str:
    """Blank out what the officer typed and what we are let in by, should the server repeat it."""
    for secret in secrets:
        for shape in (secret, " ".join(secret.split())):
            if shape:
                text = text.replace(shape, "•••")
    return text


def _code(found: Mapping[str, Any], text: str) -> int:
    own = str(found.get("status_code", ""))
    if own.isdecimal() and int(own) >= OWN_CODE:
        return int(own)
    groups = re.findall(r"(?<!\d)\d{4}(?!\d)", str(found.get("error") or found.get("message") or text))
    return int(groups[-1]) if groups else 0


def _kind(status: int, code: int, text: str) -> Fault:
    if code in _CODES:
        return _CODES[code]
    if status in (401, 403):
        return Fault.UNAUTHORISED
    for words, fault in _WORDS:
        if words.search(text):
            return fault
    if status >= 500 or status in (408, 429):
        return Fault.UNAVAILABLE
    return Fault.BAD_REQUEST if status >= 400 else Fault.BAD_REPLY


def _same(name: str, wanted: str) -> bool:
    return name.lower().replace("-", "_") == wanted
