"""The blocks of one wording, one under the other, each with what is wrong with it below."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from workstation.errors import BadTemplate
from workstation.ui.bars import words
from workstation.ui.native import scrolled
from workstation.ui.theme import pad, theme
from workstation.usecases.templates import Block, Form

LINE_PX = 19
SIDES_PX = 24
MOST_LINES = 3
SIZES = {"": "Seperti setelan kantor", "a4": "A4 (210 x 297 mm)", "f4": "F4 (215 x 330 mm)"}


class _Words(QPlainTextEdit):
    """A few lines of text; Tab goes on to the next block."""

    def __init__(self, block: Block) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setAccessibleName(block.label)
        lines = min(MOST_LINES, max(block.lines, 1 + block.letters // 130))
        self.setFixedHeight(theme().px(lines * LINE_PX + SIDES_PX))


class BlockBox(QWidget):
    """One block: its name, its words or choice, its fault."""

    changed = Signal()

    def __init__(self, block: Block) -> None:
        super().__init__()
        self.block = block
        self.fault = words(role="fault", wrap=True)
        self.fault.hide()
        column = QVBoxLayout(self)
        pad(column, gap=3)
        column.addWidget(words(block.label + (" (wajib)" if block.needed else ""), "label"))
        self.edit, self.choice, self.picture = QPlainTextEdit(), QComboBox(), QLabel()
        self._logo = ""
        if block.picture:
            column.addWidget(self.picture)
        elif block.choices:
            self.choice.setAccessibleName(block.label)
            for choice in block.choices:
                self.choice.addItem(SIZES[choice], choice)
            self.choice.currentIndexChanged.connect(self.changed)
            column.addWidget(self.choice)
        else:
            self.edit = _Words(block)
            self.edit.textChanged.connect(self.changed)
            column.addWidget(self.edit)
        column.addWidget(self.fault)

    def text(self) -> str:
        """Return what stands in the block."""
        if self.block.picture:
            return self._logo
        if self.block.choices:
            return str(self.choice.currentData())
        return self.edit.toPlainText()

    def set_text(self, text: str) -> None:
        """Put words, a choice or a picture in base64 into the block; nobody is told."""
        self.blockSignals(True)
        if self.block.picture:
            self._logo = text
            said = f"Lambang terpasang, {len(text) * 3 // 4000 + 1} kB" if text else "Tanpa lambang"
            self.picture.setText(said)
        elif self.block.choices:
            self.choice.setCurrentIndex(max(self.choice.findData(text), 0))
        else:
            self.edit.setPlainText(text)
        self.blockSignals(False)

    def say(self, faults: Sequence[BadTemplate]) -> None:
        """Say what is wrong with this block, by line."""
        said = [f"Baris {one.line}: {one.reason}" if one.line else one.reason.capitalize() for one in faults]
        self.fault.setText("\n".join(said))
        self.fault.setVisible(bool(said))


class Editor(QFrame):
    """All blocks of a form; below them the fields that may be named."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.boxes: list[BlockBox] = []
        self._area = scrolled(QWidget(), sideways=False)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        column = QVBoxLayout(self)
        pad(column)
        column.addWidget(self._area)

    def show_form(self, form: Form, texts: Mapping[str, str]) -> None:
        """Lay out a form with these words; a block that is not named keeps its born words."""
        inside = QWidget()
        inside.setObjectName("plain")
        column = QVBoxLayout(inside)
        pad(column, 0, 0, 10, 0, gap=8)
        self.boxes = [BlockBox(block) for block in form.blocks]
        for box in self.boxes:
            box.set_text(texts.get(box.block.code, box.block.text))
            box.changed.connect(self.changed)
            column.addWidget(box)
        column.addWidget(words("Isian yang boleh disebut", "section"))
        told = "\n".join(f"{{{name}}}  {what}" for name, what in form.fields.items())
        column.addWidget(
            words(
                told + "\n**tebal**  huruf tebal; baris dengan isian kosong dihilangkan", "muted", wrap=True
            )
        )
        column.addStretch(1)
        self._area.setWidget(inside)  # the former blocks go with it

    def texts(self) -> dict[str, str]:
        """Return block -> what stands in it."""
        return {box.block.code: box.text() for box in self.boxes}

    def say(self, faults: Sequence[BadTemplate]) -> None:
        """Put every fault below its block."""
        for box in self.boxes:
            box.say([one for one in faults if one.block == box.block.label])

    def focus_first(self) -> None:
        """Put the cursor into the first block."""
        if self.boxes:
            self.boxes[0].edit.setFocus()
