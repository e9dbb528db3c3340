"""Two lists by the time that is left: what the law will decide, and promises that a new calendar would move."""

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from workstation.queries.deadlines import AlarmFacts, DeemedRow, alarm_facts
from workstation.ui.alarm.actions import OpenEndangered, Recalculate
from workstation.ui.alarm.columns import CHANGED, DEEMED
from workstation.ui.bars import words
from workstation.ui.screen import Screen
from workstation.ui.table import RowTable
from workstation.ui.theme import pad
from workstation.vocabulary import Role


class AlarmScreen(Screen):
    """For supervisor and manager: nothing here may be overlooked."""

    KEY, TITLE, ICON = "alarm", "Tenggat hukum", "gavel"
    ROLES = frozenset({Role.SUPERVISOR, Role.MANAGER})
    SHOWS = frozenset({"cases", "calendar"})

    def build(self) -> None:
        """Lay out both lists; the second one only stands there when there is something in it."""
        self.deemed = RowTable(DEEMED, name="alarm-deemed")
        self.changed = RowTable(CHANGED, name="alarm-changed", checkable=True)
        self._second, body = QWidget(), QWidget()
        below = QVBoxLayout(self._second)
        pad(below, gap=8)
        below.addWidget(words("Janji yang berubah karena kalender baru", "section"))
        below.addWidget(
            words(
                "Janji tidak berubah sendiri. Tandai yang perlu, lalu hitung ulang dengan alasan.",
                "muted",
                wrap=True,
            )
        )
        below.addWidget(self.changed, 1)
        column = QVBoxLayout(body)
        pad(column, gap=10)
        self._first = words("Terancam fiktif positif", "section")
        column.addWidget(self._first)
        column.addWidget(
            words(
                "Tanpa keputusan dalam lima hari kerja sejak lengkap, permohonan dianggap dikabulkan (UU 30/2014"
                " pasal 53): tidak dapat lagi ditolak atau dikembalikan, dan tetap di sini sampai suratnya terbit.",
                "muted",
                wrap=True,
            )
        )
        column.addWidget(self.deemed, 3)
        column.addWidget(self._second, 2)
        self.set_body(body)
        self.add_actions(OpenEndangered, follow=self.deemed)
        self.add_actions(Recalculate, follow=self.changed)
        self.deemed.activated_row.connect(self._open_row)

    def refresh(self) -> None:
        """Ask for both lists."""
        self.ask(partial(alarm_facts, self.office.desk), then=self._show)

    def _show(self, facts: AlarmFacts) -> None:
        red = sum(row.is_passed or row.days_left <= 1 for row in facts.deemed)
        self.counted.emit(red)
        self.set_title(self.TITLE, f"Kalender {facts.calendar}")
        if not facts.deemed and not facts.changed:
            self.show_empty(
                "Tidak ada yang terancam", "Semua permohonan yang lengkap sudah diputus.", "circle-check"
            )
            return
        self.show_body()
        self._first.setText(f"Terancam fiktif positif: {len(facts.deemed)}")
        self.deemed.set_rows(facts.deemed)
        self.changed.set_rows(facts.changed)
        self._second.setVisible(bool(facts.changed))
        if self.deemed.row_now() is None:
            self.deemed.choose_first()

    def _open_row(self, _row: DeemedRow) -> None:
        for action in self.actions_here:
            if isinstance(action, OpenEndangered) and action.isEnabled():
                action.trigger()
