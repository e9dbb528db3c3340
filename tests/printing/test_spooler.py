"""A paper goes to a real print server and comes out in its true size, or the officer is told why not."""

import shutil
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from tests import cups
from tests.cups import CupsPrinter, OfficePrinter, StraightSpooler
from workstation.errors import PrinterOut
from workstation.printing import ipp
from workstation.printing.cups import CupsSpooler
from workstation.printing.media import media_for
from workstation.printing.sheets import PaperSize
from workstation.printing.spooler import (
    FOLDER_NAME,
    FolderSpooler,
    JobId,
    PrinterState,
    PrintOrder,
    SpoolState,
    follow,
)

cups_printer = cups.cups_printer
office_printer = cups.office_printer


def paper(tmp_path: Path, width: float = 210, height: float = 297) -> bytes:
    """Draw a paper whose edges are visible, so that scaling or cutting would be seen."""
    file = tmp_path / "kertas.pdf"
    canvas = Canvas(str(file), pagesize=(width * mm, height * mm))
    canvas.rect(2 * mm, 2 * mm, (width - 4) * mm, (height - 4) * mm)
    canvas.drawString(40 * mm, 200 * mm, "SURAT IZIN 000417")
    canvas.save()
    return file.read_bytes()


def drawn(data: bytes, tmp_path: Path, name: str) -> bytes:
    """Rasterise a PDF with poppler, which shares no code with us."""
    if shutil.which("pdftoppm") is None:
        pytest.skip("poppler-utils is not installed")
    (tmp_path / f"{name}.pdf").write_bytes(data)
    subprocess.run(
        ["pdftoppm", "-r", "100", "-gray", f"{name}.pdf", name], cwd=tmp_path, check=True, timeout=60
    )
    (picture,) = tmp_path.glob(f"{name}-*.pgm")
    return picture.read_bytes()


# -- CUPS ---------------------------------------------------------------------------------------------------


def test_the_printers_of_the_office_are_listed_with_the_default(cups_printer: CupsPrinter) -> None:
    found = {one.name: one for one in CupsSpooler(cups_printer.server).printers()}
    taken_away_by_another_test = {"Sementara"}
    assert set(found) - taken_away_by_another_test == {cups_printer.queue, cups_printer.far_queue, "Kantor"}
    assert found[cups_printer.queue].is_default
    assert not found[cups_printer.far_queue].is_default
    assert found[cups_printer.queue].accepting
    assert found[cups_printer.queue].info == "Printer latihan"


@pytest.mark.parametrize(
    ("media", "width", "height", "name"),
    [
        (PaperSize.A4, 210, 297, "iso_a4_210x297mm"),
        (PaperSize.F4, 215, 330, "custom_f4_215x330mm"),
        ("iso_a5_148x210mm", 148, 210, "iso_a5_148x210mm"),
    ],
)
def test_a_permit_is_printed_in_its_true_size(
    cups_printer: CupsPrinter, tmp_path: Path, media: str, width: float, height: float, name: str
) -> None:
    spooler = CupsSpooler(cups_printer.server)
    data = paper(tmp_path, width, height)
    job = spooler.send(data, PrintOrder(printer=cups_printer.queue, title="Izin 000417", media=media))
    states = list(follow(spooler, job, limit=30, pause=0.1))
    assert states[-1].state is SpoolState.PRINTED
    assert f"media={name}" in cups_printer.options(job)
    assert "print-scaling=none" in cups_printer.options(job)
    assert drawn(cups_printer.arrived(job), tmp_path, "tiba") == drawn(data, tmp_path, "asal")


def test_the_local_socket_of_the_print_server_serves_as_well(
    cups_printer: CupsPrinter, tmp_path: Path
) -> None:
    spooler = CupsSpooler(cups_printer.socket)
    job = spooler.send(paper(tmp_path), PrintOrder(printer=cups_printer.queue, title="x" * 300))
    assert list(follow(spooler, job, limit=30, pause=0.1))[-1].state is SpoolState.PRINTED


def test_a_printer_that_cannot_be_reached_is_given_up_and_the_paper_taken_back(
    cups_printer: CupsPrinter, tmp_path: Path
) -> None:
    spooler = CupsSpooler(cups_printer.server)
    job = spooler.send(paper(tmp_path), PrintOrder(printer=cups_printer.far_queue, title="Izin"))
    with pytest.raises(PrinterOut) as outage:
        list(follow(spooler, job, limit=2, pause=0.1))
    assert outage.value.printer == cups_printer.far_queue
    assert "unavailable" in outage.value.raw  # CUPS's own words reach the officer
    assert spooler.state(job).state is SpoolState.FAILED
    spooler.cancel(job)  # a second time is no trouble


def test_an_unknown_printer_and_an_unknown_job_are_named(cups_printer: CupsPrinter, tmp_path: Path) -> None:
    spooler = CupsSpooler(cups_printer.server)
    with pytest.raises(PrinterOut) as outage:
        spooler.send(paper(tmp_path), PrintOrder(printer="Tidak Ada", title="Izin"))
    assert outage.value.printer == "Tidak Ada"
    assert "0x0406" in outage.value.raw
    with pytest.raises(PrinterOut):
        spooler.state(JobId(cups_printer.queue, 999_999))


# -- a printer that speaks IPP itself, whose default paper is US Letter ---------------------------------------


def test_an_office_printer_gets_the_permit_on_a4_straight_or_through_cups(
    cups_printer: CupsPrinter, office_printer: OfficePrinter, tmp_path: Path
) -> None:
    data = paper(tmp_path)
    ways = [
        (StraightSpooler(office_printer.address), office_printer.address),
        (CupsSpooler(cups_printer.server), office_printer.queue),
    ]
    for number, (spooler, name) in enumerate(ways):
        job = spooler.send(data, PrintOrder(printer=name, title="Izin 000417"))
        assert list(follow(spooler, job, limit=40, pause=0.2))[-1].state is SpoolState.PRINTED
        came = office_printer.arrived()
        assert len(came) == number + 1
        options = office_printer.options(came[-1])
        assert options["MEDIA_DEFAULT"] == "na_letter_8.5x11in"
        assert options["MEDIA"] == "iso_a4_210x297mm"
        assert options["PRINT_SCALING"] == "none"
        assert options["COPIES"] == "1"
        shown = drawn(came[-1].read_bytes(), tmp_path, f"tiba{number}")
        assert shown == drawn(data, tmp_path, f"asal{number}")


def test_an_office_printer_describes_itself_and_refuses_paper_that_it_does_not_have(
    office_printer: OfficePrinter, tmp_path: Path
) -> None:
    spooler = StraightSpooler(office_printer.address)
    (only,) = spooler.printers()
    assert (only.name, only.is_default, only.accepting) == ("Kantor", True, True)
    with pytest.raises(PrinterOut) as outage:
        spooler.send(
            paper(tmp_path, 215, 330), PrintOrder(printer=only.name, title="Izin", media=PaperSize.F4)
        )
    assert "media-not-supported" in outage.value.raw


def test_a_printer_without_paper_says_so_and_goes_on_when_it_has_some(
    cups_printer: CupsPrinter, tmp_path: Path
) -> None:
    empty = cups_printer.out / "habis"
    empty.touch()
    spooler = CupsSpooler(cups_printer.server)
    job = spooler.send(paper(tmp_path), PrintOrder(printer=cups_printer.queue, title="Izin"))
    try:
        for now in follow(spooler, job, limit=30, pause=0.1):
            if "media-empty" in now.raw:
                break
        assert now.state is SpoolState.PRINTING
        assert "media-empty" in now.raw
    finally:
        empty.unlink()
    assert list(follow(spooler, job, limit=30, pause=0.1))[-1].state is SpoolState.PRINTED


def test_a_printer_that_is_taken_away_in_the_middle_is_out(cups_printer: CupsPrinter, tmp_path: Path) -> None:
    if not shutil.which("lpadmin", path="/usr/sbin:/usr/bin"):
        pytest.skip("cups-client is not installed")
    spooler = CupsSpooler(cups_printer.server)
    job = spooler.send(paper(tmp_path), PrintOrder(printer="Sementara", title="Izin"))
    assert spooler.state(job).state is SpoolState.QUEUED
    subprocess.run(["/usr/sbin/lpadmin", "-h", cups_printer.server, "-x", "Sementara"], check=True)
    with pytest.raises(PrinterOut):
        list(follow(spooler, job, limit=5, pause=0.1))
    assert "Sementara" not in [one.name for one in spooler.printers()]


def test_a_tray_is_asked_for_by_the_printers_own_name(office_printer: OfficePrinter, tmp_path: Path) -> None:
    spooler = StraightSpooler(office_printer.address)
    (only,) = spooler.printers()
    assert len(only.trays) > 1
    before = len(office_printer.arrived())
    with pytest.raises(PrinterOut, match="sides"):  # it prints on one side only and says so
        spooler.send(paper(tmp_path), PrintOrder(printer=only.name, title="Izin", two_sided=True))
    job = spooler.send(paper(tmp_path), PrintOrder(printer=only.name, title="Izin", tray=only.trays[-1]))
    assert list(follow(spooler, job, limit=40, pause=0.2))[-1].state is SpoolState.PRINTED
    options = office_printer.options(office_printer.arrived()[before])
    assert f"media-source={only.trays[-1]}" in options["MEDIA_COL"]
    assert "x-dimension=21000" in options["MEDIA_COL"]


# -- the names of papers ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "supported", "name"),
    [
        (PaperSize.A4, [], "iso_a4_210x297mm"),
        (PaperSize.A4, ["na_letter_8.5x11in", "iso_a4_210x297mm"], "iso_a4_210x297mm"),
        (PaperSize.A4, ["na_letter_8.5x11in"], None),
        (PaperSize.F4, ["na_legal_8.5x14in", "na_foolscap_8.5x13in"], "na_foolscap_8.5x13in"),
        (PaperSize.F4, ["custom_min_76x127mm", "custom_max_216x356mm"], "custom_f4_215x330mm"),
        (PaperSize.F4, ["custom_min_76x127mm", "custom_max_210x356mm", "om_folio_210x330mm"], None),
        ("A4", ["iso_a4_210x297mm"], None),
    ],
)
def test_a_printer_is_asked_for_its_own_name_of_the_paper(
    wanted: str, supported: list[str], name: str | None
) -> None:
    assert media_for(wanted, supported) == name


# -- a broken other side ------------------------------------------------------------------------------------


def test_without_a_print_server_the_outage_comes_at_once() -> None:
    spooler = CupsSpooler("127.0.0.1:1", limit=2)
    started = time.monotonic()
    for ask in (
        spooler.printers,
        lambda: spooler.state(JobId("X", 1)),
        lambda: spooler.cancel(JobId("X", 1)),
    ):
        with pytest.raises(PrinterOut) as outage:
            ask()
        assert outage.value.raw
    assert time.monotonic() - started < 6


@pytest.fixture
def rude(request: pytest.FixtureRequest) -> Iterator[str]:
    """A server that answers every request with the bytes of the parameter, or with silence."""
    listener = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def serve() -> None:
        while not stop.is_set():
            try:
                line, _ = listener.accept()
            except OSError:
                return
            line.recv(65_536)
            if request.param is None:
                stop.wait(5)
            else:
                line.sendall(request.param)
            line.close()

    thread = threading.Thread(target=serve)
    thread.start()
    yield f"127.0.0.1:{listener.getsockname()[1]}"
    stop.set()
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(5)


def http_answer(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body


@pytest.mark.parametrize(
    "rude",
    [
        None,
        b"",
        b"GO AWAY",
        b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n",
        http_answer(b""),
        http_answer(b"<html>login</html>"),
        http_answer(struct.pack(">BBHI", 2, 0, 0, 1) + b"\x01\x47\x00"),
        http_answer(struct.pack(">BBHI", 2, 0, 0, 1) + b"\x03"),
    ],
    indirect=True,
)
def test_a_print_server_that_speaks_nonsense_is_an_outage(rude: str) -> None:
    spooler = CupsSpooler(rude, limit=0.5)
    with pytest.raises(PrinterOut):
        spooler.send(b"%PDF-", PrintOrder(printer="Latihan", title="Izin"))


# -- the encoding -------------------------------------------------------------------------------------------


def test_a_request_is_written_as_the_standard_shows() -> None:
    written = ipp.encode(
        ipp.Operation.GET_PRINTER_ATTRIBUTES,
        [(ipp.Tag.URI, "printer-uri", "ipp://h/p"), (ipp.Tag.KEYWORD, "requested-attributes", ["a", "bc"])],
        request=7,
    )
    assert written.startswith(bytes.fromhex("0200000b0000000701470012") + b"attributes-charset\0\5utf-8")
    assert written.endswith(b"\x44\0\x14requested-attributes\0\1a\x44\0\0\0\2bc\x03")


def test_an_answer_with_several_jobs_collections_and_missing_values_is_read() -> None:
    def value(tag: int, name: bytes, raw: bytes) -> bytes:
        return struct.pack(">BH", tag, len(name)) + name + struct.pack(">H", len(raw)) + raw

    collection = (
        value(0x34, b"media-col", b"")
        + value(0x4A, b"", b"x-dimension")
        + value(0x34, b"", b"")
        + value(0x37, b"", b"")
        + value(0x37, b"", b"")
    )
    body = (
        struct.pack(">BBHI", 2, 0, 1, 1)
        + b"\x01"
        + value(0x47, b"attributes-charset", b"utf-8")
        + b"\x02"
        + value(0x21, b"job-id", struct.pack(">i", 5))
        + collection
        + value(0x44, b"why", b"one")
        + value(0x44, b"", b"two")
        + value(0x13, b"message", b"")
        + value(0x36, b"title", b"\0\2id\0\4Izin")
        + b"\x02"
        + value(0x21, b"job-id", struct.pack(">i", -6))
        + value(0x22, b"done", b"\1")
        + b"\x03document"
    )
    answer = ipp.decode(body)
    first, second = answer.all(ipp.Group.JOB)
    assert answer.status == 1
    assert first == {
        "job-id": [5],
        "media-col": [None],
        "why": ["one", "two"],
        "message": [None],
        "title": ["Izin"],
    }
    assert second == {"job-id": [-6], "done": [True]}


@given(st.binary(max_size=200))
@settings(max_examples=500)
def test_any_bytes_are_an_answer_or_malformed(data: bytes) -> None:
    for prefix in (b"", struct.pack(">BBHI", 2, 0, 0, 1) + b"\x02"):
        try:
            ipp.decode(prefix + data)
        except ipp.Malformed:
            continue


# -- the folder ---------------------------------------------------------------------------------------------


def test_without_a_printer_papers_become_files_and_the_name_says_so(tmp_path: Path) -> None:
    spooler = FolderSpooler(tmp_path / "cetak")
    (only,) = spooler.printers()
    assert (only.name, only.is_default, only.state) == (FOLDER_NAME, True, PrinterState.IDLE)
    data = paper(tmp_path)
    jobs = [
        spooler.send(data, PrintOrder(printer=only.name, title=title))
        for title in ("Izin 1/2026", "../../etc/x", "")
    ]
    assert [job.number for job in jobs] == [1, 2, 3]
    assert all(spooler.state(job).state is SpoolState.PRINTED for job in jobs)
    files = sorted(path.name for path in (tmp_path / "cetak").iterdir())
    assert files == ["000001_Izin-1-2026_a4.pdf", "000002_etc-x_a4.pdf", "000003_kertas_a4.pdf"]
    assert (tmp_path / "cetak" / files[0]).read_bytes() == data
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["cetak"]


def test_a_file_that_was_taken_back_is_no_longer_printed(tmp_path: Path) -> None:
    spooler = FolderSpooler(tmp_path)
    job = spooler.send(b"%PDF-", PrintOrder(printer=FOLDER_NAME, title="Izin"))
    spooler.cancel(job)
    assert list(follow(spooler, job))[-1].state is SpoolState.FAILED


def test_a_folder_that_cannot_be_written_is_an_outage(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("bukan folder")
    with pytest.raises(PrinterOut):
        FolderSpooler(tmp_path / "berkas").send(b"%PDF-", PrintOrder(printer=FOLDER_NAME, title="Izin"))
