"""An entry held against the rules: which fields and papers it needs, what is wrong, what deserves a look.

Values are what the form and the database keep: field code -> text, dates as ISO text (a `date` is taken too).
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date

from workstation import identity
from workstation.catalogue.rules import (
    Condition,
    DocumentSpec,
    Exemption,
    FieldKind,
    FieldSpec,
    PermitTypeRules,
    WorkerListSpec,
)
from workstation.vocabulary import PointLevel

Values = Mapping[str, object]
COLUMN_LABELS = {"name": "nama", "nik": "NIK", "address": "alamat", "destination": "alamat tujuan"}


def text_of(values: Values, code: str) -> str:
    """The value as trimmed text, '' when absent; a date becomes ISO text."""
    value = values.get(code)
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value).strip()


def date_of(values: Values, code: str) -> date | None:
    """The value as a date, None when absent or not ISO (YYYY-MM-DD)."""
    try:
        return date.fromisoformat(text_of(values, code)[:10])
    except ValueError:
        return None


def visible_fields(rules: PermitTypeRules, values: Values) -> tuple[FieldSpec, ...]:
    """The fields that this entry asks for; a condition on a hidden field never holds."""
    shown: dict[str, FieldSpec] = {}
    for field in rules.fields:
        if holds(field.when, values, shown):
            shown[field.code] = field
    return tuple(shown.values())


def shown_codes(rules: PermitTypeRules, values: Values) -> frozenset[str]:
    """The codes of the fields that this entry asks for."""
    return frozenset(field.code for field in visible_fields(rules, values))


def visible_documents(rules: PermitTypeRules, values: Values) -> tuple[DocumentSpec, ...]:
    """The papers that concern this entry, required or not."""
    shown = shown_codes(rules, values)
    return tuple(document for document in rules.documents if holds(document.when, values, shown))


def required_documents(rules: PermitTypeRules, values: Values) -> tuple[DocumentSpec, ...]:
    """The papers without which this entry is not complete."""
    return tuple(document for document in visible_documents(rules, values) if document.required)


def missing_documents(
    rules: PermitTypeRules, values: Values, present: Container[str]
) -> tuple[DocumentSpec, ...]:
    """The required papers of which neither they nor their alternative are among the `present` codes."""
    shown = {document.code for document in visible_documents(rules, values)}
    return tuple(
        document
        for document in required_documents(rules, values)
        if document.code not in present
        and not (document.alternative in shown and document.alternative in present)
    )


def fields_to_mark(rules: PermitTypeRules, values: Values) -> tuple[FieldSpec, ...]:
    """The shown and filled fields that the reviewer compares with a document."""
    shown = visible_fields(rules, values)
    return tuple(field for field in shown if field.evidence is not None and text_of(values, field.code))


def holds(when: Condition | None, values: Values, shown: Container[str]) -> bool:
    """Whether a condition is met by a field that is shown; no condition always is."""
    return when is None or (when.field in shown and when.met_by(text_of(values, when.field)))


def exemption(rules: PermitTypeRules, values: Values) -> Exemption | None:
    """The ground on which this applicant needs no such permit or may not ask for it himself."""
    shown = shown_codes(rules, values)
    return next((e for e in rules.exemptions if e.when is not None and holds(e.when, values, shown)), None)


def needs_survey(rules: PermitTypeRules, values: Values) -> bool:
    """Whether somebody must go and look before this entry may be decided."""
    return rules.survey and holds(rules.survey_if, values, shown_codes(rules, values))


def signatory_level(rules: PermitTypeRules, values: Values) -> PointLevel:
    """The level of the unit whose signature this entry needs: the first rule that holds, else the type's own."""
    shown = shown_codes(rules, values)
    found = (rule.level for rule in rules.signatory_levels if holds(rule.when, values, shown))
    return next(found, rules.signatory_level)


def check(rules: PermitTypeRules, values: Values, today: date) -> dict[str, str]:
    """Field code -> what is wrong with it, empty when the entry may be filed. Hidden fields do not count."""
    faults: dict[str, str] = {}
    shown = visible_fields(rules, values)
    labels = {field.code: field.label for field in shown}
    for field in shown:
        text = text_of(values, field.code)
        if not text:
            if field.required:
                faults[field.code] = f"{field.label} wajib diisi."
            continue
        fault = _fault(field, text, today) or _between(field, text, values, labels)
        if fault is not None:
            faults[field.code] = fault
    if "valid_until" in labels and "valid_until" not in faults and "valid_from" not in faults:
        fault = _too_long(rules, values)
        if fault is not None:
            faults["valid_until"] = fault
    exempt = exemption(rules, values)
    if exempt is not None and exempt.when is not None:
        faults.setdefault(exempt.when.field, exempt.reason)
    return faults


def _fault(field: FieldSpec, text: str, today: date) -> str | None:
    """What is wrong with one text by itself."""
    if len(text) > field.max_length:
        return f"{field.label} paling panjang {field.max_length} huruf (sekarang {len(text)})."
    match field.kind:
        case FieldKind.NIK:
            return next(iter(identity.check_nik(text, today).faults), None)
        case FieldKind.PHONE:
            return identity.phone_fault(text)
        case FieldKind.EMAIL:
            return identity.email_fault(text)
        case FieldKind.NIB:
            return identity.nib_fault(text)
        case FieldKind.NPWP:
            return identity.npwp_fault(text)
        case FieldKind.DATE:
            return _date_fault(field, text, today)
        case FieldKind.CHOICE:
            known = {value for value, _ in field.choices}
            return None if text in known else f"Pilih {field.label.lower()} dari daftar."
        case FieldKind.NUMBER:
            return None if text.isascii() and text.isdigit() else f"{field.label} harus berupa angka."
        case _:
            return (
                None
                if text.replace("\n", " ").isprintable()
                else f"{field.label} memuat tanda yang tidak dikenal."
            )


def _date_fault(field: FieldSpec, text: str, today: date) -> str | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return f"{field.label} bukan tanggal yang benar."
    return f"{field.label} tidak boleh sesudah hari ini." if field.past and day > today else None


def _between(field: FieldSpec, text: str, values: Values, labels: Mapping[str, str]) -> str | None:
    """What is wrong between this field and another one."""
    if field.not_before is not None and field.not_before in labels:
        start, end = date_of(values, field.not_before), date_of(values, field.code)
        if start is not None and end is not None and end < start:
            return f"{field.label} tidak boleh mendahului {labels[field.not_before].lower()}."
    other = field.differs_from
    if other is not None and other in labels and text.casefold() == text_of(values, other).casefold():
        return f"{field.label} harus berbeda dengan {labels[other].lower()}."
    return None


def _too_long(rules: PermitTypeRules, values: Values) -> str | None:
    start, end = date_of(values, "valid_from"), date_of(values, "valid_until")
    if end is None:
        return None
    if rules.validity.until is not None and end > rules.validity.until:
        return f"Masa berlaku paling lama sampai {rules.validity.until:%d-%m-%Y}."
    if start is None or rules.validity.days is None or (end - start).days < rules.validity.days:
        return None
    return f"Masa berlaku paling lama {rules.validity.days} hari."


def warnings(
    rules: PermitTypeRules, values: Values, today: date, regions: Container[str] | None = None
) -> dict[str, str]:
    """Field code -> what deserves a look. Never a ground to refuse (a NIK outlives corrections and moves)."""
    found: dict[str, list[str]] = {}
    for field in visible_fields(rules, values):
        text = text_of(values, field.code)
        if text and field.kind is FieldKind.NIK:
            found[field.code] = _nik_warnings(field, text, values, today, regions)
        if text and field.kind is FieldKind.NPWP and (sentence := identity.npwp_warning(text)):
            found[field.code] = [sentence]
    start = date_of(values, "valid_from")
    if start is not None and start < today:
        found["valid_from"] = ["Masa berlaku dimulai sebelum hari ini."]
    return {code: " ".join(sentences) for code, sentences in found.items() if sentences}


def broken_niks(rules: PermitTypeRules, values: Values, today: date) -> dict[str, str]:
    """Field code -> why its NIK cannot be one (PP 37/2007 art. 37): for who reviews what came in past the form."""
    niks = (
        f.code for f in visible_fields(rules, values) if f.kind is FieldKind.NIK and text_of(values, f.code)
    )
    found = {code: identity.check_nik(text_of(values, code), today).faults for code in niks}
    return {code: " ".join(faults) for code, faults in found.items() if faults}


def _nik_warnings(
    field: FieldSpec, text: str, values: Values, today: date, regions: Container[str] | None
) -> list[str]:
    nik = identity.check_nik(text, today, regions)
    if not nik.sound:
        return []
    prefix = field.code.removesuffix("nik")
    birth, sex = date_of(values, f"{prefix}birth_date"), text_of(values, f"{prefix}sex")
    sentences = [
        sentence for sentence in nik.warnings if birth is None or not sentence.startswith("Tahun lahir")
    ]
    return [*sentences, *identity.nik_mismatches(nik, birth, sex or None)]


def check_workers(spec: WorkerListSpec, rows: Sequence[Values], today: date) -> list[tuple[int, str, str]]:
    """(row from 1, column, sentence) for each fault of a filed list; row 0 speaks of the whole list."""
    faults: list[tuple[int, str, str]] = []
    if not spec.min <= len(rows) <= spec.max:
        faults.append(
            (0, "", f"Jumlah pekerja harus {spec.min} sampai {spec.max} orang (sekarang {len(rows)}).")
        )
    for number, row in enumerate(rows, 1):
        faults += [(number, column, sentence) for column, sentence in _row_faults(spec, row, today)]
    return faults + list(_repeated(rows))


def _row_faults(spec: WorkerListSpec, row: Values, today: date) -> Iterable[tuple[str, str]]:
    for column in spec.columns:
        text = text_of(row, column)
        if not text:
            yield column, f"Kolom {COLUMN_LABELS.get(column, column)} wajib diisi."
        elif column == "nik":
            yield from ((column, sentence) for sentence in identity.check_nik(text, today).faults[:1])


def _repeated(rows: Sequence[Values]) -> Iterable[tuple[int, str, str]]:
    first: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        nik = text_of(row, "nik")
        if nik and first.setdefault(nik, number) != number:
            yield number, "nik", f"NIK sama dengan baris {first[nik]}."
