"""Send a case to the service point whose level decides it, and follow it from the counter where it was filed."""

from sqlalchemy import text

from workstation.desk import Desk
from workstation.errors import ReasonNeeded
from workstation.vocabulary import Role


def forward(desk: Desk, application_id: int, point_id: int, reason: str) -> None:
    """Hand a case with everything it has over to another point; number, stage and promise stay.

    It may be forwarded until its administrative review ends, by who holds it or when nobody does. Raises
    WrongStage, HeldByOther, DeemedGranted, NotForwardable (levy or survey), ReasonNeeded.
    """
    desk.require(Role.OFFICER, Role.REVIEWER)
    if len(reason.strip()) < 3:
        raise ReasonNeeded
    with desk.begin(reason.strip()) as session:
        session.execute(
            text("SELECT loket.forward_case(:id, :point, :reason)"),
            {"id": application_id, "point": point_id, "reason": reason.strip()},
        )
