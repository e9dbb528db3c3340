"""What happens to a printed seal before it is checked: printer, copier, stains, telephone; seeded, grey pictures."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import numpy as np
import zxingcpp
from PIL import Image, ImageDraw, ImageFilter

from workstation.printing.marks import QUIET

SIDE = 30.0  # mm, as printed
INCH = 25.4  # mm
Rng = np.random.Generator


def modules_of(text: str) -> Any:
    """The dark modules of the code as it is printed (level M), with its quiet zone."""
    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    return np.pad(np.asarray(made.to_image(scale=1, add_quiet_zones=False)) < 128, QUIET)


def printed(dark: Any, dpi: int, rng: Rng) -> Image.Image:
    """A printer's dots: each is black or white, ink spreads by up to a quarter dot, one in 500 is wrong."""
    module = SIDE / INCH * dpi / (dark.shape[0] - 2 * QUIET)
    dots = round(dark.shape[0] * module)
    at = np.clip(((np.arange(dots) + rng.uniform(0, 1)) / module).astype(int), 0, dark.shape[0] - 1)
    ink = dark[np.ix_(at, at)] ^ (rng.random((dots, dots)) < 0.002)
    soft = _array(_picture(255.0 * ~ink).filter(ImageFilter.GaussianBlur(0.5)))
    return _picture(255.0 * (soft > rng.uniform(128, 168)))


def by_good_telephone(sheet: Image.Image, dpi: int, rng: Rng) -> Image.Image:
    """Held still at a hand's breadth: 4 to 6 pixels a module, a slight slant, uneven light."""
    return _photo(
        sheet, _px_a_module(dpi, rng.uniform(4, 6)), rng, slant=0.05, shake=0.0, noise=6.0, quality=85
    )


def by_shaky_telephone(sheet: Image.Image, dpi: int, rng: Rng) -> Image.Image:
    """From farther away with a moving hand: 3 to 4 pixels a module, smeared over up to one, a dim room."""
    scale = rng.uniform(3, 4)
    share = _px_a_module(dpi, scale)
    return _photo(sheet, share, rng, slant=0.12, shake=scale * rng.uniform(0.4, 1.0), noise=14.0, quality=65)


def copied_twice(sheet: Image.Image, dpi: int, rng: Rng) -> Image.Image:
    """A photocopy of a photocopy, scanned at 200 dpi: each copy is turned, blurred, hardened and speckled."""
    copy = sheet.resize((round(sheet.width * 300 / dpi),) * 2, Image.Resampling.BICUBIC)
    for _ in range(2):
        copy = copy.rotate(rng.uniform(-2, 2), Image.Resampling.BICUBIC, fillcolor=255)
        soft = _array(copy.filter(ImageFilter.GaussianBlur(rng.uniform(0.8, 1.3)))) + rng.normal(
            0, 12, copy.size[::-1]
        )
        copy = _picture(np.clip((soft - 128) * 2.5 + 128 + rng.uniform(-25, 25), 0, 255))
    return copy.resize((round(copy.width * 200 / 300),) * 2, Image.Resampling.LANCZOS)


def stained(sheet: Image.Image, dpi: int, rng: Rng) -> Image.Image:
    """Dark or white spots over 4 % of the code, then a good telephone."""
    return by_good_telephone(spotted(sheet, rng), dpi, rng)


def spotted(sheet: Image.Image, rng: Rng) -> Image.Image:
    """Dark or white spots over 4 % of the code."""
    spoilt = sheet.copy()
    pen, area = ImageDraw.Draw(spoilt), 0.0
    while area < 0.04 * sheet.width * sheet.height:
        radius = rng.uniform(0.01, 0.05) * sheet.width
        x, y = rng.uniform(0, sheet.width, 2)
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=int(rng.choice([20, 90, 250])))
        area += np.pi * radius * radius
    return spoilt


Damage = Callable[[Image.Image, int, Rng], Image.Image]
# the least share that is to be read: nearly all of what is whole, four of five of what is not
DAMAGES: dict[str, tuple[Damage, float]] = {
    "good telephone": (by_good_telephone, 0.98),
    "shaky telephone": (by_shaky_telephone, 0.8),
    "photocopy of a copy": (copied_twice, 0.98),
    "stains over 4 %": (stained, 0.83),
}


def _px_a_module(dpi: int, wanted: float) -> float:
    """The scale that gives a module this many pixels; a seal has 57 modules in 30 mm."""
    return wanted / (SIDE / INCH * dpi / 57)


def _photo(
    sheet: Image.Image, scale: float, rng: Rng, *, slant: float, shake: float, noise: float, quality: int
) -> Image.Image:
    side = round(sheet.width * scale)
    frame = round(side * 1.5)
    margin = (frame - side) / 2
    corners = np.array([(0, 0), (1, 0), (1, 1), (0, 1)]) * side + margin
    corners = _turned(corners, frame / 2, rng.uniform(-12, 12)) + rng.uniform(-slant, slant, (4, 2)) * side
    small = sheet.resize((side, side), Image.Resampling.LANCZOS) if scale < 1 else sheet
    seen = small.transform(
        (frame, frame),
        Image.Transform.PERSPECTIVE,
        _perspective(corners, small.width),
        Image.Resampling.BICUBIC,
        fillcolor=255,
    ).filter(ImageFilter.GaussianBlur(rng.uniform(0.5, 0.9)))
    light = _array(_smeared(seen, shake, rng)) * 0.6 + 60
    x, y = np.meshgrid(np.linspace(-1, 1, frame), np.linspace(-1, 1, frame))
    light = light * (1 + rng.uniform(-0.2, 0.2) * x + rng.uniform(-0.2, 0.2) * y) + rng.normal(
        0, noise, (frame, frame)
    )
    kept = BytesIO()
    _picture(np.clip(light, 0, 255)).save(kept, "JPEG", quality=quality)
    return Image.open(kept).convert("L")


def _turned(points: Any, centre: float, degrees: float) -> Any:
    angle = np.radians(degrees)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return (points - centre) @ turn.T + centre


def _perspective(corners: Any, side: int) -> list[float]:
    """Pillow's eight numbers that lead from the frame back to a sheet of this side."""
    rows, goal = [], []
    for (x, y), (u, v) in zip(corners, np.array([(0, 0), (1, 0), (1, 1), (0, 1)]) * side, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        goal += [u, v]
    return list(np.linalg.solve(np.array(rows), np.array(goal)))


def _smeared(picture: Image.Image, length: float, rng: Rng) -> Image.Image:
    """Move the camera along a line of `length` pixels while the picture is taken."""
    steps = max(1, round(length * 2))
    angle = rng.uniform(0, np.pi)
    total = np.zeros(picture.size[::-1])
    for step in np.linspace(-length / 2, length / 2, steps):
        by = (1, 0, step * np.cos(angle), 0, 1, step * np.sin(angle))
        total += _array(
            picture.transform(
                picture.size, Image.Transform.AFFINE, by, Image.Resampling.BILINEAR, fillcolor=255
            )
        )
    return _picture(total / steps)


def _array(picture: Image.Image) -> Any:
    return np.asarray(picture, dtype=np.float64)


def _picture(values: Any) -> Image.Image:
    return Image.fromarray(np.asarray(values).astype(np.uint8))
