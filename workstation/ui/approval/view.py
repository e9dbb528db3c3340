"""Layout of the three lists: what waits for a decision, for a signature, and what was signed lately."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from workstation import phrasing
from workstation.queries.approvals import ApprovalRow
from workstation.queries.batches import CutOff
from workstation.ui.action import Action, ActionButton
from workstation.ui.approval.columns import BESIDE_LOOK, INBOX, RECENT, UNSIGNED, WHY_NOT
from workstation.ui.approval.look import Look
from workstation.ui.bars import Bar, Empty, words
from workstation.ui.button import Button
from workstation.ui.flow import FlowLayout
from workstation.ui.native import scrolled
from workstation.ui.office import Office
from workstation.ui.table import Column, RowTable
from workstation.ui.theme import Tone, pad, theme
from workstation.vocabulary import Proposal
from workstation.wording import word

INBOX_TAB, UNSIGNED_TAB, RECENT_TAB = range(3)
LEAST_PX = 136  # the header and two rows


class Listing(QStackedWidget):
    """A table, or words where it would be empty."""

    def __init__(
        self, columns: Sequence[Column], name: str, empty: Empty, *, checkable: bool = False
    ) -> None:
        super().__init__()
        self.table = RowTable(columns, name=name, checkable=checkable)
        self._empty = empty
        self.addWidget(self.table)
        self.addWidget(empty)

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show rows, the cursor on the first when it was nowhere."""
        self.table.set_rows(rows)
        if rows and self.table.row_now() is None:
            self.table.choose_first()
        self.setCurrentWidget(self.table if rows else self._empty)


class Inbox(QWidget):
    """Proposed cases with filters, a count of what is chosen, and the look into one of them."""

    barred = Signal(str)  # a row that four eyes keep from being ticked: the reason

    def __init__(self, office: Office, tick: Action, letter: Action, one_by_one: Action) -> None:
        super().__init__()
        self.all_alike, self.letter = ActionButton(tick, small=True), ActionButton(letter, small=True)
        self.one_by_one = ActionButton(one_by_one, small=True)
        self.all_rows: tuple[ApprovalRow, ...] = ()
        self._kept_ticks: set[int] = set()  # of rows that a filter hides
        self._words: dict[int, str] = {}  # what is typed is looked for here
        self._barred: set[int] = set()
        self.types, self.proposals, self.typed = QComboBox(), QComboBox(), QLineEdit()
        self.count = words(role="muted")
        self.listing = Listing(
            INBOX,
            "approval-inbox",
            Empty(
                "Tidak ada usul yang menunggu keputusan",
                "Berkas muncul di sini begitu peneliti mengusulkan. Ubah saringan bila Anda mencari yang lain.",
                "inbox",
            ),
            checkable=True,
        )
        self.table = self.listing.table
        self.look = Look(office)
        self._lay_out()
        self.types.currentIndexChanged.connect(self._filter)
        self.proposals.currentIndexChanged.connect(self._filter)
        self.typed.textChanged.connect(self._filter)
        self.typed.returnPressed.connect(self.table.setFocus)
        self.table.rows_model.ticked.connect(self._bar)
        self.table.rows_model.ticked.connect(self._count)
        self.table.rows_model.modelReset.connect(self._count)

    def set_rows(self, rows: tuple[ApprovalRow, ...]) -> None:
        """Show other rows; filters, ticks and cursor stay."""
        self.all_rows, self._words = rows, {}
        self._barred = {row.id for row in rows if not row.may_decide}
        kept = self.types.currentData()
        self.types.blockSignals(True)
        self.types.clear()
        self.types.addItem("Semua jenis izin", "")
        for code, title in sorted({(row.type_code, row.type_title) for row in rows}, key=lambda p: p[1]):
            self.types.addItem(title, code)
        self.types.setCurrentIndex(max(self.types.findData(kept), 0))
        self.types.blockSignals(False)
        self._filter()

    def tick_alike(self) -> None:
        """Tick every row shown with the same proposal as the row under the cursor, or untick all of them."""
        now: ApprovalRow | None = self.table.row_now()
        wanted = self.proposals.currentData() or (now.proposal if now else Proposal.APPROVE)
        rows = self.table.rows()
        alike = [n for n, row in enumerate(rows) if row.proposal == wanted and row.may_decide]
        ticks = self.table.rows_model.ticks
        is_all = bool(alike) and all(rows[n].id in ticks for n in alike)
        self.table.rows_model.tick_only([] if is_all else alike)

    def show_look(self, on: bool) -> None:
        """Open or close the look beside the list; some columns give way to it."""
        self.look.setVisible(on)
        for column in BESIDE_LOOK:
            self.table.setColumnHidden(column + 1, on)
        self._count()
        self.table.setFocus()

    def _lay_out(self) -> None:
        self.proposals.addItem("Semua usul", "")
        for proposal in Proposal:
            self.proposals.addItem(word(proposal), proposal.value)
        self.types.setAccessibleName("Saring menurut jenis izin")
        self.proposals.setAccessibleName("Saring menurut usul")
        self.typed.setPlaceholderText("Saring nomor atau nama (F3)")
        self.typed.setAccessibleName("Saring nomor atau nama")
        self.typed.setClearButtonEnabled(True)
        top, holder = FlowLayout(right=False), QWidget()
        parts = (self.typed, self.types, self.proposals, self.all_alike, self.one_by_one, self.letter)
        for part in (*parts, self.count):
            top.addWidget(part)
        holder.setLayout(top)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.addWidget(self.listing)
        self.split.addWidget(self.look)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(theme().px(12))
        self.split.setStretchFactor(0, 46)
        self.split.setStretchFactor(1, 54)
        self.look.hide()
        column = QVBoxLayout(self)
        pad(column, 0, 12, 0, 0, gap=10)
        column.addWidget(holder)
        column.addWidget(self.split, 1)
        self._grow()
        theme().changed.connect(self._grow)

    def _grow(self) -> None:
        """Keep a few rows in sight and the filters whole; a window too low for that scrolls."""
        for box in (self.typed, self.types, self.proposals):
            box.setMinimumWidth(theme().px(190))
        self.typed.setFixedWidth(theme().px(230))
        self.listing.setMinimumHeight(theme().px(LEAST_PX))

    def _filter(self) -> None:
        code, proposal = self.types.currentData(), self.proposals.currentData()
        typed = self.typed.text().casefold().split()
        if typed and not self._words:
            self._words = {row.id: f"{row.number} {row.applicant}".casefold() for row in self.all_rows}
        kept = self._kept_ticks | self.table.rows_model.ticks
        shown = [
            row
            for row in self.all_rows
            if (not code or row.type_code == code)
            and (not proposal or row.proposal == proposal)
            and (not typed or all(part in self._words[row.id] for part in typed))
        ]
        # a mark outlives the filter that hides its row, as long as the row itself is there
        self._kept_ticks = (
            (kept & {row.id for row in self.all_rows}) - {row.id for row in shown} if kept else set()
        )
        self.table.rows_model.ticks = kept
        self.listing.set_rows(shown)
        self._count()

    def _bar(self) -> None:
        barred = self.table.rows_model.ticks & self._barred
        if barred:
            rows = self.table.rows()
            numbers = [number for number, row in enumerate(rows) if row.id in barred]
            self.table.rows_model.tick(numbers, on=False)
            self.barred.emit(WHY_NOT[rows[numbers[0]].part])

    def _count(self) -> None:
        shown, chosen = len(self.table.rows_model.rows), len(self.table.rows_model.ticks)
        hidden = f" · {len(self._kept_ticks)} tanda lain tersembunyi" if self._kept_ticks else ""
        self.count.setText(f"{chosen} dari {shown} dipilih{hidden}" if shown or hidden else "")


class View(QTabWidget):
    """The three lists as tabs, their numbers in the titles, and the bar that tells of unsigned papers."""

    def __init__(self, office: Office, tick: Action, letter: Action, one_by_one: Action) -> None:
        super().__init__()
        self.inbox = Inbox(office, tick, letter, one_by_one)
        self.unsigned = Listing(
            UNSIGNED,
            "approval-unsigned",
            Empty(
                "Semua keputusan Anda sudah ditandatangani",
                "Surat yang tertinggal karena berhenti atau gangguan akan muncul di sini dan dapat dilanjutkan.",
                "circle-check",
            ),
            checkable=True,
        )
        self.recent = Listing(
            RECENT,
            "approval-recent",
            Empty(
                "Belum ada surat yang Anda tandatangani", "Setelah ditandatangani, tahapnya terlihat di sini."
            ),
        )
        self.setDocumentMode(True)
        self.tabBar().setDrawBase(False)
        self.setAccessibleName("Daftar keputusan dan tanda tangan")
        for page in (self.inbox, _spaced(self.unsigned), _spaced(self.recent)):
            page.setObjectName("plain")
            self.addTab(scrolled(page, sideways=False), "")
        self.inbox.table.installEventFilter(self)
        self.set_counts(0, 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Scroll to the list when the cursor goes there."""
        if event.type() == QEvent.Type.FocusIn and watched is self.inbox.table:
            QTimer.singleShot(0, self, self._bring_list)
        return super().eventFilter(watched, event)

    def _bring_list(self) -> None:
        area = self.widget(INBOX_TAB)
        if isinstance(area, QScrollArea):
            area.ensureWidgetVisible(self.inbox.listing, 0, 0)

    def set_counts(self, proposed: int, unsigned: int) -> None:
        """Write the titles of the tabs."""
        for tab, title, number in (
            (INBOX_TAB, "Menunggu keputusan", proposed),
            (UNSIGNED_TAB, "Menunggu tanda tangan", unsigned),
            (RECENT_TAB, "Terakhir ditandatangani", 0),
        ):
            self.setTabText(tab, f"{title} ({number})" if number else title)


class LeftoverBar(Bar):
    """The quiet bar: some decided papers have no signature yet."""

    def __init__(self) -> None:
        super().__init__(Tone.INFO)
        self.show_them = Button("Lihat", "arrow-right", small=True)
        self.add_button(self.show_them)

    def set_count(self, count: int, cut: CutOff | None) -> None:
        """Say how many, and of which batch that was cut off; or go away."""
        self.setVisible(count > 0)
        if count and cut is not None:
            self.show_text(
                f"Penandatanganan {phrasing.short_moment(cut.opened_at)} terputus: {cut.kept} surat sudah"
                f" ditandatangani dan disimpan, {count} belum.",
                "Tidak ada yang perlu diulang dari awal: nomornya tetap, yang sudah ditandatangani tidak"
                " ditandatangani lagi. Buka tab “Menunggu tanda tangan”, lalu tekan F8.",
            )
        elif count:
            self.show_text(
                f"{count} surat sudah Anda putuskan tetapi belum ditandatangani.",
                "Nomornya tetap. Buka tab “Menunggu tanda tangan”, lalu tekan F8 untuk melanjutkan.",
            )


def _spaced(listing: QWidget) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    pad(column, 0, 12, 0, 0)
    column.addWidget(listing)
    return page
