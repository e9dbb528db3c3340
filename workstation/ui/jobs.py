"""The one way to work in the background: a Job runs in a Lane, its news arrive on the UI thread.

Rules that the rest of the program may rely on:
- listeners are connected before the work starts, so no result is lost;
- everything a listener gets, it gets on the UI thread; a listener whose QObject has died is not called;
- the work and its results are let go on the UI thread, so no widget ever dies in a foreign thread;
- a `Problem` goes to `sorry`, or to the hub; an `Outage` without `sorry` pauses the lane and keeps the work;
- any other exception is a bug: a report without local values (they may hold secrets) goes to the hub.
"""

import contextlib
import gc
import importlib
import logging
import threading
import traceback
import weakref
from collections import deque
from collections.abc import Callable, Generator
from functools import partial
from types import MethodType
from typing import TYPE_CHECKING, Any, NamedTuple

import shiboken6
from PySide6 import QtCore
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from workstation.problem import Outage, Problem

if TYPE_CHECKING:
    from workstation.progress import Progress

log = logging.getLogger(__name__)

Work = Callable[[], Any]
Listener = Callable[..., object]
WIDTHS = {"database": 2, "signing": 1, "paper": 1, "scans": 2, "reading": 1, "door": 1}
"""How many jobs of a lane run at once. What comes through the door (in, out, unlock) waits behind no outage."""
HAND_OVER = 0.002
"""Seconds that the window waits at most for what it asked at once to begin."""


class Bug(NamedTuple):
    """An exception nobody expected: its kind and its traceback as text, without local values."""

    kind: str
    report: str


def collect_on_ui_thread(parent: QObject) -> QTimer:
    """Stop automatic garbage collection and collect every second on this thread: Qt objects die only here."""
    gc.disable()
    timer = QTimer(parent)
    timer.timeout.connect(_collect)
    timer.start(1000)
    return timer


def _collect() -> None:
    young, middle, old = gc.get_count()
    if old > gc.get_threshold()[2]:
        gc.collect(2)
    elif middle > gc.get_threshold()[1]:
        gc.collect(1)
    elif young > gc.get_threshold()[0]:
        gc.collect(0)


def import_later(*modules: str) -> threading.Thread:
    """Load the heavy rooms beside the first window; a failing import reaches `threading.excepthook`."""
    thread = threading.Thread(target=_import_all, args=(modules,), name="import", daemon=True)
    thread.start()
    return thread


def _import_all(modules: tuple[str, ...]) -> None:
    for module in modules:
        importlib.import_module(module)


class Job(QObject):
    """One piece of work. All signals come on the UI thread; exactly one `ended` follows every start."""

    started = Signal()
    progressed = Signal(object)
    done = Signal(object)
    failed = Signal(object)
    stopped = Signal()
    ended = Signal()
    _told = Signal(str, object)

    def __init__(self, parent: "Lanes", work: Work, lane: str, name: str, *, read: bool) -> None:
        super().__init__(parent)
        self.name, self.lane, self.read = name, lane, read
        self.progress: Progress | None = None
        self.work: Work | None = work
        self.keeps = True
        self._stop, self._begun = threading.Event(), threading.Event()
        self._told.connect(self._hear)

    @property
    def is_stopping(self) -> bool:
        """Tell whether somebody asked this job to stop."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Stop at the next yield; waiting work never begins; a plain function's answer is dropped."""
        self._stop.set()
        lanes = self.parent()
        if isinstance(lanes, Lanes):
            lanes.forget(self)

    def wait_for_begin(self) -> None:
        """Let a lane's thread have the interpreter until the work waits for something, at most a moment."""
        self._begun.wait(HAND_OVER)

    def run(self) -> None:
        """Do the work in the calling thread and tell how it ended (called by a lane's thread only)."""
        self._begun.set()
        try:
            verdict, value = self._outcome()
        except Problem as problem:
            verdict, value = "problem", _bare(problem)
        except BaseException as bug:  # noqa: BLE001 - the only broad one: a lane's thread must always report
            verdict, value = "bug", Bug(type(bug).__name__, "".join(traceback.format_exception(bug)))
        with contextlib.suppress(RuntimeError):  # the window has gone meanwhile: nobody is left to be told
            self._told.emit(verdict, value)

    def _outcome(self) -> tuple[str, Any]:
        if self._stop.is_set() or self.work is None:
            return "stopped", None
        result = self.work()
        if isinstance(result, Generator):
            return self._drive(result)
        return ("stopped", None) if self._stop.is_set() else ("done", result)

    def _drive(self, steps: "Generator[Progress, None, Any]") -> tuple[str, Any]:
        while True:
            try:
                step = next(steps)
            except StopIteration as end:
                return "done", end.value
            self._told.emit("progress", step)
            if self._stop.is_set():
                steps.close()
                return "stopped", None

    @Slot(str, object)
    def _hear(self, verdict: str, value: Any) -> None:
        if verdict == "progress":
            self.progress = value
            self.progressed.emit(value)
            return
        lanes = self.parent()
        if isinstance(lanes, Lanes):
            lanes.settle(self, verdict, value)


def _bare(problem: Problem) -> Problem:
    log.info("%s", type(problem).__name__)
    problem.__traceback__ = problem.__cause__ = problem.__context__ = None
    return problem


class _Lane:
    """A queue of jobs and a few daemon threads; all fields but `ready` belong to the UI thread."""

    def __init__(self, name: str, width: int) -> None:
        self.name, self.width = name, width
        self.waiting: deque[Job] = deque()
        self.running: list[Job] = []
        self.stuck: list[Job] = []
        self.problem: Outage | None = None
        self._ready: deque[Job | None] = deque()
        self._bell = threading.Semaphore(0)
        self._threads: list[threading.Thread] = []

    def push(self) -> None:
        while self.problem is None and self.waiting and len(self.running) < self.width:
            job = self.waiting.popleft()
            self.running.append(job)
            if len(self._threads) < len(self.running):
                self._open_thread()
            self._ready.append(job)
            self._bell.release()
            job.started.emit()

    def _open_thread(self) -> None:
        number = len(self._threads) + 1
        thread = threading.Thread(target=self._serve, name=f"{self.name}-{number}", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _serve(self) -> None:
        while True:
            self._bell.acquire()
            job = self._ready.popleft()
            if job is None:
                return
            job.run()
            del job

    def close(self, seconds: float) -> bool:
        for _ in self._threads:
            self._ready.append(None)
            self._bell.release()
        for thread in self._threads:
            thread.join(seconds)
        return not any(thread.is_alive() for thread in self._threads)


class _Ear:
    """A listener kept by a weak hold on its QObject; extra arguments of a `partial` are kept strongly."""

    def __init__(self, listener: Listener) -> None:
        inner = listener.func if isinstance(listener, partial) else listener
        owner = getattr(inner, "__self__", None)
        if not isinstance(owner, QObject):
            raise TypeError(f"{listener!r}: listeners are bound methods of QObjects")
        self._bound = listener if isinstance(listener, partial) else None
        self._owner = weakref.ref(owner)
        self._name = getattr(inner, "__func__", None) or inner.__name__

    def __call__(self, *values: object) -> None:
        owner = self._owner()
        if owner is None or not shiboken6.isValid(owner):
            return
        call = getattr(owner, self._name) if isinstance(self._name, str) else MethodType(self._name, owner)
        extra = self._bound.args if self._bound else ()
        call(*extra, *values, **(self._bound.keywords if self._bound else {}))


class _Listeners(NamedTuple):
    then: _Ear | None
    heard: _Ear | None
    sorry: _Ear | None
    busy: "weakref.ref[QObject] | None"


def _set_busy(thing: QObject | None, on: bool) -> None:
    if thing is None or not shiboken6.isValid(thing):
        return
    from PySide6.QtGui import QAction  # not needed before the first job

    setter = getattr(thing, "set_busy", None)
    if setter is not None:
        setter(on)
    elif isinstance(thing, QAction | QWidget):
        thing.setEnabled(not on)


class Lanes(QObject):
    """The lanes of this workstation; made once, on the UI thread.

    `troubled` carries a Refusal nobody listened for, `paused`/`resumed` a lane's name, `crashed` a Bug.
    """

    troubled = Signal(object)
    crashed = Signal(object)
    paused = Signal(str, object)
    resumed = Signal(str)
    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lanes = {name: _Lane(name, width) for name, width in WIDTHS.items()}
        self._listeners: dict[Job, _Listeners] = {}
        self._is_painting = False

    def paint_first(self) -> None:
        """Begin nothing until the window has painted what was changed just now: threads share its interpreter."""
        if not self._is_painting:
            self._is_painting = True
            # as late as the paint itself, and asked for after it
            QCoreApplication.postEvent(
                self, QEvent(QEvent.Type.User), QtCore.Qt.EventPriority.LowEventPriority.value
            )

    def customEvent(self, _event: QEvent) -> None:
        """Begin now: it is painted."""
        self._is_painting = False
        self._push_all()

    def do(
        self,
        work: Work,
        *,
        lane: str = "database",
        then: Listener | None = None,
        heard: Listener | None = None,
        sorry: Listener | None = None,
        busy: QObject | None = None,
        name: str = "",
        read: bool = False,
        at_once: bool = False,
    ) -> Job:
        """Run `work` (function, or generator of Progress) in `lane`; `read`: may be repeated unasked.

        `at_once` begins before the caller goes on, who then connects to none of the job's own signals.
        """
        job = Job(self, work, lane, name, read=read)
        self._listeners[job] = _Listeners(
            then=_Ear(then) if then else None,
            heard=_Ear(heard) if heard else None,
            sorry=_Ear(sorry) if sorry else None,
            busy=weakref.ref(busy) if busy is not None else None,
        )
        if heard:
            job.progressed.connect(self._pass_progress)
        _set_busy(busy, True)
        self._lanes[lane].waiting.append(job)
        # the first push waits for the event loop: the caller may still connect to the job's own signals
        if at_once:
            self._lanes[lane].push()
            if job in self._lanes[lane].running:
                job.wait_for_begin()
        else:
            QTimer.singleShot(0, self, self._push_all)
        self.moved.emit()
        return job

    def running(self) -> list[Job]:
        """Give the jobs that run, wait or are stuck, in the order of the lanes."""
        return [job for lane in self._lanes.values() for job in (*lane.running, *lane.stuck, *lane.waiting)]

    def paused_lanes(self) -> dict[str, Outage]:
        """Give the lanes that an outage stopped, each with its outage."""
        return {lane.name: lane.problem for lane in self._lanes.values() if lane.problem is not None}

    def held(self, lane: str) -> int:
        """Count the jobs that wait behind an outage."""
        return len(self._lanes[lane].stuck) + len(self._lanes[lane].waiting)

    def resume(self, lane: str, *, reads_only: bool = False) -> None:
        """Try again what the outage stopped; `reads_only` does nothing while a changing job is held."""
        road = self._lanes[lane]
        if road.problem is None or (reads_only and not all(j.read for j in (*road.stuck, *road.waiting))):
            return
        road.waiting.extendleft(reversed(road.stuck))
        road.stuck.clear()
        road.problem = None
        self.resumed.emit(lane)
        self._push_all()

    def drop(self, lane: str) -> None:
        """Give up what the outage stopped: each held job ends as stopped."""
        road = self._lanes[lane]
        held = [*road.stuck, *road.waiting]
        road.stuck.clear()
        road.waiting.clear()
        road.problem = None
        for job in held:
            self._end(job, "stopped", None)
        self.resumed.emit(lane)

    def forget(self, job: Job) -> None:
        """Take a job that has not begun, or is stuck, out of its lane."""
        road = self._lanes[job.lane]
        for queue in (road.waiting, road.stuck):
            if job in queue:
                queue.remove(job)
                self._end(job, "stopped", None)

    def settle(self, job: Job, verdict: str, value: Any) -> None:
        """Take a job's end from its thread (called by Job only)."""
        road = self._lanes[job.lane]
        if job in road.running:
            road.running.remove(job)
        ears = self._listeners.get(job)
        if job.read and job.is_stopping and verdict != "bug":
            verdict = "stopped"  # who asked wants no answer any more, and no problem either
        unheard = ears is not None and ears.sorry is None and not job.is_stopping
        if verdict == "problem" and isinstance(value, Outage) and unheard:
            self._pause(road, job, value)
        else:
            self._end(job, verdict, value)
        self._push_all()

    def close(self, seconds: float = 5.0) -> bool:
        """Stop everything; False when a thread was still at work after `seconds` each."""
        for job in self.running():
            job.cancel()
        return all([road.close(seconds) for road in self._lanes.values()])

    @Slot(object)
    def _pass_progress(self, step: "Progress") -> None:
        job = self.sender()
        ears = self._listeners.get(job) if isinstance(job, Job) else None
        if ears and ears.heard:
            ears.heard(step)

    @Slot()
    def _push_all(self) -> None:
        if self._is_painting:
            return
        for road in self._lanes.values():
            road.push()

    def _pause(self, road: _Lane, job: Job, problem: Outage) -> None:
        road.stuck.append(job)
        first, road.problem = road.problem is None, problem
        if first:
            self.paused.emit(road.name, problem)
        self.moved.emit()

    def _end(self, job: Job, verdict: str, value: Any) -> None:
        ears = self._listeners.pop(job, None)
        if ears is None:
            return
        job.work = None
        if ears.busy:
            _set_busy(ears.busy(), False)
        try:
            self._deliver(job, ears, verdict, value)
        finally:
            job.ended.emit()
            self.moved.emit()
            job.deleteLater()

    def _deliver(self, job: Job, ears: _Listeners, verdict: str, value: Any) -> None:
        if verdict == "done":
            job.done.emit(value)
            if ears.then:
                ears.then(value)
        elif verdict == "problem":
            job.failed.emit(value)
            if ears.sorry:
                ears.sorry(value)
            else:
                self.troubled.emit(value)
        elif verdict == "bug":
            job.failed.emit(value)
            self.crashed.emit(value)
        else:
            job.stopped.emit()
