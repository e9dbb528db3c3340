"""How often strangers may ask: counts of the running minute, in memory, forgotten with it."""

from ipaddress import IPv6Address, ip_address
from time import monotonic


class Turnstile:
    """Lets one address through `each` times a minute, and all addresses together `everybody` times."""

    def __init__(self, each: int, everybody: int) -> None:
        """Start with nobody counted."""
        self._each, self._everybody = each, everybody
        self._minute, self._total, self._counts = 0, 0, dict[str, int]()

    def admits(self, address: str) -> bool:
        """Count a request that is let through; say False for one that is not."""
        minute = int(monotonic() // 60)
        if minute != self._minute:
            self._minute, self._total, self._counts = minute, 0, {}
        who = _household(address)
        count = self._counts.get(who, 0)
        if count >= self._each or self._total >= self._everybody:
            return False
        self._counts[who] = count + 1
        self._total += 1
        return True


def _household(address: str) -> str:
    """Return what one subscriber has: an IPv4 address, or the /64 of an IPv6 address."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return str(int(parsed) >> 64) if isinstance(parsed, IPv6Address) else address
