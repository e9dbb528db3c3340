"""One line of words that gives way: cut with an ellipsis where there is no room, and then told in a tooltip."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from workstation.ui.theme import theme


class Elided(QLabel):
    """A label whose words never push anything out; at least `LEAST_PX` wide, or as wide as its words."""

    LEAST_PX = 60

    def __init__(self, text: str, role: str = "") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        if role:
            self.setProperty("role", role)

    def minimumSizeHint(self) -> QSize:
        """Give way."""
        whole = super().sizeHint()
        return QSize(min(theme().px(self.LEAST_PX), whole.width()), whole.height())

    def seen_text(self) -> str:
        """Give the words as they are painted."""
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width() + 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell in full what is cut."""
        super().resizeEvent(event)
        self.setToolTip(self.text() if self.seen_text() != self.text() else "")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint what fits, in the dress of the style sheet."""
        painter = QPainter(self)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self.style().drawItemText(
            painter,
            self.rect(),
            flags,
            self.palette(),
            self.isEnabled(),
            self.seen_text(),
            self.foregroundRole(),
        )
        painter.end()
