"""Imports PySide6 without the work that no program has a use for: 14 of 80 ms, before anything is on the screen.

Each step is undone or harmless where PySide does things otherwise one day; a test tells when one has lost its effect.
"""

import builtins
import gc
import sys
from importlib.machinery import ModuleSpec
from types import ModuleType

STUB_WRITER = "shibokensupport.signature.lib.pyi_generator"


class _Between:
    """Asked for PySide's own modules while PySide6 is imported; finds none, but uses the moment."""

    def find_spec(self, name: str, _path: object, _target: object = None, /) -> None:
        if (
            name == "PySide6.support"
        ):  # comes after PySide has cleared its place, before the writer is compiled
            nothing = ModuleType(STUB_WRITER)
            nothing.__spec__ = ModuleSpec(STUB_WRITER, None)
            sys.modules.setdefault(STUB_WRITER, nothing)


_was_collecting = gc.isenabled()


def import_qt() -> None:
    """Import PySide6 once, before any other module does; garbage collection is off afterwards."""
    gc.disable()  # what is imported stays: to look for garbage in it only costs time
    if "PySide6" in sys.modules:
        return
    between = _Between()
    sys.meta_path.insert(0, between)  # PySide compiles its writer of .pyi files anew at every start (10 ms)
    try:
        import PySide6.QtWidgets  # noqa: F401
    finally:
        sys.meta_path.remove(between)
    # PySide reads the source of each module imported after it, for `from __feature__ import`, which nobody uses here
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


def imports_are_done() -> None:
    """Look for garbage again where that was so before, but not in the modules."""
    gc.freeze()
    if _was_collecting:
        gc.enable()
