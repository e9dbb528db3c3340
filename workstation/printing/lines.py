"""Breaks text into lines that fit a measure; nothing is ever cut off, a word too long is broken."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache

from workstation.printing import typeface

Run = tuple[str, str]
"""A face name and the text set in it."""

_BREAK_AFTER = "-/@._,:"
WIDOW = 2.2
"""Ems below which a word does not stand alone on the last line."""


class Align(Enum):
    """How a line sits in its measure."""

    LEFT = auto()
    CENTRE = auto()
    RIGHT = auto()
    JUSTIFY = auto()


@dataclass(frozen=True, slots=True)
class Style:
    """Face, size and leading in points."""

    font: str
    size: float
    leading: float
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Line:
    """Runs with single spaces inside; `is_last` of its paragraph."""

    runs: tuple[Run, ...]
    width: float
    spaces: int
    is_last: bool = False


def break_lines(content: str | Iterable[Run], style: Style, measure: float) -> list[Line]:
    """Break `content` to `measure` points; empty text gives one empty line. Raises UnprintableText."""
    runs = ((style.font, content),) if isinstance(content, str) else tuple(content)
    return list(_lines(runs, style, measure))


@lru_cache(maxsize=2048)  # most lines of a permit stand on every permit of its type
def _lines(runs: tuple[Run, ...], style: Style, measure: float) -> tuple[Line, ...]:
    rows: list[list[list[Run]]] = [[]]
    used = 0.0
    for word in _fitting_words(_clean(runs), style.size, measure):
        space = typeface.width(word[0][0], style.size, " ") if rows[-1] else 0.0
        wide = _width(word, style.size)
        if rows[-1] and used + space + wide > measure + 0.01:
            rows.append([])
            used, space = 0.0, 0.0
        rows[-1].append(word)
        used += space + wide
    if style.align is not Align.JUSTIFY:  # there the line above would be torn apart
        _mend_widow(rows, style.size, measure)
    return tuple(_line(words, style, last=number == len(rows)) for number, words in enumerate(rows, 1))


def _mend_widow(rows: list[list[list[Run]]], size: float, measure: float) -> None:
    """Give a last line that is but a letter or two the word before it."""
    if len(rows) < 2 or len(rows[-1]) > 1 or len(rows[-2]) < 3:
        return
    before = rows[-2][-1]
    if _width(rows[-1][0], size) < WIDOW * size and _width(before, size) < measure / 2:
        rows[-1].insert(0, rows[-2].pop())


def fit_line(text: str, style: Style, measure: float) -> tuple[Line, Style]:
    """Set `text` on one line, in a smaller size when `measure` asks for it. Raises UnprintableText."""
    line = break_lines(text, style, math.inf)[0]
    if line.width <= measure:
        return line, style
    smaller = replace(style, size=style.size * measure / line.width)
    return break_lines(text, smaller, math.inf)[0], smaller


def _clean(runs: Iterable[Run]) -> Iterator[Run]:
    for font, text in runs:
        ready = typeface.printable(text)
        yield typeface.chosen(font, ready), ready


def _words(runs: Iterable[Run]) -> Iterator[list[Run]]:
    word: list[Run] = []
    for font, text in runs:
        for number, part in enumerate(text.split(" ")):
            if number and word:
                yield word
                word = []
            if part:
                word.append((font, part))
    if word:
        yield word


def _fitting_words(runs: Iterable[Run], size: float, measure: float) -> Iterator[list[Run]]:
    for word in _words(runs):
        if _width(word, size) <= measure:
            yield word
        else:
            yield from _broken(word, size, measure)


def _broken(word: list[Run], size: float, measure: float) -> Iterator[list[Run]]:
    """Break one word that is wider than the measure, after a mark when one stands in the second half."""
    letters = [(font, letter) for font, text in word for letter in text]
    while letters:
        count = _fitting_letters(letters, size, measure)
        if count < len(letters):
            marks = [n + 1 for n in range(count // 2, count) if letters[n][1] in _BREAK_AFTER]
            count = marks[-1] if marks else count
        yield _joined(letters[:count])
        letters = letters[count:]


def _fitting_letters(letters: list[Run], size: float, measure: float) -> int:
    used = 0.0
    for count, (font, letter) in enumerate(letters):
        used += typeface.width(font, size, letter)
        if used > measure:
            return max(1, count)
    return len(letters)


def _joined(runs: Iterable[Run]) -> list[Run]:
    joined: list[Run] = []
    for font, text in runs:
        if joined and joined[-1][0] == font:
            joined[-1] = (font, joined[-1][1] + text)
        else:
            joined.append((font, text))
    return joined


def _line(words: list[list[Run]], style: Style, *, last: bool) -> Line:
    spaced: list[Run] = []
    for number, word in enumerate(words):
        if number:
            spaced.append((word[0][0], " "))
        spaced.extend(word)
    runs = tuple(_joined(spaced))
    return Line(runs, _width(runs, style.size), max(0, len(words) - 1), last)


def _width(runs: Iterable[Run], size: float) -> float:
    return sum(typeface.width(font, size, text) for font, text in runs)
