"""A document that is locked: its password is asked for on the desk, used, and stored nowhere."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from workstation.errors import EncryptedFile
from workstation.ui.review.scans import ScanPane
from workstation.wording import sentence

if TYPE_CHECKING:
    from workstation.ui.review.screen import ReviewScreen

DETAIL = "Kata sandi hanya dipakai untuk membuka berkas ini sekarang; tidak disimpan dan tidak dicatat."


class Locked(QObject):
    """Asks for the password of the document in either pane; a wrong one is said, and asked for again."""

    def __init__(self, screen: "ReviewScreen") -> None:
        super().__init__(screen)
        self._screen = screen
        screen.desk.scans.locked.connect(self._ask_first)
        screen.desk.scene.other.locked.connect(self._ask_second)

    def _ask_first(self, scan_id: int, problem: EncryptedFile) -> None:
        self._ask(self._screen.desk.scans, scan_id, problem)

    def _ask_second(self, scan_id: int, problem: EncryptedFile) -> None:
        self._ask(self._screen.desk.scene.other, scan_id, problem)

    def _ask(self, pane: ScanPane, scan_id: int, problem: EncryptedFile) -> None:
        self._screen.ask_bar.passphrase(
            sentence(problem),
            DETAIL,
            label="Kata sandi berkas",
            yes="Buka",
            then=partial(pane.unlock, scan_id),
        )
