"""Answer for promises that a change of the calendar has moved: a person confirms, with a reason."""

from collections.abc import Sequence

from sqlalchemy import text

from workstation.desk import Desk
from workstation.errors import ReasonNeeded
from workstation.vocabulary import Role


def recalculate(desk: Desk, applications: Sequence[int], why: str) -> int:
    """Count these promises again on the calendar of now; returns how many moved. The old ones stay as history."""
    desk.require(Role.SUPERVISOR, Role.MANAGER)
    if len(why.strip()) < 3:
        raise ReasonNeeded
    with desk.begin() as session:
        return (
            session.scalar(
                text("SELECT loket.recalculate_promises(CAST(:ids AS bigint[]), :why)"),
                {"ids": list(applications), "why": why},
            )
            or 0
        )
