"""The persons of a list: who they are, who else names them, the word on each; marked one by one or many at once."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from workstation.ui.action import Action, ActionButton
from workstation.ui.bars import words
from workstation.ui.flow import FlowLayout
from workstation.ui.office import Office
from workstation.ui.review.opened import OpenCase
from workstation.ui.review.personlines import KINDS, Kind, Notes, PersonLine, lines_of
from workstation.ui.review.rowpictures import RowPictures
from workstation.ui.table import Column, RowTable
from workstation.ui.theme import Tone, pad, theme
from workstation.vocabulary import Mark, PersonVerdict
from workstation.wording import word

FILTER_MS = 150
SEEN_MS = 250  # a row that passes by faster was not seen
TONES = {
    PersonVerdict.APPROVE: (Tone.GOOD, "circle-check"),
    PersonVerdict.RETURN: (Tone.WARN, "undo-2"),
    PersonVerdict.REFUSE: (Tone.BAD, "circle-x"),
}


ROW_PX, PICTURES_PX = 66, 148
MARK_TONES = {Mark.SAME: Tone.GOOD, Mark.DIFFERS: Tone.BAD, Mark.UNREADABLE: Tone.WARN}
PICTURES_AT = 2  # the section of the pictures, behind tick and number
COLUMNS = (
    Column("No.", lambda r: str(r.seq), width=44, sort=lambda r: r.seq),
    Column(
        "Pekerja",
        lambda r: r.name,
        sub=lambda r: f"{r.nik} · {r.note}" if r.notes else r.nik,
        icon=lambda r: "triangle-alert" if r.notes else "user",
        tooltip=lambda r: "\n".join((r.name, r.nik, r.where, *r.notes)),
        strong=True,
    ),
    Column(
        "Putusan",
        lambda r: word(r.verdict) if r.verdict else "",
        tone=lambda r: TONES[r.verdict][0] if r.verdict else None,
        icon=lambda r: TONES[r.verdict][1] if r.verdict else "",
        tooltip=lambda r: r.reason,
        width=132,
    ),
)


class PersonsPage(QWidget):
    """The list with its filter, counts and verbs; `moved` says that the choice has changed.

    Where rows have papers each shows them small; a row counts as seen once they were on the screen with it.
    `looked_at` gives the line whose papers are to be shown large.
    """

    moved = Signal()
    looked_at = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.pictures = RowPictures(office, self)
        self._noticed: Notes = {}
        self.kind = Kind.ALL
        self.lines: tuple[PersonLine, ...] = ()
        self.title, self.counts = words("", "section"), words("", "small", wrap=True)
        self.shown, self.search = words("", "small"), QLineEdit()
        self.about, self.unseen = words("", "small", wrap=True), words("", "small")
        papers = Column("Berkas", lambda _r: "", width=PICTURES_PX, pictures=self._small)
        self.table = RowTable(
            (COLUMNS[0], papers, *COLUMNS[1:]), name="review-persons", checkable=True, many=True
        )
        self.seen: set[int] = set()
        self._case: OpenCase | None = None
        self._look = QTimer(self)
        self._verbs, self._wait = FlowLayout(right=False, gap=6), QTimer(self)
        self._lay_out()

    def add_verb(self, action: Action, icon: str = "") -> None:
        """Put the button of a verb above the list, with an icon of its own where the verb has two meanings."""
        button = ActionButton(action, small=True)
        button.icon_name = icon or button.icon_name
        self._verbs.addWidget(button)

    def show_case(self, case: OpenCase, *, is_new: bool) -> None:
        """Show the persons of a case; the same one keeps filter, ticks and cursor."""
        if is_new:
            self.kind = Kind.ALL
            self.seen.clear()
            self.search.clear()
            self.table.check_all(False)
            self._noticed = {}
            self.pictures.forget()
        self._case = case
        self.lines = lines_of(case, self._noticed)
        self._settle_pictures()
        self.title.setText(f"Pekerja ({len(self.lines)} orang)")
        count = {v: sum(line.verdict is v for line in self.lines) for v in (*PersonVerdict, None)}
        said = [f"{count[v]} {word(v).lower()}" for v in PersonVerdict]
        said += [f"{count[None]} belum diputuskan"]
        noted = sum(bool(line.notes) for line in self.lines)
        said += [f"{noted} perlu perhatian"] if noted else []
        said += [f"{case.file.hidden} dibekukan, tidak ditampilkan"] if case.file.hidden else []
        self.counts.setText(" · ".join(said))
        self.refill()

    def set_noticed(self, noticed: Notes) -> None:
        """Note what the database knows about the papers of the rows."""
        if noticed != self._noticed and self._case is not None:
            self._noticed = noticed
            self.show_case(self._case, is_new=False)

    @property
    def has_papers(self) -> bool:
        """Tell whether any row of the list has papers of its own."""
        return any(line.papers for line in self.lines)

    @property
    def is_pair(self) -> bool:
        """Tell whether the papers of a row lie beside the list."""
        return self.isVisible() and self.has_papers and self.table.row_now() is not None

    def refill(self) -> None:
        """List those that the filter shows, the cursor on the first when it was nowhere."""
        text = self.search.text().strip().casefold()
        rows = [line for line in self.lines if line.fits(self.kind, text)]
        if self.kind is Kind.UNSEEN:
            rows = [line for line in rows if line.id not in self.seen]
        self.table.set_rows(rows)
        self.shown.setText(f"{KINDS[self.kind]}: {len(rows)}")
        if rows and self.table.row_now() is None:
            self.table.choose_first()
        self._look.start()
        self.moved.emit()

    def page(self, by: int) -> None:
        """Show the rows below or above those on the screen; the cursor stays on the first of them."""
        bar = self.table.verticalScrollBar()
        bar.setValue(bar.value() + by * bar.pageStep())
        number = self.table.rowAt(self.table.rowHeight(0) // 2)
        if 0 <= number < len(self.table.rows()):
            self.table.choose_row(self.table.rows()[number].id)

    def on_screen(self) -> list[PersonLine]:
        """Give the rows that can be seen now, also those cut at an edge."""
        rows = self.table.rows()
        if not rows or not self.table.isVisible():
            return []
        first, last = self.table.rowAt(0), self.table.rowAt(self.table.viewport().height() - 1)
        return rows[max(first, 0) : (last if last >= 0 else len(rows) - 1) + 1]

    def _note_seen(self) -> None:
        there = self.on_screen()
        self._want_pictures(there)
        settled = self.pictures.is_settled
        self.seen.update(line.id for line in there if all(settled(scan) for scan in line.scans))
        left = sum(line.id not in self.seen for line in self.lines)
        self.unseen.setText(f"{left} belum dilihat" if left else "Semua sudah dilihat")

    def _small(self, line: PersonLine) -> tuple[QPixmap | str, ...]:
        return tuple(self.pictures.small(scan) if scan else "–" for scan in line.papers)

    def _settle_pictures(self) -> None:
        """Make room for pictures where the list has any."""
        self.table.setColumnHidden(PICTURES_AT, not self.has_papers)
        self.table.set_row_px(ROW_PX if self.has_papers else 48)

    def _want_pictures(self, there: Sequence[PersonLine]) -> None:
        """Draw the row under the cursor and the two below it large, and what is on the screen small."""
        rows, at = self.table.rows(), self.table.currentIndex().row()
        near = rows[max(at, 0) : max(at, 0) + 3] if self.table.isVisible() else []
        self.pictures.want(
            (s for line in near for s in line.scans), (s for line in there for s in line.scans)
        )

    def _pictures_came(self) -> None:
        self.table.viewport().update()
        self.looked_at.emit(self.table.row_now())
        self._look.start()

    def next_kind(self) -> None:
        """Show the next kind of persons, round."""
        kinds = list(Kind)
        self.show_kind(kinds[(kinds.index(self.kind) + 1) % len(kinds)])

    def show_kind(self, kind: Kind) -> None:
        """Show one kind; what was ticked is ticked no more."""
        self.kind = kind
        self.table.check_all(False)
        self.refill()
        self.table.setFocus()

    def tick_shown(self) -> None:
        """Tick everybody who is listed, or nobody when all are ticked."""
        self.table.check_all(len(self.table.checked()) < len(self.table.rows()))
        self.table.setFocus()

    def chosen(self) -> Sequence[PersonLine]:
        """Give the ticked persons, or those selected."""
        return self.table.chosen_rows()

    def go_on(self) -> None:
        """Untick, and put the cursor on the next person without a word."""
        self.table.check_all(False)
        rows, at = self.table.rows(), self.table.currentIndex().row()
        turned = rows[at + 1 :] + rows[: at + 1]
        following = next((row for row in turned if row.verdict is None), None)
        if following is not None:
            self.table.choose_row(following.id)
        self.table.setFocus()

    def _lay_out(self) -> None:
        self.search.setPlaceholderText("Cari nama atau NIK (Ctrl+F)")
        self.search.setAccessibleName("Cari pekerja")
        self.search.setClearButtonEnabled(True)
        holder = QWidget()
        holder.setLayout(self._verbs)
        holder.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        head = QHBoxLayout()
        pad(head, gap=8)
        head.addWidget(self.title)
        head.addWidget(self.search, 1)
        head.addWidget(self.unseen)
        head.addWidget(self.shown)
        column = QVBoxLayout(self)
        pad(column, 0, 0, 6, 0, gap=6)
        column.addLayout(head)
        column.addWidget(self.counts)
        column.addWidget(holder)
        column.addWidget(self.table, 1)
        column.addWidget(self.about)
        self.table.setAccessibleName("Pekerja")
        self.table.setMinimumHeight(theme().px(120))
        self.table.chosen.connect(self._told)
        self.table.current_row.connect(self._tell_about)
        self.pictures.came.connect(self._pictures_came)
        self._look.setSingleShot(True)
        self._look.setInterval(SEEN_MS)
        self._look.timeout.connect(self._note_seen)
        self.table.verticalScrollBar().valueChanged.connect(self._look_again)
        self._wait.setSingleShot(True)
        self._wait.setInterval(FILTER_MS)
        self._wait.timeout.connect(self.refill)
        self.search.textChanged.connect(self._typed)
        self.search.returnPressed.connect(self.table.setFocus)

    def _tell_about(self, line: PersonLine | None) -> None:
        """Say in full what the narrow list cuts: notes, reason, and where the person lives and goes."""
        parts = [*line.notes, line.reason, line.where] if line is not None else []
        if self.has_papers:  # the pane beside says the rest
            parts = [line.reason] if line is not None else []
        self.about.setText(". ".join(part for part in parts if part))
        self.about.setVisible(bool(self.about.text()))
        self._want_pictures(self.on_screen())
        self.looked_at.emit(line)

    def showEvent(self, event: QShowEvent) -> None:
        """What stands here is seen from now on."""
        super().showEvent(event)
        self._look.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or fewer rows are seen."""
        super().resizeEvent(event)
        self._look.start()

    def _look_again(self, _value: int) -> None:
        self._look.start()

    def _typed(self) -> None:
        self._wait.start()

    def _told(self, _rows: object) -> None:
        self.moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the search for the list; the second one is the screen's."""
        if event.key() == Qt.Key.Key_Escape and (self.search.hasFocus() or self.search.text()):
            self.search.clear()
            self.table.setFocus()
            return
        super().keyPressEvent(event)
