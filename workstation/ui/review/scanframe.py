"""How the right side of the desk is laid out: document tabs, page strip, the page itself."""

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from workstation.ui.bars import Bar, Empty, words
from workstation.ui.button import Button
from workstation.ui.review.canvas import PageCanvas
from workstation.ui.review.pagestrip import PageStrip
from workstation.ui.review.papertabs import PaperTabs
from workstation.ui.theme import Tone, pad


class ScanFrame(QWidget):
    """The parts and their places; what they show is for who fills them."""

    def __init__(self) -> None:
        super().__init__()
        self.tabs, self.canvas, self.strip = PaperTabs(), PageCanvas(), PageStrip()
        self.page_words, self.size_words = words("", "small"), words("", "small")
        self.note = Bar(Tone.INFO)
        self._again = Button("Coba lagi", "refresh-cw", keys="F5", small=True)
        self._trouble, self._loading = Empty(icon="file-x", button=self._again), Empty(icon="hourglass")
        self._stack = QStackedWidget()
        self._lay_out()

    def add_page_tool(self, widget: QWidget) -> None:
        """Put a button below the pages."""
        self._page_tools.addWidget(widget)

    def _lay_out(self) -> None:
        self._side, self._page_tools = QWidget(), QVBoxLayout()
        side = QVBoxLayout(self._side)
        pad(side, gap=4)
        pad(self._page_tools, gap=2)
        side.addWidget(self.strip, 1)
        side.addLayout(self._page_tools)
        self._side.hide()
        for page in (self.canvas, self._loading, self._trouble):
            self._stack.addWidget(page)
        self._loading.say("Memuat pindaian …", "", "hourglass")
        head = QHBoxLayout()
        pad(head, gap=10)
        head.addWidget(self.tabs, 1)
        head.addWidget(self.size_words)
        head.addWidget(self.page_words)
        middle = QHBoxLayout()
        pad(middle, gap=8)
        middle.addWidget(self._side)
        middle.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        pad(column, 8, 0, 0, 0, gap=6)
        column.addLayout(head)
        column.addWidget(self.note)
        column.addLayout(middle, 1)
