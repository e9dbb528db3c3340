"""Rule files (TOML) and the database's jsonb into `PermitTypeRules`, and back.

A file holds what all versions share at its top and one `[[versions]]` table per version; a key in a version
replaces the shared one, `without_fields`, `without_documents` and `without_reasons` take entries out of the
shared lists.
"""

import dataclasses
import itertools
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

from workstation.catalogue.building import build
from workstation.catalogue.nodes import Node, Reader, parse
from workstation.catalogue.rules import Condition, PermitTypeRules
from workstation.errors import BadRuleFile

_LISTS = {"without_fields": "fields", "without_documents": "documents", "without_reasons": "reasons"}


def load_folder(folder: Path) -> list[PermitTypeRules]:
    """All versions of all `*.toml` in a folder; BadRuleFile as `load`, also when two files share a code."""
    found: list[PermitTypeRules] = []
    owners: dict[str, str] = {}
    for path in sorted(folder.glob("*.toml")):
        versions = load(path)
        for rules in versions:
            if owners.setdefault(rules.code, path.name) != path.name:
                raise BadRuleFile(path.name, 1, f"kode '{rules.code}' sudah dipakai {owners[rules.code]}")
        found += versions
    return found


def load(path: Path) -> list[PermitTypeRules]:
    """The versions of one rule file, oldest first; BadRuleFile names the file and the line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise BadRuleFile(path.name, 1, "bukan teks UTF-8") from fault
    return load_text(text, path.name)


def load_text(text: str, file: str) -> list[PermitTypeRules]:
    """As `load`, from text."""
    root = parse(text, file)
    whole = Reader(root, file)
    entries = whole.tables("versions")
    if not entries:
        raise BadRuleFile(file, 1, "versions: paling sedikit satu versi")
    versions = [(build(_merged(root, entry)), entry) for entry in entries]
    versions.sort(key=lambda pair: pair[0].version_from)
    for (older, _), (newer, entry) in itertools.pairwise(versions):
        if older.version_to is None or newer.version_from < older.version_to:
            raise entry.wrong("from", f"tumpang tindih dengan versi '{older.version}'")
    return [rules for rules, _ in versions]


def from_json(data: Mapping[str, Any], name: str = "basis data") -> PermitTypeRules:
    """One version from the shape that `to_json` gives; BadRuleFile with line 0 when it is wrong."""
    return build(Reader(Node(data), name))


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
        return {"field": value.field, "values": list(value.values)}
    if dataclasses.is_dataclass(value):
        inner = {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return {key: item for key, item in inner.items() if item is not None}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _merged(root: Node, entry: Reader) -> Reader:
    """The shared table with the keys of one version laid over it."""
    values = {key: value for key, value in root.items() if key != "versions"} | dict(entry.node)
    lines = root.lines | entry.node.lines
    for key, target in _LISTS.items():
        gone = entry.texts(key)
        items = values.get(target, [])
        known = {item.get("code") for item in items}
        for code in gone:
            if code not in known:
                raise entry.wrong(key, f"'{code}' tidak ada di {target}")
        values[target] = [item for item in items if item.get("code") not in gone]
        values.pop(key, None)
    return Reader(Node(values, entry.node.line, lines), entry.file)
