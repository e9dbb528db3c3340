"""Which file goes to which person of a list, and as which of his papers: read from the names of the files alone.

`3171994502850001_ktp.jpg`, `foto/12.jpg`, `Siti Rahmawati - foto.png`: a number of sixteen digits is a card, a shorter
one the row, letters a name; the words of each paper come from the rules. Of a PDF of many pages each page may go to
another person, or to another paper of one.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

CARD_DIGITS, MOST_ROW_DIGITS = 16, 5
_PARTS = re.compile(r"[a-z]+|[0-9]+")


@dataclass(frozen=True, slots=True)
class Person:
    """One row: `id` as the caller names it, `number` as it stands on the list."""

    id: int
    number: int
    nik: str
    name: str


@dataclass(frozen=True, slots=True)
class Goal:
    """One file, or page `page` of it (from 0; None: all of it), for this person as this paper."""

    file: int
    page: int | None
    person: Person
    code: str


@dataclass(frozen=True, slots=True)
class Plan:
    """`goals` can be attached; `unmatched` and `doubled` say by file (or goal) why not, in Indonesian."""

    goals: tuple[Goal, ...]
    unmatched: Mapping[int, str]
    doubled: tuple[Goal, ...]


def plan(
    files: Sequence[tuple[str, int]], persons: Sequence[Person], papers: Mapping[str, Sequence[str]]
) -> Plan:
    """Match files, given as path and pages, with persons and papers (code -> words of its files)."""
    goals: list[Goal] = []
    unmatched: dict[int, str] = {}
    for number, (name, pages) in enumerate(files):
        found = _goals(number, name, pages, persons, papers)
        if isinstance(found, str):
            unmatched[number] = found
        else:
            goals += found
    count = Counter((goal.person.id, goal.code) for goal in goals)
    once = tuple(goal for goal in goals if count[goal.person.id, goal.code] == 1)
    return Plan(once, unmatched, tuple(goal for goal in goals if goal not in once))


def _goals(
    number: int, name: str, pages: int, persons: Sequence[Person], papers: Mapping[str, Sequence[str]]
) -> list[Goal] | str:
    """The goals of one file, or why there is none."""
    path = PurePath(name)
    own = _PARTS.findall(path.stem.casefold())
    code = _paper(own, papers) or _paper(_PARTS.findall(path.parent.as_posix().casefold()), papers)
    words = {word for known in papers.values() for word in known}
    person = _person([part for part in own if part not in words], persons)
    codes = list(papers)
    if isinstance(person, Person):
        if code:
            return [Goal(number, None, person, code)]
        if pages == len(codes):
            return [Goal(number, page, person, one) for page, one in enumerate(codes)]
        return "Namanya tidak menyebut jenis berkas."
    if pages > 1 and code and pages == len(persons):
        return [Goal(number, page, one, code) for page, one in enumerate(persons)]
    if pages > 1 and not code and pages == len(persons) * len(codes):
        return [
            Goal(number, page * len(codes) + at, one, paper)
            for page, one in enumerate(persons)
            for at, paper in enumerate(codes)
        ]
    if pages > 1:
        return f"{pages} halaman, {len(persons)} orang dalam daftar."
    return person or "Namanya tidak menyebut NIK, nomor baris, atau nama."


def _paper(parts: Sequence[str], papers: Mapping[str, Sequence[str]]) -> str:
    return next((code for code, words in papers.items() if any(word in parts for word in words)), "")


def _person(parts: Sequence[str], persons: Sequence[Person]) -> Person | str:
    """The person that a name speaks of, else why nobody is meant ("": it speaks of nobody)."""
    cards = [part for part in parts if len(part) == CARD_DIGITS and part.isdigit()]
    if cards:
        return _only([one for one in persons if one.nik == cards[0]], "NIK itu tidak ada dalam daftar.")
    letters = [part for part in parts if part.isalpha()]
    if letters:
        named = [
            one for one in persons if set(_PARTS.findall(one.name.casefold())) - _digits(one) <= set(letters)
        ]
        named = [one for one in named if _PARTS.findall(one.name.casefold())]
        exact = [one for one in named if sorted(_PARTS.findall(one.name.casefold())) == sorted(parts)]
        if named:
            return _only(exact or named, "")
    rows = [part for part in parts if part.isdigit() and len(part) <= MOST_ROW_DIGITS]
    if rows:
        return _only([one for one in persons if one.number == int(rows[0])], "Nomor baris itu tidak ada.")
    return "Nama itu tidak ada dalam daftar." if letters else ""


def _digits(person: Person) -> set[str]:
    return {part for part in _PARTS.findall(person.name.casefold()) if part.isdigit()}


def _only(found: Sequence[Person], else_said: str) -> Person | str:
    if len(found) == 1:
        return found[0]
    return "Lebih dari satu orang cocok." if found else else_said
