"""The inbox page: the cases that wait, in the order in which they must be done."""

from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from workstation.phrasing import clock, date_time, short_date
from workstation.queries.inbox import MOST_ROWS, Inbox, Only, WaitingRow
from workstation.ui.bars import Empty, words
from workstation.ui.button import Button
from workstation.ui.deadlines import left_icon, left_tone, left_words
from workstation.ui.table import Column, RowTable
from workstation.ui.theme import Tone, pad
from workstation.vocabulary import CaseStage
from workstation.wording import word
from workstation.worktime import WIB

PARTS = {
    Only.ALL: "Semua",
    Only.MINE: "Saya pegang",
    Only.LATE: "Lewat tenggat",
    Only.RETURNED: "Pernah kembali",
}
NOTHING = {
    Only.ALL: ("Tidak ada berkas yang menunggu", "Berkas baru muncul di sini dengan sendirinya."),
    Only.MINE: (
        "Anda tidak memegang berkas",
        "F2 mengambil berkas berikutnya, Shift+F2 satu paket berisi sepuluh.",
    ),
    Only.LATE: ("Tidak ada berkas yang lewat tenggat", "Berkas terdekat tenggatnya ada di bagian Semua."),
    Only.RETURNED: ("Tidak ada berkas yang pernah kembali", "Pilih Semua untuk melihat berkas lain."),
}
STAGE_TONES = {
    CaseStage.SUBMITTED: Tone.NEUTRAL,
    CaseStage.ADMINISTRATIVE: Tone.INFO,
    CaseStage.TECHNICAL: Tone.ACCENT,
}


def owner_words(row: WaitingRow) -> str:
    """Say who holds it."""
    return "Anda" if row.is_mine else row.owner or "–"


def when(moment: datetime, now: datetime) -> str:
    """Say a moment: the time of today, the date of another day."""
    is_today = moment.astimezone(WIB).date() == now.astimezone(WIB).date()
    return clock(moment) if is_today else short_date(moment)


def remark(row: WaitingRow) -> str:
    """Say what is special about it."""
    if row.is_challenged:
        return "dikembalikan atasan"
    if row.is_returned:
        return "pernah dikembalikan"
    return "Anda yang memasukkan" if row.entered_by_me else ""


COLUMNS = (
    Column("Nomor", lambda r: r.number, width=156, strong=True, sub=lambda r: f"masuk {when(r.submitted_at, r.at)}",
           tooltip=lambda r: f"Diajukan {date_time(r.submitted_at)}"),
    Column("Pemohon", lambda r: r.applicant, tooltip=lambda r: r.applicant, sub=remark),
    Column("Jenis", lambda r: r.type_title, width=140, tooltip=lambda r: r.type_title,
           sub=lambda r: f"{r.workers} pekerja" if r.workers else ""),
    Column("Tahap", lambda r: word(r.stage), width=176, tone=lambda r: STAGE_TONES[r.stage],
           icon=lambda _r: "circle-dot"),
    Column("Sisa waktu", lambda r: left_words(r.left), width=178, tone=lambda r: left_tone(r.left),
           icon=lambda r: left_icon(r.left), sort=lambda r: r.due_at),
    Column("Dipegang", owner_words, width=148, tooltip=owner_words,
           sub=lambda r: f"sejak {when(r.owned_since, r.at)}" if r.owned_since else ""),
)  # fmt: skip


class InboxPage(QWidget):
    """Filters with their counts, and the table. `wanted` asks for another part, `opened` for a case."""

    wanted = Signal(object)
    opened = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.only, self.pages = Only.ALL, 1
        self.table = RowTable(COLUMNS, name="review")
        self.table.setAccessibleName("Berkas yang menunggu")
        self._empty, self._more = Empty(), words("", "muted")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        self._buttons: dict[Only, Button] = {}
        filters = QHBoxLayout()
        pad(filters, gap=6)
        for number, (only, text) in enumerate(PARTS.items(), start=1):
            button = Button(text, keys=f"Ctrl+{number}", small=True)
            button.setCheckable(True)
            button.clicked.connect(partial(self.choose, only))
            self._buttons[only] = button
            filters.addWidget(button)
        filters.addStretch(1)
        filters.addWidget(self._more)
        column = QVBoxLayout(self)
        pad(column, gap=10)
        column.addLayout(filters)
        column.addWidget(self._stack, 1)
        self.table.activated_row.connect(self._open)
        self.table.current_row.connect(self._look_further)
        self.table.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._waiting = self.held = 0  # rows of this part, and cases in the officer's own hands
        self._show_filters({})

    def choose(self, only: Only) -> None:
        """Ask for another part."""
        self.only, self.pages = only, 1
        self.wanted.emit(only)

    def show_inbox(self, found: Inbox) -> None:
        """Show the answer."""
        first = not self.table.rows()
        self.table.set_rows(found.rows)
        if (first or not self.table.selected()) and found.rows:
            self.table.choose_first()
        self._show_filters(found.counts)
        count, self.held = found.counts[self.only], found.counts[Only.MINE]
        self._waiting = count
        self._more.setText(f"{len(found.rows)} terdekat dari {count}" if count > len(found.rows) else "")
        self._empty.say(*NOTHING[self.only], icon="inbox")
        self._stack.setCurrentWidget(self.table if found.rows else self._empty)

    def _scrolled(self, value: int) -> None:
        if value == self.table.verticalScrollBar().maximum():
            self._more_rows()

    def _look_further(self, row: WaitingRow | None) -> None:
        rows = self.table.rows()
        if row is not None and rows and row.id == rows[-1].id:
            self._more_rows()

    def _more_rows(self) -> None:
        """Ask for the next page, once for each answer, while there is more than stands here."""
        shown = len(self.table.rows())
        if self.pages * MOST_ROWS <= shown < self._waiting:
            self.pages = shown // MOST_ROWS + 1
            self.wanted.emit(self.only)

    def _show_filters(self, counts: dict[Only, int]) -> None:
        for only, button in self._buttons.items():
            button.setText(f"{PARTS[only]} {counts[only]}" if only in counts else PARTS[only])
            button.setAccessibleName(button.text())
            button.setChecked(only is self.only)
            button.updateGeometry()

    def _open(self, row: WaitingRow) -> None:
        self.opened.emit(row.id)
