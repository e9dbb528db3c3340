"""`python3 run trial race`: two processes fight for one ticket and one case, from a barrier, again and again.

There is never more than one owner, somebody always wins, and what the loser has typed is still on his machine. The
examiner is itself examined: owners chosen by select-then-update, on a table of the trial's own, must show doubles.
"""

import argparse
import contextlib
import json
import multiprocessing
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from sqlalchemy import text

from tests.history import spoil
from tests.intray import person
from tests.make import PASSWORD, Office
from tests.trials.batch import own_office
from workstation.desk import Desk
from workstation.drafts import Drafts
from workstation.errors import Outage, Refusal
from workstation.usecases import calling, reviewing, signing_in
from workstation.vocabulary import Verdict

KINDS = ("ticket", "case", "ticket", "case", "expired", "takeover", "naive")
FIGHTERS = (("budi", "rina"), ("sari", "joko"))  # each process is one at the counter and one at the review
PATIENCE = 120.0  # seconds that a fighter waits at the barrier
CHUNK = 700  # rounds for one case: the law reads a case's whole journal whenever somebody takes it


@dataclass(frozen=True)
class Prey:
    """What is fought for: ids in the one office that both processes work in."""

    url: str
    visit: int
    services: tuple[int, int]
    case: int
    scan: int


@dataclass(frozen=True)
class Result:
    """How one fighter left one round: did the law say he has it, could he write, is his text kept if not."""

    claimed: bool
    wrote: bool
    refusal: str


@dataclass
class Fighter:
    """One process: the logins of two people who sit at one machine, and the journal of what is typed there."""

    prey: Prey
    counter: Desk
    review: Desk
    drafts: Drafts

    def claim(self, kind: str) -> str:
        """Try to get it: the name of the refusal, empty for none."""
        acts: dict[str, Callable[[], object]] = {
            "ticket": lambda: calling.call_one(self.counter, self.prey.visit),
            "case": lambda: reviewing.take(self.review, self.prey.case),
            "expired": lambda: reviewing.take(self.review, self.prey.case),
            "takeover": lambda: reviewing.take_over(self.review, self.prey.case, "rekan sedang sakit"),
            "naive": lambda: self._claim_naively(),
        }
        return refused(acts[kind])

    def write(self, kind: str, typed: str) -> str:
        """Bring what was typed to the database as the owner; the name of the refusal, empty for none."""
        if kind == "naive":
            return ""
        if kind == "ticket":
            return refused(lambda: calling.transfer(self.counter, self.prey.visit, self._other(), typed))
        return refused(
            lambda: reviewing.judge_scan(self.review, self.prey.scan, Verdict.ACCEPTED, note=typed)
        )

    def give_back(self, kind: str) -> None:
        """Leave the case free for the next round; a ticket that was passed on waits already."""
        if kind not in ("ticket", "naive"):
            reviewing.release(self.review, self.prey.case)

    def _other(self) -> int:
        with self.counter.read() as session:
            now = session.scalar(
                text("SELECT service_id FROM loket.visit WHERE id = :id"), {"id": self.prey.visit}
            )
        return next(service for service in self.prey.services if service != now)

    def _claim_naively(self) -> None:
        with self.counter.begin() as session:
            owner = session.scalar(text("SELECT owner FROM race.naive"))
            if owner is not None:
                raise Refusal
            session.execute(text("UPDATE race.naive SET owner = session_user"))


def refused(act: Callable[[], object]) -> str:
    """Do something that the law or a busy server may refuse; says by which name."""
    try:
        act()
    except (Refusal, Outage) as problem:
        return type(problem).__name__
    return ""


def fight(who: int, prey: Prey, counter_id: int, folder: str, barrier: Barrier, pipe: Connection) -> None:
    """Be one process: a list of kinds comes in, a list of results and the keys of kept texts go out."""
    counter_login, review_login = FIGHTERS[who]
    drafts = Drafts(Path(folder), counter_login, pace=0.01)
    fighter = Fighter(
        prey,
        signing_in.take_counter(signing_in.sign_in(prey.url, counter_login, PASSWORD), counter_id),
        signing_in.sign_in(prey.url, review_login, PASSWORD),
        drafts,
    )
    results = []
    for number, kind in enumerate(pipe.recv()):
        typed = f"putaran {number} oleh {counter_login}"
        drafts.note(str(number), {"text": typed})
        barrier.wait(PATIENCE)  # the examiner has prepared the round
        refusal = fighter.claim(kind)
        barrier.wait(PATIENCE)  # both have tried
        not_written = refusal or fighter.write(kind, typed)
        if not not_written:
            drafts.forget(str(number))
        results.append(Result(not refusal, not not_written, not_written))
        barrier.wait(PATIENCE)  # the examiner looks
        barrier.wait(PATIENCE)
        if not not_written:
            fighter.give_back(kind)
    pipe.send((results, {kept.key: kept.content["text"] for kept in drafts.restore()}))
    drafts.close()


@dataclass
class Race:
    """One trial on one office."""

    office: Office
    rounds: int
    folder: Path

    def run(self) -> dict[str, Any]:
        """Let them fight; returns the line to print."""
        begin = time.monotonic()
        visit = self._prepare()
        counts: Counter[str] = Counter()
        for start in range(0, self.rounds, CHUNK):
            kinds = [KINDS[n % len(KINDS)] for n in range(min(CHUNK, self.rounds - start))]
            counts += self._judge(
                kinds, *self._fight(kinds, self._prey(visit, start), self.folder / str(start))
            )
        return self._line(counts) | {"seconds": round(time.monotonic() - begin, 1)}

    def _fight(self, kinds: list[str], prey: Prey, folder: Path) -> tuple[list[str], list[Any]]:
        """Start both processes and stand at the barrier with them; returns what was seen, and what they told."""
        context = multiprocessing.get_context("spawn")
        barrier = context.Barrier(3)
        pipes, children = [], []
        for who in range(2):
            ours, theirs = context.Pipe()
            counter = self.office.id_of("counter", "number", who + 1)
            child = context.Process(
                target=fight, args=(who, prey, counter, str(folder), barrier, theirs), daemon=True
            )
            child.start()
            pipes.append(ours)
            children.append(child)
        for pipe in pipes:
            pipe.send(kinds)
        seen = [self._round(kind, prey, barrier) for kind in kinds]
        told = [pipe.recv() for pipe in pipes]
        for child in children:
            child.join(PATIENCE)
        return seen, told

    def _prepare(self) -> int:
        """One visitor who waits, and one table for those who do it naively."""
        spoil(
            self.office,
            "CREATE SCHEMA race",
            "CREATE TABLE race.naive (owner text)",
            "INSERT INTO race.naive VALUES (NULL)",
            "GRANT USAGE ON SCHEMA race TO loket_staff",
            "GRANT SELECT, UPDATE ON race.naive TO loket_staff",
        )
        return self.office.walk_in("serba").visit_id

    def _prey(self, visit: int, number: int) -> Prey:
        """A new case beside the same visitor."""
        case = self.office.submitted("serba", **person(number // CHUNK))
        services = tuple(self.office.id_of("service", "code", code) for code in ("intake", "counselling"))
        scan = self.office.ask("SELECT min(id) FROM loket.scan WHERE application_id = :id", id=case)
        return Prey(self.office.url(), visit, (services[0], services[1]), case, scan)

    def _round(self, kind: str, prey: Prey, barrier: Barrier) -> str:
        """Make the round ready, let them run, and read what stands in the database as its only text."""
        if kind in ("expired", "takeover"):
            left = "-1 minute" if kind == "expired" else "10 minutes"
            spoil(
                self.office,
                "UPDATE loket.application SET owner_id = (SELECT id FROM loket.officer WHERE login = 'serba'),"
                f" owned_since = now() - interval '1 hour', lease_until = now() + interval '{left}'"
                f" WHERE id = {prey.case}",
            )
        elif kind == "naive":
            spoil(self.office, "UPDATE race.naive SET owner = NULL")
        for _ in range(3):
            barrier.wait(PATIENCE)
        table, thing = ("visit", prey.visit) if kind == "ticket" else ("scan", prey.scan)
        written = str(self.office.ask(f"SELECT note FROM loket.{table} WHERE id = :id", id=thing))
        barrier.wait(PATIENCE)
        return written

    def _judge(self, kinds: list[str], seen: list[str], told: list[Any]) -> Counter[str]:
        """Count per kind: rounds, more than one owner, no owner, texts that are nowhere."""
        counts: Counter[str] = Counter()
        kept = [texts for _, texts in told]
        for number, kind in enumerate(kinds):
            round_of = [results[number] for results, _ in told]
            counts[f"{kind}_rounds"] += 1
            owners = sum(result.claimed for result in round_of)
            if kind == "naive":
                counts["naive_doubles"] += owners > 1
                continue
            # a live lease is taken over twice, one after the other: only the last may write
            counts["doubles"] += (owners > 1 and kind != "takeover") + (sum(r.wrote for r in round_of) > 1)
            counts["taken_over"] += owners * (kind == "takeover")
            counts["nobody"] += sum(r.wrote for r in round_of) == 0
            for who, result in enumerate(round_of):
                typed = f"putaran {number} oleh {FIGHTERS[who][0]}"
                counts["lost_texts"] += (
                    seen[number] if result.wrote else kept[who].get(str(number))
                ) != typed
                counts[f"refused_{result.refusal}"] += not result.wrote
        return counts

    def _line(self, counts: Counter[str]) -> dict[str, Any]:
        unbalanced = self.office.ask(
            "SELECT count(*) FROM loket.service_point p,"
            " LATERAL loket.broken_ways(p.id, now() - interval '2 days', now() + interval '1 day') WHERE p.code = 'MPP'"
        )
        told = self.office.ask("SELECT count(*) FROM loket.takeover")
        fought = sum(number for name, number in counts.items() if name.endswith("_rounds"))
        bad = {name: counts[name] for name in ("doubles", "nobody", "lost_texts")}
        return {
            "trial": "race",
            "rounds": fought - counts["naive_rounds"],
            **{f"{kind}s": counts[f"{kind}_rounds"] for kind in dict.fromkeys(KINDS)},
            **bad,
            "ways_broken": unbalanced,
            "takeovers_told": told,
            "refusals": {
                name.removeprefix("refused_"): n for name, n in counts.items() if "refused_" in name and n
            },
            "controls": {"naive_doubles": counts["naive_doubles"]},
            # each former owner is told: the colleague at first, and then the first of the two
            "passed": not any(bad.values())
            and not unbalanced
            and told == counts["taken_over"]
            and counts["naive_doubles"] > 0,
        }


def main() -> int:
    """Run the trial on a server of its own."""
    parser = argparse.ArgumentParser(prog="run trial race")
    parser.add_argument("--rounds", type=int, default=11_700, help="with the naive control: every seventh")
    asked = parser.parse_args()
    with contextlib.ExitStack() as held:
        office = held.enter_context(own_office())
        folder = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="loket-race-")))
        line = Race(office, asked.rounds, folder).run()
    sys.stdout.write(json.dumps(line) + "\n")
    return 0 if line["passed"] else 1


if __name__ == "__main__":
    sys.exit(main())
