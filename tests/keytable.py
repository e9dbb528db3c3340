"""`python -m tests.keytable`: every verb of every screen with its keys, written into the tables of docs/petugas.md.

Read from the classes themselves: a key that is moved in the code moves here at once, and `tests/test_docs.py`
compares the tables in the guide with it.
"""

import importlib
import os
import pkgutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QKeySequence

from workstation.places import PLACES, Place
from workstation.ui.action import Action, on_keyboard

HEAD = ["| Tombol | Perintah |", "|---|---|"]
GUIDE = Path(__file__).parents[1] / "docs" / "petugas.md"


@dataclass(frozen=True)
class Line:
    """One verb: what it is called on its button, and its keys as they stand on the keyboard."""

    text: str
    keys: tuple[str, ...]

    def __str__(self) -> str:
        """As a row of a table."""
        return f"| {' / '.join(f'`{key}`' for key in self.keys)} | {self.text} |"


def verbs() -> dict[str, list[Line]]:
    """Every verb by the title of its screen, in the order of the window: plain keys before those with Ctrl."""
    return {place.title: sorted(set(map(_line, kinds(place))), key=_rank) for place in PLACES}


def kinds(place: Place) -> list[type[Action]]:
    """Every verb that the modules of a screen make, also those made by a loop; bases without words are none."""
    package = place.module.rpartition(".")[0]
    home = importlib.import_module(package)
    for module in pkgutil.iter_modules(home.__path__):
        importlib.import_module(f"{package}.{module.name}")
    return [kind for kind in _below(Action) if kind.TEXT and kind.__module__.startswith(f"{package}.")]


def _below(kind: type[Action]) -> Iterator[type[Action]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)


def _line(kind: type[Action]) -> Line:
    keys = (on_keyboard(QKeySequence(key)) for key in kind.all_keys() if key)
    return Line(kind.TEXT, tuple(dict.fromkeys(keys)))


def _rank(line: Line) -> tuple[bool, bool, int, str]:
    key = line.keys[0] if line.keys else ""
    is_function = key[:1] == "F" and key[1:].isdecimal()
    return "+" in key[:-1], not is_function, int(key[1:]) if is_function else 0, key


def written(guide: str) -> str:
    """The guide with the tables of the screens as they are now, each under the heading of its screen."""
    tables, lines, title = verbs(), list[str](), ""
    for line in guide.splitlines():
        if line.startswith("#"):
            title = line.lstrip("# ").partition(":")[0]
        if not (title in tables and line.startswith("| `")):
            lines.append(line)
        if title in tables and lines[-2:] == HEAD:
            lines += map(str, tables[title])
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the tables."""
    GUIDE.write_text(written(GUIDE.read_text("utf-8")), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
