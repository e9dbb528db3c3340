"""Days as papers write them: 10-06-1973, 10/6/1973, 10 Juni 1973, and the span "2 November 2026 sampai dengan ..."."""

import itertools
import re
from dataclasses import dataclass
from datetime import date

from workstation.comparing.letters import TO_DIGIT, bare, likeness
from workstation.phrasing import MONTHS

NUMBERS = re.compile(r"(?<![0-9])([0-9OIl]{1,2})\s?[-/.]\s?([0-9OIl]{1,2})\s?[-/.]\s?([0-9OIl]{4})(?![0-9])")
NAMED = re.compile(r"(?<![0-9])([0-9OIl]{1,2})\s?([A-Za-z]{3,9})\s?([0-9OIl]{4})(?![0-9])")
UNTIL = re.compile(r"\b(sampai|s\.?\s?d\.?|s/d|hingga)\b|-|–", re.IGNORECASE)
MONTH_LIKENESS = 0.75
MOST_BETWEEN = 40


@dataclass(frozen=True, slots=True)
class ReadDay:
    """A day and where it stands in the text."""

    day: date
    start: int
    end: int


def days_in(text: str) -> tuple[ReadDay, ...]:
    """The days in a text, in order."""
    found = [_day(match, _number(match[2])) for match in NUMBERS.finditer(text)]
    found += [_day(match, _month(match[2])) for match in NAMED.finditer(text)]
    return tuple(sorted((day for day in found if day is not None), key=lambda day: day.start))


def period_in(text: str) -> tuple[ReadDay, ReadDay] | None:
    """The first two days that "sampai" or its like joins."""
    days = days_in(text)
    for first, last in itertools.pairwise(days):
        between = text[first.end : last.start]
        if len(between) <= MOST_BETWEEN and UNTIL.search(between) and first.day <= last.day:
            return first, last
    return None


def _day(match: re.Match[str], month: int) -> ReadDay | None:
    try:
        return ReadDay(date(_number(match[3]), month, _number(match[1])), match.start(), match.end())
    except ValueError:
        return None


def _number(text: str) -> int:
    return int(text.translate(TO_DIGIT))


def _month(text: str) -> int:
    """The number of a month by its name, 0 when it is none."""
    said = bare(text)
    best = max(range(12), key=lambda n: likeness(said, bare(MONTHS[n])))
    is_it = likeness(said, bare(MONTHS[best])) >= MONTH_LIKENESS or bare(MONTHS[best])[:3] == said
    return best + 1 if is_it else 0
