"""Ask for coded reasons without a dialog: a number chooses, U repeats the last set, Enter goes on, Esc goes back."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from workstation.ui.bars import words
from workstation.ui.button import Button, Weight
from workstation.ui.choices import KEY_ROLE, TEXT_ROLE, ChoiceDelegate
from workstation.ui.theme import pad, theme
from workstation.usecases.reviewing import Reason

Then = Callable[[list[Reason], str], object]
NUMBERS = "123456789abcdefghijklmnopqrstvwxyz"
REPEAT = "u"


class ReasonBar(QFrame):
    """A question with a list of reasons, each with its key, and a note. `many`: several may be chosen."""

    opened = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "ask")
        self._reasons: list[Reason] = []
        self._then: Then | None = None
        self._many, self._least = False, 1
        self._last: tuple[str, ...] = ()
        self._before: QWidget | None = None
        self._question, self._detail = words(role="section", wrap=True), words(role="muted", wrap=True)
        self._fault = words(role="fault", wrap=True)
        self.list, self.note = QListWidget(), QPlainTextEdit()
        self.repeat = Button("Ulangi alasan terakhir", "repeat", keys=REPEAT.upper(), small=True)
        self.yes = Button("Simpan", "check", keys="Enter", weight=Weight.PRIMARY)
        self.no = Button("Batal", keys="Esc")
        self._lay_out()
        self.list.installEventFilter(self)
        self.note.installEventFilter(self)
        self.list.itemClicked.connect(self._clicked)
        self.yes.clicked.connect(self.accept)
        self.no.clicked.connect(self.cancel)
        self.repeat.clicked.connect(self.choose_last)

    def ask(
        self,
        question: str,
        reasons: Sequence[Reason],
        *,
        detail: str = "",
        yes: str = "Simpan",
        many: bool = False,
        least: int = 1,
        note_label: str = "Keterangan tambahan (tidak wajib)",
        chosen: Sequence[str] = (),
        weight: Weight = Weight.DANGER,
        with_note: bool = True,
        then: Then,
    ) -> None:
        """Ask; `then(reasons, note)` comes after the panel has gone. At least `least` reasons are demanded.

        `chosen`: codes that are chosen from the beginning.
        """
        if self._then is None:
            self._before = QApplication.focusWidget()
        self._reasons, self._then, self._many, self._least = list(reasons), then, many, least
        self._question.setText(question)
        many_words = "Tekan nomor untuk memilih, boleh lebih dari satu; Enter melanjutkan."
        self._detail.setText(
            " ".join(p for p in (detail, many_words if many else "Tekan nomornya, lalu Enter.") if p)
        )
        self._fault.hide()
        self._choices.many = many
        self._fill()
        self.offer_last(())
        self.choose(chosen)
        self.note.clear()
        self.note.setPlaceholderText(f"{note_label}; Tab untuk mengisi, Ctrl+Enter menyimpan")
        self.note.setAccessibleName(note_label)
        self.yes.setText(yes)
        self.yes.set_weight(weight)
        self.note.setVisible(with_note)
        self.setAccessibleName(question)
        self._resize()
        self.opened.emit()
        self.list.setCurrentRow(0)
        self.list.setFocus()

    def offer_last(self, codes: Sequence[str]) -> None:
        """Offer the last set for one key, as far as its reasons are listed here; none hides the offer."""
        known = {reason.code for reason in self._reasons}
        self._last = tuple(code for code in codes if code in known)
        texts = [reason.text for reason in self._reasons if reason.code in self._last]
        self.repeat.setToolTip("\n".join(texts))
        self.repeat.setVisible(bool(self._last))

    def choose_last(self) -> None:
        """Choose the last set in place of what is chosen."""
        if self._last:
            self.choose(self._last)
            self.list.setFocus()

    @property
    def is_asking(self) -> bool:
        """Tell whether the question stands open."""
        return self._then is not None

    def chosen(self) -> list[Reason]:
        """Give the reasons chosen now."""
        on = Qt.CheckState.Checked
        return [r for n, r in enumerate(self._reasons) if self.list.item(n).checkState() == on]

    def accept(self) -> None:
        """Say yes; too few reasons are said inline and the question stays."""
        then, chosen, note = self._then, self.chosen(), self.note.toPlainText().strip()
        if then is None:
            return
        if len(chosen) < self._least:
            self._fault.setText("Pilih sedikitnya satu alasan dengan menekan nomornya.")
            self._fault.show()
            self.list.setFocus()
            return
        self._close()
        then(chosen, note)

    def cancel(self) -> None:
        """Say no."""
        if self._then is not None:
            self._close()

    # -- how it works ------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.list.setAccessibleName("Alasan")
        self._choices = ChoiceDelegate(self.list)
        self.list.setItemDelegate(self._choices)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setMouseTracking(True)
        self.note.setTabChangesFocus(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        buttons = QHBoxLayout()
        pad(buttons, gap=8)
        buttons.addWidget(self.repeat)
        buttons.addStretch(1)
        buttons.addWidget(self.no)
        buttons.addWidget(self.yes)
        column = QVBoxLayout(self)
        pad(column, 14, 12, 14, 12, gap=8)
        for part in (self._question, self._detail):
            column.addWidget(part)
        column.addWidget(self.list, 1)
        column.addWidget(self._fault)
        column.addWidget(self.note)
        column.addLayout(buttons)
        theme().changed.connect(self._resize)

    def _resize(self) -> None:
        self.note.setFixedHeight(theme().px(58))

    def _fill(self) -> None:
        self.list.clear()
        for number, reason in enumerate(self._reasons):
            key = NUMBERS[number].upper()
            item = QListWidgetItem(f"{key}   {reason.text}")
            item.setData(KEY_ROLE, key)
            item.setData(TEXT_ROLE, reason.text)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(Qt.CheckState.Unchecked)
            item.setToolTip(reason.remedy)
            self.list.addItem(item)

    def _choose(self, number: int) -> None:
        item = self.list.item(number)
        is_on = item.checkState() == Qt.CheckState.Checked
        if not self._many:
            for other in range(self.list.count()):
                self.list.item(other).setCheckState(Qt.CheckState.Unchecked)
        item.setCheckState(Qt.CheckState.Unchecked if is_on and self._many else Qt.CheckState.Checked)
        self.list.setCurrentItem(item)
        self._fault.hide()

    def choose(self, codes: Sequence[str]) -> None:
        """Choose the reasons with these codes, and no others."""
        wanted = codes if self._many else codes[:1]
        for number, reason in enumerate(self._reasons):
            is_on = reason.code in wanted
            self.list.item(number).setCheckState(Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)
        self._fault.hide()

    def _clicked(self, item: QListWidgetItem) -> None:
        self._choose(self.list.row(item))

    def _close(self) -> None:
        self._then = None
        before, self._before = self._before, None
        self.closed.emit()
        if before is not None and before.isVisible():
            before.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the numbers before the screen's own keys, and Enter and Esc wherever the focus is."""
        if not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride and self._is_ours(watched, event):
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and self._is_ours(watched, event):
            self._take(event)
            return True
        return super().eventFilter(watched, event)

    def _number(self, event: QKeyEvent) -> int:
        text = event.text().lower()
        number = NUMBERS.find(text) if len(text) == 1 else -1
        return number if number < len(self._reasons) else -1

    def _is_ours(self, watched: QObject, event: QKeyEvent) -> bool:
        key, is_note = event.key(), watched is self.note
        if key == Qt.Key.Key_Escape:
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return not is_note or bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        is_repeat = event.text().lower() == REPEAT and bool(self._last)
        return not is_note and plain and (key == Qt.Key.Key_Space or is_repeat or self._number(event) >= 0)

    def _take(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            return  # a number held down would choose and drop its reason again and again
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
        elif event.key() == Qt.Key.Key_Space:
            self._choose(max(self.list.currentRow(), 0))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not self.chosen() and not self._many and self._least:
                self._choose(max(self.list.currentRow(), 0))
            self.accept()
        elif event.text().lower() == REPEAT:
            self.choose_last()
        else:
            self._choose(self._number(event))
