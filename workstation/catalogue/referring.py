"""What one part of the rules says of another must be there: fields, documents, choices, numbers."""

from workstation.catalogue.nodes import Faults, Reader
from workstation.catalogue.rules import Condition, FieldKind, PermitTypeRules, RuleStatus


def check_references(top: Reader, rules: PermitTypeRules) -> None:
    """Hold each condition and reference against what the version has; SeveralFaults names every line."""
    faults = Faults()
    for number, item in enumerate(top.tables("fields")):
        faults.of(_field, item, rules, number)
    for number, item in enumerate(top.tables("documents")):
        faults.of(_document, item, rules, number)
    for item, exemption in zip(top.tables("exemptions"), rules.exemptions, strict=True):
        faults.of(_met, item, "when", exemption.when, rules)
    for item, rule in zip(top.tables("signatory_levels"), rules.signatory_levels, strict=True):
        faults.of(_met, item, "when", rule.when, rules)
    for item, reason in zip(top.tables("reasons"), rules.reasons, strict=True):
        for code in reason.applies_to:
            faults.of(_known_document, item, "applies_to", code, rules)
    faults.of(_survey, top, rules)
    faults.of(_levy, top, rules)
    faults.of(_complete, top, rules)
    faults.settle()


def _field(item: Reader, rules: PermitTypeRules, number: int) -> None:
    field = rules.fields[number]
    codes = {other.code for other in rules.fields}
    for key, other in (("not_before", field.not_before), ("differs_from", field.differs_from)):
        if other is not None and other not in codes - {field.code}:
            raise item.wrong(key, f"isian '{other}' tidak ada")
    if field.not_before is not None and {field.kind, rules.field(field.not_before).kind} != {FieldKind.DATE}:
        raise item.wrong("not_before", "hanya antara dua isian tanggal")
    _known_document(item, "evidence", field.evidence, rules)
    _listed(item, field.when)
    if field.when is not None and field.when.field not in {f.code for f in rules.fields[:number]}:
        said = "harus mendahului isian ini" if field.when.field in codes else "tidak ada"
        raise item.wrong("when", f"isian '{field.when.field}' {said}")
    _met(item, "when", field.when, rules)


def _document(item: Reader, rules: PermitTypeRules, number: int) -> None:
    document = rules.documents[number]
    _listed(item, document.when)
    _met(item, "when", document.when, rules)
    _known_document(item, "alternative", document.alternative, rules)
    if document.alternative == document.code:
        raise item.wrong("alternative", "dokumen tidak dapat menggantikan dirinya sendiri")


def _listed(item: Reader, when: Condition | None) -> None:
    """The form and the law of completeness know lists of values only."""
    if when is not None and not when.values:
        raise item.wrong("when", "di sini hanya 'values' yang dikenal")


def _known_document(item: Reader, key: str, code: str | None, rules: PermitTypeRules) -> None:
    if code is not None and code not in {document.code for document in rules.documents}:
        raise item.wrong(key, f"dokumen '{code}' tidak ada di jenis izin ini")


def _met(item: Reader, key: str, when: Condition | None, rules: PermitTypeRules) -> None:
    """A condition may name only a field that is there and values that it can have."""
    if when is None:
        return
    field = {field.code: field for field in rules.fields}.get(when.field)
    if field is None:
        raise item.wrong(key, f"isian '{when.field}' tidak ada")
    choices = {value for value, _ in field.choices}
    if choices and not choices.issuperset(when.values):
        raise item.wrong(key, f"nilai bukan pilihan isian '{when.field}'")
    if not when.values and field.kind is not FieldKind.NUMBER:
        raise item.wrong(key, f"isian '{when.field}' bukan angka")


def _survey(top: Reader, rules: PermitTypeRules) -> None:
    _met(top, "survey_if", rules.survey_if, rules)
    if rules.survey_if is not None and not rules.survey:
        raise top.wrong("survey_if", "hanya bila survey = true")


def _levy(top: Reader, rules: PermitTypeRules) -> None:
    levy = top.table("levy")
    if levy is None or rules.levy is None:
        return
    fields = {field.code: field for field in rules.fields}
    for item, line in zip(levy.tables("lines"), rules.levy.lines, strict=True):
        _met(item, "when", line.when, rules)
        for code in line.times:
            if code not in fields or fields[code].kind is not FieldKind.NUMBER:
                raise item.wrong("times", f"'{code}' bukan isian angka")
        for inner, index in zip(item.tables("indices"), line.indices, strict=True):
            field = fields.get(index.field)
            if field is None or not field.choices:
                raise inner.wrong("field", f"'{index.field}' bukan isian pilihan")
            if [value for value, _ in index.values] != list(dict(index.values)):
                raise inner.wrong("values", "nilai tidak boleh berulang")
            if set(dict(index.values)) != set(dict(field.choices)):
                raise inner.wrong("values", f"harus memuat setiap pilihan isian '{index.field}'")


def _complete(top: Reader, rules: PermitTypeRules) -> None:
    if rules.status is not RuleStatus.COMPLETE:
        return
    if not (rules.fields and rules.documents and rules.reasons):
        raise top.wrong("status", "versi lengkap harus memuat fields, documents, dan reasons")
