"""Days and times of day as they are typed into the forms of this desk."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time

from workstation import phrasing
from workstation.worktime import WIB

_TIME = re.compile(r"([01]?\d|2[0-3])[.:]([0-5]\d)")


def moment(day: str, clock: str) -> datetime:
    """Give the aware moment of an ISO day and a time such as 09.30 in WIB; ValueError when either is none."""
    found = _TIME.fullmatch(clock.strip())
    if found is None:
        raise ValueError(clock)
    return datetime.combine(date.fromisoformat(day), time(int(found[1]), int(found[2])), WIB)


def typed(at: datetime) -> tuple[str, str]:
    """Give day and time of a moment as the forms hold them."""
    local = at.astimezone(WIB)
    return local.date().isoformat(), phrasing.time_of_day(local)


def moment_faults(values: Mapping[str, str], day: str, clock: str) -> dict[str, str]:
    """Say what is wrong with the two fields of a moment, if both are filled in."""
    if not (values.get(day) and values.get(clock)):
        return {}
    try:
        moment(values[day], "00.00")
    except ValueError:
        return {day: "Isi tanggal seperti 05-07-2026."}
    return {} if _TIME.fullmatch(values[clock].strip()) else {clock: "Isi jam seperti 09.30."}
