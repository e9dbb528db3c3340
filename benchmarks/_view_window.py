"""The review window for measurements and trials: real screens on a real database, offscreen, and papers to look at."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QGuiApplication, QPaintEvent
from PySide6.QtWidgets import QApplication

from tests.conftest import owner_engine, run_alone
from tests.make import Office, build_office
from tests.pictures.stage import Stage
from workstation.embedded import Cluster
from workstation.imaging.pool import PageReader
from workstation.queries.casefile import ScanRow
from workstation.resources_at import resource
from workstation.ui.jobs import collect_on_ui_thread
from workstation.ui.review.canvas import PageCanvas
from workstation.ui.review.screen import ReviewScreen
from workstation.ui.theme import Look, theme
from workstation.usecases import intake, reviewing

A4 = (2480, 3508)  # 300 dpi
PATIENCE = 60.0
TYPE = "strp-individual"


class Painted:
    """Takes the moment at which a page was painted last: when its paint event is through.

    A frame that is laid on the page later paints its own place only, and is not taken.
    """

    def __init__(self, canvas: PageCanvas) -> None:
        self._canvas, self._paint, self.at = canvas, canvas.paintEvent, 0.0
        setattr(canvas, "paintEvent", self._timed)  # noqa: B010 - a measurement's own

    def wait_after(self, moment: float) -> None:
        """Wait for a paint that came after `moment`; raises RuntimeError when none comes."""
        if not wait_until(lambda: self.at > moment):
            raise RuntimeError("nothing was painted")

    def _timed(self, event: QPaintEvent) -> None:
        self._paint(event)
        if self._canvas.has_picture and event.rect().contains(self._canvas.viewport().rect()):
            self.at = time.perf_counter()


def wait_until(done: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    """Let the window live until `done`, looked at every 2 ms; False when it did not come in time."""
    loop, timer, until = QEventLoop(), QTimer(), time.monotonic() + seconds
    timer.setInterval(2)

    def look() -> None:
        if done() or time.monotonic() > until:
            loop.quit()

    timer.timeout.connect(look)
    timer.start()
    loop.exec()
    timer.stop()
    return done()


class Bench:
    """The window with Rina at the review desk; `file` puts cases before her."""

    def __init__(self, office: Office, stage: Stage, pages: PageReader) -> None:
        self.office, self.pages = office, pages
        self.screen: ReviewScreen = stage.show(ReviewScreen, "rina", pages=pages)
        self._stage = stage
        self._people = 0
        self._held: int | None = None
        self.pane = self.screen.desk.scans
        self.painted = Painted(self.pane.canvas)

    def first_scan(self) -> ScanRow:
        """The paper in front. Raises SystemExit when there is none."""
        if self.pane.front is None:
            raise SystemExit("no paper is in front")
        return self.pane.front[0]

    def file(self, papers: list[tuple[str, bytes]]) -> int:
        """Submit a case whose documents are these files, in turn; its id."""
        self._people += 1
        day = 1 + self._people % 28
        nik = f"317199{day:02}0285{self._people:04}"
        draft, values = self.office.draft(nik=nik, birth_date=f"1985-02-{day:02}")
        desk = self.office.desk("budi")
        for number, document in enumerate(self.office.required(TYPE, values)):
            name, data = papers[number % len(papers)]
            intake.attach_scan(desk, draft.id, document, name, data, 1)
        return intake.submit(desk, draft, values).application_id

    @property
    def is_idle(self) -> bool:
        """Tell whether nothing runs and nothing waits to be made ready."""
        return not self.screen.office.lanes.running() and not self.screen.ahead.is_waiting

    def settle(self) -> None:
        """Wait until all is made ready; raises RuntimeError when it never is."""
        if not wait_until(lambda: self.is_idle):
            raise RuntimeError("the window does not come to rest")

    def bring(self, case: int) -> None:
        """Put a case on the desk, give the one before back, and wait for the first page."""
        if self._held not in (None, case):
            reviewing.release(self.office.desk("rina"), self._held)
        self._held = case
        self.screen.round.bring(case)
        here = self.screen
        if not wait_until(lambda: here.case is not None and here.case.id == case and self.pane.is_sharp):
            raise RuntimeError(f"case {case} shows no page: {self.pane.trouble_words()}")


@contextmanager
def review_window() -> Iterator[Bench]:
    """Open an office of its own and the window on it."""
    app = QGuiApplication.instance() or QApplication([])
    theme().apply(Look.LIGHT, 100)
    with tempfile.TemporaryDirectory(prefix="loket-view-") as folder:
        Path(folder).chmod(0o755)
        cluster = Cluster(Path(folder) / "server", fsync=True)
        cluster.start()
        try:
            run_alone(cluster, "CREATE DATABASE view")
            engine = owner_engine(cluster, "view")
            build_office(engine)
            office = Office(cluster.url, "view", engine)
            stage = Stage(office, Path(folder))
            collect_on_ui_thread(app)
            with PageReader() as pages:
                pages.warm()
                try:
                    yield Bench(office, stage, pages)
                finally:
                    stage.close()
            office.close()
            engine.dispose()
        finally:
            cluster.stop()


def scan(grey: bool = False) -> bytes:
    """A page as a scanner at 300 dpi writes it: a practice paper with the grain of the glass, as JPEG."""
    source = Image.open(resource("practice/scans/c01-business_number.jpg"))
    page = source.convert("L" if grey else "RGB").resize(A4, Image.Resampling.BICUBIC)
    grain = Image.effect_noise(A4, 12).convert(page.mode)
    return _jpeg(Image.blend(page, grain, 0.08), 80)


def photo() -> bytes:
    """A photo of 12 megapixels as a phone holds it upright (EXIF 6)."""
    source = Image.open(resource("practice/scans/c01-identity_card.jpg")).convert("RGB")
    page = source.resize((4032, 3024), Image.Resampling.BICUBIC)
    grain = Image.effect_noise(page.size, 20).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = 6
    return _jpeg(Image.blend(page, grain, 0.06), 88, exif=exif)


def paper(jpegs: list[bytes], size: tuple[int, int] = A4) -> bytes:
    """A PDF that shows one JPEG on each page, as scanners write it."""
    kids = b" ".join(b"%d 0 R" % (10 + 3 * n) for n in range(len(jpegs)))
    parts = [
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
        b"2 0 obj<</Type/Pages/Count %d/Kids[%s]>>endobj\n" % (len(jpegs), kids),
    ]
    draw = b"q 595 0 0 842 0 0 cm /Im Do Q"
    for number, jpeg in enumerate(jpegs):
        at = 10 + 3 * number
        colour = b"DeviceGray" if Image.open(BytesIO(jpeg)).mode == "L" else b"DeviceRGB"
        parts += [
            b"%d 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R" % (at, at + 1),
            b"/Resources<</XObject<</Im %d 0 R>>>>>>endobj\n" % (at + 2),
            b"%d 0 obj<</Length %d>>stream\n%s\nendstream endobj\n" % (at + 1, len(draw), draw),
            b"%d 0 obj<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/%s/BitsPerComponent 8"
            b"/Filter/DCTDecode/Length %d>>stream\n" % (at + 2, *size, colour, len(jpeg)),
            jpeg,
            b"\nendstream endobj\n",
        ]
    return b"".join((*parts, b"trailer<</Root 1 0 R>>\n%%EOF\n"))


def _jpeg(picture: Image.Image, quality: int, **more: object) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality, **more)
    return out.getvalue()
