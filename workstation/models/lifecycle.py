"""Allowed moves of things with stages: three tables, the only way to change a stage.

The same rows are loaded into `loket.transition`, where a trigger refuses every other move with the
mover's own role; screens ask `Machine.allows` for what they may offer.
"""

from dataclasses import dataclass
from typing import Protocol

from workstation.errors import WrongStage
from workstation.vocabulary import CaseStage as C
from workstation.vocabulary import DocumentStage as D
from workstation.vocabulary import Role as R
from workstation.vocabulary import VisitStage as V


class Staged(Protocol):
    """Anything with a stage."""

    stage: str


@dataclass(frozen=True, slots=True)
class Move:
    """One cell: from a stage, by an action, to a stage, by one of these roles."""

    source: str
    action: str
    target: str
    roles: tuple[R, ...]


@dataclass(frozen=True, slots=True)
class Machine:
    """All moves of one kind of thing."""

    name: str
    moves: tuple[Move, ...]

    def allows(self, stage: str, action: str) -> bool:
        """Tell whether `action` is possible in `stage`."""
        return any(m.source == stage and m.action == action for m in self.moves)

    def target(self, stage: str, action: str) -> str:
        """Return the stage that `action` leads to, or raise WrongStage."""
        for m in self.moves:
            if m.source == stage and m.action == action:
                return m.target
        raise WrongStage(self.name, stage, action)

    def demand(self, stage: str, wanted: str, action: str) -> None:
        """Raise WrongStage unless `stage` is the wanted one."""
        if stage != wanted:
            raise WrongStage(self.name, stage, action)


def move(machine: Machine, thing: Staged, target: str, action: str) -> None:
    """Change the stage of `thing` by `action`, or raise WrongStage with the facts."""
    if machine.target(thing.stage, action) != target:
        raise WrongStage(machine.name, thing.stage, action)
    thing.stage = target


_HALL = (R.OFFICER,)
VISIT = Machine(
    "visit",
    (
        Move(V.BOOKED, "check_in", V.WAITING, _HALL),
        Move(V.BOOKED, "turn_away", V.REFUSED, _HALL),
        Move(V.BOOKED, "cancel", V.CANCELLED, (R.OFFICER, R.SERVICE)),
        Move(V.BOOKED, "lapse", V.LAPSED, (R.SERVICE,)),
        Move(V.WAITING, "call", V.CALLED, _HALL),
        Move(V.WAITING, "leave", V.CANCELLED, _HALL),
        Move(V.CALLED, "serve", V.SERVING, _HALL),
        Move(V.CALLED, "no_show", V.NO_SHOW, _HALL),
        Move(V.CALLED, "put_back", V.WAITING, _HALL),
        Move(V.CALLED, "transfer", V.WAITING, _HALL),
        Move(V.NO_SHOW, "restore", V.WAITING, _HALL),
        Move(V.SERVING, "hold", V.HELD, _HALL),
        Move(V.HELD, "resume", V.SERVING, _HALL),
        Move(V.SERVING, "transfer", V.WAITING, _HALL),
        Move(V.SERVING, "finish", V.FINISHED, _HALL),
        Move(V.HELD, "finish", V.FINISHED, _HALL),
    ),
)

_DESK = (R.REVIEWER,)
CASE = Machine(
    "case",
    (
        Move(C.DRAFT, "submit", C.SUBMITTED, (R.OFFICER, R.SERVICE)),
        Move(C.DRAFT, "withdraw", C.WITHDRAWN, (R.OFFICER,)),
        Move(C.SUBMITTED, "declare_complete", C.ADMINISTRATIVE, _DESK),
        Move(C.SUBMITTED, "return", C.RETURNED, _DESK),
        Move(C.SUBMITTED, "withdraw", C.WITHDRAWN, (R.OFFICER,)),
        Move(C.ADMINISTRATIVE, "pass_on", C.TECHNICAL, _DESK),
        Move(C.ADMINISTRATIVE, "return", C.RETURNED, _DESK),
        Move(C.TECHNICAL, "propose", C.PROPOSED, _DESK),
        Move(C.TECHNICAL, "return", C.RETURNED, _DESK),
        Move(C.RETURNED, "resubmit", C.SUBMITTED, (R.OFFICER, R.SERVICE)),
        Move(C.RETURNED, "withdraw", C.WITHDRAWN, (R.OFFICER,)),
        Move(C.PROPOSED, "approve", C.APPROVED, (R.SUPERVISOR,)),
        Move(C.PROPOSED, "refuse", C.REFUSED, (R.SUPERVISOR,)),
        Move(C.PROPOSED, "challenge", C.TECHNICAL, (R.SUPERVISOR,)),
    ),
)

_INK = (R.SUPERVISOR,)
DOCUMENT = Machine(
    "document",
    (
        Move(D.TO_SIGN, "prepare", D.PREPARED, _INK),
        Move(D.PREPARED, "send", D.SENT, _INK),
        Move(D.SENT, "deposit", D.DEPOSITED, _INK),
        Move(D.SENT, "fail", D.PREPARED, _INK),
        Move(D.SENT, "lose", D.UNKNOWN, _INK),
        Move(D.UNKNOWN, "fail", D.PREPARED, _INK),
        Move(D.DEPOSITED, "issue", D.ISSUED, (R.SERVICE,)),
        Move(D.DEPOSITED, "reject", D.REJECTED, (R.SERVICE,)),
        Move(D.REJECTED, "redraw", D.TO_SIGN, _INK),
        Move(D.ISSUED, "confirm_print", D.PRINTED, _HALL),
        Move(D.PRINTED, "hand_over", D.HANDED_OVER, _HALL),
        Move(D.ISSUED, "withdraw", D.WITHDRAWN, _INK),
        Move(D.PRINTED, "withdraw", D.WITHDRAWN, _INK),
        Move(D.HANDED_OVER, "withdraw", D.WITHDRAWN, _INK),
    ),
)

MACHINES = (VISIT, CASE, DOCUMENT)
