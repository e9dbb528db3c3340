"""A packet of cases on its way through the hands: what is left of it, in which order. No Qt here."""

from collections.abc import Sequence


class Packet:
    """Cases worked one after the other; a skipped one comes again at the end."""

    def __init__(self, cases: Sequence[int]) -> None:
        self.left = list(cases)
        self.total = len(self.left)

    def ahead(self, now: int | None, *, skip: bool) -> tuple[int, ...]:
        """Give the cases to try next, in order. `now` lies on the desk: done, or skipped and so the last to come."""
        others = [case for case in self.left if case != now]
        return tuple([*others, now] if skip and now in self.left and now is not None else others)

    def came(self, tried: Sequence[int], now: int) -> None:
        """Take note of which of the tried cases came to the desk; those before it are no longer to be had."""
        self.left = list(tried[tried.index(now) :])

    def progress(self, case: int) -> str:
        """Say where a case stands in the packet, "" when it is no part of it."""
        number = self.total - len(self.left) + 1
        return f"{number} dari {self.total}" if case in self.left else ""
