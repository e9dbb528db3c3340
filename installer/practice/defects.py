"""Plants one disagreement in an application: on a paper, between papers, or in what was typed."""

from collections.abc import Callable

from installer.practice.library import outdated
from installer.practice.paper import Paper
from installer.practice.plan import Application, Planner

Planted = tuple[str, str, str, str, str]  # document, field, kind, note, reason code of the catalogue
Recipe = Callable[["Spoiler", Application], Planted | None]


def misspelt(name: str) -> str:
    """Return the name with one letter pair swapped or doubled, as clerks do."""
    for old, new in (("ya", "ia"), ("u", "oe"), ("i", "y"), ("a", "ah")):
        if old in name[1:]:
            at = name.rindex(old)
            return name[:at] + new + name[at + len(old) :]
    return f"{name}h"


def swapped(number: str) -> str:
    """Return the number with two neighbouring digits of its last third swapped."""
    for at in range(len(number) - 2, 5, -1):
        if number[at] != number[at + 1]:
            return number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    return number[:-1] + str((int(number[-1]) + 1) % 10)


class Spoiler:
    """Goes round the recipes of each permit type, so that every kind of defect appears."""

    def __init__(self, planner: Planner) -> None:
        self.planner = planner
        self.library = planner.library
        self.turn: dict[tuple[str, str], int] = {}

    def spoil(self, application: Application) -> None:
        """Plant the defect the slot asks for; an honest application stays as it is."""
        wanted = application.slot.expected
        if wanted not in ("return", "refuse"):
            return
        key = (application.permit_type, wanted)
        recipes = RECIPES[key]
        for _ in recipes:
            at = self.turn.get(key, 0)
            self.turn[key] = at + 1
            planted = recipes[at % len(recipes)](self, application)
            if planted:
                names = ("document", "field", "kind", "note")
                application.defects.append(dict(zip(names, planted[:4], strict=True)))
                application.reason = planted[4]
                return
        raise ValueError(application.permit_type)

    def variant(self, a: Application, code: str, suffix: str, kind: str, note: str, **changed: str) -> Paper:
        """Attach a spoiled copy of one paper to this application."""
        defect = {"field": next(iter(changed), ""), "kind": kind, "note": note}
        paper = self.library.variant(a.papers[code], suffix, defect, **changed)
        a.papers[code] = paper
        return paper

    def other_applicant(self, a: Application) -> Application:
        """Return an application of the same type by somebody else, of the same sex where that shows."""
        same = [
            o
            for o in self.planner.applications
            if o.permit_type == a.permit_type
            and o.applicant != a.applicant
            and not o.defects
            and o.fields.get("sex") == a.fields.get("sex")
        ]
        return same[len(a.applicant + a.fields["valid_from"]) * 7 % len(same)]


def _worker(key: str, change: Callable[[str], str], kind: str) -> Recipe:
    def plant(_: Spoiler, a: Application) -> Planted:
        line = a.workers[len(a.workers) // 2]
        honest = line[key]
        line[key] = change(honest)
        note = f"daftar: {line[key]}; surat tugas: {honest}"
        return "assignment_letter", f"workers.{key}", kind, note, "list-differs"

    return plant


def _typed(document: str, key: str, change: Callable[[str], str], kind: str, reason: str) -> Recipe:
    def plant(_: Spoiler, a: Application) -> Planted | None:
        if document not in a.papers:
            return None
        honest = a.fields[key]
        a.fields[key] = change(honest)
        return document, key, kind, f"isian: {a.fields[key]}; dokumen: {honest}", reason

    return plant


def _written(document: str, key: str, change: Callable[[str], str], kind: str, reason: str) -> Recipe:
    def plant(spoiler: Spoiler, a: Application) -> Planted | None:
        if document not in a.papers or not a.papers[document].facts.get(key):
            return None
        honest = a.papers[document].facts[key]
        spoilt = change(honest)
        note = f"dokumen: {spoilt}; isian: {honest}" if spoilt else "dokumen tanpa meterai"
        spoiler.variant(a, document, kind, kind, note, **{key: spoilt})
        return document, key, kind, note, reason

    return plant


def _expired(document: str, reason: str) -> Recipe:
    def plant(spoiler: Spoiler, a: Application) -> Planted | None:
        if document not in a.papers:
            return None
        changed = outdated(a.papers[document])
        note = f"surat hanya berlaku sampai {changed['valid_until']}"
        spoiler.variant(a, document, "expired", "expired_letter", note, **changed)
        return document, "valid_until", "expired_letter", note, reason

    return plant


def _lost_page(spoiler: Spoiler, a: Application) -> Planted | None:
    if a.papers["assignment_letter"].pages < 2:
        return None
    note = "lembar kedua dengan daftar pekerja tidak ada"
    spoiler.variant(a, "assignment_letter", "page1", "missing_page", note).pages = 1
    return "assignment_letter", "workers", "missing_page", note, "incomplete-document"


def _unreadable(spoiler: Spoiler, a: Application) -> Planted:
    note = "foto goyang dan gelap, nama dan NIK tidak terbaca"
    spoiler.variant(a, "identity_card", "blur", "unreadable", note)
    return "identity_card", "", "unreadable", note, "unreadable-scan"


def _borrowed(document: str, kind: str, reason: str, words: str) -> Recipe:
    def plant(spoiler: Spoiler, a: Application) -> Planted | None:
        if document not in a.papers:
            return None
        other = spoiler.other_applicant(a)
        if document not in other.papers:
            return None
        a.papers[document] = other.papers[document]
        return document, "", kind, f"{words} {other.applicant}", reason

    return plant


def _other_sector(_: Spoiler, a: Application) -> Planted:
    honest = a.papers["business_number"].facts["sector"]
    a.fields["sector"] = "vital_object"
    return (
        "business_number",
        "sector",
        "not_eligible",
        f"isian: Objek vital nasional; NIB: {honest}",
        "sector-not-listed",
    )


def _number(address: str) -> str:
    """Return the address with another house number."""
    head, _, tail = address.partition("No. ")
    digits = "".join(c for c in tail[:3] if c.isdigit())
    return f"{head}No. {int(digits) + 11}{tail[len(digits) :]}"


def _later(day: str) -> str:
    """Return the ISO date or `place, dd-mm-yyyy` or long date with another day of the month."""
    if ", " in day:
        place, written = day.split(", ")
        return f"{place}, {(int(written[:2]) + 8) % 28 + 1:02d}{written[2:]}"
    head, rest = day.split(" ", 1)
    return f"{(int(head) + 8) % 28 + 1} {rest}"


def _nothing(_: str) -> str:
    return ""


REUSED = "pindaian yang sama dipakai pemohon"
RECIPES: dict[tuple[str, str], tuple[Recipe, ...]] = {
    ("strp-company", "return"): (
        _worker("name", misspelt, "name_spelling"),
        _lost_page,
        _worker("nik", swapped, "nik_digit"),
        _expired("assignment_letter", "letter-period-differs"),
        _typed("business_number", "company_address", _number, "address", "typing-error"),
        _unreadable,
        _typed("identity_card", "contact_name", misspelt, "name_spelling", "name-differs"),
        _typed("business_number", "business_number", swapped, "number_digit", "typing-error"),
        _written("vaccine_certificate", "birth_date", _later, "birth_date", "typing-error"),
    ),
    ("strp-company", "refuse"): (
        _borrowed("assignment_letter", "wrong_company", "wrong-document", "surat tugas perusahaan lain:"),
        _borrowed("identity_card", "reused_scan", "suspected-forgery", REUSED),
        _other_sector,
        _borrowed("vaccine_certificate", "reused_scan", "vaccine-other-person", REUSED),
        _borrowed("business_number", "wrong_company", "company-differs", "NIB perusahaan lain:"),
    ),
    ("strp-individual", "return"): (
        _written("vaccine_certificate", "name", misspelt, "name_spelling", "typing-error"),
        _typed("identity_card", "nik", swapped, "nik_digit", "nik-differs"),
        _unreadable,
        _typed("identity_card", "address", _number, "address", "typing-error"),
        _written("vaccine_certificate", "birth_date", _later, "birth_date", "typing-error"),
    ),
    ("strp-individual", "refuse"): (
        _borrowed("photo", "reused_scan", "suspected-forgery", REUSED),
        _borrowed("cause_letter", "reused_scan", "cause-differs", REUSED),
        _borrowed("vaccine_certificate", "reused_scan", "vaccine-other-person", REUSED),
    ),
    ("sikm", "return"): (
        _written("statement", "duty", _nothing, "missing_meterai", "no-stamp-duty"),
        _written("neighbourhood_letter", "birth", _later, "birth_date", "typing-error"),
        _expired("employment_letter", "period-not-covered"),
        _written("neighbourhood_letter", "address", _number, "address", "typing-error"),
        _written("statement", "nik", swapped, "nik_digit", "typing-error"),
    ),
    ("sikm", "refuse"): (
        _borrowed("photo", "reused_scan", "suspected-forgery", REUSED),
        _borrowed("statement", "reused_scan", "suspected-forgery", REUSED),
    ),
}


def plant_all(planner: Planner) -> None:
    """Spoil what the stage plan wants spoiled."""
    spoiler = Spoiler(planner)
    for application in planner.applications:
        spoiler.spoil(application)
