"""What a page is like, in numbers: its likeness for finding it again, and whether a person can read it.

Pure functions on one small grey picture, long side `SIDE` pixels. What the numbers are held against are
settings of the office (`OfficeSettings`); `docs/performance.md` says how they were found.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from PIL import Image, ImageChops, ImageFilter, ImageStat

from workstation.settings import OfficeSettings

SIDE = 1000  # px: twelve-point letters are then about ten pixels high
COARSE, FINE = 8, 64  # steps across and down: the coarse ones find, the fine ones tell two filled forms apart
FINE_STEP = 12  # of 255 after stretching: less is paper and noise
INK_FROM = 40  # of 255 away from the paper
FRAME_STEP = 25  # of 255: less is the frame itself
LEAST_ROOM, STRAIGHT, WHITE = 0.01, 0.6, 255  # shares of the long side and of an edge that stand out
LEAST_INK = 0.005  # share of a page: with less there is nothing to judge sharpness by
STEEP = 0.995
SEEN = 10  # of 255: so much darker than the paper is ink, however pale


class Flaw(StrEnum):
    """Why a page can hardly be read."""

    BLURRED = "blurred"
    DARK = "dark"
    PALE = "pale"
    SMALL = "small"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class PageMeasure:
    """One page in numbers.

    `likeness`: 64 bits as 16 hex digits, `detail`: 4,096 bits as 1,024 hex digits, both "" for a blank page;
    `turned` holds both for the page turned by 90, 180 and 270 degrees, so that a turned copy is found again, and for
    what lies within an even frame, if there is one.
    `edge`: steepness of the sharpest edges, grey steps a pixel, in the direction that has fewer; `kept`: share of
    fine detail that is not blur (0..1); `ink`: level of the darkest twentieth of what is not paper; these three None
    where there is too little on the page. `paper`: level of the lightest twentieth of the page. Levels are 0..255.
    `side`: the long side of a picture file in its own pixels, 0 for a PDF.
    """

    page: int
    likeness: str
    detail: str
    edge: int | None
    kept: float | None
    paper: int
    ink: int | None
    side: int
    turned: tuple[tuple[str, str], ...] = ()


def measure(picture: Image.Image, page: int, side: int, *, blank: bool) -> PageMeasure:
    """Measure a page drawn with its long side at `SIDE` pixels; `blank` as `Drawn.is_blank` says."""
    grey = picture.convert("L")
    counts = grey.histogram()
    paper, usual = _level(counts, 0.95), max(range(256), key=counts.__getitem__)
    inked = sum(count for level, count in enumerate(counts) if abs(level - usual) > INK_FROM)
    edge, kept = _sharpness(grey) if inked > LEAST_INK * grey.width * grey.height else (None, None)
    return PageMeasure(
        page=page,
        likeness="" if blank else _coarse(grey),
        detail="" if blank else _fine(grey),
        edge=edge,
        kept=kept,
        paper=paper,
        ink=_ink(counts, usual),
        side=side,
        turned=() if blank else tuple((_coarse(other), _fine(other)) for other in _otherwise(grey)),
    )


def flaws(found: PageMeasure, office: OfficeSettings) -> tuple[Flaw, ...]:
    """Say why a person can hardly read this page, nothing when he can."""
    said = []
    if 0 < found.side < office.small_side:
        said.append(Flaw.SMALL)
    if found.paper < office.dark_paper:
        said.append(Flaw.DARK)
    elif found.ink is not None and found.ink > office.pale_ink:
        said.append(Flaw.PALE)
    if found.edge is not None and found.kept is not None:
        is_blurred = found.edge < office.blur_edge or found.kept < office.blur_kept
        said += [Flaw.BLURRED] * is_blurred
    return tuple(said)


def is_empty(found: Sequence[PageMeasure]) -> bool:
    """Tell whether nothing is to be seen on any page of a file; an empty back is no fault."""
    return bool(found) and all(page.edge is None and page.ink is None for page in found)


def _otherwise(grey: Image.Image) -> Iterator[Image.Image]:
    """The page by quarters, against the clock, and without the frame that somebody put around it."""
    for way in (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270):
        yield grey.transpose(way)
    inner = _within_frame(grey)
    if inner is not None:
        yield grey.crop(inner)


def _within_frame(grey: Image.Image) -> tuple[int, int, int, int] | None:
    """Where a picture lies on an even ground that leaves room on all sides; None without straight edges.

    The words of a form have none: a form has no frame. A white shirt may end a portrait below in the white of its
    frame: then there is as much frame below as above.
    """
    ground = Image.new("L", grey.size, grey.getpixel((0, 0)))
    apart = ImageChops.difference(grey, ground).point(lambda level: WHITE if level > FRAME_STEP else 0)
    left, top, right, bottom = apart.getbbox() or (0, 0, 0, 0)
    room = min(left, top, grey.width - right, grey.height - bottom)
    if room < LEAST_ROOM * max(grey.size) or (right - left) * (bottom - top) < grey.width * grey.height / 4:
        return None
    sides = ((left, top, right, top + 1), (left, top, left + 1, bottom), (right - 1, top, right, bottom))
    if not all(_stands_out(apart, side) for side in sides):
        return None
    is_whole = _stands_out(apart, (left, bottom - 1, right, bottom))
    return left, top, right, bottom if is_whole else grey.height - top


def _stands_out(apart: Image.Image, edge: tuple[int, int, int, int]) -> bool:
    return ImageStat.Stat(apart.crop(edge)).mean[0] > STRAIGHT * WHITE


def _ink(counts: list[int], usual: int) -> int | None:
    darker = counts[: max(usual - SEEN, 0)]
    return _level(darker, 0.05) if sum(darker) > LEAST_INK * sum(counts) else None


def _sharpness(grey: Image.Image) -> tuple[int, float]:
    """Steps between neighbours, across and down, and how much of them a further blur takes away.

    After F. Crete and others, The blur effect (SPIE 6492, 2007): what is blurred already loses little.
    """
    softer = grey.filter(ImageFilter.BoxBlur(4))
    edges, all_steps, lost = [], 0.0, 0.0
    for right, down in ((1, 0), (0, 1)):
        steps, left = _steps(grey, right, down), _steps(softer, right, down)
        edges.append(_level(steps.histogram(), STEEP))
        all_steps += ImageStat.Stat(steps).sum[0]
        lost += ImageStat.Stat(ImageChops.subtract(steps, left)).sum[0]
    return min(edges), round(lost / max(all_steps, 1.0), 3)


def _steps(grey: Image.Image, right: int, down: int) -> Image.Image:
    width, height = grey.width - right, grey.height - down
    return ImageChops.difference(
        grey.crop((0, 0, width, height)), grey.crop((right, down, grey.width, grey.height))
    )


def _level(counts: list[int], share: float) -> int:
    """The level below which `share` of the pixels lie."""
    left = share * sum(counts)
    for level, count in enumerate(counts):
        left -= count
        if left <= 0:
            return level
    return len(counts) - 1


def _coarse(grey: Image.Image) -> str:
    small = grey.resize((COARSE + 1, COARSE), Image.Resampling.LANCZOS).tobytes()
    return _bits(
        [_is_lighter(small, COARSE + 1, row, at, 0) for row in range(COARSE) for at in range(COARSE)]
    )


def _fine(grey: Image.Image) -> str:
    small = grey.resize((FINE + 1, FINE), Image.Resampling.BOX)
    counts = small.histogram()
    low, high = _level(counts, 0.02), _level(counts, 0.98)
    step = FINE_STEP * max(high - low, 1) / 255
    data = small.tobytes()
    return _bits([_is_lighter(data, FINE + 1, row, at, step) for row in range(FINE) for at in range(FINE)])


def _is_lighter(data: bytes, width: int, row: int, at: int, step: float) -> bool:
    here = row * width + at
    return data[here + 1] - data[here] > step


def _bits(found: list[bool]) -> str:
    number = int("".join("1" if bit else "0" for bit in found), 2)
    return f"{number:0{len(found) // 4}x}"
