"""A year at a glance: twelve months of small squares, painted; the same facts stand as words in the list."""

from datetime import date

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from workstation import phrasing
from workstation.queries.calendar import DayFact
from workstation.ui.theme import Tone, theme
from workstation.vocabulary import DayKind
from workstation.wording import word

ACROSS, DOWN, TALL = 6, 2, 7.7
TONES = {DayKind.HOLIDAY: Tone.BAD, DayKind.SEASON: Tone.GOOD}


class YearView(QWidget):
    """Twelve months; holidays red (only a rim while they are an estimate), seasons green, closed days grey."""

    def __init__(self) -> None:
        super().__init__()
        self.days: tuple[DayFact, ...] = ()
        self.today, self.marked = date.min, (date.min, date.min)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(theme().px(640), theme().px(230))
        theme().changed.connect(self.update)

    def show_days(self, days: tuple[DayFact, ...], today: date) -> None:
        """Show these days."""
        self.days, self.today = days, today
        counted = {kind: sum(fact.kind is kind for fact in days) for kind in DayKind}
        said = ", ".join(f"{word(kind).lower()} {number} hari" for kind, number in counted.items() if number)
        self.setAccessibleName(f"Tahun {days[0].day.year}: {said}" if days else "")
        self.update()

    def mark(self, first: date, last: date) -> None:
        """Put a ring around the days of the rule under the cursor."""
        self.marked = (first, last)
        self.update()

    def sizeHint(self) -> QSize:
        """Wish for squares of 17 px."""
        return QSize(theme().px(800), theme().px(290))

    # -- how it works ------------------------------------------------------------------------------------

    def _square(self) -> float:
        wide = self.width() / (ACROSS * 7.6 - 0.6)
        tall = (self.height() - theme().px(26)) / (DOWN * TALL)
        return min(wide, tall)

    def _place(self, day: date) -> QRectF:
        side = self._square()
        column, row = (day.month - 1) % ACROSS, (day.month - 1) // ACROSS
        week = (day.day - 1 + day.replace(day=1).weekday()) // 7
        left = column * 7.6 * side + day.weekday() * side
        top = row * TALL * side + 1.5 * side + week * side
        return QRectF(left, top, side, side).adjusted(1, 1, -1, -1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the months, their days, and the legend."""
        painter, look, side = QPainter(self), theme(), self._square()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font(12, bold=True))
        painter.setPen(look.colour("text"))
        for month in range(12):
            at = QPointF(month % ACROSS * 7.6 * side, month // ACROSS * TALL * side + 1.05 * side)
            painter.drawText(at, phrasing.MONTHS[month])
        painter.setFont(look.font(10))
        for fact in self.days:
            self._paint_day(painter, self._place(fact.day), fact)
        self._paint_legend(painter)
        painter.end()

    def _paint_day(self, painter: QPainter, box: QRectF, fact: DayFact) -> None:
        look = theme()
        tone = TONES.get(fact.kind)
        ink = look.tone(tone).ink if tone else look.colour("text" if fact.kind is DayKind.OPEN else "muted")
        ground = look.tone(tone).ground if tone else look.colour("surface")
        if fact.kind is DayKind.CLOSED:
            ground = look.colour("sunken")
        elif fact.estimated:
            ground = look.colour("surface")
        rim = QColor(ink) if tone else look.colour("line")
        ring = self.marked[0] <= fact.day <= self.marked[1] or fact.day == self.today
        style = Qt.PenStyle.DashLine if fact.estimated else Qt.PenStyle.SolidLine
        painter.setPen(QPen(look.colour("focus"), 2.4) if ring else QPen(rim, 1, style))
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(fact.day.day))

    def _paint_legend(self, painter: QPainter) -> None:
        look, left = theme(), 0.0
        painter.setFont(look.font(11))
        top = self.height() - look.px(20)
        for label, tone, dashed in (
            ("Libur", Tone.BAD, False),
            ("Perkiraan", Tone.BAD, True),
            ("Jam musiman (Ramadan)", Tone.GOOD, False),
        ):
            ink, ground = look.tone(tone)
            box = QRectF(left + 1, top + 2, look.px(14), look.px(14))
            painter.setPen(QPen(ink, 1, Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine))
            painter.setBrush(look.colour("surface") if dashed else ground)
            painter.drawRoundedRect(box, 3, 3)
            painter.setPen(look.colour("text"))
            painter.drawText(QPointF(box.right() + look.px(6), box.bottom() - look.px(2)), label)
            left = box.right() + look.px(20) + painter.fontMetrics().horizontalAdvance(label)

    def event(self, event: QEvent) -> bool:
        """Say what a day is under the pointer."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            for fact in self.days:
                if self._place(fact.day).contains(event.pos().toPointF()):
                    note = f": {fact.note}" if fact.note else ""
                    QToolTip.showText(
                        event.globalPos(), f"{phrasing.day_date(fact.day)}\n{word(fact.kind)}{note}"
                    )
                    return True
            QToolTip.hideText()
        return super().event(event)
