"""`python3 run trial cut`: every verb that writes, over a line that is cut at random bytes in both directions.

The tests of the use cases are the officers: each verb is repeated after an Outage, and what a test demands of the
result must hold all the same. The control asks nothing after a lost answer to COMMIT and repeats blindly: it must be
found out.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.trials._cutting import ELSEWHERE, GENTLY, LEFT_OUT, Cutting, Place
from tests.trials._verbs import writing_verbs

WHERE = Path(__file__).parents[1]
ROOMS = ("usecases", "service/test_steps.py", "service/test_door.py")
CONTROL = 300  # operations that are repeated blindly
COUNTS = ("operations", "readings", "cuts", "repeated", "lost", "doubled", "stuck")
WHOLE = 5000  # operations from which on every test is run and every verb that writes must have been hit


class FailedTests:
    """Remembers which tests failed."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Hear how a part of a test ended."""
        if report.failed:
            self.names.append(report.nodeid)


def one_pass(operations: int, seed: int, out: Path, chosen: list[str], *, naive: bool) -> None:
    """Run the tests once over breaking lines and write what was counted."""
    cutting, failed = Cutting(operations, seed, naive=naive), FailedTests()
    words = ["-q", "--no-header", "-p", "no:cacheprovider", "-p", "randomly", "-p", "no:xdist"]
    pytest.main([*words, f"--randomly-seed={seed}", *chosen], plugins=[cutting, failed])
    score = cutting.score
    line = {name: getattr(score, name) for name in COUNTS}
    out.write_text(json.dumps(line | {"hits": score.hits, "failed": failed.names}), "utf-8")


def told_by(operations: int, seed: int, chosen: list[str], *, naive: bool = False) -> dict[str, Any]:
    """Run one pass in a process of its own, so that no test keeps a verb of another pass."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "score.json"
        words = ["--operations", str(operations), "--seed", str(seed), "--pass", str(out), *chosen]
        command = [sys.executable, "-m", "tests.trials.cut", *words, *(["--naive"] if naive else [])]
        ended = subprocess.run(
            command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        if not out.exists():
            raise SystemExit(ended.stdout[-3000:])
        found: dict[str, Any] = json.loads(out.read_text("utf-8"))
        found["said"] = ended.stdout
        return found


def trial(operations: int, seed: int, chosen: list[str], *, talks: bool = False) -> dict[str, Any]:
    """Run passes until enough was tried, and the control; returns the line to print."""
    begin, total, hits, failed = time.monotonic(), Counter[str](), Counter[tuple[str, str]](), list[str]()
    tries, is_whole = 0, operations >= WHOLE
    while total["operations"] < operations:
        left = 0 if is_whole and not tries else operations - total["operations"]
        one = told_by(left, seed + tries, chosen)
        if not one["operations"]:
            raise SystemExit(one["said"][-3000:])
        total.update({name: one[name] for name in COUNTS})
        hits.update({(verb, place): n for verb, places in one["hits"].items() for place, n in places.items()})
        failed += one["failed"]
        tries += 1
        if talks:
            sys.stderr.write(f"{total['operations']} operations, {total['cuts']} cuts\n")
            sys.stderr.write(one["said"][-20_000:] if one["failed"] else "")
    control = told_by(min(CONTROL, operations), seed, chosen, naive=True)
    verbs = writing_verbs() - ELSEWHERE.keys()
    missed = {
        place: sorted(v for v in verbs if not hits[v, place]) for place in (Place.REQUEST, Place.ANSWER)
    }
    is_clean = not (
        total["lost"] or total["doubled"] or total["stuck"] or failed or (is_whole and any(missed.values()))
    )
    return {
        "trial": "cut",
        **{name: total[name] for name in COUNTS},
        "verbs": len(verbs),
        "hit_in_request": len(verbs) - len(missed[Place.REQUEST]),
        "hit_in_answer": len(verbs) - len(missed[Place.ANSWER]),
        "never_hit": missed,
        "failed_tests": sorted(set(failed)),
        "left_out": LEFT_OUT,
        "gently": GENTLY,
        "elsewhere": ELSEWHERE,
        "control": {name: control[name] for name in ("operations", "cuts", "doubled")},
        "passed": is_clean and total["cuts"] > 0 and control["doubled"] > 0,
        "seed": seed,
        "seconds": round(time.monotonic() - begin, 1),
    }


def main() -> int:
    """Run the trial, or be one pass of it."""
    parser = argparse.ArgumentParser(prog="run trial cut")
    parser.add_argument("--operations", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--pass", dest="out", type=Path)
    parser.add_argument("--naive", action="store_true")
    parser.add_argument("chosen", nargs="*", default=[str(WHERE / room) for room in ROOMS])
    asked = parser.parse_args()
    if asked.out:
        one_pass(asked.operations, asked.seed, asked.out, asked.chosen, naive=asked.naive)
        return 0
    line = trial(asked.operations, asked.seed, asked.chosen, talks=True)
    sys.stdout.write(json.dumps(line) + "\n")
    return 0 if line["passed"] else 1


if __name__ == "__main__":
    sys.exit(main())
