"""Signing in: server, login, password; then the counter. Loads only Qt and the ground: it paints at once.

    view = SignIn(lanes, sign_in=..., sit_down=..., server="…", practice=[PracticeAccount(...)])
    view.finished.connect(app.open_window)      # gets what sit_down returned

`sign_in(Credentials) -> Welcome` and `sit_down(Welcome, point_id, counter_id | None) -> anything` run in the
lane of the door and may import the heavy rooms; they raise Problems, which are said inline.
"""

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QSettings, QTimer, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from workstation.problem import Problem
from workstation.ui.brand import Brand
from workstation.ui.jobs import Lanes
from workstation.ui.native import PracticeBanner, PushButton, open_as_large_as, scrolled, words
from workstation.ui.theme import pad, theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QListWidget

    from workstation.ui.bars import Bar
    from workstation.ui.button import Button
    from workstation.ui.seats import Seats

CARDS_PX = (400, 450)  # the form; the practice accounts
LEAST_LIST_PX, AROUND_LIST_PX = 160, 204  # the list of practice accounts: at least; what stands around it


class Credentials(NamedTuple):
    """What was typed."""

    server: str
    login: str
    password: str

    def __repr__(self) -> str:
        """Keep the password out of logs and reports."""
        return f"Credentials({self.server!r}, {self.login!r})"


class PracticeAccount(NamedTuple):
    """A made-up officer whose password stands on the screen; `role` is the Indonesian word.

    `passphrase` is that of the certificate, for those who sign.
    """

    name: str
    role: str
    login: str
    password: str
    passphrase: str = ""


class CounterChoice(NamedTuple):
    """A counter at which the officer may sit; `taken_by` names who sits there now."""

    id: int
    label: str
    taken_by: str = ""


class PointChoice(NamedTuple):
    """A service point at which the officer works, with its counters."""

    id: int
    name: str
    counters: tuple[CounterChoice, ...] = ()


class Welcome(NamedTuple):
    """The server knows this person; `token` is the app's own (an engine, an officer)."""

    officer: str
    points: tuple[PointChoice, ...]
    token: Any = None
    needs_counter: bool = True


class SignIn(QWidget):
    """The first window: who are you, and where do you sit."""

    finished = Signal(object)
    painted = Signal()  # once, when everything stands on the screen for the first time

    def __init__(
        self,
        lanes: Lanes,
        *,
        sign_in: Callable[[Credentials], Welcome],
        sit_down: Callable[[Welcome, int, int | None], Any],
        server: str = "",
        practice: Sequence[PracticeAccount] = (),
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setWindowTitle("Masuk")  # Qt adds "— Loket"
        self._lanes, self._sign_in, self._sit_down = lanes, sign_in, sit_down
        self._welcome: Welcome | None = None
        self._is_painted = False
        self.server, self.login, self.password = QLineEdit(server), QLineEdit(), QLineEdit()
        self.enter = PushButton("Masuk", "primary", keys="Enter")
        self.accounts: list[PushButton] = []
        self._steps = QStackedWidget()
        self._cards: list[QWidget] = []
        self._lay_out(practice)
        self._connect()
        self._remember_login()

    # -- layout: from the outside in, as each move into another parent dresses all that is inside again --------

    def _lay_out(self, practice: Sequence[PracticeAccount]) -> None:
        page, whole = QVBoxLayout(self), QWidget()
        pad(page, gap=0)
        whole.setObjectName("page")
        if practice:
            page.addWidget(PracticeBanner())
        page.addWidget(scrolled(whole), 1)
        middle, self._row = QVBoxLayout(whole), QHBoxLayout()
        pad(middle, 20, gap=16)
        pad(self._row, gap=24)
        middle.addStretch(2)
        middle.addLayout(_centred(self._row))
        middle.addStretch(3)
        foot = QHBoxLayout()
        middle.addLayout(_centred(foot))
        foot.addWidget(words("Mal Pelayanan Publik DKI Jakarta", "small"))
        self._lay_out_card(self._new_card())
        if practice:
            self._lay_out_accounts(self._new_card(), practice)
        open_as_large_as(self, *((960, 780) if practice else (560, 680)))
        self._fit()

    def _new_card(self) -> QFrame:
        card = QFrame()
        card.setProperty("role", "card")
        self._row.addWidget(card)
        self._cards.append(card)
        return card

    def _fit(self) -> None:
        """Put the cards below each other where the window is small for its letters."""
        widths = [theme().px(wide) for wide in CARDS_PX[: len(self._cards)]]
        for card, wide in zip(self._cards, widths, strict=True):
            card.setFixedWidth(wide)
        is_narrow = self.width() < sum(widths) + len(widths) * theme().px(32)
        way = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        self._row.setDirection(way)
        if self.accounts:  # all of them where there is room; where the page scrolls the list need not
            whole = self._listed.sizeHint().height() + 2
            room = max(self.height() - theme().px(AROUND_LIST_PX), theme().px(LEAST_LIST_PX))
            self._area.setMinimumHeight(whole if is_narrow else min(whole, room))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the cards out for the new width."""
        super().resizeEvent(event)
        self._fit()

    def _lay_out_card(self, card: QFrame) -> None:
        self._card = QVBoxLayout(card)
        pad(self._card, 28, 24, 28, 24, gap=14)
        self._card.addWidget(Brand(36, left=0))
        self._card.addWidget(self._steps, 1)
        page = QWidget()
        self._steps.addWidget(page)
        column = QVBoxLayout(page)
        pad(column, gap=6)
        column.addWidget(words("Masuk", "title"))
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        rows = (("Server", self.server), ("Nama pengguna", self.login), ("Kata sandi", self.password))
        for label, entry in rows:
            name = words(label, "label")
            name.setBuddy(entry)
            entry.setAccessibleName(label)
            column.addWidget(name)
            column.addWidget(entry)
            column.addSpacing(4)
        column.addStretch(1)
        column.addWidget(self.enter)

    def _lay_out_accounts(self, card: QFrame, accounts: Sequence[PracticeAccount]) -> None:
        column, inside = QVBoxLayout(card), QWidget()
        pad(column, 20, 14, 20, 14, gap=6)
        column.addWidget(words("Akun latihan", "section"))
        passwords = {account.password for account in accounts}
        alike = f" Kata sandi semua akun: {passwords.pop()}" if len(passwords) == 1 else ""
        column.addWidget(words(f"Data buatan; satu klik langsung masuk.{alike}", "muted", wrap=True))
        inside.setObjectName("plain")
        self._listed, self._area = inside, scrolled(inside, sideways=False)
        column.addWidget(self._area, 1)
        rows = QVBoxLayout(inside)
        pad(rows, 0, 0, 8, 0, gap=2)
        for account in accounts:
            known = [account.role, account.login, *([] if alike else [account.password])]
            known += [f"passphrase {account.passphrase}"] * bool(account.passphrase)
            use = PushButton(account.name, "account", below=" · ".join(known))
            use.clicked.connect(partial(self.use_account, account))
            rows.addWidget(use)
            self.accounts.append(use)
        rows.addStretch(1)

    def _connect(self) -> None:
        self.server.returnPressed.connect(self.login.setFocus)
        self.login.returnPressed.connect(self.password.setFocus)
        self.password.returnPressed.connect(self.try_credentials)
        self.enter.clicked.connect(self.try_credentials)
        theme().changed.connect(self._fit)

    def _remember_login(self) -> None:
        kept = QSettings().value("signing_in/login", "")
        self.login.setText(str(kept or ""))
        (self.password if self.login.text() else self.login).setFocus()

    @cached_property
    def fault(self) -> "Bar":
        """The bar for what went wrong; made when it is wanted, as it paints itself."""
        from workstation.ui.bars import Bar
        from workstation.ui.theme import Tone

        made = Bar(Tone.BAD)
        self._card.insertWidget(1, made)
        return made

    @cached_property
    def seating(self) -> "Seats":
        """The step after this one; made when it is wanted, so that the first picture need not wait for it."""
        from workstation.ui.seats import Seats

        made = Seats()
        made.wanted.connect(self.try_seat)
        made.left.connect(self.go_back)
        self._steps.addWidget(made)
        return made

    @property
    def seats(self) -> "QListWidget":
        """The list of counters."""
        return self.seating.list

    @property
    def sit(self) -> "Button":
        """Mulai bekerja."""
        return self.seating.sit

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell once that the first picture is done; its children are painted before the event loop comes back."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    # -- what happens ------------------------------------------------------------------------------------

    def use_account(self, account: PracticeAccount, _checked: bool = False) -> None:
        """Fill in a practice account and sign in."""
        self.login.setText(account.login)
        self.password.setText(account.password)
        self.try_credentials()

    def try_credentials(self) -> None:
        """Sign in with what is typed; an empty field gets the cursor instead."""
        if not self.enter.isEnabled():
            return
        for entry in (self.server, self.login, self.password):
            if not entry.text().strip():
                entry.setFocus()
                return
        given = Credentials(self.server.text().strip(), self.login.text().strip(), self.password.text())
        sign_in = self._sign_in
        self.fault.hide()
        self.enter.setText("Menghubungi server …")
        self._lanes.do(
            lambda: sign_in(given), lane="door", then=self._greet, sorry=self._refuse, busy=self.enter
        )

    def try_seat(self) -> None:
        """Sit down where the list points."""
        seat, welcome, sit_down = self.seating.chosen(), self._welcome, self._sit_down
        if seat is None or welcome is None or not self.sit.isEnabled():
            return
        button = self.sit
        self.fault.hide()
        button.setText("Membuka …")
        self._lanes.do(
            lambda: sit_down(welcome, *seat),
            lane="door",
            then=self._finish,
            sorry=self._refuse,
            busy=button,
        )

    def go_back(self) -> None:
        """Let somebody else sign in."""
        self._welcome = None
        self.fault.hide()
        self._steps.setCurrentIndex(0)
        self.password.setFocus()

    def _greet(self, welcome: Welcome) -> None:
        self._calm_buttons()
        self._welcome = welcome
        self.password.clear()
        QSettings().setValue("signing_in/login", self.login.text().strip())
        self.seating.fill(welcome, _last_seat())
        self._steps.setCurrentWidget(self.seating)
        self.seats.setFocus()
        if self.seats.count() == 1:
            self.try_seat()

    def _finish(self, answer: Any) -> None:
        self._calm_buttons()
        seat = self.seating.chosen()
        if seat is not None and seat[1] is not None:  # a machine stands at one counter: offer it tomorrow
            QSettings().setValue("signing_in/seat", f"{seat[0]}:{seat[1]}")
        self.finished.emit(answer)

    def _refuse(self, problem: Problem) -> None:
        from workstation.wording import advice, raw, sentence

        self._calm_buttons()
        says = f"Keterangan sistem: {raw(problem)}" if raw(problem) else ""
        self.fault.show_text(sentence(problem), " ".join(part for part in (advice(problem), says) if part))
        if self._welcome is None:
            self.password.setFocus()
            self.password.selectAll()

    def _calm_buttons(self) -> None:
        self.enter.setText("Masuk")
        if self._welcome is not None:
            self.sit.setText("Mulai bekerja")


def _last_seat() -> tuple[int | None, int | None]:
    """Give point and counter where somebody sat last at this machine."""
    point, _, counter = str(QSettings().value("signing_in/seat", "") or "").partition(":")
    return (int(point), int(counter)) if point.isdigit() and counter.isdigit() else (None, None)


def _centred(inside: QHBoxLayout) -> QHBoxLayout:
    across = QHBoxLayout()
    across.addStretch(1)
    across.addLayout(inside)
    across.addStretch(1)
    return across
