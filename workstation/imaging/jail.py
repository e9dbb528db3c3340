"""The walls around a picture worker: no network, no programs, only its own files to read, little memory."""

import contextlib
import ctypes
import os
import platform
import struct
import sys

from workstation.imaging import landlock

MEMORY = 1024 * 1024 * 1024
REQUEST_CPU = 10
NEW_USER, NEW_NET = 0x10000000, 0x40000000
NO_NEW_PRIVILEGES, SECCOMP, FILTER_MODE = 38, 22, 2
OTHER_ABI = 0x40000000
ALLOW, DENY, ABSENT = 0x7FFF0000, 0x00050000 | 1, 0x00050000 | 38  # denied calls answer EPERM or ENOSYS
THREAD = 0x00010000  # clone's flag: the HEIC decoder must have threads, nothing may have children
CLONE3 = 435  # its flags lie where a filter cannot look; without it the C library uses clone

# sockets, new processes and programs, signals to others (abort() needs tgkill, which stays), other processes'
# memory, new namespaces, io_uring; then whatever changes names, rights or sizes of files
CALLS = {
    "x86_64": (
        0xC000003E,
        56,
        *(41, 42, 49, 57, 58, 59, 62, 101, 165, 272, 310, 311, 322, 425),
        *(76, 77, 82, 83, 84, 85, 86, 87, 88, 90, 92, 133, 258, 259, 260, 263, 264, 265, 266, 268, 316),
    ),
    "aarch64": (
        0xC00000B7,
        220,
        *(97, 117, 129, 198, 200, 203, 221, 270, 271, 281, 40, 425),
        *(33, 34, 35, 36, 37, 38, 45, 46, 53, 54, 276),
    ),
}


def close_in(memory: int = MEMORY) -> tuple[str, ...]:
    """Shut this process in with `memory` bytes, best effort; give the names of the walls that stand."""
    if sys.platform != "linux":
        return ()
    walls = ["limits"] if _limits(memory) else []
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(NEW_NET) == 0 or libc.unshare(NEW_USER | NEW_NET) == 0:
        walls.append("network namespace")
    if landlock.restrict(libc, landlock.readable()):
        walls.append("file rules")
    if _filter_calls(libc):
        walls.append("call filter")
    else:
        _limit("RLIMIT_NPROC", 0)  # no children, and so no threads and no HEIC either
    if os.environ.get("LOKET_BUBBLE"):
        walls.append("bubblewrap")
    return tuple(walls)


def _limits(memory: int) -> bool:
    import resource

    _limit("RLIMIT_AS", memory)
    _limit("RLIMIT_FSIZE", 0)
    _limit("RLIMIT_CORE", 0)
    return resource.getrlimit(resource.RLIMIT_AS)[0] == memory


def _limit(name: str, most: int) -> None:
    import resource

    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(getattr(resource, name), (most, most))


def grant_processor_time(seconds: int = REQUEST_CPU) -> None:
    """Give this request so many seconds of processor time on top of what the process has used so far."""
    if sys.platform != "linux":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    allowed = int(used.ru_utime + used.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (allowed, resource.RLIM_INFINITY))


def peak_memory() -> int:
    """Bytes of memory that this process held at its fullest."""
    if sys.platform != "linux":
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _filter_calls(libc: ctypes.CDLL) -> bool:
    machine = CALLS.get(platform.machine())
    if machine is None or libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    code = _program(*machine)
    program = ctypes.create_string_buffer(code, len(code))
    header = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(program))
    return bool(libc.prctl(SECCOMP, FILTER_MODE, header, 0, 0) == 0)


def _program(machine: int, clone: int, *calls: int) -> bytes:
    """Classic BPF: another machine's call and the listed ones are denied, clone makes threads only, the rest passes."""
    load, equal, at_least, any_bit, answer = 0x20, 0x15, 0x35, 0x45, 0x06
    count = len(calls)
    lines = [(load, 0, 0, 4), (equal, 0, count + 7, machine), (load, 0, 0, 0)]
    lines += [(at_least, count + 5, 0, OTHER_ABI), (equal, 0, 2, clone)]
    lines += [(load, 0, 0, 16), (any_bit, count + 1, count + 2, THREAD)]
    lines += [(equal, count + 2, 0, CLONE3)]
    lines += [(equal, count - index, 0, call) for index, call in enumerate(calls)]
    lines += [(answer, 0, 0, ALLOW), (answer, 0, 0, DENY), (answer, 0, 0, ABSENT)]
    return b"".join(struct.pack("HBBI", *line) for line in lines)
