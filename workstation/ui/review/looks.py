"""How each document of the open case is looked at: kept while the case lies on the desk, part of it for everybody."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from workstation.places_on_page import Region
from workstation.ui.review.sheet import View
from workstation.ui.review.tones import Tint


@dataclass(frozen=True, slots=True)
class Shape:
    """How a page is straightened (degrees clockwise) and cropped; None shows all of it."""

    angle: float = 0.0
    crop: Region | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """How this officer looks at one document: which page, how near, and in which light."""

    page: int = 0
    view: View | None = None
    tint: Tint = field(default_factory=Tint)


@dataclass
class Looks:
    """`turned` by scan and `shapes` by scan and page are kept in the database; a `look` is this officer's own."""

    turned: dict[int, int] = field(default_factory=dict)
    shapes: dict[tuple[int, int], Shape] = field(default_factory=dict)
    covers: dict[int, tuple[Region, ...]] = field(default_factory=dict)
    _looks: dict[int, Look] = field(default_factory=dict)

    def forget(self, *, shared: bool = False) -> None:
        """Another case comes; what is `shared` with another pane is left to that one."""
        self._looks.clear()
        if not shared:
            self.turned.clear()
            self.shapes.clear()
            self.covers.clear()

    def load(self, shapes: Mapping[tuple[int, int], Shape]) -> None:
        """Take what is stored; what was changed here stands already."""
        for place, shape in shapes.items():
            self.shapes.setdefault(place, shape)

    def shape(self, scan: int, page: int) -> Shape:
        """Give how a page is straightened and cropped."""
        return self.shapes.get((scan, page), Shape())

    def of(self, scan: int) -> Look:
        """Give how a document was looked at last."""
        return self._looks.get(scan, Look())

    def keep(self, scan: int, page: int, view: View | None, tint: Tint) -> None:
        """Remember how a document is looked at now; without a view the former one stays."""
        was = self.of(scan)
        self._looks[scan] = replace(was, page=page, tint=tint, view=view or was.view)
