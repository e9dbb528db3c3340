"""The desk as a viewer: parts of a page, locked files, a worker that dies, the next case ready; real workers."""

import os
import signal
import sys
from io import BytesIO

import pikepdf
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.make import Office
from tests.ui.hall_office import hit, settle
from workstation.ui.review.sheet import Fit, View
from workstation.usecases import intake, reviewing

Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
PEOPLE = (
    ("3171994502850001", "1985-02-05"),
    ("3171994502860002", "1986-02-05"),
    ("3171994502870003", "1987-02-05"),
)
READ = "SELECT count(*) FROM loket.journal WHERE action = 'read' AND thing = 'scan' AND data ->> 'purpose' = :purpose"


def filed(office: Office, count: int = 1, paper: bytes | None = None, name: str = "surat") -> list[int]:
    """Cases that wait; `paper` stands in the place of the first document of each."""
    cases = []
    for nik, day in PEOPLE[:count]:
        draft, values = office.draft(nik=nik, birth_date=day)
        if paper is not None:
            first = office.required("strp-individual", values)[0]
            intake.attach_scan(office.desk("budi"), draft.id, first, name, paper, 1)
        cases.append(intake.submit(office.desk("budi"), draft, values).application_id)
    return cases


def photo(width: int = 2400, height: int = 3200) -> bytes:
    """A photo with a red spot in its middle."""
    picture = Image.radial_gradient("L").resize((width, height)).convert("RGB")
    picture.paste((200, 0, 0), (width // 2 - 20, height // 2 - 20, width // 2 + 20, height // 2 + 20))
    out = BytesIO()
    picture.save(out, "JPEG", quality=92)
    return out.getvalue()


def locked_pdf(password: str) -> bytes:
    """A page that opens with a password only."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        out = BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(owner="lain", user=password, R=6))
    return out.getvalue()


def purposes(office: Office, purpose: str) -> int:
    return office.ask(READ, purpose=purpose)


def test_given_a_page_when_zoomed_far_then_only_the_part_in_the_window_is_drawn_and_it_is_sharp(
    qtbot, office: Office, reviewer
) -> None:
    filed(office, 1, photo())
    screen = reviewer()
    hit(qtbot, screen, Key.Key_F2)
    canvas = screen.desk.scans.canvas
    canvas.set_view(View(Fit.FREE, 4000, 0.5, 0.5))
    qtbot.waitUntil(lambda: canvas.pixels.part is not None)
    picture, shares, width = canvas.pixels.part
    assert width == canvas.wanted_width() > canvas.whole_width()
    assert 0 < shares.left < 0.5 < shares.right < 1
    assert picture.width() < width / 2
    spot = canvas.viewport().grab().toImage().pixelColor(canvas.viewport().rect().center())
    assert (spot.red() > 150, spot.green() < 60) == (True, True)
    before = canvas.pixels.part
    canvas.pan(1, 0)
    qtbot.waitUntil(lambda: not canvas._timer.isActive())
    settle(qtbot, screen.office)
    assert canvas.pixels.part is before, "a little around the window was drawn too"
    canvas.pan(12, 12)
    qtbot.waitUntil(lambda: canvas.pixels.part is not before)


def test_given_a_locked_document_when_its_password_is_typed_then_it_opens_and_is_written_nowhere(
    qtbot, office: Office, reviewer
) -> None:
    filed(office, 1, locked_pdf("rahasia-77"), "surat.pdf")
    screen = reviewer()
    hit(qtbot, screen, Key.Key_F2)
    asked = screen.ask_bar
    assert "terkunci kata sandi" in screen.desk.scans.trouble_words()
    assert asked.is_asking
    qtbot.keyClicks(asked.entry, "salah")
    hit(qtbot, screen, Key.Key_Return)
    assert asked.is_asking
    assert "tidak membuka" in screen.desk.scans.trouble_words()
    qtbot.keyClicks(asked.entry, "rahasia-77")
    hit(qtbot, screen, Key.Key_Return)
    assert not asked.is_asking
    assert screen.desk.scans.is_sharp
    assert "rahasia-77" not in repr(vars(screen.desk.scans.reader))
    assert office.ask("SELECT count(*) FROM loket.journal WHERE data::text LIKE '%rahasia-77%'") == 0


def test_given_held_cases_when_one_is_worked_on_then_the_next_ones_are_ready_and_the_journal_tells_what_for(
    qtbot, office: Office, reviewer
) -> None:
    first, second, third = filed(office, 3)
    for case in (first, second):
        reviewing.take(office.desk("rina"), case)
    screen = reviewer()
    hit(qtbot, screen, Key.Key_F2)
    reader = screen.desk.scans.reader
    wanted = {
        row.id for row in office.rows("SELECT id FROM loket.scan WHERE application_id = :id", id=second)
    }
    qtbot.waitUntil(lambda: wanted <= set(reader._files))
    settle(qtbot, screen.office)
    free = {row.id for row in office.rows("SELECT id FROM loket.scan WHERE application_id = :id", id=third)}
    assert not free & set(reader._files), "nobody's case was read"
    assert purposes(office, reviewing.PREPARING) == len(wanted)
    looked = purposes(office, reviewing.LOOKING)
    screen.open(second)
    qtbot.waitUntil(lambda: screen.case.id == second)
    assert screen.desk.scans.is_sharp, "the page was there before it was asked for"
    settle(qtbot, screen.office)
    assert purposes(office, reviewing.PREPARING) == len(wanted)
    assert purposes(office, reviewing.LOOKING) == looked + len(wanted)


def test_given_a_long_day_when_cases_come_and_go_then_pictures_and_files_of_former_ones_are_let_go(
    qtbot, office: Office, reviewer
) -> None:
    filed(office, 3, photo(1200, 1600))
    screen = reviewer()
    reader, most = screen.desk.scans.reader, 0
    for _ in range(6):
        hit(qtbot, screen, Key.Key_F2)
        most = max(most, len(reader._files))
    papers = len(screen.case.scans)
    assert most <= 3 * papers
    screen.show_inbox_page()
    settle(qtbot, screen.office)
    assert (reader._files, reader._images) == ({}, {})
    assert QApplication.focusWidget() is not None


def test_given_a_locked_document_in_the_second_pane_then_its_password_is_asked_for_and_opens_it_there(
    qtbot, office: Office, reviewer
) -> None:
    draft, values = office.draft()
    second = office.required("strp-individual", values)[1]
    intake.attach_scan(office.desk("budi"), draft.id, second, "surat.pdf", locked_pdf("rahasia-77"), 1)
    intake.submit(office.desk("budi"), draft, values)
    screen = reviewer()
    hit(qtbot, screen, Key.Key_F2)
    assert not screen.ask_bar.is_asking
    hit(qtbot, screen, Key.Key_V)
    other = screen.desk.scene.other
    locked = next(p.scan.id for p in screen.case.scans if p.document.code == second)
    other.show_scan(locked)
    qtbot.waitUntil(lambda: screen.ask_bar.is_asking)
    assert screen.desk.scans.shown_id != locked
    qtbot.keyClicks(screen.ask_bar.entry, "rahasia-77")
    hit(qtbot, screen, Key.Key_Return)
    assert other.is_sharp
    assert not screen.ask_bar.is_asking


@pytest.mark.skipif(sys.platform != "linux", reason="signals of Linux")
def test_given_twenty_pages_asked_for_when_the_workers_are_killed_then_every_page_comes(
    qtbot, office: Office, reviewer, pages
) -> None:
    sheet = Image.radial_gradient("L").resize((600, 800))
    out = BytesIO()
    sheet.save(out, "PDF", save_all=True, append_images=[sheet] * 19)
    filed(office, 1, out.getvalue(), "tebal.pdf")
    screen = reviewer()
    hit(qtbot, screen, Key.Key_F2)
    settle(qtbot, screen.office)
    pane = screen.desk.scans
    row, width = pane.front[0], pane.canvas.whole_width()
    pane.reader._images.clear()
    pages.warm()
    before = pages.pids()
    for pid in before:
        os.kill(pid, signal.SIGSTOP)
    for number in range(20):
        pane.reader.ask(row, number, 90, width + 1)
    pane.turn()
    qtbot.waitUntil(pages._idle.empty)  # two questions go to workers that will never answer
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    settle(qtbot, screen.office)
    drawn = [pane.reader.image((row.id, number, 90)) for number in range(20)]
    assert all(one is not None and one.image.width() > width for one in drawn)
    assert pane.is_sharp
    assert not pane.has_trouble


def test_given_a_page_that_cannot_be_drawn_then_only_it_says_so_and_the_others_are_turned_to(
    qtbot, office: Office, reviewer
) -> None:
    with pikepdf.new() as paper:
        for size in ((600, 800), (3, 14_000), (600, 800)):
            paper.add_blank_page(page_size=size)
        out = BytesIO()
        paper.save(out)
    filed(office, 1, out.getvalue(), "panjang.pdf")
    screen = reviewer()
    hit(qtbot, screen, Key.Key_F2)
    settle(qtbot, screen.office)
    pane, seen = screen.desk.scans, []
    assert not pane.has_trouble, "its small picture cannot be drawn, which is no trouble of the first page"
    for step in (1, 1, -1, -1):
        pane.step_page(step)
        settle(qtbot, screen.office)
        seen.append((pane.front[1], pane.is_sharp, bool(pane.trouble_words()), pane.strip.isVisible()))
    assert seen == [
        (1, False, True, True),
        (2, True, False, True),
        (1, False, True, True),
        (0, True, False, True),
    ]
