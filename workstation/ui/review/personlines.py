"""The persons of a list as lines: who they are, who else names them, what their papers say. No Qt here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from workstation.identity import check_nik
from workstation.ui.review.opened import OpenCase
from workstation.usecases.noticing import Likeness
from workstation.usecases.row_papers import RowTwin
from workstation.vocabulary import Mark, PersonVerdict
from workstation.worktime import WIB

MARK_NOTES = {
    Mark.DIFFERS: "Berbeda dengan kartu atau foto",
    Mark.UNREADABLE: "Kartu atau foto tidak terbaca",
}
Notes = Mapping[int, tuple[str, ...]]  # by worker


class Kind(StrEnum):
    """Which persons are listed."""

    ALL = "all"
    OPEN = "open"
    NOTED = "noted"
    AGAINST = "against"
    UNSEEN = "unseen"


KINDS = {
    Kind.ALL: "Semua",
    Kind.OPEN: "Belum diputuskan",
    Kind.NOTED: "Perlu perhatian",
    Kind.AGAINST: "Tidak disetujui",
    Kind.UNSEEN: "Belum dilihat",
}


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person as a row; `id` is that of the worker, `notes` what deserves a second look.

    `papers`: the scans of his papers in the order of the rules, 0 for one that is not there.
    """

    id: int
    seq: int
    name: str
    nik: str
    where: str
    verdict: PersonVerdict | None
    reason: str
    notes: tuple[str, ...]
    mark: Mark | None = None
    papers: tuple[int, ...] = ()

    @property
    def scans(self) -> tuple[int, ...]:
        """The papers that are there."""
        return tuple(scan for scan in self.papers if scan)

    @property
    def note(self) -> str:
        """The first note, and how many more there are."""
        more = f" (+{len(self.notes) - 1})" if len(self.notes) > 1 else ""
        return self.notes[0] + more if self.notes else ""

    def fits(self, kind: Kind, text: str) -> bool:
        """Whether the filter shows it; digits look into the NIK."""
        if text and text not in self.name.casefold() and text not in self.nik:
            return False
        return {
            Kind.ALL: True,
            Kind.OPEN: self.verdict is None,
            Kind.NOTED: bool(self.notes),
            Kind.AGAINST: self.verdict not in (None, PersonVerdict.APPROVE),
            Kind.UNSEEN: True,  # the page knows what was on the screen
        }[kind]


def lines_of(case: OpenCase, noticed: Notes | None = None) -> tuple[PersonLine, ...]:
    """Put words, unmasked numbers, doubles and changes of the list together with what was `noticed` elsewhere."""
    opened = {int(worker["seq"]): worker for worker in case.opened.workers}
    first: dict[str, int] = {}
    for seq, worker in sorted(opened.items()):
        first.setdefault(worker["nik"], seq)
    twins: dict[int, list[str]] = {}
    for twin in case.opened.twins:
        by = twin.company or "permohonan perorangan"
        twins.setdefault(twin.seq, []).append(f"Juga di {twin.number}, {by}")
    found = []
    names: dict[str, int] = {}
    kinds = case.file.rules.workers.documents if case.file.rules.workers else ()
    has_papers, today = (
        any(person.papers for person in case.file.persons),
        case.file.at.astimezone(WIB).date(),
    )
    for person in case.file.persons:
        worker = opened.get(person.seq, {})
        nik = worker.get("nik", person.nik_masked)
        key = " ".join(person.name.casefold().split())
        names.setdefault(key, person.seq)
        notes = [f"NIK sama dengan nomor {first[nik]}"] * (first.get(nik, person.seq) != person.seq)
        notes += [f"Nama sama dengan nomor {names[key]}"] * (names[key] != person.seq)
        notes += twins.get(person.seq, [])
        notes += [f"{fault.rstrip('.')}" for fault in check_nik(nik, today).faults if "*" not in nik]
        notes += [
            f"{kind.short} tidak ada" for kind in kinds if has_papers and kind.code not in person.papers
        ]
        notes += (noticed or {}).get(person.id, ())
        notes += _since_return(case, worker)
        notes += [note for mark, note in MARK_NOTES.items() if mark is person.mark]
        where = worker.get("address", "")
        going = f" · tujuan {worker['destination']}" if worker.get("destination") else ""
        found.append(
            PersonLine(
                person.id,
                person.seq,
                person.name,
                nik,
                where + going,
                person.verdict,
                person.text,
                tuple(notes),
                person.mark,
                tuple(person.papers.get(kind.code, 0) for kind in kinds) if has_papers else (),
            )
        )
    return tuple(found)


def _since_return(case: OpenCase, worker: dict[str, str]) -> list[str]:
    """Say what became of a person since the list was sent back."""
    if case.opened.before is None or not worker:
        return []
    former = next((w for w in case.opened.workers_before if w["nik"] == worker["nik"]), None)
    if former is None:
        return ["Baru sejak dikembalikan"]
    changed = [label for key, label in PARTS.items() if former.get(key, "") != worker.get(key, "")]
    if changed:
        return [f"Diubah sejak dikembalikan: {', '.join(changed)}"]
    was_asked = former.get("verdict") in (PersonVerdict.RETURN, PersonVerdict.REFUSE)
    return ["Belum diperbaiki"] if was_asked else []


PARTS = {"name": "nama", "address": "alamat", "destination": "tujuan"}


def row_notes(case: OpenCase, twins: Sequence[RowTwin], elsewhere: Sequence[Likeness]) -> Notes:
    """Say of each person whose paper is found in another row of the list, or in another case of the city."""
    kinds = {d.code: d.short for d in (case.file.rules.workers.documents if case.file.rules.workers else ())}
    owners = {
        scan: (person.id, kinds.get(code, code))
        for person in case.file.persons
        for code, scan in person.papers.items()
    }
    found: dict[int, list[str]] = {}
    for twin in twins:
        who, kind = owners.get(twin.scan_id, (0, ""))
        same = "sama" if twin.is_same_file else "mirip"
        found.setdefault(who, []).append(f"{kind} {same} dengan nomor {twin.seq}")
    for one in elsewhere:
        if one.scan_id in owners and not one.is_own:
            who, kind = owners[one.scan_id]
            found.setdefault(who, []).append(f"{kind} dipakai juga di {one.number} ({one.point})")
    return {who: tuple(dict.fromkeys(notes)) for who, notes in found.items()}
