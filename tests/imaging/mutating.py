"""Samples bent at random: whole files first, then pieces cut, doubled, moved, numbers made huge, two files spliced."""

import random
import re
from collections.abc import Iterator

from tests.given import GIVEN
from tests.imaging.drawing import corners, jpeg_page, pdf, saved
from tests.imaging.hostile import hostile_files

LARGEST = 3 * 1024 * 1024
NUMBER = re.compile(rb"(?<![A-Za-z])\d{1,10}")
ODD_BYTES = (
    b"\x00",
    b"\xff",
    b"\x7f\xff\xff\xff",
    b"\x80\x00\x00\x00",
    b"\xff" * 8,
    b"<<",
    b">>",
    b"[",
    b"endstream",
)
ODD_NUMBERS = (
    b"0",
    b"-1",
    b"65536",
    b"2147483647",
    b"4294967296",
    b"99999999999999999999",
    b"1e38",
    b"0.0000001",
)
FOLDERS = ("scans", "hostile", "signed", "qr")


def samples() -> list[tuple[str, bytes]]:
    """Every picture and PDF of the given set that is not too large, our hostile files, and plain good ones."""
    files = [file for folder in FOLDERS for file in sorted((GIVEN / folder).rglob("*")) if file.is_file()]
    found = [(file.name, file.read_bytes()) for file in files if 0 < file.stat().st_size <= LARGEST]
    found += [(name, data) for name, data, _ in hostile_files() if 0 < len(data) <= LARGEST // 8]
    return found + list(_plain())


def _plain() -> Iterator[tuple[str, bytes]]:
    picture = corners(640, 480)
    for kind, options in (
        ("JPEG", {"quality": 80}),
        ("JPEG", {"progressive": True}),
        ("PNG", {}),
        ("TIFF", {"compression": "tiff_lzw"}),
        ("TIFF", {"compression": "jpeg"}),
        ("WEBP", {"quality": 70}),
        ("WEBP", {"lossless": True}),
    ):
        yield f"biasa.{kind.lower()}", saved(picture, kind, **options)
    for compression in ("group3", "group4"):
        yield f"{compression}.tif", saved(picture.convert("1"), "TIFF", compression=compression)
    yield "surat.pdf", pdf(b"1 0 0 rg 0 0 300 300 re f BT ET", box="0 0 600 800")
    jpeg = saved(picture, "JPEG")
    yield "pindaian.pdf", jpeg_page(jpeg, matrix="600 0 0 450 0 0", box="0 0 600 450", size=picture.size)


def mutants(seed: int) -> Iterator[tuple[str, bytes]]:
    """Bend one sample after the other, for ever; the same seed gives the same files."""
    dice, all_of_them = random.Random(seed), samples()
    while True:
        name, data = dice.choice(all_of_them)
        bent = bytearray(data)
        for _ in range(dice.choice((1, 1, 2, 4, 12))):
            _bend(bent, dice, all_of_them)
        yield name, bytes(bent[: LARGEST * 2])


def _bend(data: bytearray, dice: random.Random, others: list[tuple[str, bytes]]) -> None:
    if not data:
        return
    at = dice.randrange(len(data) if dice.random() < 0.6 else min(len(data), 600))
    length = dice.randint(1, max(len(data) // 20, 1))
    match dice.randrange(8):
        case 0:
            data[at] ^= 1 << dice.randrange(8)
        case 1:
            data[at : at + length] = dice.randbytes(min(length, 4096))
        case 2:
            del data[at : at + length]
        case 3:
            data[at:at] = data[at : at + length]
        case 4:
            del data[at:]
        case 5:
            odd = dice.choice(ODD_BYTES)
            data[at : at + len(odd)] = odd
        case 6:
            _enlarge(data, dice, at)
        case _:
            other = dice.choice(others)[1]
            data[at:] = other[min(at, len(other)) :]


def _enlarge(data: bytearray, dice: random.Random, at: int) -> None:
    """Replace a number that is written out, as PDFs write them."""
    found = NUMBER.search(data, at, at + 100_000)
    if found is not None:
        data[found.start() : found.end()] = dice.choice(ODD_NUMBERS)
