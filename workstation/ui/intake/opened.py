"""The case that is being typed into, and how it is written into this machine's journal and read back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from workstation.catalogue.rules import PermitTypeRules
from workstation.desk import Desk
from workstation.drafts import Kept
from workstation.errors import TypeNotOpen
from workstation.queries import intake as questions
from workstation.queries.intake import AskedRow, ScanRow, TypeRow
from workstation.usecases import reviewing
from workstation.usecases.intake import Draft, WorkerEntry
from workstation.vocabulary import CaseStage, Channel

PURPOSE = "melanjutkan pengisian permohonan"
COMPARE = "membandingkan isian yang bentrok"


@dataclass(frozen=True, slots=True)
class Opened:
    """One case with what stood in it when it was opened; `draft` None until the database has a row.

    `key` names it in the journal: the id of the case, or `new:` and a random word. `restored_at` tells when
    the text was typed that only the journal had.
    """

    key: str
    rules: PermitTypeRules
    channel: Channel
    draft: Draft | None = None
    stage: CaseStage = CaseStage.DRAFT
    values: Mapping[str, str] = field(default_factory=dict)
    workers: tuple[WorkerEntry, ...] = ()
    asked: tuple[AskedRow, ...] = ()
    scans: tuple[ScanRow, ...] = ()
    visit_id: int | None = None
    restored_at: datetime | None = None


def fresh(rules: PermitTypeRules, channel: Channel, visit_id: int | None = None, name: str = "") -> Opened:
    """Begin a new application; the name known at the door is filled in."""
    values = {"name": name} if name and any(f.code == "name" for f in rules.fields) else {}
    return Opened(f"new:{uuid4().hex}", rules, channel, values=values, visit_id=visit_id)


def from_database(desk: Desk, application_id: int, purpose: str = PURPOSE) -> Opened:
    """Open a draft or a returned case; that its contents were read stands in the journal of the office."""
    facts = questions.draft_facts(desk, application_id)
    contents = reviewing.open_file(desk, application_id, purpose)
    return Opened(
        str(application_id),
        facts.rules,
        facts.channel,
        Draft(facts.id, facts.number, facts.version),
        facts.stage,
        contents.values,
        tuple(_worker(row) for row in contents.workers),
        facts.asked,
        facts.scans,
    )


def from_journal(desk: Desk, kept: Kept, types: Sequence[TypeRow]) -> Opened:
    """Open what this machine kept: its text, under the version that it was typed on.

    Raises TypeNotOpen when a new application is of a type that is open no more.
    """
    content = kept.content
    values = {str(code): str(text) for code, text in content["values"].items()}
    people = tuple(_worker(row) for row in content["workers"])
    channel, visit_id = Channel(content["channel"]), content.get("visit")
    if not kept.key.isdigit():
        rules = next((row.rules for row in types if row.id == content["type"] and row.is_open), None)
        if rules is None:
            raise TypeNotOpen(content["type"], desk.today().isoformat())
        return Opened(
            kept.key,
            rules,
            channel,
            values=values,
            workers=people,
            visit_id=visit_id,
            restored_at=kept.at,
        )
    facts = questions.draft_facts(desk, int(kept.key))
    return Opened(
        kept.key,
        facts.rules,
        facts.channel,
        Draft(facts.id, facts.number, int(content["version"])),
        facts.stage,
        values,
        people,
        facts.asked,
        facts.scans,
        restored_at=kept.at,
    )


def content_of(
    opened: Opened, draft: Draft | None, values: Mapping[str, str], workers: Sequence[WorkerEntry]
) -> dict[str, Any]:
    """Give what the journal keeps, as plain JSON values."""
    return {
        "type": opened.rules.code,
        "title": opened.rules.short_title,
        "channel": opened.channel.value,
        "visit": opened.visit_id,
        "number": draft.number if draft else "",
        "version": draft.version if draft else 0,
        "values": dict(values),
        "workers": [
            {"name": w.name, "nik": w.nik, "address": w.address, "destination": w.destination}
            for w in workers
        ],
    }


def is_ours(kept: Kept) -> bool:
    """Tell whether an entry of the journal has the shape of this room."""
    return {"type", "channel", "values", "workers", "version"} <= kept.content.keys()


def _worker(row: Mapping[str, Any]) -> WorkerEntry:
    parts = (str(row.get(name) or "") for name in ("name", "nik", "address", "destination"))
    return WorkerEntry(*parts)
