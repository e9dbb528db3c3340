"""Lists of frozen rows: a model over a plain list, columns that say what they show, choice kept by id.

A row is any frozen object with an `id`. Columns turn it into words:

    COLUMNS = (
        Column("Nomor", lambda r: r.number, width=90, strong=True),
        Column("Nama", lambda r: r.name),                                   # width 0 takes the rest
        Column("Tahap", lambda r: word(r.stage), tone=lambda r: TONES[r.stage], width=150),   # a pill
        Column("Menunggu", lambda r: minutes(r), align=RIGHT, sort=lambda r: r.since, width=90),
    )
    table = RowTable(COLUMNS, name="queue", checkable=True)
    table.chosen -> tuple of rows (checked ones if any, else selected); table.activated_row -> row (Enter)

Sorting sorts the list itself: a proxy over fetched rows took 16 s where the list takes 0.1 s.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSettings,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from workstation.ui.cells import CHIPS, ICON, PICTURES, STRONG, SUBTEXT, TONE, CellDelegate
from workstation.ui.theme import Tone, theme

Index = QModelIndex | QPersistentModelIndex
STRETCH_LEAST_PX = 150
LEFT, RIGHT, CENTER = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignHCenter


class Row(Protocol):
    """A frozen line of an answer."""

    @property
    def id(self) -> Any:
        """Name the line; the choice is kept by it."""
        ...


@dataclass(frozen=True)
class Column:
    """One column: `text` makes the words of a row; `tone` makes it a pill; `sub` a second, quieter line.

    `pictures` puts small pictures in place of the words, or a word where one is not there. `chips` puts several pills
    side by side, as many as have room.
    """

    title: str
    text: Callable[[Any], str]
    align: Qt.AlignmentFlag = LEFT
    width: int = 0
    tooltip: Callable[[Any], str] | None = None
    tone: Callable[[Any], Tone | None] | None = None
    icon: Callable[[Any], str] | None = None
    sub: Callable[[Any], str] | None = None
    sort: Callable[[Any], Any] | None = None
    strong: bool = False
    pictures: Callable[[Any], "tuple[QPixmap | str, ...]"] | None = None
    chips: Callable[[Any], "Sequence[tuple[str, Tone]]"] | None = None


class RowModel(QAbstractTableModel):
    """Rows and their ticks; column 0 is the tick when `checkable`."""

    ticked = Signal()

    def __init__(
        self, columns: Sequence[Column], *, checkable: bool = False, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns, self.checkable = tuple(columns), checkable
        self.rows: list[Any] = []
        self.ticks: set[Any] = set()
        self._order: tuple[int, Qt.SortOrder] | None = None

    def set_rows(self, rows: Iterable[Any]) -> None:
        """Show other rows; ticks of rows that are gone are forgotten."""
        self.beginResetModel()
        self.rows = self._sorted(list(rows))
        self.ticks &= {row.id for row in self.rows}
        self.endResetModel()

    def column(self, section: int) -> Column | None:
        """Give the column of a section; None for the ticks."""
        return self.columns[section - self.checkable] if section >= self.checkable else None

    def tick(self, numbers: Iterable[int], on: bool) -> None:
        """Tick or untick the rows with these numbers."""
        changed = list(numbers)
        ids = [self.rows[number].id for number in changed]
        (self.ticks.update if on else self.ticks.difference_update)(ids)
        self._tell_ticks(changed)

    def tick_only(self, numbers: Iterable[int]) -> None:
        """Tick these rows and no other."""
        self.ticks = {self.rows[number].id for number in numbers}
        self._tell_ticks(range(len(self.rows)))

    def _tell_ticks(self, numbers: Sequence[int]) -> None:
        if numbers:  # one word for all: five thousand would take longer than the ticks
            self.dataChanged.emit(self.index(min(numbers), 0), self.index(max(numbers), 0))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 0)
        self.ticked.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Count the rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Count the columns, with the ticks."""
        return 0 if parent.isValid() else len(self.columns) + self.checkable

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Tell what can be done with a cell."""
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        is_tick = self.checkable and index.column() == 0
        return plain | Qt.ItemFlag.ItemIsUserCheckable if is_tick else plain

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Say a cell: words, tick, tooltip, alignment, tone."""
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], self.column(index.column())
        if column is None:
            return self._tick_data(row, role)
        return self._cell(row, column, role)

    def _tick_data(self, row: Any, role: int) -> Any:
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if row.id in self.ticks else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return "Ditandai" if row.id in self.ticks else "Tidak ditandai"
        return None

    def _cell(self, row: Any, column: Column, role: int) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.text(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tooltip(row) if column.tooltip else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.align | Qt.AlignmentFlag.AlignVCenter
        makers = {
            TONE: column.tone,
            ICON: column.icon,
            SUBTEXT: column.sub,
            PICTURES: column.pictures,
            CHIPS: column.chips,
        }
        if role == STRONG:
            return column.strong
        maker = makers.get(role)
        return maker(row) if maker else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick a row."""
        if not index.isValid() or role != Qt.ItemDataRole.CheckStateRole or self.column(index.column()):
            return False
        self.tick([index.row()], Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Say a column's title."""
        if way != Qt.Orientation.Horizontal or not 0 <= section < self.columnCount():
            return None
        column = self.column(section)
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title if column else ""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return (column.align if column else CENTER) | Qt.AlignmentFlag.AlignVCenter
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort the list itself; -1 keeps the order of the answer from now on."""
        self._order = (column, order) if column >= self.checkable else None
        self.layoutAboutToBeChanged.emit()
        before = {row.id: number for number, row in enumerate(self.rows)}
        self.rows = self._sorted(self.rows)
        after = {before[row.id]: number for number, row in enumerate(self.rows)}
        old = self.persistentIndexList()
        self.changePersistentIndexList(old, [self.index(after[i.row()], i.column()) for i in old])
        self.layoutChanged.emit()

    def _sorted(self, rows: list[Any]) -> list[Any]:
        if self._order is None:
            return rows
        column = self.column(self._order[0])
        if column is None:
            return rows
        key = column.sort or (lambda row: column.text(row).casefold())
        # rows without a value (None) stay last, whatever the type of the others
        filled = [row for row in rows if key(row) is not None]
        blank = [row for row in rows if key(row) is None]
        return sorted(filled, key=key, reverse=self._order[1] == Qt.SortOrder.DescendingOrder) + blank


class RowTable(QTableView):
    """A table of rows. Enter gives `activated_row`, Space ticks, letters jump, the choice stays."""

    chosen = Signal(tuple)
    activated_row = Signal(object)
    current_row = Signal(object)  # the row under the cursor, or None

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        name: str = "",
        checkable: bool = False,
        many: bool = False,
        tall: bool = False,
    ) -> None:
        super().__init__()
        self.name, self._row_px = name, 48 if tall or any(column.sub for column in columns) else 34
        self.rows_model = RowModel(columns, checkable=checkable, parent=self)
        self._told: tuple[Any, ...] = ()
        self._delegate = CellDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setModel(self.rows_model)
        self._set_up(many)
        self._set_header()
        self._resize()
        theme().changed.connect(self._resize)
        self.rows_model.ticked.connect(self._tell)
        self.selectionModel().selectionChanged.connect(self._tell)
        self.selectionModel().currentRowChanged.connect(self._tell_current)
        self.activated.connect(self._activate)

    # -- what screens use --------------------------------------------------------------------------------

    def set_rows(self, rows: Iterable[Any]) -> None:
        """Show other rows; choice, cursor and scroll place are kept by id."""
        current, selected = self.row_now(), {row.id for row in self.selected()}
        place = self.verticalScrollBar().value()
        selection = self.selectionModel()
        selection.blockSignals(True)
        self.rows_model.set_rows(rows)
        numbers = {row.id: number for number, row in enumerate(self.rows_model.rows)}
        if current is not None and current.id in numbers:
            index = self.rows_model.index(numbers[current.id], self.rows_model.checkable)
            selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        whole = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for ident in selected & numbers.keys():
            selection.select(self.rows_model.index(numbers[ident], 0), whole)
        selection.blockSignals(False)
        self.verticalScrollBar().setValue(place)
        self.viewport().update()
        self._tell()
        self.current_row.emit(self.row_now())

    def set_row_px(self, height: int) -> None:
        """Make the rows that high (px at 100 %)."""
        self._row_px = height
        self.verticalHeader().setDefaultSectionSize(theme().px(height))

    def rows(self) -> list[Any]:
        """Give all rows in the order seen."""
        return list(self.rows_model.rows)

    def selected(self) -> list[Any]:
        """Give the selected rows, top to bottom."""
        numbers = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.rows_model.rows[n] for n in numbers if n < len(self.rows_model.rows)]

    def checked(self) -> list[Any]:
        """Give the ticked rows, top to bottom."""
        return [row for row in self.rows_model.rows if row.id in self.rows_model.ticks]

    def chosen_rows(self) -> tuple[Any, ...]:
        """Give the ticked rows, or the selected ones when none is ticked."""
        return tuple(self.checked() or self.selected())

    def row_now(self) -> Any:
        """Give the row under the cursor, or None."""
        number = self.currentIndex().row()
        return self.rows_model.rows[number] if 0 <= number < len(self.rows_model.rows) else None

    def choose_row(self, ident: Any) -> bool:
        """Put cursor and choice on the row with this id; False when it is not here."""
        for number, row in enumerate(self.rows_model.rows):
            if row.id == ident:
                self._choose(number)
                return True
        return False

    def choose_first(self) -> None:
        """Put cursor and choice on the first row, if there is one."""
        if self.rows_model.rows:
            self._choose(0)

    def _choose(self, number: int) -> None:
        # selectRow looks at the keys held down: after Ctrl+2 it would toggle instead of choose
        flags = QItemSelectionModel.SelectionFlag
        index = self.rows_model.index(number, self.rows_model.checkable)
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def check_all(self, on: bool = True) -> None:
        """Tick or untick every row."""
        self.rows_model.tick(range(len(self.rows_model.rows)), on)

    # -- how it works ------------------------------------------------------------------------------------

    def _set_up(self, many: bool) -> None:
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if many else mode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.verticalHeader().hide()
        self.setAccessibleName(self.name or "Daftar")

    def _set_header(self) -> None:
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(True)
        head.setSortIndicatorShown(True)
        head.setSortIndicatorClearable(True)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        head.sortIndicatorChanged.connect(self.rows_model.sort)
        head.setMinimumSectionSize(theme().px(36))
        head.sectionResized.connect(self._remember)

    def _resize(self) -> None:
        head, look = self.horizontalHeader(), theme()
        self.verticalHeader().setMinimumSectionSize(look.px(20))
        self.verticalHeader().setDefaultSectionSize(look.px(self._row_px))
        kept = self._kept_widths()
        head.blockSignals(True)
        for section in range(self.rows_model.columnCount()):
            column = self.rows_model.column(section)
            width = kept.get(section) or (column.width if column else 40)
            is_fixed = column is None or not width
            mode = QHeaderView.ResizeMode.Fixed if is_fixed else QHeaderView.ResizeMode.Interactive
            head.setSectionResizeMode(section, mode)
            self.setColumnWidth(section, look.px(width or STRETCH_LEAST_PX))
        head.blockSignals(False)
        self._stretch()

    def _stretch(self) -> None:
        """Share what is left among the columns without a width; never less than readable."""
        columns = [self.rows_model.column(n) for n in range(self.rows_model.columnCount())]
        open_ones = [n for n, column in enumerate(columns) if column is not None and not column.width]
        if not open_ones:
            return
        taken = sum(self.columnWidth(n) for n in range(len(columns)) if n not in open_ones)
        share = max((self.viewport().width() - taken) // len(open_ones), theme().px(STRETCH_LEAST_PX))
        for section in open_ones:
            self.setColumnWidth(section, share)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._stretch()

    def _kept_widths(self) -> dict[int, int]:
        stored = QSettings().value(f"tables/{self.name}") if self.name else None
        if not isinstance(stored, str):
            return {}
        pairs = (part.split(":") for part in stored.split(",") if part.count(":") == 1)
        return {int(a): int(b) for a, b in pairs if a.isdigit() and b.isdigit() and 30 <= int(b) <= 900}

    def _remember(self, section: int, _old: int, width: int) -> None:
        column = self.rows_model.column(section)
        if not self.name or column is None or not column.width or not self.isVisible():
            return
        self._stretch()
        kept = {**self._kept_widths(), section: round(width * 100 / theme().scale)}
        QSettings().setValue(f"tables/{self.name}", ",".join(f"{a}:{b}" for a, b in sorted(kept.items())))

    def _tell(self) -> None:
        rows = self.chosen_rows()
        if rows != self._told:
            self._told = rows
            self.chosen.emit(rows)

    def _tell_current(self) -> None:
        self.current_row.emit(self.row_now())

    def _activate(self, index: QModelIndex) -> None:
        if index.isValid():
            self.activated_row.emit(self.rows_model.rows[index.row()])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Space ticks, Home and End go to the first and last row; the rest is Qt's."""
        key, index = event.key(), self.currentIndex()
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End) and not event.modifiers() and self.rows_model.rows:
            self._choose(0 if key == Qt.Key.Key_Home else len(self.rows_model.rows) - 1)
            return
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() and index.isValid():
            self._activate(index)
            return
        if key == Qt.Key.Key_Space and self.rows_model.checkable and index.isValid():
            numbers = sorted({i.row() for i in self.selectionModel().selectedRows()} | {index.row()})
            ticks = self.rows_model.ticks
            self.rows_model.tick(numbers, not all(self.rows_model.rows[n].id in ticks for n in numbers))
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Jump by the first letters of any column of words, from the cursor on."""
        if not self.rows_model.rows:
            return
        self._typed = getattr(self, "_typed", "") + search.casefold()
        QTimer.singleShot(900, self, self._forget_typed)
        start = max(self.currentIndex().row(), 0)
        count = len(self.rows_model.rows)
        for number in ((start + step) % count for step in range(count)):
            row = self.rows_model.rows[number]
            if any(column.text(row).casefold().startswith(self._typed) for column in self.rows_model.columns):
                self._choose(number)
                return

    def _forget_typed(self) -> None:
        self._typed = ""
