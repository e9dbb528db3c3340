"""Which printer: the list of the print server, remembered for this machine."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from workstation.printing.spooler import PrinterFacts, PrinterState
from workstation.settings import Settings
from workstation.ui.printer_choices import TRAY, Paper, chosen, keep
from workstation.ui.printer_words import TRAYS, meaning
from workstation.usecases.printing_out import Tray


class PrinterBox(QComboBox):
    """The printers to choose from; the choice is kept on this machine, the setting comes first."""

    picked = Signal(str)

    def __init__(self, paper: Paper, settings: Settings | None) -> None:
        super().__init__()
        self.paper, self._settings = paper, settings
        self.is_picking = False
        self.facts: dict[str, PrinterFacts] = {}
        self.setAccessibleName("Pencetak")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(22)
        self.addItem("Mencari pencetak …", "")
        self.activated.connect(self._keep)

    def set_printers(self, printers: Sequence[PrinterFacts]) -> None:
        """Show these; a printer that was chosen once and is gone stays, so that no paper goes astray."""
        wanted = self._choice() or self._wanted(printers)
        self.facts = {one.name: one for one in printers}
        self.clear()
        for one in printers:
            self.addItem(self._words(one), one.name)
            for tray in one.trays if len(one.trays) > 1 else ():
                self.addItem(f"{self._words(one)} · {TRAYS.get(tray, tray)}", f"{one.name}{TRAY}{tray}")
        if wanted and self.findData(wanted) < 0:
            self.addItem(f"{' · '.join(wanted.split(TRAY))} – tidak ditemukan", wanted)
        if not self.count():
            self.addItem("Tidak ada pencetak", "")
        self.setCurrentIndex(max(self.findData(wanted), 0))
        self.setToolTip(self.currentText())
        self.picked.emit(self.printer())

    def printer(self) -> str:
        """Give the chosen printer's name, or "" when there is none."""
        return self._choice().partition(TRAY)[0]

    def _choice(self) -> str:
        return str(self.currentData() or "")

    def tray(self) -> Tray:
        """Give where permits go."""
        printer, _, tray = self._choice().partition(TRAY)
        return Tray(printer, tray)

    def follow(self, other: "PrinterBox") -> None:
        """Choose what another box of the same paper has chosen."""
        at = self.findData(other.currentData())
        if at >= 0 and at != self.currentIndex():
            self.setCurrentIndex(at)
            self.setToolTip(self.currentText())
            self.picked.emit(self.printer())

    def doubt(self) -> str:
        """Say why nothing can be printed on the chosen one, or ""."""
        name = self.printer()
        if not name:
            return "Tidak ada pencetak: periksa server cetak, lalu tekan F5."
        if name not in self.facts or self.tray().tray not in ("", *self.facts[name].trays):
            return f"Pencetak {name} tidak ditemukan: pilih pencetak lain (Ctrl+P)."
        return ""

    def _wanted(self, printers: Sequence[PrinterFacts]) -> str:
        printer, tray = chosen(self.paper, self._settings)
        default = next((one.name for one in printers if one.is_default), "")
        return (f"{printer}{TRAY}{tray}" if tray else printer) or default

    def _words(self, one: PrinterFacts) -> str:
        said = meaning(" ".join(one.reasons)) or ", ".join(one.reasons)
        if one.state is PrinterState.STOPPED:
            return f"{one.name} – berhenti" + (f": {said}" if said else "")
        if not one.accepting:
            return f"{one.name} – menolak cetakan"
        return f"{one.name} – {said}" if said else one.name

    def _keep(self, _index: int) -> None:
        keep(self.paper, self._choice())
        self.setToolTip(self.currentText())
        self.is_picking = True
        self.picked.emit(self.printer())
        self.is_picking = False
