"""What the law decides by itself, and promises that a new calendar moves: seen, opened, answered by keyboard."""

from PySide6.QtCore import Qt
from sqlalchemy import text

from tests.make import Office
from workstation.ui.action import clashes
from workstation.ui.alarm.screen import AlarmScreen
from workstation.ui.hub import Hub
from workstation.ui.start.screen import StartScreen


def close_coming_days(office: Office) -> None:
    """Let the administrator close the coming three weeks."""
    with office.desk("admin").begin("SKB libur mendadak") as session:
        session.execute(
            text(
                "INSERT INTO loket.holiday (day, name) SELECT loket.local_day(loket.moment()) + n, 'Tutup'"
                " FROM generate_series(0, 20) AS n ON CONFLICT (day) DO UPDATE SET name = 'Tutup'"
            )
        )


def test_given_nothing_to_fear_then_the_lists_say_so_and_the_start_page_is_quiet(
    office: Office, show, qtbot
) -> None:
    screen = show(AlarmScreen, "manajer")
    qtbot.waitUntil(
        lambda: screen._empty.isVisible() and "Tidak ada yang terancam" in screen._empty._title.text()
    )
    start = show(StartScreen, "manajer")
    qtbot.waitUntil(lambda: not start.office.lanes.running())
    assert not start.alarm.isVisible()


def test_given_a_case_the_law_has_granted_then_it_stands_black_on_start_and_f2_leads_to_it(
    office: Office, show, qtbot, hub: Hub
) -> None:
    case = office.proposed()
    office.later(days=30)
    start = show(StartScreen, "ratna")
    qtbot.waitUntil(lambda: start.alarm.isVisible())
    assert start.alarm.text() == "Fiktif positif: 1 permohonan sudah dianggap dikabulkan."
    assert start.alarm.property("bar") == "grave"
    with qtbot.waitSignal(hub.wanted) as led:
        qtbot.keyClick(start, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert led.args[0] == "alarm"
    screen = show(AlarmScreen, "ratna")
    qtbot.waitUntil(lambda: screen.deemed.model().rowCount() == 1)
    assert screen.deemed.model().index(0, 0).data() == "dianggap dikabulkan"
    with qtbot.waitSignal(hub.wanted) as led:
        qtbot.keyClick(screen, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert led.args == ["approval", case]


def test_given_a_new_calendar_when_the_manager_ticks_and_gives_a_reason_then_the_promise_moves(
    office: Office, show, qtbot
) -> None:
    case = office.submitted()
    office.complete(case)
    before = office.ask("SELECT due_at FROM loket.application WHERE id = :id", id=case)
    close_coming_days(office)
    screen = show(AlarmScreen, "manajer")
    qtbot.waitUntil(lambda: screen.changed.model().rowCount() == 1)
    screen.changed.setFocus()
    screen.changed.choose_first()
    qtbot.keyClick(screen.changed, Qt.Key.Key_Space)
    qtbot.keyClick(screen.changed, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: screen.ask_bar.is_asking)
    qtbot.keyClick(screen.ask_bar.note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert screen.ask_bar.is_asking, "a reason is demanded"
    qtbot.keyClicks(screen.ask_bar.note, "SKB 2026 nomor 5")
    qtbot.keyClick(screen.ask_bar.note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: screen.changed.model().rowCount() == 0)
    after = office.rows("SELECT due_at, calendar FROM loket.application WHERE id = :id", id=case)[0]
    assert after.due_at > before
    assert after.calendar == "revisi 2"
    assert not screen._second.isVisible()


def test_every_verb_of_both_lists_has_its_own_key(office: Office, show) -> None:
    assert clashes(show(AlarmScreen, "ratna").actions_here) == []
    assert clashes(show(StartScreen, "ratna").actions_here) == []
