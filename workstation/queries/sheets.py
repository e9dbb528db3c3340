"""Secured paper at this service point: where it lies, what has become of it, which runs wait for an officer's look."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select

from workstation.desk import Desk
from workstation.models.document import Document, PrintJob
from workstation.models.officer import Officer
from workstation.models.place import Counter
from workstation.models.sheet import Sheet, SheetCount, SheetPack
from workstation.vocabulary import PrintState, SheetState

MOST_SPOILED = 100
FORGOTTEN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """Secured paper in the store (`id` 0) or at a counter; `ranges` are the unused serials, the lowest first.

    `in_printer` of the unused lie in a printer. `counted` and `difference` are the last count's, None before one.
    """

    id: int
    name: str
    unused: int
    in_printer: int
    good: int
    spoiled: int
    ranges: tuple[tuple[str, int, int], ...]
    counted: int | None
    difference: int | None
    counted_at: datetime | None

    @property
    def delivered(self) -> int:
        """Return how many sheets this place has to answer for."""
        return self.unused + self.good + self.spoiled


@dataclass(frozen=True, slots=True)
class SpoiledRow:
    """A spoiled sheet by series and serial, with why and by whom."""

    id: str
    reason: str
    officer: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Ledger:
    """Secured paper of the point: delivered in packs, place by place, the latest spoiled sheets."""

    delivered: int
    packs: int
    places: tuple[PlaceRow, ...]
    spoiled: tuple[SpoiledRow, ...]

    @property
    def difference(self) -> int:
        """Return how many delivered sheets are neither good nor spoiled nor unused: the law keeps it at 0."""
        return self.delivered - sum(place.delivered for place in self.places)


@dataclass(frozen=True, slots=True)
class OpenRun:
    """A run that came out, or whose end nobody heard (QUEUED), and that waits for an officer's word."""

    id: int
    document_id: int
    number: str
    holder: str
    copy: int
    state: PrintState
    printer: str
    officer: str
    queued_at: datetime
    sheets: str


def ledger(desk: Desk) -> Ledger:
    """Count the secured paper of the desk's point; every counter stands in it, also one without paper."""
    mine = Sheet.service_point_id == desk.point.id
    with desk.read() as session:
        counters = session.execute(
            select(Counter.id, Counter.name)
            .where(Counter.service_point_id == desk.point.id)
            .order_by(Counter.number)
        ).all()
        states = session.execute(
            select(
                Sheet.counter_id, Sheet.state, func.count(), func.count(Sheet.print_job_id).label("in_run")
            )
            .where(mine)
            .group_by(Sheet.counter_id, Sheet.state)
        ).all()
        gap = Sheet.serial - func.row_number().over(
            partition_by=(Sheet.counter_id, Sheet.series), order_by=Sheet.serial
        )
        free = (
            select(Sheet.counter_id, Sheet.series, Sheet.serial, gap.label("gap"))
            .where(mine, Sheet.state == SheetState.UNUSED, Sheet.print_job_id.is_(None))
            .subquery()
        )
        ranges = session.execute(
            select(free.c.counter_id, free.c.series, func.min(free.c.serial), func.max(free.c.serial))
            .group_by(free.c.counter_id, free.c.series, free.c.gap)
            .order_by(free.c.series, func.min(free.c.serial))
        ).all()
        counts = session.execute(
            select(SheetCount).where(
                SheetCount.id.in_(
                    select(func.max(SheetCount.id))
                    .where(SheetCount.service_point_id == desk.point.id)
                    .group_by(SheetCount.counter_id)
                )
            )
        ).scalars()
        packs, delivered = session.execute(
            select(func.count(), func.coalesce(func.sum(SheetPack.last - SheetPack.first + 1), 0)).where(
                SheetPack.service_point_id == desk.point.id
            )
        ).one()
        spoiled = session.execute(
            select(Sheet.series, Sheet.serial, Sheet.reason, Sheet.at, Officer.name)
            .outerjoin(Officer, Officer.id == Sheet.officer_id)
            .where(mine, Sheet.state == SheetState.SPOILED)
            .order_by(Sheet.at.desc(), Sheet.id.desc())
            .limit(MOST_SPOILED)
        ).all()
        last = {one.counter_id or 0: one for one in counts}
        return Ledger(
            int(delivered),
            packs,
            tuple(
                _place(place, name, states, ranges, last.get(place))
                for place, name in [(0, "Gudang"), *((c.id, c.name) for c in counters)]
            ),
            tuple(SpoiledRow(f"{r.series} {r.serial}", r.reason, r.name or "", r.at) for r in spoiled),
        )


def _place(
    place: int, name: str, states: Iterable[Any], ranges: Iterable[Any], last: SheetCount | None
) -> PlaceRow:
    numbers = {state: (count, in_run) for at, state, count, in_run in states if (at or 0) == place}
    return PlaceRow(
        id=place,
        name=name,
        unused=numbers.get(SheetState.UNUSED, (0, 0))[0],
        in_printer=numbers.get(SheetState.UNUSED, (0, 0))[1],
        good=numbers.get(SheetState.GOOD, (0, 0))[0],
        spoiled=numbers.get(SheetState.SPOILED, (0, 0))[0],
        ranges=tuple((series, first, until) for at, series, first, until in ranges if (at or 0) == place),
        counted=last.counted if last else None,
        difference=last.expected - last.counted if last else None,
        counted_at=last.at if last else None,
    )


def open_runs(desk: Desk) -> tuple[OpenRun, ...]:
    """List one's own runs that nobody has confirmed, and those that colleagues forgot; the oldest first."""
    own = PrintJob.officer_id == desk.officer.id
    label = func.string_agg(func.concat(Sheet.series, " ", Sheet.serial), ", ")
    on_it = select(label).where(Sheet.print_job_id == PrintJob.id).scalar_subquery()
    with desk.read() as session:
        rows = session.execute(
            select(
                PrintJob.id,
                PrintJob.document_id,
                Document.number,
                Document.holder,
                PrintJob.copy,
                PrintJob.state,
                PrintJob.printer,
                func.loket.officer_name(PrintJob.officer_id).label("officer"),
                PrintJob.queued_at,
                on_it.label("sheets"),
            )
            .join(Document, Document.id == PrintJob.document_id)
            .where(
                and_(
                    PrintJob.service_point_id == desk.point.id,
                    PrintJob.state.in_((PrintState.QUEUED, PrintState.OUT)),
                    or_(own, PrintJob.queued_at < func.loket.moment() - FORGOTTEN),
                )
            )
            .order_by(PrintJob.id)
        ).all()
        return tuple(
            OpenRun(
                r.id,
                r.document_id,
                r.number,
                r.holder,
                r.copy,
                PrintState(r.state),
                r.printer,
                r.officer or "",
                r.queued_at,
                r.sheets or "",
            )
            for r in rows
        )
