"""Retensi: how long data are kept, what is due, and the runs of destruction with their things."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from workstation import phrasing
from workstation.desk import Desk
from workstation.queries import retention as asked
from workstation.queries.retention import DestructionRow, ItemRow, PeriodRow
from workstation.settings import OfficeSettings
from workstation.ui.bars import words
from workstation.ui.retention import actions
from workstation.ui.screen import Screen
from workstation.ui.table import RIGHT, Column, RowTable
from workstation.ui.theme import Tone, pad, theme
from workstation.vocabulary import Role
from workstation.wording import word

Answer = tuple[tuple[PeriodRow, ...], tuple[DestructionRow, ...]]


class RetentionScreen(Screen):
    """The manager proposes, another person approves, the administrator sets the periods."""

    KEY, TITLE, ICON = "retention", "Retensi data", "archive"
    ROLES = frozenset({Role.MANAGER, Role.ADMIN})
    SHOWS = frozenset({"retention", "persons"})

    def build(self) -> None:
        """Lay out periods, runs and the things of the chosen run."""
        self.office_settings: OfficeSettings = self.office.tools.get("office") or OfficeSettings()
        self._wanted_id: int | None = None
        self.periods = RowTable(
            (
                Column("Jenis data", lambda r: word(r.id), strong=True),
                Column("Disimpan", lambda r: f"{phrasing.grouped(r.days)} hari", align=RIGHT, width=110),
                Column("Dasar", _standing, width=150, tone=_standing_tone),
                Column("Jatuh tempo", actions.counted, align=RIGHT, width=130),
            ),
            name="retention-periods",
        )
        self.runs = RowTable(
            (
                Column("Berita acara", _number, strong=True, sub=lambda r: r.reason),
                Column("Pengusul", lambda r: r.proposer, width=190, sub=_proposed),
                Column("Keadaan", _state, width=170, tone=_state_tone),
                Column("Hal", lambda r: f"{r.done}/{r.listed}", align=RIGHT, width=80),
            ),
            name="retention-runs",
        )
        self.things = RowTable(
            (
                Column("Nomor", lambda r: r.label, strong=True, sub=lambda r: word(r.kind)),
                Column("Berakhir", lambda r: phrasing.short_date(r.ended_at), width=120, sub=_went),
            ),
            name="retention-things",
        )
        self.add_actions(actions.SetPeriod, follow=self.periods)
        self.propose = self.add_actions(actions.Propose)[0]
        self.add_actions(actions.Approve, actions.Drop, actions.PrintRecord, follow=self.runs)
        upper, lower = QSplitter(Qt.Orientation.Vertical), QSplitter(Qt.Orientation.Horizontal)
        lower.addWidget(_headed("Usul dan pemusnahan", self.runs))
        lower.addWidget(_headed("Isi usul", self.things))
        lower.setSizes([theme().px(740), theme().px(360)])
        upper.addWidget(_headed("Masa simpan", self.periods))
        upper.addWidget(lower)
        upper.setChildrenCollapsible(False)
        lower.setChildrenCollapsible(False)
        self.set_body(upper)
        self.runs.chosen.connect(self._chose)
        self.setFocusProxy(self.periods)

    def refresh(self) -> None:
        """Ask for periods and runs."""
        self.ask(partial(_both, self.office.desk), then=self._show)

    def due(self) -> int:
        """Count what is due of all kinds."""
        return sum(row.due for row in self.periods.rows_model.rows) if hasattr(self, "periods") else 0

    def show_run(self, destruction_id: int) -> None:
        """Choose a run as soon as the list is here."""
        self._wanted_id = destruction_id
        self.ask_again()

    def _show(self, answer: Answer) -> None:
        periods, runs = answer
        self.periods.set_rows(periods)
        self.runs.set_rows(runs)
        waiting = sum(row.ended_at is None for row in runs)
        self.set_title(self.TITLE, f"{waiting} usul menunggu persetujuan")
        self.counted.emit(waiting)
        self.propose.again()
        if not self.periods.selected():
            self.periods.choose_first()
        if self._wanted_id is not None and self.runs.choose_row(self._wanted_id):
            self._wanted_id = None
        elif not self.runs.selected():
            self.runs.choose_first()
        if not runs:
            self.things.set_rows(())

    def _chose(self, rows: tuple[DestructionRow, ...]) -> None:
        if len(rows) == 1:
            work = partial(asked.items, self.office.desk, rows[0].id)
            self.office.do(work, then=self._show_things, sorry=self.complain, read=True)

    def _show_things(self, rows: tuple[ItemRow, ...]) -> None:
        self.things.set_rows(rows)


def _both(desk: Desk) -> Answer:
    return asked.periods(desk), asked.destructions(desk)


def _headed(title: str, table: RowTable) -> QWidget:
    table.setAccessibleName(title)
    whole = QWidget()
    column = QVBoxLayout(whole)
    pad(column, 0, 4, 0, 0, gap=6)
    column.addWidget(words(title, "section"))
    column.addWidget(table, 1)
    return whole


def _standing(row: PeriodRow) -> str:
    return "usulan program" if row.is_proposal else "ditetapkan"


def _standing_tone(row: PeriodRow) -> Tone:
    return Tone.WARN if row.is_proposal else Tone.GOOD


def _number(row: DestructionRow) -> str:
    return row.number or "belum dilaksanakan"


def _proposed(row: DestructionRow) -> str:
    return phrasing.short_moment(row.proposed_at)


def _state(row: DestructionRow) -> str:
    if row.ended_at is None:
        return "Menunggu"
    return "Dimusnahkan" if row.is_done else "Dibatalkan"


def _state_tone(row: DestructionRow) -> Tone:
    if row.ended_at is None:
        return Tone.WARN
    return Tone.GOOD if row.is_done else Tone.NEUTRAL


def _went(row: ItemRow) -> str:
    return "dimusnahkan" if row.is_done else ""
