"""What travels between the program and a picture worker: a JSON head and raw bytes, nothing that can run."""

import json
import socket
import struct
import time
from typing import Any

MARK = b"LKT1"
PREFIX = struct.Struct(">4sIQ")
HEAD_LIMIT = 4 * 1024 * 1024
BODY_LIMIT = 256 * 1024 * 1024

Head = dict[str, Any]


class Broken(Exception):
    """The other side is gone or speaks nonsense."""


def send(line: socket.socket, head: Head, body: bytes | bytearray | memoryview = b"") -> None:
    """Send one frame; the time-out of `line` bounds the whole body. Raises OSError."""
    raw = json.dumps(head, separators=(",", ":")).encode()
    line.sendall(PREFIX.pack(MARK, len(raw), len(body)) + raw)
    if body:
        line.sendall(body)


def receive(
    line: socket.socket, until: float | None = None, limit: int = BODY_LIMIT
) -> tuple[Head, bytearray]:
    """Read one frame before `until` (time.monotonic); raises TimeoutError, Broken or OSError."""
    mark, head_size, body_size = PREFIX.unpack(_exactly(line, PREFIX.size, until))
    if mark != MARK or head_size > HEAD_LIMIT or body_size > limit:
        raise Broken("frame")
    try:
        head = json.loads(_exactly(line, head_size, until))
    except ValueError as trouble:
        raise Broken("head") from trouble
    if not isinstance(head, dict):
        raise Broken("head")
    return head, _exactly(line, body_size, until)


def _exactly(line: socket.socket, size: int, until: float | None) -> bytearray:
    buffer = bytearray(size)
    view = memoryview(buffer)
    while view:
        if until is not None:
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError
            line.settimeout(left)
        count = line.recv_into(view)
        if not count:
            raise Broken("end")
        view = view[count:]
    return buffer
