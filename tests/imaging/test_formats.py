"""Everything a phone, a scanner or a fax sends is shown; what is left of a cut picture too, and it says so."""

import array
import io
import zlib

import pytest
from PIL import Image

from tests.given import GIVEN
from tests.imaging.drawing import (
    CORNERS,
    RED,
    corners,
    has_corners,
    jpeg_page,
    looked,
    pdf,
    saved,
    shown,
)
from workstation.errors import DamagedFile, NotAPicture, TooManyPixels
from workstation.imaging.kinds import Kind
from workstation.imaging.pages import Caution
from workstation.imaging.pool import PageReader, key_of


def noisy(width: int = 600, height: int = 800) -> Image.Image:
    """Something of which every part is different."""
    return Image.frombytes(
        "L", (width, height), bytes((x * y) % 251 for y in range(height) for x in range(width))
    )


@pytest.mark.parametrize("compression", [None, "tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg"])
def test_colour_tiffs_of_any_packing_are_shown(reader: PageReader, compression: str | None) -> None:
    facts, page = looked(reader, saved(corners(), "TIFF", compression=compression))
    assert facts.kind is Kind.TIFF
    assert has_corners(page)


@pytest.mark.parametrize("compression", ["group3", "group4"])
def test_faxes_of_several_pages_are_shown(reader: PageReader, compression: str) -> None:
    pages = [Image.new("1", (320, 400), 1) for _ in range(3)]
    for number, page in enumerate(pages):
        page.paste(0, (0, 0, 100 * (number + 1), 400))
    data = saved(pages[0], "TIFF", compression=compression, save_all=True, append_images=pages[1:])
    assert reader.probe(data, "faks.tif").pages == 3
    for number in range(3):
        page = shown(reader.page(key_of(data), data, number, width=320))
        assert page.getpixel((100 * number + 50, 200)) == (0, 0, 0)
        assert page.getpixel((310, 200)) == (255, 255, 255)


def test_grey_of_16_bits_in_either_order_keeps_its_tones(reader: PageReader) -> None:
    grey = Image.frombytes("I;16", (40, 40), array.array("H", [0x8000] * 1600).tobytes())
    assert looked(reader, saved(grey, "TIFF"), 40)[1].getpixel((20, 20)) == (128, 128, 128)
    other = io.BytesIO()
    Image.frombytes("I;16B", (40, 40), b"\xc0\x00" * 1600).save(other, "TIFF")
    assert looked(reader, other.getvalue(), 40)[1].getpixel((20, 20)) == (192, 192, 192)


def test_an_inverted_print_shop_jpeg_of_adobe_is_shown_as_printed(reader: PageReader) -> None:
    cmyk = Image.new("CMYK", (40, 40), (0, 200, 200, 0))
    plain = saved(cmyk, "JPEG", quality=95)
    assert b"Adobe" in plain[:300]
    red, green, blue = looked(reader, plain, 40)[1].getpixel((9, 9))
    assert (red > 240, green < 80, blue < 80) == (True, True, True)


def test_a_webp_with_a_clear_ground_is_shown_on_white(reader: PageReader) -> None:
    assert looked(reader, saved(Image.new("RGBA", (40, 40), (9, 9, 9, 0)), "WEBP", lossless=True), 40)[
        1
    ].getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_an_animation_shows_its_first_picture_and_says_that_there_are_more(
    reader: PageReader, kind: str
) -> None:
    frames = [Image.new("RGB", (40, 40), colour) for colour in CORNERS]
    data = saved(frames[0], kind, save_all=True, append_images=frames[1:], lossless=True)
    facts, page = looked(reader, data, 40)
    assert (facts.pages, facts.warnings) == (1, (Caution.MORE_PAGES,))
    assert page.getpixel((5, 5)) == RED


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_what_is_left_of_a_cut_picture_is_shown_with_a_caution_but_not_taken_in(
    reader: PageReader, kind: str
) -> None:
    data = saved(noisy(), kind)
    cut = data[: len(data) * 6 // 10]
    with pytest.raises(DamagedFile):
        reader.probe(cut, "foto")
    facts, page = looked(reader, cut, 600)
    assert facts.warnings == (Caution.CUT,)
    assert page.crop((0, 0, 600, 300)).convert("L").getextrema()[1] > 200
    assert Caution.CUT not in looked(reader, data, 600)[0].warnings
    with pytest.raises(DamagedFile):
        looked(reader, data[: len(data) // 10], 600)


def test_a_page_whose_picture_is_cut_is_shown_as_far_as_it_goes(reader: PageReader) -> None:
    jpeg = saved(noisy().convert("RGB"), "JPEG")
    data = jpeg_page(jpeg[: len(jpeg) // 2], matrix="600 0 0 800 0 0", box="0 0 600 800", size=(600, 800))
    facts, page = looked(reader, data, 300)
    assert (facts.pages, page.size) == (1, (300, 400))


def test_a_tiff_with_more_pictures_than_anybody_reads_says_so(reader: PageReader) -> None:
    frames = [Image.new("1", (8, 8), n % 2) for n in range(2_100)]
    data = saved(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    facts = reader.probe(data, "banyak.tif")
    assert (facts.pages, facts.warnings) == (2_000, (Caution.MORE_PAGES,))


def test_links_and_hidden_names_are_named_and_nothing_is_run(reader: PageReader) -> None:
    link = b"5 0 obj<</Type/Annot/Subtype/Link/Rect[0 0 99 99]/A<</S/URI/URI(http://127.0.0.1/x)>>>>endobj\n"
    assert reader.probe(pdf(b"", extra=link), "a.pdf").warnings == (Caution.LINKS,)
    hidden = b"5 0 obj<</S/#4a#61vaScript/JS(app.alert(1))>>endobj\n"
    assert Caution.JAVASCRIPT in reader.probe(pdf(b"", extra=hidden), "b.pdf").warnings
    packed = zlib.compress(b"5 0 <</S/Launch/F(calc.exe)>>")
    inside = b"6 0 obj<</Type/ObjStm/N 1/First 4/Length %d/Filter/FlateDecode>>stream\n%s\nendstream endobj\n"
    assert Caution.LAUNCH in reader.probe(pdf(b"", extra=inside % (len(packed), packed)), "c.pdf").warnings


@pytest.mark.skipif(not GIVEN.exists(), reason="the strangers' files are not here")
def test_a_phones_heic_photo_stands_upright(reader: PageReader) -> None:
    pytest.importorskip("pi_heif")
    data = (GIVEN / "scans/awkward/arrow.heic").read_bytes()
    facts, page = looked(reader, data, 300)
    assert (facts.kind, facts.sizes) == (Kind.HEIC, ((3024.0, 4032.0),))
    assert page.size == (300, 400)


@pytest.mark.skipif(not GIVEN.exists(), reason="the strangers' files are not here")
def test_a_heic_of_200_megapixels_is_too_large(reader: PageReader) -> None:
    pytest.importorskip("pi_heif")
    data = (GIVEN / "hostile/200MP.heic").read_bytes()
    with pytest.raises(TooManyPixels):
        reader.probe(data, "foto.heic")


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"8BPS\x00\x01" + bytes(40), "PSD"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "PostScript"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "HTML"),
        (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "JPEG 2000"),
    ],
)
def test_a_drawing_program_s_file_renamed_is_refused_by_what_it_is(
    reader: PageReader, data: bytes, found: str
) -> None:
    with pytest.raises(NotAPicture) as refused:
        reader.probe(data, "ktp.jpg")
    assert refused.value == NotAPicture("ktp.jpg", found)
