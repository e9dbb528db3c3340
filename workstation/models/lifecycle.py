"""Allowed moves of things with stages: three tables, the only way to change a stage.

The same rows are loaded into `loket.transition`, where a trigger refuses every other move with the mover's own
role and asks for each demand by its name; screens ask `Machine.offers` for what they may offer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from workstation.errors import WrongStage
from workstation.vocabulary import IN_FORCE, WAITS, Demand
from workstation.vocabulary import CaseStage as C
from workstation.vocabulary import DocumentStage as D
from workstation.vocabulary import Role as R
from workstation.vocabulary import VisitStage as V


class Staged(Protocol):
    """Anything with a stage."""

    stage: str


@dataclass(frozen=True, slots=True)
class Move:
    """One cell: from a stage, by an action, to a stage, by one of these roles, when every demand is met.

    `undo` is for how many minutes who made the move may take it back, 0 for never.
    """

    source: str
    action: str
    target: str
    roles: tuple[R, ...]
    demands: tuple[Demand, ...] = ()
    undo: int = 0


@dataclass(frozen=True, slots=True)
class Machine:
    """All moves of one kind of thing."""

    name: str
    moves: tuple[Move, ...]

    def offers(self, stage: str, action: str, roles: Iterable[R], missing: Iterable[Demand] = ()) -> bool:
        """Tell whether somebody with `roles` may do `action` in `stage` while the demands `missing` are not met."""
        return any(
            m.source == stage
            and m.action == action
            and not set(m.roles).isdisjoint(roles)
            and set(m.demands).isdisjoint(missing)
            for m in self.moves
        )

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
_MINE = (Demand.OWN_VISITOR,)
_DOOR = (Demand.TODAY, Demand.HEALTH, Demand.SEAT)
VISIT = Machine(
    "visit",
    (
        Move(V.BOOKED, "check_in", V.WAITING, _HALL, _DOOR, undo=5),
        Move(V.BOOKED, "turn_away", V.REFUSED, _HALL),
        Move(V.BOOKED, "cancel", V.CANCELLED, (R.OFFICER, R.SERVICE)),
        Move(V.BOOKED, "lapse", V.LAPSED, (R.SERVICE,)),
        Move(V.WAITING, "call", V.CALLED, _HALL, (Demand.COUNTER, Demand.COUNTER_SERVES), undo=5),
        Move(V.WAITING, "leave", V.CANCELLED, _HALL, undo=5),
        Move(V.CALLED, "serve", V.SERVING, _HALL, (*_MINE, Demand.COUNTER), undo=5),
        Move(V.CALLED, "no_show", V.NO_SHOW, _HALL, _MINE, undo=5),
        Move(V.CALLED, "put_back", V.WAITING, _HALL, _MINE),
        Move(V.CALLED, "transfer", V.WAITING, _HALL, _MINE),
        Move(V.NO_SHOW, "restore", V.WAITING, _HALL),
        Move(V.SERVING, "hold", V.HELD, _HALL, _MINE, undo=5),
        Move(V.HELD, "resume", V.SERVING, _HALL, (*_MINE, Demand.COUNTER), undo=5),
        Move(V.SERVING, "transfer", V.WAITING, _HALL, _MINE),
        Move(V.SERVING, "finish", V.FINISHED, _HALL, _MINE, undo=5),
        Move(V.HELD, "finish", V.FINISHED, _HALL, _MINE),
    ),
)

_DESK = (R.REVIEWER,)
_COUNTER = (R.REVIEWER, R.OFFICER, R.SERVICE)
_JUDGE = (Demand.LEASE, Demand.OTHER_KEYED)
_RETURNING = (*_JUDGE, Demand.RETURN_REASON, Demand.IN_TIME)
_DECIDER = (R.SUPERVISOR,)
# an applicant may take back what he asked for until it is decided
_UNDECIDED = (C.ADMINISTRATIVE, C.TECHNICAL, C.PROPOSED, *WAITS)


def _wait(
    action: str, stage: C, resumers: tuple[R, ...], asked: tuple[Demand, ...], answered: tuple[Demand, ...]
) -> list[Move]:
    """Both review stages may wait for somebody; the case goes on in the stage that it came from."""
    moves: list[Move] = []
    for source in (C.ADMINISTRATIVE, C.TECHNICAL):
        moves.append(Move(source, action, stage, _DESK, (*_JUDGE, *asked), undo=5))
        moves.append(Move(stage, f"resume_{source}", source, resumers, (Demand.CAME_FROM, *answered)))
    return moves


CASE = Machine(
    "case",
    (
        Move(C.DRAFT, "submit", C.SUBMITTED, (R.OFFICER, R.SERVICE)),
        Move(C.DRAFT, "withdraw", C.WITHDRAWN, (R.OFFICER,)),
        Move(C.SUBMITTED, "declare_complete", C.ADMINISTRATIVE, _DESK, (*_JUDGE, Demand.DOCUMENTS), undo=5),
        Move(C.SUBMITTED, "return", C.RETURNED, _DESK, (*_JUDGE, Demand.RETURN_REASON)),
        Move(C.SUBMITTED, "withdraw", C.WITHDRAWN, (R.OFFICER,), (Demand.REASON,)),
        Move(C.ADMINISTRATIVE, "pass_on", C.TECHNICAL, _DESK, (*_JUDGE, Demand.MARKS), undo=5),
        Move(C.ADMINISTRATIVE, "return", C.RETURNED, _DESK, _RETURNING),
        Move(
            C.TECHNICAL,
            "propose",
            C.PROPOSED,
            _DESK,
            (*_JUDGE, Demand.PROPOSAL, Demand.MARKS, Demand.LEVY_SETTLED, Demand.SURVEY_REPORTED),
            undo=5,
        ),
        Move(C.TECHNICAL, "return", C.RETURNED, _DESK, _RETURNING),
        Move(C.RETURNED, "resubmit", C.SUBMITTED, (R.OFFICER, R.SERVICE)),
        Move(C.RETURNED, "withdraw", C.WITHDRAWN, (R.OFFICER,), (Demand.REASON,)),
        *_wait(
            "ask_guarantor",
            C.WAITING_GUARANTOR,
            _COUNTER,
            (Demand.REASON, Demand.IN_TIME),
            (Demand.GUARANTOR_ANSWERED,),
        ),
        *_wait("ask_applicant", C.WAITING_APPLICANT, _COUNTER, (Demand.REASON,), ()),
        *_wait("send_surveyor", C.WAITING_SURVEY, _DESK, (Demand.SURVEY_ORDERED,), (Demand.SURVEY_REPORTED,)),
        *_wait("await_payment", C.WAITING_PAYMENT, _COUNTER, (Demand.LEVY_ORDERED,), (Demand.LEVY_SETTLED,)),
        *_wait(
            "postpone", C.POSTPONED, (R.REVIEWER, R.SUPERVISOR, R.SERVICE), (Demand.DATE, Demand.IN_TIME), ()
        ),
        *(Move(stage, "withdraw", C.WITHDRAWN, (R.OFFICER,), (Demand.REASON,)) for stage in _UNDECIDED),
        Move(C.WAITING_GUARANTOR, "lapse", C.LAPSED, (R.SERVICE,), (Demand.GUARANTOR_SILENT,)),
        Move(
            C.PROPOSED,
            "approve",
            C.APPROVED,
            _DECIDER,
            (
                Demand.OTHER_REVIEWED,
                Demand.GRANT_PROPOSED,
                Demand.DOCUMENTS,
                Demand.MARKS,
                Demand.SAMPLE_SEEN,
            ),
        ),
        Move(
            C.PROPOSED,
            "refuse",
            C.REFUSED,
            _DECIDER,
            (Demand.OTHER_REVIEWED, Demand.REFUSAL_REASON, Demand.IN_TIME, Demand.SAMPLE_SEEN),
        ),
        Move(C.PROPOSED, "challenge", C.TECHNICAL, _DECIDER, (Demand.COMMENT,)),
    ),
)

_INK = (R.SUPERVISOR,)
_OWN_PEN = (Demand.SIGNATORY,)
_MAILERS = (R.OFFICER, R.SERVICE)


def _ends(action: str, stage: D, roles: tuple[R, ...], demand: Demand) -> list[Move]:
    """Whatever is in force may end, wherever the paper is by then."""
    return [Move(source, action, stage, roles, (demand,)) for source in IN_FORCE]


DOCUMENT = Machine(
    "document",
    (
        Move(D.TO_SIGN, "prepare", D.PREPARED, _INK, (*_OWN_PEN, Demand.SEALED)),
        Move(D.PREPARED, "send", D.SENT, _INK, (*_OWN_PEN, Demand.OPEN_BATCH)),
        Move(D.SENT, "deposit", D.DEPOSITED, _INK, (*_OWN_PEN, Demand.SIGNED)),
        Move(D.SENT, "fail", D.PREPARED, _INK, (*_OWN_PEN, Demand.SEALED)),
        Move(D.SENT, "lose", D.UNKNOWN, _INK, _OWN_PEN),
        Move(D.UNKNOWN, "fail", D.PREPARED, _INK, (*_OWN_PEN, Demand.SEALED)),
        Move(D.DEPOSITED, "issue", D.ISSUED, (R.SERVICE,)),
        Move(D.DEPOSITED, "reject", D.REJECTED, (R.SERVICE,)),
        Move(D.REJECTED, "redraw", D.TO_SIGN, _INK, _OWN_PEN),
        Move(D.ISSUED, "confirm_print", D.PRINTED, _HALL, (Demand.SHEET,)),
        Move(D.PRINTED, "hand_over", D.HANDED_OVER, _HALL, (Demand.COLLECTOR, Demand.VALID)),
        Move(D.ISSUED, "mail", D.MAILED, _MAILERS, (Demand.SENT_OFF, Demand.VALID)),
        Move(D.PRINTED, "mail", D.MAILED, _MAILERS, (Demand.SENT_OFF, Demand.VALID)),
        Move(D.MAILED, "bounce", D.ISSUED, _MAILERS, (Demand.REASON,)),
        Move(D.MAILED, "come_back", D.PRINTED, _HALL, (Demand.REASON, Demand.SHEET)),
        *_ends("withdraw", D.WITHDRAWN, _INK, Demand.OTHER_PROPOSED),
        *_ends("supersede", D.SUPERSEDED, (R.SERVICE,), Demand.REPLACED),
        *_ends("expire", D.EXPIRED, (R.SERVICE,), Demand.VALIDITY_OVER),
    ),
)

MACHINES = (VISIT, CASE, DOCUMENT)
