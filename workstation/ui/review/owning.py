"""Whose case it is: taking it over with a reason, taking the own last step back, and what was typed meanwhile."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from workstation.drafts import Kept
from workstation.ui.office import Office
from workstation.ui.review.verb import ReviewAction
from workstation.ui.typed import some_words
from workstation.ui.undoing import UndoLast
from workstation.usecases import reviewing
from workstation.usecases.correcting import Undone
from workstation.vocabulary import Role

KEPT = "review:"


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


class Unsent(QObject):
    """The words an officer typed for a case, kept on this computer until the database has taken them."""

    def __init__(self, office: Office, parent: QObject) -> None:
        super().__init__(parent)
        self._drafts = office.tools.get("drafts")
        self._notes: dict[int, str] = {}
        if self._drafts is not None:
            office.do(self._drafts.restore, lane="scans", then=self._restored, read=True)

    def keeping(self, ident: int, then: Callable[..., object]) -> Callable[..., object]:
        """Return a listener that keeps the note before it passes everything on."""

        def keep(chosen: list[Any], note: str) -> None:
            if note:
                self._notes[ident] = note
                if self._drafts is not None:
                    self._drafts.note(f"{KEPT}{ident}", {"note": note})
            then(chosen, note)

        return keep

    def note(self, ident: int) -> str:
        """Give the note that was typed for a case and not taken."""
        return self._notes.get(ident, "")

    def sent(self, ident: int) -> None:
        """Forget what the database has."""
        if self._notes.pop(ident, "") and self._drafts is not None:
            self._drafts.forget(f"{KEPT}{ident}")

    def _restored(self, kept: list[Kept]) -> None:
        for one in kept:
            if one.key.startswith(KEPT):
                self._notes.setdefault(int(one.key.removeprefix(KEPT)), str(one.content.get("note", "")))
