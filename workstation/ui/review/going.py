"""Verbs that say which case lies on the desk: the next, the one before, none, and the parts of the list."""

from workstation.queries.inbox import Only
from workstation.ui.button import Weight
from workstation.ui.review.inbox import PARTS
from workstation.ui.review.verb import ReviewAction


class TakeNext(ReviewAction):
    """The next case: from the inbox, or in place of the one on the desk, which is given back."""

    TEXT, KEYS, ICON, WEIGHT = "Ambil berikutnya", "F2", "skip-forward", Weight.PLAIN
    CHANGES = frozenset({"cases"})
    PAGE = ""
    TIP = "Berkas dengan tenggat terdekat yang belum dipegang siapa pun."

    def fits(self, _rows: object) -> bool | str:
        """Always."""
        return True

    def show_on(self, page: str) -> None:
        """Say what happens to the case on the desk."""
        super().show_on(page)
        self.setText("Lewati" if page == "desk" else "Ambil berikutnya")

    def perform(self) -> None:
        """Skip what is open."""
        self.screen.round.take_next(skip=True, busy=self)


class TakeIt(ReviewAction):
    """Try to take the case that is only being read."""

    TEXT, KEYS, ICON, CHANGES = "Coba ambil", "Ctrl+T", "hand", frozenset({"cases"})

    def fits(self, _rows: object) -> bool | str:
        """Only for a case that this officer does not hold."""
        if self.case is None:
            return "Belum ada berkas di meja."
        return not self.case.may_work or "Berkas ini sudah Anda pegang."

    def perform(self) -> None:
        """Open it anew, this time to work on it."""
        self.screen.round.bring(self.held().id, busy=self)


class LastCase(ReviewAction):
    """Open the case that was on the desk before."""

    TEXT, KEYS, ICON, PAGE = "Berkas sebelumnya", ("Alt+Left", "Backspace"), "history", ""

    def fits(self, _rows: object) -> bool | str:
        """There must be one."""
        history = self.screen.round.history
        return bool(history) or "Belum ada berkas sebelumnya."

    def perform(self) -> None:
        """Go back one."""
        self.screen.round.go_back(busy=self)


class ToInbox(ReviewAction):
    """Go to the list; the case stays with the officer until its time ends."""

    TEXT, KEYS, ICON = "Daftar berkas", "Alt+Up", "inbox"

    def fits(self, _rows: object) -> bool | str:
        """Always."""
        return True

    def perform(self) -> None:
        """Show the list."""
        self.screen.show_inbox_page()


class ShowPart(ReviewAction):
    """Show one part of the inbox."""

    PAGE = "inbox"
    ONLY = Only.ALL

    def fits(self, _rows: object) -> bool | str:
        """Always."""
        return True

    def perform(self) -> None:
        """Ask for it."""
        self.screen.inbox.choose(self.ONLY)


def _part(number: int, only: Only) -> type[ShowPart]:
    words = {"TEXT": f"Tampilkan: {PARTS[only]}", "KEYS": f"Ctrl+{number}", "ONLY": only}
    return type(f"Show{only.value.title()}", (ShowPart,), words)


PART_ACTIONS = {only: _part(number, only) for number, only in enumerate(PARTS, start=1)}
