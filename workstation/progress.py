"""How long work tells where it stands, and how its parts ended."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` items; `label` names the item now in hand."""

    done: int
    total: int
    label: str = ""


class Ending(StrEnum):
    """How one item of a batch ended."""

    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One item's end: `subject` names it, `detail` is the other side's raw word or our sentence."""

    subject: str
    ending: Ending
    detail: str = ""
