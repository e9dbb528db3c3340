"""One `PermitTypeRules` from a table of keys, each key asked for by name."""

import string

from workstation.catalogue.nodes import Reader
from workstation.catalogue.rules import (
    ApplicantKind,
    Condition,
    DocumentSpec,
    Exemption,
    FieldKind,
    FieldSpec,
    Levy,
    PermitTypeRules,
    ReasonSpec,
    RuleStatus,
    Sector,
    Sla,
    Validity,
    WorkerListSpec,
)
from workstation.vocabulary import PointLevel
from workstation.worktime import SlaUnit

MARKS = ("C2", "C", "1", "M", "U", "latihan")
PLACEHOLDERS = frozenset({"seq", "classification", "unit", "roman_month", "month", "year"})


def build(top: Reader) -> PermitTypeRules:
    """One version from a merged table; BadRuleFile names the line of the first key that is wrong."""
    version_from, version_to = top.moment("from"), top.moment("to")
    if version_from is None:
        raise top.wrong("from", "wajib ada")
    if version_to is not None and version_to <= version_from:
        raise top.wrong("to", "harus sesudah 'from'")
    mark = top.text("mark")
    if mark not in MARKS:
        raise top.wrong("mark", f"'{mark}' tidak dikenal; pilihannya: {', '.join(MARKS)}")
    sectors = tuple(_sector(item) for item in top.tables("sectors"))
    documents = tuple(_document(item) for item in top.tables("documents"))
    document_codes = [document.code for document in documents]
    status = top.word("status", RuleStatus)
    rules = PermitTypeRules(
        code=top.text("code"),
        title=top.text("title"),
        short_title=top.text("short_title"),
        version=top.text("version"),
        version_from=version_from,
        version_to=version_to,
        source=top.text("source"),
        mark=mark,
        status=status,
        applicant=top.word("applicant", ApplicantKind),
        who_may_apply=top.text("who_may_apply"),
        fields=_fields(top, sectors, document_codes),
        documents=documents,
        workers=_workers(top.table("workers")),
        exemptions=tuple(_exemption(item) for item in top.tables("exemptions")),
        sectors=sectors,
        sla=_sla(top),
        validity=_validity(top.table("validity")),
        signatory_level=top.word("signatory_level", PointLevel),
        survey=top.flag("survey", default=False),
        survey_when=top.text("survey_when", ""),
        levy=_levy(top.table("levy")),
        legal_bases=top.texts("legal_bases", ...),
        reasons=tuple(_reason(item, document_codes) for item in top.tables("reasons")),
        classification=top.text("classification"),
        number_template=_template(top),
        paper_title=top.text("paper_title"),
        provisions=top.texts("provisions"),
    )
    _check_references(top, rules)
    _refuse_doubles(top)
    if status is RuleStatus.COMPLETE and not (rules.fields and rules.documents and rules.reasons):
        raise top.wrong("status", "versi lengkap harus memuat fields, documents, dan reasons")
    top.close()
    return rules


def _fields(top: Reader, sectors: tuple[Sector, ...], documents: list[str]) -> tuple[FieldSpec, ...]:
    return tuple(_field(item, sectors, documents) for item in top.tables("fields"))


def _field(item: Reader, sectors: tuple[Sector, ...], documents: list[str]) -> FieldSpec:
    kind = item.word("kind", FieldKind)
    evidence = item.optional("evidence")
    if evidence is not None and evidence not in documents:
        raise item.wrong("evidence", f"dokumen '{evidence}' tidak ada di jenis izin ini")
    choices = _choices(item, sectors)
    if (kind is FieldKind.CHOICE) != bool(choices):
        raise item.wrong("choices", "wajib untuk jenis 'choice', dan hanya untuk jenis itu")
    field = FieldSpec(
        code=item.text("code"),
        label=item.text("label"),
        kind=kind,
        required=item.flag("required", default=True),
        help=item.text("help", ""),
        choices=choices,
        when=_condition(item),
        max_length=item.integer("max_length", 200, least=1),
        evidence=evidence,
        not_before=item.optional("not_before"),
        differs_from=item.optional("differs_from"),
        past=item.flag("past", default=False),
    )
    item.close()
    return field


def _choices(item: Reader, sectors: tuple[Sector, ...]) -> tuple[tuple[str, str], ...]:
    if item.node.get("choices") == "sectors":
        item.text("choices")
        return tuple((sector.code, sector.label) for sector in sectors)
    pairs = item.value("choices", (list, tuple), 'daftar [nilai, teks] atau "sectors"', ())
    if not all(isinstance(pair, (list, tuple)) and len(pair) == 2 for pair in pairs):
        raise item.wrong("choices", "setiap pilihan harus [nilai, teks]")
    if not all(isinstance(part, str) and part for pair in pairs for part in pair):
        raise item.wrong("choices", "nilai dan teks pilihan tidak boleh kosong")
    if len({value for value, _ in pairs}) != len(pairs):
        raise item.wrong("choices", "nilai pilihan tidak boleh berulang")
    return tuple((str(value), str(label)) for value, label in pairs)


def _condition(item: Reader) -> Condition | None:
    inner = item.table("when")
    if inner is None:
        return None
    condition = Condition(inner.text("field"), inner.texts("values", ...))
    inner.close()
    return condition


def _document(item: Reader) -> DocumentSpec:
    document = DocumentSpec(
        code=item.text("code"),
        title=item.text("title"),
        required=item.flag("required", default=True),
        when=_condition(item),
        alternative=item.optional("alternative"),
        help=item.text("help", ""),
        max_bytes=item.integer("max_bytes", 1_048_576, least=1),
        media=item.texts("media", DocumentSpec.__dataclass_fields__["media"].default),
        short_title=item.text("short_title", ""),
    )
    item.close()
    return document


def _workers(item: Reader | None) -> WorkerListSpec | None:
    if item is None:
        return None
    least, most = item.integer("min", least=1), item.integer("max", least=1)
    if most < least:
        raise item.wrong("max", "tidak boleh kurang dari 'min'")
    spec = WorkerListSpec(least, most, item.texts("columns", ("name", "nik", "address", "destination")))
    item.close()
    return spec


def _exemption(item: Reader) -> Exemption:
    exemption = Exemption(item.text("code"), item.text("who"), item.text("reason"))
    item.close()
    return exemption


def _sector(item: Reader) -> Sector:
    sector = Sector(item.text("code"), item.text("label"), item.text("group"))
    item.close()
    return sector


def _sla(top: Reader) -> Sla:
    item = top.table("sla")
    if item is None:
        raise top.wrong("sla", "wajib ada")
    sla = Sla(item.integer("amount", least=1), item.word("unit", SlaUnit))
    item.close()
    return sla


def _validity(item: Reader | None) -> Validity:
    if item is None:
        return Validity()
    days = item.integer("days", least=1) if "days" in item.node else None
    validity = Validity(days, item.day("until"), item.text("text", ""))
    item.close(also=("days",))
    return validity


def _levy(item: Reader | None) -> Levy | None:
    if item is None:
        return None
    levy = Levy(item.text("text"), item.money("minimum"), item.money("maximum"))
    item.close()
    return levy


def _reason(item: Reader, documents: list[str]) -> ReasonSpec:
    applies_to = item.texts("applies_to")
    for code in applies_to:
        if code not in documents:
            raise item.wrong("applies_to", f"dokumen '{code}' tidak ada di jenis izin ini")
    reason = ReasonSpec(
        item.text("code"), item.text("text"), item.text("legal_basis"), item.text("remedy"), applies_to
    )
    item.close()
    return reason


def _template(top: Reader) -> str:
    template = top.text("number_template")
    try:
        names = [name for _, name, _, _ in string.Formatter().parse(template) if name is not None]
    except ValueError as fault:
        raise top.wrong("number_template", "kurung kurawal tidak berpasangan") from fault
    for name in names:
        if name not in PLACEHOLDERS:
            raise top.wrong("number_template", f"'{name}' tidak dikenal")
    if "seq" not in names or "year" not in names:
        raise top.wrong("number_template", "harus memuat {seq} dan {year}")
    return template


def _check_references(top: Reader, rules: PermitTypeRules) -> None:
    """Conditions and references may name only fields, documents and values that exist."""
    fields = {field.code: field for field in rules.fields}
    documents = {document.code for document in rules.documents}
    for item in [*top.tables("fields"), *top.tables("documents")]:
        when = _condition(item)
        if when is not None:
            _check_condition(item, when, fields.get(when.field))
        for key in ("not_before", "differs_from"):
            if item.node.get(key) not in (None, *fields):
                raise item.wrong(key, f"isian '{item.node[key]}' tidak ada")
        if item.node.get("alternative") not in (None, *documents):
            raise item.wrong("alternative", f"dokumen '{item.node['alternative']}' tidak ada")


def _check_condition(item: Reader, when: Condition, field: FieldSpec | None) -> None:
    if field is None:
        raise item.wrong("when", f"isian '{when.field}' tidak ada")
    choices = {value for value, _ in field.choices}
    if choices and not choices.issuperset(when.values):
        raise item.wrong("when", f"nilai bukan pilihan isian '{when.field}'")


def _refuse_doubles(top: Reader) -> None:
    for group in ("fields", "documents", "reasons", "sectors", "exemptions"):
        seen: set[str] = set()
        for item in top.tables(group):
            code = item.text("code")
            if code in seen:
                raise item.wrong("code", f"'{code}' berulang di {group}")
            seen.add(code)
