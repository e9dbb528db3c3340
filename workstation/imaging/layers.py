"""Decoded pictures and the part of one that a viewer asked for."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import Any

from PIL import Image, ImageChops

from workstation.imaging.turn import Region, box_unturned, parts_of, region_unturned, size_shown, with_turn

OUTPUT_LIMIT = 16_000_000
SIDE_LIMIT = 32_767
ODDEST_SHAPE = 2_000
PIXEL_LIMIT = 64_000_000
KEPT_BYTES = 200 * 1024 * 1024
ENOUGH = 0.97  # of the wanted width: a decoder that halves would else do four times the work for a hair
FEWEST_MARKS = 1e-4
CONTRAST = 40
SPARSE = 32  # rows
WHITE = 255
BITS, PHOTOMETRIC, WHITE_IS_ZERO = 258, 262, 0  # of TIFF 6.0

Box = tuple[int, int, int, int]
Room = Callable[[int], memoryview | None]
"""Gives so many bytes to draw on, where there are as many."""


class TooBig(Exception):
    """More pixels than the limits allow."""


@dataclass(frozen=True, slots=True)
class View:
    """What to draw: `size` of the whole page as shown, pixel `box` of it, clockwise `rotation`."""

    size: tuple[int, int]
    box: Box
    rotation: int

    @property
    def whole(self) -> bool:
        return self.box == (0, 0, *self.size)

    @property
    def box_size(self) -> tuple[int, int]:
        left, top, right, bottom = self.box
        return right - left, bottom - top


def view_of(
    page: tuple[float, float], width: int | None, scale: float | None, clip: Region, rotation: int
) -> View:
    """Size the answer for a page of `page` points or pixels within the limits; raises TooBig."""
    page_width, page_height = size_shown(*page, rotation)
    if min(page_width, page_height) <= 0 or max(page) / min(page) > ODDEST_SHAPE:
        raise TooBig
    factor = scale if scale is not None else (width or 1) / page_width
    share = (clip.right - clip.left) * (clip.bottom - clip.top)
    area = page_width * page_height * share * factor * factor
    if area > OUTPUT_LIMIT:
        factor *= (OUTPUT_LIMIT / area) ** 0.5
    longest = max(page_width * (clip.right - clip.left), page_height * (clip.bottom - clip.top)) * factor
    factor *= min(1.0, SIDE_LIMIT / longest)
    full = (max(1, round(page_width * factor)), max(1, round(page_height * factor)))
    return View(full, _clip_box(full, clip), rotation)


def _clip_box(full: tuple[int, int], clip: Region) -> Box:
    width, height = full
    left = min(int(clip.left * width), width - 1)
    top = min(int(clip.top * height), height - 1)
    return left, top, max(left + 1, ceil(clip.right * width)), max(top + 1, ceil(clip.bottom * height))


def fills(view: View, place: Region, orientation: int) -> bool:
    """Tell whether the picture at `place` is all that the view shows, and upright as it is stored."""
    (width, height), edges = view.size, (place.left, place.top, place.right, place.bottom)
    found = tuple(
        round(edge * side) for edge, side in zip(edges, (width, height, width, height), strict=True)
    )
    return view.whole and with_turn(orientation, view.rotation) == 1 and found == view.box


def draw(base: Image.Image, view: View, place: Region, orientation: int = 1) -> Image.Image:
    """Show the part `view` of a page; its picture lies at `place` (fractions of the unturned page).

    `base` is as stored: `orientation` (EXIF 1..8) brings it upright. The turning is done last, on the few
    pixels of the answer, and not on all those of `base`.
    """
    total = with_turn(orientation, view.rotation)
    mirrored, degrees = parts_of(total)
    width, height = (int(side) for side in size_shown(*view.size, degrees))
    box = box_unturned(view.box, view.size, degrees)
    spot = region_unturned(place, parts_of(orientation)[1])
    if mirrored:
        box = (width - box[2], box[1], width - box[0], box[3])
        spot = Region(1 - spot.right, spot.top, 1 - spot.left, spot.bottom)
    picture = (spot.left * width, spot.top * height, spot.right * width, spot.bottom * height)
    inner = (
        max(box[0], round(picture[0])),
        max(box[1], round(picture[1])),
        min(box[2], round(picture[2])),
        min(box[3], round(picture[3])),
    )
    if inner[0] >= inner[2] or inner[1] >= inner[3]:
        return Image.new("L", view.box_size, "white")
    piece = _piece(base, inner, picture)
    if inner != box:
        sheet = Image.new(piece.mode, (box[2] - box[0], box[3] - box[1]), "white")
        sheet.paste(piece, (inner[0] - box[0], inner[1] - box[1]))
        piece = sheet
    return reoriented(piece, total)


def _piece(base: Image.Image, inner: Box, picture: tuple[float, float, float, float]) -> Image.Image:
    across = base.width / (picture[2] - picture[0])
    down = base.height / (picture[3] - picture[1])
    source = (
        max(0.0, (inner[0] - picture[0]) * across),
        max(0.0, (inner[1] - picture[1]) * down),
        min(float(base.width), (inner[2] - picture[0]) * across),
        min(float(base.height), (inner[3] - picture[1]) * down),
    )
    size = (inner[2] - inner[0], inner[3] - inner[1])
    if size == base.size and source == (0.0, 0.0, *map(float, base.size)):
        return base
    return base.resize(size, Image.Resampling.BILINEAR, box=source, reducing_gap=1.0)


_TURN = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}


def reoriented(picture: Image.Image, orientation: int, rotation: int = 0) -> Image.Image:
    """Honour an EXIF orientation, then turn clockwise."""
    mirrored, degrees = parts_of(orientation)
    if mirrored:
        picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    degrees = (degrees + rotation) % 360
    return picture.transpose(_TURN[degrees]) if degrees else picture


def flattened(picture: Image.Image) -> Image.Image:
    """Bring any mode to L or RGB: transparency on white, 16 bits and floats to 8, CMYK to RGB."""
    if picture.mode in ("L", "RGB"):
        return picture
    if picture.mode == "1":
        return picture.convert("L")
    if picture.mode.startswith(("I", "F")):
        return _eight_bits(picture)
    if picture.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        sheet = Image.new("RGB", seen.size, "white")
        sheet.paste(seen, mask=seen.getchannel("A"))
        return sheet
    return picture.convert("RGB")


def _eight_bits(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I;16"):
        # of a TIFF: Pillow leaves twelve bits and a white of zero as they are stored
        tags = getattr(picture, "tag_v2", {})
        step = 2 ** (tags.get(BITS, (16,))[0] - 8)
        grey = picture.convert("I").point(lambda value: value * (1 / step)).convert("L")
        return ImageChops.invert(grey) if tags.get(PHOTOMETRIC) == WHITE_IS_ZERO else grey
    floats = picture.convert("F")
    low, high = (float(end) for end in floats.getextrema())  # type: ignore[arg-type]
    span = (high - low) or 1.0
    return floats.point(lambda value: value * (WHITE / span) - low * WHITE / span).convert("L")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn part of a page: rows without padding in the order `order`: "RGBX", "BGRX" or grey "L"."""

    width: int
    height: int
    pixels: bytes | bytearray | memoryview
    order: str

    @classmethod
    def of(cls, picture: Image.Image) -> "Drawn":
        """Take the pixels of a picture of mode L or RGB."""
        # Pillow keeps RGB in this order: any other one costs a third of a small picture's time
        order = "L" if picture.mode == "L" else "RGBX"
        return cls(*picture.size, picture.tobytes("raw", order), order)

    def picture(self) -> Image.Image:
        """Give the pixels as a picture of mode RGB."""
        mode, size = ("L" if self.order == "L" else "RGB"), (self.width, self.height)
        return Image.frombytes(mode, size, bytes(self.pixels), "raw", self.order, 0, 1).convert("RGB")

    def is_blank(self) -> bool:
        """Tell whether it shows next to nothing: at most one pixel in 10,000 stands out."""
        # some rows are enough to see that there is much: only what seems blank is looked at whole
        return not self._has_marks(SPARSE) and not self._has_marks(1)

    def _has_marks(self, every: int) -> bool:
        mode, rows = "L" if self.order == "L" else "RGBX", self.height // every
        if not rows:
            return False
        stride = self.width * len(mode) * every
        held: Any = self.pixels  # any buffer does, whatever the types of Pillow say
        counts = Image.frombuffer(mode, (self.width, rows), held, "raw", mode, stride, 1).histogram()
        most = FEWEST_MARKS * self.width * self.height
        return not all(_is_even(counts[at : at + 256], most) for at in range(0, min(len(counts), 768), 256))


def _is_even(counts: list[int], most: float) -> bool:
    usual = max(range(256), key=counts.__getitem__)
    return sum(counts[: max(usual - CONTRAST, 0)]) + sum(counts[usual + CONTRAST + 1 :]) <= most


class Layers:
    """Decoded pictures kept while they fit: each page may stand at a coarse and a fine resolution."""

    def __init__(self, limit: int = KEPT_BYTES) -> None:
        self._limit = limit
        self._kept: OrderedDict[tuple[str, int, int], Image.Image] = OrderedDict()

    def find(self, key: str, page: int, wanted: float, decode: Callable[[float], Image.Image]) -> Image.Image:
        """Give the coarsest kept picture at least `wanted` pixels wide as stored, or decode one."""
        wanted *= ENOUGH
        fits = [k for k in self._kept if k[:2] == (key, page) and (k[2] >= wanted or self._finest(k))]
        if fits:
            best = min(fits, key=lambda k: k[2])
            self._kept.move_to_end(best)
            return self._kept[best]
        picture = decode(wanted)
        self.keep(key, page, picture)
        return picture

    def keep(self, key: str, page: int, picture: Image.Image) -> None:
        self._kept[key, page, picture.width] = picture
        while len(self._kept) > 1 and sum(map(_weight, self._kept.values())) > self._limit:
            self._kept.popitem(last=False)

    def forget(self, key: str) -> None:
        for kept in [k for k in self._kept if k[0] == key]:
            del self._kept[kept]

    def _finest(self, key: tuple[str, int, int]) -> bool:
        return bool(self._kept[key].info.get("finest"))


def _weight(picture: Image.Image) -> int:
    return picture.width * picture.height * (1 if picture.mode == "L" else 4)
