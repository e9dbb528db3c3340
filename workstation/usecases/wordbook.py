"""Which words hold: the wording of each kind of paper and the letterhead of a point at a moment."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from workstation.models.place import ServicePoint
from workstation.printing.sheets import Letterhead, PaperSize, Stationery
from workstation.printing.template import Said
from workstation.printing.wordings import FORMS
from workstation.settings import OfficeSettings
from workstation.vocabulary import PaperKind

Words = dict[str, str]


class Wordbook:
    """The wordings that held at one moment; each point is asked for once."""

    def __init__(self, session: Session, at: datetime) -> None:
        self._session, self._at = session, at
        self._found: dict[int, dict[str, tuple[int, Words]]] = {}
        self._places: dict[int, tuple[str, str]] = {}

    def words(self, kind: PaperKind | str, point: int) -> Words:
        """Return what the office changed in this wording, block -> text; empty when it is as it was born."""
        return self._of(point).get(kind, (0, {}))[1]

    def version(self, kind: PaperKind | str, point: int) -> int:
        """Return the id of the version, 0 for the wording it was born with."""
        return self._of(point).get(kind, (0, {}))[0]

    def stationery(self, kind: PaperKind | str, point: int, office: OfficeSettings) -> Stationery:
        """Return the paper of this kind: its own size, else the office's."""
        return Stationery(paper=PaperSize(self.words(kind, point).get("paper") or office.paper))

    def letterhead(self, point: int, office: OfficeSettings) -> Words:
        """Return the letterhead as it goes into a record."""
        return letterhead_in(self.words(PaperKind.LETTERHEAD, point), office, self.place(point))

    def place(self, point: int) -> tuple[str, str]:
        """Return name and address of a point."""
        if point not in self._places:
            found = self._session.get(ServicePoint, point)
            self._places[point] = (found.name, found.address) if found is not None else ("", "")
        return self._places[point]

    def sheet(self, kind: PaperKind, point: int, office: OfficeSettings) -> dict[str, object]:
        """Return what every sheet takes from the office: `letterhead`, `words`, `stationery`, `practice`."""
        return {
            "letterhead": Letterhead(**self.letterhead(point, office)),
            "words": self.words(kind, point),
            "stationery": self.stationery(kind, point, office),
            "practice": office.practice,
        }

    def _of(self, point: int) -> dict[str, tuple[int, Words]]:
        if point not in self._found:
            rows = self._session.execute(
                text("SELECT kind, id, blocks FROM loket.wordings_at(:point, :at)"),
                {"point": point, "at": self._at},
            )
            self._found[point] = {row.kind: (row.id, row.blocks) for row in rows}
        return self._found[point]


def letterhead_in(words: Mapping[str, str], office: OfficeSettings, point: tuple[str, str]) -> Words:
    """Fill the letterhead of a point (name, address); a line without its fact is empty."""
    facts = {
        "pemerintah": office.government,
        "instansi": office.agency,
        "unit": office.unit,
        "alamat": office.address,
        "kontak": office.contact,
        "nama_unit": point[0],
        "alamat_unit": point[1],
    }
    said = Said(FORMS[PaperKind.LETTERHEAD], words, facts)
    lines = {code: said.line(code) for code in ("government", "agency", "unit", "address", "contact")}
    monogram = "LATIHAN" if office.practice else ""
    return lines | {"monogram": monogram, "logo": words.get("logo", "")}
