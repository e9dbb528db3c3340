"""A document that is locked: its password is asked for on the desk, used, and stored nowhere."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from workstation.errors import EncryptedFile
from workstation.wording import sentence

if TYPE_CHECKING:
    from workstation.ui.review.screen import ReviewScreen

DETAIL = "Kata sandi hanya dipakai untuk membuka berkas ini sekarang; tidak disimpan dan tidak dicatat."


class Locked(QObject):
    """Asks for the password of the document in front; a wrong one is said, and asked for again."""

    def __init__(self, screen: "ReviewScreen") -> None:
        super().__init__(screen)
        self._screen = screen
        screen.desk.scans.locked.connect(self._ask)

    def _ask(self, scan_id: int, problem: EncryptedFile) -> None:
        unlock = partial(self._screen.desk.scans.unlock, scan_id)
        self._screen.ask_bar.passphrase(
            sentence(problem), DETAIL, label="Kata sandi berkas", yes="Buka", then=unlock
        )
