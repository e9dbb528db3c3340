"""The angle by which a page was scanned askew, measured in the picture process."""

from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from workstation.imaging.pool import PageReader, key_of
from workstation.imaging.skew import skew_of


def lines() -> Image.Image:
    page = Image.new("L", (840, 1188), "white")
    pen = ImageDraw.Draw(page)
    for top in range(80, 1100, 24):
        pen.text((80, top), "Pemerintah Provinsi DKI Jakarta, nomor identitas " * 2, fill=0)
    return page


@pytest.mark.parametrize("angle", [-9.0, -4.0, -1.5, 0.0, 0.7, 2.3, 8.0])
def test_the_turn_that_was_given_is_found(angle: float) -> None:
    turned = lines().rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    assert skew_of(turned) == pytest.approx(angle, abs=0.2)


def test_a_page_without_lines_is_left_as_it_is() -> None:
    assert skew_of(Image.new("L", (600, 800), "white")) == 0
    assert skew_of(Image.radial_gradient("L")) == 0


def test_the_picture_process_measures_it_as_the_page_is_turned() -> None:
    kept = BytesIO()
    lines().rotate(3, Image.Resampling.BICUBIC, fillcolor=255).transpose(Image.Transpose.ROTATE_90).save(
        kept, "PNG"
    )
    data = kept.getvalue()
    with PageReader(1) as pages:
        assert pages.skew(key_of(data), data, 0, rotation=90, name="a.png") == pytest.approx(3, abs=0.2)
