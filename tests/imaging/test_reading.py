"""Pages as officers see them: upright, on white, in natural colours, at the size asked."""

import array
import itertools
import sys
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.imaging.drawing import (
    BLUE,
    GREEN,
    RED,
    YELLOW,
    corner_colours,
    corners,
    difference,
    pdf,
    saved,
    shown,
)
from workstation.errors import DamagedFile, TooManyPixels
from workstation.imaging.kinds import Kind
from workstation.imaging.pages import Caution
from workstation.imaging.pool import PageReader, key_of
from workstation.imaging.turn import TURNS, Region

UPRIGHT = (RED, GREEN, BLUE, YELLOW)
FACING = {
    0: UPRIGHT,
    90: (BLUE, RED, YELLOW, GREEN),
    180: (YELLOW, BLUE, GREEN, RED),
    270: (GREEN, YELLOW, RED, BLUE),
}
STORED_AS = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # orientation -> transpose that undoes it
WORDS = "BT /F1 24 Tf 72 700 Td (Surat Izin) Tj ET"
FONT = "/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
DRAWN = b"".join(
    b"%g %g %g rg %d %d 300 200 re f "
    % (*(part / 255 for part in colour), 0 if left else 300, 200 if top else 0)
    for colour, left, top in ((RED, 1, 1), (GREEN, 0, 1), (BLUE, 1, 0), (YELLOW, 0, 0))
)


def near(seen: tuple[tuple[int, ...], ...], wanted: tuple[tuple[int, ...], ...]) -> bool:
    pairs = itertools.chain.from_iterable(zip(a, b, strict=True) for a, b in zip(seen, wanted, strict=True))
    return all(abs(a - b) <= 6 for a, b in pairs)


@pytest.mark.parametrize("rotation", TURNS)
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_and_turns_as_asked(
    reader: PageReader, orientation: int, rotation: int
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    undo = STORED_AS[orientation]
    stored = corners() if undo is None else corners().transpose(Image.Transpose(undo))
    data = saved(stored, "JPEG", quality=95, exif=exif)
    facts = reader.probe(data, "foto.jpg")
    page = reader.page(key_of(data), data, 0, scale=1, rotation=rotation)
    assert (facts.sizes, facts.orientation) == (((300, 200),), orientation)
    assert (page.width, page.height) == ((300, 200) if rotation in (0, 180) else (200, 300))
    assert near(corner_colours(shown(page)), FACING[rotation])


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_tiff_is_turned_once_and_not_twice(reader: PageReader, orientation: int) -> None:
    undo = STORED_AS[orientation]
    stored = corners() if undo is None else corners().transpose(Image.Transpose(undo))
    data = saved(stored, "TIFF", tiffinfo={0x0112: orientation})
    assert reader.probe(data, "a.tif").sizes == ((300, 200),)
    assert near(corner_colours(shown(reader.page(key_of(data), data, 0, scale=1))), UPRIGHT)


@pytest.mark.parametrize("rotation", TURNS)
@pytest.mark.parametrize("kind", ["pdf", "photo"])
def test_a_viewport_shows_what_the_whole_page_shows_there(
    reader: PageReader, kind: str, rotation: int
) -> None:
    data = pdf(DRAWN, box="0 0 600 400") if kind == "pdf" else saved(corners(600, 400), "PNG")
    whole = shown(reader.page(key_of(data), data, 0, width=900, rotation=rotation))
    clip = Region(0.2, 0.3, 0.7, 0.9)
    part = reader.page(key_of(data), data, 0, width=900, rotation=rotation, clip=clip)
    left, top = int(0.2 * whole.width), int(0.3 * whole.height)
    same = whole.crop((left, top, left + part.width, top + part.height))
    assert (part.full_width, part.full_height) == whole.size
    assert abs(part.width - 0.5 * whole.width) <= 2
    assert difference(shown(part), same) < 1.0
    assert near(corner_colours(whole), FACING[rotation])


@pytest.mark.parametrize(
    ("picture", "expected"),
    [
        (Image.new("RGBA", (40, 40), (255, 0, 0, 0)), (255, 255, 255)),
        (Image.new("LA", (40, 40), (0, 0)), (255, 255, 255)),
        (Image.new("1", (40, 40), 1), (255, 255, 255)),
        (Image.frombytes("I;16", (40, 40), array.array("H", [32_768] * 1600).tobytes()), (128, 128, 128)),
        (Image.new("RGB", (40, 40), RED).quantize(4), RED),
    ],
    ids=["clear", "clear grey", "1 bit", "16 bits", "palette"],
)
def test_every_mode_comes_out_on_white_in_natural_colours(
    reader: PageReader, picture: Image.Image, expected: tuple[int, int, int]
) -> None:
    data = saved(picture, "PNG")
    page = reader.page(key_of(data), data, 0, width=40)
    assert shown(page).getpixel((20, 20)) == expected


def test_a_palette_with_a_clear_colour_is_shown_on_white(reader: PageReader) -> None:
    data = saved(Image.new("P", (40, 40), 0), "PNG", transparency=0)
    assert shown(reader.page(key_of(data), data, 0, width=40)).getpixel((9, 9)) == (255, 255, 255)


def test_a_print_shop_jpeg_is_not_inverted(reader: PageReader) -> None:
    data = saved(Image.new("CMYK", (40, 40), (0, 200, 200, 0)), "JPEG", quality=95)
    red, green, blue = shown(reader.page(key_of(data), data, 0, width=40)).getpixel((9, 9))
    assert red > 240
    assert green < 80
    assert blue < 80


def test_every_frame_of_a_tiff_is_a_page(reader: PageReader) -> None:
    first, *rest = (Image.new("RGB", (50, 40), colour) for colour in UPRIGHT)
    data = saved(first, "TIFF", save_all=True, append_images=rest)
    assert reader.probe(data, "faks.tif").pages == 4
    seen = [shown(reader.page(key_of(data), data, page, width=50)).getpixel((5, 5)) for page in range(4)]
    assert seen == list(UPRIGHT)
    with pytest.raises(DamagedFile):
        reader.page(key_of(data), data, 4, width=50)


def test_the_place_of_a_photo_is_pointed_out(reader: PageReader) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "S"
    facts = reader.probe(saved(corners(), "JPEG", exif=exif), "foto.jpg")
    assert facts.warnings == (Caution.LOCATION,)
    assert facts.kind is Kind.JPEG


def test_text_of_a_pdf_can_be_had(reader: PageReader) -> None:
    data = pdf(WORDS.encode(), resources=FONT)
    assert reader.texts(data, "izin.pdf") == ["Surat Izin"]
    assert not reader.page(key_of(data), data, 0, width=800).blank


def test_what_a_machine_guessed_under_a_scan_is_no_word_of_the_paper(reader: PageReader) -> None:
    out = BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    hidden = canvas.beginText(90, 700)
    hidden.setTextRenderMode(3)
    hidden.textLine("Nomor: O0O4l7/STRP")
    canvas.drawText(hidden)
    canvas.drawImage(ImageReader(corners()), 0, 0, 595, 842)
    canvas.save()
    assert reader.texts(out.getvalue(), "pindaian.pdf", drawn=True) == [""]
    assert "O0O4l7" in reader.texts(out.getvalue(), "pindaian.pdf")[0]
    typed = pdf(WORDS.encode(), resources=FONT)
    assert reader.texts(typed, "izin.pdf", drawn=True) == ["Surat Izin"]


def test_a_blank_page_is_called_blank(reader: PageReader) -> None:
    data = pdf(b"")
    assert reader.page(key_of(data), data, 0, width=400).blank
    assert not reader.page(key_of(data), data, 0, width=400, clip=Region(0, 0, 0.5, 0.5)).blank


def test_zoom_never_asks_for_more_than_16_megapixels(reader: PageReader) -> None:
    data = pdf(DRAWN, box="0 0 600 400")
    page = reader.page(key_of(data), data, 0, scale=90)
    assert 15_000_000 < page.width * page.height <= 16_100_000
    assert (page.full_width, page.full_height) == (page.width, page.height)


def test_a_page_is_read_from_a_path_only_when_it_is_not_open(tmp_path: Path) -> None:
    data = saved(corners(), "PNG")
    file = tmp_path / "pindai"
    file.write_bytes(data)
    with PageReader(workers=1) as reader:
        reader.page(key_of(data), file, 0, width=90)
        file.unlink()
        assert reader.page(key_of(data), file, 0, width=300).width == 300
        with pytest.raises(FileNotFoundError):
            reader.page("0" * 64, file, 0, width=300)
        assert reader.page(key_of(data), file, 0, width=90).width == 90


def test_more_than_64_megapixels_are_refused(reader: PageReader) -> None:
    with pytest.raises(TooManyPixels):
        reader.probe(saved(Image.new("1", (8_100, 8_100)), "PNG"), "besar.png")
    fits = saved(Image.new("1", (7_900, 8_000)), "PNG")
    assert reader.page(key_of(fits), fits, 0, width=100).width == 100


def test_a_question_without_a_size_is_a_mistake_of_ours(reader: PageReader) -> None:
    with pytest.raises(ValueError, match="width or scale"):
        reader.page("0" * 64, b"", 0)
    with pytest.raises(ValueError, match="clip"):
        reader.page("0" * 64, b"", 0, width=10, clip=Region(0.5, 0, 0.5, 1))


@pytest.mark.skipif(sys.platform == "win32", reason="the code reader of the build machine")
def test_a_code_in_a_strangers_file_is_read_in_the_worker(reader: PageReader) -> None:
    import qrcode

    pytest.importorskip("workstation.imaging.recognise")
    code = qrcode.make("https://izin.example/#ABC").get_image().convert("RGB")
    sheet = Image.new("RGB", (1240, 1754), "white")
    sheet.paste(code, (400, 600))
    ImageDraw.Draw(sheet).text((100, 100), "Surat Izin", fill="black")
    for kind in ("PNG", "PDF"):
        assert reader.codes(saved(sheet, kind), "izin") == ["https://izin.example/#ABC"]
