"""Whose case it is: taking it over with a reason, and taking the own last step back."""

from functools import partial
from typing import Any

from workstation.ui.review.verb import ReviewAction
from workstation.ui.typed import some_words
from workstation.ui.undoing import UndoLast
from workstation.usecases import reviewing
from workstation.usecases.correcting import Undone
from workstation.vocabulary import Role


class TakeOver(ReviewAction):
    """Take a case that a colleague holds; he is told the reason at once."""

    TEXT, KEYS, ICON, CHANGES = "Ambil alih", "Ctrl+Shift+T", "hand", frozenset({"cases"})

    def fits(self, _rows: object) -> bool | str:
        """Only while a colleague holds the case on the desk."""
        if self.case is None:
            return "Belum ada berkas di meja."
        return self.case.file.is_held_by_other or "Berkas ini tidak sedang dipegang petugas lain."

    def perform(self) -> None:
        """Ask for the reason."""
        case = self.held()
        self.screen.ask_bar.line(
            f"Ambil alih {case.file.number} dari {case.file.owner}?",
            "Ia langsung diberi tahu beserta alasannya, dan pekerjaan yang sudah tersimpan tetap ada.",
            yes="Ambil alih",
            label="Alasan",
            check=some_words,
            then=partial(self._take, case.id),
        )

    def _take(self, ident: int, reason: str) -> None:
        desk = self.office.desk
        self.start(
            lambda: reviewing.take_over(desk, ident, reason),
            then=partial(self._taken, ident),
            sorry=self.screen.effects.refused,
        )

    def _taken(self, ident: int, _result: object) -> None:
        self.screen.round.bring(ident)


class UndoReview(UndoLast):
    """Take the last step of the review back and open that case again."""

    ROLE, MACHINE = Role.REVIEWER, "case"
    CHANGES = frozenset({"cases"})

    def undone(self, undone: Undone) -> None:
        """Bring the case back to the desk."""
        super().undone(undone)
        screen: Any = self.parent()
        screen.round.bring(undone.id)
