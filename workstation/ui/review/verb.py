"""The base of all verbs of the review desk: where a verb is seen and what it works on."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from workstation.ui.action import Action
from workstation.ui.review.opened import OpenCase
from workstation.vocabulary import IN_REVIEW, Role

if TYPE_CHECKING:
    from workstation.ui.review.screen import ReviewScreen

NEWS = frozenset({"cases", "scans"})


class ReviewAction(Action):
    """A verb of this screen; `PAGE` says where it is to be seen: "desk", "inbox" or both ("")."""

    ROLE = Role.REVIEWER
    PAGE: ClassVar[str] = "desk"
    FREE: ClassVar[bool] = False

    @property
    def screen(self) -> "ReviewScreen":
        """Give the screen."""
        return cast("ReviewScreen", self.parent())

    @property
    def case(self) -> OpenCase | None:
        """Give the case on the desk."""
        return getattr(self.parent(), "case", None)

    def choose(self, rows: Sequence[object]) -> None:
        """Wait while something is asked; the scan may be looked at meanwhile."""
        super().choose(rows)
        if self.FREE or not hasattr(self.parent(), "desk"):  # the verbs are made before what they work on
            return
        if self.screen.desk.reasons.is_asking:
            self.why = "Pilih alasan dahulu; Esc membatalkan."
        elif self.screen.ask_bar.is_asking:
            self.why = "Jawab pertanyaan dahulu; Esc membatalkan."
        else:
            return
        self._show()

    def show_on(self, page: str) -> None:
        """Be there only on the right page."""
        self.setVisible(self.office.may(self.ROLE) and self.PAGE in ("", page))

    def held(self) -> OpenCase:
        """Give the case; only called when `fits` has seen one."""
        if self.case is None:
            raise RuntimeError("no case on the desk")
        return self.case

    def fits(self, _rows: object) -> bool | str:
        """Most verbs need a case that this officer holds."""
        if self.case is None:
            return "Belum ada berkas di meja."
        if self.case.file.stage not in IN_REVIEW:
            return "Penelitian berkas ini sudah selesai."
        return self.case.may_work or "Ambil berkas ini dahulu (Ctrl+T)."
