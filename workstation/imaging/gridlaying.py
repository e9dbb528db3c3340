"""Laying the grid of a code's modules over a picture of a sheet that is slanted and bent.

A grid lies right where the middles of the modules differ most from each other, and where the marks that every
code has are found. From the three finders on: first the perspective, then the bend, then each part by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final, Self

import numpy as np

from workstation.imaging.qrlayout import Layout


def _reach(most: float, step: float) -> Any:
    way = np.arange(-most, most + step / 2, step)
    return np.array([(u, v) for u in way for v in way])


# corners in the order in which they are looked for, and by how many modules they may be moved: perspective moves the
# one without a finder most, and one with a spoilt finder was guessed from the others
ROUNDS: Final = tuple(
    (corner, _reach(*reach))
    for corner, reach in (
        (3, (10, 1.0)),
        (2, (3, 0.75)),
        (1, (3, 0.75)),
        (3, (3, 0.5)),
        (0, (2, 0.5)),
        (2, (2, 0.5)),
        (1, (2, 0.5)),
    )
)
STEPS: Final = (1.0, 0.5, 0.25, 0.12)  # modules
CORNERS: Final = np.array(
    [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)]
)  # of the code, as shares of its side
NINE: Final = np.array([(u, v) for v in (0.0, 0.5, 1.0) for u in (0.0, 0.5, 1.0)])
TIMES: Final = 3
HOPELESS: Final = 0.25  # of the marks of every code, after the perspective
NODE: Final = 5  # modules between the parts that are set one by one
WINDOW: Final = np.array([(u, v) for v in range(-4, 5) for u in range(-4, 5)])  # the modules of one part
SHIFTS: Final = np.array([(u, v) for v in np.linspace(-0.5, 0.5, 9) for u in np.linspace(-0.5, 0.5, 9)])


@dataclass(frozen=True)
class Grid:
    """A picture in even light, and where in it the middles of the modules are (side x side x 2, x and y in pixels)."""

    light: Any
    corners: Any  # 4 x 2, by perspective alone
    module: float  # px
    layout: Layout
    at: Any
    rate: float

    @classmethod
    def begun(cls, light: Any, corners: Any, module: float, layout: Layout) -> Self:
        """Begin by three corners that are nearly right; the fourth is looked for, then each anew."""
        for corner, reach in ROUNDS:
            moves = np.zeros((len(reach), 4, 2))
            moves[:, corner] = reach * module
            corners = corners + moves[_best(light, corners + moves, layout)]
        return cls._flat(light, corners, module, layout)

    @classmethod
    def _flat(cls, light: Any, corners: Any, module: float, layout: Layout) -> Self:
        at = through(corners[None], layout.middles)[0]
        return cls(light, corners, module, layout, at, _rate(light, at, layout))

    def moved(self, corners: Any) -> Self:
        """The grid with other corners."""
        return self._flat(self.light, corners, self.module, self.layout)

    def placed(self, at: Any) -> Self:
        """The grid with modules at other places."""
        return replace(self, at=at, rate=_rate(self.light, at, self.layout))

    def seen(self) -> Any:
        """The light at the middle of each module, -1 for dark."""
        return sampled(self.light, self.at)

    def around(self, offsets: Any) -> Any:
        """The places at these offsets (modules) around each middle: side x side x offsets x offsets x 2."""
        down, along = (np.gradient(self.at, axis=axis) for axis in (0, 1))
        at = self.at[:, :, None, None]
        rows, columns = offsets[:, None, None], offsets[None, :, None]
        return at + rows * down[:, :, None, None] + columns * along[:, :, None, None]


def laid(grid: Grid) -> Grid:
    """Lay a begun grid closely: perspective, bend, parts."""
    grid = _climbed(grid.corners, grid.moved, grid.module)
    if grid.layout.agreement(-grid.seen(), 0) < HOPELESS:
        return grid
    nine, shape = _bend(grid.layout.middles), grid.at.shape
    for _ in range(TIMES):
        before = grid.rate
        grid = _climbed(np.zeros((9, 2)), _bending(grid, nine, shape), grid.module)
        for _ in range(TIMES):
            grid = _settled(grid)
        if grid.rate < before + 0.05:
            break
    return grid


def _bending(grid: Grid, nine: Any, shape: tuple[int, ...]) -> Callable[[Any], Grid]:
    return lambda moves: grid.placed(grid.at + (nine @ moves).reshape(shape))


def sampled(light: Any, at: Any) -> Any:
    """The light at places (x, y in pixels); outside of the picture, as at its edge."""
    x = np.clip(at[..., 0], 0, light.shape[1] - 1).astype(np.intp)
    y = np.clip(at[..., 1], 0, light.shape[0] - 1).astype(np.intp)
    return light[y, x]


def _rate(light: Any, at: Any, layout: Layout) -> float:
    """How much the modules differ, and how far the marks of every code are among them."""
    seen = sampled(light, at)
    return float(seen.var()) + 1.5 * max(0.0, layout.agreement(-seen, 0))


def _climbed(points: Any, grid_of: Callable[[Any], Grid], module: float) -> Grid:
    """Move one coordinate after the other while that is better, by ever smaller steps."""
    best = grid_of(points)
    for step in STEPS:
        for _ in range(3):
            before = best.rate
            for at in np.ndindex(points.shape):
                for way in (-step * module, step * module):
                    moved = points.copy()
                    moved[at] += way
                    grid = grid_of(moved)
                    if grid.rate > best.rate:
                        points, best = moved, grid
                        break
            if best.rate - before < 1e-3:
                break
    return best


def through(corners: Any, places: Any) -> Any:
    """Where places (shares of the side) lie in perspectives that have the corners (n x 4 x 2) where they are."""
    count = len(corners)
    u, v = np.broadcast_to(CORNERS.T[:, None], (2, count, 4))
    x, y = corners[..., 0], corners[..., 1]
    one, none = np.ones((count, 4)), np.zeros((count, 4))
    left = np.stack([u, v, one, none, none, none, -u * x, -v * x], 2)
    right = np.stack([none, none, none, u, v, one, -u * y, -v * y], 2)
    goal = np.concatenate([x, y], 1)
    h = np.linalg.solve(np.concatenate([left, right], 1), goal[..., None])[..., 0]
    h = np.concatenate([h, np.ones((count, 1))], 1).reshape(-1, 3, 3)
    flat = places.reshape(-1, 2)
    seen = np.concatenate([flat, np.ones((len(flat), 1))], 1) @ h.transpose(0, 2, 1)
    return (seen[..., :2] / seen[..., 2:]).reshape(count, *places.shape)


def _best(light: Any, corners: Any, layout: Layout) -> int:
    """Which of the perspectives shows most, by every other module of every other row."""
    seen = sampled(light, through(corners, layout.middles[::2, ::2]))
    where, target = layout.thin
    marks = -seen[:, *where]
    marks = marks - marks.mean(1, keepdims=True)
    agree = marks @ target / (np.sqrt((marks * marks).sum(1) * (target @ target)) + 1e-9)
    return int((seen.var((1, 2)) + np.maximum(agree, 0)).argmax())


def _bend(places: Any) -> Any:
    """Weights of nine points, 3 x 3, for a sheet bent both ways: Lagrange's parabolas."""
    along, down = (_parabolas(places[..., axis].ravel()) for axis in (0, 1))
    return (down[:, :, None] * along[:, None, :]).reshape(-1, 9)


def _parabolas(t: Any) -> Any:
    return np.stack([(2 * t - 1) * (t - 1), 4 * t * (1 - t), t * (2 * t - 1)], 1)


def _settled(grid: Grid) -> Grid:
    """Shift each part of the grid by up to half a module to where its modules differ most, evened out."""
    side = grid.layout.side
    nodes = np.arange(4, side - 4, NODE)
    nodes[-1] = side - 5
    down, along = (np.gradient(grid.at, axis=axis) for axis in (0, 1))
    found = np.zeros((len(nodes), len(nodes), 2))
    sure = np.zeros((len(nodes), len(nodes), 1))
    for i, row in enumerate(nodes):
        for j, column in enumerate(nodes):
            turn = np.stack([along[row, column], down[row, column]])
            part = grid.at[row + WINDOW[:, 1], column + WINDOW[:, 0]]
            apart = sampled(grid.light, part[None] + (SHIFTS @ turn)[:, None]).var(1)
            apart = apart - 0.15 * (SHIFTS**2).sum(1)
            best = int(apart.argmax())
            found[i, j] = SHIFTS[best] @ turn
            sure[i, j] = max(0.01, apart[best] - apart.mean())
    moves = _evened(found * sure) / _evened(sure)
    return grid.placed(grid.at + _spread(moves, nodes, side))


def _evened(values: Any) -> Any:
    """Each value with a share of its neighbours."""
    padded = np.pad(values, ((1, 1), (1, 1), (0, 0)), mode="edge")
    return 2 * values + padded[:-2, 1:-1] + padded[2:, 1:-1] + padded[1:-1, :-2] + padded[1:-1, 2:]


def _spread(moves: Any, nodes: Any, side: int) -> Any:
    """The moves of the parts for every module between them."""
    at = np.arange(side)
    high = np.clip(np.searchsorted(nodes, at), 1, len(nodes) - 1)
    share = np.clip((at - nodes[high - 1]) / (nodes[high] - nodes[high - 1]), 0, 1)[:, None, None]
    rows = moves[high - 1] * (1 - share) + moves[high] * share
    share = share.reshape(1, -1, 1)
    return rows[:, high - 1] * (1 - share) + rows[:, high] * share
