"""The tools of the scan by keyboard alone: parts, loupe, crop, straightening, light; all kept per document."""

import json
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from tests.make import Office
from tests.ui.hall_office import hit, press, seated, settle, shown
from workstation.places_on_page import Region
from workstation.printing.spooler import FolderSpooler
from workstation.queries import intake as intake_query
from workstation.ui.review.painting import Noted
from workstation.ui.review.screen import ReviewScreen
from workstation.ui.review.sheet import Fit, Sheet
from workstation.ui.review.tones import Tint
from workstation.ui.theme import Tone
from workstation.usecases import intake, reviewing

Key, Mod = Qt.Key, Qt.KeyboardModifier


def askew(angle: float = 3.0) -> bytes:
    """A page of lines, turned counter-clockwise by `angle`."""
    page = Image.new("L", (900, 1270), "white")
    pen = ImageDraw.Draw(page)
    for top in range(90, 1180, 30):
        pen.text((90, top), "Nomor Induk Kependudukan 3171994502850001 " * 2, fill=0)
    turned = page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    kept = BytesIO()
    turned.save(kept, "TIFF", save_all=True, append_images=[turned, turned], compression="tiff_lzw")
    return kept.getvalue()


@pytest.fixture
def case(office: Office) -> int:
    """A person's case whose identity card is three pages, scanned askew."""
    draft, values = office.draft()
    office.run("DELETE FROM loket.scan WHERE document_code = 'identity_card'")
    budi = office.desk("budi")
    intake.attach_scan(budi, draft.id, "identity_card", "ktp.tif", askew(), 3)
    return intake.submit(budi, draft, values).application_id


@pytest.fixture
def screen(qtbot, office: Office, lanes, hub, pages, case: int):
    """Rina with the case on her desk and its identity card in front."""
    seat = seated(office, lanes, hub, "rina")
    seat.tools["pages"] = pages
    made = shown(qtbot, ReviewScreen, seat)
    hit(qtbot, made, Key.Key_F2)
    paper = made.case.paper_for("identity_card")
    made.desk.case.go_to_document(paper.scan.id)
    settle(qtbot, seat)
    yield made
    settle(qtbot, seat)


def seen(screen: ReviewScreen) -> QImage:
    return screen.desk.scans.canvas.viewport().grab().toImage()


def brightness(screen: ReviewScreen) -> float:
    """The mean of the window, 0 to 255."""
    return (
        QColor(
            seen(screen).scaled(1, 1, mode=Qt.TransformationMode.SmoothTransformation).pixel(0, 0)
        ).lightnessF()
        * 255
    )


def test_each_document_keeps_its_page_zoom_and_light_for_the_whole_case(qtbot, screen) -> None:
    scans = screen.desk.scans
    hit(qtbot, screen, Key.Key_PageDown, Key.Key_Plus, Key.Key_Plus, Key.Key_I)
    hit(qtbot, screen, Key.Key_Down, modifier=Mod.ShiftModifier)
    before, width = scans.canvas.view(), scans.canvas.page_width()
    hit(qtbot, screen, Key.Key_PageDown, modifier=Mod.ControlModifier)
    assert scans.canvas.fit is Fit.WIDTH
    assert scans.canvas.tint == Tint()
    hit(qtbot, screen, Key.Key_PageUp, modifier=Mod.ControlModifier)
    assert scans.page_words.text() == "Hal. 2 / 3"
    assert scans.canvas.page_width() == width
    assert scans.canvas.view().down == pytest.approx(before.down, abs=0.01)
    assert scans.canvas.tint == Tint(inverted=True)


def test_a_part_is_framed_by_arrows_and_fills_the_window(qtbot, screen) -> None:
    canvas = screen.desk.scans.canvas
    hit(qtbot, screen, Key.Key_Z)
    assert canvas.framing.is_on
    first = QRectF(canvas.framing.rect)
    current = screen.desk.case.current
    hit(qtbot, screen, Key.Key_Right, Key.Key_Down)
    hit(qtbot, screen, Key.Key_Left, modifier=Mod.ShiftModifier)
    assert screen.desk.case.current is current  # the arrows did not move the cursor of the form
    assert canvas.framing.rect.left() > first.left()
    assert canvas.framing.rect.width() < first.width()
    wide = canvas.page_width()
    hit(qtbot, screen, Key.Key_Return)
    assert not canvas.framing.is_on
    assert canvas.fit is Fit.FREE
    assert canvas.page_width() > 1.5 * wide
    hit(qtbot, screen, Key.Key_Z, Key.Key_Escape)
    assert not canvas.framing.is_on
    assert screen.case is not None  # Esc ended the frame, and did not leave the case


def test_a_crop_shows_only_its_part_to_everybody_until_it_is_dropped(qtbot, screen) -> None:
    scans = screen.desk.scans
    whole = scans.canvas.ratio
    hit(qtbot, screen, Key.Key_X, Key.Key_Return)
    crop = scans.shape.crop
    assert crop is not None
    assert scans.canvas.ratio != pytest.approx(whole)
    assert "dipangkas" in scans.size_words.text()
    hit(qtbot, screen, Key.Key_X)
    assert scans.shape.crop is None
    assert scans.canvas.ratio == pytest.approx(whole)


def test_a_page_scanned_askew_is_straightened_by_the_angle_of_its_lines(qtbot, screen) -> None:
    scans = screen.desk.scans
    hit(qtbot, screen, Key.Key_L)
    assert scans.shape.angle == pytest.approx(3.0, abs=0.2)
    assert "diluruskan +" in scans.size_words.text()
    hit(qtbot, screen, Key.Key_L)
    assert scans.shape.angle == 0


def test_the_loupe_follows_the_keys_and_shows_what_lies_below_larger(qtbot, screen) -> None:
    canvas = screen.desk.scans.canvas
    plain = seen(screen)
    asked = canvas.wanted_width()
    hit(qtbot, screen, Key.Key_K)
    assert canvas.has_loupe
    assert canvas.wanted_width() > 2 * asked  # sharp enough for what is enlarged
    assert seen(screen) != plain
    at, top = canvas._loupe, canvas.verticalScrollBar().value()
    hit(qtbot, screen, Key.Key_Down, modifier=Mod.ShiftModifier)
    assert canvas._loupe.y() > at.y()
    assert canvas.verticalScrollBar().value() == top  # the loupe moved, not the page
    hit(qtbot, screen, Key.Key_K)
    assert not canvas.has_loupe
    assert canvas.wanted_width() == asked
    hit(qtbot, screen, Key.Key_K)
    hit(qtbot, screen, Key.Key_Escape)
    assert (canvas.has_loupe, screen.case is not None) == (False, True)  # one press, one step
    hit(qtbot, screen, Key.Key_K)
    hit(qtbot, screen, Key.Key_V)
    assert not canvas.has_loupe  # half of it would lie outside of the narrower page
    hit(qtbot, screen, Key.Key_Escape)
    assert (screen.desk.scene.is_comparing, screen.case is not None) == (False, True)


@pytest.mark.parametrize(
    ("key", "tint"), [(Key.Key_B, Tint(1)), (Key.Key_G, Tint(-1)), (Key.Key_A, Tint(grey=True))]
)
def test_light_is_changed_at_once_and_n_shows_the_page_as_it_is(qtbot, screen, key: Key, tint: Tint) -> None:
    plain = brightness(screen)
    hit(qtbot, screen, key)
    assert screen.desk.scans.canvas.tint == tint
    assert brightness(screen) != pytest.approx(plain, abs=1) or tint.grey  # the page is grey already
    hit(qtbot, screen, Key.Key_C)
    assert screen.desk.scans.canvas.tint.contrast == 1
    hit(qtbot, screen, Key.Key_C, modifier=Mod.ShiftModifier)
    assert screen.desk.scans.canvas.tint.contrast == 0
    hit(qtbot, screen, Key.Key_N)
    assert brightness(screen) == pytest.approx(plain, abs=1)


def test_the_second_row_of_tools_comes_and_goes_by_one_key(qtbot, screen) -> None:
    hit(qtbot, screen, Key.Key_T)
    assert screen.desk.scene.tools.has_more
    hit(qtbot, screen, Key.Key_T)
    assert not screen.desk.scene.tools.has_more


# -- the arithmetic behind it --------------------------------------------------------------------------------


def swatch(*colours: str) -> QImage:
    picture = QImage(len(colours), 1, QImage.Format.Format_RGB32)
    for place, colour in enumerate(colours):
        picture.setPixelColor(place, 0, QColor(colour))
    return picture


def test_tints_do_what_they_say() -> None:
    def one(tint: Tint, colour: str) -> QColor:
        return tint.over(swatch(colour)).pixelColor(0, 0)

    assert one(Tint(inverted=True), "#102030") == QColor("#efdfcf")
    assert one(Tint(light=2), "#404040").red() == pytest.approx(96, abs=2)
    assert one(Tint(light=-2), "#ffffff").red() == pytest.approx(178, abs=2)
    grey = one(Tint(grey=True), "#ff0000")
    assert grey.red() == grey.green() == grey.blue() < 128
    strong = Tint(contrast=2)
    assert one(strong, "#202020").red() == 0
    assert one(strong, "#e0e0e0").red() == 255
    assert one(strong, "#808080").red() == pytest.approx(128, abs=4)
    assert [Tint(2, 1, grey=True).words(), Tint().words()] == ["terang +2, kontras +1, abu-abu", ""]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("angle", [0.0, 2.5, -7.0])
@pytest.mark.parametrize("crop", [None, Region(1, 0.2, 0.1, 0.5, 0.6)])
def test_what_is_framed_in_the_window_is_the_same_ink_on_the_page(
    rotation: int, angle: float, crop: Region | None
) -> None:
    sheet = Sheet(210, 297, rotation, angle, crop, page=1)
    window = QRectF(40, -200, 900, 900 * sheet.seen[1] / sheet.seen[0])
    way = sheet.into(window)
    framed = QRectF(window.center() + QPointF(-60, 20), window.center() + QPointF(30, 90))
    region = sheet.region(way, framed)
    assert region is not None
    assert region.page == 1
    there = way.map(sheet.rect_of(region).center())
    assert (there - framed.center()).manhattanLength() < 0.5


def test_a_straightened_page_loses_no_corner() -> None:
    sheet = Sheet(210, 297, angle=5.0)
    window = QRectF(0, 0, 500, 500 * sheet.seen[1] / sheet.seen[0])
    corners = sheet.into(window).mapRect(QRectF(0, 0, 210, 297))
    assert window.adjusted(-0.01, -0.01, 0.01, 0.01).contains(corners)


def test_the_paper_under_a_frame_is_painted_where_it_lies(screen) -> None:
    canvas, region = screen.desk.scans.canvas, Region(0, 0.1, 0.05, 0.2, 0.1)
    canvas.note("test", [Noted(region, Tone.BAD, is_filled=True)])
    picture, middle = seen(screen), canvas._frame_in_window(region).center().toPoint()
    assert picture.pixelColor(middle) == QColor("black")


# -- marks on pages ------------------------------------------------------------------------------------------


def mark_place(qtbot, screen: ReviewScreen, number: str = "", words: str = "") -> None:
    """M, the frame as it stands, a reason by its number, words."""
    hit(qtbot, screen, Key.Key_M, Key.Key_Return)
    assert screen.desk.reasons.is_asking
    if number:
        qtbot.keyClicks(QApplication.focusWidget(), number)
    if words:
        press(qtbot, screen, Key.Key_Tab)
        qtbot.keyClicks(QApplication.focusWidget(), words)
    press(qtbot, screen, Key.Key_Return, Mod.ControlModifier)
    settle(qtbot, screen.office)


def frames(screen: ReviewScreen) -> list[str]:
    return [noted.words for noted in screen.desk.scans.canvas._noted["findings"]]


def test_a_place_is_marked_by_keyboard_listed_shown_and_goes_into_the_return(
    qtbot, office: Office, screen, case: int
) -> None:
    hit(qtbot, screen, Key.Key_PageDown)
    mark_place(qtbot, screen, "1", "nomor identitas")
    assert frames(screen) == ["nomor identitas"]
    line = next(one for one in screen.desk.case.documents if one.paper.document.code == "identity_card")
    assert "Halaman 2, bagian nomor identitas: " in line.accessibleName()
    hit(qtbot, screen, Key.Key_PageUp)
    assert frames(screen) == []
    hit(qtbot, screen, Key.Key_F6)
    assert "temuan pada" in screen.desk.reasons._detail.text()
    hit(qtbot, screen, Key.Key_Return)
    items = office.ask("SELECT items FROM loket.case_return WHERE application_id = :i", i=case)
    assert items[0]["text"].startswith("Halaman 2, bagian nomor identitas: ")
    assert items[0]["document"] == "identity_card"


def test_a_remark_needs_no_coded_reason_and_nothing_at_all_is_refused(qtbot, office: Office, screen) -> None:
    mark_place(qtbot, screen)
    assert screen.notice.isVisible()
    assert frames(screen) == []
    mark_place(qtbot, screen, words="Stempel tidak terlihat")
    assert frames(screen) == ["Stempel tidak terlihat"]
    assert office.ask("SELECT code FROM loket.page_finding") == "page-remark"


def test_f_goes_from_mark_to_mark_over_pages_and_the_chosen_one_is_taken_off(
    qtbot, office: Office, screen
) -> None:
    mark_place(qtbot, screen, words="pertama")
    hit(qtbot, screen, Key.Key_PageDown, Key.Key_PageDown)
    mark_place(qtbot, screen, words="kedua")
    hit(qtbot, screen, Key.Key_PageDown, modifier=Mod.ControlModifier)
    hit(qtbot, screen, Key.Key_F)
    scans = screen.desk.scans
    assert (scans.page_words.text(), frames(screen)) == ("Hal. 1 / 3", ["pertama"])
    hit(qtbot, screen, Key.Key_F)
    assert (scans.page_words.text(), frames(screen)) == ("Hal. 3 / 3", ["kedua"])
    hit(qtbot, screen, Key.Key_Delete, modifier=Mod.ControlModifier)
    assert frames(screen) == []
    assert office.ask("SELECT text FROM loket.page_finding") == "pertama"


def test_what_is_straightened_and_cropped_is_so_for_the_next_reviewer(
    qtbot, office: Office, screen, case: int, lanes, hub, pages
) -> None:
    hit(qtbot, screen, Key.Key_L, Key.Key_X, Key.Key_Return)
    kept = screen.desk.scans.shape
    hit(qtbot, screen, Key.Key_Up, modifier=Mod.AltModifier)
    reviewing.release(office.desk("rina"), case)
    seat = seated(office, lanes, hub, "joko")
    seat.tools["pages"] = pages
    other = shown(qtbot, ReviewScreen, seat)
    hit(qtbot, other, Key.Key_F2)
    other.desk.case.go_to_document(other.case.paper_for("identity_card").scan.id)
    settle(qtbot, seat)
    assert other.desk.scans.shape == kept
    assert kept.crop is not None


def test_a_covered_copy_is_made_by_keyboard_and_the_paper_stays_as_it_is(
    qtbot, office: Office, screen, tmp_path
) -> None:
    screen.office.spooler = FolderSpooler(tmp_path)
    hit(qtbot, screen, Key.Key_F10)
    assert not screen.ask_bar.is_asking  # nothing is covered yet
    hit(qtbot, screen, Key.Key_S, Key.Key_Return, Key.Key_S, Key.Key_Down, Key.Key_Return)
    assert "2 bagian ditutup" in screen.desk.scans.size_words.text()
    hit(qtbot, screen, Key.Key_S, modifier=Mod.ShiftModifier)
    assert len(screen.desk.scans.covers) == 1
    hit(qtbot, screen, Key.Key_F10)
    qtbot.keyClicks(QApplication.focusWidget(), "untuk pelapor")
    hit(qtbot, screen, Key.Key_Return)
    qtbot.waitUntil(lambda: any(file.suffix == ".pdf" for file in tmp_path.iterdir()))
    settle(qtbot, screen.office)
    (row,) = office.rows("SELECT data FROM loket.journal WHERE action = 'export'")
    assert row.data == {"purpose": "untuk pelapor", "pages": 3, "covered": 1}
    assert screen.case.may_work


# -- two papers, two screens ---------------------------------------------------------------------------------


def test_the_face_on_the_card_stands_beside_the_photo_and_each_is_looked_at_on_its_own(qtbot, screen) -> None:
    scene = screen.desk.scene
    hit(qtbot, screen, Key.Key_V)
    assert scene.is_comparing
    assert scene.other.front[0].document_code == "photo"
    first = scene.scans.canvas.page_width()
    hit(qtbot, screen, Key.Key_Plus)
    assert scene.front is scene.other
    assert scene.other.canvas.fit is Fit.FREE
    assert scene.scans.canvas.page_width() == first
    hit(
        qtbot, screen, Key.Key_PageDown, modifier=Mod.ControlModifier
    )  # another document in the second pane alone
    assert scene.other.front[0].document_code != "photo"
    assert scene.scans.front[0].document_code == "identity_card"
    hit(qtbot, screen, Key.Key_Q, Key.Key_PageDown)
    assert scene.scans.page_words.text() == "Hal. 2 / 3"
    hit(qtbot, screen, Key.Key_V)
    assert not scene.is_comparing
    assert scene.front is scene.scans
    assert scene.scans.page_words.text() == "Hal. 2 / 3"


def test_linked_papers_show_the_same_part_at_the_same_size(qtbot, screen) -> None:
    scene = screen.desk.scene
    hit(qtbot, screen, Key.Key_V)
    hit(qtbot, screen, Key.Key_V, modifier=Mod.ShiftModifier)
    hit(qtbot, screen, Key.Key_Plus, Key.Key_Plus)
    hit(qtbot, screen, Key.Key_Down, modifier=Mod.ShiftModifier)
    mine, other = scene.other.canvas.view(), scene.scans.canvas.view()
    assert (mine.fit, mine.width) == (other.fit, other.width)
    hit(qtbot, screen, Key.Key_V, modifier=Mod.ShiftModifier)
    hit(qtbot, screen, Key.Key_Minus)
    assert scene.scans.canvas.page_width() == other.width


def test_a_returned_paper_stands_beside_its_former_scan(qtbot, office: Office, screen, case: int) -> None:
    scan = screen.scan_id
    mark_place(qtbot, screen, "1")
    hit(qtbot, screen, Key.Key_F7, Key.Key_Return)
    hit(qtbot, screen, Key.Key_F6, Key.Key_Return)
    budi = office.desk("budi")
    facts = intake_query.draft_facts(budi, case)
    intake.attach_scan(budi, case, "identity_card", "baru.tif", askew(0), 3)
    opened = reviewing.open_file(budi, case, "perbaikan")
    intake.submit(
        budi, intake.Draft(facts.id, facts.number, facts.version), {**opened.values, "nik": opened.nik}
    )
    screen.open(case)
    settle(qtbot, screen.office)
    screen.desk.case.go_to_document(screen.case.paper_for("identity_card").scan.id)
    settle(qtbot, screen.office)
    hit(qtbot, screen, Key.Key_V)
    scene = screen.desk.scene
    assert scene.other.front[0].id == scan
    assert scene.other.front[0].superseded
    assert scene.scans.front[0].id != scan
    assert len(scene.other.canvas._noted["findings"]) == 1  # what was marked then
    assert scene.scans.canvas._noted["findings"] == ()


def test_the_scan_lives_in_a_window_of_its_own_and_the_keys_work_on(qtbot, screen) -> None:
    desk = screen.desk
    hit(qtbot, screen, Key.Key_U)
    assert desk.is_apart
    apart = desk.scene.window()
    assert apart is not screen.window()
    assert apart.isVisible()
    hit(qtbot, screen, Key.Key_PageDown, Key.Key_Z)
    assert desk.scans.page_words.text() == "Hal. 2 / 3"
    hit(qtbot, screen, Key.Key_Return)
    assert desk.scans.canvas.fit is Fit.FREE  # a frame was drawn there by keys
    hit(qtbot, screen, Key.Key_Up, modifier=Mod.AltModifier)
    assert not apart.isVisible()  # nobody's papers stay there
    hit(qtbot, screen, Key.Key_Left, modifier=Mod.AltModifier)
    assert apart.isVisible()
    apart.close()
    settle(qtbot, screen.office)
    assert not desk.is_apart
    assert desk.scene.window() is screen.window()
    assert desk.scans.is_sharp


TWO_SCREENS = """
import json, sys, types
from PySide6.QtCore import QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
app = QApplication([])
app.setOrganizationName("loket-test"); app.setApplicationName("loket-test")
QSettings.setDefaultFormat(QSettings.Format.IniFormat)
QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, sys.argv[1])
from workstation.ui.theme import theme
theme().apply()
from workstation.ui.review.scene import keep_apart
from workstation.ui.review.view import DeskPage
office = types.SimpleNamespace()
told = []
desk = DeskPage(office); desk.resize(1000, 600); desk.show()
told.append(desk.is_apart)
keep_apart(on=True); desk.set_apart(on=True)
apart = desk.scene.window()
told += [desk.screen().name(), apart.screen().name(), apart.isVisible()]
desk.hide(); told.append(apart.isVisible())
app.screenRemoved.emit(apart.screen())
told += [desk.is_apart, desk.scene.window() is desk]
desk.show()  # the screen is there again
told.append(desk.is_apart)
print(json.dumps(told))
"""


def test_the_second_screen_is_used_remembered_and_left_when_it_vanishes(tmp_path: Path) -> None:
    screens = [
        {"name": "form", "x": 0, "y": 0, "width": 1366, "height": 768, "logicalDpi": 96, "dpr": 1},
        {"name": "scan", "x": 1366, "y": 0, "width": 1920, "height": 1080, "logicalDpi": 96, "dpr": 1},
    ]
    (tmp_path / "screens.json").write_text(json.dumps({"screens": screens}), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", TWO_SCREENS, str(tmp_path)],
        env={**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={tmp_path / 'screens.json'}"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [False, "form", "scan", True, False, False, True, True]
