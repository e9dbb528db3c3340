"""Memory that one worker lays pixels on and the program only reads: no picture goes through the line.

Linux only (memfd, sealed): elsewhere there is no shelf, and pixels travel through the line as they did.
"""

import contextlib
import mmap
import os
import sys
from typing import Self

SHELF_BYTES = 64 * 1024 * 1024  # the largest answer: 16 megapixels of four bytes
KEPT_BYTES = 16 * 1024 * 1024  # what stays in memory after a larger answer was fetched


class Shelf:
    """The program's side: mapped for reading. Its size is sealed, so that no worker can cut it off under a reader."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self._held = mmap.mmap(descriptor, SHELF_BYTES, prot=mmap.PROT_READ)

    @classmethod
    def open(cls) -> Self | None:
        """Make one; None where the system has no such memory."""
        if sys.platform != "linux":
            return None
        import fcntl

        try:
            descriptor = os.memfd_create("pixels", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        except OSError:
            return None
        try:
            os.ftruncate(descriptor, SHELF_BYTES)
            seals = fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SEAL
            fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, seals)
            return cls(descriptor)
        except OSError:
            os.close(descriptor)
            return None

    def fetch(self, count: object) -> memoryview:
        """Show what a worker says to have laid there, until it lays the next; raises ValueError when that cannot be."""
        if type(count) is not int or not 0 < count <= SHELF_BYTES:
            raise ValueError("shelf")
        with memoryview(self._held) as whole:
            return whole[:count]

    def close(self) -> None:
        """Let the memory go, whatever the worker is at; who is fetching from it in another thread may finish."""
        with contextlib.suppress(BufferError):
            self._held.close()
        with contextlib.suppress(OSError):
            os.close(self.descriptor)


class Board:
    """The worker's side of a shelf."""

    def __init__(self, descriptor: int) -> None:
        self._held = mmap.mmap(descriptor, SHELF_BYTES)
        self._used = 0
        os.close(descriptor)

    def room(self, count: int) -> memoryview | None:
        """Give memory of the board to draw on, None when there is not so much."""
        return memoryview(self._held)[:count] if count <= SHELF_BYTES else None

    def lay(self, pixels: bytes | bytearray | memoryview) -> int:
        """Lay pixels down in place of the former ones, unless they were drawn here; give their count."""
        if self._used > KEPT_BYTES >= len(pixels):
            self._held.madvise(mmap.MADV_REMOVE, KEPT_BYTES, SHELF_BYTES - KEPT_BYTES)
        if not isinstance(pixels, memoryview) or pixels.obj is not self._held:
            self._held[: len(pixels)] = pixels
        self._used = len(pixels)
        return self._used
