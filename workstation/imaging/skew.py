"""By how many degrees a page was scanned askew: at the right angle its lines make the sharpest rows."""

from itertools import pairwise

from PIL import Image, ImageOps

SMALL = 420  # pixels along the longer side: enough for lines of text, cheap enough for sixty turns
COARSE, FINE, WIDEST = 1.0, 0.1, 12.0
INNER = 0.12  # the corners that a turn brings in do not count
CLEARER = 1.06  # how much sharper the rows must be than those of the page as it is


def skew_of(page: Image.Image) -> float:
    """Give the clockwise turn in degrees (-12..12, to a tenth) that sets the page straight; 0 when none is clear."""
    small = page.convert("L")
    small.thumbnail((SMALL, SMALL), Image.Resampling.BOX)
    small = ImageOps.autocontrast(small, cutoff=1)
    count = round(WIDEST / COARSE)
    coarse = max((COARSE * step for step in range(-count, count + 1)), key=lambda angle: _rows(small, angle))
    near = round(COARSE / FINE)
    best = max(
        (coarse + FINE * step for step in range(-near, near + 1)), key=lambda angle: _rows(small, angle)
    )
    best = round(best, 1)
    if abs(best) >= WIDEST or _rows(small, best) < CLEARER * _rows(small, 0.0):
        return 0.0
    return best


def _rows(small: Image.Image, angle: float) -> float:
    """How sharply light and dark rows follow each other when the page is turned clockwise by `angle`."""
    turned = small.rotate(-angle, Image.Resampling.BILINEAR) if angle else small
    wide, tall = turned.size
    inner = turned.crop(
        (int(wide * INNER), int(tall * INNER), int(wide * (1 - INNER)), int(tall * (1 - INNER)))
    )
    rows = inner.resize((1, inner.height), Image.Resampling.BOX).tobytes()
    return float(sum((one - other) ** 2 for one, other in pairwise(rows)))
