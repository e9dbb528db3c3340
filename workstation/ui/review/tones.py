"""Brightness, contrast, grey and inverted for poor photos: only what is seen is changed, never the page itself."""

from dataclasses import dataclass

from PySide6.QtGui import QColor, QImage, QPainter

MOST = 4
LIGHTER, DARKER, STRONGER = 0.25, 0.15, 0.09
WHITE = 255
Mode = QPainter.CompositionMode


@dataclass(frozen=True, slots=True)
class Tint:
    """How a page is to look; `light` -4..4, `contrast` 0..4."""

    light: int = 0
    contrast: int = 0
    grey: bool = False
    inverted: bool = False

    @property
    def is_plain(self) -> bool:
        """Tell whether the page looks as it is."""
        return self == Tint()

    def words(self) -> str:
        """Say it in Indonesian, "" when the page looks as it is."""
        said = [f"terang {self.light:+d}"] if self.light else []
        said += [f"kontras +{self.contrast}"] if self.contrast else []
        said += ["abu-abu"] if self.grey else []
        said += ["negatif"] if self.inverted else []
        return ", ".join(said)

    def over(self, seen: QImage) -> QImage:
        """Change a picture of what is seen (RGB32), with operations that touch each pixel once and are vectored."""
        ratio = seen.devicePixelRatio()
        seen.setDevicePixelRatio(1)
        if self.grey:
            flat = QImage(seen.size(), QImage.Format.Format_Grayscale8)
            painter = QPainter(flat)
            painter.drawImage(0, 0, seen)
            painter.end()
            seen = flat.convertToFormat(QImage.Format.Format_RGB32)
        cut = round(WHITE * STRONGER * self.contrast)
        if cut:
            _fill(seen, Mode.CompositionMode_Difference, WHITE)
            _fill(seen, Mode.CompositionMode_Plus, cut)
            _fill(seen, Mode.CompositionMode_Difference, WHITE)
        _gain(seen, (1 + LIGHTER * max(self.light, 0)) / (1 - 2 * STRONGER * self.contrast))
        if self.light < 0:
            _fill(seen, Mode.CompositionMode_Multiply, round(WHITE * (1 + DARKER * self.light)))
        if self.inverted:
            _fill(seen, Mode.CompositionMode_Difference, WHITE)
        seen.setDevicePixelRatio(ratio)
        return seen


def _fill(picture: QImage, mode: QPainter.CompositionMode, value: int) -> None:
    painter = QPainter(picture)
    painter.setCompositionMode(mode)
    painter.fillRect(picture.rect(), QColor(value, value, value))
    painter.end()


def _gain(picture: QImage, factor: float) -> None:
    """Multiply by a factor of 1 or more: the picture is added to itself."""
    while factor > 1.01:
        share = min(factor - 1, 1.0)
        copy = picture.copy()
        _fill(copy, Mode.CompositionMode_Multiply, round(WHITE * share))
        painter = QPainter(picture)
        painter.setCompositionMode(Mode.CompositionMode_Plus)
        painter.drawImage(0, 0, copy)
        painter.end()
        factor /= 1 + share
