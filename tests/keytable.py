"""`python -m tests.keytable`: every verb of every screen with its keys, as the tables of docs/petugas.md want them.

Read from the classes themselves: a key that is moved in the code moves here at once, and `tests/test_docs.py`
compares the tables in the guide with it.
"""

import importlib
import os
import pkgutil
import sys
from dataclasses import dataclass
from types import ModuleType

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QKeySequence

from workstation.places import PLACES
from workstation.ui.action import Action, on_keyboard


@dataclass(frozen=True)
class Line:
    """One verb: what it is called on its button, and its keys as they stand on the keyboard."""

    text: str
    keys: tuple[str, ...]

    def __str__(self) -> str:
        """As a row of a table."""
        return f"| {' / '.join(f'`{key}`' for key in self.keys)} | {self.text} |"


def verbs() -> dict[str, list[Line]]:
    """Every verb by the title of its screen, in the order of the window."""
    return {place.title: _lines(place.module.rpartition(".")[0]) for place in PLACES}


def _lines(package: str) -> list[Line]:
    found: dict[Line, None] = {}
    for module in _modules(package):
        for kind in vars(module).values():
            if isinstance(kind, type) and issubclass(kind, Action) and kind.__module__ == module.__name__:
                keys = tuple(dict.fromkeys(on_keyboard(QKeySequence(key)) for key in kind.all_keys() if key))
                if kind.TEXT and keys:
                    found[Line(kind.TEXT, keys)] = None
    return list(found)


def _modules(package: str) -> list[ModuleType]:
    home = importlib.import_module(package)
    return [
        home,
        *(importlib.import_module(f"{package}.{m.name}") for m in pkgutil.iter_modules(home.__path__)),
    ]


def main() -> int:
    """Write the tables."""
    for title, lines in verbs().items():
        if lines:
            rows = "\n".join(map(str, lines))
            sys.stdout.write(f"### {title}\n\n| Tombol | Perintah |\n|---|---|\n{rows}\n\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
