"""A reviewer's way through the cases by keyboard: packets, skipping, all steps at once, the case before."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.intray import person
from tests.make import Office
from tests.ui.hall_office import press, settle
from workstation.errors import MissingMark
from workstation.ui.review.forward import Conclude
from workstation.ui.review.screen import ReviewScreen
from workstation.ui.screen import Screen
from workstation.usecases import packets, reviewing

PAPERS = ("identity_card", "photo", "vaccine_certificate")
Key, PLAIN = Qt.Key, Qt.KeyboardModifier.NoModifier
CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


def filed(office: Office, count: int) -> list[int]:
    return [office.submitted(**person(number)) for number in range(count)]


def ready(office: Office, count: int) -> list[int]:
    """Cases that lack nothing but the proposal."""
    cases = filed(office, count)
    for case in cases:
        office.complete(case)
        office.marked(case)
    packets.release_all(office.desk("rina"))
    return cases


def hit(qtbot, screen: ReviewScreen, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
    press(qtbot, screen, key, modifier)
    settle(qtbot, screen.office)


def on_desk(screen: ReviewScreen) -> int | None:
    return screen.case.id if screen.case else None


def stages(office: Office) -> list[str]:
    return [row.stage for row in office.rows("SELECT stage FROM loket.application ORDER BY id")]


def held(office: Office) -> int:
    return int(office.ask("SELECT count(*) FROM loket.application WHERE owner_id IS NOT NULL"))


# -- packets -------------------------------------------------------------------------------------------------


def test_given_a_packet_when_worked_through_then_each_case_says_where_it_stands_and_the_skipped_one_comes_last(
    qtbot, office: Office, reviewer
) -> None:
    first, second, third = ready(office, 3)
    screen = reviewer()
    hit(qtbot, screen, Key.Key_F2, SHIFT)
    assert held(office) == 3
    assert on_desk(screen) == first
    assert screen._subtitle.text().startswith("Berkas 1 dari 3 · ")
    hit(qtbot, screen, Key.Key_F2)
    assert on_desk(screen) == second
    assert held(office) == 3  # skipped, not given away
    assert screen._subtitle.text().startswith("Berkas 1 dari 3 · ")
    hit(qtbot, screen, Key.Key_Return, CTRL)
    assert on_desk(screen) == third
    assert screen._subtitle.text().startswith("Berkas 2 dari 3 · ")
    hit(qtbot, screen, Key.Key_Return, CTRL)
    assert on_desk(screen) == first
    assert screen._subtitle.text().startswith("Berkas 3 dari 3 · ")
    with qtbot.waitSignal(screen.office.hub.said) as said:
        hit(qtbot, screen, Key.Key_Return, CTRL)
        qtbot.waitUntil(lambda: screen.case is None)
    assert said.args[0].endswith("diusulkan disetujui.")
    assert screen.pages.currentWidget() is screen.inbox
    assert stages(office) == ["proposed"] * 3


def test_given_a_packet_when_the_list_is_looked_at_then_one_key_goes_on_where_it_was_left(
    qtbot, office: Office, reviewer
) -> None:
    first, second, _ = ready(office, 3)
    screen = reviewer()
    hit(qtbot, screen, Key.Key_F2, SHIFT)
    hit(qtbot, screen, Key.Key_Return, CTRL)
    hit(qtbot, screen, Key.Key_Up, ALT)
    assert on_desk(screen) is None
    hit(qtbot, screen, Key.Key_F2)
    assert on_desk(screen) == second != first
    assert screen._subtitle.text().startswith("Berkas 2 dari 3 · ")


def test_given_a_packet_when_given_back_then_every_case_is_free_and_marks_already_typed_are_kept(
    qtbot, office: Office, reviewer
) -> None:
    case = filed(office, 3)[0]
    office.complete(case)
    packets.release_all(office.desk("rina"))
    screen = reviewer()
    hit(qtbot, screen, Key.Key_F2, SHIFT)
    press(qtbot, screen, Key.Key_1)
    press(qtbot, screen, Key.Key_F2, CTRL)
    settle(qtbot, screen.office)
    assert held(office) == 0
    assert on_desk(screen) is None
    assert office.ask("SELECT count(*) FROM loket.field_mark") == 1


def test_given_a_case_of_the_packet_in_a_colleagues_hands_then_the_one_after_it_opens(
    qtbot, office: Office, reviewer
) -> None:
    _, second, third = ready(office, 3)
    screen = reviewer()
    hit(qtbot, screen, Key.Key_F2, SHIFT)
    reviewing.take_over(office.desk("joko"), second, "tenggat hari ini")
    settle(qtbot, screen.office)
    hit(qtbot, screen, Key.Key_Return, CTRL)
    assert on_desk(screen) == third
    assert screen.case.may_work


def test_given_a_packet_when_the_timer_comes_then_all_its_leases_are_renewed(
    qtbot, office: Office, reviewer
) -> None:
    filed(office, 2)
    screen = reviewer()
    hit(qtbot, screen, Key.Key_F2, SHIFT)
    before = office.ask("SELECT min(lease_until) FROM loket.application")
    screen.lease.timer.timeout.emit()
    settle(qtbot, screen.office)
    assert office.ask("SELECT min(lease_until) FROM loket.application") > before


# -- skipping and coming back --------------------------------------------------------------------------------


def test_given_skipped_cases_when_all_others_are_done_then_they_come_again_and_alone_one_does_not_come_for_ever(
    qtbot, office: Office, reviewer
) -> None:
    first, second = ready(office, 2)
    screen = reviewer()
    hit(qtbot, screen, Key.Key_F2)
    hit(qtbot, screen, Key.Key_F2)  # the first is skipped
    assert on_desk(screen) == second
    hit(qtbot, screen, Key.Key_Return, CTRL)
    assert on_desk(screen) == first
    hit(qtbot, screen, Key.Key_F2)  # nothing else is left
    assert on_desk(screen) is None
    assert stages(office) == ["administrative", "proposed"]


def test_given_a_case_just_finished_when_looked_at_again_then_it_is_read_only_and_can_be_undone(
    qtbot, office: Office, reviewer
) -> None:
    first, second = ready(office, 2)
    screen = reviewer()
    hit(qtbot, screen, Key.Key_F2)
    hit(qtbot, screen, Key.Key_Return, CTRL)
    assert on_desk(screen) == second
    hit(qtbot, screen, Key.Key_Left, ALT)
    assert on_desk(screen) == first
    assert not screen.case.may_work
    assert "sudah selesai" in screen.desk.holder.text()
    assert [b.action.TEXT for b in screen.holding if b.isVisible()] == []
    hit(qtbot, screen, Key.Key_Left, ALT)  # and back to the work
    assert on_desk(screen) == second
    assert screen.case.may_work
    hit(qtbot, screen, Key.Key_Z, CTRL | ALT)
    assert on_desk(screen) == first
    assert screen.case.may_work
    assert stages(office)[0] == "technical"


# -- all steps at once ---------------------------------------------------------------------------------------


def test_given_a_case_when_all_is_said_then_one_key_takes_all_steps_and_opens_the_next(
    qtbot, office: Office, reviewer
) -> None:
    first, second = filed(office, 2)
    screen = reviewer()
    hit(qtbot, screen, Key.Key_F2)
    conclude = next(a for a in screen.actions_here if isinstance(a, Conclude))
    assert conclude.why == "Periksa semua dokumen dahulu."
    while screen.case.next_pending(None):
        hit(qtbot, screen, Key.Key_F8)
    hit(qtbot, screen, Key.Key_Return, CTRL)
    assert isinstance(screen.notice.problem, MissingMark)
    assert stages(office)[0] == "submitted"
    for _ in range(len(screen.case.unmarked)):
        press(qtbot, screen, Key.Key_1)
    assert QApplication.focusWidget() is screen.buttons[0]  # where the next step is, for Enter
    press(qtbot, screen, Key.Key_Return, CTRL)
    settle(qtbot, screen.office)
    assert stages(office) == ["proposed", "submitted"]
    assert on_desk(screen) == second != first


def test_given_a_field_that_differs_when_concluded_then_it_is_named_before_anything_moves(
    qtbot, office: Office, reviewer
) -> None:
    case = ready(office, 1)[0]
    screen = reviewer()
    hit(qtbot, screen, Key.Key_F2)
    screen.desk.case.go_to_field("name")
    hit(qtbot, screen, Key.Key_2)
    hit(qtbot, screen, Key.Key_Return, CTRL)
    assert screen.ask_bar.is_asking
    assert stages(office) == ["administrative"]
    hit(qtbot, screen, Key.Key_Escape)
    assert on_desk(screen) == case
    assert stages(office) == ["administrative"]


# -- hands that tire -----------------------------------------------------------------------------------------


def hold_down(screen: ReviewScreen, key: Qt.Key, times: int = 8) -> None:
    """Let a key lie under a tired finger: one press, and the repeats that the keyboard sends."""
    target = QApplication.focusWidget() or screen
    QTest.keyPress(target, key)
    for _ in range(times):
        QTest.simulateEvent(QApplication.focusWidget() or screen, True, key, PLAIN, "", True)
    QTest.keyRelease(QApplication.focusWidget() or screen, key)


def test_given_the_forward_key_held_down_then_only_one_step_is_taken(qtbot, office: Office, reviewer) -> None:
    ready(office, 2)
    screen = reviewer()
    hit(qtbot, screen, Key.Key_F2)
    for _ in range(3):
        hold_down(screen, Key.Key_F8)
        settle(qtbot, screen.office)
    assert stages(office) == ["proposed", "technical"]  # three presses, three steps


def test_given_enter_held_down_on_the_focused_step_then_no_second_case_is_decided(
    qtbot, office: Office, reviewer
) -> None:
    ready(office, 3)
    screen = reviewer()
    hit(qtbot, screen, Key.Key_F2)
    screen.focus_forward()
    hold_down(screen, Key.Key_Return)
    settle(qtbot, screen.office)
    assert stages(office) == ["technical", "administrative", "administrative"]
    hold_down(screen, Key.Key_Space)
    settle(qtbot, screen.office)
    assert stages(office) == ["proposed", "administrative", "administrative"]


def test_given_a_whole_case_when_worked_then_the_cursor_always_stands_on_something_that_is_seen(
    qtbot, office: Office, reviewer
) -> None:
    filed(office, 2)
    screen = reviewer()
    keys = [
        Key.Key_F2,
        *[Key.Key_F8] * (len(PAPERS) + 1),
        *[Key.Key_1] * 3,
        Key.Key_Down,
        Key.Key_F6,
        Key.Key_Escape,
    ]
    for key in (*keys, Key.Key_F4, Key.Key_Escape, Key.Key_F8):
        hit(qtbot, screen, key)
        qtbot.waitUntil(cursor_is_seen)


def cursor_is_seen() -> bool:
    cursor = QApplication.focusWidget()
    return cursor is not None and cursor.isEnabled() and not cursor.visibleRegion().isEmpty()


def test_given_a_field_then_a_screen_reader_hears_which_field_a_mark_belongs_to(
    qtbot, office: Office, reviewer
) -> None:
    filed(office, 1)
    screen = reviewer()
    hit(qtbot, screen, Key.Key_F2)
    row = screen.desk.case.fields["name"]
    assert [button.accessibleName() for button in row.buttons] == [
        "Nama lengkap: Sama",
        "Nama lengkap: Berbeda",
        "Nama lengkap: Tidak terbaca",
    ]


def test_given_list_and_desk_then_f1_lists_what_works_there_and_nothing_else(
    qtbot, office: Office, reviewer
) -> None:
    filed(office, 1)
    screen = reviewer()

    def listed() -> set[str]:
        return {action.text() for action in Screen.keys(screen)}

    assert {"Ambil berikutnya", "Ambil paket"} <= listed()
    assert not {"Terima dokumen", "Isian sama", "Putar"} & listed()
    hit(qtbot, screen, Key.Key_F2)
    assert {"Terima dokumen", "Tolak dokumen", "Kembalikan", "Lewati"} <= listed()
    assert not {"Ambil paket", "Tuntaskan", "Usulkan ditolak", "Setujui"} & listed()
    hit(qtbot, screen, Key.Key_F7)
    assert not {"Terima dokumen", "Lewati", "Kembalikan"} & listed()
