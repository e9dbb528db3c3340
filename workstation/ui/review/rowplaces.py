"""Persons of a list tied to their lines on the paper: the cursor on a row frames the line that names the person."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from workstation.comparing.layout import Page
from workstation.comparing.listed import ReadList
from workstation.ui.review.painting import Noted
from workstation.ui.review.personlines import Notes, PersonLine
from workstation.ui.theme import Tone
from workstation.worktime import WIB

if TYPE_CHECKING:
    from workstation.ui.review.screen import ReviewScreen

KIND = "person"
UNNAMED = "Tidak terbaca pada surat"


class RowPlaces(QObject):
    """Follows the cursor of the list on the scan, as far as the paper was read."""

    def __init__(self, screen: "ReviewScreen") -> None:
        super().__init__(screen)
        self._screen = screen
        self._pages: list[Page] = []
        self._notes: Notes = {}
        self._names_nobody = False
        self._read = ReadList(())
        screen.desk.persons.table.current_row.connect(self.show_row)
        screen.assistant.changed.connect(self._read_more)

    def show_row(self, line: PersonLine | None) -> None:
        """Frame the line that names a person; nothing is framed where none was read."""
        scans = self._screen.desk.scans
        if line is None or not self._screen.desk.is_on_persons:
            scans.canvas.note(KIND, ())
            return
        found = self._read.naming(line.nik, line.name)
        if found is None:
            scans.canvas.note(KIND, ())
            return
        region = found.region
        scans.show_scan(found.scan, region.page)
        scans.canvas.note(KIND, [Noted(region, Tone.ACCENT, f"{line.seq}. {line.name}")])
        scans.canvas.show_place(region)

    def _read_more(self) -> None:
        screen, persons = self._screen, self._screen.desk.persons
        case, assistant = screen.case, screen.assistant
        if case is None or not case.file.persons or assistant.is_reading:
            return
        pages = list(assistant.pages_read())
        if [page for _, page in pages] != self._pages:
            self._pages, self._read = [page for _, page in pages], ReadList(pages)
            today = case.file.at.astimezone(WIB).date()
            whole, lines = assistant.is_whole, persons.lines
            self._notes = read_notes(lines, self._read, today, is_whole=whole)
            self._names_nobody = (
                whole and bool(pages) and not any(self._read.naming(line.nik, line.name) for line in lines)
            )
        screen.noticing.read_rows(self._notes, names_nobody=self._names_nobody)
        if screen.desk.is_on_persons and not screen.desk.scans.canvas.notes(KIND):
            self.show_row(persons.table.row_now())


def read_notes(lines: Sequence[PersonLine], read: ReadList, today: date, *, is_whole: bool) -> Notes:
    """Say of each person what the paper writes otherwise, or that it does not name him.

    Where it was not read to its end, or names nobody at all, nobody is said to be missing.
    """
    notes: dict[int, tuple[str, ...]] = {}
    missing = [line.id for line in lines if read.naming(line.nik, line.name) is None]
    if is_whole and len(missing) < len(lines):
        notes |= {ident: (UNNAMED,) for ident in missing}
    for line in lines:
        said = read.differs(line.nik, line.name, today)
        if said:
            notes[line.id] = (said,)
    return notes
