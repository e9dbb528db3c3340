"""The archive's own loop: it raises papers that were issued, beside the loop that issues and never before it."""

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cryptography import x509

from workstation.desk import Desk
from workstation.errors import Problem
from workstation.signing.stamping import StampSource
from workstation.usecases import raising

log = logging.getLogger(__name__)

BUSY: Final = 0.3  # seconds between turns while papers are raised
IDLE: Final = 5.0
LONGEST_WAIT: Final = 300.0  # while the authorities or the database are silent


@dataclass(frozen=True)
class Archive:
    """A desk of the service, the roots of signatures, and the time-stamp authority."""

    desk: Desk
    roots: Sequence[x509.Certificate]
    source: StampSource

    def turn(self) -> tuple[int, int]:
        """Raise some of the papers that are due; returns how many were raised and how many not."""
        raised, silent = raising.raise_due(self.desk, self.roots, self.source)
        if raised:
            log.info("papers raised", extra={"count": raised})
        if silent:
            log.warning("papers not raised", extra={"count": silent})
        return raised, silent

    def run(self, stop: threading.Event) -> None:
        """Turn until `stop` is set; what is silent is asked ever more seldom."""
        wait = IDLE
        while not stop.is_set():
            try:
                raised, silent = self.turn()
                wait = BUSY if raised else _longer(wait) if silent else IDLE
            except Problem as gone:
                wait = _longer(wait)
                log.warning("the archive waits", extra={"problem": type(gone).__name__, "wait": wait})
            except Exception:  # one paper that nobody foresaw must not end the archive
                wait = LONGEST_WAIT
                log.exception("the archive failed")
            stop.wait(wait)


def _longer(wait: float) -> float:
    return min(max(wait, IDLE) * 2, LONGEST_WAIT)
