"""The beginning of a new application: which permit, which way it came."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from workstation.queries.intake import TypeRow
from workstation.ui.bars import words
from workstation.ui.button import Button, Weight
from workstation.ui.table import Column, RowTable
from workstation.ui.theme import Tone, pad
from workstation.vocabulary import Channel
from workstation.wording import word

CHANNELS = (Channel.COUNTER, Channel.DROP_BOX, Channel.EMAIL, Channel.COURIER, Channel.PHONE)
NOT_YET = "Aturan jenis ini di katalog belum lengkap, jadi permohonan belum dapat diterima lewat program ini."

COLUMNS = (
    Column(
        "Jenis izin",
        lambda r: r.rules.title,
        sub=lambda r: r.rules.who_may_apply if r.is_open else NOT_YET,
        tooltip=lambda r: f"{r.rules.title}\n{r.rules.who_may_apply if r.is_open else NOT_YET}",
    ),
    Column(
        "Keadaan",
        lambda r: "Dibuka" if r.is_open else "Belum tersedia",
        tone=lambda r: Tone.GOOD if r.is_open else Tone.NEUTRAL,
        icon=lambda r: "circle-check" if r.is_open else "minus",
        width=150,
    ),
)


class Chooser(QWidget):
    """Enter on a type begins; `chosen` gives (TypeRow, Channel), `refused` a type that is not open."""

    chosen = Signal(object, object)
    refused = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.table = RowTable(COLUMNS, name="intake-types", tall=True)
        self.table.setAccessibleName("Jenis izin yang dibuka hari ini")
        self.channel = QComboBox()
        for one in CHANNELS:
            self.channel.addItem(word(one), one)
        self.channel.setAccessibleName("Saluran permohonan")
        self.visitor = words(role="muted")
        label = words("Diterima lewat", "label")
        label.setBuddy(self.channel)
        begin = Button("Mulai isi", "arrow-right", keys="Enter", weight=Weight.PRIMARY)
        begin.clicked.connect(self.begin)
        foot = QHBoxLayout()
        pad(foot, gap=10)
        foot.addWidget(label)
        foot.addWidget(self.channel)
        foot.addWidget(self.visitor, 1)
        foot.addWidget(begin)
        column = QVBoxLayout(self)
        pad(column, gap=10)
        column.addWidget(words("Permohonan baru", "section"))
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        self.table.activated_row.connect(self._take)

    def set_rows(self, rows: Sequence[TypeRow]) -> None:
        """Show the types of today."""
        self.table.set_rows(rows)
        if self.table.row_now() is None:
            self.table.choose_first()

    def begin(self) -> None:
        """Begin with the type of the cursor."""
        row = self.table.row_now()
        if row is not None:
            self._take(row)

    def _take(self, row: TypeRow) -> None:
        if row.is_open:
            self.chosen.emit(row, Channel(self.channel.currentData()))
        else:
            self.refused.emit(row)
