"""From the picture process to the screen."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

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
        size = QSize(page.full_width, page.full_height)
        image = image.scaled(
            size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    # all make new pixels: the ones of the answer may go
    return image.copy() if page.format == "BGRX" else image.convertToFormat(QImage.Format.Format_RGB32)
