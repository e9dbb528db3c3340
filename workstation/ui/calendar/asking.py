"""What the administrator types for each kind of change, and how it is read."""

from collections.abc import Mapping
from datetime import date

from workstation.catalogue.rules import FieldKind, FieldSpec
from workstation.queries.calendar import CalendarFacts, RuleRow
from workstation.usecases.scheduling import Change, HolidayChange, SeasonChange, WeekChange
from workstation.vocabulary import HolidaySource, RuleKind
from workstation.wording import word
from workstation.worktime import OFFICE_WEEK, RAMADAN_WEEK, Week, as_texts, week

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
CLOSED, OPEN = "closed", "open"
ALL = "*"
_HOURS = tuple(
    FieldSpec(
        f"day{n}",
        day,
        FieldKind.TEXT,
        required=False,
        help="" if n else "Seperti 07.30-12.00, 13.00-16.00; kosong bila tutup.",
    )
    for n, day in enumerate(DAYS)
)
_REASON = FieldSpec(
    "why", "Alasan perubahan", FieldKind.TEXT, help="Misalnya nomor keputusan; tersimpan selamanya."
)
_HOLIDAY = (
    FieldSpec("day", "Tanggal", FieldKind.DATE),
    FieldSpec("name", "Nama hari", FieldKind.TEXT, max_length=120),
    FieldSpec("state", "Kantor", FieldKind.CHOICE, choices=((CLOSED, "Tutup (libur)"), (OPEN, "Tetap buka"))),
    FieldSpec(
        "source",
        "Sumber",
        FieldKind.CHOICE,
        choices=tuple((s.value, word(s)) for s in (HolidaySource.DECREE, HolidaySource.LOCAL)),
    ),
    _REASON,
)
_SEASON = (
    FieldSpec("name", "Nama", FieldKind.TEXT, max_length=60),
    FieldSpec("first", "Hari pertama", FieldKind.DATE),
    FieldSpec("last", "Hari terakhir", FieldKind.DATE),
)
_WEEK = (FieldSpec("first", "Berlaku sejak", FieldKind.DATE),)


def fields(kind: RuleKind, facts: CalendarFacts, rule: RuleRow | None) -> tuple[FieldSpec, ...]:
    """Return the fields of a change of this kind; whose season it is does not change."""
    if kind in (RuleKind.HOLIDAY, RuleKind.OPEN_DAY):
        return _HOLIDAY
    if kind is RuleKind.SEASON and rule is not None:
        return (*_SEASON, *_HOURS, _REASON)
    scope = (
        FieldSpec("point", "Titik layanan", FieldKind.CHOICE, choices=((ALL, "Semua"), *facts.points)),
        FieldSpec("type", "Jenis izin", FieldKind.CHOICE, choices=((ALL, "Semua"), *facts.types)),
    )
    return (*(_SEASON if kind is RuleKind.SEASON else _WEEK), *scope, *_HOURS, _REASON)


def values_of(kind: RuleKind, rule: RuleRow | None, facts: CalendarFacts) -> dict[str, str]:
    """Fill the form: from a rule that is there, or with what is usual."""
    usual = as_texts(RAMADAN_WEEK if kind is RuleKind.SEASON else OFFICE_WEEK)
    hours = rule.hours if rule and rule.hours else usual
    values = {f"day{n}": text for n, text in enumerate(hours)}
    values |= {"point": ALL, "type": ALL, "state": CLOSED, "source": HolidaySource.DECREE.value}
    if kind is RuleKind.SEASON:
        values["name"] = "Ramadan"
    if rule is None:
        return values
    first = max(rule.first, facts.today) if kind is RuleKind.WEEK else rule.first
    values |= {
        "first": first.isoformat(),
        "day": rule.first.isoformat(),
        "name": rule.name or values.get("name", ""),
    }
    values |= {"last": rule.last.isoformat() if rule.last else "", "point": rule.point or ALL}
    values |= {"type": rule.type_code or ALL, "state": OPEN if rule.kind is RuleKind.OPEN_DAY else CLOSED}
    return values


def faults(kind: RuleKind, values: Mapping[str, str], wanted: tuple[FieldSpec, ...]) -> dict[str, str]:
    """Say what is missing or wrong, by field."""
    found = {f.code: "Wajib diisi." for f in wanted if f.required and not values.get(f.code)}
    found |= {
        f.code: "Tanggal tidak terbaca: hh-bb-tttt."
        for f in wanted
        if f.kind is FieldKind.DATE and values.get(f.code) and not _date(values[f.code])
    }
    if len(values.get("why", "xxx")) < 3:
        found["why"] = "Sedikitnya tiga huruf."
    if kind in (RuleKind.SEASON, RuleKind.WEEK):
        found |= _wrong_hours(values)
    first, last = _date(values.get("first", "")), _date(values.get("last", ""))
    if first and last and last < first:
        found["last"] = "Tidak boleh sebelum hari pertama."
    return found


def read(kind: RuleKind, values: Mapping[str, str], rule: RuleRow | None) -> Change:
    """Return the change that a form without faults asks for."""
    if kind in (RuleKind.HOLIDAY, RuleKind.OPEN_DAY):
        return HolidayChange(
            date.fromisoformat(values["day"]),
            values["name"],
            values["state"] == OPEN,
            HolidaySource(values["source"]),
        )
    point, type_code = (None if values.get(code, ALL) == ALL else values[code] for code in ("point", "type"))
    first = date.fromisoformat(values["first"])
    if kind is RuleKind.WEEK:
        return WeekChange(first, _week(values), point, type_code)
    ident = int(rule.ident) if rule is not None else None
    last = date.fromisoformat(values["last"])
    return SeasonChange(values["name"], first, last, _week(values), point, type_code, ident)


def _week(values: Mapping[str, str]) -> Week:
    return week(*(values.get(f"day{n}", "") for n in range(len(DAYS))))


def _wrong_hours(values: Mapping[str, str]) -> dict[str, str]:
    texts = [values.get(f"day{n}", "") for n in range(len(DAYS))]
    if not any(texts):
        return {"day0": "Sedikitnya satu hari harus buka."}
    return {
        f"day{n}": "Tulis seperti 07.30-12.00, 13.00-16.00; paling akhir 23.59, sisanya pada hari berikutnya."
        for n, text in enumerate(texts)
        if not _fits(text)
    }


def _fits(text: str) -> bool:
    """Whether the windows of a day can be read, rise and do not touch."""
    try:
        day = week(text, *("",) * 6)[0]
    except ValueError:
        return False
    edges = [edge for pair in day for edge in pair]
    return edges == sorted(set(edges))


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
