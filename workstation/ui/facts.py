"""Label and value, line by line: what is known of one thing."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from workstation.ui.bars import words
from workstation.ui.flow import clear_out
from workstation.ui.theme import pad


class Facts(QWidget):
    """Label and value, one line each; long values wrap, everything can be marked and copied."""

    def __init__(self, *, role: str = "") -> None:
        super().__init__()
        self._role = role
        self._grid = QGridLayout(self)
        pad(self._grid, gap=6)
        self._grid.setColumnStretch(1, 1)

    def show_facts(self, facts: list[tuple[str, str]]) -> None:
        """Show other facts; lines without a value are left out."""
        clear_out(self._grid)
        for line, (label, value) in enumerate(pair for pair in facts if pair[1]):
            name, said = words(label, "label"), words(value, self._role, wrap=True)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(name, line, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            self._grid.addWidget(said, line, 1)
