"""From process start to the painted sign-in window with the cursor in it, beside a bare PySide6 window.

    python3 run bench start [ROUNDS]

The bare window is an empty QWidget, shown and painted, in a program that does nothing else. Both are started in
turn by the same parent with compiled modules and warm files (two rounds before the first count), offscreen and,
where Xvfb is there, on a real X server. The clock runs from before the process is made; the time of the processor,
which a busy machine does not stretch, from its first instruction.
"""

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import figure, finish

CHILD = Path(__file__).with_name("_first_window.py")
BARE = "bare"
OURS = {
    "main": "sign-in window",
    "practice": "sign-in window with twelve practice accounts",
    "command": "`loket --database URL`, command line and settings file included",
}
BAR = 1.3
SLOW_BAR = 1.6  # for the 95th percentile: the slowest starts swing with whatever else the machine does
ROUNDS = 21


def main() -> None:
    """Measure on every screen there is and print the figures."""
    rounds = max(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS, 15)
    with TemporaryDirectory(prefix="loket-start-") as home:
        measure("offscreen", rounds, environment(home, QT_QPA_PLATFORM="offscreen"))
        if shutil.which("Xvfb"):
            with x_server() as display:
                measure("Xvfb", rounds, environment(home, QT_QPA_PLATFORM="xcb", DISPLAY=display))
    finish()


def environment(home: str, **more: str) -> dict[str, str]:
    """The environment of every start: own settings, own store of compiled modules."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE" and not k.startswith("QT_")}
    return kept | {"XDG_CONFIG_HOME": home, "PYTHONPYCACHEPREFIX": f"{home}/compiled"} | more


def measure(screen: str, rounds: int, env: dict[str, str]) -> None:
    """Start each in turn, and print ours beside the bare window's."""
    kinds = [BARE, *OURS]
    clock: dict[str, list[float]] = {kind: [] for kind in kinds}
    busy: dict[str, list[float]] = {kind: [] for kind in kinds}
    for number in range(rounds + 2):
        for kind in kinds if number % 2 else reversed(kinds):
            took, worked = start(kind, env)
            if number >= 2:
                clock[kind].append(took)
                busy[kind].append(worked)
    for kind, name in OURS.items():
        what, middle = f"{name}, {screen}", statistics.median
        compare(f"{what}, median ms", middle(clock[kind]), middle(clock[BARE]), BAR)
        compare(f"{what}, p95 ms", slow(clock[kind]), slow(clock[BARE]), SLOW_BAR)
        compare(f"{what}, median processor ms", middle(busy[kind]), middle(busy[BARE]), BAR)


def compare(what: str, ours: float, theirs: float, bar: float) -> None:
    """Print one figure."""
    figure(what, ours, "bare PySide6 window", theirs, bar, ours <= bar * theirs)


def slow(took: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(took, n=20, method="inclusive")[-1]


def start(kind: str, env: dict[str, str]) -> tuple[float, float]:
    """Start one process; milliseconds to the first paint by clock and by processor, or RuntimeError."""
    began = str(time.monotonic_ns())
    told = subprocess.run(
        [sys.executable, str(CHILD), kind], env=env | {"LOKET_BEGAN": began}, capture_output=True, text=True, timeout=60
    )  # fmt: skip
    if told.returncode:
        raise RuntimeError(f"{kind}: {told.stdout} {told.stderr}")
    took, worked = map(float, told.stdout.split())
    return took, worked


@contextmanager
def x_server() -> Iterator[str]:
    """Run an X server without a screen on a free display and give its name."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=(write,),
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read) as number:
            yield f":{number.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
