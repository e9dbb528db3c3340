"""A ticket in ESC/POS: read back as a printer reads it, on both rolls, over a wire that answers or does not."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import zxingcpp

from tests import cups
from tests.printing import ticket_printer
from tests.printing.ticket_printer import TicketPrinter
from workstation.errors import PrinterOut
from workstation.printing.cups import CupsSpooler
from workstation.printing.here import spooler_of
from workstation.printing.sheets import PaperSize, TicketSheet
from workstation.printing.slip import slip
from workstation.printing.spooler import (
    FOLDER_NAME,
    AnySpooler,
    FolderSpooler,
    PrintOrder,
    SpoolState,
    default_printer,
    follow,
)
from workstation.printing.wire import SILENT, WireSpooler
from workstation.settings import Settings

cups_printer = cups.cups_printer
LINK = "HTTPS://LACAK.LOKET.EXAMPLE/K7Q2ABX"
SHEET = TicketSheet(
    unit="Mal Pelayanan Publik Provinsi Daerah Khusus Ibukota Jakarta",
    number="B-012",
    service="Surat Tanda Registrasi Pekerja – Kesehatan “Perorangan” Caféhaus",
    issued_at=datetime(2020, 5, 27, 2, 3, tzinfo=UTC),
    waiting=12,
    visit_code="K7Q2ABX",
    visit_link=LINK,
    estimate_minutes=35,
    priority=True,
    note="Harap menunggu di dekat Loket 3 bersama Raden Ajeng Kusumaningtyassuryadiningratwulandarihadiningrum",
)


@pytest.fixture
def listening() -> Iterator[Callable[..., TicketPrinter]]:
    made: list[TicketPrinter] = []

    def start(fault: dict[int, int] | None = None) -> TicketPrinter:
        made.append(TicketPrinter(fault))
        return made[-1]

    yield start
    for one in made:
        one.close()


@pytest.mark.parametrize(("roll", "columns"), [(PaperSize.ROLL_80, 48), (PaperSize.ROLL_58, 32)])
@pytest.mark.parametrize("raster", [False, True])
def test_nothing_is_wider_than_the_roll_and_every_word_and_the_code_are_on_it(
    roll: PaperSize, columns: int, raster: bool
) -> None:
    out = ticket_printer.read(slip(replace(SHEET, roll=roll, practice=True), raster_code=raster))
    assert max(line.columns for line in out.lines) <= columns
    words = " ".join(out.text.split())
    for said in (
        "Mal Pelayanan Publik Provinsi Daerah Khusus Ibukota Jakarta",
        'Surat Tanda Registrasi Pekerja - Kesehatan "Perorangan" Caféhaus',
        "Rabu, 27 Mei 2020, pukul 09.03 WIB",
        "12 orang",
        "± 35 menit",
        "Kode kunjungan K7Q2ABX",
    ):
        assert said in words
    assert "Kusumaningtyassuryadiningratwulandarihadiningrum" in words.replace(" ", "")
    (number,) = [line for line in out.lines if line.text == "B-012"]
    assert number.times == 6
    assert number.bold
    assert [line.text.strip() for line in out.lines if line.inverted] == [
        "LATIHAN",
        "PRIORITAS",
        "LATIHAN - TIDAK BERLAKU",
    ]
    assert (out.cuts, out.drawers) == (1, 0)
    if raster:
        (picture,) = out.pictures
        assert picture.width <= {48: 576, 32: 384}[columns]
        assert [code.text for code in zxingcpp.read_barcodes(picture)] == [LINK]
    else:
        assert out.codes == [LINK]


def test_a_long_number_is_set_as_large_as_it_fits() -> None:
    out = ticket_printer.read(slip(replace(SHEET, number="KH-100234", roll=PaperSize.ROLL_58)))
    (number,) = [line for line in out.lines if "KH-100234" in line.text]
    assert number.times == 3


def test_a_printer_that_answers_is_believed(listening: Callable[..., TicketPrinter]) -> None:
    printer, data = listening({}), slip(SHEET)
    spooler = WireSpooler(printer.address, limit=2)
    (only,) = spooler.printers()
    job = spooler.send_raw(data, printer=only.name, title="Tiket")
    assert [state.raw for state in follow(spooler, job)] == ["processed"]
    printer.close()
    assert printer.got == data


def test_a_printer_that_is_silent_gets_the_ticket_and_is_said_to_be_silent(
    listening: Callable[..., TicketPrinter],
) -> None:
    printer = listening(None)
    spooler = AnySpooler([WireSpooler(printer.address, limit=0.2)])
    job = spooler.send_raw(slip(SHEET), printer=printer.address, title="Tiket")
    assert spooler.state(job).raw == SILENT
    printer.close()
    assert ticket_printer.read(printer.got.replace(b"\x1dr\x01", b"")).cuts == 1


@pytest.mark.parametrize(
    ("fault", "word"), [({4: 0x72}, "media-empty"), ({1: 0x1A}, "offline"), ({2: 0x16}, "cover-open")]
)
def test_a_printer_without_paper_or_with_its_cover_open_gets_nothing(
    listening: Callable[..., TicketPrinter], fault: dict[int, int], word: str
) -> None:
    printer = listening(fault)
    with pytest.raises(PrinterOut) as outage:
        WireSpooler(printer.address, limit=2).send_raw(slip(SHEET), printer=printer.address, title="Tiket")
    assert word in outage.value.raw
    printer.close()
    assert printer.got == b""


def test_a_printer_that_is_not_there_and_pages_for_a_ticket_printer_are_refused(tmp_path: Path) -> None:
    for address in ("tcp://127.0.0.1:1", str(tmp_path / "tidak" / "ada")):
        spooler = WireSpooler(address, limit=1)
        with pytest.raises(PrinterOut):
            spooler.send_raw(b"x", printer=address, title="Tiket")
        with pytest.raises(PrinterOut):
            spooler.send(b"%PDF-", PrintOrder(printer=address, title="Tiket"))


def test_a_device_of_this_machine_takes_the_bytes_as_they_are(tmp_path: Path) -> None:
    device = tmp_path / "lp0"
    device.touch()
    spooler = WireSpooler(str(device))
    job = spooler.send_raw(slip(SHEET), printer=str(device), title="Tiket")
    assert spooler.state(job).state is SpoolState.PRINTED
    assert device.read_bytes() == slip(SHEET)


def test_a_queue_of_the_print_server_passes_the_bytes_on_unchanged(
    cups_printer: cups.CupsPrinter, tmp_path: Path
) -> None:
    data = slip(SHEET)
    spooler = CupsSpooler(cups_printer.server)
    job = spooler.send_raw(data, printer=cups_printer.queue, title="Tiket B-012")
    assert list(follow(spooler, job, limit=30, pause=0.1))[-1].state is SpoolState.PRINTED
    assert cups_printer.arrived(job) == data
    folder = FolderSpooler(tmp_path)
    kept = folder.send_raw(data, printer="x", title="Tiket")
    assert (folder.state(kept).state, [file.read_bytes() for file in tmp_path.iterdir()]) == (
        SpoolState.PRINTED,
        [data],
    )


def test_the_ticket_printer_of_the_settings_stands_among_the_printers_of_this_machine(tmp_path: Path) -> None:
    made = spooler_of(Settings(ticket_printer="tcp://10.0.0.9", print_server="127.0.0.1:1"), tmp_path)
    assert "tcp://10.0.0.9" in [one.name for one in made.printers()]
    assert isinstance(spooler_of(Settings(print_server="127.0.0.1:1")), CupsSpooler)


def test_letters_go_to_their_own_printer_and_tray_and_permits_to_theirs(tmp_path: Path) -> None:
    made = Settings(
        letter_printer=FOLDER_NAME, letter_tray="tray-1", two_sided=True, print_server="127.0.0.1:1"
    )
    spooler = spooler_of(made, tmp_path)
    assert default_printer(spooler) == FOLDER_NAME
    spooler.send(b"%PDF-", PrintOrder(printer=FOLDER_NAME, title="Surat"))
    spooler.send(b"%PDF-", PrintOrder(printer=FOLDER_NAME, title="Izin", tray="tray-2"))
    spooler.send(b"%PDF-", PrintOrder(printer=FOLDER_NAME, title="Tiket", media=PaperSize.ROLL_80))
    assert [file.name for file in sorted(tmp_path.iterdir())] == [
        "000001_Surat_a4_tray-1_2.pdf",
        "000002_Izin_a4_tray-2.pdf",
        "000003_Tiket_roll_80.pdf",
    ]


def test_the_slip_says_what_the_office_wrote_for_tickets() -> None:
    sheet = replace(SHEET, words={"heading": "UNIT {nama_unit}", "note": "Simpan tiket ini."}, note="")
    data = slip(sheet)
    assert b"UNIT Mal Pelayanan" in data
    assert b"Simpan tiket ini." in data
