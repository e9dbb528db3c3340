"""A round glass over the page, moved by mouse and keys."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QTransform

from workstation.ui.theme import theme

LOUPE, LOUPE_PX = 2.5, 300

PaintPage = Callable[[QPainter, QRectF, QTransform], None]


def kept_inside(at: QPointF, room: QRect) -> QPointF:
    """Give the place in `room` that is nearest to `at`."""
    return QPointF(min(max(at.x(), room.left()), room.right()), min(max(at.y(), room.top()), room.bottom()))


def paint_loupe(painter: QPainter, at: QPointF, paint_page: PaintPage) -> None:
    """Paint the page enlarged about `at`, within the glass."""
    side = theme().px(LOUPE_PX)
    glass = QRectF(at.x() - side / 2, at.y() - side / 2, side, side)
    path = QPainterPath()
    path.addEllipse(glass)
    closer = QTransform.fromTranslate(-at.x(), -at.y())
    closer *= QTransform.fromScale(LOUPE, LOUPE) * QTransform.fromTranslate(at.x(), at.y())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipPath(path)
    painter.fillRect(glass, theme().colour("sunken"))
    paint_page(painter, glass, closer)
    painter.restore()
    painter.setPen(QPen(theme().colour("accent"), theme().px(2)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(glass)
