"""What a person may ask about his data (UU 27/2022), and what is done: register and answer, freeze and hold.

The desk is the manager's: he answers for the office towards the citizen and does no case work himself.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from workstation.desk import Desk
from workstation.vocabulary import Channel, RequestGround, RequestKind, RestraintKind, Role


@dataclass(frozen=True, slots=True)
class NewRequest:
    """What a person asks; its clock runs from `received_at`, when it reached the office (at most a week ago)."""

    subject_id: int
    kind: RequestKind
    name: str
    received_at: datetime
    channel: Channel = Channel.COUNTER
    details: str = ""


def register(desk: Desk, request: NewRequest) -> int:
    """Enter a request of an announced person; due 3 x 24 clock hours after it was received. Returns its id."""
    desk.require(Role.MANAGER)
    with desk.begin() as session:
        return int(
            session.scalar(
                text("SELECT loket.register_request(:subject, :kind, :name, :channel, :details, :received)"),
                {
                    "subject": request.subject_id,
                    "kind": request.kind,
                    "name": request.name,
                    "channel": request.channel,
                    "details": request.details,
                    "received": request.received_at,
                },
            )
        )


def grant(desk: Desk, request_id: int, answer: str) -> None:
    """Say that a request was met; RequestNotMet when nothing was given out, frozen or destroyed for it."""
    _answer(desk, request_id, None, answer)


def refuse(desk: Desk, request_id: int, ground: RequestGround, answer: str) -> None:
    """Refuse a request on a ground of the law, in words (art. 33, art. 15)."""
    _answer(desk, request_id, ground, answer)


def _answer(desk: Desk, request_id: int, ground: RequestGround | None, answer: str) -> None:
    desk.require(Role.MANAGER)
    with desk.begin() as session:
        session.execute(
            text("SELECT loket.answer_request(:id, :ground, :answer)"),
            {"id": request_id, "ground": ground, "answer": answer},
        )


def restrain_person(
    desk: Desk, kind: RestraintKind, subject_id: int, reason: str, request_id: int | None = None
) -> int:
    """Freeze everything of a person, or hold it from destruction; returns the restraint's id."""
    return _restrain(desk, kind, reason, subject=subject_id, request=request_id)


def restrain_case(desk: Desk, kind: RestraintKind, application_id: int, reason: str) -> int:
    """Freeze one case, or hold it from destruction; returns the restraint's id."""
    return _restrain(desk, kind, reason, case=application_id)


def _restrain(
    desk: Desk,
    kind: RestraintKind,
    reason: str,
    *,
    subject: int | None = None,
    case: int | None = None,
    request: int | None = None,
) -> int:
    desk.require(Role.MANAGER)
    with desk.begin(reason) as session:
        return int(
            session.scalar(
                text("SELECT loket.lay_restraint(:kind, :subject, :case, :request, :reason)"),
                {"kind": kind, "subject": subject, "case": case, "request": request, "reason": reason},
            )
        )


def lift(desk: Desk, restraint_id: int, reason: str) -> None:
    """End a freeze or a hold; ChangedByOther when it has ended already."""
    desk.require(Role.MANAGER)
    with desk.begin(reason) as session:
        session.execute(
            text("SELECT loket.lift_restraint(:id, :reason)"), {"id": restraint_id, "reason": reason}
        )
