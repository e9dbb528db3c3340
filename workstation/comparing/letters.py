"""Letters side by side: what is the same in spite of how a machine reads, and which letters differ."""

import unicodedata
from difflib import SequenceMatcher

Span = tuple[int, int]

LITTLE = 0.5

TO_DIGIT = str.maketrans("OoQDIl|iZzSsBGbTA", "00001111225586674")
LOOKALIKES = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l", "5": "s", "8": "b", "2": "z", "!": "l"})


def bare(text: str) -> str:
    """Small letters and digits alone, without accents: what counts when names are compared."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if letter.isalnum())


def skeleton(text: str) -> str:
    """The bare text with letters and digits that machines take for each other made one: I l 1, O 0, S 5, B 8."""
    return bare(text).translate(LOOKALIKES)


def digits_of(text: str) -> str:
    """The digits of a text in which a machine may have read letters for digits (O for 0, I for 1, B for 8)."""
    return "".join(letter for letter in text.translate(TO_DIGIT) if letter.isdigit())


def likeness(one: str, other: str) -> float:
    """How alike two texts are, 0..1."""
    if one == other:
        return 1.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def is_like(one: str, other: str, least: float) -> bool:
    """Whether two texts are at least so alike; what their lengths alone exclude is not looked at."""
    total = len(one) + len(other)
    return (not total or 2.0 * min(len(one), len(other)) / total >= least) and likeness(one, other) >= least


def differences(one: str, other: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Where `one` differs from `other` and `other` from `one`, as spans of letters; case and spaces do not count.

    Two numbers of the same length are compared digit by digit, so that a swap shows as two digits. What has little in
    common differs as a whole.
    """
    first, second = _counted(one), _counted(other)
    letters, others = [one[n].casefold() for n in first], [other[n].casefold() for n in second]
    if len(letters) == len(others) and all(c.isdigit() for c in (*letters, *others)):
        wrong = [n for n, pair in enumerate(zip(letters, others, strict=True)) if pair[0] != pair[1]]
        return _spans(first, wrong), _spans(second, wrong)
    if likeness("".join(letters), "".join(others)) < LITTLE:
        return _spans(first, list(range(len(first)))), _spans(second, list(range(len(second))))
    mine: list[int] = []
    theirs: list[int] = []
    for kind, a, b, c, d in SequenceMatcher(None, letters, others, autojunk=False).get_opcodes():
        if kind != "equal":
            mine += range(a, b)
            theirs += range(c, d)
    return _spans(first, mine), _spans(second, theirs)


def _counted(text: str) -> list[int]:
    return [number for number, letter in enumerate(text) if not letter.isspace()]


def _spans(places: list[int], wrong: list[int]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for number in wrong:
        at = places[number]
        if spans and spans[-1][1] == at:
            spans[-1] = (spans[-1][0], at + 1)
        else:
            spans.append((at, at + 1))
    return tuple(spans)
