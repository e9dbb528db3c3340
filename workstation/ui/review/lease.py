"""The time for which a case is held: made longer while it is worked on, left to end when it is not."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from workstation.desk import Desk
from workstation.usecases import packets, reviewing

if TYPE_CHECKING:
    from workstation.ui.review.screen import ReviewScreen

RENEW_MS = 4 * 60 * 1000


class Lease(QObject):
    """Renews the hold on the case of the desk and its packet every few minutes if anything was done meanwhile."""

    def __init__(self, screen: "ReviewScreen") -> None:
        super().__init__(screen)
        self._screen, self._has_worked = screen, False
        self.timer = QTimer(self)
        self.timer.setInterval(RENEW_MS)
        self.timer.timeout.connect(self._renew)
        self.timer.start()

    def worked(self) -> None:
        """Take note that the officer is at work."""
        self._has_worked = True

    def _renew(self) -> None:
        screen = self._screen
        if screen.case is None or not (screen.case.may_work and self._has_worked and screen.isVisible()):
            return
        self._has_worked = False
        desk, ident = screen.office.desk, screen.case.id
        packet = tuple(screen.round.packet.left) if screen.round.packet is not None else ()
        screen.office.do(lambda: _keep(desk, ident, packet), then=self._renewed, sorry=screen.effects.refused)

    def _renewed(self, _done: object) -> None:
        """The database's own news tell the rest."""


def _keep(desk: Desk, ident: int, packet: tuple[int, ...]) -> None:
    reviewing.take(desk, ident)
    if packet:
        packets.keep_packet(desk, packet)
