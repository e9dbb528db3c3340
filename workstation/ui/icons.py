"""Pictures of the Lucide set, painted in any colour and kept."""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from workstation.resources_at import resource


@cache
def _drawing(name: str) -> str:
    return resource(f"icons/{name}.svg").read_text(encoding="utf-8")


@cache
def _pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", colour).encode()))
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, picture.width(), picture.height()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def pixmap(name: str, colour: QColor | str, size: int, ratio: float = 0.0) -> QPixmap:
    """Paint the icon `name` (a file in resources/icons) at `size` logical px; FileNotFoundError otherwise."""
    screen = QGuiApplication.primaryScreen()
    seen = ratio or (screen.devicePixelRatio() if screen else 1.0)
    return _pixmap(name, QColor(colour).name(), max(1, size), seen)


def icon(name: str, colour: QColor | str, size: int = 20) -> QIcon:
    """Give a QIcon for menus and line edits; ask again when the theme changes."""
    return QIcon(pixmap(name, colour, size, 2.0))


def draw(painter: QPainter, name: str, colour: QColor | str, rect: QRectF) -> None:
    """Paint the icon inside `rect`, sharp on the painter's own screen."""
    size = int(min(rect.width(), rect.height()))
    ratio = painter.device().devicePixelRatio()
    left, top = rect.center().x() - size / 2, rect.center().y() - size / 2
    painter.drawPixmap(round(left), round(top), pixmap(name, colour, size, ratio))
