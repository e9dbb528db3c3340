"""What the screen of the rules asks: every version of every type, and which holds now."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from workstation.catalogue.reading import from_json
from workstation.catalogue.rules import PermitTypeRules, RuleStatus
from workstation.desk import Desk
from workstation.models.catalogue import PermitTypeVersion


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version; `cases` under it are counted in all points, no further than a thousand."""

    id: int
    rules: PermitTypeRules
    cases: int


@dataclass(frozen=True, slots=True)
class TypeRow:
    """A permit type with its versions, oldest first; `at` is the moment of the question."""

    id: str
    versions: tuple[VersionRow, ...]
    at: datetime

    @property
    def now(self) -> VersionRow | None:
        """The version in force, None between two or after the last."""
        return next((row for row in self.versions if row.rules.in_force(self.at)), None)

    @property
    def shown(self) -> VersionRow:
        """The version in force, else the next one to come, else the last one that was."""
        coming = (row for row in self.versions if row.rules.version_from > self.at)
        return self.now or next(coming, self.versions[-1])

    @property
    def is_open(self) -> bool:
        """Whether applications may be filed now."""
        return self.now is not None and self.now.rules.status is RuleStatus.COMPLETE


def permit_types(desk: Desk) -> tuple[TypeRow, ...]:
    """Return all types with all their versions, those open now first, then by their short names."""
    with desk.read() as session:
        found = session.execute(
            select(
                PermitTypeVersion.id,
                PermitTypeVersion.rules,
                func.loket.cases_under(PermitTypeVersion.id).label("cases"),
            ).order_by(PermitTypeVersion.type_code, PermitTypeVersion.valid_from)
        )
        rows = [VersionRow(row.id, from_json(row.rules), row.cases) for row in found]
    groups: dict[str, list[VersionRow]] = {}
    for row in rows:
        groups.setdefault(row.rules.code, []).append(row)
    types = [TypeRow(code, tuple(versions), desk.now()) for code, versions in groups.items()]
    return tuple(sorted(types, key=lambda row: (not row.is_open, row.shown.rules.short_title.casefold())))
