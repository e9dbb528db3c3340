"""Load permit rules: what a file would change, and the change itself, whole or not at all."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby, pairwise
from operator import attrgetter
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, text

from workstation import phrasing
from workstation.catalogue.reading import Examined, examine, from_json, to_json
from workstation.catalogue.rules import PermitTypeRules
from workstation.desk import Desk
from workstation.errors import ChangedByOther, Refusal, RulesInUse, RulesOverlap
from workstation.printing import typeface
from workstation.vocabulary import Role, RuleChange


@dataclass(frozen=True, slots=True)
class Planned:
    """One version after loading; `before` as it stands in the office, None for a new one."""

    change: RuleChange
    rules: PermitTypeRules
    before: PermitTypeRules | None = None
    cases: int = 0

    @property
    def holds_from(self) -> datetime:
        """The moment from which the change is felt, in WIB."""
        ends = [end for end in (self.rules.version_to, self.before and self.before.version_to) if end]
        return (
            min(ends) if self.change in (RuleChange.ENDED, RuleChange.EXTENDED) else self.rules.version_from
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """What loading would do, by type and time; nothing is loaded while there is a refusal."""

    planned: tuple[Planned, ...]
    refusals: tuple[Refusal, ...] = ()

    @property
    def changes(self) -> tuple[Planned, ...]:
        """Only what is not the same afterwards."""
        return tuple(one for one in self.planned if one.change is not RuleChange.SAME)


@dataclass(frozen=True, slots=True)
class _Kept:
    id: int
    rules: PermitTypeRules
    cases: int


@dataclass(frozen=True, slots=True)
class Looked:
    """Rule files as they were read, what is wrong with them, and what loading them would change."""

    paths: tuple[Path, ...]
    examined: Examined
    plan: Plan

    @property
    def may_load(self) -> bool:
        """Tell whether nothing stands against it and something would change."""
        return not self.examined.faults and not self.plan.refusals and bool(self.plan.changes)


def read(paths: Iterable[Path]) -> Examined:
    """Read rule files and hold their words against the letters that the office's papers have."""
    return examine(paths, typeface.has_ink_for)


def look(desk: Desk, paths: Sequence[Path]) -> Looked:
    """Read rule files and tell what is wrong with them, else what loading them would change."""
    desk.require(Role.ADMIN)
    examined = read(paths)
    if examined.faults:
        return Looked(tuple(paths), examined, Plan(()))
    with desk.read() as session:
        return Looked(tuple(paths), examined, plan(session.connection(), examined.versions))


def load(desk: Desk, looked: Looked) -> Plan:
    """Load what was looked at, all or nothing, on the administrator's own login; journalled with its first day.

    Raises the first BadRuleFile, RulesInUse or RulesOverlap before anything is touched, ChangedByOther when the
    office's rules are not any more those that the plan was made for.
    """
    desk.require(Role.ADMIN)
    if looked.examined.faults:
        raise looked.examined.faults[0]
    versions = looked.examined.versions
    with desk.begin(reason_of(looked.paths, versions)) as session:
        done = carry_out(session.connection(), versions)
        if done.changes != looked.plan.changes:
            raise ChangedByOther
        return done


def load_as_owner(owner: Engine, versions: Iterable[PermitTypeRules], reason: str = "") -> Plan:
    """As `load`, on the administrator's own connection to the server (`loket admin`)."""
    with owner.begin() as connection:
        connection.execute(text("SELECT set_config('loket.reason', :reason, true)"), {"reason": reason})
        return carry_out(connection, tuple(versions))


def reason_of(paths: Sequence[Path], versions: Iterable[PermitTypeRules]) -> str:
    """The words for the journal: which files, and the first day from which their newest versions hold."""
    newest = {rules.code: rules.version_from for rules in versions}
    names = ", ".join(path.name for path in paths)
    days = ", ".join(sorted({phrasing.short_moment(start) for start in newest.values()}))
    return f"memuat aturan izin {names}; versi terbaru berlaku sejak {days}"[:500]


def plan(connection: Connection, versions: Iterable[PermitTypeRules]) -> Plan:
    """Lay the versions of files against what the office has; a version is known by its type and name."""
    now = connection.scalar(text("SELECT loket.moment()"))
    planned: list[Planned] = []
    refusals: list[Refusal] = []
    by_type = sorted(versions, key=attrgetter("code", "version_from"))
    for code, group in groupby(by_type, key=attrgetter("code")):
        kept = _kept(connection, code)
        mine = [_planned(rules, kept.get(rules.version)) for rules in group]
        others = [one for name, one in kept.items() if name not in {p.rules.version for p in mine}]
        mine += [_made_room(one, mine) for one in others]
        refusals += [refusal for one in mine if (refusal := _refusal(one, now)) is not None]
        refusals += _overlaps(mine)
        planned += sorted(mine, key=lambda one: one.rules.version_from)
    return Plan(tuple(planned), tuple(refusals))


def _kept(connection: Connection, code: str) -> dict[str, _Kept]:
    rows = connection.execute(
        text(
            "SELECT id, rules, loket.cases_under(id) AS cases FROM loket.permit_type_version"
            " WHERE type_code = :code ORDER BY valid_from"
        ),
        {"code": code},
    )
    found = (_Kept(row.id, from_json(row.rules), row.cases) for row in rows)
    return {one.rules.version: one for one in found}


def _planned(rules: PermitTypeRules, kept: _Kept | None) -> Planned:
    if kept is None:
        return Planned(RuleChange.ADDED, rules)
    before = kept.rules
    if rules == before:
        change = RuleChange.SAME
    elif replace(rules, version_to=before.version_to) != before:
        change = RuleChange.REPLACED
    else:
        change = RuleChange.ENDED if _ends_before(rules, before) else RuleChange.EXTENDED
    return Planned(change, rules, before, kept.cases)


def _ends_before(rules: PermitTypeRules, other: PermitTypeRules) -> bool:
    return rules.version_to is not None and (other.version_to is None or rules.version_to < other.version_to)


def _made_room(kept: _Kept, mine: Sequence[Planned]) -> Planned:
    """A version that the file does not name: one without an end gives way to the next one that comes."""
    rules = kept.rules
    later = [p.rules.version_from for p in mine if p.rules.version_from > rules.version_from]
    if rules.version_to is not None or not later:
        return Planned(RuleChange.SAME, rules, rules, kept.cases)
    return Planned(RuleChange.ENDED, replace(rules, version_to=min(later)), rules, kept.cases)


def _refusal(one: Planned, now: datetime) -> Refusal | None:
    """Why a version under which cases stand cannot be changed so; an end moves only from now on."""
    if one.before is None or one.change is RuleChange.SAME or not one.cases:
        return None
    was, will = one.before.version_to, one.rules.version_to
    only_end = one.change is not RuleChange.REPLACED
    if only_end and not (was is not None and was <= now) and not (will is not None and will < now):
        return None
    return RulesInUse(one.rules.short_title, one.rules.version, one.cases)


def _overlaps(mine: Sequence[Planned]) -> list[Refusal]:
    told = sorted((one.rules for one in mine), key=attrgetter("version_from"))
    pairs = pairwise(told)
    return [
        RulesOverlap(newer.short_title, newer.version, older.version)
        for older, newer in pairs
        if older.version_to is None or older.version_to > newer.version_from
    ]


def carry_out(connection: Connection, versions: Iterable[PermitTypeRules]) -> Plan:
    """Do what `plan` says in the transaction of `connection`; raises its first refusal."""
    wanted = plan(connection, versions)
    if wanted.refusals:
        raise wanted.refusals[0]
    order = list(RuleChange)
    for one in sorted(wanted.changes, key=lambda one: order.index(one.change)):
        if one.change is RuleChange.ADDED:
            _add(connection, one.rules)
        else:
            _rewrite(connection, one.rules)
    return wanted


def _add(connection: Connection, rules: PermitTypeRules) -> None:
    connection.execute(
        text(
            "INSERT INTO loket.permit_type (code, title) VALUES (:code, :title)"
            " ON CONFLICT (code) DO UPDATE SET title = excluded.title"
        ),
        {"code": rules.code, "title": rules.title},
    )
    connection.execute(
        text(
            "INSERT INTO loket.permit_type_version (type_code, valid_from, valid_to, rules)"
            " VALUES (:code, :start, :end, CAST(:rules AS jsonb))"
        ),
        _values(rules),
    )


def _rewrite(connection: Connection, rules: PermitTypeRules) -> None:
    connection.execute(
        text(
            "UPDATE loket.permit_type_version SET valid_from = :start, valid_to = :end,"
            " rules = CAST(:rules AS jsonb) WHERE type_code = :code AND rules ->> 'version' = :version"
        ),
        _values(rules) | {"version": rules.version},
    )


def _values(rules: PermitTypeRules) -> dict[str, Any]:
    return {
        "code": rules.code,
        "start": rules.version_from,
        "end": rules.version_to,
        "rules": json.dumps(to_json(rules)),
    }
