"""How long an officer waits for each step of the day, p95, with a day's load in the database and fsync on.

Each step is beside two things of the same run: what a person feels as instant (100 ms), and a bare
`UPDATE ... WHERE id` with its commit on the same server, which is the least that any written step can cost.
"""

import statistics
import time
from collections.abc import Callable

from benchmarks._office import office_alone
from benchmarks.figures import figure, finish
from tests.make import Office, exhausted
from workstation.queries import figures as start_page
from workstation.usecases import calling, deciding, reviewing
from workstation.vocabulary import Mark, Proposal, Verdict

INSTANT_MS = 100.0
ROUNDS = 40


def main() -> None:
    """Build an office, load it, measure, print."""
    with office_alone() as (office, _):
        office.run("UPDATE loket.hall SET seats = 4000")
        _measure(office)
    finish()


def _measure(office: Office) -> None:
    budi, rina, ratna = office.desk("budi", 1), office.desk("rina"), office.desk("ratna")
    bare = _timed(
        [lambda: office.run("UPDATE loket.hall SET seats = seats WHERE service_point_id = 1")] * ROUNDS
    )
    times: dict[str, list[float]] = {}

    def step(name: str, work: Callable[[], object]) -> object:
        begin = time.perf_counter()
        result = work()
        times.setdefault(name, []).append((time.perf_counter() - begin) * 1000)
        return result

    for turn in range(ROUNDS):
        step("walk-in with ticket", office.walk_in)
        called = step("call next", lambda: calling.call_next(budi))
        visit_id: int = called.visit_id  # type: ignore[attr-defined]
        step("serve", lambda v=visit_id: calling.serve(budi, v))  # type: ignore[misc]
        step("finish", lambda v=visit_id: calling.finish(budi, v))  # type: ignore[misc]
        case = office.submitted(nik=f"317199450285{turn + 1:04}")
        step("take a case", lambda: reviewing.take_next(rina))
        step("open the file (journalled)", lambda c=case: reviewing.open_file(rina, c, "penelitian"))  # type: ignore[misc]
        for row in office.rows("SELECT id FROM loket.scan WHERE application_id = :id", id=case):
            step("judge a scan", lambda s=row.id: reviewing.judge_scan(rina, s, Verdict.ACCEPTED))  # type: ignore[misc]
        step("declare complete", lambda c=case: reviewing.declare_complete(rina, c))  # type: ignore[misc]
        for code in office.ask("SELECT loket.missing_marks(:id)", id=case):
            step("mark a field", lambda c=case, f=code: reviewing.mark_field(rina, c, f, Mark.SAME))  # type: ignore[misc]
        step("pass on", lambda c=case: reviewing.pass_on(rina, c))  # type: ignore[misc]
        step("propose", lambda c=case: reviewing.propose(rina, c, Proposal.APPROVE))  # type: ignore[misc]
        step("approve with number", lambda c=case: exhausted(deciding.approve_many(ratna, [c])))  # type: ignore[misc]
        step("start page", lambda: start_page.start_facts(budi))
    figure(
        "bare UPDATE and commit, p95 ms",
        _p95(bare),
        "felt as instant",
        INSTANT_MS,
        1.0,
        _p95(bare) <= INSTANT_MS,
    )
    for name, taken in times.items():
        ours = _p95(taken)
        figure(f"{name}, p95 ms", ours, "felt as instant", INSTANT_MS, 1.0, ours <= INSTANT_MS)
        figure(
            f"{name}, median against a bare UPDATE",
            statistics.median(taken),
            "bare UPDATE, median ms",
            statistics.median(bare),
            25.0,
            statistics.median(taken) <= 25.0 * statistics.median(bare),
        )
    broken = office.ask("SELECT loket.verify_journal(2)")
    figure(
        "journal rows after the run",
        office.ask("SELECT count(*) FROM loket.journal"),
        "broken links",
        float(broken is not None),
        0.0,
        broken is None,
    )


def _timed(works: list[Callable[[], object]]) -> list[float]:
    taken = []
    for work in works:
        begin = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begin) * 1000)
    return taken


def _p95(taken: list[float]) -> float:
    return sorted(taken)[max(0, round(len(taken) * 0.95) - 1)]


if __name__ == "__main__":
    main()
