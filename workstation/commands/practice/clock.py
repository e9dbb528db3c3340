"""The clock of the practice day and its diary: what happens when, told in order of time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from operator import attrgetter

from sqlalchemy import Engine, text

from workstation.worktime import Calendar, is_open

GRID = timedelta(minutes=10)
DAYS_BACK = 21


class PracticeClock:
    """The moment that the office is made to believe; only the owner of the database may set it."""

    def __init__(self, owner: Engine, at: datetime) -> None:
        """Begin at a moment; nothing is written yet."""
        self._owner, self._at = owner, at

    def now(self) -> datetime:
        """Return the moment, for desks."""
        return self._at

    @contextmanager
    def running(self) -> Iterator[Callable[[datetime], None]]:
        """Give the hand that sets the clock; at the end the office is in real time again."""
        with self._owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:

            def turn(at: datetime) -> None:
                self._at = at
                connection.execute(
                    text(
                        'INSERT INTO loket.practice_clock ("only", at) VALUES (true, :at)'
                        ' ON CONFLICT ("only") DO UPDATE SET at = excluded.at'
                    ),
                    {"at": at},
                )

            try:
                turn(self._at)
                yield turn
            finally:
                connection.execute(text("DELETE FROM loket.practice_clock"))
                self._at = datetime.now(UTC)


@dataclass(frozen=True)
class Event:
    """Something that an officer or the back room does at a moment."""

    at: datetime
    do: Callable[[], object] = field(repr=False)


@dataclass
class Diary:
    """Events in any order, told by time; equal moments keep the order in which they were written."""

    events: list[Event] = field(default_factory=list)

    def note(self, at: datetime, do: Callable[[], object]) -> None:
        """Write an event down."""
        self.events.append(Event(at, do))

    def tell(self, clock: PracticeClock, heard: Callable[[int, int], None]) -> None:
        """Let everything happen, earliest first; `heard` is told how much of how much is done."""
        told = sorted(self.events, key=attrgetter("at"))
        with clock.running() as turn:
            for number, event in enumerate(told):
                turn(event.at)
                event.do()
                heard(number + 1, len(told))


def open_moments(now: datetime, calendar: Calendar) -> list[datetime]:
    """Return the ten-minute marks before `now` at which the office was open, latest first."""
    marks = int(timedelta(days=DAYS_BACK) / GRID)
    return [at for step in range(1, marks) if is_open(at := now - step * GRID, calendar)]
