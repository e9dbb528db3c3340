"""Signing in: errors inline, practice accounts, the choice of the counter, and a first window that is light."""

import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from workstation.errors import CounterTaken, DatabaseDown, SignInRefused
from workstation.ui.signing_in import (
    CounterChoice,
    Credentials,
    PointChoice,
    PracticeAccount,
    SignIn,
    Welcome,
)
from workstation.wording import sentence

POINTS = (
    PointChoice(
        1, "MPP DKI Jakarta", (CounterChoice(11, "Loket 11"), CounterChoice(12, "Loket 12", "Bagus"))
    ),
    PointChoice(2, "Kelurahan Gambir", ()),
)
HEAVY = ("sqlalchemy", "psycopg2", "reportlab", "pyhanko", "pypdfium2", "PIL", "numpy", "httpx", "starlette")


class Door:
    """A server that knows one officer."""

    def __init__(self) -> None:
        self.given: list[Credentials] = []
        self.seats: list[tuple[int, int | None]] = []
        self.is_down = False

    def sign_in(self, given: Credentials) -> Welcome:
        self.given.append(given)
        if self.is_down:
            raise DatabaseDown("no route")
        if given.password != "benar":
            raise SignInRefused(given.login)
        return Welcome("Siti Rahma", POINTS, token="engine")

    def sit_down(self, welcome: Welcome, point: int, counter: int | None) -> str:
        if counter == 12:
            raise CounterTaken("Loket 12", "Bagus")
        self.seats.append((point, counter))
        return f"office of {welcome.officer}"


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
def view(qtbot, lanes, door) -> SignIn:
    accounts = [PracticeAccount("Siti Rahma", "Petugas loket", "siti", "benar")]
    made = SignIn(lanes, sign_in=door.sign_in, sit_down=door.sit_down, server="db.example", practice=accounts)
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    return made


def test_given_work_of_the_former_officer_held_up_by_an_outage_then_the_next_one_comes_in(qtbot, lanes, view):
    def outage() -> None:
        raise DatabaseDown("no route")

    with qtbot.waitSignal(lanes.paused):
        lanes.do(outage)
    view.accounts[0].click()
    qtbot.waitUntil(lambda: view.seats.count() > 0)
    lanes.drop("database")


def test_a_wrong_password_is_said_inline_and_can_be_typed_again(qtbot, view, door, shot):
    view.login.setText("siti")
    view.password.setText("salah")
    qtbot.keyClick(view.password, Qt.Key.Key_Return)
    assert not view.enter.isEnabled()
    qtbot.waitUntil(view.fault.isVisible)
    assert view.fault.text() == sentence(SignInRefused("siti"))
    assert view.enter.isEnabled()
    assert view.enter.text() == "Masuk"
    shot(view, "sign-in-refused")


def test_an_unreachable_server_is_said_inline_and_nothing_waits_behind_it(qtbot, view, door, lanes):
    door.is_down = True
    view.login.setText("siti")
    view.password.setText("benar")
    view.enter.click()
    qtbot.waitUntil(view.fault.isVisible)
    assert view.fault.text() == sentence(DatabaseDown())
    assert lanes.paused_lanes() == {}


def test_an_empty_field_gets_the_cursor_instead_of_a_question_to_the_server(qtbot, view, door):
    view.login.setText("siti")
    view.enter.click()
    assert door.given == []
    qtbot.waitUntil(view.password.hasFocus)


def test_a_practice_account_signs_in_with_one_click_and_chooses_a_seat(qtbot, view, door, shot):
    view.accounts[0].click()
    qtbot.waitUntil(view.seats.isVisible)
    assert door.given == [Credentials("db.example", "siti", "benar")]
    assert view.password.text() == ""
    shown = [view.seats.item(n).text() for n in range(view.seats.count())]
    assert shown == [
        "Loket 11 – MPP DKI Jakarta",
        "Loket 12 – MPP DKI Jakarta (dipakai Bagus)",
        "Tanpa loket – MPP DKI Jakarta",
        "Tanpa loket – Kelurahan Gambir",
    ]
    shot(view, "seats")
    with qtbot.waitSignal(view.finished) as told:
        qtbot.keyClick(view.seats, Qt.Key.Key_Return)
    assert told.args == ["office of Siti Rahma"]
    assert door.seats == [(1, 11)]


def test_twelve_practice_accounts_stand_whole_on_a_small_screen_and_say_the_passphrase_of_who_signs(
    qtbot, lanes, door
):
    accounts = [
        PracticeAccount(f"Petugas {n}", "Petugas loket", f"petugas.{n}", "latihan-1") for n in range(11)
    ]
    accounts.append(PracticeAccount("Ratna", "Pejabat penanda tangan", "ratna", "latihan-1", "rahasia"))
    view = SignIn(lanes, sign_in=door.sign_in, sit_down=door.sit_down, server="x", practice=accounts)
    qtbot.addWidget(view)
    view.resize(1366, 768)
    with qtbot.waitExposed(view):
        view.show()
    for button in view.accounts:
        qtbot.waitUntil(lambda b=button: b.visibleRegion().boundingRect().size() == b.size())
    assert "passphrase rahasia" in view.accounts[-1].accessibleName()
    assert "passphrase" not in view.accounts[0].accessibleName()
    said = [label.text() for label in view.findChildren(QLabel)]
    assert any("Kata sandi semua akun: latihan-1" in text for text in said)
    view.resize(960, 600)
    qtbot.waitUntil(lambda: view._area.verticalScrollBar().maximum() > 0)


def test_the_first_free_counter_is_pointed_at_and_one_point_needs_no_name(qtbot, view, door):
    counters = (CounterChoice(11, "Loket 11", "Bagus"), CounterChoice(12, "Loket 12"))
    view._greet(Welcome("Siti Rahma", (PointChoice(1, "MPP DKI Jakarta", counters),)))
    shown = [view.seats.item(n).text() for n in range(view.seats.count())]
    assert shown == ["Loket 11 (dipakai Bagus)", "Loket 12", "Tanpa loket"]
    assert view.seats.currentRow() == 1


def test_a_taken_counter_is_said_and_another_can_be_chosen(qtbot, view, door):
    view.accounts[0].click()
    qtbot.waitUntil(view.seats.isVisible)
    view.seats.setCurrentRow(1)
    view.sit.click()
    qtbot.waitUntil(view.fault.isVisible)
    assert view.fault.text() == sentence(CounterTaken("Loket 12", "Bagus"))
    view.seats.setCurrentRow(3)
    with qtbot.waitSignal(view.finished):
        view.sit.click()
    assert door.seats == [(2, None)]


def test_the_login_is_remembered_and_never_the_password(qtbot, view, lanes, door):
    view.accounts[0].click()
    qtbot.waitUntil(view.seats.isVisible)
    again = SignIn(lanes, sign_in=door.sign_in, sit_down=door.sit_down, server="db.example")
    qtbot.addWidget(again)
    assert again.login.text() == "siti"
    assert again.password.text() == ""


def test_the_counter_of_this_machine_is_offered_again_unless_somebody_sits_there(qtbot, view, lanes, door):
    view.accounts[0].click()
    qtbot.waitUntil(view.seats.isVisible)
    free, mine = CounterChoice(10, "Loket 10"), CounterChoice(11, "Loket 11")
    with qtbot.waitSignal(view.finished):
        qtbot.keyClick(view.seats, Qt.Key.Key_Return)
    assert door.seats == [(1, 11)]
    again = SignIn(lanes, sign_in=door.sign_in, sit_down=door.sit_down, server="db.example")
    qtbot.addWidget(again)
    again._greet(Welcome("Siti Rahma", (PointChoice(1, "MPP DKI Jakarta", (free, mine)),)))
    assert again.seats.currentRow() == 1
    again._greet(Welcome("Siti Rahma", (PointChoice(1, "MPP", (free, mine._replace(taken_by="Bagus"))),)))
    assert again.seats.currentRow() == 0


def test_a_password_is_not_in_the_words_of_the_credentials():
    assert "benar" not in repr(Credentials("db", "siti", "benar"))


def test_the_first_window_loads_nothing_heavy():
    code = "import sys, workstation.ui.signing_in; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(told.stdout.split()).isdisjoint(HEAVY)
