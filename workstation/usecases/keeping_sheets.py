"""Secured paper by its serials: receive, take, give, spoil, count. What a run takes stands in `printing_out`."""

from dataclasses import dataclass

from sqlalchemy import func, select

from workstation.desk import Desk
from workstation.models.sheet import SheetCount, SheetPack
from workstation.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Serials:
    """Sheets of one series from `first` to `last`, both of them."""

    series: str
    first: int
    last: int


def receive_pack(desk: Desk, pack: Serials) -> int:
    """Note a pack as it was delivered to the desk's point, into its store; returns its id.

    SheetsKnown when one of its serials was delivered before, BadFields for a range that is none.
    """
    desk.require(Role.SUPERVISOR)
    with desk.begin() as session:
        row = SheetPack(
            service_point_id=desk.point.id,
            series=pack.series.strip().upper(),
            first=pack.first,
            last=pack.last,
        )
        session.add(row)
        session.flush()
        return row.id


def move_sheets(desk: Desk, sheets: Serials, counter_id: int | None) -> int:
    """Give unused sheets to a counter (None: back into the store); returns how many. SheetsNotFree: none moved."""
    desk.require(Role.OFFICER, Role.SUPERVISOR)
    with desk.begin() as session:
        moved = func.loket.move_sheets(sheets.series.strip().upper(), sheets.first, sheets.last, counter_id)
        return int(session.scalars(select(moved)).one())


def spoil_sheets(desk: Desk, sheets: Serials, reason: str) -> int:
    """Note unused sheets as spoiled, for ever; returns how many. SheetsNotFree, ReasonNeeded."""
    desk.require(Role.OFFICER, Role.SUPERVISOR)
    with desk.begin(reason) as session:
        spoiled = func.loket.spoil_sheets(sheets.series.strip().upper(), sheets.first, sheets.last, reason)
        return int(session.scalars(select(spoiled)).one())


def count_sheets(desk: Desk, counter_id: int | None, counted: int) -> int:
    """Note how many unused sheets lie there by hand; returns how many the ledger has more (negative: fewer)."""
    desk.require(Role.OFFICER, Role.SUPERVISOR)
    with desk.begin() as session:
        row = SheetCount(service_point_id=desk.point.id, counter_id=counter_id, counted=counted)
        session.add(row)
        session.flush()
        session.refresh(row, ["expected"])
        return row.expected - counted
