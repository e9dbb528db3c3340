"""From the picture process to the screen."""

from PySide6.QtGui import QImage

from workstation.imaging.pages import PagePixels


def image_of(page: PagePixels) -> QImage:
    """Make a picture that owns its pixels; may be called in a lane."""
    return QImage(bytes(page.data), page.width, page.height, page.stride, QImage.Format.Format_RGB32).copy()
