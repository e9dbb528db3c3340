"""How quick the supervisor's list is with 5,000 rows: ticking, typing and turning to it, on the window's own thread.

The real window, offscreen, on a PostgreSQL of its own. Milliseconds of the thread's own processor time, painting
included: what others do on the machine at the moment is not the list's.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks._office import office_alone
from benchmarks._view_window import wait_until
from benchmarks.figures import figure, finish
from tests.intray import copies
from tests.pictures.stage import Stage
from workstation.queries import approvals
from workstation.ui.approval.screen import ApprovalScreen
from workstation.ui.theme import Look, theme

ROWS, ROUNDS = 5_000, 7
MOST_MS = 50.0
READ_MS = 2_000.0


def main() -> None:
    """Build the office, open the screen, measure, print."""
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance() or QApplication(sys.argv[:1])
    theme().apply(Look.LIGHT, 100)
    with office_alone() as (office, _), tempfile.TemporaryDirectory() as folder:
        copies(office, office.proposed(), ROWS - 1)
        with office.owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE loket.application")
        stage = Stage(office, Path(folder))
        screen = stage.show(ApprovalScreen, "ratna")
        if not wait_until(lambda: len(screen.view.inbox.table.rows()) == ROWS):
            raise SystemExit("the rows did not come")
        _measure(screen, app.processEvents)
        desk = office.desk("ratna")
        took = _ms(partial(approvals.proposed, desk), time.perf_counter)
        figure(f"{ROWS} rows read in the background, ms", took, "bar", READ_MS, 1.0, took <= READ_MS)
        stage.clear()
    finish()


def _measure(screen: ApprovalScreen, paint: Callable[[], None]) -> None:
    inbox = screen.view.inbox

    def tick() -> None:
        screen.tick_action.trigger()
        paint()

    def type_letters() -> None:
        inbox.typed.setText("" if inbox.typed.text() else "1")
        paint()

    def turn_to_it() -> None:
        inbox.set_rows(inbox.all_rows)
        paint()

    for what, work in (
        ("all of them ticked or unticked", tick),
        ("a letter typed into the filter", type_letters),
        ("the list shown anew", turn_to_it),
    ):
        took = _ms(work)
        figure(f"{what}, {ROWS} rows, ms on the window's thread", took, "bar", MOST_MS, 1.0, took <= MOST_MS)


def _ms(work: Callable[[], object], clock: Callable[[], float] = time.thread_time) -> float:
    """Median of ROUNDS runs after one that does not count, painting included."""
    work()
    took = []
    for _ in range(ROUNDS):
        begin = clock()
        work()
        took.append((clock() - begin) * 1000)
    return statistics.median(took)


if __name__ == "__main__":
    main()
