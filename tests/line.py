"""The line between a workstation and its server, as a test breaks it: cut at a byte, cut around COMMIT, or silent."""

import contextlib
import re
import socket
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest

from tests.make import PASSWORD, Office
from workstation.database import Database, address
from workstation.desk import Desk

PORT = re.compile(r":(\d+)/")
CHUNK = 65536
COMMIT = b"Q\x00\x00\x00\x0bCOMMIT\x00"  # the message as libpq sends it
_AT_ONCE = struct.pack("ii", 1, 0)  # linger 0: the peer gets a reset, not a polite end


@dataclass
class Line:
    """A relay on 127.0.0.1 in front of one server; counts the bytes of both directions over all connections."""

    target: tuple[str, int]
    up: int = 0
    down: int = 0
    commits: int = 0
    _cuts: int = 0
    _limits: dict[str, int] = field(default_factory=dict)
    _before: bytes = b""
    _after: bytes = b""
    _skip: int = 0
    _is_after: bool = False
    _silent: threading.Event = field(default_factory=threading.Event)
    _guard: threading.RLock = field(default_factory=threading.RLock)
    _pairs: list[tuple[socket.socket, socket.socket]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._ear = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def port(self) -> int:
        """Where the relay listens."""
        return int(self._ear.getsockname()[1])

    @property
    def cuts(self) -> int:
        """How often it was cut; waits for a cut that is being made."""
        with self._guard:
            return self._cuts

    def cut_after(self, *, up: int | None = None, down: int | None = None) -> None:
        """Cut everything once this many more bytes have passed in a direction."""
        with self._guard:
            self._limits = {}
            if up is not None:
                self._limits["up"] = self.up + up
            if down is not None:
                self._limits["down"] = self.down + down

    def cut_before(self, message: bytes = COMMIT, skip: int = 0) -> None:
        """Cut when this message is sent and `skip` others before it have passed; the server never gets it."""
        self._before, self._skip = message, skip

    def cut_answer_to(self, message: bytes = COMMIT, skip: int = 0) -> None:
        """Let this message through, `skip` others before it, and cut when its answer comes, which nobody gets."""
        self._after, self._skip = message, skip

    def fall_silent(self) -> None:
        """Pass nothing on any more, while both ends stay connected and acknowledged."""
        self._silent.set()

    def disarm(self) -> None:
        """Be an ordinary line again."""
        with self._guard:
            self._limits, self._before, self._after, self._is_after, self._skip = {}, b"", b"", False, 0
            self._silent.clear()

    def close(self) -> None:
        """Cut and listen no more."""
        with contextlib.suppress(OSError):
            self._ear.shutdown(socket.SHUT_RDWR)  # closing alone would let the waiting `accept` take one more
        self._ear.close()
        self._cut()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._ear.accept()
                try:
                    far = socket.create_connection(self.target)
                except OSError:
                    near.close()
                    continue
                for one in (near, far):
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._pairs.append((near, far))
                for way, source, sink in (("up", near, far), ("down", far, near)):
                    threading.Thread(target=self._pump, args=(way, source, sink), daemon=True).start()

    def _pump(self, way: str, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(CHUNK):
                if self._silent.is_set():
                    continue
                if not self._pass(way, data, sink):
                    return
        for one in (source, sink):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _pass(self, way: str, data: bytes, sink: socket.socket) -> bool:
        """Hand on what may pass; False when the line was cut."""
        with self._guard:
            is_named = way == "up" and bool(awaited := self._before or self._after) and awaited in data
            if (way == "down" and self._is_after) or (is_named and self._before and not self._skip):
                self._cut()
                return False
            if is_named:
                self._is_after = not self._skip
                self._skip -= 1
            self.commits += way == "up" and COMMIT in data
            limit = self._limits.get(way)
            here = self.up if way == "up" else self.down
            may = len(data) if limit is None else min(len(data), limit - here)
            self.up, self.down = (here + may, self.down) if way == "up" else (self.up, here + may)
            is_cut = limit is not None and here + may >= limit
        with contextlib.suppress(OSError):
            sink.sendall(data[:may])
        if is_cut:
            self._cut()
        return not is_cut

    def _cut(self) -> None:
        with self._guard:
            self.disarm()
            self._cuts += 1
            for one in (one for pair in self._pairs for one in pair):
                with contextlib.suppress(OSError):
                    one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
                    one.shutdown(socket.SHUT_RDWR)
                one.close()
            self._pairs = []


@contextlib.contextmanager
def line_to(host: str, port: int) -> Iterator[Line]:
    """Open a line to a server and close it at the end."""
    line = Line((host, port))
    try:
        yield line
    finally:
        line.close()


@pytest.fixture
def line(office: Office) -> Iterator[Line]:
    """The line of one workstation."""
    found = PORT.search(office.url())
    assert found is not None
    with line_to("127.0.0.1", int(found[1])) as made:
        yield made


def desk_over(line: Line, office: Office, login: str, counter: int | None = None) -> Desk:
    """Seat somebody at the end of that line; who asks closes the desk."""
    url = PORT.sub(f":{line.port}/", office.url())
    return replace(office.desk(login, counter), database=Database(address(url, login, PASSWORD)))
