"""Equations of counts: what was received or given against what has become of it, as `loket.totals` counts them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from workstation.phrasing import grouped
from workstation.vocabulary import TotalClass, TotalLeg
from workstation.wording import word

_C = TotalClass
TERMS: dict[TotalLeg, tuple[TotalClass, ...]] = {
    TotalLeg.CASES: (_C.SUBMITTED, _C.IN_PROCESS, _C.WAITING, _C.REFUSED, _C.ISSUED),
    TotalLeg.TICKETS: (_C.WAITING, _C.AT_COUNTER, _C.FINISHED, _C.NO_SHOW, _C.CANCELLED),
    TotalLeg.LETTERS: (
        _C.UNSIGNED,
        _C.ISSUED,
        _C.PRINTED,
        _C.MAILED,
        _C.HANDED_OVER,
        _C.WITHDRAWN,
        _C.SUPERSEDED,
        _C.EXPIRED,
    ),
    TotalLeg.SHEETS: (_C.QUEUED, _C.OUT, _C.PRINTED, _C.SPOILED, _C.FAILED),
    TotalLeg.MONEY: (_C.PAID, _C.UNPAID, _C.CANCELLED),
}
"""Terms that are always written; others (withdrawn, lapsed) stand behind them when there are any."""


@dataclass(frozen=True, slots=True)
class Term:
    """One number of an equation: how many, or how many rupiah."""

    name: TotalClass
    number: int


@dataclass(frozen=True, slots=True)
class Equation:
    """What was received or given, and what has become of it."""

    leg: TotalLeg
    given: Term
    parts: tuple[Term, ...]

    @property
    def difference(self) -> int:
        """Return how many are given and nowhere; negative where there are more than were given."""
        return self.given.number - sum(part.number for part in self.parts)


def equations(counted: Iterable[Any]) -> tuple[Equation, ...]:
    """Lay out rows (leg, class, is_given, number) of `loket.totals` as one equation for each leg."""
    given: dict[TotalLeg, Term] = {}
    parts: dict[tuple[TotalLeg, TotalClass], int] = {}
    for leg, name, is_given, number in counted:
        if is_given:
            given[TotalLeg(leg)] = Term(TotalClass(name), number)
        else:
            parts[TotalLeg(leg), TotalClass(name)] = number
    return tuple(
        Equation(
            leg,
            given[leg],
            tuple(Term(name, parts.pop((leg, name), 0)) for name in always)
            + tuple(Term(name, number) for (of, name), number in sorted(parts.items()) if of == leg),
        )
        for leg, always in TERMS.items()
    )


def equation_words(equation: Equation) -> str:
    """Write it in one line: '6.622 diterima = 64 dalam proses + …'."""
    said = [f"{grouped(term.number)} {word(term.name)}" for term in (equation.given, *equation.parts)]
    return f"{said[0]} = {' + '.join(said[1:])}"


def difference_words(equation: Equation) -> str:
    """Say how far it is from holding, or that it holds."""
    if not equation.difference:
        return "cocok"
    return f"selisih {grouped(abs(equation.difference))}"
