"""How many practice applications stand where, and which of them hide something."""

import random
from dataclasses import dataclass

# Stage (a stage of a case, or how far its document is), how many, proposal, expected decision
PLAN = (
    ("draft", 6, "", "incomplete"),
    ("submitted", 23, "", "approve"),
    ("submitted", 4, "", "return"),
    ("submitted", 1, "", "refuse"),
    ("administrative", 12, "", "approve"),
    ("administrative", 2, "", "return"),
    ("technical", 16, "", "approve"),
    ("technical", 1, "", "return"),
    ("technical", 1, "", "refuse"),
    ("proposed", 19, "approve", "approve"),
    ("proposed", 1, "approve", "return"),
    ("proposed", 4, "refuse", "refuse"),
    ("returned", 10, "", "return"),
    ("approved", 8, "approve", "approve"),
    ("issued", 10, "approve", "approve"),
    ("handed_over", 6, "approve", "approve"),
    ("refused", 8, "refuse", "refuse"),
)


@dataclass(frozen=True)
class Slot:
    """One application still without an applicant."""

    stage: str
    proposal: str
    expected: str


def slots(dice: random.Random) -> list[Slot]:
    """Return all slots in a mixed order."""
    made = [
        Slot(stage, proposal, expected) for stage, count, proposal, expected in PLAN for _ in range(count)
    ]
    dice.shuffle(made)
    return made
