"""The loop of the back room: small steps in turn; one that fails is logged and does not stop the others."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Final

from cryptography import x509

from workstation.desk import Desk
from workstation.errors import BadSetting, DatabaseBusy, DatabaseDown, Problem
from workstation.service.plan import ROOTS
from workstation.signing import trust
from workstation.signing.seal import SealKey
from workstation.signing.stamping import StampSource
from workstation.signing.trust import Trust
from workstation.signing.withdrawals import WithdrawalKey
from workstation.usecases import backroom, closing, ending, issuing, sealing
from workstation.usecases.raising import AtIssue
from workstation.usecases.rechecking import Check, check_here
from workstation.usecases.totalling import Rounds

log = logging.getLogger(__name__)

BUSY: Final = 0.3  # seconds between turns while there is work
IDLE: Final = 1.0
LONGEST_WAIT: Final = 15.0  # seconds between tries while the database is away
KEY_TERM: Final = timedelta(days=730)
SWEEPS: Final = ("lapse", "waits", "operations", "deemed")


@dataclass
class Step:
    """One thing that the back room does again and again: `work` returns how much it did."""

    name: str
    work: Callable[[], int]
    every: float = 0.0
    due: float = 0.0


@dataclass(frozen=True)
class Health:
    """How the last turn went: for `/health` and diagnostics."""

    database: bool
    turn_at: datetime | None
    failing: tuple[str, ...] = ()


@dataclass
class BackRoom:
    """A desk, two keys, the roots, and the file from which checkers take what to believe."""

    desk: Desk
    key: SealKey = field(repr=False)
    lists: WithdrawalKey = field(repr=False)
    roots: Sequence[x509.Certificate]
    trust_file: Path
    check: Check = field(default=check_here, repr=False)
    source: StampSource | None = None
    steps: list[Step] = field(init=False)
    health: Health = field(init=False, default=Health(database=False, turn_at=None))
    _registered: bool = field(init=False, default=False)
    _written: Trust | None = field(init=False, default=None)
    _at_issue: AtIssue | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        """Lay the steps in their order."""
        self._at_issue = None if self.source is None else AtIssue(self.roots, self.source)
        self.steps = [
            Step("key", self._register, every=600.0),
            Step("seal", lambda: sealing.seal_waiting(self.desk, self.key)),
            Step("closings", lambda: closing.seal_closings(self.desk, self.key)),
            Step("issue", self._issue),
            Step("withdrawals", lambda: int(backroom.publish_withdrawals(self.desk, self.lists))),
            Step("trust", self._write_trust, every=5.0),
            Step("lapse", lambda: backroom.lapse_past(self.desk), every=60.0),
            Step("waits", lambda: backroom.end_waits(self.desk), every=60.0),
            Step("operations", lambda: backroom.forget_operations(self.desk), every=600.0),
            Step("expired", lambda: ending.expire_past(self.desk), every=60.0),
            Step("deemed", lambda: backroom.note_deemed(self.desk), every=60.0),
            Step("totals", partial(Rounds().check_next, self.desk), every=1.0),
        ]

    def turn(self) -> int:
        """Do each step that is due once; returns how much was done. Raises DatabaseDown when it is away."""
        done, failing = 0, []
        for step in self.steps:
            if monotonic() < step.due:
                continue
            try:
                count = step.work()
            except (DatabaseDown, DatabaseBusy):
                self.health = Health(database=False, turn_at=self.health.turn_at, failing=(step.name,))
                raise
            except Exception:  # one bad document or file must not keep the others from their paper
                log.exception("a step failed", extra={"step": step.name})
                failing.append(step.name)
                step.due = monotonic() + max(step.every, 5.0)
                continue
            # what found work is asked again at once
            step.due = 0.0 if count and step.name in SWEEPS else monotonic() + step.every
            done += count
            if count and step.name not in ("key", "trust"):
                log.info("done", extra={"step": step.name, "count": count})
        self.health = Health(database=True, turn_at=self.desk.now(), failing=tuple(failing))
        return done

    def run(self, stop: threading.Event) -> None:
        """Turn until `stop` is set; while the database is away, wait and go on."""
        wait = IDLE
        while not stop.is_set():
            try:
                wait = BUSY if self.turn() else IDLE
            except Problem as gone:
                wait = min(max(wait, IDLE) * 2, LONGEST_WAIT)
                log.warning("waiting for the database", extra={"problem": type(gone).__name__, "wait": wait})
            stop.wait(wait)

    def trust(self) -> Trust:
        """Return what checkers must believe in, as it is now."""
        stamp_roots = self.source.roots if self.source is not None else ()
        return backroom.trust_of(self.desk, self.roots, self.lists, stamp_roots)

    def _register(self) -> int:
        if not self._registered:
            now = self.desk.now()
            backroom.register_key(self.desk, self.key, now - timedelta(days=1), now + KEY_TERM)
            self._registered = True
        return 0

    def _issue(self) -> int:
        if not self.roots:  # without them every good signature would look foreign and be rejected
            raise BadSetting(
                "roots", str(self.trust_file.parent / ROOTS), 0, "tidak ada sertifikat akar (*.pem)"
            )
        issued, rejected = issuing.issue_deposited(
            self.desk, self.roots, check=self.check, stamp=self._at_issue
        )
        if rejected:
            log.warning("deposited files rejected", extra={"count": rejected})
        return issued + rejected

    def _write_trust(self) -> int:
        now = self.trust()
        if now != self._written or not self.trust_file.exists():
            self.trust_file.parent.mkdir(parents=True, exist_ok=True)
            trust.save(now, self.trust_file)
            self._written = now
            return 1
        return 0
