"""The signed PDF itself, page by page, as the picture process draws it."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workstation.imaging.pages import PagePixels
from workstation.phrasing import date_time
from workstation.ui.bars import Picture, words
from workstation.ui.button import Button, Weight
from workstation.ui.letter import LetterPage
from workstation.ui.pixels import image_of
from workstation.ui.theme import TONE_ICONS, Tone, pad, theme
from workstation.usecases.handing_over import SignedFile
from workstation.vocabulary import SignatureVerdict
from workstation.wording import word

ZOOMS = (50, 75, 100, 125, 150, 200, 300, 400)
FIT_PX = 900  # a page across 100 %


class PreviewPage(LetterPage):
    """Where the page is seen; the wheel with Ctrl zooms."""

    zoomed = Signal(int)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, else scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoomed.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave whole pages to the preview, scroll within the page."""
        if event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            event.ignore()
            return
        super().keyPressEvent(event)


class Preview(QWidget):
    """One signed file; asks for pages with `wanted(page, width)` and takes them by `show_pixels`."""

    closed = Signal()
    wanted = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self.file: SignedFile | None = None
        self.number, self.page, self.pages, self.zoom = "", 0, 0, 100
        self._picture = Picture("shield-check", Tone.GOOD, 20)
        self._title, self._signed = words(role="strong"), words(role="small", wrap=True)
        self._where, self._zoom_words = words(role="muted"), words(role="muted")
        self._area = PreviewPage()
        self._area.setAccessibleName("Halaman surat")
        self._area.zoomed.connect(self.zoom_by)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self._area)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(60)
        self._timer.timeout.connect(self._want)
        self._lay_out()

    def show_file(self, file: SignedFile, number: str, pages: int) -> None:
        """Show the first page of a file."""
        self.file, self.number, self.pages, self.page = file, number, pages, 0
        self._title.setText(f"Berkas bertanda tangan {number}")
        tone, said = _signature_words(file)
        self._picture.show_icon(TONE_ICONS[tone] if tone is not Tone.GOOD else "shield-check", tone)
        self._signed.setText(said)
        self._area.say("")
        self._want()

    def show_pixels(self, page: int, pixels: PagePixels) -> None:
        """Paint a page that was asked for."""
        if page != self.page:
            return
        said = f"Halaman {page + 1} dari {self.pages} surat {self.number}"
        self._area.show_page(image_of(pixels), said)

    def has_page(self) -> bool:
        """Tell whether a page is painted."""
        return self._area.has_page()

    def turn(self, step: int) -> None:
        """Go pages on or back."""
        page = min(max(self.page + step, 0), self.pages - 1)
        if page != self.page:
            self.page = page
            self._area.verticalScrollBar().setValue(0)
            self._want()

    def zoom_by(self, step: int) -> None:
        """Go sizes up or down; 0 fits the page again."""
        at = ZOOMS.index(self.zoom) + step
        self.zoom = 100 if step == 0 else ZOOMS[min(max(at, 0), len(ZOOMS) - 1)]
        self._want()

    def _want(self) -> None:
        self._where.setText(f"Halaman {self.page + 1} dari {self.pages}")
        self._zoom_words.setText(f"{self.zoom} %")
        if self.file is not None and self.isVisible():
            room = min(self._area.viewport().width() - theme().px(24), theme().px(FIT_PX))
            width = round(max(room, 200) * self.zoom / 100 * self.devicePixelRatioF())
            self.wanted.emit(self.page, width)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        pad(head, gap=8)
        names = QVBoxLayout()
        pad(names, gap=2)
        names.addWidget(self._title)
        names.addWidget(self._signed)
        head.addWidget(self._picture)
        head.addLayout(names, 1)
        back = self._button("chevron-left", "PgUp", "Halaman sebelumnya")
        on = self._button("chevron-right", "PgDn", "Halaman berikutnya")
        less = self._button("zoom-out", "−", "Perkecil")
        more = self._button("zoom-in", "+", "Perbesar")
        back.clicked.connect(self._back)
        on.clicked.connect(self._on)
        less.clicked.connect(self._less)
        more.clicked.connect(self._more)
        for widget in (back, self._where, on, less, self._zoom_words, more):
            head.addWidget(widget)
        column = QVBoxLayout(self)
        pad(column, gap=10)
        column.addLayout(head)
        column.addWidget(self._area, 1)

    def _button(self, icon: str, keys: str, name: str) -> Button:
        made = Button("", icon, keys=keys, small=True, weight=Weight.QUIET)
        made.setAccessibleName(name)
        made.setToolTip(f"{name} ({keys})")
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return made

    def _back(self) -> None:
        self.turn(-1)

    def _on(self) -> None:
        self.turn(1)

    def _less(self) -> None:
        self.zoom_by(-1)

    def _more(self) -> None:
        self.zoom_by(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for the page in the new size."""
        super().resizeEvent(event)
        self._timer.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pages, zoom and the way back."""
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.closed.emit()
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.turn(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(1)
        elif key == Qt.Key.Key_Minus:
            self.zoom_by(-1)
        elif key == Qt.Key.Key_0:
            self.zoom_by(0)
        else:
            super().keyPressEvent(event)


def _signature_words(file: SignedFile) -> tuple[Tone, str]:
    by = f" · {file.signer}" if file.signer else ""
    at = f" · {date_time(file.signed_at)}" if file.signed_at else ""
    if file.verdict is None:
        return Tone.WARN, f"Tanda tangan tidak dapat diperiksa di komputer ini{by}{at}"
    tone = Tone.GOOD if file.verdict is SignatureVerdict.TRUSTED else Tone.BAD
    level = f" · {word(file.standing.level)}" if file.standing else ""
    return tone, f"{word(file.verdict)}{by}{at}{level}"
