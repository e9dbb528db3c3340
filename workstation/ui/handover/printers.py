"""Which printer: the list of the print server, remembered for this machine."""

from collections.abc import Sequence

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QComboBox

from workstation.printing.spooler import PrinterFacts, PrinterState
from workstation.usecases.printing_out import Tray

KEPT = "printers/permit"
TRAY = "\t"  # between a printer and one of its trays
TRAYS = {
    "auto": "baki otomatis",
    "main": "baki utama",
    "manual": "baki manual",
    "by-pass-tray": "baki samping",
    "top": "baki atas",
    "middle": "baki tengah",
    "bottom": "baki bawah",
    **{f"tray-{number}": f"baki {number}" for number in range(1, 7)},
}
# what print servers say (RFC 8011 section 5.4.12), in the officer's words
REASONS = {
    "media-empty": "kertas habis",
    "media-needed": "kertas habis",
    "media-jam": "kertas macet",
    "media-low": "kertas hampir habis",
    "toner-empty": "toner habis",
    "toner-low": "toner hampir habis",
    "marker-supply-empty": "tinta atau toner habis",
    "marker-supply-low": "tinta atau toner hampir habis",
    "cover-open": "tutup pencetak terbuka",
    "door-open": "tutup pencetak terbuka",
    "offline": "pencetak tidak tersambung",
    "printer-stopped": "pencetak dihentikan (jeda)",
    "paused": "pencetak dihentikan (jeda)",
    "connecting-to-device": "masih menyambung ke pencetak",
    "timed-out": "pencetak tidak menjawab",
    "unavailable": "pencetak tidak dapat dihubungi",
    "refused": "server cetak tidak menerima sambungan",
    "media-not-supported": "pencetak tidak mempunyai ukuran kertas ini",
    "no such printer": "pencetak itu tidak ada dalam daftar",
    "dihentikan petugas": "cetakan dihentikan petugas",
}


def meaning(raw: str) -> str:
    """Say in Indonesian what a printer's own words mean; nothing when they are not known."""
    said = raw.casefold()
    found = dict.fromkeys(words for code, words in REASONS.items() if code in said)
    return ", ".join(found)


class PrinterBox(QComboBox):
    """The printers to choose from; the choice is kept on this machine, the setting comes first."""

    picked = Signal(str)

    def __init__(self, setting: str = "", tray: str = "") -> None:
        super().__init__()
        self._setting = f"{setting}{TRAY}{tray}" if tray else setting
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

    def doubt(self) -> str:
        """Say why nothing can be printed on the chosen one, or ""."""
        name = self.printer()
        if not name:
            return "Tidak ada pencetak: periksa server cetak, lalu tekan F5."
        if name not in self.facts or self.tray().tray not in ("", *self.facts[name].trays):
            return f"Pencetak {name} tidak ditemukan: pilih pencetak lain (Ctrl+P)."
        return ""

    def _wanted(self, printers: Sequence[PrinterFacts]) -> str:
        kept = str(QSettings().value(KEPT, "") or "")
        default = next((one.name for one in printers if one.is_default), "")
        return kept or self._setting or default

    def _words(self, one: PrinterFacts) -> str:
        said = meaning(" ".join(one.reasons)) or ", ".join(one.reasons)
        if one.state is PrinterState.STOPPED:
            return f"{one.name} – berhenti" + (f": {said}" if said else "")
        if not one.accepting:
            return f"{one.name} – menolak cetakan"
        return f"{one.name} – {said}" if said else one.name

    def _keep(self, _index: int) -> None:
        QSettings().setValue(KEPT, self._choice())
        self.setToolTip(self.currentText())
        self.picked.emit(self.printer())
