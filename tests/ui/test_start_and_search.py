"""The first thing an officer sees, and how he finds a case: real rows, keyboard alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from tests.issued import Shelf
from tests.make import Office
from workstation.ui.action import clashes
from workstation.ui.hub import Hub
from workstation.ui.jobs import Lanes
from workstation.ui.search.screen import OpenFound, SearchScreen, WithdrawFound
from workstation.ui.start.screen import GoOnSigning, StartScreen, Tile


def tiles(screen: QWidget) -> dict[str, str]:
    """The tiles that stand on the page: code -> what a screen reader says."""
    return {tile.code: tile.accessibleName() for tile in screen.findChildren(Tile) if tile.isVisible()}


def test_given_two_waiting_and_one_draft_when_an_officer_signs_in_then_his_tiles_count_them(
    office: Office, show, qtbot
) -> None:
    office.walk_in()
    office.walk_in()
    office.draft()
    screen = show(StartScreen, "budi", counter=1)
    qtbot.waitUntil(lambda: tiles(screen).get("waiting") == "Menunggu loket Anda: 2")
    assert tiles(screen)["drafts"] == "Konsep Anda: 1"
    assert tiles(screen)["hall"] == "Orang di ruang tunggu: 2"
    assert "proposed" not in tiles(screen)


def test_given_an_officer_comes_in_then_the_cursor_stands_on_his_first_tile(
    office: Office, show, qtbot
) -> None:
    screen = show(StartScreen, "budi", counter=1)
    screen.take_focus()
    qtbot.waitUntil(lambda: isinstance(screen.focusWidget(), Tile) and screen.focusWidget().hasFocus())
    assert screen.focusWidget().code == "waiting"


def test_given_a_proposal_when_the_supervisor_opens_the_nearest_deadline_then_he_is_led_to_the_approval(
    office: Office, show, qtbot, hub: Hub
) -> None:
    application_id = office.proposed()
    screen = show(StartScreen, "ratna")
    qtbot.waitUntil(lambda: screen.table.model().rowCount() == 1)
    qtbot.waitUntil(lambda: tiles(screen).get("proposed") == "Menunggu keputusan Anda: 1")
    screen.table.setFocus()
    with qtbot.waitSignal(hub.wanted) as led:
        qtbot.keyClick(screen.table, Qt.Key.Key_Down)
        qtbot.keyClick(screen.table, Qt.Key.Key_Return)
    assert led.args == ["approval", application_id]


def test_given_a_batch_that_was_cut_off_when_the_supervisor_comes_in_then_the_rest_is_offered(
    office: Office, show, qtbot, hub: Hub
) -> None:
    office.approved()
    with office.owner.begin() as connection:  # as a process leaves it that dies before it can close its batch
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql(
            "INSERT INTO loket.signing_batch (service_point_id, signatory_id, certificate_sha256, opened_at)"
            " SELECT service_point_id, id, 'x', now() FROM loket.officer WHERE login = 'ratna'"
        )
    screen = show(StartScreen, "ratna")
    qtbot.waitUntil(screen.cut_off.isVisible)
    assert "0 surat sudah ditandatangani dan disimpan, 1 belum" in screen.cut_off.text()
    go_on = next(action for action in screen.actions_here if isinstance(action, GoOnSigning))
    with qtbot.waitSignal(hub.wanted) as led:
        go_on.trigger()
    assert led.args == ["approval", "unsigned"]


def test_given_a_tile_with_the_focus_when_enter_is_pressed_then_its_screen_is_wanted(
    office: Office, show, qtbot, hub: Hub
) -> None:
    office.submitted()
    screen = show(StartScreen, "rina")
    qtbot.waitUntil(lambda: "to_review" in tiles(screen))
    tile = next(t for t in screen.findChildren(Tile) if t.code == "to_review")
    with qtbot.waitSignal(hub.wanted) as led:
        qtbot.keyClick(tile, Qt.Key.Key_Return)
    assert led.args[0] == "review"


def test_given_a_case_of_another_point_when_searched_then_it_is_not_found(
    office: Office, show, qtbot
) -> None:
    office.submitted()
    screen = show(SearchScreen, "jauh")
    screen.open("Rahmawati")
    qtbot.waitUntil(lambda: "Tidak ada berkas" in screen._empty.accessibleName() or screen._empty.isVisible())
    qtbot.waitUntil(lambda: not screen.office.lanes.running())
    assert not screen.table.isVisible()


@pytest.mark.parametrize("term", ["rahmawati", "3171994502850001", "MPP-2", "number", "track"])
def test_given_a_case_when_searched_by_any_of_its_names_then_it_is_listed_masked_with_its_life(
    office: Office, show, qtbot, term: str
) -> None:
    application_id = office.submitted()
    is_number = term == "number"  # shows no more than every list does: not noted
    if term in ("number", "track"):
        column = "number" if term == "number" else "track_code"
        term = office.ask(f"SELECT {column} FROM loket.application WHERE id = :id", id=application_id)
    screen = show(SearchScreen, "rina")
    screen.open(term)
    qtbot.waitUntil(lambda: screen.table.model().rowCount() == 1)
    qtbot.waitUntil(lambda: screen.life.model().rowCount() == 2)
    shown = screen.table.row_now()
    assert shown.nik_masked == "3171**********01"
    said = office.ask(
        "SELECT data ->> 'term' FROM loket.journal WHERE action = 'search' ORDER BY seq DESC LIMIT 1"
    )
    assert (said is None) is is_number
    assert "4502850001" not in (said or "")


@pytest.mark.parametrize("login", ["budi", "ratna", "rina"])
def test_given_a_decided_case_when_found_then_it_opens_for_those_who_may_go_to_the_shelf(
    office: Office, show, qtbot, hub: Hub, login: str
) -> None:
    office.approved()
    screen = show(SearchScreen, login)
    screen.open("rahmawati")
    qtbot.waitUntil(lambda: screen.table.model().rowCount() == 1)
    (opens,) = (action for action in screen.actions_here if isinstance(action, OpenFound))
    assert opens.isEnabled() is (login != "rina")
    if opens.isEnabled():
        with qtbot.waitSignal(hub.wanted) as led:
            opens.trigger()
        assert led.args[0] == "handover"
    qtbot.waitUntil(lambda: not screen.office.lanes.running())


def test_given_two_letters_when_searched_then_nothing_is_asked(office: Office, show, qtbot) -> None:
    screen = show(SearchScreen, "rina")
    screen.open("si")
    qtbot.waitUntil(lambda: not screen.office.lanes.running())
    assert office.ask("SELECT count(*) FROM loket.journal WHERE action = 'search'") == 0


def test_given_a_case_that_waits_when_its_applicant_takes_it_back_then_it_ends_with_his_ground(
    office: Office, show, qtbot
) -> None:
    case = office.proposed()
    number = office.ask("SELECT number FROM loket.application WHERE id = :i", i=case)
    screen = show(SearchScreen, "budi")
    qtbot.keyClicks(screen.term, number)
    qtbot.keyClick(screen.term, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [row.id for row in screen.table.selected()] == [case])
    withdraw = next(one for one in screen.actions_here if isinstance(one, WithdrawFound))
    qtbot.waitUntil(withdraw.isEnabled)
    qtbot.keyClick(screen.table, Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    assert number in " ".join(label.text() for label in screen.ask_bar.findChildren(QLabel))
    qtbot.keyClick(screen.ask_bar.note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert screen.ask_bar.is_asking, "the ground is wanted"
    qtbot.keyClicks(screen.ask_bar.note, "surat pencabutan tanggal 20-11-2026")
    qtbot.keyClick(screen.ask_bar.note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not screen.office.lanes.running() and not screen.ask_bar.is_asking)
    assert office.ask("SELECT stage FROM loket.application WHERE id = :i", i=case) == "withdrawn"
    noted = office.rows("SELECT reason FROM loket.journal WHERE data ->> 'stage' = 'withdrawn'")
    assert [row.reason for row in noted] == ["surat pencabutan tanggal 20-11-2026"]
    qtbot.waitUntil(lambda: not withdraw.isEnabled())


def found(screen: SearchScreen, qtbot, term: str) -> None:
    """Type a term and wait for the first row."""
    screen.term.clear()
    qtbot.keyClicks(screen.term, term)
    qtbot.keyClick(screen.term, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(screen.table.selected()) and not screen.office.lanes.running())


def answered(screen: SearchScreen, qtbot, note: str = "") -> None:
    """Type a note and agree."""
    qtbot.keyClicks(screen.ask_bar.note, note)
    qtbot.keyClick(screen.ask_bar.note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not screen.office.lanes.running() and not screen.ask_bar.is_asking)


def test_given_a_case_for_another_unit_when_forwarded_then_it_is_still_found_here_with_its_place(
    office: Office, show, qtbot
) -> None:
    case = office.submitted()
    number = office.ask("SELECT number FROM loket.application WHERE id = :i", i=case)
    screen = show(SearchScreen, "budi")
    found(screen, qtbot, number)
    qtbot.keyClick(screen.table, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: screen.ask_bar.is_asking)
    assert screen.ask_bar.reasons.itemText(0) == "DPMPTSP Provinsi DKI Jakarta", "the unit above comes first"
    answered(screen, qtbot, "kewenangan Dinas")
    assert office.ask("SELECT count(*) FROM loket.case_forward") == 1
    found(screen, qtbot, number)
    assert screen.table.selected()[0].elsewhere == "DPMPTSP Provinsi DKI Jakarta"
    assert not any(
        one.isEnabled() for one in screen.actions_here if type(one).__name__ in ("OpenFound", "WithdrawFound")
    )


def test_given_a_refused_case_when_followed_then_a_draft_that_refers_to_it_is_opened(
    office: Office, show, qtbot, hub: Hub
) -> None:
    letter = Shelf(office).refused()
    case = office.ask("SELECT application_id FROM loket.document WHERE id = :i", i=letter)
    screen = show(SearchScreen, "budi")
    found(screen, qtbot, office.ask("SELECT number FROM loket.application WHERE id = :i", i=case))
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    with qtbot.waitSignal(hub.wanted) as went:
        qtbot.keyClick(screen.table, Qt.Key.Key_N, both)
        screen.ask_bar.reasons.setCurrentIndex(1)
        answered(screen, qtbot)
    made = office.rows("SELECT id, refers_as, stage FROM loket.application WHERE refers_to_id = :i", i=case)
    assert [(row.refers_as, row.stage) for row in made] == [("objection", "draft")]
    assert list(went.args) == ["intake", made[0].id]


def test_no_key_of_these_screens_has_two_meanings(show, lanes: Lanes, qtbot) -> None:
    for screen in (show(StartScreen, "serba"), show(SearchScreen, "serba")):
        assert clashes(screen.actions_here) == []
    qtbot.waitUntil(lambda: not lanes.running())


def test_given_a_certificate_that_ends_soon_then_its_supervisor_is_told_in_the_morning(
    office: Office, show, qtbot
) -> None:
    desk = office.desk("ratna")
    with office.owner.begin() as owner:
        owner.exec_driver_sql(
            "INSERT INTO loket.officer_certificate (officer_id, subject, sha256, not_after) SELECT id, name, 'x',"
            " loket.moment() + interval '12 days 1 hour' FROM loket.officer WHERE login = 'ratna'"
        )
    screen = show(StartScreen, desk.officer.login)
    qtbot.waitUntil(screen.certificate.isVisible)
    said = " ".join(label.text() for label in screen.certificate.findChildren(QLabel))
    assert "Sertifikat elektronik Anda berakhir 12 hari lagi" in said
    assert not show(StartScreen, "hasan").certificate.isVisible()
