"""Taking steps back, correcting a time and taking a case over, by keyboard on a real database."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from tests.make import Office
from tests.ui.hall_office import press, seated, settle, shown
from workstation.drafts import Drafts
from workstation.imaging.pool import PageReader
from workstation.ui.queue.screen import QueueScreen
from workstation.ui.reception.screen import ReceptionScreen
from workstation.ui.review.screen import ReviewScreen
from workstation.ui.takeovers import TakeoverTeller
from workstation.usecases import calling, reviewing
from workstation.worktime import WIB

Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
BOTH = CTRL | Qt.KeyboardModifier.ShiftModifier


def type_in(qtbot, text: str) -> None:
    qtbot.keyClicks(QApplication.focusWidget(), text)
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Return)


def stage(office: Office, table: str, ident: int) -> str:
    return str(office.ask(f"SELECT stage FROM loket.{table} WHERE id = :id", id=ident))


def test_given_a_visitor_finished_by_mistake_when_undone_then_he_is_served_again(
    qtbot, office: Office, lanes, hub
) -> None:
    visit = office.walk_in().visit_id
    desk = office.desk("budi", counter=1)
    calling.call_next(desk)
    calling.serve(desk, visit)
    screen = shown(qtbot, QueueScreen, seated(office, lanes, hub, "budi", counter=1))
    press(qtbot, screen, Key.Key_F9)
    settle(qtbot, screen.office)
    assert stage(office, "visit", visit) == "finished"
    press(qtbot, screen, Key.Key_Z, CTRL | Qt.KeyboardModifier.AltModifier)
    settle(qtbot, screen.office)
    assert stage(office, "visit", visit) == "serving"


def test_given_somebody_let_in_by_mistake_when_undone_then_he_is_only_booked(
    qtbot, office: Office, lanes, hub
) -> None:
    visit = office.walk_in().visit_id
    screen = shown(qtbot, ReceptionScreen, seated(office, lanes, hub, "budi"))
    press(qtbot, screen, Key.Key_Z, CTRL | Qt.KeyboardModifier.AltModifier)
    settle(qtbot, screen.office)
    assert stage(office, "visit", visit) == "booked"


def test_given_nothing_to_undo_then_the_screen_says_so(qtbot, office: Office, lanes, hub) -> None:
    screen = shown(qtbot, ReceptionScreen, seated(office, lanes, hub, "sari"))
    press(qtbot, screen, Key.Key_Z, CTRL | Qt.KeyboardModifier.AltModifier)
    settle(qtbot, screen.office)
    assert screen.notice.isVisible()


def test_given_a_service_begun_earlier_then_its_time_is_corrected_with_a_reason(
    qtbot, office: Office, lanes, hub
) -> None:
    visit = office.walk_in().visit_id
    office.run("UPDATE loket.stage_interval SET from_at = from_at - interval '30 minutes'")
    desk = office.desk("budi", counter=1)
    calling.call_next(desk)
    screen = shown(qtbot, QueueScreen, seated(office, lanes, hub, "budi", counter=1))
    wanted = (desk.now() - timedelta(minutes=10)).astimezone(WIB)
    press(qtbot, screen, Key.Key_K, BOTH)
    type_in(qtbot, wanted.strftime("%H.%M"))
    type_in(qtbot, "lupa menekan tombol")
    settle(qtbot, screen.office)
    since = office.ask(
        "SELECT from_at FROM loket.stage_interval WHERE thing_id = :id AND machine = 'visit' AND to_at IS NULL",
        id=visit,
    )
    assert since == wanted.replace(second=0, microsecond=0)


@pytest.fixture
def reviewer(qtbot, office: Office, lanes, hub, tmp_path):
    """Somebody at the review desk, with a journal of this computer."""
    made = []
    with PageReader(1) as pages:

        def show(login: str) -> ReviewScreen:
            seat = seated(office, lanes, hub, login)
            seat.tools |= {"pages": pages, "drafts": Drafts(tmp_path / login, login)}
            made.append(seat)
            return shown(qtbot, ReviewScreen, seat)

        yield show
        for seat in made:
            settle(qtbot, seat)
            seat.tools["drafts"].close()


def test_given_a_step_of_the_review_when_undone_then_the_case_is_back_on_the_desk(
    qtbot, office: Office, reviewer
) -> None:
    case = office.submitted()
    office.complete(case)
    screen = reviewer("rina")
    press(qtbot, screen, Key.Key_Z, CTRL | Qt.KeyboardModifier.AltModifier)
    settle(qtbot, screen.office)
    assert stage(office, "application", case) == "submitted"
    assert screen.case is not None
    assert screen.case.id == case


def test_given_a_colleagues_case_when_taken_over_with_a_reason_then_he_is_told_and_keeps_what_he_typed(
    qtbot, office: Office, lanes, hub, reviewer
) -> None:
    case = office.submitted()
    office.complete(case)
    rina = reviewer("rina")
    press(qtbot, rina, Key.Key_F2)
    settle(qtbot, rina.office)
    press(qtbot, rina, Key.Key_F6)
    settle(qtbot, rina.office)
    question = f"Kembalikan {rina.case.file.number} kepada pemohon?"
    rina.desk.reasons.list.item(0).setCheckState(Qt.CheckState.Checked)
    rina.desk.reasons.note.setPlainText("mohon lampirkan halaman kedua")
    reviewing.take_over(office.desk("joko"), case, "tenggat hari ini")
    told = []
    owner = QObject()
    teller = TakeoverTeller(rina.office, lambda *words: told.append(words), owner)
    settle(qtbot, rina.office)
    assert "diambil alih oleh Joko Prasetyo" in told[0][0]
    assert "tenggat hari ini" in told[0][0]
    assert office.ask("SELECT count(*) FROM loket.takeover WHERE seen_at IS NULL") == 0
    rina.desk.reasons.accept()
    settle(qtbot, rina.office)
    assert stage(office, "application", case) == "administrative"  # she no longer holds it
    assert rina.unsent.note(case, question) == "mohon lampirkan halaman kedua"
    rina.office.tools["drafts"].flush()
    (kept,) = rina.office.tools["drafts"].restore()
    assert kept.content["note"] == "mohon lampirkan halaman kedua"
    assert teller.parent() is owner


def test_given_a_case_that_rina_holds_then_joko_takes_it_over_by_keyboard(
    qtbot, office: Office, reviewer
) -> None:
    case = office.submitted()
    reviewing.take(office.desk("rina"), case)
    joko = reviewer("joko")
    joko.open(case)
    settle(qtbot, joko.office)
    assert joko.case is not None
    assert not joko.case.may_work
    press(qtbot, joko, Key.Key_T, BOTH)
    type_in(qtbot, "Rina dipanggil rapat")
    settle(qtbot, joko.office)
    assert joko.case.may_work
    row = office.rows("SELECT reason FROM loket.takeover")[0]
    assert row.reason == "Rina dipanggil rapat"
