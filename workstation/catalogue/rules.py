"""Frozen shapes of one version of a permit type."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from workstation.errors import TypeNotOpen
from workstation.vocabulary import ClockMode, PointLevel
from workstation.worktime import WIB, SlaUnit


class FieldKind(StrEnum):
    """What a form field holds; the form picks its widget by it, `checking` its test."""

    TEXT = "text"
    MULTILINE = "multiline"
    NIK = "nik"
    DATE = "date"
    CHOICE = "choice"
    PHONE = "phone"
    EMAIL = "email"
    NIB = "nib"
    NPWP = "npwp"
    NUMBER = "number"


class RuleStatus(StrEnum):
    """COMPLETE rules may be opened for applications; PARTIAL ones hold only what is known so far."""

    COMPLETE = "complete"
    PARTIAL = "partial"


class ApplicantKind(StrEnum):
    """Who files: a firm through its person in charge, or a person."""

    COMPANY = "company"
    PERSON = "person"


class Condition(NamedTuple):
    """Holds when the value of `field` is one of `values`, or a whole number from `least` to `most`."""

    field: str
    values: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None

    def met_by(self, text: str) -> bool:
        """Tell whether a value meets it; no number is never between bounds."""
        if self.least is None and self.most is None:
            return text in self.values
        if not (text.isascii() and text.isdigit()):
            return False
        return (self.least is None or int(text) >= self.least) and (
            self.most is None or int(text) <= self.most
        )


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One entry of the form. `evidence` names the document that the reviewer compares it with.

    `not_before` and `differs_from` name another field: a date may not lie before it, a text may not
    repeat it. `past` refuses a date after today.
    """

    code: str
    label: str
    kind: FieldKind
    required: bool = True
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    when: Condition | None = None
    max_length: int = 200
    evidence: str | None = None
    not_before: str | None = None
    differs_from: str | None = None
    past: bool = False

    def label_of(self, value: str) -> str:
        """The text of a choice, or the value itself."""
        return dict(self.choices).get(value, value)


@dataclass(frozen=True, slots=True)
class DocumentSpec:
    """One paper to attach: `max_bytes` per file, `media` as MIME types.

    `alternative` names the document that may be filed in its place; `short_title` is for a tab, where there is
    one ("Pas foto" for "Pas foto berwarna 4 x 6"). `file_words`: by which words in its name a file is known as
    this paper when many come at once.
    """

    code: str
    title: str
    required: bool = True
    when: Condition | None = None
    alternative: str | None = None
    help: str = ""
    max_bytes: int = 1_048_576
    media: tuple[str, ...] = ("application/pdf", "image/jpeg", "image/png")
    short_title: str = ""
    file_words: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """The title where there is little room."""
        return self.short_title or self.title


@dataclass(frozen=True, slots=True)
class WorkerListSpec:
    """The list of persons that a company files: how many rows, which columns every row must fill.

    `documents`: the papers of each row. The first is laid beside the second: the card left, the photo right.
    """

    min: int
    max: int
    columns: tuple[str, ...] = ("name", "nik", "address", "destination")
    documents: tuple[DocumentSpec, ...] = ()


@dataclass(frozen=True, slots=True)
class Exemption:
    """Who needs no such permit, with the sentence for the counter; an entry that meets `when` is refused."""

    code: str
    who: str
    reason: str
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Sector:
    """A line of business that may apply; `group` is essential, critical or other."""

    code: str
    label: str
    group: str


@dataclass(frozen=True, slots=True)
class Sla:
    """The promise to the citizen, counted from 'dinyatakan lengkap'."""

    amount: int
    unit: SlaUnit

    @property
    def clock(self) -> ClockMode:
        """CLOCK when the hours run day and night, else WORKING."""
        return ClockMode.CLOCK if self.unit is SlaUnit.CLOCK_HOURS else ClockMode.WORKING


@dataclass(frozen=True, slots=True)
class Validity:
    """How long a permit may hold: at most `days` (both ends counted) and never after `until`."""

    days: int | None = None
    until: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class LevyIndex:
    """A factor that a choice of the form decides: value of `field` -> factor."""

    field: str
    values: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class LevyLine:
    """One line of a tariff: `rate` rupiah, times each number field in `times`, times each index."""

    label: str
    rate: Decimal
    when: Condition | None = None
    times: tuple[str, ...] = ()
    indices: tuple[LevyIndex, ...] = ()


@dataclass(frozen=True, slots=True)
class Levy:
    """Retribution in rupiah: the sum of the lines that apply, kept within the bounds.

    Without lines the tariff is not known here and an officer assesses it within the bounds.
    """

    text: str
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    lines: tuple[LevyLine, ...] = ()


@dataclass(frozen=True, slots=True)
class LevelRule:
    """Another level signs when the condition holds: size, height or scale of what is asked for."""

    level: PointLevel
    when: Condition


@dataclass(frozen=True, slots=True)
class ReasonSpec:
    """A coded reason to refuse or return: text, the rule behind it, what to do, the documents it concerns."""

    code: str
    text: str
    legal_basis: str
    remedy: str
    applies_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PermitTypeRules:
    """One version of a permit type, in force from `version_from` until before `version_to` (WIB)."""

    code: str
    title: str
    short_title: str
    version: str
    version_from: datetime
    version_to: datetime | None
    source: str
    mark: str
    status: RuleStatus
    applicant: ApplicantKind
    who_may_apply: str
    fields: tuple[FieldSpec, ...]
    documents: tuple[DocumentSpec, ...]
    workers: WorkerListSpec | None
    exemptions: tuple[Exemption, ...]
    sectors: tuple[Sector, ...]
    sla: Sla
    validity: Validity
    signatory_level: PointLevel
    signatory_levels: tuple[LevelRule, ...]
    survey: bool
    survey_when: str
    survey_if: Condition | None
    levy: Levy | None
    legal_bases: tuple[str, ...]
    reasons: tuple[ReasonSpec, ...]
    classification: str
    number_template: str
    paper_title: str
    provisions: tuple[str, ...]
    pause_before: str = ""

    @property
    def checked_fields(self) -> tuple[FieldSpec, ...]:
        """Fields that the reviewer must mark against a document."""
        return tuple(field for field in self.fields if field.evidence is not None)

    def field(self, code: str) -> FieldSpec:
        """The field of that code; KeyError when the type has none."""
        return {field.code: field for field in self.fields}[code]

    def document(self, code: str) -> DocumentSpec:
        """The document of that code; KeyError when the type has none."""
        return {document.code: document for document in self.documents}[code]

    def reason(self, code: str) -> ReasonSpec:
        """The reason of that code; KeyError when the type has none."""
        return {reason.code: reason for reason in self.reasons}[code]

    def in_force(self, moment: datetime) -> bool:
        """Whether this version holds at an aware moment."""
        return self.version_from <= moment and (self.version_to is None or moment < self.version_to)


def rules_on(versions: Iterable[PermitTypeRules], type_code: str, moment: datetime) -> PermitTypeRules:
    """The version in force at an aware `moment`; TypeNotOpen when there is none."""
    for rules in versions:
        if rules.code == type_code and rules.in_force(moment):
            return rules
    raise TypeNotOpen(type_code, moment.astimezone(WIB).date().isoformat())
