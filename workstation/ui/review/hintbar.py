"""The one place of the hints: above the form, three at a time, the current one in full."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from workstation.ui.bars import Picture, words
from workstation.ui.elided import Elided
from workstation.ui.review.hints import Hint
from workstation.ui.theme import TONE_ICONS, Tone, pad, restyle

SHOWN = 3


class NoticedLine(QFrame):
    """One thing to look at: icon, what it concerns, why, and perhaps the button of a verb."""

    def __init__(self) -> None:
        super().__init__()
        self._tone = ""
        self._icon, self._text = Picture(TONE_ICONS[Tone.BAD], Tone.BAD, 16), words("", "small", wrap=True)
        self._title, self._short = Elided("", "strong"), Elided("", "small")
        self._short.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        head = QHBoxLayout()
        pad(head, gap=8)
        head.addWidget(self._title)
        head.addWidget(self._short, 1)
        text = QVBoxLayout()
        pad(text, gap=0)
        text.addLayout(head)
        text.addWidget(self._text)
        self._row = QHBoxLayout(self)
        pad(self._row, 8, 3, 8, 3, gap=8)
        self._row.addWidget(self._icon)
        self._row.addLayout(text, 1)

    def add_button(self, button: QWidget) -> None:
        """Put the button of a verb at its end."""
        self._row.addWidget(button)

    def say(self, title: str, text: str, tone: Tone = Tone.BAD, *, in_full: bool = True) -> None:
        """Say something with its reason: in full, or as much of it as stands on the same line."""
        self._icon.show_icon(TONE_ICONS[tone], tone)
        self._title.setText(title)
        self._short.setText(text)
        self._text.setText(text)
        self._short.setVisible(not in_full)
        self._text.setVisible(in_full)
        self.setAccessibleName(f"{title}. {text}")
        self.setToolTip(text)
        if tone.value != self._tone:
            self._tone = tone.value
            restyle(self, bar=tone.value)


class HintLine(NoticedLine):
    """One hint; a click goes there."""

    clicked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._key = ""

    def show_hint(self, hint: Hint, *, is_current: bool) -> None:
        """Say another hint; the current one in full."""
        self._key = hint.key
        self.say(hint.title, hint.text, hint.tone, in_full=is_current)

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
            line.show_hint(hint, is_current=hint.key == self.current)
        for number, line in enumerate(self.lines):
            line.setVisible(number < len(shown))
        where = f" · {at + 1} dari {len(self.hints)}" if now is not None and len(self.hints) > 1 else ""
        self.title.setText(f"Perlu dilihat: {len(self.hints)}{where}")
        self.setVisible(bool(self.hints))
