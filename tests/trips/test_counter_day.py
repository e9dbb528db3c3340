"""One citizen from an online booking to a signed, printed permit whose seal verifies with no network.

Real windows by keyboard alone, a real PostgreSQL, a real signature that poppler accepts, a real CUPS queue, and
the QR code read back from the rasterised paper by two readers.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtWidgets import QApplication
from pyzbar import pyzbar

from tests import cups
from tests.backroom import PASSPHRASE
from tests.issued import Shelf
from tests.make import Office, person_values
from tests.trips.driver import CTRL, Key, Person, give_files
from workstation.app import App, Practice
from workstation.resources_at import resource
from workstation.settings import Settings
from workstation.signing import trust
from workstation.ui.handover.screen import HandoverScreen
from workstation.ui.intake.screen import IntakeScreen
from workstation.ui.reception.screen import ReceptionScreen
from workstation.ui.review.forward import Forward
from workstation.usecases import arriving
from workstation.usecases.arriving import BookingWish

cups_printer = cups.cups_printer
pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture
def shelf(office: Office) -> Iterator[Shelf]:
    """The back room at work, with the keys that checkers trust."""
    made = Shelf(office)
    made.backroom.start()
    yield made
    made.backroom.stop()


@pytest.fixture
def person(
    qtbot, office: Office, shelf: Shelf, cups_printer: cups.CupsPrinter, tmp_path: Path, monkeypatch
) -> Iterator[Person]:
    """Somebody at the program as `loket` opens it, with a real print server."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    trust.save(shelf.trust(), tmp_path / "trust.json")
    settings = Settings(
        database=office.url(),
        print_server=cups_printer.server,
        permit_printer=cups_printer.queue,
        ticket_printer=cups_printer.queue,
    )
    certificates = shelf.backroom.certificates(tmp_path)
    app = App(settings, Practice(certificates=certificates, trust=tmp_path / "trust.json"))
    app.show_sign_in()
    yield Person(qtbot, app)
    for widget in (app.window, app.sign_in_view):
        if widget is not None:
            widget.close()
    app.close()


def test_given_an_online_booking_when_four_people_did_their_part_then_the_citizen_leaves_with_a_checked_permit(
    person: Person, office: Office, shelf: Shelf, cups_printer: cups.CupsPrinter, tmp_path: Path
) -> None:
    code = book_online(office)
    person.sign_in("budi", counter=2)
    check_in(person, code)
    application_id = call_and_key_in(person, office)
    person.sign_out()

    person.sign_in("rina")
    review(person, office, application_id)
    person.sign_out()

    person.sign_in("ratna")
    approve_and_sign(person, office)
    person.sign_out()

    person.sign_in("budi", counter=1)
    pdf = print_and_hand_over(person, office, cups_printer)
    assert office.ask("SELECT stage FROM loket.document") == "handed_over"
    the_paper_proves_itself(pdf, office, tmp_path)
    assert office.ask("SELECT loket.verify_journal(2)") is None


def book_online(office: Office) -> str:
    """The portal hands in a booking; the same twice makes one."""
    wish = BookingWish(
        external_id="portal-1",
        point="MPP",
        service="intake",
        name="Siti O'Reilly Rahmawati",
        planned_at=office.desk("budi").now(),
        healthy=True,
    )
    codes = {arriving.book(office.backroom(), "portal", wish).code for _ in range(2)}
    assert office.ask("SELECT count(*) FROM loket.visit") == 1
    return codes.pop()


def check_in(person: Person, code: str) -> None:
    screen = person.go("Penerimaan")
    assert isinstance(screen, ReceptionScreen)
    person.press(Key.Key_F, CTRL)
    person.type(code)
    person.press(Key.Key_Return)
    person.until(screen.view.panel.questions.temperature.hasFocus)
    person.type("36,6")
    person.press(Key.Key_F8)
    person.until(lambda: screen.view.panel.issued.number.text() == "B-001")
    person.until(lambda: screen.view.panel.issued.paper.text() == "Tiket tercetak")
    person.rest()


def call_and_key_in(person: Person, office: Office) -> int:
    person.go("Antrean")
    person.press(Key.Key_F2)
    person.until(lambda: office.ask("SELECT stage FROM loket.visit") == "called")
    person.rest()
    person.press(Key.Key_F8)
    person.until(lambda: office.ask("SELECT stage FROM loket.visit") == "serving")
    person.rest()
    person.press(Key.Key_N, CTRL)
    person.until(lambda: isinstance(person.here(), IntakeScreen))
    person.rest()
    screen = person.here()
    assert isinstance(screen, IntakeScreen)
    choose_type(person, screen, "strp-individual")
    person.fill(screen, person_values())
    scans = resource("practice/scans")
    give_files(
        screen,
        {
            "ktp": next(scans.glob("*identity*")),
            "vaksin": next(scans.glob("*vaccine*")),
            "foto": next(scans.glob("*photo*.jpg")),
        },
    )
    for _ in range(3):
        person.press(Key.Key_O, CTRL)
        person.rest()
        screen.editor.papers.choose_missing()
    person.press(Key.Key_Return, CTRL)
    person.until(screen.view.receipt.isVisible)
    person.rest()
    assert screen.view.receipt.printed.text() == "Tanda terima sudah dicetak"
    person.go("Antrean")
    person.press(Key.Key_F9)
    person.until(lambda: office.ask("SELECT stage FROM loket.visit") == "finished")
    person.rest()
    application_id = int(office.ask("SELECT id FROM loket.application WHERE stage = 'submitted'"))
    assert office.ask("SELECT application_id FROM loket.visit") == application_id
    return application_id


def choose_type(person: Person, screen: IntakeScreen, code: str) -> None:
    """Arrows to the permit type, Enter."""
    person.until(lambda: screen.view.chooser.table.hasFocus())
    rows = [row.id for row in screen.view.chooser.table.rows()]
    person.press(Key.Key_Home, CTRL)
    for _ in range(rows.index(code)):
        person.press(Key.Key_Down)
    person.press(Key.Key_Return)
    person.until(lambda: screen.editor is not None)
    person.rest()


def review(person: Person, office: Office, application_id: int) -> None:
    screen = person.go("Penelitian")
    person.press(Key.Key_F2)
    person.rest()
    for _ in range(40):
        if screen.case is None:
            break
        person.until(lambda: forward_of(screen).isEnabled() or screen.case.unmarked)
        for _ in range(len(screen.case.unmarked) if "teknis" in forward_of(screen).text() else 0):
            person.press(Key.Key_1)
        person.rest()
        person.press(Key.Key_F8)
        person.rest()
    assert office.ask("SELECT stage FROM loket.application WHERE id = :i", i=application_id) == "proposed"


def forward_of(screen) -> Forward:
    """The forward step of the review desk."""
    return next(action for action in screen.actions_here if isinstance(action, Forward))


def approve_and_sign(person: Person, office: Office) -> None:
    screen = person.go("Persetujuan")
    person.until(lambda: len(screen.view.inbox.table.rows()) == 1)
    person.press(Key.Key_A, CTRL)
    person.press(Key.Key_F8)
    person.until(lambda: screen.ask_bar.is_asking and QApplication.focusWidget() is screen.ask_bar.entry)
    person.type(PASSPHRASE)
    person.press(Key.Key_Return)
    person.until(lambda: office.ask("SELECT count(*) FROM loket.document WHERE stage = 'issued'") == 1)
    person.rest()


def print_and_hand_over(person: Person, office: Office, printer: cups.CupsPrinter) -> bytes:
    screen = person.go("Penyerahan")
    assert isinstance(screen, HandoverScreen)
    before = {file.name for file in printer.out.glob("*.pdf")}
    person.until(lambda: len(screen.table.rows()) == 1)
    person.until(lambda: screen.printers.printer() == printer.queue)
    person.press(Key.Key_F10)
    person.until(screen.is_looking)
    person.press(Key.Key_F8)
    person.until(lambda: office.ask("SELECT stage FROM loket.document") == "printed")
    person.rest()
    arrived = [file for file in printer.out.glob("*.pdf") if file.name not in before]
    assert len(arrived) == 1
    person.until(lambda: len(screen.table.rows()) == 1 and screen.paper is not None)
    person.rest()
    person.press(Key.Key_F12)
    person.until(lambda: screen.is_collecting)
    person.rest()
    for answer in ("0001", "Ya"):  # the applicant, his name and his card are offered already
        person.type(answer)
        person.press(Key.Key_Return)
    person.rest()
    person.until(lambda: office.ask("SELECT stage FROM loket.document") == "handed_over")
    person.rest()
    return arrived[0].read_bytes()


def the_paper_proves_itself(pdf: bytes, office: Office, folder: Path) -> None:
    """The printed file is the signed file; poppler accepts it; the QR answers offline, from pixels and file."""
    signed = office.ask(
        "SELECT data FROM loket.paper_blob b JOIN loket.document d ON d.signed_sha256 = b.sha256"
    )
    assert pdf == bytes(signed)
    file = folder / "izin.pdf"
    file.write_bytes(pdf)
    said = subprocess.run(
        ["pdfsig", "-nocert", str(file)], capture_output=True, text=True, check=False
    ).stdout
    assert "Signature is Valid" in said
    subprocess.run(["pdftoppm", "-r", "203", "-png", str(file), str(folder / "kertas")], check=True)
    (page,) = folder.glob("kertas*.png")
    seal = office.ask("SELECT seal FROM loket.document")
    with Image.open(page) as picture:
        assert [code.text for code in zxingcpp.read_barcodes(picture)] == [seal]
        assert [code.data.decode() for code in pyzbar.decode(picture)] == [seal]
    number = office.ask("SELECT number FROM loket.document")
    for shown in (file, page):
        answer = loket_verify(shown, folder / "trust.json")
        assert answer.returncode == 0, answer.stdout + answer.stderr
        assert "SAH" in answer.stdout
        assert number in answer.stdout
    altered = folder / "diubah.pdf"
    altered.write_bytes(
        pdf.replace(b"/Type /Page", b"/Type /Pagf", 1) if b"/Type /Page" in pdf else pdf[:-200]
    )
    answer = loket_verify(altered, folder / "trust.json")
    assert answer.returncode != 0
    assert json.dumps("SAH") not in answer.stdout


def loket_verify(file: Path, trusted: Path) -> "subprocess.CompletedProcess[str]":
    """Run the checker as a stranger would: another process, no database in sight."""
    words = [sys.executable, "-m", "workstation", "verify", str(file), "--trust", str(trusted)]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
    return subprocess.run(words, capture_output=True, text=True, check=False, env=environment, timeout=120)
