"""A verb with words, key, icon and role: the only thing that starts a use case.

Subclass it, set the class words, write `perform`, and `fits` when the verb needs a selection:

    class Recall(Action):
        TEXT, KEYS, ICON, ROLE = "Panggil ulang", "F3", "repeat", Role.OFFICER
        CHANGES = frozenset({"tickets"})

        def fits(self, rows):
            return len(rows) == 1 or "Pilih satu antrean dahulu."

        def perform(self):
            desk, ticket = self.office.desk, self.rows[0].id
            self.start(lambda: recall(desk, ticket))

KEYS are written for a verb of this screen alone; verbs that several screens have are in `keymap.KEY_OF`.
`start` disables the action until the end, tells the hub `CHANGES`, and sends trouble to the bar or banner.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from workstation.ui.button import Button, Weight
from workstation.ui.jobs import Job, Work
from workstation.ui.keymap import key_of
from workstation.ui.office import Office
from workstation.vocabulary import Role

FRAME_KEYS = (
    *(
        "F1",
        "Ctrl+K",
        "Ctrl+L",
        "F5",
        "Ctrl++",
        "Ctrl+=",
        "Ctrl+-",
        "Ctrl+0",
        "Ctrl+Shift+D",
        "Ctrl+Shift+Q",
    ),
    *(f"Alt+{number}" for number in range(10)),
)

CAPS = {"Return": "Enter", "PgDown": "PgDn", "Up": "↑", "Down": "↓", "Left": "←", "Right": "→"}


def on_keyboard(sequence: QKeySequence) -> str:
    """Name a key as it stands on the keyboard: Qt's `Alt+Left` is Alt+←, both of its Enters are Enter."""
    parts = sequence.toString(QKeySequence.SequenceFormat.NativeText).split("+")
    return "+".join(CAPS.get(part, part) for part in parts)


@cache
def _named(key: str) -> str:
    """Name a key; asked for again with every change of every verb."""
    return on_keyboard(QKeySequence(key))


class Action(QAction):
    """One verb of one screen. `scope` is the screen; `rows` are what the officer has chosen there."""

    TEXT: ClassVar[str] = ""
    KEYS: ClassVar[str | tuple[str, ...]] = ""
    ICON: ClassVar[str] = ""
    TIP: ClassVar[str] = ""
    ROLE: ClassVar[Role | None] = None
    WEIGHT: ClassVar[Weight] = Weight.PLAIN
    CHANGES: ClassVar[frozenset[str]] = frozenset()
    REPEATS: ClassVar[bool] = False  # whether a key that is held down does it again and again
    WHY: ClassVar[str] = "Belum dapat dilakukan sekarang."

    def __init__(self, office: Office, scope: QWidget) -> None:
        super().__init__(self.TEXT, scope)
        self.office, self.scope, self.rows = office, scope, ()
        self.why = ""
        self._is_busy = False
        self._shown: tuple[bool, str] | None = None
        self.setShortcuts([QKeySequence(keys) for keys in self.all_keys()])
        # in the whole window, yet only while the screen is seen and enabled: Qt looks at the scope
        self.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        self.setAutoRepeat(self.REPEATS)
        self.setVisible(office.may(self.ROLE))
        self.triggered.connect(self._run)
        scope.addAction(self)
        self.choose(())

    rows: Sequence[Any]

    @classmethod
    def all_keys(cls) -> tuple[str, ...]:
        """Give every key of this verb, the shown one first: those of the table, else its own."""
        keys = key_of(cls.TEXT) or cls.KEYS
        return (keys,) if isinstance(keys, str) else keys

    @classmethod
    def shown_key(cls) -> str:
        """Give the key as it stands on the button."""
        return _named(cls.all_keys()[0])

    def fits(self, rows: Sequence[Any]) -> bool | str:  # noqa: ARG002 - subclasses look at the rows
        """Tell whether the verb is possible for these rows; a sentence says why it is not."""
        return True

    def perform(self) -> None:
        """Read what is needed from widgets and rows, then `start` the use case."""
        raise NotImplementedError

    def choose(self, rows: Sequence[Any]) -> None:
        """Take the rows the officer has chosen and be possible, or say why not."""
        self.rows = tuple(rows)
        answer = self.fits(self.rows)
        self.why = "" if answer is True else answer or self.WHY
        self._show()

    def again(self) -> None:
        """Ask `fits` again with the same rows, after something else has changed."""
        self.choose(self.rows)

    def start(self, work: Work, **listeners: Any) -> Job:
        """Run `work` in the background with this action busy; takes what `Office.do` takes."""
        return self.office.do(work, busy=self, **listeners)

    def set_busy(self, on: bool) -> None:
        """Be impossible while the work runs."""
        self._is_busy = on
        self._show()

    @property
    def is_busy(self) -> bool:
        """Tell whether the work of this verb is still running."""
        return self._is_busy

    def _show(self) -> None:
        shown = (self._is_busy, self.why)
        if shown == self._shown:
            return
        self._shown = shown
        says = "Sedang dikerjakan …" if self._is_busy else self.why or self.TIP
        was_silent = self.blockSignals(True)  # one `changed` for all three: every button of the verb listens
        self.setEnabled(not self._is_busy and not self.why)
        self.setToolTip(f"{self.TEXT} ({self.shown_key()})" + (f"\n{says}" if says else ""))
        self.setStatusTip(says)
        self.blockSignals(was_silent)
        self.changed.emit()

    def _run(self) -> None:
        if self.office.may(self.ROLE) and not self._is_busy:
            self.perform()


class ActionButton(Button):
    """The button of an action: its words, icon, key chip, tooltip and possibility, always in step."""

    def __init__(self, action: Action, *, small: bool = False, weight: Weight | None = None) -> None:
        super().__init__(
            action.TEXT, action.ICON, keys=action.shown_key(), weight=weight or action.WEIGHT, small=small
        )
        self.action, self._is_fitting = action, True
        action.changed.connect(self._follow)
        self.clicked.connect(action.trigger)
        self._follow()

    def set_fitting(self, on: bool) -> None:
        """Stand there only where the verb has its place now; its key works all the same."""
        if on is not self._is_fitting:
            self._is_fitting = on
            self._follow()

    def words(self) -> str:
        """Give the words that stand on it."""
        return self.action.text()

    def _follow(self) -> None:
        is_seen = self.action.isVisible() and self._is_fitting
        before = (self.text(), self.is_busy)
        self.setText(self.words())
        self.setAccessibleName(self.action.text())
        self.setAccessibleDescription(self.action.statusTip())
        self.setToolTip(self.action.toolTip())
        if self.hasFocus() and not self.action.isEnabled():
            # Qt would hand the cursor to the next button, and a second Enter would do that one's work
            self.action.scope.setFocus()
        self.setEnabled(self.action.isEnabled())
        # shown without a parent it would be a window for a moment, and take the focus of the real one
        if self.parent() is not None or not is_seen:
            self.setVisible(is_seen)
        self.is_busy = self.action.is_busy
        if (self.text(), self.is_busy) != before:
            self._regrow()


def clashes(actions: Iterable[Action | type[Action]]) -> list[str]:
    """Name what is wrong with the keys of one scope: a verb without a key, or one key for two verbs.

    The frame's own keys (FRAME_KEYS) count: two owners of one key silence both.
    """
    faults, owners = [], {QKeySequence(key).toString(): "the frame" for key in FRAME_KEYS}
    for action in actions:
        keys = [key for key in action.all_keys() if key]
        if not keys:
            faults.append(f"{action.TEXT}: no key")
        for key in keys:
            known = QKeySequence(key).toString()
            if not known:
                faults.append(f"{action.TEXT}: {key!r} is no key")
            elif known in owners:
                faults.append(f"{known}: {owners[known]} and {action.TEXT}")
            owners[known] = action.TEXT
    return faults
