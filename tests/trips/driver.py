"""A person at the keyboard of the real program: signs in, presses keys, waits for what he sees."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from tests.make import PASSWORD
from workstation.app import App
from workstation.ui.intake.screen import IntakeScreen
from workstation.ui.screen import Screen

Key, CTRL, ALT, SHIFT = (
    Qt.Key,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
PLAIN = Qt.KeyboardModifier.NoModifier
PATIENCE = 20_000


class Person:
    """Drives one App; nothing here touches a mouse."""

    def __init__(self, qtbot, app: App) -> None:  # type: ignore[no-untyped-def]
        self.qtbot, self.app = qtbot, app

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(QApplication.focusWidget() or self.app.front, key, modifier)

    def type(self, text: str) -> None:
        """Type letters where the focus is."""
        QTest.keyClicks(QApplication.focusWidget() or self.app.front, text)

    def come_forward(self) -> None:
        """Do what a window manager does and the offscreen platform does not: keep the window active."""
        if QApplication.activeWindow() is None and self.app.front is not None:
            self.app.front.activateWindow()
            self.until(lambda: QApplication.focusWidget() is not None)

    def until(self, seen: Callable[[], object]) -> None:
        """Wait until something is seen."""
        self.qtbot.waitUntil(lambda: bool(seen()), timeout=PATIENCE)

    def rest(self) -> None:
        """Wait until no work runs."""
        self.until(lambda: not self.app.lanes.running() and not self.app.hub._timer.isActive())
        self.come_forward()

    def sign_in(self, login: str, *, counter: int = 0) -> None:
        """Login, password, Enter; then the counter in the list, Enter."""
        view = self.app.sign_in_view
        assert view is not None
        view.activateWindow()
        self.until(view.isActiveWindow)
        view.login.setFocus()
        self.until(view.login.hasFocus)
        self.press(Key.Key_A, CTRL)
        self.type(login)
        self.press(Key.Key_Return)
        self.type(PASSWORD)
        self.press(Key.Key_Return)
        self.until(lambda: self.app.window is not None or view.seats.isVisible())
        if self.app.window is None:
            self.until(view.seats.hasFocus)
            for _ in range(counter - 1):
                self.press(Key.Key_Down)
            self.press(Key.Key_Return)
        self.until(lambda: self.app.window is not None and self.app.window.isVisible())
        assert self.app.window is not None
        self.app.window.activateWindow()
        self.rest()

    def sign_out(self) -> None:
        """Ctrl+Shift+Q, and the sign-in is there again."""
        self.press(Key.Key_Q, CTRL | SHIFT)
        self.until(lambda: self.app.window is None and self.app.sign_in_view is not None)
        self.rest()

    def go(self, title: str) -> Screen:
        """Press the Alt key that the rail shows beside a title."""
        window = self.app.window
        assert window is not None
        number = next(n for n, spec in enumerate(window.specs, start=1) if spec.title == title)
        assert QApplication.focusWidget() is not None, "no widget has the cursor: keys would be lost"
        self.press(Key(Key.Key_0 + number), ALT)
        self.until(lambda: window.screen_now() is not None and title == window.screen_now().TITLE)
        self.rest()
        return self.here()

    def here(self) -> Screen:
        """The screen in front."""
        assert self.app.window is not None
        screen = self.app.window.screen_now()
        assert screen is not None
        return screen

    def fill(self, screen: IntakeScreen, values: dict[str, str]) -> None:
        """Type every field as it comes, Enter after each, as an officer does."""
        assert screen.editor is not None
        form = screen.editor.form
        for spec in screen.editor.opened.rules.fields:
            box = form.box(spec.code)
            if box.isHidden() or form.values().get(spec.code) == values.get(spec.code, ""):
                continue  # not asked for, or known from the visit
            self.until(lambda: QApplication.focusWidget() is not None)
            assert QApplication.focusWidget() is box.entry.widget, (
                f"the cursor is in {QApplication.focusWidget()}, not in {spec.code}"
            )
            text = values.get(spec.code, "")
            if spec.kind == "choice" and text:
                text = spec.label_of(text).split()[0]
            elif spec.kind == "date" and text:
                text = "-".join(reversed(text.split("-")))
            self.type(text)
            _close_completer(box.entry.widget)
            self.press(Key.Key_Tab if spec.kind == "multiline" else Key.Key_Return)


def _close_completer(widget: QWidget) -> None:
    if isinstance(widget, QLineEdit) and widget.completer() is not None:
        widget.completer().popup().hide()


def give_files(screen: IntakeScreen, files: dict[str, Path]) -> None:
    """Answer the file dialog, which is the desktop's own, with the file for the paper that is asked for."""

    def choose(title: str, _patterns: str, then: Callable[[Path], object]) -> None:
        then(next(file for name, file in files.items() if name.casefold() in title.casefold()))

    screen.choose_file = choose  # type: ignore[method-assign]
