"""The administrator's calendar by keyboard: see a year, change a rule with a reason, know what it would move."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt

from tests.make import Office
from workstation.ui.action import clashes
from workstation.ui.calendar import actions
from workstation.ui.calendar.screen import CalendarScreen
from workstation.ui.hub import Hub
from workstation.ui.jobs import Lanes
from workstation.ui.office import Office as Tools
from workstation.vocabulary import DayKind

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def show(office: Office, lanes: Lanes, hub: Hub, qtbot) -> Callable[..., CalendarScreen]:
    """Show the calendar to somebody, filled."""

    def made(login: str) -> CalendarScreen:
        screen = CalendarScreen(Tools(office.desk(login), lanes, hub))
        qtbot.addWidget(screen)
        screen.resize(1138, 690)
        screen.show()
        screen.activateWindow()
        qtbot.waitUntil(lambda: screen.facts is not None and screen.rules.model().rowCount() > 0)
        return screen

    return made


def tomorrow(office: Office) -> date:
    return office.ask("SELECT loket.local_day(loket.moment())") + timedelta(days=1)


def fill(screen: CalendarScreen, **values: str) -> None:
    """Type into the form."""
    for code, text in values.items():
        screen.page.form.set_value(code, text)


def idle(qtbot, screen: CalendarScreen) -> None:
    qtbot.waitUntil(lambda: not screen.office.lanes.running())


def test_given_a_year_then_its_days_rules_and_revisions_stand_there(office: Office, show) -> None:
    screen = show("manajer")
    facts = screen.facts
    assert facts is not None
    kinds = {fact.kind for fact in facts.days}
    assert kinds == {DayKind.OPEN, DayKind.CLOSED, DayKind.HOLIDAY, DayKind.SEASON}
    assert "libur" in screen.view.accessibleName()
    assert screen.revisions.model().rowCount() == 1
    assert not any(a.isVisible() for a in screen.actions_here if isinstance(a, actions.Begin | actions.Save))


def test_given_another_year_when_ctrl_pagedown_is_pressed_then_it_is_shown(show, qtbot) -> None:
    screen = show("admin")
    year = screen.year
    qtbot.keyClick(screen.rules, Qt.Key.Key_PageDown, CTRL)
    qtbot.waitUntil(lambda: screen.facts is not None and screen.facts.year == year + 1)
    assert screen.view.days[0].day == date(year + 1, 1, 1)


def test_given_a_holiday_typed_when_previewed_then_the_promises_stand_there_and_nothing_has_changed(
    office: Office, show, qtbot
) -> None:
    case = office.submitted()
    office.complete(case)
    due = office.ask("SELECT loket.local_day(due_at) FROM loket.application WHERE id = :id", id=case)
    screen = show("admin")
    qtbot.keyClick(screen.rules, Qt.Key.Key_N, CTRL)
    assert screen.is_editing()
    fill(screen, day=due.isoformat(), name="Pemilihan kepala daerah", why="SKB 2026 nomor 9")
    before = office.ask("SELECT count(*) FROM loket.calendar_revision")
    qtbot.keyClick(screen.page, Qt.Key.Key_F11)
    qtbot.waitUntil(lambda: screen.page.moved.model().rowCount() == 1)
    assert office.ask("SELECT count(*) FROM loket.calendar_revision") == before
    assert office.ask("SELECT count(*) FROM loket.holiday WHERE day = :day", day=due) == 0
    idle(qtbot, screen)
    qtbot.keyClick(screen.page, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: not screen.is_editing())
    idle(qtbot, screen)
    row = office.rows("SELECT * FROM loket.holiday WHERE day = :day", day=due)[0]
    assert (row.name, row.is_open, row.source) == ("Pemilihan kepala daerah", False, "decree")
    revision = office.rows("SELECT * FROM loket.calendar_revision ORDER BY number DESC LIMIT 1")[0]
    assert (revision.login, revision.reason) == ("admin", "SKB 2026 nomor 9")
    assert office.ask("SELECT loket.local_day(due_at) FROM loket.application WHERE id = :id", id=case) == due


def test_given_a_form_with_faults_when_saved_then_they_stand_under_their_fields(
    show, qtbot, office: Office
) -> None:
    screen = show("admin")
    qtbot.keyClick(screen.rules, Qt.Key.Key_F6)
    fill(screen, first="31-02-2027", day0="12.00-08.00", why="a")
    qtbot.keyClick(screen.page, Qt.Key.Key_S, CTRL)
    faults = {code: screen.page.form.box(code).fault for code in ("first", "day0", "why")}
    assert all(faults.values()), faults
    assert screen.is_editing()
    qtbot.keyClick(screen.page, Qt.Key.Key_Escape)
    assert not screen.is_editing()
    assert office.ask("SELECT count(*) FROM loket.work_week") == 1


def test_given_hours_for_one_point_when_saved_then_only_a_week_to_come_may_be_taken_back(
    office: Office, show, qtbot
) -> None:
    screen = show("admin")
    qtbot.keyClick(screen.rules, Qt.Key.Key_F6)
    fill(screen, first=tomorrow(office).isoformat(), point="MPP", day5="08.00-12.00", why="buka Sabtu")
    qtbot.keyClick(screen.page, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: not screen.is_editing())
    idle(qtbot, screen)
    week = office.rows("SELECT id, hours FROM loket.work_week WHERE service_point_id IS NOT NULL")[0]
    assert week.hours[5] == [["08:00", "12:00"]]
    qtbot.waitUntil(lambda: screen.rules.choose_row(f"week {week.id}"))
    qtbot.keyClick(screen.rules, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: screen.ask_bar.is_asking)
    qtbot.keyClicks(screen.ask_bar.note, "batal buka")
    qtbot.keyClick(screen.ask_bar.note, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: office.ask("SELECT count(*) FROM loket.work_week") == 1)
    idle(qtbot, screen)
    national = office.ask("SELECT id FROM loket.work_week")
    qtbot.waitUntil(lambda: screen.rules.choose_row(f"week {national}"))
    take_back = next(a for a in screen.actions_here if isinstance(a, actions.TakeBack))
    assert not take_back.isEnabled()


def test_given_the_estimated_ramadan_when_changed_then_it_is_confirmed_and_an_import_keeps_it(
    office: Office, show, qtbot
) -> None:
    screen = show("admin")
    season = office.rows(
        "SELECT id, first_day FROM loket.season WHERE extract(year FROM first_day) = :year", year=screen.year
    )[0]
    assert screen.rules.choose_row(f"season {season.id}")
    qtbot.keyClick(screen.rules, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    later = season.first_day + timedelta(days=1)
    fill(screen, first=later.isoformat(), why="sidang isbat")
    qtbot.keyClick(screen.page, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: not screen.is_editing())
    idle(qtbot, screen)
    qtbot.keyClick(screen.rules, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: screen.ask_bar.is_asking)
    qtbot.keyClicks(screen.ask_bar.note, "paket baru")
    qtbot.keyClick(screen.ask_bar.note, Qt.Key.Key_Return, CTRL)
    idle(qtbot, screen)
    row = office.rows("SELECT first_day, estimated FROM loket.season WHERE id = :id", id=season.id)[0]
    assert (row.first_day, row.estimated) == (later, False)


def test_given_the_offices_own_word_on_a_day_when_taken_back_then_the_package_has_its_word_again(
    office: Office, show, qtbot
) -> None:
    screen = show("admin")
    christmas = f"{screen.year}-12-25"
    assert screen.rules.choose_row(f"holiday {christmas}")
    take_back = next(a for a in screen.actions_here if isinstance(a, actions.TakeBack))
    assert not take_back.isEnabled()
    qtbot.keyClick(screen.rules, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    fill(screen, state="open", source="local", why="layanan khusus")
    qtbot.keyClick(screen.page, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: not screen.is_editing())
    idle(qtbot, screen)
    assert office.ask("SELECT is_open FROM loket.holiday WHERE day = CAST(:day AS date)", day=christmas)
    qtbot.waitUntil(lambda: screen.rules.choose_row(f"holiday {christmas}") and take_back.isEnabled())
    qtbot.keyClick(screen.rules, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(screen.ask_bar.note, "batal")
    qtbot.keyClick(screen.ask_bar.note, Qt.Key.Key_Return, CTRL)
    wanted = "SELECT source FROM loket.holiday WHERE day = CAST(:day AS date) AND NOT is_open"
    qtbot.waitUntil(lambda: office.ask(wanted, day=christmas) == "package")
    idle(qtbot, screen)


def test_every_verb_has_its_own_key(show) -> None:
    assert clashes(show("admin").actions_here) == []
