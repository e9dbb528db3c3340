"""A copy with parts blacked out, made of pixels alone: what was under a box is in no byte of it.

No text layer, no metadata and no part of the first file can come along, because only the drawn pixels are taken.
"""

from collections.abc import Sequence
from io import BytesIO
from math import ceil, cos, floor, radians, sin

import pikepdf
from PIL import Image, ImageDraw

from workstation.imaging.pages import PagePixels
from workstation.places_on_page import Edges

DPI, POINTS = 200, 72
LONGEST = 2339  # pixels of the long side of A4 at 200 dpi
QUALITY, BLOCK = 85, 16


def covered_page(
    pixels: PagePixels, boxes: Sequence[Edges], *, angle: float = 0.0, crop: Edges | None = None
) -> bytes:
    """Black out `boxes` (shares of the page as drawn) and give a JPEG without any note in it.

    They are rounded outwards to whole blocks of the JPEG, so that no block holds both black and paper. The black
    page is then straightened by `angle` degrees clockwise and cropped to `crop` (shares too), as the eye saw it.
    """
    size = (pixels.width, pixels.height)
    mode = "L" if pixels.format == "L" else "RGB"
    page = Image.frombytes(mode, size, bytes(pixels.data), "raw", pixels.format, pixels.stride, 1).convert(
        "RGB"
    )
    pen = ImageDraw.Draw(page)
    for left, top, right, bottom in boxes:
        near = (floor(left * page.width / BLOCK), floor(top * page.height / BLOCK))
        far = (ceil(right * page.width / BLOCK), ceil(bottom * page.height / BLOCK))
        pen.rectangle((*(n * BLOCK for n in near), *(n * BLOCK - 1 for n in far)), fill="black")
    kept = BytesIO()
    _as_seen(page, angle, crop).save(kept, "JPEG", quality=QUALITY)
    return kept.getvalue()


def _as_seen(page: Image.Image, angle: float, crop: Edges | None) -> Image.Image:
    """Turn a page about the middle of what is shown of it, and keep only that."""
    if not angle and crop is None:
        return page
    left, top, right, bottom = crop or (0.0, 0.0, 1.0, 1.0)
    wide, tall = (right - left) * page.width, (bottom - top) * page.height
    across, down = cos(radians(angle)), sin(radians(angle))
    if crop is None:  # all of it, with its corners
        wide, tall = wide * across + tall * abs(down), wide * abs(down) + tall * across
    size = (max(1, round(wide)), max(1, round(tall)))
    middle = ((left + right) * page.width / 2, (top + bottom) * page.height / 2)
    back = (
        across,
        down,
        middle[0] - across * size[0] / 2 - down * size[1] / 2,
        -down,
        across,
        middle[1] + down * size[0] / 2 - across * size[1] / 2,
    )
    return page.transform(
        size, Image.Transform.AFFINE, back, Image.Resampling.BILINEAR, fillcolor=(255, 255, 255)
    )


def width_at(size: tuple[float, float], unit: str) -> int:
    """How many pixels across a page is drawn: 200 dpi of a PDF's points, a picture as large as A4 at most."""
    scale = DPI / POINTS if unit == "pt" else min(1.0, LONGEST / max(size))
    return max(1, round(size[0] * scale))


def pdf_of(pages: Sequence[bytes]) -> bytes:
    """Put JPEG pages into a new PDF at 200 dpi, and nothing else."""
    made = pikepdf.new()
    for jpeg in pages:
        with Image.open(BytesIO(jpeg)) as picture:
            width, height = picture.size
        image = pikepdf.Stream(made, jpeg)
        image.update(
            {
                "/Type": pikepdf.Name.XObject,
                "/Subtype": pikepdf.Name.Image,
                "/Width": width,
                "/Height": height,
                "/ColorSpace": pikepdf.Name.DeviceRGB,
                "/BitsPerComponent": 8,
                "/Filter": pikepdf.Name.DCTDecode,
            }
        )
        wide, tall = (side * POINTS / DPI for side in (width, height))
        page = made.add_blank_page(page_size=(wide, tall))
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Page=image))
        page.Contents = pikepdf.Stream(made, f"{wide:.2f} 0 0 {tall:.2f} 0 0 cm /Page Do".encode())
    kept = BytesIO()
    made.save(kept, deterministic_id=True)
    return kept.getvalue()
