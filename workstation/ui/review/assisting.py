"""Reading assistance for the open case: pages are read one by one behind everything else, and compared with the form.

What was read lives in the memory of this window alone and goes with it: it is as personal as the scan, whose own
record of readings, retention and destruction a stored copy would escape.
"""

from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from workstation.catalogue.rules import FieldSpec
from workstation.comparing.crossing import elsewhere, says_the_same
from workstation.comparing.layout import Page, page_of
from workstation.comparing.proposing import Likeness, Reading, readings, typed_reading
from workstation.errors import Problem
from workstation.places_on_page import Region
from workstation.queries.casefile import ScanRow
from workstation.ui.jobs import Job
from workstation.ui.office import Office
from workstation.ui.review.opened import OpenCase
from workstation.ui.review.reading import Opened, ScanReader
from workstation.worktime import WIB

if TYPE_CHECKING:
    from workstation.imaging.words import WordReader

MOST_PAGES, MOST_KEPT = 3, 24
PORTRAIT = "photo"
Fields = dict[str, tuple[FieldSpec, str, str]]
Place = tuple[str, int]  # the file's hash, the page
Compared = tuple[Page, dict[str, Reading], tuple[Reading, ...]]


class Assistant(QObject):
    """Reads the papers with which fields are compared. `changed` when more is known, or reading began or ended."""

    changed = Signal()

    def __init__(self, office: Office, files: ScanReader, parent: QObject) -> None:
        super().__init__(parent)
        self._office, self._files = office, files
        self._case: OpenCase | None = None
        self._queue: deque[tuple[ScanRow, int]] = deque()
        self._pages: OrderedDict[Place, Page] = OrderedDict()
        self._job: Job | None = None
        self._coming: deque[ScanRow] = deque()  # papers of the next cases, read when this one is read
        self._ahead: int | None = None  # the scan of theirs that is read now
        self._shut: list[tuple[ScanRow, int]] = []  # cannot be opened, or not without a password
        self._typed: set[str] = set()
        self.is_off = False
        self.found: dict[str, tuple[int, Reading]] = {}  # by field: the scan, and what was read there
        self._elsewhere: dict[int, tuple[Reading, ...]] = {}  # by scan: what it says otherwise
        files.opened.connect(self._opened)
        files.failed.connect(self._not_opened)

    @property
    def is_installed(self) -> bool:
        """Tell whether reading assistance is a part of this installation."""
        return self._reader is not None

    @property
    def is_reading(self) -> bool:
        """Tell whether pages of this case are being read or wait for it."""
        return (self._job is not None and self._ahead is None) or bool(self._queue)

    def show_case(self, case: OpenCase | None, *, is_new: bool) -> None:
        """Begin with another case, or compare the same one anew when its papers changed."""
        if case is None or is_new:
            is_ours = case is not None and case.paper_of(self._ahead) is not None
            self._stop(but_ahead=is_ours)
            self.found, self._elsewhere = {}, {}
            self._typed.clear()
        papers_before = self._papers() if self._case is not None else []
        self._case = case
        if case is not None and (is_new or self._papers() != papers_before):
            self._plan()

    def read_ahead(self, scans: Iterable[ScanRow]) -> None:
        """Read the papers of the next cases too, behind those of this one; their files are opened elsewhere."""
        self._coming = deque(scan for scan in scans if scan.document_code != PORTRAIT)
        self._next()

    def words(self) -> str:
        """Say how far the reading is, "" when there is nothing to say."""
        if self._case is None or not self._papers() or not self.is_installed:
            return ""
        if self.is_off:
            return "Bantuan baca berhenti; E menjalankannya."
        return "Membaca dokumen … E menghentikan." if self.is_reading else ""

    def toggle(self) -> None:
        """Stop at once, or go on."""
        self.is_off = not self.is_off
        if self.is_off:
            self._stop()
        else:
            self._plan()
        self.changed.emit()

    def others(self) -> list[str]:
        """The fields that were read differently, in the order of the form."""
        fields = self._case.fields if self._case is not None else ()
        codes = [line.spec.code for line in fields]
        return [c for c in codes if c in self.found and self.found[c][1].likeness is Likeness.OTHER]

    def odd_papers(self) -> dict[int, list[Reading]]:
        """The papers, by scan, that name somebody else; not what the field's own paper says just the same."""
        odd: dict[int, list[Reading]] = {}
        for scan, read in self._elsewhere.items():
            for one in read:
                _, own = self.found.get(one.field, (0, None))
                if own is None or own.likeness is not Likeness.OTHER or not says_the_same(own.text, one.text):
                    odd.setdefault(scan, []).append(one)
        return odd

    def typed(self, code: str, text: str) -> None:
        """Compare a field with what the officer read himself."""
        line = next((f for f in self._case.fields if f.spec.code == code), None) if self._case else None
        if line is None or self._case is None:
            return
        self._typed.add(code)
        scan, former = self.found.get(code, (0, None))
        region = former.region if former is not None else None
        self.found[code] = (scan, typed_reading(code, line.value, text, region))
        self.changed.emit()

    def pages_read(self) -> Iterator[tuple[int, Page]]:
        """The pages read so far, each with its scan, in the order of the papers."""
        for scan in self._papers():
            for number in range(MOST_PAGES):
                page = self._pages.get((scan.sha256, number))
                if page is not None:
                    yield scan.id, page

    def first_pages(self) -> Iterator[tuple[int, Page]]:
        """The first pages read so far of all papers of the case, each with its scan."""
        for scan in self._more_papers():
            page = self._pages.get((scan.sha256, 0))
            if page is not None:
                yield scan.id, page

    @property
    def is_whole(self) -> bool:
        """Tell whether every page of the papers with which fields are compared was read."""
        return not self.is_off and all(
            (file := self._files.file(scan.id)) is not None
            and all((scan.sha256, page) in self._pages for page in range(len(file.pages)))
            for scan in self._papers()
        )

    def words_in(self, scan_id: int, region: Region) -> str:
        """Give what was read in a frame, "" where nothing was."""
        scan = next((s for s in self._papers() if s.id == scan_id), None)
        page = self._pages.get((scan.sha256, region.page)) if scan is not None else None
        if page is None:
            return ""
        return " ".join(p.text for p in page.pieces if _middle_in(page.frame([p]), region))

    # -- how it works ------------------------------------------------------------------------------------

    @property
    def _reader(self) -> "WordReader | None":
        return self._office.tools.get("words")

    def _papers(self) -> list[ScanRow]:
        """The scans with which fields are compared, each once, in the order of the fields."""
        if self._case is None:
            return []
        papers = [self._case.paper_for(line.evidence) for line in self._case.fields if line.evidence]
        scans = [paper.scan for paper in papers if paper is not None and paper.scan is not None]
        return list({scan.id: scan for scan in scans}.values())

    def _more_papers(self) -> list[ScanRow]:
        """Papers with which no field is compared, but which name somebody; a portrait does not."""
        papers = self._case.scans if self._case is not None else ()
        return [paper.scan for paper in papers if paper.scan is not None and paper.document.code != PORTRAIT]

    def _plan(self) -> None:
        self._queue.clear()
        if self._reader is not None and not self.is_off:
            compared = self._papers()
            self._queue.extend((scan, 0) for scan in compared)
            self._queue.extend((scan, 0) for scan in self._more_papers() if scan not in compared)
        self._next()

    def _stop(self, *, but_ahead: bool = False) -> None:
        """Give up what is read now; the reader's process is killed and begun anew when it is needed.

        `but_ahead`: what is read ahead is a paper of the case that comes now, and is read to its end.
        """
        self._queue.clear()
        self._coming.clear()
        self._shut.clear()
        if self._job is None or (but_ahead and self._ahead is not None):
            return
        self._job.cancel()
        self._job = self._ahead = None
        if self._reader is not None:
            self._reader.stop()

    def _opened(self, scan_id: int) -> None:
        self._queue.extend(place for place in self._shut if place[0].id == scan_id)
        self._shut = [place for place in self._shut if place[0].id != scan_id]
        self._next()

    def _not_opened(self, scan_id: int, _problem: Problem) -> None:
        """What does not open is not waited for; a password may open it later."""
        if self._files.file(scan_id) is None:
            self._shut += [place for place in self._queue if place[0].id == scan_id]
            self._queue = deque(place for place in self._queue if place[0].id != scan_id)
            self.changed.emit()

    def _next(self) -> None:
        """Read the first waiting page whose file is open."""
        if self._job is not None:
            return
        for scan, page in list(self._queue):
            file = self._files.file(scan.id)
            if file is None:
                continue
            self._queue.remove((scan, page))
            if page < min(len(file.pages), MOST_PAGES):
                self._read(scan, page, file)
                break
        if self._job is None:
            self._read_coming()
        self.changed.emit()

    def _read_coming(self) -> None:
        """Read the first page of a paper of the next cases whose file is open."""
        if self.is_off or self._queue:
            return
        self._coming = deque(scan for scan in self._coming if (scan.sha256, 0) not in self._pages)
        for scan in self._coming:
            file = self._files.file(scan.id)
            if file is not None:
                self._coming.remove(scan)
                self._read_one(scan, file)
                return

    def _read_one(self, scan: ScanRow, file: Opened) -> None:
        reader = self._reader
        if reader is not None:
            self._ahead = scan.id
            self._job = self._office.do(
                lambda: page_of(reader.read(file.data, scan.file_name, 0, password=file.password)),
                lane="reading",
                then=partial(self._read_before, scan),
                sorry=partial(self._not_read, scan),
                read=True,
            )

    def _read_before(self, scan: ScanRow, read: Page) -> None:
        self._job = self._ahead = None
        self._keep((scan.sha256, 0), read)
        self._next()

    def _read(self, scan: ScanRow, page: int, file: Opened) -> None:
        reader, case = self._reader, self._case
        if reader is None or case is None:
            return
        fields, today = self._fields(scan), case.file.at.astimezone(WIB).date()
        known = [p for n in range(page) if (p := self._pages.get((scan.sha256, n))) is not None]
        have, name = self._pages.get((scan.sha256, page)), scan.file_name
        document = scan.document_code
        named = self._named(case) if page == 0 else []
        self._job = self._office.do(
            lambda: _read_and_compare(reader, file, name, page, have, known, fields, named, document, today),
            lane="reading",
            then=partial(self._compared, scan, page),
            sorry=partial(self._not_read, scan),
            read=True,
        )

    def _fields(self, scan: ScanRow) -> Fields:
        """The fields that are compared with this scan: rules, value, value as shown."""
        case = self._case
        if case is None:
            return {}
        return {
            line.spec.code: (line.spec, case.opened.values.get(line.spec.code, ""), line.value)
            for line in case.fields
            if line.evidence
            and (paper := case.paper_for(line.evidence)) is not None
            and paper.scan is not None
            and paper.scan.id == scan.id
        }

    def _named(self, case: OpenCase) -> list[tuple[FieldSpec, str, str]]:
        return [(f.spec, case.opened.values.get(f.spec.code, ""), f.value) for f in case.fields]

    def _compared(self, scan: ScanRow, page: int, result: Compared) -> None:
        self._job = None
        read, found, others = result
        if page == 0:
            self._elsewhere[scan.id] = others
        self._keep((scan.sha256, page), read)
        self.found |= {code: (scan.id, one) for code, one in found.items() if code not in self._typed}
        is_listed = self._case is not None and bool(self._case.file.persons)
        if is_listed or any(reading.likeness is Likeness.ABSENT for reading in found.values()):
            self._queue.append((scan, page + 1))
        self._next()

    def _keep(self, place: Place, read: Page) -> None:
        self._pages[place] = read
        self._pages.move_to_end(place)
        while len(self._pages) > MOST_KEPT:
            self._pages.popitem(last=False)

    def _not_read(self, _scan: ScanRow, _problem: Problem) -> None:
        """A page that cannot be read is the officer's to read; the pane says what is wrong with the file."""
        self._job = self._ahead = None
        self._next()


def _read_and_compare(
    reader: "WordReader",
    file: Opened,
    name: str,
    page: int,
    have: Page | None,
    known: list[Page],
    fields: Fields,
    named: list[tuple[FieldSpec, str, str]],
    document: str,
    today: date,
) -> Compared:
    read = have or page_of(reader.read(file.data, name, page, password=file.password))
    evidence = {spec.evidence or "" for spec, _, _ in fields.values()}
    found = readings(fields, {paper: [*known, read] for paper in evidence}, today)
    return (
        read,
        found,
        elsewhere([one for one in named if one[0].code not in fields], document, [read], today),
    )


def _middle_in(one: Region, frame: Region) -> bool:
    across, down = one.left + one.width / 2, one.top + one.height / 2
    return frame.left <= across <= frame.right and frame.top <= down <= frame.bottom
