"""A reviewer's packet: the cases he holds, taken at once, kept while he works through them, given back together."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select, text, update

from workstation.desk import Desk
from workstation.errors import NothingToTake
from workstation.models.application import Application
from workstation.vocabulary import IN_REVIEW, Role

MOST_HELD = 10  # the law's own limit, settle_lease


def take_packet(desk: Desk, size: int = MOST_HELD) -> tuple[int, ...]:
    """Fill the officer's hands up to `size` cases; returns all that he holds, the nearest deadline first.

    NothingToTake when he holds none and none is free that he may judge.
    """
    desk.require(Role.REVIEWER)
    with desk.begin() as session:
        session.execute(text("SELECT loket.take_packet(:size)"), {"size": size})
        order = (Application.due_at.asc().nulls_last(), Application.submitted_at, Application.id)
        found = tuple(session.scalars(select(Application.id).where(_mine(desk)).order_by(*order)))
    if not found:
        raise NothingToTake
    return found


def keep_packet(desk: Desk, cases: Sequence[int]) -> None:
    """Hold those of the cases that are still this officer's for another while; what he lost is passed over."""
    with desk.begin() as session:
        session.execute(
            update(Application)
            .where(_mine(desk), Application.id.in_(cases))
            .values(lease_until=func.loket.moment())
            .execution_options(synchronize_session=False)
        )


def release_all(desk: Desk) -> int:
    """Give back every case that this officer holds, as it is; what was judged stays. Returns how many."""
    with desk.begin() as session:
        given = session.scalars(
            update(Application)
            .where(_mine(desk))
            .values(owner_id=None, lease_until=None)
            .returning(Application.id)
            .execution_options(synchronize_session=False)
        )
        return len(given.all())


def _mine(desk: Desk) -> ColumnElement[bool]:
    return (
        (Application.owner_id == desk.officer.id)
        & (Application.lease_until > select(func.loket.moment()).scalar_subquery())
        & Application.stage.in_(IN_REVIEW)
    )
