"""The end of data (UU 27/2022 art. 42-44): set how long, propose what is due, and let another person destroy it."""

from collections.abc import Sequence

from sqlalchemy import text, update

from workstation.desk import Desk
from workstation.errors import ChangedByOther
from workstation.models.person import RetentionPeriod
from workstation.vocabulary import RetentionKind, Role


def set_period(desk: Desk, kind: RetentionKind, days: int, reason: str) -> None:
    """Set how many days after its end a kind of data is kept (1 to 36,500); it is then no proposal any more.

    The administrator's word, with its legal ground as `reason`. HealthNotShortest when the health declaration
    would no longer have the shortest time.
    """
    desk.require(Role.ADMIN)
    with desk.begin(reason) as session:
        done = session.execute(
            update(RetentionPeriod)
            .where(RetentionPeriod.code == kind)
            .values(days=days)
            .returning(RetentionPeriod.code)
        )
        if done.scalar_one_or_none() is None:
            raise ChangedByOther


def propose(desk: Desk, kinds: Sequence[RetentionKind], reason: str) -> int:
    """List what is due of these kinds, at most 500 things, for another person's approval; returns the run's id.

    NothingToDestroy when nothing is due that is neither held nor frozen nor proposed already.
    """
    return _propose(desk, kinds, None, reason)


def propose_for(desk: Desk, subject_id: int, reason: str) -> int:
    """List what has ended of one announced person who asked for erasure (art. 43); returns the run's id."""
    kinds = (RetentionKind.HEALTH, RetentionKind.VISIT, RetentionKind.REFUSED, RetentionKind.PERMIT)
    return _propose(desk, kinds, subject_id, reason)


def _propose(desk: Desk, kinds: Sequence[RetentionKind], subject_id: int | None, reason: str) -> int:
    desk.require(Role.MANAGER)
    with desk.begin(reason) as session:
        return int(
            session.scalar(
                text("SELECT loket.propose_destruction(:kinds, :subject, :reason)"),
                {"kinds": [str(kind) for kind in kinds], "subject": subject_id, "reason": reason},
            )
        )


def approve(desk: Desk, destruction_id: int) -> int:
    """Destroy what a colleague proposed and return how many things; FourEyes for the proposer himself."""
    desk.require(Role.MANAGER, Role.ADMIN)
    with desk.begin("pemusnahan data") as session:
        return int(session.scalar(text("SELECT loket.approve_destruction(:id)"), {"id": destruction_id}))


def drop(desk: Desk, destruction_id: int, reason: str) -> None:
    """End a proposal without destroying anything; ChangedByOther when it has ended already."""
    desk.require(Role.MANAGER, Role.ADMIN)
    with desk.begin(reason) as session:
        session.execute(
            text("SELECT loket.drop_destruction(:id, :reason)"), {"id": destruction_id, "reason": reason}
        )
