"""A peer that stays connected and says nothing is cut off: the one bound on a freeze that every system has.

libpq waits for ever for a server that acknowledges and does not answer (a stopped machine behind a living router,
a COMMIT that waits for a lost standby), and some systems ignore its keepalive options. Here a thread shuts the
socket down when one call has lasted longer than any statement may; the call then fails like on any lost line.
"""

import contextlib
import socket
import threading
from collections.abc import Iterator
from time import monotonic
from typing import Any

from psycopg2 import InterfaceError
from psycopg2.extensions import connection, cursor

SILENCE = 25.0
"""Seconds one call may last: the server itself ends a statement after 15."""


class _Watchdog:
    """One thread for all connections of the process; it sleeps while nothing is asked."""

    def __init__(self) -> None:
        self._asked: dict[int, tuple[float, int]] = {}  # token -> when it is too late, descriptor
        self._last = 0
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    @contextlib.contextmanager
    def over(self, watched: connection) -> Iterator[None]:
        """Watch one call on this connection."""
        try:
            descriptor = watched.fileno()
        except InterfaceError:  # closed: the call itself will say so
            descriptor = -1
        token = self._begin(descriptor)
        try:
            yield
        finally:
            with self._changed:
                self._asked.pop(token, None)

    def _begin(self, descriptor: int) -> int:
        with self._changed:
            self._last += 1
            self._asked[self._last] = (monotonic() + SILENCE, descriptor)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="watchdog", daemon=True)
                self._thread.start()
            elif len(self._asked) == 1:
                self._changed.notify()
            return self._last

    def _run(self) -> None:
        while True:
            with (
                self._changed
            ):  # held while a socket is shut, so that its number cannot be given away meanwhile
                now = monotonic()
                for token, (limit, descriptor) in list(self._asked.items()):
                    if limit <= now:
                        del self._asked[token]
                        _shut(descriptor)
                nearest = min((limit for limit, _ in self._asked.values()), default=None)
                self._changed.wait(None if nearest is None else nearest - now)


def _shut(descriptor: int) -> None:
    if descriptor < 0:
        return
    with contextlib.suppress(OSError):
        borrowed = socket.socket(fileno=descriptor)
        try:
            borrowed.shutdown(socket.SHUT_RDWR)
        finally:
            borrowed.detach()  # libpq closes it


_WATCHDOG = _Watchdog()


class WatchedCursor(cursor):
    """A cursor whose every statement is watched."""

    def execute(self, *arguments: Any, **more: Any) -> None:
        """Run a statement."""
        with _WATCHDOG.over(self.connection):
            super().execute(*arguments, **more)


class WatchedConnection(connection):
    """A connection that never waits longer than SILENCE for one answer."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.cursor_factory = WatchedCursor

    def commit(self) -> None:
        """Commit."""
        with _WATCHDOG.over(self):
            super().commit()

    def rollback(self) -> None:
        """Roll back."""
        with _WATCHDOG.over(self):
            super().rollback()
