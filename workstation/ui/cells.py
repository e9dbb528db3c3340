"""How a cell of a table is painted: chosen rows, hairlines, pills, second lines, ticks."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from workstation.ui import icons
from workstation.ui.theme import SMALL_PX, TEXT_PX, TONE_ICONS, Look, Tone, theme

TONE, ICON, SUBTEXT, STRONG, PICTURES, CHIPS = (Qt.ItemDataRole.UserRole + n for n in range(1, 7))
Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """Paints all cells of a RowTable."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._hovered = -1
        view.entered.connect(self._enter)
        view.viewport().installEventFilter(self)

    def _enter(self, index: QModelIndex) -> None:
        if index.row() != self._hovered:
            self._hovered = index.row()
            self._view.viewport().update()

    def eventFilter(self, watched: QObject, event: Any) -> bool:
        """Forget the row under the mouse when the mouse has gone."""
        if event.type() == event.Type.Leave and self._hovered != -1:
            self._hovered = -1
            self._view.viewport().update()
        return super().eventFilter(watched, event)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Rows have one height; columns are given."""
        return QSize(theme().px(60), theme().px(34))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground, then tick, pill or words."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect
        self._paint_ground(painter, rect, option, index)
        tick = index.data(Qt.ItemDataRole.CheckStateRole)
        tone, pictures, chips = index.data(TONE), index.data(PICTURES), index.data(CHIPS)
        if pictures is not None:
            _paint_pictures(painter, rect, pictures)
        elif chips is not None:
            _paint_chips(painter, rect, chips)
        elif tick is not None:
            self._paint_tick(painter, rect, Qt.CheckState(tick) == Qt.CheckState.Checked)
        elif tone is not None:
            self._paint_pill(painter, rect, Tone(tone), index)
        else:
            self._paint_words(painter, rect, index)
        painter.restore()

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Tell words that do not fit in full; a column with its own tooltip tells that."""
        if event.type() != QEvent.Type.ToolTip or index.data(Qt.ItemDataRole.ToolTipRole):
            return super().helpEvent(event, view, option, index)
        QToolTip.showText(event.globalPos(), self.cut_words(index, option.rect.width()), view)
        return True

    def cut_words(self, index: Index, width: int) -> str:
        """Give the lines of a cell when one of them is cut at `width` px, else ""."""
        look = theme()
        text, sub = str(index.data() or ""), str(index.data(SUBTEXT) or "")
        if index.data(TONE) is not None:
            return text if text and pill_width(text) > width - look.px(12) else ""
        room = width - look.px(20) - (look.px(16 + 8) if index.data(ICON) else 0)
        bold = bool(index.data(STRONG))
        sizes = ((text, look.font(TEXT_PX, bold=bold)), (sub, look.font(SMALL_PX)))
        is_cut = any(QFontMetrics(font).horizontalAdvance(line) > room for line, font in sizes)
        return "\n".join(line for line in (text, sub) if line) if is_cut else ""

    def _paint_ground(
        self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem, index: Index
    ) -> None:
        look, state = theme(), option.state
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        if is_chosen:
            painter.fillRect(rect, look.colour("chosen"))
        elif index.row() == self._hovered:
            painter.fillRect(rect, look.colour("hover"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), look.colour("line"))
        if is_chosen and index.column() == 0:
            painter.fillRect(QRect(rect.left(), rect.top(), look.px(3), rect.height()), look.colour("accent"))
        if index.row() == self._view.currentIndex().row() and self._view.hasFocus():
            painter.setPen(QPen(look.colour("focus"), 2))
            painter.drawLine(rect.left(), rect.top() + 1, rect.right() + 1, rect.top() + 1)
            painter.drawLine(rect.left(), rect.bottom(), rect.right() + 1, rect.bottom())

    def _paint_tick(self, painter: QPainter, rect: QRect, is_on: bool) -> None:
        look = theme()
        side = look.px(18)
        box = QRectF(rect.center().x() - side / 2 + 1, rect.center().y() - side / 2 + 1, side, side)
        painter.setPen(QPen(look.colour("accent" if is_on else "edge"), 1.5))
        painter.setBrush(look.colour("accent" if is_on else "surface"))
        painter.drawRoundedRect(box, look.px(4), look.px(4))
        if is_on:
            icons.draw(painter, "check", look.colour("on_accent"), box.adjusted(2, 2, -2, -2))

    def _paint_pill(self, painter: QPainter, rect: QRect, tone: Tone, index: Index) -> None:
        text = str(index.data() or "")
        if not text:
            return
        room = rect.adjusted(theme().px(8), 0, -theme().px(4), 0)
        align = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole))
        paint_pill(painter, room, text, tone, str(index.data(ICON) or ""), align)

    def _paint_words(self, painter: QPainter, rect: QRect, index: Index) -> None:
        look = theme()
        room = rect.adjusted(look.px(10), 0, -look.px(10), 0)
        text, sub, icon = str(index.data() or ""), str(index.data(SUBTEXT) or ""), str(index.data(ICON) or "")
        align = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole))
        if icon:
            side = look.px(16)
            spot = QRectF(room.left(), rect.center().y() - side / 2 + 1, side, side)
            icons.draw(painter, icon, look.colour("muted"), spot)
            room.setLeft(room.left() + side + look.px(8))
        top = QRect(room)
        if sub:
            half = rect.height() // 2
            top.setBottom(rect.top() + half + look.px(2))
            low = QRect(room.left(), rect.top() + half, room.width(), half - look.px(4))
            self._write(painter, low, sub, SMALL_PX, look.colour("muted"), align, bold=False)
        self._write(painter, top, text, TEXT_PX, look.colour("text"), align, bold=bool(index.data(STRONG)))

    def _write(
        self,
        painter: QPainter,
        room: QRect,
        text: str,
        size: int,
        ink: QColor,
        align: Qt.AlignmentFlag,
        *,
        bold: bool,
    ) -> None:
        font = theme().font(size, bold=bold, figures=bool(align & Qt.AlignmentFlag.AlignRight))
        painter.setFont(font)
        painter.setPen(ink)
        short = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, align, short)


def _paint_pictures(painter: QPainter, rect: QRect, pictures: tuple[QPixmap | str, ...]) -> None:
    """Paint pictures side by side, each in the middle of its share; words stand where one is not there (yet)."""
    look = theme()
    share = rect.width() // max(len(pictures), 1)
    for number, picture in enumerate(pictures):
        room = QRect(rect.left() + number * share, rect.top(), share, rect.height()).adjusted(2, 2, -2, -3)
        if isinstance(picture, QPixmap):
            size = picture.deviceIndependentSize().toSize()
            spot = QRect(0, 0, size.width(), size.height())
            spot.moveCenter(room.center())
            painter.drawPixmap(spot, picture)
        else:
            painter.setFont(look.font(SMALL_PX))
            painter.setPen(look.colour("muted"))
            wrap = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(room, wrap, picture)


def _paint_chips(painter: QPainter, rect: QRect, chips: Sequence[tuple[str, Tone]]) -> None:
    """Paint pills side by side; what has no room is counted at the end."""
    look = theme()
    room = rect.adjusted(look.px(8), 0, -look.px(4), 0)
    for number, (text, tone) in enumerate(chips):
        more = len(chips) - number - 1
        least = pill_width(text) + (look.px(4) + _count_width(more) if more else 0)
        if number and least > room.width():
            painter.setFont(look.font(SMALL_PX, bold=True))
            painter.setPen(look.colour("muted"))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, f"+{more + 1}")
            return
        wide = min(pill_width(text), room.width() - (look.px(4) + _count_width(more) if more else 0))
        paint_pill(painter, QRect(room.left(), room.top(), wide, room.height()), text, tone)
        room.setLeft(room.left() + wide + look.px(4))


def _count_width(more: int) -> int:
    return QFontMetrics(theme().font(SMALL_PX, bold=True)).horizontalAdvance(f"+{more}")


def pill_width(text: str) -> int:
    """Give the width of a pill with these words."""
    look = theme()
    return QFontMetrics(look.font(SMALL_PX, bold=True)).horizontalAdvance(text) + look.px(8 + 14 + 6 + 10)


def paint_pill(
    painter: QPainter,
    room: QRect,
    text: str,
    tone: Tone,
    icon: str = "",
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """Paint a status pill: icon and words in the tone's colours, at most as wide as `room`."""
    look, font = theme(), theme().font(SMALL_PX, bold=True)
    colours, height = look.tone(tone), look.px(22)
    width = min(pill_width(text), room.width())
    left = float(room.left())
    if align & Qt.AlignmentFlag.AlignRight:
        left = room.right() - width
    elif align & Qt.AlignmentFlag.AlignHCenter:
        left = room.center().x() - width / 2
    box = QRectF(left, room.center().y() - height / 2 + 0.5, width, height)
    rim = QColor(colours.ink)
    rim.setAlphaF(1.0 if look.look == Look.CONTRAST else 0.22)
    painter.setPen(QPen(rim, 1))
    painter.setBrush(colours.ground)
    painter.drawRoundedRect(box, height / 2, height / 2)
    side = look.px(14)
    spot = QRectF(left + look.px(8), box.center().y() - side / 2, side, side)
    icons.draw(painter, icon or TONE_ICONS[tone], colours.ink, spot)
    painter.setFont(font)
    painter.setPen(colours.ink)
    words = QRectF(spot.right() + look.px(6), box.top(), box.right() - spot.right() - look.px(10), height)
    short = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, int(words.width()) + 1)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, short)
