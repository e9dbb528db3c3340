"""The journal by keyboard: the day is closed, the chain checked and compared, the trail searched and exported."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from sqlalchemy import text

from tests.backroom import PASSPHRASE, BackRoom
from tests.issued import Shelf
from tests.make import Office
from workstation.imaging.pool import PageReader
from workstation.printing.spooler import FolderSpooler
from workstation.queries.closings import closings
from workstation.settings import Settings
from workstation.signing import inspecting
from workstation.signing.local import LocalSigner
from workstation.ui.action import clashes
from workstation.ui.hub import Hub
from workstation.ui.jobs import Lanes
from workstation.ui.journal.screen import JournalScreen
from workstation.ui.office import Office as Tools
from workstation.usecases import closing, reviewing
from workstation.vocabulary import SignatureVerdict

CTRL = Qt.KeyboardModifier.ControlModifier
Show = Callable[[str], JournalScreen]


@pytest.fixture
def show(
    office: Office, backroom: BackRoom, lanes: Lanes, hub: Hub, pages: PageReader, qtbot, tmp_path: Path
) -> Show:
    """Show the journal to an officer of the test office; the back room works beside it."""
    prints = tmp_path / "prints"
    prints.mkdir()
    shelf = Shelf(office)
    shelf.backroom = backroom
    tools = {
        "trust": shelf.trust,
        "pages": pages,
        "certificates": backroom.certificates(tmp_path),
        "signer_for": LocalSigner,
    }

    def made(login: str) -> JournalScreen:
        screen = JournalScreen(
            Tools(office.desk(login), lanes, hub, Settings(), FolderSpooler(prints), dict(tools))
        )
        qtbot.addWidget(screen)
        screen.resize(1138, 690)
        screen.show()
        screen.activateWindow()
        qtbot.waitUntil(lambda: screen.facts is not None)
        return screen

    return made


def verdict(screen: JournalScreen) -> str:
    return screen.view.check.bar.text()


def press(qtbot, screen: JournalScreen, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(screen.focusWidget() or screen, key, modifier)


def closed_by_hand(office: Office, qtbot, screen: JournalScreen) -> None:
    """Close the day of a supervisor as he does it: F8, passphrase, Enter."""
    press(qtbot, screen, Qt.Key.Key_F8)
    assert "Satu hari hanya dapat ditutup satu kali" in screen.ask_bar._detail.text()
    qtbot.keyClicks(screen.ask_bar.entry, PASSPHRASE)
    qtbot.keyClick(screen.ask_bar.entry, Qt.Key.Key_Return)
    desk = office.desk("ratna")
    qtbot.waitUntil(lambda: any(row.has_sheet for row in closings(desk).rows), timeout=15000)


def test_no_key_is_taken_twice(show: Show) -> None:
    for login in ("ratna", "manajer", "auditor"):
        screen = show(login)
        assert clashes(screen.actions_here) == []


def test_each_role_is_offered_its_own_verbs(show: Show) -> None:
    seen = {}
    for login in ("ratna", "manajer", "auditor"):
        screen = show(login)
        seen[login] = {action.text() for action in screen.actions_here if action.isVisible()}
    assert "Tutup hari" in seen["ratna"] & seen["manajer"]
    assert "Tutup hari" not in seen["auditor"]
    assert "Periksa rantai" in seen["manajer"] & seen["auditor"]
    assert "Periksa rantai" not in seen["ratna"]
    assert {"Cari NIK", "Ekspor"} <= seen["auditor"]
    assert not {"Cari NIK", "Ekspor"} & (seen["ratna"] | seen["manajer"])


def test_given_a_supervisor_when_he_closes_the_day_then_a_signed_sealed_sheet_is_kept_and_printed(
    office: Office, show: Show, backroom: BackRoom, qtbot, tmp_path: Path, pages: PageReader
) -> None:
    office.submitted()
    screen = show("ratna")
    closed_by_hand(office, qtbot, screen)
    qtbot.waitUntil(lambda: screen.facts is not None and screen.facts.of_today is not None)
    qtbot.waitUntil(lambda: not screen.close_action.isEnabled())
    assert "sudah ditutup oleh Ratna Dewi" in screen.close_action.why
    day = screen.facts.today
    pdf = closing.sheet_pdf(office.desk("ratna"), day)
    found = inspecting.inspect(pdf, Shelf(office).trust().roots)
    assert (found.verdict, found.signer_name) == (SignatureVerdict.TRUSTED, "Ratna Dewi")
    (code,) = pages.codes(pdf, "penutupan.pdf")
    assert code == office.ask("SELECT seal FROM loket.closing")
    screen.view.closings.table.setFocus()
    qtbot.waitUntil(lambda: len(screen.view.closings.table.selected()) == 1)
    press(qtbot, screen, Qt.Key.Key_F10)
    qtbot.waitUntil(lambda: any((tmp_path / "prints").iterdir()), timeout=10000)
    noted = "SELECT login FROM loket.journal WHERE action = 'print' AND thing = 'closing'"
    qtbot.waitUntil(lambda: office.ask(noted) == "ratna")


def test_given_a_wrong_passphrase_then_nothing_is_closed(office: Office, show: Show, qtbot) -> None:
    screen = show("ratna")
    press(qtbot, screen, Qt.Key.Key_F8)
    qtbot.keyClicks(screen.ask_bar.entry, "bukan ini")
    qtbot.keyClick(screen.ask_bar.entry, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.notice.isVisible())
    assert office.ask("SELECT count(*) FROM loket.closing") == 0


def test_given_a_day_closed_without_its_sheet_when_f8_is_pressed_then_the_sheet_is_finished(
    office: Office, show: Show, qtbot
) -> None:
    with office.desk("manajer").begin() as session:
        session.execute(text("SELECT loket.close_day()"))
    screen = show("manajer")
    qtbot.waitUntil(lambda: screen.close_action.text() == "Selesaikan lembar")
    press(qtbot, screen, Qt.Key.Key_F8)
    assert "tanpa tanda tangan elektronik" in screen.ask_bar._detail.text()
    press(qtbot, screen, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: closings(office.desk("manajer")).rows[0].has_sheet, timeout=15000)


def test_given_a_changed_row_when_the_manager_presses_f9_then_it_is_named(
    office: Office, show: Show, qtbot
) -> None:
    office.submitted()
    screen = show("manajer")
    press(qtbot, screen, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: verdict(screen).startswith("Rantai utuh"))
    office.run("ALTER TABLE loket.journal DISABLE TRIGGER USER")
    seq = office.ask("SELECT min(seq) FROM loket.journal WHERE login = 'budi'")
    office.run("UPDATE loket.journal SET reason = 'lain' WHERE seq = :s AND login = 'budi'", s=seq)
    press(qtbot, screen, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: verdict(screen).startswith("RUSAK"))
    assert f"Mal Pelayanan Publik, baris {seq}:" in verdict(screen)
    assert "oleh budi" in verdict(screen)


def test_given_a_recomputed_journal_when_the_sheet_is_brought_then_the_days_between_are_named(
    office: Office, show: Show, qtbot, tmp_path: Path
) -> None:
    office.submitted()
    screen = show("ratna")
    closed_by_hand(office, qtbot, screen)
    file = tmp_path / "lembar.pdf"
    file.write_bytes(closing.sheet_pdf(office.desk("ratna"), closings(office.desk("ratna")).today))
    code = office.ask("SELECT seal FROM loket.closing")
    office.run("ALTER TABLE loket.journal DISABLE TRIGGER USER")
    office.run("ALTER TABLE loket.closing DISABLE TRIGGER USER")
    here = "service_point_id = (SELECT service_point_id FROM loket.closing)"
    office.run(f"UPDATE loket.journal SET login = 'sari' WHERE seq = 3 AND {here}")
    office.run(
        "DO $$ DECLARE j loket.journal; h text := ''; p bigint := (SELECT service_point_id FROM loket.closing); BEGIN"
        " FOR j IN SELECT * FROM loket.journal WHERE service_point_id = p ORDER BY seq LOOP"
        " h := loket.journal_hash(h, j);"
        " UPDATE loket.journal SET hash = h WHERE service_point_id = p AND seq = j.seq; END LOOP;"
        " UPDATE loket.journal_head SET hash = h WHERE service_point_id = p; END $$"
    )
    office.run("DELETE FROM loket.closing")
    auditor = show("auditor")
    press(qtbot, auditor, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: verdict(auditor).startswith("Rantai utuh"))
    auditor.compare_file(str(file))
    qtbot.waitUntil(
        lambda: "jurnal tidak lagi sama dengan lembar penutupan" in verdict(auditor), timeout=15000
    )
    press(qtbot, auditor, Qt.Key.Key_B, CTRL)
    qtbot.keyClicks(auditor.ask_bar.entry, code)
    qtbot.keyClick(auditor.ask_bar.entry, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: verdict(auditor).startswith("RUSAK") and "baris 1 dan" in verdict(auditor))


def test_given_a_file_that_is_no_sheet_then_it_says_so_and_gives_no_verdict(
    show: Show, qtbot, tmp_path: Path
) -> None:
    screen = show("auditor")
    picture = tmp_path / "foto.png"
    screen.grab().save(str(picture))
    screen.compare_file(str(picture))
    qtbot.waitUntil(lambda: screen.notice.isVisible(), timeout=15000)
    assert "Tidak ada kode lembar penutupan" in screen.notice.text()
    assert verdict(screen) == "Rantai jurnal belum diperiksa di sini"


def test_given_an_auditor_when_he_filters_then_only_what_fits_is_shown(
    office: Office, show: Show, qtbot
) -> None:
    case = office.submitted()
    reviewing.open_file(office.desk("rina"), case, "penelitian berkas")
    screen = show("auditor")
    press(qtbot, screen, Qt.Key.Key_2, CTRL)
    table, choice = screen.view.trail.table, screen.view.trail.filter
    qtbot.waitUntil(lambda: any(row.login == "rina" for row in table.rows()))
    assert {row.deed for row in table.rows()} <= {"read", "unmask", "search", "print", "export"}
    assert any(row.deed == "unmask" and row.purpose == "penelitian berkas" for row in table.rows())
    number = office.ask("SELECT number FROM loket.application WHERE id = :i", i=case)
    choice.number.setFocus()
    qtbot.keyClicks(choice.number, number)
    qtbot.keyClick(choice.number, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: {row.number for row in table.rows()} == {number})
    choice.until.setFocus()
    qtbot.keyClicks(choice.until, "1-1-2020")
    qtbot.keyClick(choice.until, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not table.rows())
    choice.until.setText("kemarin")
    qtbot.keyClick(choice.until, Qt.Key.Key_Return)
    assert "bukan tanggal" in screen.notice.text()


def test_given_a_nik_when_the_auditor_announces_his_purpose_then_that_persons_rows_are_shown(
    office: Office, show: Show, qtbot
) -> None:
    case = office.submitted(nik="3171994502850001")
    other = office.submitted(nik="3171994502850002")
    for one in (case, other):
        reviewing.open_file(office.desk("rina"), one, "penelitian berkas")
    screen = show("auditor")
    press(qtbot, screen, Qt.Key.Key_F, CTRL)
    qtbot.keyClicks(screen.ask_bar.entry, "3171994502850001")
    qtbot.keyClick(screen.ask_bar.entry, Qt.Key.Key_Return)
    qtbot.keyClicks(screen.ask_bar.note, "permintaan pemilik data")
    qtbot.keyClick(screen.ask_bar.note, Qt.Key.Key_Return, CTRL)
    table = screen.view.trail.table
    qtbot.waitUntil(lambda: bool(table.rows()) and {row.thing_id for row in table.rows()} >= {str(case)})
    assert not any(row.thing == "application" and row.thing_id == str(other) for row in table.rows())
    assert "3171994502850001" not in screen.view.trail.filter.person.text()
    noted = office.rows("SELECT data FROM loket.journal WHERE action = 'search' AND thing = 'person'")
    assert noted[0].data["purpose"] == "permintaan pemilik data"


def test_given_a_purpose_when_the_trail_is_exported_then_the_export_is_a_row_of_it_and_no_formula(
    office: Office, show: Show, qtbot, tmp_path: Path
) -> None:
    case = office.submitted()
    reviewing.open_file(office.desk("rina"), case, '=HYPERLINK("http://x")')
    screen = show("auditor")
    press(qtbot, screen, Qt.Key.Key_2, CTRL)
    qtbot.waitUntil(lambda: bool(screen.view.trail.table.rows()))
    press(qtbot, screen, Qt.Key.Key_E, CTRL)
    qtbot.keyClicks(screen.ask_bar.note, "laporan inspektorat")
    qtbot.keyClick(screen.ask_bar.note, Qt.Key.Key_Return, CTRL)
    dialog = screen.findChild(QFileDialog)
    assert dialog is not None
    file = tmp_path / "jurnal.csv"
    dialog.fileSelected.emit(str(file))
    dialog.close()
    qtbot.waitUntil(file.exists)
    rows = list(csv.reader(file.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert rows[0][0] == "Baris"
    assert any("'=HYPERLINK" in cell for row in rows for cell in row)
    row = office.rows("SELECT login, thing, data FROM loket.journal WHERE action = 'export'")[-1]
    assert (row.login, row.thing, row.data["count"]) == ("auditor", "journal", len(rows) - 1)
    assert row.data["purpose"] == "laporan inspektorat"
