"""The right side of the desk at work: which paper and page are shown, how, and what is wrong with them."""

from collections.abc import Mapping

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QImage, QResizeEvent

from workstation.errors import EncryptedFile, Outage, Problem
from workstation.imaging.turn import Region as Shares
from workstation.places_on_page import Region
from workstation.queries.casefile import ScanRow
from workstation.queries.pages import FindingRow
from workstation.ui.office import Office
from workstation.ui.review.findings import shown_findings
from workstation.ui.review.looks import Looks, Shape
from workstation.ui.review.opened import OpenCase, Paper
from workstation.ui.review.painting import Noted
from workstation.ui.review.papernotes import remarks
from workstation.ui.review.reading import Opened, Part, ScanReader
from workstation.ui.review.scanframe import ScanFrame
from workstation.ui.review.sheet import Fit, Sheet, View
from workstation.ui.review.tones import Tint
from workstation.ui.theme import Tone, theme
from workstation.wording import advice, sentence

LOADING_AFTER_MS = 150
MOST_THUMBS = 12


class ScanPane(ScanFrame):
    """Shows the scans of one case. Knows nothing of verdict keys; it tells which scan is seen."""

    shown = Signal(int)
    rotated = Signal(int, int)
    shaped = Signal(int, int, object)  # scan, page, Shape: how a page is straightened and cropped now
    locked = Signal(int, object)  # scan, EncryptedFile: a password opens the document in front
    framing = Signal()  # a page is about to be painted: what belongs on it is noted now, for one paint
    changed = Signal()  # a page has come, cannot come, or looks another way

    def __init__(self, office: Office, beside: "ScanPane | None" = None) -> None:
        """`beside`: the pane whose pages and looks this one shares, to compare two papers of one case."""
        super().__init__()
        self._is_second = beside is not None
        self.is_aside = False  # something else stands in its place: no tool may work on what nobody sees
        self.reader: ScanReader = beside.reader if beside is not None else ScanReader(office, self)
        self._papers: tuple[Paper, ...] = ()
        self._looks = Looks() if beside is None else beside.shared_looks()
        self._findings: tuple[FindingRow, ...] = ()
        self.chosen_finding = 0
        self._goal: Region | None = None  # a place to bring to the middle once its page is here
        self._scan: ScanRow | None = None
        self._page, self._is_wrong, self._may_pass = 0, False, False
        self._wait = QTimer(self)
        self._connect()

    # -- what the screen uses ----------------------------------------------------------------------------

    def set_case(self, case: OpenCase | None, *, is_new: bool) -> None:
        """Show the papers of a case; the same case keeps page, zoom and place."""
        if is_new:
            papers = case.scans if case is not None else ()
            if not self._is_second:
                self.reader.forget({paper.scan.id for paper in papers if paper.scan is not None})
            self._looks.forget(shared=self._is_second)
            self.chosen_finding = 0
            self._scan = None
            self.canvas.clear()
        self._papers = case.scans if case is not None else ()
        known = {one.id for one in self._findings}
        self._findings = case.file.page_findings if case is not None else ()
        fresh = [one.id for one in self._findings if one.id not in known]
        if fresh and not is_new:
            self.chosen_finding = fresh[-1]  # the one that was just made
        if case is not None:
            stored = case.file.page_shapes.items()
            self._looks.load({place: Shape(row.angle, row.crop) for place, row in stored})
        self._fill_tabs()
        if self._scan is None and not self._papers:
            self._trouble.say("Belum ada pindaian", "Pemohon belum melampirkan dokumen.", "file-x")
            self._again.hide()
            self._stack.setCurrentWidget(self._trouble)
        elif self._scan is not None:
            self._say_note()
            self._show_frames()

    def show_scan(self, scan_id: int, page: int | None = None) -> None:
        """Bring a scan to the front, at the page that was looked at last unless another is asked for."""
        scan = next((p.scan for p in self._papers if p.scan is not None and p.scan.id == scan_id), None)
        is_here = self._scan is not None and self._scan.id == scan_id
        if scan is None or (is_here and page in (None, self._page)):
            return
        page = self._page_of(scan_id) if page is None else page
        self._leave()
        self._scan, self._page = scan, page
        number = next(n for n, p in enumerate(self._papers) if p.scan is not None and p.scan.id == scan_id)
        self.tabs.choose(number)
        self._open()
        self.shown.emit(scan_id)

    @property
    def shown_id(self) -> int | None:
        """Give the scan in front; None while a former one is looked at, on which nothing can be said any more."""
        return self._scan.id if self._scan and not self._scan.superseded else None

    def former_of(self) -> ScanRow | None:
        """Give the refused scan that the one in front replaces, or the one in front when it is a refused one."""
        if self._scan is None or self._scan.superseded:
            return self._scan
        return next(
            (p.former for p in self._papers if p.scan is not None and p.scan.id == self._scan.id), None
        )

    def show_former(self) -> None:
        """Look at the refused scan in place of the newer one, or back."""
        now, former = self._scan, self.former_of()
        if now is None or former is None:
            return
        if now.superseded:
            newer = next(
                (p.scan for p in self._papers if p.former is not None and p.former.id == now.id), None
            )
            if newer is not None:
                self.show_scan(newer.id)
            return
        self._leave()
        self._scan, self._page = former, self._page_of(former.id)
        self._open()
        self.changed.emit()

    def go_to_finding(self, finding: FindingRow) -> None:
        """Bring a mark to the middle of the window, on a paper that was replaced too."""
        self.chosen_finding = finding.id
        paper = next((p for p in self._papers if finding.scan_id in _ids(p)), None)
        if paper is None or paper.scan is None:
            return
        self.show_scan(paper.scan.id, finding.region.page if paper.scan.id == finding.scan_id else None)
        if finding.superseded and self.shown_id is not None:
            self.show_former()
        self._goal = finding.region
        self._show_frames()
        self.changed.emit()

    @property
    def has_trouble(self) -> bool:
        """Tell whether the scan in front cannot be shown."""
        return self._is_wrong

    @property
    def is_sharp(self) -> bool:
        """Tell whether a page is seen."""
        return not self.is_aside and self._stack.currentWidget() is self.canvas and self.canvas.has_picture

    def trouble_words(self) -> str:
        """Give what is said in place of the page."""
        return self._trouble.accessibleName() if self._is_wrong else ""

    def retry(self) -> None:
        """Try again when the world was at fault, not the file."""
        if self._is_wrong and self._may_pass:
            self._is_wrong = False
            self._open()

    def unlock(self, scan_id: int, password: str) -> None:
        """Try a password on a locked document."""
        if self._scan is not None and self._scan.id == scan_id and self.reader.file(scan_id) is None:
            self._is_wrong = False
            self._wait.start()
            self.reader.open(self._scan, self.canvas.whole_width(), password=password)

    def step_document(self, by: int) -> None:
        """Go to the next or the former document, round."""
        if self._papers:
            self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % len(self._papers))

    def step_page(self, by: int) -> None:
        """Go to the next or the former page."""
        file = self.reader.file(self._scan.id) if self._scan else None
        if file is not None and 0 <= self._page + by < len(file.pages):
            fit, width = self.canvas.fit, self.canvas.page_width()
            self._page += by
            self._show_page(file, View(fit, width))

    @property
    def turned(self) -> Mapping[int, int]:
        """Give the degrees by scan of what was turned here."""
        return self._looks.turned

    def turn(self, quarters: int = 1) -> None:
        """Turn the scan clockwise by quarters; `rotated` tells what to keep."""
        file = self.reader.file(self._scan.id) if self._scan else None
        if self._scan is None or file is None:
            return
        rotation = (self._rotation() + 90 * quarters) % 360
        self._looks.turned[self._scan.id] = rotation
        self.rotated.emit(self._scan.id, rotation)
        self._fill_strip(file)
        self._show_page(file)

    @property
    def has_scan(self) -> bool:
        """Tell whether a document is in front, be it readable or not."""
        return not self.is_aside and self._scan is not None

    @property
    def rotation(self) -> int:
        """Give the quarter turns of the scan in front, in degrees clockwise."""
        return self._rotation()

    @property
    def shape(self) -> Shape:
        """Give how the page in front is straightened and cropped."""
        return self._looks.shape(self._scan.id, self._page) if self._scan else Shape()

    def shapes(self) -> dict[int, Shape]:
        """Give how the pages of the scan in front are straightened and cropped, by page."""
        if self._scan is None:
            return {}
        return {page: shape for (scan, page), shape in self._looks.shapes.items() if scan == self._scan.id}

    def set_shape(self, shape: Shape) -> None:
        """Straighten or crop the page in front; `shaped` tells what to keep."""
        file = self.reader.file(self._scan.id) if self._scan else None
        if self._scan is None or file is None or shape == self.shape:
            return
        self._looks.shapes[self._scan.id, self._page] = shape
        self.shaped.emit(self._scan.id, self._page, shape)
        self.canvas.reshape(self._sheet(file))
        self._say_size()

    @property
    def covers(self) -> tuple[Region, ...]:
        """Give what is to be black on a copy of the document in front."""
        return self._looks.covers.get(self._scan.id, ()) if self._scan else ()

    def set_covers(self, regions: tuple[Region, ...]) -> None:
        """Cover other parts; the document itself stays as it is."""
        if self._scan is not None:
            self._looks.covers[self._scan.id] = regions
            self._show_frames()
            self._say_size()
            self.changed.emit()

    @property
    def front(self) -> tuple[ScanRow, int, Opened] | None:
        """Give scan, page and file in front once the file is open."""
        file = self.reader.file(self._scan.id) if self._scan else None
        return (self._scan, self._page, file) if self._scan is not None and file is not None else None

    def shared_looks(self) -> Looks:
        """Give looks for a second pane: how papers are turned, cropped and covered is the same on both."""
        mine = self._looks
        return Looks(turned=mine.turned, shapes=mine.shapes, covers=mine.covers)

    # -- how it works ------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self._wait.setSingleShot(True)
        self._wait.setInterval(LOADING_AFTER_MS)
        self._wait.timeout.connect(self._say_loading)
        self._again.clicked.connect(self.retry)
        self.tabs.currentChanged.connect(self._tab_chosen)
        self.strip.currentRowChanged.connect(self._page_chosen)
        self.canvas.wanted.connect(self._draw)
        self.canvas.part_wanted.connect(self._draw_part)
        self.canvas.turned.connect(self.step_page)
        self.canvas.zoomed.connect(self._say_size)
        self.reader.opened.connect(self._opened)
        self.reader.drawn.connect(self._drawn)
        self.reader.part_drawn.connect(self._part_drawn)
        self.reader.failed.connect(self._failed)
        self.reader.undrawn.connect(self._undrawn)
        theme().changed.connect(self._fill_tabs)

    def _fill_tabs(self) -> None:
        self.tabs.show_papers(self._papers, self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the tabs as many letters as there is room for."""
        super().resizeEvent(event)
        self._fill_tabs()

    def _tab_chosen(self, number: int) -> None:
        if 0 <= number < len(self._papers):
            scan = self._papers[number].scan
            if scan is not None:
                self.show_scan(scan.id)

    def _page_chosen(self, number: int) -> None:
        if number >= 0 and number != self._page:
            self.step_page(number - self._page)

    def _rotation(self, scan: ScanRow | None = None) -> int:
        scan = scan or self._scan
        return self._looks.turned.get(scan.id, scan.rotation) if scan else 0

    def _page_of(self, scan_id: int) -> int:
        return self._looks.of(scan_id).page

    def _leave(self) -> None:
        """Remember how the document in front is looked at, before another comes."""
        if self._scan is not None:
            view = self.canvas.view() if self.canvas.has_picture else None
            self._looks.keep(self._scan.id, self._page, view, self.canvas.tint)

    def _sheet(self, file: Opened) -> Sheet:
        size, shape = file.pages[self._page], self.shape
        return Sheet(*size, self._rotation(), shape.angle, shape.crop, self._page)

    def _open(self) -> None:
        if self._scan is None:
            return
        self._is_wrong = False
        file = self.reader.file(self._scan.id)
        if file is not None:
            self._fill_strip(file)
            self._show_page(file)
            return
        self.canvas.clear()
        self._side.hide()
        self.page_words.clear()
        self.note.hide()
        self._wait.start()
        self.reader.open(self._scan, self.canvas.whole_width())

    def _say_loading(self) -> None:
        if not self.canvas.has_picture and not self._is_wrong:
            self._stack.setCurrentWidget(self._loading)

    def _opened(self, scan_id: int) -> None:
        file = self.reader.file(scan_id)
        if file is None:
            return
        if self._scan is not None and self._scan.id == scan_id:
            self._fill_strip(file)
            self._show_page(file)

    def _look_ahead(self) -> None:
        """Have ready what will be looked at next: the pages around this one, the other papers, this one in full."""
        if self._scan is None:
            return
        width = self.canvas.whole_width()
        for page in (self._page + 1, self._page - 1):
            if page >= 0:
                self.reader.ask_later(self._scan, page, self._rotation(), width)
        for paper in self._papers:
            if paper.scan is not None:
                self.reader.open_later(paper.scan, width)
        self.reader.sharpen_later(self._scan, self._page)

    def _show_page(self, file: Opened, view: View | None = None) -> None:
        if self._scan is None:
            return
        self._is_wrong = False
        self._page = min(self._page, len(file.pages) - 1)
        look = self._looks.of(self._scan.id)
        have = self.reader.image((self._scan.id, self._page, self._rotation()))
        self.canvas.set_tint(look.tint if view is None else self.canvas.tint)
        self.canvas.show_page(self._sheet(file), have.image if have else None)
        self.canvas.set_view(view or look.view or View(Fit.WIDTH, self.canvas.page_width()))
        self._show_frames()
        if have is not None:
            self._stack.setCurrentWidget(self.canvas)
            self.canvas.paint_now()
        self.page_words.setText(f"Hal. {self._page + 1} / {len(file.pages)}" if len(file.pages) > 1 else "")
        self.strip.choose(self._page)
        self._say_note()
        self._say_size()
        if have is not None:
            self._look_ahead()
        else:
            self._wait.start()
            self._draw(self.canvas.whole_width())

    def _draw_part(self, width: int, shares: Shares) -> None:
        if self._scan is not None and not self._is_wrong:
            self.reader.ask_part(self._scan, self._page, self._rotation(), width, shares)

    def _part_drawn(self, part: Part, image: QImage) -> None:
        if self._scan is not None and part.place == (self._scan.id, self._page, self._rotation()):
            self.canvas.put_part(image, part.region, part.width)

    def _draw(self, width: int) -> None:
        if self._scan is not None and not self._is_wrong:
            self.reader.ask(self._scan, self._page, self._rotation(), width)

    def _drawn(self, scan_id: int, page: int) -> None:
        if self._scan is None or scan_id != self._scan.id:
            return
        have = self.reader.image((scan_id, page, self._rotation()))
        if have is None:
            return
        if page == self._page:
            self._wait.stop()
            is_first = not self.canvas.has_picture
            self._stack.setCurrentWidget(self.canvas)
            self.canvas.put(have.image)
            self._say_note()
            if is_first:
                self._look_ahead()
            self.changed.emit()
        self.strip.put(page, have.image)

    def _undrawn(self, scan_id: int, page: int, problem: Problem) -> None:
        if page == self._page:
            self._failed(scan_id, problem)

    def _failed(self, scan_id: int, problem: Problem) -> None:
        if self._scan is None or scan_id != self._scan.id or self.canvas.has_picture:
            return
        self._is_wrong = True
        self._wait.stop()
        self._trouble.say(sentence(problem), advice(problem), "file-x")
        self._trouble.setAccessibleName(f"{sentence(problem)} {advice(problem)}")
        self._may_pass = isinstance(problem, Outage)
        self._again.setVisible(self._may_pass)
        self._stack.setCurrentWidget(self._trouble)
        if self.reader.file(scan_id) is None:  # else its other pages can be turned to
            self._side.hide()
            self.page_words.clear()
        self.changed.emit()
        if isinstance(problem, EncryptedFile):
            self.locked.emit(scan_id, problem)

    def _show_frames(self) -> None:
        if self._scan is None or self.reader.file(self._scan.id) is None:
            return
        noted = shown_findings(self._findings, self._scan.id, self._page, self.chosen_finding)
        self.canvas.note("findings", noted)
        self.canvas.note("new", ())
        covered = [one for one in self.covers if one.page == self._page]
        self.canvas.note("covers", [Noted(one, Tone.NEUTRAL, is_filled=True) for one in covered])
        self.framing.emit()
        if self._goal is not None and self._goal.page == self._page:
            self.canvas.show_place(self._goal)
            self._goal = None

    def _say_note(self) -> None:
        file = self.reader.file(self._scan.id) if self._scan else None
        if self._scan is None or file is None:
            self.note.hide()
            return
        have = self.reader.image((self._scan.id, self._page, self._rotation()))
        said = remarks(
            file.cautions,
            is_former=self._scan.superseded,
            is_blank=have is not None and have.is_blank,
        )
        if said:
            self.note.show_text(said)
        else:
            self.note.hide()

    def _say_size(self) -> None:
        said = [f"{self.canvas.percent()} %"] if self.canvas.fit is Fit.FREE else []
        angle = self.shape.angle
        said += [f"diluruskan {angle:+.1f}°".replace(".", ",")] if angle else []
        said += ["dipangkas"] if self.shape.crop else []
        said += [self.canvas.tint.words()] if not self.canvas.tint.is_plain else []
        said += [f"{len(self.covers)} bagian ditutup"] if self.covers else []
        self.size_words.setText(" · ".join(said))

    def set_tint(self, tint: Tint) -> None:
        """Look at this document in another light."""
        self.canvas.set_tint(tint)
        self._say_size()
        self.changed.emit()

    def _fill_strip(self, file: Opened) -> None:
        count = len(file.pages)
        self.strip.show_pages(count if count > 1 else 0)
        self._side.setVisible(count > 1)
        if count == 1 or self._scan is None:
            return
        for number in range(count):
            have = self.reader.image((self._scan.id, number, self._rotation()))
            if have is not None:
                self.strip.put(number, have.image)
            elif number < MOST_THUMBS:
                width = self.strip.wanted_width
                self.reader.ask_later(self._scan, number, self._rotation(), width, small=True)


def _ids(paper: Paper) -> set[int]:
    return {scan.id for scan in (paper.scan, paper.former) if scan is not None}
