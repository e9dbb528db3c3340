"""The list of persons on a paper, as a machine read it, beside the list that was typed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from workstation.comparing.layout import Page, Piece
from workstation.comparing.letters import bare, likeness, skeleton
from workstation.comparing.proposing import FULL_NIK, SAME_PERSON, TRUSTED
from workstation.identity import check_nik
from workstation.places_on_page import Region

MOST_WRONG = 2  # digits of a NIK that a machine may misread
LEAST_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a read page with a number of identity in it."""

    scan: int
    page: Page
    row: tuple[Piece, ...]
    number: Piece
    nik: str

    @property
    def region(self) -> Region:
        """The frame around the row."""
        return self.page.frame(self.row)

    @property
    def names(self) -> list[Piece]:
        """What may be the name: the other pieces with some letters."""
        return [p for p in self.row if p is not self.number and len(bare(p.text)) >= LEAST_LETTERS]


class ReadList:
    """The rows of all read pages (scan, page) in which a number of identity stands."""

    def __init__(self, pages: Iterable[tuple[int, Page]]) -> None:
        self.entries = [entry for scan, page in pages for entry in _entries(scan, page)]
        self._by_nik = {entry.nik: entry for entry in reversed(self.entries)}
        self._by_name = {
            skeleton(piece.text): entry for entry in reversed(self.entries) for piece in entry.names
        }

    def naming(self, nik: str, name: str) -> Entry | None:
        """The row of a person: by the number, else by the very name, else by a number with a digit or two misread."""
        found = self._by_nik.get(nik) or self._by_name.get(skeleton(name))
        if found is not None or len(nik) != FULL_NIK:
            return found
        near = [(wrong, n) for n, e in enumerate(self.entries) if (wrong := _wrong(e.nik, nik)) <= MOST_WRONG]
        return self.entries[min(near)[1]] if near else None

    def differs(self, nik: str, name: str, today: date) -> str:
        """Say what the paper writes otherwise of a person whom it names; "" when the same, or read too badly."""
        entry = self.naming(nik, name)
        if entry is None:
            return ""
        if entry.nik == nik:
            return self._other_name(entry, name)
        is_his = any(skeleton(piece.text) == skeleton(name) for piece in entry.names)
        is_clear = entry.number.word.score >= TRUSTED and check_nik(entry.nik, today).sound
        return f"NIK terbaca lain pada surat: {entry.nik}" if is_his and is_clear else ""

    def _other_name(self, entry: Entry, name: str) -> str:
        wanted = skeleton(name)
        if any(wanted in skeleton(piece.text) for piece in entry.names):
            return ""
        best = max(entry.names, key=lambda piece: likeness(skeleton(piece.text), wanted), default=None)
        if best is None or best.word.score < TRUSTED:
            return ""
        is_near = likeness(skeleton(best.text), wanted) >= SAME_PERSON
        return f"Nama terbaca lain pada surat: {best.text}" if is_near else ""


def _entries(scan: int, page: Page) -> Iterable[Entry]:
    for row in page.rows:
        for piece in row:
            digits = "".join(letter for letter in piece.text if letter.isdigit())
            if len(digits) == FULL_NIK:
                yield Entry(scan, page, row, piece, digits)


def _wrong(read: str, nik: str) -> int:
    return sum(a != b for a, b in zip(read, nik, strict=True))
