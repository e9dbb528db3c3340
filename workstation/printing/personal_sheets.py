"""Facts of the papers of the persons' desk: the copy for a person, the record of a destruction, the breach letters."""

from dataclasses import dataclass, field
from datetime import datetime

from workstation.printing.sheets import Letterhead, Stationery

Rows = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class HeldCase:
    """One thing that is held about a person: a headline, and label and value line by line."""

    title: str
    rows: Rows


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One deed on a person's data, in words."""

    at: datetime
    point: str
    officer: str
    deed: str
    purpose: str


@dataclass(frozen=True, slots=True)
class PersonSheet:
    """Salinan data pribadi (UU 27/2022 art. 32): given to the person himself, so his number stands whole."""

    letterhead: Letterhead
    nik: str
    given_at: datetime
    officer: str
    held: tuple[HeldCase, ...]
    trail: tuple[TrailLine, ...]
    practice: bool = False
    stationery: Stationery = field(default_factory=Stationery)


@dataclass(frozen=True, slots=True)
class DestroyedKind:
    """One kind of a run: how long it was to be kept, how much was destroyed, how much was left out."""

    kind: str
    days: str
    done: int
    left: int


@dataclass(frozen=True, slots=True)
class DestructionSheet:
    """Berita acara pemusnahan; `things` are kind, number and end of each thing destroyed."""

    letterhead: Letterhead
    number: str
    ended_at: datetime
    proposed_at: datetime
    proposer: str
    approver: str
    reason: str
    kinds: tuple[DestroyedKind, ...]
    things: tuple[tuple[str, str, str], ...]
    practice: bool = False
    stationery: Stationery = field(default_factory=Stationery)


@dataclass(frozen=True, slots=True)
class BreachLetter:
    """One person's part of a breach: who he is, which of his data, what was done with them, when."""

    name: str
    address: str
    data: tuple[str, ...]
    deeds: str
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class BreachSheet:
    """Drafts of the written notices of art. 46: one to the authority, then one to each person."""

    letterhead: Letterhead
    found_at: datetime
    due_at: datetime
    what: str
    measures: str
    source: str
    letters: tuple[BreachLetter, ...]
    by_point: tuple[tuple[str, int], ...]
    written_at: datetime
    place: str = "Jakarta"
    practice: bool = False
    stationery: Stationery = field(default_factory=Stationery)
