"""The lock: same place, everything kept; and the watch that locks after five idle minutes."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from workstation.errors import Problem, SignInRefused
from workstation.ui.bars import words
from workstation.ui.button import Button, Weight
from workstation.ui.jobs import Lanes
from workstation.ui.theme import pad, restyle, theme
from workstation.ui.topbar import Initials
from workstation.wording import advice, sentence

IDLE_MINUTES = 5


class Lock(QWidget):
    """Stands before the screens. The same officer's password unlocks; another officer signs him out.

    `unlock(password)` runs in the lane of the door, so that work held up by an outage does not keep the officer
    out; it raises SignInRefused when the password is wrong.
    """

    unlocked = Signal()
    sign_out_wanted = Signal()

    def __init__(self, lanes: Lanes, officer: str, unlock: Callable[[str], object]) -> None:
        super().__init__()
        self.setObjectName("page")
        self._lanes, self._unlock = lanes, unlock
        self.password, self._fault = QLineEdit(), words(role="fault", wrap=True)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setPlaceholderText("Kata sandi")
        self.password.setAccessibleName(f"Kata sandi {officer}")
        self.open_button = Button("Buka kunci", "lock-open", keys="Enter", weight=Weight.PRIMARY)
        self.other = Button("Ganti petugas …", "log-out", weight=Weight.QUIET)
        self._lay_out(officer)
        self.password.returnPressed.connect(self._try)
        self.password.textEdited.connect(self._calm)
        self.open_button.clicked.connect(self._try)
        self.other.clicked.connect(self.sign_out_wanted)

    def close_up(self) -> None:
        """Be ready for the next person."""
        self.password.clear()
        self._calm()
        self.password.setFocus()

    def _lay_out(self, officer: str) -> None:
        card = QFrame()
        card.setProperty("role", "card")
        column = QVBoxLayout(card)
        pad(column, 28, gap=12)
        centre = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(Initials(officer, 56), alignment=centre)
        column.addWidget(words(officer, "title"), alignment=centre)
        column.addWidget(
            words("Layar terkunci. Pekerjaan Anda tetap tersimpan di sini.", "muted"), alignment=centre
        )
        column.addWidget(self.password)
        column.addWidget(self._fault)
        column.addWidget(self.open_button)
        column.addWidget(self.other)
        self._card = card
        self._fit()
        theme().changed.connect(self._fit)
        self._fault.hide()
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(card, 2)
        across.addStretch(1)
        page = QVBoxLayout(self)
        page.addStretch(2)
        page.addLayout(across)
        page.addStretch(3)

    def _fit(self) -> None:
        self._card.setMaximumWidth(theme().px(420))

    def _try(self) -> None:
        secret, unlock = self.password.text(), self._unlock
        if not secret or not self.open_button.isEnabled():
            return
        self._lanes.do(
            lambda: unlock(secret), lane="door", then=self._open, sorry=self._refuse, busy=self.open_button
        )

    def _open(self, _answer: object) -> None:
        self.password.clear()
        self.unlocked.emit()

    def _refuse(self, problem: Problem) -> None:
        self.password.selectAll()
        self.password.setFocus()
        said = "Kata sandi salah." if isinstance(problem, SignInRefused) else sentence(problem)
        self._fault.setText(f"{said} {advice(problem)}".strip())
        self._fault.show()
        restyle(self.password, fault=True)

    def _calm(self) -> None:
        self._fault.hide()
        restyle(self.password, fault=False)


class IdleWatch(QObject):
    """Emits `idle` when nobody touched keyboard or mouse for some minutes."""

    idle = Signal()

    def __init__(self, parent: QObject, minutes: float = IDLE_MINUTES) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(round(minutes * 60_000))
        self._timer.timeout.connect(self.idle)
        self._timer.start()

    def watch(self, handle: QWindow | None) -> None:
        """Hear the keys and the mouse of one native window: only those, not every event of the program."""
        if handle is not None:
            handle.removeEventFilter(self)
            handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Start again at every key, click or wheel."""
        touched = (
            QEvent.Type.KeyPress,
            QEvent.Type.MouseButtonPress,
            QEvent.Type.Wheel,
            QEvent.Type.MouseMove,
        )
        if event.type() in touched:
            self._timer.start()
        return super().eventFilter(watched, event)
