"""Papers of the rows at the counter: one by one, from a folder, a ZIP or a PDF; hostile files cost their own row."""

import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt

from tests.lists import CARD, PHOTO, demand_papers, paper, people
from tests.make import Office
from tests.ui.hall_office import press, settle
from workstation.drafts import Drafts
from workstation.imaging.pool import PageReader
from workstation.queries.row_papers import listed_rows
from workstation.settings import OfficeSettings, Settings
from workstation.ui.hub import Hub
from workstation.ui.intake.actions import ImportFolder, ImportPapers
from workstation.ui.intake.screen import IntakeScreen
from workstation.ui.jobs import Lanes
from workstation.ui.office import Office as Seat
from workstation.usecases import intake

Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
SHIFTED = CTRL | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def seat_at(
    qtbot, office: Office, lanes: Lanes, hub: Hub, pages: PageReader, tmp_path: Path
) -> Iterator[Callable[[str], IntakeScreen]]:
    """A counter with its intake screen, for who is named."""
    made: list[tuple[IntakeScreen, Drafts]] = []

    def sit(login: str) -> IntakeScreen:
        drafts = Drafts(tmp_path.with_name(f"{tmp_path.name}-drafts"), login)
        tools = {"drafts": drafts, "pages": pages, "office": OfficeSettings(practice=True)}
        seat = Seat(office.desk(login, counter=2), lanes, hub, settings=Settings(), tools=tools)
        screen = IntakeScreen(seat)
        made.append((screen, drafts))
        qtbot.addWidget(screen)
        screen.resize(1150, 680)
        screen.show()
        screen.activateWindow()
        settle(qtbot, seat)
        return screen

    yield sit
    for screen, drafts in made:
        screen.hide()
        settle(qtbot, screen.office)
        drafts.close()


@pytest.fixture
def counter(qtbot, office: Office, seat_at) -> tuple[IntakeScreen, int]:
    """A draft of a firm with five persons, open at the part with the papers of the rows."""
    draft, _ = office.draft(type_code="strp-company")
    intake.replace_workers(office.desk("budi"), draft.id, people(5))
    screen = seat_at("budi")
    screen.open(draft.id)
    settle(qtbot, screen.office)
    press(qtbot, screen, Key.Key_4, CTRL)
    settle(qtbot, screen.office)
    return screen, draft.id


def filed(office: Office, draft: int) -> dict[int, set[str]]:
    return {row.seq: set(row.papers) for row in listed_rows(office.desk("budi"), draft)}


def plan_of(screen: IntakeScreen) -> list[tuple[str, str]]:
    return [(row.name, row.state) for row in screen.row_filing.panel.plan.rows()]


def archive(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, data in files.items():
            opened.writestr(name, data)
    return path


def test_a_file_for_the_row_of_the_cursor_is_its_first_missing_paper(
    qtbot, office: Office, counter, tmp_path: Path
) -> None:
    screen, draft = counter
    (tmp_path / "IMG_1.jpg").write_bytes(paper("KTP satu"))
    screen.choose_file = lambda _title, _patterns, then: then(tmp_path / "IMG_1.jpg")
    press(qtbot, screen, Key.Key_O, CTRL)
    settle(qtbot, screen.office)
    assert filed(office, draft)[1] == {CARD}
    press(qtbot, screen, Key.Key_O, CTRL)
    settle(qtbot, screen.office)
    assert filed(office, draft)[1] == {CARD, PHOTO}
    assert screen.row_filing.panel.count.text() == "1 dari 5 orang lengkap"
    press(qtbot, screen, Key.Key_F11)
    settle(qtbot, screen.office)
    assert screen.row_filing.panel.preview.has_picture
    press(qtbot, screen, Key.Key_Delete, CTRL)
    settle(qtbot, screen.office)
    assert filed(office, draft)[1] == set()


def test_a_zip_is_shown_before_it_is_attached_and_a_bent_file_costs_only_itself(
    qtbot, office: Office, counter, tmp_path: Path
) -> None:
    screen, draft = counter
    nik = people(5)[1].nik
    path = archive(
        tmp_path / "berkas.zip",
        {
            "1_ktp.jpg": paper("KTP 1"),
            "1_foto.jpg": paper("FOTO 1", (200, 300)),
            f"{nik}_ktp.jpg": paper("KTP 2"),
            "3_ktp.jpg": b"\xff\xd8\xff\xe0 bukan gambar",
            "4_foto.jpg": paper("A"),
            "foto/4.jpg": paper("B"),
            "liburan.jpg": paper("C"),
            "__MACOSX/._1_ktp.jpg": b"x",
        },
    )
    screen.choose_file = lambda _title, _patterns, then: then(path)
    press(qtbot, screen, Key.Key_I, SHIFTED)
    settle(qtbot, screen.office)
    assert plan_of(screen) == [
        ("liburan.jpg", "Tidak cocok"),
        ("4_foto.jpg", "Ganda, tidak dipakai"),
        ("foto/4.jpg", "Ganda, tidak dipakai"),
        ("1_ktp.jpg", "Cocok"),
        ("1_foto.jpg", "Cocok"),
        (f"{nik}_ktp.jpg", "Cocok"),
        ("3_ktp.jpg", "Cocok"),
    ]
    assert filed(office, draft) == {seq: set() for seq in range(1, 6)}
    press(qtbot, screen, Key.Key_Return)
    settle(qtbot, screen.office)
    assert filed(office, draft) == {1: {CARD, PHOTO}, 2: {CARD}, 3: set(), 4: set(), 5: set()}
    assert screen.notice.text() == "3 berkas terlampir, 1 tidak."
    assert office.ask("SELECT count(*) FROM loket.scan WHERE file_name ~ '[0-9]{8}'") == 0


def test_a_folder_fills_the_list_and_the_case_can_be_handed_in(
    qtbot, office: Office, seat_at, tmp_path: Path
) -> None:
    demand_papers(office)
    draft, values = office.draft(type_code="strp-company")
    screen = seat_at("budi")
    screen.open(draft.id)
    settle(qtbot, screen.office)
    for row in listed_rows(office.desk("budi"), draft.id):
        for kind in ("ktp", "foto"):
            folder = tmp_path / kind
            folder.mkdir(exist_ok=True)
            (folder / f"{row.seq}.jpg").write_bytes(paper(f"{kind} {row.seq}"))
    screen.choose_folder = lambda _title, then: then(tmp_path)
    press(qtbot, screen, Key.Key_O, SHIFTED)
    settle(qtbot, screen.office)
    settle(qtbot, screen.office)
    press(qtbot, screen, Key.Key_Return)
    settle(qtbot, screen.office)
    assert filed(office, draft.id) == {seq: {CARD, PHOTO} for seq in range(1, 6)}
    intake.submit(
        office.desk("budi"), intake.save_draft(office.desk("budi"), screen.keeper.draft, values), values
    )


def test_a_pdf_with_a_page_for_each_row_is_shared_out_page_by_page(
    qtbot, office: Office, counter, tmp_path: Path
) -> None:
    screen, draft = counter
    sheets = [Image.open(BytesIO(paper(f"KTP {n}"))) for n in range(1, 6)]
    sheets[0].save(tmp_path / "semua ktp.pdf", save_all=True, append_images=sheets[1:])
    screen.choose_file = lambda _title, _patterns, then: then(tmp_path / "semua ktp.pdf")
    press(qtbot, screen, Key.Key_I, SHIFTED)
    settle(qtbot, screen.office)
    assert len(plan_of(screen)) == 5
    press(qtbot, screen, Key.Key_Return)
    settle(qtbot, screen.office)
    assert filed(office, draft) == {seq: {CARD} for seq in range(1, 6)}
    kinds = office.rows(
        "SELECT DISTINCT pages, right(file_name, 4) AS kind FROM loket.scan WHERE worker_id > 0"
    )
    assert [tuple(row) for row in kinds] == [(1, ".jpg")]


def test_an_archive_that_lies_or_is_none_is_refused_with_a_sentence(
    qtbot, office: Office, counter, tmp_path: Path
) -> None:
    screen, draft = counter
    (tmp_path / "rusak.zip").write_bytes(b"PK\x03\x04 bukan arsip")
    bomb = archive(tmp_path / "bom.zip", {"1_ktp.jpg": b"\x00" * 40_000_000, "2_ktp.jpg": paper("KTP 2")})
    for path, said in ((tmp_path / "rusak.zip", "rusak.zip"), (bomb, "1 berkas terlampir, 1 tidak.")):
        screen.notice.clear()
        screen.choose_file = lambda _title, _patterns, then, path=path: then(path)
        press(qtbot, screen, Key.Key_I, SHIFTED)
        settle(qtbot, screen.office)
        if screen.ask_bar.is_asking:
            press(qtbot, screen, Key.Key_Return)
            settle(qtbot, screen.office)
        assert said in screen.notice.text()
    assert filed(office, draft) == {1: set(), 2: {CARD}, 3: set(), 4: set(), 5: set()}


def test_leaving_the_question_attaches_nothing(qtbot, office: Office, counter, tmp_path: Path) -> None:
    screen, draft = counter
    (tmp_path / "1_ktp.jpg").write_bytes(paper("KTP 1"))
    screen.choose_folder = lambda _title, then: then(tmp_path)
    press(qtbot, screen, Key.Key_O, SHIFTED)
    settle(qtbot, screen.office)
    assert screen.ask_bar.is_asking
    press(qtbot, screen, Key.Key_Escape)
    settle(qtbot, screen.office)
    assert filed(office, draft)[1] == set()
    for kind in (ImportPapers, ImportFolder):
        assert next(a for a in screen.actions_here if isinstance(a, kind)).isEnabled()
