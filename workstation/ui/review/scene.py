"""The right side of the desk: one paper, or two side by side, at home or in a window on the second screen."""

from PySide6.QtCore import QEvent, QSettings, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QScreen
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from workstation.ui.office import Office
from workstation.ui.review.opened import OpenCase
from workstation.ui.review.scans import ScanPane
from workstation.ui.review.toolrows import ToolRows
from workstation.ui.theme import pad, theme

KEPT = "review/apart"
BESIDE = {"identity_card": "photo", "photo": "identity_card"}  # whose face is whose


class Scene(QWidget):
    """`scans` follows the form; `other` is a second paper to compare with. The tools work on the one in front."""

    changed = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.tools, self._papers = ToolRows(), QSplitter(Qt.Orientation.Horizontal)
        self.scans = ScanPane(office)
        self.other = ScanPane(office, beside=self.scans)
        self.is_linked = False
        self._front, self._case = self.scans, None
        self._papers.setChildrenCollapsible(False)
        self._papers.setHandleWidth(theme().px(8))
        self._papers.addWidget(self.scans)
        self._papers.addWidget(self.other)
        column = QVBoxLayout(self)
        pad(column, gap=0)
        column.addWidget(self.tools)
        column.addWidget(self._papers, 1)
        self.other.hide()
        self.scans.canvas.touched.connect(self._touch_first)
        self.other.canvas.touched.connect(self._touch_second)
        self.scans.canvas.moved.connect(self._follow_first)
        self.other.canvas.moved.connect(self._follow_second)

    _case: OpenCase | None

    @property
    def front(self) -> ScanPane:
        """Give the paper on which the tools work."""
        return self._front

    @property
    def is_comparing(self) -> bool:
        """Tell whether two papers stand side by side."""
        return not self.other.isHidden()

    def set_case(self, case: OpenCase | None, *, is_new: bool) -> None:
        """Show the papers of a case; another case begins with one."""
        self._case = case
        self.scans.set_case(case, is_new=is_new)
        if is_new:
            self.compare(on=False)
        elif self.is_comparing:
            self.other.set_case(case, is_new=False)

    def compare(self, *, on: bool) -> None:
        """Put a second paper beside the one in front: its former scan, the other face, else the next one."""
        self.is_linked = False
        for pane in (self.scans, self.other):
            pane.canvas.set_loupe(
                on=False
            )  # it would lie over another paper, or half outside of a narrower one
        self.other.setVisible(on)
        if on:
            self.other.set_case(self._case, is_new=True)
            self._choose_second()
            self._papers.setSizes([1, 1])
        else:
            self.other.set_case(None, is_new=True)
        self.go_to(self.other if on else self.scans)

    def switch(self) -> None:
        """Work on the other of the two."""
        self.go_to(self.scans if self._front is self.other else self.other)

    def go_to(self, pane: ScanPane) -> None:
        """Let the tools work on this one."""
        self._front = pane
        for one in (self.scans, self.other):
            one.canvas.set_front(on=one is pane and self.is_comparing)
        self.changed.emit()

    def link(self, *, on: bool) -> None:
        """Let both show the same part at the same size."""
        self.is_linked = on and self.is_comparing
        self._follow(self._front)
        self.changed.emit()

    def _choose_second(self) -> None:
        front, case = self.scans.front, self._case
        if front is None or case is None:
            return
        scan = front[0]
        wanted = case.paper_for(BESIDE.get(scan.document_code, ""))
        papers = [paper.scan.id for paper in case.scans if paper.scan is not None]
        if self.scans.former_of() is not None and not scan.superseded:
            self.other.show_scan(scan.id)
            self.other.show_former()
        elif wanted is not None and wanted.scan is not None:
            self.other.show_scan(wanted.scan.id)
        else:
            at = papers.index(scan.id) if scan.id in papers else -1
            self.other.show_scan(papers[(at + 1) % len(papers)])

    def _touch_first(self) -> None:
        self._touch(self.scans)

    def _touch_second(self) -> None:
        self._touch(self.other)

    def _touch(self, pane: ScanPane) -> None:
        if self.is_comparing and self._front is not pane:
            self.go_to(pane)

    def _follow_first(self) -> None:
        self._follow(self.scans)

    def _follow_second(self) -> None:
        self._follow(self.other)

    def _follow(self, pane: ScanPane) -> None:
        if self.is_linked and pane is self._front:
            (self.other if pane is self.scans else self.scans).canvas.set_view(pane.canvas.view())


class Apart(QWidget):
    """A window for the scene alone. It never takes the keyboard: the keys go on working in the form."""

    closed = Signal()

    def __init__(self, home: QWidget) -> None:
        super().__init__(home, Qt.WindowType.Window | Qt.WindowType.WindowDoesNotAcceptFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setObjectName("page")
        self.setWindowTitle("Pindaian")
        self._home, self._column = home, QVBoxLayout(self)
        pad(self._column, 12)

    def take(self, scene: Scene) -> None:
        """Take the scene in and stand on a screen that the form does not use, if there is one."""
        self._column.addWidget(scene)
        scene.show()
        here = self._home.screen()
        free = next((one for one in QGuiApplication.screens() if one is not here), here)
        self.setScreen(free)
        space = free.availableGeometry()
        if free is here:
            space = space.adjusted(space.width() // 2, 0, 0, 0)
        self.setGeometry(space.adjusted(8, 32, -8, -8))

    def event(self, event: QEvent) -> bool:
        """Give the keyboard back where a desktop hands it over all the same."""
        if event.type() == QEvent.Type.WindowActivate:
            self._home.window().activateWindow()
        return super().event(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing it brings the scan back."""
        event.ignore()
        self.closed.emit()


def wants_apart() -> bool:
    """Tell whether the officer had the scan on a second screen, and there is one again."""
    return bool(QSettings().value(KEPT, False, bool)) and len(QGuiApplication.screens()) > 1


def keep_apart(*, on: bool) -> None:
    """Remember where the officer has the scan."""
    QSettings().setValue(KEPT, on)


def lost(window: QWidget, screen: QScreen) -> bool:
    """Tell whether the screen that vanished is the one on which a window stands."""
    return window.screen() is screen or window.screen() not in QGuiApplication.screens()
