"""The two marks that stand also in the first window: a person's initials, and the strip of a practice day."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from workstation.ui.bars import Picture, words
from workstation.ui.theme import Tone, pad, theme


class Initials(QWidget):
    """A disc with the first letters of a name."""

    def __init__(self, name: str, size: int = 32) -> None:
        super().__init__()
        self._letters = "".join(part[0] for part in name.split()[:2]).upper()
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Be square."""
        return QSize(theme().px(self._size), theme().px(self._size))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint disc and letters."""
        look, painter = theme(), QPainter(self)
        colours = look.tone(Tone.ACCENT)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.ground)
        painter.drawEllipse(QRectF(self.rect()))
        painter.setPen(colours.ink)
        painter.setFont(look.font(self._size * 0.4, bold=True))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._letters)
        painter.end()


class PracticeBanner(QFrame):
    """A strip that nobody mistakes for the real office."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("practice")
        row = QHBoxLayout(self)
        pad(row, 20, 5, 20, 5, gap=10)
        row.addStretch(1)
        row.addWidget(Picture("graduation-cap", "practice_text"))
        row.addWidget(words("LATIHAN – data buatan, tidak ada yang dikirim kepada warga"))
        row.addStretch(1)
        self.setAccessibleName("Mode latihan, data buatan")
