"""The balance on the screen: read, copied, and a number written down as void, by keyboard."""

from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from tests.history import spoil
from tests.make import Office
from workstation.phrasing import short_date
from workstation.ui.action import clashes
from workstation.ui.hub import Hub
from workstation.ui.jobs import Lanes
from workstation.ui.screen import Screen
from workstation.ui.start.screen import StartScreen
from workstation.ui.totals.actions import VoidNumber
from workstation.ui.totals.period import PERIODS, PeriodPicker
from workstation.ui.totals.screen import TotalsScreen
from workstation.ui.totals.view import EquationRow
from workstation.usecases.totalling import check_point


def lines(screen: Screen) -> list[str]:
    """What a screen reader says of each equation."""
    return [row.accessibleName() for row in screen.findChildren(EquationRow) if row.isVisible()]


def check(office: Office) -> None:
    check_point(office.backroom(), office.id_of("service_point", "code", "MPP"))


def test_given_a_day_that_balances_then_the_equation_is_written_out_and_the_bar_is_green(
    office: Office, show, qtbot
) -> None:
    office.submitted()
    office.walk_in()
    screen = show(TotalsScreen, "ratna")
    qtbot.waitUntil(lambda: len(lines(screen)) == 2)
    assert lines(screen)[0] == (
        "Permohonan: 1 diterima = 1 baru diajukan + 0 dalam proses + 0 menunggu + 0 ditolak + 0 terbit: cocok"
    )
    assert screen.verdict.property("bar") == "good"
    assert not screen.table.isVisible()
    assert not screen.place.isVisible()


def test_given_a_lost_step_when_copied_then_equation_difference_and_number_are_on_the_clipboard(
    office: Office, show, qtbot
) -> None:
    case = office.submitted()
    number = office.ask("SELECT number FROM loket.application")
    spoil(office, f"DELETE FROM loket.stage_interval WHERE thing_id = {case} AND to_at IS NULL")
    screen = show(TotalsScreen, "manajer")
    qtbot.waitUntil(lambda: screen.table.isVisible())
    assert screen.verdict.property("bar") == "bad"
    assert [row.number for row in screen.table.rows()] == [number]
    qtbot.keyClick(
        screen, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    copied = QGuiApplication.clipboard().text()
    assert "1 diterima = 0 baru diajukan" in copied
    assert "selisih 1" in copied
    assert number in copied


def test_given_a_ticket_nobody_has_when_the_manager_writes_it_down_by_keyboard_then_the_list_is_empty(
    office: Office, show, qtbot
) -> None:
    office.walk_in()
    spoil(office, "UPDATE loket.number_series SET last = 2 WHERE series = 'ticket'")
    check(office)
    screen = show(TotalsScreen, "manajer")
    qtbot.waitUntil(lambda: len(screen.table.rows()) == 1)
    screen.table.setFocus()
    screen.table.choose_first()
    qtbot.keyClick(screen, Qt.Key.Key_F7)
    assert screen.ask_bar.is_asking
    qtbot.keyClicks(screen.ask_bar.note, "kertas habis saat uji coba")
    qtbot.keyClick(screen.ask_bar.note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not screen.office.lanes.running() and not screen.table.isVisible())
    assert office.ask("SELECT reason FROM loket.number_void") == "kertas habis saat uji coba"
    assert screen.verdict.property("bar") == "good"


def test_given_a_hole_that_the_check_has_not_seen_yet_then_the_verb_says_to_wait(
    office: Office, show, qtbot
) -> None:
    office.walk_in()
    spoil(office, "UPDATE loket.number_series SET last = 2 WHERE series = 'ticket'")
    screen = show(TotalsScreen, "manajer")
    qtbot.waitUntil(lambda: len(screen.table.rows()) == 1)
    screen.table.choose_first()
    (verb,) = (action for action in screen.actions_here if isinstance(action, VoidNumber))
    assert not verb.isEnabled()
    assert "Tunggu" in verb.why


def test_given_findings_then_the_start_page_is_red_with_their_numbers_and_leads_to_the_list(
    office: Office, show, qtbot, hub: Hub
) -> None:
    office.walk_in()
    spoil(office, "UPDATE loket.number_series SET last = 2 WHERE series = 'ticket'")
    check(office)
    for login in ("manajer", "ratna"):
        screen = show(StartScreen, login)
        qtbot.waitUntil(lambda screen=screen: screen.findings.isVisible())
        assert "B-002" in screen.findings.accessibleName()
    with qtbot.waitSignal(hub.wanted) as led:
        qtbot.keyClick(screen, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert led.args[0] == "totals"
    officer = show(StartScreen, "budi")
    assert not officer.findings.isVisible()
    qtbot.waitUntil(lambda: not officer.office.lanes.running())


def test_when_the_manager_asks_for_the_whole_city_then_other_points_are_counted_too(
    office: Office, show, qtbot
) -> None:
    office.submitted()
    spoil(
        office,
        "UPDATE loket.application SET service_point_id ="
        " (SELECT id FROM loket.service_point WHERE code = 'GAMBIR')",
    )
    screen = show(TotalsScreen, "manajer")
    qtbot.waitUntil(lambda: screen.balance is not None)
    screen.place.setCurrentIndex(1)
    qtbot.waitUntil(lambda: any("1 diterima" in line for line in lines(screen)))


@pytest.mark.parametrize("today", [date(2024, 3, 1), date(2024, 12, 31), date(2025, 1, 1)])
def test_the_usual_periods_end_today_or_before_and_begin_before_they_end(today: date) -> None:
    for _, days in PERIODS.values():
        first, last = days(today)
        assert first <= last <= today
    assert PERIODS["last_month"][1](today)[1] == today.replace(day=1) - timedelta(days=1)


def test_two_dates_are_taken_when_both_are_there_and_in_order(qtbot) -> None:
    picker = PeriodPicker()
    qtbot.addWidget(picker)
    picker.show()
    today = datetime.now(UTC).date()
    picker.box.setCurrentIndex(picker.box.count() - 1)
    assert picker.days(today) is None
    picker.first.set_text(short_date(today))
    picker.last.set_text(short_date(today - timedelta(days=1)))
    assert picker.days(today) is None
    picker.last.set_text(short_date(today))
    assert picker.days(today) == (today, today)


def test_no_key_of_this_screen_has_two_meanings(show, qtbot, lanes: Lanes) -> None:
    screen = show(TotalsScreen, "manajer")
    assert clashes(screen.actions_here) == []
    qtbot.waitUntil(lambda: not lanes.running())
