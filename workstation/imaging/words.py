"""WordReader: reading assistance; the letters of one page at a time, in a process of its own that may die."""

import contextlib
import hashlib
import importlib.util
import os
import queue
import signal
from typing import Any

from workstation.errors import DamagedFile, PictureWorkerDied, Problem, TooSlow
from workstation.imaging.frames import Head
from workstation.imaging.kinds import kind_of
from workstation.imaging.process import Gone, Late, Process
from workstation.page_words import PageWords, Word

DEADLINE = 90.0
LONGEST = 1_600  # px across the longer side
MOST_WORDS, MOST_LETTERS = 2_000, 500


def is_installed() -> bool:
    """Tell whether the optional part `ocr` is here; nothing is loaded."""
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


class WordReader:
    """Reads letters, begun when first asked. `read` blocks and may come from any thread, `stop` from another.

    What was read stays with who asked: it is as personal as the scan, and is never written down.
    """

    def __init__(self, *, deadline: float = DEADLINE) -> None:
        self._deadline = deadline
        self._process = Process("words", patience=deadline)
        self._idle: queue.SimpleQueue[Process] = queue.SimpleQueue()
        self._idle.put(self._process)
        self._is_closed = False

    @property
    def pid(self) -> int | None:
        """The process id of the reader while it runs."""
        return self._process.pid

    def read(self, data: bytes, name: str, page: int, *, password: str | None = None) -> PageWords:
        """Give the words on page `page` (from 0); `password` opens a locked document and is kept nowhere.

        Raises the refusals of the file (DamagedFile, TooSlow, NotAPicture), or PictureWorkerDied when it was stopped.
        """
        key = hashlib.sha256(data)
        key.update((password or "").encode())  # opened with a password it must not open for who has none
        head: Head = {
            "op": "words", "key": key.hexdigest(), "page": page, "longest": LONGEST, "password": password
        }  # fmt: skip
        kind = kind_of(data, name)
        process = self._idle.get()
        try:
            if self._is_closed:
                raise PictureWorkerDied("closed")
            facts, _ = process.ask(head, lambda: ({"kind": kind}, data), self._deadline)
        except Late as trouble:
            raise TooSlow(name) from trouble
        except Gone as trouble:
            raise PictureWorkerDied(trouble.how) from trouble
        finally:
            self._idle.put(process)
        return _words(facts, page, name)

    @property
    def is_reading(self) -> bool:
        """Tell whether a page is being read now."""
        return self._idle.empty()

    def stop(self) -> None:
        """Give up the page that is being read, now; the next one begins a new process."""
        pid = self._process.pid
        if pid is not None and self.is_reading:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)

    def close(self) -> None:
        """End the process; later requests end as PictureWorkerDied."""
        self._is_closed = True
        self.stop()
        self._idle.get().end()
        self._idle.put(self._process)


def _words(facts: Head, page: int, name: str) -> PageWords:
    """What a worker says may be the work of the file: nonsense is a damaged file."""
    if "no" in facts:
        raise _refusal(facts, name)
    try:
        found: list[Any] = facts["words"][:MOST_WORDS]
        words = tuple(
            Word(str(text)[:MOST_LETTERS], min(max(float(score), 0.0), 1.0), _corners(corners))
            for text, score, corners in found
        )
        return PageWords(page, min(max(float(facts["ratio"]), 0.01), 100.0), words)
    except (KeyError, TypeError, ValueError) as trouble:
        raise DamagedFile(name, f"answer: {trouble}") from trouble


def _corners(raw: Any) -> tuple[tuple[float, float], ...]:
    if len(raw) != 4:
        raise ValueError("corners")
    return tuple((min(max(float(x), 0.0), 1.0), min(max(float(y), 0.0), 1.0)) for x, y in raw)


def _refusal(facts: Head, name: str) -> Problem:
    if facts["no"] == "memory":
        return TooSlow(name)
    return DamagedFile(name, str(facts.get("raw", facts["no"])))
