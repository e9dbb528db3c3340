"""Copy the balance with its numbers; write down that a number is nobody's."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtGui import QGuiApplication

from workstation.queries.totals import BreakRow
from workstation.ui.action import Action
from workstation.ui.totals.view import is_hole
from workstation.usecases import totalling
from workstation.vocabulary import Role

if TYPE_CHECKING:
    from workstation.ui.totals.screen import TotalsScreen


class CopyBalance(Action):
    """Put period, equations and the list of numbers on the clipboard."""

    TEXT, KEYS, ICON = "Salin neraca", "Ctrl+Shift+C", "copy"
    WHY = "Neraca belum dihitung."

    def fits(self, rows: Sequence[object]) -> bool | str:
        """Ask for a balance."""
        return bool(rows) or self.WHY

    def perform(self) -> None:
        """Copy it as lines of text."""
        QGuiApplication.clipboard().setText(cast("TotalsScreen", self.parent()).as_text())
        self.office.hub.say("Neraca disalin.")


class VoidNumber(Action):
    """Write down that a number was given and has nobody, with the reason."""

    TEXT, ICON, ROLE = "Batalkan nomor", "file-x", Role.MANAGER
    CHANGES = frozenset({"findings"})

    def fits(self, rows: Sequence[BreakRow]) -> bool | str:
        """Ask for one hole that the continuous check has found already."""
        if len(rows) != 1 or not is_hole(rows[0].code):
            return "Pilih satu nomor tanpa pemilik dahulu."
        return rows[0].finding is not None or "Tunggu pemeriksaan berikutnya (paling lama lima menit)."

    def perform(self) -> None:
        """Ask why; the number is never given again."""
        row: BreakRow = self.rows[0]
        if row.finding is None:
            return
        cast("TotalsScreen", self.parent()).ask_bar.reason(
            f"Catat nomor {row.number} sebagai batal?",
            (),
            detail="Nomor itu tidak akan pernah diberikan lagi. Alasan Anda tercatat dalam jurnal.",
            yes="Catat batal",
            note_label="Alasan (wajib), misalnya nomor berita acara",
            then=partial(self._confirmed, row.finding),
        )

    def _confirmed(self, finding: int, _code: str, why: str) -> None:
        desk = self.office.desk
        self.start(lambda: totalling.void_number(desk, finding, why), then=self._tell)

    def _tell(self, _nothing: object) -> None:
        self.office.hub.say("Nomor dicatat batal.")
        cast("TotalsScreen", self.parent()).ask_again()
