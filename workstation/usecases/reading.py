"""Note what is read, printed or exported before it is shown or leaves (UU 27/2022 art. 31).

The database shows nothing that was not announced. A signed letter's print is a row of its own (`print_job`); the
other papers and every file are noted here, each in a transaction of its own, so that no rollback hides it.
"""

from collections.abc import Sequence

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


def announce_all(desk: Desk, thing: str, idents: Sequence[int], purpose: str) -> None:
    """As `announce`, for many at once: all in one transaction, or none when one is refused."""
    with desk.begin() as session:
        session.execute(
            text("SELECT loket.announce(:thing, id, :purpose) FROM unnest(CAST(:ids AS bigint[])) AS id"),
            {"thing": thing, "ids": list(idents), "purpose": purpose},
        )


def note_print(desk: Desk, thing: str, ident: int, printer: str) -> None:
    """Note that a paper about an `application`, a `document` or a `closing` goes to this printer."""
    with desk.begin() as session:
        session.execute(
            text("SELECT loket.note_print(:thing, :id, :printer)"),
            {"thing": thing, "id": ident, "printer": printer},
        )


def note_export(desk: Desk, thing: str, count: int, purpose: str) -> None:
    """Note that `count` rows of `thing` go into a file, before it is written. ReasonNeeded without a purpose."""
    with desk.begin() as session:
        session.execute(
            text("SELECT loket.note_export(:thing, :count, :purpose)"),
            {"thing": thing, "count": count, "purpose": purpose},
        )


def note_covered(desk: Desk, scan_id: int, pages: int, covered: int, purpose: str) -> None:
    """Note that a copy of a scan with `covered` parts blacked out leaves, before it is made."""
    with desk.begin() as session:
        session.execute(
            text("SELECT loket.note_covered(:scan, :pages, :covered, :purpose)"),
            {"scan": scan_id, "pages": pages, "covered": covered, "purpose": purpose},
        )
