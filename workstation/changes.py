"""News: polls the point's version rows, tells a callback which topics changed and when the line is lost.

Polling with jitter, not NOTIFY: a notification serialises commits and wakes every listener of the city.
"""

import random
import threading
from collections.abc import Callable

from sqlalchemy import text

from workstation.database import Database, jitter
from workstation.errors import Outage, Problem

Heard = Callable[[frozenset[str]], None]
_ASK = text(
    "SELECT topic, version FROM loket.point_version WHERE service_point_id = :point"
).execution_options(kept=True)


class Changes:
    """A daemon thread that asks every `pace` seconds; callbacks run on that thread."""

    def __init__(
        self,
        database: Database,
        point_id: int,
        heard: Heard,
        lost: Callable[[Problem], None],
        back: Callable[[], None],
        pace: float = 1.0,
    ) -> None:
        self._database, self._point_id = database, point_id
        self._heard, self._lost, self._back = heard, lost, back
        self.pace = pace
        self._known: dict[str, int] | None = None
        self._is_lost = False
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="changes", daemon=True)

    def start(self) -> None:
        """Begin to ask."""
        self._thread.start()

    def stop(self) -> None:
        """Stop and wait until the last question has ended."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout=12)

    def _run(self) -> None:
        wait, tries = 0.0, 0
        while not self._stop.wait(wait):
            try:
                self._ask()
                wait, tries = self.pace * random.uniform(0.8, 1.2), 0  # noqa: S311 - spreads polls, keeps no secret
            except Outage as trouble:
                if not self._is_lost:
                    self._is_lost = True
                    self._lost(trouble)
                wait, tries = jitter(tries), tries + 1

    def _ask(self) -> None:
        with self._database.read() as session:
            versions = {row.topic: row.version for row in session.execute(_ASK, {"point": self._point_id})}
        if self._is_lost:
            self._is_lost = False
            self._known = versions
            self._back()
            return
        if self._known is not None:
            known = self._known
            changed = frozenset(topic for topic, version in versions.items() if known.get(topic) != version)
            if changed:
                self._heard(changed)
        self._known = versions
