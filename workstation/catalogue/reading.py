"""Rule files (TOML) and the database's jsonb into `PermitTypeRules`, and back.

A file holds what all versions share at its top and one `[[versions]]` table per version; a key in a version
replaces the shared one. `without_fields` (documents, reasons, exemptions, sectors) takes entries out of the
shared list by code, `[[versions.with_fields]]` puts one in or replaces the one of the same code.
"""

import dataclasses
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

from workstation.catalogue.building import build
from workstation.catalogue.nodes import LARGEST, Faults, Node, Reader, SeveralFaults, parse
from workstation.catalogue.rules import Condition, PermitTypeRules
from workstation.errors import BadRuleFile

MOST_VERSIONS = 100
Prints = Callable[[str], bool]
_GROUPS = ("fields", "documents", "reasons", "exemptions", "sectors")


@dataclasses.dataclass(frozen=True, slots=True)
class Examined:
    """What stands in rule files: the sound versions (none of a file that is at fault) and every fault by line."""

    versions: tuple[PermitTypeRules, ...]
    faults: tuple[BadRuleFile, ...]


def load_folder(folder: Path) -> list[PermitTypeRules]:
    """All versions of all `*.toml` in a folder; BadRuleFile as `load`, also when two files share a code."""
    examined = examine(sorted(folder.glob("*.toml")))
    if examined.faults:
        raise examined.faults[0]
    return list(examined.versions)


def load(path: Path) -> list[PermitTypeRules]:
    """The versions of one rule file, oldest first; BadRuleFile names the file and the line."""
    examined = examine([path])
    if examined.faults:
        raise examined.faults[0]
    return list(examined.versions)


def load_text(text: str, file: str) -> list[PermitTypeRules]:
    """As `load`, from text."""
    versions, faults = _examine_text(text, file)
    if faults:
        raise faults[0]
    return versions


def examine(paths: Iterable[Path], prints: Prints = lambda _text: True) -> Examined:
    """Read rule files and tell everything that is wrong with them; never raises for what stands in a file.

    `prints` tells whether the office's papers have the letters of a text: rules that no letter can be made from are
    found before a case is filed under them.
    """
    found: list[PermitTypeRules] = []
    faults: list[BadRuleFile] = []
    owners: dict[str, tuple[int, str]] = {}
    for number, path in enumerate(paths):
        name = path.name.encode("utf-8", "replace").decode()
        versions, wrong = _examine_file(path, name, prints)
        for code in {rules.code for rules in versions}:
            if owners.setdefault(code, (number, name))[0] != number:
                wrong.append(BadRuleFile(name, 1, f"kode '{code}' sudah dipakai {owners[code][1]}"))
        faults += wrong
        found += [] if wrong else versions
    return Examined(tuple(found), tuple(faults))


def _examine_file(path: Path, name: str, prints: Prints) -> tuple[list[PermitTypeRules], list[BadRuleFile]]:
    try:
        if path.exists() and not path.is_file():  # a pipe would be waited for, a device has no end
            return [], [BadRuleFile(name, 0, "bukan berkas")]
        if path.stat().st_size > LARGEST:
            return [], [BadRuleFile(name, 1, f"berkas lebih besar dari {LARGEST} bita")]
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        line = fault.object[: fault.start].count(b"\n") + 1
        return [], [BadRuleFile(name, line, "bukan teks UTF-8")]
    except OSError as fault:
        return [], [BadRuleFile(name, 0, f"tidak dapat dibuka ({fault.strerror})")]
    except ValueError:
        return [], [BadRuleFile(name, 0, "tidak dapat dibuka (nama berkas)")]
    return _examine_text(text, name, prints)


def _examine_text(
    text: str, file: str, prints: Prints = lambda _text: True
) -> tuple[list[PermitTypeRules], list[BadRuleFile]]:
    """The versions, oldest first, or all faults in the order of their lines."""
    faults = Faults()
    versions = faults.of(_versions, text, file, prints)
    told = {(fault.line, fault.reason): fault for fault in faults.found}
    return versions or [], sorted(told.values(), key=lambda fault: fault.line)


def _versions(text: str, file: str, prints: Prints) -> list[PermitTypeRules]:
    root = parse(text, file)
    entries = Reader(root, file).tables("versions")
    if not 1 <= len(entries) <= MOST_VERSIONS:
        raise BadRuleFile(file, 1, f"versions: harus 1 sampai {MOST_VERSIONS} versi")
    faults = Faults()
    faults.found += _inkless(root, file, prints)
    built = [(rules, entry) for entry in entries if (rules := faults.of(_version, root, entry)) is not None]
    built.sort(key=lambda pair: pair[0].version_from)
    names = [rules.version for rules, _ in built]
    for number, (rules, entry) in enumerate(built):
        if rules.version in names[:number]:
            faults.found.append(entry.wrong("version", f"'{rules.version}' berulang"))
    for (older, _), (newer, entry) in itertools.pairwise(built):
        faults.of(_follows, older, newer, entry)
    faults.settle()
    return [rules for rules, _ in built]


def _inkless(node: Node, file: str, prints: Prints) -> Iterator[BadRuleFile]:
    """Every text with a letter that no paper of the office has."""
    for key, value in node.items():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, Node):
                yield from _inkless(item, file, prints)
            elif isinstance(item, str) and not prints(item):
                letter = next((one for one in item if not prints(one)), item)
                yield Reader(node, file).wrong(key, f"huruf '{letter}' tidak ada pada huruf cetak surat")


def _version(root: Node, entry: Reader) -> PermitTypeRules:
    return build(_merged(root, entry))


def _follows(older: PermitTypeRules, newer: PermitTypeRules, entry: Reader) -> None:
    """Refuse versions that overlap, and a pause between them that nobody meant."""
    if older.version_to is None or newer.version_from < older.version_to:
        raise entry.wrong("from", f"tumpang tindih dengan versi '{older.version}'")
    is_pause = newer.version_from > older.version_to
    if is_pause and not newer.pause_before:
        raise entry.wrong(
            "from",
            f"celah sesudah versi '{older.version}' yang berakhir {older.version_to:%d-%m-%Y %H.%M};"
            " bila disengaja, tulis alasannya pada kunci pause_before",
        )
    if newer.pause_before and not is_pause:
        raise entry.wrong("pause_before", "tidak ada celah sebelum versi ini")


def from_json(data: Mapping[str, Any]) -> PermitTypeRules:
    """One version from the shape that `to_json` gives; BadRuleFile with line 0 when it is wrong."""
    try:
        return build(Reader(Node(data), "basis data"))
    except SeveralFaults as several:
        raise several.faults[0] from None


def to_json(rules: PermitTypeRules) -> dict[str, Any]:
    """A plain dict for jsonb: dates and moments as ISO text, rupiah as text, enumerations by value."""
    plain = _plain(rules)
    plain["from"], plain["to"] = plain.pop("version_from"), plain.pop("version_to", None)
    return {key: value for key, value in plain.items() if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Condition):
        inner = {key: _plain(item) for key, item in value._asdict().items()}
        return {key: item for key, item in inner.items() if item not in (None, [])}
    if dataclasses.is_dataclass(value):
        inner = {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return {key: item for key, item in inner.items() if item is not None}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _merged(root: Node, entry: Reader) -> Reader:
    """The shared table with the keys of one version laid over it."""
    if "code" in entry.node:
        raise entry.wrong("code", "sama untuk semua versi; tulis di bagian atas berkas")
    values = {key: value for key, value in root.items() if key != "versions"} | dict(entry.node)
    lines = root.lines | entry.node.lines
    for group in _GROUPS:
        gone, more = entry.texts(f"without_{group}"), entry.tables(f"with_{group}")
        if not gone and not more:
            continue
        items = Reader(Node(values), entry.file).tables(group)
        known = [str(item.node.get("code")) for item in items]
        for code in gone:
            if code not in known:
                raise entry.wrong(f"without_{group}", f"'{code}' tidak ada di {group}")
        merged = {code: item.node for code, item in zip(known, items, strict=True) if code not in gone}
        merged |= {str(item.node.get("code")): item.node for item in more}
        values[group] = list(merged.values())
        values.pop(f"without_{group}", None)
        values.pop(f"with_{group}", None)
    return Reader(Node(values, entry.node.line, lines), entry.file)
