"""Mending codewords (Reed-Solomon over GF(256), polynomial 0x11D, as in QR codes) with and without known gaps.

The usual readers mend unknown errors only. A codeword known to be doubtful costs half as much, so that a code
with a stain is read whose stain can be seen.
"""

from collections.abc import Sequence
from typing import Final

_EXP: Final = [1] * 510
_LOG: Final = [0] * 256
for _at in range(1, 510):
    _last = _EXP[_at - 1]
    _EXP[_at] = (_last << 1) ^ (0x11D if _last & 128 else 0)
for _at in range(255):
    _LOG[_EXP[_at]] = _at


def mended(block: Sequence[int], checks: int, gaps: Sequence[int], spare: int) -> list[int] | None:
    """Return the block as it was, or None; `gaps` are places whose codewords are doubtful.

    `spare` check codewords must be left over: without any left, noise would be "mended" into something.
    """
    syndromes = [_value(block, _EXP[power]) for power in range(checks)]
    if not any(syndromes):
        return list(block)
    length = len(block)
    locator = [1]
    for gap in gaps:
        locator = _times(locator, [1, _EXP[length - 1 - gap]])
    locator = _with_errors(syndromes, locator, len(gaps))
    errors = len(locator) - 1 - len(gaps)
    if errors < 0 or 2 * errors + len(gaps) > checks - spare:
        return None
    places = [at for at in range(length) if not _sum(locator, (255 - (length - 1 - at)) % 255)]
    if len(places) != len(locator) - 1:
        return None
    return _checked(_corrected(list(block), syndromes, locator, places), checks)


def _checked(block: list[int], checks: int) -> list[int] | None:
    return None if any(_value(block, _EXP[power]) for power in range(checks)) else block


def _with_errors(syndromes: list[int], locator: list[int], known: int) -> list[int]:
    """Berlekamp and Massey's shortest register, beginning with the known gaps."""
    found, before = locator[:], locator[:]
    errors = 0
    for step in range(known, len(syndromes)):
        delta = 0
        for power, factor in enumerate(found):
            if power <= step:
                delta ^= _mul(factor, syndromes[step - power])
        before = [0, *before]
        if delta:
            changed = _plus(found, [_mul(delta, factor) for factor in before])
            if 2 * errors <= step - known:
                errors = step - known + 1 - errors
                inverse = _EXP[255 - _LOG[delta]]
                before = [_mul(inverse, factor) for factor in found]
            found = changed
    while len(found) > 1 and not found[-1]:
        found.pop()
    return found


def _corrected(block: list[int], syndromes: list[int], locator: list[int], places: list[int]) -> list[int]:
    """Forney's values at the places (first root 1)."""
    evaluator = _times(syndromes, locator)[: len(syndromes)]
    slope = [factor if power % 2 else 0 for power, factor in enumerate(locator)][1:]
    for at in places:
        power = len(block) - 1 - at
        inverse = (255 - power) % 255
        below = _sum(slope, inverse)
        if below:
            block[at] ^= _mul(_EXP[power], _mul(_sum(evaluator, inverse), _EXP[255 - _LOG[below]]))
    return block


def _mul(a: int, b: int) -> int:
    return _EXP[_LOG[a] + _LOG[b]] if a and b else 0


def _value(block: Sequence[int], x: int) -> int:
    """The block as a polynomial, highest power first, at x."""
    total = 0
    for word in block:
        total = _mul(total, x) ^ word
    return total


def _sum(polynomial: list[int], log_x: int) -> int:
    """A polynomial, lowest power first, at the element with this logarithm."""
    total = 0
    for power, factor in enumerate(polynomial):
        if factor:
            total ^= _EXP[(_LOG[factor] + power * log_x) % 255]
    return total


def _times(a: list[int], b: list[int]) -> list[int]:
    product = [0] * (len(a) + len(b) - 1)
    for i, left in enumerate(a):
        for j, right in enumerate(b):
            product[i + j] ^= _mul(left, right)
    return product


def _plus(a: list[int], b: list[int]) -> list[int]:
    longer, shorter = (a, b) if len(a) >= len(b) else (b, a)
    return [factor ^ (shorter[at] if at < len(shorter) else 0) for at, factor in enumerate(longer)]
