"""Questions without dialogs: a panel under the title; Enter says yes, Esc says no.

    self.ask_bar.confirm("Batalkan antrean A-012?", yes="Batalkan", danger=True, then=self.cancel_now)
    self.ask_bar.reason("Mengapa dikembalikan?", [("blur", "Pindaian buram"), ...], then=self.returned)
        # then(code, note)
    self.ask_bar.passphrase("Tanda tangani 40 surat", "Sertifikat: ...", then=self.sign)      # then(secret)
    self.ask_bar.line("Suhu badan", then=self.check_in, check=temperature_fault)              # then(text)

`then` is a bound method (a `partial` of one is fine); it is called after the panel has gone.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from workstation.ui.bars import words
from workstation.ui.button import Button, Weight
from workstation.ui.theme import pad, restyle, theme

Then = Callable[..., object]


def _anything(_text: str) -> str:
    return ""


class AskBar(QFrame):
    """The question panel of a screen; one question at a time, a new one replaces the old one."""

    opened = Signal()
    closed = Signal()
    answered = Signal()
    cancelled = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "ask")
        self._then: Then | None = None
        self._kind = ""
        self._check: Callable[[str], str] = _anything
        self._before: QWidget | None = None
        self._question, self._detail = words(role="section", wrap=True), words(role="muted", wrap=True)
        self._fault = words(role="fault", wrap=True)
        self.reasons, self.note, self.entry = QComboBox(), QPlainTextEdit(), QLineEdit()
        self.yes = Button("Ya", "check", keys="Enter", weight=Weight.PRIMARY)
        self.no = Button("Batal", keys="Esc")
        self._lay_out()
        self.yes.clicked.connect(self.accept)
        self.no.clicked.connect(self.cancel)
        self.entry.textEdited.connect(self._hide_fault)
        self.note.textChanged.connect(self._hide_fault)
        self.hide()

    # -- questions ---------------------------------------------------------------------------------------

    def confirm(
        self, question: str, detail: str = "", *, yes: str = "Ya", danger: bool = False, then: Then
    ) -> None:
        """Ask yes or no; calls `then()`."""
        self._start("confirm", question, detail, yes, then, danger=danger)
        self.yes.setFocus()

    def reason(
        self,
        question: str,
        reasons: Sequence[tuple[str, str]],
        *,
        detail: str = "",
        yes: str = "Simpan",
        danger: bool = False,
        note_label: str = "Keterangan tambahan (tidak wajib)",
        note_for: frozenset[str] = frozenset(),
        then: Then,
    ) -> None:
        """Ask for a coded reason and a note; codes in `note_for` demand the note; calls `then(code, note)`.

        Without `reasons` only the note is asked for, and it is demanded; the code is then "".
        """
        self._start("reason", question, detail, yes, then, danger=danger)
        self._note_for = note_for if reasons else frozenset({""})
        self.reasons.clear()
        for code, label in reasons:
            self.reasons.addItem(label, code)
        self.reasons.setVisible(bool(reasons))
        self.note.clear()
        self.note.setPlaceholderText(note_label)
        self.note.setAccessibleName(note_label)
        self.note.show()
        (self.reasons if reasons else self.note).setFocus()

    def passphrase(
        self,
        question: str,
        detail: str = "",
        *,
        yes: str = "Tanda tangani",
        label: str = "Passphrase",
        then: Then,
    ) -> None:
        """Ask for a secret; calls `then(secret)` and forgets it at once."""
        self._start("passphrase", question, detail, yes, then)
        self._show_entry(label, secret=True)

    def line(
        self,
        question: str,
        detail: str = "",
        *,
        yes: str = "Simpan",
        text: str = "",
        label: str = "",
        check: Callable[[str], str] = _anything,
        then: Then,
    ) -> None:
        """Ask for one line; `check(text)` gives the sentence of a fault or ""; calls `then(text)`."""
        self._start("line", question, detail, yes, then)
        self._check = check
        self._show_entry(label or question, text)

    @property
    def is_asking(self) -> bool:
        """Tell whether a question stands open."""
        return self._then is not None

    def accept(self) -> None:
        """Say yes; a missing answer is said inline and the question stays."""
        then, values, fault = self._then, self._answer(), self._fault_now()
        if then is None:
            return
        if fault:
            self._fault.setText(fault)
            self._fault.show()
            restyle(self.entry, fault=True)
            return
        self._close()
        then(*values)
        self.answered.emit()

    def cancel(self) -> None:
        """Say no."""
        if self._then is not None:
            self._close()
            self.cancelled.emit()

    # -- how it works ------------------------------------------------------------------------------------

    _note_for: frozenset[str] = frozenset()

    def _lay_out(self) -> None:
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(theme().px(64))
        self.reasons.setAccessibleName("Alasan")
        buttons = QHBoxLayout()
        pad(buttons, gap=8)
        buttons.addStretch(1)
        buttons.addWidget(self.no)
        buttons.addWidget(self.yes)
        column = QVBoxLayout(self)
        pad(column, 16, 14, 16, 14, gap=8)
        for part in (self._question, self._detail, self.reasons, self.note, self.entry, self._fault):
            column.addWidget(part)
        column.addLayout(buttons)
        QWidget.setTabOrder(self.yes, self.no)

    def _start(
        self, kind: str, question: str, detail: str, yes: str, then: Then, *, danger: bool = False
    ) -> None:
        if self._then is None:
            self._before = QApplication.focusWidget()
        self._kind, self._then, self._check = kind, then, _anything
        self._question.setText(question)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        for part in (self.reasons, self.note, self.entry):
            part.hide()
        self._hide_fault()
        self.yes.setText(yes)
        self.yes.setAccessibleName(yes)
        self.yes.set_weight(Weight.DANGER if danger else Weight.PRIMARY)
        self.yes.set_keys("Ctrl+Enter" if kind == "reason" else "Enter")
        self.setAccessibleName(question)
        self.note.setFixedHeight(theme().px(56))
        self.show()
        self.opened.emit()

    def _show_entry(self, label: str, text: str = "", *, secret: bool = False) -> None:
        mode = QLineEdit.EchoMode.Password if secret else QLineEdit.EchoMode.Normal
        self.entry.setEchoMode(mode)
        self.entry.setAccessibleName(label)
        self.entry.setPlaceholderText(label)
        self.entry.setText(text)
        self.entry.show()
        self.entry.setFocus()
        self.entry.selectAll()

    def _answer(self) -> tuple[str, ...]:
        if self._kind == "reason":
            return str(self.reasons.currentData() or ""), self.note.toPlainText().strip()
        if self._kind == "passphrase":
            return (self.entry.text(),)
        return (self.entry.text().strip(),) if self._kind == "line" else ()

    def _fault_now(self) -> str:
        if self._kind == "reason":
            code, note = self._answer()
            return "Keterangan wajib diisi untuk alasan ini." if code in self._note_for and not note else ""
        if self._kind == "passphrase":
            return "" if self.entry.text() else "Passphrase wajib diisi."
        return self._check(self.entry.text().strip()) if self._kind == "line" else ""

    def _hide_fault(self) -> None:
        self._fault.hide()
        restyle(self.entry, fault=False)

    def _close(self) -> None:
        self._then = None
        self.entry.clear()
        self.note.clear()
        before, self._before = self._before, None
        self.hide()
        self.closed.emit()
        if before is not None and before.isVisible():
            before.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter says yes, Esc says no; a key that is still held down from before says nothing."""
        if event.key() not in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            (self.cancel if event.key() == Qt.Key.Key_Escape else self.accept)()
