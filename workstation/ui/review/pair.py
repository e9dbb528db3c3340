"""The papers of one row for the eye: the card left, the photo right, name and number above the card."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from workstation.ui.bars import words
from workstation.ui.review.personlines import PersonLine
from workstation.ui.review.persons import MARK_TONES
from workstation.ui.review.rowpictures import RowPictures
from workstation.ui.theme import SMALL_PX, Tone, pad, theme
from workstation.ui.topbar import Chip
from workstation.wording import word

CARD = 54 / 85.6  # of an identity card, in mm


class _Face(QWidget):
    """One picture as large as there is room, or words in its place."""

    def __init__(self, name: str, ratio: float = 0.0) -> None:
        """`ratio`: height to width where it is known before, so that nothing below it moves."""
        super().__init__()
        self._shown: QImage | str = ""
        self.setAccessibleName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        policy.setHeightForWidth(ratio > 0)
        self.setSizePolicy(policy)
        self._ratio = ratio

    def heightForWidth(self, width: int) -> int:
        """As the ratio says."""
        return round(width * self._ratio) if self._ratio else -1

    def sizeHint(self) -> QSize:
        """At least so that a face is seen."""
        return QSize(theme().px(160), theme().px(160))

    def show_picture(self, shown: QImage | str) -> None:
        """Show a picture, or say these words."""
        if shown is not self._shown:
            self._shown = shown
            self.setAccessibleDescription(shown if isinstance(shown, str) else "")
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Fit it into the room."""
        painter, look = QPainter(self), theme()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if isinstance(self._shown, QImage):
            size = self._shown.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            spot = QRect((self.width() - size.width()) // 2, 0, size.width(), size.height())
            painter.drawImage(spot, self._shown)
            return
        painter.setPen(look.colour("muted"))
        painter.setFont(look.font(SMALL_PX))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        wrap = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(self.rect().adjusted(8, 8, -8, -8), wrap, self._shown)


class PairPane(QWidget):
    """Follows the cursor of the list: what is compared lies close together, as large as the room allows."""

    def __init__(self) -> None:
        super().__init__()
        self.card, self.photo = _Face("Kartu", CARD), _Face("Foto")
        self.name, self.nik = words("", "section", wrap=True), words("", "title")
        self.where, self.notes = words("", "small", wrap=True), words("", wrap=True)
        self.mark, self.seq = Chip(), words("", "muted")
        left = QVBoxLayout()
        pad(left, gap=8)
        for widget in (self.seq, self.name, self.nik, self.card, self.mark, self.notes, self.where):
            left.addWidget(widget)
        left.addStretch(1)
        row = QHBoxLayout(self)
        pad(row, 8, gap=14)
        row.addLayout(left, 8)
        row.addWidget(self.photo, 5)

    def show_line(self, line: PersonLine | None, pictures: RowPictures) -> None:
        """Show a row with its papers; None empties the pane."""
        for face, at in ((self.card, 0), (self.photo, 1)):
            scan = line.papers[at] if line is not None and at < len(line.papers) else 0
            face.show_picture(pictures.large(scan) if scan else "Tidak dilampirkan" if line else "")
        self.seq.setText(f"Nomor {line.seq}" if line else "")
        self.name.setText(line.name if line else "")
        self.nik.setText(grouped(line.nik) if line else "")
        self.notes.setText("\n".join(f"• {note}" for note in line.notes) if line else "")
        self.where.setText(line.where if line else "")
        has_mark = line is not None and line.mark is not None
        self.mark.setVisible(has_mark)
        if line is not None and line.mark is not None:
            self.mark.say(word(line.mark), MARK_TONES.get(line.mark, Tone.NEUTRAL))


def grouped(nik: str) -> str:
    """Set a number of sixteen digits in its three parts, as it is compared with a card."""
    return f"{nik[:6]} {nik[6:12]} {nik[12:]}" if len(nik) == 16 else nik
