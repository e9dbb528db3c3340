"""The rules as an officer reads them and an administrator changes them: real rows, real files, keyboard alone."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from tests.make import Office
from tests.printing import seen
from workstation.catalogue.reading import load_folder
from workstation.errors import NotAllowed
from workstation.printing.spooler import FolderSpooler
from workstation.resources_at import resource
from workstation.settings import OfficeSettings
from workstation.ui.action import clashes
from workstation.ui.hub import Hub
from workstation.ui.jobs import Lanes
from workstation.ui.office import Office as Tools
from workstation.ui.rules import actions
from workstation.ui.rules.screen import RulesScreen
from workstation.usecases import rulemaking
from workstation.usecases.informing import draw_catalogue
from workstation.worktime import WIB

STRP = resource("catalogue/strp-company.toml")


@pytest.fixture
def show(office: Office, lanes: Lanes, hub: Hub, qtbot) -> Callable[[str], RulesScreen]:
    """Show the screen to somebody and wait for its types."""

    def made(login: str) -> RulesScreen:
        screen = RulesScreen(Tools(office.desk(login), lanes, hub))
        qtbot.addWidget(screen)
        screen.resize(1138, 690)
        screen.show()
        screen.activateWindow()
        qtbot.waitUntil(lambda: screen.view.types.model().rowCount() == 14)
        return screen

    return made


def verb(screen: RulesScreen, kind: type) -> actions.Action:
    return next(action for action in screen.actions_here if type(action) is kind)


def next_year(tmp_path: Path, extra: str = "", **changed: str) -> Path:
    """A rule file that ends the version of today a month from now and begins another one."""
    start = (datetime.now(WIB) + timedelta(days=30)).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = {"version": '"berikutnya"', "from": start.isoformat(), "mark": '"U"', "source": '"Contoh"'}
    lines |= {"legal_bases": '["Peraturan contoh"]', "workers": "{ min = 3, max = 50 }"} | changed
    text = STRP.read_text(encoding="utf-8")
    text = text.replace(
        "from = 2026-01-01T00:00:00+07:00",
        f"from = 2026-01-01T00:00:00+07:00\nto = {start.isoformat()}",
    )
    text += "\n[[versions]]\n" + "\n".join(f"{key} = {value}" for key, value in lines.items()) + extra
    file = tmp_path / "strp-company.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_every_verb_has_a_key_of_its_own(show) -> None:
    assert clashes(show("admin").actions_here) == []


def test_an_officer_reads_what_a_citizen_must_bring(show, qtbot) -> None:
    screen = show("budi")
    screen.open("strp-company")
    qtbot.waitUntil(lambda: "STRP" in screen.view.heading.text() or "Tanda" in screen.view.heading.text())
    text = screen.view.catalogue.toPlainText()
    for needed in ("Surat tugas", "paling besar 1.024 KB", "5 jam kerja", "Tanpa biaya", "Dinas", "latihan"):
        assert needed in text, needed
    assert "5 sampai 500 orang" in text


def test_only_the_administrator_is_offered_to_load_files(show, office: Office, tmp_path: Path) -> None:
    screen = show("budi")
    assert not verb(screen, actions.OpenFile).isVisible()
    assert not verb(screen, actions.LoadFile).isVisible()
    with pytest.raises(NotAllowed):
        rulemaking.look(office.desk("budi"), [next_year(tmp_path)])


def test_typing_leaves_the_types_that_have_the_word_and_keeps_one_chosen(show, qtbot) -> None:
    screen = show("rina")
    qtbot.keyClick(screen, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: screen.focusWidget() is screen.view.filter)
    qtbot.keyClicks(screen.view.filter, "sikm")
    assert [row.id for row in screen.view.types.rows()] == ["sikm", "sikm-2021"]
    qtbot.waitUntil(lambda: "Keluar Masuk" in screen.view.heading.text())


def test_the_evening_of_5_july_stands_side_by_side_and_f2_goes_from_change_to_change(show, qtbot) -> None:
    screen = show("budi")
    screen.open("strp-individual")
    qtbot.keyClick(screen, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    compare = screen.view.compare
    for box, version in ((compare.older, "2021-terbuka"), (compare.newer, "2021-mendesak")):
        box.setCurrentText(version)
        box.activated.emit(box.currentIndex())
    text = compare.page.toPlainText()
    assert "Surat tugas dari perusahaan" in text
    assert "pekerja didaftarkan oleh perusahaannya" in text
    assert "Tempat lahir" not in text, "what is the same is left out"
    before = compare.page.verticalScrollBar().value()
    for number in (1, 2, 3, 4, 5):
        qtbot.keyClick(screen, Qt.Key.Key_F2)
        assert compare.count.text().endswith(f"nomor {number}")
    assert compare.page.verticalScrollBar().value() > before
    qtbot.keyClick(screen, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert "Tempat lahir" in compare.page.toPlainText()


def test_the_time_line_tells_what_changed_when_and_enter_opens_it(show, qtbot) -> None:
    screen = show("manajer")
    qtbot.keyClick(screen, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    rows = screen.view.moments.rows()
    told = {(row.type_code, row.version, row.what) for row in rows}
    assert ("strp-individual", "2021-mendesak", "Berganti") in told
    assert ("sikm", "pergub-60-2020", "Berakhir") in told
    assert [row.at for row in rows] == sorted((row.at for row in rows), reverse=True)
    screen.view.moments.choose_row(("sikm", "pergub-60-2020", "berganti"))
    qtbot.keyClick(screen.view.moments, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.view.stack.currentWidget() is screen.view.compare)
    assert "Keluar Masuk" in screen.view.heading.text()


def test_a_bad_file_shows_every_fault_by_line_and_cannot_be_loaded(
    show, qtbot, office: Office, tmp_path: Path
) -> None:
    screen, before = show("admin"), office.ask("SELECT count(*) FROM loket.journal")
    file = next_year(tmp_path, extra="\ncolour = 3", mark='"?"')
    screen.loading.look([file])
    qtbot.waitUntil(lambda: screen.view.file.faults.model().rowCount() == 2)
    reasons = [row.fault.reason for row in screen.view.file.faults.rows()]
    assert "mark" in reasons[0]
    assert "colour" in reasons[1]
    assert not verb(screen, actions.LoadFile).isEnabled()
    assert office.ask("SELECT count(*) FROM loket.journal") == before

    next_year(tmp_path)
    qtbot.keyClick(screen, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: verb(screen, actions.LoadFile).isEnabled())


def test_a_good_file_is_read_confirmed_and_loaded_with_the_keyboard(
    show, qtbot, office: Office, tmp_path: Path
) -> None:
    case = office.submitted(type_code="strp-company")
    screen = show("admin")
    screen.loading.choose_files = lambda then: then([next_year(tmp_path)])
    qtbot.keyClick(screen, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: screen.view.file.plan.model().rowCount() == 2)
    assert [row.one.change for row in screen.view.file.plan.rows()] == ["ended", "added"]
    assert [row.one.cases for row in screen.view.file.plan.rows()] == [1, 0]
    screen.view.file.plan.setFocus()
    qtbot.keyClick(screen.view.file.plan, Qt.Key.Key_Down)
    assert "3 sampai 50 orang" in screen.view.file.page.toPlainText()

    qtbot.keyClick(screen, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: screen.ask_bar.is_asking)
    qtbot.keyClick(screen.ask_bar.yes, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(row.version == "berikutnya" for row in screen.view.moments.rows()))
    row = office.rows("SELECT reason, login FROM loket.journal WHERE thing = 'permit_type_version'")[-1]
    assert row.login == "admin"
    assert "strp-company.toml" in row.reason
    assert office.ask("SELECT type_version_id FROM loket.application WHERE id = :i", i=case) == office.ask(
        "SELECT id FROM loket.permit_type_version WHERE type_code = 'strp-company'"
        " AND rules ->> 'version' = 'latihan-2026'"
    )


def test_a_version_under_which_cases_stand_is_not_rewritten(
    show, qtbot, office: Office, tmp_path: Path
) -> None:
    office.submitted(type_code="strp-company")
    screen = show("admin")
    file = tmp_path / "strp-company.toml"
    file.write_text(STRP.read_text(encoding="utf-8").replace("max = 500", "max = 300"), encoding="utf-8")
    screen.loading.look([file])
    qtbot.waitUntil(lambda: "tidak dapat dimuat" in screen.view.file.title.text())
    assert "1 permohonan" in screen.view.file.detail.text()
    assert not verb(screen, actions.LoadFile).isEnabled()


def test_the_catalogue_sheet_is_printed_for_the_citizen(show, qtbot, tmp_path: Path) -> None:
    screen = show("budi")
    screen.office.spooler = FolderSpooler(tmp_path)
    screen.office.tools["office"] = OfficeSettings()
    screen.open("strp-company")
    qtbot.waitUntil(lambda: "Tanda Registrasi" in screen.view.heading.text())
    qtbot.keyClick(screen, Qt.Key.Key_F10)
    qtbot.waitUntil(lambda: len(list(tmp_path.glob("*.pdf"))) == 1)
    text = seen.text(next(tmp_path.glob("*.pdf")).read_bytes())
    for needed in ("STRP", "Surat tugas", "Tanpa biaya", "Langkah 1", "5 jam kerja", "Dasar hukum"):
        assert needed in text, needed


def test_the_sheet_of_every_version_can_be_drawn() -> None:
    for rules in load_folder(resource("catalogue")):
        pages = seen.texts(draw_catalogue(rules, OfficeSettings()))
        assert 1 <= len(pages) <= 3, rules.code
        assert rules.legal_bases[0][:30] in " ".join(pages)
