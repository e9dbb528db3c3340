"""Workers may die, hang or swell: one request pays, the next one works."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest
from PIL import Image

from tests.imaging.drawing import corners, jpeg_page, pdf, saved, shown
from workstation.errors import DamagedFile, PictureWorkerDied, Refusal, TooSlow
from workstation.imaging.pool import PageReader, key_of

MUTANTS = 200
MB = 1024 * 1024
linux = pytest.mark.skipif(sys.platform != "linux", reason="signals and limits of Linux")


def endless_page() -> bytes:
    """A page of curves that keeps PDFium busy for many seconds."""
    dice = random.Random(5)
    spots = (" ".join(str(dice.randint(0, 800)) for _ in range(6)) for _ in range(150_000))
    return pdf(b"0.1 w 0 0 m " + b" ".join(f"{spot} c S 0 0 m".encode() for spot in spots))


def flate_bomb() -> bytes:
    """A PDF of 2 MB whose content stream unpacks to 2 GB of blanks."""
    packer = zlib.compressobj(1)
    blanks = b" " * MB
    packed = b"".join(packer.compress(blanks) for _ in range(2_000)) + packer.flush()
    return pdf(b"0 0 1 rg 10 10 300 300 re f", packed=packed)


def pixel_bomb() -> bytes:
    """A PDF of 100 MB worth of work: a picture of 32,000 x 32,000 that no memory here holds."""
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(bytes(MB)) for _ in range(200)) + packer.flush()
    head = (
        f"5 0 obj<</Type/XObject/Subtype/Image/Width 32000/Height 32000/ColorSpace/DeviceRGB"
        f"/BitsPerComponent 8/Filter/FlateDecode/Length {len(packed)}>>stream\n"
    )
    picture = head.encode() + packed + b"\nendstream endobj\n"
    return pdf(b"q 600 0 0 700 0 0 cm /Im Do Q", resources="/XObject<</Im 5 0 R>>", extra=picture)


def good_page(reader: PageReader) -> None:
    data = saved(corners(), "JPEG")
    assert reader.page(key_of(data), data, 0, width=150).width == 150


@linux
def test_a_worker_killed_while_idle_costs_nothing() -> None:
    with PageReader(workers=1) as reader:
        good_page(reader)
        (victim,) = reader.pids()
        os.kill(victim, signal.SIGKILL)
        psutil.Process(victim).wait(5)
        good_page(reader)


@linux
def test_a_decoder_that_falls_over_is_the_fault_of_the_file() -> None:
    data = endless_page()
    with PageReader(workers=1, deadline=30) as reader:
        reader.warm()
        killer = threading.Timer(0.4, os.kill, (reader.pids()[0], signal.SIGSEGV))
        killer.start()
        with pytest.raises(DamagedFile) as damaged:
            reader.page(key_of(data), data, 0, width=1500, name="rusak.pdf")
        killer.join()
        assert damaged.value == DamagedFile("rusak.pdf", "SIGSEGV")
        good_page(reader)


def test_a_page_that_never_ends_is_stopped_at_the_deadline() -> None:
    data = endless_page()
    with PageReader(workers=1, deadline=1.0) as reader:
        good_page(reader)
        start = time.monotonic()
        with pytest.raises(TooSlow):
            reader.page(key_of(data), data, 0, width=1500, name="lama.pdf")
        assert time.monotonic() - start < 2.0
        good_page(reader)


@contextlib.contextmanager
def watched(pid: int) -> Iterator[list[int]]:
    """Note the largest resident memory of a process, in bytes, every 10 ms."""
    process, seen, done = psutil.Process(pid), [0], threading.Event()

    def watch() -> None:
        while not done.wait(0.01):
            with contextlib.suppress(psutil.NoSuchProcess):
                seen.append(process.memory_info().rss)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield seen
    finally:
        done.set()
        watcher.join()


@linux
def test_a_memory_bomb_is_refused() -> None:
    data = flate_bomb()
    with PageReader(workers=1) as reader:
        reader.warm()
        with watched(reader.pids()[0]) as memory, pytest.raises(Refusal):
            reader.page(key_of(data), data, 0, width=400, name="bom.pdf")
        assert 0 < max(memory) < 1024 * MB
        good_page(reader)


@linux
def test_a_picture_larger_than_memory_stays_below_the_limit() -> None:
    data = pixel_bomb()
    with PageReader(workers=1, deadline=10) as reader:
        reader.warm()
        with watched(reader.pids()[0]) as memory, contextlib.suppress(Refusal):
            reader.page(key_of(data), data, 0, width=400, name="bom.pdf")
        assert 0 < max(memory) < 1024 * MB
        good_page(reader)


def test_two_hundred_broken_files_leave_the_reader_alive(reader: PageReader) -> None:
    dice = random.Random(20_260_419)
    scan = saved(corners(), "JPEG")
    seeds = [
        pdf(b"0 0 1 rg 10 10 300 300 re f"),
        jpeg_page(scan, matrix="300 0 0 200 0 0", box="0 0 300 200", size=(300, 200)),
        scan,
        saved(corners(), "PNG"),
        saved(corners(), "TIFF", compression="tiff_lzw"),
        saved(corners(), "WEBP"),
        saved(corners().convert("1"), "TIFF", compression="group4"),
    ]
    ends: dict[str, int] = {}
    for index in range(MUTANTS):
        data = bytearray(seeds[index % len(seeds)])
        for _ in range(dice.randint(1, 12)):
            data[dice.randrange(8, len(data))] = dice.randrange(256)
        if dice.random() < 0.2:
            del data[dice.randrange(8, len(data)) :]
        raw = bytes(data)
        try:
            reader.probe(raw, "mutan")
            reader.page(key_of(raw), raw, 0, width=200)
            end = "drawn"
        except Refusal as refusal:
            end = type(refusal).__name__
        ends[end] = ends.get(end, 0) + 1
    assert sum(ends.values()) == MUTANTS
    assert ends["drawn"] >= 20
    assert ends["DamagedFile"] >= 20
    good_page(reader)


def test_two_threads_read_different_files_at_once(reader: PageReader) -> None:
    sheets = [saved(Image.new("RGB", (200, 100), (shade, 0, 0)), "PNG") for shade in range(0, 240, 20)]

    def look(index: int) -> tuple[int, int]:
        data = sheets[index % len(sheets)]
        page = reader.page(key_of(data), data, 0, width=60 + index)
        return page.width, shown(page).getpixel((5, 5))[0]

    with ThreadPoolExecutor(4) as threads:
        seen = list(threads.map(look, range(60)))
    assert seen == [(60 + index, index % len(sheets) * 20) for index in range(60)]


def test_a_closed_reader_leaves_no_process_and_answers_no_more() -> None:
    reader = PageReader()
    reader.warm()
    workers = [psutil.Process(pid) for pid in reader.pids()]
    reader.close()
    assert len(workers) == 2
    assert not any(worker.is_running() for worker in workers)
    with pytest.raises(PictureWorkerDied):
        good_page(reader)


LARGE_PROGRAM = """
from tests.imaging.test_dying import good_page
from workstation.imaging.pool import PageReader
ballast = bytearray(700 * 1024 * 1024)
with PageReader(workers=1) as reader:
    good_page(reader)
    before = reader.pids()
    good_page(reader)
    print(len(before), reader.pids() == before)
"""


@linux
def test_a_worker_of_a_large_program_is_not_tired_before_its_first_page() -> None:
    """What the program itself holds is counted by Linux as the worker's own peak."""
    told = subprocess.run(
        [sys.executable, "-c", LARGE_PROGRAM], capture_output=True, text=True, check=True, timeout=120
    )
    assert told.stdout.split() == ["1", "True"]
