"""`python3 run trial view [--minutes 10] [--seed N]`: bent files for the page workers, the review window alive beside.

Every sample of the given set and of our own hostile files is bent at random and looked at as the desk looks at it:
facts, first page, last page, a part far in. Each must open or be refused by one of the file's own refusals; a file
that kills its worker is a refusal too. Meanwhile the window shows a case, turns and zooms it, and must answer. It ends
with the counts by outcome, and exit code 1 when a bent file was the program's fault or the window fell silent.
"""

import argparse
import json
import sys
import time
from collections import Counter

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest

from tests.imaging.drawing import corners, jpeg_page, saved
from tests.imaging.mutating import mutants
from workstation.errors import PictureWorkerDied, Problem, Refusal
from workstation.imaging.pool import PageReader, key_of
from workstation.imaging.turn import Region
from workstation.ui.office import Office

LONGEST_SILENCE = 1.0  # seconds in which the window answers nothing
MIDDLE = Region(0.4, 0.4, 0.6, 0.6)


def tried(reader: PageReader, name: str, data: bytes) -> str:
    """Look at one file as the desk does; "opened", or the name of the refusal."""
    key = key_of(data)
    try:
        facts, _ = reader.look(key, data, name, width=600)
        reader.page(key, data, min(facts.pages, 2_000) - 1, width=128, name=name)
        reader.page(key, data, 0, width=4_000, clip=MIDDLE, name=name)
    except (Refusal, PictureWorkerDied) as problem:
        return type(problem).__name__
    return "opened"


class Trial(QObject):
    """Feeds the lane `scans` one bent file after the other, until the time is up."""

    ended = Signal()

    def __init__(self, office: Office, pages: PageReader, seed: int, until: float) -> None:
        super().__init__()
        self._office, self._pages, self._until = office, pages, until
        self._mutants, self.counts = mutants(seed), Counter[str]()
        self.slowest, self.slowest_name, self.is_over = 0.0, "", False

    def go_on(self) -> None:
        """Begin with the next one."""
        if time.monotonic() > self._until:
            self.is_over = True
            self.ended.emit()
            return
        self._office.do(self._bend_and_try, lane="scans", then=self._told, sorry=self._fault, read=True)

    def _bend_and_try(self) -> tuple[str, str, float]:
        name, data = next(self._mutants)
        began = time.monotonic()
        return name, tried(self._pages, name, data), time.monotonic() - began

    def _told(self, told: tuple[str, str, float]) -> None:
        name, outcome, took = told
        if took > self.slowest:
            self.slowest, self.slowest_name = took, name
        self.counts[outcome] += 1
        self.go_on()

    def _fault(self, problem: Problem) -> None:
        self.counts[f"fault: {type(problem).__name__}"] += 1
        self.go_on()


def main() -> None:
    """Bend, look, count."""
    given = argparse.ArgumentParser(prog="run trial view")
    given.add_argument("--minutes", type=float, default=10.0)
    given.add_argument("--seed", type=int, default=int(time.time()))
    wanted = given.parse_args()
    from benchmarks._view_window import review_window, wait_until
    from benchmarks.view import Beat

    with review_window() as bench, PageReader(deadline=3.0) as pages:
        page = jpeg_page(
            saved(corners(900, 1200), "JPEG"), matrix="600 0 0 800 0 0", box="0 0 600 800", size=(900, 1200)
        )
        case = bench.file([("surat.pdf", page)])
        bench.bring(case)
        bench.settle()
        crashed: list[object] = []
        bench.screen.office.lanes.crashed.connect(crashed.append)
        trial, beat = (
            Trial(bench.screen.office, pages, wanted.seed, time.monotonic() + 60 * wanted.minutes),
            Beat(),
        )
        trial.go_on()
        looked = 0
        while not trial.is_over and not crashed:
            # somebody is at work: the window does not lock itself
            QTest.keyClick(bench.screen.window().windowHandle(), Qt.Key.Key_Shift)
            bench.pane.turn()
            bench.pane.canvas.zoom(1 if looked % 2 else -1)
            wait_until(lambda: trial.is_over or bool(crashed), 2.0)
            if not wait_until(lambda: bench.pane.is_sharp, 10.0):
                break
            looked += 1
        silence = beat.longest() / 1000
        is_alive = bench.pane.is_sharp and bench.screen.isVisible()
        said = bench.pane.trouble_words()
    told = {
        "seed": wanted.seed,
        "bent files": trial.counts.total(),
        "outcomes": dict(trial.counts.most_common()),
        "slowest, s": round(trial.slowest, 2),
        "slowest file": trial.slowest_name,
        "pages shown by the window meanwhile": looked,
        "longest silence of the window, s": round(silence, 3),
        "the window shows its page at the end": is_alive,
        "what it says in place of it": said,
    }
    faults = [str(one) for one in crashed] + [name for name in trial.counts if name.startswith("fault")]
    holds = bool(trial.counts and looked and is_alive and silence < LONGEST_SILENCE and not faults)
    holds = holds and not trial.counts["PictureWorkerDied"]
    print(json.dumps(told | {"faults": faults, "holds": holds}, ensure_ascii=False, indent=1))
    sys.exit(0 if holds else 1)


if __name__ == "__main__":
    main()
