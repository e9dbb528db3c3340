"""How long work tells where it stands, and how its parts ended."""

from collections.abc import Generator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

Result = TypeVar("Result")


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


def exhausted(steps: Generator[Any, None, Result]) -> Result:
    """Run long work to its end, for who needs no news of it, and give what it returns."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: Result = end.value
            return result
