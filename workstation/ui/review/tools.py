"""The tools of the scan: zoom, fit, turn, pages and documents; they start no use case and work on read cases."""

from typing import ClassVar

from PySide6.QtCore import QSize

from workstation.comparing.papers import is_readable
from workstation.ui.action import Action, ActionButton
from workstation.ui.button import Weight
from workstation.ui.review.scans import ScanPane
from workstation.ui.review.sheet import Fit
from workstation.ui.review.verb import ReviewAction
from workstation.ui.theme import theme


class ToolButton(ActionButton):
    """The button of a scan tool: icon and key, the words in its tooltip."""

    def __init__(self, action: Action) -> None:
        super().__init__(action, small=True, weight=Weight.QUIET)

    def sizeHint(self) -> QSize:
        """Ten of them stand in one row of the smallest window."""
        return super().sizeHint() - QSize(theme().px(6), 0)

    def words(self) -> str:
        """None: they stand in the tooltip."""
        return ""


class ScanAction(ReviewAction):
    """A tool of the scan; works on cases that are only read, and while reasons are asked for."""

    FREE = True

    @property
    def pane(self) -> ScanPane:
        """Give the pane on which the tools work."""
        return self.screen.desk.scene.front

    def fits(self, _rows: object) -> bool | str:
        """A scan must be seen."""
        return (self.case is not None and self.pane.has_scan) or "Belum ada pindaian."


class Rotate(ScanAction):
    """Turn the scan; how it is turned is kept."""

    TEXT, KEYS, ICON, CHANGES = "Putar", ("R", "Ctrl+R"), "rotate-cw", frozenset()

    def fits(self, rows: object) -> bool | str:
        """A scan must be seen, or the card of a row."""
        on_row = self.case is not None and self.screen.desk.persons.is_pair
        self.setText("Putar kartu" if on_row else self.TEXT)
        return on_row or super().fits(rows)

    def perform(self) -> None:
        """Turn it."""
        if self.screen.desk.persons.is_pair:
            self.screen.turn_row_paper(0)
        else:
            self.pane.turn(self._quarters())

    def _quarters(self) -> int:
        """As many as set straight what was read lying, while nobody has turned it; else one."""
        pane = self.pane
        if pane.shown_id is None or pane.rotation or pane.shown_id in pane.turned:
            return 1
        pages = dict(self.screen.assistant.first_pages())
        page = pages.get(pane.shown_id)
        return page.turn // 90 or 1 if page is not None and is_readable(page) else 1


class FitWidth(ScanAction):
    """As wide as the window."""

    TEXT, KEYS, ICON = "Selebar jendela", "W", "move-horizontal"

    def perform(self) -> None:
        """Fit."""
        self.pane.canvas.set_fit(Fit.WIDTH)


class FitPage(ScanAction):
    """The whole page."""

    TEXT, KEYS, ICON = "Sehalaman penuh", "H", "maximize"

    def perform(self) -> None:
        """Fit."""
        self.pane.canvas.set_fit(Fit.PAGE)


class ZoomIn(ScanAction):
    """Closer."""

    REPEATS = True
    TEXT, KEYS, ICON = "Perbesar pindaian", ("+", "="), "zoom-in"

    def perform(self) -> None:
        """Zoom."""
        self.pane.canvas.zoom(1)


class ZoomOut(ScanAction):
    """Farther."""

    REPEATS = True
    TEXT, KEYS, ICON = "Perkecil pindaian", "-", "zoom-out"

    def perform(self) -> None:
        """Zoom."""
        self.pane.canvas.zoom(-1)


class _PageAction(ScanAction):
    def fits(self, rows: object) -> bool | str:
        """A scan must be seen, or the list of persons."""
        return (self.case is not None and self.screen.desk.is_on_persons) or super().fits(rows)


class NextPage(_PageAction):
    """The next page of the document."""

    TEXT, ICON = "Halaman berikutnya", "chevron-down"

    def perform(self) -> None:
        """Go."""
        self.screen.desk.turn_page(1)


class FormerPage(_PageAction):
    """The page before."""

    TEXT, ICON = "Halaman sebelumnya", "chevron-up"

    def perform(self) -> None:
        """Go."""
        self.screen.desk.turn_page(-1)


class NextDocument(ScanAction):
    """The next document of the case."""

    TEXT, ICON = "Dokumen berikutnya", "chevron-right"

    def perform(self) -> None:
        """Go."""
        self.pane.step_document(1)


class FormerDocument(ScanAction):
    """The document before."""

    TEXT, ICON = "Dokumen sebelumnya", "chevron-left"

    def perform(self) -> None:
        """Go."""
        self.pane.step_document(-1)


class Pan(ScanAction):
    """Move over the page while the cursor stays on the form."""

    REPEATS = True
    BY: ClassVar[tuple[int, int]] = (0, 0)

    def perform(self) -> None:
        """Move."""
        self.pane.canvas.pan(*self.BY)


class PanUp(Pan):
    """Up."""

    TEXT, KEYS, BY = "Geser pindaian ke atas", "Shift+Up", (0, -2)


class PanDown(Pan):
    """Down."""

    TEXT, KEYS, BY = "Geser pindaian ke bawah", "Shift+Down", (0, 2)


class PanLeft(Pan):
    """Left."""

    TEXT, KEYS, BY = "Geser pindaian ke kiri", "Shift+Left", (-2, 0)


class PanRight(Pan):
    """Right."""

    TEXT, KEYS, BY = "Geser pindaian ke kanan", "Shift+Right", (2, 0)


TOOLS: tuple[type[ReviewAction], ...] = (
    ZoomOut, ZoomIn, FitWidth, FitPage, Rotate,
)  # fmt: skip
PAGE_TOOLS: tuple[type[ReviewAction], ...] = (FormerPage, NextPage)
QUIET_TOOLS: tuple[type[ReviewAction], ...] = (
    FormerDocument, NextDocument, PanUp, PanDown, PanLeft, PanRight,
)  # fmt: skip
