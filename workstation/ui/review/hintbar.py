"""The one place of the hints: above the form, three at a time, the current one in full."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from workstation.ui.bars import Picture, words
from workstation.ui.elided import Elided
from workstation.ui.review.hints import Hint
from workstation.ui.theme import TONE_ICONS, pad, restyle

SHOWN = 3


class HintLine(QFrame):
    """One hint: icon, what it concerns, why; a click goes there."""

    clicked = Signal(str)

    def __init__(self, hint: Hint, *, is_current: bool) -> None:
        super().__init__()
        self._key = hint.key
        icon = Picture(TONE_ICONS[hint.tone], hint.tone, 16)
        text = QVBoxLayout()
        pad(text, gap=0)
        text.addWidget(Elided(hint.title, "strong" if is_current else "small"))
        if is_current:
            text.addWidget(words(hint.text, "small", wrap=True))
        row = QHBoxLayout(self)
        pad(row, 8, 3, 8, 3, gap=8)
        row.addWidget(icon)
        row.addLayout(text, 1)
        self.setAccessibleName(f"{hint.title}. {hint.text}")
        self.setToolTip(hint.text)
        restyle(self, bar=hint.tone.value if is_current else "")

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
        self._tools, self._lines = QHBoxLayout(), QVBoxLayout()
        pad(self._tools, gap=4)
        pad(self._lines, gap=0)
        head = QHBoxLayout()
        pad(head, gap=6)
        head.addWidget(self.title, 1)
        head.addLayout(self._tools)
        column = QVBoxLayout(self)
        pad(column, 0, 0, 6, 4, gap=2)
        column.addLayout(head)
        column.addLayout(self._lines)
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
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        now = self.now
        at = self.hints.index(now) if now is not None else 0
        first = max(0, min(at - 1, len(self.hints) - SHOWN))
        for hint in () if self._is_folded else self.hints[first : first + SHOWN]:
            line = HintLine(hint, is_current=hint.key == self.current)
            line.clicked.connect(self.wanted)
            self._lines.addWidget(line)
        where = f" · {at + 1} dari {len(self.hints)}" if now is not None and len(self.hints) > 1 else ""
        self.title.setText(f"Perlu dilihat: {len(self.hints)}{where}")
        self.setVisible(bool(self.hints))
