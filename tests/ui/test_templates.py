"""The wordings as an administrator changes them: the real paper beside the words, keyboard alone, the real database."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt

from tests.make import Office
from workstation.imaging.pool import PageReader
from workstation.ui.action import clashes
from workstation.ui.hub import Hub
from workstation.ui.jobs import Lanes
from workstation.ui.office import Office as Tools
from workstation.ui.templates.screen import TemplatesScreen
from workstation.vocabulary import PaperKind

COMMIT = (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


@pytest.fixture
def screen(office: Office, lanes: Lanes, hub: Hub, qtbot, pages: PageReader) -> TemplatesScreen:
    """Show the screen and wait for the first paper."""
    made = TemplatesScreen(Tools(office.desk("admin"), lanes, hub, tools={"pages": pages}))
    qtbot.addWidget(made)
    made.resize(1138, 690)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: has_page(made))
    return made


def has_page(screen: TemplatesScreen) -> bool:
    return screen.view.preview.page.has_page()


def choose(screen: TemplatesScreen, kind: PaperKind, qtbot) -> None:
    screen.view.papers.choose_row(kind)
    qtbot.waitUntil(lambda: screen.row is not None and screen.row.id is kind and has_page(screen))


def write(screen: TemplatesScreen, code: str, text: str) -> None:
    box = next(one for one in screen.view.editor.boxes if one.block.code == code)
    box.edit.setFocus()
    box.edit.selectAll()
    box.edit.insertPlainText(text)


def answer(screen: TemplatesScreen, why: str, qtbot) -> None:
    qtbot.keyClicks(screen.ask_bar.note, why)
    qtbot.keyClick(screen.ask_bar.note, *COMMIT)


def kept(office: Office) -> list[tuple[str, dict[str, str]]]:
    rows = office.rows("SELECT kind, blocks FROM loket.paper_template ORDER BY id")
    return [(row.kind, row.blocks) for row in rows]


def test_every_verb_has_a_key_of_its_own(screen: TemplatesScreen) -> None:
    assert clashes(screen.actions_here) == []


def test_words_are_seen_on_the_paper_and_published_with_the_keyboard(
    screen: TemplatesScreen, office: Office, qtbot
) -> None:
    choose(screen, PaperKind.RECEIPT, qtbot)
    write(screen, "title", "Bukti Penerimaan")
    qtbot.waitUntil(lambda: screen.is_changed)
    qtbot.keyClick(screen, *COMMIT)
    qtbot.waitUntil(lambda: screen.ask_bar.is_asking)
    answer(screen, "edaran 1", qtbot)
    qtbot.waitUntil(lambda: kept(office) == [("receipt", {"title": "Bukti Penerimaan"})])
    qtbot.waitUntil(lambda: screen.row is not None and screen.row.now.id > 0)
    assert not screen.is_changed


def test_a_fault_stands_below_its_block_with_its_line_and_nothing_is_published(
    screen: TemplatesScreen, office: Office, qtbot
) -> None:
    choose(screen, PaperKind.REFUSAL, qtbot)
    write(screen, "closing", "Terima kasih,\n{nama_pemohn}")
    box = next(one for one in screen.view.editor.boxes if one.block.code == "closing")
    qtbot.waitUntil(lambda: "Baris 2" in box.fault.text())
    assert "{nama_pemohon}" in box.fault.text()
    assert not has_page(screen)
    assert kept(office) == []


def test_what_differs_from_the_version_is_shown_line_by_line(screen: TemplatesScreen, qtbot) -> None:
    choose(screen, PaperKind.RECEIPT, qtbot)
    write(screen, "title", "Bukti Penerimaan")
    qtbot.keyClick(screen, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    said = screen.view.difference.toPlainText()
    assert "− Tanda Terima Berkas" in said
    assert "+ Bukti Penerimaan" in said
    assert screen.view.side.currentWidget() is screen.view.difference


def test_a_list_of_five_hundred_is_tried_and_its_pages_turned(screen: TemplatesScreen, qtbot) -> None:
    for case in ("panjang", "20", "500"):
        qtbot.keyClick(screen, Qt.Key.Key_F2)
        assert case in screen.view.preview.case.currentText()
    qtbot.waitUntil(lambda: screen.letter is not None and screen.letter.pages > 5)
    qtbot.keyClick(screen, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: screen.view.preview.where.text().startswith("Halaman 2 dari"))


def test_a_coming_version_is_taken_back(screen: TemplatesScreen, office: Office, qtbot) -> None:
    choose(screen, PaperKind.RECEIPT, qtbot)
    write(screen, "title", "Bukti Penerimaan")
    screen.view.start.setText("25-11-2090")
    qtbot.keyClick(screen, *COMMIT)
    qtbot.waitUntil(lambda: screen.ask_bar.is_asking)
    answer(screen, "edaran 2", qtbot)
    qtbot.waitUntil(lambda: len(kept(office)) == 1)
    qtbot.waitUntil(lambda: screen.row is not None and len(screen.row.versions) == 2)
    screen.view.versions.choose_row(screen.row.versions[0].id)
    qtbot.waitUntil(lambda: screen.may_take_back)
    qtbot.keyClick(screen, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: screen.ask_bar.is_asking)
    answer(screen, "salah tanggal", qtbot)
    qtbot.waitUntil(lambda: kept(office) == [])


def test_arms_are_read_from_a_file_and_a_bad_file_is_refused(
    screen: TemplatesScreen, tmp_path: Path, qtbot
) -> None:
    choose(screen, PaperKind.LETTERHEAD, qtbot)
    good, bad = tmp_path / "lambang.png", tmp_path / "rusak.png"
    Image.new("RGB", (300, 300), (20, 60, 160)).save(good)
    bad.write_bytes(b"bukan gambar")
    answers: list[Path] = [bad, good]
    screen.choose_file = _answering(answers)
    qtbot.keyClick(screen, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: screen.notice.isVisible())
    assert screen.proposed().words["logo"] == ""
    qtbot.keyClick(screen, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(screen.proposed().words["logo"]))


def _answering(files: list[Path]) -> Callable[[Callable[[str], None]], None]:
    return lambda then: then(str(files.pop(0)))
