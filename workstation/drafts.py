"""What an officer has typed, kept on this machine until the database has it: one small SQLite file a login.

A change is written within half a second by a thread of its own, with `synchronous=FULL`, so that neither a
killed program nor a power cut takes typed text away. What is forgotten is overwritten on the disk. The files
hold personal data and can be read by this user of the machine only (0600). A damaged file is set aside, never
deleted.
"""

import contextlib
import hashlib
import json
import logging
import os
import queue
import re
import sqlite3
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

PACE = 0.4
_TABLE = "CREATE TABLE IF NOT EXISTS draft (key TEXT PRIMARY KEY, at TEXT NOT NULL, content TEXT NOT NULL)"
_PUT = (
    "INSERT INTO draft VALUES (?, ?, ?)"
    " ON CONFLICT (key) DO UPDATE SET at = excluded.at, content = excluded.content"
)


@dataclass(frozen=True, slots=True)
class Kept:
    """One draft as it was typed last; `at` is aware, in UTC; `content` is what `note` was given."""

    key: str
    at: datetime
    content: dict[str, Any]


class Drafts:
    """The journal of one login. `note`, `forget` return at once; `restore`, `flush` wait for the disk."""

    def __init__(self, folder: Path, login: str, *, pace: float = PACE) -> None:
        self.file = folder / f"{_safe(login)}.sqlite3"
        self.fault = ""  # why the last change could not be written, in the system's words
        self.set_aside: Path | None = None  # where a damaged file was put
        self._pace = pace
        self._wanted: dict[str, tuple[datetime, str] | None] = {}
        self._guard, self._bell = threading.Lock(), threading.Event()
        self._calls: queue.SimpleQueue[tuple[str, queue.SimpleQueue[Any]]] = queue.SimpleQueue()
        self._is_closed = False
        self._thread = threading.Thread(target=self._serve, name="drafts", daemon=True)
        self._thread.start()

    def note(self, key: str, content: Mapping[str, Any]) -> None:
        """Keep what is typed under `key`; plain JSON values only. Written within `pace` seconds."""
        with self._guard:
            self._wanted[key] = (datetime.now(UTC), json.dumps(content))
        self._bell.set()

    def forget(self, key: str) -> None:
        """Let go what is kept under `key`: the database has it, or the officer wants it gone."""
        with self._guard:
            self._wanted[key] = None
        self._bell.set()

    def restore(self) -> list[Kept]:
        """Return what is kept, the latest first; call it in the background."""
        found = self._call("restore")
        return list(found) if found else []

    def flush(self) -> None:
        """Return when all that was noted is on the disk, or `fault` says why it is not."""
        self._call("flush")

    def close(self) -> None:
        """Write what is left and end the thread; later calls do nothing."""
        if not self._is_closed:
            self._call("close")
            self._is_closed = True
            self._thread.join(timeout=10)

    # -- on the thread ------------------------------------------------------------------------------------

    def _call(self, what: str) -> Any:
        if self._is_closed:
            return None
        answer: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._calls.put((what, answer))
        self._bell.set()
        return answer.get()

    def _serve(self) -> None:
        base: sqlite3.Connection | None = None
        ending: queue.SimpleQueue[Any] | None = None
        while ending is None:
            self._bell.wait()
            self._bell.clear()
            called = self._waiting_calls()
            if not called:
                # keystrokes come in bursts: one write for all of them; a call does not wait for more
                self._bell.wait(self._pace)
                called = self._waiting_calls()
            base = self._write(base)
            for what, answer in called:
                if what == "close":
                    ending = answer
                else:
                    answer.put(self._read(base) if what == "restore" else None)
        if base is not None:
            base.close()
        ending.put(None)

    def _waiting_calls(self) -> list[tuple[str, queue.SimpleQueue[Any]]]:
        found = []
        with contextlib.suppress(queue.Empty):
            while True:
                found.append(self._calls.get_nowait())
        return found

    def _write(self, base: sqlite3.Connection | None) -> sqlite3.Connection | None:
        with self._guard:
            wanted, self._wanted = self._wanted, {}
        try:
            base = base or self._opened()
            with base:
                for key, entry in wanted.items():
                    if entry is None:
                        base.execute("DELETE FROM draft WHERE key = ?", (key,))
                    else:
                        base.execute(_PUT, (key, entry[0].isoformat(), entry[1]))
        except (sqlite3.Error, OSError) as trouble:
            self.fault = str(trouble) or type(trouble).__name__
            log.warning("drafts: %s", self.fault)
            with self._guard:  # tried again with the next change; what came meanwhile is newer
                self._wanted = wanted | self._wanted
            if base is not None:
                base.close()
            return None
        self.fault = ""
        return base

    def _read(self, base: sqlite3.Connection | None) -> list[Kept]:
        if base is None:
            return []
        found = []
        for key, at, content in base.execute("SELECT key, at, content FROM draft ORDER BY at DESC"):
            found.append(Kept(key, datetime.fromisoformat(at), json.loads(content)))
        return found

    def _opened(self) -> sqlite3.Connection:
        self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            return self._connected()
        except sqlite3.OperationalError:
            raise  # locked, full, not writable: the file itself may be sound
        except sqlite3.DatabaseError:
            self._put_aside()
            return self._connected()

    def _connected(self) -> sqlite3.Connection:
        # made by hand first: SQLite would give it the rights of the umask
        os.close(os.open(self.file, os.O_RDWR | os.O_CREAT, 0o600))
        if os.name == "posix":
            self.file.chmod(0o600)
        base = sqlite3.connect(self.file, timeout=5)
        try:
            base.execute("PRAGMA synchronous = FULL")
            base.execute("PRAGMA secure_delete = ON")
            _demand_sound(base)
        except BaseException:
            base.close()
            raise
        return base

    def _put_aside(self) -> None:
        away = self.file.with_name(f"{self.file.stem}.rusak-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.sqlite3")
        self.file.replace(away)
        # a journal left by a torn write belongs to the damaged file, and would spoil the new one
        left = self.file.with_name(self.file.name + "-journal")
        if left.exists():
            left.replace(away.with_name(away.name + "-journal"))
        self.set_aside = away


def _demand_sound(base: sqlite3.Connection) -> None:
    (verdict,) = base.execute("PRAGMA quick_check(1)").fetchone()
    if verdict == "ok":
        base.execute(_TABLE)
        columns = [row[1] for row in base.execute("PRAGMA table_info(draft)")]
        verdict = "ok" if columns == ["key", "at", "content"] else f"columns {columns}"
    if verdict != "ok":
        raise sqlite3.DatabaseError(verdict)


def _safe(login: str) -> str:
    """Give a file name that no other login has and no file system refuses."""
    plain = re.sub(r"[^a-z0-9._-]", "_", login.casefold())[:40].strip(".") or "_"
    return plain if plain == login else f"{plain}-{hashlib.sha256(login.encode()).hexdigest()[:8]}"
