"""Where a back room lives and how others find it; imports nothing heavy, for whoever only starts or asks one."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ADDRESS_FILE: Final = "address.json"
ROOTS: Final = "roots"


@dataclass(frozen=True)
class Plan:
    """Where the back room works: its folder, the server's address without a login, port 0 = a free one.

    `roots` is a folder of certificates (PEM); `parent` a process whose end ends this one too.
    """

    folder: Path
    database: str
    port: int = 0
    parent: int = 0

    @property
    def trust_file(self) -> Path:
        """Where the bundle for checkers is written."""
        return self.folder / "trust.json"

    @property
    def roots(self) -> Path:
        """Where the certificates lie under which a signature counts."""
        return self.folder / ROOTS


def address_of(folder: Path, pid: int | None = None) -> int | None:
    """Return the port of the back room of this folder (of process `pid`) as it was told, or None."""
    try:
        told = json.loads((folder / ADDRESS_FILE).read_text("utf-8"))
        return int(told["port"]) if pid in (None, told["pid"]) else None
    except (OSError, ValueError, KeyError):
        return None


def has_ended(pid: int) -> bool:
    """Whether no process has this number now."""
    if os.name == "posix":
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        except PermissionError:
            pass
        return False
    return _has_ended_on_windows(pid)


def _has_ended_on_windows(pid: int) -> bool:
    import ctypes

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined, unused-ignore]  # only there on Windows
    handle = kernel.OpenProcess(0x00100000, False, pid)  # SYNCHRONIZE
    if not handle:
        return True
    try:
        return bool(kernel.WaitForSingleObject(handle, 0) == 0)
    finally:
        kernel.CloseHandle(handle)
