"""Secured paper by keyboard: receive, bring to the counter, spoil, count; the balance is told in one line."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.make import Office
from workstation.ui.action import clashes
from workstation.ui.sheets import serials
from workstation.ui.sheets.screen import SheetsScreen
from workstation.usecases import keeping_sheets
from workstation.usecases.keeping_sheets import Serials

K, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


def press(screen, key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(screen.focusWidget() or screen, key, modifier)


def answer(screen, text: str) -> None:
    screen.ask_bar.entry.setText(text)
    press(screen, K.Key_Return)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("DKI 1001-1020", Serials("DKI", 1001, 1020)),
        (" dki1003 ", Serials("DKI", 1003, 1003)),
        ("A2B 0007 s.d. 0009", Serials("A2B", 7, 9)),
        ("DKI 5 – 9", Serials("DKI", 5, 9)),
        ("1001-1020", None),
        ("DKI", None),
        ("DKI 5-", None),
    ],
)
def test_serials_are_read_as_people_write_them(text: str, found: Serials | None) -> None:
    assert serials.read(text) == found
    assert bool(serials.fault(text)) == (found is None)


def test_a_delivery_is_received_by_the_supervisor_and_brought_to_the_counter_by_the_officer(
    qtbot, office: Office, show
) -> None:
    boss = show(SheetsScreen, "ratna")
    assert clashes([action for action in boss.actions_here if action.isVisible()]) == []
    press(boss, K.Key_N, CTRL)
    answer(boss, "dki 20-1")
    assert "sesudah nomor pertama" in boss.ask_bar._fault.text()
    answer(boss, "dki 1001-1100")
    qtbot.waitUntil(lambda: office.ask("SELECT count(*) FROM loket.sheet") == 100, timeout=10_000)

    screen = show(SheetsScreen, "budi", counter=2)
    qtbot.waitUntil(lambda: screen.table.row_now() is not None and screen.table.row_now().name == "Loket 2")
    press(screen, K.Key_F8)
    assert screen.ask_bar.entry.text() == "DKI 1001-1050"
    answer(screen, "DKI 1001-1010")
    qtbot.waitUntil(
        lambda: office.ask("SELECT count(*) FROM loket.sheet WHERE counter_id IS NOT NULL") == 10,
        timeout=10_000,
    )


def test_a_torn_sheet_and_a_count_that_is_short_are_told_in_red(qtbot, office: Office, show) -> None:
    desk = office.desk("budi", counter=2)
    keeping_sheets.receive_pack(office.desk("ratna"), Serials("DKI", 1, 20))
    keeping_sheets.move_sheets(desk, Serials("DKI", 1, 10), office.id_of("counter", "number", 2))
    screen = show(SheetsScreen, "budi", counter=2)
    qtbot.waitUntil(lambda: screen.table.row_now() is not None and screen.table.row_now().name == "Loket 2")
    press(screen, K.Key_F7)
    answer(screen, "DKI 3")
    assert screen.ask_bar.is_asking, "the reason is asked next"
    press(screen, K.Key_Return, CTRL)
    qtbot.waitUntil(
        lambda: office.ask("SELECT count(*) FROM loket.sheet WHERE state = 'spoiled'") == 1, timeout=10_000
    )
    screen.ask_again()
    qtbot.waitUntil(lambda: len(screen.spoiled.rows()) == 1)
    assert screen.spoiled.rows()[0].reason == "Sobek, kusut atau basah"
    screen.table.setFocus()
    press(screen, K.Key_F9)
    answer(screen, "delapan")
    assert screen.ask_bar.is_asking
    answer(screen, "8")
    qtbot.waitUntil(lambda: "kurang 1 lembar" in screen.notice.text(), timeout=10_000)
    screen.ask_again()
    qtbot.waitUntil(lambda: "kurang 1" in screen.verdict.accessibleName(), timeout=10_000)
    assert "20 diterima = 0 terpakai baik + 1 rusak + 19 belum dipakai" in screen.verdict.text()
