"""The tools of the scans, in one row over one paper or two; what is seldom needed in a second row."""

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from workstation.ui.flow import FlowLayout
from workstation.ui.theme import pad


class ToolRows(QWidget):
    """Two rows of tool buttons; the second is shown when it is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self._rows = [FlowLayout(right=False, gap=2) for _ in range(2)]
        self._holders = [QWidget() for _ in self._rows]
        column = QVBoxLayout(self)
        pad(column, 8, 0, 0, 6, gap=6)
        for row, holder in zip(self._rows, self._holders, strict=True):
            holder.setLayout(row)
            holder.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            column.addWidget(holder)
        self._holders[1].hide()

    def add(self, button: QWidget, *, is_more: bool = False) -> None:
        """Put a button into the first row, or into the second."""
        self._rows[is_more].addWidget(button)

    def show_more(self, *, on: bool) -> None:
        """Show or hide the second row."""
        self._holders[1].setVisible(on)

    @property
    def has_more(self) -> bool:
        """Tell whether the second row is shown."""
        return not self._holders[1].isHidden()
