"""A passport photo reaches the paper upright and unharmed, or is refused by name."""

from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from tests.printing import facts, seen
from workstation.errors import DamagedFile, TooManyPixels
from workstation.printing.permit import PHOTO, permit_pdf


def _streams(file: pikepdf.Pdf) -> list[pikepdf.Stream]:
    objects = file.pages[0].Resources.get("/XObject", {})
    return [stream for _, stream in objects.items() if stream.Subtype == "/Image"]


def _pictures(data: bytes) -> list[Image.Image]:
    with pikepdf.open(BytesIO(data)) as file:
        return [pikepdf.PdfImage(stream).as_pil_image() for stream in _streams(file)]


def _raw(data: bytes) -> bytes:
    with pikepdf.open(BytesIO(data)) as file:
        (stream,) = _streams(file)
        return bytes(stream.read_raw_bytes())


def test_a_plain_jpeg_passes_through_byte_for_byte() -> None:
    photo = facts.passport_photo()
    assert _raw(permit_pdf(facts.permit(photo=photo))) == photo


def test_a_transparent_png_stands_on_white() -> None:
    out = BytesIO()
    Image.new("RGBA", (40, 60), (0, 0, 0, 0)).save(out, "PNG")
    (picture,) = _pictures(permit_pdf(facts.permit(photo=out.getvalue())))
    assert picture.convert("L").getextrema()[0] > 250


def test_a_photo_lying_on_its_side_is_turned_upright() -> None:
    lying = Image.open(BytesIO(facts.passport_photo())).rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6
    out = BytesIO()
    lying.save(out, "JPEG", exif=exif)
    (picture,) = _pictures(permit_pdf(facts.permit(photo=out.getvalue())))
    assert picture.height > picture.width


def test_a_phone_photo_is_made_small_enough_for_print() -> None:
    photo = facts.passport_photo(size=(2448, 3264))
    (picture,) = _pictures(permit_pdf(facts.permit(photo=photo)))
    assert max(picture.size) <= 1000


def test_the_photo_is_printed_four_by_six_centimetres() -> None:
    assert [round(side / 72 * 2.54) for side in PHOTO] == [4, 6]
    page = seen.picture(permit_pdf(facts.permit()), 100)
    assert page.getpixel((int(page.width * 0.80), int(page.height * 0.36))) < 250


def test_a_permit_without_a_photo_has_no_picture() -> None:
    assert _pictures(permit_pdf(facts.permit(photo=None))) == []


@pytest.mark.parametrize(
    "broken", [b"bukan gambar", b"\xff\xd8\xff\xe0 terpotong", facts.passport_photo()[:900]]
)
def test_a_broken_photo_is_refused_by_name(broken: bytes) -> None:
    with pytest.raises(DamagedFile) as refused:
        permit_pdf(facts.permit(photo=broken))
    assert refused.value.name == "pas foto"


def test_a_photo_of_too_many_pixels_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    with pytest.raises(TooManyPixels):
        permit_pdf(facts.permit(photo=facts.passport_photo("PNG")))
