"""How a paper ends: withdrawn by two persons, sent to its holder, run out. A replacement ends it by being issued."""

from typing import Final

from sqlalchemy import func, select

from workstation.desk import Desk
from workstation.errors import ReasonNeeded, WithdrawalNotProposed
from workstation.models.document import Document
from workstation.models.ending import Mailing, Withdrawal
from workstation.usecases.locking import locked
from workstation.vocabulary import IN_FORCE, MailWay, Role, WithdrawalGround

BASES: Final = {
    WithdrawalGround.AUTHORITY: "UU 30/2014 pasal 64 ayat (1) huruf a",
    WithdrawalGround.PROCEDURE: "UU 30/2014 pasal 64 ayat (1) huruf b",
    WithdrawalGround.SUBSTANCE: "UU 30/2014 pasal 64 ayat (1) huruf c",
    WithdrawalGround.FALSE_PAPERS: "UU 30/2014 pasal 64 ayat (1) huruf c",
    WithdrawalGround.TERMS_BROKEN: "ketentuan pada surat izin",
    WithdrawalGround.COURT: "UU 30/2014 pasal 64 ayat (3) huruf c",
    WithdrawalGround.HOLDER_WISH: "permintaan tertulis pemegang",
}
"""What each ground rests on; kept with the proposal as it stood on the day."""
PER_TURN: Final = 200


def propose_withdrawal(desk: Desk, document_id: int, ground: WithdrawalGround, note: str) -> int:
    """Propose to take a paper out of force; another person carries it out. Returns the proposal's id.

    ReasonNeeded without words, WrongStage for a paper that is not in force, ChangedByOther when it is proposed
    already.
    """
    desk.require(Role.OFFICER, Role.REVIEWER, Role.SUPERVISOR)
    if len(note.strip()) < 3:
        raise ReasonNeeded
    with desk.begin() as session:
        proposal = Withdrawal(
            service_point_id=desk.point.id,
            document_id=document_id,
            ground=ground,
            legal_basis=BASES[ground],
            note=note.strip(),
        )
        session.add(proposal)
        session.flush()
        return proposal.id


def drop_withdrawal(desk: Desk, document_id: int, reason: str) -> None:
    """Let a proposal fall: the paper stays in force. WithdrawalNotProposed when there is none."""
    desk.require(Role.OFFICER, Role.REVIEWER, Role.SUPERVISOR)
    with desk.begin(reason) as session:
        proposal = session.scalar(
            select(Withdrawal)
            .where(Withdrawal.document_id == document_id, Withdrawal.ended_at.is_(None))
            .with_for_update()
        )
        if proposal is None:
            raise WithdrawalNotProposed
        proposal.dropped_reason = reason.strip()


def withdraw(desk: Desk, document_id: int) -> None:
    """Take a paper out of force as somebody else proposed; the next withdrawal list carries it.

    WithdrawalNotProposed without a proposal, FourEyes when it is one's own.
    """
    desk.require(Role.SUPERVISOR)
    with desk.begin() as session:
        locked(session, Document, document_id, "withdraw").withdraw()


def mail(desk: Desk, document_id: int, way: MailWay, reference: str) -> None:
    """Note that a paper was sent to its holder; `reference` is the carrier's number or the message's id."""
    desk.require(Role.OFFICER, Role.SERVICE)
    with desk.begin() as session:
        document = locked(session, Document, document_id, "mail")
        session.add(
            Mailing(
                service_point_id=document.service_point_id,
                document_id=document_id,
                way=way,
                reference=reference.strip(),
            )
        )
        session.flush()
        document.mail()


def bounce(desk: Desk, document_id: int, reason: str) -> None:
    """Note that what was sent by line did not arrive: the paper is to be printed like any other."""
    desk.require(Role.OFFICER, Role.SERVICE)
    with desk.begin(reason) as session:
        locked(session, Document, document_id, "mail").bounce()


def come_back(desk: Desk, document_id: int, reason: str) -> None:
    """Note that the printed paper came back by post: it waits for its holder at the counter."""
    desk.require(Role.OFFICER)
    with desk.begin(reason) as session:
        locked(session, Document, document_id, "mail").come_back()


def expire_past(desk: Desk) -> int:
    """Set *expired* what ended before today (WIB), at most 200 a turn; returns how many.

    A checker and the guards of the counter go by the date itself: this only moves the shelf and the totals on.
    """
    desk.require(Role.SERVICE)
    with desk.begin("masa berlaku berakhir") as session:
        over = session.scalars(
            select(Document)
            .where(
                Document.valid_until < func.loket.local_day(func.loket.moment()),
                Document.stage.in_(IN_FORCE),
                ~func.loket.is_frozen(Document.application_id),
            )
            .order_by(Document.valid_until, Document.id)
            .limit(PER_TURN)
            .with_for_update(skip_locked=True)
        ).all()
        for document in over:
            document.expire()
        return len(over)
