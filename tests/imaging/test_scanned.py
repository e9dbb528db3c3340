"""The short cut for scanned pages shows the very page that PDFium shows, or is not taken."""

import base64
import zlib
from collections.abc import Callable

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageCms, ImageDraw
from PySide6.QtGui import QImage

from tests.imaging.drawing import corner_colours, corners, difference, jpeg_page, saved, shown
from workstation.imaging.layers import Layers, view_of
from workstation.imaging.papers import Paper
from workstation.imaging.pictures import jpeg_scaled
from workstation.imaging.pool import PageReader, key_of
from workstation.imaging.scanned import scan_of
from workstation.imaging.turn import TURNS, WHOLE, Region
from workstation.ui.pixels import image_of

SIZE = (1200, 1600)
BOX = "0 0 600 800"
FULL = "600 0 0 800 0 0"


def picture() -> Image.Image:
    sheet = corners(*SIZE)
    ImageDraw.Draw(sheet).rectangle((300, 200, 700, 420), fill="white")
    return sheet


def page(entries: str = "", matrix: str = FULL, box: str = BOX) -> bytes:
    jpeg = saved(picture(), "JPEG", quality=95)
    return jpeg_page(jpeg, matrix=matrix, box=box, size=SIZE, entries=entries)


def taken(data: bytes) -> bool:
    return scan_of(pdfium.PdfDocument(data)[0], data) is not None


def with_rotate(data: bytes, degrees: int) -> bytes:
    return data.replace(b"/Type/Page/", b"/Type/Page/Rotate %d/" % degrees)


def with_crop(data: bytes) -> bytes:
    return data.replace(b"/Type/Page/", b"/Type/Page/CropBox[50 100 500 700]/")


def margins(_: bytes) -> bytes:
    return page(matrix="300 0 0 500 100 50")


@pytest.mark.parametrize("rotation", TURNS)
@pytest.mark.parametrize(
    "changed",
    [
        lambda data: data,
        *(lambda data, d=d: with_rotate(data, d) for d in (90, 180, 270)),
        with_crop,
        margins,
    ],
    ids=["plain", "rotate 90", "rotate 180", "rotate 270", "cropped", "margins"],
)
@pytest.mark.parametrize("clip", [WHOLE, Region(0.1, 0.2, 0.8, 0.6)], ids=["whole", "part"])
def test_the_short_cut_shows_what_pdfium_shows(
    changed: Callable[[bytes], bytes], rotation: int, clip: Region
) -> None:
    data = changed(page())
    assert taken(data)
    paper = Paper(data, "key", Layers(), None)
    view = view_of(paper.size(0), 450, None, clip, rotation)
    quick = paper.draw(0, view).picture()
    plain = paper._rendered(paper._page(0), view).picture()
    assert quick.size == plain.size == view.box_size
    assert difference(quick, plain) < 1.5
    assert corner_colours(quick) != corner_colours(Image.new("RGB", quick.size))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (page("/Decode[1 0 1 0 1 0]"), "inverted"),
        (page("/ColorTransform 0"), "colour transform"),
        (page("/Mask[0 10 0 10 0 10]"), "mask"),
        (page(matrix="580 60 -60 780 60 0"), "skewed"),
        (page(matrix="600 0 0 -800 0 800"), "mirrored"),
        (page().replace(b"/DeviceRGB", b"/Lab      "), "colour space"),
        (page().replace(b"/Type/Page/", b"/Type/Page/Annots[<</Subtype/Square/Rect[0 0 9 9]>>]/"), "stamp"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_short_cut_is_not_taken_where_it_would_lie(data: bytes, why: str) -> None:
    assert not taken(data), why


def test_two_pictures_on_a_page_are_left_to_pdfium() -> None:
    assert not taken(page(matrix=f"{FULL} cm /Im Do 0.5 0 0 0.5 0 0"))


def packed(filters: bytes, pack: Callable[[bytes], bytes]) -> bytes:
    """The scan packed once more, as some writers do."""
    jpeg = pack(saved(picture(), "JPEG", quality=95))
    return jpeg_page(jpeg, matrix=FULL, box=BOX, size=SIZE).replace(
        b"/Filter/DCTDecode", b"/Filter" + filters
    )


def with_profile(profile: bytes) -> bytes:
    """The scan with colours by an ICC profile."""
    data = page().replace(b"/ColorSpace/DeviceRGB", b"/ColorSpace[/ICCBased 6 0 R]")
    stream = b"6 0 obj<</N 3/Length %d>>stream\n%s\nendstream endobj\n" % (len(profile), profile)
    return data.replace(b"trailer<<", stream + b"trailer<<")


def srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@pytest.mark.parametrize(
    "data",
    [
        packed(b"[/ASCII85Decode/DCTDecode]", lambda jpeg: base64.a85encode(jpeg) + b"~>"),
        packed(b"[/FlateDecode/DCTDecode]", zlib.compress),
        with_profile(srgb()),
    ],
    ids=["written as text", "packed twice", "usual profile"],
)
def test_a_scan_that_is_packed_twice_or_names_the_usual_colours_takes_the_short_cut_too(data: bytes) -> None:
    assert taken(data)
    paper = Paper(data, "key", Layers(), None)
    view = view_of(paper.size(0), 450, None, WHOLE, 0)
    plain = paper._rendered(paper._page(0), view).picture()
    assert difference(paper.draw(0, view).picture(), plain) < 2


def test_unusual_colours_and_chains_are_left_to_pdfium() -> None:
    assert not taken(with_profile(srgb().replace(b"sRGB", b"wRGB").replace(b"s\0R\0G\0B", b"w\0R\0G\0B")))
    assert not taken(packed(b"[/RunLengthDecode/DCTDecode]", lambda jpeg: jpeg))


@pytest.mark.parametrize("mode", ["RGB", "L"])
@pytest.mark.parametrize(
    ("width", "decoded", "off"), [(500, 600, 1), (60, 150, 2)], ids=["a little", "to less than a half"]
)
def test_a_scan_as_it_comes_is_brought_down_to_the_very_size_that_is_shown(
    mode: str, width: int, decoded: int, off: int
) -> None:
    jpeg = saved(picture().convert(mode), "JPEG", quality=95)
    data = jpeg_page(jpeg, matrix=FULL, box=BOX, size=SIZE)
    data = data.replace(b"/DeviceRGB", b"/DeviceGray") if mode == "L" else data
    with PageReader(workers=1) as reader:
        seen = reader.page(key_of(data), data, 0, width=width)
        came, image = reader.page_as(lambda it: (it.width, image_of(it)), key_of(data), data, 0, width=width)
        turned = reader.page_as(image_of, key_of(data), data, 0, width=width, rotation=90)
    assert came == decoded, "the decoder's own size is laid down"
    assert (image.width(), image.height()) == (seen.width, seen.height) == (width, round(width * 4 / 3))
    assert (turned.width(), turned.height()) == (width, round(width * 3 / 4))
    held = image.convertToFormat(QImage.Format.Format_RGBX8888)
    got = Image.frombytes("RGB", (held.width(), held.height()), bytes(held.constBits()), "raw", "RGBX")
    assert difference(got, shown(seen)) < off


@pytest.mark.parametrize("size", [(1200, 1600), (1201, 1603), (1199, 1597)])
def test_a_grey_scan_is_decoded_at_three_eighths_where_a_half_would_be_too_much(
    size: tuple[int, int],
) -> None:
    page = corners(*size).convert("L")
    ImageDraw.Draw(page).line((0, 0, *size), fill=255, width=9)
    jpeg = saved(page, "JPEG", quality=95)
    found = jpeg_scaled(jpeg, 430)
    assert found.size == (-(-size[0] * 3 // 8), -(-size[1] * 3 // 8))
    assert difference(found, page.resize(found.size, Image.Resampling.BOX)) < 1.5
    assert jpeg_scaled(jpeg, 460).width == -(-size[0] // 2)
    assert jpeg_scaled(jpeg, 250).width == -(-size[0] // 4)
    assert jpeg_scaled(saved(page.convert("RGB"), "JPEG"), 430).width == -(-size[0] // 2), (
        "there it is slower"
    )
