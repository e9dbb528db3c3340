"""The desk page: who holds the case, form and scan side by side, reasons asked beside the scan."""

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QResizeEvent, QScreen, QShowEvent
from PySide6.QtWidgets import QApplication, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from workstation.ui.bars import Bar
from workstation.ui.office import Office
from workstation.ui.reasons import ReasonBar
from workstation.ui.review.casefile import CasePane
from workstation.ui.review.hintbar import HintBar
from workstation.ui.review.pair import PairPane
from workstation.ui.review.personlines import PersonLine
from workstation.ui.review.persons import PersonsPage
from workstation.ui.review.scene import Apart, Scene, keep_apart, lost, wants_apart
from workstation.ui.theme import Tone, pad, theme

KEPT = "review/splitter"
WITH_PICTURES = 54  # percent for a list whose rows bear pictures


class DeskPage(QWidget):
    """Form left, scan right or in a window of its own; the border between them is remembered."""

    moved = Signal()  # the scan lives elsewhere now

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.holder, self.reasons = Bar(Tone.INFO), ReasonBar()
        self.case, self.persons, self.scene = CasePane(), PersonsPage(office), Scene(office)
        self.scans = self.scene.scans
        self._apart: Apart | None = None
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
        self.pair, self._right = PairPane(), QWidget()
        self._beside = QVBoxLayout(self._right)
        pad(self._beside)
        self._beside.addWidget(self.pair, 1)
        self._beside.addWidget(self.scene, 1)
        self.pair.hide()
        self._splitter.addWidget(left)
        self._splitter.addWidget(self._right)
        self._splitter.setStretchFactor(0, 0)
        self._splitter.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        pad(column, gap=8)
        column.addWidget(self.holder)
        column.addWidget(self._splitter, 1)
        self._splitter.splitterMoved.connect(self._remember)
        self.reasons.opened.connect(self._ask)
        app = QApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenRemoved.connect(self._screen_gone)
            app.screenAdded.connect(self._screen_back)
        self.reasons.closed.connect(self._answer)
        self.persons.looked_at.connect(self._show_pair)

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
        self.hints.fold(on)
        self.settle_right()
        if not self.reasons.is_asking:
            self._left.setCurrentWidget(self._work)

    def settle_right(self) -> None:
        """Show the papers of the row in place of the scan while persons with papers are worked on."""
        on_pair = self.is_on_persons and self.persons.has_papers
        was_on = self.pair.isVisibleTo(self)
        self.pair.setVisible(on_pair)
        self._right.setVisible(on_pair or not self.is_apart)
        for pane in (self.scans, self.scene.other):
            pane.is_aside = on_pair and not self.is_apart
        if not self.is_apart:
            self.scene.setVisible(not on_pair)
        if was_on != on_pair:
            self._restore()

    def _show_pair(self, line: PersonLine | None) -> None:
        self.pair.show_line(line, self.persons.pictures)

    def turn_page(self, by: int) -> None:
        """Go to the next or former page of the scan, or of the list while persons are worked on."""
        if self.is_on_persons:
            self.persons.page(by)
        else:
            self.scene.front.step_page(by)

    @property
    def is_apart(self) -> bool:
        """Tell whether the scan lives in a window of its own."""
        return self._apart is not None

    def set_apart(self, *, on: bool) -> None:
        """Move the scan to a window of its own, on the second screen if there is one, or back."""
        if on == self.is_apart:
            return
        focus = QApplication.focusWidget()
        if on:
            self._apart = Apart(self)
            self._apart.closed.connect(self.bring_back)
            self._apart.take(self.scene)
            self._apart.setVisible(self.isVisible())
        elif self._apart is not None:
            gone, self._apart = self._apart, None
            self._beside.addWidget(self.scene, 1)
            self.scene.show()
            gone.hide()
            gone.deleteLater()
            self._restore()
        self.settle_right()
        if focus is not None:
            focus.setFocus()
        self.moved.emit()

    def bring_back(self) -> None:
        """The window was closed: the scan comes back, and stays."""
        keep_apart(on=False)
        self.set_apart(on=False)

    def _screen_gone(self, screen: QScreen) -> None:
        if self._apart is not None and lost(self._apart, screen):
            self.set_apart(on=False)

    def _screen_back(self, _screen: QScreen) -> None:
        if wants_apart():
            self.set_apart(on=True)

    def showEvent(self, event: QShowEvent) -> None:
        """The scan is seen where it was last."""
        super().showEvent(event)
        if self._apart is not None:
            self._apart.show()
        elif wants_apart():
            self.set_apart(on=True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody's papers stay on the second screen while another place or the lock is shown."""
        super().hideEvent(event)
        if self._apart is not None:
            self._apart.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room as it was kept."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._restore()

    def _restore(self) -> None:
        kept = str(QSettings().value(KEPT) or "")
        share = int(kept) if kept.isdigit() and 20 <= int(kept) <= 75 else 43
        share = WITH_PICTURES if self.pair.isVisibleTo(self) else share
        width = max(self.width() - self._splitter.handleWidth(), 400)
        self._splitter.setSizes([width * share // 100, width * (100 - share) // 100])

    def _remember(self) -> None:
        left, right = (*self._splitter.sizes(), 0)[:2]
        if left and right and not self.pair.isVisibleTo(self):
            QSettings().setValue(KEPT, str(round(left * 100 / (left + right))))
