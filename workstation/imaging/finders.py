"""Where a seal's code may lie in a picture, also when one of its three finders is spoilt.

The usual readers look for the runs 1:1:3:1:1 of whole finders. Here a blurred, spotted or cut finder still is a
likeness; which likenesses belong together is decided by their places to each other.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations, permutations
from typing import Any, Final

import numpy as np
from numpy import fft  # numpy itself would fetch it later, behind the walls of a picture process
from PIL import Image, ImageChops, ImageFilter

MODULE: Final = 2.0  # px a module while looking
SMALLEST: Final = 2.4  # px a module in the picture
PIXELS: Final = 2_500_000  # looked through at once: of a large picture the very small codes are left out
STEP: Final = 1.25  # from one size to the next
LIKE: Final = 0.42  # correlation of a finder, blurred or with a spot
MOST: Final = 14  # likenesses that are combined
THREES: Final = 5  # squares by three finders that are looked at
TWOS: Final = 8  # and by two
RING: Final = 4.5  # modules from the middle of a finder to the end of the white around it


@dataclass(frozen=True, slots=True)
class Likeness:
    """A place that looks like a finder: its middle and module in pixels, and how alike (0 to 1)."""

    x: float
    y: float
    module: float
    alike: float


@dataclass(frozen=True, slots=True)
class Square:
    """Where the middles of three finders would be: at the corner, along the rows, down the columns; x, y in pixels."""

    corner: Any
    along: Any
    down: Any


def squares(found: list[Likeness], span: int) -> list[Square]:
    """Return places for a code whose finders are `span` modules apart, the likeliest first, not many."""
    threes = sorted(_threes(found, span), key=lambda rated: -rated[0])
    twos = sorted(_twos(found, span), key=lambda rated: -rated[0])
    return [square for _, square in (*threes[:THREES], *twos[:TWOS])]


def likenesses(grey: Image.Image) -> list[Likeness]:
    """Return what looks like a finder, at any size, the best first."""
    found: list[Likeness] = []
    module = max(SMALLEST, MODULE * (grey.width * grey.height / PIXELS) ** 0.5)
    while max(grey.size) / module > 45:
        share = MODULE / module
        size = (max(1, round(grey.width * share)), max(1, round(grey.height * share)))
        if min(size) >= 20:
            found += _peaks(_alike(grey.resize(size, Image.Resampling.BOX)), module)
        module *= STEP
    kept: list[Likeness] = []
    for one in sorted(found, key=lambda one: -one.alike):
        if all(abs(one.x - o.x) + abs(one.y - o.y) > 4 * max(one.module, o.module) for o in kept):
            kept.append(one)
    return kept[:MOST]


def _alike(small: Image.Image) -> Any:
    """Correlate the picture with a finder, at each place against its own light."""
    pattern = _finder()
    reach = len(pattern) // 2
    rows, columns = small.height, small.width
    shape = (_quick(rows + 2 * reach), _quick(columns + 2 * reach))
    turned = fft.rfft2(pattern[::-1, ::-1], shape)
    raw = fft.irfft2(fft.rfft2(np.asarray(small, np.float32), shape) * turned, shape)
    around = ImageFilter.BoxBlur(reach)
    apart = ImageChops.difference(small, small.filter(around)).filter(around)
    spread = np.maximum(np.asarray(apart, np.float32) * 1.15, 6.0)  # of two colours, nearly the deviation
    return raw[reach : reach + rows, reach : reach + columns] / (spread * len(pattern))


def _quick(length: int) -> int:
    """The next length of few small factors, which is transformed several times faster."""
    return next(
        size for size in range(length, 2 * length + 2) if 2**8 * 3**4 * 5**2 % size == 0 or size % 64 == 0
    )


@cache
def _finder() -> Any:
    """A finder in its white, the mean over all turns, without mean and of length one."""
    reach = round(RING * MODULE)
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1] / MODULE
    total = np.zeros(x.shape)
    for angle in np.linspace(0, np.pi / 2, 9)[:-1]:
        u, v = x * np.cos(angle) - y * np.sin(angle), x * np.sin(angle) + y * np.cos(angle)
        edge = np.maximum(abs(u), abs(v))
        total += np.where(edge < 1.5, -1.0, np.where(edge < 2.5, 1.0, np.where(edge < 3.5, -1.0, 1.0)))
    total -= total.mean()
    return (total / np.sqrt((total * total).sum())).astype(np.float32)


def _peaks(alike: Any, module: float) -> list[Likeness]:
    """The highest places, none within a finder of a higher one."""
    share = module / MODULE
    found = []
    rest = alike.copy()
    for _ in range(MOST):
        row, column = np.unravel_index(int(rest.argmax()), rest.shape)
        best = float(rest[row, column])
        if best < LIKE:
            break
        found.append(Likeness((column + 0.5) * share, (row + 0.5) * share, module, best))
        rest[max(0, row - 6) : row + 7, max(0, column - 6) : column + 7] = 0
    return found


def _threes(found: list[Likeness], span: int) -> Iterator[tuple[float, Square]]:
    for trio in combinations(found, 3):
        for corner, along, down in permutations(trio):
            a, b = _at(along) - _at(corner), _at(down) - _at(corner)
            turn = a[0] * b[1] - a[1] * b[0]
            if turn <= 0:
                continue
            fit = _fits(a, trio, span) * _fits(b, trio, span)
            square = turn / (np.hypot(*a) * np.hypot(*b))
            if fit and square > 0.7 and 0.55 < np.hypot(*a) / np.hypot(*b) < 1.8:
                rate = sum(one.alike - 0.35 for one in trio) * fit * square
                yield rate, Square(_at(corner), _at(along), _at(down))


def _twos(found: list[Likeness], span: int) -> Iterator[tuple[float, Square]]:
    """Two at the ends of a side, the square on either hand of it; or at the ends of the diagonal."""
    for one, two in permutations(found, 2):
        a = _at(two) - _at(one)
        hand = np.array([-a[1], a[0]])
        if fit := _fits(a, (one, two), span):
            rate = (one.alike + two.alike - 0.7) * fit
            yield rate, Square(_at(one), _at(two), _at(one) + hand)
            yield rate, Square(_at(one), _at(one) - hand, _at(two))
        if fit := _fits(a / np.sqrt(2), (one, two), span):
            corner = (_at(one) + _at(two) - hand) / 2
            yield (one.alike + two.alike - 0.7) * fit * 0.9, Square(corner, _at(two), _at(one))


def _fits(side: Any, ones: tuple[Likeness, ...], span: int) -> float:
    """How well the length of a side agrees with the module: 1, or less, or 0."""
    module = float(np.mean([one.module for one in ones]))
    off = abs(np.log(np.hypot(*side) / (span * module)))
    return float(max(0.0, 1 - off / 0.4))


def _at(one: Likeness) -> Any:
    return np.array([one.x, one.y])
