"""How many calls a remote signer is given at once: one more while it stays as quick as it was, half when it falters."""

from dataclasses import dataclass, field

SLOWER = 1.5  # times its best: it has begun to queue what it is given
SHAKY = 2.0


@dataclass
class Flights:
    """`now` calls may be in flight: `start` at first, never more than `most`, never less than one."""

    start: int
    most: int
    now: int = 0
    _best: float = field(default=float("inf"), init=False)
    _steady: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self.now = min(self.start, self.most)

    def came_back(self, seconds: float) -> None:
        """Take the seconds that a file of a call took; one is added when as many as now fly were as quick."""
        if self.most == self.start:  # a signer of our own: what varies is this machine
            return
        self._best = min(self._best, seconds)
        if seconds > SLOWER * self._best:
            self._steady = 0
            if seconds > SHAKY * self._best:
                self.now = max(1, self.now - 1)
            return
        self._steady += 1
        if self._steady >= self.now and self.now < self.most:
            self.now, self._steady = self.now + 1, 0

    def faltered(self) -> None:
        """Take a call that failed, timed out or left an outcome unknown: half as many from now on."""
        self.now, self._steady = max(1, self.now // 2), 0
