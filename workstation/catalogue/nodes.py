"""Tables of a rule file that remember on which line each key stands, read with typed questions."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

from workstation.errors import BadRuleFile
from workstation.worktime import WIB

LARGEST = 1_000_000
LONGEST_LINE = 20_000
LONGEST_TEXT = 4_000
MOST_PARTS = 20
MOST_DECIMALS = 6
MOST_NUMBER = 1_000_000_000
MOST_MONEY = Decimal(10) ** 15
MOST_ITEMS = 500
_NAME = r"[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*'"
_HEADER = re.compile(rf"^\s*(\[\[?)\s*((?:{_NAME})(?:\s*\.\s*(?:{_NAME}))*)\s*\]\]?")
_KEY = re.compile(rf"^\s*((?:{_NAME})(?:\s*\.\s*(?:{_NAME}))*)\s*=")
_PART = re.compile(_NAME)
_TOKEN = re.compile(rf"({_NAME})|(\.)|[^\s.]")
# what hides brackets and signs of comment: a comment, the begin of a text over several lines, a text in one line
_HIDING = re.compile(r"#.*|\"\"\"|'''|\"(?:[^\"\\]|\\.)*\"|'[^']*'|[\[\]{}]")
_CLOSING = {'"""': re.compile(r'(?:[^"\\]|\\.?|"(?!""))*"""'), "'''": re.compile(r"(?:[^']|'(?!''))*'''")}
_AT_LINE = re.compile(r"\(at line (\d+)")
_SAID = {  # the parser's own words
    "Cannot overwrite a value": "kunci ini ditulis dua kali",
    "Duplicate inline table key": "kunci ini ditulis dua kali",
    "Cannot declare": "tabel ini ditulis dua kali",
    "Invalid date or datetime": "tanggal atau jam ini tidak ada",
    "Illegal character": "tanda kendali tidak boleh ada di sini",
    "Found invalid character": "tanda kendali tidak boleh ada di sini",
    "Unclosed array": "kurung siku tidak ditutup",
    "Unclosed inline table": "kurung kurawal tidak ditutup",
    "Unterminated string": "tanda kutip tidak ditutup",
}
_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_Word = TypeVar("_Word", bound=StrEnum)
_Made = TypeVar("_Made")


class Node(dict[str, Any]):
    """A table with the line of its header and of each key (0 when it came from the database)."""

    line: int = 0

    def __init__(
        self, values: Mapping[str, Any], line: int = 0, lines: Mapping[str, int] | None = None
    ) -> None:
        super().__init__(values)
        self.line = line
        self.lines = dict(lines or {})


def parse(text: str, file: str) -> Node:
    """The whole TOML file as a Node tree; BadRuleFile with the line when it is not TOML, or too large."""
    if len(text) > LARGEST:
        raise BadRuleFile(file, 1, f"berkas lebih besar dari {LARGEST} huruf")
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LONGEST_LINE:
            raise BadRuleFile(file, number, f"baris lebih panjang dari {LONGEST_LINE} huruf")
        if (
            _parts(line) > MOST_PARTS
        ):  # a key of a thousand parts costs the parser a second, and a file has many
            raise BadRuleFile(
                file, number, f"bukan TOML yang benar: nama dengan lebih dari {MOST_PARTS} bagian"
            )
    try:
        tree: Node = _with_lines(tomllib.loads(text), (), _lines(text))
    except (ValueError, RecursionError) as fault:
        found = _AT_LINE.search(str(fault))
        line_number = int(found.group(1)) if found else text.count("\n") + 1
        said = next((f": {words}" for begin, words in _SAID.items() if str(fault).startswith(begin)), "")
        raise BadRuleFile(file, line_number, f"bukan TOML yang benar{said}") from fault
    return tree


def _parts(line: str) -> int:
    """How many names the longest row of names and dots in a line has."""
    if line.count(".") < MOST_PARTS:
        return 0
    longest = count = 0
    was_dot = False
    for token in _TOKEN.finditer(line):
        if token[1]:
            count = count + 1 if was_dot else 1
            longest = max(longest, count)
        elif not token[2]:
            count = 0
        was_dot = bool(token[2]) and count > 0
    return longest


def _lines(text: str) -> dict[tuple[str | int, ...], int]:
    """Path of every key and table header -> its first line."""
    lines: dict[tuple[str | int, ...], int] = {}
    counts: dict[tuple[str | int, ...], int] = {}
    here: tuple[str | int, ...] = ()
    quote, depth = "", 0
    for number, line in enumerate(text.split("\n"), 1):
        is_inside = bool(quote or depth)
        quote, depth = _open_at_end(line, quote, depth)
        if is_inside:
            continue
        if header := _HEADER.match(line):
            here = _header_path(_names(header.group(2)), header.group(1) == "[[", counts)
            lines.setdefault(here, number)
        elif key := _KEY.match(line):
            names = _names(key.group(1))
            for end in range(1, len(names) + 1):
                lines.setdefault((*here, *names[:end]), number)
    return lines


def _names(dotted: str) -> list[str]:
    return [name.strip("\"'") for name in _PART.findall(dotted)]


def _open_at_end(line: str, quote: str, depth: int) -> tuple[str, int]:
    """The triple quote and the number of brackets that are still open at the end of a line."""
    at = 0
    while True:
        if quote:
            closed = _CLOSING[quote].match(line, at)
            if closed is None:
                return quote, depth
            at, quote = closed.end(), ""
        found = _HIDING.search(line, at)
        if found is None:
            return "", depth
        at, mark = found.end(), found[0]
        if mark in _CLOSING:
            quote = mark
        else:
            depth += (mark in "[{") - (mark in "]}")


def _header_path(
    names: list[str], is_array: bool, counts: dict[tuple[str | int, ...], int]
) -> tuple[str | int, ...]:
    path: tuple[str | int, ...] = ()
    for position, name in enumerate(names):
        path = (*path, name)
        if is_array and position == len(names) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _with_lines(value: Any, path: tuple[str | int, ...], lines: Mapping[tuple[str | int, ...], int]) -> Any:
    if isinstance(value, list):
        return [_with_lines(item, (*path, index), lines) for index, item in enumerate(value)]
    if not isinstance(value, dict):
        return value
    inner = {key: _with_lines(item, (*path, key), lines) for key, item in value.items()}
    own = next((lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in lines), 1)
    return Node(inner, own, {key: lines[*path, key] for key in value if (*path, key) in lines})


class Reader:
    """Typed questions to one Node; each wrong answer is a BadRuleFile that names the line."""

    def __init__(self, node: Mapping[str, Any], file: str) -> None:
        self.node = node if isinstance(node, Node) else Node(node)
        self.file = file
        self._asked: set[str] = set()

    def wrong(self, key: str, reason: str) -> BadRuleFile:
        """The problem to raise about `key` (or about the whole table when it lacks the key)."""
        return BadRuleFile(self.file, self.node.lines.get(key, self.node.line), f"{key}: {reason}")

    def value(self, key: str, kinds: tuple[type, ...], what: str, default: Any = ...) -> Any:
        """The raw value of one of `kinds`; `default` when absent, a problem when there is no default."""
        self._asked.add(key)
        found = self.node.get(key)
        if found is None:
            if default is ...:
                raise self.wrong(key, "wajib ada")
            return default
        if not isinstance(found, kinds) or (isinstance(found, bool) and bool not in kinds):
            raise self.wrong(key, f"harus berupa {what}")
        return found

    def text(self, key: str, default: Any = ...) -> str:
        """A text that is not blank unless the default is blank."""
        found = self._sound(key, str(self.value(key, (str,), "teks", default)).strip())
        if not found and default is ...:
            raise self.wrong(key, "tidak boleh kosong")
        return found

    def line(self, key: str, most: int = LONGEST_TEXT) -> str:
        """A text of one line, at most so long."""
        found = self.text(key)
        if "\n" in found or "\t" in found:
            raise self.wrong(key, "harus satu baris")
        if len(found) > most:
            raise self.wrong(key, f"lebih panjang dari {most} huruf")
        return found

    def _sound(self, key: str, found: str) -> str:
        """The text itself when the database and a paper can carry it."""
        if len(found) > LONGEST_TEXT:
            raise self.wrong(key, f"lebih panjang dari {LONGEST_TEXT} huruf")
        if not found.replace("\n", " ").replace("\t", " ").isprintable():
            raise self.wrong(key, "memuat tanda yang tidak dapat dicetak")
        return found

    def optional(self, key: str) -> str | None:
        """A text or None."""
        return self.text(key, "") or None

    def code(self, key: str = "code") -> str:
        """A short name of small letters, digits, - and _ by which the rest of the rules refers to this one."""
        found = self.text(key)
        if not _CODE.fullmatch(found):
            raise self.wrong(key, "hanya huruf kecil, angka, - dan _, paling panjang 60")
        return found

    def integer(self, key: str, default: Any = ..., least: int = 0, most: int = MOST_NUMBER) -> int:
        """A whole number from `least` to `most`."""
        found = int(self.value(key, (int,), "bilangan bulat", default))
        if found < least:
            raise self.wrong(key, f"paling sedikit {least}")
        if found > most:
            raise self.wrong(key, f"paling banyak {most}")
        return found

    def number(self, key: str) -> int | None:
        """A whole number from 0 on, None when absent."""
        return self.integer(key) if key in self.node else self.value(key, (int,), "bilangan bulat", None)

    def flag(self, key: str, default: bool) -> bool:
        """true or false."""
        return bool(self.value(key, (bool,), "true atau false", default))

    def money(self, key: str) -> Decimal | None:
        """Rupiah (or a factor) as a whole number or as a text with decimals, never below zero."""
        found = self.value(key, (int, str), "jumlah rupiah", None)
        return None if found is None else self.amount(key, found)

    def amount(self, key: str, found: Any) -> Decimal:
        """A value of `key` as a decimal number from 0 on."""
        try:
            amount = Decimal(found) if isinstance(found, (int, str)) else Decimal("NaN")
        except InvalidOperation as fault:
            raise self.wrong(key, "harus berupa angka") from fault
        if isinstance(found, bool) or not amount.is_finite() or not 0 <= amount <= MOST_MONEY:
            raise self.wrong(key, f"harus berupa angka dari 0 sampai {MOST_MONEY:f}")
        if not -MOST_DECIMALS <= int(amount.as_tuple().exponent) <= MOST_MONEY.adjusted():
            raise self.wrong(key, f"paling banyak {MOST_DECIMALS} angka di belakang koma")
        return amount

    def word(self, key: str, words: type[_Word], default: Any = ...) -> _Word:
        """A member of an enumeration, by value."""
        found = self.text(key, default)
        if found not in {member.value for member in words}:
            raise self.wrong(key, f"'{found}' tidak dikenal; pilihannya: {', '.join(words)}")
        return words(found)

    def texts(self, key: str, default: Any = ()) -> tuple[str, ...]:
        """A list of texts."""
        found = self.value(key, (list, tuple), "daftar teks", default)
        if not all(isinstance(item, str) and item.strip() for item in found):
            raise self.wrong(key, "harus berupa daftar teks yang tidak kosong")
        return tuple(self._sound(key, item) for item in found)

    def day(self, key: str) -> date | None:
        """A date, as TOML date or ISO text."""
        found = self.value(key, (date, str), "tanggal", None)
        if isinstance(found, str):
            try:
                return date.fromisoformat(found)
            except ValueError as fault:
                raise self.wrong(key, "harus berupa tanggal (YYYY-MM-DD)") from fault
        if isinstance(found, datetime):
            raise self.wrong(key, "harus berupa tanggal tanpa jam")
        return found if isinstance(found, date) else None

    def moment(self, key: str) -> datetime | None:
        """A moment with its offset, given back in WIB."""
        found = self.value(key, (datetime, str), "tanggal dan jam", None)
        if isinstance(found, str):
            try:
                found = datetime.fromisoformat(found)
            except ValueError as fault:
                raise self.wrong(key, "harus berupa tanggal dan jam (ISO 8601)") from fault
        if not isinstance(found, datetime):
            return None
        if found.tzinfo is None:
            raise self.wrong(key, "harus memuat selisih waktu, misalnya +07:00")
        if not 1900 <= found.year <= 2200:
            raise self.wrong(key, "tahun harus antara 1900 dan 2200")
        return found.astimezone(WIB)

    def table(self, key: str) -> "Reader | None":
        """An inner table."""
        found = self.value(key, (dict,), "tabel", None)
        return None if found is None else self._inner(key, found)

    def tables(self, key: str) -> "list[Reader]":
        """A list of inner tables, empty when absent."""
        found = self.value(key, (list, tuple), "daftar tabel", ())
        if not all(isinstance(item, dict) for item in found):
            raise self.wrong(key, "harus berupa daftar tabel")
        if len(found) > MOST_ITEMS:
            raise self.wrong(key, f"lebih dari {MOST_ITEMS} butir")
        return [self._inner(key, item) for item in found]

    def _inner(self, key: str, found: Mapping[str, Any]) -> "Reader":
        node = found if isinstance(found, Node) else Node(found)
        if not node.line:
            node.line = self.node.lines.get(key, self.node.line)
        return Reader(node, self.file)

    def close(self, also: Iterable[str] = ()) -> None:
        """Refuse keys that nobody asked for: a misspelt key must not be lost in silence."""
        for key in self.node:
            if key not in self._asked and key not in also:
                raise self.wrong(key, "kunci tidak dikenal")


class SeveralFaults(Exception):
    """All that is wrong with one table, in the order found."""

    def __init__(self, faults: Iterable[BadRuleFile]) -> None:
        super().__init__()
        self.faults = list(faults)


class Faults:
    """Goes on after a fault, so that a rule file hears of all of them at once."""

    def __init__(self) -> None:
        self.found: list[BadRuleFile] = []

    def of(self, make: Callable[..., _Made], *given: Any) -> _Made | None:
        """What `make` makes of `given`, or None when it is at fault."""
        try:
            return make(*given)
        except BadRuleFile as fault:
            self.found.append(fault)
        except SeveralFaults as several:
            self.found += several.faults
        return None

    def each(self, items: Iterable[Any], make: Callable[..., _Made], *more: Any) -> tuple[_Made, ...]:
        """What `make` makes of each item; those at fault are left out."""
        made = (self.of(make, item, *more) for item in items)
        return tuple(item for item in made if item is not None)

    def settle(self) -> None:
        """Raise SeveralFaults when anything was at fault."""
        if self.found:
            raise SeveralFaults(self.found)
