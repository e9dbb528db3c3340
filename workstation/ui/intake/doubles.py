"""Whether the person being typed in has an open case of the same type already: asked when his NIK is complete."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from workstation.errors import Problem
from workstation.ui.intake.entry import EntryForm
from workstation.usecases.searching import OpenElsewhere, find_open_case
from workstation.wording import word

if TYPE_CHECKING:
    from workstation.ui.intake.screen import IntakeScreen


class Doubles(QObject):
    """Asks once for each NIK and type; each question is journalled by the database."""

    def __init__(self, screen: "IntakeScreen") -> None:
        super().__init__(screen)
        self.screen = screen
        self._asked: tuple[str, str, int] = ("", "", 0)

    def look(self) -> None:
        """Ask when the NIK in the form is complete and is not the one asked for last."""
        editor = self.screen.editor
        nik = editor.form.applicant_nik if editor is not None else ""
        if editor is None or not nik:
            return
        draft, rules = self.screen.keeper.draft, editor.opened.rules
        question = (nik, rules.code, draft.id if draft else 0)
        if question[:2] == self._asked[:2]:
            return
        self._asked = question
        self.screen.office.do(
            partial(find_open_case, self.screen.office.desk, *question),
            then=partial(self._told, editor.form, nik),
            sorry=self._not_told,
        )

    def forget(self) -> None:
        """Ask again for the next case, whoever it is."""
        self._asked = ("", "", 0)

    def _told(self, form: EntryForm, nik: str, found: OpenElsewhere | None) -> None:
        editor = self.screen.editor
        if editor is None or editor.form is not form:
            return
        said = ""
        if found is not None:
            said = (
                f"Sudah ada permohonan sejenis: {found.number} ({word(found.stage)}, {found.point}). "
                "Lanjutkan yang itu; pengajuan kedua akan ditolak."
            )
        form.tell_open(nik, said)

    def _not_told(self, _problem: Problem) -> None:
        """A hint that does not come holds nobody up: the database looks again when it is handed in."""
        self.forget()
