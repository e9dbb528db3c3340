"""The program's sign: a counter window under a roof line, and its name."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from workstation.ui.theme import theme


class Brand(QWidget):
    """Sign and name in one line; `size` is the height of the sign at 100 %."""

    def __init__(self, size: int = 32, ink: str = "rail_title") -> None:
        super().__init__()
        self._size, self._ink = size, ink
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Loket")
        theme().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Leave air below."""
        return QSize(theme().px(self._size * 4), theme().px(self._size + 16))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sign and the name."""
        look, painter = theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = look.px(self._size)
        box = QRectF(look.px(4), look.px(4), side, side)
        paint_sign(painter, box)
        painter.setFont(look.font(self._size * 0.66, heading=True, bold=True))
        painter.setPen(look.colour(self._ink))
        left = box.right() + look.px(10)
        painter.drawText(
            QRectF(left, box.top(), self.width() - left, side), Qt.AlignmentFlag.AlignVCenter, "Loket"
        )
        painter.end()


def paint_sign(painter: QPainter, box: QRectF) -> None:
    """Paint the sign: a ticket-shaped window with a counter line, white on teal."""
    side = box.width()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#0f8f87"))
    painter.drawRoundedRect(box, side * 0.26, side * 0.26)
    white = QColor("#ffffff")
    painter.setPen(QPen(white, side * 0.085, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)

    def at(x: float, y: float) -> QPointF:
        return QPointF(box.left() + x * side, box.top() + y * side)

    painter.drawRoundedRect(QRectF(at(0.27, 0.22), at(0.73, 0.62)), side * 0.1, side * 0.1)
    painter.drawLine(at(0.2, 0.77), at(0.8, 0.77))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#f6c445"))
    painter.drawEllipse(at(0.5, 0.42), side * 0.085, side * 0.085)
