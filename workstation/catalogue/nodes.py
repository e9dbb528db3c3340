"""Tables of a rule file that remember on which line each key stands, read with typed questions."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

from workstation.errors import BadRuleFile
from workstation.worktime import WIB

_HEADER = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_.-]+)\s*\]\]?")
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+)\s*=")
_AT_LINE = re.compile(r"\(at line (\d+)")
_Word = TypeVar("_Word", bound=StrEnum)


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
    """The whole TOML file as a Node tree; BadRuleFile with the line when it is not TOML."""
    try:
        plain = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        found = _AT_LINE.search(str(fault))
        line = int(found.group(1)) if found else text.count("\n") + 1
        raise BadRuleFile(file, line, "bukan TOML yang benar") from fault
    tree: Node = _with_lines(plain, (), _lines(text))
    return tree


def _lines(text: str) -> dict[tuple[str | int, ...], int]:
    """Path of every key and table header -> its first line."""
    lines: dict[tuple[str | int, ...], int] = {}
    counts: dict[tuple[str | int, ...], int] = {}
    here: tuple[str | int, ...] = ()
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        was_inside, inside = inside, inside ^ (line.count('"""') % 2 == 1)
        if was_inside:
            continue
        if header := _HEADER.match(line):
            here = _header_path(header.group(2).split("."), header.group(1) == "[[", counts)
            lines.setdefault(here, number)
        elif key := _KEY.match(line):
            lines.setdefault((*here, key.group(1)), number)
    return lines


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
        found = str(self.value(key, (str,), "teks", default)).strip()
        if not found and default is ...:
            raise self.wrong(key, "tidak boleh kosong")
        return found

    def optional(self, key: str) -> str | None:
        """A text or None."""
        return self.text(key, "") or None

    def integer(self, key: str, default: Any = ..., least: int = 0) -> int:
        """A whole number of at least `least`."""
        found = int(self.value(key, (int,), "bilangan bulat", default))
        if found < least:
            raise self.wrong(key, f"paling sedikit {least}")
        return found

    def flag(self, key: str, default: bool) -> bool:
        """true or false."""
        return bool(self.value(key, (bool,), "true atau false", default))

    def money(self, key: str) -> Decimal | None:
        """Rupiah as a whole number or as a text with decimals."""
        found = self.value(key, (int, str), "jumlah rupiah", None)
        try:
            return None if found is None else Decimal(found)
        except InvalidOperation as fault:
            raise self.wrong(key, "harus berupa jumlah rupiah") from fault

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
        return tuple(found)

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
