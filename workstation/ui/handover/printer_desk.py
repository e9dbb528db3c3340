"""The printers of this desk: for each kind of paper a printer and its tray, its state, what to do, and a test page."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from workstation.printing.sheets import PaperSize
from workstation.printing.spooler import PrinterFacts, PrinterState
from workstation.settings import Settings
from workstation.ui.action import Action, ActionButton
from workstation.ui.bars import words
from workstation.ui.button import Button
from workstation.ui.flow import FlowLayout
from workstation.ui.handover.printers import PrinterBox
from workstation.ui.native import scrolled
from workstation.ui.printer_choices import Paper
from workstation.ui.printer_words import TRAYS, meaning, to_do
from workstation.ui.theme import pad
from workstation.usecases.printer_trials import print_trial_page, print_trial_slip
from workstation.vocabulary import Role

if TYPE_CHECKING:
    from workstation.ui.handover.screen import HandoverScreen

USES: Final = {
    Paper.PERMIT: "Surat izin dan keputusan",
    Paper.LETTER: "Tanda terima, SKRD, bukti, dan lembar lain",
    Paper.TICKET: "Tiket antrean",
}


def state_words(facts: PrinterFacts | None, name: str) -> str:
    """Say how a printer is and what to do about it."""
    if not name:
        return "Tidak ada pencetak: periksa server cetak, lalu tekan F5."
    if facts is None:
        return "Pencetak ini tidak ditemukan: pilih yang lain, atau tekan F5 setelah dinyalakan."
    raw = " ".join(facts.reasons)
    known = meaning(raw) or ", ".join(facts.reasons)
    if facts.state is PrinterState.STOPPED:
        return f"Berhenti{f': {known}' if known else ''}. {to_do(raw or 'printer-stopped')}"
    if not facts.accepting:
        return f"Menolak cetakan. {to_do('hold-new-jobs')}"
    if known:
        return f"{known[0].upper()}{known[1:]}. {to_do(raw)}".strip()
    return "Sedang mencetak." if facts.state is PrinterState.PRINTING else "Siap."


class PrinterDesk(QFrame):
    """Three kinds of paper, each with its printer; Tab goes from one to the next, Esc goes back."""

    left = Signal()
    picked = Signal(object)  # a Paper

    def __init__(self, settings: Settings | None, test: "TryPrinter") -> None:
        super().__init__()
        self.setProperty("role", "card")
        # as long as it is hidden it must not make the form beside it taller than the window
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.boxes = {paper: PrinterBox(paper, settings) for paper in Paper}
        self.states: dict[Paper, QLabel] = {paper: words("", "muted", wrap=True) for paper in Paper}
        inside = QWidget()
        inside.setObjectName("plain")
        column = QVBoxLayout(inside)
        pad(column, 0, 0, 8, 0, gap=8)
        column.addWidget(words("Pencetak meja ini", "section"))
        column.addWidget(words("Pilihan diingat di komputer ini.", "muted", wrap=True))
        for paper, box in self.boxes.items():
            box.setAccessibleName(f"Pencetak untuk {USES[paper].lower()}")
            label = words(USES[paper], "label")
            label.setBuddy(box)
            column.addSpacing(6)
            for part in (label, box, self.states[paper]):
                column.addWidget(part)
            box.picked.connect(partial(self._picked, paper))
        column.addStretch(1)
        area = scrolled(inside, sideways=False)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        holder, row = QWidget(), FlowLayout(right=False)
        done = Button("Selesai", keys="Esc")
        done.clicked.connect(self.left.emit)
        for button in (ActionButton(test), done):
            row.addWidget(button)
        holder.setLayout(row)
        whole = QVBoxLayout(self)
        pad(whole, 16, 14, 8, 14, gap=10)
        whole.addWidget(area, 1)
        whole.addWidget(holder)

    def set_printers(self, printers: Sequence[PrinterFacts]) -> None:
        """Show these and how they are."""
        for box in self.boxes.values():
            box.set_printers(printers)

    def now(self) -> Paper:
        """Give the kind of paper under the cursor."""
        return next((paper for paper, box in self.boxes.items() if box.hasFocus()), Paper.PERMIT)

    def focus_first(self) -> None:
        """Put the cursor into the first."""
        self.boxes[Paper.PERMIT].setFocus()

    def _picked(self, paper: Paper, name: str) -> None:
        box = self.boxes[paper]
        self.states[paper].setText(state_words(box.facts.get(name), name))
        self.picked.emit(paper)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)


class PrinterVerb(Action):
    """A verb on the printers of this desk."""

    ROLE = Role.OFFICER

    @property
    def here(self) -> "HandoverScreen":
        """Give the screen."""
        return cast("HandoverScreen", self.parent())


class ChoosePrinter(PrinterVerb):
    """Open the printers of this desk, and go back."""

    TEXT, KEYS, ICON = "Pilih pencetak", "Ctrl+P", "printer"

    def perform(self) -> None:
        """Open or close."""
        self.here.toggle_printers()


class TryPrinter(PrinterVerb):
    """Print a page about the printer itself on the one under the cursor."""

    TEXT, KEYS, ICON = "Uji pencetak", "Ctrl+T", "scan-line"
    WHY = "Buka pencetak meja ini dahulu (Ctrl+P)."

    def fits(self, rows: Sequence[object]) -> bool | str:  # noqa: ARG002 - printers, not rows
        """Only while the printers are open."""
        return getattr(self.here, "printer_desk", None) is not None and self.here.is_choosing_printers()

    def perform(self) -> None:
        """Send it and wait for the printer's word."""
        paper = self.here.printer_desk.now()
        box = self.here.printer_desk.boxes[paper]
        if box.doubt():
            self.here.notice.show_text(f"{USES[paper]}: halaman uji tidak dikirim.", box.doubt())
            return
        desk, spooler, settings = self.office.desk, self.office.spooler, self.office.settings or Settings()
        to = box.tray()
        if paper is Paper.TICKET:
            work = partial(print_trial_slip, desk, to.printer, settings, spooler=spooler)
        else:
            work = partial(
                print_trial_page,
                desk,
                to,
                PaperSize(self.here.office_settings.paper),
                use=USES[paper],
                tray_words=TRAYS.get(to.tray, to.tray),
                spooler=spooler,
                limit=self.here.PATIENCE,
            )
        self.start(
            work, lane="paper", name=f"Halaman uji {to.printer}", then=self._done, sorry=self.here.test_failed
        )

    def _done(self, printer: str) -> None:
        self.here.say(f"Halaman uji keluar dari {printer}: lihat garis tepi dan penggarisnya.")
        self.here.look_at_printers()
