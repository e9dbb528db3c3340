"""The short cut for scanned pages shows the very page that PDFium shows, or is not taken."""

from collections.abc import Callable

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageDraw

from tests.imaging.drawing import corner_colours, corners, difference, jpeg_page, saved
from workstation.imaging.layers import Layers, view_of
from workstation.imaging.papers import Paper
from workstation.imaging.scanned import scan_of
from workstation.imaging.turn import TURNS, WHOLE, Region

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
