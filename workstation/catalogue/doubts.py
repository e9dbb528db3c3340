"""What a careful colleague asks about dates: hints with their reason, never a ground to refuse."""

from collections.abc import Mapping
from datetime import date, timedelta

from workstation import phrasing
from workstation.catalogue.checking import Values, date_of, visible_documents, visible_fields
from workstation.catalogue.rules import DocumentSpec, FieldKind, PermitTypeRules

CARD_AGE = 17  # years: who is younger and unmarried has no identity card yet (UU 24/2013 art. 63)
OLDEST = 100
FAR = timedelta(days=90)
STAMPED = ("bermeterai", "bermaterai", "meterai", "materai")
STAMPS = (
    # (from, what is due); UU 13/1985 with PP 24/2000, then UU 10/2020 art. 5 and 28
    (date(2000, 5, 1), "Rp6.000 (Rp3.000 untuk nilai kecil)"),
    (date(2021, 1, 1), "Rp10.000, atau meterai lama yang berjumlah paling sedikit Rp9.000"),
    (date(2022, 1, 1), "Rp10.000"),
)


def date_doubts(rules: PermitTypeRules, values: Values, today: date) -> dict[str, str]:
    """Field code -> what is odd about its date, beside `checking.warnings`: over, far ahead, too young, too old."""
    found = {}
    for field in visible_fields(rules, values):
        day = date_of(values, field.code) if field.kind is FieldKind.DATE else None
        said = _doubt(field.code, day, today) if day is not None else ""
        if said:
            found[field.code] = said
    return found


def stamp_doubts(rules: PermitTypeRules, values: Values, filed: date) -> dict[str, str]:
    """Document code -> which stamp duty its date asks for; whether it is there, only a person can see."""
    due = stamp_due(filed)
    return {
        document.code: f"Lihat apakah meterai {due} ada dan ditandatangani di atasnya."
        for document in visible_documents(rules, values)
        if due and needs_stamp(rules, document)
    }


def stamp_due(day: date) -> str:
    """Say the stamp duty of a letter of this day, "" before the first rule kept here."""
    return next((due for since, due in reversed(STAMPS) if day >= since), "")


def needs_stamp(rules: PermitTypeRules, document: DocumentSpec) -> bool:
    """Whether the catalogue asks for a stamp on this paper, by its title, its help or a reason against it."""
    texts = [document.title, document.help]
    texts += [reason.text for reason in rules.reasons if reason.applies_to == (document.code,)]
    return any(word in text.casefold() for text in texts for word in STAMPED)


def _doubt(code: str, day: date, today: date) -> str:
    if code.endswith("birth_date"):
        return _of_birth(day, today)
    if code == "valid_from":
        return f"Baru berlaku {(day - today).days} hari lagi." if day - today > FAR else ""
    if code.endswith(("_until", "_expiry")):
        return f"Masa berlaku sudah lewat, {phrasing.long_date(day)}." if day < today else ""
    return f"Tanggal ini belum tiba: {phrasing.long_date(day)}." if day > today else ""


def _of_birth(day: date, today: date) -> str:
    age = today.year - day.year - ((today.month, today.day) < (day.month, day.day))
    if age < 0:
        return "Tanggal lahir belum tiba."
    if age < CARD_AGE:
        return f"Berumur {age} tahun: belum wajib memiliki KTP."
    return f"Berumur {age} tahun; lihat lagi tahun lahirnya." if age > OLDEST else ""


def merged(*parts: Mapping[str, str]) -> dict[str, str]:
    """Put the sentences of several sources on the same code beside each other, each once."""
    found: dict[str, list[str]] = {}
    for part in parts:
        for code, said in part.items():
            found.setdefault(code, []).extend([said] * (said not in found.get(code, ())))
    return {code: " ".join(said) for code, said in found.items()}
