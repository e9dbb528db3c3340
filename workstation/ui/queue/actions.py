"""The verbs of a counter: call, recall, serve, hold, send on, finish, and take a wrong call back."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt

from workstation.queries.places import CounterRow
from workstation.queries.queue import CounterState, PersonRow, WaitingRow
from workstation.ui.action import Action
from workstation.ui.button import Weight
from workstation.ui.office import Office
from workstation.ui.screen import Screen
from workstation.ui.typed import some_words, typed_time
from workstation.ui.undoing import UndoLast
from workstation.usecases import calling, correcting
from workstation.usecases.calling import CalledTicket
from workstation.usecases.signing_in import take_counter
from workstation.vocabulary import Role, VisitStage
from workstation.wording import word
from workstation.worktime import WIB

if TYPE_CHECKING:
    from workstation.desk import Desk

ENTER = ("Enter", "Return")
NO_COUNTER = "Pilih loket dahulu."
NOBODY = "Belum ada yang dipanggil ke loket ini."


class CounterVerb(Action):
    """A verb of the counter; it knows the screen whose bars it may use."""

    ROLE = Role.OFFICER
    CHANGES = frozenset({"visits"})

    def __init__(self, office: Office, scope: Screen) -> None:
        self.screen = scope
        super().__init__(office, scope)

    def tell(self, text: str, _result: object = None) -> None:
        """Say what has been done."""
        self.screen.say(text)


class CallNext(CounterVerb):
    """Call the next of the line; possible while nobody is at the counter."""

    TEXT, KEYS, ICON, WEIGHT = "Panggil berikutnya", "F2", "megaphone", Weight.PRIMARY

    def fits(self, rows: Sequence[Any]) -> bool | str:
        """Look at who is here: `rows` is the person at the counter, if any."""
        return _may_call(self.office, rows)

    def perform(self) -> None:
        """Call by the rule of the line."""
        desk = self.office.desk
        self.start(lambda: calling.call_next(desk), then=self.called)

    def called(self, ticket: CalledTicket) -> None:
        """Say who was called."""
        self.tell(f"{ticket.ticket} dipanggil ke Loket {ticket.counter}")


class TakeChosen(CounterVerb):
    """Enter on a list: call out of turn, go on with a held one, let a missed one wait again, sit at a counter."""

    TEXT, KEYS, ICON = "Panggil yang dipilih", ENTER, "user-check"
    CHANGES = frozenset({"visits", "counters"})
    NAMES: ClassVar[dict[str, str]] = {
        "held": "Lanjutkan melayani",
        "missed": "Kembalikan ke antrean",
        "seat": "Duduk di loket ini",
    }

    def __init__(self, office: Office, scope: Screen) -> None:
        self.here: PersonRow | None = None
        super().__init__(office, scope)
        # Enter belongs to the lists; elsewhere it says yes to questions
        self.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)

    def fits(self, rows: Sequence[Any]) -> bool | str:
        """Name the verb for the chosen row."""
        if len(rows) != 1:
            self.setText(self.TEXT)
            return "Pilih satu baris dahulu."
        kind = _kind(rows[0])
        self.setText(self.NAMES.get(kind, self.TEXT))
        if kind == "seat":
            return not rows[0].taken_by or f"Sedang dipakai {rows[0].taken_by}."
        return True if kind == "missed" else _may_call(self.office, (self.here,) if self.here else ())

    def perform(self) -> None:
        """Do what the list means."""
        desk, row = self.office.desk, self.rows[0]
        kind = _kind(row)
        if kind == "seat":
            self._sit(desk, row)
        elif kind == "held":
            self._resume(desk, row)
        elif kind == "missed":
            self._restore(desk, row)
        else:
            self._call(desk, row)

    def _call(self, desk: "Desk", row: WaitingRow) -> None:
        said = f"{row.ticket} dipanggil di luar urutan"
        self.start(lambda: calling.call_one(desk, row.id), then=partial(self.tell, said))

    def _resume(self, desk: "Desk", row: PersonRow) -> None:
        said = f"{row.ticket} dilayani lagi"
        self.start(lambda: calling.serve(desk, row.id), then=partial(self.tell, said))

    def _restore(self, desk: "Desk", row: PersonRow) -> None:
        said = f"{row.ticket} menunggu lagi di tempat semula"
        self.start(lambda: calling.put_back(desk, row.id), then=partial(self.tell, said))

    def _sit(self, desk: "Desk", row: CounterRow) -> None:
        self.start(lambda: take_counter(desk, row.id), then=self.seated)

    def seated(self, desk: "Desk") -> None:
        """Work at that counter from now on."""
        self.office.desk = desk
        self.tell(f"Anda melayani di {desk.counter.name if desk.counter else '-'}")


class PersonVerb(CounterVerb):
    """A verb on the person at the counter; MOVE is its name in the table of moves."""

    MOVE: ClassVar[str] = ""
    SAYS: ClassVar[str] = ""

    def fits(self, rows: Sequence[Any]) -> bool | str:
        """Ask the row whether this move is possible."""
        if not rows:
            return NOBODY
        row: PersonRow = rows[0]
        return self.MOVE in row.can or f"{row.ticket} sedang “{word(row.stage)}”."

    @property
    def person(self) -> PersonRow:
        """Give the person the verb is about."""
        row: PersonRow = self.rows[0]
        return row

    def go(self, work: Callable[[], Any]) -> None:
        """Start the use case and say so afterwards."""
        self.start(work, then=partial(self.tell, self.SAYS.format(self.person.ticket)))


class Recall(PersonVerb):
    """Call the same person once more; the board blinks again."""

    TEXT, KEYS, ICON, MOVE, SAYS = "Panggil ulang", "F3", "repeat", "recall", "{} dipanggil lagi"

    def perform(self) -> None:
        """Call once more."""
        desk, ident = self.office.desk, self.person.id
        self.go(lambda: calling.recall(desk, ident))


class NotHere(PersonVerb):
    """Note that nobody came."""

    TEXT, KEYS, ICON, MOVE = "Tidak hadir", "F4", "skip-forward", "no_show"
    SAYS = "{} dicatat tidak hadir; dapat dikembalikan dari daftar"

    def perform(self) -> None:
        """Note the no-show."""
        desk, ident = self.office.desk, self.person.id
        self.go(lambda: calling.note_no_show(desk, ident))


class Serve(PersonVerb):
    """Begin to serve who has arrived."""

    TEXT, KEYS, ICON, MOVE, SAYS = "Layani", "F8", "play", "serve", "{} mulai dilayani"

    def perform(self) -> None:
        """Begin."""
        desk, ident = self.office.desk, self.person.id
        self.go(lambda: calling.serve(desk, ident))


class Finish(PersonVerb):
    """End the service of the person here, or of a held one when nobody is here."""

    TEXT, KEYS, ICON, MOVE, SAYS = "Selesai", "F9", "circle-check", "finish", "{} selesai dilayani"

    def perform(self) -> None:
        """End."""
        desk, ident = self.office.desk, self.person.id
        self.go(lambda: calling.finish(desk, ident))


class Hold(PersonVerb):
    """Let the person step aside for a moment."""

    TEXT, KEYS, ICON, MOVE = "Tahan", "F7", "pause", "hold"
    SAYS = "{} ditahan; loket bebas untuk berikutnya"

    def perform(self) -> None:
        """Ask what he is fetching."""
        self.screen.ask_bar.line(
            f"Tahan {self.person.ticket}",
            "Loket bebas untuk orang berikutnya; yang ditahan tetap milik Anda.",
            yes="Tahan",
            label="Catatan, misalnya: memfotokopi KTP (boleh kosong)",
            then=partial(self.hold, self.person.id),
        )

    def hold(self, ident: int, note: str) -> None:
        """Hold with the note."""
        desk = self.office.desk
        self.go(lambda: calling.hold(desk, ident, note))


class SendOn(PersonVerb):
    """Send the person to another service with a note."""

    TEXT, KEYS, ICON, MOVE = "Alihkan", "F6", "route", "transfer"
    SAYS = "{} dialihkan; nomornya tetap"

    def __init__(self, office: Office, scope: Screen) -> None:
        self.state: CounterState | None = None
        super().__init__(office, scope)

    def perform(self) -> None:
        """Ask where to and why."""
        person, state = self.person, self.state
        others = [(str(s.id), s.name) for s in (state.services if state else ()) if s.id != person.service_id]
        self.screen.ask_bar.reason(
            f"Alihkan {person.ticket} ke layanan mana?",
            others,
            detail="Ia kembali menunggu di tempat semula dengan nomor yang sama.",
            yes="Alihkan",
            note_label="Catatan untuk petugas berikutnya (wajib)",
            note_for=frozenset(code for code, _ in others),
            then=partial(self.send, person.id),
        )

    def send(self, ident: int, service: str, note: str) -> None:
        """Send on."""
        desk = self.office.desk
        self.go(lambda: calling.transfer(desk, ident, int(service), note))


class TakeBack(PersonVerb):
    """Undo a wrong call: back to the line, the place is kept."""

    TEXT, ICON, MOVE = "Urungkan panggilan", "undo-2", "put_back"
    SAYS = "{} kembali ke antrean di tempat semula"

    def perform(self) -> None:
        """Put back."""
        desk, ident = self.office.desk, self.person.id
        self.go(lambda: calling.put_back(desk, ident))


class StartApplication(PersonVerb):
    """Open the intake for the person who is being served."""

    TEXT, ICON, CHANGES = "Permohonan baru", "file-plus", frozenset[str]()

    def fits(self, rows: Sequence[Any]) -> bool | str:
        """Only somebody of the intake service who is being served."""
        if not rows:
            return NOBODY
        person: PersonRow = rows[0]
        if not person.is_intake:
            return "Hanya untuk layanan penerimaan berkas; alihkan dahulu bila perlu."
        return person.stage == VisitStage.SERVING or "Tekan F8 Layani dahulu."

    def perform(self) -> None:
        """Go to the intake with this visit."""
        self.office.hub.go("intake", {"visit": self.person.id})


class UndoStep(UndoLast):
    """Take back the officer's own last step, also after the person has left the counter."""

    ROLE = Role.OFFICER
    CHANGES = frozenset({"visits", "counters"})


class CorrectTime(PersonVerb):
    """Give the step that was entered late its true time; the database bounds it and keeps both times."""

    TEXT, KEYS, ICON, MOVE = "Koreksi waktu", "Ctrl+Shift+K", "clock", ""

    def fits(self, rows: Sequence[Any]) -> bool | str:
        """Somebody must be here."""
        return bool(rows) or NOBODY

    def perform(self) -> None:
        """Ask for the time."""
        self.screen.ask_bar.line(
            f"Sejak pukul berapa {self.person.ticket} pada tahap {word(self.person.stage).lower()}?",
            "Paling lama satu jam yang lalu. Waktu lama dan baru tercatat dalam jurnal.",
            yes="Berikutnya",
            label="Jam, misalnya 09.45",
            check=lambda typed: "" if typed_time(typed) else "Tulis jam seperti 09.45.",
            then=partial(self._ask_reason, self.person.id),
        )

    def _ask_reason(self, ident: int, typed: str) -> None:
        self.screen.ask_bar.line(
            "Mengapa waktunya dikoreksi?",
            yes="Koreksi",
            label="Alasan",
            check=some_words,
            then=partial(self._correct, ident, typed),
        )

    def _correct(self, ident: int, typed: str, reason: str) -> None:
        at, desk = typed_time(typed), self.office.desk
        if at is not None:
            moment = datetime.combine(desk.today(), at, WIB)
            self.start(
                lambda: correcting.back_date(desk, ident, moment, reason),
                then=partial(self.tell, "Waktu dikoreksi."),
                sorry=self.screen.complain,
            )


class OpenBoard(CounterVerb):
    """Show the display of the hall; who opens it is given by the program's front door."""

    TEXT, KEYS, ICON, CHANGES = "Papan antrean", "Ctrl+B", "monitor", frozenset[str]()

    def fits(self, rows: Sequence[Any]) -> bool | str:  # noqa: ARG002 - needs no rows
        """Possible where the program can open it."""
        return "board" in self.office.tools or "Papan antrean tidak tersedia di komputer ini."

    def perform(self) -> None:
        """Open it, or bring it to the front."""
        self.office.tools["board"]()


def _kind(row: Any) -> str:
    if isinstance(row, CounterRow):
        return "seat"
    if isinstance(row, PersonRow):
        return "missed" if row.stage == VisitStage.NO_SHOW else "held"
    return "waiting"


def _may_call(office: Office, here: Sequence[Any]) -> bool | str:
    if getattr(office.desk, "counter", None) is None:
        return NO_COUNTER
    return f"Selesaikan, tahan, atau alihkan dahulu {here[0].ticket}." if here else True
