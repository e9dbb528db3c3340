"""Pixels lie in memory that a worker shares with the window: what a captured worker could do with it."""

import mmap
import os
import socket
import sys
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from tests.imaging.drawing import corners, pdf, saved, shown
from workstation.errors import DamagedFile, PictureWorkerDied, Problem
from workstation.imaging import process
from workstation.imaging.frames import receive, send
from workstation.imaging.pool import PageReader, key_of
from workstation.imaging.shelf import KEPT_BYTES, SHELF_BYTES, Board, Shelf
from workstation.ui.pixels import image_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memfd is of Linux")


@pytest.fixture
def shelf():
    shelf = Shelf.open()
    assert shelf is not None
    yield shelf
    shelf.close()


def mapped(pid: int) -> int:
    return sum("memfd:pixels" in place.path for place in psutil.Process(pid).memory_maps(grouped=False))


def test_what_is_laid_or_drawn_there_is_fetched(shelf: Shelf) -> None:
    board = Board(os.dup(shelf.descriptor))
    assert bytes(shelf.fetch(board.lay(b"abcd"))) == b"abcd"
    room = board.room(4)
    room[:] = b"wxyz"
    assert bytes(shelf.fetch(board.lay(room))) == b"wxyz"
    assert board.room(SHELF_BYTES + 1) is None


@pytest.mark.parametrize("count", [0, -1, SHELF_BYTES + 1, 2**63, True, "4", 4.0, None])
def test_a_count_that_cannot_be_is_refused(shelf: Shelf, count: object) -> None:
    with pytest.raises(ValueError, match="shelf"):
        shelf.fetch(count)


def test_nobody_can_cut_the_memory_off_under_its_reader_or_write_on_it_from_the_window(shelf: Shelf) -> None:
    for size in (0, SHELF_BYTES * 2):
        with pytest.raises(PermissionError):
            os.ftruncate(shelf.descriptor, size)
    seen = shelf.fetch(SHELF_BYTES)
    assert len(seen) == SHELF_BYTES
    with pytest.raises(TypeError):
        seen[0] = 1


def test_what_a_large_answer_took_is_given_back(shelf: Shelf) -> None:
    board = Board(os.dup(shelf.descriptor))
    board.lay(bytes(b"x" * (SHELF_BYTES - 1)))
    assert os.fstat(shelf.descriptor).st_blocks * 512 > SHELF_BYTES - 2 * mmap.PAGESIZE
    board.lay(b"small")
    assert os.fstat(shelf.descriptor).st_blocks * 512 <= KEPT_BYTES
    assert bytes(shelf.fetch(5)) == b"small"


def lied_to(reader: PageReader, said: dict[str, object]) -> Problem:
    """Let a captured worker answer the next question so; the sentence of the officer."""
    data = saved(corners(), "PNG")

    def lie(line: socket.socket) -> None:
        receive(line)
        send(line, {"width": 90, "height": 60, "format": "RGBX", "full": [90, 60], "blank": False, **said})

    reader.warm()
    (ours, theirs), victim = socket.socketpair(), reader._all[0]
    victim._line.close()
    victim._line = ours
    with theirs, ThreadPoolExecutor(1) as liar:
        told = liar.submit(lie, theirs)
        with pytest.raises(Problem) as found:
            reader.page_as(image_of, key_of(data), data, 0, width=90)
        told.result()
    return found.value


@pytest.mark.parametrize("laid", [SHELF_BYTES + 1, -4, "viel", 0])
def test_a_worker_that_lies_about_the_memory_is_ended(laid: object) -> None:
    with PageReader(workers=1) as reader:
        reader.warm()
        first = reader.pids()[0]
        assert isinstance(lied_to(reader, {"laid": laid}), PictureWorkerDied)
        assert not psutil.pid_exists(first)
        data = saved(corners(), "JPEG")
        assert reader.page(key_of(data), data, 0, width=90).width == 90
        assert first not in reader.pids()


@pytest.mark.parametrize(
    "said",
    [
        {"width": 91},
        {"height": 2**40},
        {"width": -90, "height": -60},
        {"format": "L"},
        {"format": "F"},
        {"full": [60, 90_000_000]},
        {"full": [0, 60]},
        {"full": [10, 61]},
    ],
)
def test_a_size_that_does_not_fit_the_memory_makes_no_picture(said: dict[str, object]) -> None:
    with PageReader(workers=1) as reader:
        assert isinstance(lied_to(reader, {"laid": 90 * 60 * 4, **said}), DamagedFile)


def test_the_memory_of_a_killed_worker_is_let_go() -> None:
    data = pdf(b"1 0 0 rg 0 0 300 300 re f")
    with PageReader(workers=1) as reader:
        for _ in range(3):
            assert reader.page(key_of(data), data, 0, width=400).width == 400
            assert mapped(os.getpid()) == 1
            victim = psutil.Process(reader.pids()[0])
            victim.kill()
            victim.wait(5)
    assert mapped(os.getpid()) == 0


def test_without_such_memory_pixels_come_through_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    data = saved(corners(), "PNG")
    with PageReader(workers=1) as reader:
        usual = shown(reader.page(key_of(data), data, 0, width=90)).tobytes()
    monkeypatch.setattr(process.Shelf, "open", lambda: None)
    with PageReader(workers=1) as reader:
        assert shown(reader.page(key_of(data), data, 0, width=90)).tobytes() == usual
        assert mapped(os.getpid()) == 0
