"""A file on its way into the case: looked at first, then kept; without a line it waits here for the database."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from workstation.catalogue.rules import DocumentSpec
from workstation.desk import Desk
from workstation.errors import DamagedFile, Outage, Problem, TooLarge, WrongKind
from workstation.imaging.kinds import Kind
from workstation.imaging.measuring import PageMeasure
from workstation.imaging.pages import PagePixels
from workstation.imaging.pool import PageReader, key_of
from workstation.queries import intake as questions
from workstation.queries.intake import ScanRow
from workstation.ui.intake.keeper import Keeper
from workstation.ui.office import Office
from workstation.usecases import intake, reviewing
from workstation.usecases.intake import Draft

WIDTH = 720
MEDIA = {
    Kind.PDF: "application/pdf",
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.TIFF: "image/tiff",
    Kind.WEBP: "image/webp",
    Kind.HEIC: "image/heic",
}


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that opens and may be this document."""

    code: str
    name: str
    data: bytes
    pages: int
    first: PagePixels
    measures: tuple[PageMeasure, ...] = ()


def look(pages: PageReader, path: Path, spec: DocumentSpec) -> Looked:
    """Read a file and look at it without trust; call it in the background.

    Raises TooLarge before it is read, WrongKind, DamagedFile, and what `PageReader.probe` refuses.
    """
    name = path.name
    try:
        size = path.stat().st_size
        if size > spec.max_bytes:
            raise TooLarge(name, size, spec.max_bytes)
        data = path.read_bytes()
    except OSError as trouble:
        raise DamagedFile(name, str(trouble)) from trouble
    return look_bytes(pages, name, data, spec)


def look_bytes(pages: PageReader, name: str, data: bytes, spec: DocumentSpec) -> Looked:
    """Look at bytes without trust; raises as `look`."""
    if len(data) > spec.max_bytes:
        raise TooLarge(name, len(data), spec.max_bytes)
    facts = pages.probe(data, name)
    if MEDIA[facts.kind] not in spec.media:
        wanted = [kind.value for kind, media in MEDIA.items() if media in spec.media]
        raise WrongKind(name, facts.kind.value, " atau ".join(wanted))
    first = pages.page(key_of(data), data, 0, width=WIDTH, name=name)
    return Looked(spec.code, name, data, facts.pages, first, pages.measures(data, name))


def first_page(desk: Desk, pages: PageReader, scan: ScanRow) -> PagePixels:
    """Fetch a kept file (journalled as read) and draw its first page."""
    data = reviewing.scan_bytes(desk, scan.id)
    return pages.page(key_of(data), data, 0, width=WIDTH, name=scan.file_name)


class Attaching(QObject):
    """Files of the opened case. `moved`: a row changed; `refused` a Problem; `stored` the files anew."""

    moved = Signal()
    refused = Signal(object)
    stored = Signal(tuple)

    def __init__(self, office: Office, keeper: Keeper) -> None:
        super().__init__(keeper)
        self.office, self._keeper = office, keeper
        self.first_pages: dict[str, PagePixels] = {}
        self._looking: set[str] = set()
        self._waiting: dict[str, Looked] = {}
        keeper.drafted.connect(self._drafted)
        office.hub.line_back.connect(self._flush)

    @property
    def busy(self) -> frozenset[str]:
        """Name the documents whose file is on its way."""
        return frozenset(self._looking) | frozenset(self._waiting)

    def clear(self) -> list[str]:
        """Forget the case; gives the names of files that had not reached the database."""
        lost = [looked.name for looked in self._waiting.values()]
        self._looking.clear()
        self._waiting.clear()
        self.first_pages.clear()
        return lost

    def attach(self, spec: DocumentSpec, path: Path) -> None:
        """Begin: the answer is `stored` or `refused`; typing goes on meanwhile."""
        opened = self._keeper.opened
        if opened is None:
            return
        self._looking.add(spec.code)
        self.moved.emit()
        reader: PageReader = self.office.tools["pages"]
        self.office.do(
            partial(look, reader, path, spec),
            lane="scans",
            then=partial(self._looked, opened.key),
            sorry=partial(self._not_looked, opened.key, spec.code),
        )

    def remove(self, scan: ScanRow) -> None:
        """Take a file out."""
        self._do(partial(intake.remove_scan, self.office.desk, scan.id))

    def _looked(self, key: str, looked: Looked) -> None:
        if not self._is_here(key):
            return
        self._looking.discard(looked.code)
        self._waiting[looked.code] = looked
        self.first_pages[looked.code] = looked.first
        self.moved.emit()
        if self._keeper.draft is None:
            self._keeper.save(self._flush)
        else:
            self._flush()

    def _not_looked(self, key: str, code: str, problem: Problem) -> None:
        if self._is_here(key):
            self._looking.discard(code)
            self.moved.emit()
            self.refused.emit(problem)

    def _drafted(self, _draft: Draft) -> None:
        self._flush()

    def _flush(self) -> None:
        draft = self._keeper.draft
        if draft is None:
            return
        for code, looked in list(self._waiting.items()):
            if code in self._looking:
                continue
            self._looking.add(code)
            work = partial(
                intake.attach_scan,
                self.office.desk,
                draft.id,
                code,
                looked.name,
                looked.data,
                looked.pages,
                looked.measures,
            )
            self._do(work, looked)

    def _do(self, work: Callable[[], object], looked: Looked | None = None) -> None:
        opened, draft = self._keeper.opened, self._keeper.draft
        if opened is None or draft is None:
            return
        desk, rules, number = self.office.desk, opened.rules, draft.id

        def change() -> tuple[ScanRow, ...]:
            work()
            return questions.scans(desk, number, rules)

        self.office.do(
            change,
            then=partial(self._stored, opened.key, looked),
            sorry=partial(self._not_stored, opened.key, looked),
            changes=("scans",),
        )

    def _stored(self, key: str, looked: Looked | None, scans: tuple[ScanRow, ...]) -> None:
        if not self._is_here(key):
            return
        if looked is not None:
            self._looking.discard(looked.code)
            if self._waiting.get(looked.code) is looked:
                del self._waiting[looked.code]
        self.stored.emit(scans)

    def _not_stored(self, key: str, looked: Looked | None, problem: Problem) -> None:
        if not self._is_here(key):
            return
        if looked is not None:
            self._looking.discard(looked.code)
            if not isinstance(problem, Outage):  # a lost line keeps the file waiting here
                self._waiting.pop(looked.code, None)
                self.first_pages.pop(looked.code, None)
        if isinstance(problem, Outage):
            self.office.hub.complain(problem)
        else:
            self.refused.emit(problem)
        self.moved.emit()

    def _is_here(self, key: str) -> bool:
        return self._keeper.opened is not None and self._keeper.opened.key == key
