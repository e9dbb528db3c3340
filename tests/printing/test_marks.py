"""Codes are read back from the paper at printer resolution by both readers, and are as small as promised."""

import pytest
import zxingcpp
from PIL import ImageFilter
from pyzbar import pyzbar

from tests.printing import facts, seen
from workstation.printing.marks import code128_runs, qr_runs
from workstation.printing.permit import permit_pdf
from workstation.printing.receipt import receipt_pdf
from workstation.printing.refusal import refusal_pdf
from workstation.printing.ticket import ticket_pdf
from workstation.printing.withdrawal import withdrawal_pdf

DPI = [203, 300]


def _zbar(data: bytes, dpi: int, page: int = 0) -> set[str]:
    return {code.data.decode() for code in pyzbar.decode(seen.picture(data, dpi, page))}


def _zxing(data: bytes, dpi: int, page: int = 0) -> set[str]:
    return {code.text for code in zxingcpp.read_barcodes(seen.picture(data, dpi, page))}


def test_a_full_seal_needs_at_most_57_modules() -> None:
    assert qr_runs(facts.seal(274))[0] <= 57


@pytest.mark.parametrize("practice", [False, True])
@pytest.mark.parametrize("dpi", DPI)
def test_both_readers_read_the_seal_of_a_permit(dpi: int, practice: bool) -> None:
    data = permit_pdf(facts.permit(practice=practice))
    assert facts.seal() in _zxing(data, dpi)
    assert facts.seal() in _zbar(data, dpi)


@pytest.mark.parametrize("dpi", DPI)
@pytest.mark.parametrize(
    "data",
    [refusal_pdf(facts.refusal()), withdrawal_pdf(facts.withdrawal(considering=("surat perlu dicabut",)))],
)
def test_both_readers_read_the_seal_of_a_letter(data: bytes, dpi: int) -> None:
    last = len(seen.texts(data)) - 1
    assert facts.seal() in _zxing(data, dpi, last)
    assert facts.seal() in _zbar(data, dpi, last)


def test_the_seal_survives_a_black_and_white_copy_that_is_a_little_out_of_focus() -> None:
    copy = seen.picture(permit_pdf(facts.permit()), 203).filter(ImageFilter.GaussianBlur(1))
    black = copy.point(lambda level: 255 if level > 140 else 0)
    assert facts.seal() in {code.text for code in zxingcpp.read_barcodes(black)}


@pytest.mark.parametrize("practice", [False, True])
@pytest.mark.parametrize("dpi", DPI)
def test_a_receipt_carries_its_number_as_bars_and_its_link_as_a_square(dpi: int, practice: bool) -> None:
    sheet = facts.receipt(practice=practice)
    data = receipt_pdf(sheet)
    assert {sheet.registration_number, sheet.track_link} <= _zxing(data, dpi)
    assert {sheet.registration_number, sheet.track_link} <= _zbar(data, dpi)


def test_a_ticket_square_is_read_at_the_resolution_of_a_thermal_head() -> None:
    sheet = facts.ticket()
    data = ticket_pdf(sheet)
    assert sheet.visit_link in _zxing(data, 203)
    assert sheet.visit_link in _zbar(data, 203)


def test_the_runs_paint_exactly_the_dark_modules() -> None:
    count, path = qr_runs("HTTPS://CEK.LOKET.EXAMPLE/#A")
    numbers = [list(map(int, part.split())) for part in path.split(" re") if part.strip()]
    painted = sum(width for _, _, width, _ in numbers)
    image = zxingcpp.create_barcode(
        "HTTPS://CEK.LOKET.EXAMPLE/#A", zxingcpp.BarcodeFormat.QRCode, ec_level="M"
    ).to_image(scale=1, add_quiet_zones=False)
    dark = sum(level < 128 for row in memoryview(image).tolist() for level in row)
    assert painted == dark
    assert all(x >= 0 and x + width <= count and 0 <= y < count for x, y, width, _ in numbers)


def test_bars_begin_and_end_dark() -> None:
    modules, path = code128_runs("STRP-2021-000123")
    first, *_, last = [list(map(int, part.split())) for part in path.split(" re") if part.strip()]
    assert first[0] == 0
    assert last[0] + last[2] == modules
