"""The window of the board: finds its screen again, listens to the news, blinks for each call, lives by itself."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QMouseEvent, QScreen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workstation.errors import Problem
from workstation.phrasing import call_sentence
from workstation.queries.queue import BoardState, CallRow, on_the_board
from workstation.settings import OfficeSettings
from workstation.ui.board.face import LINE_LOST, Face
from workstation.ui.hall import OfficeClock
from workstation.ui.office import Office

KEPT = "board/screen"
BLINK_MS, BLINKS = 450, 8
"""Slower than three flashes a second, which can harm (WCAG 2.3.1)."""
PAGE_SECONDS = 8
AGAIN_SECONDS = 60
"""A board that hears nothing asks by itself, so that an evening without news still ends in an empty board."""


class BoardWindow(QWidget):
    """One hall display; no names stand on it. Keys: F11 full screen, arrows another screen, Esc closes."""

    closed = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.office, self.clock = office, OfficeClock()
        settings = office.tools.get("office") or OfficeSettings()
        self.face = Face(office.desk.point.name, practice=settings.practice)
        self.setWindowTitle("Papan antrean")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # closing the workstation ends the program even while the board hangs on the wall
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.face)
        self._known: tuple[int, int] | None = None
        self._blinks, self._seconds = 0, 0
        self._blinking, self._ticking = _timer(self, BLINK_MS, self._blink), _timer(self, 1000, self._tick)
        self._connect()
        self._ticking.start()
        self.refresh()

    def _connect(self) -> None:
        hub = self.office.hub
        hub.changed.connect(self._hear)
        hub.line_lost.connect(self._lose)
        hub.line_back.connect(self.refresh)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenAdded.connect(self._come_back)

    # -- what it shows -----------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask for the present state."""
        desk = self.office.desk
        self.office.do(lambda: on_the_board(desk), then=self.show_state, sorry=self._doubt, read=True)

    def show_state(self, state: BoardState) -> None:
        """Show it, and blink when somebody was called or called once more."""
        self.clock.set(state.moment)
        self.face.is_lost = False
        self.face.state, self.face.now = state, self.clock.now()
        call = self.face.last_call()
        if self._is_news(call):
            self._start_blinking()
        self._known = (call.id, call.calls) if call else (0, 0)
        self._turn_to(call)
        self.face.setAccessibleDescription(self.words())
        self.face.update()

    def words(self) -> str:
        """Give what the board says, for a screen reader."""
        if self.face.is_lost:
            return LINE_LOST
        call = self.face.last_call()
        return call_sentence(call.ticket, call.counter) if call else "Belum ada panggilan"

    @property
    def is_blinking(self) -> bool:
        """Tell whether a call is being shown with blinking."""
        return self._blinking.isActive()

    def _is_news(self, call: CallRow | None) -> bool:
        """Tell whether this call is new; what was called before the board was opened does not blink."""
        return call is not None and self._known is not None and (call.id, call.calls) != self._known

    def _turn_to(self, call: CallRow | None) -> None:
        if call is None or self.face.state is None or not self.is_blinking:
            return
        numbers = [row.number for row in self.face.state.counters]
        if call.counter in numbers:
            self.face.show_counter(numbers.index(call.counter))
            self._seconds = 0

    def _start_blinking(self) -> None:
        self._blinks = BLINKS
        self.face.is_lit = True
        self._blinking.start()

    def _blink(self) -> None:
        self._blinks -= 1
        self.face.is_lit = self._blinks > 0 and not self.face.is_lit
        if self._blinks <= 0:
            self._blinking.stop()
        self.face.update()

    def _tick(self) -> None:
        self._seconds += 1
        if self._seconds % PAGE_SECONDS == 0:
            self.face.page = (self.face.page + 1) % self.face.pages()
        if self._seconds % AGAIN_SECONDS == 0:
            self.refresh()
        self.face.now = self.clock.now()
        self.face.update()

    def _hear(self, topics: frozenset[str]) -> None:
        if topics & {"visits", "counters"}:
            self.refresh()

    def _lose(self) -> None:
        self.face.is_lost = True
        self.face.setAccessibleDescription(LINE_LOST)
        self.face.update()

    def _doubt(self, _problem: Problem) -> None:
        self._lose()

    # -- where it hangs ----------------------------------------------------------------------------------

    def hang(self, beside: QScreen | None = None) -> None:
        """Show on the remembered screen, else on one that is not `beside`; on the only screen in a window."""
        screens = QGuiApplication.screens()
        name = str(QSettings().value(KEPT, ""))
        kept = next((s for s in screens if s.name() == name), None)
        other = next((s for s in screens if s is not beside), None)
        wall = kept if kept is not None and len(screens) > 1 else other if len(screens) > 1 else None
        if wall is None:
            self._show_as_window()
        else:
            self._fill(wall)
        self.raise_()

    def screen_name(self) -> str:
        """Give the name of the screen it hangs on."""
        return self.screen().name()

    def _show_as_window(self) -> None:
        self.setWindowFlags(Qt.WindowType.Window)
        space = self.screen().availableGeometry()
        self.resize(min(1280, space.width() * 3 // 4), min(720, space.height() * 3 // 4))
        self.show()

    def _fill(self, screen: QScreen) -> None:
        self.hide()
        self.setWindowFlags(Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setScreen(screen)
        self.setGeometry(screen.geometry())
        self.showFullScreen()
        QSettings().setValue(KEPT, screen.name())

    def _come_back(self, screen: QScreen) -> None:
        """The cable was plugged in again."""
        if screen.name() == str(QSettings().value(KEPT, "")):
            self._fill(screen)

    def _toggle(self) -> None:
        if self.isFullScreen():
            self._show_as_window()
        else:
            self._fill(self.screen())

    def _step(self, by: int) -> None:
        screens = QGuiApplication.screens()
        at = screens.index(self.screen()) if self.screen() in screens else 0
        self._fill(screens[(at + by) % len(screens)])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F11 fills or frees the screen, arrows go to another one, Esc closes."""
        key = event.key()
        if key == Qt.Key.Key_F11:
            self._toggle()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step(1 if key == Qt.Key.Key_Right else -1)
        elif key == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Fill or free the screen."""
        super().mouseDoubleClickEvent(event)
        self._toggle()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop everything that ticks."""
        self._ticking.stop()
        self._blinking.stop()
        self.closed.emit()
        super().closeEvent(event)


class BoardOpener(QObject):
    """Opens the one board of this workstation: `office.tools["board"] = BoardOpener(office, window).open`."""

    def __init__(self, office: Office, window: QWidget) -> None:
        super().__init__(window)
        self._office, self._window = office, window
        self.board: BoardWindow | None = None
        window.installEventFilter(self)

    def open(self) -> BoardWindow:
        """Open the board, or bring it to the front."""
        if self.board is None:
            self.board = BoardWindow(self._office)
            self.board.closed.connect(self._forget)
        self.board.hang(beside=self._window.screen())
        return self.board

    def close(self) -> None:
        """Take the board down."""
        if self.board is not None:
            self.board.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go with the window, whose desk is closed after it; a minimised window hides only spontaneously."""
        # the attribute goes first, when Python clears away window and opener together
        window = getattr(self, "_window", None)
        if watched is window and event.type() == QEvent.Type.Hide and not event.spontaneous():
            self.close()
        return super().eventFilter(watched, event)

    def _forget(self) -> None:
        self.board = None


def _timer(parent: QObject, milliseconds: int, slot: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setInterval(milliseconds)
    timer.timeout.connect(slot)
    return timer
