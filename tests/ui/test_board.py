"""The board of the hall: the last call large, no names, blinking again for a recall, alone on its own screen."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tests.make import Office
from tests.ui.hall_office import seated, settle
from workstation.errors import DatabaseDown
from workstation.ui.board.face import COUNTERS_A_PAGE, LINE_LOST
from workstation.ui.board.window import BoardOpener, BoardWindow
from workstation.usecases import calling

ROOT = Path(__file__).parents[2]


@pytest.fixture
def board(qtbot, office: Office, lanes, hub):
    """A board as Budi's workstation opens it, 1920 x 1080."""
    desk = seated(office, lanes, hub, "budi", 2)
    made = BoardWindow(desk)
    made.resize(1920, 1080)
    with qtbot.waitExposed(made):
        made.show()
    settle(qtbot, desk)
    yield made
    made.close()
    settle(qtbot, desk)


def test_given_a_call_when_the_news_come_then_it_stands_large_and_blinks_and_no_name_is_anywhere(
    qtbot, office: Office, board, hub, shot
) -> None:
    for _ in range(3):
        office.walk_in(name="Nama Rahasia")
    assert board.words() == "Belum ada panggilan"
    calling.call_next(office.desk("budi"))
    hub.hear({"visits"})
    qtbot.waitUntil(lambda: board.words() == "Nomor antrean B-001, silakan menuju Loket 2")
    assert board.is_blinking
    assert board.face.is_lit
    assert board.face.state.coming == ("B-002", "B-003")
    assert "Rahasia" not in repr(board.face.state)
    shot(board, "board-test")
    qtbot.waitUntil(lambda: not board.is_blinking, timeout=6000)
    assert not board.face.is_lit


def test_given_a_call_that_is_shown_when_he_is_called_again_then_it_blinks_again(
    qtbot, office: Office, board, hub
) -> None:
    office.walk_in()
    visit_id = calling.call_next(office.desk("budi")).visit_id
    hub.hear({"visits"})
    qtbot.waitUntil(lambda: board.is_blinking)
    qtbot.waitUntil(lambda: not board.is_blinking, timeout=6000)
    office.walk_in()
    hub.hear({"visits"})
    qtbot.waitUntil(lambda: board.face.state.waiting == 1)
    assert not board.is_blinking, "somebody else came in: nobody was called"
    calling.recall(office.desk("budi"), visit_id)
    hub.hear({"visits"})
    qtbot.waitUntil(lambda: board.is_blinking)


def test_given_a_wrong_call_when_it_is_taken_back_then_it_is_gone_from_the_board(
    qtbot, office: Office, board, hub
) -> None:
    office.walk_in()
    visit_id = calling.call_next(office.desk("budi")).visit_id
    hub.hear({"visits"})
    qtbot.waitUntil(lambda: board.face.last_call() is not None)
    calling.put_back(office.desk("budi"), visit_id)
    hub.hear({"visits"})
    qtbot.waitUntil(lambda: board.face.last_call() is None)
    assert board.words() == "Belum ada panggilan"


def test_given_calls_of_before_when_a_board_is_opened_then_it_shows_them_without_blinking(
    qtbot, office: Office, lanes, hub
) -> None:
    office.walk_in()
    desk = seated(office, lanes, hub, "budi", 2)
    calling.call_next(desk.desk)
    opened = BoardWindow(desk)
    opened.show()
    qtbot.waitUntil(lambda: opened.face.last_call() is not None)
    assert not opened.is_blinking
    opened.close()
    settle(qtbot, desk)


def test_given_a_lost_line_when_it_is_back_then_the_board_says_both(
    qtbot, office: Office, board, hub
) -> None:
    hub.lose()
    assert board.words() == LINE_LOST
    assert board.face.accessibleDescription() == LINE_LOST
    office.walk_in()
    hub.regain()
    qtbot.waitUntil(lambda: not board.face.is_lost)
    assert board.face.state.coming == ("B-001",)


def test_given_a_question_that_fails_when_the_board_asks_then_it_says_so_and_stops_no_lane(
    qtbot, office: Office, board, lanes, monkeypatch
) -> None:
    def broken(_desk):
        raise DatabaseDown("timeout")

    monkeypatch.setattr("workstation.ui.board.window.on_the_board", broken)
    board.refresh()
    qtbot.waitUntil(lambda: board.face.is_lost)
    assert lanes.paused_lanes() == {}


def test_given_more_counters_than_a_page_when_a_far_one_calls_then_its_page_is_turned_to(
    qtbot, office: Office, board, hub
) -> None:
    office.run(
        "INSERT INTO loket.counter (service_point_id, number, name) SELECT id, n, 'Loket ' || n"
        " FROM loket.service_point, generate_series(4, 12) AS n WHERE code = 'MPP'"
    )
    office.run("INSERT INTO loket.counter_service SELECT c.id, s.id FROM loket.counter c, loket.service s"
               " WHERE c.number > 3")  # fmt: skip
    desk = office.desk("sari", 12)
    for number in range(3, 12):
        office.run(
            "ALTER TABLE loket.counter_session DISABLE TRIGGER USER;"
            " INSERT INTO loket.officer (login, name, service_point_id, nip, title, rank, active)"
            " SELECT 'o' || :n, 'Petugas ' || :n, id, '', '', '', true FROM loket.service_point WHERE code = 'MPP';"
            " INSERT INTO loket.counter_session (service_point_id, counter_id, officer_id) SELECT c.service_point_id,"
            " c.id, o.id FROM loket.counter c, loket.officer o WHERE c.number = :m AND o.login = 'o' || :n;"
            " ALTER TABLE loket.counter_session ENABLE TRIGGER USER",
            n=str(number),
            m=number,
        )
    office.walk_in()
    calling.call_next(desk)
    hub.hear({"visits"})
    qtbot.waitUntil(lambda: board.face.pages() == 2)
    assert len(board.face.state.counters) == 11
    assert len(board.face.counters_seen()) == 11 - COUNTERS_A_PAGE
    assert board.face.counters_seen()[-1].ticket == "B-001"


@pytest.mark.qt_log_ignore("This plugin does not support (raise|propagateSizeHints)", extend=True)
def test_given_the_workstation_when_the_board_is_opened_twice_then_it_is_one_and_goes_with_the_window(
    qtbot, office: Office, lanes, hub
) -> None:
    desk = seated(office, lanes, hub, "budi", 2)
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    opener = BoardOpener(desk, window)
    first = opener.open()
    assert opener.open() is first
    assert not first.isFullScreen(), "the only screen is the officer's: it is not covered"
    assert not first.testAttribute(Qt.WidgetAttribute.WA_QuitOnClose)
    settle(qtbot, desk)
    qtbot.keyClick(first, Qt.Key.Key_Escape)
    assert opener.board is None
    second = opener.open()
    settle(qtbot, desk)
    with qtbot.waitSignal(second.closed):
        window.close()
    assert opener.board is None
    hub.hear({"visits"})
    settle(qtbot, desk)


TWO_SCREENS = """
import sys
from types import SimpleNamespace
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
app = QApplication([])
QSettings.setDefaultFormat(QSettings.Format.IniFormat)
QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, sys.argv[1])
app.setOrganizationName("loket-test"); app.setApplicationName("loket-test")
from datetime import UTC, datetime
from workstation.queries import queue
from workstation.ui.board import window
from workstation.ui.hub import Hub
from workstation.ui.jobs import Lanes
from workstation.ui.office import Office
window.on_the_board = lambda desk: queue.BoardState(datetime.now(UTC), (), (), (), 0)
names = [s.name() for s in app.screens()]
lanes = Lanes()
office = Office(SimpleNamespace(point=SimpleNamespace(name="Mal Pelayanan Publik")), lanes, Hub(), tools={})
def opened():
    board = window.BoardWindow(office)
    board.hang(beside=app.screens()[0])
    return board
first = opened()
seen = [first.screen_name(), first.isFullScreen()]
QTest.keyClick(first, Qt.Key.Key_Right)
seen.append(first.screen_name())
first.close()
seen.append(opened().screen_name())
while lanes.running():
    app.processEvents()
lanes.close()
import json
print(json.dumps([names, seen]))
"""


def test_given_two_screens_when_the_board_is_opened_then_it_takes_the_other_and_remembers_where_it_was_put(
    tmp_path,
) -> None:
    plan = [
        {"name": name, "x": 1366 * number, "y": 0, "width": 1366, "height": 768, "logicalDpi": 96, "dpr": 1}
        for number, name in enumerate(("MEJA", "AULA"))
    ]
    (tmp_path / "screens.json").write_text(json.dumps({"screens": plan}), encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-c", TWO_SCREENS, str(tmp_path)],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": f"offscreen:configfile={tmp_path / 'screens.json'}"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    (desk, hall), seen = json.loads(ran.stdout)
    assert {desk, hall} == {"MEJA", "AULA"}
    assert seen == [hall, True, desk, desk]
