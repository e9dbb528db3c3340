"""The face of the board: everything is painted in shares of the height, so that any screen shows the same picture."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from workstation.phrasing import day_date
from workstation.queries.queue import BoardState, CallRow, CounterRow
from workstation.ui import icons
from workstation.ui.theme import BODY, HEADING
from workstation.worktime import WIB

# the board is always dark: bright letters on a dark wall are read from farther away and do not dazzle
GROUND, CARD, LINE = QColor("#0b1a1e"), QColor("#12282e"), QColor("#28424a")
INK, QUIET, ACCENT = QColor("#ffffff"), QColor("#a9c3c8"), QColor("#ffd54a")
LIT, LIT_INK = QColor("#ffd54a"), QColor("#1d1500")
ALARM, ALARM_INK = QColor("#b3261e"), QColor("#ffffff")
PRACTICE, PRACTICE_INK = QColor("#f6c445"), QColor("#2b2000")
LINE_LOST = "Sambungan terputus, mohon tunggu panggilan lisan"
COUNTERS_A_PAGE = 6
LEFT, CENTRE, RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight


class Face(QWidget):
    """Paints one state: the last call large, who is where, who was called before and who comes soon."""

    def __init__(self, point: str, *, practice: bool) -> None:
        super().__init__()
        self.point, self.practice = point, practice
        self.state: BoardState | None = None
        self.now: datetime | None = None
        self.is_lit, self.is_lost, self.page = False, False, 0
        self.setMinimumSize(480, 270)
        self.setAccessibleName("Papan antrean")

    def pages(self) -> int:
        """Count the pages that the open counters need."""
        count = len(self.state.counters) if self.state else 0
        return max(1, -(-count // COUNTERS_A_PAGE))

    def show_counter(self, number: int) -> None:
        """Turn to the page on which this counter (its place in the list) stands."""
        self.page = number // COUNTERS_A_PAGE

    def last_call(self) -> CallRow | None:
        """Give the call that stands large."""
        return self.state.calls[0] if self.state and self.state.calls else None

    def counters_seen(self) -> Sequence[CounterRow]:
        """Give the counters of the present page."""
        if self.state is None:
            return ()
        first = (self.page % self.pages()) * COUNTERS_A_PAGE
        return self.state.counters[first : first + COUNTERS_A_PAGE]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the whole board."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), GROUND)
        unit = self._unit()
        whole = QRectF(self.rect())
        top = self._paint_strips(painter, whole, unit)
        edge = 2.5 * unit
        head = QRectF(edge, top + 1.2 * unit, whole.width() - 2 * edge, 9 * unit)
        self._paint_head(painter, head, unit)
        body_top = head.bottom() + 1.2 * unit
        body = QRectF(edge, body_top, whole.width() - 2 * edge, whole.bottom() - body_top - edge)
        side = body.width() * 0.42
        foot = 17 * unit
        main = QRectF(body.left(), body.top(), body.width() - side - edge, body.height() - foot - edge)
        self._paint_call(painter, main, unit)
        self._paint_row(painter, QRectF(main.left(), main.bottom() + edge, main.width(), foot), unit)
        self._paint_counters(
            painter, QRectF(main.right() + edge, body.top(), side, body.height() - foot - edge), unit
        )
        self._paint_coming(painter, QRectF(main.right() + edge, main.bottom() + edge, side, foot), unit)
        painter.end()

    def _unit(self) -> float:
        """A hundredth of the height, less on a screen that is narrower than 16 : 10."""
        return min(self.height() / 100, self.width() / 160)

    def _paint_strips(self, painter: QPainter, whole: QRectF, unit: float) -> float:
        top = 0.0
        strips = []
        if self.practice:
            strips.append(("LATIHAN – bukan panggilan sesungguhnya", PRACTICE, PRACTICE_INK, 5.0, ""))
        if self.is_lost:
            strips.append((LINE_LOST, ALARM, ALARM_INK, 10.0, "wifi-off"))
        for text, ground, ink, high, icon in strips:
            box = QRectF(0, top, whole.width(), high * unit)
            painter.fillRect(box, ground)
            font = _font(high * 0.56 * unit)
            if icon:
                wide = min(QFontMetricsF(font).horizontalAdvance(text), box.width() - 12 * unit)
                spot = QRectF(
                    box.center().x() - wide / 2 - 8 * unit, box.center().y() - 3 * unit, 6 * unit, 6 * unit
                )
                icons.draw(painter, icon, ink, spot)
            _write(painter, box.adjusted(9 * unit, 0, -9 * unit, 0), text, font, ink, CENTRE)
            top = box.bottom()
        return top

    def _paint_head(self, painter: QPainter, box: QRectF, unit: float) -> None:
        clock = self.now.astimezone(WIB) if self.now else None
        right = 34 * unit
        _write(
            painter,
            QRectF(box.left(), box.top(), box.width() - right - 2 * unit, box.height()),
            self.point,
            _font(5.6 * unit, heading=True),
            INK,
            LEFT,
        )
        if clock is not None:
            time = QRectF(box.right() - right, box.top() - 0.6 * unit, right, 6 * unit)
            _write(painter, time, f"{clock:%H.%M} WIB", _font(5.4 * unit), INK, RIGHT)
            day = QRectF(box.right() - right * 1.4, box.top() + 5.4 * unit, right * 1.4, 3.8 * unit)
            _write(painter, day, day_date(clock), _font(3 * unit, bold=False), QUIET, RIGHT)

    def _paint_call(self, painter: QPainter, box: QRectF, unit: float) -> None:
        call, ground, ink = self.last_call(), CARD, INK
        quiet, number = QUIET, ACCENT
        if self.is_lit:
            ground, ink, quiet, number = LIT, LIT_INK, LIT_INK, LIT_INK
        _card(painter, box, ground, unit)
        inner = box.adjusted(3 * unit, 2 * unit, -3 * unit, -2 * unit)
        if call is None:
            _write(painter, inner, "Belum ada panggilan", _font(6 * unit), quiet, CENTRE)
            return
        part = inner.height() / 100
        title = QRectF(inner.left(), inner.top(), inner.width(), 14 * part)
        _write(painter, title, "Nomor antrean", _font(4.6 * unit, bold=False), quiet, CENTRE)
        big = QRectF(inner.left(), inner.top() + 13 * part, inner.width(), 52 * part)
        _write(painter, big, call.ticket, _font(48 * part, heading=True), number, CENTRE)
        where = QRectF(inner.left(), inner.top() + 68 * part, inner.width(), 30 * part)
        text = f"Loket {call.counter}"
        font = _font(24 * part, heading=True)
        arrow = 20 * part
        wide = min(QFontMetricsF(font).horizontalAdvance(text), where.width() - arrow - 3 * unit)
        left = where.center().x() - (wide + arrow + 3 * unit) / 2
        icons.draw(painter, "arrow-right", ink, QRectF(left, where.center().y() - arrow / 2, arrow, arrow))
        _write(
            painter,
            QRectF(left + arrow + 3 * unit, where.top(), wide + 2, where.height()),
            text,
            font,
            ink,
            LEFT,
        )

    def _paint_counters(self, painter: QPainter, box: QRectF, unit: float) -> None:
        _card(painter, box, CARD, unit)
        inner = box.adjusted(2.5 * unit, 1.5 * unit, -2.5 * unit, -1.5 * unit)
        page = f"  {self.page % self.pages() + 1}/{self.pages()}" if self.pages() > 1 else ""
        head = QRectF(inner.left(), inner.top(), inner.width(), 5 * unit)
        _write(painter, head, "Loket" + page, _font(3.2 * unit, bold=False), QUIET, LEFT)
        _write(painter, head, "Nomor", _font(3.2 * unit, bold=False), QUIET, RIGHT)
        seen, call = self.counters_seen(), self.last_call()
        if not seen:
            _write(painter, inner, "Belum ada loket yang buka", _font(4 * unit), QUIET, CENTRE)
            return
        high = min((inner.height() - 5 * unit) / max(len(seen), 4), 14 * unit)
        for number, row in enumerate(seen):
            line = QRectF(inner.left(), head.bottom() + number * high, inner.width(), high)
            is_last = call is not None and row.ticket == call.ticket and row.number == call.counter
            ink = ACCENT if is_last else INK
            painter.fillRect(QRectF(line.left(), line.top(), line.width(), max(1.0, 0.15 * unit)), LINE)
            size = min(6.4 * unit, high * 0.62)
            name = QRectF(line.left(), line.top(), line.width() * 0.5, high)
            _write(painter, name, f"Loket {row.number}", _font(size, bold=is_last), ink, LEFT)
            what, shade = (row.ticket, ink) if row.ticket else ("–", QUIET)
            _write(painter, line, what, _font(size), shade, RIGHT)

    def _paint_row(self, painter: QPainter, box: QRectF, unit: float) -> None:
        calls = self.state.calls[1:5] if self.state else ()
        self._paint_list(
            painter,
            box,
            unit,
            "Panggilan sebelumnya",
            [(call.ticket, f"Loket {call.counter}") for call in calls],
            4,
        )

    def _paint_coming(self, painter: QPainter, box: QRectF, unit: float) -> None:
        coming = self.state.coming[:3] if self.state else ()
        waiting = f"  ({self.state.waiting} menunggu)" if self.state and self.state.waiting else ""
        self._paint_list(painter, box, unit, "Bersiap" + waiting, [(ticket, "") for ticket in coming], 3)

    def _paint_list(
        self,
        painter: QPainter,
        box: QRectF,
        unit: float,
        title: str,
        items: Sequence[tuple[str, str]],
        room: int,
    ) -> None:
        _card(painter, box, CARD, unit)
        inner = box.adjusted(2.5 * unit, 1 * unit, -2.5 * unit, -1 * unit)
        head = QRectF(inner.left(), inner.top(), inner.width(), 4.6 * unit)
        _write(painter, head, title, _font(3.2 * unit, bold=False), QUIET, LEFT)
        if not items:
            rest = QRectF(inner.left(), head.bottom(), inner.width(), inner.bottom() - head.bottom())
            _write(painter, rest, "–", _font(5 * unit), QUIET, LEFT)
        wide = inner.width() / room
        for number, (ticket, sub) in enumerate(items):
            cell = QRectF(
                inner.left() + number * wide, head.bottom(), wide - unit, inner.bottom() - head.bottom()
            )
            share = 0.6 if sub else 1.0
            upper = QRectF(cell.left(), cell.top(), cell.width(), cell.height() * share)
            _write(painter, upper, ticket, _font(5.6 * unit), INK, LEFT)
            if sub:
                lower = QRectF(cell.left(), upper.bottom(), cell.width(), cell.height() - upper.height())
                _write(painter, lower, sub, _font(3.2 * unit, bold=False), QUIET, LEFT)


def _font(size: float, *, bold: bool = True, heading: bool = False) -> QFont:
    font = QFont(HEADING if heading else BODY)
    font.setPixelSize(max(6, round(size)))
    font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Medium)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def _card(painter: QPainter, box: QRectF, ground: QColor, unit: float) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(box, 1.4 * unit, 1.4 * unit)


def _write(
    painter: QPainter, box: QRectF, text: str, font: QFont, ink: QColor, align: Qt.AlignmentFlag
) -> None:
    """Write one line, smaller when the box is too narrow for it."""
    wide = QFontMetricsF(font).horizontalAdvance(text)
    if wide > box.width() > 0:
        font = QFont(font)
        font.setPixelSize(max(6, int(font.pixelSize() * box.width() / wide)))
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(box, align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)
