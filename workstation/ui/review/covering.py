"""A covered copy for handing out: frame what is private, say for whom, print it or save it."""

from collections.abc import Generator
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from workstation.places_on_page import Region
from workstation.progress import Progress
from workstation.ui.review.picture_tools import PictureAction
from workstation.usecases.covering import LABEL, cover, print_covered, save_covered


class CoverPlace(PictureAction):
    """Black out a part of the page in the copy; the paper itself stays as it is."""

    TEXT, KEYS, ICON = "Tutupi bagian", "S", "eye-off"

    def perform(self) -> None:
        """Let the part be framed."""
        self.pane.canvas.frame("Bagian yang ditutup pada salinan", self.screen, self._cover)

    def _cover(self, region: Region) -> None:
        self.pane.set_covers((*self.pane.covers, region))


class _OnCovers(PictureAction):
    """A verb that needs something to be covered."""

    def fits(self, rows: object) -> bool | str:
        """Something must be covered."""
        answer = super().fits(rows)
        return (
            answer if answer is not True else bool(self.pane.covers) or "Belum ada bagian yang ditutup (S)."
        )


class Uncover(_OnCovers):
    """Take the last cover off again."""

    TEXT, KEYS, ICON = "Buka tutup terakhir", "Shift+S", "eye"

    def perform(self) -> None:
        """Take it off."""
        self.pane.set_covers(self.pane.covers[:-1])


class _Copy(_OnCovers):
    """A covered copy leaves: its purpose is asked and journalled before it is made."""

    def perform(self) -> None:
        """Ask what for."""
        count = len(self.pane.covers)
        self.screen.ask_bar.line(
            f"Untuk keperluan apa {LABEL.lower()} ini?",
            f"{count} bagian dihitamkan; salinan dibuat dari gambarnya saja dan tercatat di jurnal.",
            label="Keperluan",
            check=_purpose_fault,
            yes=self.TEXT.split()[0],
            then=self.go_on,
        )

    def go_on(self, purpose: str) -> None:
        """Make the copy and send it on its way."""
        raise NotImplementedError

    def made(self, purpose: str) -> Generator[Progress, None, bytes]:
        """Give the work of making it."""
        front = self.pane.front
        if front is None:
            raise RuntimeError("no scan in front")
        scan, _, file = front
        return cover(
            self.office.desk,
            scan.id,
            self.pane.covers,
            purpose,
            reader=self.office.tools["pages"],
            rotation=self.pane.rotation,
            shapes={n: (s.angle, s.crop) for n, s in self.pane.shapes().items()},
            password=file.password,
            name=scan.file_name,
        )


class PrintCovered(_Copy):
    """Print the covered copy."""

    TEXT, ICON = "Cetak salinan tertutup", "printer"

    def go_on(self, purpose: str) -> None:
        """Print it."""
        spooler, paper = self.office.spooler, self.office.tools["office"].paper
        making = self.made(purpose)
        self.start(
            lambda: print_covered(making, spooler=spooler, media=paper),
            lane="paper",
            name="Mencetak salinan tertutup",
            then=self._printed,
            sorry=self.screen.effects.refused,
        )

    def _printed(self, printer: str) -> None:
        self.screen.say(f"Salinan tertutup tercetak di {printer}.")


class SaveCovered(_Copy):
    """Save the covered copy as a PDF."""

    TEXT, ICON = "Simpan salinan tertutup", "download"

    def go_on(self, purpose: str) -> None:
        """Ask where."""
        dialog = QFileDialog(self.screen, "Simpan salinan tertutup", "salinan-tertutup.pdf", "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(partial(self.save_to, purpose))
        dialog.open()

    def save_to(self, purpose: str, path: str) -> None:
        """Write the file there."""
        making = self.made(purpose)
        self.start(
            lambda: save_covered(making, Path(path)),
            lane="paper",
            name="Menyimpan salinan tertutup",
            then=self._saved,
            sorry=self.screen.effects.refused,
        )

    def _saved(self, path: Path) -> None:
        self.screen.say(f"Tersimpan: {path.name}.")


def _purpose_fault(text: str) -> str:
    return "" if len(text.strip()) > 2 else "Tuliskan keperluannya."
