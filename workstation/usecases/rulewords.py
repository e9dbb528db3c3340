"""One version of a permit type told line by line, in groups; two of them side by side."""

from collections.abc import Iterable
from dataclasses import dataclass

from workstation import phrasing
from workstation.catalogue.rules import (
    ApplicantKind,
    Condition,
    DocumentSpec,
    FieldKind,
    FieldSpec,
    Levy,
    PermitTypeRules,
    RuleStatus,
)
from workstation.wording import word
from workstation.worktime import SlaUnit

APPLICANTS = {ApplicantKind.COMPANY: "Perusahaan", ApplicantKind.PERSON: "Perorangan"}
STATUSES = {
    RuleStatus.COMPLETE: "Lengkap, dibuka untuk permohonan",
    RuleStatus.PARTIAL: "Baru sebagian, belum dibuka",
}
UNITS = {
    SlaUnit.HOURS: "jam kerja",
    SlaUnit.WORKING_DAYS: "hari kerja",
    SlaUnit.CLOCK_HOURS: "jam, siang dan malam",
}
KINDS = {
    FieldKind.TEXT: "teks",
    FieldKind.MULTILINE: "teks beberapa baris",
    FieldKind.NIK: "NIK",
    FieldKind.DATE: "tanggal",
    FieldKind.CHOICE: "pilihan",
    FieldKind.PHONE: "telepon",
    FieldKind.EMAIL: "email",
    FieldKind.NIB: "NIB",
    FieldKind.NPWP: "NPWP",
    FieldKind.NUMBER: "angka",
}
MEDIA = {"application/pdf": "PDF", "image/jpeg": "JPEG", "image/png": "PNG", "image/tiff": "TIFF"}


@dataclass(frozen=True, slots=True)
class Line:
    """One rule: `key` is the same in every version, `label` and `text` are for people."""

    key: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that belong together."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """The same rule in two versions, '' where one has none."""

    label: str
    older: str
    newer: str

    @property
    def differs(self) -> bool:
        """Tell whether the two say something else."""
        return self.older != self.newer


@dataclass(frozen=True, slots=True)
class PairGroup:
    """Pairs that belong together."""

    title: str
    pairs: tuple[Pair, ...]

    @property
    def changes(self) -> int:
        """How many of them differ."""
        return sum(pair.differs for pair in self.pairs)


def told(rules: PermitTypeRules) -> tuple[Group, ...]:
    """Every rule of a version in words, group by group; the same groups for every version."""
    return (
        Group("Umum", _common(rules)),
        Group("Siapa yang boleh mengajukan", _applicants(rules)),
        Group("Isian", tuple(Line(f.code, f.label, field_words(f, rules)) for f in rules.fields)),
        Group("Dokumen", tuple(Line(d.code, d.title, document_words(d, rules)) for d in rules.documents)),
        Group("Waktu dan masa berlaku", _times(rules)),
        Group("Kewenangan, survei, dan retribusi", _powers(rules)),
        Group("Surat", _letter(rules)),
        Group(
            "Alasan penolakan atau pengembalian",
            tuple(Line(r.code, r.text, f"{r.legal_basis}. {r.remedy}") for r in rules.reasons),
        ),
    )


def mechanism(rules: PermitTypeRules) -> Group:
    """The way of an application, step by step, as the rules of its type make it."""
    steps = ["Permohonan diajukan dengan dokumen lengkap di loket, kotak berkas, atau daring"]
    steps.append("Kelengkapan diperiksa; yang kurang dikembalikan dengan daftarnya")
    if rules.survey:
        when = f" bila {condition_words(rules.survey_if, rules)}" if rules.survey_if else ""
        steps.append(f"Peninjauan lapangan{when}")
    steps.append("Penelitian teknis")
    if rules.levy is not None:
        steps.append("SKRD diterbitkan dan retribusi dibayar")
    steps.append(f"Surat ditandatangani secara elektronik di tingkat {word(rules.signatory_level)}")
    steps.append("Surat diserahkan atau dikirim kepada pemohon")
    return Group("Alur", tuple(Line(f"step-{n}", f"Langkah {n}", text) for n, text in enumerate(steps, 1)))


def catalogue(rules: PermitTypeRules) -> tuple[Group, ...]:
    """What a citizen asks first: who may apply, what to bring, how it goes, how long, what it costs, on what law."""
    groups = {group.title: group for group in told(rules)}
    kept = {"levy": "Biaya", "level": "Ditandatangani di tingkat", "survey": "Peninjauan lapangan"}
    powers = [line for line in groups["Kewenangan, survei, dan retribusi"].lines]
    cost = tuple(
        Line(line.key, kept.get(line.key, line.label), line.text)
        for line in powers
        if line.key in kept or line.key.startswith("levy-")
    )
    law = tuple(Line(basis, f"{n}.", basis) for n, basis in enumerate(rules.legal_bases, 1))
    return (
        groups["Siapa yang boleh mengajukan"],
        groups["Dokumen"],
        mechanism(rules),
        groups["Waktu dan masa berlaku"],
        Group("Biaya dan kewenangan", cost),
        Group("Dasar hukum", law),
    )


def side_by_side(older: PermitTypeRules, newer: PermitTypeRules) -> tuple[PairGroup, ...]:
    """Both versions line by line: the newer one's order, then what only the older one has."""
    return tuple(
        PairGroup(was.title, tuple(_paired(was.lines, will.lines)))
        for was, will in zip(told(older), told(newer), strict=True)
    )


def _paired(older: Iterable[Line], newer: Iterable[Line]) -> Iterable[Pair]:
    was = {line.key: line for line in older}
    for line in newer:
        before = was.pop(line.key, None)
        label = line.label
        if before is not None and before.label != line.label:
            label = f"{line.label} (dahulu: {before.label})"
            yield Pair(label, f"{before.label}: {before.text}", f"{line.label}: {line.text}")
            continue
        yield Pair(label, before.text if before else "", line.text)
    yield from (Pair(line.label, line.text, "") for line in was.values())


def _common(rules: PermitTypeRules) -> tuple[Line, ...]:
    until = phrasing.short_moment(rules.version_to) if rules.version_to else "seterusnya"
    return _lines(
        ("title", "Nama izin", rules.title),
        ("from", "Berlaku sejak", phrasing.short_moment(rules.version_from)),
        ("to", "Berlaku sampai", until),
        ("pause", "Jeda sebelumnya", rules.pause_before),
        ("status", "Keadaan", STATUSES[rules.status]),
        ("source", "Sumber", f"{rules.source} [{rules.mark}]"),
        *((f"basis-{basis}", "Dasar hukum", basis) for basis in rules.legal_bases),
    )


def _applicants(rules: PermitTypeRules) -> tuple[Line, ...]:
    workers = rules.workers
    return _lines(
        ("applicant", "Pemohon", APPLICANTS[rules.applicant]),
        ("who", "Yang boleh mengajukan", rules.who_may_apply),
        ("workers", "Daftar pekerja", f"{workers.min} sampai {workers.max} orang" if workers else ""),
        *(
            (f"row-{d.code}", f"Berkas tiap pekerja: {d.title}", "wajib" if d.required else "tidak wajib")
            for d in (workers.documents if workers else ())
        ),
        *((f"sector-{s.code}", "Sektor", s.label) for s in rules.sectors),
        *(
            (f"exempt-{e.code}", f"Tidak perlu: {e.who}", _exempt(e.reason, e.when, rules))
            for e in rules.exemptions
        ),
    )


def _exempt(reason: str, when: Condition | None, rules: PermitTypeRules) -> str:
    return f"{reason} Ditolak bila {condition_words(when, rules)}." if when else reason


def _times(rules: PermitTypeRules) -> tuple[Line, ...]:
    validity = rules.validity
    return _lines(
        ("sla", "Selesai paling lama", sla_words(rules)),
        ("days", "Masa berlaku paling lama", f"{validity.days} hari" if validity.days else ""),
        ("until", "Masa berlaku berakhir", phrasing.long_date(validity.until) if validity.until else ""),
        ("validity", "Keterangan masa berlaku", validity.text),
    )


def sla_words(rules: PermitTypeRules) -> str:
    """'5 jam kerja sejak dinyatakan lengkap'."""
    return f"{rules.sla.amount} {UNITS[rules.sla.unit]} sejak dinyatakan lengkap"


def _powers(rules: PermitTypeRules) -> tuple[Line, ...]:
    survey = "Tidak"
    if rules.survey:
        when = condition_words(rules.survey_if, rules) if rules.survey_if else ""
        survey = f"Ya, bila {when}" if when else "Ya"
        survey += f". {rules.survey_when}" if rules.survey_when else ""
    return _lines(
        ("level", "Ditandatangani di tingkat", word(rules.signatory_level)),
        *(
            (
                f"level-{condition_words(r.when, rules)}",
                f"Bila {condition_words(r.when, rules)}",
                word(r.level),
            )
            for r in rules.signatory_levels
        ),
        ("survey", "Peninjauan lapangan", survey),
        ("levy", "Retribusi", levy_words(rules.levy)),
        *(
            (f"levy-{number}", f"Tarif: {line.label}", phrasing.rupiah(line.rate) + _factors(rules, number))
            for number, line in enumerate(rules.levy.lines if rules.levy else ())
        ),
    )


def levy_words(levy: Levy | None) -> str:
    """'Tanpa biaya', or the words of the tariff with its bounds."""
    if levy is None:
        return "Tanpa biaya"
    bounds = [phrasing.rupiah(bound) for bound in (levy.minimum, levy.maximum) if bound is not None]
    return f"{levy.text} ({' sampai '.join(dict.fromkeys(bounds))})" if bounds else levy.text


def _factors(rules: PermitTypeRules, number: int) -> str:
    line = rules.levy.lines[number] if rules.levy else None
    if line is None:
        return ""
    parts = [f" x {rules.field(code).label.lower()}" for code in line.times]
    for index in line.indices:
        field = rules.field(index.field)
        values = "; ".join(f"{field.label_of(v)} {phrasing.decimal(f)}" for v, f in index.values)
        parts.append(f" x indeks {field.label.lower()} ({values})")
    return "".join(parts) + (f", bila {condition_words(line.when, rules)}" if line.when else "")


def _letter(rules: PermitTypeRules) -> tuple[Line, ...]:
    return _lines(
        ("paper", "Judul surat", rules.paper_title),
        ("class", "Klasifikasi", rules.classification),
        ("number", "Bentuk nomor", rules.number_template),
        *((f"provision-{text}", "Ketentuan pada surat", text) for text in rules.provisions),
    )


def field_words(field: FieldSpec, rules: PermitTypeRules) -> str:
    """The kind of a field and what is asked of it, in one sentence."""
    parts = [KINDS[field.kind], "wajib" if field.required else "tidak wajib"]
    parts += [f"bila {condition_words(field.when, rules)}"] if field.when else []
    parts += [f"dicocokkan dengan {rules.document(field.evidence).title}"] if field.evidence else []
    parts += [f"tidak mendahului {rules.field(field.not_before).label.lower()}"] if field.not_before else []
    parts += [f"berbeda dengan {rules.field(field.differs_from).label.lower()}"] if field.differs_from else []
    parts += ["tidak sesudah hari ini"] if field.past else []
    if field.choices:
        parts.append("pilihan: " + "; ".join(label for _, label in field.choices))
    elif field.kind in (FieldKind.TEXT, FieldKind.MULTILINE, FieldKind.NUMBER):
        parts.append(f"paling panjang {field.max_length}")
    return _sentence(parts, field.help)


def document_words(document: DocumentSpec, rules: PermitTypeRules) -> str:
    """Whether a paper is needed, of which kind and size, and what may stand in for it, in one sentence."""
    parts = ["wajib" if document.required else "bila ada"]
    parts += [f"bila {condition_words(document.when, rules)}"] if document.when else []
    if document.alternative:
        parts.append(f"boleh diganti {rules.document(document.alternative).title}")
    parts.append("/".join(MEDIA.get(media, media) for media in document.media))
    parts.append(f"paling besar {phrasing.grouped(document.max_bytes // 1024)} KB")
    return _sentence(parts, document.help)


def condition_words(when: Condition | None, rules: PermitTypeRules) -> str:
    """'keperluan adalah Bekerja', 'luas paling sedikit 100'; '' without a condition."""
    if when is None:
        return ""
    field = rules.field(when.field)
    if when.values:
        return f"{field.label.lower()} adalah {' atau '.join(field.label_of(value) for value in when.values)}"
    bounds = [f"paling sedikit {phrasing.grouped(when.least)}"] if when.least is not None else []
    bounds += [f"paling banyak {phrasing.grouped(when.most)}"] if when.most is not None else []
    return f"{field.label.lower()} {' dan '.join(bounds)}"


def _sentence(parts: list[str], help_text: str) -> str:
    said = ", ".join(parts)
    return f"{said[0].upper()}{said[1:]}.{' ' + help_text if help_text else ''}"


def _lines(*lines: tuple[str, str, str]) -> tuple[Line, ...]:
    return tuple(Line(key, label, text) for key, label, text in lines if text)
