"""The desk page: who holds the case, form and scan side by side, reasons asked beside the scan."""

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from workstation.ui.bars import Bar
from workstation.ui.office import Office
from workstation.ui.reasons import ReasonBar
from workstation.ui.review.casefile import CasePane
from workstation.ui.review.hintbar import HintBar
from workstation.ui.review.persons import PersonsPage
from workstation.ui.review.scans import ScanPane
from workstation.ui.theme import Tone, pad, theme

KEPT = "review/splitter"


class DeskPage(QWidget):
    """Form left, scan right; the border between them is remembered."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.holder, self.reasons = Bar(Tone.INFO), ReasonBar()
        self.case, self.persons, self.scans = CasePane(), PersonsPage(), ScanPane(office)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(theme().px(8))
        self._left = QStackedWidget()
        self._work: QWidget = self.case
        self.hints = HintBar()
        self._left.addWidget(self.case)
        self._left.addWidget(self.persons)
        self._left.addWidget(self.reasons)
        left = QWidget()
        rows = QVBoxLayout(left)
        pad(rows, gap=4)
        rows.addWidget(self.hints)
        rows.addWidget(self._left, 1)
        self._splitter.addWidget(left)
        self._splitter.addWidget(self.scans)
        self._splitter.setStretchFactor(0, 0)
        self._splitter.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        pad(column, gap=8)
        column.addWidget(self.holder)
        column.addWidget(self._splitter, 1)
        self._splitter.splitterMoved.connect(self._remember)
        self.reasons.opened.connect(self._ask)
        self.reasons.closed.connect(self._answer)

    def _ask(self) -> None:
        self._left.setCurrentWidget(self.reasons)

    def _answer(self) -> None:
        self._left.setCurrentWidget(self._work)

    @property
    def is_on_persons(self) -> bool:
        """Tell whether the persons of the list are worked on."""
        return self._work is self.persons

    def show_persons(self, on: bool) -> None:
        """Work on the persons of the list, or on papers and fields."""
        self._work = self.persons if on else self.case
        if not self.reasons.is_asking:
            self._left.setCurrentWidget(self._work)

    def turn_page(self, by: int) -> None:
        """Go to the next or former page of the scan, or of the list while persons are worked on."""
        if self.is_on_persons:
            self.persons.page(by)
        else:
            self.scans.step_page(by)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room as it was kept."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._restore()

    def _restore(self) -> None:
        kept = str(QSettings().value(KEPT) or "")
        share = int(kept) if kept.isdigit() and 20 <= int(kept) <= 75 else 43
        width = max(self.width() - self._splitter.handleWidth(), 400)
        self._splitter.setSizes([width * share // 100, width * (100 - share) // 100])

    def _remember(self) -> None:
        left, right = self._splitter.sizes()
        if left + right:
            QSettings().setValue(KEPT, str(round(left * 100 / (left + right))))
