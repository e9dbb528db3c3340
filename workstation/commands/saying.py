"""How commands speak: plain lines on the terminal, problems as what happened and what to do."""

import os
import sys
from collections.abc import Callable

from workstation.problem import Outage, Problem

REFUSED, BROKEN, STOPPED = 1, 2, 130


def say(line: str = "") -> None:
    """Write one line for the person at the terminal."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def complain(line: str) -> None:
    """Write one line to the error stream."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def speaking_plainly(work: Callable[[], int]) -> int:
    """Run a command; a Problem becomes its sentence, its advice, the other side's raw word, and an exit code."""
    try:
        return work()
    except Problem as problem:
        from workstation.wording import advice, raw, sentence

        for line in (sentence(problem), advice(problem), raw(problem)):
            if line:
                complain(line)
        return BROKEN if isinstance(problem, Outage) else REFUSED
    except KeyboardInterrupt:
        complain("Dihentikan.")
        return STOPPED
    except BrokenPipeError:  # the reader of our lines (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return STOPPED
