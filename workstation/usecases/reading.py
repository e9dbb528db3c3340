"""Note a reading of a person's data before it is shown (UU 27/2022 art. 31); the database shows nothing unnoted."""

from sqlalchemy import text

from workstation.desk import Desk


def announce(desk: Desk, thing: str, ident: int, purpose: str) -> None:
    """Note in its own transaction that this officer reads an `application`, a `scan` or a `document`.

    It holds for a quarter of an hour. NotAllowed for another point's, ReasonNeeded without a purpose.
    """
    with desk.begin() as session:
        session.execute(
            text("SELECT loket.announce(:thing, :id, :purpose)"),
            {"thing": thing, "id": ident, "purpose": purpose},
        )
