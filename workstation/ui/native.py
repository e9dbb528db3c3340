"""What the first window is made of: Qt's own widgets in the dress of the style sheet, nothing that paints itself.

A painter in Python needs `PySide6.QtCore.Qt`, and that makes a hundred Python enums: 12 ms, an eighth of a bare
window's whole start. So these few widgets do without it, and take its flags as numbers, which a test compares.
"""

import re

from PySide6 import QtCore
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from workstation.resources_at import resource
from workstation.ui.theme import pad, theme

PLAIN_TEXT = 0  # Qt.TextFormat.PlainText
NO_FOCUS = 0  # Qt.FocusPolicy.NoFocus
NEVER = 1  # Qt.ScrollBarPolicy.ScrollBarAlwaysOff


def words(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """Make a label; roles known to the style sheet: title display section muted small label fault strong."""
    label = QLabel(text)
    label.setProperty("textFormat", PLAIN_TEXT)
    label.setWordWrap(wrap)
    if role:
        label.setProperty("role", role)
    return label


def scrolled(inside: QWidget, *, sideways: bool = True) -> QScrollArea:
    """Put a widget into a frame that scrolls and never takes the focus."""
    area = QScrollArea()
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setProperty("focusPolicy", NO_FOCUS)
    if not sideways:
        area.setProperty("horizontalScrollBarPolicy", NEVER)
    return area


def open_as_large_as(window: QWidget, width: int, height: int) -> None:
    """Give a new window its size in pixels, yet no more than its screen has: nothing may lie beyond the edge."""
    space = window.screen().availableSize()
    window.resize(min(width, space.width()), min(height, space.height()))


class PushButton(QPushButton):
    """A button in the dress of the style sheet, role primary or account.

    `keys` stands on it as a chip at the right, `below` as a second line in small letters.
    """

    def __init__(self, text: str, role: str, *, keys: str = "", below: str = "") -> None:
        super().__init__(text)
        self.setProperty("role", role)
        self.setAccessibleName(f"{text}, {below}" if below else text)
        if keys:
            self._add_chip(keys)
        if below:
            self.setMinimumWidth(1)  # a long name is cut, not the row
            column = QVBoxLayout(self)
            pad(column, 13, 0, 10, 5, gap=0)
            column.addStretch(1)
            column.addWidget(words(below, "small"))

    def _add_chip(self, keys: str) -> None:
        across, down = QHBoxLayout(self), QVBoxLayout()
        pad(across, 0, 0, 10, 0, gap=0)
        across.addStretch(1)
        across.addLayout(down)
        down.addStretch(1)
        down.addWidget(words(keys, "chip"))
        down.addStretch(1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press the button like Space does."""
        if event.key() in (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
            return
        super().keyPressEvent(event)


class Drawing(QLabel):
    """A drawing of resources/ (a path without its ending) in a colour token, grown with the theme."""

    def __init__(self, name: str, colour: str = "text", size: int = 18) -> None:
        super().__init__()
        self._name, self._colour, self._size = name, colour, size
        theme().changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        ratio = self.devicePixelRatioF()
        side = round(theme().px(self._size) * ratio)
        svg = resource(f"{self._name}.svg").read_text(encoding="utf-8")
        svg = svg.replace("currentColor", theme().colour(self._colour).name())
        svg = re.sub(r' (width|height)="\d+"', rf' \1="{side}"', svg, count=2)
        picture = QPixmap()
        picture.loadFromData(svg.encode(), "svg")
        picture.setDevicePixelRatio(ratio)
        self.setPixmap(picture)
        self.setFixedSize(theme().px(self._size), theme().px(self._size))


class PracticeBanner(QFrame):
    """A strip that nobody mistakes for the real office."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("practice")
        row = QHBoxLayout(self)
        pad(row, 20, 5, 20, 5, gap=10)
        row.addStretch(1)
        row.addWidget(Drawing("icons/graduation-cap", "practice_text"))
        row.addWidget(words("LATIHAN – data buatan, tidak ada yang dikirim kepada warga"))
        row.addStretch(1)
        self.setAccessibleName("Mode latihan, data buatan")
