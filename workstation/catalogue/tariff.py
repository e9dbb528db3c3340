"""What a permit costs: the lines of a tariff filled with the numbers and choices of an entry, in rupiah."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from math import prod

from workstation.catalogue.checking import Values, holds, shown_codes, text_of
from workstation.catalogue.rules import LevyLine, PermitTypeRules

PRECISION = 200  # digits: more than the largest rate, four numbers and four indices can fill


@dataclass(frozen=True, slots=True)
class LevyAmount:
    """One line of the bill: `quantity` is the product of what was counted, `factor` of the indices; rupiah."""

    label: str
    rate: Decimal
    quantity: int
    factor: Decimal
    amount: Decimal


def levy_lines(rules: PermitTypeRules, values: Values) -> tuple[LevyAmount, ...]:
    """The lines that apply to an entry, each rounded to whole rupiah; empty when the tariff has no lines."""
    shown = shown_codes(rules, values)
    lines = rules.levy.lines if rules.levy is not None else ()
    return tuple(_amount(line, values) for line in lines if holds(line.when, values, shown))


def levy_for(rules: PermitTypeRules, values: Values) -> Decimal | None:
    """The levy in whole rupiah; 0 for a permit without one, None when an officer must assess it."""
    levy = rules.levy
    if levy is None:
        return Decimal(0)
    if not levy.lines:
        return levy.minimum if levy.minimum is not None and levy.minimum == levy.maximum else None
    with localcontext(prec=PRECISION):
        total = sum((line.amount for line in levy_lines(rules, values)), Decimal(0))
    if levy.minimum is not None:
        total = max(total, levy.minimum)
    return total if levy.maximum is None else min(total, levy.maximum)


def _amount(line: LevyLine, values: Values) -> LevyAmount:
    quantity = prod(_number(values, code) for code in line.times)
    factor = prod(
        (dict(index.values).get(text_of(values, index.field), Decimal(0)) for index in line.indices),
        start=Decimal(1),
    )
    with localcontext(prec=PRECISION):
        amount = (line.rate * quantity * factor).quantize(Decimal(1), ROUND_HALF_UP)
    return LevyAmount(line.label, line.rate, quantity, factor, amount)


def _number(values: Values, code: str) -> int:
    """What was typed as a whole number; nothing counts when it is none."""
    text = text_of(values, code)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else 0
