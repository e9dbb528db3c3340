"""Bytes and pages of the open case: fetched, drawn and decoded in the lane `scans`, kept while it is open.

What is looked at goes first. One thing at a time is made ready ahead of the eye, while nothing else is asked for: the
next page, the other papers, the whole page in full so that any part of it comes within a frame, small pages for the
strip, and the first pages of the officer's next cases (`prepare`).
"""

import heapq
from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from workstation.desk import Desk
from workstation.errors import Problem
from workstation.imaging.pages import Caution, PagePixels
from workstation.imaging.turn import Region
from workstation.queries.casefile import ScanRow
from workstation.ui.jobs import Job
from workstation.ui.office import Office
from workstation.ui.pixels import image_of
from workstation.usecases import reviewing

if TYPE_CHECKING:
    from workstation.imaging.pool import PageReader

MOST_BYTES = 96 * 1024 * 1024  # of pictures
MOST_PREPARED = 48 * 1024 * 1024  # of files of cases that are not on the desk yet
FIRST_WIDTH = 900
NEIGHBOUR, PAPER, SHARP, SMALL, NEXT_CASE = range(5)  # what is made ready first
Place = tuple[int, int, int]  # scan, page, rotation


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that opens: its bytes, pages as (width, height) upright, cautions, and what unlocks it."""

    data: bytes = field(repr=False)
    pages: tuple[tuple[float, float], ...]
    cautions: tuple[Caution, ...]
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One page as a picture; `is_full` when no sharper one can be had."""

    image: QImage
    is_full: bool
    is_blank: bool


class Part(NamedTuple):
    """A part of a page (shares of the turned page), drawn as if the whole were `width` pixels across."""

    place: Place
    width: int
    region: Region


class ScanReader(QObject):
    """Gives pages of the open case by signal; never blocks the caller."""

    opened = Signal(int)
    drawn = Signal(int, int)
    part_drawn = Signal(object, object)  # Part, QImage
    failed = Signal(int, object)  # scan, Problem: the file cannot be shown
    undrawn = Signal(int, int, object)  # scan, page, Problem: this page of it cannot

    def __init__(self, office: Office, parent: QObject) -> None:
        super().__init__(parent)
        self._office = office
        self._files: dict[int, Opened] = {}
        self._images: OrderedDict[Place, Drawn] = OrderedDict()
        self._asked: dict[Place, tuple[int, Job]] = {}
        self._opening: dict[int, Job] = {}
        self._part: tuple[Part, Job] | None = None
        self._later: list[tuple[int, int, Callable[[], Job | None]]] = []
        self._ahead: Job | None = None
        self._ahead_scan: int | None = None  # the file that is being opened ahead
        self._order = count()
        self._prepared: set[int] = set()

    def forget(self, but: Collection[int] = ()) -> None:
        """Drop all scans: another case comes, with the scans `but`; what was prepared of them stays."""
        for job in self._running():
            job.cancel()
        seen = self._prepared.intersection(but)
        self._files = {ident: file for ident, file in self._files.items() if ident in seen}
        self._images = OrderedDict((p, drawn) for p, drawn in self._images.items() if p[0] in seen)
        self._asked.clear()
        self._opening.clear()
        self._later.clear()
        self._part = self._ahead = None
        self._prepared.clear()
        for ident in seen:
            self._say_seen(ident)

    def file(self, scan_id: int) -> Opened | None:
        """Give what is known of a file, None before it is opened."""
        return self._files.get(scan_id)

    def image(self, place: Place) -> Drawn | None:
        """Give the sharpest picture of a page that is here."""
        found = self._images.get(place)
        if found is not None:
            self._images.move_to_end(place)
        return found

    def open(self, scan: ScanRow, width: int = FIRST_WIDTH, *, password: str | None = None) -> None:
        """Fetch and look at a file (the reading is journalled); `opened` and `drawn`, or `failed` follows."""
        if scan.id in self._files or scan.id in self._opening:
            return
        if self._ahead is not None and self._ahead_scan == scan.id:
            self._opening[scan.id], self._ahead = self._ahead, None
        else:
            self._opening[scan.id] = self._begin(scan, width, password, reviewing.LOOKING)

    def ask(self, scan: ScanRow, page: int, rotation: int, width: int) -> None:
        """Draw a page at `width` device pixels unless a picture at least as sharp is here or on its way."""
        place, file = (scan.id, page, rotation), self._files.get(scan.id)
        asked = self._asked.get(place)
        if file is None or self._is_here(place, width):
            return
        if asked is not None:
            if asked[0] >= width:
                return
            asked[1].cancel()
        self._asked[place] = (width, self._draw(scan, file, place, width))

    def ask_part(self, scan: ScanRow, page: int, rotation: int, width: int, region: Region) -> None:
        """Draw a part of a page; `part_drawn` follows unless another part is asked for meanwhile."""
        file = self._files.get(scan.id)
        if file is None:
            return
        if self._part is not None:
            self._part[1].cancel()
        part, key, name = Part((scan.id, page, rotation), width, region), scan.sha256, scan.file_name
        pages = self._pages
        job = self._office.do(
            lambda: _draw_part(pages, key, file, part, name),
            lane="scans",
            then=partial(self._keep_part, part),
            sorry=partial(self._part_failed, part),
            read=True,
            at_once=True,
        )
        self._part = part, job

    def open_later(self, scan: ScanRow, width: int) -> None:
        """Open another paper of the case when nothing else is asked for."""
        self._put(PAPER, lambda: self._open_ahead(scan, width, reviewing.LOOKING))

    def ask_later(self, scan: ScanRow, page: int, rotation: int, width: int, *, small: bool = False) -> None:
        """Draw a page when nothing else is asked for: a neighbour of the one in front, or a small one."""
        self._put(
            SMALL if small else NEIGHBOUR, lambda: self._draw_ahead(scan, (scan.id, page, rotation), width)
        )

    def sharpen_later(self, scan: ScanRow, page: int) -> None:
        """Have a page decoded in full, so that any part of it comes within a frame."""
        self._put(SHARP, lambda: self._sharpen(scan, page))

    def prepare(self, scans: Sequence[ScanRow], width: int) -> None:
        """Make the first pages of cases that this officer holds ready (journalled as preparing)."""
        for scan in scans:
            self._put(NEXT_CASE, partial(self._prepare, scan, width))

    # -- how it works ------------------------------------------------------------------------------------

    @property
    def _pages(self) -> "PageReader":
        pages: PageReader = self._office.tools["pages"]
        return pages

    def _running(self) -> list[Job]:
        jobs = [*self._opening.values(), *(job for _, job in self._asked.values())]
        return jobs + [job for job in (self._ahead, self._part[1] if self._part else None) if job is not None]

    def _is_here(self, place: Place, width: int) -> bool:
        have = self._images.get(place)
        return have is not None and (have.is_full or have.image.width() >= width)

    def _put(self, turn: int, work: Callable[[], Job | None]) -> None:
        heapq.heappush(self._later, (turn, next(self._order), work))
        self._go_on()

    def _go_on(self) -> None:
        """Begin the next thing that is made ready ahead, while nothing is waited for."""
        while (
            self._later
            and self._ahead is None
            and not self._opening
            and not self._asked
            and self._part is None
        ):
            self._ahead_scan = None
            self._ahead = heapq.heappop(self._later)[2]()

    def _begin(self, scan: ScanRow, width: int, password: str | None, purpose: str) -> Job:
        desk, pages = self._office.desk, self._pages
        return self._office.do(
            lambda: _look(desk, pages, scan, width, password, purpose),
            lane="scans",
            then=partial(self._keep_file, scan),
            sorry=partial(self._open_failed, scan.id),
            read=True,
            at_once=True,
        )

    def _draw(self, scan: ScanRow, file: Opened, place: Place, width: int) -> Job:
        pages, key, name = self._pages, scan.sha256, scan.file_name
        return self._office.do(
            lambda: _draw(pages, key, file, place, width, name),
            lane="scans",
            then=partial(self._keep_image, place, width),
            sorry=partial(self._draw_failed, place, width),
            read=True,
            at_once=True,
        )

    def _open_ahead(self, scan: ScanRow, width: int, purpose: str) -> Job | None:
        if scan.id in self._files or scan.id in self._opening:
            return None
        self._ahead_scan = scan.id
        return self._begin(scan, width, None, purpose)

    def _prepare(self, scan: ScanRow, width: int) -> Job | None:
        if (
            sum(len(self._files[ident].data) for ident in self._prepared if ident in self._files)
            > MOST_PREPARED
        ):
            return None
        job = self._open_ahead(scan, width, reviewing.PREPARING)
        if job is not None:
            self._prepared.add(scan.id)
        return job

    def _draw_ahead(self, scan: ScanRow, place: Place, width: int) -> Job | None:
        file = self._files.get(scan.id)
        if file is None or place[1] >= len(file.pages) or self._is_here(place, width):
            return None
        return self._draw(scan, file, place, width)

    def _sharpen(self, scan: ScanRow, page: int) -> Job | None:
        file = self._files.get(scan.id)
        if file is None:
            return None
        pages, key, name = self._pages, scan.sha256, scan.file_name
        return self._office.do(
            lambda: pages.sharpen(key, file.data, page, password=file.password, name=name),
            lane="scans",
            then=self._ahead_done,
            sorry=self._ahead_done,
            read=True,
        )

    def _say_seen(self, ident: int) -> None:
        desk = self._office.desk
        self._office.do(
            lambda: reviewing.see_scan(desk, ident),
            then=self._seen,
            sorry=partial(self._may_not_see, ident),
            read=True,
        )

    def _seen(self, _done: object) -> None:
        """The journal has it."""

    def _may_not_see(self, ident: int, problem: Problem) -> None:
        self._files.pop(ident, None)
        for place in [place for place in self._images if place[0] == ident]:
            del self._images[place]
        self.failed.emit(ident, problem)

    def _ahead_done(self, _outcome: object) -> None:
        self._ahead = None
        self._go_on()

    def _keep_file(self, scan: ScanRow, looked: tuple[Opened, Drawn]) -> None:
        self._settle_open(scan.id)
        self._files[scan.id], drawn = looked
        self._keep((scan.id, 0, scan.rotation), drawn)
        self.opened.emit(scan.id)
        self.drawn.emit(scan.id, 0)
        self._go_on()

    def _open_failed(self, ident: int, problem: Problem) -> None:
        self._settle_open(ident)
        self.failed.emit(ident, problem)
        self._go_on()

    def _settle_open(self, ident: int) -> None:
        if self._opening.pop(ident, None) is None:
            self._ahead = None

    def _keep_image(self, place: Place, width: int, drawn: Drawn) -> None:
        self._settle_draw(place, width)
        self._keep(place, drawn)
        self.drawn.emit(place[0], place[1])
        self._go_on()

    def _draw_failed(self, place: Place, width: int, problem: Problem) -> None:
        self._settle_draw(place, width)
        self.undrawn.emit(*place[:2], problem)
        self._go_on()

    def _settle_draw(self, place: Place, width: int) -> None:
        if self._asked.get(place, (0,))[0] == width:
            del self._asked[place]
        else:
            self._ahead = None

    def _keep(self, place: Place, drawn: Drawn) -> None:
        have = self._images.get(place)
        if have is None or have.image.width() <= drawn.image.width():
            self._images[place] = drawn
        self._images.move_to_end(place)
        while (
            len(self._images) > 1 and sum(d.image.sizeInBytes() for d in self._images.values()) > MOST_BYTES
        ):
            self._images.popitem(last=False)

    def _keep_part(self, part: Part, image: QImage) -> None:
        self._part = None
        self.part_drawn.emit(part, image)
        self._go_on()

    def _part_failed(self, part: Part, problem: Problem) -> None:
        self._part = None
        self.undrawn.emit(*part.place[:2], problem)
        self._go_on()


def _look(
    desk: Desk, pages: "PageReader", scan: ScanRow, width: int, password: str | None, purpose: str
) -> tuple[Opened, Drawn]:
    data = reviewing.scan_bytes(desk, scan.id, purpose)
    facts, drawn = pages.look_as(
        partial(_drawn, width),
        scan.sha256,
        data,
        scan.file_name,
        width=width,
        rotation=scan.rotation,
        password=password,
    )
    return Opened(data, facts.sizes, facts.warnings, password), drawn


def _draw(pages: "PageReader", key: str, file: Opened, place: Place, width: int, name: str) -> Drawn:
    _, page, rotation = place
    return pages.page_as(
        partial(_drawn, width),
        key,
        file.data,
        page,
        width=width,
        rotation=rotation,
        password=file.password,
        name=name,
    )


def _draw_part(pages: "PageReader", key: str, file: Opened, part: Part, name: str) -> QImage:
    _, page, rotation = part.place
    return pages.page_as(
        image_of,
        key,
        file.data,
        page,
        width=part.width,
        clip=part.region,
        rotation=rotation,
        password=file.password,
        name=name,
    )


def _drawn(width: int, got: PagePixels) -> Drawn:
    return Drawn(image_of(got), got.full_width < width, got.blank)
