"""What a careful colleague sees of a page: whether it can be read, and whether he has seen it before."""

import json
from dataclasses import astuple, replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

from tests.given import GIVEN
from tests.imaging.drawing import pdf
from workstation.errors import Problem
from workstation.imaging.measuring import SIDE, Flaw, PageMeasure, flaws, measure
from workstation.imaging.pool import PageReader
from workstation.resources_at import resource
from workstation.settings import OfficeSettings
from workstation.ui.flaws import worst_page

OFFICE = OfficeSettings()
PRACTICE = sorted(resource("practice/scans").iterdir())
UNREADABLE = {"c07-identity_card-blur.jpg"}  # shaken and dark on purpose (labels.json)


def page(path: Path) -> Image.Image:
    """A photo as the measuring sees it: upright, grey, long side 1000."""
    picture = Image.open(path)
    picture.draft("L", (SIDE, SIDE))
    grey = ImageOps.exif_transpose(picture).convert("L")
    share = SIDE / max(grey.size)
    return grey.resize((round(grey.width * share), round(grey.height * share)))


def seen(picture: Image.Image) -> PageMeasure:
    return measure(picture, 0, 0, blank=False)


def resent(picture: Image.Image, quality: int = 45) -> Image.Image:
    """As a messenger sends it on: half the size, harder pressed."""
    out = BytesIO()
    picture.resize((picture.width // 2, picture.height // 2)).save(out, "JPEG", quality=quality)
    return Image.open(out).convert("L").resize(picture.size)


def shaken(picture: Image.Image) -> Image.Image:
    """Moved sideways by some twenty pixels while the shutter was open."""
    row = ImageFilter.Kernel((5, 5), [*[0] * 10, *[1] * 5, *[0] * 10])
    for _ in range(6):
        picture = picture.filter(row)
    return picture


def apart(one: PageMeasure, other: PageMeasure) -> tuple[int, float]:
    """As `loket.is_alike` counts: bits of the shape, share of the marks."""
    shape = (int(one.likeness, 16) ^ int(other.likeness, 16)).bit_count()
    mine, theirs = int(one.detail, 16), int(other.detail, 16)
    return shape, (mine ^ theirs).bit_count() / (mine | theirs).bit_count()


def is_alike(one: PageMeasure, other: PageMeasure) -> bool:
    shape, share = apart(one, other)
    return shape <= 6 and share * 7 <= 1


PHOTOS = [path for path in PRACTICE if path.suffix == ".jpg" and path.name not in UNREADABLE]


def test_no_legible_paper_is_called_unreadable_and_the_unreadable_one_is(reader: PageReader) -> None:
    strangers = sorted((GIVEN / "scans").glob("*/*")) if (GIVEN / "scans").exists() else []
    called: dict[str, tuple[Flaw, ...]] = {}
    count = 0
    for path in (*PRACTICE, *strangers):
        try:
            found = reader.measures(path.read_bytes(), path.name)
        except Problem:
            assert path.suffix == ".heic"
            continue
        count += len(found)
        reasons = [why for one in found if (why := flaws(one, OFFICE))]
        if reasons:
            called[path.name] = reasons[0]
    assert count > 190
    assert called == {"c07-identity_card-blur.jpg": (Flaw.DARK,)}


@pytest.mark.parametrize(
    ("spoil", "flaw", "least"),
    [
        (lambda p: p.filter(ImageFilter.GaussianBlur(3)), Flaw.BLURRED, 1.0),
        (lambda p: p.filter(ImageFilter.GaussianBlur(2)), Flaw.BLURRED, 0.85),
        (shaken, Flaw.BLURRED, 0.85),
        (lambda p: ImageEnhance.Brightness(p).enhance(0.3), Flaw.DARK, 1.0),
        (lambda p: p.point([200 + level // 5 for level in range(256)]), Flaw.PALE, 0.8),
    ],
    ids=["out of focus", "slightly out of focus", "shaken", "dark", "washed out"],
)
def test_spoilt_photos_are_told(spoil, flaw: Flaw, least: float) -> None:  # type: ignore[no-untyped-def]
    # what is washed out far enough is blurred as well: both send the citizen back to his camera
    found = [bool({flaw, Flaw.BLURRED} & {*flaws(seen(spoil(page(path))), OFFICE)}) for path in PHOTOS[::3]]
    assert sum(found) >= least * len(found), f"{len(found) - sum(found)} of {len(found)} missed"


def test_a_tiny_picture_is_told_and_a_pdf_never_is_small(reader: PageReader) -> None:
    out = BytesIO()
    Image.open(PHOTOS[0]).resize((240, 320)).save(out, "JPEG")
    assert Flaw.SMALL in flaws(reader.measures(out.getvalue(), "kecil.jpg")[0], OFFICE)
    assert reader.measures(pdf(b"0 0 1 rg 10 10 90 90 re f"), "kecil.pdf")[0].side == 0


def test_a_blank_page_has_no_likeness(reader: PageReader) -> None:
    out = BytesIO()
    Image.new("L", (800, 1100), 250).save(out, "PNG")
    one = reader.measures(out.getvalue(), "kosong.png")[0]
    assert (one.likeness, one.detail, one.edge, one.ink) == ("", "", None, None)
    assert flaws(one, OFFICE) == ()  # the empty back of a letter
    assert worst_page([one], OFFICE) == (0, (Flaw.EMPTY,))
    written = reader.measures(PHOTOS[0].read_bytes(), PHOTOS[0].name)[0]
    assert worst_page([written, one], OFFICE) == (0, ())


def test_a_photo_that_was_sent_on_is_known_again_and_another_one_is_not() -> None:
    originals = [page(path) for path in PHOTOS[::3]]
    numbers = [seen(picture) for picture in originals]
    again = [is_alike(seen(resent(picture)), one) for picture, one in zip(originals, numbers, strict=True)]
    darker = [
        is_alike(seen(ImageEnhance.Brightness(picture).enhance(0.8)), one)
        for picture, one in zip(originals, numbers, strict=True)
    ]
    assert sum(again) >= 0.9 * len(again), f"{again.count(False)} of {len(again)} sent on were missed"
    assert sum(darker) >= 0.9 * len(darker), f"{darker.count(False)} of {len(darker)} darker ones were missed"


def sides(one: PageMeasure) -> list[PageMeasure]:
    """The page as it lies and by quarters, as `loket.turns_of` gives them."""
    return [one, *(replace(one, likeness=shape, detail=marks) for shape, marks in one.turned)]


def test_a_paper_that_was_turned_is_known_again_whichever_way() -> None:
    for path in PHOTOS[::6]:
        picture = page(path)
        kept = seen(picture)
        for way in (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270):
            again = seen(picture.transpose(way))
            assert any(is_alike(side, kept) for side in sides(again)), (path.name, way)
            assert any(is_alike(side, again) for side in sides(kept)), (path.name, way)


@pytest.mark.parametrize("share", [25, 8])
def test_a_portrait_that_somebody_framed_is_known_again(share: int) -> None:
    portraits = [page(path) for path in PHOTOS if "photo" in path.name]
    assert len(portraits) > 20
    missed = 0
    for picture in portraits:
        out = BytesIO()
        framed = ImageOps.expand(picture, border=max(picture.size) // share, fill=240)
        framed.thumbnail((SIDE, SIDE))
        framed.save(out, "JPEG", quality=80)
        kept, again = seen(picture), seen(Image.open(out).convert("L"))
        missed += not any(is_alike(side, kept) for side in sides(again))
    assert missed <= 0.05 * len(portraits), f"{missed} of {len(portraits)} were missed"


def test_papers_of_two_people_are_not_taken_for_one(reader: PageReader) -> None:
    found = [
        (path.name, one)
        for path in PRACTICE
        for one in reader.measures(path.read_bytes(), path.name)
        if one.likeness
    ]
    pairs = [
        (first, second)
        for number, (first, one) in enumerate(found)
        for second, other in found[:number]
        if first != second and any(is_alike(side, other) for side in sides(one))
    ]
    owners = [(first[:3], second[:3]) for first, second in pairs]
    strangers = [pair for pair, (one, other) in zip(pairs, owners, strict=True) if one != other]
    assert len(strangers) <= 0.0002 * len(found) ** 2 / 2, strangers


def test_the_numbers_kept_beside_the_practice_papers_are_those_of_the_reader(reader: PageReader) -> None:
    kept = json.loads(resource("practice/measures.json").read_text("utf-8"))
    assert kept.keys() == {path.name for path in PRACTICE}
    for path in PRACTICE[::40]:
        found = reader.measures(path.read_bytes(), path.name)
        assert json.loads(json.dumps([astuple(one) for one in found])) == kept[path.name]
