"""Seals that the usual readers give up: spotted, smeared, bent. Slow and thorough, within a bound; pure.

The grid is laid over the sheet, also a bent one, where its modules differ most. What dark and white look like
here is learnt from the modules that every code has, then from all. What is mended is drawn as a clean code and
given to the usual reader; whether the text is true is decided by its signature alone.
"""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import zxingcpp
from PIL import Image, ImageChops, ImageFilter

from workstation.imaging.finders import Square, likenesses, squares
from workstation.imaging.gridlaying import Grid, laid, sampled
from workstation.imaging.qrlayout import MASKS, VERSIONS, Layout, layout_of
from workstation.imaging.reedsolomon import mended

MODULE: Final = 6.0  # px a module while the grid is laid
TAPS: Final = np.arange(-3, 4) * 0.45  # modules around a middle from which its darkness is learnt
RIDGE: Final = 30.0
AGREE: Final = 0.5  # of the marks of every code, -1 to 1, before anything is mended
GAPS: Final = (0, 4, 8, 12, 16)  # doubtful codewords a block that are given up, in turn
SPARE: Final = 4
# of a grid before it is laid closely: beside a code about 1.2, on one 1.4 to 3
PROMISING: Final = 1.15
SURE: Final = 2.3
CLIMBS: Final = 4  # places that are looked at closely
QR: Final = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])


def read_spoilt(picture: Image.Image) -> list[str]:
    """Return the text of one code of 53 or 57 modules in the picture, or nothing."""
    tried, doubtful = 0, []
    for grid in _begun(picture.convert("L")):
        if grid.rate < SURE:
            doubtful.append(grid)
            continue
        tried += 1
        text = _read_on(laid(grid))
        if text or tried == CLIMBS:
            return [text] if text else []
    for grid in sorted(doubtful, key=lambda grid: -grid.rate)[: CLIMBS - tried]:
        text = _read_on(laid(grid))
        if text:
            return [text]
    return []


def _begun(grey: Image.Image) -> Iterator[Grid]:
    """Begin a grid wherever one may lie."""
    alike = likenesses(grey)
    for layout in map(layout_of, VERSIONS):
        for square in squares(alike, layout.side - 7):
            grid = _cut(grey, square, layout)
            if grid is not None and grid.rate >= PROMISING:
                yield grid


def _cut(grey: Image.Image, square: Square, layout: Layout) -> Grid | None:
    """Cut the code out, at its own size, in even light, and begin a grid there."""
    span = layout.side - 7
    along, down = (square.along - square.corner) / span, (square.down - square.corner) / span
    origin = square.corner - 3.5 * (along + down)
    around = (-8, layout.side + 8)
    corners = np.array([origin + u * along + v * down for u in around for v in around])
    low = np.maximum(np.floor(corners.min(0)), 0)
    high = np.minimum(np.ceil(corners.max(0)), grey.size)
    if (high - low).min() < layout.side:
        return None
    share = MODULE / float(np.sqrt(abs(along[0] * down[1] - along[1] * down[0])))
    size = np.maximum(np.round((high - low) * share), 1).astype(int).tolist()
    way = Image.Resampling.BOX if share < 1 else Image.Resampling.BICUBIC
    box = (*low.tolist(), *high.tolist())
    light = _evenly_lit(grey.resize((size[0], size[1]), way, box=box))
    ends = [origin + u * along + v * down for v in (0, layout.side) for u in (0, layout.side)]
    return Grid.begun(light, (np.array(ends) - low) * share, MODULE, layout)


def _evenly_lit(picture: Image.Image) -> Any:
    """The light of each pixel beside that around it, about -1 to 1."""
    around = ImageFilter.BoxBlur(6 * MODULE)
    mean = picture.filter(around)
    spread = ImageChops.difference(picture, mean).filter(around)
    values, middle, apart = (np.asarray(one, np.float32) for one in (picture, mean, spread))
    # where nothing is printed there is noise only, which must not look like modules
    return np.clip(
        (values - middle) / np.maximum(apart, max(2.0, 0.5 * float(np.quantile(apart, 0.9)))), -1.5, 1.5
    )


def _read_on(grid: Grid) -> str:
    layout = grid.layout
    plain = -grid.seen()
    mask = max(range(MASKS), key=lambda mask: layout.agreement(plain, mask))
    if layout.agreement(plain, mask) < AGREE:
        return ""
    return _mended(_learnt(grid, mask), mask, layout)


def _learnt(grid: Grid, mask: int) -> Any:
    """How dark each module is, about -1 to 1: first as the marks teach, then as all modules do that are clear."""
    layout = grid.layout
    light = sampled(grid.light, grid.around(TAPS)).reshape(layout.side, layout.side, -1)
    where, target = layout.marks(mask)
    soft = _fitted(light, where, target)
    everywhere = tuple(np.indices(soft.shape).reshape(2, -1))
    for _ in range(3):
        told = np.clip(soft * 2, -1, 1)
        told[where] = target
        soft = _fitted(light, everywhere, told[everywhere])
    return soft


def _fitted(light: Any, where: Any, target: Any) -> Any:
    """Fit darkness to the light around (ridge regression, the clear modules count most); apply it to every module."""
    chosen = np.column_stack([light[where], np.ones(len(target))])
    weighted = chosen * np.abs(target)[:, None]
    square = weighted.T @ chosen + RIDGE * np.eye(chosen.shape[1])
    factors = np.linalg.solve(square, weighted.T @ target)
    return light @ factors[:-1] + factors[-1]


def _mended(soft: Any, mask: int, layout: Layout) -> str:
    """Mend the codewords, the least sure ones taken as gaps, and read the clean code; empty if it cannot be."""
    codewords = layout.codewords(soft > 0, mask)
    sure = abs(soft)[layout.order[..., 0], layout.order[..., 1]].min(1)
    for block in range(int(layout.blocks.max()) + 1):
        of = np.nonzero(layout.blocks == block)[0]
        doubtful = np.argsort(sure[of]).tolist()
        tries: Iterator[list[int] | None] = (
            mended(codewords[of].tolist(), layout.checks, doubtful[:gaps], SPARE) for gaps in GAPS
        )
        good = next((words for words in tries if words is not None), None)
        if good is None:
            return ""
        codewords[of] = good
    clean = np.kron(np.pad(layout.drawn(codewords, mask), 4), np.ones((3, 3), bool))
    picture = Image.fromarray(np.where(clean, 0, 255).astype(np.uint8))
    return next((code.text for code in zxingcpp.read_barcodes(picture, formats=QR)), "")
