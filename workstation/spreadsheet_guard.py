"""Looks through the XML of a workbook before a decoder that reserves room for every cell sees it."""

import re
from xml.parsers import expat

_PLACE = re.compile(r"\$?([A-Z]{1,9})\$?(\d{1,9})")


class Refused(Exception):
    """The XML may not be opened; `reason` in Indonesian."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Guard:
    """Feed it one XML member: Refused for declarations and far-off cells, ExpatError when it is no XML."""

    def __init__(self, max_rows: int, max_columns: int) -> None:
        self._max_rows, self._max_columns = max_rows, max_columns
        self._row = self._column = 0
        self.locked = False
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.EntityDeclHandler = self._doctype
        self._parser.StartElementHandler = self._start

    def feed(self, piece: bytes) -> None:
        """The next piece of the member."""
        self._parser.Parse(piece, False)

    def close(self) -> None:
        """No piece follows."""
        self._parser.Parse(b"", True)

    def _doctype(self, *_facts: object) -> None:
        raise Refused("berkas memuat deklarasi XML yang tidak diperbolehkan")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        match name:
            case "table:table":
                self._row = self._column = 0
            case "table:table-row":
                self._row += _count(attributes, "table:number-rows-repeated")
                self._column = 0
            case "table:table-cell" | "table:covered-table-cell":
                self._column += _count(attributes, "table:number-columns-repeated")
                if any(key.startswith("office:") for key in attributes):
                    self._hold()
            case "text:p":
                self._hold()
            case "manifest:encryption-data":
                self.locked = True
            case _:
                self._start_of_excel(name.rpartition(":")[2], attributes)

    def _start_of_excel(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self._row = int(attributes["r"]) if attributes.get("r", "").isdigit() else self._row + 1
            self._column = 0
        elif name == "c":
            place = _PLACE.fullmatch(attributes.get("r", ""))
            self._column += 1
            if place is not None:
                self._column, self._row = _column_number(place.group(1)), int(place.group(2))
        elif name in ("v", "is", "f"):
            self._hold()
        elif name == "Relationship" and _hides_sheet(attributes):
            raise Refused("lembar kerja tersimpan di tempat yang tidak lazim")

    def _hold(self) -> None:
        """The cell at hand holds something: it and all before it will take room."""
        if self._row > self._max_rows or self._column > self._max_columns:
            raise Refused(f"ada isi jauh di luar daftar (baris {self._row}, kolom {self._column})")


def _hides_sheet(attributes: dict[str, str]) -> bool:
    """Whether a relationship points to a sheet that would not be looked through."""
    is_sheet = attributes.get("Type", "").endswith("/worksheet")
    return is_sheet and not attributes.get("Target", "").lower().endswith(".xml")


def _count(attributes: dict[str, str], key: str) -> int:
    value = attributes.get(key, "1")
    return int(value) if value.isdigit() and len(value) < 10 else 10**9


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
