"""Makes a passport photo fit for paper: upright, opaque, no larger than print needs."""

from io import BytesIO
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError
from reportlab.lib.utils import ImageReader

from workstation.errors import DamagedFile, TooManyPixels

NAME = "pas foto"
ORIENTATION = 0x0112
MAX_SIDE = 1000
"""Pixels of the longer side: 6 cm at 400 dpi."""
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
    try:
        picture = Image.open(BytesIO(data))
        plain = picture.format == "JPEG" and picture.mode in {"RGB", "L"}
        if plain and max(picture.size) <= MAX_SIDE and picture.getexif().get(ORIENTATION, 1) == 1:
            picture.draft("L", _SMALL)  # reading it small finds every cut as well, in half the time
            picture.load()
            return _Jpeg(data)
        picture.draft("RGB", (MAX_SIDE, MAX_SIDE))
        return _redrawn(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise TooManyPixels(NAME) from bomb
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as broken:
        raise DamagedFile(NAME, str(broken)) from broken


def _redrawn(picture: Image.Image) -> Any:
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((MAX_SIDE, MAX_SIDE))
    ground = Image.new("RGB", upright.size, "white")
    with_alpha = upright.convert("RGBA")
    ground.paste(with_alpha, mask=with_alpha.getchannel("A"))
    out = BytesIO()
    ground.save(out, "JPEG", quality=88)
    return _Jpeg(out.getvalue())
