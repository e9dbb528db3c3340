"""The two names of trouble. They stand apart from their many kinds in `errors`, which the first window can wait for."""


class Problem(Exception):
    """Anything an officer can be told about."""

    def __str__(self) -> str:
        """Return the class and its facts, for the log; officers read `wording.sentence`."""
        return repr(self)


class Refusal(Problem):
    """The rules say no."""


class Outage(Problem):
    """The world is broken; trying again later may help."""
