"""Desk: who works where with which rights, and the door to the database that goes with it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from workstation.database import Database
from workstation.errors import NoCounter, NotAllowed
from workstation.vocabulary import Role
from workstation.worktime import WIB


def _now() -> datetime:
    return datetime.now(UTC)


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

    def now(self) -> datetime:
        """Return the moment, aware, in UTC."""
        return self.clock()

    def today(self) -> date:
        """Return the day in WIB."""
        return self.now().astimezone(WIB).date()

    @contextmanager
    def begin(self, reason: str = "") -> Iterator[Session]:
        """Open one writing transaction; `reason` goes into the journal."""
        with self.database.begin(reason) as session:
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open one read-only transaction."""
        with self.database.read() as session:
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
