"""Find active content in a PDF by its names (ISO 32000-1, 12.6 actions, 7.11.4 embedded files)."""

import re
import zlib
from collections.abc import Iterator

ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
END = rb"(?![A-Za-z0-9])"
SIGNS = {
    "javascript": re.compile(rb"/(?:JavaScript|JS)" + END),
    "launch": re.compile(rb"/Launch" + END),
    "attachment": re.compile(rb"/EmbeddedFiles?" + END),
    "xfa": re.compile(rb"/XFA" + END),
    "prints_itself": re.compile(rb"/N\s*/Print" + END + rb"|\bthis\.print\b|\(print\("),
    "sends_form": re.compile(rb"/(?:SubmitForm|ImportData)" + END),
    "links": re.compile(rb"/S\s*/(?:URI|GoToR|GoToE)" + END),
}
UNPACKED_LIMIT = 16 * 1024 * 1024
HEAD_REACH = 400  # bytes of a dictionary after /ObjStm
STREAM, END_STREAM = b"stream", b"endstream"
OBJECT_STREAM = re.compile(rb"/ObjStm")  # a pattern is found in half of the time


def active_content(data: bytes) -> set[str]:
    """Give the signs found outside of streams and inside object streams (16 MB unpacked at most)."""
    parts = [_outside_streams(data), *_object_streams(data)]
    plain = [ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), part) for part in parts]
    return {sign for sign, pattern in SIGNS.items() if any(pattern.search(part) for part in plain)}


def _outside_streams(data: bytes) -> bytes:
    """Leave the streams out; each byte is looked at once, whatever the file says."""
    parts, at, seek = [], 0, 0
    while (start := data.find(STREAM, seek)) >= 0:
        body = start + len(STREAM)
        if data[body : body + 1] not in (b"\r", b"\n"):
            seek = body
            continue
        end = data.find(END_STREAM, body)
        if end < 0:
            break
        parts.append(data[at:start])
        at = seek = end + len(END_STREAM)
    return b"".join((*parts, data[at:]))


def _object_streams(data: bytes) -> Iterator[bytes]:
    left, at = UNPACKED_LIMIT, 0
    while left > 0 and (found := OBJECT_STREAM.search(data, at)):
        at = found.end()
        start = data.find(STREAM, at, at + HEAD_REACH)
        if start < 0:
            continue
        end = data.find(END_STREAM, start)
        if end < 0:
            return
        try:
            part = zlib.decompressobj().decompress(data[start + len(STREAM) : end].lstrip(b"\r\n"), left)
        except zlib.error:
            continue
        left -= len(part)
        yield part
