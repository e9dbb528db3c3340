"""One page of a scan: zoomed, fitted, dragged; the old picture stands in, scaled, until the sharp one comes."""

from enum import StrEnum

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from workstation.ui.theme import theme

STEP, LEAST_PX, MOST_PX = 1.25, 120, 6000
SETTLE_MS = 60


class Fit(StrEnum):
    """What the size of the page follows."""

    WIDTH = "width"
    PAGE = "page"
    FREE = "free"


class PageCanvas(QAbstractScrollArea):
    """Shows one page. `wanted` tells how many device pixels across the page are needed now."""

    wanted = Signal(int)
    turned = Signal(int)  # +1 or -1: the wheel or a key wants the next or the former page
    zoomed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.fit, self._width = Fit.WIDTH, 600.0
        self._ratio = 1.414
        self._picture: QPixmap | None = None
        self._grabbed: QPoint | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Halaman pindaian")
        self.setMinimumSize(180, 160)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self._tell)
        theme().changed.connect(self.viewport().update)

    # -- what the pane uses ------------------------------------------------------------------------------

    def show_page(self, size: tuple[float, float], image: QImage | None) -> None:
        """Show a page of this shape, upright as turned, with the picture that is here already."""
        self._ratio = size[1] / size[0] if size[0] > 0 else 1.414
        self._picture = QPixmap.fromImage(image) if image is not None else None
        self.horizontalScrollBar().setValue(0)
        self.verticalScrollBar().setValue(0)
        self._lay_out()

    def put(self, image: QImage) -> None:
        """Take the sharp picture of the page now shown."""
        self._picture = QPixmap.fromImage(image)
        self.viewport().update()

    def clear(self) -> None:
        """Show nothing."""
        self._picture = None
        self._timer.stop()
        self.viewport().update()

    @property
    def has_picture(self) -> bool:
        """Tell whether something is to be seen."""
        return self._picture is not None

    def percent(self) -> int:
        """Give the size as percent of the width of the window."""
        return round(self.page_width() * 100 / max(self.viewport().width(), 1))

    def page_width(self) -> float:
        """Give the width of the page in logical pixels."""
        room, edge = self.viewport().size(), 2 * self._edge()
        if self.fit is Fit.WIDTH:
            return max(room.width() - edge, LEAST_PX)
        if self.fit is Fit.PAGE:
            return max(min(room.width() - edge, (room.height() - edge) / self._ratio), LEAST_PX)
        return self._width

    def zoom(self, steps: float, about: QPoint | None = None) -> None:
        """Grow or shrink around a point of the window (its middle by default)."""
        spot = about or self.viewport().rect().center()
        before = self._page_rect()
        share_x = (spot.x() - before.left()) / max(before.width(), 1)
        share_y = (spot.y() - before.top()) / max(before.height(), 1)
        self._width = min(max(self.page_width() * STEP**steps, LEAST_PX), MOST_PX)
        self.fit = Fit.FREE
        self._lay_out()
        after = self._page_rect()
        self._scroll_by(
            round(after.left() + share_x * after.width() - spot.x()),
            round(after.top() + share_y * after.height() - spot.y()),
        )
        self.zoomed.emit()

    def set_fit(self, fit: Fit) -> None:
        """Follow the window again."""
        self.fit = fit
        self._lay_out()
        self.zoomed.emit()

    def pan(self, right: int, down: int) -> None:
        """Move over the page by tenths of the window."""
        room = self.viewport()
        self._scroll_by(right * room.width() // 10, down * room.height() // 10)

    # -- how it works ------------------------------------------------------------------------------------

    def _edge(self) -> int:
        return theme().px(10)

    def _page_rect(self) -> QRect:
        width = self.page_width()
        height, room, edge = width * self._ratio, self.viewport().size(), self._edge()
        left = max((room.width() - width) / 2, edge) - self.horizontalScrollBar().value()
        top = max((room.height() - height) / 2, edge) - self.verticalScrollBar().value()
        return QRectF(left, top, width, height).toRect()

    def _lay_out(self) -> None:
        width, edge, room = self.page_width(), 2 * self._edge(), self.viewport().size()
        for bar, size, seen in (
            (self.horizontalScrollBar(), width, room.width()),
            (self.verticalScrollBar(), width * self._ratio, room.height()),
        ):
            bar.setRange(0, max(round(size) + edge - seen, 0))
            bar.setPageStep(seen)
            bar.setSingleStep(max(seen // 12, 1))
        self.viewport().update()
        self._timer.start()

    def _tell(self) -> None:
        self.wanted.emit(round(self.page_width() * self.devicePixelRatioF()))

    def _scroll_by(self, right: int, down: int) -> None:
        for bar, by in ((self.horizontalScrollBar(), right), (self.verticalScrollBar(), down)):
            bar.setValue(bar.value() + by)

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """Paint anew; nothing is moved as a widget."""
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the window."""
        super().resizeEvent(event)
        self._lay_out()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground and the page."""
        painter, look = QPainter(self.viewport()), theme()
        painter.fillRect(self.viewport().rect(), look.colour("sunken"))
        if self._picture is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            rect = self._page_rect()
            painter.drawPixmap(rect, self._picture)
            painter.setPen(look.colour("line"))
            painter.drawRect(rect.adjusted(-1, -1, 0, 0))
        if self.hasFocus():
            painter.setPen(look.colour("focus"))
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and wheel zoom; the wheel alone scrolls, and turns the page at its end."""
        down = event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(down / 120, event.position().toPoint())
            event.accept()
            return
        bar = self.verticalScrollBar()
        if (down < 0 and bar.value() == bar.maximum()) or (down > 0 and bar.value() == 0):
            self.turned.emit(1 if down < 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Grab the page."""
        self._grabbed = event.position().toPoint()
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the page."""
        if self._grabbed is not None:
            at = event.position().toPoint()
            self._scroll_by(self._grabbed.x() - at.x(), self._grabbed.y() - at.y())
            self._grabbed = at

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        self._grabbed = None
        self.viewport().unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Look closer there, or see the whole width again."""
        if self.fit is Fit.FREE:
            self.set_fit(Fit.WIDTH)
        else:
            self.zoom(3, event.position().toPoint())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move over the page."""
        arrows = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        by = arrows.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
        else:
            self.pan(*by)
