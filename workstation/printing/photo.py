"""Makes a passport photo fit for paper: upright, opaque, no larger than print needs."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError
from reportlab.lib.utils import ImageReader

from workstation.errors import DamagedFile, TooManyPixels

NAME = "pas foto"
ORIENTATION = 0x0112
MAX_SIDE = 1000
"""Pixels of the longer side: 6 cm at 400 dpi."""
MOST_PIXELS = 40_000_000
_SMALL = (1, 1)


class _Jpeg(ImageReader):  # type: ignore[misc]
    """A JPEG known to be whole: the writer names pictures by their data and need not decode it for that."""

    def __init__(self, data: bytes) -> None:
        super().__init__(BytesIO(data))
        self._whole = data
        self._dataA = None

    def getRGBData(self) -> bytes:
        return self._whole


def ready(data: bytes) -> Any:
    """Give a picture the PDF writer takes; a plain upright JPEG passes untouched.

    Raises DamagedFile, TooManyPixels.
    """
    with _refusals():
        picture = Image.open(BytesIO(data))
        plain = picture.format == "JPEG" and picture.mode in {"RGB", "L"}
        if plain and max(picture.size) <= MAX_SIDE and picture.getexif().get(ORIENTATION, 1) == 1:
            picture.draft("L", _SMALL)  # reading it small finds every cut as well, in half the time
            picture.load()
            return _Jpeg(data)
        picture.draft("RGB", (MAX_SIDE, MAX_SIDE))
        return _redrawn(picture)


def small(data: bytes, side: int) -> bytes:
    """Redraw a picture as a JPEG of at most `side` pixels on white; raises DamagedFile, TooManyPixels."""
    with _refusals(), Image.open(BytesIO(data)) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise TooManyPixels("lambang")
        return _jpeg(picture, side)


def _redrawn(picture: Image.Image) -> Any:
    return _Jpeg(_jpeg(picture, MAX_SIDE))


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise TooManyPixels(NAME) from bomb
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as broken:
        raise DamagedFile(NAME, str(broken)) from broken


def _jpeg(picture: Image.Image, side: int) -> bytes:
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((side, side))
    ground = Image.new("RGB", upright.size, "white")
    with_alpha = upright.convert("RGBA")
    ground.paste(with_alpha, mask=with_alpha.getchannel("A"))
    out = BytesIO()
    ground.save(out, "JPEG", quality=88)
    return out.getvalue()
