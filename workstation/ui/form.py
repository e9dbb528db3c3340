"""An entry form made from the catalogue's fields; faults stand under the field once it has been left.

    form = Form(rules.fields, check=lambda values: check(rules, values, today))
    form.changed.connect(self.keep_draft)          # after every edit
    form.finished.connect(self.next_step)          # Enter in the last field
    if form.complete(): save(form.values())        # shows all faults, goes to the first one

Values are text as the catalogue wants it (dates ISO, choices their code); hidden fields are left out.
A subclass may override `slot_for(spec)` to put a widget beside each field (the reviewer's marks).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from workstation.ui.bars import words
from workstation.ui.entries import Entry, entry_for
from workstation.ui.theme import pad, theme


class Condition(Protocol):
    """Holds when the value of `field` is one of `values`."""

    @property
    def field(self) -> str: ...

    @property
    def values(self) -> tuple[str, ...]: ...


class Spec(Protocol):
    """What the form reads of a catalogue field (`catalogue.rules.FieldSpec`)."""

    @property
    def code(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def kind(self) -> str: ...

    @property
    def required(self) -> bool: ...

    @property
    def help(self) -> str: ...

    @property
    def choices(self) -> tuple[tuple[str, str], ...]: ...

    @property
    def when(self) -> Condition | None: ...

    @property
    def max_length(self) -> int: ...


Check = Callable[[Mapping[str, str]], Mapping[str, str]]


def _no_faults(_values: Mapping[str, str]) -> Mapping[str, str]:
    return {}


class FieldBox(QWidget):
    """One field: label with the required mark, entry, slot beside it, help or fault below."""

    def __init__(self, spec: Spec, slot: QWidget | None) -> None:
        super().__init__()
        self.spec, self.slot = spec, slot
        self.was_left = False
        self.entry: Entry = entry_for(spec.kind, spec.choices, spec.max_length)
        mark = " *" if spec.required else ""
        self._label, self._below = words(spec.label + mark, "label"), words(spec.help, "small", wrap=True)
        self._label.setBuddy(self.entry.widget)
        self.entry.widget.setAccessibleName(spec.label + (", wajib diisi" if spec.required else ""))
        self.entry.widget.setAccessibleDescription(spec.help)
        row = QHBoxLayout()
        pad(row, gap=8)
        row.addWidget(self.entry.widget, 1)
        if slot is not None:
            row.addWidget(slot)
        column = QVBoxLayout(self)
        pad(column, gap=4)
        column.addWidget(self._label)
        column.addLayout(row)
        column.addWidget(self._below)
        column.addStretch(1)
        self.show_fault("")

    @property
    def fault(self) -> str:
        """Give the sentence now shown, or ""."""
        return self._below.text() if self._below.property("role") == "fault" else ""

    def show_fault(self, sentence: str) -> None:
        """Show a fault under the field, or its help again."""
        self._below.setText(sentence or self.spec.help)
        self._below.setVisible(bool(self._below.text()))
        if self._below.property("role") != ("fault" if sentence else "small"):
            self._below.setProperty("role", "fault" if sentence else "small")
            self._below.style().unpolish(self._below)
            self._below.style().polish(self._below)
        self.entry.set_fault(bool(sentence))
        self.entry.widget.setAccessibleDescription(sentence or self.spec.help)


class Form(QWidget):
    """The form. Two columns where there is room, one where there is not; Enter goes to the next field."""

    changed = Signal()
    finished = Signal()
    field_entered = Signal(str)

    COLUMN_PX = 340

    def __init__(self, fields: Sequence[Spec], *, check: Check = _no_faults, columns: int = 2) -> None:
        super().__init__()
        self._check, self._columns, self._is_filling = check, columns, False
        self._boxes: dict[str, FieldBox] = {}
        self._grid = QGridLayout(self)
        pad(self._grid, gap=12)
        self._laid = 0
        for spec in fields:
            self._add(spec)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)
        self._show_fitting()

    # -- what screens use --------------------------------------------------------------------------------

    def slot_for(self, spec: Spec) -> QWidget | None:  # noqa: ARG002 - subclasses look at the field
        """Give a widget that stands beside the field; nothing by default."""
        return None

    def values(self) -> dict[str, str]:
        """Give what is filled in, by field code; hidden and empty fields are left out."""
        seen = {code: box.entry.text() for code, box in self._boxes.items() if self._fits(box.spec)}
        return {code: text for code, text in seen.items() if text}

    def set_values(self, values: Mapping[str, str]) -> None:
        """Fill the form without touching faults; `changed` is not emitted."""
        self._is_filling = True
        for code, box in self._boxes.items():
            box.entry.set_text(str(values.get(code, "")))
            box.was_left = False
            box.show_fault("")
        self._is_filling = False
        self._show_fitting()

    def set_value(self, code: str, text: str) -> None:
        """Fill one field as if the officer had typed it; KeyError if there is none."""
        self._boxes[code].entry.set_text(text)

    def faults(self) -> dict[str, str]:
        """Give the sentence of every visible field that is wrong now, shown or not."""
        found = self._check(self.values())
        return {
            code: found[code] for code, box in self._boxes.items() if code in found and self._fits(box.spec)
        }

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """Show these faults (from a BadFields refusal) and go to the first one."""
        first = None
        for code, box in self._boxes.items():
            box.was_left = box.was_left or code in faults
            box.show_fault(faults.get(code, ""))
            first = first or (box if code in faults else None)
        if first is not None:
            first.entry.focus()

    def complete(self) -> bool:
        """Tell whether nothing is wrong; else show every fault and go to the first."""
        faults = self.faults()
        self.show_faults(faults)
        return not faults

    def focus_first(self) -> None:
        """Go to the first field that is empty, or to the first."""
        seen = [box for box in self._boxes.values() if self._fits(box.spec)]
        empty = [box for box in seen if not box.entry.text()]
        for box in (empty or seen)[:1]:
            box.entry.focus()

    def set_locked(self, on: bool) -> None:
        """Show the values without letting them be changed."""
        for box in self._boxes.values():
            box.entry.set_locked(on)

    def box(self, code: str) -> FieldBox:
        """Give a field's box (entry, slot, fault); KeyError if there is none."""
        return self._boxes[code]

    # -- how it works ------------------------------------------------------------------------------------

    def _add(self, spec: Spec) -> None:
        box = FieldBox(spec, self.slot_for(spec))
        box.setParent(self)
        self._boxes[spec.code] = box
        box.entry.edited.connect(self._edited)
        box.entry.widget.installEventFilter(self)

    def _fits(self, spec: Spec) -> bool:
        when = spec.when
        if when is None:
            return True
        other = self._boxes.get(when.field)
        return other is not None and self._fits(other.spec) and other.entry.text() in when.values

    def _edited(self) -> None:
        if self._is_filling:
            return
        self._show_fitting()
        self._show_known_faults()
        self.changed.emit()

    def _show_known_faults(self) -> None:
        faults = self.faults()
        for code, box in self._boxes.items():
            if box.was_left:
                box.show_fault(faults.get(code, ""))

    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        for code, box in self._boxes.items():
            if new is box.entry.widget:
                self.field_entered.emit(code)
            if old is box.entry.widget and self.isVisible():
                box.was_left = True
                QTimer.singleShot(0, self, self._show_known_faults)

    def _show_fitting(self) -> None:
        for box in self._boxes.values():
            box.setVisible(self._fits(box.spec))
        self._place(force=True)

    def _place(self, *, force: bool = False) -> None:
        columns = max(1, min(self._columns, self.width() // theme().px(self.COLUMN_PX)))
        if columns == self._laid and not force:
            return
        self._laid = columns
        row = column = 0
        for box in self._boxes.values():
            self._grid.removeWidget(box)
        for box in (b for b in self._boxes.values() if self._fits(b.spec)):
            wide = box.spec.kind == "multiline"
            if wide and column:
                row, column = row + 1, 0
            self._grid.addWidget(box, row, column, 1, columns if wide else 1)
            column += columns if wide else 1
            if column >= columns:
                row, column = row + 1, 0
        for number in range(self._columns):
            self._grid.setColumnStretch(number, 1 if number < columns else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the columns that fit."""
        super().resizeEvent(event)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Enter go to the next field."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and self._is_next(watched, event)
        ):
            self._next(watched)
            return True
        return super().eventFilter(watched, event)

    def _is_next(self, watched: QObject, event: QKeyEvent) -> bool:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.modifiers():
            return False
        box = next((b for b in self._boxes.values() if b.entry.widget is watched), None)
        return box is not None and box.spec.kind != "multiline"

    def _next(self, watched: QObject) -> None:
        seen = [box for box in self._boxes.values() if self._fits(box.spec)]
        at = next((n for n, box in enumerate(seen) if box.entry.widget is watched), -1)
        if at + 1 < len(seen):
            seen[at + 1].entry.focus()
        else:
            self.finished.emit()
