"""PageReader: ask for pages from any thread; the decoding happens in processes that may die."""

import contextlib
import hashlib
import queue
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self, TypeVar

from workstation.errors import (
    DamagedFile,
    EncryptedFile,
    HeicPicture,
    LockedByCertificate,
    PictureWorkerDied,
    Problem,
    TooManyPixels,
    TooSlow,
)
from workstation.imaging.frames import Head
from workstation.imaging.kinds import Kind, kind_of
from workstation.imaging.measuring import PageMeasure
from workstation.imaging.pages import Caution, FileFacts, PagePixels, kept
from workstation.imaging.process import Fetch, Gone, Late, Process
from workstation.imaging.turn import Region, turned

DEADLINE = 5.0
CODES_DEADLINE = 25.0
PIXEL_BYTES = {"RGBX": 4, "BGRX": 4, "L": 1}
MEASURES_PATIENCE = 3  # deadlines of one page: twelve are drawn, small
MOST_WIDTH = 100_000
MOST_SKEW = 12.0

T = TypeVar("T")


def key_of(data: bytes) -> str:
    """Give the key under which a file stays open: its SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


class PageReader:
    """Reads files that strangers sent. Every call blocks, may come from any thread, and ends in time.

    Raises the refusals NotAPicture, HeicPicture (where no HEIC decoder is installed), DamagedFile, EncryptedFile,
    LockedByCertificate, TooManyPixels, TooSlow and the outage PictureWorkerDied (only when the worker ended
    for a reason outside of the file, and so did the new one that was asked in its place). A worker that the file
    fells costs the one request that it was answering.
    """

    def __init__(self, workers: int = 2, *, deadline: float = DEADLINE) -> None:
        self._deadline = deadline
        self._closed = False
        self._all = [Process() for _ in range(workers)]
        self._idle: queue.LifoQueue[Process] = queue.LifoQueue()
        for process in self._all:
            self._idle.put(process)
        self._coder = Process("codes")
        self._coders: queue.LifoQueue[Process] = queue.LifoQueue()
        self._coders.put(self._coder)

    def probe(self, data: bytes, name: str, *, password: str | None = None) -> FileFacts:
        """Say what a file is: kind, pages, sizes, cautions; one page is decoded to be sure."""
        kind = kind_of(data, name)
        head = {"op": "probe", "key": _key(key_of(data), password), "kind": kind, "password": password}
        facts = self._ask(head, data, name)
        with _distrusting(name):
            return _facts_of(kind, facts)

    def look(
        self,
        key: str,
        data: bytes,
        name: str,
        *,
        width: int,
        rotation: int = 0,
        password: str | None = None,
    ) -> tuple[FileFacts, PagePixels]:
        """Open a file for the eye: its facts and its first page, `width` pixels across, in one trip.

        Unlike `probe`, which keeps cut files out, this shows what is left of a picture, with a caution.
        """
        return self._look(kept, key, data, name, width, rotation, password, loose=False)

    def look_as(
        self,
        make: Callable[[PagePixels], T],
        key: str,
        data: bytes,
        name: str,
        *,
        width: int,
        rotation: int = 0,
        password: str | None = None,
    ) -> tuple[FileFacts, T]:
        """Do as `look`, and give what `make` makes of the pixels as they come (see `page_as`)."""
        return self._look(make, key, data, name, width, rotation, password, loose=True)

    def sharpen(
        self, key: str, data: bytes, page: int, *, password: str | None = None, name: str = ""
    ) -> None:
        """Decode a page in full, ahead of time, so that any part of it is then drawn within a frame."""
        self._ask(
            {"op": "sharpen", "key": _key(key, password), "page": page, "password": password}, data, name
        )

    def page(
        self,
        key: str,
        source: bytes | Path,
        page: int,
        *,
        width: int | None = None,
        scale: float | None = None,
        clip: Region | None = None,
        rotation: int = 0,
        password: str | None = None,
        name: str = "",
    ) -> PagePixels:
        """Draw page `page` (from 0) or the part `clip` of it (fractions of the turned page).

        Give either `width`, pixels across the whole turned page, or `scale`, pixels per point (PDF) or per
        pixel (pictures). `rotation`: clockwise 0, 90, 180, 270 on top of what the file says. `key`: `key_of`
        of the bytes; `source` is read only when no worker has this key open.
        """
        head = _page_head(key, page, width, scale, clip, rotation, password)
        with self._asked(head, source, name) as (facts, pixels):
            return kept(_trusted(name, facts, pixels))

    def page_as(
        self,
        make: Callable[[PagePixels], T],
        key: str,
        source: bytes | Path,
        page: int,
        *,
        width: int,
        clip: Region | None = None,
        rotation: int = 0,
        password: str | None = None,
        name: str = "",
    ) -> T:
        """Do as `page`, and give what `make` makes of the pixels as they come.

        They are `make`'s only while it runs, and a whole page may have more of them than was asked for.
        """
        head = _page_head(key, page, width, None, clip, rotation, password) | {"loose": True}
        with self._asked(head, source, name) as (facts, pixels):
            return make(_trusted(name, facts, pixels))

    def codes(self, data: bytes, name: str, *, password: str | None = None) -> list[str]:
        """Give the contents of the QR codes on the first 20 pages, each once, in order."""
        head = {"op": "codes", "key": _key(key_of(data), password), "password": password}
        facts = self._ask(head | {"kind": kind_of(data, name)}, data, name, self._coders, CODES_DEADLINE)
        return [str(code) for code in facts.get("codes", [])]

    def texts(self, data: bytes, name: str, *, password: str | None = None, drawn: bool = False) -> list[str]:
        """Give the text layer of a PDF, a string a page (empty strings for pictures).

        `drawn` leaves out what stands hidden under scanned pages: a machine's guess, which accuses nobody.
        """
        head = {"op": "texts", "drawn": drawn, "key": _key(key_of(data), password), "password": password}
        facts = self._ask(head | {"kind": kind_of(data, name)}, data, name)
        return [str(text) for text in facts.get("texts", [])]

    def skew(
        self,
        key: str,
        source: bytes | Path,
        page: int,
        *,
        rotation: int = 0,
        password: str | None = None,
        name: str = "",
    ) -> float:
        """Give the clockwise turn in degrees (a tenth, at most 12) that sets a page straight; 0 when none is clear."""
        head = {
            "op": "skew",
            "key": _key(key, password),
            "page": page,
            "rotation": turned(rotation, 0),
            "password": password,
        }
        facts = self._ask(head, source, name)
        with _distrusting(name):
            angle = float(facts["angle"])
            if not -MOST_SKEW <= angle <= MOST_SKEW:
                raise ValueError("angle")
        return angle

    def measures(self, data: bytes, name: str, *, password: str | None = None) -> tuple[PageMeasure, ...]:
        """Measure the first 12 pages: likeness and legibility (`imaging.measuring`)."""
        head = {"op": "measures", "key": _key(key_of(data), password), "password": password}
        facts = self._ask(
            head | {"kind": kind_of(data, name)}, data, name, deadline=self._deadline * MEASURES_PATIENCE
        )
        with _distrusting(name):
            return tuple(
                PageMeasure(**found | {"turned": tuple((str(a), str(b)) for a, b in found["turned"])})
                for found in facts["measures"]
            )

    def warm(self) -> None:
        """Start the workers now, so that the first page does not wait for them."""
        with contextlib.ExitStack() as stack:
            for _ in self._all:
                with contextlib.suppress(Gone):
                    stack.enter_context(self._one(self._idle, "")).start()

    def isolation(self) -> tuple[str, ...]:
        """Name the walls around the workers ("limits", "network namespace", "call filter", "bubblewrap")."""
        with self._one(self._idle, "") as process:
            try:
                return process.start()
            except Gone as trouble:
                raise PictureWorkerDied(str(trouble)) from trouble

    def pids(self) -> tuple[int, ...]:
        """Process ids of the workers that run now."""
        return tuple(process.pid for process in (*self._all, self._coder) if process.pid)

    def close(self) -> None:
        """End all workers; requests in flight and later ones end as PictureWorkerDied."""
        self._closed = True
        for process in (*self._all, self._coder):
            process.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _look(
        self,
        make: Callable[[PagePixels], T],
        key: str,
        data: bytes,
        name: str,
        width: int,
        rotation: int,
        password: str | None,
        *,
        loose: bool,
    ) -> tuple[FileFacts, T]:
        kind = kind_of(data, name)
        head = _page_head(key, 0, width, None, None, rotation, password)
        head |= {"op": "look", "kind": kind, "loose": loose}
        with self._asked(head, data, name) as (facts, pixels):
            with _distrusting(name):
                known, page = _facts_of(kind, facts), facts["page"]
            return known, make(_trusted(name, page, pixels))

    def _ask(
        self,
        head: Head,
        source: bytes | Path,
        name: str,
        pool: "queue.LifoQueue[Process] | None" = None,
        deadline: float | None = None,
    ) -> Head:
        with self._asked(head, source, name, pool, deadline) as (facts, _):
            return facts

    @contextlib.contextmanager
    def _asked(
        self,
        head: Head,
        source: bytes | Path,
        name: str,
        pool: "queue.LifoQueue[Process] | None" = None,
        deadline: float | None = None,
    ) -> Iterator[tuple[Head, memoryview]]:
        """Ask, and lend the answer's pixels while nobody else may ask the same worker."""

        def fetch() -> tuple[Head, bytes]:
            data = source.read_bytes() if isinstance(source, Path) else source
            return {"kind": head.get("kind") or kind_of(data, name)}, data

        with self._one(pool or self._idle, head["key"]) as process:
            try:
                facts, body = self._answer(process, head, fetch, deadline or self._deadline)
            except Late as trouble:
                raise TooSlow(name) from trouble
            except Gone as trouble:
                raise _death(trouble, name) from trouble
            with body:
                if "no" in facts:
                    raise _refusal(facts, name, head.get("password") is not None)
                yield facts, body

    def _answer(self, process: Process, head: Head, fetch: Fetch, seconds: float) -> tuple[Head, memoryview]:
        """Ask; in place of a worker that was killed, a new one is asked the same, once."""
        try:
            return process.ask(head, fetch, seconds)
        except Gone as trouble:
            if self._closed or not trouble.was_killed:
                raise
        return process.ask(head, fetch, seconds)

    @contextlib.contextmanager
    def _one(self, pool: "queue.LifoQueue[Process]", key: str) -> Iterator[Process]:
        """Lend an idle worker, one that has the file open if there is one."""
        taken = [pool.get()]
        if self._closed:
            pool.put(taken[0])
            raise PictureWorkerDied("closed")
        with contextlib.suppress(queue.Empty):
            while not taken[-1].has(key):
                taken.append(pool.get_nowait())
        chosen = taken.pop() if taken[-1].has(key) else taken.pop(0)
        for other in reversed(taken):
            pool.put(other)
        try:
            yield chosen
        finally:
            pool.put(chosen)


def _key(key: str, password: str | None) -> str:
    # a file opened with a password must not open for somebody who has none
    return key if password is None else hashlib.sha256(f"{key}\0{password}".encode()).hexdigest()


def _page_head(
    key: str,
    page: int,
    width: int | None,
    scale: float | None,
    clip: Region | None,
    rotation: int,
    password: str | None,
) -> Head:
    _check(width, scale, clip)
    return {
        "op": "page",
        "key": _key(key, password),
        "page": page,
        "width": width,
        "scale": scale,
        "clip": clip,
        "rotation": turned(rotation, 0),
        "password": password,
    }


def _check(width: int | None, scale: float | None, clip: Region | None) -> None:
    if (width is None) == (scale is None):
        raise ValueError("give width or scale")
    if not 0 < (width if width is not None else scale or 0) <= MOST_WIDTH:
        raise ValueError("width or scale out of range")
    if clip and not (0 <= clip[0] < clip[2] <= 1 and 0 <= clip[1] < clip[3] <= 1):
        raise ValueError("clip outside of the page")


@contextlib.contextmanager
def _distrusting(name: str) -> Iterator[None]:
    """What a worker says may be the work of the file: nonsense is a damaged file."""
    try:
        yield
    except (KeyError, TypeError, ValueError) as trouble:
        raise DamagedFile(name, f"answer: {trouble}") from trouble


def _facts_of(kind: Kind, facts: Head) -> FileFacts:
    return FileFacts(
        kind=kind,
        pages=int(facts["pages"]),
        sizes=tuple((float(width), float(height)) for width, height in facts["sizes"]),
        unit=str(facts["unit"]),
        orientation=int(facts["orientation"]),
        warnings=tuple(Caution(word) for word in facts["warnings"]),
    )


def _trusted(name: str, facts: Head, pixels: memoryview) -> PagePixels:
    with _distrusting(name):
        return _pixels_of(facts, pixels)


def _pixels_of(facts: Head, pixels: memoryview) -> PagePixels:
    answer = PagePixels(
        width=int(facts["width"]),
        height=int(facts["height"]),
        stride=int(facts["width"]) * PIXEL_BYTES[facts["format"]],
        format=str(facts["format"]),
        data=pixels,
        full_width=int(facts["full"][0]),
        full_height=int(facts["full"][1]),
        blank=bool(facts["blank"]),
    )
    if answer.stride * answer.height != len(pixels) or min(answer.width, answer.height) < 1:
        raise ValueError("pixels")
    full = answer.full_width, answer.full_height
    if min(full) < 1 or (answer.is_larger and (answer.width < full[0] or answer.height < full[1])):
        raise ValueError("size")
    return answer


def _refusal(facts: Head, name: str, tried: bool) -> Problem:
    raw: Any = facts.get("raw", "")
    match facts["no"]:
        case "pixels":
            return TooManyPixels(name)
        case "memory":
            return TooSlow(name)
        case "password":
            return EncryptedFile(name, tried)
        case "certificate":
            return LockedByCertificate(name)
        case "heic":
            return HeicPicture(name, "HEIC")
    return DamagedFile(name, str(raw))


def _death(gone: Gone, name: str) -> Problem:
    if gone.out_of_time:
        return TooSlow(name)
    return DamagedFile(name, gone.how) if gone.crashed else PictureWorkerDied(gone.how)
