"""What portals send, read strictly: every fault is named by the field that holds it (see docs/intake.md)."""

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from workstation.errors import BadFields
from workstation.imaging.kinds import Kind, kind_of
from workstation.imaging.pool import PageReader
from workstation.usecases.arriving import ApplicationWish, ArrivedScan, BookingWish
from workstation.usecases.intake import WorkerEntry
from workstation.vocabulary import Channel, Priority

MEDIA: Final = {
    Kind.PDF: "application/pdf",
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.TIFF: "image/tiff",
    Kind.WEBP: "image/webp",
    Kind.HEIC: "image/heic",
}
MOST_WORKERS: Final = 100
MOST_SCANS: Final = 20 + 2 * MOST_WORKERS  # of the case, and card and photo of each person
LONGEST_TEXT: Final = 1000


class _Reader:
    """Reads one JSON object and remembers every fault instead of stopping at the first."""

    def __init__(self, body: Any, path: str = "") -> None:
        self.faults: dict[str, str] = {}
        self._path = path
        self._seen: set[str] = set()
        self._body: Mapping[str, Any] = body if isinstance(body, dict) else {}
        if not isinstance(body, dict):
            self.faults[path.rstrip(".") or "body"] = "Harus berupa objek JSON."

    def text(self, key: str, *, required: bool = True, longest: int = LONGEST_TEXT) -> str:
        """Return a trimmed text, empty when it is absent."""
        value = self._of(key)
        if value is None or (value == "" and not required):
            if required:
                self.faults[self._path + key] = "Wajib diisi."
            return ""
        if not isinstance(value, str):
            self.faults[self._path + key] = "Harus berupa teks."
            return ""
        if not value.strip() and required:
            self.faults[self._path + key] = "Wajib diisi."
        if len(value) > longest:
            self.faults[self._path + key] = f"Paling panjang {longest} huruf."
        if "\0" in value:
            self.faults[self._path + key] = "Memuat tanda yang tidak dikenal."
        return value.strip()

    def moment(self, key: str) -> datetime | None:
        """Return a moment with its zone."""
        text = self.text(key, longest=40)
        if not text:
            return None
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            at = None
        if at is None or at.tzinfo is None:
            self.faults[self._path + key] = (
                "Harus waktu ISO 8601 dengan zona, misalnya 2026-11-23T09:15:00+07:00."
            )
            return None
        return at

    def flag(self, key: str) -> bool | None:
        """Return true, false, or None when it is absent."""
        value = self._of(key)
        if value is not None and not isinstance(value, bool):
            self.faults[self._path + key] = "Harus true atau false."
            return None
        return value

    def row(self, key: str) -> int | None:
        """Return the number of a row, from 1, or None when it is absent."""
        value = self._of(key)
        if value is not None and (type(value) is not int or not 1 <= value <= MOST_WORKERS):
            self.faults[self._path + key] = f"Harus nomor baris, 1 sampai {MOST_WORKERS}."
            return None
        return value

    def choice(self, key: str, known: tuple[str, ...], default: str) -> str:
        """Return one of the known words."""
        value = self.text(key, required=False) or default
        if value not in known:
            self.faults[self._path + key] = "Harus salah satu dari: " + ", ".join(known) + "."
            return default
        return value

    def items(self, key: str, most: int) -> list[Any]:
        """Return a list, empty when it is absent."""
        value = self._of(key)
        if value is None:
            return []
        if not isinstance(value, list) or len(value) > most:
            self.faults[self._path + key] = f"Harus berupa daftar, paling banyak {most}."
            return []
        return value

    def texts(self, key: str) -> dict[str, str]:
        """Return an object of texts."""
        value = self._of(key)
        inner = _Reader(value if value is not None else {}, f"{self._path}{key}.")
        found = {
            code: inner.text(code, required=False) for code in (value if isinstance(value, dict) else {})
        }
        self.faults |= inner.faults
        return found

    def nothing_else(self) -> None:
        """Say which keys nobody knows: a misspelt one must not be lost in silence."""
        for key in self._body.keys() - self._seen:
            self.faults[f"{self._path}{str(key)[:80]}"] = "Kunci ini tidak dikenal."

    def demand(self) -> None:
        """Raise BadFields when anything was wrong."""
        if self.faults:
            raise BadFields(dict(self.faults))

    def _of(self, key: str) -> Any:
        self._seen.add(key)
        return self._body.get(key)


def booking(body: Any) -> BookingWish:
    """Read the body of a booking; raises BadFields."""
    read = _Reader(body)
    planned = read.moment("planned_at")
    wish = {
        "external_id": read.text("external_id", longest=100),
        "point": read.text("point", longest=40),
        "service": read.text("service", longest=40),
        "name": read.text("name", longest=100),
        "nik": read.text("nik", required=False, longest=20),
        "phone": read.text("phone", required=False, longest=20),
    }
    priority = read.choice("priority", tuple(Priority), Priority.NONE)
    channel = read.choice("channel", (Channel.ONLINE, Channel.PHONE), Channel.ONLINE)
    healthy = read.flag("healthy")
    read.nothing_else()
    read.demand()
    if planned is None:
        raise BadFields({"planned_at": "Wajib diisi."})
    return BookingWish(
        **wish, planned_at=planned, priority=Priority(priority), channel=Channel(channel), healthy=healthy
    )


def application(body: Any, pages: PageReader) -> ApplicationWish:
    """Read the body of an application and look at its files in the picture process.

    Raises BadFields, or the page reader's refusal of a file.
    """
    read = _Reader(body)
    external_id = read.text("external_id", longest=100)
    point, permit_type = read.text("point", longest=40), read.text("permit_type", longest=40)
    fields = read.texts("fields")
    if not fields:
        read.faults.setdefault("fields", "Wajib diisi.")
    workers = [_worker(item, number, read) for number, item in enumerate(read.items("workers", MOST_WORKERS))]
    files = [_file(item, number, read) for number, item in enumerate(read.items("documents", MOST_SCANS))]
    read.nothing_else()
    read.demand()
    scans = [_looked_at(*file, pages) for file in files]
    return ApplicationWish(external_id, point, permit_type, fields, workers, scans)


def _worker(item: Any, number: int, outer: _Reader) -> WorkerEntry:
    read = _Reader(item, f"workers.{number}.")
    entry = WorkerEntry(
        read.text("name", longest=100),
        read.text("nik", longest=20),
        read.text("address", required=False, longest=300),
        read.text("destination", required=False, longest=300),
    )
    read.nothing_else()
    outer.faults |= read.faults
    return entry


def _file(item: Any, number: int, outer: _Reader) -> tuple[str, str, bytes, int | None]:
    read = _Reader(item, f"documents.{number}.")
    document, name = read.text("document", longest=40), read.text("file_name", longest=200)
    coded, data = read.text("content", longest=8_000_000), b""
    row = read.row("row")
    try:
        data = base64.b64decode(coded, validate=True)
    except (binascii.Error, ValueError):
        read.faults[f"documents.{number}.content"] = "Bukan base64."
    read.nothing_else()
    outer.faults |= read.faults
    return document, name, data, row


def _looked_at(document: str, name: str, data: bytes, row: int | None, pages: PageReader) -> ArrivedScan:
    facts = pages.probe(data, name)
    measures = pages.measures(data, name)
    return ArrivedScan(document, name, data, facts.pages, MEDIA[kind_of(data, name)], measures, row)
