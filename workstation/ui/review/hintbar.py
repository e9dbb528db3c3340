"""The one place of the hints: above the form, three at a time, the current one in full."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from workstation.ui.bars import Picture, words
from workstation.ui.elided import Elided
from workstation.ui.review.hints import Hint
from workstation.ui.theme import TONE_ICONS, Tone, pad, restyle

SHOWN = 3


class HintLine(QFrame):
    """One hint: icon, what it concerns, why; a click goes there."""

    clicked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._key, self._bar = "", ""
        self._icon, self._text = Picture("", Tone.WARN, 16), words("", "small", wrap=True)
        self._titles = {True: Elided("", "strong"), False: Elided("", "small")}
        text = QVBoxLayout()
        pad(text, gap=0)
        for part in (*self._titles.values(), self._text):
            text.addWidget(part)
        row = QHBoxLayout(self)
        pad(row, 8, 3, 8, 3, gap=8)
        row.addWidget(self._icon)
        row.addLayout(text, 1)

    def say(self, hint: Hint, *, is_current: bool) -> None:
        """Say another hint; the current one in full."""
        self._key = hint.key
        self._icon.show_icon(TONE_ICONS[hint.tone], hint.tone)
        for is_strong, title in self._titles.items():
            title.setText(hint.title)
            title.setVisible(is_strong is is_current)
        self._text.setText(hint.text)
        self._text.setVisible(is_current)
        self.setAccessibleName(f"{hint.title}. {hint.text}")
        self.setToolTip(hint.text)
        bar = hint.tone.value if is_current else ""
        if bar != self._bar:
            self._bar = bar
            restyle(self, bar=bar)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Go there."""
        self.clicked.emit(self._key)


class HintBar(QWidget):
    """Shows the hints of one case; `wanted` gives the key of the one to go to."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.hints: tuple[Hint, ...] = ()
        self.current, self._is_folded = "", False
        self.title = words("", "label")
        self._tools = QHBoxLayout()
        pad(self._tools, gap=4)
        head = QHBoxLayout()
        pad(head, gap=6)
        head.addWidget(self.title, 1)
        head.addLayout(self._tools)
        column = QVBoxLayout(self)
        pad(column, 0, 0, 6, 4, gap=2)
        column.addLayout(head)
        self.lines = [HintLine() for _ in range(SHOWN)]
        for line in self.lines:
            line.clicked.connect(self.wanted)
            column.addWidget(line)
        self.hide()

    def add_tool(self, button: QWidget) -> None:
        """Put the button of a verb beside the title."""
        self._tools.addWidget(button)

    def show_hints(self, hints: Sequence[Hint]) -> None:
        """Show these; the current one stays current while it is there."""
        if tuple(hints) == self.hints:
            return
        self.hints = tuple(hints)
        if self.now is None:
            self.current = ""
        self._refill()

    def fold(self, on: bool) -> None:
        """Leave the room to a list: only how many there are is said."""
        if on != self._is_folded:
            self._is_folded = on
            self._refill()

    @property
    def now(self) -> Hint | None:
        """The hint that was gone to last."""
        return next((hint for hint in self.hints if hint.key == self.current), None)

    def following(self) -> Hint | None:
        """The one after the current one, round; None without hints."""
        now = self.now
        if now is None:
            return self.hints[0] if self.hints else None
        return self.hints[(self.hints.index(now) + 1) % len(self.hints)]

    def make_current(self, key: str) -> None:
        """Show one in full."""
        self.current = key
        self._refill()

    def _refill(self) -> None:
        now = self.now
        at = self.hints.index(now) if now is not None else 0
        first = max(0, min(at - 1, len(self.hints) - SHOWN))
        shown = () if self._is_folded else self.hints[first : first + SHOWN]
        for line, hint in zip(self.lines, shown, strict=False):
            line.say(hint, is_current=hint.key == self.current)
        for number, line in enumerate(self.lines):
            line.setVisible(number < len(shown))
        where = f" · {at + 1} dari {len(self.hints)}" if now is not None and len(self.hints) > 1 else ""
        self.title.setText(f"Perlu dilihat: {len(self.hints)}{where}")
        self.setVisible(bool(self.hints))
