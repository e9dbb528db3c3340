"""What comes after the case on the desk: its first pages are made ready while the officer is still at work."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from workstation.errors import Problem
from workstation.queries.casefile import ScanRow
from workstation.queries.next_scans import next_scans

if TYPE_CHECKING:
    from workstation.ui.review.screen import ReviewScreen

SETTLE_MS = 300


class Ahead(QObject):
    """Prepares the papers of the next two cases in this officer's hands, soon after a case came to the desk."""

    def __init__(self, screen: "ReviewScreen") -> None:
        super().__init__(screen)
        self._screen = screen
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self._ask)

    def begin(self) -> None:
        """A case came to the desk: see to the next ones in a moment."""
        self._timer.start()

    @property
    def is_waiting(self) -> bool:
        """Tell whether it will begin in a moment."""
        return self._timer.isActive()

    def _ask(self) -> None:
        case, desk = self._screen.case, self._screen.office.desk
        if case is not None and case.may_work:
            ident = case.id
            self._screen.office.do(
                lambda: next_scans(desk, but=ident), then=self._prepare, sorry=self._not_now, read=True
            )

    def _prepare(self, scans: tuple[ScanRow, ...]) -> None:
        pane = self._screen.desk.scans
        pane.reader.prepare(scans, pane.canvas.whole_width())
        self._screen.assistant.read_ahead(scans)

    def _not_now(self, _problem: Problem) -> None:
        """What was only to be quick is fetched when it is asked for."""
