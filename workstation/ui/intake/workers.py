"""The list of workers: a table to type or paste into, each row checked while typing."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from workstation.catalogue.checking import check_workers
from workstation.catalogue.rules import WorkerListSpec
from workstation.ui.bars import words
from workstation.ui.theme import Tone, pad, theme
from workstation.ui.topbar import Chip
from workstation.usecases.intake import WorkerEntry

TITLES = ("Nama lengkap", "NIK", "Alamat rumah", "Alamat tujuan", "Keterangan")
CODES = ("name", "nik", "address", "destination")
LONGEST = 300
Index = QModelIndex | QPersistentModelIndex


class _Cell(QStyledItemDelegate):
    """The editor of a cell: one line, as long as the database takes, without the form's tall frame."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the words under their heading, and a hairline below each row."""
        look = theme()
        rect: QRect = option.rect
        super().paint(painter, option, index)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width() + 1, 1), look.colour("line"))

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Make the line."""
        line = QLineEdit(parent)
        line.setMaxLength(22 if CODES[index.column()] == "nik" else LONGEST)
        line.setFrame(False)
        line.setStyleSheet("QLineEdit { border: 0; border-radius: 0; min-height: 0; padding: 0 2px; }")
        return line

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Take Enter at once: Qt would do it later, after keys that were typed meanwhile."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            and isinstance(editor, QWidget)
        ):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.SubmitModelCache)
            return True
        return super().eventFilter(editor, event)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Keep one line without outer blanks; numbers of cards without blanks and dots."""
        if isinstance(editor, QLineEdit):
            model.setData(index, tidy(index.column(), editor.text()))


def tidy(column: int, text: str) -> str:
    """Give a typed or pasted cell as it is kept."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())[:LONGEST]
    if CODES[column] == "nik":
        bare = "".join(c for c in plain.lstrip("'") if c not in " .-")
        return bare if bare.isdigit() else plain
    return plain


class WorkerTable(QTableWidget):
    """A sheet with one empty row at its end; Enter and Tab go on, Ctrl+V takes cells of a spreadsheet."""

    pasted = Signal()

    def __init__(self) -> None:
        super().__init__(0, len(TITLES))
        self.setHorizontalHeaderLabels(TITLES)
        self.setItemDelegate(_Cell(self))
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setAlternatingRowColors(False)
        self.setShowGrid(True)
        self.setWordWrap(False)
        self.setAccessibleName("Daftar pekerja")
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(len(CODES), QHeaderView.ResizeMode.Fixed)
        head.setStyleSheet("QHeaderView::section { padding: 0 4px; }")
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._resize()
        theme().changed.connect(self._resize)

    def _resize(self) -> None:
        self.setColumnWidth(1, theme().px(160))
        self.setColumnWidth(len(CODES), theme().px(190))
        self.verticalHeader().setDefaultSectionSize(theme().px(34))
        self.verticalHeader().setMinimumWidth(theme().px(36))
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Go to the next cell after Enter."""
        super().closeEditor(editor, hint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            self.go_on()

    def go_on(self) -> None:
        """Go to the next cell that can be typed into."""
        row, column = self.currentRow(), self.currentColumn() + 1
        if column >= len(CODES):
            row, column = min(row + 1, self.rowCount() - 1), 0
        self.setCurrentCell(row, column)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Delete empties cells, Ctrl+V pastes a block."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.go_on()
        elif event.key() == Qt.Key.Key_Delete and not event.modifiers():
            for item in self.selectedItems():
                if item.column() < len(CODES):
                    item.setText("")
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste(QGuiApplication.clipboard().text())
        else:
            super().keyPressEvent(event)

    def paste(self, text: str) -> None:
        """Lay the cells of a spreadsheet from the current cell on; rows grow as needed."""
        top, left = max(self.currentRow(), 0), max(self.currentColumn(), 0)
        lines = [line.split("\t") for line in text.replace("\r\n", "\n").rstrip("\n").split("\n")]
        self.blockSignals(True)
        for down, cells in enumerate(lines):
            if top + down >= self.rowCount():
                self.add_row(("", "", "", ""))
            for right, cell in enumerate(cells[: len(CODES) - left]):
                item = self.item(top + down, left + right)
                if item is not None:
                    item.setText(tidy(left + right, cell))
        self.blockSignals(False)
        self.pasted.emit()

    def add_row(self, cells: Sequence[str]) -> None:
        """Add one row at the end."""
        row = self.rowCount()
        self.insertRow(row)
        for column, text in enumerate((*cells, "")):
            item = QTableWidgetItem(text)
            if column == len(CODES):
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            self.setItem(row, column, item)

    def cells(self, row: int) -> tuple[str, ...]:
        """Give the typed cells of a row."""
        items = [self.item(row, column) for column in range(len(CODES))]
        return tuple(item.text().strip() if item else "" for item in items)


class WorkersPanel(QWidget):
    """The list with its count; `changed` follows every edit, `counted` tells how many whoever filled the list."""

    changed = Signal()
    counted = Signal(int)

    def __init__(self, spec: WorkerListSpec, today: date) -> None:
        super().__init__()
        self.spec, self._today = spec, today
        self.table = WorkerTable()
        self._wrong: dict[int, str] = {}
        self._of_all = ""
        self.count, self._fault = Chip("", Tone.NEUTRAL), words(role="fault", wrap=True)
        self.tools = QHBoxLayout()
        pad(self.tools, gap=8)
        self.tools.addWidget(self.count)
        self.tools.addStretch(1)
        help_line = words(
            "Ketik atau tempel dari lembar kerja (Ctrl+V). Enter pindah ke sel berikutnya.", "small"
        )
        column = QVBoxLayout(self)
        pad(column, gap=8)
        column.addLayout(self.tools)
        column.addWidget(self.table, 1)
        column.addWidget(self._fault)
        column.addWidget(help_line)
        self.table.itemChanged.connect(self._edited)
        self.table.pasted.connect(self._pasted)
        self.table.currentCellChanged.connect(self._show_fault)
        self.set_rows(())

    def rows(self) -> tuple[WorkerEntry, ...]:
        """Give the rows that hold anything."""
        found = (self.table.cells(row) for row in range(self.table.rowCount()))
        return tuple(WorkerEntry(*cells) for cells in found if any(cells))

    def set_rows(self, rows: Sequence[WorkerEntry]) -> None:
        """Show this list; `changed` is not emitted."""
        self.table.blockSignals(True)
        self.table.setRowCount(0)
        for row in rows:
            self.table.add_row((row.name, row.nik, row.address, row.destination))
        self.table.blockSignals(False)
        self._settle()
        self.table.setCurrentCell(0, 0)

    def faults(self) -> list[tuple[int, str, str]]:
        """Give (row from 1, column, sentence) for all that is wrong; row 0 speaks of the whole list."""
        return check_workers(
            self.spec, [{code: getattr(row, code) for code in CODES} for row in self.rows()], self._today
        )

    def remove_current(self) -> None:
        """Take the row of the cursor out of the list."""
        row = self.table.currentRow()
        if 0 <= row < self.table.rowCount() and any(self.table.cells(row)):
            self.table.removeRow(row)
            self._pasted()

    def go_to_fault(self) -> None:
        """Put the cursor on the first wrong cell."""
        found = next(((row, code) for row, code, _ in self.faults() if row), (0, ""))
        filled = [row for row in range(self.table.rowCount()) if any(self.table.cells(row))]
        at = filled[found[0] - 1] if found[0] else len(filled)
        self.table.setCurrentCell(at, CODES.index(found[1]) if found[1] in CODES else 0)
        self.table.setFocus()

    def _edited(self, item: QTableWidgetItem) -> None:
        if item.column() < len(CODES):
            self._pasted()

    def _pasted(self) -> None:
        self._settle()
        self.changed.emit()

    def _settle(self) -> None:
        table = self.table
        table.blockSignals(True)
        if not table.rowCount() or any(table.cells(table.rowCount() - 1)):
            table.add_row(("", "", "", ""))
        self._mark_rows()
        table.blockSignals(False)
        table.viewport().update()

    def _mark_rows(self) -> None:
        """Check the whole list and say beside each row what is wrong with it; the table's signals are off."""
        said: dict[int, list[str]] = {}
        for number, _column, sentence in self.faults():
            said.setdefault(number, []).append(sentence)
        filled = [row for row in range(self.table.rowCount()) if any(self.table.cells(row))]
        self._wrong = {row: " ".join(said[n]) for n, row in enumerate(filled, start=1) if n in said}
        self._of_all = " ".join(said.get(0, ()))
        for row in range(self.table.rowCount()):
            item, sentence = self.table.item(row, len(CODES)), self._wrong.get(row, "")
            if item is not None and item.text() != sentence:
                item.setText(sentence)
                item.setToolTip(sentence)
                item.setForeground(theme().colour("danger"))
        self._show_fault()
        words_now = f"{len(filled)} orang (batas {self.spec.min}–{self.spec.max})"
        wrong = f", {len(self._wrong)} baris perlu diperbaiki" if self._wrong else ""
        self.count.say(words_now + wrong, Tone.WARN if said else Tone.GOOD)
        self.counted.emit(len(filled))

    def _show_fault(self) -> None:
        """Say what is wrong with the list and with the row of the cursor, as it was checked last."""
        here = self.table.currentRow()
        said = [self._of_all] if self._of_all else []
        if here in self._wrong:
            said.append(f"Baris {here + 1}: {self._wrong[here]}")
        self._fault.setText(" ".join(said))
        self._fault.setVisible(bool(said))
