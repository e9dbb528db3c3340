"""From the picture process to the screen."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter

from workstation.imaging.pages import PagePixels

FORMATS = {
    "RGBX": QImage.Format.Format_RGBX8888,
    "BGRX": QImage.Format.Format_RGB32,
    "L": QImage.Format.Format_Grayscale8,
}


def image_of(page: PagePixels) -> QImage:
    """Make a picture that owns its pixels (Format_RGB32), as large as it is to be shown; may be called in a lane."""
    image = QImage(page.data, page.width, page.height, page.stride, FORMATS[page.format])
    if page.is_larger:
        return _brought_down(image, QSize(page.full_width, page.full_height))
    # both make new pixels: the ones of the answer may go
    return image.copy() if page.format == "BGRX" else image.convertToFormat(QImage.Format.Format_RGB32)


def _brought_down(image: QImage, size: QSize) -> QImage:
    """Make it smaller: down to a half a painter is quicker than `scaled`, and its result nearer to the page."""
    if image.width() > 2 * size.width() or image.height() > 2 * size.height():
        smooth = Qt.TransformationMode.SmoothTransformation
        smaller = image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
        return smaller.convertToFormat(QImage.Format.Format_RGB32)
    smaller = QImage(size, QImage.Format.Format_RGB32)
    painter = QPainter(smaller)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(QRect(0, 0, size.width(), size.height()), image)
    painter.end()
    return smaller
