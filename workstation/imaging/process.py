"""One picture worker as the program sees it: start, ask before a deadline, kill."""

import contextlib
import functools
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import workstation
from workstation.imaging import landlock
from workstation.imaging.frames import Broken, Head, receive, send
from workstation.imaging.shelf import Shelf

START_DEADLINE = 20.0
ROOT = Path(workstation.__file__).resolve().parent.parent
LOADERS = (
    "/bin",
    "/sbin",
    "/etc/alternatives",
)  # the code reader looks for its library before the walls go up
REMEMBERED = 4
ANSWER_LIMIT = 72 * 1024 * 1024
CRASHES = {"SIGSEGV", "SIGBUS", "SIGABRT", "SIGILL", "SIGTRAP", "SIGFPE", "SIGSYS"}
KILLS = {"SIGKILL", "SIGTERM"}
LINE_BUFFER = 1024 * 1024
# memory of one page is used again for the next one: giving it back costs a third of a page's time
SURROUNDINGS = {
    "LC_ALL": "C.UTF-8",
    "PATH": "/usr/bin:/bin",
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": "33554432",
    "MALLOC_TRIM_THRESHOLD_": "134217728",
    "MALLOC_TOP_PAD_": "16777216",
}
LAUNCH = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); "
    "from workstation.imaging.worker import main; main(sys.argv[1:])"
)

Fetch = Callable[[], tuple[Head, bytes]]


class Late(Exception):
    """The deadline passed; the worker was killed."""


class Gone(Exception):
    """The worker ended while it was asked; `how` is a signal's name or an exit code."""

    def __init__(self, how: str) -> None:
        super().__init__(how)
        self.how = how

    @property
    def crashed(self) -> bool:
        """The file made the decoder fall over, as far as a signal can tell."""
        return self.how in CRASHES

    @property
    def out_of_time(self) -> bool:
        return self.how == "SIGXCPU"

    @property
    def was_killed(self) -> bool:
        """Somebody ended it, or the system did, which was short of memory."""
        return self.how in KILLS


class Process:
    """A worker process, started when first needed; not for two threads at once."""

    def __init__(self, *extra: str, patience: float = START_DEADLINE) -> None:
        self._extra, self._patience = extra, patience
        self._child: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None
        self._shelf: Shelf | None = None
        self._keys: list[str] = []
        self._walls: tuple[str, ...] = ()
        self._inner = 0

    @property
    def pid(self) -> int | None:
        """The process id of the running worker itself."""
        child, inner = self._child, self._inner  # another thread may end it meanwhile
        return inner or None if child is not None and child.poll() is None else None

    def has(self, key: str) -> bool:
        """Tell whether this worker was lately given the file `key`."""
        return key in self._keys and self._is_ready()

    def start(self) -> tuple[str, ...]:
        """Start the process if it does not run; give the walls around it. Raises Gone."""
        if self._is_ready():
            return self._walls
        self.end()
        ours, theirs = socket.socketpair()
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, LINE_BUFFER)
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, LINE_BUFFER)
        theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, LINE_BUFFER)
        bubble = _bubble()
        self._line, self._shelf = ours, Shelf.open()
        lent = [theirs.fileno(), *([self._shelf.descriptor] if self._shelf is not None else [])]
        with theirs:
            self._child = subprocess.Popen(  # noqa: S603 - our own program
                [*bubble, *_command(), ",".join(map(str, lent)), *self._extra],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=lent,
                cwd="/",
                env=_environment(bool(bubble)),
            )
        try:
            head, _ = receive(ours, time.monotonic() + self._patience)
        except (OSError, Broken) as trouble:
            raise Gone(self._how_it_ended()) from trouble
        self._walls = tuple(str(wall) for wall in head.get("walls", ()))
        self._inner = int(head.get("pid", 0))
        return self._walls

    def ask(self, head: Head, fetch: Fetch, seconds: float) -> tuple[Head, memoryview]:
        """Send a request (the file only if the worker wants it) and wait; raises Late or Gone.

        The pixels may be the worker's next ones after the next question: use them before.
        """
        self.start()
        until = time.monotonic() + seconds
        facts: Head = {"want": True}
        body = memoryview(b"")
        if head["key"] in self._keys:
            facts, body = self._round_trip(head, b"", until)
        if facts.get("want"):
            extra, data = fetch()
            facts, body = self._round_trip(head | extra, data, until)
        self._remember(head["key"], facts)
        return facts, body

    def end(self) -> None:
        """Kill the process, if any, and close the line."""
        child, self._child = self._child, None
        line, self._line = self._line, None
        shelf, self._shelf = self._shelf, None
        inner, self._inner, self._keys = self._inner, 0, []
        if child is not None:
            if child.poll() is None and inner not in (0, child.pid):
                # the worker inside a bubble outlives the bubble's own process, which must bury it first
                with contextlib.suppress(ProcessLookupError, subprocess.TimeoutExpired):
                    os.kill(inner, signal.SIGKILL)
                    child.wait(1)
            child.kill()
            child.wait()
        if line is not None:
            line.close()
        if shelf is not None:
            shelf.close()

    def _round_trip(self, head: Head, data: bytes, until: float) -> tuple[Head, memoryview]:
        line = self._line
        if line is None:
            raise Gone("ended")
        try:
            line.settimeout(max(0.001, until - time.monotonic()))
            send(line, head, data)
            facts, body = receive(line, until, ANSWER_LIMIT)
            return facts, self._fetched(facts["laid"]) if "laid" in facts else memoryview(body)
        except TimeoutError as trouble:
            self.end()
            raise Late from trouble
        except (OSError, Broken) as trouble:
            raise Gone(self._how_it_ended()) from trouble

    def _fetched(self, count: object) -> memoryview:
        if self._shelf is None:
            raise Broken("no shelf")
        try:
            return self._shelf.fetch(count)
        except ValueError as trouble:
            raise Broken("shelf") from trouble

    def _is_ready(self) -> bool:
        """An idle worker's line is open and silent; the end of a worker shows here before anywhere else."""
        if self._line is None or self.pid is None:
            return False
        self._line.setblocking(False)
        try:
            self._line.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return True
        except OSError:
            pass
        return False

    def _remember(self, key: str, facts: Head) -> None:
        if facts.get("tired"):
            self.end()
            return
        self._keys = [*(kept for kept in self._keys if kept != key), key][-REMEMBERED:]

    def _how_it_ended(self) -> str:
        child = self._child
        if child is None:
            return "ended"
        try:
            code = child.wait(0.5)
        except subprocess.TimeoutExpired:
            code = None
        self.end()
        return "line" if code is None else _ending(code)


def _ending(code: int) -> str:
    # bubblewrap reports the signal of its child as 128 + number
    number = -code if code < 0 else code - 128
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"exit {code}"


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, "--picture-worker"]
    return [sys.executable, "-I", "-c", LAUNCH, str(ROOT)]


def _environment(bubble: bool) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    marks = {"LOKET_BUBBLE": "1"} if bubble else {}
    return kept | marks | SURROUNDINGS


@functools.cache
def _bubble() -> tuple[str, ...]:
    """The bubblewrap command in front of the worker, or nothing where it is absent or may not run."""
    program = shutil.which("bwrap")
    if program is None:
        return ()
    # not --die-with-parent: it follows the thread that started us, and lanes end threads when idle
    shut = ["--unshare-net", "--unshare-ipc", "--unshare-uts", "--new-session", "--cap-drop", "ALL"]
    seen = ["--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp"]  # noqa: S108
    for place in (*landlock.readable(), *LOADERS):
        if not place.startswith("/dev/"):
            seen += ["--ro-bind-try", place, place]
    command = (program, *shut, *seen, "--chdir", "/", "--")
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter, empty program
            [*command, sys.executable, "-I", "-c", ""],
            capture_output=True,
            check=False,
            timeout=START_DEADLINE,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return command if done.returncode == 0 else ()
