"""The verbs of the door: let in, turn away, take a walk-in, print the ticket, find."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from workstation.errors import Problem, TooWarm
from workstation.printing.sheets import PaperSize
from workstation.printing.wire import is_wire
from workstation.queries.visits import VisitRow
from workstation.settings import ESCPOS, RASTER, OfficeSettings, Settings
from workstation.ui.action import Action
from workstation.ui.button import Weight
from workstation.ui.office import Office
from workstation.ui.printer_choices import Paper, chosen
from workstation.ui.undoing import UndoLast
from workstation.usecases import checking_in
from workstation.usecases.checking_in import IssuedTicket
from workstation.usecases.ticketing import print_ticket
from workstation.vocabulary import Role, VisitStage
from workstation.wording import sentence, word

if TYPE_CHECKING:
    from workstation.ui.reception.screen import ReceptionScreen

NEWCOMER = "newcomer"
"""Stands among the chosen rows while somebody without a booking is being asked."""
CHOOSE = "Pindai kode, pilih dari daftar, atau Ctrl+N."
WARM, UNWELL = "Suhu badan melebihi batas", "Menyatakan tidak sehat"
REASONS = (
    ("warm", WARM),
    ("unwell", UNWELL),
    ("late", "Datang jauh dari waktu pesanan"),
    ("identity", "Identitas tidak sesuai pesanan"),
    ("other", "Alasan lain"),
)


class DoorVerb(Action):
    """A verb of the door; it knows the screen whose panel it reads."""

    ROLE = Role.OFFICER
    CHANGES = frozenset({"visits"})

    def __init__(self, office: Office, scope: "ReceptionScreen") -> None:
        self.screen = scope
        super().__init__(office, scope)


class LetIn(DoorVerb):
    """Give the number: check in the booking, or book and let in the newcomer."""

    TEXT, KEYS, ICON, WEIGHT = "Beri nomor antrean", "F8", "ticket", Weight.PRIMARY

    def fits(self, rows: Sequence[Any]) -> bool | str:
        """Only one who has not come yet, today."""
        if not rows:
            return CHOOSE
        return True if rows[0] == NEWCOMER else _may_enter(rows[0])

    def perform(self) -> None:
        """Read the answers; what is missing is said beside it."""
        panel, desk = self.screen.view.panel, self.office.desk
        health = panel.questions.health()
        if health is None:
            return
        priority = panel.questions.chosen_priority()
        if self.rows[0] == NEWCOMER:
            who = panel.newcomer.walk_in(health, priority)
            if who is not None:
                self.start(lambda: checking_in.walk_in(desk, who), then=self.screen.issued)
            return
        ident = self.rows[0].id
        self.start(lambda: checking_in.check_in(desk, ident, health, priority), then=self.screen.issued)


class TurnAway(DoorVerb):
    """Note that a booked visitor is not let in, and why."""

    TEXT, ICON = "Tolak masuk", "hand"

    def fits(self, rows: Sequence[Any]) -> bool | str:
        """Only a booking of today that has not been used."""
        if not rows:
            return CHOOSE
        if rows[0] == NEWCOMER:
            return "Belum ada pesanan yang dicatat; tekan Esc untuk mengosongkan."
        return _may_enter(rows[0])

    def perform(self) -> None:
        """Ask why; the answers given so far choose the first reason."""
        row: VisitRow = self.rows[0]
        likely = self.screen.view.panel.questions.trouble()
        self.screen.ask_bar.reason(
            f"Tolak masuk {row.name} ({row.code})?",
            sorted(REASONS, key=lambda reason: reason[0] != likely),
            yes="Tolak masuk",
            danger=True,
            note_for=frozenset({"other"}),
            then=partial(self.answered, row.id),
        )

    def offer(self, problem: Problem) -> None:
        """Ask at once, after the law has refused the entry."""
        if not self.rows or self.rows[0] == NEWCOMER:
            return
        row: VisitRow = self.rows[0]
        code = "warm" if isinstance(problem, TooWarm) else "unwell"
        self.screen.ask_bar.confirm(
            f"{sentence(problem)} Tolak masuk {row.name}?",
            "Penolakan dan suhu dicatat. Tawarkan pesanan baru atau layanan daring.",
            yes="Tolak masuk",
            danger=True,
            then=partial(self.answered, row.id, code, ""),
        )

    def answered(self, ident: int, code: str, note: str) -> None:
        """Record reason and measurement."""
        desk, health = self.office.desk, self.screen.view.panel.questions.health_so_far()
        reason = ": ".join(part for part in (dict(REASONS)[code], note) if part)
        self.start(lambda: checking_in.turn_away(desk, ident, reason, health), then=self.screen.turned_away)


class PrintTicket(DoorVerb):
    """Print the slip, at once after the number was given or once more."""

    TEXT, ICON, CHANGES = "Cetak ulang tiket", "printer", frozenset[str]()

    def fits(self, rows: Sequence[Any]) -> bool | str:
        """A number just given, or a visitor of today who has one."""
        if not rows or rows[0] == NEWCOMER:
            return "Pilih pengunjung yang sudah mendapat nomor."
        row = rows[0]
        return (
            isinstance(row, IssuedTicket) or (bool(row.ticket) and row.is_today) or "Belum ada nomor antrean."
        )

    def perform(self) -> None:
        """Print again; what the slip says about the line is read anew for an older number."""
        row, desk = self.rows[0], self.office.desk
        if isinstance(row, IssuedTicket):
            self.print(row)
        else:
            self.start(lambda: checking_in.ticket_again(desk, row.id), then=self.print)

    def print(self, ticket: IssuedTicket) -> None:
        """Bring the slip to the printer; a failure leaves the number as it is."""
        office, desk = self.office, self.office.desk
        here = office.settings or Settings()
        settings: OfficeSettings = office.tools.get("office") or OfficeSettings()
        printer, _ = chosen(Paper.TICKET, here)
        self.screen.paper_started(ticket.number)
        self.start(
            lambda: print_ticket(
                desk,
                ticket,
                spooler=office.spooler,
                printer=printer,
                office=settings,
                roll=PaperSize.ROLL_58 if here.ticket_roll == "58" else PaperSize.ROLL_80,
                escpos=here.ticket_language == ESCPOS or is_wire(printer),
                raster_code=here.ticket_code == RASTER,
            ),
            lane="paper",
            then=partial(self.screen.paper_out, ticket.number),
            sorry=partial(self.screen.paper_failed, ticket.number),
        )


class TakeWalkIn(DoorVerb):
    """Ask somebody without a booking."""

    TEXT, KEYS, ICON, CHANGES = "Tanpa pesanan", "Ctrl+N", "user-plus", frozenset[str]()

    def perform(self) -> None:
        """Open the questions."""
        self.screen.ask_newcomer()


class Find(DoorVerb):
    """Put the cursor where a code is scanned or a name is typed."""

    TEXT, ICON, CHANGES = "Cari kode atau nama", "search", frozenset[str]()

    def perform(self) -> None:
        """Mark what stands there, so that the next scan replaces it."""
        self.screen.field.setFocus()
        self.screen.field.selectAll()


def _may_enter(row: Any) -> bool | str:
    if isinstance(row, IssuedTicket):
        return f"{row.number} sudah diberikan. Pindai kode berikutnya."
    if not row.is_today:
        return "Pesanan ini bukan untuk hari ini."
    if row.stage != VisitStage.BOOKED:
        return f"Sudah “{word(row.stage)}”" + (f" dengan nomor {row.ticket}." if row.ticket else ".")
    return True


class UndoCheckIn(UndoLast):
    """Take back the last check-in or refusal at the door that was a slip."""

    ROLE = Role.OFFICER
    CHANGES = frozenset({"visits"})
