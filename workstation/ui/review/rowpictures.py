"""Pictures of the papers of list rows, read and drawn a few at a time for the rows that are seen."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage, QPixmap, QTransform
from PySide6.QtWidgets import QWidget

from workstation.desk import Desk
from workstation.errors import Outage, Problem
from workstation.imaging.pool import key_of
from workstation.ui.jobs import Job
from workstation.ui.office import Office
from workstation.ui.pixels import image_of
from workstation.ui.theme import theme
from workstation.usecases.row_papers import read_row_scans, turns_of
from workstation.wording import sentence

if TYPE_CHECKING:
    from workstation.imaging.pool import PageReader

AT_ONCE = 6  # so many files between two answers: a row that comes into sight waits for no more
SMALL_PX = (92, 58)  # room of a picture in a row
LARGE_PX = 640  # across
MOST_LARGE = 24
Drawn = tuple[QImage, QImage, int] | Problem  # large, small and how they are turned, or why not


def draw_papers(
    desk: Desk, pages: "PageReader", scans: Sequence[int], room: tuple[int, int]
) -> dict[int, Drawn]:
    """Read these papers (journalled) and draw the first page of each; `room`: device pixels of a small one."""
    found: dict[int, Drawn] = {}
    turns = turns_of(desk, scans)
    for scan, data in read_row_scans(desk, scans).items():
        try:
            turn = turns.get(scan, 0)
            large = image_of(pages.page(key_of(data), data, 0, width=LARGE_PX, rotation=turn))
        except Problem as trouble:
            found[scan] = trouble
        else:
            found[scan] = (large, _fitted(large, room), turn)
    return found


def _fitted(large: QImage, room: tuple[int, int]) -> QImage:
    return large.scaled(*room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)


class RowPictures(QObject):
    """Small pictures of all rows seen so far, large ones of the last; `came` follows each few."""

    came = Signal()

    def __init__(self, office: Office, parent: QWidget) -> None:
        super().__init__(parent)
        self._office, self._list = office, parent
        self._small: dict[int, QPixmap] = {}
        self._large: OrderedDict[int, QImage] = OrderedDict()
        self._troubles: dict[int, str] = {}
        self._turns: dict[int, int] = {}
        self._wanted: list[int] = []
        self._job: Job | None = None

    def forget(self) -> None:
        """Let the pictures of a case go; what is on its way is dropped."""
        if self._job is not None:
            self._job.cancel()
        self._job = None
        self._wanted = []
        for kept in (self._small, self._large, self._troubles, self._turns):
            kept.clear()

    def small(self, scan: int) -> QPixmap | str:
        """Give the picture for a row, or a word in its place."""
        return self._small.get(scan) or ("rusak" if scan in self._troubles else "…")

    def large(self, scan: int) -> QImage | str:
        """Give the picture for the eye, or what is said in its place."""
        return self._large.get(scan) or self._troubles.get(scan, "Memuat …")

    def is_settled(self, scan: int) -> bool:
        """Tell whether its picture is here or cannot come."""
        return scan in self._small or scan in self._troubles

    def want(self, near: Iterable[int], seen: Iterable[int]) -> None:
        """Draw large those `near` the eye, then those `seen`; what was wanted before and is out of sight is not."""
        wanted = [scan for scan in near if scan not in self._large and scan not in self._troubles]
        wanted += [scan for scan in seen if not self.is_settled(scan)]
        self._wanted = list(dict.fromkeys(wanted))
        self._go_on()

    def turn(self, scan: int) -> int | None:
        """Turn a picture clockwise by a quarter; returns how it is turned now, None while it is not here."""
        large = self._large.get(scan)
        if large is None:
            return None
        self._large[scan] = large = large.transformed(QTransform().rotate(90))
        self._turns[scan] = turned = (self._turns[scan] + 90) % 360
        self._put_small(scan, _fitted(large, self._room()))
        self.came.emit()
        return turned

    def _put_small(self, scan: int, image: QImage) -> None:
        self._small[scan] = QPixmap.fromImage(image)
        self._small[scan].setDevicePixelRatio(self._list.devicePixelRatioF())

    def _room(self) -> tuple[int, int]:
        """The device pixels of a small picture."""
        ratio = self._list.devicePixelRatioF()
        return round(theme().px(SMALL_PX[0]) * ratio), round(theme().px(SMALL_PX[1]) * ratio)

    def _go_on(self) -> None:
        if self._job is not None or not self._wanted:
            return
        scans, self._wanted = tuple(self._wanted[:AT_ONCE]), self._wanted[AT_ONCE:]
        desk, pages = self._office.desk, self._office.tools["pages"]
        room = self._room()
        self._job = self._office.do(
            partial(draw_papers, desk, pages, scans, room),
            lane="scans",
            then=self._take,
            sorry=self._not_read,
            read=True,
        )

    def _take(self, found: dict[int, Drawn]) -> None:
        self._job = None
        for scan, drawn in found.items():
            if isinstance(drawn, Problem):
                self._troubles[scan] = sentence(drawn)
                continue
            self._large[scan], self._turns[scan] = drawn[0], drawn[2]
            self._put_small(scan, drawn[1])
        while len(self._large) > MOST_LARGE:
            self._large.popitem(last=False)
        self.came.emit()
        self._go_on()

    def _not_read(self, problem: Problem) -> None:
        """Nothing more is asked until a row comes into sight again; the line's own banner tells of the line."""
        self._job, self._wanted = None, []
        if isinstance(problem, Outage):
            self._office.hub.complain(problem)
