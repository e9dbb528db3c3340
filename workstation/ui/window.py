"""The frame: rail, top bar, banners, and the screens, each made when it is first wanted. No business here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSettings, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from workstation.errors import DatabaseDown, Outage, Problem
from workstation.phrasing import counter_place
from workstation.ui.bars import OutageBanner, Toast
from workstation.ui.brand import Brand
from workstation.ui.keys import Group, KeySheet, Palette, plain_action
from workstation.ui.lock import IDLE_MINUTES, IdleWatch, Lock
from workstation.ui.native import open_as_large_as, scrolled
from workstation.ui.office import Office
from workstation.ui.rail import Rail
from workstation.ui.screen import Screen
from workstation.ui.takeovers import TakeoverTeller
from workstation.ui.theme import Look, pad, theme
from workstation.ui.topbar import PracticeBanner, TopBar
from workstation.vocabulary import Role

NARROW_BELOW_PX = 1100
LEAST_ROOM_PX = (560, 290)


@dataclass(frozen=True)
class ScreenSpec:
    """A place in the rail; `make` may import the screen's module only when it is first wanted."""

    key: str
    title: str
    icon: str
    make: Callable[[Office], Screen]
    roles: frozenset[Role] = frozenset()

    @classmethod
    def of(cls, kind: type[Screen]) -> "ScreenSpec":
        """Take everything from the screen's class words."""
        return cls(kind.KEY, kind.TITLE, kind.ICON, kind, kind.ROLES)


@dataclass(frozen=True)
class Facts:
    """The words of the frame: who sits where."""

    point: str
    officer: str
    roles: str
    counter: str = ""
    practice: bool = False


class Places(QStackedWidget):
    """The places of work on top of each other; a place fits into the room there is, down to its least size."""

    def hasHeightForWidth(self) -> bool:
        """Ask for no more: a row of buttons that may break would make the room as tall as every list would like."""
        return False


class Window(QMainWindow):
    """The workstation's window. `unlock(password)` raises SignInRefused; the app hears `sign_out_wanted`."""

    sign_out_wanted = Signal()
    search_wanted = Signal(str)

    def __init__(
        self,
        office: Office,
        specs: Sequence[ScreenSpec],
        facts: Facts,
        *,
        unlock: Callable[[str], object],
        idle_minutes: float = IDLE_MINUTES,
    ) -> None:
        super().__init__()
        self.office = office
        self.specs = [spec for spec in specs if not spec.roles or spec.roles & office.desk.roles]
        self._screens: dict[str, Screen] = {}
        self.content, self.pages, self.stack = QWidget(), QStackedWidget(), Places()
        # on a screen too small for its letters a place scrolls, it is not crushed
        self.room = scrolled(_around(self.stack))
        self.stack.setObjectName("page")
        self.rail, self.banner = Rail(Brand()), OutageBanner()
        self.top = TopBar(
            office.lanes, point=facts.point, counter=facts.counter, officer=facts.officer, roles=facts.roles
        )
        self.lock = Lock(office.lanes, facts.officer, unlock)
        self._lay_out(practice=facts.practice)
        self.toast, self.sheet, self.palette_sheet = (
            Toast(self.content),
            KeySheet(self.content),
            Palette(self.content),
        )
        self.places, self.frame_actions = self._add_places(), self._add_actions()
        self._connect()
        self._watch = IdleWatch(self, idle_minutes)
        self._watch.idle.connect(self.lock_now)
        self.setWindowTitle(facts.point + (" – LATIHAN" if facts.practice else ""))  # Qt adds "— Loket"
        self.setMinimumSize(800, 560)
        self._restore()
        if self.specs:
            self.show_screen(self.specs[0].key)
        for lane, problem in office.lanes.paused_lanes().items():
            self._pause(lane, problem)

    # -- what the app uses -------------------------------------------------------------------------------

    def show_screen(self, key: str, subject: object = None) -> None:
        """Bring a screen to the front, making it first if need be; unknown keys are ignored."""
        number = next((n for n, spec in enumerate(self.specs) if spec.key == key), -1)
        now = self.screen_now()
        if number < 0 or (now is not None and key != now.KEY and not now.may_leave()):
            return
        is_new = key not in self._screens
        screen = self._screens.get(key) or self._make(self.specs[number], number)
        self.stack.setCurrentWidget(screen)
        self.rail.choose(number)
        self._fit()
        if subject is not None:
            screen.open(subject)
        # Qt gives a page seen for the first time to its first button: a key there would do something else
        if (is_new and subject is None) or not screen.isAncestorOf(self.focusWidget() or self):
            screen.take_focus()

    def screen_now(self) -> Screen | None:
        """Give the screen in front."""
        screen = self.stack.currentWidget()
        return screen if isinstance(screen, Screen) else None

    def lock_now(self) -> None:
        """Hide everything behind the password; nothing is lost."""
        if self.pages.currentWidget() is not self.lock:
            self._focused = self.focusWidget()
            self.pages.setCurrentWidget(self.lock)
            self.lock.close_up()

    @property
    def is_locked(self) -> bool:
        """Tell whether the lock stands before the screens."""
        return self.pages.currentWidget() is self.lock

    # -- how it works ------------------------------------------------------------------------------------

    _focused: QWidget | None = None

    def _lay_out(self, *, practice: bool) -> None:
        right = QVBoxLayout()
        pad(right, gap=0)
        right.addWidget(self.top)
        right.addWidget(self.banner)
        right.addWidget(self.room, 1)
        middle = QHBoxLayout(self.content)
        pad(middle, gap=0)
        middle.addWidget(self.rail)
        middle.addLayout(right, 1)
        whole = QWidget()
        whole.setObjectName("page")
        column = QVBoxLayout(whole)
        pad(column, gap=0)
        if practice:
            column.addWidget(PracticeBanner())
        column.addWidget(self.pages, 1)
        self.pages.addWidget(self.content)
        self.pages.addWidget(self.lock)
        self.setCentralWidget(whole)

    def _add_places(self) -> list[QAction]:
        actions = []
        for number, spec in enumerate(self.specs):
            keys = f"Alt+{number + 1}" if number < 9 else "Alt+0" if number == 9 else ""
            self.rail.add(spec.title, spec.icon, keys)
            if keys:
                action = plain_action(self.content, spec.title, keys, self._go_by_key)
                action.setData(spec.key)
                actions.append(action)
        return actions

    def _add_actions(self) -> list[QAction]:
        make = plain_action
        return [
            make(self.content, "Daftar tombol", "F1", self.show_keys),
            make(self.content, "Palet perintah dan pencarian", "Ctrl+K", self.show_palette),
            make(self.content, "Kunci layar", "Ctrl+L", self.lock_now),
            make(self.content, "Muat ulang", "F5", self.retry),
            make(self.content, "Perbesar tampilan", ("Ctrl++", "Ctrl+="), self._zoom_in),
            make(self.content, "Perkecil tampilan", "Ctrl+-", self._zoom_out),
            make(self.content, "Ukuran semula", "Ctrl+0", self._zoom_back),
            make(self.content, "Ganti tampilan terang, gelap, kontras", "Ctrl+Shift+D", self._next_look),
            make(self.content, "Keluar", "Ctrl+Shift+Q", self.leave),
        ]

    def _connect(self) -> None:
        hub, lanes = self.office.hub, self.office.lanes
        self.rail.picked.connect(self._go_by_rail)
        hub.wanted.connect(self.show_screen)
        hub.said.connect(self.toast.say)
        hub.changed.connect(self._hear)
        hub.troubled.connect(self._show_problem)
        hub.line_lost.connect(self._lose)
        hub.line_back.connect(self._regain)
        lanes.troubled.connect(self._show_problem)
        lanes.paused.connect(self._pause)
        lanes.resumed.connect(self.banner.hide)
        self.banner.retry.connect(self.retry)
        self.banner.drop.connect(lanes.drop)
        self.top.lock_wanted.connect(self.lock_now)
        self.top.keys_wanted.connect(self.show_keys)
        self.palette_sheet.searched.connect(self._hand_to_search)
        self.lock.unlocked.connect(self._unlock)
        self.lock.sign_out_wanted.connect(self._leave_anyway)
        self.takeovers = TakeoverTeller(self.office, self._tell_here, self)
        theme().changed.connect(self._fit)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._catch_cursor)

    def _hear(self, topics: frozenset[str]) -> None:
        if "counters" in topics:
            counter = self.office.desk.counter
            self.top.show_counter(counter_place(counter.number, counter.name) if counter is not None else "")

    def _tell_here(self, sentence_text: str, advice_text: str) -> None:
        screen = self.screen_now()
        if screen is not None:
            screen.notice.show_text(sentence_text, advice_text)

    def _catch_cursor(self, _from: QWidget | None, to: QWidget | None) -> None:
        if to is not None and self.stack.isAncestorOf(to):
            self.room.ensureWidgetVisible(to)
        if to is None and self.isActiveWindow():
            QTimer.singleShot(0, self, self._put_cursor_back)

    def _put_cursor_back(self) -> None:
        """A widget that hid took the cursor with it: without one no key of the screen would be heard."""
        screen = self.screen_now()
        if (
            QApplication.focusWidget() is None
            and self.isActiveWindow()
            and screen is not None
            and not self.is_locked
        ):
            screen.setFocus()

    def _make(self, spec: ScreenSpec, number: int) -> Screen:
        screen = spec.make(self.office)
        self._screens[spec.key] = screen
        self.stack.addWidget(screen)
        screen.counted.connect(self.rail.buttons[number].set_count)
        return screen

    def _go_by_key(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.show_screen(str(action.data()))

    def _go_by_rail(self, number: int) -> None:
        self.show_screen(self.specs[number].key)
        now = self.screen_now()
        self.rail.choose(next(n for n, spec in enumerate(self.specs) if now is None or spec.key == now.KEY))

    def _show_problem(self, problem: Problem) -> None:
        screen = self.screen_now()
        if isinstance(problem, Outage):
            self.banner.show_outage("", problem, 0)
        elif screen is not None:
            screen.complain(problem)

    def _pause(self, lane: str, problem: Problem) -> None:
        self.banner.show_outage(lane, problem, self.office.lanes.held(lane))

    def retry(self) -> None:
        """Try again what outages stopped, and ask again what the screen in front shows."""
        self.banner.hide()
        for lane in self.office.lanes.paused_lanes():
            self.office.lanes.resume(lane)
        screen = self.screen_now()
        if screen is not None:
            screen.ask_again()

    def _lose(self) -> None:
        self.top.show_line(is_up=False)
        if not self.office.lanes.paused_lanes():
            self.banner.show_outage("", DatabaseDown(), 0)

    def _regain(self) -> None:
        self.top.show_line(is_up=True)
        self.office.lanes.resume("database", reads_only=True)
        if not self.office.lanes.paused_lanes():
            self.banner.hide()

    def show_keys(self) -> None:
        """Show the keys that work now."""
        screen = self.screen_now()
        here = [Group(screen.TITLE, screen.keys())] if screen is not None else []
        self.sheet.show_groups([*here, Group("Pindah layar", self.places), Group("Umum", self.frame_actions)])

    def show_palette(self) -> None:
        """Show the field over all verbs."""
        screen = self.screen_now()
        here = list(screen.keys()) if screen is not None else []
        self.palette_sheet.show_actions([*here, *self.places, *self.frame_actions])

    def _hand_to_search(self, text: str) -> None:
        self.show_screen("search", text)
        self.search_wanted.emit(text)

    def _unlock(self) -> None:
        self.pages.setCurrentWidget(self.content)
        if self._focused is not None:
            self._focused.setFocus()

    def _zoom_in(self) -> None:
        theme().zoom(1)

    def _zoom_out(self) -> None:
        theme().zoom(-1)

    def _zoom_back(self) -> None:
        theme().zoom(0)

    def _next_look(self) -> None:
        looks = list(Look)
        theme().apply(looks[(looks.index(theme().look) + 1) % len(looks)])

    def _fit(self) -> None:
        width, screen = self.width() * 100 / theme().scale, self.screen_now()
        self.stack.setMinimumSize(*(theme().px(side) for side in LEAST_ROOM_PX))
        self.rail.set_narrow(width < max(NARROW_BELOW_PX, screen.ROOM_PX if screen is not None else 0))
        self.top.set_narrow(width < NARROW_BELOW_PX)

    def showEvent(self, event: QShowEvent) -> None:
        """From now on there is a native window whose keys tell that somebody is here."""
        super().showEvent(event)
        self._watch.watch(self.windowHandle())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show icons only in the rail when the window is small for its letters."""
        super().resizeEvent(event)
        self._fit()

    def _restore(self) -> None:
        kept = QSettings().value("window/geometry")
        if kept is None or not self.restoreGeometry(kept):
            open_as_large_as(self, 1366, 768)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask first when something would be left undone."""
        if self._asks_first("Tutup", self._close_anyway):
            event.ignore()
            return
        QSettings().setValue("window/geometry", self.saveGeometry())
        super().closeEvent(event)

    _may_close = False

    def _asks_first(self, verb: str, then: Callable[[], None]) -> bool:
        """Ask whether to go although named work runs or changes wait behind an outage; tells whether it asked."""
        lanes, screen = self.office.lanes, self.screen_now()
        runs = any(job.name for job in lanes.running())
        waits = any(not job.read and job.lane in lanes.paused_lanes() for job in lanes.running())
        if not (runs or waits) or screen is None or self.is_locked or self._may_close:
            return False
        question = f"Pekerjaan masih {'berjalan' if runs else 'menunggu sambungan'}. {verb} juga?"
        detail = "Yang sudah selesai tersimpan; sisanya dapat dilanjutkan nanti."
        if waits:
            detail = "Yang sudah tersimpan tetap; permintaan yang menunggu sambungan dibatalkan."
        screen.ask_bar.confirm(question, detail, yes=verb, danger=True, then=then)
        return True

    def leave(self) -> None:
        """Ask to sign out, unless there is nothing to lose."""
        if not self._asks_first("Keluar", self._leave_anyway):
            self.sign_out_wanted.emit()

    def _leave_anyway(self) -> None:
        self._may_close = True
        self.sign_out_wanted.emit()

    def _close_anyway(self) -> None:
        self._may_close = True
        self.close()


def _around(stack: QWidget) -> QWidget:
    whole = QWidget()
    whole.setObjectName("page")
    pad(column := QVBoxLayout(whole), gap=0)
    column.addWidget(stack)
    return whole
