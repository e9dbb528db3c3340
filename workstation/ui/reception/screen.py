"""The door's screen: binds today's visitors and the panel, finds by code or name, follows the ticket to its paper."""

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from workstation.errors import BookingNotFound, BookingNotToday, Problem, TooWarm, Unwell
from workstation.phrasing import day_date, long_date
from workstation.queries import visits
from workstation.queries.visits import DoorState, VisitRow
from workstation.ui.reception.actions import (
    NEWCOMER,
    Find,
    LetIn,
    PrintTicket,
    TakeWalkIn,
    TurnAway,
    UndoCheckIn,
)
from workstation.ui.reception.view import DoorView
from workstation.ui.screen import Screen
from workstation.ui.theme import theme
from workstation.usecases.checking_in import IssuedTicket
from workstation.vocabulary import Role, VisitStage
from workstation.wording import sentence

TYPING_MS = 250


class ReceptionScreen(Screen):
    """Who is expected today, how full the hall is, and who is let in."""

    KEY, TITLE, ICON = "reception", "Penerimaan", "door-open"
    ROLES, SHOWS = frozenset({Role.OFFICER}), frozenset({"visits"})

    def build(self) -> None:
        """Make field, list, panel and verbs."""
        self.row: VisitRow | None = None
        self.last: IssuedTicket | None = None
        self.field = QLineEdit()
        self.let_in, self.turn_away = self.add_action(LetIn), self.add_action(TurnAway)
        self.view = DoorView((self.let_in, self.turn_away))
        self._build_find()
        self.add_actions(TakeWalkIn)
        (self.print_ticket,) = self.add_actions(PrintTicket)
        self.add_action(Find)
        self.add_action(UndoCheckIn)
        self.set_body(self.view)
        self.view.table.chosen.connect(self._choose)
        self.view.table.activated_row.connect(self._begin)
        self.view.panel.questions.finished.connect(self.let_in.trigger)
        self.setFocusProxy(self.field)

    # -- finding -----------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask for the hall and today's visitors that match the field."""
        desk, text = self.office.desk, self.field.text().strip()
        self.ask(lambda: visits.at_the_door(desk, text), then=self.show_state)

    def show_state(self, state: DoorState) -> None:
        """Show hall and list; the chosen booking follows what has become of it."""
        expected = sum(row.stage == VisitStage.BOOKED for row in state.visits)
        self.set_title(self.TITLE, f"{day_date(state.moment)} · {expected} belum datang")
        self.view.occupancy.show_hall(state.hall)
        self.view.panel.questions.set_limit(state.hall.temperature_limit)
        self.view.panel.newcomer.set_services(state.services)
        self.view.show_rows(state.visits, self.field.text().strip())
        fresh = next((r for r in state.visits if self.row is not None and r.id == self.row.id), None)
        if fresh is not None and fresh != self.row and self.view.panel.page == "booking":
            self.row = fresh
            self.view.panel.show_booking(fresh)
        self._tell_verbs()

    def open(self, subject: object) -> None:
        """Open the booking with this code."""
        self.field.setText(str(subject))
        self.open_typed()

    def open_typed(self) -> None:
        """Open what was scanned or typed: a code of any day, a ticket of today, or the only name that fits."""
        text = self.field.text().strip().rsplit("/", 1)[-1]
        if not text:
            return
        if text != self.field.text():
            self.field.setText(text)
        desk = self.office.desk
        self.office.do(
            lambda: (visits.by_code(desk, text), visits.at_the_door(desk, text)),
            then=partial(self.found, text),
            read=True,
        )

    def found(self, text: str, answer: tuple[VisitRow | None, DoorState]) -> None:
        """Show the booking, or say clearly why not."""
        row, state = answer
        self._typing.stop()
        self.show_state(state)
        fitting = [one for one in state.visits if one.stage == VisitStage.BOOKED] or list(state.visits)
        if row is None and len(fitting) == 1:
            row = fitting[0]
        if row is not None:
            self.show_booking(row)
            if row.is_today:
                self._begin(row)
            else:
                self.complain(BookingNotToday(row.code, long_date(row.planned_at)))
                self.field.selectAll()
        elif fitting:
            self.view.table.choose_first()
            self.view.table.setFocus()
        else:
            self.complain(BookingNotFound(text))
            self.field.selectAll()

    # -- the panel ---------------------------------------------------------------------------------------

    def show_booking(self, row: VisitRow) -> None:
        """Show one booking in the panel with fresh questions."""
        self.notice.clear()
        self.row = row
        self.view.panel.questions.clear(declared=row.declared, priority=row.priority)
        self.view.panel.show_booking(row)
        self.view.table.choose_row(row.id)
        self._tell_verbs()

    def ask_newcomer(self) -> None:
        """Ask somebody without a booking; what was typed before is gone."""
        self.notice.clear()
        self.row = None
        self.view.table.clearSelection()
        self.view.panel.questions.clear()
        self.view.panel.show_newcomer()
        self.view.panel.newcomer.begin()
        self._tell_verbs()

    def issued(self, ticket: IssuedTicket) -> None:
        """Show the number, print its slip, and be ready for the next scan."""
        self.last = ticket
        self.notice.clear()
        self.view.panel.show_issued(ticket)
        self._next()
        if isinstance(self.print_ticket, PrintTicket):
            self.print_ticket.print(ticket)

    def turned_away(self, _result: object) -> None:
        """Be ready for the next one."""
        self.say("Penolakan dicatat")
        self.notice.clear()
        self.view.panel.show_nobody()
        self._next()

    def complain(self, problem: Problem) -> None:
        """Say a refusal; after fever or symptoms ask at once whether to turn the visitor away."""
        super().complain(problem)
        if isinstance(problem, TooWarm | Unwell):
            self.turn_away.offer(problem)

    # -- the paper ---------------------------------------------------------------------------------------

    def paper_started(self, number: str) -> None:
        """Say that the slip is on its way."""
        self._say_paper(number, "Tiket sedang dicetak …")

    def paper_out(self, number: str, _printer: str) -> None:
        """Say that the slip is out."""
        self._say_paper(number, "Tiket tercetak")

    def paper_failed(self, number: str, problem: Problem) -> None:
        """Say that the number stays; the slip can be printed again."""
        advice = f"Nomor {number} tetap berlaku. Periksa kertas, lalu tekan F10 untuk mencetak ulang."
        self._say_paper(number, f"{sentence(problem)} {advice}", bad=True)
        self.notice.show_text(f"Tiket {number} belum tercetak. {sentence(problem)}", advice)

    def _say_paper(self, number: str, text: str, *, bad: bool = False) -> None:
        if self.last is not None and self.last.number == number:
            self.view.panel.issued.say_paper(text, bad=bad)

    # -- how it works ------------------------------------------------------------------------------------

    def _build_find(self) -> None:
        self.field.setPlaceholderText("Pindai kode atau ketik nama  (Ctrl+F)")
        self.field.setAccessibleName("Cari kode pesanan, nomor antrean, atau nama")
        self.field.setClearButtonEnabled(True)
        self.field.setMaxLength(200)
        self.field.setMinimumWidth(theme().px(300))
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self.ask_again)
        self.field.textChanged.connect(self._type)
        self.field.returnPressed.connect(self.open_typed)
        self.add_header(self.field)

    def _type(self) -> None:
        self._typing.start()

    def _choose(self, rows: tuple[VisitRow, ...]) -> None:
        page = self.view.panel.page
        if not rows or page == "newcomer":
            return
        if page == "issued" and self.last is not None and rows[0].id == self.last.visit_id:
            return
        if self.row is None or rows[0].id != self.row.id or page != "booking":
            self.show_booking(rows[0])

    def _begin(self, row: VisitRow) -> None:
        if self.row is None or row.id != self.row.id or self.view.panel.page != "booking":
            self.show_booking(row)
        if self.let_in.isEnabled():
            self.view.panel.begin()

    def _next(self) -> None:
        self.row = None
        self.view.table.clearSelection()
        self.view.panel.questions.clear()
        self.field.clear()
        self.field.setFocus()
        self._tell_verbs()

    def _tell_verbs(self) -> None:
        page = self.view.panel.page
        rows: tuple[object, ...] = ()
        if page == "newcomer":
            rows = (NEWCOMER,)
        elif page == "issued" and self.last is not None:
            rows = (self.last,)
        elif page == "booking" and self.row is not None:
            rows = (self.row,)
        for verb in (self.let_in, self.turn_away, self.print_ticket):
            verb.choose(rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Esc put the panel away when no notice stands open."""
        if (
            event.key() == Qt.Key.Key_Escape
            and not self.notice.isVisible()
            and self.view.panel.page != "empty"
        ):
            self.view.panel.show_nobody()
            self._next()
            return
        super().keyPressEvent(event)
