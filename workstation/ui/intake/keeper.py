"""The keeper of one open draft: into the journal of this machine at once, into the database every few seconds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from workstation.drafts import Drafts
from workstation.errors import ChangedByOther, Outage, Problem
from workstation.ui.intake.opened import Opened, content_of
from workstation.ui.office import Office
from workstation.usecases.intake import Draft, Typed, WorkerEntry, keep

AUTOSAVE_MS = 4_000
RETRY_MS = 8_000
JOURNAL_MS = 1_200  # by then the journal has written, or says why not

State = tuple[Mapping[str, str], tuple[WorkerEntry, ...]]
Next = Callable[[], object]


class Standing(StrEnum):
    """Where the typed text is."""

    CLEAN = "clean"  # nothing typed since it was opened
    TYPED = "typed"  # in the journal, the database follows
    SAVING = "saving"
    SAVED = "saved"
    LOCAL = "local"  # the database does not answer: in the journal only
    CLASH = "clash"  # somebody else saved the same draft
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class _Left:
    """A case that was let go while a save was under way: its last text."""

    opened: Opened
    edits: int
    values: Mapping[str, str]
    workers: tuple[WorkerEntry, ...]


class Keeper(QObject):
    """Keeps what `collect()` gives for one opened case; one save at a time, the latest text wins."""

    stood = Signal(object)  # Standing
    drafted = Signal(object)  # the Draft after each save
    clashed = Signal()
    refused = Signal(object)  # Problem

    def __init__(self, office: Office, drafts: Drafts, collect: Callable[[], State], parent: QObject) -> None:
        super().__init__(parent)
        self.office, self.drafts, self._collect = office, drafts, collect
        self.opened: Opened | None = None
        self.draft: Draft | None = None
        self.standing = Standing.CLEAN
        self._key, self._edits, self._saved, self._saving = "", 0, 0, False
        self._workers_saved: tuple[WorkerEntry, ...] | None = None
        self._next: list[Next] = []
        self._left: dict[str, _Left] = {}
        self._wanted = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._autosave)
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.timeout.connect(self._look_at_journal)
        office.hub.line_back.connect(self._line_back)

    # -- what the screen uses ------------------------------------------------------------------------------

    def begin(self, opened: Opened) -> None:
        """Keep this case from now on; text that only the journal had counts as typed."""
        self.leave()
        self.opened, self.draft, self._key = opened, opened.draft, opened.key
        restored = opened.restored_at is not None
        self._edits, self._saved = (1, 0) if restored else (0, 0)
        self._workers_saved = None if restored else opened.workers
        self._stand(Standing.TYPED if restored else Standing.CLEAN)

    def leave(self) -> None:
        """Let go the case; unsaved text stays in the journal and one last save is tried."""
        self._timer.stop()
        if self.opened is not None and (self.is_dirty or self._saving):
            self._left[self._key] = _Left(self.opened, self._edits, *self._collect())
            if not self._saving and self.standing is not Standing.CLASH:
                self._start()
        self.opened = self.draft = None
        self._next.clear()
        self._saving = self._wanted = False

    def drop(self) -> None:
        """Let go the case and what the journal has of it: it is handed in or thrown away."""
        if self.opened is not None:
            self.drafts.forget(self._key)
        self.opened = None
        self.leave()

    @property
    def key(self) -> str:
        """Name the opened case in the journal; "" when none is open."""
        return self._key if self.opened is not None else ""

    @property
    def is_dirty(self) -> bool:
        """Tell whether the database lacks something that was typed."""
        return self._edits != self._saved

    def typed(self) -> None:
        """Hear that something was typed: journal now, database soon."""
        if self.opened is None:
            return
        self._edits += 1
        self._note()
        if self.standing in (Standing.CLEAN, Standing.SAVED, Standing.REFUSED):
            self._stand(Standing.TYPED)
        if not self._timer.isActive() and self.standing not in (Standing.LOCAL, Standing.CLASH):
            self._timer.start(AUTOSAVE_MS)

    def save(self, then: Next | None = None) -> None:
        """Save into the database; `then` runs when all that is typed by now is there (and never else)."""
        if self.opened is None:
            return
        if then is not None:
            self._next.append(then)
        if not self.is_dirty and self.draft is not None and not self._saving:
            self._run_next()
            return
        if self._saving:
            self._wanted = True
            return
        self._start()

    def overwrite(self, version: int) -> None:
        """After a clash: save mine over the other's, whose version is this."""
        if self.draft is not None:
            self.draft = Draft(self.draft.id, self.draft.number, version)
            self._edits += 1
            self._note()
            self.save()

    # -- how it works --------------------------------------------------------------------------------------

    def _start(self) -> None:
        if self.opened is None:
            return
        values, workers = self._collect()
        changed = workers if workers != self._workers_saved else None
        typed = Typed(self.opened.rules.code, self.opened.channel, values, changed, self.opened.visit_id)
        self._saving, self._wanted = True, False
        self._stand(Standing.SAVING)
        facts = (self._key, self._edits, workers)
        # the key of a new case names its opening: a lost answer to the first save makes no second draft
        work = partial(keep, self.office.desk, typed, self.draft, self._key)
        self.office.do(work, then=partial(self._done, *facts), sorry=partial(self._failed, self._key))

    def _done(self, key: str, edits: int, workers: tuple[WorkerEntry, ...], draft: Draft) -> None:
        if self.opened is None or key != self._key:
            self._done_after_leaving(key, edits, draft)
            return
        self.draft, self._saved, self._workers_saved, self._saving = draft, edits, workers, False
        if self._key != str(draft.id):
            self.drafts.forget(self._key)
            self._key = str(draft.id)
        self.drafted.emit(draft)
        if self.is_dirty:
            self._note()
            self._stand(Standing.TYPED)
            if self._wanted or self._next:
                self._start()
            else:
                self._timer.start(AUTOSAVE_MS)
            return
        self.drafts.forget(self._key)
        self._stand(Standing.SAVED)
        self._run_next()

    def _done_after_leaving(self, key: str, edits: int, draft: Draft) -> None:
        left = self._left.pop(key, None)
        self.drafts.forget(key)
        if left is None or left.edits <= edits:
            return
        # typed between the last save and the leaving: once more, on the version that came back
        again = str(draft.id)
        self.drafts.note(again, content_of(left.opened, draft, left.values, left.workers))
        self._left[again] = left
        typed = Typed(left.opened.rules.code, left.opened.channel, left.values, left.workers)
        self.office.do(
            partial(keep, self.office.desk, typed, draft),
            then=partial(self._done_after_leaving, again, left.edits),
            sorry=partial(self._failed, again),
        )

    def _failed(self, key: str, problem: Problem) -> None:
        if key != self._key or self.opened is None:
            self._left.pop(key, None)  # the journal of this machine still has it
            return
        asked = bool(self._next) or self._wanted
        self._saving = self._wanted = False
        self._next.clear()
        if isinstance(problem, Outage):
            first = self.standing is not Standing.LOCAL
            self._stand(Standing.LOCAL)
            self._timer.start(RETRY_MS)
            if first or asked:
                self.office.hub.complain(problem)
        elif isinstance(problem, ChangedByOther):
            self._stand(Standing.CLASH)
            self.clashed.emit()
        else:
            self._stand(Standing.REFUSED)
            self.refused.emit(problem)

    def _autosave(self) -> None:
        if self.opened is None or not self.is_dirty or self._saving:
            return
        if "database" in self.office.lanes.paused_lanes():
            self._stand(Standing.LOCAL)
            self._timer.start(RETRY_MS)
            return
        self._start()

    def _line_back(self) -> None:
        if self.standing is Standing.LOCAL:
            self._timer.stop()
            self._autosave()

    def _note(self) -> None:
        if self.opened is not None:
            values, workers = self._collect()
            self.drafts.note(self._key, content_of(self.opened, self.draft, values, workers))
            self._look.start(JOURNAL_MS)

    def _look_at_journal(self) -> None:
        """Tell where the text stands once the journal has had its time; try again what it could not write."""
        if self.opened is None or not self.is_dirty:
            return
        self.stood.emit(self.standing)
        if self.drafts.fault:
            self._note()
            self._look.start(RETRY_MS)

    def _run_next(self) -> None:
        waiting, self._next = self._next, []
        for call in waiting:
            call()

    def _stand(self, standing: Standing) -> None:
        self.standing = standing
        self.stood.emit(standing)
