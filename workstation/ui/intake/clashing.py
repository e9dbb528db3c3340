"""Two officers typed into the same case: show where they differ, and let this one choose."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from workstation.catalogue.rules import PermitTypeRules
from workstation.ui.intake.opened import COMPARE, Opened, from_database
from workstation.usecases.intake import WorkerEntry

if TYPE_CHECKING:
    from workstation.ui.intake.screen import IntakeScreen

MOST_SHOWN = 6


class Clash(QObject):
    """Keeps the other's text until this officer has chosen; what is typed stays on the screen."""

    def __init__(self, screen: "IntakeScreen") -> None:
        super().__init__(screen)
        self.screen = screen
        self._theirs: Opened | None = None
        screen.view.clash.first.connect(self._keep_mine)
        screen.view.clash.second.connect(self._take_theirs)

    def compare(self) -> None:
        """Fetch what the other saved."""
        draft, desk = self.screen.keeper.draft, self.screen.office.desk
        if draft is not None:
            number = draft.id
            self.screen.office.do(
                lambda: from_database(desk, number, COMPARE),
                then=self._compared,
                sorry=self.screen.complain_anywhere,
            )

    def _compared(self, theirs: Opened) -> None:
        editor, keeper = self.screen.editor, self.screen.keeper
        if editor is None or keeper.draft is None or theirs.draft is None or theirs.key != keeper.key:
            return
        rows = editor.workers.rows() if editor.workers is not None else ()
        lines = differences(theirs.rules, editor.form.values(), theirs.values, rows, theirs.workers)
        if not lines:
            # the answer to an own save was lost: the database has exactly this text
            keeper.overwrite(theirs.draft.version)
            return
        self._theirs = theirs
        if len(lines) > MOST_SHOWN:
            lines = [*lines[:MOST_SHOWN], f"… dan {len(lines) - MOST_SHOWN} isian lain."]
        self.screen.view.clash.offer(
            "Petugas lain sudah menyimpan berkas ini. Isian Anda masih ada di layar.",
            "\n".join(lines),
            "Simpan isian saya",
            "Pakai isian petugas lain",
        )

    def _keep_mine(self) -> None:
        if self._theirs is not None and self._theirs.draft is not None:
            self.screen.keeper.overwrite(self._theirs.draft.version)
            self._theirs = None

    def _take_theirs(self) -> None:
        if self._theirs is not None:
            theirs, self._theirs = self._theirs, None
            self.screen.keeper.drop()
            self.screen.show_case(theirs)


def differences(
    rules: PermitTypeRules,
    mine: Mapping[str, str],
    theirs: Mapping[str, str],
    my_workers: Sequence[WorkerEntry] = (),
    their_workers: Sequence[WorkerEntry] = (),
) -> list[str]:
    """Name each field that differs with both values."""
    lines = []
    for spec in rules.fields:
        one, other = mine.get(spec.code, ""), theirs.get(spec.code, "")
        if one != other:
            said = [f"“{spec.label_of(text)}”" if text else "kosong" for text in (one, other)]
            lines.append(f"{spec.label}: Anda {said[0]}, petugas lain {said[1]}")
    if tuple(my_workers) != tuple(their_workers):
        lines.append(f"Daftar pekerja: Anda {len(my_workers)} orang, petugas lain {len(their_workers)} orang")
    return lines
