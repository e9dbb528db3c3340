"""The strip of small pages beside a paper of several pages."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from workstation.ui.theme import theme

STRIP_PX, THUMB_PX = 96, 64


class PageStrip(QListWidget):
    """Says nothing when it is filled, only when somebody chooses."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Halaman")
        self.setFixedWidth(theme().px(STRIP_PX))
        self.setIconSize(QSize(theme().px(THUMB_PX), theme().px(THUMB_PX * 1.4)))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def wanted_width(self) -> int:
        """Give the pixels across that a small page needs."""
        return theme().px(THUMB_PX * 2)

    def show_pages(self, count: int) -> None:
        """Begin with so many pages that have no picture yet."""
        self.blockSignals(True)
        self.clear()
        for number in range(count):
            self.addItem(QListWidgetItem(str(number + 1)))
        self.blockSignals(False)

    def choose(self, number: int) -> None:
        """Show which page is in front."""
        self.blockSignals(True)
        self.setCurrentRow(number)
        self.blockSignals(False)

    def put(self, number: int, image: QImage) -> None:
        """Show a page small; nothing happens where the strip has no such page."""
        item = self.item(number)
        if item is not None:
            picture = QPixmap.fromImage(image).scaled(
                self.iconSize() * 2,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            item.setIcon(QIcon(picture))
