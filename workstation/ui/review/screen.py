"""The review screen: inbox and desk, what is open, what was skipped, and what happens after each verb."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget

from workstation import phrasing
from workstation.desk import Desk
from workstation.errors import (
    HeldByOther,
    LeaseLost,
    NothingToTake,
    Outage,
    Problem,
    Refusal,
    UndecidedWorkers,
)
from workstation.queries.casefile import CaseFile, case_file
from workstation.queries.inbox import Inbox, Only, first_pages, waiting_count
from workstation.queries.reasons import last_set
from workstation.regions import load_district_codes
from workstation.resources_at import resource
from workstation.ui.action import Action, ActionButton
from workstation.ui.button import Weight
from workstation.ui.letter import LetterSheet
from workstation.ui.office import Office
from workstation.ui.review import actions as verbs
from workstation.ui.review import tools
from workstation.ui.review.inbox import PARTS, InboxPage
from workstation.ui.review.keeping import MarkKeeper
from workstation.ui.review.opened import OpenCase, open_case, with_file, with_findings
from workstation.ui.review.owning import TakeOver, UndoReview, Unsent
from workstation.ui.review.persons import Kind
from workstation.ui.review.view import DeskPage
from workstation.ui.review.waits import Wait
from workstation.ui.screen import Screen
from workstation.usecases import reviewing
from workstation.usecases.reviewing import Reason
from workstation.vocabulary import IN_REVIEW, CaseStage, Mark, PersonVerdict, Role, Verdict
from workstation.wording import advice, sentence, word

PURPOSE = "penelitian berkas"
RENEW_MS, MINUTE_MS = 4 * 60 * 1000, 60 * 1000
Fetched = tuple[OpenCase, Problem | None]


class ReviewScreen(Screen):
    """Reviewers' work: take, look, judge, compare, pass on, propose, and the next case comes."""

    KEY, TITLE, ICON = "review", "Penelitian", "clipboard-check"
    ROLES, SHOWS = frozenset({Role.REVIEWER}), frozenset({"cases", "scans"})

    def __init__(self, office: Office) -> None:
        self.case: OpenCase | None = None
        self.history: list[int] = []
        self.skipped: list[int] = []
        self._after: Callable[[], object] | None = None
        self._has_worked = self._is_letter = False
        self._last_person: dict[str, tuple[str, ...]] = {}
        super().__init__(office)

    # -- making ------------------------------------------------------------------------------------------

    def build(self) -> None:
        """Two pages and all verbs."""
        self.inbox, self.desk = InboxPage(), DeskPage(self.office)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.inbox)
        self.pages.addWidget(self.desk)
        self.set_body(self.pages)
        self.keeper = MarkKeeper(self.office, self)
        self.buttons = [self._head_button(kind) for kind in verbs.VERBS]
        quiet: tuple[type[verbs.ReviewAction], ...] = (Wait, *verbs.PLACES)
        for kind in quiet:
            self.add_header(ToolButton(self.add_action(kind)))
        for kind in tools.TOOLS:
            self.desk.scans.add_tool(ToolButton(self.add_action(kind)))
        for kind in (*verbs.QUIET, *tools.QUIET_TOOLS):
            self.add_action(kind)
        for kind, icon in verbs.ON_PERSONS:
            self.desk.persons.add_verb(self.add_action(kind), icon)
        self.persons_action = self.add_action(verbs.Persons)
        self.desk.persons.add_verb(self.persons_action)
        for action in (self.persons_action, self.add_action(verbs.PreviewLetter)):
            self.desk.case.add_tool(ActionButton(action, small=True, weight=Weight.QUIET))
        self.letter = LetterSheet(self.office, self)
        for owning in (verbs.TakeIt, TakeOver):
            self.desk.holder.add_button(ActionButton(self.add_action(owning), small=True))
        self.add_action(UndoReview)
        self.unsent = Unsent(self.office, self)
        for part in PART_ACTIONS.values():
            self.add_action(part)
        self._connect()
        self._show_page("inbox")

    def _connect(self) -> None:
        self.inbox.wanted.connect(self._other_part)
        self.inbox.opened.connect(self.bring)
        case, scans = self.desk.case, self.desk.scans
        case.document_entered.connect(self._see_document)
        case.field_entered.connect(self._see_evidence)
        case.marked.connect(self.mark)
        scans.shown.connect(self._scan_shown)
        scans.rotated.connect(self._keep_rotation)
        scans.changed.connect(self._ask_verbs)
        self.keeper.idle.connect(self._marks_kept)
        self.keeper.failed.connect(self._marks_failed)
        self.desk.reasons.opened.connect(self._ask_verbs)
        self.desk.reasons.closed.connect(self._ask_verbs)
        self.desk.persons.moved.connect(self._ask_verbs)
        self._renew = self._timer(RENEW_MS, self._renew_lease)
        self._clock = self._timer(MINUTE_MS, self._tick)

    def _timer(self, milliseconds: int, slot: Callable[[], object]) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(milliseconds)
        timer.timeout.connect(slot)
        timer.start()
        return timer

    # -- asking ------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask for the list, or for what others did to the case on the desk."""
        desk, only, pages = self.office.desk, self.inbox.only, self.inbox.pages
        if self.case is None:
            self.ask(lambda: first_pages(desk, only, pages), then=self._show_inbox)
            return
        ident = self.case.id
        self.desk.scans.retry()
        self.ask(lambda: (case_file(desk, ident), waiting_count(desk)), then=self._show_news)

    def open(self, subject: object) -> None:
        """Open a case by its id."""
        if isinstance(subject, int):
            self.bring(subject)

    def _other_part(self, _only: Only) -> None:
        self.ask_again()

    def _show_inbox(self, found: Inbox) -> None:
        self.inbox.show_inbox(found)
        self.counted.emit(found.counts[Only.ALL])

    def _tick(self) -> None:
        self.ask_again()

    def _show_news(self, news: tuple[CaseFile, int]) -> None:
        file, count = news
        self.counted.emit(count)
        if self.case is None or self.case.id != file.id:
            return
        was_mine, self.case = self.case.may_work, with_file(self.case, file)
        if was_mine and not self.case.may_work:
            self._say_holder(self._why_not_mine(file))
        self._show_case(is_new=False)

    def _why_not_mine(self, file: CaseFile) -> Problem:
        if file.is_held_by_other:
            return HeldByOther(file.owner, file.owned_since, file.lease_until)
        return LeaseLost()

    # -- opening -----------------------------------------------------------------------------------------

    def take_next(self, *, skip: bool, busy: Action | None = None) -> None:
        """Open the case whose turn it is; the one on the desk is given back when it is skipped."""
        if self.case is None:
            self.skipped.clear()
        elif skip:
            self.skipped.append(self.case.id)
        self._leave()
        desk, but, places = self.office.desk, tuple(self.skipped), self._regions()
        given_back = self.case.id if self.case is not None and skip and self.case.may_work else None

        def fetch() -> Fetched:
            if given_back is not None:
                reviewing.release(desk, given_back)
            return _fetch(desk, reviewing.take_next(desk, but=but), places())

        self._put_aside()
        self.office.do(fetch, then=self._put_on_desk, sorry=self._nothing_taken, busy=busy)

    def _put_aside(self) -> None:
        """Let no key reach the case that is done while the next one is on its way."""
        if self.case is not None:
            self.case = with_file(self.case, replace(self.case.file, is_mine=False))
            self._ask_verbs()

    def bring(self, ident: int, *, busy: Action | None = None) -> None:
        """Open one case; it is only read when somebody else holds it."""
        self._leave(but=ident)
        desk, places = self.office.desk, self._regions()

        def fetch() -> Fetched:
            try:
                reviewing.take(desk, ident)
            except Refusal as refusal:
                return _fetch(desk, ident, places())[0], refusal
            return _fetch(desk, ident, places())

        self.office.do(fetch, then=self._put_on_desk, sorry=self.refused, busy=busy)

    def go_back(self, *, busy: Action | None = None) -> None:
        """Open the case that was here before."""
        if self.history:
            ident = self.history.pop()
            self.bring(ident, busy=busy)

    def show_inbox_page(self) -> None:
        """Leave the desk; the case stays with the officer until its time ends."""
        self._leave()
        self.case = None
        self.desk.scans.set_case(None, is_new=True)
        self._show_page("inbox")
        self.inbox.table.setFocus()
        self.ask_again()

    def _leave(self, but: int | None = None) -> None:
        self.desk.reasons.cancel()
        self.ask_bar.cancel()
        self.notice.clear()
        self._after = None
        if self.case is not None and self.case.id != but:
            self.history = [*[i for i in self.history if i != self.case.id][-19:], self.case.id]

    def _regions(self) -> Callable[[], frozenset[str] | None]:
        settings = self.office.tools.get("office")
        # practice people carry a district that does not exist
        return (lambda: None) if getattr(settings, "practice", True) else _district_codes

    def _put_on_desk(self, fetched: Fetched) -> None:
        case, problem = fetched
        self.history = [ident for ident in self.history if ident != case.id]
        self.case, self._has_worked = case.with_marks(self.keeper.ahead(case.id)), True
        self._show_page("desk")
        self.desk.show_persons(False)
        self._say_holder(problem)
        self._show_case(is_new=True)
        self._put_cursor()
        self.keeper.send()

    def _put_cursor(self) -> None:
        case = self.case
        if case is None:
            return
        pending, unmarked = case.next_pending(None), case.next_unmarked("")
        if case.file.stage != CaseStage.SUBMITTED and unmarked is not None:
            self.desk.case.go_to_field(unmarked.spec.code)
        elif pending is not None and pending.scan is not None:
            self.desk.case.go_to_document(pending.scan.id)
        elif case.scans and case.scans[0].scan is not None:
            self.desk.case.go_to_document(case.scans[0].scan.id)

    def _nothing_taken(self, problem: Problem) -> None:
        if not isinstance(problem, NothingToTake):
            self.refused(problem)
            return
        was_skipping, self.skipped = bool(self.skipped), []
        self.show_inbox_page()
        self.complain(problem)
        if was_skipping:
            self.say("Semua berkas lain sudah dilewati atau dipegang petugas lain.")

    # -- showing -----------------------------------------------------------------------------------------

    def _show_page(self, page: str) -> None:
        self.pages.setCurrentWidget(self.desk if page == "desk" else self.inbox)
        if page == "inbox":
            self.set_title(self.TITLE)
        for action in self.actions_here:
            if isinstance(action, verbs.ReviewAction):
                action.show_on(page)
        for button in self.buttons:
            if isinstance(button.action, verbs.TakeNext):
                button.set_weight(Weight.PRIMARY if page == "inbox" else Weight.PLAIN)
        self._ask_verbs()

    def _head_button(self, kind: type[Action]) -> ActionButton:
        button = ActionButton(self.add_action(kind), small=kind not in (verbs.Forward, verbs.TakeNext))
        self.add_header(button)
        return button

    def _show_fitting_buttons(self) -> None:
        """Refusing a paper and refusing the case share one place; both keys work wherever they may."""
        is_technical = self.case is not None and self.case.file.stage == CaseStage.TECHNICAL
        for button in self.buttons:
            if isinstance(button.action, verbs.RefuseDocument | verbs.ProposeRefusal):
                is_for_technical = isinstance(button.action, verbs.ProposeRefusal)
                button.setVisible(button.action.isVisible() and is_for_technical is is_technical)

    def _show_case(self, *, is_new: bool) -> None:
        if self.case is None:
            return
        self.case = self.case.with_marks(self.keeper.ahead(self.case.id))
        file = self.case.file
        stage = "" if file.stage in IN_REVIEW else f" · {word(file.stage)}"
        self.set_title(file.number, f"{file.rules.short_title}{stage}")
        if self.case.may_work:
            self.desk.holder.hide()
        self.desk.scans.set_case(self.case, is_new=is_new)
        self.desk.case.show_case(self.case, is_new=is_new)
        self.persons_action.setVisible(bool(self.case.file.persons))
        if self.case.file.persons:
            self.desk.persons.show_case(self.case, is_new=is_new)
        self._ask_verbs()

    def _say_holder(self, problem: Problem | None) -> None:
        if problem is None:
            self.desk.holder.hide()
        else:
            self.desk.holder.show_text(sentence(problem), advice(problem))

    def _ask_verbs(self) -> None:
        for action in self.actions_here:
            action.again()
        if self.case is not None:
            self.desk.case.say_todo(self.case.todo(self.scan_id))
        self._show_fitting_buttons()

    @property
    def scan_id(self) -> int | None:
        """Give the scan that is seen."""
        return self.desk.scans.shown_id

    def _see_document(self, scan_id: int) -> None:
        self._has_worked = True
        self.desk.scans.show_scan(scan_id)
        self._ask_verbs()

    def _see_evidence(self, code: str) -> None:
        self._has_worked = True
        line = next((f for f in self.case.fields if f.spec.code == code), None) if self.case else None
        paper = self.case.paper_for(line.evidence) if self.case and line and line.evidence else None
        if paper is not None and paper.scan is not None:
            self.desk.scans.show_scan(paper.scan.id)
        self._ask_verbs()

    def _scan_shown(self, scan_id: int) -> None:
        self.desk.case.follow_document(scan_id)
        self._ask_verbs()

    # -- after the verbs ---------------------------------------------------------------------------------

    def judged(
        self, scan: int, verdict: Verdict, reasons: Sequence[Reason], note: str, _done: object = None
    ) -> None:
        """Show the word on a document at once and go to the next one that waits for it."""
        if self.case is None:
            return
        self._has_worked = True
        code = reasons[0].code if reasons else ""
        scans = tuple(
            replace(row, verdict=verdict, reason_code=code, note=note) if row.id == scan else row
            for row in self.case.file.scans
        )
        judged = next(row.document_code for row in scans if row.id == scan)
        self.case = with_file(self.case, replace(with_findings(self.case.file, reasons, judged), scans=scans))
        self.notice.clear()
        self._show_case(is_new=False)
        if verdict != Verdict.PENDING and self.case.file.stage == CaseStage.SUBMITTED:
            self.go_to_pending()

    def go_to_pending(self) -> None:
        """Go to the next document without a word."""
        paper = self.case.next_pending(self.scan_id) if self.case else None
        if paper is not None and paper.scan is not None:
            self.desk.case.go_to_document(paper.scan.id)

    def fault_found(self, code: str, _done: object = None) -> None:
        """Show what was found on a field, and go to the next one that must be compared."""
        self.ask_again()
        self.mark(code, Mark.DIFFERS)

    def show_persons(self, on: bool) -> None:
        """Work on the persons of the list, or on papers and fields again."""
        self.desk.show_persons(on)
        if on:
            self.desk.persons.table.setFocus()
        elif self.desk.case.current is not None:
            self.desk.case.current.setFocus()
        self._ask_verbs()

    def ask_for_persons(self) -> None:
        """Open the list, or say how many of it still wait for a word."""
        if self.case is None:
            return
        if self.desk.is_on_persons:
            self.complain(UndecidedWorkers(len(self.case.undecided)))
            self.desk.persons.show_kind(Kind.OPEN)
        else:
            self.show_persons(True)

    def persons_decided(
        self, ids: Sequence[int], verdict: PersonVerdict | None, reason: Reason | None, _done: object = None
    ) -> None:
        """Show the word on persons at once, and go to the next one without."""
        if self.case is None:
            return
        self._has_worked = True
        said, wanted = reason or Reason("", ""), set(ids)
        persons = tuple(
            replace(p, verdict=verdict, code=said.code, text=said.text, remedy=said.remedy)
            if p.id in wanted
            else p
            for p in self.case.file.persons
        )
        if reason is not None:
            self._last_person[self.case.file.rules.code] = (reason.code,)
        self.case = with_file(self.case, replace(self.case.file, persons=persons))
        self.notice.clear()
        self._show_case(is_new=False)
        self.desk.persons.go_on()

    def explain_step(self) -> None:
        """Say why nothing happened."""
        if self.case is not None:
            self.say(self.case.step(self.scan_id)[1])

    def declared(self, due: Any) -> None:
        """Tell until when the citizen has our word, and begin to compare."""
        self.say(f"Dinyatakan lengkap. Tenggat {phrasing.date_time(due)}.")
        self._moved_to(CaseStage.ADMINISTRATIVE, due)

    def passed_on(self, _done: object) -> None:
        """Tell that the technical review begins."""
        self.say("Diteruskan ke penelitian teknis.")
        self._moved_to(CaseStage.TECHNICAL, self.case.file.due_at if self.case else None)

    def _moved_to(self, stage: CaseStage, due: Any) -> None:
        if self.case is None:
            return
        self.notice.clear()
        self.case = with_file(self.case, replace(self.case.file, stage=stage, due_at=due))
        self._show_case(is_new=False)
        self._put_cursor()

    def finished(self, said: str, _done: object = None) -> None:
        """Tell that the case is done, and bring the next one."""
        if self.case is not None:
            self.unsent.sent(self.case.id)
        self.say(said)
        self.take_next(skip=False)

    def refused(self, problem: Problem) -> None:
        """Show what the rules or the world say; what was judged and typed stays."""
        if isinstance(problem, Outage):
            self.office.hub.complain(problem)
            return
        self.complain(verbs.in_words(self.case, problem))
        if isinstance(problem, HeldByOther | LeaseLost):
            self._say_holder(problem)
            self.ask_again()

    def ask_reasons(
        self,
        question: str,
        reasons: Sequence[Reason],
        *,
        then: Callable[..., object],
        document: str = "",
        field: str = "",
        persons: bool = False,
        letter: bool = False,
        **more: Any,
    ) -> None:
        """Ask for coded reasons beside the scan; the officer's last set of the same kind is one key away.

        `letter`: the reasons are those of a letter of refusal, which can be looked at meanwhile.
        """
        if self.case is None:
            return
        self._is_letter = letter
        self.desk.reasons.ask(question, reasons, then=self.unsent.keeping(self.case.id, then), **more)
        self.desk.reasons.note.setPlainText(self.unsent.note(self.case.id))
        rules, ident, desk = self.case.file.rules, self.case.id, self.office.desk
        if persons:
            self.desk.reasons.offer_last(self._last_person.get(rules.code, ()))
            return
        self.office.do(
            lambda: last_set(desk, rules.code, document=document, field=field, but=ident),
            then=self.desk.reasons.offer_last,
            read=True,
        )

    def letter_reasons(self) -> list[Reason] | None:
        """Give the reasons in hand of a refusal, None while no refusal is being proposed."""
        if self.case is None or not (self._is_letter and self.desk.reasons.is_asking):
            return None
        found = [reason for _, reason in self.case.findings]
        return list(reviewing.refusal_reasons(found, self.desk.reasons.chosen()))

    # -- marks, rotation, lease --------------------------------------------------------------------------

    def mark(self, code: str, mark: object) -> None:
        """Keep the word on a field and go to the next one that must be compared."""
        if self.case is None or not self.case.may_work:
            return
        self._has_worked = True
        self.keeper.keep(self.case.id, code, mark if isinstance(mark, Mark) else None)
        self.notice.clear()
        self._show_case(is_new=False)
        if mark is None:
            return
        line = self.case.next_unmarked(code)
        if line is not None:
            self.desk.case.go_to_field(line.spec.code)

    def when_kept(self, then: Callable[[], object]) -> None:
        """Call when all marks are stored: now, or as soon as they are."""
        if self.keeper.is_idle:
            then()
        else:
            self._after = then
            self.keeper.send()

    def _marks_kept(self) -> None:
        after, self._after = self._after, None
        if after is not None:
            after()

    def _marks_failed(self, problem: Problem) -> None:
        self._after = None
        self.refused(problem)

    def _keep_rotation(self, scan: int, rotation: int) -> None:
        if self.case is None or not self.case.may_work:
            return
        desk = self.office.desk
        self.office.do(
            lambda: reviewing.turn_scan(desk, scan, rotation), then=self._nothing, sorry=self.refused
        )

    def _renew_lease(self) -> None:
        if self.case is None or not self.case.may_work or not self._has_worked or not self.isVisible():
            return
        self._has_worked = False
        desk, ident = self.office.desk, self.case.id
        self.office.do(lambda: reviewing.take(desk, ident), then=self._nothing, sorry=self.refused)

    def _nothing(self, _done: object) -> None:
        """The database's own news tell the rest."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes a notice first, then goes to the list."""
        is_escape = event.key() == Qt.Key.Key_Escape and not event.modifiers()
        if is_escape and self.desk.is_on_persons and not self.notice.isVisible():
            self.show_persons(False)
            return
        if is_escape and self.case is not None and not self.notice.isVisible():
            self.show_inbox_page()
            return
        super().keyPressEvent(event)


class ToolButton(ActionButton):
    """The button of a scan tool: icon and key, the words in its tooltip."""

    def __init__(self, action: Action) -> None:
        super().__init__(action, small=True, weight=Weight.QUIET)

    def _follow(self) -> None:
        super()._follow()
        self.setText("")
        self.updateGeometry()


class ShowPart(verbs.ReviewAction):
    """Show one part of the inbox."""

    PAGE = "inbox"
    ONLY = Only.ALL

    def fits(self, _rows: object) -> bool | str:
        """Always."""
        return True

    def perform(self) -> None:
        """Ask for it."""
        self.screen.inbox.choose(self.ONLY)


def _part(number: int, only: Only) -> type[ShowPart]:
    words = {"TEXT": f"Tampilkan: {PARTS[only]}", "KEYS": f"Ctrl+{number}", "ONLY": only}
    return type(f"Show{only.value.title()}", (ShowPart,), words)


PART_ACTIONS = {only: _part(number, only) for number, only in enumerate(PARTS, start=1)}


def _fetch(desk: Desk, ident: int, places: frozenset[str] | None) -> Fetched:
    file = case_file(desk, ident)
    return open_case(file, reviewing.open_for_review(desk, ident, PURPOSE), places), None


@cache
def _district_codes() -> frozenset[str]:
    return frozenset(load_district_codes(resource("regions/districts.csv")))
