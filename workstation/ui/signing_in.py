"""Signing in: server, login, password; then the counter. Loads only Qt and the ground: it paints at once.

    view = SignIn(lanes, sign_in=..., sit_down=..., server="…", practice=[PracticeAccount(...)])
    view.finished.connect(app.open_window)      # gets what sit_down returned

`sign_in(Credentials) -> Welcome` and `sit_down(Welcome, point_id, counter_id | None) -> anything` run in the
database lane and may import the heavy rooms; they raise Problems, which are said inline.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from workstation.errors import Problem
from workstation.ui.bars import Bar, words
from workstation.ui.brand import Brand
from workstation.ui.button import Button, Weight
from workstation.ui.jobs import Lanes
from workstation.ui.theme import Tone, pad, theme
from workstation.ui.topbar import Initials, PracticeBanner
from workstation.wording import advice, sentence


@dataclass(frozen=True)
class Credentials:
    """What was typed."""

    server: str
    login: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class PracticeAccount:
    """A made-up officer whose password stands on the screen; `role` is the Indonesian word."""

    name: str
    role: str
    login: str
    password: str


@dataclass(frozen=True)
class CounterChoice:
    """A counter at which the officer may sit; `taken_by` names who sits there now."""

    id: int
    label: str
    taken_by: str = ""


@dataclass(frozen=True)
class PointChoice:
    """A service point at which the officer works, with its counters."""

    id: int
    name: str
    counters: tuple[CounterChoice, ...] = ()


@dataclass(frozen=True)
class Welcome:
    """The server knows this person; `token` is the app's own (an engine, an officer)."""

    officer: str
    points: tuple[PointChoice, ...]
    token: Any = None
    needs_counter: bool = True


class SignIn(QWidget):
    """The first window: who are you, and where do you sit."""

    finished = Signal(object)

    def __init__(
        self,
        lanes: Lanes,
        *,
        sign_in: Callable[[Credentials], Welcome],
        sit_down: Callable[[Welcome, int, int | None], Any],
        server: str = "",
        practice: Sequence[PracticeAccount] = (),
        first_point: int | None = None,
        first_counter: int | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setWindowTitle("Loket – Masuk")
        self._lanes, self._sign_in, self._sit_down = lanes, sign_in, sit_down
        self._first = (first_point, first_counter)
        self._welcome: Welcome | None = None
        self.fault = Bar(Tone.BAD)
        self.server, self.login, self.password = QLineEdit(server), QLineEdit(), QLineEdit()
        self.enter = Button("Masuk", "log-in", keys="Enter", weight=Weight.PRIMARY)
        self.seats = QListWidget()
        self.sit = Button("Mulai bekerja", "arrow-right", keys="Enter", weight=Weight.PRIMARY)
        self.back = Button("Kembali", "arrow-left", weight=Weight.QUIET)
        self.greeting = words("", "title")
        self.accounts: list[Button] = []
        self._steps = QStackedWidget()
        self._lay_out(practice)
        self._connect()
        self._remember_login()

    # -- layout ------------------------------------------------------------------------------------------

    def _lay_out(self, practice: Sequence[PracticeAccount]) -> None:
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        pad(inside, 28, 24, 28, 24, gap=14)
        inside.addWidget(Brand(36, "text"))
        inside.addWidget(self.fault)
        inside.addWidget(self._steps, 1)
        self._steps.addWidget(self._credentials_page())
        self._steps.addWidget(self._seats_page())
        self._cards: list[QWidget] = [card]
        if practice:
            self._cards.append(self._practice_page(practice))
        self._row = QHBoxLayout()
        pad(self._row, gap=24)
        for one in self._cards:
            self._row.addWidget(one)
        page = QVBoxLayout(self)
        pad(page, gap=0)
        if practice:
            page.addWidget(PracticeBanner())
        page.addWidget(self._scrolled(), 1)
        self.resize(960 if practice else 560, 680)
        self._fit()

    def _scrolled(self) -> QScrollArea:
        whole, across = QWidget(), QHBoxLayout()
        whole.setObjectName("page")
        across.addStretch(1)
        across.addLayout(self._row)
        across.addStretch(1)
        middle = QVBoxLayout(whole)
        pad(middle, 20, gap=16)
        middle.addStretch(2)
        middle.addLayout(across)
        middle.addStretch(3)
        place = words("Mal Pelayanan Publik DKI Jakarta", "small")
        middle.addWidget(place, alignment=Qt.AlignmentFlag.AlignHCenter)
        area = QScrollArea()
        area.setWidget(whole)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def _fit(self) -> None:
        """Put the cards below each other where the window is small for its letters."""
        wide = theme().px(400)
        for card in self._cards:
            card.setFixedWidth(wide)
        is_narrow = self.width() < len(self._cards) * (wide + theme().px(32))
        way = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        self._row.setDirection(way)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the cards out for the new width."""
        super().resizeEvent(event)
        self._fit()

    def _credentials_page(self) -> QWidget:
        page = QWidget()
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
        return page

    def _seats_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        pad(column, gap=8)
        column.addWidget(self.greeting)
        column.addWidget(words("Di mana Anda bertugas hari ini?", "muted"))
        self.seats.setAccessibleName("Titik layanan dan loket")
        self.seats.setMinimumHeight(theme().px(220))
        column.addWidget(self.seats, 1)
        column.addWidget(self.sit)
        column.addWidget(self.back)
        return page

    def _practice_page(self, accounts: Sequence[PracticeAccount]) -> QWidget:
        card = QFrame()
        card.setProperty("role", "card")
        column = QVBoxLayout(card)
        pad(column, 20, 18, 20, 18, gap=8)
        column.addWidget(words("Akun latihan", "section"))
        column.addWidget(words("Data buatan untuk belajar. “Pakai” langsung masuk.", "muted", wrap=True))
        inside = QWidget()
        inside.setObjectName("plain")
        rows = QVBoxLayout(inside)
        pad(rows, 0, 0, 8, 0, gap=4)
        for account in accounts:
            rows.addWidget(self._account_row(account))
        rows.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setMinimumHeight(theme().px(160))
        column.addWidget(area, 1)
        return card

    def _account_row(self, account: PracticeAccount) -> QWidget:
        row = QWidget()
        across = QHBoxLayout(row)
        pad(across, 2, 4, 2, 4, gap=10)
        names = QVBoxLayout()
        pad(names, gap=0)
        names.addWidget(words(account.name, "strong"))
        names.addWidget(words(f"{account.role} · {account.login} · {account.password}", "small"))
        use = Button("Pakai", small=True)
        use.setAccessibleName(f"Pakai akun {account.name}, {account.role}")
        use.clicked.connect(partial(self.use_account, account))
        self.accounts.append(use)
        across.addWidget(Initials(account.name))
        across.addLayout(names, 1)
        across.addWidget(use)
        return row

    def _connect(self) -> None:
        self.server.returnPressed.connect(self.login.setFocus)
        self.login.returnPressed.connect(self.password.setFocus)
        self.password.returnPressed.connect(self.try_credentials)
        self.enter.clicked.connect(self.try_credentials)
        self.seats.itemActivated.connect(self.try_seat)
        self.sit.clicked.connect(self.try_seat)
        self.back.clicked.connect(self.go_back)
        theme().changed.connect(self._fit)

    def _remember_login(self) -> None:
        kept = QSettings().value("signing_in/login", "")
        self.login.setText(str(kept or ""))
        (self.password if self.login.text() else self.login).setFocus()

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
        self._show_waiting(self.enter, "Menghubungi server …")
        self._lanes.do(lambda: sign_in(given), then=self._greet, sorry=self._refuse, busy=self.enter)

    def try_seat(self) -> None:
        """Sit down where the list points."""
        item, welcome, sit_down = self.seats.currentItem(), self._welcome, self._sit_down
        if self.seats.currentRow() < 0 or welcome is None or not self.sit.isEnabled():
            return
        point, counter = item.data(Qt.ItemDataRole.UserRole)
        self.fault.hide()
        self._show_waiting(self.sit, "Membuka …")
        self._lanes.do(
            lambda: sit_down(welcome, point, counter), then=self._finish, sorry=self._refuse, busy=self.sit
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
        self.greeting.setText(f"Selamat bekerja, {welcome.officer.split()[0]}")
        self._fill_seats(welcome)
        self._steps.setCurrentIndex(1)
        self.seats.setFocus()
        if self.seats.count() == 1:
            self.try_seat()

    def _fill_seats(self, welcome: Welcome) -> None:
        self.seats.clear()
        for point in welcome.points:
            for counter in point.counters if welcome.needs_counter else ():
                taken = f" (dipakai {counter.taken_by})" if counter.taken_by else ""
                self._add_seat(f"{counter.label} – {point.name}{taken}", point.id, counter.id)
            self._add_seat(f"Tanpa loket – {point.name}", point.id, None)
        self.seats.setCurrentRow(0)
        for number in range(self.seats.count()):
            if self.seats.item(number).data(Qt.ItemDataRole.UserRole) == self._first:
                self.seats.setCurrentRow(number)

    def _add_seat(self, label: str, point: int, counter: int | None) -> None:
        item = QListWidgetItem(label)
        item.setData(Qt.ItemDataRole.UserRole, (point, counter))
        self.seats.addItem(item)

    def _finish(self, answer: Any) -> None:
        self._calm_buttons()
        self.finished.emit(answer)

    def _refuse(self, problem: Problem) -> None:
        self._calm_buttons()
        self.fault.show_text(sentence(problem), advice(problem))
        if self._welcome is None:
            self.password.setFocus()
            self.password.selectAll()

    def _show_waiting(self, button: Button, text: str) -> None:
        button.is_busy = True
        button.setText(text)

    def _calm_buttons(self) -> None:
        for button, text in ((self.enter, "Masuk"), (self.sit, "Mulai bekerja")):
            button.is_busy = False
            button.setText(text)
