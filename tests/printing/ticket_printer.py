"""A ticket printer on loopback: listens on a port, reads ESC/POS, and tells what stands on its paper."""

import socket
import threading
from dataclasses import dataclass, field

import numpy as np
from PIL import Image

SIZES = {  # bytes after the two of the command
    b"\x1b@": 0, b"\x1ba": 1, b"\x1bE": 1, b"\x1b!": 1, b"\x1bt": 1, b"\x1bd": 1, b"\x1bM": 1, b"\x1b-": 1,
    b"\x1dB": 1, b"\x1d!": 1, b"\x1dV": 1, b"\x1dr": 1,
}  # fmt: skip
PAGES = {0: "cp437", 2: "cp850", 3: "cp860", 16: "cp1252", 19: "cp858"}


@dataclass
class Line:
    """What was printed in one line, and how."""

    text: str
    times: int
    bold: bool
    inverted: bool

    @property
    def columns(self) -> int:
        """How many plain letters wide it is."""
        return len(self.text) * self.times


@dataclass
class Slip:
    """A ticket as it comes out."""

    lines: list[Line] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    pictures: list[Image.Image] = field(default_factory=list)
    cuts: int = 0
    drawers: int = 0

    @property
    def text(self) -> str:
        """All its words."""
        return "\n".join(line.text for line in self.lines)


def read(data: bytes) -> Slip:
    """Print the bytes; a command that is not known here is an error."""
    slip, at, page = Slip(), 0, "cp437"
    bold = inverted = False
    times, text = 1, ""
    while at < len(data):
        two = data[at : at + 2]
        if two in (b"\x1d(", b"\x1dv", b"\x1bp"):
            at += _large(slip, two, data[at:])
        elif data[at] in (0x1B, 0x1D):
            value = data[at + 2] if SIZES[two] else 0
            match two:
                case b"\x1bE":
                    bold = bool(value)
                case b"\x1dB":
                    inverted = bool(value)
                case b"\x1d!":
                    times = (value & 7) + 1
                case b"\x1b!" | b"\x1b@":
                    times, bold = 1, bool(value & 8)
                case b"\x1bt":
                    page = PAGES[value]
                case b"\x1dV":
                    slip.cuts += 1
            at += 2 + SIZES[two]
        elif data[at] == 0x0A:
            slip.lines.append(Line(text, times, bold, inverted))
            text, at = "", at + 1
        else:
            text += data[at : at + 1].decode(page)
            at += 1
    return slip


def _large(slip: Slip, two: bytes, data: bytes) -> int:
    """Print a code or a picture, or note that a drawer opened; returns how long the command was."""
    if two == b"\x1bp":
        slip.drawers += 1
        return 5
    if two == b"\x1d(":
        size = int.from_bytes(data[3:5], "little")
        if data[5:8] == b"1P0":
            slip.codes.append(data[8 : 5 + size].decode("ascii"))
        return 5 + size
    width, height = (int.from_bytes(data[n : n + 2], "little") for n in (4, 6))
    rows = np.frombuffer(data[8 : 8 + width * height], np.uint8).reshape(height, width)
    slip.pictures.append(Image.fromarray((1 - np.unpackbits(rows, axis=1)) * np.uint8(255)))
    return 8 + width * height


class TicketPrinter:
    """Listens on loopback; `fault` is what it answers to a question about its state (number -> byte), None nothing."""

    def __init__(self, fault: dict[int, int] | None) -> None:
        self._fault, self.got = fault, b""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"tcp://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        line, _ = self._listener.accept()
        with line:
            waiting = b""
            while data := line.recv(65536):
                waiting += data
                while (at := waiting.find(b"\x10\x04")) >= 0 and len(waiting) > at + 2:
                    asked, waiting = waiting[at + 2], waiting[:at] + waiting[at + 3 :]
                    if self._fault is not None:
                        line.sendall(bytes((self._fault.get(asked, 0x12),)))
                if self._fault is not None and b"\x1dr\x01" in waiting:
                    line.sendall(b"\x00")
                    waiting = waiting.replace(b"\x1dr\x01", b"")
                self.got, waiting = self.got + waiting, b""

    def close(self) -> None:
        """Stop listening."""
        self._listener.close()
        self._thread.join(10)
