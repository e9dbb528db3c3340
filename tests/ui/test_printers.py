"""The printers of a desk by keyboard against real CUPS: chosen by kind, tried, and what to do when one fails."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt

from tests import cups
from tests.cups import CupsPrinter
from tests.printing import facts, seen
from tests.ui import test_handover as on_shelf
from tests.ui.test_handover import look_good, press, seen_again, settled, stage_of
from workstation.printing.cups import CupsSpooler
from workstation.printing.permit import permit_pdf
from workstation.printing.spooler import PrinterState, PrintOrder
from workstation.ui.handover.printers import PrinterBox
from workstation.ui.handover.screen import HandoverScreen
from workstation.ui.printer_choices import Paper
from workstation.ui.printer_words import FAULTS, meaning, to_do

cups_printer, shelf, opened = cups.cups_printer, on_shelf.shelf, on_shelf.opened
K, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def trouble(cups_printer: CupsPrinter) -> Iterator[Path]:
    """Where to write what the printer shall complain of; swept afterwards."""
    for name in ("keadaan", "gagal", "tahan", "habis"):
        (cups_printer.out / name).unlink(missing_ok=True)
    yield cups_printer.out
    for name in ("keadaan", "gagal", "tahan", "habis"):
        (cups_printer.out / name).unlink(missing_ok=True)


def make_well(qtbot, cups_printer: CupsPrinter) -> None:
    """Print a page and wait until the server has forgotten what a cancelled job left it to complain of."""
    spooler = CupsSpooler(cups_printer.server)

    def is_well() -> bool:
        queue = next(one for one in spooler.printers() if one.name == cups_printer.queue)
        return queue.state is PrinterState.IDLE and not queue.reasons

    job = spooler.send(permit_pdf(facts.permit()), PrintOrder(printer=cups_printer.queue, title="Coba"))
    qtbot.waitUntil(lambda: spooler.state(job).is_over and is_well(), timeout=20_000)


def choose(screen: HandoverScreen, box: PrinterBox, printer: str) -> None:
    """Go through the list from its top with the arrow until the printer stands there."""
    press(screen, K.Key_Home)
    for _ in range(box.count()):
        if box.printer() == printer:
            return
        press(screen, K.Key_Down)
    raise AssertionError(printer)


@pytest.mark.parametrize(
    ("said", "means", "advice"),
    [
        ("media-empty-error", "kertas habis", "Isi kertas"),
        ("media-jam-error", "kertas macet", "Keluarkan kertas yang macet"),
        ("door-open-error", "tutup pencetak terbuka", "Tutup semua pintu"),
        ("toner-low-warning", "toner hampir habis", "siapkan gantinya"),
        ("offline-report", "pencetak tidak tersambung", "Periksa daya dan kabel"),
    ],
)
def test_what_keeps_a_printer_is_told_with_what_to_do_and_the_paper_comes_out_afterwards(
    qtbot, office, shelf, opened, cups_printer: CupsPrinter, trouble: Path, said, means, advice
):
    document_id = shelf.issued()
    (trouble / "keadaan").write_text(said)
    screen = opened(spooler=CupsSpooler(cups_printer.server), printer=cups_printer.queue, patience=30.0)
    press(screen, K.Key_F10)
    qtbot.waitUntil(lambda: means in screen.bar._advice.text(), timeout=20_000)
    assert advice in screen.bar._advice.text()
    (trouble / "keadaan").unlink()
    look_good(qtbot, screen)
    assert stage_of(office, document_id) == "printed"


def test_a_filter_that_fails_is_named_and_the_paper_stays_to_print(
    qtbot, office, shelf, opened, cups_printer: CupsPrinter, trouble: Path
):
    document_id = shelf.issued()
    (trouble / "gagal").touch()
    screen = opened(spooler=CupsSpooler(cups_printer.server), printer=cups_printer.queue, patience=20.0)
    press(screen, K.Key_F10)
    qtbot.waitUntil(lambda: screen.notice.isVisible(), timeout=20_000)
    told = screen.notice.accessibleName()
    assert "pengolah cetak di server gagal (filter)" in told
    assert "Pilih pencetak lain (Ctrl+P) dan beri tahu administrator." in told
    assert stage_of(office, document_id) == "issued"


def test_a_paper_that_is_held_says_so(qtbot, office, shelf, opened, cups_printer: CupsPrinter, trouble: Path):
    document_id = shelf.issued()
    (trouble / "tahan").touch()
    screen = opened(spooler=CupsSpooler(cups_printer.server), printer=cups_printer.queue, patience=3.0)
    press(screen, K.Key_F10)
    qtbot.waitUntil(lambda: screen.notice.isVisible(), timeout=20_000)
    assert "ditahan" in screen.notice.accessibleName()
    assert stage_of(office, document_id) == "issued"


def test_each_kind_of_paper_gets_a_printer_and_a_test_page_by_keyboard(
    qtbot, shelf, opened, cups_printer: CupsPrinter
):
    shelf.issued()
    make_well(qtbot, cups_printer)
    screen = opened(spooler=CupsSpooler(cups_printer.server))
    press(screen, K.Key_P, CTRL)
    settled(qtbot, screen)
    assert screen.is_choosing_printers()
    desk = screen.printer_desk
    assert desk.now() is Paper.PERMIT
    press(screen, K.Key_Tab)
    assert desk.now() is Paper.LETTER
    box = desk.boxes[Paper.LETTER]
    choose(screen, box, cups_printer.far_queue)
    assert QSettings().value("printers/letter") == cups_printer.far_queue
    assert screen.letter_printer() == cups_printer.far_queue
    choose(screen, box, cups_printer.queue)
    assert desk.states[Paper.LETTER].text() == "Siap."

    before = set(cups_printer.out.glob("*.pdf"))
    press(screen, K.Key_T, CTRL)
    settled(qtbot, screen)
    (arrived,) = set(cups_printer.out.glob("*.pdf")) - before
    said = seen.text(arrived.read_bytes())
    ((size, _),) = seen.boxes(arrived.read_bytes())
    assert [round(side / 72 * 25.4) for side in size] == [210, 297]
    assert "media=iso_a4_210x297mm" in arrived.with_suffix(".options").read_text()
    assert "HALAMAN UJI PENCETAK" in said
    assert cups_printer.queue in said
    assert "Tanda terima, SKRD, bukti, dan lembar lain" in said
    press(screen, K.Key_Escape)
    assert not screen.is_choosing_printers()


def test_a_stopped_printer_stands_there_with_what_to_do(qtbot, shelf, opened, cups_printer: CupsPrinter):
    shelf.issued()
    screen = opened(spooler=CupsSpooler(cups_printer.server), printer="Sementara")
    press(screen, K.Key_P, CTRL)
    settled(qtbot, screen)
    said = screen.printer_desk.states[Paper.PERMIT].text()
    assert said.startswith("Berhenti")
    assert "cupsenable" in said


def test_many_papers_stop_at_the_first_fault_and_go_on_from_there_none_twice(
    qtbot, office, shelf, opened, cups_printer: CupsPrinter, trouble: Path
):
    ids = [shelf.issued(nik=f"31719945028500{number:02}") for number in range(1, 13)]
    before = set(cups_printer.out.glob("*.pdf"))
    screen = opened(spooler=CupsSpooler(cups_printer.server), printer=cups_printer.queue, patience=2.0)

    def arrived() -> list[Path]:
        return sorted(set(cups_printer.out.glob("*.pdf")) - before, key=lambda file: int(file.stem))

    press(screen, K.Key_A, CTRL)
    assert len(screen.table.checked()) == len(ids)
    press(screen, K.Key_F10)
    qtbot.waitUntil(lambda: len(arrived()) == 4, timeout=60_000)
    (trouble / "habis").touch()
    qtbot.waitUntil(lambda: screen.job is None, timeout=60_000)
    settled(qtbot, screen)
    came_out = office.ask("SELECT count(*) FROM loket.print_job WHERE state = 'out'")
    assert len(arrived()) == came_out < len(ids)
    assert "kertas habis" in screen.notice.accessibleName()
    assert "Isi kertas di bakinya" in screen.notice.accessibleName()
    assert len(screen.table.checked()) == len(ids) - came_out

    (trouble / "habis").unlink()
    press(screen, K.Key_F10)
    qtbot.waitUntil(lambda: len(arrived()) == len(ids) and screen.job is None, timeout=60_000)
    look_good(qtbot, screen)
    assert {stage_of(office, one) for one in ids} == {"printed"}
    runs = office.rows("SELECT document_id FROM loket.print_job WHERE state = 'printed'")
    assert sorted(run.document_id for run in runs) == sorted(ids)
    numbers = {row.number for row in office.rows("SELECT number FROM loket.document")}
    texts = [seen.text(file.read_bytes()) for file in arrived()]
    assert all(sum(number in text for text in texts) == 1 for number in numbers)
    seen_again(qtbot, screen)


@pytest.mark.parametrize("code", FAULTS)
def test_every_fault_has_words(code: str) -> None:
    assert meaning(f"5; {code}-error")
    assert to_do(code) or code == "dihentikan petugas"
