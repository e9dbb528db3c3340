"""Open a case that runs out; answer for promises that a new calendar moves."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, cast

from workstation.queries.deadlines import ChangedRow, DeemedRow
from workstation.ui.action import Action
from workstation.ui.button import Weight
from workstation.usecases import promising
from workstation.vocabulary import CaseStage, Role

if TYPE_CHECKING:
    from workstation.ui.screen import Screen


WITH_SUPERVISOR = (CaseStage.PROPOSED, CaseStage.APPROVED)


class OpenEndangered(Action):
    """Open the chosen case where this officer can still decide it."""

    TEXT, ICON = "Buka berkas", "folder-open"
    WEIGHT = Weight.PRIMARY

    def fits(self, rows: Sequence[DeemedRow]) -> bool | str:
        """Tell whose desk has the case when it is not this one's."""
        if len(rows) != 1:
            return "Pilih satu berkas dahulu."
        wanted = Role.SUPERVISOR if rows[0].stage in WITH_SUPERVISOR else Role.REVIEWER
        return self.office.may(wanted) or "Berkas ini di meja peran lain: hubungi petugas yang memegangnya."

    def perform(self) -> None:
        """Go to the desk of its stage."""
        row: DeemedRow = self.rows[0]
        self.office.hub.go("approval" if row.stage in WITH_SUPERVISOR else "review", row.id)


class Recalculate(Action):
    """Count the chosen promises again, with a reason that stays."""

    TEXT, KEYS, ICON = "Hitung ulang janji", "F8", "calendar-check"
    CHANGES = frozenset({"cases"})

    def fits(self, rows: Sequence[ChangedRow]) -> bool | str:
        """Ask for at least one promise."""
        return bool(rows) or "Tandai (Spasi) atau pilih janji yang dihitung ulang."

    def perform(self) -> None:
        """Ask why; the former promise stays in the case's history."""
        rows: Sequence[ChangedRow] = self.rows
        cast("Screen", self.parent()).ask_bar.reason(
            f"Hitung ulang {len(rows)} janji menurut kalender sekarang?",
            (),
            detail="Janji lama tetap tercatat bersama alasan Anda. Beri tahu pemohon tenggat yang baru.",
            yes="Hitung ulang",
            note_label="Alasan (wajib), misalnya nomor keputusan hari libur",
            then=partial(self._confirmed, tuple(row.id for row in rows)),
        )

    def _confirmed(self, ids: tuple[int, ...], _code: str, why: str) -> None:
        desk = self.office.desk
        self.start(lambda: promising.recalculate(desk, ids, why), then=self._tell)

    def _tell(self, moved: int) -> None:
        self.office.hub.say(f"{moved} janji dihitung ulang.")
