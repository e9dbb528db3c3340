"""A letter before it is decided, page by page over the screen: F11 or Esc goes back to the work."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from workstation.errors import Problem
from workstation.imaging.pool import key_of
from workstation.ui.bars import words
from workstation.ui.button import Button, Weight
from workstation.ui.keys import Sheet
from workstation.ui.office import Office
from workstation.ui.pixels import image_of
from workstation.ui.theme import pad, theme
from workstation.wording import advice, sentence

if TYPE_CHECKING:
    from workstation.imaging.pool import PageReader

NAME = "pratinjau.pdf"
SIDE_PX = 44  # around the page, with the scroll bar
SCROLL_PX = 120


@dataclass(frozen=True, slots=True)
class Letter:
    """A drawn letter with its number of pages."""

    data: bytes
    key: str
    pages: int


def open_letter(pages: "PageReader", draw: Callable[[], bytes]) -> Letter:
    """Draw a letter and count its pages."""
    data = draw()
    return Letter(data, key_of(data), pages.probe(data, NAME).pages)


def draw_page(pages: "PageReader", letter: Letter, number: int, width: int) -> QImage:
    """Draw one page of a letter, `width` pixels wide."""
    return image_of(pages.page(letter.key, letter.data, number, width=width, name=NAME))


class LetterPage(QScrollArea):
    """One page of a letter, or words in its place."""

    def __init__(self) -> None:
        super().__init__()
        self._page = QLabel()
        self._page.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._page.setWordWrap(True)
        self.setWidget(self._page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def say(self, text: str) -> None:
        """Say something in place of a page."""
        self._page.setPixmap(QPixmap())
        self._page.setText(text)

    def show_page(self, image: QImage, said: str) -> None:
        """Show a page; a screen reader hears which it is."""
        picture = QPixmap.fromImage(image)
        picture.setDevicePixelRatio(self.devicePixelRatioF())
        self._page.setPixmap(picture)
        self._page.setAccessibleName(said)

    def has_page(self) -> bool:
        """Tell whether a page is to be seen."""
        return not self._page.pixmap().isNull()

    def said(self) -> str:
        """Give the words in place of a page."""
        return self._page.text()

    def scroll_down(self, step: int) -> None:
        """Move down the page by a step, up by a negative one."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + step * theme().px(SCROLL_PX))


class LetterSheet(Sheet):
    """Shows what `show_letter` draws; takes all keys but the frame's while it is open."""

    def __init__(self, office: Office, parent: QWidget) -> None:
        super().__init__(parent)
        self._office = office
        self.letter: Letter | None = None
        self.number = 0
        self.title, self.where = words(role="section"), words(role="muted")
        self._area = LetterPage()
        self._former = Button("", "chevron-left", keys="PgUp", small=True, weight=Weight.QUIET)
        self._next = Button("", "chevron-right", keys="PgDn", small=True, weight=Weight.QUIET)
        self._back = Button("Kembali", "arrow-left", keys="Esc", small=True)
        self.setAccessibleName("Pratinjau surat")
        self._lay_out()

    def card_size(self) -> tuple[int, int]:
        """Be as tall as the screen allows."""
        return 900, 2000

    def show_letter(self, title: str, draw: Callable[[], bytes]) -> None:
        """Open the sheet at once and draw the letter in the background; what refuses it is said in its place."""
        self.letter, self.number = None, 0
        self.title.setText(title)
        self._say("Menyusun surat …")
        self.open()
        pages = self._office.tools["pages"]
        self._office.do(partial(open_letter, pages, draw), lane="scans", then=self._opened, sorry=self._sorry)

    def turn(self, step: int) -> None:
        """Go pages on or back."""
        if self.letter is not None and 0 <= self.number + step < self.letter.pages:
            self.number += step
            self._area.verticalScrollBar().setValue(0)
            self._want()

    def has_page(self) -> bool:
        """Tell whether a page is to be seen."""
        return self._area.has_page()

    def said(self) -> str:
        """Give the words in place of a page."""
        return self._area.said()

    # -- how it works ------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        pad(head, gap=8)
        head.addWidget(self.title, 1)
        head.addWidget(self.where)
        for button, name in ((self._former, "Halaman sebelumnya"), (self._next, "Halaman berikutnya")):
            button.setAccessibleName(name)
            head.addWidget(button)
        head.addWidget(self._back)
        for button in (self._former, self._next, self._back):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self.card)
        pad(column, 16, 12, 16, 12, gap=8)
        column.addLayout(head)
        column.addWidget(self._area, 1)
        self._former.clicked.connect(partial(self.turn, -1))
        self._next.clicked.connect(partial(self.turn, 1))
        self._back.clicked.connect(self.close_sheet)

    def _say(self, text: str) -> None:
        self._area.say(text)
        self.where.setText("")

    def _opened(self, letter: Letter) -> None:
        if self.isVisible():
            self.letter = letter
            self._want()

    def _sorry(self, problem: Problem) -> None:
        self._say(f"{sentence(problem)}\n{advice(problem)}")

    def _want(self) -> None:
        if self.letter is None:
            return
        letter, number, pages = self.letter, self.number, self._office.tools["pages"]
        self.where.setText(f"Halaman {number + 1} dari {letter.pages}")
        wide = round(max(self._area.width() - theme().px(SIDE_PX), 200) * self.devicePixelRatioF())
        self._office.do(
            partial(draw_page, pages, letter, number, wide),
            lane="scans",
            then=partial(self._show, letter, number),
            sorry=self._sorry,
            read=True,
        )

    def _show(self, letter: Letter, number: int, image: QImage) -> None:
        if letter is self.letter and number == self.number:
            self._area.show_page(image, f"Halaman {number + 1} dari {letter.pages}, {self.title.text()}")

    def event(self, event: QEvent) -> bool:
        """Let no verb of the screen below be started by its key."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pages, the way down the page, and the way back; nothing reaches the screen below."""
        key = event.key()
        if key in (Qt.Key.Key_Escape, Qt.Key.Key_F11, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close_sheet()
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.turn(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._area.scroll_down(1 if key == Qt.Key.Key_Down else -1)
        event.accept()
