"""The verb that takes the officer's own last step back; each screen with steps has one of its own kind."""

from typing import ClassVar

from workstation.ui.action import Action
from workstation.ui.screen import Screen
from workstation.usecases import correcting
from workstation.usecases.correcting import Undone
from workstation.wording import word


class UndoLast(Action):
    """Take the last step back while its minutes last; the database knows which one it was."""

    TEXT, ICON = "Urungkan langkah terakhir", "undo-2"
    MACHINE: ClassVar[str] = "visit"

    def perform(self) -> None:
        """Ask the database to take it back."""
        desk, machine = self.office.desk, self.MACHINE
        self.start(lambda: correcting.undo_last(desk, machine), then=self.undone, sorry=self.complain)

    def complain(self, problem: object) -> None:
        """Say why not, under the title."""
        screen = self.parent()
        if isinstance(screen, Screen):
            screen.complain(problem)  # type: ignore[arg-type]

    def undone(self, undone: Undone) -> None:
        """Say where the thing stands again."""
        self.office.hub.say(f"Diurungkan: {undone.name} kembali pada tahap {word(undone.stage).lower()}.")
