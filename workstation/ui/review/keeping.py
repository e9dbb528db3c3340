"""Marks on their way to the database: one batch at a time, in order; what fails stays until it can be sent.

They stand in this computer's journal of drafts until the database has them, so that a killed program loses none.
"""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject, Signal

from workstation.desk import Desk
from workstation.drafts import Drafts, Kept
from workstation.errors import Outage, Problem
from workstation.ui.jobs import Job
from workstation.ui.office import Office
from workstation.usecases.reviewing import mark_field
from workstation.vocabulary import Mark

KEPT = "marks:"
Marks = dict[tuple[int, str], Mark | None]


class MarkKeeper(QObject):
    """Takes marks as fast as they are typed. `failed`: some could not be stored; `restored`: old ones are here."""

    failed = Signal(object)
    stored = Signal()
    restored = Signal()

    def __init__(self, office: Office, parent: QObject) -> None:
        super().__init__(parent)
        self._office = office
        self._drafts: Drafts | None = office.tools.get("drafts")
        self._waiting: Marks = {}
        self._sending: Marks = {}
        self._stuck: Marks = {}  # refused, or left by a former life of the program: sent when the case is opened
        self._job: Job | None = None
        self._plan: Callable[[], object] | None = None
        office.hub.line_back.connect(self.send)
        if self._drafts is not None:
            office.do(self._drafts.restore, lane="scans", then=self._restored, read=True)

    def keep(self, case_id: int, field: str, mark: Mark | None) -> None:
        """Take a mark, or take it back with None."""
        self._unstick(case_id)
        self._waiting[case_id, field] = mark
        self._write(case_id)
        self.send()

    def open(self, case_id: int, *, may_work: bool) -> None:
        """Try again with what could not be stored of the case that lies on the desk now."""
        if may_work:
            self._unstick(case_id)
            self.send()

    def ahead(self, case_id: int) -> Mapping[str, Mark | None]:
        """Give the marks of a case that are not stored yet."""
        marks = self._stuck | self._sending | self._waiting
        return {field: mark for (case, field), mark in marks.items() if case == case_id}

    def drop(self, case_id: int) -> None:
        """Forget what was never stored of a case whose review is over."""
        self._stuck = {key: mark for key, mark in self._stuck.items() if key[0] != case_id}
        self._write(case_id)

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
        sent, self._job, self._sending = self._sending, None, {}
        for case_id in {case for case, _ in sent}:
            self._write(case_id)
        self.stored.emit()
        if self._waiting:
            self.send()
        elif self._plan is not None:
            plan, self._plan = self._plan, None
            plan()

    def _not_kept(self, batch: Marks, problem: Problem) -> None:
        unsent = batch | self._waiting
        self._job, self._sending, self._waiting, self._plan = None, {}, {}, None
        if isinstance(problem, Outage):
            self._waiting = unsent  # sent again when the line is back
        else:
            self._stuck |= unsent
        self.failed.emit(problem)

    def _unstick(self, case_id: int) -> None:
        found = {key: mark for key, mark in self._stuck.items() if key[0] == case_id}
        self._stuck = {key: mark for key, mark in self._stuck.items() if key not in found}
        self._waiting = found | self._waiting

    def _write(self, case_id: int) -> None:
        if self._drafts is None:
            return
        marks = {field: mark and mark.value for field, mark in self.ahead(case_id).items()}
        if marks:
            self._drafts.note(f"{KEPT}{case_id}", marks)
        else:
            self._drafts.forget(f"{KEPT}{case_id}")

    def _restored(self, kept: list[Kept]) -> None:
        for one in kept:
            case_id = one.key.removeprefix(KEPT)
            if one.key.startswith(KEPT) and case_id.isdecimal():
                for field, mark in one.content.items():
                    self._stuck.setdefault((int(case_id), field), Mark(mark) if mark else None)
        self.restored.emit()


def store(desk: Desk, marks: Marks) -> int:
    """Store marks, each in its own transaction: storing one twice changes nothing."""
    for (case_id, field), mark in marks.items():
        mark_field(desk, case_id, field, mark)
    return len(marks)
