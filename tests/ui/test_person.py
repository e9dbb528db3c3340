"""The desk of the persons by keyboard: find with a purpose, register, answer, freeze, give a copy."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from tests.make import Office
from workstation.errors import FourEyes, RequestNotMet
from workstation.ui.action import clashes
from workstation.ui.person import actions
from workstation.ui.person.screen import PersonScreen
from workstation.usecases import intake, person_reading, personal_data, retention, reviewing
from workstation.usecases.personal_data import NewRequest
from workstation.vocabulary import RequestKind, RequestState

SITI = "3171994502850001"


def action(screen: PersonScreen, kind: type) -> actions.PersonAction:
    return next(one for one in screen.actions_here if type(one) is kind)


def found(screen: PersonScreen, qtbot, card: str = SITI) -> None:
    """Type the number and take the first purpose, as the manager does."""
    qtbot.keyClick(screen, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(screen.card, card)
    qtbot.keyClick(screen.card, Qt.Key.Key_Return)
    assert screen.ask_bar.is_asking
    screen.ask_bar.accept()
    qtbot.waitUntil(lambda: screen.person is not None)


def asked(office: Office, kind: RequestKind, hours_ago: float = 0) -> int:
    desk = office.desk("manajer")
    subject = person_reading.find_person(desk, SITI, "permintaan tertulis")
    received = office.ask("SELECT loket.moment()") - timedelta(hours=hours_ago)
    return personal_data.register(desk, NewRequest(subject, kind, "Siti Rahmawati", received))


def answered(screen: PersonScreen, qtbot, note: str) -> None:
    """Type a note and agree with Ctrl+Enter."""
    qtbot.keyClicks(screen.ask_bar.note, note)
    screen.ask_bar.accept()
    qtbot.waitUntil(lambda: not screen.office.lanes.running())


def test_given_a_number_and_a_purpose_when_entered_then_holdings_and_trail_are_shown(
    office: Office, show, qtbot
) -> None:
    case = office.submitted()
    reviewing.open_file(office.desk("rina"), case, "penelitian administrasi")
    screen = show(PersonScreen)
    found(screen, qtbot)
    assert screen.whole.holdings.model().rowCount() == 4
    officers = {row.officer for row in screen.whole.trail.rows_model.rows}
    assert {"Rina Kusuma", "Budi Santoso", "Maya Lestari"} <= officers
    assert office.ask("SELECT count(*) FROM loket.journal WHERE thing = 'person'") == 1
    assert screen.card.text() == ""


def test_given_a_number_too_short_then_the_refusal_is_said_and_nobody_is_shown(show, qtbot) -> None:
    screen = show(PersonScreen)
    screen.card.setText("3171")
    screen.find_person()
    screen.ask_bar.accept()
    qtbot.waitUntil(lambda: "tidak lengkap" in screen.notice.text())
    assert screen.person is None


def test_requests_stand_by_time_left_and_the_overdue_is_told(office: Office, show) -> None:
    asked(office, RequestKind.CORRECTION)
    late = asked(office, RequestKind.ACCESS, hours_ago=80)
    screen = show(PersonScreen)
    rows = screen.table.rows_model.rows
    assert rows[0].id == late
    assert screen.table._left(rows[0]) == "lewat 8 jam"
    assert "1 lewat tenggat" in screen._subtitle.text()


def test_given_a_found_person_when_a_request_is_typed_then_it_stands_in_the_register(
    office: Office, show, qtbot
) -> None:
    office.submitted()
    screen = show(PersonScreen)
    assert not action(screen, actions.NewRequestForm).isEnabled()
    found(screen, qtbot)
    qtbot.keyClick(screen, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert screen.is_typing()
    screen.form.submit()
    assert screen.form.form.box("name").fault
    qtbot.keyClicks(screen.form.form.box("name").entry.widget, "Siti Rahmawati")
    qtbot.keyClick(screen, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: screen.table.model().rowCount() == 1)
    row = screen.table.row_now()
    assert (row.name, row.kind, row.state) == ("Siti Rahmawati", RequestKind.ACCESS, RequestState.OPEN)


def test_given_a_request_when_its_copy_is_printed_then_it_can_be_granted(
    office: Office, show, qtbot, tmp_path: Path
) -> None:
    office.submitted()
    asked(office, RequestKind.ACCESS)
    screen = show(PersonScreen)
    screen.table.setFocus()
    qtbot.keyClick(screen, Qt.Key.Key_F8)
    with qtbot.waitSignal(screen.office.lanes.troubled) as told:
        answered(screen, qtbot, "Salinan diserahkan")
    assert told.args[0] == RequestNotMet("access")
    qtbot.keyClick(screen.table, Qt.Key.Key_F4)
    qtbot.waitUntil(lambda: screen.person is not None)
    qtbot.keyClick(screen, Qt.Key.Key_F10)
    qtbot.waitUntil(lambda: bool(list((tmp_path / "prints").glob("*.pdf"))))
    qtbot.waitUntil(lambda: not screen.office.lanes.running())
    qtbot.keyClick(screen, Qt.Key.Key_F8)
    answered(screen, qtbot, "Salinan diserahkan")
    qtbot.waitUntil(lambda: screen.table.rows_model.rows[0].state is RequestState.ANSWERED)


def test_given_a_request_when_refused_then_its_ground_is_asked(office: Office, show, qtbot) -> None:
    asked(office, RequestKind.ERASURE)
    screen = show(PersonScreen)
    screen.table.setFocus()
    qtbot.keyClick(screen, Qt.Key.Key_F7)
    screen.ask_bar.accept()
    assert screen.ask_bar.is_asking  # the words are wanted
    answered(screen, qtbot, "Perkara masih berjalan")
    qtbot.waitUntil(lambda: screen.table.rows_model.rows[0].state is RequestState.REFUSED)


def test_given_a_found_person_when_frozen_and_lifted_then_the_list_says_so(
    office: Office, show, qtbot
) -> None:
    case = office.submitted()
    screen = show(PersonScreen)
    found(screen, qtbot)
    assert not action(screen, actions.Lift).isEnabled()
    qtbot.keyClick(screen, Qt.Key.Key_F9)
    answered(screen, qtbot, "permintaan penangguhan")
    qtbot.waitUntil(lambda: bool(screen.person and screen.person.restraints))
    assert office.ask("SELECT loket.is_frozen(:i)", i=case) is True
    assert "Dibekukan" in screen.whole._under.text()
    qtbot.keyClick(screen, Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    answered(screen, qtbot, "pemohon mencabut permintaannya")
    qtbot.waitUntil(lambda: not (screen.person and screen.person.restraints))
    assert office.ask("SELECT loket.is_frozen(:i)", i=case) is False


def test_given_a_wish_for_erasure_when_proposed_then_another_person_destroys_what_has_ended(
    office: Office, show, qtbot
) -> None:
    ended = office.submitted()
    intake.withdraw(office.desk("budi"), ended, "pemohon membatalkan")
    running = office.submitted()
    screen = show(PersonScreen)
    assert not action(screen, actions.ProposeErasure).isEnabled()
    found(screen, qtbot)
    qtbot.keyClick(screen, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    screen.ask_bar.accept()
    assert screen.ask_bar.is_asking, "the ground is wanted"
    answered(screen, qtbot, "surat permohonan penghapusan 20-11-2026")
    qtbot.waitUntil(lambda: office.ask("SELECT count(*) FROM loket.destruction") == 1)
    run = office.ask("SELECT id FROM loket.destruction")
    with pytest.raises(FourEyes):
        retention.approve(office.desk("manajer"), run)
    assert retention.approve(office.desk("admin"), run) == 1
    names = {row.id: row.applicant_name for row in office.rows("SELECT * FROM loket.application")}
    assert names == {ended: "(dimusnahkan)", running: "Siti O'Reilly Rahmawati"}


def test_one_case_alone_is_held(office: Office, show, qtbot) -> None:
    office.submitted()
    screen = show(PersonScreen)
    found(screen, qtbot)
    qtbot.keyClick(screen, Qt.Key.Key_F6)
    screen.ask_bar.reasons.setCurrentIndex(1)
    assert "MPP-" in screen.ask_bar.reasons.currentText()
    answered(screen, qtbot, "perkara di PTUN")
    qtbot.waitUntil(lambda: bool(screen.person and screen.person.restraints))
    assert office.ask("SELECT count(*) FROM loket.restraint WHERE application_id IS NOT NULL") == 1


def test_a_copy_is_saved_where_the_manager_says(office: Office, show, qtbot, tmp_path: Path) -> None:
    office.submitted()
    screen = show(PersonScreen)
    found(screen, qtbot)
    save = action(screen, actions.SaveCopy)
    assert isinstance(save, actions.SaveCopy)
    save.save_to(str(tmp_path / "data.json"))
    qtbot.waitUntil(lambda: (tmp_path / "data.json").exists())
    qtbot.waitUntil(lambda: not screen.office.lanes.running())
    whole = json.loads((tmp_path / "data.json").read_text("utf-8"))
    assert whole["data"]["nik"] == SITI


def test_no_key_of_this_screen_has_two_meanings(show) -> None:
    assert clashes(show(PersonScreen).actions_here) == []
