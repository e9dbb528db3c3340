"""The strip: every case to be looked through as a tile, its letter and what deserves a second look above it.

A letter that has lain on the screen for a moment is seen: the database notes it for this officer and this version.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from workstation.errors import ChangedByOther, Problem
from workstation.queries.approvals import ApprovalRow
from workstation.ui import icons
from workstation.ui.approval.columns import hints, who
from workstation.ui.bars import words
from workstation.ui.button import Button
from workstation.ui.deadlines import left_icon, left_tone, left_words
from workstation.ui.letter import Letter, LetterPage, draw_page, open_letter
from workstation.ui.office import Office
from workstation.ui.theme import Tone, pad, theme
from workstation.ui.topbar import Chip
from workstation.usecases import sampling
from workstation.usecases.previewing import preview
from workstation.usecases.reviewing import Reason
from workstation.vocabulary import DocumentKind, Proposal
from workstation.wording import advice, sentence, word

REST_MS = 600
TILE_PX, TILE_HIGH_PX, SIDE_PX, PAGE_PX = 212, 46, 300, 760


@dataclass(frozen=True, slots=True)
class StripCase:
    """A case to be looked at, with the letter that it would get; `is_sampled`: it must be seen."""

    row: ApprovalRow
    kind: DocumentKind
    is_sampled: bool = False
    reasons: Sequence[Reason] | None = None


class Tiles(QListWidget):
    """One line of tiles: left and right go from case to case, up and down move the page above."""

    scrolled = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setAccessibleName("Berkas yang dilihat satu per satu")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the page with up and down; the rest is Qt's."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.scrolled.emit(1 if event.key() == Qt.Key.Key_Down else -1)
            return
        super().keyPressEvent(event)


class Strip(QWidget):
    """The page. `noted` says that one more case is seen; `left` counts sampled ones that are not."""

    noted = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self.cases: tuple[StripCase, ...] = ()
        self.seen: set[int] = set()
        self._letter: Letter | None = None
        self._number = 0
        self.title, self.count = words(role="section"), Chip("", Tone.INFO, "scan-eye")
        self.name, self.left_chip = words(role="strong", wrap=True), Chip("", Tone.NEUTRAL, "clock")
        self.facts, self.pages = words(wrap=True), words(role="muted")
        self.tiles, self._area = Tiles(), LetterPage()
        self.back = Button("Kembali ke daftar", "arrow-left", keys="Esc", small=True)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._see)
        self._lay_out()
        self.tiles.currentRowChanged.connect(self._show)
        self.tiles.scrolled.connect(self._area.scroll_down)

    # -- what the screen uses ----------------------------------------------------------------------------

    def show_cases(self, title: str, cases: Sequence[StripCase], seen: frozenset[int]) -> None:
        """Lay the cases out and begin with the first that is not seen."""
        self.title.setText(title)
        self.cases, self.seen = tuple(cases), set(seen)
        self.tiles.blockSignals(True)
        self.tiles.clear()
        for case in self.cases:
            item = QListWidgetItem(f"{case.row.number}\n{case.row.applicant}")
            item.setSizeHint(QSize(theme().px(TILE_PX), theme().px(TILE_HIGH_PX)))
            item.setToolTip(f"{case.row.number} · {case.row.applicant}")
            self.tiles.addItem(item)
        self.tiles.blockSignals(False)
        for number in range(len(self.cases)):
            self._mark(number)
        first = next((n for n, case in enumerate(self.cases) if case.row.id not in self.seen), 0)
        self.tiles.setFixedHeight(theme().px(TILE_HIGH_PX + 18))
        self._count()
        self.tiles.setCurrentRow(-1)
        self.tiles.setCurrentRow(first)
        self.tiles.setFocus()

    def forget(self) -> None:
        """Show nothing any more; what was on its way is not seen."""
        self._rest.stop()
        self.cases, self._letter = (), None

    @property
    def left(self) -> int:
        """Count the sampled cases that are not seen yet."""
        return sum(case.is_sampled and case.row.id not in self.seen for case in self.cases)

    def turn(self, step: int) -> None:
        """Go pages on or back within the letter."""
        if self._letter is not None and 0 <= self._number + step < self._letter.pages:
            self._number += step
            self._area.verticalScrollBar().setValue(0)
            self._want()

    def has_page(self) -> bool:
        """Tell whether a page is to be seen."""
        return self._area.has_page()

    # -- how it works ------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        pad(head, gap=10)
        head.addWidget(self.title, 1)
        head.addWidget(self.count)
        head.addWidget(self.back)
        side, card = QVBoxLayout(), QFrame()
        card.setProperty("role", "card")
        card.setLayout(side)
        card.setFixedWidth(theme().px(SIDE_PX))
        pad(side, 14, 12, 14, 12, gap=8)
        for part in (self.name, self.left_chip, self.facts):
            side.addWidget(part)
        side.addStretch(1)
        side.addWidget(self.pages)
        body = QHBoxLayout()
        pad(body, gap=12)
        body.addWidget(self._area, 1)
        body.addWidget(card)
        column = QVBoxLayout(self)
        pad(column, gap=8)
        column.addLayout(head)
        column.addLayout(body, 1)
        column.addWidget(self.tiles)

    def _mark(self, number: int) -> None:
        """Show on a tile whether its case is seen, or must be."""
        case, item = self.cases[number], self.tiles.item(number)
        is_seen = case.row.id in self.seen
        name = "circle-check" if is_seen else "scan-eye" if case.is_sampled else "circle"
        tone = Tone.GOOD if is_seen else Tone.WARN if case.is_sampled else Tone.NEUTRAL
        item.setIcon(icons.icon(name, theme().tone(tone).ink))
        said = "sudah dilihat" if is_seen else "sampel, belum dilihat" if case.is_sampled else "belum dilihat"
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{case.row.number} {case.row.applicant}, {said}")

    def _count(self) -> None:
        sampled = sum(case.is_sampled for case in self.cases)
        if sampled:
            done = sampled - self.left
            text = f"{done} dari {sampled} sampel dilihat"
            self.count.say(text, Tone.GOOD if done == sampled else Tone.WARN, "scan-eye")
            return
        done = sum(case.row.id in self.seen for case in self.cases)
        self.count.say(f"{done} dari {len(self.cases)} dilihat", Tone.INFO, "scan-eye")

    def _show(self, number: int) -> None:
        self._rest.stop()
        self._letter, self._number = None, 0
        if not 0 <= number < len(self.cases):
            return
        case = self.cases[number]
        self._write(case)
        self._area.say("Menyusun surat …")
        draw = partial(preview, self._office.desk, case.row.id, case.kind, case.reasons)
        self._office.do(
            partial(open_letter, self._office.tools["pages"], draw),
            lane="scans",
            then=partial(self._opened, case),
            sorry=partial(self._sorry, case),
        )

    def _write(self, case: StripCase) -> None:
        row = case.row
        self.name.setText(row.applicant)
        self.left_chip.say(left_words(row.left), left_tone(row.left), left_icon(row.left))
        parts = [f"{row.number} · {row.type_title}", f"{who(row)} · {word(case.kind).lower()}"]
        parts += [f"Diteliti {', '.join(row.reviewers)}."] if row.reviewers else []
        parts += [f"• {hint.why}" for hint in hints(row)]
        parts += [f"Catatan peneliti: {row.comment}"] if row.comment else []
        self.facts.setText("\n".join(parts))
        self.pages.setText("")

    def _is_now(self, case: StripCase) -> bool:
        number = self.tiles.currentRow()
        return 0 <= number < len(self.cases) and self.cases[number] is case

    def _opened(self, case: StripCase, letter: Letter) -> None:
        if self._is_now(case):
            self._letter = letter
            self._want()

    def _sorry(self, case: StripCase, problem: Problem) -> None:
        """Say why no letter is to be seen; who has read that has looked at the case."""
        if self._is_now(case):
            self._area.say(f"{sentence(problem)}\n{advice(problem)}")

    def _want(self) -> None:
        letter, number = self._letter, self._number
        if letter is None:
            return
        self.pages.setText(f"Halaman {number + 1} dari {letter.pages}" if letter.pages > 1 else "1 halaman")
        wide = round(
            min(max(self._area.width() - theme().px(24), 200), theme().px(PAGE_PX)) * self.devicePixelRatioF()
        )
        self._office.do(
            partial(draw_page, self._office.tools["pages"], letter, number, wide),
            lane="scans",
            then=partial(self._paint, letter, number),
            read=True,
        )

    def _paint(self, letter: Letter, number: int, image: QImage) -> None:
        if letter is not self._letter or number != self._number:
            return
        self._area.show_page(image, f"Halaman {number + 1} dari {letter.pages}, {self.name.text()}")
        self._rest.start()

    def _see(self) -> None:
        number = self.tiles.currentRow()
        if not (self.isVisible() and 0 <= number < len(self.cases)):
            return
        row = self.cases[number].row
        if row.id not in self.seen:
            self._office.do(
                partial(sampling.see_case, self._office.desk, row.id, row.version),
                then=partial(self._note, row.id),
                sorry=partial(self._unseen, row.id),
            )

    def _note(self, ident: int, _result: object) -> None:
        self.seen.add(ident)
        for number, case in enumerate(self.cases):
            if case.row.id == ident:
                self._mark(number)
        self._count()
        self.noted.emit()

    def _unseen(self, ident: int, problem: Problem) -> None:
        if isinstance(problem, ChangedByOther):  # decided or sent back meanwhile: out of the sample
            self._note(ident, None)
        else:
            self._office.hub.complain(problem)


def letter_of(row: ApprovalRow) -> DocumentKind:
    """Give the kind of letter that a proposal leads to."""
    return DocumentKind.PERMIT if row.proposal == Proposal.APPROVE else DocumentKind.REFUSAL_LETTER
