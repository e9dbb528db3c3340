"""Tells an officer at once that a colleague took a case out of his hands, and why; on whatever screen he is."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from workstation import phrasing
from workstation.ui.office import Office
from workstation.usecases import correcting
from workstation.usecases.correcting import TakenOver
from workstation.vocabulary import Role


class TakeoverTeller(QObject):
    """Listens for the topic `takeovers`; `show` puts a sentence and what was kept before the officer."""

    def __init__(self, office: Office, show: Callable[[str, str], None], parent: QObject) -> None:
        super().__init__(parent)
        self.office, self._show = office, show
        if office.may(Role.REVIEWER):
            office.hub.changed.connect(self._hear)
            self._ask()

    def _hear(self, topics: frozenset[str]) -> None:
        if "takeovers" in topics:
            self._ask()

    def _ask(self) -> None:
        self.office.do(partial(correcting.unseen_takeovers, self.office.desk), then=self._tell, read=True)

    def _tell(self, taken: tuple[TakenOver, ...]) -> None:
        if not taken:
            return
        last = taken[-1]
        others = f" Begitu pula {len(taken) - 1} berkas lain." if len(taken) > 1 else ""
        self._show(
            f"Berkas {last.number} diambil alih oleh {last.by} pada {phrasing.short_moment(last.at)}:"
            f" “{last.reason}”.{others}",
            "Yang sudah dinilai tetap tersimpan; catatan yang sedang Anda tulis disimpan di komputer ini.",
        )
        self.office.do(partial(_acknowledge, self.office, taken))


def _acknowledge(office: Office, taken: tuple[TakenOver, ...]) -> None:
    for one in taken:
        correcting.acknowledge_takeover(office.desk, one.id)
