"""The words of a paper that an administrator may change: blocks of text with named fields, filled and checked.

A field is `{nama}`; nothing else is computed. `**...**` is bold. A line of which a field is empty is left out, so that
"NIP {nip}" vanishes where there is none. What a fact says is never read as template again.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from workstation.errors import BadTemplate
from workstation.printing import typeface
from workstation.printing.lines import Run
from workstation.vocabulary import PaperKind

QR = "kode_qr"
"""Says in the signature block that the seal stands there; it has no letters of its own."""
BOLD = "**"

_FIELD = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Block:
    """One part: `text` as built in, fields that `must` stand in it, at most `lines` lines of `letters` characters.

    `needed` may not be empty; `choices` are the only values, and `picture` is a picture in base64.
    """

    code: str
    label: str
    text: str = ""
    must: tuple[str, ...] = ()
    needed: bool = False
    lines: int = 1
    letters: int = 120
    choices: tuple[str, ...] = ()
    picture: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """What a kind of paper lets itself be told; `fields` name -> what it stands for, `pages` of the ordinary case."""

    kind: PaperKind
    blocks: tuple[Block, ...]
    fields: Mapping[str, str]
    pages: int = 1

    def block(self, code: str) -> Block:
        """Return the block of this code; KeyError for none."""
        return next((one for one in self.blocks if one.code == code), None) or _none(code)


def _none(code: str) -> Block:
    raise KeyError(code)


class Said:
    """The words of one paper: a form, what the office changed in it, and this paper's facts."""

    def __init__(self, form: Form, words: Mapping[str, str], facts: Mapping[str, str]) -> None:
        self._form, self._words, self._facts = form, words, facts

    def lines(self, code: str) -> list[str]:
        """Return the lines of a block without their bold marks; BadTemplate for an unknown field."""
        return ["".join(text for _, text in runs) for runs in self.paragraphs(code)]

    def line(self, code: str) -> str:
        """Return the lines of a block as one."""
        return " ".join(self.lines(code))

    def paragraphs(self, code: str) -> list[list[Run]]:
        """Return the lines of a block as runs of regular and bold letters; BadTemplate for an unknown field."""
        block = self._form.block(code)
        text = self._words.get(code, block.text)
        made = (self._runs(block, number, line) for number, line in enumerate(text.split("\n"), 1))
        return [runs for runs in made if runs is not None] if text else []

    def _runs(self, block: Block, number: int, line: str) -> list[Run] | None:
        names = _FIELD.findall(line)
        for name in names:
            if name not in self._facts:
                raise BadTemplate(block.label, number, f"{{{name}}} tidak dikenal")
        if not all(self._facts[name] for name in names):
            return None
        faces = (typeface.REGULAR, typeface.BOLD)
        parts = [_FIELD.sub(self._value, part) for part in line.split(BOLD)]
        return [(faces[place % 2], part) for place, part in enumerate(parts) if part]

    def _value(self, found: re.Match[str]) -> str:
        return self._facts[found[1]]


def faults(form: Form, words: Mapping[str, str]) -> tuple[BadTemplate, ...]:
    """Return everything that is wrong with a wording, by block and line; how it looks on paper is not asked here."""
    found: list[BadTemplate] = []
    known = {block.code: block for block in form.blocks}
    for code in words:
        if code not in known:
            found.append(BadTemplate(code, 0, "bagian ini tidak dikenal"))
    for block in form.blocks:
        text = words.get(block.code, block.text)
        found += [BadTemplate(block.label, line, reason) for line, reason in _wrong(form, block, text)]
    return tuple(found)


def _wrong(form: Form, block: Block, text: str) -> Iterable[tuple[int, str]]:
    if block.picture:
        return
    if block.choices:
        if text not in block.choices:
            yield 1, f"harus salah satu dari {', '.join(filter(None, block.choices))}"
        return
    lines = text.split("\n") if text else []
    if block.needed and not text.strip():
        yield 0, "tidak boleh kosong"
    if len(lines) > block.lines:
        yield block.lines + 1, f"terlalu panjang: paling banyak {block.lines} baris"
    for number, line in enumerate(lines, 1):
        yield from ((number, reason) for reason in _wrong_line(form, block, line))
    for name in block.must:
        if text.strip() and f"{{{name}}}" not in text:
            yield 0, f"{{{name}}} wajib ada: {form.fields[name]}"


def _wrong_line(form: Form, block: Block, line: str) -> Iterable[str]:
    if len(line) > block.letters:
        yield f"terlalu panjang: {len(line)} huruf, paling banyak {block.letters}"
    strange = "".join(
        dict.fromkeys(letter for letter in line if not typeface.knows(typeface.REGULAR, letter))
    )
    if strange:
        shown = " ".join(one if one.isprintable() else f"U+{ord(one):04X}" for one in strange[:5])
        yield f"memuat huruf yang tidak dapat dicetak ({shown})"
    for name in _FIELD.findall(line):
        if name not in form.fields:
            near = get_close_matches(name, form.fields, 1)
            hint = f"; mungkin {{{near[0]}}}" if near else ""
            yield f"{{{name}}} tidak dikenal{hint}"
    if set(_FIELD.sub("", line)) & set("{}"):
        yield "kurung kurawal tidak berpasangan; isian ditulis {nama_isian}"
    if line.count(BOLD) % 2:
        yield "tanda tebal ** tidak berpasangan"
