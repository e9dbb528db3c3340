"""The strip over the screens: place, officer, counter, jobs that run, the line, and the practice banner."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from workstation.progress import Progress
from workstation.ui.bars import Picture, words
from workstation.ui.button import Button, Weight
from workstation.ui.cells import paint_pill, pill_width
from workstation.ui.elided import Elided
from workstation.ui.flow import clear_out
from workstation.ui.jobs import Job, Lanes
from workstation.ui.native import PracticeBanner as PracticeBanner
from workstation.ui.theme import Tone, pad, theme


class Chip(QWidget):
    """A status pill as a widget."""

    def __init__(self, text: str = "", tone: Tone = Tone.NEUTRAL, icon: str = "") -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._words, self._tone, self._icon = "", tone, ""
        theme().changed.connect(self.updateGeometry)
        self.say(text, tone, icon)

    def say(self, text: str, tone: Tone, icon: str = "", tip: str = "") -> None:
        """Change words, tone and icon."""
        self._words, self._tone, self._icon = text, tone, icon
        self.setAccessibleName(text)
        self.setToolTip(tip)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """Give the words."""
        return self._words

    def sizeHint(self) -> QSize:
        """Fit the words."""
        return QSize(pill_width(self._words) + 2, theme().px(24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the pill."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_pill(painter, self.rect(), self._words, self._tone, self._icon)
        painter.end()


class JobLine(QFrame):
    """One running job: name, where it stands, stop."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self.job = job
        self._where, self._bar = words(role="small"), QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(job.name)
        self._stop = Button("Hentikan", "x", weight=Weight.QUIET, small=True)
        self._stop.clicked.connect(self._cancel)
        head = QHBoxLayout()
        pad(head, gap=12)
        head.addWidget(words(job.name, "strong"), 1)
        head.addWidget(self._stop)
        column = QVBoxLayout(self)
        pad(column, gap=4)
        column.addLayout(head)
        column.addWidget(self._bar)
        column.addWidget(self._where)
        job.progressed.connect(self.show_progress)
        if job.progress:
            self.show_progress(job.progress)
        else:
            self._bar.setRange(0, 1)
            self._where.setText("Menunggu giliran …")

    def show_progress(self, step: Progress) -> None:
        """Show where the job stands."""
        self._bar.setRange(0, max(step.total, 1))  # 0 would start the style's own endless animation
        self._bar.setValue(step.done)
        self._where.setText(f"{step.done} dari {step.total}  {step.label}".strip())

    def _cancel(self) -> None:
        self._stop.setEnabled(False)
        self._where.setText("Berhenti setelah berkas ini …")
        self.job.cancel()


class Tray(Button):
    """The button that counts named jobs; pressed, it shows each with its progress."""

    def __init__(self, lanes: Lanes) -> None:
        super().__init__("", "loader-circle", weight=Weight.QUIET, small=True)
        self._lanes, self._known = lanes, list[Job]()
        self.popup = QFrame(self, Qt.WindowType.Popup)
        self.popup.setProperty("role", "popup")
        self._column = QVBoxLayout(self.popup)
        pad(self._column, 14, gap=12)
        lanes.moved.connect(self._count)
        self.clicked.connect(self._open)
        self.hide()

    def _count(self) -> None:
        jobs = [job for job in self._lanes.running() if job.name]
        if jobs == self._known:
            return
        self._known = jobs
        self.setText(f"{len(jobs)} pekerjaan")
        self.setAccessibleName(f"{len(jobs)} pekerjaan sedang berjalan")
        self.setVisible(bool(jobs))
        if not jobs:
            self.popup.hide()
        elif self.popup.isVisible():
            self._fill()
        self._regrow()

    def _fill(self) -> None:
        clear_out(self._column)
        for job in self._known:
            self._column.addWidget(JobLine(job))
        self.popup.setMinimumWidth(theme().px(320))
        self.popup.adjustSize()

    def _open(self) -> None:
        self._fill()
        corner = self.mapToGlobal(QPoint(self.width(), self.height() + 4))
        self.popup.move(corner.x() - self.popup.width(), corner.y())
        self.popup.show()


class TopBar(QFrame):
    """Place, counter and officer on the left and right; tray and line chip between."""

    lock_wanted = Signal()
    keys_wanted = Signal()

    def __init__(self, lanes: Lanes, *, point: str, counter: str, officer: str, roles: str) -> None:
        super().__init__()
        self.setObjectName("topbar")
        self.line = Chip()
        self.tray = Tray(lanes)
        row = QHBoxLayout(self)
        pad(row, 20, 8, 12, 8, gap=12)
        row.addWidget(Picture("map-pin", "accent"))
        row.addWidget(Elided(point, "strong"))
        self.counter = Chip()
        self.show_counter(counter)
        row.addWidget(self.counter)
        row.addStretch(1)
        row.addWidget(self.tray)
        row.addWidget(self.line)
        self.person = _Person(officer, roles)
        row.addWidget(self.person)
        row.addWidget(self._button("keyboard", "Daftar tombol (F1)", self.keys_wanted.emit))
        row.addWidget(self._button("lock", "Kunci layar (Ctrl+L)", self.lock_wanted.emit))
        self.show_line(is_up=True)

    def set_narrow(self, on: bool) -> None:
        """Show initials only, where the window is small for its letters."""
        self.person.names.setVisible(not on)

    def show_counter(self, name: str) -> None:
        """Tell at which counter the officer sits; empty for none."""
        self.counter.say(name or "Tanpa loket", Tone.ACCENT if name else Tone.NEUTRAL, "monitor")

    def show_line(self, *, is_up: bool) -> None:
        """Tell whether the line to the database is up."""
        if is_up:
            self.line.say("Tersambung", Tone.GOOD, "wifi", "Sambungan ke basis data pusat baik")
        else:
            self.line.say("Terputus", Tone.BAD, "wifi-off", "Sambungan ke basis data pusat terputus")

    def _button(self, icon: str, tip: str, slot: Callable[[], object]) -> Button:
        button = Button(icon=icon, weight=Weight.QUIET, small=True)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.clicked.connect(slot)
        return button


class _Person(QWidget):
    """The officer's name over the roles, with initials in a disc."""

    def __init__(self, name: str, roles: str) -> None:
        super().__init__()
        self.setToolTip(f"{name} – {roles}")
        self.names = QWidget()
        names = QVBoxLayout(self.names)
        pad(names, gap=0)
        names.addWidget(Elided(name, "strong"))
        names.addWidget(Elided(roles, "small"))
        row = QHBoxLayout(self)
        pad(row, 4, 0, 4, 0, gap=8)
        row.addWidget(Initials(name))
        row.addWidget(self.names)


class Initials(QWidget):
    """A disc with the first letters of a name."""

    def __init__(self, name: str, size: int = 32) -> None:
        super().__init__()
        self._letters = "".join(part[0] for part in name.split()[:2]).upper()
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Be square."""
        return QSize(theme().px(self._size), theme().px(self._size))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint disc and letters."""
        look, painter = theme(), QPainter(self)
        colours = look.tone(Tone.ACCENT)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.ground)
        painter.drawEllipse(QRectF(self.rect()))
        painter.setPen(colours.ink)
        painter.setFont(look.font(self._size * 0.4, bold=True))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._letters)
        painter.end()
