"""The base of every screen: header with actions, notice bar, question bar, body, and when to ask again."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from workstation.errors import Outage, Problem
from workstation.ui.action import Action, ActionButton
from workstation.ui.ask import AskBar
from workstation.ui.bars import BusyLine, Empty, Notice, words
from workstation.ui.flow import FlowLayout
from workstation.ui.jobs import Job, Listener, Work
from workstation.ui.office import Office
from workstation.ui.theme import pad, theme
from workstation.vocabulary import Role

ROOMY_PX = 480
A = TypeVar("A", bound=Action)


class Screen(QWidget):
    """One place of work. Subclasses set the class words and write `build`, `refresh` and perhaps `open`.

    TITLE and ICON stand in the rail; KEY names the screen (`hub.go(KEY, subject)`); ROLES who sees it (empty:
    everybody); SHOWS the topics whose change makes it ask again; ROOM_PX the window's width, in pixels at
    100 %, below which the rail shows icons only, for a screen that needs the room.
    """

    KEY: ClassVar[str] = ""
    TITLE: ClassVar[str] = ""
    ICON: ClassVar[str] = "layout-dashboard"
    ROLES: ClassVar[frozenset[Role]] = frozenset()
    SHOWS: ClassVar[frozenset[str]] = frozenset()
    ROOM_PX: ClassVar[int] = 0

    counted = Signal(int)  # how many things wait here: the number on the rail

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.setObjectName("page")
        self.office = office
        self.actions_here: list[Action] = []
        self._is_stale, self._question = True, None
        self.notice, self.ask_bar = Notice(), AskBar(self)
        self._title, self._subtitle = words(self.TITLE, "title"), words(role="muted")
        self._buttons = FlowLayout()
        self._line = BusyLine()
        self._body = QStackedWidget()
        self._empty = Empty()
        self._lay_out()
        office.hub.changed.connect(self._hear)
        office.hub.relieved.connect(self._relieve)
        office.hub.line_back.connect(self.ask_again)
        self.build()

    _question: Job | None

    # -- for subclasses ----------------------------------------------------------------------------------

    def build(self) -> None:
        """Make widgets and actions: `add_actions`, `set_body`. Called once."""

    def refresh(self) -> None:
        """Ask for the rows with `self.ask(...)`. Called when the screen is seen and something has changed."""

    def open(self, subject: object) -> None:
        """Show the thing `subject` names (an id), when somebody said `hub.go(KEY, subject)`."""

    def may_leave(self) -> bool:
        """Tell whether the officer may leave now; drafts kept elsewhere make this always true."""
        return True

    # -- what subclasses use -----------------------------------------------------------------------------

    def set_title(self, title: str, subtitle: str = "") -> None:
        """Change the words of the header."""
        self._title.setText(title)
        self._subtitle.setText(subtitle)
        self._subtitle.setVisible(bool(subtitle))

    def set_body(self, body: QWidget) -> None:
        """Put the widget that fills the screen."""
        self._body.addWidget(body)
        self._body.setCurrentWidget(body)

    def add_actions(self, *kinds: type[Action], follow: QObject | None = None) -> list[Action]:
        """Make actions of this screen, each with its button in the header (only those the role may use).

        `follow` is a RowTable: its chosen rows are given to the actions' `fits`.
        """
        made = [self.add_action(kind) for kind in kinds]
        for action in made:
            button = ActionButton(action)
            self._buttons.addWidget(button)
        if follow is not None:
            for action in made:
                follow.chosen.connect(action.choose)  # type: ignore[attr-defined]
        return made

    def add_action(self, kind: type[A]) -> A:
        """Make one action without a button in the header (place an `ActionButton` yourself)."""
        action = kind(self.office, self)
        self.actions_here.append(action)
        return action

    def add_header(self, widget: QWidget) -> None:
        """Put a widget (a search field, a filter) into the row of buttons."""
        self._buttons.addWidget(widget)

    def ask(
        self, work: Work, *, then: Listener, lane: str = "database", sorry: Listener | None = None
    ) -> Job:
        """Ask a question (a query): shows the busy line, drops the answer of an older question."""
        if self._question is not None:
            self._question.cancel()
        job = self.office.do(work, lane=lane, then=then, sorry=sorry or self._doubt, read=True)
        self._question = job
        job.ended.connect(partial(self._answered, job))
        self._line.run(on=True)
        return job

    @Slot()
    def ask_again(self) -> None:
        """Ask for the rows anew: now when the screen is seen, else when it will be."""
        self._is_stale = True
        self._refresh_if_seen()

    def show_empty(self, title: str, text: str = "", icon: str = "inbox") -> None:
        """Show words where the body would be."""
        self._empty.say(title, text, icon)
        self._body.setCurrentWidget(self._empty)

    def show_body(self) -> None:
        """Show the body again after `show_empty`."""
        if self._body.count() > 1:
            self._body.setCurrentIndex(1)

    def complain(self, problem: Problem) -> None:
        """Show a problem in the bar under the title."""
        self.notice.show_problem(problem)

    def say(self, text: str) -> None:
        """Say in one short sentence that something succeeded."""
        self.office.hub.say(text)

    def take_focus(self) -> None:
        """Put the cursor where the screen wants it, else on the first thing of the body that takes keys."""
        wanted, body = self.focusProxy(), self._body.currentWidget()
        if wanted is not None and wanted.isEnabled() and wanted.isVisibleTo(self):
            wanted.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        inside = [body, *body.findChildren(QWidget)] if body is not None else []
        for widget in inside:
            if (
                widget.focusPolicy() & Qt.FocusPolicy.TabFocus
                and widget.isEnabled()
                and widget.isVisibleTo(self)
            ):
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.setFocus()

    def keys(self) -> Sequence[Action]:
        """Give the actions that work now, for the key sheet."""
        return [a for a in self.actions_here if a.isVisible() and a.isEnabled()]

    # -- how it works ------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._subtitle.hide()
        self._body.addWidget(self._empty)
        names = QVBoxLayout()
        pad(names, gap=2)
        names.addWidget(self._title)
        names.addWidget(self._subtitle)
        self._holder = holder = QWidget()
        holder.setLayout(self._buttons)
        holder.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        head = QHBoxLayout()
        pad(head, gap=16)
        names.addStretch(1)
        head.addLayout(names)
        head.addWidget(holder, 1)
        column = QVBoxLayout(self)
        pad(column, 20, 16, 20, 16, gap=12)
        column.addLayout(head)
        column.addWidget(self._line)
        column.addWidget(self.notice)
        column.addWidget(self.ask_bar)
        column.addWidget(self._body, 1)
        self.setAccessibleName(self.TITLE)
        # the body gives way before a bar or a question is cut
        self._body.setMinimumHeight(1)
        self.ask_bar.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.ask_bar.opened.connect(self._make_room)
        self.ask_bar.closed.connect(self._holder.show)

    def _make_room(self) -> None:
        """Let a question have the room of the old notice, and of the buttons when the letters are large."""
        self.notice.clear()
        self._holder.setVisible(self.height() * 100 / theme().scale > ROOMY_PX)

    @Slot(frozenset)
    def _hear(self, topics: frozenset[str]) -> None:
        if self.SHOWS & topics:
            self._is_stale = True
            self._refresh_if_seen()

    def _refresh_if_seen(self) -> None:
        if self._is_stale and self.isVisible():
            self._is_stale = False
            self.refresh()

    def _relieve(self) -> None:
        if self.isVisible():
            self.notice.clear()

    def _doubt(self, problem: Problem) -> None:
        """A question that failed: an outage makes the screen ask again when the line is back."""
        if isinstance(problem, Outage):
            self._is_stale = True
            self.office.hub.complain(problem)
        else:
            self.complain(problem)

    def _answered(self, job: Job) -> None:
        if self._question is job:
            self._question = None
            if shiboken6.isValid(self):  # signed out while the question was under way
                self._line.run(on=False)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask again when something changed while the screen was hidden."""
        super().showEvent(event)
        self._refresh_if_seen()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Esc close the notice; a key whose verb is not possible now says why."""
        if event.matches(QKeySequence.StandardKey.Cancel) and self.notice.isVisible():
            self.notice.clear()
            return
        if not self._explain(event):
            super().keyPressEvent(event)

    def _explain(self, event: QKeyEvent) -> bool:
        """Qt swallows the key of a disabled action: nobody would know whether it was heard."""
        if event.isAutoRepeat() or self.ask_bar.is_asking:
            return False
        key, is_command = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if not (is_command or Qt.Key.Key_F1 <= key <= Qt.Key.Key_F12):
            return False  # letters, arrows and Enter have other work
        pressed = QKeySequence(event.keyCombination())
        for action in self.actions_here:
            if pressed in action.shortcuts() and action.isVisible() and not action.isEnabled() and action.why:
                self.notice.show_text(f"“{action.text()}” belum dapat dilakukan.", action.why)
                return True
        return False
