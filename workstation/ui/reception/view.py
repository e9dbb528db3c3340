"""How the door looks: how full the hall is, today's visitors, and the panel that asks before a number is given."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from workstation.phrasing import clock, day_date, time_of_day
from workstation.queries.visits import HallRow, ServiceChoice, VisitRow
from workstation.ui.action import Action, ActionButton
from workstation.ui.bars import Empty, words
from workstation.ui.button import Button
from workstation.ui.hall import (
    PRIORITY_ICONS,
    STAGE_ICONS,
    STAGE_TONES,
    Figure,
    priority_tone,
    priority_word,
)
from workstation.ui.table import Column, RowTable
from workstation.ui.theme import Tone, pad, restyle, theme
from workstation.ui.topbar import Chip
from workstation.usecases.checking_in import Health, IssuedTicket, WalkIn
from workstation.vocabulary import Priority, VisitStage
from workstation.wording import word

COLUMNS = (
    Column("Jam", lambda r: time_of_day(r.planned_at), width=66, sort=lambda r: r.planned_at),
    Column("Kode", lambda r: r.code, width=88),
    Column("Nama", lambda r: r.name, strong=True),
    Column("Layanan", lambda r: r.service, width=176, tooltip=lambda r: r.service),
    Column(
        "Tahap",
        lambda r: word(r.stage),
        width=136,
        tone=lambda r: STAGE_TONES[r.stage],
        icon=lambda r: STAGE_ICONS[r.stage],
    ),
    Column("Nomor", lambda r: r.ticket, width=76, strong=True),
)
COOLEST, HOTTEST = Decimal("34.0"), Decimal("43.0")
"""What a thermometer at the door can show of a living person, in degrees Celsius."""


def read_temperature(typed: str) -> Decimal | None:
    """Read '36,7', '36.7', '367' or '37' as degrees Celsius; None when it is no temperature of a person."""
    text = typed.strip().replace(",", ".").removesuffix("°C").strip()
    if len(text) == 3 and text.isascii() and text.isdigit():
        text = f"{text[:2]}.{text[2]}"
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    if not value.is_finite() or not COOLEST <= value <= HOTTEST:
        return None
    return value.quantize(Decimal("0.1")) if value == value.quantize(Decimal("0.1")) else None


def shown_temperature(value: Decimal) -> str:
    """'36,7 °C'."""
    return f"{value:.1f} °C".replace(".", ",")


class Occupancy(QWidget):
    """How many are inside of how many who may be, as a bar with words."""

    def __init__(self) -> None:
        super().__init__()
        self.hall: HallRow | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)

    def show_hall(self, hall: HallRow) -> None:
        """Take the numbers."""
        self.hall = hall
        self.setAccessibleName(self.text())
        self.update()

    def text(self) -> str:
        """Give the words."""
        if self.hall is None:
            return ""
        left = f"sisa {self.hall.left} tempat" if self.hall.left else "penuh"
        return f"{self.hall.inside} dari {self.hall.capacity} orang di ruang tunggu · {left}"

    def tone(self) -> Tone:
        """Give the tone: calm, nearly full, full."""
        if self.hall is None or self.hall.left > max(1, self.hall.capacity // 10):
            return Tone.ACCENT
        return Tone.WARN if self.hall.left else Tone.BAD

    def sizeHint(self) -> QSize:
        """One line of words over the bar."""
        return QSize(theme().px(320), theme().px(34))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint words and bar."""
        look, painter = theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font(13, bold=True))
        painter.setPen(look.colour("text"))
        painter.drawText(QRectF(0, 0, self.width(), look.px(20)), Qt.AlignmentFlag.AlignVCenter, self.text())
        height = look.px(8)
        track = QRectF(0.5, self.height() - height - 0.5, self.width() - 1, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("line"))
        painter.drawRoundedRect(track, height / 2, height / 2)
        if self.hall is not None and self.hall.capacity:
            share = min(1.0, self.hall.inside / self.hall.capacity)
            full = QRectF(track.x(), track.y(), max(height, track.width() * share), height)
            painter.setBrush(look.tone(self.tone()).ink)
            if share:
                painter.drawRoundedRect(full, height / 2, height / 2)
        painter.end()


class Questions(QWidget):
    """What is asked at the door: health, temperature, priority. Enter in the temperature is `finished`."""

    finished = Signal()
    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.well, self.unwell = Button("Sehat", "circle-check"), Button("Tidak sehat", "thermometer")
        self.temperature, self.priority = QLineEdit(), QComboBox()
        self.fault = words(role="fault", wrap=True)
        self._limit = Decimal("37.3")
        self._answers = QButtonGroup(self)
        self._lay_out()
        self.temperature.returnPressed.connect(self.finished)
        self.temperature.textChanged.connect(self._look)
        self._answers.buttonToggled.connect(self._look)

    def clear(self, *, declared: bool | None = None, priority: Priority = Priority.NONE) -> None:
        """Begin anew with what was declared when booking."""
        self._answers.setExclusive(False)
        self.well.setChecked(declared is True)
        self.unwell.setChecked(declared is False)
        self._answers.setExclusive(True)
        self.temperature.clear()
        self.priority.setCurrentIndex(self.priority.findData(priority))
        self.fault.hide()
        restyle(self.temperature, fault=False)

    def set_limit(self, limit: Decimal) -> None:
        """Take the limit of this hall in degrees Celsius."""
        self._limit = limit
        self.temperature.setPlaceholderText(f"36,7 (batas {limit:.1f})".replace(".", ","))

    def begin(self) -> None:
        """Put the focus on the first thing that is not known yet."""
        known = self.well.isChecked() or self.unwell.isChecked()
        (self.temperature if known else self.well).setFocus(Qt.FocusReason.TabFocusReason)

    def health(self) -> Health | None:
        """Give what was answered; None, with words why, while something is missing."""
        value = read_temperature(self.temperature.text())
        if not (self.well.isChecked() or self.unwell.isChecked()):
            self._blame("Tanyakan dahulu: sehat atau tidak sehat?")
            self.well.setFocus(Qt.FocusReason.TabFocusReason)
            return None
        if value is None:
            self._blame("Tulis suhu badan dalam derajat, misalnya 36,7.")
            restyle(self.temperature, fault=True)
            self.temperature.setFocus(Qt.FocusReason.TabFocusReason)
            return None
        return Health(self.well.isChecked(), value)

    def health_so_far(self) -> Health | None:
        """Give what was answered, without a word about what is missing."""
        value = read_temperature(self.temperature.text())
        answered = self.well.isChecked() or self.unwell.isChecked()
        return Health(self.well.isChecked(), value) if answered and value is not None else None

    def chosen_priority(self) -> Priority:
        """Give the priority group."""
        return Priority(self.priority.currentData())

    def trouble(self) -> str:
        """Name what keeps the visitor out: unwell, warm, or nothing."""
        value = read_temperature(self.temperature.text())
        if self.unwell.isChecked():
            return "unwell"
        return "warm" if value is not None and value > self._limit else ""

    def _blame(self, text: str) -> None:
        self.fault.setText(text)
        self.fault.show()

    def _look(self, *_what: object) -> None:
        restyle(self.temperature, fault=False)
        value = read_temperature(self.temperature.text())
        if self.unwell.isChecked():
            self._blame("Menyatakan tidak sehat: pengunjung tidak boleh masuk. F7 Tolak masuk.")
        elif value is not None and value > self._limit:
            limit = shown_temperature(self._limit)
            self._blame(f"Di atas batas {limit}: pengunjung tidak boleh masuk. F7 Tolak masuk.")
        else:
            self.fault.hide()
        self.edited.emit()

    def _lay_out(self) -> None:
        for answer in (self.well, self.unwell):
            answer.setCheckable(True)
            self._answers.addButton(answer)
        self.well.setAccessibleName("Pernyataan sehat: sehat")
        self.unwell.setAccessibleName("Pernyataan sehat: tidak sehat")
        self.temperature.setAccessibleName("Suhu badan dalam derajat Celsius")
        self.temperature.setMaxLength(7)
        self.priority.setAccessibleName("Kelompok prioritas")
        for one in Priority:
            self.priority.addItem(word(one), one)
        self.priority.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        grid = QGridLayout(self)
        pad(grid, gap=6)
        grid.addWidget(words("Pernyataan kesehatan", "label"), 0, 0, 1, 2)
        grid.addWidget(self.well, 1, 0)
        grid.addWidget(self.unwell, 1, 1)
        grid.addWidget(words("Suhu badan (°C)", "label"), 2, 0)
        grid.addWidget(words("Prioritas", "label"), 2, 1)
        grid.addWidget(self.temperature, 3, 0)
        grid.addWidget(self.priority, 3, 1)
        grid.addWidget(self.fault, 4, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)


class BookingHead(QWidget):
    """Who stands before the door: name, service, hour, stage."""

    def __init__(self) -> None:
        super().__init__()
        self.name, self.service = Figure(size=22), words(role="strong", wrap=True)
        self.when, self.stage, self.note = (
            words(role="muted", wrap=True),
            Chip(),
            words(role="muted", wrap=True),
        )
        self.priority = Chip()
        chips = QHBoxLayout()
        pad(chips, gap=8)
        chips.addWidget(self.stage)
        chips.addWidget(self.priority)
        chips.addStretch(1)
        column = QVBoxLayout(self)
        pad(column, gap=4)
        column.addLayout(chips)
        for part in (self.name, self.service, self.when, self.note):
            column.addWidget(part)

    def show_row(self, row: VisitRow) -> None:
        """Show one booking."""
        self.name.say(row.name)
        self.service.setText(row.service)
        day = "" if row.is_today else f"{day_date(row.planned_at)}, "
        self.when.setText(f"Kode {row.code} · {day}{clock(row.planned_at)}")
        self.stage.say(word(row.stage), STAGE_TONES[row.stage], STAGE_ICONS[row.stage])
        tone = priority_tone(row.priority)
        self.priority.setVisible(tone is not None)
        if tone is not None:
            self.priority.say(priority_word(row.priority), tone, PRIORITY_ICONS[row.priority])
        said = f"Nomor antrean {row.ticket}" if row.ticket else ""
        self.note.setText(" · ".join(part for part in (said, row.note) if part))
        self.note.setVisible(bool(said or row.note))


class NewcomerHead(QWidget):
    """Somebody without a booking: service and name."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.service, self.name, self.fault = QComboBox(), QLineEdit(), words(role="fault", wrap=True)
        self.service.setAccessibleName("Layanan")
        self.service.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.name.setAccessibleName("Nama pengunjung")
        self.name.setPlaceholderText("Nama seperti di kartu identitas")
        self.name.setMaxLength(100)
        self.name.textChanged.connect(self._changed)
        column = QVBoxLayout(self)
        pad(column, gap=4)
        column.addWidget(words("Pengunjung tanpa pesanan", "section"))
        for label, field in (("Layanan", self.service), ("Nama", self.name)):
            column.addWidget(words(label, "label"))
            column.addWidget(field)
        column.addWidget(self.fault)
        self.fault.hide()

    def set_services(self, services: Sequence[ServiceChoice]) -> None:
        """Offer the services; what is chosen stays."""
        kept = self.service.currentData()
        self.service.clear()
        for one in services:
            left = (
                ""
                if one.left is None
                else f" – sisa {max(0, one.left)}"
                if one.left > 0
                else " – kuota habis"
            )
            self.service.addItem(f"{one.letter} · {one.name}{left}", one.id)
        at = self.service.findData(kept)
        self.service.setCurrentIndex(max(at, 0))

    def begin(self) -> None:
        """Ask for the service first."""
        self.name.clear()
        self.fault.hide()
        self.service.setFocus(Qt.FocusReason.TabFocusReason)

    def walk_in(self, health: Health, priority: Priority) -> WalkIn | None:
        """Give who it is; None, with words why, while the name is missing."""
        name = " ".join(self.name.text().split())
        if len(name) < 2:
            self.fault.setText("Nama wajib diisi.")
            self.fault.show()
            restyle(self.name, fault=True)
            self.name.setFocus(Qt.FocusReason.TabFocusReason)
            return None
        return WalkIn(int(self.service.currentData()), name, health, priority)

    def _changed(self) -> None:
        self.fault.hide()
        restyle(self.name, fault=False)
        self.edited.emit()


class Issued(QWidget):
    """The number that was given, large, and whether its paper is out."""

    def __init__(self) -> None:
        super().__init__()
        self.number = Figure(size=84, colour="accent", align=Qt.AlignmentFlag.AlignHCenter)
        self.service, self.waiting = words(role="strong", wrap=True), words(role="muted", wrap=True)
        self.paper = words(wrap=True)
        column = QVBoxLayout(self)
        pad(column, gap=8)
        column.addStretch(1)
        title = words("Nomor antrean", "label")
        for label in (title, self.service, self.waiting, self.paper):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        for part in (title, self.number, self.service, self.waiting, self.paper):
            column.addWidget(part)
        column.addStretch(2)

    def show_ticket(self, ticket: IssuedTicket) -> None:
        """Show a fresh number."""
        self.number.say(ticket.number)
        self.service.setText(ticket.service)
        ahead = f"{ticket.waiting} orang menunggu di depannya" if ticket.waiting else "Berikutnya dipanggil"
        guess = f", sekitar {ticket.estimate_minutes} menit" if ticket.estimate_minutes else ""
        self.waiting.setText(ahead + guess)
        self.say_paper("Tiket sedang dicetak …")

    def say_paper(self, text: str, *, bad: bool = False) -> None:
        """Say where the paper is."""
        self.paper.setText(text)
        restyle(self.paper, role="fault" if bad else "muted")


class Panel(QFrame):
    """The right side: nobody chosen, a booking, a newcomer, or the number just given."""

    def __init__(self, actions: Sequence[Action]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.empty = Empty(
            "Belum ada yang dipilih",
            "Pindai kode pesanan lalu Enter, pilih dari daftar, atau Ctrl+N untuk pengunjung tanpa pesanan.",
            "scan-line",
        )
        self.booking, self.newcomer, self.questions = BookingHead(), NewcomerHead(), Questions()
        self.issued = Issued()
        self._pages, self._form, self._scroll = QStackedWidget(), QWidget(), QScrollArea()
        self._actions = actions
        self._lay_out()
        self._resize()
        theme().changed.connect(self._resize)

    @property
    def page(self) -> str:
        """Name what is seen: empty, booking, newcomer or issued."""
        now = self._pages.currentWidget()
        if now is self._scroll:
            return "newcomer" if self.booking.isHidden() else "booking"
        return "issued" if now is self.issued else "empty"

    def show_nobody(self) -> None:
        """Show what to do."""
        self._pages.setCurrentWidget(self.empty)

    def show_booking(self, row: VisitRow) -> None:
        """Show a booking; questions only for one who may still come in today."""
        self.booking.show_row(row)
        self._show_form(self.booking)
        self.questions.setVisible(row.stage == VisitStage.BOOKED and row.is_today)

    def begin(self) -> None:
        """Ask the first thing that is not known yet, and bring all questions into sight."""
        self.questions.begin()
        self._scroll.ensureWidgetVisible(self.questions.well)
        self._scroll.ensureWidgetVisible(self.questions.temperature)

    def show_newcomer(self) -> None:
        """Ask who it is."""
        self._show_form(self.newcomer)
        self.questions.setVisible(True)

    def show_issued(self, ticket: IssuedTicket) -> None:
        """Show the number large."""
        self.issued.show_ticket(ticket)
        self._pages.setCurrentWidget(self.issued)

    def _show_form(self, head: QWidget) -> None:
        self.booking.setVisible(head is self.booking)
        self.newcomer.setVisible(head is self.newcomer)
        self._pages.setCurrentWidget(self._scroll)

    def _lay_out(self) -> None:
        form = QVBoxLayout(self._form)
        pad(form, 0, 0, 4, 0, gap=14)
        for part in (self.booking, self.newcomer, self.questions):
            form.addWidget(part)
        form.addStretch(1)
        self._form.setObjectName("plain")
        # a question over the screen leaves little height: the answers scroll, they are never squeezed
        self._scroll.setWidget(self._form)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for page in (self.empty, self._scroll, self.issued):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        pad(column, 18, 16, 18, 16, gap=12)
        column.addWidget(self._pages, 1)
        buttons = QVBoxLayout()
        pad(buttons, gap=8)
        for action in self._actions:
            buttons.addWidget(ActionButton(action))
        column.addLayout(buttons)

    def _resize(self) -> None:
        self.setFixedWidth(theme().px(372))


class DoorView(QWidget):
    """Occupancy and today's visitors on the left, the panel on the right."""

    def __init__(self, actions: Sequence[Action]) -> None:
        super().__init__()
        self.occupancy, self.table = Occupancy(), RowTable(COLUMNS, name="reception")
        self.table.setAccessibleName("Pengunjung hari ini")
        self.nobody, self.panel = Empty("Belum ada pesanan hari ini", icon="calendar-days"), Panel(actions)
        self._list = QStackedWidget()
        holder = QFrame()
        holder.setProperty("role", "card")
        QVBoxLayout(holder).addWidget(self.nobody)
        self._list.addWidget(self.table)
        self._list.addWidget(holder)
        left = QVBoxLayout()
        pad(left, gap=12)
        left.addWidget(self.occupancy)
        left.addWidget(self._list, 1)
        row = QHBoxLayout(self)
        pad(row, gap=16)
        row.addLayout(left, 1)
        row.addWidget(self.panel)

    def show_rows(self, rows: Sequence[VisitRow], text: str) -> None:
        """Show the visitors, or why there are none."""
        self.table.set_rows(rows)
        self._list.setCurrentIndex(0 if rows else 1)
        if text:
            self.nobody.say(
                f"Tidak ada yang cocok dengan “{text}”", "Tekan Enter untuk mencari kode di hari lain."
            )
        else:
            self.nobody.say(
                "Belum ada pesanan hari ini",
                "Pengunjung tanpa pesanan: Ctrl+N. Pesanan daring masuk sendiri ke sini.",
            )
