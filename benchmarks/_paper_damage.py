"""What happens to the office's own permit in people's hands: rolled, folded, crumpled, faxed, photographed; seeded."""

from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from typing import Any

import numpy as np
import pypdfium2
import zxingcpp
from PIL import Image, ImageFilter

from tests.printing import facts
from workstation.printing.permit import permit_pdf

INCH = 25.4  # mm
AROUND = 8.0  # mm of paper around the code that a telephone held close sees
CLOSE = 9.5  # px a mm of it: 5 a module
WHOLE = (1800, 2400)  # px of a telephone's picture of the whole page, as the program reads it
Rng = np.random.Generator
Shape = Callable[[Any, Any], tuple[Any, Any, Any]]  # millimetres seen -> millimetres of paper, and light


@lru_cache(maxsize=8)
def page_of(text: str, dpi: int) -> Image.Image:
    """The permit with this seal as PDFium draws it for a printer of so many dots an inch: black or white."""
    with pypdfium2.PdfDocument(permit_pdf(facts.permit(seal=text))) as document:
        drawn: Image.Image = document[len(document) - 1].render(scale=dpi / 72, grayscale=True).to_pil()
    return drawn.filter(ImageFilter.GaussianBlur(0.5)).point(lambda value: 255 * (value > 140))


def _close(page: Image.Image, dpi: int) -> Image.Image:
    """The part of the page around the code."""
    found = zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode]))
    place, more = found[0].position, AROUND / INCH * dpi
    corners = (place.top_left, place.bottom_right)
    first, last = corners
    return page.crop(
        (round(first.x - more), round(first.y - more), round(last.x + more), round(last.y + more))
    )


def _taken(
    paper: Image.Image, dpi: int, shape: Shape, rng: Rng, *, light: float = 0.6, noise: float = 6.0
) -> Image.Image:
    """Photograph a paper of this shape from close by, turned a little."""
    dots = dpi / INCH
    half = max(paper.size) / dots / 2
    side = round(2.4 * half * CLOSE)
    y, x = (np.mgrid[0:side, 0:side] - side / 2) / CLOSE
    turn = np.radians(rng.uniform(-10, 10))
    x, y = x * np.cos(turn) - y * np.sin(turn), x * np.sin(turn) + y * np.cos(turn)
    u, v, shade = shape(x, y)
    soft = np.asarray(paper.filter(ImageFilter.GaussianBlur(dots / CLOSE * 0.45)), np.float64)
    column, row = (u * dots + paper.width / 2).astype(int), (v * dots + paper.height / 2).astype(int)
    inside = (column >= 0) & (row >= 0) & (column < paper.width) & (row < paper.height)
    seen = np.full(x.shape, 170.0)  # the table
    seen[inside] = soft[row[inside], column[inside]]
    seen = (seen * light + 60 * light / 0.6) * shade
    lens = Image.fromarray(np.clip(seen, 0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.7))
    return _kept(np.asarray(lens, np.float64) + rng.normal(0, noise, x.shape))


def _kept(values: Any, quality: int = 80) -> Image.Image:
    out = BytesIO()
    Image.fromarray(np.clip(values, 0, 255).astype(np.uint8)).save(out, "JPEG", quality=quality)
    return Image.open(out).convert("L")


def rolled(page: Image.Image, dpi: int, rng: Rng) -> Image.Image:
    """Around a roll of 50 to 90 mm across, in any direction."""
    radius, turn = rng.uniform(25, 45), rng.uniform(0, np.pi)

    def shape(x: Any, y: Any) -> tuple[Any, Any, Any]:
        across, along = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
        part = np.clip(across / radius, -0.995, 0.995)
        across = radius * np.arcsin(part)
        u, v = across * np.cos(turn) - along * np.sin(turn), across * np.sin(turn) + along * np.cos(turn)
        return u, v, 0.55 + 0.5 * np.sqrt(1 - part**2)

    return _taken(_close(page, dpi), dpi, shape, rng)


def folded(page: Image.Image, dpi: int, rng: Rng) -> Image.Image:
    """Folded through the code: one side stands up by 15 to 35 degrees and is darker, the crease has lost its ink."""
    share, at, turn = np.cos(np.radians(rng.uniform(15, 35))), rng.uniform(-9, 9), rng.uniform(0, np.pi)

    def shape(x: Any, y: Any) -> tuple[Any, Any, Any]:
        across, along = x * np.cos(turn) + y * np.sin(turn) - at, y * np.cos(turn) - x * np.sin(turn)
        shade = np.where(across > 0, 0.75, 1.0) + 0.9 * (abs(across) < 0.2)
        across = np.where(across > 0, across / share, across) + at
        return (
            across * np.cos(turn) - along * np.sin(turn),
            across * np.sin(turn) + along * np.cos(turn),
            shade,
        )

    return _taken(_close(page, dpi), dpi, shape, rng)


def crumpled(page: Image.Image, dpi: int, rng: Rng) -> Image.Image:
    """Crumpled and smoothed by hand: six waves of 10 to 25 mm move the paper by up to half a millimetre in all."""
    waves = [(*rng.uniform(0, 2 * np.pi, 3), rng.uniform(10, 25), rng.uniform(0.04, 0.09)) for _ in range(6)]

    def shape(x: Any, y: Any) -> tuple[Any, Any, Any]:
        u, v, shade = x, y, np.ones(x.shape)
        for turn, way, start, length, height in waves:
            wave = np.sin((x * np.cos(turn) + y * np.sin(turn)) * 2 * np.pi / length + start)
            u, v = u + height * np.cos(way) * wave, v + height * np.sin(way) * wave
            shade = shade * (1 + 0.06 * wave)
        return u, v, shade

    return _taken(_close(page, dpi), dpi, shape, rng)


def slanted(page: Image.Image, dpi: int, rng: Rng) -> Image.Image:
    """From the side: 30 to 40 degrees off, at 150 mm."""
    lean, turn = np.radians(rng.uniform(30, 40)), rng.uniform(0, 2 * np.pi)

    def shape(x: Any, y: Any) -> tuple[Any, Any, Any]:
        across, along = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
        far = 1 / np.maximum(np.cos(lean) - across / 150 * np.sin(lean), 0.2)
        across, along = across * far, along * (1 + across * far * np.sin(lean) / 150)
        u, v = across * np.cos(turn) - along * np.sin(turn), across * np.sin(turn) + along * np.cos(turn)
        return u, v, np.ones(x.shape)

    return _taken(_close(page, dpi), dpi, shape, rng)


def _flat(x: Any, y: Any) -> tuple[Any, Any, Any]:
    return x, y, np.ones(x.shape)


def dark(page: Image.Image, dpi: int, rng: Rng) -> Image.Image:
    """In the evening without a flash: white is a fifth of the scale, noise beside it."""
    return _taken(_close(page, dpi), dpi, _flat, rng, light=0.12, noise=4.0)


def glaring(page: Image.Image, dpi: int, rng: Rng) -> Image.Image:
    """A lamp shines off the plastic sleeve over some 5 % of the code."""
    at, wide = rng.uniform(-11, 11, 2), rng.uniform(2.5, 3.5)

    def shape(x: Any, y: Any) -> tuple[Any, Any, Any]:
        near = ((x - at[0]) ** 2 + ((y - at[1]) / 1.3) ** 2) / wide**2
        return x, y, 1 + 6 * np.exp(-(near**2))

    return _taken(_close(page, dpi), dpi, shape, rng)


def faxed(page: Image.Image, dpi: int, rng: Rng) -> Image.Image:
    """The whole page scanned a little turned at 200 dpi, black or white."""
    scanned = page.rotate(rng.uniform(-2, 2), Image.Resampling.BICUBIC, fillcolor=255)
    small = scanned.resize(
        (round(page.width * 200 / dpi), round(page.height * 200 / dpi)), Image.Resampling.BOX
    )
    noise = rng.normal(0, 14, small.size[::-1])
    return Image.fromarray(
        (255 * (np.asarray(small, np.float64) + noise > rng.uniform(110, 170))).astype(np.uint8)
    )


def whole(page: Image.Image, _dpi: int, rng: Rng) -> Image.Image:
    """A telephone's picture of the whole page on a table, turned by up to 8 degrees: 3.6 px a module."""
    small = page.resize((round(WHOLE[0] * 0.87), round(WHOLE[1] * 0.92)), Image.Resampling.BOX)
    table = Image.new("L", WHOLE, 120)
    table.paste(small, ((WHOLE[0] - small.width) // 2, (WHOLE[1] - small.height) // 2))
    turned = table.rotate(rng.uniform(-8, 8), Image.Resampling.BICUBIC, fillcolor=120)
    seen = np.asarray(turned.filter(ImageFilter.GaussianBlur(rng.uniform(0.5, 0.9))), np.float64) * 0.6 + 50
    return _kept(seen * np.linspace(0.8, 1.15, WHOLE[0]) + rng.normal(0, 6, seen.shape))


Damage = Callable[[Image.Image, int, Rng], Image.Image]
# the least share that is to be read
PAPERS: dict[str, tuple[Damage, float]] = {
    "around a roll": (rolled, 0.85),
    "folded through the code": (folded, 0.9),
    "crumpled": (crumpled, 0.9),
    "from the side, 30 to 40 degrees": (slanted, 0.95),
    "in the dark": (dark, 0.95),
    "with glare over 5 %": (glaring, 0.9),
    "fax, 200 dpi, black or white": (faxed, 0.95),
    "the whole page": (whole, 0.95),
}
