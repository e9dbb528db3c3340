"""How a reason is painted: a ring where one counts, a box where several may, its key, and its words."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from workstation.ui import icons
from workstation.ui.button import paint_chip
from workstation.ui.theme import TEXT_PX, theme

KEY_ROLE, TEXT_ROLE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
MARK_PX, LEFT_PX, WORDS_PX, RIGHT_PX, TALL_PX = 18, 10, 72, 10, 34
Index = QModelIndex | QPersistentModelIndex


class ChoiceDelegate(QStyledItemDelegate):
    """Paints reasons; long words break under their own beginning. `many` is the kind of mark."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view, self.many = view, False

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Be as tall as the words at the width of the list."""
        look, wide = theme(), self._view.viewport().width()
        room = QRect(0, 0, max(wide - look.px(WORDS_PX + RIGHT_PX), look.px(80)), 10_000)
        words = str(index.data(TEXT_ROLE) or "")
        box = QFontMetrics(look.font(TEXT_PX)).boundingRect(room, Qt.TextFlag.TextWordWrap, words)
        return QSize(wide, max(box.height() + look.px(12), look.px(TALL_PX)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground, mark, key and words."""
        look, rect = theme(), option.rect
        is_on = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, rect, option, is_on=is_on)
        side = look.px(MARK_PX)
        spot = QRectF(rect.left() + look.px(LEFT_PX), rect.center().y() - side / 2 + 1, side, side)
        ink = look.colour("accent" if is_on else "edge")
        icons.draw(painter, self.mark(is_on=is_on), ink, spot)
        left = spot.right() + look.px(10)
        paint_chip(painter, str(index.data(KEY_ROLE)), look.colour("text"), left, rect.center().y() + 1)
        painter.setFont(look.font(TEXT_PX, bold=is_on))
        painter.setPen(look.colour("text"))
        room = QRect(rect).adjusted(look.px(WORDS_PX), 0, -look.px(RIGHT_PX), 0)
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, flags, str(index.data(TEXT_ROLE)))
        painter.restore()

    def mark(self, *, is_on: bool) -> str:
        """Name the drawing of the mark."""
        if self.many:
            return "square-check" if is_on else "square"
        return "circle-dot" if is_on else "circle"

    def _paint_ground(
        self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem, *, is_on: bool
    ) -> None:
        look, state = theme(), option.state
        if is_on:
            painter.fillRect(rect, look.colour("chosen"))
        elif state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.fillRect(rect, look.colour("hover"))
        if state & QStyle.StateFlag.State_Selected and self._view.hasFocus():
            painter.setPen(QPen(look.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), look.px(4), look.px(4))
