"""Bytes and pages of the open case: fetched, drawn and decoded in the lane `scans`, kept while it is open."""

from collections import OrderedDict
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from workstation.errors import Problem
from workstation.imaging.pages import Caution
from workstation.queries.casefile import ScanRow
from workstation.ui.jobs import Job
from workstation.ui.office import Office
from workstation.ui.pixels import image_of
from workstation.usecases.reviewing import scan_bytes

if TYPE_CHECKING:
    from workstation.imaging.pool import PageReader

MOST_BYTES = 192 * 1024 * 1024
Place = tuple[int, int, int]  # scan, page, rotation


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that opens: its bytes, pages as (width, height) upright, cautions."""

    data: bytes
    pages: tuple[tuple[float, float], ...]
    cautions: tuple[Caution, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One page as a picture; `is_full` when no sharper one can be had."""

    image: QImage
    is_full: bool
    is_blank: bool


class ScanReader(QObject):
    """Gives pages of the open case by signal; never blocks the caller."""

    opened = Signal(int)
    drawn = Signal(int, int)
    failed = Signal(int, object)

    def __init__(self, office: Office, parent: QObject) -> None:
        super().__init__(parent)
        self._office = office
        self._files: dict[int, Opened] = {}
        self._images: OrderedDict[Place, Drawn] = OrderedDict()
        self._asked: dict[Place, tuple[int, Job]] = {}
        self._opening: dict[int, Job] = {}

    def forget(self) -> None:
        """Drop everything: another case comes."""
        for job in [*self._opening.values(), *(job for _, job in self._asked.values())]:
            job.cancel()
        self._files.clear()
        self._images.clear()
        self._asked.clear()
        self._opening.clear()

    def file(self, scan_id: int) -> Opened | None:
        """Give what is known of a file, None before it is opened."""
        return self._files.get(scan_id)

    def image(self, place: Place) -> Drawn | None:
        """Give the sharpest picture of a page that is here."""
        found = self._images.get(place)
        if found is not None:
            self._images.move_to_end(place)
        return found

    def open(self, scan: ScanRow) -> None:
        """Fetch and look at a file (the reading is journalled); `opened` or `failed` follows."""
        if scan.id in self._files or scan.id in self._opening:
            return
        desk, pages, ident, name = self._office.desk, self._office.tools["pages"], scan.id, scan.file_name
        self._opening[ident] = self._office.do(
            lambda: _look(scan_bytes(desk, ident), pages, name),
            lane="scans",
            then=partial(self._keep_file, ident),
            sorry=partial(self._open_failed, ident),
            read=True,
        )

    def ask(self, scan: ScanRow, page: int, rotation: int, width: int) -> None:
        """Draw a page at `width` device pixels unless a picture at least as sharp is here or on its way."""
        place, file = (scan.id, page, rotation), self._files.get(scan.id)
        have, asked = self._images.get(place), self._asked.get(place)
        if file is None or (have is not None and (have.is_full or have.image.width() >= width)):
            return
        if asked is not None:
            if asked[0] >= width:
                return
            asked[1].cancel()
        pages, data, key, name = self._office.tools["pages"], file.data, scan.sha256, scan.file_name
        job = self._office.do(
            lambda: _draw(pages, key, data, page, width, rotation, name),
            lane="scans",
            then=partial(self._keep_image, place, width),
            sorry=partial(self._draw_failed, place, width),
            read=True,
        )
        self._asked[place] = (width, job)

    def _keep_file(self, ident: int, file: Opened) -> None:
        self._opening.pop(ident, None)
        self._files[ident] = file
        self.opened.emit(ident)

    def _open_failed(self, ident: int, problem: Problem) -> None:
        self._opening.pop(ident, None)
        self.failed.emit(ident, problem)

    def _keep_image(self, place: Place, width: int, drawn: Drawn) -> None:
        if self._asked.get(place, (0,))[0] == width:
            del self._asked[place]
        self._images[place] = drawn
        self._images.move_to_end(place)
        while (
            len(self._images) > 1 and sum(d.image.sizeInBytes() for d in self._images.values()) > MOST_BYTES
        ):
            self._images.popitem(last=False)
        self.drawn.emit(place[0], place[1])

    def _draw_failed(self, place: Place, width: int, problem: Problem) -> None:
        if self._asked.get(place, (0,))[0] == width:
            del self._asked[place]
        self.failed.emit(place[0], problem)


def _look(data: bytes, pages: "PageReader", name: str) -> Opened:
    facts = pages.probe(data, name)
    return Opened(data, facts.sizes or ((210.0, 297.0),), facts.warnings)


def _draw(
    pages: "PageReader", key: str, data: bytes, page: int, width: int, rotation: int, name: str
) -> Drawn:
    got = pages.page(key, data, page, width=width, rotation=rotation, name=name)
    return Drawn(image_of(got), got.full_width < width, got.blank)
