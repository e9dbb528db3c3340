"""Turning pages: the officer's quarter turns on top of what the camera wrote (EXIF 2.32, tag 0x0112)."""

from typing import NamedTuple

from workstation.places_on_page import edges_turned

TURNS = (0, 90, 180, 270)

# orientation -> (mirrored left-right first, then turned clockwise by degrees)
_PARTS = {
    1: (False, 0),
    2: (True, 0),
    3: (False, 180),
    4: (True, 180),
    5: (True, 270),
    6: (False, 90),
    7: (True, 90),
    8: (False, 270),
}
_ORIENTATIONS = {parts: orientation for orientation, parts in _PARTS.items()}


class Region(NamedTuple):
    """A part of a page as shown: left, top, right, bottom as fractions 0..1."""

    left: float
    top: float
    right: float
    bottom: float


WHOLE = Region(0.0, 0.0, 1.0, 1.0)


def turned(rotation: int, by: int) -> int:
    """Turn a stored rotation clockwise by `by` degrees (negative: the other way); gives 0, 90, 180 or 270."""
    if rotation % 90 or by % 90:
        raise ValueError("a page turns by quarters")
    return (rotation + by) % 360


def orientation_of(mirrored: bool, rotation: int) -> int:
    """Give the EXIF orientation 1..8 of a picture to be mirrored left-right, then turned clockwise."""
    return _ORIENTATIONS[mirrored, turned(rotation, 0)]


def parts_of(orientation: int) -> tuple[bool, int]:
    """Split an EXIF orientation into (mirror first, clockwise degrees); unknown values mean upright."""
    return _PARTS.get(orientation, (False, 0))


def with_turn(orientation: int, rotation: int) -> int:
    """Give the one EXIF orientation that shows what `orientation` and then a clockwise turn show."""
    mirrored, degrees = parts_of(orientation)
    return orientation_of(mirrored, turned(degrees, rotation))


def size_shown(width: float, height: float, rotation: int) -> tuple[float, float]:
    """Give width and height after a turn."""
    return (height, width) if turned(rotation, 0) in (90, 270) else (width, height)


def size_upright(width: float, height: float, orientation: int) -> tuple[float, float]:
    """Give width and height of a stored picture once its EXIF orientation is honoured."""
    return size_shown(width, height, parts_of(orientation)[1])


def region_turned(region: Region, rotation: int) -> Region:
    """Where a region of the unturned page lies after turning the page clockwise."""
    return Region(*edges_turned(region, turned(rotation, 0)))


def region_unturned(region: Region, rotation: int) -> Region:
    """Where a region of the turned page lies on the unturned one."""
    return region_turned(region, turned(0, -rotation))


def box_unturned(
    box: tuple[int, int, int, int], size: tuple[int, int], rotation: int
) -> tuple[int, int, int, int]:
    """Bring a pixel box of the turned page (`size` as shown) back to the unturned page, without rounding."""
    left, top, right, bottom = box
    width, height = size
    match turned(rotation, 0):
        case 90:
            return (top, width - right, bottom, width - left)
        case 180:
            return (width - right, height - bottom, width - left, height - top)
        case 270:
            return (height - bottom, left, height - top, right)
    return box
