"""Marks on their way to the database: one batch at a time, in order; what fails stays until it can be sent."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject, Signal

from workstation.desk import Desk
from workstation.errors import Problem
from workstation.ui.jobs import Job
from workstation.ui.office import Office
from workstation.usecases.reviewing import mark_field
from workstation.vocabulary import Mark

Marks = dict[tuple[int, str], Mark | None]


class MarkKeeper(QObject):
    """Takes marks as fast as they are typed; `failed` when some could not be stored."""

    failed = Signal(object)

    def __init__(self, office: Office, parent: QObject) -> None:
        super().__init__(parent)
        self._office = office
        self._waiting: Marks = {}
        self._sending: Marks = {}
        self._job: Job | None = None
        self._plan: Callable[[], object] | None = None
        office.hub.line_back.connect(self.send)

    def keep(self, case_id: int, field: str, mark: Mark | None) -> None:
        """Take a mark, or take it back with None."""
        self._waiting[case_id, field] = mark
        self.send()

    def ahead(self, case_id: int) -> Mapping[str, Mark | None]:
        """Give the marks of a case that are not stored yet."""
        return {
            field: mark for (case, field), mark in (self._sending | self._waiting).items() if case == case_id
        }

    def when_kept(self, then: Callable[[], object]) -> None:
        """Call when all marks are stored: now, or as soon as they are."""
        if self._job is None and not self._waiting:
            then()
        else:
            self._plan = then
            self.send()

    def drop_plan(self) -> None:
        """Forget what was to be called."""
        self._plan = None

    def send(self) -> None:
        """Send what waits, unless a batch is on its way."""
        if self._job is not None or not self._waiting:
            return
        batch, self._waiting = self._waiting, {}
        self._sending, desk = batch, self._office.desk
        self._job = self._office.do(
            lambda: store(desk, batch),
            then=self._kept,
            sorry=partial(self._not_kept, batch),
            changes=("scans",),
        )

    def _kept(self, _count: int) -> None:
        self._job, self._sending = None, {}
        if self._waiting:
            self.send()
        elif self._plan is not None:
            plan, self._plan = self._plan, None
            plan()

    def _not_kept(self, batch: Marks, problem: Problem) -> None:
        self._job, self._sending = None, {}
        self._waiting, self._plan = batch | self._waiting, None
        self.failed.emit(problem)


def store(desk: Desk, marks: Marks) -> int:
    """Store marks, each in its own transaction: storing one twice changes nothing."""
    for (case_id, field), mark in marks.items():
        mark_field(desk, case_id, field, mark)
    return len(marks)
