"""Call people to a counter and serve them; two officers never get the same person."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import select, update

from workstation.asking import constant
from workstation.desk import Desk
from workstation.errors import BookingNotFound, NobodyWaiting, ReasonNeeded, WrongStage
from workstation.models.place import CounterService
from workstation.models.visit import Visit, calling_order, of_today
from workstation.vocabulary import Role, VisitStage


@dataclass(frozen=True, slots=True)
class CalledTicket:
    """Who was called where."""

    visit_id: int
    ticket: str
    counter: int


def call_next(desk: Desk) -> CalledTicket:
    """Call the one who has waited longest for a service of this counter, priority first."""
    desk.require(Role.OFFICER)
    counter = desk.at_counter()
    first = (
        select(Visit.id)
        .join(CounterService, CounterService.service_id == Visit.service_id)
        .where(
            Visit.service_point_id == desk.point.id,
            CounterService.counter_id == counter.id,
            Visit.stage == constant(VisitStage.WAITING),
            of_today(),
        )
        .order_by(*calling_order())
        .limit(constant(1))
        .with_for_update(skip_locked=True, of=Visit)
    )
    with desk.begin() as session:  # looked for and called in one statement: nobody comes between
        found = session.execute(
            update(Visit)
            .where(Visit.id == first.scalar_subquery())
            .values(stage=VisitStage.CALLED, counter_id=counter.id, calls=1)
            .returning(Visit.id, Visit.ticket)
            .execution_options(synchronize_session=False, kept=True)
        ).one_or_none()
        if found is None:
            raise NobodyWaiting
        return CalledTicket(found.id, found.ticket or "", counter.number)


def call_one(desk: Desk, visit_id: int) -> CalledTicket:
    """Call a chosen person out of turn."""
    counter = desk.at_counter()
    with _changing(desk, visit_id) as visit:
        visit.call(counter.id)
        return CalledTicket(visit.id, visit.ticket or "", counter.number)


def recall(desk: Desk, visit_id: int) -> None:
    """Call the same person once more."""
    with _changing(desk, visit_id) as visit:
        visit.recall()


def note_no_show(desk: Desk, visit_id: int) -> None:
    """Note that a called person did not come; he can be restored."""
    with _changing(desk, visit_id) as visit:
        visit.miss()


def put_back(desk: Desk, visit_id: int) -> None:
    """Undo a call or a no-show: back in the line at the old place."""
    with _changing(desk, visit_id) as visit:
        visit.put_back()


def serve(desk: Desk, visit_id: int) -> None:
    """Begin to serve, or go on after a hold."""
    with _changing(desk, visit_id) as visit:
        visit.serve()


def hold(desk: Desk, visit_id: int, note: str) -> None:
    """Let the person step aside; the counter is free for the next."""
    with _changing(desk, visit_id) as visit:
        visit.hold(note)


def transfer(desk: Desk, visit_id: int, service_id: int, note: str) -> None:
    """Send the person to another service of the same point, with a note for the colleague."""
    if len(note.strip()) < 3:
        raise ReasonNeeded
    with _changing(desk, visit_id) as visit:
        if visit.service_id == service_id:
            raise WrongStage("visit", visit.stage, "transfer")
        visit.transfer(service_id, note.strip())


def finish(desk: Desk, visit_id: int) -> None:
    """End the service."""
    with _changing(desk, visit_id) as visit:
        visit.finish()


@contextmanager
def _changing(desk: Desk, visit_id: int) -> Iterator[Visit]:
    desk.require(Role.OFFICER)
    with desk.begin() as session:
        visit = session.get(Visit, visit_id, with_for_update=True)
        if visit is None:
            raise BookingNotFound
        yield visit
