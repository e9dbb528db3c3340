"""The verbs of the papers part: which row, which file, the picture beside it."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from workstation.imaging.pages import PagePixels
from workstation.queries.intake import ScanRow
from workstation.ui.intake.actions import ShowPapers
from workstation.ui.intake.attaching import first_page
from workstation.ui.intake.papers import PaperRow, paper_rows, size_words

if TYPE_CHECKING:
    from workstation.ui.intake.screen import IntakeScreen

PICTURES = "PDF dan gambar (*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.webp);;Semua berkas (*)"


class Filing(QObject):
    """Rows and picture of the opened case."""

    def __init__(self, screen: "IntakeScreen") -> None:
        super().__init__(screen)
        self.screen, self.scans = screen, ()
        screen.attaching.moved.connect(self.show)
        screen.attaching.refused.connect(screen.complain)
        screen.attaching.stored.connect(self.take)

    scans: tuple[ScanRow, ...]

    def take(self, scans: tuple[ScanRow, ...]) -> None:
        """Show these files."""
        self.scans = scans
        self.show()

    def show(self) -> None:
        """Lay the files against what the fields now ask for."""
        editor = self.screen.editor
        if editor is None:
            return
        rules, values = editor.opened.rules, editor.form.values()
        settings = self.screen.office.tools.get("office")
        rows = paper_rows(rules, values, self.scans, self.screen.attaching.busy, settings)
        editor.papers.set_rows(rows)
        filed, lacking = sum(row.is_filed for row in rows), sum(row.is_missing for row in rows)
        self.screen.verbs[ShowPapers].setText(
            f"Dokumen: {filed} ada, {lacking} kurang" if lacking else f"Dokumen: {filed} ada"
        )
        self.show_picture(editor.papers.table.row_now())

    def show_picture(self, row: PaperRow | None) -> None:
        """Show the picture of a file of this sitting; others only when asked, for reading is journalled."""
        editor = self.screen.editor
        if editor is None:
            return
        page = self.screen.attaching.first_pages.get(row.id) if row is not None else None
        if row is not None and page is not None:
            editor.papers.preview.show_page(page, self._facts(row))
        elif row is not None and row.scan is not None:
            editor.papers.preview.say(f"{row.scan.file_name}\nTekan F11 untuk melihat halaman pertama.")
        else:
            editor.papers.preview.say("Tekan Ctrl+O atau seret berkas ke baris dokumen.")

    def ask(self) -> None:
        """Ask for a file for the row of the cursor."""
        row = self._row()
        if row is not None:
            self.ask_for(row)

    def ask_for(self, row: PaperRow) -> None:
        """Ask for a file for this row."""
        if not row.can_take:
            self.screen.notice.show_text(
                f"{row.spec.title} sudah diterima peneliti.", "Dokumen itu tidak perlu diganti."
            )
            return
        self.screen.choose_file(f"Lampirkan {row.spec.title}", PICTURES, partial(self._picked, row.id))

    def drop(self, code: str, path: Path) -> None:
        """Take a file that was dropped on a row."""
        row = next((row for row in self._rows() if row.id == code), None)
        if row is not None and row.can_take:
            self._picked(code, path)

    def preview(self) -> None:
        """Fetch and draw the first page of the file of the cursor."""
        row, editor = self._row(), self.screen.editor
        if row is None or row.scan is None or editor is None or row.id in self.screen.attaching.first_pages:
            return
        editor.papers.preview.say("Memuat pratinjau …")
        office = self.screen.office
        office.do(
            partial(first_page, office.desk, office.tools["pages"], row.scan),
            lane="scans",
            then=partial(self._previewed, editor.opened.key, row.id),
            sorry=self.screen.complain_anywhere,
            read=True,
        )

    def take_out(self) -> None:
        """Take out the file of the cursor, if nobody has judged it."""
        row = self._row()
        if row is not None and row.can_drop and row.scan is not None:
            self.screen.attaching.first_pages.pop(row.id, None)
            self.screen.attaching.remove(row.scan)

    def _picked(self, code: str, path: Path) -> None:
        editor = self.screen.editor
        if editor is not None:
            self.screen.notice.clear()
            self.screen.attaching.attach(editor.opened.rules.document(code), path)

    def _previewed(self, key: str, code: str, page: PagePixels) -> None:
        editor = self.screen.editor
        if editor is not None and editor.opened.key == key:
            self.screen.attaching.first_pages[code] = page
            self.show_picture(self._row())

    def _rows(self) -> list[PaperRow]:
        editor = self.screen.editor
        return editor.papers.table.rows() if editor is not None else []

    def _row(self) -> PaperRow | None:
        editor = self.screen.editor
        row: PaperRow | None = editor.papers.table.row_now() if editor is not None else None
        return row

    @staticmethod
    def _facts(row: PaperRow) -> str:
        if row.scan is None:
            return row.spec.title
        facts = f"{row.scan.file_name}\n{row.scan.pages} halaman, {size_words(row.scan.size)}"
        return f"{facts}\n{row.doubt[1]}" if row.doubt[1] else facts
