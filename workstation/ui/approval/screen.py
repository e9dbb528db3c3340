"""Binds rows to the three lists, and one plan at a time to the batch page."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from workstation.desk import Desk
from workstation.queries import approvals, batches
from workstation.queries.approvals import ApprovalRow
from workstation.queries.batches import CutOff, PaperRow
from workstation.queries.reasons import last_set
from workstation.ui.approval.actions import (
    TURNS,
    Challenge,
    FilterList,
    OneByOne,
    PreviewLetter,
    PreviewPersons,
    Refuse,
    RetryFailed,
    Sign,
    StopBatch,
    TickAlike,
)
from workstation.ui.approval.batch import Batch, State
from workstation.ui.approval.running import BatchRun
from workstation.ui.approval.strip import Strip, StripCase, letter_of
from workstation.ui.approval.view import INBOX_TAB, UNSIGNED_TAB, LeftoverBar, View
from workstation.ui.letter import LetterSheet
from workstation.ui.reasons import ReasonBar
from workstation.ui.screen import Screen
from workstation.ui.theme import pad
from workstation.usecases.reviewing import Reason
from workstation.vocabulary import Role

LISTS_PAGE, BATCH_PAGE, REASONS_PAGE, STRIP_PAGE = range(4)


@dataclass(frozen=True, slots=True)
class Lists:
    """The answers of one question; `cut`: the batch whose process died or lost its line."""

    proposed: tuple[ApprovalRow, ...]
    unsigned: tuple[PaperRow, ...]
    recent: tuple[PaperRow, ...]
    cut: CutOff | None = None


def read_lists(desk: Desk) -> Lists:
    """Ask for all that the screen shows."""
    return Lists(
        approvals.proposed(desk), batches.unsigned(desk), batches.recent(desk), batches.cut_off(desk)
    )


class ApprovalScreen(Screen):
    """The supervisor decides and signs here."""

    KEY, TITLE, ICON = "approval", "Persetujuan", "signature"
    ROLES = frozenset({Role.SUPERVISOR})
    SHOWS = frozenset({"cases", "documents", "scans"})
    ROOM_PX = 1600

    _wanted: int | None = None
    _asked_for: tuple[ApprovalRow, ...] = ()

    def build(self) -> None:
        """Lay out lists and batch page, make the verbs."""
        self.lists, self.run = Lists((), (), ()), BatchRun(self)
        self.pages = QStackedWidget()
        self.tick_action = self.add_action(TickAlike)
        self.reasons = ReasonBar()
        self.letter_action = self.add_action(PreviewLetter)
        self.add_action(PreviewPersons)
        self.letter = LetterSheet(self.office, self)
        self.stop, self.retry = self.add_action(StopBatch), self.add_action(RetryFailed)
        self.one_by_one = self.add_action(OneByOne)
        self.add_action(FilterList)
        self.view = View(self.office, self.tick_action, self.letter_action, self.one_by_one)
        self.leftover = LeftoverBar()
        self.batch = Batch(self.stop, self.retry)
        self.pages.addWidget(_column(self.leftover, self.view))
        self.pages.addWidget(self.batch)
        self.pages.addWidget(self.reasons)
        self.set_body(self.pages)
        table = self.view.inbox.table
        self.challenge, self.refuse, self.sign = self.add_actions(Challenge, Refuse, Sign, follow=table)
        table.chosen.connect(self.one_by_one.choose)
        self.strip = Strip(self.office)
        self.pages.addWidget(self.strip)
        self.turns = [self.add_action(kind) for kind in TURNS]
        self.setFocusProxy(table)
        self._connect()
        self.offer()

    def refresh(self) -> None:
        """Ask for the lists."""
        self.ask(partial(read_lists, self.office.desk), then=self._show)

    def open(self, subject: object) -> None:
        """Look into the case with this id, or go to what is left unsigned."""
        if subject == "unsigned":
            self._go_to_unsigned()
        elif isinstance(subject, int):
            self._wanted = subject
            self._go_to_wanted()

    # -- what the verbs ask and say ----------------------------------------------------------------------

    @property
    def is_signing(self) -> bool:
        """Tell whether a batch runs."""
        return self.run.is_running

    @property
    def is_on_batch(self) -> bool:
        """Tell whether the batch page is in front."""
        return self.pages.currentIndex() == BATCH_PAGE

    @property
    def tab(self) -> int:
        """Give the list in front, -1 when the batch page hides them."""
        return self.view.currentIndex() if self.pages.currentIndex() == LISTS_PAGE else -1

    @property
    def is_on_strip(self) -> bool:
        """Tell whether cases are looked through one by one."""
        return self.pages.currentIndex() == STRIP_PAGE

    @property
    def is_sampling(self) -> bool:
        """Tell whether the sample of a plan is looked through."""
        return self.is_on_strip and self.run.plan is not None

    @property
    def is_deciding(self) -> bool:
        """Tell whether proposals are in front, as a list or one by one."""
        return self.tab == INBOX_TAB or (self.is_on_strip and self.run.plan is None)

    @property
    def is_asking(self) -> bool:
        """Tell whether the reasons of a refusal are being chosen."""
        return self.reasons.is_asking

    @property
    def can_tick(self) -> bool:
        """Tell whether a list with ticks is in front."""
        return self.tab in (INBOX_TAB, UNSIGNED_TAB)

    @property
    def is_looking(self) -> bool:
        """Tell whether a case is looked into."""
        return self.tab == INBOX_TAB and not self.view.inbox.look.isHidden()

    def leftovers(self) -> Sequence[PaperRow]:
        """Give the ticked unsigned papers, or all of them."""
        table = self.view.unsigned.table
        return table.checked() or table.rows()

    def failed(self) -> frozenset[int]:
        """Give the cases that the last batch left unsigned, once it has ended."""
        if self.is_signing or self.run.plan is not None or not self.is_on_batch:
            return frozenset()
        return self.batch.ids(State.FAILED, State.UNKNOWN, State.LEFT)

    def tick_alike(self) -> None:
        """Tick all of one proposal, or all leftovers; all ticked already: none."""
        if self.tab == INBOX_TAB:
            self.view.inbox.tick_alike()
            return
        table = self.view.unsigned.table
        table.check_all(len(table.checked()) < len(table.rows()))

    def look_through(self, rows: Sequence[ApprovalRow]) -> None:
        """Lay chosen cases out one by one."""
        cases = [StripCase(row, letter_of(row)) for row in rows]
        self.show_strip("Lihat satu per satu", cases, frozenset(row.id for row in rows if row.is_seen))

    def ask_reasons(
        self, question: str, reasons: Sequence[Reason], rows: Sequence[ApprovalRow], **more: Any
    ) -> None:
        """Ask for the coded reasons of a refusal of `rows`; the officer's last set of this type is one key away."""
        self._asked_for = tuple(rows)
        self.pages.setCurrentIndex(REASONS_PAGE)
        self.reasons.ask(question, reasons, many=True, **more)
        desk, code = self.office.desk, rows[0].type_code
        self.office.do(partial(last_set, desk, code), then=self.reasons.offer_last, read=True)
        self.offer()

    def letter_in_hand(self) -> tuple[ApprovalRow, Sequence[Reason]] | None:
        """Give the case and the reasons chosen now while a refusal is prepared."""
        if not (self.is_asking and self._asked_for):
            return None
        return self._asked_for[0], self.reasons.chosen()

    def _asked(self) -> None:
        if self.pages.currentIndex() == REASONS_PAGE:
            self.back_to_lists()

    def back_to_lists(self) -> None:
        """Leave the batch page; what was signed is in the lists."""
        if self.is_signing:
            return
        self.run.plan = None
        was_on_strip = self.is_on_strip
        self.strip.forget()
        self.pages.setCurrentIndex(LISTS_PAGE)
        if was_on_strip:
            self.ask_again()  # what was seen stands in the list
        self.offer()
        self._focus_list()

    def show_batch(self) -> None:
        """Bring the batch page to the front."""
        self.pages.setCurrentIndex(BATCH_PAGE)

    def show_strip(self, title: str, cases: Sequence[StripCase], seen: frozenset[int]) -> None:
        """Lay cases out to be looked through."""
        self.pages.setCurrentIndex(STRIP_PAGE)
        self.strip.show_cases(title, cases, seen)
        self.offer()

    # -- the lists ---------------------------------------------------------------------------------------

    def _connect(self) -> None:
        inbox = self.view.inbox
        inbox.table.activated_row.connect(self._toggle_look)
        inbox.table.current_row.connect(inbox.look.show_row)
        inbox.barred.connect(self._say_barred)
        self.view.currentChanged.connect(self._changed_tab)
        self.view.unsigned.table.chosen.connect(self.offer)
        self.leftover.show_them.clicked.connect(self._go_to_unsigned)
        self.batch.back.clicked.connect(self.back_to_lists)
        self.strip.back.clicked.connect(self.back_to_lists)
        self.strip.noted.connect(self.offer)
        self.reasons.closed.connect(self._asked)

    def _show(self, lists: Lists) -> None:
        self.lists = lists
        self.view.inbox.set_rows(lists.proposed)
        self.view.unsigned.set_rows(lists.unsigned)
        self.view.recent.set_rows(lists.recent)
        self.view.set_counts(len(lists.proposed), len(lists.unsigned))
        late = sum(row.left is not None and row.left.total_seconds() < 0 for row in lists.proposed)
        self.set_title(self.TITLE, f"{late} berkas lewat tenggat" if late else "")
        self.counted.emit(len(lists.proposed) + len(lists.unsigned))
        self._go_to_wanted()
        self.offer()

    def _go_to_wanted(self) -> None:
        if self._wanted is not None and self.view.inbox.table.choose_row(self._wanted):
            self._wanted = None
            self.view.setCurrentIndex(INBOX_TAB)
            if not self.is_looking:
                self._toggle_look()

    def _toggle_look(self) -> None:
        inbox = self.view.inbox
        on = inbox.look.isHidden()
        inbox.show_look(on)
        if on:
            width = inbox.split.width()
            inbox.split.setSizes([width * 46 // 100, width * 54 // 100])
            inbox.look.show_row(inbox.table.row_now())
        else:
            inbox.look.forget()
        self.offer()

    def _say_barred(self, why: str) -> None:
        self.notice.show_text(why, "Baris ini hanya dapat dilihat; petugas lain yang memutuskan.")

    def _changed_tab(self) -> None:
        self.offer()
        self._focus_list()

    def _go_to_unsigned(self) -> None:
        self.view.setCurrentIndex(UNSIGNED_TAB)

    def _focus_list(self) -> None:
        listing = (self.view.inbox.listing, self.view.unsigned, self.view.recent)[self.view.currentIndex()]
        listing.table.setFocus()

    def offer(self) -> None:
        """Let every verb look again, and say what F8 means here."""
        rest = "Tanda tangani sisanya" if self.tab == UNSIGNED_TAB else Sign.TEXT
        self.sign.setText("Lanjut ke tanda tangan" if self.is_sampling else rest)
        left = len(self.lists.unsigned) if self.tab != UNSIGNED_TAB else 0
        self.leftover.set_count(left, self.lists.cut)
        for action in self.actions_here:
            action.again()
        self.stop.setVisible(self.is_signing)
        self.retry.setVisible(bool(self.failed()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the notice, then the batch page or the look."""
        if event.key() == Qt.Key.Key_Escape and not self.notice.isVisible():
            if self.is_on_batch or self.is_on_strip:
                self.back_to_lists()
                return
            if self.is_looking:
                self._toggle_look()
                return
        super().keyPressEvent(event)


def _column(*widgets: QWidget) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    pad(column, gap=8)
    for widget in widgets:
        column.addWidget(widget, 1 if isinstance(widget, View) else 0)
    return page
