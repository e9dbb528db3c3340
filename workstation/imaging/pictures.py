"""Files that are pictures: JPEG, PNG, TIFF, WebP, decoded by Pillow."""

import warnings
from io import BytesIO
from typing import Any

from PIL import Image

from workstation.imaging.layers import PIXEL_LIMIT, Drawn, Layers, TooBig, View, draw, flattened
from workstation.imaging.turn import WHOLE, parts_of, size_shown, size_upright, with_turn

ORIENTATION, GPS = 0x0112, 0x8825
MOST_FRAMES = 2_000
FORMATS = {"JPEG": "JPEG", "PNG": "PNG", "TIFF": "TIFF", "WebP": "WEBP"}

Image.MAX_IMAGE_PIXELS = PIXEL_LIMIT


def opened(data: bytes, kind: str) -> Image.Image:
    """Open with the one decoder of this kind; raises TooBig beyond 64 megapixels."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # a bomb must be refused, not warned of, whatever the filters of the process say
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        picture = Image.open(BytesIO(data), formats=[FORMATS[kind]])
    if picture.width * picture.height > PIXEL_LIMIT:
        raise TooBig
    return picture


def jpeg_scaled(data: bytes, wanted: float) -> Image.Image:
    """Decode a JPEG as stored, at least `wanted` pixels wide if it has them, halving while decoding."""
    picture = opened(data, "JPEG")
    full = picture.size
    share = wanted / full[0]
    if share < 1 and picture.mode in ("L", "RGB"):
        picture.draft(picture.mode, (int(full[0] * share) + 1, int(full[1] * share) + 1))
    picture.load()
    decoded = flattened(picture)
    decoded.info = {"finest": picture.size == full}
    return decoded


class Picture:
    """One picture file with its frames."""

    unit = "px"

    def __init__(self, data: bytes, kind: str, key: str, layers: Layers) -> None:
        self._data, self._kind, self._key, self._layers = data, kind, key, layers
        first = opened(data, kind)
        exif = first.getexif()
        # Pillow itself honours the tag in TIFF files
        self.orientation = 1 if kind == "TIFF" else int(exif.get(ORIENTATION, 1) or 1)
        self.has_location = bool(exif.get_ifd(GPS))
        self.pages = min(getattr(first, "n_frames", 1), MOST_FRAMES) if kind == "TIFF" else 1
        self._sizes = {0: size_upright(*first.size, self.orientation)}

    def size(self, page: int) -> tuple[float, float]:
        """Width and height in pixels, upright."""
        if page not in self._sizes:
            self._sizes[page] = self._frame(page).size
        return self._sizes[page]

    def check(self) -> None:
        """Decode the first frame once: a cut file shows itself only here."""
        self._base(0, self.size(0)[0] / 8)

    def draw(self, page: int, view: View) -> Drawn:
        """Draw the asked part."""
        degrees = parts_of(with_turn(self.orientation, view.rotation))[1]
        wanted = size_shown(*view.size, degrees)[0]
        return Drawn.of(draw(self._base(page, wanted), view, WHOLE, self.orientation))

    def texts(self, drawn: bool) -> list[str]:  # noqa: ARG002 - as a PDF is asked
        """A picture has no text layer."""
        return [""] * self.pages

    def cautions(self) -> list[str]:
        """Say when the place of the photo is written in it."""
        return ["location"] if self.has_location else []

    def close(self) -> None:
        self._layers.forget(self._key)

    def _base(self, page: int, wanted: float) -> Image.Image:
        def decode() -> Image.Image:
            if self._kind == "JPEG":
                return jpeg_scaled(self._data, wanted)
            picture: Any = self._frame(page)
            picture.load()
            decoded = flattened(picture)
            decoded.info = {"finest": True}
            return decoded

        return self._layers.find(self._key, page, wanted, decode)

    def _frame(self, page: int) -> Image.Image:
        picture = opened(self._data, self._kind)
        if page:
            picture.seek(page)
            if picture.width * picture.height > PIXEL_LIMIT:
                raise TooBig
        return picture
