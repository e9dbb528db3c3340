"""Looks through an old XLS workbook before a decoder that reserves room for every cell sees it.

Only as much of the compound file ([MS-CFB]) and of BIFF ([MS-XLS]) as it takes to find cells that lie far off.
"""

import struct
from collections.abc import Iterator

FREE = 0xFFFFFFFA  # this and above are no sectors
_NAMES = ("workbook", "book")
_FILEPASS, _DIMENSIONS = 0x2F, 0x200
# FORMULA, RSTRING, NUMBER, LABEL, BOOLERR, RK, LABELSST, MULRK, and the short forms of BIFF2
_CELLS = frozenset({0x06, 0xD6, 0x203, 0x204, 0x205, 0x27E, 0xFD, 0xBD, 0x206, 0x406, 0x02, 0x03, 0x04, 0x05})
MAX_SHEET = (65_536, 256)


class Broken(Exception):
    """The compound file does not hold together."""


def locked(book: bytes) -> bool:
    """Whether the workbook stream is encrypted."""
    return any(kind == _FILEPASS for kind, _ in _records(book))


def farthest(book: bytes) -> tuple[int, int]:
    """The greatest row and column (from 1) that holds something; an impossible size counts as held."""
    row = column = 0
    for kind, data in _records(book):
        if kind in _CELLS and len(data) >= 4:
            at = struct.unpack_from("<HH", data)
            row, column = max(row, at[0] + 1), max(column, at[1] + 1)
        elif kind == _DIMENSIONS and len(data) >= 12:
            _, last_row, _, last_column = struct.unpack_from("<IIHH", data)
            if last_row > MAX_SHEET[0] or last_column > MAX_SHEET[1]:
                row, column = max(row, last_row), max(column, last_column)
    return row, column


def _records(book: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, place)
        yield kind, book[place + 4 : place + 4 + length]
        place += 4 + length


def books(data: bytes) -> list[bytes]:
    """The workbook streams of a compound file; Broken when it cannot be followed or holds none."""
    try:
        found = list(_Compound(data).streams())
    except (struct.error, IndexError) as fault:
        raise Broken(str(fault)) from fault
    if not found:
        raise Broken("no workbook stream")
    return found


class _Compound:
    """Sectors, their table, and the directory of one compound file."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        shift, small_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or small_shift != 6:
            raise Broken("sector size")
        self._size, self._small_size = 1 << shift, 1 << small_shift
        self._first_directory, self._cutoff = struct.unpack_from("<I4xI", data, 48)
        self._first_small, self._master = struct.unpack_from("<I4xI", data, 60)
        self._table = self._read_table()

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        if start >= len(self._data):
            raise Broken("sector outside the file")
        return self._data[start : start + self._size]

    def _read_table(self) -> list[int]:
        listed = list(struct.unpack_from("<109I", self._data, 76))
        visited: set[int] = set()
        while self._master < FREE:
            if self._master in visited:
                raise Broken("circle of sectors")
            visited.add(self._master)
            numbers = self._numbers(self._sector(self._master))
            listed += numbers[:-1]
            self._master = numbers[-1]
        return [
            next_one for number in listed if number < FREE for next_one in self._numbers(self._sector(number))
        ]

    @staticmethod
    def _numbers(sector: bytes) -> list[int]:
        return list(struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4]))

    def _chain(self, first: int, table: list[int]) -> Iterator[int]:
        for _ in range(len(table) + 1):
            if first >= FREE:
                return
            yield first
            first = table[first]
        raise Broken("circle of sectors")

    def _stream(self, first: int) -> bytes:
        return b"".join(self._sector(number) for number in self._chain(first, self._table))

    def streams(self) -> Iterator[bytes]:
        """The streams that a decoder may take for the workbook."""
        directory = self._stream(self._first_directory)
        entries = [directory[at : at + 128] for at in range(0, len(directory) - 127, 128)]
        small = self._stream(struct.unpack_from("<I", entries[0], 116)[0])
        small_table = self._numbers(self._stream(self._first_small))
        for entry in entries:
            length = min(struct.unpack_from("<H", entry, 64)[0], 64)
            name = entry[: max(0, length - 2)].decode("utf-16-le", "replace")
            if entry[66] != 2 or name.lower() not in _NAMES:
                continue
            first, size = struct.unpack_from("<II", entry, 116)
            if size >= self._cutoff:
                yield self._stream(first)[:size]
            else:
                step = self._small_size
                pieces = (small[at * step : (at + 1) * step] for at in self._chain(first, small_table))
                yield b"".join(pieces)[:size]
