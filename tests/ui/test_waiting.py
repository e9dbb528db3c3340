"""Stopping the clock at the review desk and starting it again from the list, by keyboard, on a real database."""

from datetime import timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.intray import person
from tests.make import Office
from tests.ui.hall_office import press, seated, settle, shown
from workstation.imaging.pool import PageReader
from workstation.ui.action import clashes
from workstation.ui.review.screen import ReviewScreen
from workstation.ui.review.waits import whole_rupiah
from workstation.ui.typed import typed_day
from workstation.ui.waiting.actions import CancelOrder, StepOn
from workstation.ui.waiting.screen import WaitingScreen
from workstation.usecases import reviewing, waiting
from workstation.vocabulary import WAITS

Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def screen_of(qtbot, office: Office, lanes, hub):
    """The list of waiting cases, for anybody."""

    def show(login: str) -> WaitingScreen:
        return shown(qtbot, WaitingScreen, seated(office, lanes, hub, login))

    return show


def stage_of(office: Office, case: int) -> str:
    return str(office.ask("SELECT stage FROM loket.application WHERE id = :id", id=case))


def technical(office: Office, number: int = 0, **changed: str) -> int:
    case = office.submitted(**(person(number) | changed))
    office.complete(case)
    office.marked(case)
    reviewing.pass_on(office.desk("rina"), case)
    return case


def type_in(qtbot, text: str, *, ends: Key = Key.Key_Return, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClicks(QApplication.focusWidget(), text)
    qtbot.keyClick(QApplication.focusWidget(), ends, modifier)


def press_and_wait(qtbot, screen, key: Key) -> None:
    press(qtbot, screen, key)
    settle(qtbot, screen.office)


def verb(screen: WaitingScreen, kind: type):
    return next(action for action in screen.actions_here if isinstance(action, kind))


def test_no_key_is_owned_twice(screen_of) -> None:
    assert clashes(screen_of("serba").actions_here) == []


def test_given_nothing_waits_then_the_list_says_how_a_wait_begins(qtbot, screen_of) -> None:
    screen = screen_of("rina")
    settle(qtbot, screen.office)
    assert "F4" in screen._empty.accessibleName() + screen._empty.findChildren(type(screen._title))[1].text()


@pytest.mark.parametrize(
    ("steps", "answers", "wanted"),
    [
        (0, (), "waiting_guarantor"),
        (1, (), "waiting_applicant"),
        (2, ("Jalan Contoh 12", None, "Tim survei"), "waiting_survey"),
        (3, ("2.500.000", None), "waiting_payment"),
        (4, (None,), "postponed"),
    ],
)
def test_given_a_case_on_the_desk_when_f4_is_pressed_then_the_clock_stops_for_the_chosen_reason(
    qtbot, office: Office, lanes, hub, steps: int, answers: tuple[str | None, ...], wanted: str
) -> None:
    case = technical(office)
    seat = seated(office, lanes, hub, "rina")
    with PageReader(1) as pages:
        seat.tools["pages"] = pages
        screen = shown(qtbot, ReviewScreen, seat)
        press_and_wait(qtbot, screen, Key.Key_F2)
        assert screen.case.id == case
        press(qtbot, screen, Key.Key_F4)
        for _ in range(steps):
            qtbot.keyClick(QApplication.focusWidget(), Key.Key_Down)
        qtbot.keyClick(QApplication.focusWidget(), Key.Key_Tab)
        type_in(qtbot, "alasan yang dicatat", modifier=CTRL)
        for answer in answers:
            type_in(qtbot, answer or "")
        settle(qtbot, screen.office)
        assert stage_of(office, case) == wanted
        assert screen.case is None
        settle(qtbot, seat)


def test_given_a_silent_guarantor_when_his_answer_is_written_down_then_the_case_goes_on(
    qtbot, office: Office, screen_of
) -> None:
    case = technical(office)
    waiting.ask_guarantor(office.desk("rina"), case, "penjamin belum menjawab")
    screen = screen_of("budi")
    settle(qtbot, screen.office)
    assert [row.id for row in screen.table.rows()] == [case]
    assert verb(screen, StepOn).text() == "Catat kontak penjamin"
    press(qtbot, screen, Key.Key_F8)
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Tab)
    type_in(qtbot, "tidak diangkat", modifier=CTRL)  # the first answer: a message was sent by telephone
    settle(qtbot, screen.office)
    assert stage_of(office, case) == "waiting_guarantor"
    press(qtbot, screen, Key.Key_F8)
    for _ in range(4):
        qtbot.keyClick(QApplication.focusWidget(), Key.Key_Down)
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Tab)
    type_in(qtbot, "Ibu Dewi menjamin", modifier=CTRL)
    settle(qtbot, screen.office)
    assert stage_of(office, case) == "technical"
    rows = office.rows("SELECT channel, outcome, note FROM loket.guarantor_contact ORDER BY id")
    assert [(r.channel, r.outcome) for r in rows] == [("phone", "sent"), ("phone", "confirmed")]
    qtbot.waitUntil(lambda: not screen.table.isVisible())


def test_given_a_levy_then_its_orderer_may_not_take_the_money_and_the_clerk_writes_the_receipt(
    qtbot, office: Office, screen_of
) -> None:
    case = technical(office)
    desk = office.desk("rina")
    waiting.order_levy(desk, case, Decimal(2_500_000), "Perda contoh", desk.today() + timedelta(days=7))
    theirs = screen_of("rina")
    settle(qtbot, theirs.office)
    assert not verb(theirs, StepOn).isEnabled()
    assert "petugas lain" in verb(theirs, StepOn).why
    screen = screen_of("budi")
    settle(qtbot, screen.office)
    assert verb(screen, StepOn).text() == "Catat pembayaran"
    assert not verb(screen, CancelOrder).isEnabled()
    press(qtbot, screen, Key.Key_F8)
    type_in(qtbot, "x")
    assert stage_of(office, case) == "waiting_payment"  # two letters are no receipt
    type_in(qtbot, " TRX-20261121")
    settle(qtbot, screen.office)
    assert stage_of(office, case) == "technical"


def test_given_a_survey_when_reported_and_judged_by_two_people_then_the_case_goes_on(
    qtbot, office: Office, screen_of
) -> None:
    case = technical(office)
    desk = office.desk("rina")
    waiting.order_survey(desk, case, "Jalan Contoh 12", desk.today(), "Tim survei")
    screen = screen_of("rina")
    settle(qtbot, screen.office)
    press(qtbot, screen, Key.Key_F8)
    type_in(qtbot, "")
    type_in(qtbot, "Bangunan sesuai gambar.", modifier=CTRL)
    settle(qtbot, screen.office)
    qtbot.waitUntil(lambda: verb(screen, StepOn).text() == "Sahkan survei (BAPT)")
    assert "petugas lain" in verb(screen, StepOn).why
    other = screen_of("joko")
    settle(qtbot, other.office)
    press(qtbot, other, Key.Key_F8)
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Tab)
    type_in(qtbot, "Layak secara teknis.", modifier=CTRL)
    settle(qtbot, other.office)
    assert stage_of(office, case) == "technical"


def test_every_kind_of_wait_can_be_listed_alone(qtbot, office: Office, screen_of) -> None:
    first, second = technical(office, 1), technical(office, 2)
    waiting.ask_applicant(office.desk("rina"), first, "nomor telepon")
    waiting.postpone(office.desk("rina"), second, office.desk("rina").today() + timedelta(days=3), "ditutup")
    screen = screen_of("ratna")
    settle(qtbot, screen.office)
    assert {row.id for row in screen.table.rows()} == {first, second}
    screen.open("postponed")
    settle(qtbot, screen.office)
    assert [row.id for row in screen.table.rows()] == [second]
    assert screen.kinds.count() == len(WAITS) + 1


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("2.500.000", 2_500_000), ("Rp 50000", 50_000), ("0", None), ("", None), ("1,5", None), ("-3", None)],
)
def test_an_amount_is_whole_rupiah_or_nothing(typed: str, amount: int | None) -> None:
    assert whole_rupiah(typed) == (None if amount is None else Decimal(amount))


@pytest.mark.parametrize("typed", ["25-11-2026", "25/11/2026", " 25-11-2026 "])
def test_a_day_is_typed_as_people_write_it(typed: str) -> None:
    found = typed_day(typed)
    assert found is not None
    assert found.isoformat() == "2026-11-25"
    assert typed_day("31-02-2026") is None
