"""The balance of a period: equations that hold or not, and the numbers that break them."""

from functools import partial

from PySide6.QtWidgets import QComboBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from workstation.balancing import difference_words, equation_words
from workstation.phrasing import date_time, long_date
from workstation.queries import totals
from workstation.queries.totals import Balance
from workstation.ui.bars import Bar, words
from workstation.ui.hall import OfficeClock
from workstation.ui.screen import Screen
from workstation.ui.table import RowTable
from workstation.ui.theme import Tone, pad
from workstation.ui.totals.actions import CopyBalance, VoidNumber
from workstation.ui.totals.period import PeriodPicker
from workstation.ui.totals.view import COLUMNS, Equations
from workstation.vocabulary import Role
from workstation.wording import word
from workstation.worktime import WIB


class TotalsScreen(Screen):
    """For supervisor and manager: does everything that came in stand somewhere?"""

    KEY, TITLE, ICON = "totals", "Neraca", "list-checks"
    ROLES = frozenset({Role.SUPERVISOR, Role.MANAGER})
    SHOWS = frozenset({"findings"})

    def build(self) -> None:
        """Lay out the period, the verdict, the equations and the list."""
        self.balance: Balance | None = None
        self.clock = OfficeClock()
        self.period, self.place = PeriodPicker(), QComboBox()
        self.verdict, self.equations = Bar(Tone.GOOD), Equations()
        self.table = RowTable(COLUMNS, name="totals-breaks")
        self._list_title = words("Yang tidak cocok", "section")
        self._build_header()
        # five equations and a list do not fit a low window: the equations give way
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidget(self.equations)
        self.equations.setObjectName("plain")
        body = QWidget()
        column = QVBoxLayout(body)
        pad(column, gap=10)
        column.addWidget(self.verdict)
        column.addWidget(self._area, 3)
        column.addWidget(self._list_title)
        column.addWidget(self.table, 2)
        self.set_body(body)
        self.setFocusProxy(self.period.box)

    def _build_header(self) -> None:
        self.place.addItem("Titik layanan ini", False)
        self.place.addItem("Seluruh kota", True)
        self.place.setAccessibleName("Tempat neraca")
        self.place.setVisible(self.office.may(Role.MANAGER))
        self.add_header(self.period)
        if self.office.may(Role.MANAGER):
            self.add_header(self.place)
        (self.copy,) = self.add_actions(CopyBalance)
        self.add_actions(VoidNumber, follow=self.table)
        self.period.chosen.connect(self.ask_again)
        self.place.currentIndexChanged.connect(self.ask_again)

    def refresh(self) -> None:
        """Count the period; two dates that are not whole yet ask for nothing."""
        desk, city = self.office.desk, bool(self.place.currentData())
        days = self.period.days(self.clock.now().astimezone(WIB).date())
        if days is not None:
            self.ask(partial(totals.balance, desk, *days, city=city), then=self._show)

    def as_text(self) -> str:
        """Write the balance as lines for a letter or a message; the list with tabs between its columns."""
        found = self.balance
        if found is None:
            return ""
        lines = [f"Neraca {found.place}, {self._days(found)}, dihitung {date_time(found.at)}"]
        for equation in found.equations:
            lines.append(f"{word(equation.leg)}: {equation_words(equation)} ({difference_words(equation)})")
        for row in found.breaks:
            lines.append(
                "\t".join((word(row.leg), row.number, word(row.code), long_date(row.day), row.point))
            )
        return "\n".join(lines)

    def _show(self, found: Balance) -> None:
        self.balance = found
        self.clock.set(found.at)
        self.set_title(self.TITLE, self._days(found))
        self.equations.show_equations(found.equations, [row.leg for row in found.breaks])
        self._say_verdict(found)
        self.table.set_rows(found.breaks)
        for part in (self._list_title, self.table):
            part.setVisible(bool(found.breaks))
        more = " atau lebih" if len(found.breaks) >= totals.MOST else ""
        self._list_title.setText(f"Yang tidak cocok: {len(found.breaks)}{more}")
        self.counted.emit(len(found.breaks))
        self.copy.choose((found,))

    def _say_verdict(self, found: Balance) -> None:
        counted = f"Dihitung {date_time(found.at)}."
        if found.is_balanced:
            self.verdict.set_tone(Tone.GOOD)
            self.verdict.show_text("Neraca cocok: semua yang masuk ada tempatnya.", counted)
            return
        self.verdict.set_tone(Tone.BAD)
        self.verdict.show_text(
            "Neraca tidak cocok.",
            f"{counted} Salin daftar di bawah dan serahkan kepada administrator; jangan memperbaiki sendiri di basis"
            " data.",
        )

    def _days(self, found: Balance) -> str:
        if found.since == found.until:
            return long_date(found.since)
        return f"{long_date(found.since)} s.d. {long_date(found.until)}"
