"""Where something stands on a page of a scan: a frame that stays on the same ink however the page is shown.

Units are shares 0..1 of the page as its own file sets it upright (EXIF orientation and /Rotate honoured), before
an officer turns, straightens, crops or zooms it: so a stored place is never moved by how somebody looks at it.
"""

from dataclasses import dataclass, replace

Edges = tuple[float, float, float, float]  # left, top, right, bottom
LEAST = 0.001


@dataclass(frozen=True, slots=True)
class Region:
    """A frame on page `page` (0 = the first); `left`, `top` and the size in shares of the upright page."""

    page: int
    left: float
    top: float
    width: float
    height: float

    def __post_init__(self) -> None:
        """Refuse (ValueError) what does not lie on a page; the database has the same rule."""
        inside = min(self.left, self.top) >= 0 and max(self.right, self.bottom) <= 1 + 1e-6
        if self.page < 0 or not inside or self.width < LEAST or self.height < LEAST:
            raise ValueError(self)

    @property
    def right(self) -> float:
        """The right edge, 0..1."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The lower edge, 0..1."""
        return self.top + self.height

    @property
    def edges(self) -> Edges:
        """Left, top, right, bottom: what the page reader's `clip` takes."""
        return (self.left, self.top, self.right, self.bottom)

    def turned(self, rotation: int) -> "Region":
        """Where it lies after the whole page is turned clockwise by `rotation` (a multiple of 90)."""
        return region_of(self.page, edges_turned(self.edges, rotation))

    def moved(self, right: float, down: float) -> "Region":
        """The same frame elsewhere, kept on the page."""
        left = min(max(self.left + right, 0.0), 1 - self.width)
        return replace(self, left=left, top=min(max(self.top + down, 0.0), 1 - self.height))

    def grown(self, wider: float, taller: float) -> "Region":
        """The same corner with another size, kept on the page and large enough to be seen."""
        width = min(max(self.width + wider, 0.01), 1 - self.left)
        return replace(self, width=width, height=min(max(self.height + taller, 0.01), 1 - self.top))


def region_of(page: int, edges: Edges) -> Region:
    """The part of a frame between two opposite corners that lies on the page; ValueError when none does."""
    left, right = sorted(min(max(x, 0.0), 1.0) for x in (edges[0], edges[2]))
    top, bottom = sorted(min(max(y, 0.0), 1.0) for y in (edges[1], edges[3]))
    return Region(page, left, top, right - left, bottom - top)


def edges_turned(edges: Edges, rotation: int) -> Edges:
    """Where these edges lie after turning the page clockwise; back with `-rotation`."""
    left, top, right, bottom = edges
    match rotation % 360:
        case 0:
            return edges
        case 90:
            return (1 - bottom, left, 1 - top, right)
        case 180:
            return (1 - right, 1 - bottom, 1 - left, 1 - top)
        case 270:
            return (top, 1 - right, bottom, 1 - left)
    raise ValueError(rotation)
