"""The made-up people and their applications as stored in `resources/practice`, moved to the day at hand."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from workstation.imaging.measuring import PageMeasure
from workstation.resources_at import resource
from workstation.usecases.arriving import ArrivedScan
from workstation.usecases.intake import WorkerEntry

MEDIA = {".pdf": "application/pdf", ".jpg": "image/jpeg", ".png": "image/png"}
MOVED = ("valid_from", "valid_until")


@dataclass(frozen=True)
class Part:
    """One application of the cast: what is filed, how far it shall come, and what is true of it."""

    id: str
    permit_type: str
    channel: str
    filed_on: date
    fields: Mapping[str, str] = field(repr=False)
    workers: Sequence[WorkerEntry] = field(repr=False)
    files: Mapping[str, str] = field(repr=False)
    stage: str
    proposal: str
    reason: str
    expected: str
    defects: Sequence[Mapping[str, str]] = field(repr=False)
    rows: Sequence[Mapping[str, str]] = field(default=(), repr=False)

    def scans(self) -> list[ArrivedScan]:
        """Return the papers with their bytes."""
        return [scan(code, name) for code, name in self.files.items()]

    def row_scans(self) -> list[list[ArrivedScan]]:
        """Return the papers of each row of the list, where it has any."""
        return [[scan(code, name) for code, name in row.items()] for row in self.rows]


@cache
def _pages() -> dict[str, int]:
    labels = json.loads(resource("practice/labels.json").read_text("utf-8"))
    return {name: int(label["pages"]) for name, label in labels.items()}


@cache
def _measures() -> dict[str, tuple[PageMeasure, ...]]:
    """What the page reader measures on each paper, kept beside the papers: measuring them all takes ten seconds."""
    stored = json.loads(resource("practice/measures.json").read_text("utf-8"))
    return {name: tuple(_measure(*one) for one in pages) for name, pages in stored.items()}


def _measure(*stored: Any) -> PageMeasure:
    return replace(PageMeasure(*stored), turned=tuple((shape, marks) for shape, marks in stored[-1]))


@cache
def people() -> list[Mapping[str, str]]:
    """Return name, NIK and telephone of everybody who may come to the hall."""
    stored = _stored()
    folk = [*stored["individuals"], *(firm["contact"] for firm in stored["companies"])]
    return [{"name": p["name"], "nik": p["nik"], "phone": p["phone"]} for p in folk]


@cache
def _stored() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(resource("practice/cast.json").read_text("utf-8"))
    return found


@cache
def _bytes(name: str) -> bytes:
    return resource(f"practice/scans/{name}").read_bytes()


def scan(document: str, name: str) -> ArrivedScan:
    """Return one stored paper."""
    data = _bytes(name)
    media = MEDIA[name[name.rindex(".") :]]
    return ArrivedScan(document, name, data, _pages()[name], media, _measures()[name])


def parts(today: date) -> list[Part]:
    """Return every application with its dates moved so that the day of the papers is today."""
    stored = _stored()
    move = today - date.fromisoformat(stored["papers_day"])
    return [_part(entry, move) for entry in stored["applications"]]


def _part(entry: Mapping[str, Any], move: timedelta) -> Part:
    fields = dict(entry["fields"])
    for code in MOVED:
        fields[code] = (date.fromisoformat(fields[code]) + move).isoformat()
    return Part(
        entry["id"],
        entry["permit_type"],
        entry["channel"],
        date.fromisoformat(entry["filed_on"]) + move,
        fields,
        [WorkerEntry(w["name"], w["nik"], w["address"], w["destination"]) for w in entry["workers"]],
        entry["documents"],
        entry["wanted_stage"],
        entry["proposal"],
        entry["reason"],
        entry["truth"]["expected_decision"],
        entry["truth"]["defects"],
        entry["rows"],
    )
