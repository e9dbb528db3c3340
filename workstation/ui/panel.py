"""A form beside a list: title, fields that scroll, buttons that are always seen."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from workstation.catalogue.rules import FieldSpec
from workstation.ui.bars import words
from workstation.ui.button import Button
from workstation.ui.form import Check, Form
from workstation.ui.native import scrolled
from workstation.ui.theme import pad


class FormPanel(QFrame):
    """Ctrl+Enter (or Enter in the last field) gives the values, Esc goes back."""

    wanted = Signal(dict)
    cancelled = Signal()

    def __init__(self, title: str, fields: Sequence[FieldSpec], check: Check, submit: QWidget) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._about = words(role="muted", wrap=True)
        self.form = Form(fields, check=check, columns=2)
        self.form.finished.connect(self.submit)
        self._back = Button("Batal", keys="Esc")
        self._back.clicked.connect(self.cancelled.emit)
        inside = QWidget()
        inside.setObjectName("plain")
        column = QVBoxLayout(inside)
        pad(column, 0, 0, 8, 0, gap=10)
        for part in (words(title, "section"), self._about, self.form):
            column.addWidget(part)
        column.addStretch(1)
        self._area = scrolled(inside, sideways=False)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        self.form.field_entered.connect(self._show_field)
        buttons = QHBoxLayout()
        pad(buttons, gap=8)
        buttons.addStretch(1)
        buttons.addWidget(self._back)
        buttons.addWidget(submit)
        whole = QVBoxLayout(self)
        pad(whole, 16, 14, 8, 14, gap=10)
        whole.addWidget(self._area, 1)
        whole.addLayout(buttons)

    def open_with(self, about: str, values: Mapping[str, str]) -> None:
        """Ask anew with these values filled in."""
        self._about.setText(about)
        self._about.setVisible(bool(about))
        self.form.set_values(values)
        self.form.focus_first()

    def submit(self) -> None:
        """Give the values, or show what is missing."""
        if self.form.complete():
            self.wanted.emit(self.form.values())

    def _show_field(self, code: str) -> None:
        self._area.ensureWidgetVisible(self.form.box(code), 0, 8)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back; what was typed stays until the form is opened anew."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
            return
        super().keyPressEvent(event)
