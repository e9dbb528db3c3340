"""The counters of one process: real desks on real logins, some hundred each, worked by a few threads.

Each thread takes the next piece of work at its due time, picks a free desk, does one verb through the product's
own use cases, and notes how long it took and what was acknowledged. A desk that lost its line tries again after the
workstation's own pause.
"""

import random
import resource
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from multiprocessing.synchronize import Barrier, Event
from typing import Any

import psycopg2.extensions
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.make import PASSWORD, exhausted
from workstation.changes import Changes
from workstation.database import LINE, Database, address, translate
from workstation.desk import CounterFacts, Desk, OfficerFacts, PointFacts
from workstation.errors import DatabaseBusy, HeldByOther, NobodyWaiting, NothingToTake, Outage, Problem
from workstation.lines import Line
from workstation.progress import Ending
from workstation.queries import approvals, figures, inbox, queue
from workstation.usecases import calling, deciding, reviewing, searching, signing_in
from workstation.vocabulary import Role

# pieces of work a second by all counters together; five months of 239,651 applications need 7 claims a second
PACE = {
    "bare update": 14.0,
    "claim a visitor": 12.0,
    "claim a case": 12.0,
    "worklist": 12.0,
    "next page": 2.0,
    "search by number": 12.0,
    "search by NIK": 1.0,
    "search by name": 1.0,
    "open counts": 2.0,
    "approve": 2.5,
    "news": 40.0,
}
THREADS = 12
PATIENCE = 60.0
"""Seconds after the end of the work in which every desk must have its line again."""
BARE = text("UPDATE bench.bare SET v = v + 1 WHERE id = :id")
WITH_ALL = frozenset({Role.OFFICER, Role.REVIEWER, Role.SUPERVISOR})


@dataclass(frozen=True, slots=True)
class Seat:
    """One officer at his counter."""

    login: str
    officer: int
    point: int
    code: str
    counter: int
    number: int


@dataclass
class Report:
    """What one process did: `taken` holds (work, seconds since the start, milliseconds, of these for the server)."""

    taken: list[tuple[str, float, float, float]] = field(default_factory=list)
    calls: list[tuple[int, int]] = field(default_factory=list)
    """Acknowledged: (visit, counter)."""
    takes: list[tuple[int, int]] = field(default_factory=list)
    """Acknowledged: (case, officer)."""
    approvals: list[tuple[int, int]] = field(default_factory=list)
    """Acknowledged: (case, officer)."""
    bare: int = 0
    log_ins: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    outages: int = 0
    back: list[float] = field(default_factory=list)
    """Seconds since the start at which each desk had its line again."""
    late: list[float] = field(default_factory=list)
    processor: float = 0.0


_waited = threading.local()


def _timed(method: str) -> Callable[..., Any]:
    """Let a method of the driver add to what its thread has waited for the server."""

    def work(self: Any, *arguments: Any) -> Any:
        began = time.perf_counter()
        try:
            return getattr(super(type(self), self), method)(*arguments)
        finally:
            _waited.milliseconds = (
                getattr(_waited, "milliseconds", 0.0) + (time.perf_counter() - began) * 1000
            )

    return work


class _Cursor(psycopg2.extensions.cursor):
    execute = _timed("execute")


class _Line(Line):
    """The product's connection with a watch: what passes until the server has answered."""

    commit, rollback = _timed("commit"), _timed("rollback")

    def cursor(self, *arguments: Any, **more: Any) -> Any:
        return super().cursor(*arguments, **{"cursor_factory": _Cursor} | more)


class Counters:
    """The desks of one process."""

    def __init__(self, url: str, seats: list[Seat], samples: dict[str, list[str]], pace: float) -> None:
        self._url, self._seats, self._samples, self._pace = url, seats, samples, pace
        self._compiled: dict[
            Any, Any
        ] = {}  # in life every workstation compiles its questions on its own processor
        self._desks: list[Desk] = []
        self._news: dict[int, Changes] = {}
        self._busy: set[int] = set()
        self._lost: dict[int, float] = {}
        self.proposed: dict[int, int] = {}
        self._elsewhere: set[int] = set()
        self._lock = threading.Lock()
        self.report = Report()

    def sign_in(self, at_once: int, ready: Barrier) -> None:
        """Open every desk; the last `at_once` of them at the same moment, through the sign-in window's use case.

        A third of these do the verbs: in any minute of a real day the others are talking with people. All
        ask for news. A connection that was never used before answers slower, so each verb is done once beforehand.
        """
        early = self._seats[: len(self._seats) - at_once]
        for seat in early:
            desk = self._desk(seat)
            with desk.read() as session:
                session.execute(text("SELECT 1"))
            self._desks.append(desk)
        ready.wait(300)
        with ThreadPoolExecutor(at_once) as pool:
            late = list(pool.map(self._log_in, self._seats[len(early) :]))
        self._desks = late + self._desks
        self._verbs_at = len(late) // 3
        self._news = {n: self._listener(desk) for n, desk in enumerate(self._desks)}

    def warm_up(self) -> None:
        """Do every verb once at every desk that does verbs; nothing of it is timed, all of it is counted."""
        self._began = time.monotonic()
        with ThreadPoolExecutor(THREADS) as pool:
            for name in VERBS:
                list(pool.map(partial(self._do, name), range(self._verbs_at)))
        self.report.taken.clear()

    def _log_in(self, seat: Seat) -> Desk:
        began = time.perf_counter()
        desk = signing_in.sign_in(self._url, seat.login, PASSWORD)
        self.report.log_ins.append((time.perf_counter() - began) * 1000)
        self._share(desk.database)
        return desk

    def _desk(self, seat: Seat) -> Desk:
        database = Database(address(self._url, seat.login, PASSWORD))
        self._share(database)
        return Desk(
            database,
            OfficerFacts(seat.officer, seat.login, seat.login),
            WITH_ALL,
            PointFacts(seat.point, seat.code, seat.code),
            CounterFacts(seat.counter, seat.number, f"Loket {seat.number}"),
        )

    def _share(self, database: Database) -> None:
        for engine in ("_engine", "_asking"):
            shared = getattr(database, engine).execution_options(compiled_cache=self._compiled)
            setattr(database, engine, shared)

    def _listener(self, desk: Desk) -> Changes:
        nothing: Callable[..., None] = lambda *_: None  # noqa: E731
        return Changes(desk.database, desk.point.id, nothing, nothing, nothing)

    def work(self, began: float, ends: float, restarted: Event) -> None:
        """Work until `ends` seconds after `began` (a moment of `time.monotonic`, the same for all processes)."""
        used = _processor()
        self._began, self._ends = began, ends
        schedule = _schedule(ends, self._pace)
        self._next = iter(schedule)
        threads = [threading.Thread(target=self._run) for _ in range(THREADS)]
        threads.append(threading.Thread(target=self._come_back, args=(restarted,)))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.report.processor = _processor() - used
        for desk in self._desks:
            desk.close()

    def _run(self) -> None:
        while True:
            with self._lock:
                due, name = next(self._next, (self._ends, ""))
            if not name:
                return
            time.sleep(max(0.0, self._began + due - time.monotonic()))
            n = self._free_desk(name)
            if n is None:
                continue
            try:
                self.report.late.append((time.monotonic() - self._began - due) * 1000)
                self._do(name, n)
            finally:
                with self._lock:
                    self._busy.discard(n)

    def _free_desk(self, name: str) -> int | None:
        now = time.monotonic()
        with self._lock:
            who: Sequence[int] = range(len(self._desks) if name == "news" else self._verbs_at)
            if name == "approve":  # in a village two cases a day wait for it
                who = [n for n in who if self.proposed.get(n, 1) > 0]
            for _ in range(20 if who else 0):
                n = random.choice(who)
                if n not in self._busy and self._lost.get(n, 0.0) <= now:
                    self._busy.add(n)
                    return n
        return None

    def _do(self, name: str, n: int) -> None:
        desk = self._desks[n]
        try:
            VERBS[name](self, desk, n)
        except (NobodyWaiting, NothingToTake):
            self.report.errors[f"{name}: nothing there"] += 1
        except HeldByOther:
            self.report.errors[f"{name}: a colleague was faster"] += 1
        except Outage as outage:
            if isinstance(outage, DatabaseBusy):
                self.report.errors[f"{name}: {outage}"] += 1
                return
            self.report.outages += 1
            with self._lock:
                self._lost[n] = time.monotonic() + random.uniform(0.5, 5.0)
        except Problem as problem:
            self.report.errors[f"{name}: {type(problem).__name__} {problem}"] += 1

    def timed(self, name: str, work: Callable[[], Any]) -> Any:
        """Do a piece of work and note how long it took; work that failed is not noted."""
        _waited.milliseconds = 0.0
        began = time.perf_counter()
        answer = work()
        whole = (time.perf_counter() - began) * 1000
        self.report.taken.append((name, time.monotonic() - self._began, whole, _waited.milliseconds))
        return answer

    def sample(self, kind: str) -> str:
        """One of the numbers, NIKs or names that exist."""
        return random.choice(self._samples[kind])

    def _come_back(self, restarted: Event) -> None:
        """After the restart of the server ask for news at every desk, each after its own pause, until it answers."""
        while not restarted.wait(0.2):
            if time.monotonic() - self._began > self._ends:
                return
        since = time.monotonic()
        due = sorted((since + random.uniform(0.5, 5.0), n) for n in range(len(self._desks)))
        with ThreadPoolExecutor(6) as pool:
            list(pool.map(lambda pair: self._back(*pair), due))

    def _back(self, due: float, n: int) -> None:
        time.sleep(max(0.0, due - time.monotonic()))
        while time.monotonic() - self._began < self._ends + PATIENCE:
            try:
                self._news[n]._ask()
            except Outage:
                time.sleep(random.uniform(0.5, 5.0))
            else:
                self.report.back.append(time.monotonic() - self._began)
                return


def _bare(all_: Counters, desk: Desk, _n: int) -> None:
    """What any program does: the driver's BEGIN, UPDATE, COMMIT on the officer's connection, no row of a verb."""

    def work() -> None:
        try:
            with desk.database.engine.begin() as connection:
                connection.execute(BARE, {"id": random.randint(1, 100_000)})
        except DBAPIError as error:
            raise (translate(error) or error) from None

    all_.timed("bare update", work)
    all_.report.bare += 1


def _claim_visitor(all_: Counters, desk: Desk, _n: int) -> None:
    if (now := queue.at_counter(desk).now) is not None:  # a call whose answer was lost in the restart
        _serve(desk, now.id, now.stage)
    called = all_.timed("claim a visitor", lambda: calling.call_next(desk))
    all_.report.calls.append((called.visit_id, desk.at_counter().id))
    _serve(desk, called.visit_id, "called")


def _serve(desk: Desk, visit_id: int, stage: str) -> None:
    if stage == "called":
        calling.serve(desk, visit_id)
    calling.finish(desk, visit_id)


def _claim_case(all_: Counters, desk: Desk, _n: int) -> None:
    case = all_.timed("claim a case", lambda: reviewing.take_next(desk))
    all_.report.takes.append((case, desk.officer.id))
    reviewing.release(desk, case)


def _worklist(all_: Counters, desk: Desk, _n: int) -> None:
    all_.timed("worklist", lambda: inbox.inbox(desk))


def _next_page(all_: Counters, desk: Desk, _n: int) -> None:
    first = inbox.inbox(desk)
    if first.rows:
        all_.timed("next page", lambda: inbox.inbox(desk, after=first.rows[-1]))


def _search(kind: str) -> Callable[[Counters, Desk, int], None]:
    def work(all_: Counters, desk: Desk, _n: int) -> None:
        term = all_.sample(f"{kind} {desk.point.id}")
        found = all_.timed(f"search by {kind}", lambda: searching.find(desk, term))
        if not found:
            all_.report.errors[f"search by {kind}: not found"] += 1

    return work


def _counts(all_: Counters, desk: Desk, _n: int) -> None:
    all_.timed("open counts", lambda: figures.start_facts(desk))


def _approve(all_: Counters, desk: Desk, n: int) -> None:
    waiting = [row.id for row in approvals.proposed(desk) if row.may_decide and row.id not in all_._elsewhere]
    mine, all_.proposed[n] = waiting[:1], max(0, len(waiting) - 1)
    if not mine:
        return
    outcomes = all_.timed("approve", lambda: exhausted(deciding.approve_many(desk, mine)))
    if outcomes[0].ending is Ending.DONE:
        all_.report.approvals.append((mine[0], desk.officer.id))
    else:
        all_._elsewhere.add(mine[0])  # as letters that are signed on another level of the office
        all_.report.errors[f"approve: {outcomes[0].detail}"] += 1


def _hear_news(all_: Counters, _desk: Desk, n: int) -> None:
    all_.timed("news", all_._news[n]._ask)


VERBS: dict[str, Callable[[Counters, Desk, int], None]] = {
    "bare update": _bare,
    "claim a visitor": _claim_visitor,
    "claim a case": _claim_case,
    "worklist": _worklist,
    "next page": _next_page,
    "search by number": _search("number"),
    "search by NIK": _search("NIK"),
    "search by name": _search("name"),
    "open counts": _counts,
    "approve": _approve,
    "news": _hear_news,
}


def _schedule(seconds: float, share: float) -> list[tuple[float, str]]:
    """When each piece of work is due in this process: independent arrivals, as people come."""
    due = []
    for name, pace in PACE.items():
        at = 0.0
        while (at := at + random.expovariate(pace * share)) < seconds:
            due.append((at, name))
    return sorted(due)


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def attend(
    url: str,
    seats: list[Seat],
    samples: dict[str, list[str]],
    at_once: int,
    share: float,
    ready: Barrier,
    start: Any,
    ends: float,
    restarted: Event,
    answers: Any,
) -> None:
    """Be one process of counters: sign in, wait for the start, work, answer with a Report."""
    LINE["connection_factory"] = _Line
    counters = Counters(url, seats, samples, share)
    counters.sign_in(at_once, ready)
    ready.wait(300)  # all sit
    counters.warm_up()
    ready.wait(300)  # all did everything once
    ready.wait(300)  # the start is set
    counters.work(start.value, ends, restarted)
    answers.put(replace(counters.report))
