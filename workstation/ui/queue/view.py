"""How the counter's screen looks: the line on the left, the person here and those aside on the right."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from workstation.queries.queue import PersonRow
from workstation.ui.action import Action, ActionButton
from workstation.ui.bars import Bar, Empty, words
from workstation.ui.button import Weight
from workstation.ui.hall import (
    PRIORITY_ICONS,
    STAGE_ICONS,
    STAGE_TONES,
    Figure,
    OfficeClock,
    priority_tone,
    priority_word,
)
from workstation.ui.table import RIGHT, Column, RowTable
from workstation.ui.theme import Tone, pad, theme
from workstation.ui.topbar import Chip
from workstation.vocabulary import Priority, VisitStage
from workstation.wording import word

LONG_WAIT_MINUTES = 30
SINCE = {VisitStage.CALLED: "sejak dipanggil", VisitStage.SERVING: "lama dilayani"}


def waiting_columns(clock: OfficeClock) -> tuple[Column, ...]:
    """Describe the line; the waiting time runs with `clock`."""
    return (
        Column("Nomor", lambda r: r.ticket, width=84, strong=True),
        Column("Layanan", lambda r: r.service, sub=_note_of, tooltip=lambda r: r.note or r.service),
        Column(
            "Prioritas",
            lambda r: priority_word(r.priority),
            width=150,
            tone=lambda r: priority_tone(r.priority),
            icon=lambda r: PRIORITY_ICONS[r.priority],
        ),
        Column(
            "Menunggu",
            lambda r: clock.since(r.since),
            align=RIGHT,
            width=104,
            tone=lambda r: _long_wait(clock, r),
            icon=lambda r: "clock-alert" if _long_wait(clock, r) else "",
            sort=lambda r: r.since,
        ),
    )


def aside_columns(clock: OfficeClock) -> tuple[Column, ...]:
    """Describe those held and those who did not come."""
    return (
        Column("Nomor", lambda r: r.ticket, width=76, strong=True),
        Column("Catatan", lambda r: r.note or r.service, tooltip=lambda r: f"{r.service} {r.note}"),
        Column("Sejak", lambda r: clock.since(r.since), align=RIGHT, width=84, sort=lambda r: r.since),
    )


SEATS = (
    Column("Loket", lambda r: r.name, width=180, strong=True),
    Column(
        "Keadaan",
        lambda r: f"Dipakai {r.taken_by}" if r.taken_by else "Kosong",
        tone=lambda r: Tone.NEUTRAL if r.taken_by else Tone.GOOD,
        icon=lambda r: "user" if r.taken_by else "",
    ),
)


def _note_of(row: object) -> str:
    note = getattr(row, "note", "")
    return f"Catatan: {note}" if note else ""


def _long_wait(clock: OfficeClock, row: object) -> Tone | None:
    waited = (clock.now() - getattr(row, "since", clock.now())).total_seconds() / 60
    return Tone.WARN if waited >= LONG_WAIT_MINUTES else None


class NowCard(QFrame):
    """The person at the counter: number, stage, running time, calls, note, and the verbs with their keys."""

    def __init__(self, clock: OfficeClock, actions: Iterable[Action]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.clock, self.person = clock, None
        self.caption, self.stage = words("Di loket ini", "label"), Chip()
        self.ticket, self.time = Figure(size=56), Figure("00:00", 30, align=Qt.AlignmentFlag.AlignRight)
        self.time_label, self.service, self.who = (
            words(role="small"),
            words(role="strong"),
            words(role="muted"),
        )
        self.priority, self.calls = Chip(), words(role="muted", wrap=True)
        self.note = Bar(Tone.INFO)
        self.empty = Empty("Loket kosong", "Tekan F2 untuk memanggil yang berikutnya.", "user")
        self.buttons = {type(action).__name__: ActionButton(action) for action in actions}
        self._pages = QStackedWidget()
        self._lay_out()
        self.show_person(None, 3)

    person: PersonRow | None

    def show_person(self, person: PersonRow | None, limit: int) -> None:
        """Show who is here; after `limit` calls the card says that he may be noted as not here."""
        self.person = person
        self._pages.setCurrentIndex(0 if person else 1)
        self.buttons["Serve"].set_weight(_weight(person, VisitStage.CALLED))
        self.buttons["Finish"].set_weight(_weight(person, VisitStage.SERVING))
        if person is None:
            return
        self.ticket.say(person.ticket)
        self.stage.say(word(person.stage), STAGE_TONES[person.stage], STAGE_ICONS[person.stage])
        self.time_label.setText(SINCE.get(person.stage, ""))
        self.service.setText(person.service)
        self.who.setText(person.name)
        self.priority.setVisible(person.priority != Priority.NONE)
        if person.priority != Priority.NONE:
            self.priority.say(priority_word(person.priority), Tone.ACCENT, PRIORITY_ICONS[person.priority])
        self.calls.setText(_calls(person, limit))
        self.note.setVisible(bool(person.note))
        if person.note:
            self.note.show_text(person.note)
        self.tick()

    def tick(self) -> None:
        """Let the running time go on."""
        if self.person is not None:
            self.time.say(self.clock.since(self.person.since))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        pad(column, 18, 14, 18, 16, gap=12)
        self._pages.addWidget(self._person_page())
        self._pages.addWidget(self.empty)
        column.addWidget(self._pages, 1)
        grid = QGridLayout()
        pad(grid, gap=8)
        last = len(self.buttons) - 1
        for number, button in enumerate(self.buttons.values()):
            wide = 2 if number == last and number % 2 == 0 else 1
            grid.addWidget(button, number // 2, number % 2, 1, wide)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)

    def _person_page(self) -> QWidget:
        page = QWidget()
        head = QHBoxLayout()
        pad(head, gap=8)
        head.addWidget(self.caption, 1)
        head.addWidget(self.priority)
        head.addWidget(self.stage)
        times = QVBoxLayout()
        pad(times, gap=0)
        times.addWidget(self.time)
        self.time_label.setAlignment(Qt.AlignmentFlag.AlignRight)
        times.addWidget(self.time_label)
        middle = QHBoxLayout()
        pad(middle, gap=12)
        middle.addWidget(self.ticket, 1)
        middle.addLayout(times)
        column = QVBoxLayout(page)
        pad(column, gap=6)
        column.addLayout(head)
        column.addLayout(middle)
        for label in (self.service, self.who, self.calls):
            column.addWidget(label)
        column.addWidget(self.note)
        column.addStretch(1)
        return page


def _weight(person: PersonRow | None, stage: VisitStage) -> Weight:
    return Weight.PRIMARY if person is not None and person.stage == stage else Weight.PLAIN


def _calls(person: PersonRow, limit: int) -> str:
    if person.stage != VisitStage.CALLED:
        return f"Dipanggil {person.calls} kali"
    if person.calls >= limit:
        return f"Sudah dipanggil {person.calls} kali. Tekan F4 bila tetap tidak hadir."
    return f"Panggilan ke-{person.calls} dari {limit}"


class SeatPage(QFrame):
    """What an officer without a counter sees: the counters of this point, free ones marked."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.table = RowTable(SEATS, name="queue-seats")
        self.table.setAccessibleName("Loket")
        column = QVBoxLayout(self)
        pad(column, 24, 20, 24, 20, gap=10)
        column.addWidget(words("Anda belum memilih loket", "section"))
        column.addWidget(
            words(
                "Pilih loket yang kosong, lalu tekan Enter. Daftar antrean terbuka setelahnya.",
                "muted",
                wrap=True,
            )
        )
        column.addWidget(self.table, 1)


class CounterView(QWidget):
    """The line on the left; the person here over the lists of those aside on the right."""

    def __init__(self, clock: OfficeClock, actions: Iterable[Action]) -> None:
        super().__init__()
        self.waiting = RowTable(waiting_columns(clock), name="queue")
        self.waiting.setAccessibleName("Yang menunggu")
        self.held = RowTable(aside_columns(clock), name="queue-held")
        self.held.setAccessibleName("Yang ditahan")
        self.missed = RowTable(aside_columns(clock), name="queue-missed")
        self.missed.setAccessibleName("Yang tidak hadir")
        self.nobody = Empty(
            "Tidak ada yang menunggu",
            "Daftar terisi sendiri begitu pengunjung mendapat nomor di penerimaan.",
            "users",
        )
        self.card, self.aside, self._left = NowCard(clock, actions), QTabWidget(), QStackedWidget()
        self._lay_out()
        self._resize()
        theme().changed.connect(self._resize)

    def show_waiting(self, on: bool) -> None:
        """Show the line, or the words that it is empty."""
        self._left.setCurrentIndex(0 if on else 1)

    def show_counts(self, held: int, missed: int) -> None:
        """Write how many are aside on the tabs."""
        self.aside.setTabText(0, f"Ditahan ({held})" if held else "Ditahan")
        self.aside.setTabText(1, f"Tidak hadir ({missed})" if missed else "Tidak hadir")

    def tick(self) -> None:
        """Let all running times go on; nobody is asked."""
        self.card.tick()
        for table in (self.waiting, self.held, self.missed):
            table.viewport().update()

    def _lay_out(self) -> None:
        self._left.addWidget(self.waiting)
        holder = QFrame()
        holder.setProperty("role", "card")
        inside = QVBoxLayout(holder)
        inside.addWidget(self.nobody)
        self._left.addWidget(holder)
        self.aside.addTab(self.held, "Ditahan")
        self.aside.addTab(self.missed, "Tidak hadir")
        self.aside.setAccessibleName("Ditahan dan tidak hadir")
        self.aside.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        right = QVBoxLayout()
        pad(right, gap=12)
        right.addWidget(self.card)
        right.addWidget(self.aside, 1)
        inside_right = QWidget()
        inside_right.setObjectName("plain")
        inside_right.setLayout(right)
        # large letters or an open question leave little height: the card scrolls, it is never squeezed
        self._right = QScrollArea()
        self._right.setWidget(inside_right)
        self._right.setWidgetResizable(True)
        self._right.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._right.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout(self)
        pad(row, gap=16)
        row.addWidget(self._left, 1)
        row.addWidget(self._right)

    def _resize(self) -> None:
        self._right.setFixedWidth(theme().px(412))
        self.aside.setMinimumHeight(theme().px(130))
