"""Files that are pictures: JPEG, PNG, TIFF, WebP, HEIC, decoded by Pillow (HEIC by libheif)."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from PIL import Image, ImageChops, ImageFile, UnidentifiedImageError, features

from workstation.imaging.layers import PIXEL_LIMIT, Drawn, Layers, Room, TooBig, View, draw, flattened
from workstation.imaging.turn import WHOLE, parts_of, size_shown, size_upright, with_turn

ORIENTATION, GPS = 0x0112, 0x8825
MOST_FRAMES = 2_000
FORMATS = {"JPEG": "JPEG", "PNG": "PNG", "TIFF": "TIFF", "WebP": "WEBP", "HEIC": "HEIF"}
# a frame of these is a page; in the others further frames are an animation, which no paper is
OF_PAGES = {"TIFF", "HEIC"}
# Pillow and libheif honour the tag themselves there
UPRIGHT = {"TIFF", "HEIC"}
HALF, THIRD = 2, 3  # how much smaller libjpeg is asked to decode
FINE_STEPS = features.check_feature("libjpeg_turbo")  # it knows every eighth, an old libjpeg only halves
FAX, FAX_WIDEST = (1.9, 2.2), 2_600  # across to down, and the pixels of a row at most (A3)
LEAST_SEEN = 0.25  # share of a cut picture that must be there to be worth showing

Image.MAX_IMAGE_PIXELS = PIXEL_LIMIT


def opened(data: bytes, kind: str) -> ImageFile.ImageFile:
    """Open with the one decoder of this kind; raises TooBig beyond 64 megapixels."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # a bomb must be refused, not warned of, whatever the filters of the process say
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            picture = Image.open(BytesIO(data), formats=[FORMATS[kind]])
        except UnidentifiedImageError:
            if kind != "PNG":
                raise
            with _truncation():  # passes over a wrong sum of a chunk that is not needed to see the picture
                picture = Image.open(BytesIO(data), formats=[FORMATS[kind]])
    _measure(picture)
    return picture


def jpeg_scaled(data: bytes, wanted: float) -> Image.Image:
    """Decode a JPEG as stored, at least `wanted` pixels wide if it has them, made smaller while decoding."""
    picture = opened(data, "JPEG")
    full = picture.size
    _draft(picture, wanted)
    picture.load()
    return _finished(picture, full)


def jpeg_as_it_comes(data: bytes, size: tuple[int, int], room: Room) -> Drawn | None:
    """Decode a JPEG straight into `room`, at least `size` large; None where that cannot be.

    Bringing a colour scan down costs Pillow as long as decoding it, and Qt, at the other end, a quarter of that.
    """
    picture = opened(data, "JPEG")
    if picture.mode not in ("L", "RGB"):
        return None
    _draft(picture, size[0])
    order = "L" if picture.mode == "L" else "RGBX"
    held: Any = room(picture.width * picture.height * len(order))
    if held is None or picture.width < size[0] or picture.height < size[1]:
        return None
    picture.im = Image.frombuffer(order, picture.size, held, "raw", order, 0, 1).im
    picture.load()
    return Drawn(*picture.size, held, order)


def _draft(picture: ImageFile.ImageFile, wanted: float) -> None:
    if wanted < picture.width and picture.mode in ("L", "RGB"):
        size = _three_eighths(picture)
        picture.draft(picture.mode, (max(int(wanted), 1), 1))
        scale, _ = picture.decoderconfig
        if scale == HALF and picture.mode == "L" and size[0] >= wanted and FINE_STEPS:
            # what Pillow leaves out: the size between a half and a quarter, where grey is brought down for less
            scale, picture._size = THIRD, size
            picture.tile = [picture.tile[0]._replace(extents=(0, 0, *size))]
        # a picture made smaller hides what the quicker transform loses
        picture.decoderconfig = (scale, int(scale > 1))


def _three_eighths(picture: Image.Image) -> tuple[int, int]:
    """The size that libjpeg gives when it is asked for a third: the next of its eighths."""
    return -(-picture.width * 3 // 8), -(-picture.height * 3 // 8)


def _finished(picture: Image.Image, full: tuple[int, int]) -> Image.Image:
    decoded = flattened(picture)
    decoded.info = {"finest": picture.size == full}
    return decoded


def _measure(picture: Image.Image) -> None:
    if picture.width * picture.height > PIXEL_LIMIT:
        raise TooBig


class Picture:
    """One picture file with its frames. What is left of a cut one is shown, and `cautions` says so."""

    unit = "px"

    def __init__(self, data: bytes, kind: str, key: str, layers: Layers) -> None:
        self._data, self._kind, self._key, self._layers = data, kind, key, layers
        first = opened(data, kind)
        exif = Image.Image.getexif(first)  # the PNG reader's own would decode the whole picture for it
        self.orientation = 1 if kind in UPRIGHT else int(exif.get(ORIENTATION, 1) or 1)
        self._said = {"location"} if exif.get_ifd(GPS) else set()
        frames = getattr(first, "n_frames", 1)
        self.pages = min(frames, MOST_FRAMES) if kind in OF_PAGES else 1
        # behind a phone's JPEG lie its own small copy and its map of lights, never another page
        if frames > self.pages and kind != "JPEG":
            self._said.add("more_pages")
        self._sizes = self._measured(first)

    def size(self, page: int) -> tuple[float, float]:
        """Width and height in pixels, upright."""
        return self._sizes[page]

    def check(self) -> None:
        """Decode the first frame once, whole: a cut file shows itself only here."""
        picture = self._frame(0)
        if self._kind == "JPEG":
            _draft(picture, picture.width / 8)
        picture.load()

    def draw(self, page: int, view: View, room: Room | None = None) -> Drawn:  # noqa: ARG002 - as a PDF is asked
        """Draw the asked part."""
        degrees = parts_of(with_turn(self.orientation, view.rotation))[1]
        base = self._base(page, size_shown(*view.size, degrees)[0])
        return Drawn.of(draw(base, view, WHOLE, self.orientation))

    def sharpen(self, page: int) -> None:
        """Decode a page in full, so that any part of it is drawn at once."""
        self._base(page, max(self._sizes[page]))

    def texts(self, drawn: bool) -> list[str]:  # noqa: ARG002 - as a PDF is asked
        """A picture has no text layer."""
        return [""] * self.pages

    def cautions(self) -> list[str]:
        """Say what is written in the photo, and what of it is not seen."""
        return sorted(self._said)

    def close(self) -> None:
        self._layers.forget(self._key)

    def _measured(self, first: Image.Image) -> list[tuple[float, float]]:
        sizes = [_in_square_pixels(first, *size_upright(*first.size, self.orientation))]
        for page in range(1, self.pages):
            try:
                first.seek(page)
            except (EOFError, OSError, ValueError, SyntaxError, KeyError, TypeError):
                self._said.add("broken_pages")
                sizes.append((0.0, 0.0))
            else:
                sizes.append(_in_square_pixels(first, *first.size))
        return sizes

    def _base(self, page: int, wanted: float) -> Image.Image:
        def decode(wanted: float) -> Image.Image:
            picture = self._frame(page)
            full = picture.size
            try:
                if self._kind == "JPEG":
                    _draft(picture, wanted)
                picture.load()
            except OSError:
                return _finished(self._what_is_left(page), full)
            return _finished(picture, full)

        return self._layers.find(self._key, page, wanted, decode)

    def _what_is_left(self, page: int) -> Image.Image:
        with _truncation():
            picture = self._frame(page)
            picture.load()
        last = picture.getpixel((picture.width - 1, picture.height - 1))
        # where the data ends, decoders leave one colour down to the last pixel
        seen = ImageChops.difference(picture, Image.new(picture.mode, picture.size, last)).getbbox()
        if seen is None or seen[3] < LEAST_SEEN * picture.height:
            raise OSError("next to nothing left")
        self._said.add("cut")
        return picture

    def _frame(self, page: int) -> ImageFile.ImageFile:
        picture = opened(self._data, self._kind)
        if page:
            picture.seek(page)
            _measure(picture)
        return picture


def _in_square_pixels(picture: Image.Image, width: float, height: float) -> tuple[float, float]:
    """A fax of standard resolution has half as many rows as its paper is long (ITU-T T.4: 204 by 98 an inch)."""
    across, down = picture.info.get("dpi", (1, 1)) if picture.format == "TIFF" else (1, 1)
    ratio = float(across) / float(down) if across and down else 1.0
    return (width, height * ratio) if FAX[0] < ratio < FAX[1] and width < FAX_WIDEST else (width, height)


@contextmanager
def _truncation() -> Iterator[None]:
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
