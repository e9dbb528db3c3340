"""What waits on the left: drafts, cases that came back, and text that only this machine has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workstation import phrasing
from workstation.drafts import Kept
from workstation.queries.intake import DraftRow
from workstation.ui.bars import words
from workstation.ui.table import Column, RowTable
from workstation.ui.theme import pad, theme
from workstation.worktime import WIB


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line: `id` is the key of the case in the journal; `is_kept`: this machine has text the database lacks."""

    id: str
    name: str
    number: str
    type_title: str
    at: datetime
    is_kept: bool = False


def waiting(rows: Sequence[DraftRow], kept: Sequence[Kept] = (), alone: Sequence[Kept] = ()) -> list[Waiting]:
    """Join rows of the database with what the journal has of them; text that it has `alone` comes first."""
    journal = {entry.key for entry in kept}
    return [
        Waiting(
            entry.key,
            _name(entry),
            str(entry.content.get("number", "")),
            str(entry.content.get("title", "")),
            entry.at,
            is_kept=True,
        )
        for entry in alone
    ] + [
        Waiting(str(row.id), row.name, row.number, row.type_title, row.at, str(row.id) in journal)
        for row in rows
    ]


def _name(entry: Kept) -> str:
    values = entry.content["values"]
    return str(values.get("company_name") or values.get("name") or "")


def when(moment: datetime, now: datetime) -> str:
    """'10.42' today, else '05-07-2021'."""
    is_today = moment.astimezone(WIB).date() == now.astimezone(WIB).date()
    return phrasing.time_of_day(moment) if is_today else phrasing.short_date(moment)


def _sub(row: Waiting) -> str:
    parts = (row.number or "belum bernomor", row.type_title)
    return " · ".join(part for part in parts if part)


def _columns(title: str) -> tuple[Column, ...]:
    return (
        Column(
            title,
            lambda r: r.name or "(belum ada nama)",
            sub=_sub,
            icon=lambda r: "history" if r.is_kept else "",
            tooltip=lambda r: (
                f"{r.name or '(belum ada nama)'}\n{_sub(r)}"
                + ("\nAda isian yang baru tersimpan di komputer ini." if r.is_kept else "")
            ),
        ),
    )


class Lists(QWidget):
    """Two lists; a click or Enter gives `wanted(key)`."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.drafts = RowTable(_columns("Konsep saya"), tall=True)
        self.returned = RowTable(_columns("Dikembalikan"), tall=True)
        self._no_drafts = words("Tidak ada konsep. Ctrl+N memulai permohonan.", "small", wrap=True)
        self._no_returned = words("Tidak ada berkas yang dikembalikan.", "small", wrap=True)
        column = QVBoxLayout(self)
        pad(column, gap=6)
        for table, nothing, share in (
            (self.drafts, self._no_drafts, 3),
            (self.returned, self._no_returned, 2),
        ):
            column.addWidget(table, share)
            column.addWidget(nothing)
            table.activated_row.connect(self._want)
            table.clicked.connect(self._clicked)
        self.drafts.setAccessibleName("Konsep saya")
        self.returned.setAccessibleName("Dikembalikan untuk dilengkapi")
        self._resize()
        theme().changed.connect(self._resize)

    def _resize(self) -> None:
        self.setFixedWidth(min(theme().px(270), 380))

    def show_rows(self, drafts: Sequence[Waiting], returned: Sequence[Waiting]) -> None:
        """Show both lists and how long they are."""
        self.drafts.set_rows(drafts)
        self.returned.set_rows(returned)
        self._no_drafts.setVisible(not drafts)
        self._no_returned.setVisible(not returned)

    def choose(self, key: str) -> None:
        """Put the cursor on the case that is open."""
        for table in (self.drafts, self.returned):
            if not table.choose_row(key):
                table.clearSelection()

    def _want(self, row: Waiting) -> None:
        self.wanted.emit(row.id)

    def _clicked(self, index: QModelIndex) -> None:
        model = index.model()
        table = self.drafts if model is self.drafts.rows_model else self.returned
        row = table.row_now()
        if row is not None:
            self.wanted.emit(row.id)
