"""How soon a page is seen in the review window, beside what the bare decoders need for the same page.

    python3 run bench view [--rounds N] [--cases N]

The window is the real one, offscreen, on a PostgreSQL of its own with fsync. "raw" is QImageReader of the page's JPEG
scaled to the width that the window asks for, in this process, nothing else running; "PDFium" opens the PDF and
renders the page at that width. "request to paint" begins with the bytes at hand; what the database needs to hand them
out is told apart. Each round measures all of them in turn; what is compared are medians, or 95th percentiles.
"""

import argparse
import os
import random
import signal
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

import psutil
import pypdfium2 as pdfium
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QRect, QSize, QTimer
from PySide6.QtGui import QImageReader

from benchmarks._view_window import Bench, paper, photo, review_window, scan, wait_until
from benchmarks.figures import figure, finish
from workstation.imaging.pool import PageReader, key_of
from workstation.ui.review.sheet import Fit, View
from workstation.usecases import reviewing

ROUNDS, CASES = 40, 500
FRAME_MS, GAP_MS, AGAIN_MS = 16.0, 50.0, 1000.0
RAW_BAR, PDFIUM_BAR = 1.25, 0.6
GROWTH_MB, LATE_GROWTH = 150.0, 1.10
MB = 1024 * 1024
Took = list[float]


def main() -> None:
    """Measure and print."""
    given = argparse.ArgumentParser(prog="run bench view")
    given.add_argument("--rounds", type=int, default=ROUNDS)
    given.add_argument("--cases", type=int, default=CASES)
    wanted = given.parse_args()
    with review_window() as bench:
        first_pixels(bench, wanted.rounds)
        turns_and_zooms(bench, wanted.rounds)
        gap(bench)
        again(bench, wanted.rounds)
        next_case(bench, wanted.rounds)
        memory(bench, wanted.cases)
    finish()


def first_pixels(bench: Bench, rounds: int) -> None:
    """A file that nobody has looked at yet, from the request to the paint."""
    grey, colour, phone = scan(grey=True), scan(), photo()
    first_pixel(bench, "scanned page, colour", paper([colour]), colour, rounds, is_pdf=True)
    first_pixel(bench, "scanned page, grey", paper([grey]), grey, rounds, is_pdf=True)
    first_pixel(bench, "photo of 12 megapixels", phone, phone, rounds, is_pdf=False)


def first_pixel(bench: Bench, what: str, file: bytes, jpeg: bytes, rounds: int, *, is_pdf: bool) -> None:
    """Print the figures of one kind of page: each round is another file for every cache, its bytes at hand."""
    bench.bring(bench.file([("berkas", file)]))
    bench.settle()
    row, width = bench.first_scan(), bench.pane.canvas.whole_width()
    ours, raw, plain, fetching = Took(), Took(), Took(), Took()
    for number in range(rounds):
        data = file + b"\n%%%d" % number
        bench.pane.canvas.clear()
        bench.pane.reader.forget()
        with at_hand(data):
            began = time.perf_counter()
            bench.pane.reader.open(replace(row, sha256=key_of(data)), width)
            bench.painted.wait_after(began)
            ours.append(ms(bench.painted.at - began))
            bench.settle()
        raw.append(timed(partial(raw_scaled, jpeg, width, upright=is_pdf)))
        fetching.append(timed(partial(reviewing.scan_bytes, bench.office.desk("rina"), row.id)))
        if is_pdf:
            plain.append(timed(partial(plain_pdfium, data, width)))
    tell(f"{what}: request to paint, p50 ms", middle(ours), "raw", middle(raw), RAW_BAR)
    tell(f"{what}: request to paint, p95 ms", slow(ours), "raw", slow(raw), RAW_BAR)
    if is_pdf:
        tell(f"{what}: request to paint, p50 ms", middle(ours), "plain PDFium", middle(plain), PDFIUM_BAR)
    say(f"{what}: its bytes from the database, p50 ms", middle(fetching), "raw", middle(raw))


def turns_and_zooms(bench: Bench, rounds: int) -> None:
    """Page turns, and parts of a page that is open."""
    jpegs = [scan(grey=bool(number % 2)) for number in range(2)]
    bench.bring(bench.file([("berkas", paper(jpegs * 4))]))
    bench.settle()
    canvas, turned, raw = bench.pane.canvas, Took(), Took()
    for number in range(rounds):
        bench.settle()
        began = time.perf_counter()
        bench.pane.step_page(1 if number // 7 % 2 == 0 else -1)
        bench.painted.wait_after(began)
        turned.append(ms(bench.painted.at - began))
        raw.append(timed(partial(raw_scaled, jpegs[0], canvas.whole_width(), upright=True)))
    tell("page turn, p50 ms", middle(turned), "a frame", FRAME_MS, 1.0)
    tell("page turn, p95 ms", slow(turned), "a frame", FRAME_MS, 1.0)
    say("page turn, p50 ms", middle(turned), "raw", middle(raw))
    for what, file, jpeg in (("scan", paper([jpegs[0]]), jpegs[0]), ("photo", photo(), photo())):
        zooms(bench, what, file, jpeg, 4 * rounds)


def zooms(bench: Bench, what: str, file: bytes, jpeg: bytes, rounds: int) -> None:
    """From the wish for a part to its paint, at ever other places and sizes."""
    bench.bring(bench.file([(what, file)]))
    bench.settle()
    canvas, dice, took, raw = bench.pane.canvas, random.Random(4), Took(), Took()
    asked: list[float] = []
    canvas.part_wanted.connect(lambda *_: asked.append(time.perf_counter()))
    for _ in range(rounds):
        canvas.set_view(
            View(Fit.FREE, dice.uniform(2200, 5000), dice.uniform(0.2, 0.8), dice.uniform(0.2, 0.8))
        )
        wait_until(partial(part_is_here, bench))
        bench.painted.wait_after(asked[-1])
        took.append(ms(bench.painted.at - asked[-1]))
        bench.settle()
        raw.append(timed(partial(raw_part, jpeg)))
    canvas.set_fit(Fit.WIDTH)
    bench.settle()
    tell(f"zoomed part of a {what}, p50 ms", middle(took), "a frame", FRAME_MS, 1.0)
    tell(f"zoomed part of a {what}, p95 ms", slow(took), "a frame", FRAME_MS, 1.0)
    say(f"zoomed part of a {what}, p50 ms", middle(took), "raw, the same file in full", middle(raw))


def part_is_here(bench: Bench) -> bool:
    """Tell whether the part that is wanted is shown, and nothing is on its way."""
    part, reader = bench.pane.canvas.pixels.part, bench.pane.reader
    return part is not None and part[2] == bench.pane.canvas.wanted_width() and reader._part is None


def gap(bench: Bench) -> None:
    """The longest silence of the window's own thread while 20 pages are drawn that nobody has drawn yet."""
    many = paper([scan(grey=bool(number % 3)) for number in range(4)] * 5)
    bench.bring(bench.file([("tebal", many)]))
    bench.settle()
    beat = Beat()
    wait_until(lambda: False, 1.0)
    alone = beat.longest()
    row = bench.first_scan()
    bench.pane.reader._images.clear()
    beat.longest()
    for page in range(20):
        bench.pane.reader.ask(row, page, 0, bench.pane.canvas.whole_width() + 1)
    wait_until(lambda: not bench.pane.reader._asked)
    bench.settle()
    during = beat.longest()
    tell("longest gap of the window while 20 pages render, ms", during, "bar", GAP_MS, 1.0)
    say("longest gap of the window while 20 pages render, ms", during, "the window at rest", alone)


def again(bench: Bench, rounds: int) -> None:
    """The worker is killed while it draws: how long until the page is there."""
    jpeg = scan()
    bench.bring(bench.file([("berkas", paper([jpeg]))]))
    bench.settle()
    took, bare = Took(), Took()
    for _ in range(max(rounds // 3, 3)):
        for pid in bench.pages.pids():
            os.kill(pid, signal.SIGSTOP)
        bench.pane.reader._images.clear()  # the fourth turn comes back to a page that is there already
        bench.pane.turn()
        if not wait_until(lambda: bool(bench.pane.reader._asked)):
            raise RuntimeError("no page was asked for")
        wait_until(lambda: False, 0.05)
        began = time.perf_counter()
        for pid in bench.pages.pids():
            os.kill(pid, signal.SIGKILL)
        bench.painted.wait_after(began)
        took.append(ms(bench.painted.at - began))
        bench.settle()
        bare.append(timed(started_worker))
    tell("worker killed to page again, median ms", middle(took), "bar", AGAIN_MS, 1.0)
    say("worker killed to page again, median ms", middle(took), "start of a worker", middle(bare))


def next_case(bench: Bench, rounds: int) -> None:
    """The officer's next case, whose papers were made ready while he was at the one before."""
    jpeg = scan(grey=True)
    cases = [bench.file([("a", paper([jpeg]) + b"\n%%n%d" % number)]) for number in range(rounds + 3)]
    desk, shown = bench.office.desk("rina"), list[float]()
    ready, whole, raw = Took(), Took(), Took()
    with timed_desk(bench, shown):
        for number in range(rounds + 1):
            for case in cases[number : number + 3]:
                reviewing.take(desk, case)
            shown.clear()
            began = time.perf_counter()
            bench.bring(cases[number])
            bench.painted.wait_after(shown[0])
            if number:
                ready.append(ms(bench.painted.at - shown[0]))
                whole.append(ms(bench.painted.at - began))
            bench.settle()
            raw.append(timed(partial(raw_scaled, jpeg, bench.pane.canvas.whole_width(), upright=True)))
            reviewing.release(desk, cases[number])
    tell("prefetched next case, case here to page painted, p50 ms", middle(ready), "a frame", FRAME_MS, 1.0)
    tell("prefetched next case, case here to page painted, p95 ms", slow(ready), "a frame", FRAME_MS, 1.0)
    say("next case with the database's part, p50 ms", middle(whole), "raw", middle(raw))
    say("next case with the database's part, p95 ms", slow(whole), "raw", slow(raw))


def memory(bench: Bench, most: int) -> None:
    """What the window grows by while cases come and go."""
    files = [paper([scan(grey=True)]), photo(), paper([scan()])]
    cases = [
        bench.file([(f"b{n}", files[(n + m) % 3] + b"\n%%m%d" % n) for m in range(3)]) for n in range(12)
    ]
    window, at = psutil.Process(), {}
    for number in range(1, most + 1):
        bench.bring(cases[number % len(cases)])
        if number in (25, 200, most):
            bench.settle()
            at[number] = window.memory_info().rss / MB
    say("memory of the window after 25 cases, MB", at[25], "workers", workers_mb(bench.pages))
    if most > 200:
        grown = at[200] - at[25]
        tell("memory grown from case 25 to 200, MB", max(grown, 0.0), "bar", GROWTH_MB, 1.0)
        tell(f"memory at case {most}, MB", at[most], "at case 200", at[200], LATE_GROWTH)


@contextmanager
def at_hand(data: bytes) -> Iterator[None]:
    """Hand out these bytes as those of every scan: what the database needs is measured apart."""
    real = reviewing.scan_bytes
    setattr(reviewing, "scan_bytes", lambda *_: data)  # noqa: B010 - a measurement's own
    try:
        yield
    finally:
        setattr(reviewing, "scan_bytes", real)  # noqa: B010


@contextmanager
def timed_desk(bench: Bench, shown: list[float]) -> Iterator[None]:
    """Note when a case, taken and read, comes to the desk."""
    real = bench.screen.put_on_desk

    def put_on_desk(*given: Any) -> None:
        shown.append(time.perf_counter())
        real(*given)

    setattr(bench.screen, "put_on_desk", put_on_desk)  # noqa: B010 - only to take the time
    yield
    setattr(bench.screen, "put_on_desk", real)  # noqa: B010


class Beat(QObject):
    """A timer of one millisecond on the window's thread: how long it was silent at most."""

    def __init__(self) -> None:
        super().__init__()
        self._last, self._most = time.perf_counter(), 0.0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(1)

    def _tick(self) -> None:
        now = time.perf_counter()
        self._most, self._last = max(self._most, now - self._last), now

    def longest(self) -> float:
        """Give the longest silence since the last question, in ms."""
        most, self._most = self._most, 0.0
        return ms(most)


def raw_scaled(jpeg: bytes, width: int, *, upright: bool) -> None:
    """Decode a JPEG as wide as the window wants the page, as Qt does it."""
    reader, device = _reader(jpeg)
    size = reader.size()
    if upright:
        reader.setScaledSize(QSize(width, round(size.height() * width / size.width())))
    else:  # the stored picture lies on its side
        reader.setScaledSize(QSize(round(size.width() * width / size.height()), width))
    reader.setAutoTransform(not upright)
    _finish(reader, device)


def raw_part(jpeg: bytes) -> None:
    """Decode a JPEG in full, and take the part that a window shows."""
    reader, device = _reader(jpeg)
    reader.setClipRect(QRect(500, 500, 900, 700))
    _finish(reader, device)


def _reader(jpeg: bytes) -> tuple[QImageReader, QBuffer]:
    device = QBuffer()
    device.setData(QByteArray(jpeg))
    device.open(QIODevice.OpenModeFlag.ReadOnly)
    return QImageReader(device, b"jpeg"), device


def _finish(reader: QImageReader, device: QBuffer) -> None:
    if reader.read().isNull():
        raise RuntimeError(reader.errorString())
    device.close()


def plain_pdfium(data: bytes, width: int) -> None:
    """Open a PDF and render its first page."""
    with pdfium.PdfDocument(data) as document:
        page = document[0]
        page.render(scale=width / page.get_width())
        page.close()


def started_worker() -> None:
    """Start a page worker and end it."""
    with PageReader(workers=1) as pages:
        pages.warm()


def workers_mb(pages: PageReader) -> float:
    """Give the memory of all page workers."""
    return sum(float(psutil.Process(pid).memory_info().rss) for pid in pages.pids()) / MB


def ms(seconds: float) -> float:
    """Seconds in ms."""
    return seconds * 1000


def timed(work: Callable[[], object]) -> float:
    """Measure one call in ms."""
    began = time.perf_counter()
    work()
    return ms(time.perf_counter() - began)


def middle(took: Took) -> float:
    """The median."""
    return statistics.median(took)


def slow(took: Took) -> float:
    """The 95th percentile."""
    return statistics.quantiles(took, n=20, method="inclusive")[-1]


def tell(what: str, ours: float, against: str, theirs: float, bar: float) -> None:
    """Print a figure that must hold."""
    figure(what, ours, against, theirs, bar, ours <= bar * theirs)


def say(what: str, ours: float, against: str, theirs: float) -> None:
    """Print a figure that is only told."""
    figure(f"{what} (told, no bar)", ours, against, theirs, 0.0, True)


if __name__ == "__main__":
    main()
