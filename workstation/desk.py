"""Desk: who works where with which rights, and the door to the database that goes with it."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from types import FrameType

from sqlalchemy.orm import Session

from workstation.database import Database, Operation
from workstation.errors import NoCounter, NotAllowed
from workstation.vocabulary import Role
from workstation.worktime import WIB


def _now() -> datetime:
    return datetime.now(UTC)


def _steady() -> float:
    """Count seconds that nobody sets; on Linux the plain monotonic clock stands still while the machine sleeps."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class SteadyClock:
    """The office's moment as last told by the database, running on whatever the machine's own clock shows."""

    def __init__(self, moment: datetime | None = None) -> None:
        self.set(moment or _now())

    def set(self, moment: datetime) -> None:
        """Take the moment of the latest answer."""
        self._moment, self._at = moment, _steady()

    def now(self) -> datetime:
        """Give the office's present moment."""
        return self._moment + timedelta(seconds=_steady() - self._at)


def _verb() -> str:
    """Name the verb at work, as `calling.call_next`: the nearest public function of a use case."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        room, _, module = frame.f_globals["__name__"].rpartition(".")
        name = frame.f_code.co_name
        if room == "workstation.usecases" and module != "together" and name.isidentifier() and name[0] != "_":
            return f"{module}.{name}"
        frame = frame.f_back
    return ""


@dataclass(frozen=True, slots=True)
class OfficerFacts:
    """The person signed in."""

    id: int
    login: str
    name: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class PointFacts:
    """The service point he belongs to."""

    id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class CounterFacts:
    """The counter he sits at."""

    id: int
    number: int
    name: str


@dataclass(frozen=True)
class Desk:
    """What every use case and query gets as its first argument."""

    database: Database = field(repr=False)
    officer: OfficerFacts
    roles: frozenset[Role]
    point: PointFacts
    counter: CounterFacts | None = None
    clock: Callable[[], datetime] = _now
    copy: Database | None = field(default=None, repr=False)  # of the same database, for figures only

    def now(self) -> datetime:
        """Return the moment, aware, in UTC."""
        return self.clock()

    def today(self) -> date:
        """Return the day in WIB."""
        return self.now().astimezone(WIB).date()

    @contextmanager
    def begin(self, reason: str = "", operation: Operation | None = None) -> Iterator[Session]:
        """Open one writing transaction, kept once or not at all; `reason` goes into the journal.

        An Outage means that nothing was kept, also when the line was lost during COMMIT.
        """
        noted = operation or Operation()
        noted.what = noted.what or _verb()
        with self.database.begin(reason, noted) as session:
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a session that only reads, each statement a transaction of its own."""
        with self.database.read() as session:
            yield session

    @contextmanager
    def report(self) -> Iterator[Session]:
        """Open a session that only reads, for figures: on the copy where there is one and it answers.

        The copy may lie a moment behind, so nothing that is acted on is read here.
        """
        copy = self.copy if self.copy is not None and self.copy.answers() else self.database
        with copy.read() as session:
            yield session

    def require(self, *roles: Role) -> None:
        """Raise NotAllowed unless the officer holds one of these jobs; the database asks again."""
        if not self.roles & set(roles):
            raise NotAllowed(" / ".join(roles))

    def at_counter(self) -> CounterFacts:
        """Return the counter, or raise NoCounter."""
        if self.counter is None:
            raise NoCounter
        return self.counter

    def sit(self, counter: CounterFacts | None) -> "Desk":
        """Return the same desk at another counter."""
        return replace(self, counter=counter)

    def close(self) -> None:
        """Close the connections of this login."""
        self.database.close()
        if self.copy is not None:
            self.copy.close()
