"""A worker that somebody kills, whatever it is at: who asked gets his page all the same, from a new worker."""

import contextlib
import os
import random
import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import psutil
import pytest

from tests.imaging.drawing import corners, pdf, saved
from workstation.errors import PictureWorkerDied
from workstation.imaging import process
from workstation.imaging.pool import PageReader, key_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="signals of Linux")

SMALL = saved(corners(), "JPEG")
OTHER = saved(corners(), "PNG")
LARGE = SMALL + bytes(16 * 1024 * 1024)  # more than the line holds: sending it waits for the worker


def slow_page() -> bytes:
    """A page that PDFium draws for the better part of a second."""
    dice = random.Random(5)
    spots = (" ".join(str(dice.randint(0, 800)) for _ in range(6)) for _ in range(12_000))
    return pdf(b"0.1 w 0 0 m " + b" ".join(f"{spot} c S 0 0 m".encode() for spot in spots))


def page(reader: PageReader, data: bytes, width: int = 150) -> int:
    return reader.page(key_of(data), data, 0, width=width).width


def end_all(reader: PageReader) -> None:
    for pid in reader.pids():
        with contextlib.suppress(ProcessLookupError):  # it has gone by itself meanwhile
            os.kill(pid, signal.SIGKILL)


def stop_all(reader: PageReader) -> None:
    for pid in reader.pids():
        os.kill(pid, signal.SIGSTOP)


@pytest.mark.parametrize(
    ("data", "is_known"), [(SMALL, False), (SMALL, True), (LARGE, False)], ids=["new", "known", "half sent"]
)
def test_killed_with_the_question_before_it(data: bytes, is_known: bool) -> None:
    with PageReader(workers=1, deadline=30) as reader, ThreadPoolExecutor(1) as officer:
        reader.warm()
        if is_known:
            page(reader, data)
        before = reader.pids()
        stop_all(reader)
        asked = officer.submit(page, reader, data)
        time.sleep(0.1)
        assert not asked.done()
        end_all(reader)
        assert asked.result(60) == 150
        assert set(reader.pids()).isdisjoint(before)


def test_killed_while_it_draws() -> None:
    data = slow_page()
    with PageReader(workers=1, deadline=30) as reader, ThreadPoolExecutor(1) as officer:
        page(reader, SMALL)
        worker = psutil.Process(reader.pids()[0])
        at_rest = sum(worker.cpu_times()[:2])
        asked = officer.submit(page, reader, data, 1500)
        while sum(worker.cpu_times()[:2]) < at_rest + 0.1:
            assert not asked.done()
        end_all(reader)
        assert asked.result(60) == 1500


@pytest.mark.parametrize("moment", ["send", "receive"])
@pytest.mark.parametrize("number", [1, 2], ids=["question", "file"])
@pytest.mark.parametrize("is_before", [True, False], ids=["before", "after"])
def test_killed_at_each_step_of_the_talk(
    monkeypatch: pytest.MonkeyPatch, moment: str, number: int, is_before: bool
) -> None:
    """The talk: a question, the worker wants the file, question and file, the page."""
    real, passed = getattr(process, moment), count(1)
    with PageReader(workers=1, deadline=30) as reader:
        page(reader, SMALL)
        reader._all[0]._keys.append(key_of(OTHER))  # believed to be there: the worker will want it

        def step(*given: object) -> object:
            at_it = next(passed) == number
            if at_it and is_before:
                end_all(reader)
            told = real(*given)
            if at_it and not is_before:
                end_all(reader)
            return told

        monkeypatch.setattr(process, moment, step)
        assert page(reader, OTHER) == 150
        assert page(reader, SMALL) == 150


def test_a_worker_whose_successor_is_killed_too_costs_this_one_request(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = process.send
    with PageReader(workers=1, deadline=30) as reader:
        page(reader, SMALL)

        def step(*given: object) -> None:
            end_all(reader)
            real(*given)

        monkeypatch.setattr(process, "send", step)
        with pytest.raises(PictureWorkerDied):
            page(reader, SMALL)
        monkeypatch.undo()
        assert page(reader, SMALL) == 150


def test_killed_again_and_again_while_many_pages_are_asked_for_at_once() -> None:
    files = [saved(corners(400 + 20 * number, 600), "PNG") for number in range(20)]
    over, dice = threading.Event(), random.Random(7)

    def kill() -> None:
        while not over.wait(dice.uniform(0.0, 0.4)):
            end_all(reader)

    with PageReader(deadline=30) as reader, ThreadPoolExecutor(9) as threads:
        reader.warm()
        killer = threads.submit(kill)
        ends = list(threads.map(lambda number: outcome(reader, files[number % 20], 300 + number), range(120)))
        over.set()
        killer.result(60)
        assert set(ends) <= {"page", "PictureWorkerDied"}
        assert ends.count("page") > 60
        assert [outcome(reader, one, 200) for one in files] == ["page"] * 20


def outcome(reader: PageReader, data: bytes, width: int) -> str:
    try:
        assert page(reader, data, width) == width
    except PictureWorkerDied:
        return "PictureWorkerDied"
    return "page"
