"""One page of a scan: zoomed, fitted, dragged; the old picture stands in, scaled, until the sharp one comes."""

from collections.abc import Callable, Sequence
from math import sqrt

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from workstation.imaging.turn import Region as Shares
from workstation.places_on_page import Region
from workstation.ui.review.framing import ARROWS, HINT, Framing
from workstation.ui.review.loupe import LOUPE, kept_inside, paint_loupe
from workstation.ui.review.painting import Noted, paint_frame, paint_noted, room_of
from workstation.ui.review.pictured import Pictured
from workstation.ui.review.sheet import Fit, Sheet, View
from workstation.ui.review.tones import Tint
from workstation.ui.theme import theme

STEP, LEAST_PX, MOST_PX = 1.25, 120, 6000
SETTLE_MS = 60
WIDEST_PX = 12_000
WHOLE_PIXELS = 4_000_000  # beyond this only the part in the window is drawn, and a little around it
PART_EDGE = 0.12
FIRST_FRAME = (0.45, 0.14)  # width and height of a new frame, shares of the window


class PageCanvas(QAbstractScrollArea):
    """Shows one page. `wanted` tells how many device pixels across the page are needed now, `part_wanted` also
    which part of it (shares of the turned page) where the whole would be too much.
    """

    wanted = Signal(int)
    part_wanted = Signal(int, object)
    turned = Signal(int)  # +1 or -1: the wheel or a key wants the next or the former page
    zoomed = Signal()
    touched = Signal()  # by the mouse
    moved = Signal()  # another part is seen
    framed = Signal(bool)  # a frame is being drawn, or no longer

    def __init__(self) -> None:
        super().__init__()
        self.fit, self._width = Fit.WIDTH, 600.0
        self._sheet = Sheet(1.0, 1.414)
        self.pixels = Pictured()
        self._grabbed: QPoint | None = None
        self._noted: dict[str, tuple[Noted, ...]] = {}
        self.tint, self.framing = Tint(), Framing(self)
        self._loupe: QPointF | None = None  # where it stands in the window
        self._is_front = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Halaman pindaian")
        self.setMinimumSize(180, 160)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # every pixel is painted here
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self._tell)
        theme().changed.connect(self.viewport().update)

    # -- what the pane uses ------------------------------------------------------------------------------

    def show_page(self, sheet: Sheet, image: QImage | None) -> None:
        """Show a page with the picture that is here already; the view begins at its top."""
        self.framing.end()
        self._sheet, self._noted = sheet, {}
        self.pixels.show(image)
        self.horizontalScrollBar().setValue(0)
        self.verticalScrollBar().setValue(0)
        self._lay_out()

    def reshape(self, sheet: Sheet) -> None:
        """Show the same page straightened or cropped in another way."""
        self._sheet = sheet
        self._lay_out()

    def note(self, kind: str, noted: Sequence[Noted]) -> None:
        """Show these frames of one kind in place of the former ones of that kind; a new page has none.

        Only what they cover is painted again: the page below them was painted a moment ago.
        """
        before, self._noted[kind] = self.notes(kind), tuple(noted)
        if self._noted[kind] == before:
            return
        if self._loupe is not None:
            self.viewport().update()
        for one in (*before, *self._noted[kind]):
            self.viewport().update(room_of(self._sheet, self._way(), one).toAlignedRect())

    def notes(self, kind: str) -> tuple[Noted, ...]:
        """Give the frames of one kind that are shown now."""
        return self._noted.get(kind, ())

    def place_in_window(self, region: Region) -> QRectF:
        """Give where a part of the page lies in the window, in pixels."""
        return self._frame_in_window(region)

    def set_front(self, *, on: bool) -> None:
        """Be the one of two pages on which the tools work."""
        self._is_front = on
        self.viewport().update()

    def set_tint(self, tint: Tint) -> None:
        """Look lighter, darker, stronger, grey or inverted."""
        self.tint = tint
        self.viewport().update()

    def put(self, image: QImage) -> None:
        """Take the sharp picture of the page now shown, and show it."""
        if self.pixels.put(image):
            self.paint_now()

    def put_part(self, image: QImage, shares: Shares, width: int) -> None:
        """Take a part of the page now shown, as sharp as the page at `width` device pixels."""
        self.pixels.put_part(image, shares, width)
        self.paint_now()

    def paint_now(self) -> None:
        """Paint before anything else of the window: what is only marked for painting waits for its turn."""
        self.viewport().repaint()

    def clear(self) -> None:
        """Show nothing."""
        self.framing.end()
        self.pixels.show(None)
        self._noted = {}
        self._timer.stop()
        self.viewport().update()

    @property
    def has_picture(self) -> bool:
        """Tell whether something is to be seen."""
        return self.pixels.whole is not None

    def percent(self) -> int:
        """Give the size as percent of the width of the window."""
        return round(self.page_width() * 100 / max(self.viewport().width(), 1))

    def page_width(self) -> float:
        """Give the width of the page in logical pixels."""
        room, edge = self.viewport().size(), 2 * self._edge()
        if self.fit is Fit.WIDTH:
            return max(room.width() - edge, LEAST_PX)
        if self.fit is Fit.PAGE:
            return max(min(room.width() - edge, (room.height() - edge) / self.ratio), LEAST_PX)
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
        self.moved.emit()

    def set_fit(self, fit: Fit) -> None:
        """Follow the window again."""
        self.fit = fit
        self._lay_out()
        self.zoomed.emit()
        self.moved.emit()

    def pan(self, right: int, down: int) -> None:
        """Move over the page by tenths of the window; the loupe, while it is out, in place of the page."""
        room = self.viewport()
        if self._loupe is not None:
            self._loupe = self._loupe + QPointF(right * room.width() / 40, down * room.height() / 40)
            self._keep_loupe_inside()
            return
        self._scroll_by(right * room.width() // 10, down * room.height() // 10)

    def view(self) -> View:
        """Remember how the page is looked at now."""
        middle, rect = self.viewport().rect().center(), self._page_rect()
        return View(
            self.fit,
            self.page_width(),
            (middle.x() - rect.left()) / max(rect.width(), 1),
            (middle.y() - rect.top()) / max(rect.height(), 1),
        )

    def set_view(self, view: View) -> None:
        """Look at the page as it was looked at."""
        self.fit, self._width = view.fit, view.width
        self._lay_out()
        self._centre(view.across, view.down)
        self.zoomed.emit()

    def look_at(self, region: Region) -> None:
        """Fill nine tenths of the window with a part of the page."""
        seen, wide = self._frame_in_window(region), self.viewport().size()
        if seen.isEmpty():
            return
        grow = 0.9 * min(wide.width() / seen.width(), wide.height() / seen.height())
        self._width = min(max(self.page_width() * grow, LEAST_PX), MOST_PX)
        self.fit = Fit.FREE
        self._lay_out()
        self.show_place(region)
        self.zoomed.emit()

    def show_place(self, region: Region) -> None:
        """Bring a part of the page to the middle of the window, at the size as it is."""
        middle, room = self._frame_in_window(region).center(), self.viewport().rect().center()
        self._scroll_by(round(middle.x() - room.x()), round(middle.y() - room.y()))

    def frame(
        self,
        purpose: str,
        home: QWidget,
        then: Callable[[Region], object],
        around: Region | None = None,
    ) -> None:
        """Let a frame be drawn, begun about a region or in the middle; Enter gives its region to `then`."""
        rect, room = QRectF(self._page_rect()), QRectF(self.viewport().rect())
        seen = rect.intersected(room)
        wide, tall = room.width() * FIRST_FRAME[0], room.height() * FIRST_FRAME[1]
        middle = QRectF(seen.center().x() - wide / 2, seen.center().y() - tall / 2, wide, tall)
        first = (self._frame_in_window(around) if around is not None else middle).intersected(rect)
        start = QRectF(
            (first.left() - rect.left()) / rect.width(),
            (first.top() - rect.top()) / rect.height(),
            first.width() / rect.width(),
            first.height() / rect.height(),
        )
        self.framing.begin(purpose, start, home, then)

    def region_under(self, shares: QRectF) -> Region | None:
        """The region of the page under a frame given in shares of what is shown."""
        return self._sheet.region(self._way(), self._from_shares(shares))

    def keep_in_sight(self, shares: QRectF) -> None:
        """Scroll as little as needed to see a frame."""
        seen, room = self._from_shares(shares), QRectF(self.viewport().rect())
        right = max(seen.right() - room.right(), 0) + min(seen.left() - room.left(), 0)
        down = max(seen.bottom() - room.bottom(), 0) + min(seen.top() - room.top(), 0)
        self._scroll_by(round(right), round(down))

    def say_framing(self) -> None:
        """Show or drop the frame and its words."""
        self.viewport().update()
        self.framed.emit(self.framing.is_on)

    @property
    def has_loupe(self) -> bool:
        """Tell whether the loupe is out."""
        return self._loupe is not None

    def set_loupe(self, *, on: bool) -> None:
        """Take the loupe out or put it away; it begins under the cursor, else in the middle."""
        if on == self.has_loupe:
            return
        here = self.viewport().mapFromGlobal(self.cursor().pos())
        room = self.viewport().rect()
        self._loupe = QPointF(here if room.contains(here) else room.center()) if on else None
        self.viewport().setMouseTracking(on)
        self.viewport().update()
        self._timer.start()

    # -- how it works ------------------------------------------------------------------------------------

    @property
    def ratio(self) -> float:
        """Give height by width of what is shown."""
        wide, tall = self._sheet.seen
        return tall / wide if wide > 0 else 1.414

    def _way(self) -> QTransform:
        return self._sheet.into(QRectF(self._page_rect()))

    def _from_shares(self, shares: QRectF) -> QRectF:
        rect = QRectF(self._page_rect())
        return QRectF(
            rect.left() + shares.left() * rect.width(),
            rect.top() + shares.top() * rect.height(),
            shares.width() * rect.width(),
            shares.height() * rect.height(),
        )

    def _to_shares(self, at: QPointF) -> QPointF:
        rect = QRectF(self._page_rect())
        return QPointF((at.x() - rect.left()) / rect.width(), (at.y() - rect.top()) / rect.height())

    def _frame_in_window(self, region: Region) -> QRectF:
        return self._way().mapRect(self._sheet.rect_of(region))

    def _keep_loupe_inside(self) -> None:
        """At the edge of the window the page moves below the loupe."""
        if self._loupe is None:
            return
        at, inside = self._loupe, kept_inside(self._loupe, self.viewport().rect())
        self._loupe = inside
        self._scroll_by(round(at.x() - inside.x()), round(at.y() - inside.y()))
        self.viewport().update()

    def _centre(self, across: float, down: float) -> None:
        rect, room = self._page_rect(), self.viewport().rect().center()
        self._scroll_by(
            round(rect.left() + across * rect.width() - room.x()),
            round(rect.top() + down * rect.height() - room.y()),
        )

    def _edge(self) -> int:
        return theme().px(10)

    def _page_rect(self) -> QRect:
        width = self.page_width()
        height, room, edge = width * self.ratio, self.viewport().size(), self._edge()
        left = max((room.width() - width) / 2, edge) - self.horizontalScrollBar().value()
        top = max((room.height() - height) / 2, edge) - self.verticalScrollBar().value()
        return QRectF(left, top, width, height).toRect()

    def _lay_out(self) -> None:
        width, edge, room = self.page_width(), 2 * self._edge(), self.viewport().size()
        for bar, size, seen in (
            (self.horizontalScrollBar(), width, room.width()),
            (self.verticalScrollBar(), width * self.ratio, room.height()),
        ):
            bar.setRange(0, max(round(size) + edge - seen, 0))
            bar.setPageStep(seen)
            bar.setSingleStep(max(seen // 12, 1))
        self.viewport().update()
        self._timer.start()

    def _tell(self) -> None:
        width, whole = self.wanted_width(), self.whole_width()
        if width <= whole or self.has_loupe:
            self.wanted.emit(width)
            return
        seen, part = self._seen_shares(), self.pixels.part
        if seen is None or (part is not None and part[2] == width and self.pixels.part_holds(seen)):
            return
        across, down = PART_EDGE * (seen.right - seen.left), PART_EDGE * (seen.bottom - seen.top)
        more = (seen.left - across, seen.top - down, seen.right + across, seen.bottom + down)
        self.part_wanted.emit(width, Shares(*(min(max(edge, 0.0), 1.0) for edge in more)))

    def _seen_shares(self) -> Shares | None:
        """Give the part of the turned page that is in the window."""
        back, can_be = self._way().inverted()
        wide, tall = self._sheet.turned
        seen = back.mapRect(QRectF(self.viewport().rect())).intersected(QRectF(0, 0, wide, tall))
        if not can_be or seen.isEmpty():
            return None
        return Shares(seen.left() / wide, seen.top() / tall, seen.right() / wide, seen.bottom() / tall)

    def whole_width(self) -> int:
        """Give the width at which the whole turned page is drawn: as wanted, or as much as is worth it."""
        wide, tall = self._sheet.turned
        return min(self.wanted_width(), round(sqrt(WHOLE_PIXELS * wide / tall)))

    def wanted_width(self) -> int:
        """Give the device pixels across the whole turned page that the present size asks for."""
        whole = self.page_width() * self._sheet.turned[0] / self._sheet.seen[0]
        return round(min(whole * (LOUPE if self.has_loupe else 1), WIDEST_PX) * self.devicePixelRatioF())

    def _scroll_by(self, right: int, down: int) -> None:
        for bar, by in ((self.horizontalScrollBar(), right), (self.verticalScrollBar(), down)):
            bar.setValue(bar.value() + by)

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """Paint anew; nothing is moved as a widget."""
        self.viewport().update()
        self.moved.emit()
        self._timer.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the window; who has zoomed in keeps the middle of what he sees."""
        super().resizeEvent(event)
        self._lay_out()
        if self.fit is Fit.FREE and event.oldSize().isValid():
            less = (event.oldSize() - event.size()) / 2
            self._scroll_by(less.width(), less.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground, the page, what is marked on it, the frame in the making and the loupe."""
        painter, look = QPainter(self.viewport()), theme()
        painter.fillRect(self.viewport().rect(), look.colour("sunken"))
        if self.has_picture:
            self._paint_page(painter, QRectF(self.viewport().rect()), QTransform())
            if self._loupe is not None:
                paint_loupe(painter, self._loupe, self._paint_page)
        if self.framing.rect is not None:
            frame = self._from_shares(self.framing.rect)
            paint_frame(painter, frame, QRectF(self.viewport().rect()), f"{self.framing.purpose}. {HINT}")
        if self._is_front:
            painter.fillRect(0, 0, self.viewport().width(), look.px(3), look.colour("accent"))
        if self.hasFocus():
            painter.setPen(look.colour("focus"))
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _paint_page(self, painter: QPainter, room: QRectF, closer: QTransform) -> None:
        """Paint the part of the page that lies in `room`; `closer` enlarges it."""
        rect = closer.mapRect(QRectF(self._page_rect()))
        seen = room.intersected(rect).toAlignedRect()
        if seen.isEmpty():
            return
        way = self._way() * closer
        if self.tint.is_plain:
            painter.save()
            painter.setClipRect(seen, Qt.ClipOperation.IntersectClip)
            self._paint_picture(painter, way)
            painter.restore()
        else:
            painter.drawImage(seen.topLeft(), self._tinted(seen, way))
        painter.setPen(theme().colour("line"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.toRect().adjusted(-1, -1, 0, 0))
        paint_noted(painter, self._sheet, way, [one for kind in self._noted.values() for one in kind])

    def _paint_picture(self, painter: QPainter, way: QTransform) -> None:
        self.pixels.paint(painter, way, self._sheet.turned, self._seen_shares())

    def _tinted(self, seen: QRect, way: QTransform) -> QImage:
        ratio = self.devicePixelRatioF()
        picture = QImage(seen.size() * ratio, QImage.Format.Format_RGB32)
        picture.setDevicePixelRatio(ratio)
        picture.fill(theme().colour("sunken"))
        painter = QPainter(picture)
        painter.translate(-seen.left(), -seen.top())
        self._paint_picture(painter, way)
        painter.end()
        return self.tint.over(picture)

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
        """Grab the page, or begin a frame."""
        self.touched.emit()
        if self.framing.is_on:
            self.framing.press(self._to_shares(event.position()))
            return
        self._grabbed = event.position().toPoint()
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the page, the frame or the loupe."""
        if self.framing.is_on:
            self.framing.drag(self._to_shares(event.position()))
            return
        if self._loupe is not None:
            self._loupe = event.position()
            self.viewport().update()
        if self._grabbed is not None:
            at = event.position().toPoint()
            self._scroll_by(self._grabbed.x() - at.x(), self._grabbed.y() - at.y())
            self._grabbed = at

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        if self.framing.is_on:
            self.framing.release()
            return
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
        by = ARROWS.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
        else:
            self.pan(*by)
