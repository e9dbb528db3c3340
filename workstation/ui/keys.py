"""The key sheet (F1): only what works now, and the palette (Ctrl+K): the same verbs, found by their words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QFontMetrics, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from workstation.ui.action import on_keyboard
from workstation.ui.bars import words
from workstation.ui.button import paint_chip
from workstation.ui.theme import pad, theme

KEYS_ROLE = Qt.ItemDataRole.UserRole + 1
TABLE_KEYS = (
    ("Pindah baris", "↑ ↓"),
    ("Baris pertama, baris terakhir", "Home, End"),
    ("Buka baris", "Enter"),
    ("Tandai baris", "Spasi"),
    ("Cari baris", "huruf awal"),
    ("Tutup pemberitahuan", "Esc"),
)


@dataclass(frozen=True)
class Group:
    """A heading of the sheet and its actions."""

    title: str
    actions: Sequence[QAction]


class KeyChip(QWidget):
    """A key's name as a chip."""

    def __init__(self, keys: str) -> None:
        super().__init__()
        self._keys = keys
        self.setAccessibleName(keys)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Fit the name."""
        width = QFontMetrics(theme().font(11)).horizontalAdvance(self._keys) + theme().px(12)
        return QSize(width, theme().px(22))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the chip."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_chip(painter, self._keys, theme().colour("text"), 1, self.height() / 2)
        painter.end()


class Sheet(QFrame):
    """A card over the whole window; Esc, F1 or a click beside it closes it."""

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._home = parent
        self.card = QFrame(self)
        self.card.setProperty("role", "card")
        self._before: QWidget | None = None
        parent.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Cover the parent and take the keyboard."""
        if self.isHidden():
            self._before = self.window().focusWidget()
        self._place()
        self.show()
        self.raise_()
        self.setFocus()

    def close_sheet(self) -> None:
        """Go away and give the cursor back: left to Qt it would fall on the first button of the window."""
        before, self._before = self._before, None
        if before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus()
        self.hide()
        self.closed.emit()

    def card_size(self) -> tuple[int, int]:
        """Give the wanted size of the card at 100 %."""
        return 780, 580

    def _place(self) -> None:
        self.setGeometry(self._home.rect())
        wide, tall = (theme().px(side) for side in self.card_size())
        wide, tall = min(wide, self.width() - 32), min(tall, self.height() - 32)
        self.card.setGeometry((self.width() - wide) // 2, (self.height() - tall) // 3, wide, tall)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dim what lies below."""
        painter = QPainter(self)
        shade = theme().colour("shadow")
        shade.setAlphaF(0.45)
        painter.fillRect(QRectF(self.rect()), shade)
        painter.end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Grow with the window."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """A click beside the card closes."""
        self.close_sheet()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc and F1 close."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1):
            self.close_sheet()
        else:
            super().keyPressEvent(event)


class KeySheet(Sheet):
    """All keys that work at this moment, in groups."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("Daftar tombol")
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        column = QVBoxLayout(self.card)
        pad(column, 20, gap=12)
        column.addWidget(words("Tombol yang berlaku sekarang", "title"))
        column.addWidget(self._area, 1)

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Write the sheet anew and open it."""
        page = QWidget()
        page.setObjectName("plain")
        grid = QGridLayout(page)
        pad(grid, 0, 0, 12, 0, gap=6)
        columns = 2 if theme().scale <= 125 else 1
        line = 0
        for group in groups:
            pairs = [(_plain(a.text()), _keys(a)) for a in group.actions if _works(a)]
            line = self._write(grid, line, group.title, pairs, columns)
        line = self._write(grid, line, "Daftar", list(TABLE_KEYS), columns)
        grid.setRowStretch(line, 1)
        for number in range(columns):
            grid.setColumnStretch(number * 2 + 1, 1)
        self._area.setWidget(page)
        self.open()

    def lines(self) -> list[str]:
        """Give the names now on the sheet."""
        page = self._area.widget()
        return [w.text() for w in page.findChildren(type(words()))] if page is not None else []

    def _write(
        self, grid: QGridLayout, line: int, title: str, pairs: Sequence[tuple[str, str]], columns: int
    ) -> int:
        if not pairs:
            return line
        grid.addWidget(words(title, "section"), line, 0, 1, 2 * columns)
        rows = -(-len(pairs) // columns)
        for number, (text, keys) in enumerate(pairs):
            side, row = divmod(number, rows)
            grid.addWidget(KeyChip(keys), line + 1 + row, side * 2, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(words(text), line + 1 + row, side * 2 + 1)
        return line + rows + 2


class _KeyDelegate(QStyledItemDelegate):
    """A line of the palette: words on the left, key chip on the right."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        keys = str(index.data(KEYS_ROLE) or "")
        if keys:
            rect: QRect = option.rect
            width = QFontMetrics(theme().font(11)).horizontalAdvance(keys) + theme().px(10)
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            left = rect.right() - width - theme().px(10)
            paint_chip(painter, keys, theme().colour("text"), left, rect.center().y() + 1)
            painter.restore()


class Palette(Sheet):
    """One field over all verbs that work now; text that is no verb goes to the search screen."""

    searched = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("Palet perintah")
        self._actions: list[QAction] = []
        self.entry, self.list = QLineEdit(), QListWidget()
        self.entry.setProperty("role", "big")
        self.entry.setPlaceholderText("Perintah, nama, nomor permohonan, NIK, atau nomor antrean")
        self.entry.setAccessibleName("Perintah atau pencarian")
        self.list.setAccessibleName("Perintah yang cocok")
        self.list.setItemDelegate(_KeyDelegate(self.list))
        column = QVBoxLayout(self.card)
        pad(column, 14, gap=10)
        column.addWidget(self.entry)
        column.addWidget(self.list, 1)
        self.entry.textChanged.connect(self._filter)
        self.entry.returnPressed.connect(self._run)
        self.entry.installEventFilter(self)
        self.list.itemActivated.connect(self._run)

    def card_size(self) -> tuple[int, int]:
        """Be narrower than the key sheet."""
        return 560, 420

    def show_actions(self, actions: Sequence[QAction]) -> None:
        """Offer these verbs."""
        self._actions = [action for action in actions if _works(action)]
        self.entry.clear()
        self._filter("")
        self.open()
        self.entry.setFocus()

    def _filter(self, text: str) -> None:
        parts = text.casefold().split()
        self.list.clear()
        if text.strip():
            item = QListWidgetItem(f"Cari “{text.strip()}”")
            item.setData(Qt.ItemDataRole.UserRole, -1)
            self.list.addItem(item)
        for number, action in enumerate(self._actions):
            if all(part in _plain(action.text()).casefold() for part in parts):
                item = QListWidgetItem(_plain(action.text()))
                item.setData(KEYS_ROLE, _keys(action))
                item.setData(Qt.ItemDataRole.UserRole, number)
                self.list.addItem(item)
        found = self.list.count() > 1 and bool(text.strip())
        self.list.setCurrentRow(1 if found else 0)

    def _run(self) -> None:
        text = self.entry.text().strip()
        self.close_sheet()
        if self.list.currentRow() < 0:
            return
        number = self.list.currentItem().data(Qt.ItemDataRole.UserRole)
        if number == -1:
            self.searched.emit(text)
        else:
            self._actions[number].trigger()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows move in the list while the field keeps the letters."""
        if watched is self.entry and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step:
                row = self.list.currentRow() + step
                self.list.setCurrentRow(min(max(row, 0), self.list.count() - 1))
                return True
        return super().eventFilter(watched, event)


def _plain(text: str) -> str:
    return text.replace("&", "")


def _works(action: QAction) -> bool:
    return action.isVisible() and action.isEnabled() and bool(action.text())


def _keys(action: QAction) -> str:
    return " / ".join(dict.fromkeys(map(on_keyboard, action.shortcuts())))


def plain_action(
    parent: QWidget, text: str, keys: str | Sequence[str], slot: Callable[[], object]
) -> QAction:
    """Make an action of the frame (zoom, lock, navigation): no use case, no role."""
    action = QAction(text, parent)
    shown = (keys,) if isinstance(keys, str) else keys
    action.setShortcuts([QKeySequence(key) for key in shown])
    action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
    action.triggered.connect(slot)
    parent.addAction(action)
    return action
