"""A test page says what printer, tray and size were meant, and measures what comes out."""

from datetime import datetime

import numpy as np
import pytest
import zxingcpp

from tests.printing import seen
from workstation.printing.sheets import PaperSize
from workstation.printing.slip import COLUMNS, trial_slip
from workstation.printing.ticket import trial_ticket_pdf
from workstation.printing.trialpage import TrialPage, trial_page_pdf
from workstation.worktime import WIB

AT = datetime(2026, 7, 6, 9, 15, tzinfo=WIB)


def page(paper: PaperSize = PaperSize.A4) -> TrialPage:
    return TrialPage("Kantor-2", "baki 2", paper, "Surat izin dan keputusan", "Titik Contoh", "Budi", AT)


@pytest.mark.parametrize(("paper", "size"), [(PaperSize.A4, "210 × 297"), (PaperSize.F4, "215 × 330")])
def test_a_test_page_names_printer_tray_and_size_and_nothing_collides(paper: PaperSize, size: str) -> None:
    data = trial_page_pdf(page(paper))
    said = seen.text(data)
    for wanted in ("Kantor-2", "baki 2", size, "Surat izin dan keputusan", "6 Juli 2026"):
        assert wanted in said
    (((width, height), runs),) = seen.boxes(data)
    assert not seen.colliding(runs)
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == tuple(map(int, size.split(" × ")))


def test_the_frame_stands_five_millimetres_from_every_edge_of_the_paper() -> None:
    dark = np.asarray(seen.picture(trial_page_pdf(page()), 254)) < 128  # ten dots to the millimetre
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    edges = (rows[0], dark.shape[0] - 1 - rows[-1], columns[0], dark.shape[1] - 1 - columns[-1])
    assert all(abs(edge - 50) <= 3 for edge in edges)


def test_the_codes_of_both_test_papers_are_read_back() -> None:
    for data, dpi in ((trial_page_pdf(page()), 203), (trial_ticket_pdf("Tiket", PaperSize.ROLL_80, AT), 203)):
        assert any(code.text for code in zxingcpp.read_barcodes(seen.picture(data, dpi)))


@pytest.mark.parametrize("roll", [PaperSize.ROLL_80, PaperSize.ROLL_58])
def test_a_ticket_printer_is_told_to_count_its_columns_and_to_cut(roll: PaperSize) -> None:
    out = trial_slip("tcp://10.0.0.9:9100", roll, AT)
    digits = "".join(str(n % 10) for n in range(1, COLUMNS[roll] + 1)).encode()
    assert digits + b"\n" in out
    assert b"\x1dV" in out[-8:]
