"""How the modules of a seal's code lie (ISO/IEC 18004): which never change, in which order the others carry codewords.

Only the two versions that a seal needs, at level M: what is read here is ours or is left alone.
"""

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Final

import numpy as np
import zxingcpp

VERSIONS: Final = (10, 9)  # 57 modules for nearly every seal, 53 for the shortest
MASKS: Final = 8
_MIDDLES: Final = {10: (6, 28, 50), 9: (6, 26, 46)}  # ISO/IEC 18004 annex E
_DATA: Final = {10: (43, 43, 43, 43, 44), 9: (36, 36, 36, 37, 37)}  # table 9, level M: bytes of data a block
_CHECKS: Final = {10: 26, 9: 22}


@dataclass(frozen=True, eq=False)
class Layout:
    """One version at level M; arrays are rows x columns, True is dark."""

    side: int
    fixed: Any  # modules that carry no data
    masked: tuple[Any, ...]  # for each of the eight masks: the fixed modules as they are, elsewhere the mask
    order: Any  # row and column of the bit at each place, codewords x 8 x 2
    blocks: Any  # the block of each codeword
    checks: int  # codewords of each block that mend the others

    @cache  # noqa: B019
    def marks(self, mask: int) -> tuple[Any, Any]:
        """Rows, columns and darkness (as -1 and 1) of the modules that never change under this mask."""
        rows, columns = np.nonzero(self.fixed)
        return (rows, columns), np.where(self.masked[mask][rows, columns], 1.0, -1.0)

    def agreement(self, dark: Any, mask: int) -> float:
        """How far these modules (more is darker) have the marks under this mask, -1 to 1."""
        where, target = self.marks(mask)
        found = dark[where]
        found = found - found.mean()
        target = target - target.mean()
        return float(found @ target / (np.sqrt((found @ found) * (target @ target)) + 1e-9))

    @cached_property
    def thin(self) -> tuple[Any, Any]:
        """The marks among every other module of every other row, without their mean."""
        rows, columns = np.nonzero(self.fixed[::2, ::2])
        target = np.where(self.masked[0][::2, ::2][rows, columns], 1.0, -1.0)
        return (rows, columns), target - target.mean()

    @cached_property
    def middles(self) -> Any:
        """Where the middles of the modules are, as shares of the side: side x side x 2, x first."""
        down, along = np.indices((self.side, self.side))
        return (np.stack([along, down], 2) + 0.5) / self.side

    def codewords(self, dark: Any, mask: int) -> Any:
        """The codewords of these modules."""
        bits = (dark ^ self.masked[mask])[self.order[..., 0], self.order[..., 1]]
        return np.packbits(bits, axis=1)[:, 0]

    def drawn(self, codewords: Any, mask: int) -> Any:
        """The modules that carry these codewords."""
        dark = self.masked[mask].copy()
        rows, columns = self.order[..., 0], self.order[..., 1]
        dark[rows, columns] ^= np.unpackbits(codewords[:, None], axis=1).astype(bool)
        return dark


@cache
def layout_of(version: int) -> Layout:
    """The layout of version 9 or 10."""
    side = 17 + 4 * version
    fixed = _fixed(side, _MIDDLES[version])
    data, checks = _DATA[version], _CHECKS[version]
    turns = [block for at in range(max(data)) for block, size in enumerate(data) if at < size]
    blocks = np.array(turns + list(range(len(data))) * checks)
    order = np.array(_walk(fixed)[: len(blocks) * 8]).reshape(-1, 8, 2)
    masked = tuple(_masked(version, mask, fixed) for mask in range(MASKS))
    return Layout(side, fixed, masked, order, blocks, checks)


def _fixed(side: int, middles: tuple[int, ...]) -> Any:
    fixed = np.zeros((side, side), bool)
    fixed[:9, :9] = fixed[:9, -8:] = fixed[-8:, :9] = True
    fixed[6] = fixed[:, 6] = True
    fixed[:6, -11:-8] = fixed[-11:-8, :6] = True
    corners = {(middles[0], middles[0]), (middles[0], middles[-1]), (middles[-1], middles[0])}
    for row in middles:
        for column in middles:
            if (row, column) not in corners:
                fixed[row - 2 : row + 3, column - 2 : column + 3] = True
    return fixed


def _walk(fixed: Any) -> list[tuple[int, int]]:
    """The places of the bits: two columns at a time from the right, up and down in turn, not the timing column."""
    side = len(fixed)
    found, up = [], True
    for right in [*range(side - 1, 6, -2), 5, 3, 1]:
        for row in range(side - 1, -1, -1) if up else range(side):
            found += [(row, column) for column in (right, right - 1) if not fixed[row, column]]
        up = not up
    return found


def _masked(version: int, mask: int, fixed: Any) -> Any:
    """The encoder's own finders, timing, version and format, and the mask (ISO/IEC 18004 table 10) elsewhere."""
    code = zxingcpp.create_barcode(
        "LOKET", zxingcpp.BarcodeFormat.QRCode, ec_level="M", version=version, data_mask=mask
    )
    drawn = np.asarray(code.to_image(scale=1, add_quiet_zones=False)) < 128
    i, j = np.indices(drawn.shape)
    product = i * j
    rule = (
        (i + j) % 2,
        i % 2,
        j % 3,
        (i + j) % 3,
        (i // 2 + j // 3) % 2,
        product % 2 + product % 3,
        (product % 2 + product % 3) % 2,
        ((i + j) % 2 + product % 3) % 2,
    )[mask]
    return np.where(fixed, drawn, rule == 0)
