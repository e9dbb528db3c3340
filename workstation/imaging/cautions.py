"""Find active content in a PDF by its names (ISO 32000-1, 12.6 actions, 7.11.4 embedded files)."""

import re
import zlib

STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
OBJECT_STREAM = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n(.*?)endstream", re.DOTALL)
ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
END = rb"(?![A-Za-z0-9])"
SIGNS = {
    "javascript": re.compile(rb"/(?:JavaScript|JS)" + END),
    "launch": re.compile(rb"/Launch" + END),
    "attachment": re.compile(rb"/EmbeddedFiles?" + END),
    "xfa": re.compile(rb"/XFA" + END),
    "prints_itself": re.compile(rb"/N\s*/Print" + END + rb"|\bthis\.print\b|\(print\("),
    "sends_form": re.compile(rb"/(?:SubmitForm|ImportData)" + END),
}
UNPACKED_LIMIT = 16 * 1024 * 1024


def active_content(data: bytes) -> set[str]:
    """Give the signs found outside of streams and inside object streams (16 MB unpacked at most)."""
    parts = [STREAM.sub(b"", data), *_object_streams(data)]
    plain = [ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), part) for part in parts]
    return {sign for sign, pattern in SIGNS.items() if any(pattern.search(part) for part in plain)}


def _object_streams(data: bytes) -> list[bytes]:
    found, left = [], UNPACKED_LIMIT
    for match in OBJECT_STREAM.finditer(data):
        if left <= 0:
            break
        try:
            part = zlib.decompressobj().decompress(match[1], left)
        except zlib.error:
            continue
        found.append(part)
        left -= len(part)
    return found
