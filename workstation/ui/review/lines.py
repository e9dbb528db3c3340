"""Lines of the left side that take the focus: a document with its verdict, a field with its three marks."""

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
)

from workstation.comparing.proposing import Likeness, Reading
from workstation.ui import icons
from workstation.ui.bars import words
from workstation.ui.review.likeness import read_words, spoken, underlined
from workstation.ui.review.opened import Change, FieldLine, Paper
from workstation.ui.review.papertabs import VERDICT_TONES
from workstation.ui.theme import SMALL_PX, Tone, pad, theme
from workstation.ui.topbar import Chip
from workstation.vocabulary import Mark
from workstation.wording import word

MARKS = {
    Mark.SAME: ("check", Tone.GOOD, "1"),
    Mark.DIFFERS: ("x", Tone.BAD, "2"),
    Mark.UNREADABLE: ("eye-off", Tone.WARN, "3"),
}
CHANGES = {
    Change.MENDED: ("Diperbaiki", Tone.GOOD, "circle-check"),
    Change.UNMENDED: ("Belum diperbaiki", Tone.BAD, "circle-x"),
    Change.CHANGED: ("Berubah", Tone.WARN, "pen-line"),
}
LABEL_PX, LARGEST_SIDE_BY_SIDE = 112, 125


class Line(QFrame):
    """A line under the keyboard: ↑ ↓ go to its neighbours, the focus makes it current."""

    entered = Signal()
    stepped = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.is_current, self._is_hovered = False, False
        self.alarm: Tone | None = None  # a bar at the left that calls the eye
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def forget(self) -> None:
        """Keep nothing that was read in the former case."""
        self.alarm = None

    def set_current(self, on: bool) -> None:
        """Be the line that the scan and the keys speak of."""
        self.is_current = on
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Become current."""
        super().focusInEvent(event)
        self.entered.emit()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Stay current, without the ring."""
        super().focusOutEvent(event)
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Light up under the mouse."""
        super().enterEvent(event)
        self._is_hovered = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Calm down again."""
        super().leaveEvent(event)
        self._is_hovered = False
        self.update()

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Take the focus even when it is here already."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.entered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go up and down."""
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if by and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.stepped.emit(by)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground, the bar of the current line, the ring of the focus."""
        painter, look = QPainter(self), theme()
        rect = self.rect()
        if self.is_current:
            painter.fillRect(rect, look.colour("chosen"))
        elif self._is_hovered:
            painter.fillRect(rect, look.colour("hover"))
        bar = look.colour("accent") if self.is_current else None
        if self.alarm is not None:
            bar = look.tone(self.alarm).ink
        if bar is not None:
            painter.fillRect(QRect(0, 0, look.px(4 if self.alarm else 3), rect.height()), bar)
        painter.fillRect(QRect(0, rect.height() - 1, rect.width(), 1), look.colour("line"))
        if self.hasFocus():
            painter.setPen(QPen(look.colour("focus"), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.end()


class DocumentLine(Line):
    """A document: title, the reviewer's word, the reason, what became of it since it was sent back."""

    paper: Paper

    def __init__(self) -> None:
        super().__init__()
        self._noticed = ""
        self._title, self._pill = words("", "strong", wrap=True), Chip()
        self._reason, self._named = words("", "small", wrap=True), words("", "small", wrap=True)
        text = QVBoxLayout()
        pad(text, gap=1)
        self._change, self._asked = Chip(), words("", "small", wrap=True)
        for part in (self._title, self._reason, self._asked, self._named):
            text.addWidget(part)
        pills = QVBoxLayout()
        pad(pills, gap=3)
        for pill in (self._pill, self._change):
            pills.addWidget(pill, alignment=Qt.AlignmentFlag.AlignRight)
        pills.addStretch(1)
        row = QHBoxLayout(self)
        pad(row, 12, 6, 8, 6, gap=8)
        row.addLayout(text, 1)
        row.addLayout(pills)

    def forget(self) -> None:
        """Name nobody."""
        super().forget()
        self._noticed = ""

    def show_named(self, noticed: str) -> None:
        """Say whom else the paper names, "" when nobody; a hint, no verdict."""
        if noticed != self._noticed:
            self._noticed, self.alarm = noticed, Tone.BAD if noticed else None
            self.show_paper(self.paper)
            self.update()

    def show_paper(self, paper: Paper) -> None:
        """Show the newest word."""
        self.paper = paper
        optional = "" if paper.document.required else " (tidak wajib)"
        self._title.setText(paper.document.title + optional)
        self._reason.setText(paper.reason)
        self._reason.setVisible(bool(paper.reason))
        self._named.setText(self._noticed)
        self._named.setVisible(bool(self._noticed))
        before = "; lihat yang lama dengan O" if paper.former else ""
        self._asked.setText(f"Dulu ditolak: {paper.asked or '-'}{before}.")
        self._asked.setVisible(bool(paper.asked or paper.former))
        show_change(self._change, paper.change)
        if paper.verdict is None:
            self._pill.say("Belum ada", Tone.WARN)
        else:
            self._pill.say(word(paper.verdict), VERDICT_TONES[paper.verdict])
        said = ". ".join(
            part
            for part in (
                self._title.text(),
                self._pill.text(),
                paper.reason,
                change_words(paper.change),
                self._noticed,
            )
            if part
        )
        self.setAccessibleName(said)


def change_words(change: Change) -> str:
    """Say what became of a thing since the case was sent back, "" for nothing."""
    return CHANGES[change][0] if change in CHANGES else ""


def show_change(chip: Chip, change: Change) -> None:
    """Show it on a chip, or hide the chip."""
    chip.setVisible(change in CHANGES)
    if change in CHANGES:
        chip.say(*CHANGES[change])


class MarkButton(QAbstractButton):
    """One of the three words on a field: icon and key; filled in its tone when it is the word."""

    def __init__(self, mark: Mark) -> None:
        super().__init__()
        self.mark = mark
        self._icon, self._tone, self._key = MARKS[mark]
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(word(mark))
        self.setToolTip(f"{word(mark)} ({self._key})")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Be small."""
        return QSize(theme().px(36), theme().px(26))

    def nextCheckState(self) -> None:
        """The screen says what is checked, after the key or the click."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint box, icon and key."""
        painter, look = QPainter(self), theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tone, is_on = look.tone(self._tone), self.isChecked()
        painter.setPen(QPen(tone.ink if is_on else look.colour("line"), 1.5 if is_on else 1))
        painter.setBrush(tone.ground if is_on else look.colour("hover" if self.underMouse() else "surface"))
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, look.px(5), look.px(5))
        ink = tone.ink if is_on else look.colour("muted")
        side = look.px(14)
        icons.draw(painter, self._icon, ink, QRectF(look.px(5), (self.height() - side) / 2, side, side))
        painter.setPen(ink)
        painter.setFont(look.font(SMALL_PX - 1, bold=is_on))
        right = QRectF(look.px(18), 0, self.width() - look.px(22), self.height())
        painter.drawText(right, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._key)
        painter.end()


class FieldRow(Line):
    """A field: label, value, hint, and the marks where there is a paper to compare it with."""

    marked = Signal(object)

    line: FieldLine

    def __init__(self) -> None:
        super().__init__()
        self.mark = None
        self._label, self.value = words("", "label", wrap=True), words("", wrap=True)
        self._hint, self._read = words("", "small", wrap=True), words("", "small", wrap=True)
        self._change, self._before = Chip(), words("", "small", wrap=True)
        self.reading: Reading | None = None
        for rich in (self.value, self._read):
            rich.setTextFormat(Qt.TextFormat.RichText)
        self.buttons = [MarkButton(mark) for mark in Mark]
        theme().changed.connect(self._regrow)
        theme().changed.connect(self._show_letters)
        text = QVBoxLayout()
        pad(text, gap=1)
        for part in (self.value, self._read, self._before, self._hint):
            text.addWidget(part)
        text.addWidget(self._change, alignment=Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        pad(row, 12, 5, 8, 5, gap=8)
        self._inner = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        pad(self._inner, gap=8)
        self._inner.addWidget(self._label)
        self._inner.addLayout(text, 1)
        row.addLayout(self._inner, 1)
        marks = QHBoxLayout()
        pad(marks, gap=3)
        for button in self.buttons:
            button.clicked.connect(self._click)
            marks.addWidget(button)
        row.addLayout(marks)
        self._regrow()

    mark: Mark | None

    def forget(self) -> None:
        """Show no reading."""
        super().forget()
        self.reading = None

    def show_line(self, line: FieldLine, mark: Mark | None) -> None:
        """Show value and mark."""
        self.line, self.mark = line, mark
        self._label.setText(line.spec.label)
        self._show_letters()
        finding = f"Temuan: {line.finding}." if line.finding else ""
        tied = f"Letaknya dikaitkan {line.tied_by}." if line.tied_by else ""
        hint = " ".join(part for part in (finding, line.hint, tied) if part)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        before = [f"Dulu: {line.before}"] * bool(line.before) + [f"Diminta: {line.asked}"] * bool(line.asked)
        self._before.setText(" · ".join(before))
        self._before.setVisible(bool(before))
        show_change(self._change, line.change)
        for button in self.buttons:
            button.setVisible(bool(line.evidence))
            button.setChecked(button.mark == mark)
            button.setAccessibleName(f"{line.spec.label}: {word(button.mark)}")
        said = word(mark) if mark else "belum dicocokkan" if line.evidence else ""
        read = spoken(self.reading) if self.reading is not None else ""
        parts = (
            line.spec.label,
            line.value,
            read,
            said,
            change_words(line.change),
            self._before.text(),
            hint,
        )
        self.setAccessibleName(". ".join(part for part in parts if part))

    def show_reading(self, reading: Reading | None) -> None:
        """Show what was read for it beside the value, letter by letter where it differs; no word of anybody."""
        self.reading = reading
        self.alarm = Tone.BAD if reading is not None and reading.likeness is Likeness.OTHER else None
        self.show_line(self.line, self.mark)
        self.update()

    def _show_letters(self) -> None:
        reading = self.reading
        wrong = reading.wrong if reading is not None and reading.value == self.line.value else ()
        tone = Tone.BAD if self.alarm else Tone.WARN
        self.value.setText(underlined(self.line.value, wrong, tone))
        self._read.setText(read_words(reading) if reading is not None else "")
        self._read.setVisible(reading is not None)

    def _click(self) -> None:
        button = self.sender()
        if isinstance(button, MarkButton):
            self.setFocus()
            self.marked.emit(None if button.mark == self.mark else button.mark)

    def _regrow(self) -> None:
        """Put the label above the value where letters are large: both need the width then."""
        is_large = theme().scale > LARGEST_SIDE_BY_SIDE
        way = QBoxLayout.Direction.TopToBottom if is_large else QBoxLayout.Direction.LeftToRight
        self._inner.setDirection(way)
        self._inner.setSpacing(theme().px(1 if is_large else 8))
        self._label.setMinimumWidth(0 if is_large else theme().px(LABEL_PX))
        self._label.setMaximumWidth(16777215 if is_large else theme().px(LABEL_PX))
