"""The review screen: the list and the desk, their verbs, and what is seen of the case that lies there."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget

from workstation.errors import HeldByOther, LeaseLost, Problem
from workstation.queries.casefile import CaseFile, case_file
from workstation.queries.inbox import Inbox, Only, first_pages, waiting_count
from workstation.ui.action import Action, ActionButton
from workstation.ui.button import Weight
from workstation.ui.letter import LetterSheet
from workstation.ui.office import Office
from workstation.ui.review import actions as verbs
from workstation.ui.review import tools
from workstation.ui.review.ahead import Ahead
from workstation.ui.review.asking import Asking
from workstation.ui.review.assisting import Assistant
from workstation.ui.review.effects import Effects
from workstation.ui.review.forward import Forward
from workstation.ui.review.going import GiveBack, TakeNext
from workstation.ui.review.inbox import InboxPage
from workstation.ui.review.keeping import MarkKeeper
from workstation.ui.review.laying import PageLaying
from workstation.ui.review.lease import Lease
from workstation.ui.review.listed import Persons
from workstation.ui.review.locked import Locked
from workstation.ui.review.looks import Shape
from workstation.ui.review.noticing import Noticing
from workstation.ui.review.opened import OpenCase, with_file
from workstation.ui.review.outcomes import PreviewLetter, ProposeRefusal
from workstation.ui.review.papers import RefuseDocument
from workstation.ui.review.placing import Placing
from workstation.ui.review.round import Round
from workstation.ui.review.rowplaces import RowPlaces
from workstation.ui.review.unsent import Unsent
from workstation.ui.review.verb import ReviewAction
from workstation.ui.review.view import DeskPage
from workstation.ui.screen import Screen
from workstation.usecases import reviewing
from workstation.usecases.pages import shape_page
from workstation.vocabulary import IN_REVIEW, CaseStage, Role
from workstation.wording import advice, sentence, word

MINUTE_MS = 60 * 1000


class ReviewScreen(Screen):
    """Reviewers' work: take, look, judge, compare, pass on, propose, and the next case comes."""

    KEY, TITLE, ICON = "review", "Penelitian", "clipboard-check"
    ROLES, SHOWS = frozenset({Role.REVIEWER}), frozenset({"cases", "scans"})
    ROOM_PX = 1600

    def __init__(self, office: Office) -> None:
        self.case: OpenCase | None = None
        self.edition = 0
        self._is_gathering = self._is_asked = False
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
        self.unsent = Unsent(self.office, (self.desk.reasons, self.ask_bar), self)
        self.letter = LetterSheet(self.office, self)
        self.round, self.effects = Round(self), Effects(self)
        self.laying = PageLaying(self.office, self.effects.refused, self)
        self.asking, self.lease = Asking(self), Lease(self)
        self.assistant = Assistant(self.office, self.desk.scans.reader, self)
        self.placing = Placing(self)
        self.ahead, self.locked, self.noticing = Ahead(self), Locked(self), Noticing(self)
        self.row_places = RowPlaces(self)
        self._place_verbs()
        self._connect()
        self._clock = QTimer(self)
        self._clock.setInterval(MINUTE_MS)
        self._clock.timeout.connect(self.ask_again)
        self._clock.start()
        self._show_page("inbox")

    def _place_verbs(self) -> None:
        self.buttons = [self._head_button(kind) for kind in verbs.VERBS]
        rows = self.desk.scene.tools
        for kinds, add in (
            (verbs.PLACES, self.add_header),
            (verbs.ON_TIMES, self.desk.case.add_time_tool),
            ((*tools.TOOLS, *verbs.ON_SCAN), rows.add),
            (verbs.ON_SCAN_MORE, partial(rows.add, is_more=True)),
            (tools.PAGE_TOOLS, self.desk.scans.add_page_tool),
        ):
            for kind in kinds:
                add(tools.ToolButton(self.add_action(kind)))
        for quiet in (*verbs.QUIET, *tools.QUIET_TOOLS):
            self.add_action(quiet)
        self.give_back = tools.ToolButton(next(a for a in self.actions_here if isinstance(a, GiveBack)))
        self.add_header(self.give_back)
        for kind, icon in verbs.ON_PERSONS:
            self.desk.persons.add_verb(self.add_action(kind), icon)
        self.persons_action = self.add_action(Persons)
        self.desk.persons.add_verb(self.persons_action)
        for action in (self.persons_action, self.add_action(PreviewLetter)):
            self.desk.case.add_tool(ActionButton(action, small=True, weight=Weight.QUIET))
        for kind in verbs.ON_CASE:
            self.desk.case.noticed.add_button(
                ActionButton(self.add_action(kind), small=True, weight=Weight.QUIET)
            )
        self.holding = [ActionButton(self.add_action(kind), small=True) for kind in verbs.ON_HOLDER]
        for button in self.holding:
            self.desk.holder.add_button(button)
        for kind in verbs.ON_HINTS:  # with words they would push the border into the scan
            self.desk.hints.add_tool(tools.ToolButton(self.add_action(kind)))

    def _connect(self) -> None:
        self.inbox.wanted.connect(self._other_part)
        self.inbox.opened.connect(self.round.bring)
        case, scans = self.desk.case, self.desk.scans
        case.document_entered.connect(self._see_document)
        case.field_entered.connect(self._see_evidence)
        case.marked.connect(self.effects.mark)
        scans.shown.connect(self._scan_shown)
        for pane in (scans, self.desk.scene.other):
            pane.rotated.connect(self._keep_rotation)
            pane.shaped.connect(self._keep_shape)
            pane.changed.connect(self.ask_verbs)
        self.desk.scene.changed.connect(self.ask_verbs)
        self.desk.moved.connect(self.ask_verbs)
        scans.framing.connect(self.placing.frame_others)
        scans.changed.connect(self.placing.apply)
        self.assistant.changed.connect(self._show_readings)
        self.keeper.failed.connect(self.effects.refused)
        self.keeper.stored.connect(self.worked)
        self.keeper.restored.connect(self._marks_restored)
        for question in (self.desk.reasons, self.ask_bar):
            question.opened.connect(self.ask_verbs)
            question.closed.connect(self.ask_verbs)
        self.desk.persons.moved.connect(self.ask_verbs)

    # -- asking ------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask for the list, or for what others did to the case on the desk."""
        desk, only, pages = self.office.desk, self.inbox.only, self.inbox.pages
        if self.case is None:
            self.ask(lambda: first_pages(desk, only, pages), then=self._show_inbox)
            return
        ident, edition = self.case.id, self.edition
        self.desk.scans.retry()
        self.ask(
            lambda: (case_file(desk, ident), waiting_count(desk)), then=partial(self._show_news, edition)
        )

    def open(self, subject: object) -> None:
        """Open a case by its id."""
        if isinstance(subject, int):
            self.round.bring(subject)

    def _other_part(self, _only: Only) -> None:
        self.ask_again()

    def _show_inbox(self, found: Inbox) -> None:
        self.inbox.show_inbox(found)
        self.ask_verbs()
        self.counted.emit(found.counts[Only.ALL])

    def worked(self) -> None:
        """Take note that the officer has changed something: news asked for before that are old."""
        self.edition += 1
        self.lease.worked()

    def _show_news(self, edition: int, news: tuple[CaseFile, int]) -> None:
        file, count = news
        self.counted.emit(count)
        if self.case is None or self.case.id != file.id:
            return
        if edition != self.edition:
            self.ask_again()
            return
        was_mine, self.case = self.case.may_work, with_file(self.case, file)
        if was_mine and not self.case.may_work:
            self.say_holder(self._why_not_mine(file))
        self.show_case(is_new=False)

    def _why_not_mine(self, file: CaseFile) -> Problem:
        if file.is_held_by_other:
            return HeldByOther(file.owner, file.owned_since, file.lease_until)
        return LeaseLost()

    # -- what lies on the desk ---------------------------------------------------------------------------

    def put_on_desk(self, case: OpenCase, problem: Problem | None) -> None:
        """Show another case; `problem` says why it is only read."""
        self.case = case
        self.lease.worked()
        self._show_page("desk")
        self.desk.show_persons(False)
        self.say_holder(problem)
        if problem is None and case.file.stage not in IN_REVIEW:
            self.desk.holder.show_text(
                f"Penelitian berkas ini sudah selesai: {word(case.file.stage).lower()}.",
                "Hanya dapat dibaca. Ctrl+Alt+Z mengurungkan langkah terakhir Anda selama lima menit.",
            )
        self.show_case(is_new=True)
        self.ahead.begin()

    def show_inbox_page(self) -> None:
        """Leave the desk; the case stays with the officer until its time ends."""
        self.round.leave()
        self.case = None
        self.desk.scene.set_case(None, is_new=True)
        self.assistant.show_case(None, is_new=True)
        self._show_page("inbox")
        self.inbox.table.setFocus()
        self.ask_again()

    def show_persons(self, on: bool) -> None:
        """Work on the persons of the list, or on papers and fields again."""
        self.desk.show_persons(on)
        if on:
            self.desk.persons.table.setFocus()
        elif self.desk.case.current is not None:
            self.desk.case.current.setFocus()
        self.ask_verbs()

    # -- showing -----------------------------------------------------------------------------------------

    def _show_page(self, page: str) -> None:
        self.pages.setCurrentWidget(self.desk if page == "desk" else self.inbox)
        if page == "inbox":
            self.set_title(self.TITLE)
        for action in self.actions_here:
            if isinstance(action, ReviewAction):
                action.show_on(page)
        for button in self.buttons:
            if isinstance(button.action, TakeNext):
                button.set_weight(Weight.PRIMARY if page == "inbox" else Weight.PLAIN)
        self.give_back.set_fitting(page == "inbox")  # on the desk it stands beside who holds the case
        self.ask_verbs()

    def focus_forward(self) -> None:
        """Put the cursor on the step that comes next, when it can be done."""
        forward = self.buttons[0]
        forward.action.again()
        if forward.isEnabled():
            forward.setFocus(Qt.FocusReason.OtherFocusReason)

    def _head_button(self, kind: type[Action]) -> ActionButton:
        button = ActionButton(self.add_action(kind), small=kind not in (Forward, TakeNext))
        self.add_header(button)
        return button

    def _show_fitting_buttons(self) -> None:
        """Refusing a paper and refusing the case share one place; both keys work wherever they may."""
        is_technical = self.case is not None and self.case.file.stage == CaseStage.TECHNICAL
        for button in self.buttons:
            if isinstance(button.action, RefuseDocument | ProposeRefusal):
                is_for_technical = isinstance(button.action, ProposeRefusal)
                button.set_fitting(is_for_technical is is_technical)
        for button in self.holding:
            button.set_fitting(button.action.isEnabled())

    def show_case(self, *, is_new: bool) -> None:
        if self.case is None:
            return
        self.case = self.case.with_marks(self.keeper.ahead(self.case.id))
        file = self.case.file
        stage = "" if file.stage in IN_REVIEW else f" · {word(file.stage)}"
        progress = self.round.packet.progress(file.id) if self.round.packet else ""
        at = f"Berkas {progress} · " if progress else ""
        self.set_title(file.number, f"{at}{file.rules.short_title}{stage}")
        if self.case.may_work:
            self.desk.holder.hide()
        self.desk.scene.set_case(self.case, is_new=is_new)
        self.desk.case.show_case(self.case, is_new=is_new)
        if is_new:
            self.placing.forget()
        self.assistant.show_case(self.case, is_new=is_new)
        self.persons_action.setVisible(bool(self.case.file.persons))
        if self.case.file.persons:
            self.desk.persons.show_case(self.case, is_new=is_new)
        self.noticing.show(self.case)
        self.ask_verbs()

    def say_holder(self, problem: Problem | None) -> None:
        if problem is None:
            self.desk.holder.hide()
        else:
            self.desk.holder.show_text(sentence(problem), advice(problem))

    @contextmanager
    def verbs_once(self) -> Iterator[None]:
        """Ask the verbs once for all that is done within, at its end."""
        was_gathering, self._is_gathering = self._is_gathering, True
        try:
            yield
        finally:
            self._is_gathering = was_gathering
            if self._is_asked:
                self.ask_verbs()

    def ask_verbs(self) -> None:
        """Let every verb say anew whether it can be done."""
        self._is_asked = self._is_gathering
        if self._is_gathering:
            return
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
        self.lease.worked()
        self.placing.leave_fields()
        self.desk.scans.show_scan(scan_id)
        self.ask_verbs()

    def _see_evidence(self, code: str) -> None:
        self.lease.worked()
        line = next((f for f in self.case.fields if f.spec.code == code), None) if self.case else None
        paper = self.case.paper_for(line.evidence) if self.case and line and line.evidence else None
        is_placed = self.placing.show_field(code)
        if not is_placed and paper is not None and paper.scan is not None:
            self.desk.scans.show_scan(paper.scan.id)
        self.ask_verbs()

    def _show_readings(self) -> None:
        assistant = self.assistant
        found = {code: reading for code, (_, reading) in assistant.found.items()}
        self.desk.case.show_readings(found, assistant.others(), assistant.odd_papers(), assistant.words())
        self.placing.read_more()
        self.placing.frame_others()
        self.noticing.read_papers(tuple(assistant.first_pages()))
        self.ask_verbs()

    def _scan_shown(self, scan_id: int) -> None:
        self.desk.case.follow_document(scan_id)
        self.ask_verbs()

    def _marks_restored(self) -> None:
        if self.case is not None:
            self.keeper.open(self.case.id, may_work=self.case.may_work)
            self.show_case(is_new=False)

    def _keep_rotation(self, scan: int, rotation: int) -> None:
        self.noticing.read_papers(tuple(self.assistant.first_pages()))
        if self.case is None or not self.case.may_work:
            return
        desk = self.office.desk
        self.laying.keep(("turned", scan), lambda: reviewing.turn_scan(desk, scan, rotation))

    def turn_row_paper(self, place: int) -> None:
        """Turn one paper of the row under the cursor by a quarter, and keep it where this officer holds the case."""
        line = self.desk.persons.table.row_now()
        scan = line.papers[place] if line is not None and place < len(line.papers) else 0
        turned = self.desk.persons.pictures.turn(scan)
        if turned is not None:
            self._keep_rotation(scan, turned)

    def _keep_shape(self, scan: int, page: int, shape: Shape) -> None:
        if self.case is None or not self.case.may_work:
            return
        desk, case = self.office.desk, self.case.id
        self.laying.keep(
            (scan, page), lambda: shape_page(desk, case, scan, page, angle=shape.angle, crop=shape.crop)
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes a notice, the loupe, the second paper, and then goes to the list; one press, one step."""
        is_escape = event.key() == Qt.Key.Key_Escape and not event.modifiers()
        if not is_escape or self.case is None or self.notice.isVisible():
            super().keyPressEvent(event)
        elif event.isAutoRepeat():
            event.accept()
        elif self.desk.scene.front.canvas.has_loupe:
            self.desk.scene.front.canvas.set_loupe(on=False)
        elif self.desk.is_on_persons:
            self.show_persons(False)
        elif self.desk.scene.is_comparing:
            self.desk.scene.compare(on=False)
        else:
            self.show_inbox_page()
