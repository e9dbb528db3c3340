"""The columns of the three lists: rules, revisions, and the promises that a change would move."""

from workstation import phrasing
from workstation.queries.calendar import RevisionRow, RuleRow
from workstation.ui.table import Column
from workstation.ui.theme import Tone
from workstation.vocabulary import RuleKind
from workstation.wording import word

_TONES = {
    RuleKind.HOLIDAY: Tone.BAD,
    RuleKind.OPEN_DAY: Tone.ACCENT,
    RuleKind.SEASON: Tone.GOOD,
    RuleKind.WEEK: Tone.NEUTRAL,
}
_TABLES = {"holiday": "hari libur", "season": "jam musiman", "work_week": "jam kerja"}


def when(row: RuleRow) -> str:
    """Say the days of a rule: one day, a range, or 'sejak ...'."""
    if row.kind is RuleKind.WEEK:
        return "sejak semula" if row.first.year == 1900 else f"sejak {phrasing.short_date(row.first)}"
    if row.last is None or row.last == row.first:
        return phrasing.short_date(row.first)
    return f"{phrasing.short_date(row.first)} – {phrasing.short_date(row.last)}"


def what(row: RuleRow) -> str:
    """Say what a rule says: the name of a day, or whose hours."""
    scope = " · ".join(part for part in (row.point, row.type_code) if part) or "semua titik"
    return (
        row.name if row.kind in (RuleKind.HOLIDAY, RuleKind.OPEN_DAY) else f"{row.name} · {scope}".strip(" ·")
    )


def more(row: RuleRow) -> str:
    """Say where a day comes from, or the hours of Monday and Friday, which differ; and what is an estimate."""
    said = word(row.source) if row.source else ""
    if row.hours:
        said = f"Sen {row.hours[0] or 'tutup'} · Jum {row.hours[4] or 'tutup'}"
    return f"perkiraan · {said}" if row.estimated else said


RULES = (
    Column("Hari", when, width=215, strong=True, sort=lambda r: r.first),
    Column("Aturan", lambda r: word(r.kind), tone=lambda r: _TONES[r.kind], width=135),
    Column("Keterangan", what, sub=more, tooltip=lambda r: "\n".join(r.hours)),
)


def changes(row: RevisionRow) -> str:
    """Say how many rows of what changed."""
    return ", ".join(f"{number} {_TABLES.get(table, table)}" for table, number in row.changes.items())


REVISIONS = (
    Column("Revisi", lambda r: str(r.id), width=70, strong=True, sort=lambda r: r.id),
    Column(
        "Kapan", lambda r: phrasing.short_moment(r.at), sub=lambda r: r.who, width=160, sort=lambda r: r.at
    ),
    Column("Alasan", lambda r: r.reason, sub=changes, tooltip=lambda r: r.reason),
)
MOVED = (
    Column("Nomor", lambda r: r.number, width=190, strong=True),
    Column("Titik layanan", lambda r: r.point, width=140),
    Column("Dijanjikan", lambda r: phrasing.short_moment(r.due_at), width=190),
    Column("Akan menjadi", lambda r: phrasing.short_moment(r.would_be), tone=lambda _r: Tone.WARN),
)
