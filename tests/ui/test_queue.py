"""The counter by keyboard: call, recall, serve, hold, send on, finish, take back, without a counter sit down."""

import pytest
from PySide6.QtCore import Qt

from tests.make import Office
from tests.ui.hall_office import press, seated, settle, shown
from workstation.ui.action import clashes
from workstation.ui.queue.actions import Finish, NotHere, Serve, TakeBack
from workstation.ui.queue.screen import QueueScreen
from workstation.usecases import calling
from workstation.vocabulary import Priority, VisitStage

Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def counter(qtbot, office: Office, lanes, hub):
    """Budi at counter 2."""
    desk = seated(office, lanes, hub, "budi", 2)

    def show() -> QueueScreen:
        return shown(qtbot, QueueScreen, desk)

    yield show
    settle(qtbot, desk)


def stage_of(office: Office, ticket: str) -> str:
    return office.ask("SELECT stage FROM loket.visit WHERE ticket = :t", t=ticket)


def test_given_the_screen_when_its_verbs_are_looked_at_then_no_key_is_owned_twice(counter) -> None:
    assert clashes(counter().actions_here) == []


def test_given_a_line_when_the_officer_works_with_keys_alone_then_one_after_the_other_is_served(
    qtbot, office: Office, counter
) -> None:
    for _ in range(3):
        office.walk_in()
    screen = counter()
    assert [r.ticket for r in screen.view.waiting.rows()] == ["B-001", "B-002", "B-003"]
    press(qtbot, screen, Key.Key_F2)
    qtbot.waitUntil(lambda: screen.view.card.ticket.text() == "B-001")
    assert "Selesaikan, tahan, atau alihkan dahulu B-001." in screen.call_next.toolTip()
    press(qtbot, screen, Key.Key_F3)
    qtbot.waitUntil(lambda: screen.state.now.calls == 2)
    assert screen.view.card.calls.text() == "Panggilan ke-2 dari 3"
    press(qtbot, screen, Key.Key_F8)
    qtbot.waitUntil(lambda: screen.state.now.stage == VisitStage.SERVING)
    press(qtbot, screen, Key.Key_F9)
    qtbot.waitUntil(lambda: screen.state.now is None)
    assert stage_of(office, "B-001") == "finished"
    press(qtbot, screen, Key.Key_F2)
    qtbot.waitUntil(lambda: screen.view.card.ticket.text() == "B-002")
    press(qtbot, screen, Key.Key_F4)
    qtbot.waitUntil(lambda: screen.state.now is None)
    assert [r.ticket for r in screen.view.missed.rows()] == ["B-002"]
    assert screen.view.aside.tabText(1) == "Tidak hadir (1)"


def test_given_a_chosen_row_when_enter_is_pressed_then_he_is_called_and_ctrl_z_takes_it_back(
    qtbot, office: Office, counter
) -> None:
    for _ in range(3):
        office.walk_in()
    screen = counter()
    screen.view.waiting.setFocus()
    press(qtbot, screen, Key.Key_Down)
    press(qtbot, screen, Key.Key_Down)
    press(qtbot, screen, Key.Key_Return)
    qtbot.waitUntil(lambda: screen.state.now is not None)
    assert screen.state.now.ticket == "B-003"
    press(qtbot, screen, Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: screen.state.now is None)
    assert [r.ticket for r in screen.view.waiting.rows()] == ["B-001", "B-002", "B-003"]


def test_given_a_person_who_fetches_a_copy_when_held_then_the_next_is_called_and_enter_goes_on_with_him(
    qtbot, office: Office, counter
) -> None:
    for _ in range(2):
        office.walk_in()
    screen = counter()
    press(qtbot, screen, Key.Key_F2)
    qtbot.waitUntil(lambda: screen.verbs[Serve].isEnabled())
    press(qtbot, screen, Key.Key_F8)
    qtbot.waitUntil(lambda: screen.state.now.stage == VisitStage.SERVING)
    press(qtbot, screen, Key.Key_F7)
    qtbot.keyClicks(screen.ask_bar.entry, "fotokopi KTP")
    press(qtbot, screen, Key.Key_Return)
    qtbot.waitUntil(lambda: screen.state.now is None)
    assert [(r.ticket, r.note) for r in screen.view.held.rows()] == [("B-001", "fotokopi KTP")]
    screen.view.held.setFocus()
    qtbot.waitUntil(lambda: screen.take.text() == "Lanjutkan melayani")
    press(qtbot, screen, Key.Key_Return)
    qtbot.waitUntil(lambda: screen.state.now is not None)
    assert (screen.state.now.ticket, screen.state.now.stage) == ("B-001", VisitStage.SERVING)


def test_given_a_held_person_who_does_not_come_back_when_f9_is_pressed_on_his_row_then_he_is_finished(
    qtbot, office: Office, counter
) -> None:
    ticket = office.walk_in()
    desk = office.desk("budi", 2)
    calling.call_next(desk)
    calling.serve(desk, ticket.visit_id)
    calling.hold(desk, ticket.visit_id, "")
    screen = counter()
    screen.view.held.setFocus()
    qtbot.waitUntil(screen.verbs[Finish].isEnabled)
    press(qtbot, screen, Key.Key_F9)
    qtbot.waitUntil(lambda: not screen.view.held.rows())
    assert stage_of(office, "B-001") == "finished"


def test_given_a_missed_person_who_turns_up_when_enter_is_pressed_on_his_row_then_he_waits_at_his_old_place(
    qtbot, office: Office, counter
) -> None:
    first, _ = office.walk_in(), office.walk_in()
    desk = office.desk("budi", 2)
    calling.call_next(desk)
    calling.note_no_show(desk, first.visit_id)
    screen = counter()
    screen.view.aside.setCurrentIndex(1)
    screen.view.missed.setFocus()
    qtbot.waitUntil(lambda: screen.take.text() == "Kembalikan ke antrean")
    press(qtbot, screen, Key.Key_Return)
    qtbot.waitUntil(lambda: len(screen.view.waiting.rows()) == 2)
    assert [r.ticket for r in screen.view.waiting.rows()] == ["B-001", "B-002"]


def test_given_a_wrong_service_when_sent_on_then_a_note_is_demanded_and_the_colleague_reads_it(
    qtbot, office: Office, counter
) -> None:
    office.walk_in()
    screen = counter()
    press(qtbot, screen, Key.Key_F2)
    qtbot.waitUntil(screen.verbs[TakeBack].isEnabled)
    press(qtbot, screen, Key.Key_F6)
    assert [screen.ask_bar.reasons.itemText(n) for n in range(screen.ask_bar.reasons.count())] == [
        "Konsultasi Perizinan",
        "Bank DKI",
    ]
    screen.ask_bar.accept()
    assert screen.ask_bar.is_asking, "without a note nothing happens"
    qtbot.keyClicks(screen.ask_bar.note, "tanya syarat dulu")
    qtbot.keyClick(screen.ask_bar.note, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: screen.state.now is None)
    row = screen.view.waiting.rows()[0]
    assert (row.ticket, row.service, row.note) == ("B-001", "Konsultasi Perizinan", "tanya syarat dulu")


def test_given_a_person_of_the_intake_when_served_then_ctrl_n_starts_his_application(
    qtbot, office: Office, counter, hub
) -> None:
    ticket = office.walk_in(service="intake")
    screen = counter()
    assert not screen.apply.isEnabled()
    press(qtbot, screen, Key.Key_F2)
    qtbot.waitUntil(screen.verbs[Serve].isEnabled)
    assert "F8" in screen.apply.toolTip()
    press(qtbot, screen, Key.Key_F8)
    qtbot.waitUntil(screen.apply.isEnabled)
    with qtbot.waitSignal(hub.wanted) as wanted:
        press(qtbot, screen, Key.Key_N, CTRL)
    assert wanted.args == ["intake", {"visit": ticket.visit_id}]


def test_given_nobody_waiting_when_the_next_is_called_then_a_quiet_bar_says_so(
    qtbot, office: Office, counter, lanes
) -> None:
    screen = counter()
    lanes.troubled.connect(screen.complain)
    press(qtbot, screen, Key.Key_F2)
    qtbot.waitUntil(screen.notice.isVisible)
    assert screen.notice.text() == "Tidak ada yang menunggu untuk loket ini."


def test_given_a_colleague_who_was_faster_when_enter_is_pressed_then_the_refusal_is_said_and_nothing_is_lost(
    qtbot, office: Office, counter, lanes
) -> None:
    ticket = office.walk_in()
    screen = counter()
    lanes.troubled.connect(screen.complain)
    calling.call_one(office.desk("sari", 1), ticket.visit_id)
    screen.view.waiting.setFocus()
    press(qtbot, screen, Key.Key_Return)
    qtbot.waitUntil(screen.notice.isVisible)
    assert "Dipanggil" in screen.notice.text()
    qtbot.waitUntil(lambda: not screen.view.waiting.rows())


def test_given_no_counter_when_the_screen_is_seen_then_one_is_chosen_with_enter(
    qtbot, office: Office, lanes, hub
) -> None:
    office.desk("sari", 1)
    office.walk_in()
    desk = seated(office, lanes, hub, "budi")
    screen = shown(qtbot, QueueScreen, desk)
    assert [(r.number, r.taken_by) for r in screen.seat.table.rows()] == [
        (1, "Sari Wulandari"), (2, ""), (3, ""),
    ]  # fmt: skip
    assert not screen.call_next.isEnabled()
    screen.setFocus()
    assert screen.seat.table.row_now().number == 2, "the first free one"
    press(qtbot, screen, Key.Key_Return)
    qtbot.waitUntil(lambda: screen.state is not None)
    assert desk.desk.counter.number == 2
    assert [r.ticket for r in screen.view.waiting.rows()] == ["B-001"]
    settle(qtbot, desk)


def test_given_waiting_people_when_seconds_pass_then_the_times_run_without_a_question(
    qtbot, office: Office, counter, monkeypatch
) -> None:
    office.walk_in(priority=Priority.ELDERLY)
    screen = counter()
    calling.call_next(office.desk("budi", 2))
    screen.ask_again()
    qtbot.waitUntil(lambda: screen.state.now is not None)
    asked = []
    monkeypatch.setattr(screen, "refresh", lambda: asked.append(1))
    before = screen.view.card.time.text()
    qtbot.waitUntil(lambda: screen.view.card.time.text() > before, timeout=4000)
    assert asked == []
    assert screen.view.card.priority.text() == "Lansia"


def test_given_three_calls_when_he_still_does_not_come_then_the_card_names_the_key(
    qtbot, office: Office, counter
) -> None:
    office.walk_in()
    desk = office.desk("budi", 2)
    visit_id = calling.call_next(desk).visit_id
    calling.recall(desk, visit_id)
    calling.recall(desk, visit_id)
    screen = counter()
    assert "F4" in screen.view.card.calls.text()
    assert screen.verbs[NotHere].isEnabled()
