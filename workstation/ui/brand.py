"""The program's sign: a counter window under a roof line, and its name."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from workstation.ui.native import Drawing, words
from workstation.ui.theme import pad


class Brand(QWidget):
    """Sign and name in one line; `size` is the height of the sign at 100 %."""

    def __init__(self, size: int = 32, left: int = 4) -> None:
        super().__init__()
        self.setAccessibleName("Loket")
        row = QHBoxLayout(self)
        pad(row, left, 4, 4, 12, gap=10)
        row.addWidget(Drawing("sign", size=size))
        row.addWidget(words("Loket", "brand"), 1)
