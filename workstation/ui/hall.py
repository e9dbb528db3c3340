"""What reception, counter and board share: tones of the stages, signs of priority, big figures, seconds that run."""

from datetime import datetime, timedelta

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workstation.desk import SteadyClock
from workstation.ui.theme import Tone, theme
from workstation.vocabulary import Priority, VisitStage
from workstation.wording import word

STAGE_TONES = {
    VisitStage.BOOKED: Tone.NEUTRAL,
    VisitStage.WAITING: Tone.INFO,
    VisitStage.CALLED: Tone.WARN,
    VisitStage.SERVING: Tone.ACCENT,
    VisitStage.HELD: Tone.WARN,
    VisitStage.NO_SHOW: Tone.BAD,
    VisitStage.FINISHED: Tone.GOOD,
    VisitStage.CANCELLED: Tone.NEUTRAL,
    VisitStage.LAPSED: Tone.NEUTRAL,
    VisitStage.REFUSED: Tone.BAD,
}
STAGE_ICONS = {
    VisitStage.BOOKED: "calendar-check",
    VisitStage.WAITING: "hourglass",
    VisitStage.CALLED: "megaphone",
    VisitStage.SERVING: "user-check",
    VisitStage.HELD: "pause",
    VisitStage.NO_SHOW: "skip-forward",
    VisitStage.FINISHED: "circle-check",
    VisitStage.CANCELLED: "circle-x",
    VisitStage.LAPSED: "clock-alert",
    VisitStage.REFUSED: "hand",
}
PRIORITY_ICONS = {
    Priority.NONE: "",
    Priority.ELDERLY: "user",
    Priority.DISABLED: "accessibility",
    Priority.PREGNANT: "heart-pulse",
    Priority.SMALL_CHILD: "baby",
}


def priority_word(priority: Priority) -> str:
    """Give the word of a priority group, nothing for everybody else."""
    return "" if priority == Priority.NONE else word(priority)


def priority_tone(priority: Priority) -> Tone | None:
    """Give the tone of a priority group, None for everybody else."""
    return None if priority == Priority.NONE else Tone.ACCENT


def stopwatch(span: timedelta) -> str:
    """'04:07', or '1:04:07' from an hour on; never below zero."""
    seconds = max(0, int(span.total_seconds()))
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes:02}:{left:02}"


class OfficeClock(SteadyClock):
    """The office's moment, and how long something lasts by it."""

    def since(self, begin: datetime) -> str:
        """Give the running time since `begin` as a stopwatch shows it."""
        return stopwatch(self.now() - begin)


class Figure(QWidget):
    """One line in large letters that shrinks when the room is narrow; sizes in px at 100 %."""

    def __init__(
        self,
        text: str = "",
        size: float = 48,
        *,
        colour: str = "text",
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        super().__init__()
        self._text, self._size, self._colour = text, size, colour
        self._align = align
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)

    def say(self, text: str, colour: str = "") -> None:
        """Change words and perhaps the colour token."""
        if (text, colour or self._colour) != (self._text, self._colour):
            self._text, self._colour = text, colour or self._colour
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()

    def text(self) -> str:
        """Give the words."""
        return self._text

    def sizeHint(self) -> QSize:
        """Fit the words in their full size."""
        metrics = QFontMetricsF(self._font(self._size))
        return QSize(round(metrics.horizontalAdvance(self._text)) + 4, round(metrics.height()))

    def minimumSizeHint(self) -> QSize:
        """Half as wide is still read."""
        full = self.sizeHint()
        return QSize(full.width() // 2, full.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line as large as it fits."""
        painter, size = QPainter(self), self._size
        wide = QFontMetricsF(self._font(size)).horizontalAdvance(self._text)
        if wide > self.width() > 0:
            size *= self.width() / wide
        painter.setFont(self._font(size))
        painter.setPen(theme().colour(self._colour))
        painter.drawText(QRectF(self.rect()), self._align | Qt.AlignmentFlag.AlignVCenter, self._text)
        painter.end()

    def _font(self, size: float) -> QFont:
        return theme().font(size, bold=True, heading=True, figures=True)
