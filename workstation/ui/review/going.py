"""Verbs that say which case lies on the desk: the next, the one before, none, and the parts of the list."""

from functools import partial

from workstation.queries.inbox import Only
from workstation.ui.button import Weight
from workstation.ui.review.inbox import PARTS
from workstation.ui.review.verb import ReviewAction
from workstation.vocabulary import IN_REVIEW


class TakeNext(ReviewAction):
    """The next case: from the inbox, or in place of the one on the desk, which is given back."""

    TEXT, KEYS, ICON, WEIGHT = "Ambil berikutnya", "F2", "skip-forward", Weight.PLAIN
    CHANGES = frozenset({"cases"})
    PAGE = ""
    TIP = "Berkas dengan tenggat terdekat yang belum dipegang siapa pun."

    def fits(self, _rows: object) -> bool | str:
        """Always; say what happens to the case on the desk."""
        if self.case is not None:
            self.setText("Lewati" if self.case.may_work else "Berikutnya")
        else:
            self.setText("Lanjutkan paket" if self.screen.round.packet else self.TEXT)
        return True

    def perform(self) -> None:
        """Skip what is open, once its marks are stored: it is given back, and then nothing more could be."""
        self.screen.keeper.when_kept(partial(self.screen.round.take_next, skip=True, busy=self))


class TakePacket(ReviewAction):
    """Ten cases at once, the nearest deadlines first, to be worked one after the other."""

    TEXT, KEYS, ICON, CHANGES = "Ambil paket", "Shift+F2", "package", frozenset({"cases"})
    PAGE = "inbox"
    TIP = "Sepuluh berkas dengan tenggat terdekat sekaligus; rekan melihat bahwa Anda memegangnya."

    def fits(self, _rows: object) -> bool | str:
        """Always; who holds some already gets them filled up."""
        return True

    def perform(self) -> None:
        """Take them and open the first."""
        self.screen.round.take_packet(busy=self)


class GiveBack(ReviewAction):
    """Give back every case that this officer holds; what was judged and marked stays."""

    TEXT, KEYS, ICON, CHANGES = "Lepaskan semua", "Ctrl+F2", "lock-open", frozenset({"cases"})
    PAGE = ""

    def fits(self, _rows: object) -> bool | str:
        """Something must be held."""
        is_at_work = self.case is not None and self.case.may_work
        holds = is_at_work or bool(self.screen.round.packet) or self.screen.inbox.held > 0
        return holds or "Anda tidak memegang berkas."

    def perform(self) -> None:
        """Let marks reach the database first."""
        self.screen.keeper.when_kept(partial(self.screen.round.give_back, busy=self))


class TakeIt(ReviewAction):
    """Try to take the case that is only being read."""

    TEXT, KEYS, ICON, CHANGES = "Coba ambil", "Ctrl+T", "hand", frozenset({"cases"})

    def fits(self, _rows: object) -> bool | str:
        """Only for a case that this officer does not hold."""
        if self.case is None:
            return "Belum ada berkas di meja."
        if self.case.file.stage not in IN_REVIEW:
            return "Penelitian berkas ini sudah selesai."
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
