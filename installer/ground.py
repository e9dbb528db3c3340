"""The words that `run` and its parts share: where things are, how to speak, how to call a program."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / ".loket-stamp"
TOOLS = ROOT / ".uv"
UNFINISHED = TOOLS / "unfinished"  # lies there during a set-up, and after one that was killed


class Stop(Exception):
    """The end, with a sentence for the person at the keyboard."""


def say(*lines: str) -> None:
    """Write to the person, not into the output of the verb."""
    print(*lines, sep="\n", file=sys.stderr, flush=True)


def call(
    command: Sequence[object], env: dict[str, str] | None = None, folder: Path = ROOT
) -> tuple[int, str]:
    """Run a command quietly: (exit code, the last lines of what it wrote)."""
    import subprocess

    words = [str(word) for word in command]
    how: dict[str, Any] = {
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.STDOUT,
    }
    try:
        done = subprocess.run(words, env=env, cwd=folder, check=False, **how)
    except OSError as error:
        return 127, str(error)
    return done.returncode, "\n".join(done.stdout.decode("utf-8", "replace").strip().splitlines()[-30:])


def remove(folder: Path) -> None:
    """Remove a folder with all that is in it."""
    import shutil

    shutil.rmtree(folder)
