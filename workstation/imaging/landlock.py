"""Landlock (Linux 5.13 on): this process reads the program, the system's libraries and fonts, and nothing else."""

import ctypes
import os
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same numbers on every machine
ASK_VERSION, PATH_BENEATH = 1, 1
NO_NEW_PRIVILEGES = 38
READ_FILE, READ_FOLDER = 1 << 2, 1 << 3
# how many rights to files each version of Landlock knows: what a version does not know must not be named
KNOWN = {1: 13, 2: 14, 3: 15, 4: 15}
NEWEST = 16
WITH_NETWORK, TCP = 4, 0b11

SYSTEM = ("/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/dev/null", "/dev/urandom")


def readable() -> tuple[str, ...]:
    """Give what a worker must be able to read: the system's libraries and fonts, Python, our own package."""
    package = Path(__file__).resolve().parent.parent
    own = (Path(sys.prefix).resolve(), Path(sys.base_prefix).resolve(), package)
    return tuple(dict.fromkeys((*SYSTEM, *map(str, own))))


def restrict(libc: ctypes.CDLL, paths: Iterable[str]) -> bool:
    """Let this process open files below `paths` only, for reading, for ever; False where the kernel cannot."""
    version = libc.syscall(CREATE_RULESET, None, 0, ASK_VERSION)
    if version < 1 or libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    wanted = struct.pack("Q", (1 << KNOWN.get(version, NEWEST)) - 1)
    if version >= WITH_NETWORK:
        wanted += struct.pack("Q", TCP)
    rules = libc.syscall(CREATE_RULESET, wanted, len(wanted), 0)
    if rules < 0:
        return False
    try:
        for path in paths:
            _allow(libc, rules, path)
        return bool(libc.syscall(RESTRICT_SELF, rules, 0) == 0)
    finally:
        os.close(rules)


def _allow(libc: ctypes.CDLL, rules: int, path: str) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        rights = READ_FILE | READ_FOLDER if Path(path).is_dir() else READ_FILE
        libc.syscall(ADD_RULE, rules, PATH_BENEATH, struct.pack("=Qi", rights, place), 0)
    finally:
        os.close(place)
