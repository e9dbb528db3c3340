"""One JSON line per figure, and whether every bar of the run was held."""

import json
import os
import platform
import sys
import time
from collections.abc import Callable

_held: list[bool] = []


def figure(what: str, ours: float, against: str, theirs: float, bar: float, holds: bool) -> None:
    """Print one figure: `ours` and `theirs` in the unit that `what` names, `bar` as the ratio to reach."""
    ratio = ours / theirs if theirs else None
    line = {
        "what": what,
        "ours": round(ours, 3),
        "against": against,
        "theirs": round(theirs, 3),
        "ratio": None if ratio is None else round(ratio, 2),
        "bar": bar,
        "holds": holds,
        "machine": machine(),
    }
    print(json.dumps(line, ensure_ascii=False), flush=True)
    _held.append(holds)


def machine() -> str:
    """Processors, architecture and Python of this run."""
    return f"{os.cpu_count()} x {platform.machine()}, Python {platform.python_version()}"


def finish() -> None:
    """End the run: exit code 1 when a bar did not hold or nothing was measured."""
    sys.exit(0 if _held and all(_held) else 1)


def per_second(work: Callable[[], object], items: int, rounds: int) -> float:
    """The best rate of `rounds` runs of `work` over `items` items, per processor second of this process."""
    best = 0.0
    for _ in range(rounds):
        start = time.process_time()
        work()
        best = max(best, items / (time.process_time() - start))
    return best
