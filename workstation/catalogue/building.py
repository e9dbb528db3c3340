"""One `PermitTypeRules` from a table of keys, each key asked for by name; all faults are told at once."""

import re
import string
from collections.abc import Callable
from typing import Any

from workstation.catalogue.nodes import Faults, Reader
from workstation.catalogue.referring import check_references
from workstation.catalogue.rules import (
    ApplicantKind,
    Condition,
    DocumentSpec,
    Exemption,
    FieldKind,
    FieldSpec,
    LevelRule,
    Levy,
    LevyIndex,
    LevyLine,
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
WORKER_COLUMNS = frozenset({"name", "nik", "address", "destination"})
MEDIA = frozenset({"application/pdf", "image/jpeg", "image/png", "image/tiff", "image/webp"})
LARGEST_SCAN = 50 * 1024 * 1024
MOST_FACTORS = 4
LONGEST_NUMBER = 100
_SEQ = re.compile(r"0?[1-9]?")


def build(top: Reader) -> PermitTypeRules:
    """One version from a merged table; SeveralFaults with the line of every key that is wrong."""
    faults = Faults()
    parts: dict[str, Any] = {name: faults.of(ask, top) for name, ask in _QUESTIONS.items()}
    for name, (key, make) in _LISTS.items():
        items = faults.of(top.tables, key) or []
        parts[name] = faults.each(items, make)
        _refuse_doubles(key, items, faults)
    faults.of(top.close)
    faults.settle()
    rules = PermitTypeRules(**parts)
    check_references(top, rules)
    return rules


def _text(key: str) -> Callable[[Reader], str]:
    return lambda top: top.text(key)


def _line(key: str) -> Callable[[Reader], str]:
    return lambda top: top.line(key)


def _start(top: Reader) -> Any:
    start, end = top.moment("from"), top.moment("to")
    if start is None:
        raise top.wrong("from", "wajib ada")
    if end is not None and end <= start:
        raise top.wrong("to", "harus sesudah 'from'")
    return start


def _mark(top: Reader) -> str:
    mark = top.text("mark")
    if mark not in MARKS:
        raise top.wrong("mark", f"'{mark}' tidak dikenal; pilihannya: {', '.join(MARKS)}")
    return mark


def _legal_bases(top: Reader) -> tuple[str, ...]:
    bases = top.texts("legal_bases", ...)
    if not bases:
        raise top.wrong("legal_bases", "paling sedikit satu dasar hukum")
    return bases


def _on_paper(key: str, found: str, top: Reader) -> str:
    """A text that is printed as it stands: a brace would be read as a gap that nobody fills."""
    if "{" in found or "}" in found:
        raise top.wrong(key, "tidak boleh memuat kurung kurawal; teks ini dicetak apa adanya")
    return found


def _choices(item: Reader, sectors: tuple[Sector, ...] = ()) -> tuple[tuple[str, str], ...]:
    pairs = item.value("choices", (list, tuple, str), 'daftar [nilai, teks] atau "sectors"', ())
    if isinstance(pairs, str):
        if pairs != "sectors":
            raise item.wrong("choices", 'harus berupa daftar [nilai, teks] atau "sectors"')
        return tuple((sector.code, sector.label) for sector in sectors)
    if not all(isinstance(pair, (list, tuple)) and len(pair) == 2 for pair in pairs):
        raise item.wrong("choices", "setiap pilihan harus [nilai, teks]")
    if not all(isinstance(part, str) and part.strip() and part.isprintable() for p in pairs for part in p):
        raise item.wrong("choices", "nilai dan teks pilihan tidak boleh kosong")
    if len({value for value, _ in pairs}) != len(pairs):
        raise item.wrong("choices", "nilai pilihan tidak boleh berulang")
    return tuple((str(value), str(label)) for value, label in pairs)


def _fields(top: Reader) -> tuple[FieldSpec, ...]:
    faults = Faults()
    items = faults.of(top.tables, "fields") or []
    sectors = tuple(_sector(item) for item in top.tables("sectors")) if "sectors" in top.node else ()
    fields = faults.each(items, _field, sectors)
    _refuse_doubles("fields", items, faults)
    faults.settle()
    return fields


def _field(item: Reader, sectors: tuple[Sector, ...]) -> FieldSpec:
    kind = item.word("kind", FieldKind)
    choices = _choices(item, sectors)
    if (kind is FieldKind.CHOICE) != bool(choices):
        raise item.wrong("choices", "wajib untuk jenis 'choice', dan hanya untuk jenis itu")
    code = item.code()
    if (code == "nik" or code.endswith("_nik")) and kind is not FieldKind.NIK:
        raise item.wrong(
            "kind", f"isian '{code}' harus berjenis nik; jenis lain tidak diperiksa dan tidak disamarkan"
        )
    field = FieldSpec(
        code=code,
        label=item.line("label"),
        kind=kind,
        required=item.flag("required", default=True),
        help=item.text("help", ""),
        choices=choices,
        when=condition(item),
        max_length=item.integer("max_length", 200, least=1, most=10_000),
        evidence=item.optional("evidence"),
        not_before=item.optional("not_before"),
        differs_from=item.optional("differs_from"),
        past=item.flag("past", default=False),
    )
    item.close()
    return field


def condition(item: Reader, key: str = "when") -> Condition | None:
    """The condition under `key`, None when there is none: `values`, or `least` and `most` for a number."""
    inner = item.table(key)
    if inner is None:
        return None
    values, least, most = inner.texts("values"), inner.number("least"), inner.number("most")
    if bool(values) == (least is not None or most is not None):
        raise item.wrong(key, "isi 'values', atau 'least' dan 'most', tidak keduanya")
    if least is not None and most is not None and most < least:
        raise item.wrong(key, "'most' tidak boleh kurang dari 'least'")
    found = Condition(inner.text("field"), values, least, most)
    inner.close()
    return found


def _document(item: Reader) -> DocumentSpec:
    document = DocumentSpec(
        code=item.code(),
        title=item.text("title"),
        required=item.flag("required", default=True),
        when=condition(item),
        alternative=item.optional("alternative"),
        help=item.text("help", ""),
        max_bytes=item.integer("max_bytes", 1_048_576, least=1, most=LARGEST_SCAN),
        media=item.texts("media", DocumentSpec.__dataclass_fields__["media"].default),
        short_title=item.text("short_title", ""),
        file_words=item.texts("file_words", ()),
    )
    for media in document.media:
        if media not in MEDIA:
            raise item.wrong("media", f"'{media}' tidak dikenal; pilihannya: {', '.join(sorted(MEDIA))}")
    item.close()
    return document


def _workers(top: Reader) -> WorkerListSpec | None:
    item = top.table("workers")
    if item is None:
        return None
    least, most = item.integer("min", least=1), item.integer("max", least=1, most=10_000)
    if most < least:
        raise item.wrong("max", "tidak boleh kurang dari 'min'")
    columns = item.texts("columns", ("name", "nik", "address", "destination"))
    spec = WorkerListSpec(least, most, columns, _row_papers(item, top))
    for column in spec.columns:
        if column not in WORKER_COLUMNS:
            raise item.wrong("columns", f"kolom '{column}' tidak dikenal")
    item.close()
    return spec


def _row_papers(item: Reader, top: Reader) -> tuple[DocumentSpec, ...]:
    """The papers of each row, under codes that no paper of the case has."""
    faults = Faults()
    items = item.tables("documents")
    papers = faults.each(items, _document)
    _refuse_doubles("documents", [*top.tables("documents"), *items], faults)
    for node, paper in zip(items, papers, strict=False):
        if paper.when is not None or paper.alternative is not None:
            faults.of(_refuse, node)
    faults.settle()
    return papers


def _refuse(item: Reader) -> None:
    raise item.wrong("documents", "berkas pekerja tidak mengenal 'when' atau 'alternative'")


def _exemption(item: Reader) -> Exemption:
    exemption = Exemption(item.code(), item.text("who"), item.text("reason"), condition(item))
    item.close()
    return exemption


def _sector(item: Reader) -> Sector:
    sector = Sector(item.code(), item.text("label"), item.text("group"))
    item.close()
    return sector


def _sla(top: Reader) -> Sla:
    item = top.table("sla")
    if item is None:
        raise top.wrong("sla", "wajib ada")
    sla = Sla(item.integer("amount", least=1, most=1_000), item.word("unit", SlaUnit))
    item.close()
    return sla


def _validity(top: Reader) -> Validity:
    item = top.table("validity")
    if item is None:
        return Validity()
    days = item.integer("days", least=1, most=36_525) if "days" in item.node else None
    validity = Validity(days, item.day("until"), item.text("text", ""))
    item.close(also=("days",))
    start = top.moment("from")
    if validity.until is not None and start is not None and validity.until < start.date():
        raise item.wrong("until", "tidak boleh mendahului 'from'")
    return validity


def _levy(top: Reader) -> Levy | None:
    item = top.table("levy")
    if item is None:
        return None
    lines = tuple(_levy_line(line) for line in item.tables("lines"))
    levy = Levy(item.text("text"), item.money("minimum"), item.money("maximum"), lines)
    if levy.minimum is not None and levy.maximum is not None and levy.maximum < levy.minimum:
        raise item.wrong("maximum", "tidak boleh kurang dari 'minimum'")
    item.close()
    return levy


def _levy_line(item: Reader) -> LevyLine:
    rate = item.money("rate")
    if rate is None:
        raise item.wrong("rate", "wajib ada")
    indices = tuple(_levy_index(index) for index in item.tables("indices"))
    line = LevyLine(item.text("label"), rate, condition(item), item.texts("times"), indices)
    if max(len(line.times), len(indices)) > MOST_FACTORS:
        raise item.wrong("times", f"paling banyak {MOST_FACTORS} angka dan {MOST_FACTORS} indeks")
    item.close()
    return line


def _levy_index(item: Reader) -> LevyIndex:
    pairs = item.value("values", (list, tuple), "daftar [nilai, faktor]")
    if not pairs or not all(isinstance(pair, (list, tuple)) and len(pair) == 2 for pair in pairs):
        raise item.wrong("values", "setiap butir harus [nilai, faktor]")
    index = LevyIndex(
        item.text("field"), tuple((str(value), item.amount("values", factor)) for value, factor in pairs)
    )
    item.close()
    return index


def _level_rule(item: Reader) -> LevelRule:
    when = condition(item)
    if when is None:
        raise item.wrong("when", "wajib ada")
    rule = LevelRule(item.word("level", PointLevel), when)
    item.close()
    return rule


def _reason(item: Reader) -> ReasonSpec:
    reason = ReasonSpec(
        item.code(),
        item.text("text"),
        item.text("legal_basis"),
        item.text("remedy"),
        item.texts("applies_to"),
    )
    item.close()
    return reason


def _template(top: Reader) -> str:
    template = top.line("number_template", LONGEST_NUMBER)
    try:
        parts = list(string.Formatter().parse(template))
    except ValueError as fault:
        raise top.wrong("number_template", "kurung kurawal tidak berpasangan") from fault
    for literal, name, spec, conversion in parts:
        if "{" in literal or "}" in literal:
            raise top.wrong("number_template", "tidak boleh memuat kurung kurawal ganda")
        if name is None:
            continue
        if name not in PLACEHOLDERS:
            raise top.wrong("number_template", f"'{name}' tidak dikenal")
        if conversion or (spec and (name != "seq" or not _SEQ.fullmatch(spec))):
            raise top.wrong("number_template", f"bentuk '{spec}' hanya untuk seq, misalnya {{seq:06}}")
    names = [name for _, name, _, _ in parts]
    if names.count("seq") != 1 or "year" not in names:
        raise top.wrong("number_template", "harus memuat satu {seq} dan {year}")
    return template


def _refuse_doubles(group: str, items: list[Reader], faults: Faults) -> None:
    seen: set[str] = set()
    for item in items:
        code = item.node.get("code")
        if isinstance(code, str) and code in seen:
            faults.found.append(item.wrong("code", f"'{code}' berulang di {group}"))
        elif isinstance(code, str):
            seen.add(code)


_QUESTIONS: dict[str, Callable[[Reader], Any]] = {
    "code": Reader.code,
    "title": _line("title"),
    "short_title": _line("short_title"),
    "version": _line("version"),
    "version_from": _start,
    "version_to": lambda top: top.moment("to"),
    "source": _text("source"),
    "mark": _mark,
    "status": lambda top: top.word("status", RuleStatus),
    "applicant": lambda top: top.word("applicant", ApplicantKind),
    "who_may_apply": _text("who_may_apply"),
    "fields": _fields,
    "workers": _workers,
    "sla": _sla,
    "validity": _validity,
    "signatory_level": lambda top: top.word("signatory_level", PointLevel),
    "survey": lambda top: top.flag("survey", default=False),
    "survey_when": lambda top: top.text("survey_when", ""),
    "survey_if": lambda top: condition(top, "survey_if"),
    "levy": _levy,
    "legal_bases": _legal_bases,
    "classification": lambda top: _on_paper(
        "classification", top.line("classification", LONGEST_NUMBER), top
    ),
    "number_template": _template,
    "paper_title": lambda top: _on_paper("paper_title", top.line("paper_title"), top),
    "provisions": lambda top: tuple(_on_paper("provisions", p, top) for p in top.texts("provisions")),
    "pause_before": lambda top: top.text("pause_before", ""),
}
_LISTS: dict[str, tuple[str, Callable[..., Any]]] = {
    "documents": ("documents", _document),
    "exemptions": ("exemptions", _exemption),
    "sectors": ("sectors", _sector),
    "signatory_levels": ("signatory_levels", _level_rule),
    "reasons": ("reasons", _reason),
}
