"""What hands and stamps leave on paper: signatures, round stamps, the drawn stamp-duty box, QR codes."""

import math
import random

import cv2
import numpy as np
import qrcode  # type: ignore[import-untyped]
from PIL import Image, ImageDraw

from installer.practice import fonts
from installer.practice.sheet import BLACK, Sheet

PURPLE = (92, 50, 140)
BLUE_INK = (28, 50, 150)


def signature(seed: str, ink: tuple[int, int, int] = BLUE_INK) -> Image.Image:
    """Return an RGBA scribble, 600 x 240 px, always the same for the same seed."""
    dice = random.Random(f"signature {seed}")
    count = dice.randint(7, 11)
    xs = [60 + 480 * i / (count - 1) + dice.uniform(-45, 45) for i in range(count)]
    ys = [120 + dice.uniform(-80, 80) * (1 - 0.5 * i / count) for i in range(count)]
    curve = _smooth(list(zip(xs, ys, strict=True)))
    mask = np.zeros((240, 600), np.uint8)
    cv2.polylines(mask, [curve], False, 255, 5, cv2.LINE_AA)
    if dice.random() < 0.7:
        tail = _smooth([(80, 190), (240, 170 + dice.uniform(-15, 15)), (400, 200), (560, 165)])
        cv2.polylines(mask, [tail], False, 255, 4, cv2.LINE_AA)
    picture = Image.new("RGBA", (600, 240), (*ink, 0))
    picture.putalpha(Image.fromarray(mask))
    return picture


def _smooth(points: list[tuple[float, float]]) -> np.ndarray:
    """Catmull-Rom curve through the points, as whole pixels."""
    ring = [points[0], *points, points[-1]]
    out = []
    for i in range(1, len(ring) - 2):
        p0, p1, p2, p3 = (np.array(p) for p in ring[i - 1 : i + 3])
        for t in np.linspace(0, 1, 14):
            curve = 2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2
            out.append((curve + (3 * p1 - p0 - 3 * p2 + p3) * t**3) / 2)
    return np.array(out, np.int32)


def stamp(words: str, ink: tuple[int, int, int] = PURPLE, degrees: float = 0) -> Image.Image:
    """Return a round RGBA stamp, 480 px: words around the ring, SPESIMEN across the middle."""
    size, middle = 480, 240
    picture = Image.new("RGBA", (size, size), (*ink, 0))
    draw = ImageDraw.Draw(picture)
    tone = (*ink, 205)
    draw.ellipse((8, 8, size - 8, size - 8), outline=tone, width=9)
    draw.ellipse((92, 92, size - 92, size - 92), outline=tone, width=5)
    around = f"{words.upper()} * "
    face = fonts.face("sansb", 44)
    step = min(15.0, 360 / len(around))
    for i, letter in enumerate(around):
        angle = -90 + (i - (len(around) - 1) / 2) * step
        tile = Image.new("RGBA", (70, 70), (*ink, 0))
        ImageDraw.Draw(tile).text((35, 35), letter, tone, face, anchor="mm")
        tile = tile.rotate(-(angle + 90), Image.Resampling.BICUBIC)
        x = middle + 189 * math.cos(math.radians(angle)) - 35
        y = middle + 189 * math.sin(math.radians(angle)) - 35
        picture.alpha_composite(tile, (round(x), round(y)))
    draw.rectangle((60, 205, size - 60, 275), outline=tone, width=5)
    draw.text((middle, middle), "SPESIMEN", tone, fonts.face("sansb", 66), anchor="mm")
    return picture.rotate(degrees, Image.Resampling.BICUBIC)


def duty_box(sheet: Sheet, x: float, y: float) -> None:
    """Draw the box that stands for a meterai (Rp10.000, UU 10/2020), 26 x 20 mm."""
    sheet.box(x, y, 26, 20, fill=(238, 200, 214), line=(160, 40, 90))
    sheet.text(x + 13, y + 6, "SPESIMEN", 9, "sansb", (150, 30, 80), "m")
    sheet.text(x + 13, y + 11, "METERAI", 9, "sansb", (150, 30, 80), "m")
    sheet.text(x + 13, y + 17, "10000", 13, "sansb", (150, 30, 80), "m")


def qr(words: str) -> Image.Image:
    """Return a QR code as RGBA, black on white."""
    code = qrcode.QRCode(border=2, box_size=8)
    code.add_data(words)
    drawn: Image.Image = code.make_image().get_image()
    return drawn.convert("RGBA")


def watermark(sheet: Sheet, size: float = 60) -> None:
    """Write SPESIMEN twice across the page, pale, before anything else is drawn."""
    for share in (0.33, 0.72):
        sheet.slanted(sheet.width / 2, sheet.height * share, "SPESIMEN", size, 28, (229, 229, 233))


def specimen_line(sheet: Sheet, up: float = 8) -> None:
    """Say in plain words at the foot that the paper is not real."""
    words = "SPESIMEN untuk latihan petugas. Semua nama, nomor dan alamat adalah rekaan."
    sheet.text(sheet.width / 2, sheet.height - up, words, 8, "sansb", BLACK, "m")
