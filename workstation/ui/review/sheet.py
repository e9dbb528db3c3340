"""How one page lies in the window: turned by quarters, straightened by a few degrees, cropped to what matters."""

from dataclasses import dataclass
from enum import StrEnum
from math import cos, radians, sin

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTransform

from workstation.places_on_page import Region, region_of


class Fit(StrEnum):
    """What the size of the page follows."""

    WIDTH = "width"
    PAGE = "page"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class View:
    """How somebody looks at a page: what the size follows, its width, and the middle in shares of what is shown."""

    fit: Fit
    width: float
    across: float = 0.5
    down: float = 0.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """`width` and `height` of the upright page in any unit; `rotation` 0, 90, 180, 270 and `angle` (degrees)
    clockwise; `crop` is the part that is shown, straightened about its own middle.
    """

    width: float
    height: float
    rotation: int = 0
    angle: float = 0.0
    crop: Region | None = None
    page: int = 0

    @property
    def turned(self) -> tuple[float, float]:
        """Width and height after the quarter turns."""
        return (self.width, self.height) if self.rotation % 180 == 0 else (self.height, self.width)

    def rect_of(self, region: Region) -> QRectF:
        """Where a region lies on the turned page, in the page's unit."""
        wide, tall = self.turned
        there = region.turned(self.rotation)
        return QRectF(there.left * wide, there.top * tall, there.width * wide, there.height * tall)

    @property
    def seen(self) -> tuple[float, float]:
        """Width and height of what is shown: the crop, or all of the page with its corners."""
        if self.crop is not None:
            size = self.rect_of(self.crop).size()
            return size.width(), size.height()
        wide, tall = self.turned
        if not self.angle:
            return wide, tall
        across, down = abs(cos(radians(self.angle))), abs(sin(radians(self.angle)))
        return wide * across + tall * down, wide * down + tall * across

    def into(self, rect: QRectF) -> QTransform:
        """Bring points of the turned page (its own unit) to `rect`, where `seen` fills the width."""
        wide, tall = self.turned
        shown = self.rect_of(self.crop) if self.crop is not None else QRectF(0, 0, wide, tall)
        scale = rect.width() / self.seen[0]
        way = QTransform()
        way.translate(rect.center().x(), rect.center().y())
        way.rotate(self.angle)
        way.scale(scale, scale)
        way.translate(-shown.center().x(), -shown.center().y())
        return way

    def region(self, way: QTransform, rect: QRectF) -> Region | None:
        """The region under a frame of the window: same middle, same size; None when it misses the page."""
        back, _ = way.inverted()
        middle, scale = back.map(QPointF(rect.center())), (back.m11() ** 2 + back.m12() ** 2) ** 0.5
        wide, tall = self.turned
        half_w, half_h = rect.width() * scale / 2, rect.height() * scale / 2
        edges = (
            (middle.x() - half_w) / wide,
            (middle.y() - half_h) / tall,
            (middle.x() + half_w) / wide,
            (middle.y() + half_h) / tall,
        )
        try:
            return region_of(self.page, edges).turned(-self.rotation)
        except ValueError:
            return None
