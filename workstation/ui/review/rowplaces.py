"""Persons of a list tied to their lines on the paper: the cursor on a row frames the line that names the person."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from workstation.comparing.layout import Page
from workstation.places_on_page import Region
from workstation.ui.review.painting import Noted
from workstation.ui.review.personlines import PersonLine
from workstation.ui.theme import Tone

if TYPE_CHECKING:
    from workstation.ui.review.screen import ReviewScreen

KIND = "person"
LENGTH, MOST_WRONG = 16, 2  # digits of a NIK, and how many of them a machine may misread


class RowPlaces(QObject):
    """Follows the cursor of the list on the scan, as far as the paper was read."""

    def __init__(self, screen: "ReviewScreen") -> None:
        super().__init__(screen)
        self._screen = screen
        screen.desk.persons.table.current_row.connect(self.show_row)
        screen.assistant.changed.connect(self._read_more)

    def show_row(self, line: PersonLine | None) -> None:
        """Frame the line that names a person; nothing is framed where none was read."""
        scans = self._screen.desk.scans
        if line is None or not self._screen.desk.is_on_persons:
            scans.canvas.note(KIND, ())
            return
        found = self._place_of(line.nik)
        if found is None:
            scans.canvas.note(KIND, ())
            return
        scan, region = found
        scans.show_scan(scan, region.page)
        scans.canvas.note(KIND, [Noted(region, Tone.ACCENT, f"{line.seq}. {line.name}")])
        scans.canvas.show_place(region)

    def _place_of(self, nik: str) -> tuple[int, Region] | None:
        for scan, page in self._screen.assistant.pages_read():
            region = row_naming(page, nik)
            if region is not None:
                return scan, region
        return None

    def _read_more(self) -> None:
        persons, pages = self._screen.desk.persons, list(self._screen.assistant.pages_read())
        if self._screen.case is None or not persons.lines:
            return
        missing = () if self._screen.assistant.is_reading else unnamed(persons.lines, pages)
        persons.set_unnamed(missing)
        if self._screen.desk.is_on_persons and not self._screen.desk.scans.canvas.notes(KIND):
            self.show_row(persons.table.row_now())


def row_naming(page: Page, nik: str) -> Region | None:
    """The frame of the row with this number of identity, of which two digits may be misread; None without one."""
    best: tuple[int, Region] | None = None
    for row in page.rows:
        for piece in row:
            wrong = _misread("".join(c for c in piece.text if c.isdigit()), nik)
            if wrong <= MOST_WRONG and (best is None or wrong < best[0]):
                best = wrong, page.frame(row)
    return best[1] if best is not None else None


def unnamed(lines: Iterable[PersonLine], pages: Iterable[tuple[int, Page]]) -> tuple[int, ...]:
    """Ids of the persons whom no read page names; nobody where the pages hold no list at all."""
    read = [page for _, page in pages]
    named = {line.id for line in lines if any(row_naming(page, line.nik) is not None for page in read)}
    return tuple(line.id for line in lines if line.id not in named) if named else ()


def _misread(read: str, nik: str) -> int:
    if len(read) != LENGTH or len(nik) != LENGTH:
        return LENGTH
    return sum(a != b for a, b in zip(read, nik, strict=True))
