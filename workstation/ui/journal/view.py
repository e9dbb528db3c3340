"""The widgets of the journal: the verdict on top, closed days and trail below it."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from workstation import phrasing
from workstation.progress import Progress
from workstation.queries.closings import ClosingRow
from workstation.ui.action import Action, ActionButton
from workstation.ui.bars import Bar, Empty, words
from workstation.ui.button import Button, Weight
from workstation.ui.entries import read_date
from workstation.ui.facts import Facts
from workstation.ui.flow import FlowLayout, clear_out
from workstation.ui.journal.words import CLOSINGS, NEVER, TRAIL
from workstation.ui.native import scrolled
from workstation.ui.table import RowTable
from workstation.ui.theme import Tone, pad, theme
from workstation.usecases import closing
from workstation.usecases.trailing import TrailRow, Wanted
from workstation.vocabulary import Deed
from workstation.wording import word

SIDE_PX, LEAST_PX = 390, 150


class CheckPanel(QWidget):
    """What the last check said, and how far the present one is, with a button to stop it."""

    def __init__(self, stop: Action) -> None:
        super().__init__()
        self.bar, self.line, self._stop = Bar(Tone.NEUTRAL), QProgressBar(), ActionButton(stop, small=True)
        self.bar.add_button(self._stop)
        self.line.setTextVisible(False)
        self.line.setAccessibleName("Kemajuan pemeriksaan rantai")
        self.line.hide()
        column = QVBoxLayout(self)
        pad(column, gap=4)
        column.addWidget(self.bar)
        column.addWidget(self.line)
        self.say(Tone.NEUTRAL, *NEVER)

    def say(self, tone: Tone, sentence: str, advice: str) -> None:
        """Show a verdict."""
        self.line.hide()
        self._stop.hide()
        self.bar.set_tone(tone)
        self.bar.show_text(sentence, advice)

    def hear(self, step: Progress) -> None:
        """Show how far the check is."""
        self.bar.set_tone(Tone.INFO)
        total = phrasing.grouped(step.total)
        self.bar.show_text(
            "Memeriksa rantai …", f"{step.label}: {phrasing.grouped(step.done)} dari {total} baris"
        )
        # a bar counts to 2,147,483,647; a city's journal may not
        self.line.setRange(0, 1000)
        self.line.setValue(step.done * 1000 // max(step.total, 1))
        self.line.show()
        self._stop.show()


class ClosingPage(QWidget):
    """Closed days on the left, the chosen one whole on the right."""

    def __init__(self) -> None:
        super().__init__()
        self.table = RowTable(CLOSINGS, name="journal-closings")
        self.nothing = Empty(
            "Belum ada hari yang ditutup", "Tutup hari setelah loket terakhir selesai (F8).", "calendar-check"
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.nothing)
        self._inner = QWidget()
        self._inner.setObjectName("plain")
        self.verbs = FlowLayout(right=False)
        self._column = QVBoxLayout(self._inner)
        pad(self._column, 0, 4, 8, 4, gap=8)
        side = QScrollArea()
        side.setWidget(self._inner)
        side.setWidgetResizable(True)
        side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        side.setFrameShape(QScrollArea.Shape.NoFrame)
        side.setAccessibleName("Isi lembar penutupan")
        right = QWidget()
        beside = QVBoxLayout(right)
        pad(beside, 16, 0, 0, 0, gap=10)
        beside.addWidget(side, 1)
        beside.addLayout(self.verbs)
        right.setMinimumWidth(theme().px(SIDE_PX))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.stack)
        split.addWidget(right)
        split.setStretchFactor(0, 1)
        split.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        pad(column, 0, 10, 0, 0)
        column.addWidget(split)
        self.table.current_row.connect(self.show_row)

    def set_rows(self, rows: Sequence[ClosingRow]) -> None:
        """Show the closed days."""
        self.table.set_rows(rows)
        self.stack.setCurrentWidget(self.table if rows else self.nothing)
        if rows and self.table.row_now() is None:
            self.table.choose_first()

    def show_row(self, row: ClosingRow | None) -> None:
        """Show what was frozen when the day was closed."""
        clear_out(self._column)
        if row is None:
            return
        for table in closing.tables(row.totals):
            self._column.addWidget(words(table.title, "section"))
            facts = Facts()
            wide = len(table.columns) > 2
            pairs = [zip(table.columns, row, strict=True) if wide else (row,) for row in table.rows]
            facts.show_facts([(name, said) for line in pairs for name, said in line])
            self._column.addWidget(facts)
        self._column.addWidget(words("Ujung jurnal", "section"))
        end = Facts()
        fours = " ".join(row.hash[at : at + 4] for at in range(0, len(row.hash), 4))
        end.show_facts([("Baris terakhir", phrasing.grouped(row.seq)), ("Sidik", fours or "-")])
        self._column.addWidget(end)
        self._column.addStretch(1)


class TrailFilter(QWidget):
    """What to look for; tells `changed` when another answer is wanted."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.deed, self.login = QComboBox(), QComboBox()
        self.number, self.since, self.until = QLineEdit(), QLineEdit(), QLineEdit()
        self.person = Button("", "x", small=True, weight=Weight.QUIET)
        self.person.hide()
        self._widths: dict[QWidget, int] = {}
        self._lay_out()
        for box in (self.deed, self.login):
            box.activated.connect(self.changed)
        for line in (self.number, self.since, self.until):
            line.returnPressed.connect(self.changed)

    def _lay_out(self) -> None:
        self.deed.addItem("Semua akses", frozenset(Deed) - {Deed.CHANGE})
        for deed in Deed:
            self.deed.addItem(word(deed), frozenset({deed}))
        self.deed.addItem("Semua baris", frozenset())
        self.login.addItem("Semua petugas", "")
        row = FlowLayout(right=False)
        self.setLayout(row)
        for widget, name, hint, wide in (
            (self.deed, "Tindakan", "", 190),
            (self.login, "Petugas", "", 250),
            (self.number, "Nomor permohonan atau surat", "Nomor permohonan atau surat", 260),
            (self.since, "Sejak tanggal", "Sejak hh-bb-tttt", 140),
            (self.until, "Sampai tanggal", "Sampai hh-bb-tttt", 150),
        ):
            widget.setAccessibleName(name)
            self._widths[widget] = wide
            if isinstance(widget, QLineEdit):
                widget.setPlaceholderText(hint)
                widget.setClearButtonEnabled(True)
            row.addWidget(widget)
        row.addWidget(self.person)
        self._resize()
        theme().changed.connect(self._resize)

    def _resize(self) -> None:
        for widget, wide in self._widths.items():
            widget.setFixedWidth(theme().px(wide))

    def set_logins(self, logins: Sequence[tuple[str, str]]) -> None:
        """Offer the people of this point."""
        kept = self.login.currentData()
        while self.login.count() > 1:
            self.login.removeItem(1)
        for login, name in logins:
            self.login.addItem(f"{name} ({login})", login)
        self.login.setCurrentIndex(max(self.login.findData(kept), 0))

    def fault(self) -> str:
        """Say which date is none, or nothing."""
        for line in (self.since, self.until):
            if line.text().strip() and read_date(line.text()) is None:
                return f"“{line.text().strip()}” bukan tanggal. Tulis misalnya 21-11-2026."
        return ""

    def wanted(self) -> Wanted:
        """Give what was chosen, without things."""
        return Wanted(
            frozenset(self.deed.currentData()),
            str(self.login.currentData() or ""),
            self._day(self.since),
            self._day(self.until),
        )

    @staticmethod
    def _day(line: QLineEdit) -> date | None:
        return read_date(line.text()) if line.text().strip() else None

    def show_person(self, masked: str) -> None:
        """Say that only rows about one person are shown; "" for everybody."""
        self.person.setText(f"NIK {masked}" if masked else "")
        self.person.setAccessibleName(f"Hapus saringan NIK {masked}" if masked else "")
        self.person.setVisible(bool(masked))


class TrailView(QWidget):
    """Filter, rows, and how many there are."""

    def __init__(self) -> None:
        super().__init__()
        self.filter, self.table = TrailFilter(), RowTable(TRAIL, name="journal-trail")
        self.nothing = Empty(
            "Tidak ada catatan yang cocok",
            "Longgarkan saringan, atau cari lebih jauh ke belakang.",
            "history",
        )
        self.foot, self.verbs = words(role="muted"), FlowLayout()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.nothing)
        self.stack.setMinimumHeight(LEAST_PX)
        column = QVBoxLayout(self)
        pad(column, 0, 10, 0, 0, gap=10)
        column.addWidget(self.filter)
        column.addWidget(self.stack, 1)
        below = QHBoxLayout()
        pad(below, gap=12)
        below.addWidget(self.foot)
        below.addLayout(self.verbs, 1)
        column.addLayout(below)

    def set_rows(self, rows: Sequence[TrailRow], *, is_more: bool) -> None:
        """Show the rows found so far."""
        self.table.set_rows(rows)
        self.stack.setCurrentWidget(self.table if rows else self.nothing)
        if rows and self.table.row_now() is None:
            self.table.choose_first()
        end = "yang lebih lama: Ctrl+PgDn" if is_more else "sampai awal jurnal"
        self.foot.setText(f"{phrasing.grouped(len(rows))} baris · {end}")


class View(QWidget):
    """The verdict, and the pages that this officer may see."""

    def __init__(self, stop: Action, *, may_check: bool, may_read: bool) -> None:
        super().__init__()
        self.check, self.closings, self.trail = CheckPanel(stop), ClosingPage(), TrailView()
        self.tabs, self._trail_area = QTabWidget(), scrolled(self.trail, sideways=False)
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.closings, "Penutupan hari (Ctrl+1)")
        if may_read:
            self.tabs.addTab(self._trail_area, "Catatan akses (Ctrl+2)")
        else:
            self._trail_area.setParent(self)
            self._trail_area.hide()
        self.check.setVisible(may_check)
        column = QVBoxLayout(self)
        pad(column, gap=10)
        column.addWidget(self.check)
        column.addWidget(self.tabs, 1)

    @property
    def is_on_trail(self) -> bool:
        """Tell whether the trail is in front."""
        return self.tabs.currentWidget() is self._trail_area

    def show_trail(self, *, on: bool) -> None:
        """Bring the trail or the closed days to the front."""
        self.tabs.setCurrentWidget(self._trail_area if on else self.closings)
