"""How pages lie (turned, straightened, cropped), on its way to the database: the last wish is what stays."""

from collections.abc import Callable, Hashable

from PySide6.QtCore import QObject, Slot

from workstation.errors import Problem
from workstation.ui.jobs import Job
from workstation.ui.office import Office


class PageLaying(QObject):
    """Takes wishes as fast as the key is pressed; of one page only one is on its way, and then the newest."""

    def __init__(self, office: Office, sorry: Callable[[Problem], None], parent: QObject) -> None:
        super().__init__(parent)
        self._office, self._sorry = office, sorry
        self._waiting: dict[Hashable, Callable[[], object]] = {}
        self._sending: dict[Hashable, Job] = {}

    def keep(self, place: Hashable, work: Callable[[], object]) -> None:
        """Store what `work` writes of this place, after what is on its way there and instead of what waits."""
        self._waiting[place] = work
        self._send(place)

    def _send(self, place: Hashable) -> None:
        if place in self._sending or place not in self._waiting:
            return
        job = self._sending[place] = self._office.do(self._waiting.pop(place), sorry=self._sorry)
        job.ended.connect(self._over)

    @Slot()
    def _over(self) -> None:
        ended = self.sender()
        for place in [place for place, job in self._sending.items() if job is ended]:
            del self._sending[place]
            self._send(place)
