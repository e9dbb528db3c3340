"""The frame: places by role, problems on the screen in front, the lock, the key sheet, the palette."""

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QListWidget, QWidget

from tests.ui.conftest import StandInDesk
from workstation.errors import DatabaseDown, NobodyWaiting, SignInRefused
from workstation.progress import Progress
from workstation.ui.action import FRAME_KEYS, Action
from workstation.ui.screen import Screen
from workstation.ui.theme import Look, theme
from workstation.ui.window import Facts, ScreenSpec, Window
from workstation.vocabulary import Role
from workstation.wording import sentence

FACTS = Facts("MPP DKI Jakarta", "Siti Rahma", "Petugas loket", "Loket 12")


class Call(Action):
    TEXT, KEYS = "Panggil berikutnya", "F9"

    def perform(self):
        self.parent().called += 1


class Never(Action):
    TEXT, KEYS = "Lewati", "F11"

    def fits(self, rows):
        return "Pilih satu antrean dahulu."


class Queue(Screen):
    KEY, TITLE, ICON, SHOWS = "queue", "Antrean", "users", frozenset({"tickets"})

    def build(self):
        self.called, self.asked, self.opened = 0, 0, []
        self.entry = QLineEdit()
        self.entry.setAccessibleName("Catatan")
        self.set_body(self.entry)
        self.add_actions(Call, Never)

    def refresh(self):
        self.asked += 1

    def open(self, subject):
        self.opened.append(subject)


class Search(Queue):
    KEY, TITLE, ICON = "search", "Pencarian", "search"


class Admin(Queue):
    KEY, TITLE, ICON, ROLES = "admin", "Pengaturan", "settings", frozenset({Role.ADMIN})


SPECS = tuple(ScreenSpec.of(kind) for kind in (Queue, Search, Admin))


def unlock(secret: str) -> None:
    if secret != "benar":
        raise SignInRefused("siti")


@pytest.fixture
def window(qtbot, bare_office) -> Window:
    bare_office.desk = StandInDesk(roles=frozenset({Role.OFFICER}))
    made = Window(bare_office, SPECS, FACTS, unlock=unlock)
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    return made


def press(window: Window, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(window.focusWidget() or window, key, modifier)


def test_only_the_places_of_the_role_are_shown_and_made_when_wanted(window):
    assert [button.text() for button in window.rail.buttons] == ["Antrean", "Pencarian"]
    assert window.stack.count() == 1
    press(window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert window.screen_now().KEY == "search"
    assert window.screen_now().entry.hasFocus()
    assert window.stack.count() == 2
    assert window.rail.buttons[1].isChecked()


def test_a_place_seen_for_the_first_time_has_the_cursor_where_it_wants_it(qtbot, bare_office):
    class Inbox(Queue):
        KEY, TITLE = "inbox", "Berkas"

        def build(self):
            super().build()
            body = QWidget()
            self.first, self.line = QLineEdit(body), QLineEdit(body)
            self.set_body(body)
            self.setFocusProxy(self.line)

    made = Window(bare_office, (ScreenSpec.of(Queue), ScreenSpec.of(Inbox)), FACTS, unlock=unlock)
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    press(made, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert made.screen_now().line.hasFocus()


def test_a_click_in_the_rail_and_the_hub_bring_a_screen_with_its_subject(qtbot, window, hub):
    qtbot.mouseClick(window.rail.buttons[1], Qt.MouseButton.LeftButton)
    assert window.screen_now().KEY == "search"
    hub.go("queue", 42)
    assert window.screen_now().KEY == "queue"
    assert window.screen_now().opened == [42]


def test_a_screens_key_works_wherever_the_cursor_is_but_only_on_that_screen(qtbot, window):
    queue = window.screen_now()
    window.top.line.setFocus()
    press(window, Qt.Key.Key_F9)
    assert queue.called == 1
    window.show_screen("search")
    press(window, Qt.Key.Key_F9)
    assert queue.called == 1
    assert window.screen_now().called == 1


def test_the_frames_keys_are_the_ones_that_screens_must_not_take(window):
    mine = {sequence.toString() for action in window.frame_actions for sequence in action.shortcuts()}
    known = {QKeySequence(key).toString() for key in FRAME_KEYS}
    assert mine <= known
    assert {action.shortcut().toString() for action in window.places} <= known


def test_a_refusal_is_shown_by_the_screen_in_front(qtbot, window, lanes):
    def refuse():
        raise NobodyWaiting

    with qtbot.waitSignal(lanes.troubled):
        window.office.do(refuse)
    assert window.screen_now().notice.text() == sentence(NobodyWaiting())
    assert not window.banner.isVisible()


def test_an_outage_is_a_banner_and_trying_again_does_the_same_work(qtbot, window, lanes, shot):
    tries = []

    def flaky():
        tries.append(1)
        if len(tries) == 1:
            raise DatabaseDown("SQLSTATE 08006")

    with qtbot.waitSignal(lanes.paused):
        window.office.do(flaky)
    assert window.banner.isVisible()
    assert window.banner.text() == sentence(DatabaseDown())
    assert "SQLSTATE 08006" in window.banner.accessibleName()
    shot(window, "window-outage")
    qtbot.mouseClick(window.banner.again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(tries) == 2)
    assert not window.banner.isVisible()


def test_giving_up_lets_the_next_work_through(qtbot, window, lanes):
    def down():
        raise DatabaseDown

    with qtbot.waitSignal(lanes.paused):
        window.office.do(down)
    window.banner.give_up.click()
    assert not window.banner.isVisible()
    with qtbot.waitSignal(window.office.do(lambda: 1).done):
        pass


def test_the_line_is_told_in_words(window, hub):
    hub.lose()
    assert window.top.line.text() == "Terputus"
    assert window.banner.text() == sentence(DatabaseDown())
    asked = window.screen_now().asked
    hub.regain()
    assert window.top.line.text() == "Tersambung"
    assert window.screen_now().asked == asked + 1
    assert not window.banner.isVisible()


def test_success_is_said_in_a_toast_that_takes_no_focus(window, hub):
    window.screen_now().entry.setFocus()
    hub.say("A-012 dipanggil")
    assert window.toast.isVisible()
    assert window.toast.text() == "A-012 dipanggil"
    assert window.screen_now().entry.hasFocus()


def test_the_lock_keeps_everything_and_silences_all_keys(qtbot, window, shot):
    queue = window.screen_now()
    queue.entry.setText("setengah jadi")
    queue.entry.setFocus()
    press(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.is_locked
    assert not queue.isVisible()
    shot(window, "lock")
    press(window, Qt.Key.Key_F9)
    press(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert queue.called == 0
    assert not window.palette_sheet.isVisible()
    window.lock.password.setText("salah")
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Kata sandi salah." in window.lock.findChildren(QLabel)[-1].text())
    assert window.is_locked
    window.lock.password.setText("benar")
    QTest.keyClick(window.lock.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.is_locked)
    assert queue.entry.text() == "setengah jadi"
    assert queue.entry.hasFocus()
    assert window.lock.password.text() == ""


def test_another_officer_signs_the_first_one_out(qtbot, window):
    window.lock_now()
    with qtbot.waitSignal(window.sign_out_wanted):
        window.lock.other.click()


def test_an_idle_workstation_locks_itself(qtbot, bare_office):
    made = Window(bare_office, SPECS, FACTS, unlock=unlock, idle_minutes=0.002)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.is_locked)


def test_the_key_sheet_lists_only_what_works_now(window, shot):
    press(window, Qt.Key.Key_F1)
    assert window.sheet.isVisible()
    lines = window.sheet.lines()
    assert "Panggil berikutnya" in lines
    assert "Lewati" not in lines
    assert "Kunci layar" in lines
    shot(window, "keys")
    press(window, Qt.Key.Key_Escape)
    assert not window.sheet.isVisible()


@pytest.mark.parametrize("key", [(Qt.Key.Key_F1,), (Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)])
def test_closing_what_lies_over_the_screen_gives_the_cursor_back(window, key):
    queue = window.screen_now()
    queue.entry.setFocus()
    press(window, *key)
    assert not queue.entry.hasFocus()
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert queue.entry.hasFocus()


def test_the_key_of_a_verb_that_is_not_possible_now_says_why(window):
    queue = window.screen_now()
    queue.entry.setFocus()
    press(window, Qt.Key.Key_F11)
    assert queue.notice.isVisible()
    assert queue.notice.text() == "“Lewati” belum dapat dilakukan."
    assert "Pilih satu antrean dahulu." in queue.notice.accessibleName()
    press(window, Qt.Key.Key_Escape)
    assert not queue.notice.isVisible()


def test_the_palette_finds_a_verb_by_its_words_and_hands_the_rest_to_the_search(qtbot, window):
    press(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(window.palette_sheet.entry, "panggil")
    qtbot.keyClick(window.palette_sheet.entry, Qt.Key.Key_Return)
    assert window.screen_now().called == 1
    window.show_palette()
    qtbot.keyClicks(window.palette_sheet.entry, "Sri Wahyuni")
    qtbot.keyClick(window.palette_sheet.entry, Qt.Key.Key_Return)
    assert window.screen_now().KEY == "search"
    assert window.screen_now().opened == ["Sri Wahyuni"]


def test_zoom_and_look_change_live(window, look):
    look(Look.LIGHT)
    press(window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert theme().scale == 110
    press(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert theme().scale == 100
    window._next_look()
    assert theme().look is Look.DARK


def test_at_two_hundred_percent_on_a_small_screen_the_rail_shows_icons_only(window, look):
    look(Look.LIGHT, 200)
    window.resize(1366, 768)
    assert window.rail.buttons[0].is_narrow
    assert window.width() == 1366
    look(Look.LIGHT, 100)
    assert not window.rail.buttons[0].is_narrow


def test_a_screen_that_needs_the_room_gets_it_from_the_rail_on_a_small_window(window, look, monkeypatch):
    look(Look.LIGHT, 100)
    window.resize(1366, 768)
    here, there = (spec.key for spec in window.specs[:2])
    window.show_screen(there)
    monkeypatch.setattr(type(window.screen_now()), "ROOM_PX", 1500)
    window.show_screen(here)
    assert not window.rail.buttons[0].is_narrow
    window.show_screen(there)
    assert window.rail.buttons[0].is_narrow
    window.resize(1920, 1080)
    assert not window.rail.buttons[0].is_narrow


def test_running_work_stands_in_the_tray_and_can_be_stopped(qtbot, window, lanes):
    go = threading.Event()

    def work():
        for number in range(40):
            yield Progress(number, 40, f"surat {number}")
            go.wait(5)

    job = window.office.do(work, lane="signing", name="Menandatangani 40 surat")
    qtbot.waitUntil(lambda: job.progress is not None)
    assert window.top.tray.isVisible()
    assert window.top.tray.text() == "1 pekerjaan"
    assert not window.close()
    assert window.screen_now().ask_bar.is_asking
    window.screen_now().ask_bar.cancel()
    with qtbot.assertNotEmitted(window.sign_out_wanted):
        window.leave()
    assert window.screen_now().ask_bar.is_asking
    with qtbot.waitSignal(window.sign_out_wanted):
        window.screen_now().ask_bar.accept()
    with qtbot.waitSignal(job.stopped):
        job.cancel()
        go.set()
    qtbot.waitUntil(lambda: not window.top.tray.isVisible())


def test_the_practice_banner_says_that_the_data_are_made_up(qtbot, bare_office):
    made = Window(bare_office, SPECS, replace(FACTS, practice=True), unlock=unlock)
    qtbot.addWidget(made)
    made.show()
    assert any("LATIHAN" in label.text() and label.isVisible() for label in made.findChildren(QLabel))
    assert "LATIHAN" in made.windowTitle()


def test_every_control_has_a_name_for_a_screen_reader(window):
    window.screen_now().complain(NobodyWaiting())
    controls = [*window.findChildren(QAbstractButton), *window.findChildren(QLineEdit)]
    inner = ("qt_",)
    nameless = [
        c for c in controls if not (c.accessibleName() or c.text()) and not c.objectName().startswith(inner)
    ]
    assert [type(c).__name__ for c in nameless if c.isVisible()] == []


def test_tab_reaches_every_control_of_the_screen(qtbot, window):
    seen: set[QWidget] = set()
    for _ in range(60):
        now = window.focusWidget()
        if now is None or (now in seen and len(seen) > 5):
            break
        seen.add(now)
        press(window, Qt.Key.Key_Tab)
    wanted = {w for w in window.findChildren(QAbstractButton) if w.isVisible() and w.isEnabled()}
    assert {w for w in wanted if w.focusPolicy() & Qt.FocusPolicy.TabFocus} - seen == set()
    assert window.screen_now().entry in seen


def outage() -> None:
    raise DatabaseDown("no route")


def test_given_work_held_up_by_an_outage_when_the_screen_is_locked_then_the_password_still_opens_it(
    qtbot, window, lanes
):
    with qtbot.waitSignal(lanes.paused):
        lanes.do(outage)
    window.lock_now()
    window.lock.password.setText("benar")
    QTest.keyClick(window.lock.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.is_locked)
    lanes.drop("database")


def test_given_work_held_up_when_a_window_opens_then_its_banner_offers_to_try_again(
    qtbot, bare_office, lanes
):
    with qtbot.waitSignal(lanes.paused):
        lanes.do(outage)
    made = Window(bare_office, SPECS, FACTS, unlock=unlock)
    qtbot.addWidget(made)
    made.show()
    assert made.banner.isVisible()
    assert made.banner.lane == "database"
    lanes.drop("database")


def test_given_a_small_screen_then_the_window_opens_inside_it(qtbot, bare_office):
    QSettings().remove("window/geometry")
    made = Window(bare_office, SPECS, FACTS, unlock=unlock)
    qtbot.addWidget(made)
    space = made.screen().availableSize()
    assert (made.width(), made.height()) == (min(1366, space.width()), min(768, space.height()))


def test_given_a_change_that_waits_for_the_line_when_the_officer_leaves_then_he_is_asked(
    qtbot, window, lanes
):
    with qtbot.waitSignal(lanes.paused):
        lanes.do(outage)
    with qtbot.assertNotEmitted(window.sign_out_wanted):
        window.leave()
    assert window.screen_now().ask_bar.is_asking
    lanes.drop("database")
    with qtbot.waitSignal(window.sign_out_wanted):
        window.leave()


def test_given_two_hundred_percent_on_eight_hundred_by_six_hundred_then_the_place_scrolls_to_the_cursor(
    qtbot, window, look
):
    look(Look.LIGHT, 200)
    window.resize(800, 600)
    assert (window.width(), window.height()) == (800, 600)
    queue = window.screen_now()
    assert queue.width() >= theme().px(560)
    far = queue.entry
    far.setParent(queue)
    far.move(queue.width() - 100, queue.height() - 40)
    far.show()
    window.rail.buttons[0].setFocus()
    far.setFocus()
    qtbot.waitUntil(
        lambda: (
            window.room.viewport().rect().contains(far.mapTo(window.room.viewport(), far.rect().topLeft()))
        )
    )


def test_given_a_place_whose_lists_would_like_more_then_it_fits_into_the_window_without_scrolling(
    qtbot, window
):
    queue = window.screen_now()
    queue.entry.setMinimumHeight(0)
    wish = QListWidget()
    wish.setSizeAdjustPolicy(QListWidget.SizeAdjustPolicy.AdjustToContents)
    wish.addItems([str(number) for number in range(200)])
    queue.set_body(wish)
    window.resize(1366, 768)
    qtbot.waitUntil(lambda: queue.height() == window.room.viewport().height())
    assert wish.sizeHint().height() > 2 * queue.height()
    assert window.room.verticalScrollBar().maximum() == 0
