"""Many counters on much history: how long each asks, beside a bare one-row UPDATE of the same minute.

    python3 run bench scale [--rows N] [--folder DIR] [--seconds S]

An own PostgreSQL gets N applications of two years (default 200,000) at 316 service points, written with fsync off; then
it is started again with fsync on, as an office runs it. 1,264 officers with logins of their own work at once, 316 of
them sign in at the same moment, and in the middle the server is restarted. What was acknowledged is compared with what
the database kept. The work is done through the product's own use cases by processes on the same machine: what they
cost is told. 17,000,000 applications need about 70 GB and an hour.
"""

import argparse
import json
import multiprocessing
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

from benchmarks import _scale_counting as counting
from benchmarks import _scale_questions as questions
from benchmarks._scale_counters import PACE, Report, Seat, attend
from benchmarks._scale_office import SERVER, WHILE_FILLING, fill, open_city
from benchmarks.figures import figure, finish
from tests.conftest import owner_engine, run_alone
from tests.make import PASSWORD
from workstation.embedded import Cluster
from workstation.usecases import signing_in

DATABASE = "bench"
PROCESSES = 4
AT_ONCE = 316
PER_ROW, BESIDES = 3_850, 5_000_000_000
"""Bytes of disk an application needs with all that belongs to it; what the log of writes and the rest need."""
PER_MINUTE = 400_000
"""Applications whose history is written in a minute by two processors with nothing else to do."""
SLOW_MS = 1000.0
BEFORE = 0.65
"""The share of the time before the restart: what is timed. After it every connection is a new one."""
BARS = {
    "claim a visitor": 3.0,
    "claim a case": 3.0,
    "worklist": 1.0,
    "search by number": 1.0,
}


def main() -> None:
    """Build, load, ask, work, count, print."""
    given = _given()
    began = time.perf_counter()
    with _folder(given.folder, given.rows) as folder:
        cluster = Cluster(folder / "server", settings=SERVER | WHILE_FILLING)
        cluster.start()
        try:
            run_alone(cluster, f"CREATE DATABASE {DATABASE}")
            engine = owner_engine(cluster, DATABASE)
            open_city(engine)
            for step, seconds in fill(engine, given.rows):
                _tell(f"history: {step}", seconds=round(seconds, 1))
            engine.dispose()
            _start_in_earnest(cluster)
            _tell_size(engine, given.rows)
            _ask(cluster, engine)
            _work(cluster, engine, given.seconds)
            _examine_the_examiner(engine)
            engine.dispose()
        finally:
            cluster.stop()
    _tell("whole run", seconds=round(time.perf_counter() - began, 1))
    finish()


def _start_in_earnest(cluster: Cluster) -> None:
    """Start the server again as an office runs it, with the history on the disk: nothing of it is written later."""
    cluster.stop()
    os.sync()
    cluster.settings = dict(SERVER)
    cluster.start()


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="run bench scale", description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--rows", type=int, default=200_000, help="applications of history (17000000: the long form)"
    )
    parser.add_argument("--folder", type=Path, help="where the server lives; a temporary folder by default")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long the counters work")
    given = parser.parse_args()
    if given.rows < 20_000:
        parser.error("at least 20,000 rows: every service point needs some")
    return given


@contextmanager
def _folder(wanted: Path | None, rows: int) -> Iterator[Path]:
    """A folder with room enough, which the server's user can reach; removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="loket-scale-", dir=wanted) as made:
        folder = Path(made)
        folder.chmod(0o755)
        free = shutil.disk_usage(folder).free
        wanted_bytes = rows * PER_ROW + BESIDES
        if free < wanted_bytes:
            raise SystemExit(
                f"{rows:,} rows need about {wanted_bytes / 1e9:.0f} GB of disk, and {folder} has"
                f" {free / 1e9:.0f} GB. Ask for fewer with --rows, or name another disk with --folder."
            )
        _tell(
            "plan",
            rows=rows,
            gigabytes=round(wanted_bytes / 1e9),
            minutes_at_least=round(rows / PER_MINUTE, 1),
        )
        yield folder


def _tell(what: str, **facts: Any) -> None:
    print(json.dumps({"what": what, **facts}, ensure_ascii=False), flush=True)


def _tell_size(engine: Engine, rows: int) -> None:
    with engine.connect() as connection:
        size = connection.scalar(text("SELECT pg_database_size(current_database())"))
        stages = connection.execute(
            text("SELECT stage, count(*) FROM loket.application GROUP BY 1 ORDER BY 1")
        )
        _tell(
            "size", rows=rows, gigabytes=round(int(size or 0) / 1e9, 2), stages={r[0]: r[1] for r in stages}
        )


# -- every question of every screen --------------------------------------------------------------------------


def _ask(cluster: Cluster, engine: Engine) -> None:
    """Ask everything at the mall and at a village, cold and warm; no screen may wait for a second."""
    url = _url(cluster)
    with engine.begin() as connection:
        logins = list(connection.scalars(text(
            "SELECT s.login FROM bench.seat s JOIN loket.service_point p ON p.id = s.point"
            " WHERE s.n = 0 AND p.level IN ('mall', 'village') ORDER BY p.level, s.point LIMIT 2"
        )))  # fmt: skip
        for login in logins:  # who asks here may ask everything
            connection.exec_driver_sql(f"GRANT loket_manager, loket_admin, loket_auditor TO {login}")
    desks = [signing_in.sign_in(url, login, PASSWORD) for login in logins]
    asked = sorted(questions.ask_all(engine, desks), key=lambda one: -one.slowest)
    for one in asked:
        _tell(
            f"question {one.name}",
            slowest_ms=round(one.slowest, 1),
            asked=one.argument[:80],
            trouble=one.trouble,
        )
    for desk in desks:
        desk.close()
    figure(f"slowest of {len(asked)} questions of the screens, ms: {asked[0].name}", asked[0].slowest, "a second",
           SLOW_MS, 1.0, asked[0].slowest <= SLOW_MS)  # fmt: skip
    unasked = sum(bool(one.trouble) for one in asked)
    figure("questions that could not be asked", unasked, "none", 0, 0, unasked == 0)


# -- the counters at work ------------------------------------------------------------------------------------


def _work(cluster: Cluster, engine: Engine, seconds: float) -> None:
    context = multiprocessing.get_context("spawn")
    with engine.connect() as connection:
        since: datetime = connection.execute(text("SELECT now()")).scalar_one()
        seats = [Seat(*row) for row in connection.execute(text(
            "SELECT s.login, s.officer, s.point, p.code, s.counter, s.n + 1 FROM bench.seat s"
            " JOIN loket.service_point p ON p.id = s.point ORDER BY s.n, s.point"
        ))]  # fmt: skip
        samples = _samples(connection)
    ready, restarted = context.Barrier(PROCESSES + 1), context.Event()
    start, answers = context.Value("d", 0.0), context.Queue()
    processes = [
        context.Process(
            target=attend,
            args=(
                _url(cluster),
                seats[n::PROCESSES],
                samples,
                AT_ONCE // PROCESSES,
                1 / PROCESSES,
                ready,
                start,
                seconds,
                restarted,
                answers,
            ),
        )
        for n in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    begun = time.perf_counter()
    ready.wait(300)  # all but the last 316 sit
    _tell("sitting", desks=len(seats) - AT_ONCE, seconds=round(time.perf_counter() - begun, 1))
    begun = time.perf_counter()
    ready.wait(300)  # now these too
    together = time.perf_counter() - begun
    begun = time.perf_counter()
    ready.wait(300)
    _tell("everything once at every desk", seconds=round(time.perf_counter() - begun, 1))
    start.value = time.monotonic() + 0.5
    ready.wait(300)
    time.sleep(0.5 + seconds * BEFORE)
    stopped = time.monotonic() - start.value
    engine.dispose()
    cluster.stop()
    cluster.start()
    up = time.monotonic() - start.value
    restarted.set()
    reports = [answers.get(timeout=seconds + 120) for _ in processes]
    for process in processes:
        process.join(60)
    _tell_times(reports, stopped, up, seconds, len(seats), together)
    _count(engine, since, reports)


def _samples(connection: Any) -> dict[str, list[str]]:
    """Numbers, NIKs and names that exist, of each point; cases of long ago and of today."""
    samples: dict[str, list[str]] = {}
    for row in connection.execute(text(
        "SELECT a.service_point_id, a.number, a.applicant_nik, split_part(a.applicant_name, ' ', 1) || ' '"
        " || split_part(a.applicant_name, ' ', 2) AS name FROM generate_series(1, 20000) AS n"
        " JOIN loket.application a ON a.id = 1 + n * ((SELECT max(id) FROM loket.application) / 20001)"
    )):  # fmt: skip
        for kind, value in (("number", row.number), ("NIK", row.applicant_nik), ("name", row.name)):
            samples.setdefault(f"{kind} {row.service_point_id}", []).append(value)
    return samples


def _url(cluster: Cluster) -> str:
    return cluster.url("x", "y", DATABASE).replace("x:y@", "", 1)


# -- what came of it -----------------------------------------------------------------------------------------


def _tell_times(
    reports: list[Report], stopped: float, up: float, seconds: float, counters: int, together: float
) -> None:
    steady = [one for r in reports for one in r.taken if one[1] < stopped - 0.5]
    whole: dict[str, list[float]] = {name: [] for name in PACE}
    times: dict[str, list[float]] = {name: [] for name in PACE}
    for name, _at_second, milliseconds, waited in steady:
        whole[name].append(milliseconds)
        times[name].append(waited)
    bare = times["bare update"]
    for name, taken in times.items():
        parts = (50, 95, 99)
        _tell(
            f"{name}, ms",
            count=len(taken),
            server={f"p{part}": round(_at(taken, part), 2) for part in parts},
            ratio={f"p{part}": round(_at(taken, part) / _at(bare, part), 2) for part in parts},
            whole={f"p{part}": round(_at(whole[name], part), 2) for part in parts},
        )
    for name, bar in BARS.items():
        ours, theirs = _at(times[name], 95), _at(bare, 95)
        figure(f"{name}, p95 ms", ours, "bare UPDATE, p95 ms", theirs, bar, ours <= bar * theirs)
    log_ins = [ms for r in reports for ms in r.log_ins]
    _tell(f"{len(log_ins)} log-ins at once, ms", p50=round(_at(log_ins, 50)), p95=round(_at(log_ins, 95)),
          p99=round(_at(log_ins, 99)), until_the_last_s=round(together, 1))  # fmt: skip
    back = sorted(at for r in reports for at in r.back)
    _tell("restart", down_s=round(up - stopped, 2), desks_back=len(back), of=counters,
          half_back_s=round(_at(back, 50) - up, 1), all_back_s=round(back[-1] - up, 1) if back else None,
          verbs_cut=sum(r.outages for r in reports))  # fmt: skip
    figure(
        "desks with their line again after the restart",
        len(back),
        "desks",
        counters,
        1.0,
        len(back) == counters,
    )
    used, late = sum(r.processor for r in reports), [ms for r in reports for ms in r.late]
    _tell("load generator", processor_s=round(used, 1), of_processor_s=round(seconds * (os.cpu_count() or 1), 1),
          late_p95_ms=round(_at(late, 95), 1), done_per_s=round(len(steady) / seconds, 1))  # fmt: skip


def _count(engine: Engine, since: datetime, reports: list[Report]) -> None:
    errors: dict[str, int] = {}
    for report in reports:
        for name, count in report.errors.items():
            errors[name] = errors.get(name, 0) + count
    _tell("errors and refusals", **errors)
    findings = {
        "visitors claimed": counting.visits(engine, since, [pair for r in reports for pair in r.calls]),
        "cases claimed": counting.cases(engine, since, [pair for r in reports for pair in r.takes]),
        "approvals": counting.decisions(engine, since, [pair for r in reports for pair in r.approvals]),
        "bare updates": counting.updates(engine, sum(r.bare for r in reports)),
    }
    for name, found in findings.items():
        _tell(name, **asdict(found))
    figure("done twice", sum(f.doubled for f in findings.values()), "none", 0, 0,
           all(f.doubled == 0 for f in findings.values()))  # fmt: skip
    figure("acknowledged and lost", sum(f.lost for f in findings.values()), "none", 0, 0,
           all(f.lost == 0 for f in findings.values()))  # fmt: skip


def _examine_the_examiner(engine: Engine) -> None:
    found = counting.careless_hall(engine)
    _tell("careless hall", **asdict(found))
    figure(
        "careless hall: doubles that the counting finds",
        found.doubled,
        "at least",
        1,
        1.0,
        found.doubled >= 1,
    )


def _at(taken: list[float], part: int) -> float:
    """The time that `part` of a hundred do not exceed; nan without any."""
    if not taken:
        return float("nan")
    return sorted(taken)[min(len(taken) - 1, round(len(taken) * part / 100))]


if __name__ == "__main__":
    main()
