"""Keying in by keyboard alone, on a real database: nothing typed is lost, nothing wrong is handed in."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageFilter
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from sqlalchemy import text

from tests.conftest import run_alone
from tests.lists import people
from tests.make import Office as Town
from tests.make import company_values, person_values, picture, workers
from workstation.drafts import Drafts
from workstation.embedded import Cluster
from workstation.imaging.pool import PageReader
from workstation.printing.spooler import FolderSpooler
from workstation.resources_at import resource
from workstation.settings import OfficeSettings, Settings
from workstation.ui.cells import SUBTEXT
from workstation.ui.hub import Hub
from workstation.ui.intake import actions
from workstation.ui.intake.keeper import Standing
from workstation.ui.intake.screen import IntakeScreen
from workstation.ui.jobs import Lanes
from workstation.ui.office import Office
from workstation.ui.screen import Screen
from workstation.usecases import intake, reviewing
from workstation.usecases.intake import Typed
from workstation.usecases.reviewing import Reason
from workstation.vocabulary import Channel, Verdict

PATIENCE = 15_000
# the offscreen platform has no window manager to raise the list of villages, and says so
popping_up = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Drafts]:
    made = Drafts(tmp_path / "drafts", "budi")
    yield made
    made.close()


@pytest.fixture
def counter(
    office: Town, lanes: Lanes, hub: Hub, pages: PageReader, journal: Drafts, tmp_path: Path
) -> Office:
    """Budi's workstation at counter 2."""
    return Office(
        office.desk("budi", counter=2),
        lanes,
        hub,
        settings=Settings(),
        spooler=FolderSpooler(tmp_path / "prints"),
        tools={"drafts": journal, "pages": pages, "office": OfficeSettings(practice=True)},
    )


@pytest.fixture
def start(qtbot, counter: Office) -> Iterator[Callable[[], IntakeScreen]]:
    made: list[Screen] = []

    def begin() -> IntakeScreen:
        screen = IntakeScreen(counter)
        made.append(screen)
        qtbot.addWidget(screen)
        screen.resize(1150, 680)
        screen.show()
        screen.activateWindow()
        quiet(qtbot, screen)
        return screen

    yield begin
    for screen in made:
        screen.hide()
        quiet(qtbot, screen)


@pytest.fixture
def screen(start: Callable[[], IntakeScreen]) -> IntakeScreen:
    return start()


def quiet(qtbot, screen: Screen) -> None:
    qtbot.waitUntil(lambda: not screen.office.lanes.running(), timeout=PATIENCE)


def press(screen: Screen, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    if QApplication.activeWindow() is None:  # a list that has popped up and gone leaves none behind here
        screen.activateWindow()
        assert QTest.qWaitForWindowActive(screen)
    target = QApplication.focusWidget() or screen
    QTest.keyClick(target, key, modifier)


CTRL = Qt.KeyboardModifier.ControlModifier


def begin(qtbot, screen: IntakeScreen, code: str = "strp-individual") -> None:
    """Ctrl+N, arrows to the type, Enter."""
    press(screen, Qt.Key.Key_N, CTRL)
    qtbot.waitUntil(lambda: screen.view.chooser.table.hasFocus())
    rows = [row.id for row in screen.view.chooser.table.rows()]
    press(screen, Qt.Key.Key_Home, CTRL)
    for _ in range(rows.index(code)):
        press(screen, Qt.Key.Key_Down)
    press(screen, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.editor is not None)


def type_all(screen: IntakeScreen, values: dict[str, str]) -> None:
    """Type every field as it comes, Enter after each; choices by their first letters."""
    assert screen.editor is not None
    form = screen.editor.form
    for spec in screen.editor.opened.rules.fields:
        box = form.box(spec.code)
        if box.isHidden():
            continue
        assert QApplication.focusWidget() is box.entry.widget, spec.code
        text = values.get(spec.code, "")
        if spec.kind == "choice" and text:
            QTest.keyClicks(box.entry.widget, spec.label_of(text).split()[0])
        elif spec.kind == "date" and text:
            year, month, day = text.split("-")
            QTest.keyClicks(box.entry.widget, f"{day}-{month}-{year}")
        else:
            QTest.keyClicks(box.entry.widget, text)
        if isinstance(box.entry.widget, QLineEdit) and box.entry.widget.completer():
            box.entry.widget.completer().popup().hide()
        press(screen, Qt.Key.Key_Tab if spec.kind == "multiline" else Qt.Key.Key_Return)


def give_files(screen: IntakeScreen, folder: Path) -> list[str]:
    """Answer the file dialog with a picture; returns what it was asked."""
    asked: list[str] = []
    folder.mkdir(exist_ok=True)

    def choose(title: str, _patterns: str, then: Callable[[Path], object]) -> None:
        asked.append(title)
        file = folder / f"pindaian {len(asked)}.jpg"
        file.write_bytes(picture(40 * len(asked)))
        then(file)

    screen.choose_file = choose
    return asked


def cut(cluster: Cluster, office: Town) -> None:
    """Let the server refuse and drop everybody who comes to this office."""
    run_alone(cluster, f"ALTER DATABASE {office.database} ALLOW_CONNECTIONS false")
    run_alone(
        cluster, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{office.database}'"
    )


def mend(cluster: Cluster, office: Town) -> None:
    """Let everybody in again."""
    run_alone(cluster, f"ALTER DATABASE {office.database} ALLOW_CONNECTIONS true")
    office.owner.dispose()


# -- the whole way -------------------------------------------------------------------------------------------


@popping_up
def test_by_keyboard_alone_from_nothing_to_a_printed_receipt(
    qtbot, screen: IntakeScreen, office: Town, tmp_path: Path
) -> None:
    begin(qtbot, screen)
    values = person_values()
    type_all(screen, values)
    assert screen.editor is not None
    assert screen.editor.form.values() == values
    asked = give_files(screen, tmp_path / "files")
    for _ in range(3):
        press(screen, Qt.Key.Key_O, CTRL)
        quiet(qtbot, screen)
        screen.editor.papers.choose_missing()
    assert [title.removeprefix("Lampirkan ") for title in asked] == [
        "KTP/KITAS/KITAP pemohon",
        "Sertifikat vaksin",
        "Pas foto berwarna 4 x 6",
    ]
    press(screen, Qt.Key.Key_Return, CTRL)
    quiet(qtbot, screen)
    row = office.rows("SELECT number, track_code, stage, applicant_name, fields FROM loket.application")[0]
    assert (row.stage, row.applicant_name) == ("submitted", values["name"])
    assert row.fields == values
    assert screen.view.receipt.isVisible()
    assert screen.view.receipt.number.text() == row.number
    assert screen.view.receipt.code.text() == row.track_code
    assert screen.view.receipt.printed.text() == "Tanda terima sudah dicetak"
    assert len(list((tmp_path / "prints").glob("*.pdf"))) == 1
    press(screen, Qt.Key.Key_F10)
    quiet(qtbot, screen)
    assert len(list((tmp_path / "prints").glob("*.pdf"))) == 2
    assert screen.drafts.restore() == []


def test_every_verb_of_the_screen_has_its_own_key(screen: IntakeScreen) -> None:
    from workstation.ui.action import clashes

    assert clashes(screen.actions_here) == []


# -- the form ------------------------------------------------------------------------------------------------


def test_a_nik_says_whom_it_names_and_a_mismatch_is_a_hint_not_a_fault(qtbot, screen: IntakeScreen) -> None:
    begin(qtbot, screen)
    quiet(qtbot, screen)
    form = screen.editor.form
    form.set_value("identity_kind", "ktp")
    form.set_value("nik", "3171994502850001")
    assert "5 Februari 1985" in form.hint("nik")
    assert "perempuan" in form.hint("nik")
    form.set_value("birth_date", "1986-02-05")
    assert "berbeda" in form.hint("nik")
    assert "nik" not in form.faults()
    form.set_value("nik", "3171014502")
    assert form.hint("nik") == ""


@popping_up
def test_a_village_fills_district_and_city(qtbot, screen: IntakeScreen) -> None:
    begin(qtbot, screen)
    quiet(qtbot, screen)
    form = screen.editor.form
    line = form.box("village").entry.widget
    line.setFocus()
    QTest.keyClicks(line, "Cikini")
    completer = line.completer()
    assert completer.completionCount() == 1
    completer.activated.emit(completer.currentCompletion())
    qtbot.waitUntil(lambda: form.values().get("district") == "Menteng")
    assert form.values()["village"] == "Cikini"
    assert form.values()["city"] == "Jakarta Pusat"
    completer.popup().hide()


def test_wrong_fields_stop_the_hand_in_at_the_first_of_them(
    qtbot, screen: IntakeScreen, office: Town
) -> None:
    begin(qtbot, screen)
    screen.editor.form.set_values(person_values(nik="123", email="siti"))
    screen.keeper.typed()
    press(screen, Qt.Key.Key_Return, CTRL)
    quiet(qtbot, screen)
    form = screen.editor.form
    assert form.box("nik").fault == "NIK harus 16 angka."
    assert QApplication.focusWidget() is form.box("nik").entry.widget
    assert screen.notice.isVisible()
    assert office.ask("SELECT count(*) FROM loket.application WHERE stage = 'submitted'") == 0


def test_a_type_with_partial_rules_says_why_and_opens_nothing(qtbot, screen: IntakeScreen) -> None:
    press(screen, Qt.Key.Key_N, CTRL)
    screen.view.chooser.table.choose_row("billboard")
    press(screen, Qt.Key.Key_Return)
    assert screen.editor is None
    assert "belum" in screen.notice.text()


# -- papers --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("foto.jpg", b"\xff\xd8\xff" + b"0" * 600_000, "terlalu besar"),
        ("surat.pdf", b"%PDF-1.4\nrusak", "rusak"),
        ("kartu.heic", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "rusak"),
        ("kartu.avif", b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00", "AVIF"),
        ("foto.png.exe", b"MZ\x90\x00", "bukan PDF atau gambar"),
    ],
)
def test_a_file_that_is_refused_says_why_and_stops_nothing_else(
    qtbot, screen: IntakeScreen, tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    begin(qtbot, screen)
    screen.editor.form.set_value("name", "Siti")
    file = tmp_path / name
    file.write_bytes(data)
    screen.choose_file = lambda _title, _patterns, then: then(file)
    press(screen, Qt.Key.Key_3, CTRL)
    screen.editor.papers.table.choose_row("photo" if name == "foto.jpg" else "identity_card")
    press(screen, Qt.Key.Key_O, CTRL)
    quiet(qtbot, screen)
    assert said in screen.notice.text()
    assert screen.filing.scans == ()
    assert screen.editor.form.values() == {"name": "Siti"}
    press(screen, Qt.Key.Key_S, CTRL)
    quiet(qtbot, screen)
    assert screen.keeper.standing is Standing.SAVED


def test_a_pdf_where_a_photo_is_asked_for_is_refused_with_the_kinds_that_fit(
    qtbot, screen: IntakeScreen, tmp_path: Path
) -> None:
    from tests import pki

    begin(qtbot, screen)
    file = tmp_path / "foto.pdf"
    file.write_bytes(pki.paper())
    screen.choose_file = lambda _title, _patterns, then: then(file)
    press(screen, Qt.Key.Key_3, CTRL)
    screen.editor.papers.table.choose_row("photo")
    press(screen, Qt.Key.Key_Return)
    quiet(qtbot, screen)
    assert "adalah PDF" in screen.notice.text()
    assert "JPEG atau PNG" in screen.notice.text()


def test_a_blurred_photo_is_told_at_once_with_what_to_ask_for_and_is_kept_all_the_same(
    qtbot, screen: IntakeScreen, office: Town, tmp_path: Path
) -> None:
    begin(qtbot, screen)
    file = tmp_path / "buram.jpg"
    card = Image.open(resource("practice/scans/c01-identity_card.jpg"))
    card.filter(ImageFilter.GaussianBlur(6)).save(file, "JPEG")
    screen.choose_file = lambda _title, _patterns, then: then(file)
    press(screen, Qt.Key.Key_3, CTRL)
    screen.editor.papers.table.choose_row("identity_card")
    press(screen, Qt.Key.Key_Return)
    quiet(qtbot, screen)
    row = next(row for row in screen.editor.papers.table.rows() if row.id == "identity_card")
    sentence = "Foto buram: tulisan sulit dibaca. Minta pemohon memotret ulang."
    assert (row.is_filed, row.doubt) == (True, ("buram", sentence))
    table = screen.editor.papers.table
    at = table.rows().index(row)
    assert table.rows_model.index(at, 2).data() == "Terlampir, buram"
    assert table.rows_model.index(at, 0).data(SUBTEXT) == sentence
    assert sentence in screen.editor.papers.preview._words.text()
    assert office.ask("SELECT count(*) FROM loket.scan_page WHERE NOT is_open") == 1


def test_a_file_is_shown_replaced_and_taken_out_again(
    qtbot, screen: IntakeScreen, office: Town, tmp_path: Path
) -> None:
    begin(qtbot, screen)
    give_files(screen, tmp_path / "files")
    for _ in range(2):
        press(screen, Qt.Key.Key_3, CTRL)
        screen.editor.papers.table.choose_row("photo")
        press(screen, Qt.Key.Key_O, CTRL)
        quiet(qtbot, screen)
    assert screen.editor.papers.preview.has_picture
    assert [scan.file_name for scan in screen.filing.scans] == ["pindaian 2.jpg"]
    press(screen, Qt.Key.Key_Delete, CTRL)
    quiet(qtbot, screen)
    assert office.ask("SELECT count(*) FROM loket.scan") == 0
    assert not screen.editor.papers.preview.has_picture


def test_a_missing_paper_is_named_by_its_title(qtbot, screen: IntakeScreen) -> None:
    begin(qtbot, screen)
    screen.editor.form.set_values(person_values())
    screen.keeper.typed()
    press(screen, Qt.Key.Key_Return, CTRL)
    quiet(qtbot, screen)
    assert "KTP/KITAS/KITAP pemohon" in screen.notice.text()
    assert screen.editor.stack.currentWidget() is screen.editor.papers
    assert screen.editor.papers.table.row_now().id == "identity_card"


def workers_tab(screen: IntakeScreen) -> str:
    """What the button of the part says."""
    return screen.verbs[actions.ShowWorkers].text()


# -- workers -------------------------------------------------------------------------------------------------


def test_workers_are_typed_row_by_row_and_checked(qtbot, screen: IntakeScreen, office: Town) -> None:
    begin(qtbot, screen, "strp-company")
    press(screen, Qt.Key.Key_2, CTRL)
    for person in workers(5):
        for typed in (person.name, person.nik, person.address, person.destination):
            QTest.keyClicks(screen.workers.table, typed[:1])
            QTest.keyClicks(QApplication.focusWidget(), typed[1:])
            press(screen, Qt.Key.Key_Return)
    assert screen.workers.rows() == tuple(workers(5))
    assert screen.workers.faults() == []
    assert workers_tab(screen) == "Pekerja: 5"
    screen.workers.table.item(2, 1).setText("317")
    assert "NIK harus 16 angka." in screen.workers.table.item(2, 4).text()
    press(screen, Qt.Key.Key_S, CTRL)
    quiet(qtbot, screen)
    assert office.ask("SELECT count(*) FROM loket.worker") == 5


def test_a_list_is_read_from_a_file_and_replaces_nothing_until_accepted(
    qtbot, screen: IntakeScreen, tmp_path: Path
) -> None:
    begin(qtbot, screen, "strp-company")
    press(screen, Qt.Key.Key_2, CTRL)
    screen.workers.set_rows(workers(2))
    file = tmp_path / "daftar.csv"
    people = workers(6)
    lines = [f"{p.name};'{p.nik};{p.address};{p.destination}" for p in people]
    lines[3] = "Tanpa Nomor;123;Depok;Gambir"
    file.write_text("Nama;NIK;Alamat;Alamat tujuan\n" + "\n".join(lines), encoding="utf-8")
    screen.choose_file = lambda _title, _patterns, then: then(file)
    press(screen, Qt.Key.Key_I, CTRL)
    quiet(qtbot, screen)
    assert screen.ask_bar.is_asking
    assert "6 orang" in screen.ask_bar.accessibleName()
    assert "Baris 5: NIK harus 16 angka." in screen.ask_bar._detail.text()
    assert screen.workers.rows() == tuple(workers(2))
    press(screen, Qt.Key.Key_Return)
    assert len(screen.workers.rows()) == 6
    assert workers_tab(screen) == "Pekerja: 6"
    assert screen.workers.rows()[0] == people[0]


def test_a_list_of_five_hundred_is_read_checked_and_kept(
    qtbot, screen: IntakeScreen, office: Town, tmp_path: Path
) -> None:
    begin(qtbot, screen, "strp-company")
    press(screen, Qt.Key.Key_2, CTRL)
    file = tmp_path / "daftar.csv"
    lines = [f"{p.name};'{p.nik};{p.address};{p.destination}" for p in people(500)]
    file.write_text("Nama;NIK;Alamat;Alamat tujuan\n" + "\n".join(lines), encoding="utf-8")
    screen.choose_file = lambda _title, _patterns, then: then(file)
    press(screen, Qt.Key.Key_I, CTRL)
    quiet(qtbot, screen)
    assert "500 orang" in screen.ask_bar.accessibleName()
    press(screen, Qt.Key.Key_Return)
    assert screen.workers.faults() == []
    assert workers_tab(screen) == "Pekerja: 500"
    screen.workers.table.item(499, 1).setText("317")
    screen.workers.table.setCurrentCell(499, 1)
    assert screen.workers._fault.text() == "Baris 500: NIK harus 16 angka."
    screen.workers.table.setCurrentCell(498, 1)
    assert screen.workers._fault.isHidden()
    press(screen, Qt.Key.Key_S, CTRL)
    quiet(qtbot, screen)
    assert office.ask("SELECT count(*) FROM loket.worker") == 500


def test_a_list_that_cannot_be_read_leaves_the_list_alone(
    qtbot, screen: IntakeScreen, tmp_path: Path
) -> None:
    begin(qtbot, screen, "strp-company")
    press(screen, Qt.Key.Key_2, CTRL)
    screen.workers.set_rows(workers(2))
    file = tmp_path / "daftar.csv"
    file.write_text("Kolom A;Kolom B\n1;2\n", encoding="utf-8")
    screen.choose_file = lambda _title, _patterns, then: then(file)
    press(screen, Qt.Key.Key_I, CTRL)
    quiet(qtbot, screen)
    assert "kolom nama dan NIK" in screen.notice.text()
    assert screen.workers.rows() == tuple(workers(2))


def test_cells_of_a_spreadsheet_can_be_pasted(qtbot, screen: IntakeScreen) -> None:
    begin(qtbot, screen, "strp-company")
    press(screen, Qt.Key.Key_2, CTRL)
    text = "\n".join("\t".join((p.name, p.nik, p.address, p.destination)) for p in workers(7))
    screen.workers.table.paste(text)
    assert screen.workers.rows() == tuple(workers(7))
    assert workers_tab(screen) == "Pekerja: 7"
    assert screen.keeper.is_dirty
    screen.workers.table.setCurrentCell(0, 0)
    screen.workers.remove_current()
    assert workers_tab(screen) == "Pekerja: 6"
    screen.workers.set_rows(workers(3))
    assert workers_tab(screen) == "Pekerja: 3"


# -- nothing is lost -----------------------------------------------------------------------------------------


def test_what_is_typed_reaches_the_database_by_itself(qtbot, screen: IntakeScreen, office: Town) -> None:
    begin(qtbot, screen)
    QTest.keyClicks(QApplication.focusWidget(), "Siti Rahma")
    qtbot.waitUntil(lambda: screen.keeper.standing is Standing.SAVED, timeout=PATIENCE)
    assert office.ask("SELECT applicant_name FROM loket.application") == "Siti Rahma"
    quiet(qtbot, screen)


def test_leaving_the_screen_saves(qtbot, screen: IntakeScreen, office: Town) -> None:
    begin(qtbot, screen)
    QTest.keyClicks(QApplication.focusWidget(), "Siti")
    assert screen.may_leave()
    screen.hide()
    quiet(qtbot, screen)
    assert office.ask("SELECT applicant_name FROM loket.application") == "Siti"
    assert office.ask("SELECT count(*) FROM loket.application") == 1


def test_another_case_is_opened_while_the_first_one_is_being_saved(
    qtbot, screen: IntakeScreen, office: Town
) -> None:
    begin(qtbot, screen)
    QTest.keyClicks(QApplication.focusWidget(), "Siti")
    screen.keeper.save()
    QTest.keyClicks(QApplication.focusWidget(), " Rahma")
    begin(qtbot, screen)
    QTest.keyClicks(QApplication.focusWidget(), "Budi")
    screen.keeper.save()
    quiet(qtbot, screen)
    names = office.rows("SELECT applicant_name AS name FROM loket.application")
    # both saves run at the same time, so either may get the first number
    assert sorted(row.name for row in names) == ["Budi", "Siti Rahma"]
    assert screen.drafts.restore() == []


TYPIST = """
import sys
from pathlib import Path
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from workstation.drafts import Drafts
from workstation.printing.spooler import FolderSpooler
from workstation.resources_at import resource
from workstation.settings import OfficeSettings, Settings
from workstation.ui.cells import SUBTEXT
from workstation.ui.hub import Hub
from workstation.ui.intake import keeper
from workstation.ui.intake.screen import IntakeScreen
from workstation.ui.jobs import Lanes
from workstation.ui.office import Office
from workstation.ui.theme import theme
from workstation.usecases.signing_in import sign_in
keeper.AUTOSAVE_MS = 10_000_000  # only the journal of this machine gets it
app = QApplication([])
theme().apply()
drafts = Drafts(Path(sys.argv[2]), "budi")
tools = {"drafts": drafts, "pages": None, "office": OfficeSettings()}
office = Office(sign_in(sys.argv[1], "budi", sys.argv[3]), Lanes(), Hub(), Settings(), tools=tools)
screen = IntakeScreen(office)
screen.show()
while not screen.view.chooser.table.rows():
    app.processEvents()
screen.choose_type()
screen.view.chooser.table.choose_row("strp-individual")
screen.view.chooser.begin()
line = screen.editor.form.box("name").entry.widget
QTest.keyClicks(line, "Siti Rahmawati")
drafts.flush()
QTest.keyClicks(line, " yang tak pernah selesai")
sys.stdout.write("diketik\\n")
sys.stdout.flush()
while True:
    app.processEvents()
"""


def test_after_a_kill_the_next_start_has_the_text_in_place(
    qtbot, start: Callable[[], IntakeScreen], office: Town, journal: Drafts, tmp_path: Path
) -> None:
    from tests.make import PASSWORD

    typist = subprocess.Popen(
        [sys.executable, "-c", TYPIST, office.url(), str(tmp_path / "drafts"), PASSWORD],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert typist.stdout is not None
    assert typist.stdout.readline().strip() == "diketik"
    os.kill(typist.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
    typist.wait(10)
    typist.stdout.close()
    assert office.ask("SELECT count(*) FROM loket.application") == 0

    screen = start()
    qtbot.waitUntil(lambda: screen.editor is not None, timeout=PATIENCE)
    assert screen.view.restored.isVisible()
    assert screen.view.restored.text().startswith("Dipulihkan dari jurnal pukul ")
    assert screen.editor.form.values()["name"].startswith("Siti Rahmawati")
    press(screen, Qt.Key.Key_S, CTRL)
    quiet(qtbot, screen)
    assert office.ask("SELECT applicant_name FROM loket.application").startswith("Siti Rahmawati")
    assert journal.restore() == []
    assert not screen.view.restored.isVisible()


def test_without_a_database_typing_goes_on_and_is_saved_when_it_is_back(
    qtbot, screen: IntakeScreen, office: Town, hub: Hub, journal: Drafts, cluster: Cluster
) -> None:
    begin(qtbot, screen)
    QTest.keyClicks(QApplication.focusWidget(), "Siti")
    screen.keeper.save()
    quiet(qtbot, screen)
    cut(cluster, office)
    with qtbot.waitSignal(hub.troubled, timeout=PATIENCE):
        QTest.keyClicks(QApplication.focusWidget(), " Rahma")
        press(screen, Qt.Key.Key_S, CTRL)
    assert screen.keeper.standing is Standing.LOCAL
    QTest.keyClicks(QApplication.focusWidget(), "wati")
    quiet(qtbot, screen)
    assert journal.restore()[0].content["values"]["name"] == "Siti Rahmawati"
    mend(cluster, office)
    hub.regain()
    qtbot.waitUntil(lambda: screen.keeper.standing is Standing.SAVED, timeout=PATIENCE)
    quiet(qtbot, screen)
    assert office.ask("SELECT applicant_name FROM loket.application") == "Siti Rahmawati"
    assert journal.restore() == []


def test_given_neither_database_nor_disk_then_nothing_claims_to_be_kept_until_it_is(
    qtbot, screen: IntakeScreen, office: Town, hub: Hub, journal: Drafts, cluster: Cluster
) -> None:
    begin(qtbot, screen)
    QTest.keyClicks(QApplication.focusWidget(), "Siti")
    screen.keeper.save()
    quiet(qtbot, screen)
    journal.flush()
    sound, journal.file = journal.file, journal.file / "a file is no folder"
    sound.chmod(0o600)
    os.truncate(sound, 0)  # what is written now fails, as on a full disk
    cut(cluster, office)
    with qtbot.waitSignal(hub.troubled, timeout=PATIENCE):
        QTest.keyClicks(QApplication.focusWidget(), " Rahmawati")
        press(screen, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: screen.editor.standing.text() == "Belum tersimpan", timeout=PATIENCE)
    assert screen.notice.text().startswith("Isian terakhir belum tersimpan")
    QTest.keyClicks(QApplication.focusWidget(), "!")
    assert screen.editor.form.values()["name"] == "Siti Rahmawati!"
    journal.file = sound
    qtbot.waitUntil(lambda: "menyusul" in screen.editor.standing.text(), timeout=PATIENCE)
    assert journal.restore()[0].content["values"]["name"] == "Siti Rahmawati!"
    assert not screen.notice.isVisible()
    mend(cluster, office)
    hub.regain()
    qtbot.waitUntil(lambda: screen.keeper.standing is Standing.SAVED, timeout=PATIENCE)
    quiet(qtbot, screen)


def test_a_file_chosen_without_a_database_is_attached_when_it_is_back(
    qtbot, screen: IntakeScreen, office: Town, hub: Hub, tmp_path: Path, cluster: Cluster
) -> None:
    begin(qtbot, screen)
    QTest.keyClicks(QApplication.focusWidget(), "Siti")
    screen.keeper.save()
    quiet(qtbot, screen)
    cut(cluster, office)
    give_files(screen, tmp_path / "files")
    with qtbot.waitSignal(hub.troubled, timeout=PATIENCE):
        press(screen, Qt.Key.Key_O, CTRL)
    quiet(qtbot, screen)
    assert screen.editor.papers.table.row_now().is_busy
    mend(cluster, office)
    hub.regain()
    qtbot.waitUntil(lambda: len(screen.filing.scans) == 1, timeout=PATIENCE)
    quiet(qtbot, screen)


# -- two officers ----------------------------------------------------------------------------------------------


@pytest.fixture
def clashed(qtbot, screen: IntakeScreen, office: Town) -> IntakeScreen:
    """Budi and Sari have typed different names into the same draft; Sari saved first."""
    begin(qtbot, screen)
    QTest.keyClicks(QApplication.focusWidget(), "Siti")
    screen.keeper.save()
    quiet(qtbot, screen)
    draft = screen.keeper.draft
    other = Typed("strp-individual", Channel.COUNTER, {"name": "Siti Aminah", "phone": "081255501234"})
    intake.keep(office.desk("sari"), other, draft)
    QTest.keyClicks(QApplication.focusWidget(), " Rahma")
    press(screen, Qt.Key.Key_S, CTRL)
    quiet(qtbot, screen)
    return screen


def test_a_clash_shows_both_and_keeps_what_was_typed(clashed: IntakeScreen) -> None:
    bar = clashed.view.clash
    assert bar.isVisible()
    assert "Nama lengkap: Anda “Siti Rahma”, petugas lain “Siti Aminah”" in bar.accessibleName()
    assert "Telepon: Anda kosong, petugas lain “081255501234”" in bar.accessibleName()
    assert clashed.editor.form.values() == {"name": "Siti Rahma"}


def test_after_a_clash_mine_may_win(qtbot, clashed: IntakeScreen, office: Town) -> None:
    clashed.view.clash.one.click()
    quiet(qtbot, clashed)
    assert clashed.keeper.standing is Standing.SAVED
    assert office.ask("SELECT applicant_name FROM loket.application") == "Siti Rahma"


def test_after_a_clash_theirs_may_win(qtbot, clashed: IntakeScreen, office: Town) -> None:
    clashed.view.clash.other.click()
    quiet(qtbot, clashed)
    assert clashed.editor.form.values() == {"name": "Siti Aminah", "phone": "081255501234"}
    assert office.ask("SELECT applicant_name FROM loket.application") == "Siti Aminah"
    assert clashed.drafts.restore() == []


def test_a_lost_answer_to_an_own_save_is_no_clash(qtbot, screen: IntakeScreen, office: Town) -> None:
    begin(qtbot, screen)
    QTest.keyClicks(QApplication.focusWidget(), "Siti")
    screen.keeper.save()
    quiet(qtbot, screen)
    same = Typed("strp-individual", Channel.COUNTER, {"name": "Siti R"})
    intake.keep(office.desk("budi"), same, screen.keeper.draft)
    QTest.keyClicks(QApplication.focusWidget(), " R")
    press(screen, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: screen.keeper.standing is Standing.SAVED, timeout=PATIENCE)
    assert not screen.view.clash.isVisible()
    quiet(qtbot, screen)


# -- returned cases, visits, duplicates, printers ----------------------------------------------------------------


def test_a_returned_case_says_what_is_asked_and_is_handed_in_again(
    qtbot, start: Callable[[], IntakeScreen], office: Town, tmp_path: Path
) -> None:
    application_id = office.submitted("sari")
    rina = office.desk("rina")
    reviewing.take(rina, application_id)
    photo = office.ask("SELECT id FROM loket.scan WHERE document_code = 'photo'")
    reviewing.judge_scan(rina, photo, Verdict.REFUSED, "photo-not-4x6")
    reviewing.send_back(rina, application_id, [Reason("typing-error", "Nama salah ketik", "", "Perbaiki.")])

    screen = start()
    (row,) = screen.view.lists.returned.rows()
    screen.view.lists.returned.choose_first()
    screen.view.lists.returned.setFocus()
    press(screen, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.editor is not None, timeout=PATIENCE)
    assert row.number in screen.editor._number.text()
    assert "Nama salah ketik" in screen.editor.asked.accessibleName()
    assert "Pas foto" in screen.editor.asked.accessibleName()
    press(screen, Qt.Key.Key_F10)
    quiet(qtbot, screen)
    (sheet,) = (tmp_path / "prints").glob("*.pdf")
    assert sheet.read_bytes().startswith(b"%PDF")
    give_files(screen, tmp_path / "files")
    press(screen, Qt.Key.Key_O, CTRL)
    quiet(qtbot, screen)
    screen.editor.form.set_value("name", "Siti Rahmawati")
    press(screen, Qt.Key.Key_Return, CTRL)
    quiet(qtbot, screen)
    assert screen.view.receipt.number.text() == row.number
    stage, name = office.rows("SELECT stage, applicant_name FROM loket.application")[0]
    assert (stage, name) == ("submitted", "Siti Rahmawati")


def test_a_draft_of_ended_rules_is_opened_anew_under_those_of_today_with_what_was_typed(
    qtbot, start: Callable[[], IntakeScreen], office: Town
) -> None:
    draft, values = office.draft()
    intake.save_draft(office.desk("budi"), draft, values)
    with office.owner.begin() as connection:
        # as if the draft had been begun on the morning of 5 July 2021
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(
            text(
                "UPDATE loket.application SET type_version_id = (SELECT id FROM loket.permit_type_version"
                " WHERE type_code = 'strp-individual' AND rules ->> 'version' = '2021-mendesak')"
            )
        )
    screen = start()
    screen.open(draft.id)
    qtbot.waitUntil(lambda: screen.editor is not None, timeout=PATIENCE)
    screen.editor.form.set_value("valid_from", "2021-07-06")
    screen.editor.form.set_value("valid_until", "2021-07-12")
    press(screen, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: screen.editor.opened.rules.version == "latihan-2026", timeout=PATIENCE)
    assert "berubah" in screen.notice.text()
    assert screen.editor.form.values()["address"] == values["address"]
    assert office.ask("SELECT stage FROM loket.application") == "draft"
    for code in ("valid_from", "valid_until"):
        screen.editor.form.set_value(code, values[code])
    press(screen, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: screen.view.receipt.isVisible(), timeout=PATIENCE)
    assert office.ask("SELECT stage FROM loket.application") == "submitted"


def test_from_the_queue_the_visit_brings_its_name_and_is_tied(
    qtbot, screen: IntakeScreen, office: Town
) -> None:
    office.walk_in(name="Siti Aminah")
    visit_id = office.ask("SELECT id FROM loket.visit")
    screen.open({"visit": visit_id})
    qtbot.waitUntil(lambda: screen.view.chooser.isVisible(), timeout=PATIENCE)
    assert "Siti Aminah" in screen.view.chooser.visitor.text()
    screen.view.chooser.table.choose_row("strp-individual")
    press(screen, Qt.Key.Key_Return)
    assert screen.editor.form.values() == {"name": "Siti Aminah"}
    press(screen, Qt.Key.Key_S, CTRL)
    quiet(qtbot, screen)
    assert office.ask("SELECT application_id FROM loket.visit") == screen.keeper.draft.id
    screen.open({"visit": visit_id})
    quiet(qtbot, screen)
    assert screen.keeper.draft is not None


def test_a_duplicate_is_named_and_the_draft_stays(qtbot, start, office: Town) -> None:
    office.submitted("sari")
    draft, values = office.draft("budi")
    intake.save_draft(office.desk("budi"), draft, values)
    screen = start()
    screen.open(draft.id)
    qtbot.waitUntil(lambda: screen.editor is not None, timeout=PATIENCE)
    press(screen, Qt.Key.Key_Return, CTRL)
    quiet(qtbot, screen)
    number = office.ask("SELECT number FROM loket.application WHERE stage = 'submitted'")
    assert number in screen.notice.text()
    assert screen.editor.form.values() == values


def test_a_printer_that_fails_leaves_the_receipt_to_print_again(
    qtbot, start, office: Town, counter: Office, tmp_path: Path
) -> None:
    draft, values = office.draft(type_code="strp-company")
    intake.save_draft(office.desk("budi"), draft, company_values())
    (tmp_path / "prints").write_text("bukan folder")
    screen = start()
    screen.open(draft.id)
    qtbot.waitUntil(lambda: screen.editor is not None, timeout=PATIENCE)
    press(screen, Qt.Key.Key_Return, CTRL)
    quiet(qtbot, screen)
    assert office.ask("SELECT stage FROM loket.application") == "submitted"
    assert screen.view.receipt.printed.text() == "Tanda terima belum tercetak"
    assert "F10" in screen.notice.accessibleName()
    (tmp_path / "prints").unlink()
    press(screen, Qt.Key.Key_F10)
    quiet(qtbot, screen)
    assert screen.view.receipt.printed.text() == "Tanda terima sudah dicetak"
    assert values


def test_a_draft_can_be_thrown_away(qtbot, screen: IntakeScreen, office: Town) -> None:
    begin(qtbot, screen)
    QTest.keyClicks(QApplication.focusWidget(), "Salah")
    screen.keeper.save()
    quiet(qtbot, screen)
    screen.verbs[actions.ThrowAway].trigger()
    press(screen, Qt.Key.Key_Return)
    quiet(qtbot, screen)
    assert office.ask("SELECT stage FROM loket.application") == "withdrawn"
    assert screen.view.lists.drafts.rows() == []
    assert screen.editor is None


def test_while_the_nik_is_typed_an_open_case_of_the_same_person_is_told_and_the_second_is_refused(
    qtbot, start: Callable[[], IntakeScreen], office: Town
) -> None:
    office.submitted("sari")
    number = office.ask("SELECT number FROM loket.application")
    draft, values = office.draft()
    screen = start()
    screen.open(draft.id)
    qtbot.waitUntil(lambda: screen.editor is not None, timeout=PATIENCE)
    quiet(qtbot, screen)
    form = screen.editor.form
    form.set_value("identity_kind", "ktp")
    form.set_value("nik", values["nik"][:15])
    quiet(qtbot, screen)
    assert "Sudah ada" not in form.hint("nik")
    form.set_value("nik", values["nik"])
    screen._typed()
    quiet(qtbot, screen)
    said = f"Sudah ada permohonan sejenis: {number} (Baru diajukan, Mal Pelayanan Publik)."
    assert form.hint("nik").startswith(said)
    looks = office.rows("SELECT data FROM loket.journal WHERE action = 'search' AND data ? 'permit_type'")
    assert [row.data["term"] for row in looks] == ["3171**********01"]
    form.set_value("nik", "3171994502860002")
    screen._typed()
    quiet(qtbot, screen)
    assert "Sudah ada" not in form.hint("nik")
