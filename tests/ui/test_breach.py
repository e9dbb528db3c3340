"""A breach by keyboard: entered, its persons shown, its letters printed, the telling noted."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from tests.make import Office
from workstation.ui.action import clashes
from workstation.ui.breach.screen import BreachScreen, begin, breach_of, faults
from workstation.usecases import breaching, reviewing
from workstation.usecases.breaching import NewBreach


@pytest.fixture
def screen(office: Office, show) -> BreachScreen:
    """The manager's screen, after Rina opened one file."""
    reviewing.open_file(office.desk("rina"), office.submitted(), "penelitian administrasi")
    return show(BreachScreen)


def entered(office: Office) -> int:
    now, hour = office.ask("SELECT loket.moment()"), timedelta(hours=1)
    wanted = NewBreach(now - hour, now + hour, now, "Kata sandi terlihat orang", "Akun dikunci", "rina")
    return breaching.open_breach(office.desk("manajer"), wanted)


def test_a_breach_is_typed_and_stands_in_the_list(screen: BreachScreen, qtbot) -> None:
    qtbot.keyClick(screen, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    screen.form.submit()
    assert screen.form.form.box("login").fault
    for code, words in (("login", "rina"), ("what", "Kata sandi terlihat"), ("measures", "Akun dikunci")):
        screen.form.form.set_value(code, words)
    qtbot.keyClick(screen, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: screen.table.model().rowCount() == 1)
    row = screen.table.row_now()
    assert (row.login, row.what) == ("rina", "Kata sandi terlihat")
    assert screen.table._left(row).endswith("lagi")


def test_its_persons_are_shown_and_their_letters_printed(
    office: Office, screen: BreachScreen, qtbot, tmp_path: Path
) -> None:
    entered(office)
    screen.ask_again()
    qtbot.waitUntil(lambda: screen.table.row_now() is not None)
    assert screen.whole.persons.model().rowCount() == 0
    qtbot.keyClick(screen, Qt.Key.Key_F4)
    qtbot.waitUntil(lambda: screen.whole.persons.model().rowCount() == 1)
    assert screen.whole.persons.rows_model.rows[0].name == "Siti O'Reilly Rahmawati"
    qtbot.keyClick(screen, Qt.Key.Key_F10)
    qtbot.waitUntil(lambda: bool(list((tmp_path / "prints").glob("*.pdf"))))


def test_the_clock_stops_when_everybody_was_told(office: Office, screen: BreachScreen, qtbot) -> None:
    entered(office)
    screen.ask_again()
    qtbot.waitUntil(lambda: screen.table.row_now() is not None)
    for key in (Qt.Key.Key_F8, Qt.Key.Key_F9):
        qtbot.keyClick(screen, key)
        screen.ask_bar.accept()
        qtbot.waitUntil(lambda: not screen.office.lanes.running())
    qtbot.waitUntil(lambda: screen.table._left(screen.table.rows_model.rows[0]) == "Diberitahukan")


def test_the_form_says_what_is_wrong_and_makes_a_breach_of_what_is_right(office: Office) -> None:
    now = office.ask("SELECT loket.moment()")
    values = begin(now) | {"login": "rina", "what": "Apa", "measures": "Upaya"}
    assert set(faults(values)) == {"number"}  # hidden for a login
    assert faults(values | {"to_clock": "00.00"})["to_clock"] == "Harus sesudah permulaannya."
    assert faults(values | {"found_clock": "25.00"})["found_clock"] == "Isi jam seperti 09.30."
    made = breach_of(values)
    assert (made.login, made.number) == ("rina", None)
    assert made.to_at - made.from_at < timedelta(days=1)


def test_no_key_of_this_screen_has_two_meanings(screen: BreachScreen) -> None:
    assert clashes(screen.actions_here) == []
