"""A small IPP client (RFC 8010 encoding, RFC 8011 meaning): enough to print a PDF and to follow it.

Our own because pycups is source-only and the system dialogs turn pages into pictures. Time-outs are ours: an
unreachable printer would otherwise be waited for without end.
"""

import http.client
import itertools
import socket
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Final

Attribute = tuple["Tag", str, Any]  # a list as value stands for several values

_requests = itertools.count(1)
LARGEST_ANSWER: Final = 8 * 1024 * 1024


class Operation(IntEnum):
    """The operations that are used (RFC 8011 section 5.4.15; 0x40xx are those of CUPS)."""

    PRINT_JOB = 0x0002
    CANCEL_JOB = 0x0008
    GET_JOB_ATTRIBUTES = 0x0009
    GET_PRINTER_ATTRIBUTES = 0x000B
    CUPS_GET_DEFAULT = 0x4001
    CUPS_GET_PRINTERS = 0x4002


class Group(IntEnum):
    """Delimiters of attribute groups (RFC 8010 section 3.5.1)."""

    OPERATION = 0x01
    JOB = 0x02
    END = 0x03
    PRINTER = 0x04
    UNSUPPORTED = 0x05


class Tag(IntEnum):
    """Kinds of values (RFC 8010 section 3.5.2)."""

    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    BEGIN_COLLECTION = 0x34
    TEXT_WITH_LANGUAGE = 0x35
    NAME_WITH_LANGUAGE = 0x36
    END_COLLECTION = 0x37
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME = 0x49
    MEMBER_NAME = 0x4A


class Malformed(ValueError):
    """The other side does not speak IPP."""


class Declined(Exception):
    """The printer or CUPS said no: `status` from 0x0400, `words` its own message."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(f"IPP 0x{status:04x} {words}".strip())
        self.status = status
        self.words = words


NOT_FOUND: Final = 0x0406

Values = dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Answer:
    """A response: its status and its groups of attributes in order."""

    status: int
    groups: tuple[tuple[int, Values], ...] = field(default_factory=tuple)

    def all(self, group: Group) -> list[Values]:
        """Return all groups of one kind, one for each printer or job."""
        return [values for tag, values in self.groups if tag == group]

    def first(self, group: Group, name: str, default: Any = None) -> Any:
        """Return the first value of an attribute of a group."""
        return next((one[name][0] for one in self.all(group) if one.get(name)), default)


def encode(
    operation: Operation, attributes: Iterable[Attribute], job: Iterable[Attribute] = (), request: int = 1
) -> bytes:
    """Write a request without its document; charset and language come first (RFC 8011 section 4.1.4)."""
    head: list[Attribute] = [
        (Tag.CHARSET, "attributes-charset", "utf-8"),
        (Tag.LANGUAGE, "attributes-natural-language", "id"),
    ]
    out = struct.pack(">BBHIB", 2, 0, operation, request, Group.OPERATION)
    out += b"".join(_attribute(*one) for one in [*head, *attributes])
    in_job = b"".join(_attribute(*one) for one in job)
    return out + (bytes([Group.JOB]) + in_job if in_job else b"") + bytes([Group.END])


def decode(data: bytes) -> Answer:
    """Read a response; Malformed for anything that is none."""
    try:
        _, _, status, _ = struct.unpack_from(">BBHI", data)
        return Answer(status, tuple(_groups(data, 8)))
    except (struct.error, IndexError, UnicodeDecodeError) as fault:
        raise Malformed(f"{type(fault).__name__}: {fault}") from fault


@dataclass(frozen=True, slots=True)
class Server:
    """Where a print server listens, `host:port` or the path of its socket, and our time-out in seconds."""

    address: str = "localhost:631"
    limit: float = 10.0

    @property
    def authority(self) -> str:
        """Return host and port as they stand in a printer's URI."""
        return "localhost" if self.address.startswith("/") else self.address

    def ask(
        self,
        operation: Operation,
        attributes: Iterable[Attribute],
        *,
        path: str = "/",
        job: Iterable[Attribute] = (),
        document: bytes = b"",
    ) -> Answer:
        """Send a request and return the answer; OSError, HTTPException, Malformed or Declined."""
        body = encode(operation, attributes, job, next(_requests) & 0x7FFFFFFF) + document
        line = self._line()
        try:
            line.request("POST", path, body, {"Content-Type": "application/ipp"})
            response = line.getresponse()
            data = response.read(LARGEST_ANSWER)
        finally:
            line.close()
        if response.status != http.client.OK:
            raise Malformed(f"HTTP {response.status} {response.reason}")
        answer = decode(data)
        if answer.status >= 0x0400:
            raise Declined(answer.status, str(answer.first(Group.OPERATION, "status-message", "")))
        return answer

    def _line(self) -> http.client.HTTPConnection:
        """Return a connection that is not yet open."""
        if self.address.startswith("/"):
            return _SocketLine(self.address, self.limit)
        host, _, port = self.address.partition(":")
        return http.client.HTTPConnection(host, int(port or 631), timeout=self.limit)


class _SocketLine(http.client.HTTPConnection):
    """HTTP over a local socket, where CUPS usually listens."""

    def __init__(self, path: str, limit: float) -> None:
        super().__init__("localhost", timeout=limit)
        self._path = path

    def connect(self) -> None:
        """Open the socket."""
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


def _attribute(tag: Tag, name: str, value: Any) -> bytes:
    """Write one attribute; further values of a list carry an empty name. A collection's value is its attributes."""
    if tag is Tag.BEGIN_COLLECTION:
        return _plain(tag, name, b"") + _members(value) + _plain(Tag.END_COLLECTION, "", b"")
    values = value if isinstance(value, list) else [value]
    names = itertools.chain([name], itertools.repeat(""))
    return b"".join(_plain(tag, word, _raw(tag, one)) for word, one in zip(names, values, strict=False))


def _members(attributes: Iterable[Attribute]) -> bytes:
    """Write the inside of a collection: each member's name as a value, then its own value (RFC 8010 section 3.1.6)."""
    return b"".join(
        _plain(Tag.MEMBER_NAME, "", name.encode()) + _attribute(tag, "", value)
        for tag, name, value in attributes
    )


def _plain(tag: Tag, name: str, raw: bytes) -> bytes:
    word = name.encode()
    return struct.pack(">BH", tag, len(word)) + word + struct.pack(">H", len(raw)) + raw


def _raw(tag: Tag, value: Any) -> bytes:
    """Write one value."""
    match tag:
        case Tag.INTEGER | Tag.ENUM:
            return struct.pack(">i", value)
        case Tag.BOOLEAN:
            return bytes([bool(value)])
    return str(value).encode()


def _groups(data: bytes, at: int) -> Iterator[tuple[int, Values]]:
    """Read attribute groups until the end mark."""
    values: Values | None = None
    name = ""
    while data[at] != Group.END:
        if data[at] < 0x10:
            values = {}
            yield data[at], values
            at += 1
            continue
        tag, word, raw, at = _value(data, at)
        name = word or name
        if values is None or not name:
            raise Malformed("a value before its group")
        if tag == Tag.BEGIN_COLLECTION:
            at = _after_collection(data, at)
            values.setdefault(name, []).append(None)
            continue
        values.setdefault(name, []).append(_read(tag, raw))


def _value(data: bytes, at: int) -> tuple[int, str, bytes, int]:
    """Return tag, name, raw value and where the next one starts."""
    tag, size = struct.unpack_from(">BH", data, at)
    name = data[at + 3 : at + 3 + size].decode()
    at += 3 + size
    (size,) = struct.unpack_from(">H", data, at)
    end = at + 2 + size
    if end > len(data):
        raise Malformed("cut short")
    return tag, name, data[at + 2 : end], end


def _after_collection(data: bytes, at: int) -> int:
    """Step over a collection: of one it is only told that it is there."""
    depth = 1
    while depth:
        tag, _, _, at = _value(data, at)
        depth += (tag == Tag.BEGIN_COLLECTION) - (tag == Tag.END_COLLECTION)
    return at


def _read(tag: int, raw: bytes) -> Any:
    """Return one value as int, bool or text; out-of-band values (no value, unknown) as None."""
    if tag < 0x20:
        return None
    match tag:
        case Tag.INTEGER | Tag.ENUM:
            return struct.unpack(">i", raw)[0]
        case Tag.BOOLEAN:
            return raw != b"\0"
        case Tag.TEXT_WITH_LANGUAGE | Tag.NAME_WITH_LANGUAGE:
            (size,) = struct.unpack_from(">H", raw)
            return raw[4 + size :].decode("utf-8", "replace")
    return raw.decode("utf-8", "replace")
