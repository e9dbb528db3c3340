"""Addresses: the words that count, whatever the order of RT and RW and however street and number are shortened."""

import re
from collections import Counter
from collections.abc import Sequence

from workstation.comparing.letters import Span, bare, is_like, skeleton

TOKEN = re.compile(r"[^\W\d_]+|\d+")
HEADS = {
    "jl",
    "jln",
    "jalan",
    "ji",
    "no",
    "nomor",
    "rt",
    "rw",
    "kel",
    "kelurahan",
    "desa",
    "kec",
    "kecamatan",
    "kota",
}
NEAR = 0.8


def joined(lines: Sequence[str], neighbourhood: Sequence[str]) -> str:
    """The address as one line; "009/004" of a card becomes RT 009 RW 004."""
    text = " ".join(lines)
    for pair in neighbourhood:
        numbers = re.findall(r"\d+", pair)
        text += f" RT {numbers[0]} RW {numbers[1]}" if len(numbers) == 2 else f" {pair}"
    return text


def differences(form: str, read: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Words of the form that are not in what was read, and of what was read that are not in the form.

    A card shows less than a form with kelurahan and kecamatan, so only what is missing from the reading counts.
    """
    wanted, given = _tokens(form), _tokens(read)
    left = Counter(_core(text) for text, _ in given)
    wrong: list[Span] = []
    for text, span in wanted:
        match = next((core for core in left if left[core] > 0 and _is_same(core, _core(text))), None)
        if match is None:
            wrong.append(span)
        else:
            left[match] -= 1
    spare: list[Span] = []
    for text, span in reversed(given):
        if left[_core(text)] > 0:
            left[_core(text)] -= 1
            spare.append(span)
    return tuple(wrong), tuple(reversed(spare))


def _tokens(text: str) -> list[tuple[str, Span]]:
    return [(m[0], m.span()) for m in TOKEN.finditer(_plain(text)) if bare(m[0]) not in HEADS]


def _plain(text: str) -> str:
    """Read "J1." as "Jl."; the length stays."""
    return re.sub(r"\b[Jj][1Il]\b", "Jl", text)


def _core(text: str) -> str:
    return text.lstrip("0") or "0" if text.isdigit() else skeleton(text)


def _is_same(one: str, other: str) -> bool:
    if one.isdigit() or other.isdigit():
        return one == other
    return one == other or (len(one) > 4 and is_like(one, other, NEAR))
