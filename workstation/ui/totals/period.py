"""Which days the balance covers: one of the usual periods, or two dates."""

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from workstation.ui.bars import words
from workstation.ui.entries import DateEntry, read_date
from workstation.ui.theme import pad, theme

Days = tuple[date, date]
PERIODS: dict[str, tuple[str, Callable[[date], Days]]] = {
    "today": ("Hari ini", lambda day: (day, day)),
    "yesterday": ("Kemarin", lambda day: (day - timedelta(days=1), day - timedelta(days=1))),
    "week": ("7 hari terakhir", lambda day: (day - timedelta(days=6), day)),
    "month": ("Bulan ini", lambda day: (day.replace(day=1), day)),
    "last_month": ("Bulan lalu", lambda day: _last_month(day)),
    "year": ("Tahun ini", lambda day: (day.replace(month=1, day=1), day)),
}
OWN = "own"


def _last_month(day: date) -> Days:
    end = day.replace(day=1) - timedelta(days=1)
    return end.replace(day=1), end


class PeriodPicker(QWidget):
    """A list of usual periods; its last line opens two dates. `chosen` when the days have changed."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.box, self.first, self.last = QComboBox(), DateEntry(), DateEntry()
        for code, (label, _) in PERIODS.items():
            self.box.addItem(label, code)
        self.box.addItem("Pilih tanggal …", OWN)
        self.box.setAccessibleName("Masa neraca")
        self.box.setCurrentIndex(self.box.findData("month"))
        self._dates = QWidget()
        row = QHBoxLayout(self._dates)
        pad(row, gap=6)
        for name, entry in (("Tanggal pertama", self.first), ("Tanggal terakhir", self.last)):
            entry.widget.setAccessibleName(name)
            entry.widget.setFixedWidth(theme().px(124))
            entry.edited.connect(self._typed)
        row.addWidget(self.first.widget)
        row.addWidget(words("s.d."))
        row.addWidget(self.last.widget)
        whole = QHBoxLayout(self)
        pad(whole, gap=8)
        whole.addWidget(self.box)
        whole.addWidget(self._dates)
        self._dates.hide()
        self.box.currentIndexChanged.connect(self._picked)

    def days(self, today: date) -> Days | None:
        """Return first and last day, both included; None while two dates are not both readable and in order."""
        code = str(self.box.currentData())
        if code != OWN:
            return PERIODS[code][1](today)
        first, last = read_date(self.first.text()), read_date(self.last.text())
        self.first.set_fault(bool(self.first.text()) and first is None)
        self.last.set_fault(bool(self.last.text()) and (last is None or (first is not None and last < first)))
        return (first, last) if first is not None and last is not None and first <= last else None

    def _picked(self) -> None:
        own = self.box.currentData() == OWN
        self._dates.setVisible(own)
        if own:
            self.first.focus()
        self.chosen.emit()

    def _typed(self) -> None:
        self.chosen.emit()
