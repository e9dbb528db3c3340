"""Serials as people write them: `DKI 1001-1020`, `DKI 1003`."""

import re
from collections.abc import Sequence

from workstation.phrasing import grouped
from workstation.usecases.keeping_sheets import Serials

_WRITTEN = re.compile(
    r"\s*([A-Za-z0-9]*[A-Za-z])\s*0*(\d{1,15})(?:\s*(?:-|–|s\.?d\.?|sampai)\s*0*(\d{1,15}))?\s*"
)


def read(text: str) -> Serials | None:
    """Read what was typed; None when it is no range of serials."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        return None
    first = int(found[2])
    return Serials(found[1].upper(), first, int(found[3] or first))


def fault(text: str) -> str:
    """Say what is wrong with what was typed, or ""."""
    found = read(text)
    if found is None:
        return "Tulis seri dan nomor, misalnya DKI 1001-1020 atau DKI 1003."
    return "" if found.last >= found.first else "Nomor terakhir harus sesudah nomor pertama."


def written(series: str, first: int, last: int) -> str:
    """Write a range as it is typed."""
    return f"{series} {first}" if first == last else f"{series} {first}-{last}"


def listed(ranges: Sequence[tuple[str, int, int]], most: int = 2) -> str:
    """Write the first of several ranges, and how many more there are."""
    said = ", ".join(written(*one) for one in ranges[:most])
    return said + (f" dan {grouped(len(ranges) - most)} lagi" if len(ranges) > most else "")


def first_of(ranges: Sequence[tuple[str, int, int]], most: int) -> str:
    """Write what lies uppermost: at most so many sheets of the first range, "" when there is none."""
    if not ranges:
        return ""
    series, first, last = ranges[0]
    return written(series, first, min(last, first + most - 1))
