"""Windows' spooler behind the same port, tried at the border with pywin32's shapes; on Windows itself not yet."""

import sys

import pytest
import zxingcpp

from tests.papers import sheet
from tests.printing.test_slip import SHEET
from tests.printing.windows_border import Border
from workstation.errors import PrinterOut
from workstation.printing.sheets import PaperSize
from workstation.printing.slip import slip
from workstation.printing.spooler import PrinterState, PrintOrder, SpoolState, follow
from workstation.printing.ticket import ticket_pdf
from workstation.printing.windows import LEFT_THE_QUEUE, WindowsSpooler

PERMITS, LETTERS = "HP LaserJet Loket 2", "Epson L3250"


@pytest.fixture
def border() -> Border:
    return Border({PERMITS: 0, LETTERS: 0x10, "Tua": 0x400}, PERMITS)


def test_printers_stand_there_with_their_trays_and_what_keeps_them(border: Border) -> None:
    permits, letters, old = WindowsSpooler(border.windows()).printers()
    assert (permits.name, permits.is_default, permits.state) == (PERMITS, True, PrinterState.IDLE)
    assert (permits.trays, permits.can_two_sided) == (("Otomatis", "Baki 1", "Baki 2"), True)
    assert (letters.state, letters.reasons) == (PrinterState.STOPPED, ("media-empty",))
    assert (old.state, old.trays, old.can_two_sided) == (PrinterState.PRINTING, (), False)
    border.default = ""
    assert not any(one.is_default for one in WindowsSpooler(border.windows()).printers())


def test_pages_are_drawn_in_true_size_on_the_paper_and_from_the_tray_that_was_wanted(border: Border) -> None:
    spooler = WindowsSpooler(border.windows())
    pdf = sheet(pages=2)
    job = spooler.send(
        pdf, PrintOrder(printer=PERMITS, title="Izin", media=PaperSize.A4, tray="Baki 2", two_sided=True)
    )
    (kept,) = border.jobs
    assert (kept.title, len(kept.pages)) == ("Izin", 2)
    mode = kept.mode
    assert (mode.PaperSize, mode.DefaultSource, mode.Duplex) == (9, 2, 2)
    assert mode.Fields == 0x2 | 0x100 | 0x200 | 0x1000
    picture, (left, top, right, foot) = kept.pages[0]
    assert (left, top) == (-50, -40), "the printable part begins inside the paper"
    assert abs(right - left - picture.width) <= 1
    assert abs(foot - top - picture.height) <= 1
    spooler.send(pdf, PrintOrder(printer=PERMITS, title="Surat", media=PaperSize.F4))
    assert (border.jobs[1].mode.PaperSize, border.jobs[1].mode.Fields & 0x200) == (14, 0)
    assert job.number == 1


def test_a_code_on_a_page_is_still_read_from_what_gdi_gets(border: Border) -> None:
    spooler = WindowsSpooler(border.windows())
    spooler.send(ticket_pdf(SHEET), PrintOrder(printer=PERMITS, title="Tiket"))
    picture, _ = border.jobs[0].pages[0]
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [SHEET.visit_link]


def test_a_job_is_followed_until_it_leaves_the_queue(border: Border) -> None:
    spooler = WindowsSpooler(border.windows())
    job = spooler.send(sheet(), PrintOrder(printer=PERMITS, title="Izin"))
    assert spooler.state(job).state is SpoolState.QUEUED
    border.jobs[0].status = 0x10 | 0x40
    border.status[PERMITS] = 0x10 | 0x8
    now = spooler.state(job)
    assert (now.state, now.raw) == (SpoolState.PRINTING, "0x50; media-empty; media-jam")
    border.jobs[0].is_in_queue = False
    assert [(one.state, one.raw) for one in follow(spooler, job)] == [(SpoolState.PRINTED, LEFT_THE_QUEUE)]


def test_a_job_that_was_taken_back_never_counts_as_printed(border: Border) -> None:
    spooler = WindowsSpooler(border.windows())
    ours = spooler.send(sheet(), PrintOrder(printer=PERMITS, title="Izin"))
    spooler.cancel(ours)
    border.jobs[0].is_in_queue = False
    assert spooler.state(ours).state is SpoolState.FAILED
    theirs = spooler.send(sheet(), PrintOrder(printer=PERMITS, title="Izin"))
    border.jobs[1].status = 0x4  # somebody deletes it in Windows' own window
    assert spooler.state(theirs).state is SpoolState.FAILED
    border.jobs[1].is_in_queue = False
    assert spooler.state(theirs).state is SpoolState.FAILED
    out = spooler.send(sheet(), PrintOrder(printer=PERMITS, title="Izin"))
    border.jobs[2].is_in_queue = False
    spooler.cancel(out)
    assert spooler.state(out).state is SpoolState.PRINTED, "it had come out before it was taken back"


def test_what_a_printer_does_not_have_is_refused_before_anything_is_drawn(border: Border) -> None:
    spooler = WindowsSpooler(border.windows())
    for more in ({"printer": "Tidak Ada"}, {"tray": "Baki 9"}, {"media": PaperSize.ROLL_80}):
        with pytest.raises(PrinterOut):
            spooler.send(sheet(), PrintOrder(**({"printer": PERMITS, "title": "Izin"} | more)))
    assert border.jobs == []
    with pytest.raises(PrinterOut):
        spooler.send(b"%PDF-1.7 rusak", PrintOrder(printer=PERMITS, title="Izin"))


def test_tickets_go_out_as_raw_bytes(border: Border) -> None:
    data = slip(SHEET)
    WindowsSpooler(border.windows()).send_raw(data, printer=LETTERS, title="Tiket")
    assert (border.jobs[0].datatype, border.jobs[0].raw) == ("RAW", data)


@pytest.mark.skipif(sys.platform == "win32", reason="there it is Windows' own")
def test_elsewhere_it_says_that_it_is_not_windows() -> None:
    with pytest.raises(ImportError):
        WindowsSpooler()
