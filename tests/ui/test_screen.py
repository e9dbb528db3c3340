"""Screens ask again when it matters, and say refusals quietly."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from workstation.errors import DatabaseDown, NobodyWaiting
from workstation.ui.screen import Screen
from workstation.ui.theme import Look
from workstation.wording import sentence


class Trial(Screen):
    KEY, TITLE, SHOWS = "trial", "Antrean", frozenset({"tickets"})
    answer: Callable[[], object] = staticmethod(lambda: 1)

    def build(self):
        self.asked, self.answers, self.refused = 0, [], []
        self.set_body(QLabel("isi"))

    def refresh(self):
        self.asked += 1
        self.ask(self.answer, then=self.keep)

    def keep(self, value):
        self.answers.append(value)

    def accepted(self, *values):
        self.refused.append(values)


@pytest.fixture
def screen(qtbot, bare_office) -> Trial:
    made = Trial(bare_office)
    qtbot.addWidget(made)
    return made


def test_a_hidden_screen_waits_until_it_is_seen(qtbot, screen, hub):
    with qtbot.waitSignal(hub.changed):
        hub.hear({"tickets"})
    assert screen.asked == 0
    screen.show()
    assert screen.asked == 1
    qtbot.waitUntil(lambda: screen.answers == [1])


def test_a_seen_screen_asks_again_for_its_own_topics_only(qtbot, screen, hub):
    screen.show()
    qtbot.waitUntil(lambda: screen.answers == [1])
    with qtbot.waitSignal(hub.changed):
        hub.hear({"cases"})
    assert screen.asked == 1
    with qtbot.waitSignal(hub.changed):
        hub.hear({"tickets", "cases"})
    assert screen.asked == 2
    qtbot.waitUntil(lambda: screen.answers == [1, 1])
    screen.hide()
    with qtbot.waitSignal(hub.changed):
        hub.hear({"tickets"})
    assert screen.asked == 2
    screen.show()
    assert screen.asked == 3
    qtbot.waitUntil(lambda: len(screen.answers) == 3)


def test_the_answer_of_an_older_question_is_dropped(qtbot, screen):
    numbers = iter(range(10))
    screen.answer = lambda: next(numbers)
    screen.show()
    screen.refresh()
    screen.refresh()
    qtbot.waitUntil(lambda: not screen.office.lanes.running())
    assert len(screen.answers) == 1


def test_a_refusal_is_a_bar_that_goes_with_the_next_success(qtbot, screen, hub):
    screen.show()
    qtbot.waitUntil(lambda: bool(screen.answers))
    screen.complain(NobodyWaiting())
    assert screen.notice.isVisible()
    assert screen.notice.text() == sentence(NobodyWaiting())
    hub.relieved.emit()
    assert not screen.notice.isVisible()
    screen.complain(NobodyWaiting())
    qtbot.keyClick(screen, Qt.Key.Key_Escape)
    assert not screen.notice.isVisible()


def test_a_question_that_meets_an_outage_is_asked_again_when_the_line_is_back(qtbot, screen, hub):
    def down():
        raise DatabaseDown

    screen.answer = down
    with qtbot.waitSignal(hub.troubled) as told:
        screen.show()
    assert isinstance(told.args[0], DatabaseDown)
    qtbot.waitUntil(lambda: not screen.office.lanes.running())
    screen.answer = lambda: 2
    hub.regain()
    qtbot.waitUntil(lambda: screen.answers == [2])


def test_an_empty_screen_says_what_to_do(qtbot, screen, shot):
    screen.resize(800, 500)
    screen.show()
    screen.show_empty("Tidak ada yang menunggu", "Antrean baru muncul di sini.")
    shot(screen, "screen-empty")
    screen.show_body()
    assert screen.findChild(QLabel) is not None
    qtbot.waitUntil(lambda: not screen.office.lanes.running())


# -- questions under the title ---------------------------------------------------------------------------------


@pytest.fixture
def asking(qtbot, screen) -> Trial:
    screen.show()
    with qtbot.waitActive(screen):
        screen.activateWindow()
    qtbot.waitUntil(lambda: bool(screen.answers))
    return screen


def test_enter_says_yes_and_escape_says_no(qtbot, asking):
    bar = asking.ask_bar
    bar.confirm("Batalkan A-012?", yes="Batalkan", danger=True, then=asking.accepted)
    assert bar.isVisible()
    qtbot.keyClick(bar, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert asking.refused == []
    bar.confirm("Batalkan A-012?", then=asking.accepted)
    qtbot.keyClick(bar.yes, Qt.Key.Key_Return)
    assert asking.refused == [()]
    assert not bar.is_asking


def test_a_reason_that_needs_words_is_not_taken_without_them(qtbot, asking):
    bar = asking.ask_bar
    reasons = [("blur", "Pindaian buram"), ("other", "Alasan lain")]
    bar.reason("Mengapa dikembalikan?", reasons, note_for=frozenset({"other"}), then=asking.accepted)
    bar.reasons.setCurrentIndex(1)
    bar.accept()
    assert bar.is_asking
    bar.note.setPlainText("Halaman kedua hilang")
    bar.accept()
    assert asking.refused == [("other", "Halaman kedua hilang")]


def test_a_passphrase_is_hidden_and_forgotten(qtbot, asking):
    bar = asking.ask_bar
    bar.passphrase("Tanda tangani 40 surat", then=asking.accepted)
    qtbot.keyClick(bar.entry, Qt.Key.Key_Return)
    assert bar.is_asking
    qtbot.keyClicks(bar.entry, "rahasia")
    assert bar.entry.displayText() != "rahasia"
    qtbot.keyClick(bar.entry, Qt.Key.Key_Return)
    assert asking.refused == [("rahasia",)]
    assert bar.entry.text() == ""


def test_a_line_is_checked_before_it_is_taken(qtbot, asking):
    def fault(text: str) -> str:
        return "" if text.isdigit() else "Isi dengan angka."

    bar = asking.ask_bar
    bar.line("Suhu badan", check=fault, then=asking.accepted)
    qtbot.keyClicks(bar.entry, "tiga")
    bar.accept()
    assert bar.is_asking
    bar.entry.setText("36")
    bar.accept()
    assert asking.refused == [("36",)]


def test_a_question_is_never_cut_even_with_large_letters_on_a_small_screen(qtbot, asking, look, shot):
    look(Look.LIGHT, 200)
    asking.resize(1238, 615)
    asking.ask_bar.reason("Mengapa dikembalikan?", [("blur", "Pindaian buram")], then=asking.accepted)
    bar = asking.ask_bar
    qtbot.waitUntil(lambda: bar.height() >= bar.sizeHint().height())
    assert bar.geometry().bottom() < asking.height()
    assert bar.note.geometry().bottom() < bar.yes.geometry().top()
    shot(asking, "asking-200")
    bar.cancel()
