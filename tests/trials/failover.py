"""`python3 run trial failover`: the server dies while counters are at work, the standby takes its place.

Three rounds on one office: the server is killed outright; its standby's line breaks first, so that commits hang when
the server is killed; and the control, a standby that nobody waits for, which must be seen to lose acknowledged work.
"""

import argparse
import itertools
import json
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine, text

from tests.make import HEALTHY, PASSWORD, build_office, person_values
from tests.trials._servers import MAKE_COPIER, Server, Standby
from workstation.database import jitter
from workstation.desk import Desk
from workstation.errors import Outage, Refusal
from workstation.usecases import administering, calling, checking_in, intake, signing_in
from workstation.usecases.administering import OfficerPlan
from workstation.usecases.checking_in import WalkIn
from workstation.usecases.intake import Typed
from workstation.vocabulary import Channel, Role

NAME = "office"
STARTED = "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'"
WAIT_FOR_STANDBY = "ALTER SYSTEM SET synchronous_standby_names = '{}'"
PROMOTE = "SELECT pg_promote()"
Answer = TypeVar("Answer")


@dataclass
class Counter:
    """One officer at his counter: works until told to stop, repeats after an Outage, remembers what he was told."""

    desk: Desk
    service_id: int
    names: Iterator[int]
    stop: threading.Event
    tickets: dict[str, int] = field(
        default_factory=dict
    )  # the visitor's name -> the visit that was acknowledged
    called: list[int] = field(default_factory=list)
    drafts: dict[str, int] = field(default_factory=dict)
    acknowledged: list[float] = field(default_factory=list)
    outages: int = 0
    refused: list[str] = field(default_factory=list)
    bugs: list[BaseException] = field(default_factory=list)

    def work(self) -> None:
        """Serve one visitor after the other."""
        try:
            while not self.stop.is_set():
                try:
                    self._serve_one()
                except (
                    Refusal
                ) as refusal:  # what was acknowledged is not there: the visitor has gone, the next one comes
                    self.refused.append(repr(refusal))
        except Outage:
            pass  # told to stop while the server was away: not acknowledged, and not kept
        except BaseException as bug:  # noqa: BLE001 - told at the end of the round
            self.bugs.append(bug)

    def _serve_one(self) -> None:
        name = f"Tamu {next(self.names)}"
        who = WalkIn(self.service_id, name, HEALTHY)
        self.tickets[name] = self._until_kept(lambda: checking_in.walk_in(self.desk, who)).visit_id
        visit = self._until_kept(lambda: calling.call_next(self.desk)).visit_id
        self.called.append(visit)
        self._until_kept(lambda: calling.serve(self.desk, visit))
        typed = Typed("strp-individual", Channel.COUNTER, person_values(name=name))
        self.drafts[name] = self._until_kept(lambda: intake.keep(self.desk, typed, None, name)).id
        self._until_kept(lambda: calling.finish(self.desk, visit))

    def _until_kept(self, verb: Callable[[], Answer]) -> Answer:
        """Press again after an Outage, as the officer does."""
        for tries in itertools.count():
            try:
                answer = verb()
            except Outage:
                if self.stop.is_set():
                    raise
                self.outages += 1
                time.sleep(jitter(min(tries, 2)))
            else:
                self.acknowledged.append(time.monotonic())
                return answer
        raise AssertionError


@dataclass
class Hall:
    """An office with many counters whose people know every server by its address."""

    servers: list[Server]
    many: int

    def prepare(self) -> None:
        """Build the office on the first server and sign everybody in."""
        first = self.servers[0]
        first.ask(f"CREATE DATABASE {NAME}")
        first.ask(MAKE_COPIER)
        owner = first.owner(NAME)
        build_office(owner)
        for number in range(1, self.many + 1):
            plan = OfficerPlan(f"loket{number}", f"Petugas {number}", "MPP", (Role.OFFICER,))
            administering.add_officer(owner, plan, PASSWORD)
        with owner.begin() as connection:
            connection.execute(text("UPDATE loket.hall SET seats = 100000"))
            connection.execute(
                text(
                    "INSERT INTO loket.counter (service_point_id, number, name)"
                    " SELECT id, n, 'Loket ' || n FROM loket.service_point, generate_series(101, 100 + :many) n"
                    " WHERE code = 'MPP'"
                ),
                {"many": self.many},
            )
            connection.execute(
                text(
                    "INSERT INTO loket.counter_service SELECT c.id, s.id FROM loket.counter c, loket.service s"
                    " WHERE c.number > 100 AND s.code = 'intake' AND s.service_point_id = c.service_point_id"
                )
            )
        owner.dispose()

    def desks(self, ports: list[int]) -> tuple[list[Desk], int]:
        """Sign everybody in at an address that names all servers that there will be."""
        places = ",".join(f"127.0.0.1:{port}" for port in ports)
        with _owner(self.servers[-1]) as owner, owner.connect() as connection:
            counters = connection.scalars(
                text("SELECT id FROM loket.counter WHERE number > 100 ORDER BY number")
            ).all()
            service = connection.scalar(text("SELECT id FROM loket.service WHERE code = 'intake'"))
        found = []
        for number, counter in enumerate(counters, start=1):
            desk = signing_in.sign_in(f"postgresql://{places}/{NAME}", f"loket{number}", PASSWORD)
            found.append(signing_in.take_counter(desk, counter))
        return found, int(service or 0)


@contextmanager
def _owner(server: Server) -> Iterator[Engine]:
    engine = server.owner(NAME)
    try:
        yield engine
    finally:
        engine.dispose()


@dataclass(frozen=True)
class Round:
    """How the server dies: `waits` for its standby on every commit; `parted` seconds after the line between broke."""

    title: str
    waits: bool
    parted: float


ROUNDS = (
    Round("killed", waits=True, parted=0.0),
    Round("parted_then_killed", waits=True, parted=1.0),
    Round("control_nobody_waits", waits=False, parted=1.0),
)


def play(hall: Hall, folder: Path, one: Round, names: Iterator[int], busy: int) -> dict[str, Any]:
    """Make a standby, let the counters work, kill the server, promote the standby, let them go on; count."""
    primary = hall.servers[-1]
    standby = Standby(folder / one.title, primary, one.title)
    standby.start()
    primary.wait_for(f"SELECT ({STARTED}) = 1")
    primary.ask(WAIT_FOR_STANDBY.format(one.title if one.waits else ""))
    primary.ask("SELECT pg_reload_conf()")
    hall.servers.append(standby)
    desks, service = hall.desks([server.port for server in hall.servers])
    stop = threading.Event()
    counters = [Counter(desk, service, names, stop) for desk in desks]
    threads = [threading.Thread(target=counter.work, name=counter.desk.officer.login) for counter in counters]
    for thread in threads:
        thread.start()
    _wait(lambda: all(len(counter.acknowledged) >= busy for counter in counters), counters)
    if one.parted:
        standby.part_from_primary()
        time.sleep(one.parted)
    died = time.monotonic()
    primary.kill()
    standby.ask(PROMOTE)
    standby.wait_for("SELECT NOT pg_is_in_recovery()")
    promoted = time.monotonic()
    _wait(
        lambda: all(sum(at > promoted for at in counter.acknowledged) >= busy for counter in counters),
        counters,
    )
    stop.set()
    for thread in threads:
        thread.join(60)
    for desk in desks:
        desk.close()
    back = sorted(min(at for at in counter.acknowledged if at > promoted) - died for counter in counters)
    return {
        "round": one.title,
        "acknowledged": sum(len(counter.acknowledged) for counter in counters),
        "outages": sum(counter.outages for counter in counters),
        **count(standby, counters),
        "refused": sum(len(counter.refused) for counter in counters),
        "bugs": sorted({repr(bug) for counter in counters for bug in counter.bugs}),
        "promoted_after_s": round(promoted - died, 2),
        "first_works_after_s": round(back[0], 2),
        "all_work_after_s": round(back[-1], 2),
    }


def count(server: Server, counters: list[Counter]) -> dict[str, int]:
    """Compare what the counters were told with what the new server holds."""
    tickets = {name: ident for counter in counters for name, ident in counter.tickets.items()}
    drafts = {name: ident for counter in counters for name, ident in counter.drafts.items()}
    called = [ident for counter in counters for ident in counter.called]
    with _owner(server) as owner, owner.connect() as connection:
        visits = _by_name(connection, "SELECT name, id FROM loket.visit", tickets)
        cases = _by_name(connection, "SELECT applicant_name, id FROM loket.application", drafts)
        times = {
            row.thing_id: row.times
            for row in connection.execute(
                text(
                    "SELECT thing_id, count(*) AS times FROM loket.stage_interval"
                    " WHERE machine = 'visit' AND stage = 'called' GROUP BY thing_id"
                )
            )
        }
    lost = sum(ident not in visits.get(name, []) for name, ident in tickets.items())
    lost += sum(ident not in cases.get(name, []) for name, ident in drafts.items())
    lost += sum(times.get(ident, 0) == 0 for ident in called)
    doubled = sum(len(found) - 1 for found in (*visits.values(), *cases.values()))
    doubled += sum(times.get(ident, 0) > 1 for ident in called) + len(called) - len(set(called))
    return {"lost": lost, "doubled": doubled}


def _by_name(connection: Any, question: str, wanted: dict[str, int]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for name, ident in connection.execute(text(question)):
        if name in wanted:
            found.setdefault(name, []).append(ident)
    return found


def _wait(is_done: Callable[[], bool], counters: list[Counter]) -> None:
    until = time.monotonic() + 180
    while not is_done():
        bugs = [bug for counter in counters for bug in counter.bugs]
        if bugs or time.monotonic() > until:
            for counter in counters:
                counter.stop.set()
            raise SystemExit(f"the counters did not come through: {bugs or 'too slow'}")
        time.sleep(0.02)


def trial(counters: int, busy: int) -> dict[str, Any]:
    """Play all rounds; returns the line to print."""
    begin = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="loket-trial-") as place:
        Path(place).chmod(0o755)
        hall = Hall([Server(Path(place) / "first")], counters)
        try:
            hall.servers[0].start()
            hall.prepare()
            names = itertools.count(1)
            rounds = []
            for one in ROUNDS:
                rounds.append(play(hall, Path(place), one, names, busy))
                sys.stderr.write(f"{rounds[-1]}\n")
        finally:
            for server in hall.servers:
                server.stop()
    real, control = rounds[:-1], rounds[-1]
    is_clean = not any(one["lost"] or one["doubled"] or one["refused"] or one["bugs"] for one in real)
    return {
        "trial": "failover",
        "counters": counters,
        "rounds": rounds,
        "passed": is_clean and control["lost"] > 0,
        "seconds": round(time.monotonic() - begin, 1),
    }


def main() -> int:
    """Run the trial on servers of its own."""
    parser = argparse.ArgumentParser(prog="run trial failover")
    parser.add_argument("--counters", type=int, default=50)
    parser.add_argument(
        "--busy", type=int, default=10, help="operations of each counter before and after the death"
    )
    asked = parser.parse_args()
    line = trial(asked.counters, asked.busy)
    sys.stdout.write(json.dumps(line) + "\n")
    return 0 if line["passed"] else 1


if __name__ == "__main__":
    sys.exit(main())
