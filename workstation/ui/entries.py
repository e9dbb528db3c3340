"""Entry widgets by kind of field: each gives and takes text as the catalogue wants it."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from workstation.ui.theme import restyle, theme

HINTS = {
    "nik": "16 angka",
    "date": "hh-bb-tttt",
    "phone": "08…",
    "email": "nama@contoh.id",
    "nib": "13 angka",
    "npwp": "15 atau 16 angka",
}
DIGITS = {"nik": 16, "nib": 13}


class Entry(QObject):
    """What the form knows of an entry: `text`, `set_text`, `edited`."""

    edited = Signal()

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.widget = widget

    def text(self) -> str:
        """Give the value as the catalogue wants it."""
        raise NotImplementedError

    def set_text(self, text: str) -> None:
        """Take a value as the catalogue gives it."""
        raise NotImplementedError

    def set_locked(self, on: bool) -> None:
        """Forbid or allow editing."""
        self.widget.setEnabled(not on)

    def set_fault(self, on: bool) -> None:
        """Draw the border of a wrong field."""
        if bool(self.widget.property("fault")) != on:
            restyle(self.widget, fault=on)

    def focus(self) -> None:
        """Take the focus as by Tab."""
        self.widget.setFocus(Qt.FocusReason.TabFocusReason)


class LineEntry(Entry):
    """One line; digits only where the kind says so."""

    def __init__(self, kind: str, max_length: int) -> None:
        self._line, self._kind = QLineEdit(), kind
        super().__init__(self._line)
        self._line.setPlaceholderText(HINTS.get(kind, ""))
        self._line.setMaxLength(max_length if kind not in DIGITS else DIGITS[kind] + 6)
        self._line.textChanged.connect(self._changed)

    def _changed(self) -> None:
        self.edited.emit()

    def text(self) -> str:
        """Give the line without outer blanks; numbers of cards without blanks and dots."""
        text = self._line.text().strip()
        return "".join(c for c in text if c not in " .-") if self._kind in DIGITS else text

    def set_text(self, text: str) -> None:
        """Fill the line; of words longer than the line the beginning is seen."""
        self._line.setText(text)
        if not self._line.hasFocus():
            self._line.setCursorPosition(0)

    def set_locked(self, on: bool) -> None:
        """Let it still be marked and copied."""
        self._line.setReadOnly(on)
        restyle(self._line)


class DateEntry(LineEntry):
    """A date typed as 5-7-2021, 05/07/2021 or 05072021; the value is ISO when it is a date."""

    def __init__(self) -> None:
        super().__init__("date", 12)
        self._line.editingFinished.connect(self._tidy)

    def text(self) -> str:
        """Give ISO, or what was typed when that is no date."""
        typed = self._line.text().strip()
        read = read_date(typed)
        return read.isoformat() if read else typed

    def set_text(self, text: str) -> None:
        """Take ISO and show day first."""
        read = read_date(text)
        self._line.setText(f"{read:%d-%m-%Y}" if read else text)

    def _tidy(self) -> None:
        read = read_date(self._line.text())
        if read:
            self._line.setText(f"{read:%d-%m-%Y}")


def read_date(text: str) -> date | None:
    """Read a day-first or ISO date; None when it is none."""
    parts = text.strip().replace("/", "-").replace(".", "-").replace(" ", "-").split("-")
    if len(parts) == 1 and len(text.strip()) == 8 and text.strip().isdigit():
        parts = [text.strip()[:2], text.strip()[2:4], text.strip()[4:]]
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return None
    if len(parts[0]) == 4:
        parts.reverse()
    day, month, year = (int(part) for part in parts)
    if len(parts[2]) != 4:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


class AreaEntry(Entry):
    """Several lines; Tab leaves."""

    def __init__(self, max_length: int) -> None:
        self._area = QPlainTextEdit()
        super().__init__(self._area)
        self._max = max_length
        self._area.setTabChangesFocus(True)
        self._regrow()
        theme().changed.connect(self._regrow)
        self._area.textChanged.connect(self._changed)

    def _regrow(self) -> None:
        self._area.setFixedHeight(theme().px(84))

    def _changed(self) -> None:
        text = self._area.toPlainText()
        if len(text) > self._max:
            self._area.textCursor().deletePreviousChar()
            return
        self.edited.emit()

    def text(self) -> str:
        """Give the lines without outer blanks."""
        return self._area.toPlainText().strip()

    def set_text(self, text: str) -> None:
        """Fill the area."""
        self._area.setPlainText(text)

    def set_locked(self, on: bool) -> None:
        """Let it still be marked and copied."""
        self._area.setReadOnly(on)


class _Choices(QComboBox):
    """A combo box whose wheel does not change the value while the form scrolls."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the form scroll."""
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Be ready for letters."""
        super().focusInEvent(event)


class ChoiceEntry(Entry):
    """One of the catalogue's choices; the first line means nothing chosen yet."""

    def __init__(self, choices: Sequence[tuple[str, str]]) -> None:
        self._box = _Choices()
        super().__init__(self._box)
        self._box.addItem("Pilih …", "")
        for value, label in choices:
            self._box.addItem(label, value)
        self._box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._box.setMinimumContentsLength(10)
        self._box.currentIndexChanged.connect(self._changed)

    def _changed(self) -> None:
        self.edited.emit()

    def text(self) -> str:
        """Give the code of the choice."""
        return str(self._box.currentData() or "")

    def set_text(self, text: str) -> None:
        """Choose by code; an unknown code is kept as a line of its own."""
        at = self._box.findData(text)
        if at < 0:
            self._box.addItem(text, text)
            at = self._box.count() - 1
        self._box.setCurrentIndex(at)


def entry_for(kind: str, choices: Sequence[tuple[str, str]], max_length: int) -> Entry:
    """Make the entry of a field kind; ValueError for an unknown kind."""
    if kind == "choice":
        return ChoiceEntry(choices)
    if kind == "multiline":
        return AreaEntry(max_length)
    if kind == "date":
        return DateEntry()
    if kind in ("text", "nik", "phone", "email", "nib", "npwp", "number"):
        return LineEntry(kind, max_length)
    raise ValueError(kind)
