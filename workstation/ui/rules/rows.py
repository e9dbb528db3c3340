"""The rows of the tables of this screen, made of what the office has."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from workstation.catalogue.rules import PermitTypeRules
from workstation.errors import BadRuleFile
from workstation.queries.rules import TypeRow
from workstation.ui.theme import Tone
from workstation.usecases.rulemaking import Planned
from workstation.vocabulary import RuleChange

TONES = {
    RuleChange.ADDED: Tone.GOOD,
    RuleChange.REPLACED: Tone.WARN,
    RuleChange.ENDED: Tone.BAD,
    RuleChange.EXTENDED: Tone.INFO,
    RuleChange.SAME: Tone.NEUTRAL,
}


@dataclass(frozen=True, slots=True)
class FaultRow:
    """One fault of a rule file."""

    id: int
    fault: BadRuleFile


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One version that a file names or moves."""

    id: int
    one: Planned

    @property
    def tone(self) -> Tone:
        """The colour of the change."""
        return TONES[self.one.change]


@dataclass(frozen=True, slots=True)
class MomentRow:
    """A moment at which a type opens, changes or ends."""

    id: tuple[str, str, str]
    at: datetime
    type_code: str
    short_title: str
    what: str
    tone: Tone
    version: str
    source: str


def moments(types: Iterable[TypeRow]) -> list[MomentRow]:
    """Everything that begins or ends, the latest first."""
    found = [moment for row in types for moment in _of_type(row)]
    return sorted(found, key=lambda moment: (moment.at, moment.short_title), reverse=True)


def _of_type(row: TypeRow) -> Iterable[MomentRow]:
    ended: datetime | None = None
    for version in row.versions:
        rules = version.rules
        what, tone = ("berganti", Tone.WARN) if ended == rules.version_from else ("berlaku", Tone.GOOD)
        yield _moment(row, rules, rules.version_from, what, tone)
        ended = rules.version_to
        is_followed = any(other.rules.version_from == ended for other in row.versions)
        if ended is not None and not is_followed:
            yield _moment(row, rules, ended, "berakhir", Tone.BAD)


def _moment(row: TypeRow, rules: PermitTypeRules, at: datetime, what: str, tone: Tone) -> MomentRow:
    said = f"Akan {what}" if at > row.at else what.capitalize()
    ident = (rules.code, rules.version, what)
    return MomentRow(ident, at, rules.code, rules.short_title, said, tone, rules.version, rules.source)
