"""What is made one time in a run, whoever asks first."""

from collections.abc import Callable
from functools import cache, wraps
from threading import RLock
from typing import Any, ParamSpec, TypeVar

_LOCK = RLock()
P, T = ParamSpec("P"), TypeVar("T")


def once(make: Callable[P, T]) -> Callable[P, T]:
    """`functools.cache` for what threads may ask for in the same moment, where that one makes it twice."""
    kept: Any = cache(make)

    @wraps(make)
    def ask(*given: P.args, **named: P.kwargs) -> T:
        with _LOCK:
            found: T = kept(*given, **named)
            return found

    return ask
