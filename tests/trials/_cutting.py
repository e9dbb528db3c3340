"""A pytest plugin: the tests of the use cases run over a line that is cut at random bytes.

Every verb is called as an officer calls it: after an Outage he repeats it. What the tests then ask of the result
must still hold. Beside that each transaction is counted: what was acknowledged must be kept, what was said not to be
kept must not be there, else its repetition doubles it. Each verb that writes is hit in both places that differ, in
its request and in the answer to COMMIT, before chance alone decides where it is hit again. A verb that others call as
a step of theirs is hit there: the line breaks at that step's own COMMIT.
"""

import inspect
import random
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from functools import wraps
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import make_url
from sqlalchemy.orm import Session

from tests.line import Line
from tests.make import Office
from tests.trials._verbs import rooms, verbs_of, writing_verbs
from workstation.database import Database, Operation
from workstation.errors import DatabaseBusy, DatabaseDown

MOST_TRIES = 40
GENTLY = {
    "printing_out.print_document": "behind its first transaction stands a printer: what was sent may still come out,"
    " and a repetition is told so (HeldByOther)",
    "printing_out.print_documents": "as print_document, for each",
    "person_reading.export": "the note of the export is kept before anything is read: where the reading breaks off, a"
    " repetition is another export, noted again",
}
"""Of these only the first request and the answers to COMMIT are cut."""
ELSEWHERE = {
    "raising.raise_due": "its tests are of the service's own thread, which lives through the cuts here; a paper that"
    " is cut off is due again",
    "printing_out.hear_again": "asked while a paper is on its way to the printer; what it did not note it asks again",
}
"""Verbs that write and that no test of the use cases calls by themselves."""
LEFT_OUT = {
    "test_interrupted.py": "cuts by itself",
    "test_no_sequence_of_events_brings_the_books_out_of_order": "counts how far it came in its time",
    "test_given_the_signing_process_is_killed_again_and_again_then_nothing_is_lost_or_doubled": "kills by itself",
    "test_given_a_database_that_restarts_then_the_back_room_waits_and_goes_on": "takes the server itself away",
    "test_the_service_removes_operations_of_last_week_and_no_later_ones": "removes what is counted here",
}
BESIDE = ("backroom", "loop")  # threads of a back room: it lives through the cuts of the test's officer
BUSY = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND usename = :login AND xact_start IS NOT NULL"
)


class Place(StrEnum):
    """Where a line was cut."""

    REQUEST = "request"  # the server never gets COMMIT
    ANSWER = "answer"  # nobody gets its answer
    BYTE = "byte"  # anywhere


Hits = defaultdict[str, Counter[str]]
"""Verb -> place -> how often the verb was disturbed there."""


@dataclass
class Score:
    """What happened to the transactions of one run, by operation id."""

    operations: int = 0
    readings: int = 0
    cuts: int = 0
    repeated: int = 0
    lost: int = 0
    doubled: int = 0
    stuck: int = 0
    hits: Hits = field(default_factory=lambda: defaultdict(Counter))
    acknowledged: defaultdict[str, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    undone: defaultdict[str, set[UUID]] = field(default_factory=lambda: defaultdict(set))

    def settle(self, office: Office) -> None:
        """Compare what was said with what one office kept."""
        kept = {row.op_id for row in office.rows("SELECT op_id FROM loket.operation")}
        self.lost += len(self.acknowledged.pop(office.database, set()) - kept)
        self.doubled += len(self.undone.pop(office.database, set()) & kept)


class Cutting:
    """Patches the verbs, the door and the address of the test office for as long as pytest runs."""

    def __init__(self, operations: int, seed: int, *, naive: bool) -> None:
        self.score, self.operations, self.naive = Score(), operations, naive
        self._writes = writing_verbs()
        self._chance = random.Random(seed)
        self._lines: dict[str, tuple[Office, Line]] = {}
        self._usual: dict[str, tuple[int, int, int]] = {}
        self._parts: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self._inside = threading.local()
        self._undo: list[Callable[[], None]] = []

    def pytest_configure(self) -> None:
        """Begin, before any test module imports a verb."""
        url, close, begin = Office.url, Office.close, Database.begin
        cutting = self

        def over_the_line(office: Office) -> str:
            return cutting._line_of(office, url(office))

        def settle_and_close(office: Office) -> None:
            cutting.score.settle(office)
            close(office)
            if office.database in cutting._lines:
                cutting._lines.pop(office.database)[1].close()

        self._patch(Office, "url", over_the_line)
        self._patch(Office, "close", settle_and_close)
        self._patch(Database, "begin", self._counted(begin))
        if self.naive:
            self._patch(Database, "has_kept", lambda _self, _operation: False)
        for room, module in rooms().items():
            for name, verb in verbs_of(module):
                repeated = self._repeated(f"{room}.{name}", verb)
                for other in rooms().values():  # also where it was imported by its name
                    if getattr(other, name, None) is verb:
                        self._patch(other, name, repeated)

    def pytest_unconfigure(self) -> None:
        """Put everything back."""
        for undo in reversed(self._undo):
            undo()

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Stop when enough was tried (0: never)."""
        if 0 < self.operations <= self.score.operations:
            pytest.skip("enough operations")
        for name in (item.name, item.path.name):
            if name in LEFT_OUT:
                pytest.skip(LEFT_OUT[name])

    # -- what is put in place ------------------------------------------------------------------------------

    def _patch(self, owner: Any, name: str, new: Any) -> None:
        old = getattr(owner, name)
        setattr(owner, name, new)
        self._undo.append(lambda: setattr(owner, name, old))

    def _line_of(self, office: Office, url: str) -> str:
        parts = make_url(url)
        if office.database not in self._lines:
            self._lines[office.database] = office, Line(("127.0.0.1", parts.port or 0))
        return url.replace(f":{parts.port}/", f":{self._lines[office.database][1].port}/")

    def _counted(self, begin: Any) -> Any:
        @contextmanager
        def counted(
            door: Database, reason: str = "", operation: Operation | None = None
        ) -> Iterator[Session]:
            try:
                with begin(door, reason, operation) as session:
                    yield session
            except DatabaseDown:
                if operation is not None:
                    self.score.undone[str(door.url.database)].add(operation.id)
                raise
            if operation is not None:
                self.score.acknowledged[str(door.url.database)].add(operation.id)

        return counted

    def _repeated(self, name: str, verb: Any) -> Any:
        @wraps(verb)
        def called(desk: Any, *arguments: Any, **more: Any) -> Any:
            url = getattr(desk.database, "url", None)  # one that joined another transaction has none
            if getattr(self._inside, "deep", False):
                return self._step(name, lambda: verb(desk, *arguments, **more))
            if url is None or url.database not in self._lines:
                return verb(desk, *arguments, **more)
            whose = *self._lines[url.database], url.username
            if inspect.isgeneratorfunction(verb):
                return self._steps(name, whose, lambda: verb(desk, *arguments, **more))
            return self._exhaust(self._steps(name, whose, lambda: _as_steps(verb, desk, *arguments, **more)))

        return called

    def _step(self, name: str, do: Callable[[], Any]) -> Any:
        """Do a verb as a step of another one, remember at which COMMIT, and whether the line broke there."""
        outer, line, begun = self._inside.outer
        cuts = line.cuts
        if name in self._writes:
            self._parts[outer].setdefault(name, line.commits - begun)
        try:
            return do()
        finally:
            if line.cuts > cuts and self._inside.place is not None:
                self.score.hits[name][self._inside.place] += 1

    @staticmethod
    def _exhaust(steps: Generator[Any, None, Any]) -> Any:
        while True:
            try:
                next(steps)
            except StopIteration as end:
                return end.value

    def _steps(self, name: str, whose: tuple[Office, Line, str], begin: Any) -> Generator[Any, None, Any]:
        """Do one verb with the line cut somewhere, and again while the line was to blame."""
        office, line, login = whose
        is_writing = name in self._writes
        self.score.operations += is_writing
        self.score.readings += not is_writing
        before, cuts = (line.up, line.down, line.commits), line.cuts
        cuts_here = threading.current_thread().name not in BESIDE
        place = self._arm(name, line) if cuts_here else None
        self._inside.deep, self._inside.outer, self._inside.place = True, (name, line, line.commits), place
        try:
            for _ in range(MOST_TRIES):
                try:
                    result = yield from begin()
                except (DatabaseDown, DatabaseBusy):
                    if line.cuts == cuts:
                        raise  # the test's own trouble
                    self.score.repeated += 1
                    if place is not None:
                        self.score.hits[name][place] += 1
                    # nobody presses again within the millisecond that the server needs to let the locks go
                    while office.ask(BUSY, login=login):
                        pass
                    place = self._arm(name, line) if cuts_here and self._missing(name) else None
                    self._inside.outer, self._inside.place = (name, line, line.commits), place
                else:
                    if place is Place.ANSWER and line.cuts > cuts:
                        self.score.hits[name][place] += 1
                    return result
            self.score.stuck += 1
            raise AssertionError(f"{name} never came through")
        finally:
            self._inside.deep = False
            if cuts_here:
                line.disarm()
            self.score.cuts += line.cuts - cuts
            if line.cuts == cuts:
                after = (line.up, line.down, line.commits)
                self._usual[name] = (after[0] - before[0], after[1] - before[1], after[2] - before[2])

    def _missing(self, name: str) -> list[Place]:
        """Return where this verb has not been hit yet; a reader commits nothing."""
        wanted = (Place.REQUEST, Place.ANSWER) if name in self._writes else ()
        return [place for place in wanted if not self.score.hits[name][place]]

    def _arm(self, name: str, line: Line) -> Place:
        """Let the line break somewhere in the next call of a verb, first where it or a step of it was never hit."""
        up, down, commits = self._usual.get(name, (2000, 4000, 1))
        missing = self._missing(name)
        steps = [(at, one) for part, at in self._parts[name].items() for one in self._missing(part)]
        aimed = None
        if not missing and steps and name not in GENTLY:
            aimed, place = self._chance.choice(steps)
        else:
            place = missing[0] if missing else self._chance.choices([*Place], (1, 2, 5))[0]
        if name not in self._writes:
            place = Place.BYTE
        elif name in GENTLY and place is Place.BYTE:
            place = Place.ANSWER
        skip = 0 if name in GENTLY and place is Place.REQUEST else self._chance.randrange(max(1, commits))
        skip = skip if aimed is None else aimed
        if place is Place.REQUEST:
            line.cut_before(skip=skip)
        elif place is Place.ANSWER:
            line.cut_answer_to(skip=skip)
        elif self._chance.randrange(3):
            line.cut_after(up=self._chance.randint(1, max(1, up)))
        else:
            line.cut_after(down=self._chance.randint(1, max(1, down)))
        return place


def _as_steps(verb: Any, *arguments: Any, **more: Any) -> Generator[Any, None, Any]:
    return verb(*arguments, **more)
    yield
