"""What comes after the case on the desk: made ready while the officer is still at work, page by page and row by row."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from workstation.desk import Desk
from workstation.errors import Problem
from workstation.queries.casefile import ScanRow, case_file
from workstation.queries.next_scans import next_scans
from workstation.ui.review.hints import Noticed
from workstation.ui.review.noticing import look, scans_of
from workstation.ui.review.opened import OpenCase, open_case
from workstation.usecases import reviewing

if TYPE_CHECKING:
    from workstation.ui.review.screen import ReviewScreen

SETTLE_MS = 300
PURPOSE = "menyiapkan berkas berikutnya"


@dataclass(frozen=True, slots=True)
class Ready:
    """Everything that the desk shows of a case, as it was a moment ago; read again as soon as it is shown."""

    case: OpenCase
    noticed: Noticed


class Ahead(QObject):
    """Prepares the next case of the packet, and the papers of the next two cases in this officer's hands."""

    def __init__(self, screen: "ReviewScreen") -> None:
        super().__init__(screen)
        self._screen = screen
        self._ready: Ready | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self._ask)

    def begin(self) -> None:
        """A case came to the desk: see to the next ones in a moment."""
        self._ready = None
        self._timer.start()

    @property
    def is_waiting(self) -> bool:
        """Tell whether it will begin in a moment."""
        return self._timer.isActive()

    def ready(self, ident: int) -> Ready | None:
        """Give what was prepared of a case, None when it was not."""
        return self._ready if self._ready is not None and self._ready.case.id == ident else None

    def _ask(self) -> None:
        case, desk, packet = self._screen.case, self._screen.office.desk, self._screen.round.packet
        if case is None or not case.may_work:
            return
        ident, places = case.id, self._screen.round.regions()
        following = packet.ahead(ident, skip=False)[:1] if packet is not None else ()
        self._screen.office.do(
            lambda: next_scans(desk, but=ident), then=self._prepare, sorry=self._not_now, read=True
        )
        if following:
            (coming,) = following
            self._screen.office.do(
                lambda: _read_all(desk, coming, places()), then=self._keep, sorry=self._not_now, read=True
            )

    def _prepare(self, scans: tuple[ScanRow, ...]) -> None:
        pane = self._screen.desk.scans
        pane.reader.prepare(scans, pane.canvas.whole_width())
        self._screen.assistant.read_ahead(scans)

    def _keep(self, ready: Ready) -> None:
        if self._screen.case is not None and self._screen.case.id != ready.case.id:
            self._ready = ready

    def _not_now(self, _problem: Problem) -> None:
        """What was only to be quick is fetched when it is asked for."""


def _read_all(desk: Desk, ident: int, places: frozenset[str] | None) -> Ready:
    file = case_file(desk, ident)
    case = open_case(file, reviewing.open_for_review(desk, ident, PURPOSE), places)
    return Ready(case, look(desk, case.id, scans_of(case), has_rows=any(p.papers for p in file.persons)))
