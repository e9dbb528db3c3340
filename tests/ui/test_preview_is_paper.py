"""What the screen shows before a letter is decided is what comes out of the printer, but for the mark across it."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtGui import QImage

from tests import cups
from tests.cups import CupsPrinter
from tests.printing import facts
from workstation.imaging.pool import PageReader, key_of
from workstation.printing.cups import CupsSpooler
from workstation.printing.media import size_of
from workstation.printing.paper import PRACTICE_GREY
from workstation.printing.permit import permit_pdf
from workstation.printing.refusal import refusal_pdf
from workstation.printing.sheets import PaperSize, PersonLine, RefusalReason, Stationery
from workstation.printing.spooler import PrintOrder, SpoolState, follow
from workstation.printing.withdrawal import withdrawal_pdf
from workstation.ui.letter import draw_page, open_letter

cups_printer = cups.cups_printer
WIDTH = 900
MARK = (
    round(255 * (1 - PRACTICE_GREY)) + 1
)  # the mark stands below the letters and takes at most so much light
REASON = RefusalReason("NIK tidak sesuai dengan KTP", "Peraturan Contoh Pasal 7", "Perbaiki daftar.")
PERSONS = tuple(
    PersonLine(n, "Ni Luh Contoh", f"317199••••••{n:04}", "Ditolak", REASON) for n in range(1, 30)
)
KINDS: dict[str, Callable[..., bytes]] = {
    "permit": lambda **changes: permit_pdf(facts.permit(**changes)),
    "company": lambda **changes: permit_pdf(facts.company_permit(20, **changes)),
    "refusal": lambda **changes: refusal_pdf(facts.refusal(**changes)),
    "persons": lambda **changes: refusal_pdf(
        facts.refusal(persons=PERSONS, granted=3, permit_number="000123/STRP/2021", **changes)
    ),
    "withdrawal": lambda **changes: withdrawal_pdf(facts.withdrawal(**changes)),
}


def light(picture: QImage) -> npt.NDArray[np.int16]:
    """Give how bright each dot is in each colour."""
    rows = np.frombuffer(picture.constBits(), np.uint8).reshape(picture.height(), picture.bytesPerLine())
    return rows[:, : picture.width() * 4].reshape(picture.height(), -1, 4)[:, :, :3].astype(np.int16)


@pytest.mark.parametrize("size", [PaperSize.A4, PaperSize.F4])
@pytest.mark.parametrize("kind", KINDS)
def test_every_dot_of_the_preview_is_a_dot_of_the_paper(
    pages: PageReader, cups_printer: CupsPrinter, kind: str, size: PaperSize
) -> None:
    draw, stationery = KINDS[kind], Stationery(paper=size)
    shown = open_letter(pages, lambda: draw(stationery=stationery, preview=True))
    spooler, paper = CupsSpooler(cups_printer.server), draw(stationery=stationery)
    job = spooler.send(paper, PrintOrder(cups_printer.queue, kind, media=size_of(paper)))
    *_, end = follow(spooler, job, limit=60.0, pause=0.05)
    assert end.state is SpoolState.PRINTED
    arrived = cups_printer.arrived(job)
    printed = open_letter(pages, lambda: arrived)
    assert printed.key == key_of(paper)
    assert printed.pages == shown.pages
    for number in range(shown.pages):
        on_screen = light(draw_page(pages, shown, number, WIDTH))
        on_paper = light(draw_page(pages, printed, number, WIDTH))
        taken = on_paper - on_screen
        assert taken.min() >= 0
        assert MARK - 3 <= taken.max() <= MARK
