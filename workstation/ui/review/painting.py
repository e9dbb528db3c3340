"""What is painted over a page: frames with their words, and the frame that is being drawn."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPainterPath, QPen, QTransform

from workstation.places_on_page import Region
from workstation.ui.review.sheet import Sheet
from workstation.ui.theme import SMALL_PX, Tone, theme

FOOT_PX = 46


@dataclass(frozen=True, slots=True)
class Noted:
    """A frame to show on the page with a few words above it; `is_filled` covers what lies below.

    `is_beside` sets a sign to the right of what is framed, where it hides no line of the paper.
    """

    region: Region
    tone: Tone
    words: str = ""
    is_filled: bool = False
    is_beside: bool = False


def paint_noted(painter: QPainter, sheet: Sheet, way: QTransform, noted: Iterable[Noted]) -> None:
    """Paint frames where they lie; `way` leads from the turned page to the window."""
    for one in noted:
        frame, colours = way.map(_path(sheet.rect_of(one.region))), theme().tone(one.tone)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colours.ink, theme().px(2)))
        painter.setBrush(Qt.GlobalColor.black if one.is_filled else Qt.BrushStyle.NoBrush)
        painter.drawPath(frame)
        if one.words:
            _paint_words(painter, one, frame.boundingRect())
        painter.restore()


def room_of(sheet: Sheet, way: QTransform, noted: Noted) -> QRectF:
    """Give what a frame and its words cover of the window."""
    frame = way.mapRect(sheet.rect_of(noted.region))
    around = theme().px(2)
    room = frame.adjusted(-around, -around, around, around)
    if noted.words:
        room |= _label(QFontMetrics(_label_font()), noted, frame)
    return room


def paint_frame(painter: QPainter, frame: QRectF, room: QRectF, words: str) -> None:
    """Paint the frame that is being drawn: everything else darker, and how it goes on at the foot."""
    look = theme()
    shade = look.colour("shadow")
    shade.setAlphaF(0.35)
    painter.fillPath(_path(room).subtracted(_path(frame)), shade)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.colour("accent"), look.px(3)))
    painter.drawRect(frame)
    foot = QRectF(0, room.height() - look.px(FOOT_PX), room.width(), look.px(FOOT_PX))
    painter.setFont(look.font(SMALL_PX))
    painter.fillRect(foot, look.colour("surface"))
    painter.setPen(look.colour("text"))
    wrap = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
    painter.drawText(foot.adjusted(8, 2, -8, -2), wrap, words)


def _paint_words(painter: QPainter, noted: Noted, frame: QRectF) -> None:
    colours = theme().tone(noted.tone)
    painter.setFont(_label_font())
    label = _label(painter.fontMetrics(), noted, frame)
    painter.fillRect(label, colours.ground)
    painter.setPen(colours.ink)
    painter.drawText(label, Qt.AlignmentFlag.AlignCenter, noted.words)


def _label_font() -> QFont:
    return theme().font(SMALL_PX, bold=True)


def _label(metrics: QFontMetrics, noted: Noted, frame: QRectF) -> QRectF:
    """Give where words stand: beside the frame or above it, or below it where the window ends."""
    room = metrics.size(0, noted.words)
    label = QRectF(0, 0, room.width() + theme().px(10), room.height() + theme().px(4))
    label.moveBottomLeft(frame.topLeft())
    if noted.is_beside:
        label.moveCenter(frame.center())
        label.moveLeft(frame.right())
    elif label.top() < 0:
        label.moveTopLeft(frame.bottomLeft())
    return label


def _path(rect: QRectF) -> QPainterPath:
    path = QPainterPath()
    path.addRect(rect)
    return path
