"""The door by keyboard: scan, temperature, number; fever, full hall, another day, no paper in the printer."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from tests.make import Office
from tests.pictures.hall import book
from tests.ui.hall_office import press, seated, settle, shown
from workstation.ui.action import clashes
from workstation.ui.reception.screen import ReceptionScreen
from workstation.ui.reception.view import read_temperature
from workstation.usecases import checking_in
from workstation.vocabulary import VisitStage

Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def door(qtbot, office: Office, lanes, hub, tmp_path):
    """Budi at the door, a folder as printer."""
    made = []

    def show(prints: bool = True) -> ReceptionScreen:
        desk = seated(office, lanes, hub, "budi", prints=tmp_path if prints else None)
        made.append(desk)
        screen = shown(qtbot, ReceptionScreen, desk)
        lanes.troubled.connect(screen.complain)
        return screen

    yield show
    settle(qtbot, made[0])


def papers(folder) -> list[str]:
    return sorted(file.name for file in folder.glob("*.pdf"))


def scan(qtbot, screen: ReceptionScreen, code: str) -> None:
    """What a scanner does: letters, then Enter, into whatever has the focus after Ctrl+F."""
    press(qtbot, screen, Key.Key_F, CTRL)
    qtbot.keyClicks(screen.field, code)
    press(qtbot, screen, Key.Key_Return)
    qtbot.waitUntil(lambda: screen.notice.isVisible() or screen.row is not None)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("36,7", "36.7"), ("36.7", "36.7"), ("367", "36.7"), (" 37 ", "37.0"), ("36,70", "36.7"), ("36,7 °C", "36.7"),
        ("", None), ("abc", None), ("367,1", None), ("3,67", None), ("98", None), ("36,75", None), ("nan", None),
        ("٣٦٧", None), ("1e1", None), ("-36", None), ("Infinity", None),
    ],
)  # fmt: skip
def test_given_a_typed_temperature_when_it_is_read_then_only_a_persons_temperature_passes(
    typed: str, read: str | None
) -> None:
    assert read_temperature(typed) == (Decimal(read) if read else None)


def test_given_the_screen_when_its_verbs_are_looked_at_then_no_key_is_owned_twice(door) -> None:
    assert clashes(door().actions_here) == []


def test_given_a_scanned_code_when_temperature_and_f8_follow_then_a_ticket_is_given_and_printed(
    qtbot, office: Office, door, tmp_path
) -> None:
    book(office, (("KMQR34", "Siti Nur Rahmawati", "intake", 0), ("TUVW67", "Agus", "intake", 0)))
    screen = door()
    scan(qtbot, screen, "https://lacak.loket.example/kmqr34")
    assert screen.view.panel.booking.name.text() == "Siti N. R."
    qtbot.waitUntil(screen.view.panel.questions.temperature.hasFocus)
    qtbot.keyClicks(screen.view.panel.questions.temperature, "36,7")
    press(qtbot, screen, Key.Key_F8)
    qtbot.waitUntil(lambda: screen.view.panel.page == "issued")
    assert screen.view.panel.issued.number.text() == "B-001"
    qtbot.waitUntil(lambda: screen.view.panel.issued.paper.text() == "Tiket tercetak")
    assert [name for name in papers(tmp_path) if "B-001" in name and "roll_80" in name]
    assert office.ask("SELECT temperature FROM loket.health_declaration h JOIN loket.visit v ON v.id = h.visit_id"
                      " WHERE v.code = 'KMQR34'") == Decimal("36.7")  # fmt: skip
    assert screen.field.hasFocus(), "ready for the next scan"
    assert screen.field.text() == ""
    qtbot.waitUntil(lambda: screen.view.occupancy.text().startswith("1 dari 20 orang"))
    scan(qtbot, screen, "TUVW67")
    assert screen.view.panel.page == "booking"


def test_given_nothing_declared_when_f8_is_pressed_then_the_missing_answer_is_asked_and_nothing_given(
    qtbot, office: Office, door
) -> None:
    book(office, (("KMQR34", "Siti", "intake", 0),))
    office.run("DELETE FROM loket.health_declaration")
    screen = door()
    scan(qtbot, screen, "KMQR34")
    questions = screen.view.panel.questions
    qtbot.waitUntil(questions.well.hasFocus)
    press(qtbot, screen, Key.Key_F8)
    assert questions.fault.text() == "Tanyakan dahulu: sehat atau tidak sehat?"
    press(qtbot, screen, Key.Key_Space)
    assert questions.well.isChecked()
    press(qtbot, screen, Key.Key_F8)
    assert "36,7" in questions.fault.text()
    assert questions.temperature.hasFocus()
    assert office.ask("SELECT stage FROM loket.visit") == "booked"


def test_given_fever_when_f8_is_pressed_then_the_door_offers_to_turn_away_and_keeps_what_was_measured(
    qtbot, office: Office, door
) -> None:
    book(office, (("KMQR34", "Siti", "intake", 0),))
    screen = door()
    scan(qtbot, screen, "KMQR34")
    qtbot.waitUntil(screen.view.panel.questions.temperature.hasFocus)
    qtbot.keyClicks(screen.view.panel.questions.temperature, "38.1")
    assert "37,3" in screen.view.panel.questions.fault.text()
    press(qtbot, screen, Key.Key_Return)
    qtbot.waitUntil(lambda: screen.ask_bar.is_asking)
    press(qtbot, screen, Key.Key_Return)
    qtbot.waitUntil(lambda: office.ask("SELECT stage FROM loket.visit") == "refused")
    assert office.ask("SELECT note FROM loket.visit") == "Suhu badan melebihi batas"
    assert office.ask("SELECT temperature FROM loket.health_declaration") == Decimal("38.1")
    qtbot.waitUntil(lambda: [r.stage for r in screen.view.table.rows()] == [VisitStage.REFUSED])
    qtbot.waitUntil(screen.field.hasFocus)


def test_given_symptoms_when_f7_is_pressed_then_the_reason_is_already_chosen(
    qtbot, office: Office, door
) -> None:
    book(office, (("KMQR34", "Siti", "intake", 0),))
    screen = door()
    scan(qtbot, screen, "KMQR34")
    screen.view.panel.questions.unwell.setChecked(True)
    press(qtbot, screen, Key.Key_F7)
    assert screen.ask_bar.reasons.currentText() == "Menyatakan tidak sehat"
    press(qtbot, screen, Key.Key_Return)
    qtbot.waitUntil(lambda: office.ask("SELECT note FROM loket.visit") == "Menyatakan tidak sehat")


def test_given_a_booking_of_another_day_when_scanned_then_the_day_is_said_and_no_number_can_be_given(
    qtbot, office: Office, door
) -> None:
    book(office, (("BESK34", "Besok Lusa", "intake", 60 * 24 * 2),))
    screen = door()
    scan(qtbot, screen, "BESK34")
    assert "bukan untuk hari ini" in screen.notice.text()
    assert not screen.let_in.isEnabled()
    assert not screen.turn_away.isEnabled()
    assert screen.view.panel.questions.isHidden()


def test_given_an_unknown_code_when_scanned_then_it_is_said(qtbot, office: Office, door) -> None:
    screen = door()
    scan(qtbot, screen, "ZZZZZZ")
    assert screen.notice.text() == "Pesanan antrean ZZZZZZ tidak ditemukan."


def test_given_part_of_a_name_when_typed_then_the_list_narrows_by_itself_and_enter_opens_the_only_one(
    qtbot, office: Office, door
) -> None:
    book(office, (("KMQR34", "Siti Rahma", "intake", 0), ("TUVW67", "Agus Wijaya", "intake", 0)))
    screen = door()
    qtbot.keyClicks(screen.field, "wija")
    qtbot.waitUntil(lambda: [r.code for r in screen.view.table.rows()] == ["TUVW67"])
    press(qtbot, screen, Key.Key_Return)
    qtbot.waitUntil(lambda: screen.row is not None)
    assert screen.row.code == "TUVW67"


def test_given_no_booking_when_a_walk_in_is_typed_then_he_gets_a_number(qtbot, office: Office, door) -> None:
    screen = door()
    press(qtbot, screen, Key.Key_N, CTRL)
    panel = screen.view.panel
    qtbot.waitUntil(panel.newcomer.service.hasFocus)
    press(qtbot, screen, Key.Key_Down)
    assert panel.newcomer.service.currentText() == "B · Penerimaan Berkas"
    press(qtbot, screen, Key.Key_Tab)
    qtbot.waitUntil(panel.newcomer.name.hasFocus)
    panel.questions.well.setChecked(True)
    panel.questions.temperature.setText("36,5")
    press(qtbot, screen, Key.Key_F8)
    assert panel.newcomer.fault.text() == "Nama wajib diisi."
    qtbot.keyClicks(panel.newcomer.name, "Dewi  Anggraini")
    press(qtbot, screen, Key.Key_F8)
    qtbot.waitUntil(lambda: panel.page == "issued")
    assert office.ask("SELECT name FROM loket.visit") == "Dewi Anggraini"
    assert panel.issued.number.text() == "B-001"


def test_given_a_full_hall_when_a_walk_in_comes_then_capacity_and_time_are_said_and_the_words_stay(
    qtbot, office: Office, door
) -> None:
    office.run("UPDATE loket.hall SET seats = 2 WHERE service_point_id ="
               " (SELECT id FROM loket.service_point WHERE code = 'MPP')")  # fmt: skip
    office.walk_in()
    screen = door()
    assert screen.view.occupancy.text() == "1 dari 1 orang di ruang tunggu · penuh"
    press(qtbot, screen, Key.Key_N, CTRL)
    panel = screen.view.panel
    panel.newcomer.name.setText("Dewi")
    panel.questions.well.setChecked(True)
    panel.questions.temperature.setText("36,5")
    press(qtbot, screen, Key.Key_F8)
    qtbot.waitUntil(screen.notice.isVisible)
    assert "kapasitas 1 orang" in screen.notice.text()
    assert "Tawarkan kembali pukul" in screen.notice.text()
    assert (panel.page, panel.newcomer.name.text()) == ("newcomer", "Dewi")


def test_given_a_used_quota_when_another_walk_in_wants_it_then_the_quota_is_said(
    qtbot, office: Office, door
) -> None:
    office.walk_in(service="bank")
    office.walk_in(service="bank")
    screen = door()
    press(qtbot, screen, Key.Key_N, CTRL)
    panel = screen.view.panel
    panel.newcomer.service.setCurrentIndex(2)
    assert panel.newcomer.service.currentText() == "I · Bank DKI – kuota habis"
    panel.newcomer.name.setText("Dewi")
    panel.questions.well.setChecked(True)
    panel.questions.temperature.setText("36,5")
    press(qtbot, screen, Key.Key_F8)
    qtbot.waitUntil(screen.notice.isVisible)
    assert screen.notice.text() == "Kuota harian Bank DKI sudah habis (2 orang)."


def test_given_no_printer_when_a_number_is_given_then_it_stays_and_f10_prints_it_later(
    qtbot, office: Office, door, tmp_path
) -> None:
    from workstation.printing.spooler import FolderSpooler

    book(office, (("KMQR34", "Siti", "intake", 0),))
    screen = door(prints=False)
    scan(qtbot, screen, "KMQR34")
    screen.view.panel.questions.temperature.setText("36,7")
    press(qtbot, screen, Key.Key_F8)
    qtbot.waitUntil(lambda: "F10" in screen.view.panel.issued.paper.text())
    assert "B-001 belum tercetak" in screen.notice.text()
    assert office.ask("SELECT ticket FROM loket.visit") == "B-001"
    assert screen.office.lanes.paused_lanes() == {}
    screen.office.spooler = FolderSpooler(tmp_path)
    press(qtbot, screen, Key.Key_F10)
    qtbot.waitUntil(lambda: screen.view.panel.issued.paper.text() == "Tiket tercetak")
    assert len(papers(tmp_path)) == 1


def test_given_a_lost_slip_when_the_visitor_is_chosen_then_f10_prints_the_same_number_again(
    qtbot, office: Office, door, tmp_path
) -> None:
    ticket = office.walk_in()
    screen = door()
    screen.view.table.choose_first()
    assert not screen.let_in.isEnabled()
    assert "Menunggu" in screen.let_in.toolTip()
    press(qtbot, screen, Key.Key_F10)
    qtbot.waitUntil(lambda: len(papers(tmp_path)) == 1)
    assert ticket.number in papers(tmp_path)[0]


def test_given_a_colleague_who_lets_him_in_when_news_come_then_the_panel_follows(
    qtbot, office: Office, door, hub
) -> None:
    book(office, (("KMQR34", "Siti", "intake", 0),))
    screen = door()
    scan(qtbot, screen, "KMQR34")
    checking_in.check_in(office.desk("sari"), screen.row.id, checking_in.Health(True, Decimal("36.5")))
    hub.hear({"visits"})
    qtbot.waitUntil(lambda: screen.row.stage == VisitStage.WAITING)
    assert not screen.let_in.isEnabled()
    assert "B-001" in screen.view.panel.booking.note.text()
