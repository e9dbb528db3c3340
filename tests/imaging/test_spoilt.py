"""Seals that were spotted, smeared and bent are read; nothing else is made into a seal."""

import random
from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from benchmarks import _seal_damage as damage
from tests import papers
from workstation.imaging import recognise, reedsolomon, spoilt
from workstation.imaging.pool import PageReader
from workstation.imaging.qrlayout import VERSIONS, layout_of
from workstation.printing.marks import qr_modules
from workstation.signing import seal

TEXT = papers.code()
SHORT = papers.code(papers.changed(name="Ani", number="1/26"))


def photographed(text: str = TEXT, seed: int = 1) -> Image.Image:
    """Print a code at 203 dpi and take it with a telephone."""
    rng = np.random.default_rng(seed)
    return damage.by_good_telephone(damage.printed(damage.modules_of(text), 203, rng), 203, rng)


@pytest.mark.parametrize("text", [TEXT, SHORT])
def test_a_code_of_either_size_is_read_in_any_direction(text: str) -> None:
    for turn in (0, 45, 90, 200):
        picture = photographed(text).rotate(turn, expand=True, fillcolor=200)
        assert spoilt.read_spoilt(picture) == [text]


@pytest.mark.parametrize("corner", range(3))
@pytest.mark.parametrize("ink", [20, 110, 255])
def test_a_code_with_a_finder_gone_is_read(corner: int, ink: int) -> None:
    modules = Image.fromarray(
        np.where(np.kron(damage.modules_of(TEXT), np.ones((6, 6), bool)), 0, 255).astype(np.uint8)
    )
    x, y = [(24, 24), (24 + 50 * 6, 24), (24, 24 + 50 * 6)][corner]
    ImageDraw.Draw(modules).ellipse((x - 10, y - 10, x + 50, y + 50), fill=ink)
    assert spoilt.read_spoilt(modules.filter(ImageFilter.GaussianBlur(1))) == [TEXT]


def test_a_code_with_spots_that_the_usual_readers_give_up_is_read() -> None:
    rng = np.random.default_rng(4)
    pictures = [damage.stained(damage.printed(damage.modules_of(TEXT), 203, rng), 203, rng) for _ in range(8)]
    assert sum(spoilt.read_spoilt(picture) == [TEXT] for picture in pictures) >= 6


def test_a_spoilt_seal_on_a_page_is_read_behind_the_walls() -> None:
    page = papers.pixels(papers.sheet(TEXT)).convert("RGB")
    ImageDraw.Draw(page).ellipse((240, 1860, 300, 1920), fill=(90, 60, 30))  # a drop of coffee on a finder
    assert recognise.read_plain(page) == []
    out = BytesIO()
    page.save(out, "JPEG", quality=85)
    with PageReader(workers=1) as pages:
        assert pages.codes(out.getvalue(), "foto.jpg") == [TEXT]


def test_where_no_seal_is_none_is_found() -> None:
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (500, 500)).astype(np.uint8))
    other = papers.qr_picture("HTTPS://SEBUAH.TEMPAT.EXAMPLE/", 6)
    for picture in (noise, other, Image.new("L", (1, 1)), papers.pixels(papers.sheet("x")).convert("L")):
        assert spoilt.read_spoilt(picture) == []


def test_half_a_code_is_not_guessed() -> None:
    picture = photographed()
    picture.paste(200, (0, picture.height // 2, picture.width, picture.height))
    assert spoilt.read_spoilt(picture) == []


@pytest.mark.parametrize(("version", "text"), [(10, TEXT), (9, SHORT)])
def test_the_layout_gives_the_codewords_of_the_encoder(version: int, text: str) -> None:
    assert len(text) <= seal.FITS_57_MODULES
    modules, layout = qr_modules(text), layout_of(version)
    masks = [mask for mask in range(8) if layout.agreement(np.where(modules, 1.0, -1.0), mask) > 0.999]
    assert version in VERSIONS
    assert len(masks) == 1
    codewords = layout.codewords(modules, masks[0])
    assert (layout.drawn(codewords, masks[0]) == modules).all()
    for block in range(5):
        words = codewords[layout.blocks == block].tolist()
        assert reedsolomon.mended(words, layout.checks, [], 0) == words


def test_errors_and_gaps_are_mended_up_to_the_limit_and_not_beyond() -> None:
    layout, chance = layout_of(10), random.Random(7)
    codewords = layout.codewords(
        qr_modules(TEXT),
        next(
            mask for mask in range(8) if layout.agreement(np.where(qr_modules(TEXT), 1.0, -1.0), mask) > 0.999
        ),
    )
    whole = codewords[layout.blocks == 0].tolist()
    for gaps in range(0, layout.checks + 1, 2):
        errors = (layout.checks - gaps) // 2
        for more in (0, 1):
            places = chance.sample(range(len(whole)), gaps + errors + more)
            broken = whole[:]
            for at in places:
                broken[at] ^= chance.randint(1, 255)
            mended = reedsolomon.mended(broken, layout.checks, places[:gaps], 0)
            assert (mended == whole) is (more == 0)


def test_noise_is_not_mended_into_anything() -> None:
    chance = random.Random(3)
    for _ in range(200):
        noise = [chance.randint(0, 255) for _ in range(69)]
        assert reedsolomon.mended(noise, 26, list(range(16)), 4) is None
