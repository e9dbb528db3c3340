"""The shelf by keyboard: preview, print by the printer's word, hand over, withdraw, on real rows and a real printer."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from tests import cups, papers
from tests.cups import CupsPrinter
from tests.issued import Shelf as Papers
from tests.make import Office
from tests.printed import come_out
from workstation.imaging.pool import key_of
from workstation.printing.cups import CupsSpooler
from workstation.printing.spooler import FOLDER_NAME, AnySpooler, FolderSpooler
from workstation.queries.permits import Shelf
from workstation.settings import OfficeSettings, Settings
from workstation.ui.action import clashes
from workstation.ui.button import Button
from workstation.ui.handover.screen import HandoverScreen
from workstation.ui.letter import LetterPage
from workstation.ui.office import Office as UiOffice
from workstation.ui.printer_choices import Paper
from workstation.ui.printer_words import meaning
from workstation.ui.theme import Look
from workstation.usecases import ending, printing_out
from workstation.usecases.handing_over import SignedFile
from workstation.vocabulary import DocumentStage, WithdrawalGround

cups_printer = cups.cups_printer
K, CTRL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Open = Callable[..., HandoverScreen]


@pytest.fixture
def shelf(office: Office) -> Papers:
    return Papers(office)


@pytest.fixture
def opened(qtbot, office: Office, shelf: Papers, lanes, hub, pages, tmp_path) -> Open:
    """Open the shelf for somebody at the counter; without another spooler it prints into `tmp_path/prints`."""

    def show(login: str = "budi", *, spooler: object = None, printer: str = "", patience: float = 5.0):
        made = UiOffice(
            office.desk(login),
            lanes,
            hub,
            settings=Settings(permit_printer=printer),
            spooler=spooler or FolderSpooler(tmp_path / "prints"),
            tools={"office": OfficeSettings(practice=True), "pages": pages, "trust": shelf.trust},
        )
        screen = HandoverScreen(made)
        screen.PATIENCE = patience
        qtbot.addWidget(screen)
        screen.resize(1120, 680)
        screen.show()
        with qtbot.waitActive(screen):
            screen.activateWindow()
        settled(qtbot, screen)
        return screen

    return show


def settled(qtbot, screen: HandoverScreen) -> None:
    qtbot.waitUntil(lambda: not screen.office.lanes.running(), timeout=20_000)


def shown(screen: HandoverScreen) -> QLabel:
    """The page of the preview."""
    page = screen.preview.findChild(LetterPage).widget()
    assert isinstance(page, QLabel)
    return page


def press(screen: QWidget, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(screen.focusWidget() or screen, key, modifier)


def assert_in_sight(screen: HandoverScreen) -> None:
    """The button that hands over stands whole inside the panel, and the panel inside the screen."""
    QApplication.processEvents()
    button = next(b for b in screen.form.findChildren(Button) if b.text() == screen.confirm.text())
    seen = button.visibleRegion().boundingRect()
    assert seen.size() == button.size()


def stage_of(office: Office, document_id: int) -> str:
    return str(office.ask("SELECT stage FROM loket.document WHERE id = :i", i=document_id))


def seen_again(qtbot, screen: HandoverScreen) -> None:
    """Wait for the work and for the news that follow it."""
    settled(qtbot, screen)
    screen.ask_again()
    settled(qtbot, screen)


def look_good(qtbot, screen: HandoverScreen) -> None:
    """Wait for what comes out of the printer and say that all of it is good."""
    seen_again(qtbot, screen)
    qtbot.waitUntil(screen.is_looking, timeout=20_000)
    press(screen, K.Key_F8)
    seen_again(qtbot, screen)


# -- print --------------------------------------------------------------------------------------------------


def test_f11_shows_the_signed_file_itself_and_f10_prints_those_very_bytes(
    qtbot, office, shelf, opened, tmp_path
):
    document_id = shelf.issued()
    screen = opened()
    assert screen.chips[screen.part].text() == "Siap cetak (1)"
    assert screen.table.row_now().id == document_id
    press(screen, K.Key_F11)
    qtbot.waitUntil(screen.preview.has_page, timeout=20_000)
    settled(qtbot, screen)
    kept = bytes(
        office.ask("SELECT data FROM loket.paper_blob b JOIN loket.document d ON d.signed_sha256 = b.sha256")
    )
    assert screen.preview.file.pdf == kept
    assert "Tanda tangan elektronik sah · Ratna Dewi" in screen.preview._signed.text()
    before = shown(screen).pixmap().width()
    press(screen, K.Key_Plus)
    settled(qtbot, screen)
    assert shown(screen).pixmap().width() > before
    press(screen, K.Key_0)
    settled(qtbot, screen)
    assert shown(screen).pixmap().width() == before
    press(screen, K.Key_Escape)
    assert not screen.is_previewing()

    press(screen, K.Key_F10)
    seen_again(qtbot, screen)
    assert stage_of(office, document_id) == "issued", "out of the printer, and nobody has looked at it"
    look_good(qtbot, screen)
    assert stage_of(office, document_id) == "printed"
    assert [file.read_bytes() for file in (tmp_path / "prints").iterdir()] == [kept]
    seen_again(qtbot, screen)
    assert screen.part is Shelf.PRINTED, "the screen stays with the paper whose holder stands here"
    assert [row.id for row in screen.table.selected()] == [document_id]
    assert screen.hand_over.isEnabled()
    press(screen, K.Key_1, CTRL)
    seen_again(qtbot, screen)
    assert screen.table.rows() == []
    assert "Tidak ada surat yang menunggu cetak" in screen.shelf.nothing._title.text()


def test_a_long_paper_is_turned_page_by_page_and_never_past_its_ends(qtbot, shelf, opened):
    shelf.issued()
    screen = opened()
    pdf = papers.sheet(pages=3)
    file = SignedFile(pdf, key_of(pdf), None, "", None)
    screen.show_preview(screen.table.row_now(), (file, 3))
    settled(qtbot, screen)
    assert "tidak dapat diperiksa di komputer ini" in screen.preview._signed.text()
    seen = [shown(screen).pixmap().toImage()]
    for _ in range(3):
        press(screen, K.Key_PageDown)
        settled(qtbot, screen)
        seen.append(shown(screen).pixmap().toImage())
    assert screen.preview.page == 2
    assert seen[0] == seen[1]  # two pages with the same words
    assert seen[1] != seen[2]
    assert seen[2] == seen[3]
    press(screen, K.Key_PageUp)
    settled(qtbot, screen)
    assert screen.preview._where.text() == "Halaman 2 dari 3"


def test_a_paused_printer_is_told_in_its_own_words_and_the_paper_stays_to_print(
    qtbot, office, shelf, opened, cups_printer: CupsPrinter
):
    if not shutil.which("cupsdisable"):
        pytest.skip("cups-client is not installed")
    document_id = shelf.issued()
    subprocess.run(["cupsdisable", "-h", cups_printer.server, cups_printer.queue], check=True)
    try:
        screen = opened(spooler=CupsSpooler(cups_printer.server), patience=1.0)
        assert "jeda" in screen.printers.currentText()
        press(screen, K.Key_F10)
        qtbot.waitUntil(lambda: "paused" in screen.bar._advice.text(), timeout=5_000)
        settled(qtbot, screen)
    finally:
        subprocess.run(["cupsenable", "-h", cups_printer.server, cups_printer.queue], check=True)
    assert stage_of(office, document_id) == "issued"
    assert screen.notice.isVisible()
    told = screen.notice.accessibleName()
    assert "tidak menyelesaikan cetakan" in told
    assert "paused (pencetak dihentikan (jeda))" in told
    assert screen.bar.isHidden()
    seen_again(qtbot, screen)
    qtbot.waitUntil(lambda: "Gagal cetak" in screen.shelf.paper.text())
    assert screen.notice.isVisible()

    press(screen, K.Key_F10)  # the printer runs again: no reason is asked, the program knows it
    look_good(qtbot, screen)
    assert stage_of(office, document_id) == "printed"
    assert office.ask("SELECT reason FROM loket.print_job WHERE copy = 2") == "cetakan sebelumnya gagal"
    seen_again(qtbot, screen)


def test_an_officer_stops_a_print_that_does_not_end(qtbot, office, shelf, opened, cups_printer: CupsPrinter):
    document_id = shelf.issued()
    screen = opened(spooler=CupsSpooler(cups_printer.server), printer=cups_printer.far_queue, patience=60.0)
    assert screen.printers.printer() == cups_printer.far_queue
    press(screen, K.Key_F10)
    qtbot.waitUntil(lambda: screen.bar.isVisible() and screen.stop.isEnabled())
    qtbot.waitUntil(
        lambda: office.ask("SELECT count(*) FROM loket.print_job WHERE spool_job <> ''") == 1, timeout=5_000
    )
    press(screen, K.Key_Period, CTRL)
    settled(qtbot, screen)
    assert stage_of(office, document_id) == "issued"
    assert screen.notice.text() == "Pencetakan dihentikan."
    assert office.ask("SELECT raw FROM loket.print_job") == printing_out.STOPPED


def test_a_copy_asks_why_and_is_counted(qtbot, office, shelf, opened):
    document_id = shelf.issued()
    screen = opened()
    press(screen, K.Key_F10)
    look_good(qtbot, screen)
    press(screen, K.Key_2, CTRL)
    settled(qtbot, screen)
    assert screen.table.row_now().id == document_id
    press(screen, K.Key_F10)
    assert screen.ask_bar.is_asking
    assert screen.ask_bar.isVisible()
    press(screen, K.Key_End)  # "Alasan lain" demands words
    press(screen, K.Key_Return, CTRL)
    assert screen.ask_bar.is_asking
    screen.ask_bar.note.setPlainText("Diminta kelurahan")
    screen.ask_bar.accept()
    look_good(qtbot, screen)
    rows = office.rows("SELECT copy, reason, state FROM loket.print_job ORDER BY copy")
    assert [tuple(row) for row in rows] == [(1, "", "printed"), (2, "Diminta kelurahan", "printed")]
    seen_again(qtbot, screen)
    qtbot.waitUntil(lambda: "2 kali tercetak" in screen.shelf.paper.text())
    qtbot.waitUntil(lambda: "Alasan: Diminta kelurahan" in screen.shelf.paper.text())


def test_several_ticked_papers_come_out_one_after_the_other(qtbot, office, shelf, opened, tmp_path):
    for number in (1, 2, 3):
        shelf.issued(nik=f"31719945028500{number:02}")
    screen = opened()
    press(screen, K.Key_Space)
    press(screen, K.Key_Down)
    press(screen, K.Key_Space)
    assert len(screen.table.checked()) == 2
    press(screen, K.Key_F10)
    look_good(qtbot, screen)
    assert len(list((tmp_path / "prints").iterdir())) == 2
    assert office.ask("SELECT count(*) FROM loket.document WHERE stage = 'printed'") == 2
    seen_again(qtbot, screen)
    assert len(screen.table.rows()) == 1


def test_the_printer_is_remembered_for_this_machine_and_one_that_is_gone_is_not_replaced_in_silence(
    qtbot, shelf, opened, cups_printer: CupsPrinter, tmp_path
):
    shelf.issued()
    both = AnySpooler([FolderSpooler(tmp_path), CupsSpooler(cups_printer.server)])
    screen = opened(spooler=both)
    assert screen.printers.printer() == FOLDER_NAME  # the default of the first
    press(screen, K.Key_P, CTRL)
    assert screen.focusWidget() is screen.printer_desk.boxes[Paper.PERMIT]
    while screen.printers.printer() != cups_printer.queue:
        before = screen.printers.printer()
        press(screen, K.Key_Down)
        assert screen.printers.printer() != before
    assert QSettings().value("printers/permit") == cups_printer.queue
    screen.close()
    again = opened(spooler=FolderSpooler(tmp_path))
    assert again.printers.printer() == cups_printer.queue
    assert "tidak ditemukan" in again.printers.currentText()
    assert not again.print_papers.isEnabled()
    assert "pilih pencetak lain" in again.print_papers.why


def test_without_a_print_server_the_screen_says_so_and_the_papers_are_still_there(qtbot, shelf, opened):
    shelf.issued()
    screen = opened(spooler=CupsSpooler("127.0.0.1:1", limit=1))
    assert "Server cetak tidak dapat dihubungi" in screen.notice.text()
    assert "refused" in screen.notice.accessibleName()
    assert len(screen.table.rows()) == 1
    assert not screen.print_papers.isEnabled()


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("3; media-empty-error", "kertas habis"),
        ("5; The printer is unavailable", "pencetak tidak dapat dihubungi"),
        ("3; paused", "pencetak dihentikan (jeda)"),
        ("9; job-completed-successfully", ""),
    ],
)
def test_the_printers_words_are_explained_where_they_are_known(raw, words):
    assert meaning(raw) == words


# -- hand over ----------------------------------------------------------------------------------------------


def test_f12_asks_who_takes_it_refuses_a_wrong_card_and_prints_the_receipt(
    qtbot, office, shelf, opened, tmp_path
):
    document_id = shelf.issued()
    screen = opened()
    press(screen, K.Key_F12)
    assert not screen.is_collecting()  # not printed yet
    press(screen, K.Key_F10)
    look_good(qtbot, screen)
    press(screen, K.Key_2, CTRL)
    settled(qtbot, screen)
    press(screen, K.Key_F12)
    assert screen.is_collecting()
    form = screen.form.form
    assert form.values()["name"] == "Siti O'Reilly Rahmawati"
    assert screen.focusWidget() is form.box("last4").entry.widget
    QTest.keyClicks(screen.focusWidget(), "0077")
    press(screen, K.Key_Return)
    assert screen.focusWidget() is form.box("originals").entry.widget
    press(screen, K.Key_Return, CTRL)
    assert form.box("originals").fault == "Wajib diisi."
    assert_in_sight(screen)
    form.set_value("originals", "yes")
    press(screen, K.Key_Return, CTRL)
    settled(qtbot, screen)
    assert "Tidak sama dengan NIK pemohon" in form.box("last4").fault
    assert form.values()["name"] == "Siti O'Reilly Rahmawati"  # nothing typed is lost
    assert stage_of(office, document_id) == "printed"

    press(screen, K.Key_Escape)
    assert not screen.is_collecting()
    press(screen, K.Key_F12)
    assert form.values()["last4"] == "0077"  # nor by going back
    form.set_value("last4", "0001")
    press(screen, K.Key_Return, CTRL)
    settled(qtbot, screen)
    assert stage_of(office, document_id) == "handed_over"
    assert not screen.is_collecting()
    receipts = list((tmp_path / "prints").glob("*Serah-terima*"))
    assert len(receipts) == 1
    press(screen, K.Key_3, CTRL)
    settled(qtbot, screen)
    assert screen.chips[screen.part].text() == "Diserahkan hari ini (1)"
    qtbot.waitUntil(lambda: "Siti O'Reilly Rahmawati (pemohon)" in screen.shelf.paper.text())
    press(screen, K.Key_F12, SHIFT)
    settled(qtbot, screen)
    assert len(list((tmp_path / "prints").glob("*Serah-terima*"))) == 2


def test_a_hand_over_stands_when_only_its_receipt_does_not_come_out(
    qtbot, office, shelf, opened, tmp_path, cups_printer: CupsPrinter
):
    document_id = shelf.issued()
    come_out(office.desk("budi"), document_id, FolderSpooler(tmp_path))
    screen = opened(spooler=CupsSpooler(cups_printer.server), printer=cups_printer.far_queue, patience=0.5)
    screen.open("to_hand_over")
    settled(qtbot, screen)
    press(screen, K.Key_F12)
    for code, value in (("kind", "proxy"), ("name", "Andi Kuasa"), ("last4", "x077"), ("originals", "no")):
        screen.form.form.set_value(code, value)
    assert screen.form._proxy.isVisible()
    press(screen, K.Key_Return, CTRL)
    settled(qtbot, screen)
    assert stage_of(office, document_id) == "handed_over"
    assert "Bukti serah terima tidak tercetak" in screen.notice.text()
    assert "Shift+F12" in screen.notice.accessibleName()
    row = office.rows("SELECT collector, name, last4, originals_seen FROM loket.handover")[0]
    assert tuple(row) == ("proxy", "Andi Kuasa", "X077", False)


# -- find, refuse, withdraw ---------------------------------------------------------------------------------


def test_ctrl_f_finds_by_what_the_citizen_has_and_a_refusal_does_not_look_like_a_permit(
    qtbot, office, shelf, opened
):
    shelf.issued(nik="3171994502850001", name="Bambang")
    refused = shelf.refused(nik="3171994502850002")
    screen = opened()
    press(screen, K.Key_F, CTRL)
    assert screen.focusWidget() is screen.line
    QTest.keyClicks(screen.line, "o'reilly")
    press(screen, K.Key_Return)
    settled(qtbot, screen)
    assert [row.id for row in screen.table.rows()] == [refused]
    assert screen.shelf.paper._strip._kind.text() == "Surat penolakan"
    assert screen.shelf.paper._strip.property("bar") == "bad"
    qtbot.waitUntil(lambda: "Tidak ada: ini bukan izin" in screen.shelf.paper.text())
    press(screen, K.Key_F, CTRL)
    QTest.keyClicks(screen.line, "tidak ada")
    press(screen, K.Key_Return)
    settled(qtbot, screen)
    assert screen.shelf.nothing._title.text() == "Tidak ditemukan"
    assert screen.shelf.side.currentWidget() is screen.shelf.nothing
    press(screen, K.Key_1, CTRL)
    settled(qtbot, screen)
    assert len(screen.table.rows()) == 2


def test_another_place_opens_a_document_by_its_id_wherever_it_stands(qtbot, office, shelf, opened, tmp_path):
    shelf.issued(nik="3171994502850001", name="Bambang")
    wanted = shelf.issued(nik="3171994502850002", name="Cahya")
    screen = opened()
    screen.open(wanted)
    qtbot.waitUntil(lambda: screen.term != "")
    settled(qtbot, screen)
    assert screen.table.row_now().id == wanted
    screen.open(99_999)
    settled(qtbot, screen)
    assert "belum terbit" in screen.notice.text()


def test_an_officer_proposes_to_withdraw_and_a_supervisor_who_is_somebody_else_does_it(
    qtbot, office, shelf, opened
):
    document_id = shelf.issued()
    officer = opened("budi")
    press(officer, K.Key_Delete, SHIFT)
    assert officer.ask_bar.is_asking
    press(officer, K.Key_Return, CTRL)
    assert officer.ask_bar.is_asking  # without words nothing happens
    officer.ask_bar.note.setPlainText("Data pemohon keliru")
    officer.ask_bar.accept()
    settled(qtbot, officer)
    assert stage_of(office, document_id) == "issued"
    qtbot.waitUntil(lambda: "Usul pencabutan" in officer.shelf.paper.text())
    qtbot.waitUntil(lambda: not officer.withdraw.isEnabled())  # the second person is another one
    officer.close()
    screen = opened("ratna")
    settled(qtbot, screen)
    press(screen, K.Key_F11, SHIFT)  # the decision as he would sign it
    qtbot.waitUntil(screen.letter.has_page, timeout=20_000)
    press(screen.letter, K.Key_Escape)
    press(screen, K.Key_Delete, SHIFT)
    question = " ".join(label.text() for label in screen.ask_bar.findChildren(QLabel))
    assert "Budi Santoso" in question
    assert "Data pemohon keliru" in question
    press(screen, K.Key_Return)
    settled(qtbot, screen)
    assert stage_of(office, document_id) == "withdrawn"
    screen.open(document_id)
    qtbot.waitUntil(lambda: screen.term != "")
    settled(qtbot, screen)
    assert screen.table.row_now().stage is DocumentStage.WITHDRAWN
    qtbot.waitUntil(lambda: "Data pemohon keliru" in screen.shelf.paper.text())
    assert "/CABUT/" in screen.shelf.paper.text()
    assert not screen.withdraw.isEnabled()


def test_a_proposal_to_withdraw_is_dropped_with_a_reason(qtbot, office, shelf, opened):
    document_id = shelf.issued()
    ending.propose_withdrawal(office.desk("sari"), document_id, WithdrawalGround.COURT, "Putusan PTUN 1")
    screen = opened("budi")
    settled(qtbot, screen)
    press(screen, K.Key_F7)
    screen.ask_bar.note.setPlainText("belum berkekuatan hukum tetap")
    screen.ask_bar.accept()
    settled(qtbot, screen)
    assert office.ask("SELECT is_carried_out FROM loket.withdrawal") is False
    qtbot.waitUntil(lambda: not screen.drop.isEnabled())
    assert stage_of(office, document_id) == "issued"


def test_what_nobody_collected_is_listed_called_and_printed(qtbot, office, shelf, opened, tmp_path):
    shelf.issued()
    screen = opened("budi")
    press(screen, K.Key_4, CTRL)
    settled(qtbot, screen)
    assert [row.waits for row in screen.table.rows()] == [0]
    qtbot.waitUntil(lambda: screen.call.isEnabled())
    press(screen, K.Key_F4)
    qtbot.waitUntil(lambda: "081255501234" in screen.notice.text())
    qtbot.waitUntil(lambda: screen.remind.isEnabled())
    press(screen, K.Key_P, CTRL | SHIFT)
    settled(qtbot, screen)
    qtbot.waitUntil(lambda: office.ask("SELECT count(*) FROM loket.journal WHERE action = 'export'") == 1)


def test_a_supervisor_without_a_counter_looks_and_withdraws_but_does_not_print(qtbot, shelf, opened):
    shelf.issued()
    screen = opened("ratna")
    assert not screen.print_papers.isVisible()
    assert not screen.hand_over.isVisible()
    assert not screen.printers.isVisible()
    assert screen.withdraw.isVisible()
    press(screen, K.Key_F11)
    qtbot.waitUntil(screen.preview.has_page, timeout=20_000)
    settled(qtbot, screen)


# -- the screen itself --------------------------------------------------------------------------------------


def test_no_two_verbs_share_a_key_and_every_size_shows_the_list_or_the_form(
    qtbot, office, shelf, opened, look, tmp_path
):
    document_id = shelf.issued(name="Raden Ajeng Kartika Wulandari Kusumaningtyas Suryadiningrat")
    screen = opened("serba")
    assert clashes([action for action in screen.actions_here if action.isVisible()]) == []
    look(Look.DARK, 200)
    screen.resize(1200, 600)
    qtbot.waitUntil(lambda: not screen.shelf.side.isVisible())
    assert screen.table.isVisible()
    assert screen.table.height() >= 100
    press(screen, K.Key_F10)
    look_good(qtbot, screen)
    press(screen, K.Key_2, CTRL)
    settled(qtbot, screen)
    press(screen, K.Key_F12)
    qtbot.waitUntil(lambda: screen.is_collecting() and screen.form.isVisible())
    assert not screen.table.isVisible()
    press(screen, K.Key_Return, CTRL)
    assert screen.form.form.box("last4").fault == "Wajib diisi."
    assert_in_sight(screen)
    wrong = screen.form.form.box("last4").entry.widget
    qtbot.waitUntil(lambda: wrong.visibleRegion().boundingRect().height() == wrong.height())
    press(screen, K.Key_Escape)
    assert screen.table.isVisible()
    settled(qtbot, screen)
    assert Path(tmp_path / "prints").exists()
    assert document_id
