"""Buttons painted by ourselves: icon, words and the key that does the same, as a small chip."""

from enum import StrEnum

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from workstation.ui import icons
from workstation.ui.theme import SMALL_PX, TEXT_PX, Look, theme


class Weight(StrEnum):
    """How much a button asks for the eye; one PRIMARY per screen."""

    PRIMARY = "primary"
    PLAIN = "plain"
    QUIET = "quiet"
    DANGER = "danger"


class Button(QAbstractButton):
    """A button with an icon name, words and a key chip; grows with the theme. Enter and Space press it."""

    def __init__(
        self,
        text: str = "",
        icon: str = "",
        *,
        keys: str = "",
        weight: Weight = Weight.PLAIN,
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setText(text)
        self.icon_name, self.keys, self.weight, self.small = icon, keys, weight, small
        self.is_busy = False
        self._is_hovered = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        theme().changed.connect(self._regrow)

    def set_keys(self, keys: str) -> None:
        """Show another key on the chip."""
        self.keys = keys
        self._regrow()

    def set_weight(self, weight: Weight) -> None:
        """Change how much the button asks for the eye."""
        self.weight = weight
        self.update()

    def sizeHint(self) -> QSize:
        """Give room for padding, icon, words and chip."""
        look, width = theme(), 0
        parts = [part for part in (self._icon_width(), self._text_width(), self._chip_width()) if part]
        width = sum(parts) + look.px(8) * max(len(parts) - 1, 0)
        sides = look.px(8 if self.small or not self.text() else 14)
        return QSize(width + 2 * sides, look.px(28 if self.small else 36))

    def minimumSizeHint(self) -> QSize:
        """A button never cuts its words."""
        return self.sizeHint()

    def _regrow(self) -> None:
        self.updateGeometry()
        self.update()

    def _icon_width(self) -> int:
        return theme().px(16 if self.small else 18) if self.icon_name else 0

    def _text_width(self) -> int:
        return QFontMetrics(self._letters()).horizontalAdvance(self.text()) + 1 if self.text() else 0

    def _letters(self) -> QFont:
        return theme().font(SMALL_PX + 1 if self.small else TEXT_PX, bold=True)

    def _chip_width(self) -> int:
        if not self.keys:
            return 0
        return QFontMetrics(theme().font(11)).horizontalAdvance(self.keys) + theme().px(10)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Light up under the mouse."""
        self._is_hovered = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Calm down again."""
        self._is_hovered = False
        self.update()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press the button like Space does, once however long it is held down."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if not event.isAutoRepeat():
                self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, ring, icon, words and chip."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, edge, ink = self._colours()
        self._paint_ground(painter, ground, edge)
        self._paint_inside(painter, ink)
        painter.end()

    def _colours(self) -> tuple[QColor, QColor, QColor]:
        look, none = theme(), QColor(0, 0, 0, 0)
        if not self.isEnabled():
            if self.weight is Weight.QUIET and look.look is not Look.CONTRAST:
                return none, none, look.colour("muted")
            return look.colour("sunken"), look.colour("line"), look.colour("muted")
        lit = self._is_hovered or self.isDown()
        if self.isChecked():
            return look.colour("chosen"), look.colour("accent"), look.colour("text")
        if self.weight is Weight.PRIMARY:
            name = "accent_down" if self.isDown() else "accent_hover" if lit else "accent"
            return look.colour(name), look.colour(name), look.colour("on_accent")
        if self.weight is Weight.DANGER:
            name = "danger_hover" if lit else "danger"
            return look.colour(name), look.colour(name), look.colour("on_danger")
        if self.weight is Weight.QUIET:
            return (look.colour("hover") if lit else none), none, look.colour("text")
        return (
            look.colour("hover" if lit else "surface"),
            look.colour("edge" if lit else "line"),
            look.colour("text"),
        )

    def _paint_ground(self, painter: QPainter, ground: QColor, edge: QColor) -> None:
        box, radius = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme().px(7)
        # black on black shows no grey: there a dashed rim says "not now"
        is_dashed = not self.isEnabled() and theme().look is Look.CONTRAST
        line = Qt.PenStyle.DashLine if is_dashed else Qt.PenStyle.SolidLine
        painter.setPen(QPen(edge, 1, line) if edge.alpha() else Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, radius, radius)
        if self.hasFocus():
            inner = self.weight in (Weight.PRIMARY, Weight.DANGER)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme().colour("focus"), 2))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
            if inner:
                painter.setPen(QPen(theme().colour("surface"), 1.5))
                painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), radius - 2, radius - 2)

    def _paint_inside(self, painter: QPainter, ink: QColor) -> None:
        gap, widths = theme().px(8), (self._icon_width(), self._text_width(), self._chip_width())
        total = sum(widths) + gap * max(sum(1 for width in widths if width) - 1, 0)
        left = max((self.width() - total) / 2, theme().px(4))
        height = float(self.height())
        if widths[0]:
            name = "loader-circle" if self.is_busy else self.icon_name
            icons.draw(painter, name, ink, QRectF(left, (height - widths[0]) / 2, widths[0], widths[0]))
            left += widths[0] + gap
        if widths[1]:
            painter.setFont(self._letters())
            painter.setPen(ink)
            painter.drawText(QRectF(left, 0, widths[1], height), Qt.AlignmentFlag.AlignVCenter, self.text())
            left += widths[1] + gap
        if widths[2]:
            paint_chip(painter, self.keys, ink, left, height / 2)


def paint_chip(painter: QPainter, keys: str, ink: QColor, left: float, middle: float) -> float:
    """Paint a key's name as a small outlined chip; gives its width."""
    font = theme().font(11)
    painter.setFont(font)
    width, height = QFontMetrics(font).horizontalAdvance(keys) + theme().px(10), theme().px(18)
    box = QRectF(left, middle - height / 2, width, height)
    edge, ground = QColor(ink), QColor(ink)
    edge.setAlphaF(0.35)
    ground.setAlphaF(0.08)
    painter.setPen(QPen(edge, 1))
    painter.setBrush(ground)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), theme().px(4), theme().px(4))
    painter.setPen(ink)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, keys)
    return width
