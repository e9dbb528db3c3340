"""The counter's screen: binds the answer to the lists and the card, and lets the seconds run."""

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget

from workstation.phrasing import counter_place
from workstation.queries import places, queue
from workstation.queries.places import CounterRow
from workstation.queries.queue import CounterState
from workstation.ui.hall import OfficeClock
from workstation.ui.queue.actions import (
    CallNext,
    CorrectTime,
    Finish,
    Hold,
    NotHere,
    OpenBoard,
    PersonVerb,
    Recall,
    SendOn,
    Serve,
    StartApplication,
    TakeBack,
    TakeChosen,
    UndoStep,
)
from workstation.ui.queue.view import CounterView, SeatPage
from workstation.ui.screen import Screen
from workstation.ui.table import RowTable
from workstation.vocabulary import Role

VERBS: tuple[type[PersonVerb], ...] = (Serve, Finish, Recall, NotHere, Hold, SendOn, TakeBack)


class QueueScreen(Screen):
    """Who waits for this counter, who is here, who stepped aside."""

    KEY, TITLE, ICON = "queue", "Antrean", "users"
    ROLES, SHOWS = frozenset({Role.OFFICER}), frozenset({"visits", "counters"})

    def build(self) -> None:
        """Make lists, card and verbs."""
        self.clock, self.state = OfficeClock(), None
        self.call_next, self.take, self.apply, _board = self.add_actions(
            CallNext, TakeChosen, StartApplication, OpenBoard
        )
        self.verbs = {kind: self.add_action(kind) for kind in VERBS}
        self.add_action(UndoStep)
        self.correct = self.add_action(CorrectTime)
        self.view, self.seat = CounterView(self.clock, self.verbs.values()), SeatPage()
        self._pages = QStackedWidget()
        self._pages.addWidget(self.view)
        self._pages.addWidget(self.seat)
        self.set_body(self._pages)
        self.lists = (self.view.waiting, self.view.held, self.view.missed, self.seat.table)
        for table in self.lists:
            table.addAction(self.take)
            table.chosen.connect(self._choose)
            table.installEventFilter(self)
        self._seconds = QTimer(self)
        self._seconds.setInterval(1000)
        self._seconds.timeout.connect(self.view.tick)
        self.setFocusProxy(self.view.waiting)

    state: CounterState | None

    def refresh(self) -> None:
        """Ask for the line of this counter, or for the counters while none is chosen."""
        desk = self.office.desk
        if desk.counter is None:
            self.ask(lambda: places.counters(desk), then=self.show_seats)
        else:
            self.ask(lambda: queue.at_counter(desk), then=self.show_state)

    def show_seats(self, counters: tuple[CounterRow, ...]) -> None:
        """Let the officer choose where he sits."""
        self.state = None
        self.set_title(self.TITLE, "Tanpa loket")
        self._pages.setCurrentWidget(self.seat)
        self.setFocusProxy(self.seat.table)
        self.seat.table.set_rows(counters)
        free = next((row.id for row in counters if not row.taken_by), None)
        if not self.seat.table.selected() and free is not None:
            self.seat.table.choose_row(free)
        self._tell_verbs()
        if self.isAncestorOf(self.window().focusWidget() or self.window()):
            self.seat.table.setFocus()

    def show_state(self, state: CounterState) -> None:
        """Show the line, the person here and those aside."""
        came_from_seat = self._pages.currentWidget() is self.seat
        # before the line was known, a button above had the cursor: Enter there would do something else
        waits_for_line = self.state is None and self.isAncestorOf(
            self.window().focusWidget() or self.window()
        )
        self.state = state
        self.clock.set(state.moment)
        counter = self.office.desk.counter
        place = counter_place(counter.number, counter.name) if counter else ""
        self.set_title(self.TITLE, f"{place} · {len(state.waiting)} menunggu")
        self._pages.setCurrentWidget(self.view)
        self.setFocusProxy(self.view.waiting)
        self.view.waiting.set_rows(state.waiting)
        self.view.held.set_rows(state.held)
        self.view.missed.set_rows(state.missed)
        self.view.show_waiting(bool(state.waiting))
        self.view.show_counts(len(state.held), len(state.missed))
        self.view.card.show_person(state.now, state.calls_before_no_show)
        if not any(table.selected() for table in self.lists[:3]):
            self.view.waiting.choose_first()
        if came_from_seat or (waits_for_line and state.waiting):
            self.view.waiting.setFocus()
        self._tell_verbs()
        self.counted.emit(len(state.waiting))

    def chosen(self) -> tuple[object, ...]:
        """Give the one row that is chosen in the lists now seen."""
        seen = (self.seat.table,) if self._pages.currentWidget() is self.seat else self.lists[:3]
        return tuple(row for table in seen for row in table.selected())[:1]

    def _choose(self, rows: tuple[object, ...]) -> None:
        if rows:
            self._leave_others(self.sender())
        self._tell_verbs()

    def _leave_others(self, kept: QObject | None) -> None:
        for table in self.lists[:3]:
            if table is not kept and table.selected():
                table.clearSelection()

    def _tell_verbs(self) -> None:
        here = (self.state.now,) if self.state is not None and self.state.now is not None else ()
        chosen = self.chosen()
        self.call_next.choose(here)
        self.apply.choose(here)
        self.correct.choose(here)
        if isinstance(self.take, TakeChosen):
            self.take.here = here[0] if here else None
        self.take.choose(chosen)
        for kind, verb in self.verbs.items():
            if isinstance(verb, SendOn):
                verb.state = self.state
            held = tuple(row for row in chosen if isinstance(row, queue.PersonRow) and "finish" in row.can)
            verb.choose(here or (held if kind is Finish else ()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give a list that gets the focus a chosen row, so that Enter means something."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, RowTable) and not watched.selected():
            row = watched.row_now()
            if row is None or not watched.choose_row(row.id):
                watched.choose_first()
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        """Let the seconds run while they are seen."""
        super().showEvent(event)
        self._seconds.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop the seconds while nobody sees them."""
        super().hideEvent(event)
        self._seconds.stop()
