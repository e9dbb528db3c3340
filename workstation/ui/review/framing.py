"""Draw a frame on the page, by mouse or by keys: for looking closer, cropping, marking and covering."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from workstation.places_on_page import Region

if TYPE_CHECKING:
    from workstation.ui.review.canvas import PageCanvas

STEP, FINE, LEAST = 0.02, 0.004, 0.01
ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
HINT = "Panah menggeser, Shift+panah mengubah ukuran, Ctrl lebih halus, Enter memakai, Esc batal."


class Framing(QObject):
    """One frame in the making. Its place is in shares of what the window shows of the page (`rect`).

    While it lasts it hears the keys before everything else in `home`, wherever the cursor stands: the page may lie
    in a window that never takes the keyboard.
    """

    def __init__(self, canvas: "PageCanvas") -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.rect: QRectF | None = None
        self.purpose = ""
        self._then: Callable[[Region], object] | None = None
        self._home: QWidget | None = None
        self._corner: QPointF | None = None

    @property
    def is_on(self) -> bool:
        """Tell whether a frame is being drawn."""
        return self.rect is not None

    def begin(self, purpose: str, start: QRectF, home: QWidget, then: Callable[[Region], object]) -> None:
        """Begin with the frame `start`; `then` gets the region when it is used."""
        self.end()
        self.purpose, self.rect, self._then, self._home = purpose, QRectF(start), then, home
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)
        self._canvas.viewport().setCursor(Qt.CursorShape.CrossCursor)
        self._canvas.say_framing()

    def end(self) -> None:
        """Stop without using it."""
        if self.rect is None:
            return
        self.rect = self._then = self._corner = None
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        self._canvas.viewport().unsetCursor()
        self._canvas.say_framing()

    def use(self) -> None:
        """Give the region under the frame, and stop."""
        then, region = self._then, self._canvas.region_under(self.rect) if self.rect is not None else None
        self.end()
        if then is not None and region is not None:
            then(region)

    # -- the mouse ---------------------------------------------------------------------------------------

    def press(self, at: QPointF) -> None:
        """A new frame begins at this corner (shares)."""
        self._corner = at

    def drag(self, at: QPointF) -> None:
        """The other corner."""
        if self._corner is not None:
            whole = QRectF(0, 0, 1, 1)
            self.rect = QRectF(self._corner, at).normalized().intersected(whole)
            self._canvas.viewport().update()

    def release(self) -> None:
        """A frame of some size is used at once; a mere click is not one."""
        drawn, self._corner = self._corner is not None and self.rect is not None, None
        if drawn and self.rect is not None and min(self.rect.width(), self.rect.height()) >= LEAST:
            self.use()

    # -- the keys ----------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take arrows, Enter and Esc; everything else goes its way."""
        if not isinstance(event, QKeyEvent) or not self._is_ours():
            return super().eventFilter(watched, event)
        key = Qt.Key(event.key())
        if key not in ARROWS and key not in ENTERS and key != Qt.Key.Key_Escape:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # or Shift+arrow would move the page
            return True
        if event.type() == QEvent.Type.KeyPress:
            self._press_key(key, event.modifiers())
        return True

    def _is_ours(self) -> bool:
        focus, home = QApplication.focusWidget(), self._home
        if home is None or focus is None or focus is home:
            return home is not None
        return home.isAncestorOf(focus) or self._canvas.isAncestorOf(focus) or focus is self._canvas

    def _press_key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
        if key == Qt.Key.Key_Escape:
            self.end()
        elif key in ENTERS:
            self.use()
        else:
            right, down = ARROWS[key]
            step = FINE if modifiers & Qt.KeyboardModifier.ControlModifier else STEP
            self._change(right * step, down * step, grow=bool(modifiers & Qt.KeyboardModifier.ShiftModifier))

    def _change(self, right: float, down: float, *, grow: bool) -> None:
        frame = self.rect
        if frame is None:
            return
        if grow:
            frame.setWidth(min(max(frame.width() + right, LEAST), 1 - frame.left()))
            frame.setHeight(min(max(frame.height() + down, LEAST), 1 - frame.top()))
        else:
            frame.moveLeft(min(max(frame.left() + right, 0), 1 - frame.width()))
            frame.moveTop(min(max(frame.top() + down, 0), 1 - frame.height()))
        self._canvas.keep_in_sight(frame)
        self._canvas.viewport().update()
