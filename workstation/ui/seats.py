"""The second step of signing in: at which counter does the officer sit today."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from workstation.ui.bars import words
from workstation.ui.button import Button, Weight
from workstation.ui.theme import pad, theme

if TYPE_CHECKING:
    from workstation.ui.signing_in import Welcome

Seat = tuple[int, int | None]


class Seats(QWidget):
    """A greeting, the list of counters, "Mulai bekerja" and the way back."""

    wanted = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.greeting, self.list = words("", "title"), QListWidget()
        self.sit = Button("Mulai bekerja", "arrow-right", keys="Enter", weight=Weight.PRIMARY)
        self.back = Button("Kembali", "arrow-left", weight=Weight.QUIET)
        self.list.setAccessibleName("Titik layanan dan loket")
        self.list.setMinimumHeight(theme().px(220))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        pad(column, gap=8)
        column.addWidget(self.greeting)
        column.addWidget(words("Di mana Anda bertugas hari ini?", "muted"))
        column.addWidget(self.list, 1)
        column.addWidget(self.sit)
        column.addWidget(self.back)
        self.list.itemActivated.connect(self.wanted)
        self.sit.clicked.connect(self.wanted)
        self.back.clicked.connect(self.left)

    def fill(self, welcome: "Welcome", first: tuple[int | None, int | None]) -> None:
        """Show where this officer may sit, and point at `first` (point, counter) if it is free, else at one that is.

        The point is named only where there are several: it would push out who sits at a counter.
        """
        self.greeting.setText(f"Selamat bekerja, {welcome.officer.split()[0]}")
        self.list.clear()
        free = []
        for point in welcome.points:
            where = f" – {point.name}" if len(welcome.points) > 1 else ""
            for counter in point.counters if welcome.needs_counter else ():
                taken = f" (dipakai {counter.taken_by})" if counter.taken_by else ""
                free += [self.list.count()] * (not counter.taken_by)
                self._add(f"{counter.label}{where}{taken}", point.id, counter.id)
            self._add(f"Tanpa loket{where}", point.id, None)
        self.list.setCurrentRow(free[0] if free else self.list.count() - 1)
        for number in range(self.list.count()):
            item = self.list.item(number)
            if item.data(Qt.ItemDataRole.UserRole) == first and (number in free or first[1] is None):
                self.list.setCurrentRow(number)

    def chosen(self) -> Seat | None:
        """Give point and counter of the row in hand; None when there is no row."""
        if self.list.currentRow() < 0:
            return None
        seat: Seat = self.list.currentItem().data(Qt.ItemDataRole.UserRole)
        return seat

    def _add(self, label: str, point: int, counter: int | None) -> None:
        item = QListWidgetItem(label)
        item.setToolTip(label)
        item.setData(Qt.ItemDataRole.UserRole, (point, counter))
        self.list.addItem(item)
