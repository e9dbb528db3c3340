"""Verbs: possible or saying why not, with keys that do not clash."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tests.ui.conftest import StandInDesk
from workstation.errors import NobodyWaiting
from workstation.ui.action import Action, ActionButton, clashes
from workstation.ui.button import Weight
from workstation.ui.theme import Look
from workstation.vocabulary import Role


@dataclass(frozen=True)
class Ticket:
    id: int
    is_called: bool = False


class Recall(Action):
    TEXT, KEYS, ICON, ROLE = "Panggil ulang", ("F10", "Ctrl+Shift+P"), "repeat", Role.OFFICER
    CHANGES = frozenset({"tickets"})
    done: list[object]

    def fits(self, rows):
        if len(rows) != 1:
            return "Pilih satu antrean dahulu."
        return rows[0].is_called

    def perform(self):
        ticket = self.rows[0].id
        self.start(lambda: ticket, then=self.finished)

    def finished(self, value):
        self.done = [value]


@pytest.fixture
def page(qtbot) -> QWidget:
    made = QWidget()
    QVBoxLayout(made)
    qtbot.addWidget(made)
    return made


def test_given_a_key_that_is_held_down_then_only_what_is_meant_to_repeat_does(page, bare_office):
    class Push(Recall):
        REPEATS = True

    assert not Recall(bare_office, page).autoRepeat()
    assert Push(bare_office, page).autoRepeat()


def test_a_verb_that_does_not_fit_says_why(page, bare_office):
    action = Recall(bare_office, page)
    button = ActionButton(action)
    page.layout().addWidget(button)
    assert not button.isEnabled()
    assert "Pilih satu antrean dahulu." in button.toolTip()
    assert button.accessibleDescription() == "Pilih satu antrean dahulu."
    action.choose((Ticket(4),))
    assert action.why == Recall.WHY
    action.choose((Ticket(4, is_called=True),))
    assert button.isEnabled()
    assert button.keys == "F10"
    assert button.accessibleName() == "Panggil ulang"


def test_a_verb_is_busy_until_its_work_has_ended_and_tells_the_hub(qtbot, page, bare_office, hub):
    action = Recall(bare_office, page)
    action.choose((Ticket(4, is_called=True),))
    with qtbot.waitSignal(hub.changed) as told:
        action.trigger()
        assert action.is_busy
        assert not action.isEnabled()
        action.trigger()
    assert told.args == [frozenset({"tickets"})]
    assert action.done == [4]
    assert action.isEnabled()


def test_a_verb_without_the_role_is_not_shown_and_does_nothing(page, bare_office):
    bare_office.desk = StandInDesk(roles=frozenset({Role.AUDITOR}))
    action = Recall(bare_office, page)
    action.choose((Ticket(4, is_called=True),))
    button = ActionButton(action)
    page.layout().addWidget(button)
    page.show()
    assert not button.isVisible()
    action.trigger()
    assert not action.is_busy


def test_a_refused_verb_is_possible_again(qtbot, page, bare_office, lanes):
    class Call(Recall):
        def fits(self, rows):
            return True

        def perform(self):
            self.start(self.refuse)

        def refuse(self):
            raise NobodyWaiting

    action = Call(bare_office, page)
    with qtbot.waitSignal(lanes.troubled):
        action.trigger()
    assert action.isEnabled()


def test_the_key_starts_the_verb(qtbot, page, bare_office):
    action = Recall(bare_office, page)
    action.choose((Ticket(8, is_called=True),))
    page.show()
    with qtbot.waitActive(page):
        page.activateWindow()
    qtbot.keyClick(page, Qt.Key.Key_F10)
    qtbot.waitUntil(lambda: getattr(action, "done", None) == [8])


def test_clashing_and_missing_keys_are_found():
    class NoKey(Recall):
        TEXT, KEYS = "Lewati", ""

    class Twin(Recall):
        TEXT, KEYS = "Cap", "Shift+Ctrl+P"

    assert clashes([Recall]) == []
    assert clashes([Recall, NoKey]) == ["Lewati: no key"]

    class Lock(Recall):
        TEXT, KEYS = "Kunci", "Ctrl+L"

    assert clashes([Lock]) == ["Ctrl+L: the frame and Kunci"]
    assert clashes([Recall, Twin]) == ["Ctrl+Shift+P: Panggil ulang and Cap"]


def test_buttons_never_cut_their_words_in_any_size(qtbot, page, bare_office, look, shot):
    buttons = [ActionButton(Recall(bare_office, page), weight=weight) for weight in Weight]
    for button in buttons:
        page.layout().addWidget(button)
    page.show()
    for scale in (100, 150, 200):
        look(Look.LIGHT, scale)
        for button in buttons:
            need = button.fontMetrics().horizontalAdvance(button.text())
            assert button.minimumSizeHint().width() > need
    shot(page, "buttons-200")
