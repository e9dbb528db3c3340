"""Which name a printer has for a paper size: without a name it knows, a permit comes out on US Letter.

Names are self-describing (PWG 5101.1), the size at their end in millimetres or inches. Indonesian F4 is
215 x 330 mm, which many printers know as foolscap (8.5 x 13 in).
"""

import re
from collections.abc import Sequence
from typing import Final

from workstation.printing.paper import MM, SIZES_MM
from workstation.printing.sheets import PaperSize

MEDIA: Final[dict[str, str]] = {
    PaperSize.A4: "iso_a4_210x297mm",
    PaperSize.F4: "custom_f4_215x330mm",
    PaperSize.ROLL_80: "custom_roll80_80x200mm",
    PaperSize.ROLL_58: "custom_roll58_58x200mm",
}
NEAR: Final = 2.0  # mm; more would be seen as a moved margin

_BOX = re.compile(rb"/MediaBox \[ *0 +0 +([0-9.]+) +([0-9.]+)")
_SIZE = re.compile(r"_([0-9.]+)x([0-9.]+)(mm|in)$")


def media_for(wanted: str, supported: Sequence[str]) -> str | None:
    """Return the printer's name for a PaperSize or PWG name; None when it has no such paper.

    `supported` is its `media-supported`; empty means that it does not say, and the name goes out as it is.
    """
    name = MEDIA.get(wanted, wanted)
    if not supported or name in supported:
        return name
    size = millimetres(name)
    if size is None:
        return None
    plain = [one for one in supported if not one.startswith(("custom_min", "custom_max"))]
    near = [(_distance(size, other), one) for one in plain if (other := millimetres(one)) is not None]
    distance, best = min(near, default=(NEAR + 1, ""))
    if distance <= NEAR:
        return best
    return name if _within_custom(size, supported) else None


def size_of(pdf: bytes) -> str:
    """Return the PaperSize that one of our own files is drawn on; its first page says it."""
    found = _BOX.search(pdf)
    if found is None:
        return PaperSize.A4
    wide, high = (float(side) / MM for side in found.groups())
    return min((PaperSize.A4, PaperSize.F4), key=lambda paper: _off(paper, wide, high))


def _off(paper: PaperSize, wide: float, high: float) -> float:
    """Return how far a sheet is from these sides, in mm."""
    width, height = SIZES_MM[paper]
    return abs(width - wide) + abs(height - high)


def _within_custom(size: tuple[float, float], supported: Sequence[str]) -> bool:
    """Say whether the printer takes sheets cut to this size."""
    least = [found for one in supported if one.startswith("custom_min") and (found := millimetres(one))]
    most = [found for one in supported if one.startswith("custom_max") and (found := millimetres(one))]
    return any(
        low[0] <= size[0] <= high[0] and low[1] <= size[1] <= high[1] for low in least for high in most
    )


def millimetres(name: str) -> tuple[float, float] | None:
    """Return width and height that a name tells."""
    found = _SIZE.search(name)
    if found is None:
        return None
    unit = 25.4 if found[3] == "in" else 1.0
    return float(found[1]) * unit, float(found[2]) * unit


def _distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return how far two sizes differ, in mm."""
    return max(abs(one[0] - other[0]), abs(one[1] - other[1]))
