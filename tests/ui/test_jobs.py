"""Work in the background: nothing is lost, nothing dies in the wrong thread, trouble takes its road."""

import gc
import sys
import threading
import weakref
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from workstation.errors import DatabaseDown, NobodyWaiting, PrinterOut, Problem
from workstation.progress import Progress
from workstation.ui.bars import Notice, Picture
from workstation.ui.button import Button
from workstation.ui.hub import Hub
from workstation.ui.jobs import Bug, Lanes, collect_on_ui_thread, import_later
from workstation.ui.office import Office
from workstation.ui.screen import Screen


class Listener(QObject):
    """Remembers what it was told and in which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.results: list[object] = []
        self.steps: list[Progress] = []
        self.problems: list[Problem] = []
        self.threads: set[int] = set()

    def then(self, value: object) -> None:
        self.results.append(value)
        self.threads.add(threading.get_ident())

    def heard(self, step: Progress) -> None:
        self.steps.append(step)
        self.threads.add(threading.get_ident())

    def sorry(self, problem: Problem) -> None:
        self.problems.append(problem)

    def named(self, name: str, value: object) -> None:
        self.results.append((name, value))


@pytest.fixture
def ear(qapp) -> Listener:
    return Listener()


def test_two_thousand_results_all_arrive_on_the_ui_thread(qtbot, lanes, ear):
    for number in range(2000):
        lanes.do(lambda n=number: n, then=ear.then)
    qtbot.waitUntil(lambda: len(ear.results) == 2000, timeout=20_000)
    assert sorted(ear.results) == list(range(2000))
    assert ear.threads == {threading.get_ident()}


def test_what_is_asked_at_once_runs_before_the_window_has_its_turn(lanes, ear, qtbot):
    begun = threading.Event()
    lanes.do(begun.set, then=ear.then, at_once=True)
    assert begun.wait(10), "no event of the window was handled meanwhile"
    qtbot.waitUntil(lambda: ear.results == [None])


def test_a_long_job_tells_every_step_and_then_its_answer(qtbot, lanes, ear):
    def work() -> Iterator[Progress]:
        for number in range(5):
            yield Progress(number, 5, f"surat {number}")
        return "selesai"

    lanes.do(work, lane="signing", then=ear.then, heard=ear.heard)
    qtbot.waitUntil(lambda: ear.results == ["selesai"])
    assert [step.done for step in ear.steps] == [0, 1, 2, 3, 4]
    assert ear.threads == {threading.get_ident()}


def test_a_cancelled_job_stops_at_the_next_step_and_cleans_up(qtbot, lanes, ear):
    go, cleaned, steps = threading.Event(), threading.Event(), []

    def work() -> Iterator[Progress]:
        try:
            for number in range(100):
                steps.append(number)
                yield Progress(number, 100)
                go.wait(5)
        finally:
            cleaned.set()

    job = lanes.do(work, lane="signing", then=ear.then, heard=ear.heard, name="Menandatangani")
    qtbot.waitUntil(lambda: bool(ear.steps))
    with qtbot.waitSignal(job.stopped):
        job.cancel()
        go.set()
    assert cleaned.is_set()
    assert len(steps) <= 2
    assert ear.results == []


def test_a_job_cancelled_before_its_turn_never_runs(qtbot, lanes, ear):
    go, ran = threading.Event(), []
    first = lanes.do(lambda: go.wait(5), lane="paper")
    second = lanes.do(lambda: ran.append(1), lane="paper", then=ear.then)
    with qtbot.waitSignal(second.ended):
        second.cancel()
    with qtbot.waitSignal(first.ended):
        go.set()
    assert ran == []


@pytest.mark.parametrize("is_good", [True, False])
def test_of_a_question_that_was_taken_back_nothing_is_heard_though_its_answer_was_on_its_way(
    qtbot, lanes, ear, is_good
):
    answered = threading.Event()

    def work() -> str:
        answered.set()
        if is_good:
            return "jawaban"
        raise NobodyWaiting

    job = lanes.do(work, lane="scans", then=ear.then, sorry=ear.sorry, read=True, at_once=True)
    assert answered.wait(10)
    with qtbot.waitSignal(job.stopped):
        job.cancel()
    assert (ear.results, ear.problems) == ([], [])


def test_a_refusal_goes_to_who_asked_for_it(qtbot, lanes, ear):
    def refuse() -> None:
        raise NobodyWaiting

    lanes.do(refuse, then=ear.then, sorry=ear.sorry)
    qtbot.waitUntil(lambda: len(ear.problems) == 1)
    assert isinstance(ear.problems[0], NobodyWaiting)
    assert ear.problems[0].__traceback__ is None
    assert ear.results == []


def test_a_refusal_nobody_asked_for_goes_to_the_window(qtbot, lanes):
    def refuse() -> None:
        raise NobodyWaiting

    with qtbot.waitSignal(lanes.troubled) as told:
        lanes.do(refuse)
    assert isinstance(told.args[0], NobodyWaiting)


def test_a_bug_makes_a_report_without_local_values_and_the_lane_goes_on(qtbot, lanes, ear):
    def broken() -> None:
        secret = "rahasia-123"
        raise KeyError(len(secret))

    with qtbot.waitSignal(lanes.crashed) as told:
        lanes.do(broken, then=ear.then)
    bug = told.args[0]
    assert isinstance(bug, Bug)
    assert bug.kind == "KeyError"
    assert "in broken" in bug.report
    lanes.do(lambda: 7, then=ear.then)
    qtbot.waitUntil(lambda: ear.results == [7])


def test_an_outage_pauses_the_lane_and_trying_again_finishes_the_same_work(qtbot, lanes, ear):
    tries = []

    def flaky() -> str:
        tries.append(1)
        if len(tries) == 1:
            raise PrinterOut("EPSON-2")
        return "tercetak"

    with qtbot.waitSignal(lanes.paused) as told:
        lanes.do(flaky, lane="paper", then=ear.then)
    lanes.do(lambda: "kedua", lane="paper", then=ear.then)
    assert told.args[0] == "paper"
    assert isinstance(lanes.paused_lanes()["paper"], PrinterOut)
    lanes.do(lambda: "lain", then=ear.then)
    qtbot.waitUntil(lambda: ear.results == ["lain"])
    assert lanes.held("paper") == 2
    lanes.resume("paper")
    qtbot.waitUntil(lambda: ear.results == ["lain", "tercetak", "kedua"])
    assert lanes.paused_lanes() == {}


def test_giving_up_after_an_outage_ends_every_waiting_job(qtbot, lanes, ear):
    def down() -> None:
        raise DatabaseDown

    button = QPushButton()
    qtbot.addWidget(button)
    with qtbot.waitSignal(lanes.paused):
        lanes.do(down, then=ear.then, busy=button)
    assert not button.isEnabled()
    lanes.drop("database")
    assert button.isEnabled()
    assert lanes.running() == []


def test_when_the_line_is_back_only_questions_are_repeated_unasked(qtbot, lanes, ear):
    up = threading.Event()

    def ask() -> str:
        if not up.is_set():
            raise DatabaseDown
        return "jawab"

    with qtbot.waitSignal(lanes.paused):
        lanes.do(ask, then=ear.then, read=True)
    waiting = lanes.do(ask, then=ear.then)
    up.set()
    lanes.resume("database", reads_only=True)
    assert "database" in lanes.paused_lanes()
    waiting.cancel()
    lanes.resume("database", reads_only=True)
    qtbot.waitUntil(lambda: ear.results == ["jawab"])


def test_the_answer_for_a_screen_that_has_died_is_not_delivered(qtbot, lanes):
    called = []

    class Screen(QWidget):
        def show_answer(self, value: object) -> None:
            called.append(value)

    screen, go = Screen(), threading.Event()
    job = lanes.do(lambda: go.wait(5), then=screen.show_answer)
    qtbot.waitUntil(lambda: bool(lanes.running()))
    gone = weakref.ref(screen)
    del screen
    assert gone() is None
    with qtbot.waitSignal(job.ended):
        go.set()
    assert called == []


def test_listeners_must_be_bound_to_qt_objects(lanes):
    with pytest.raises(TypeError, match="bound methods"):
        lanes.do(lambda: 1, then=lambda value: None)


def test_a_partial_brings_its_own_arguments(qtbot, lanes, ear):
    lanes.do(lambda: 3, then=partial(ear.named, "A-012"))
    qtbot.waitUntil(lambda: ear.results == [("A-012", 3)])


def test_two_questions_run_side_by_side_and_signing_one_by_one(qtbot, lanes):
    meet = threading.Barrier(2)
    one, two = lanes.do(lambda: meet.wait(5)), lanes.do(lambda: meet.wait(5))
    with qtbot.waitSignals([one.done, two.done]):
        pass
    running, most = [], []

    def alone() -> None:
        running.append(1)
        most.append(len(running))
        running.pop()

    jobs = [lanes.do(alone, lane="signing") for _ in range(20)]
    qtbot.waitUntil(lambda: not lanes.running())
    assert len(jobs) == len(most)
    assert max(most) == 1


def test_threads_end_with_the_lanes(qtbot, qapp):
    before = threading.active_count()
    lanes = Lanes()
    for lane in ("database", "signing", "paper", "scans"):
        lanes.do(lambda: 1, lane=lane)
    qtbot.waitUntil(lambda: not lanes.running())
    assert threading.active_count() > before
    assert lanes.close()
    assert threading.active_count() == before


def test_jobs_are_freed_after_their_end(qtbot, lanes, ear):
    jobs = [weakref.ref(lanes.do(lambda: 1, then=ear.then)) for _ in range(50)]
    qtbot.waitUntil(lambda: len(ear.results) == 50)
    qtbot.waitUntil(lambda: gc.collect() >= 0 and not any(job() for job in jobs))


def test_emitting_costs_no_reference_to_true(qapp):
    """PYSIDE-3474: in 6.12.0 every emit drops one reference, and the process dies after some hundreds."""

    class Bell(QObject):
        rung = Signal(bool)

    bell, before = Bell(), sys.getrefcount(True)
    for _ in range(200):
        bell.rung.emit(True)
    assert sys.getrefcount(True) > before - 50


def test_garbage_is_collected_on_the_ui_thread_only(qtbot, qapp):
    class Knot(QWidget):
        def __init__(self) -> None:
            super().__init__()
            self.me = self

    gc.enable()
    timer = collect_on_ui_thread(qapp)
    try:
        assert not gc.isenabled()
        timer.setInterval(5)
        gone = weakref.ref(Knot())
        _kept = [[] for _ in range(2000)]  # enough new objects for a collection
        qtbot.waitUntil(lambda: gone() is None)
    finally:
        timer.stop()
        gc.disable()


def test_an_office_tells_the_hub_what_an_action_changed(qtbot, bare_office: Office, hub: Hub):
    heard = []
    hub.changed.connect(heard.append)
    with qtbot.waitSignals([hub.changed, hub.relieved]):
        bare_office.do(lambda: 1, changes={"tickets", "visits"})
    assert heard == [frozenset({"tickets", "visits"})]


def test_news_in_a_burst_is_told_once(qtbot, hub: Hub):
    heard = []
    hub.changed.connect(heard.append)
    threads = [threading.Thread(target=hub.hear, args=({topic},)) for topic in ("a", "b", "c", "a")]
    for thread in threads:
        thread.start()
        thread.join()
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [frozenset({"a", "b", "c"})]


def test_the_heavy_rooms_are_loaded_beside_the_first_window():
    sys.modules.pop("workstation.ui.brand", None)
    import_later("workstation.ui.brand").join(10)
    assert "workstation.ui.brand" in sys.modules


def test_the_jobs_of_an_office_are_freed_with_what_they_carried(qtbot, bare_office: Office, ear: Listener):
    jobs = [weakref.ref(bare_office.do(lambda: 1, then=ear.then, changes={"tickets"})) for _ in range(50)]
    qtbot.waitUntil(lambda: len(ear.results) == 50)
    qtbot.waitUntil(lambda: gc.collect() >= 0 and not any(job() for job in jobs))


def test_three_thousand_widgets_of_the_foundation_die_with_their_parent(qtbot, bare_office: Office):
    def fill() -> list[weakref.ref[QWidget]]:
        page = QWidget()
        widgets = [kind() for _ in range(10) for kind in (Button, partial(Picture, "info"), Notice)]
        for widget in widgets:
            widget.setParent(page)
        return [weakref.ref(widget) for widget in widgets]

    gone = [ref for _ in range(100) for ref in fill()]
    qtbot.waitUntil(lambda: gc.collect() >= 0 and not any(ref() for ref in gone))
    assert len(gone) == 3000


def test_a_screen_that_was_closed_is_freed_and_hears_nothing(qtbot, bare_office: Office, hub: Hub):
    class Page(Screen):
        SHOWS = frozenset({"tickets"})
        asked = 0

        def refresh(self) -> None:
            type(self).asked += 1
            self.ask(lambda: 1, then=self.keep)

        def keep(self, value: object) -> None:
            self.value = value

    page = Page(bare_office)
    page.show()
    ref = weakref.ref(page)
    qtbot.waitUntil(lambda: hasattr(ref(), "value"))
    page.close()
    page.deleteLater()
    del page
    qtbot.waitUntil(lambda: gc.collect() >= 0 and ref() is None)
    with qtbot.waitSignal(hub.changed):
        hub.hear({"tickets"})
    assert Page.asked == 1
