"""The pixels of one page and how they come to the window: laid down as they are wherever the sizes agree."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter, QPixmap, QTransform

from workstation.imaging.turn import Region as Shares

SAME_PX = 1.0  # device pixels: what differs by no more was drawn for this very size


class Pictured:
    """`whole` is the page as sharp as it is here; a part (shares of the turned page) lies over it."""

    def __init__(self) -> None:
        self.whole: QPixmap | None = None
        self._source = 0
        self.part: tuple[QPixmap, Shares, int] | None = None  # the number: for this width of the page

    def show(self, image: QImage | None) -> None:
        """Begin another page with the picture that is here already."""
        self.whole, self.part, self._source = None, None, 0
        if image is not None:
            self.put(image)

    def put(self, image: QImage) -> bool:
        """Take a sharper picture of the same page; False when it is the one that is here."""
        if image.cacheKey() == self._source:
            return False
        self.whole, self._source = QPixmap.fromImage(image), image.cacheKey()
        return True

    def put_part(self, image: QImage, shares: Shares, width: int) -> None:
        """Take a part of the same page, as sharp as the page at `width` device pixels."""
        self.part = QPixmap.fromImage(image), shares, width

    def part_holds(self, seen: Shares | None) -> bool:
        """Tell whether all that is in the window lies in the part."""
        return seen is not None and self.part is not None and _holds(self.part[1], seen)

    def paint(
        self, painter: QPainter, way: QTransform, size: tuple[float, float], seen: Shares | None
    ) -> None:
        """Paint the turned page of `size` (its own unit), led to the window by `way`; `seen`: what is in the window."""
        if self.whole is None:
            return
        place = way.mapRect(QRectF(0, 0, *size))
        if not self.part_holds(seen) and not self._lay(
            painter, way, self.whole, place, (0, 0), self.whole.width()
        ):
            _stretch(painter, way, self.whole, QRectF(0, 0, *size))
        if self.part is None:
            return
        part, at, width = self.part
        corner = int(at.left * width), int(at.top * round(width * size[1] / size[0]))  # as the worker cuts it
        if not self._lay(painter, way, part, place, corner, width):
            wide, tall = size
            spot = QRectF(
                at.left * wide, at.top * tall, (at.right - at.left) * wide, (at.bottom - at.top) * tall
            )
            _stretch(painter, way, part, spot)

    def _lay(
        self,
        painter: QPainter,
        way: QTransform,
        picture: QPixmap,
        page: QRectF,
        corner: tuple[int, int],
        width: int,
    ) -> bool:
        """Lay the pixels down one to one; False where the page lies askew or has another size in the window."""
        ratio = painter.device().devicePixelRatioF()
        if way.isRotating() or abs(page.width() * ratio - width) > SAME_PX:
            return False
        picture.setDevicePixelRatio(ratio)
        left, top = round(page.left() * ratio) + corner[0], round(page.top() * ratio) + corner[1]
        painter.drawPixmap(QPointF(left / ratio, top / ratio), picture)
        return True


def _stretch(painter: QPainter, way: QTransform, picture: QPixmap, spot: QRectF) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setTransform(way, True)
    painter.drawPixmap(spot, picture, QRectF(picture.rect()))
    painter.restore()


def _holds(outer: Shares, inner: Shares) -> bool:
    return (
        outer.left <= inner.left
        and outer.top <= inner.top
        and outer.right >= inner.right
        and outer.bottom >= inner.bottom
    )
