"""What came out of the printer, to be looked at: good, or not good and why. Only then is a paper *printed*."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from workstation.phrasing import date_time
from workstation.queries.permits import DocumentRow
from workstation.queries.sheets import OpenRun
from workstation.ui.action import Action
from workstation.ui.bars import words
from workstation.ui.button import Weight
from workstation.ui.flow import FlowLayout
from workstation.ui.table import Column, RowTable
from workstation.ui.theme import pad
from workstation.usecases import printing_out
from workstation.usecases.printing_out import PrintEnd
from workstation.vocabulary import PrintState, Role

if TYPE_CHECKING:
    from workstation.ui.handover.screen import HandoverScreen

NOT_OUT, OTHER = "not_out", "other"
FAULTS = (
    ("jam", "Macet, sobek atau kusut"),
    ("faint", "Tinta tidak jelas atau bergaris"),
    ("misfed", "Miring, terpotong atau salah kertas"),
    (NOT_OUT, "Kertasnya tidak keluar sama sekali (lembarnya tetap belum terpakai)"),
    (OTHER, "Alasan lain (tuliskan)"),
)


def _about(run: OpenRun) -> str:
    lost = " · hasilnya tidak diketahui" if run.state is PrintState.QUEUED else ""
    return f"{run.number} – {run.holder} · cetakan ke-{run.copy}, {date_time(run.queued_at)}, {run.officer}{lost}"


COLUMNS = (
    Column(
        "Surat",
        lambda r: r.number,
        strong=True,
        sub=lambda r: f"? {r.holder}" if r.state is PrintState.QUEUED else r.holder,
        tooltip=_about,
    ),
    Column("Lembar", lambda r: r.sheets or "–", width=100, tooltip=lambda r: r.sheets),
)


class ConfirmPanel(QFrame):
    """The runs that wait for an officer's look; a tick says that one is not good."""

    left = Signal()

    def __init__(self, buttons: Sequence[QWidget]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        # as long as it is hidden it must not make the form beside it taller than the window
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.table = RowTable(COLUMNS, name="confirm", checkable=True, many=True)
        self._title = words("Lihat kertasnya", "section")
        advice = words(
            "Tandai (Spasi) yang tidak baik. Yang tidak ditandai dianggap baik dan baru sesudah dipastikan"
            " berstatus tercetak.",
            "muted",
            wrap=True,
        )
        holder, row = QWidget(), FlowLayout(right=False)
        for button in buttons:
            row.addWidget(button)
        holder.setLayout(row)
        column = QVBoxLayout(self)
        pad(column, 14, 12, 14, 10, gap=8)
        column.addWidget(self._title)
        column.addWidget(advice)
        column.addWidget(self.table, 1)
        column.addWidget(holder)

    @property
    def runs(self) -> Sequence[OpenRun]:
        """Give what waits."""
        return self.table.rows()

    def show_runs(self, runs: Sequence[OpenRun]) -> None:
        """Show these."""
        self.table.set_rows(runs)
        self._title.setText(f"Lihat kertasnya: {len(runs)} cetakan belum dipastikan")
        if runs and self.table.row_now() is None:
            self.table.choose_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts it off; it stays to be done."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)


class LookAction(Action):
    """A verb on what came out."""

    ROLE, CHANGES = Role.OFFICER, frozenset({"documents", "prints", "sheets"})
    WHY = "Tidak ada cetakan yang perlu dipastikan."

    @property
    def here(self) -> "HandoverScreen":
        """Give the screen."""
        return cast("HandoverScreen", self.parent())

    def fits(self, rows: Sequence[DocumentRow]) -> bool | str:  # noqa: ARG002 - the panel's rows
        """Only while something waits to be looked at."""
        panel = getattr(self.here, "looking", None)
        return panel is not None and bool(panel.runs)

    def settle(self, ends: Sequence[PrintEnd]) -> None:
        """Say what became of these runs."""
        desk = self.office.desk
        self.start(lambda: printing_out.confirm_prints(desk, ends), then=self._done)

    def _done(self, good: int) -> None:
        self.here.looked_at(good)


class LookAtPrints(LookAction):
    """Go to what waits to be looked at, and back."""

    TEXT, KEYS, ICON = "Pastikan hasil cetak", "F9", "list-checks"

    def perform(self) -> None:
        """Open or close the panel."""
        self.here.toggle_looking()


class ConfirmGood(LookAction):
    """Everything that is not ticked is good."""

    TEXT, KEYS, ICON, WEIGHT = "Baik semua", "F8", "check", Weight.PRIMARY

    def perform(self) -> None:
        """Confirm them as one pack."""
        panel = self.here.looking
        bad = {run.id for run in panel.table.checked()}
        good = [PrintEnd(run.id, PrintState.PRINTED) for run in panel.runs if run.id not in bad]
        if good:
            self.settle(good)
        else:
            self.here.say("Semua ditandai tidak baik: tekan F6 dan sebutkan sebabnya.")


class SayNotGood(LookAction):
    """What is ticked, or the row under the cursor, is not good."""

    TEXT, KEYS, ICON = "Tidak baik", "F6", "x"

    def perform(self) -> None:
        """Ask what is wrong, once for all of them."""
        bad: tuple[OpenRun, ...] = self.here.looking.table.chosen_rows()
        named = ", ".join(run.number for run in bad[:3]) + (" …" if len(bad) > 3 else "")
        self._bad = [run.id for run in bad]
        self.here.ask_bar.reason(
            "Apa yang salah dengan cetakan ini?",
            FAULTS,
            detail=f"{named}. Kertas yang rusak tidak dipakai lagi dan suratnya kembali ke “Siap cetak”.",
            yes="Catat",
            note_for=frozenset({OTHER}),
            then=self._told,
        )

    def _told(self, code: str, note: str) -> None:
        label = dict(FAULTS)[code]
        if code == NOT_OUT:
            self.settle([PrintEnd(run, PrintState.FAILED, note) for run in self._bad])
            return
        what = note if code == OTHER else f"{label}: {note}" if note else label
        self.settle([PrintEnd(run, PrintState.SPOILED, what) for run in self._bad])
