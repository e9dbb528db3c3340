"""Check a paper: scan its code, open or drop its file, paste its picture; the answer fills the screen."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, Qt
from PySide6.QtGui import QImage, QImageWriter, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QSplitter, QStackedWidget, QVBoxLayout

from workstation.errors import DamagedFile, Problem, TooLarge
from workstation.queries import permits
from workstation.ui.bars import Empty
from workstation.ui.check import actions
from workstation.ui.check.told import Told, shown_before, told
from workstation.ui.check.view import (
    COLUMNS,
    HISTORY_PX,
    NARROW_PX,
    AnswerPanel,
    CodeLine,
    DropArea,
    file_in,
    picture_in,
)
from workstation.ui.jobs import Job
from workstation.ui.screen import Screen
from workstation.ui.table import RowTable
from workstation.ui.theme import pad, theme
from workstation.usecases import answering, showing
from workstation.usecases.answering import CheckAnswer
from workstation.usecases.showing import ShownBefore
from workstation.vocabulary import SealAnswer
from workstation.wording import advice, sentence

LARGEST = 64 * 1024 * 1024
MOST_KEPT = 50
PATTERNS = "Surat (*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.webp);;Semua berkas (*)"

NOTHING_YET = "Belum ada surat yang diperiksa"
NO_ANSWER = "Surat ini belum terjawab"
WAYS_IN = (
    "Pindai kode QR-nya, seret berkas atau foto ke sini, tekan Ctrl+O untuk memilih berkas,"
    " atau Ctrl+V untuk menempel gambar."
)


class CheckScreen(Screen):
    """Say which of the possible things a paper is."""

    KEY, TITLE, ICON = "check", "Periksa surat", "shield-check"

    def build(self) -> None:
        """Lay out line, answer and the last answers."""
        self._titles: dict[str, str] = {}
        self._last, self._asked_titles = 0, False
        self._latest: Job | None = None
        self.line, self.panel = CodeLine(), AnswerPanel()
        self.history = RowTable(COLUMNS, name="check")
        self.nothing = Empty(NOTHING_YET, WAYS_IN, "scan-line")
        self.waiting = Empty("Memeriksa …", "Jawaban muncul di sini sebentar lagi.", "hourglass")
        self.add_actions(actions.OpenFile, actions.PastePicture, actions.NextPaper)
        self.stack = QStackedWidget()
        for part in (self.nothing, self.waiting, self.panel):
            self.stack.addWidget(part)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(14)
        self.split.addWidget(self.stack)
        self.split.addWidget(self.history)
        self.history.hide()
        area = DropArea()
        column = QVBoxLayout(area)
        pad(column, gap=14)
        column.addWidget(self.line)
        column.addWidget(self.split, 1)
        self.set_body(area)
        self.line.given.connect(self.check_code)
        self.line.pasted.connect(self.take)
        area.dropped.connect(self.take)
        self.history.current_row.connect(self._look_again)
        self.setFocusProxy(self.line)

    def refresh(self) -> None:
        """Learn the titles of the permit types; without a line the check works all the same."""
        if not self._asked_titles:
            self._asked_titles = True
            desk = self.office.desk
            self.office.do(
                lambda: permits.type_titles(desk), then=self._keep_titles, sorry=self._no_titles, read=True
            )

    # -- papers come in ----------------------------------------------------------------------------------

    def check_code(self, text: str) -> None:
        """Judge the text that a reader typed."""
        desk, trust = self.office.desk, self.office.tools["trust"]
        self._check("Kode QR dari pemindai", lambda: answering.check_code(text, trust(), desk.now()))

    def check_file(self, file: Path) -> None:
        """Judge a file; it is read in the background."""

        def read() -> bytes:
            try:
                size = file.stat().st_size
                if size > LARGEST:
                    raise TooLarge(file.name, size, LARGEST)
                return file.read_bytes()
            except OSError as fault:
                raise DamagedFile(file.name, fault.strerror or str(fault)) from fault

        self._check_bytes(read, file.name)

    def check_picture(self, picture: QImage) -> None:
        """Judge a picture from the clipboard."""
        self._check_bytes(lambda: _png(picture), "Gambar dari papan klip")

    def take(self, held: QMimeData) -> None:
        """Take a file, a picture or the text of a code, whatever was dropped or pasted."""
        file, picture = file_in(held), picture_in(held)
        if file is not None:
            self.check_file(file)
        elif picture is not None:
            self.check_picture(picture)
        elif held.hasText() and held.text().strip():
            self.line.setText(held.text().strip())
            self.check_code(held.text().strip())
        else:
            self.notice.show_text(
                "Tidak ada gambar atau berkas untuk ditempel.",
                "Salin gambar surat dahulu, atau tekan Ctrl+O untuk memilih berkas.",
            )

    def choose_file(self) -> None:
        """Open the dialog for files; it does not stop the program."""
        dialog = QFileDialog(self, "Pilih surat yang diperiksa", "", PATTERNS)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._chosen)
        dialog.open()

    def wait_for_next(self) -> None:
        """Empty the line and wait."""
        self.line.clear()
        self.notice.clear()
        self.history.clearSelection()
        self.nothing.say(NOTHING_YET, WAYS_IN, "scan-line")
        self.stack.setCurrentWidget(self.nothing)
        self.line.setFocus()

    def open(self, subject: object) -> None:
        """Judge the text of a code that another place found."""
        if isinstance(subject, str):
            self.check_code(subject)

    # -- answers -----------------------------------------------------------------------------------------

    def _chosen(self, name: str) -> None:
        self.check_file(Path(name))

    def _check_bytes(self, read: Callable[[], bytes], name: str) -> None:
        desk, trust, pages = self.office.desk, self.office.tools["trust"], self.office.tools["pages"]
        self._check(name, lambda: answering.check_apart(pages, read(), name, trust(), desk.now()))

    def _check(self, source: str, work: Callable[[], CheckAnswer]) -> None:
        # the answer to the paper before must not stand there for this one, whatever happens
        self.notice.clear()
        self.history.clearSelection()
        self.stack.setCurrentWidget(self.waiting)
        job = self.ask(
            work, lane="scans", then=partial(self._show, source), sorry=partial(self._sorry, source)
        )
        self._latest = job
        job.ended.connect(partial(self._no_answer, job))

    def _no_answer(self, job: Job) -> None:
        """Stop waiting when the work of the latest paper has ended without an answer."""
        if job is self._latest and self.stack.currentWidget() is self.waiting:
            self.stack.setCurrentWidget(self.nothing)

    def _show(self, source: str, answer: CheckAnswer) -> None:
        self._last += 1
        made = told(self._last, source, answer, self.office.desk.now(), self._titles)
        self._show_told(made)
        self._keep([made, *self.history.rows()][:MOST_KEPT], made.id)
        self._arrange()
        self._ask_of_before(made)

    def _keep(self, rows: list[Told], chosen: int) -> None:
        self.history.blockSignals(True)
        self.history.set_rows(rows)
        self.history.choose_row(chosen)
        self.history.blockSignals(False)

    def _ask_of_before(self, made: Told) -> None:
        """Ask the other counters about a seal that holds; without a line the answer stands as it is."""
        desk, statement = self.office.desk, made.answer.statement
        if statement is not None and made.answer.answer is SealAnswer.VALID:
            serial = statement.serial
            self.office.do(
                lambda: showing.note_showing(desk, serial),
                then=partial(self._shown_before, made.id),
                sorry=self._nobody_knows,
            )

    def _shown_before(self, told_id: int, before: ShownBefore | None) -> None:
        rows: list[Told] = list(self.history.rows())
        made = next((row for row in rows if row.id == told_id), None)
        if before is None or made is None:
            return
        warned = shown_before(made, before)
        chosen = self.history.row_now()
        self._keep([warned if row.id == told_id else row for row in rows], chosen.id if chosen else told_id)
        if chosen is None or chosen.id == told_id:
            self._show_told(warned)

    def _nobody_knows(self, _problem: Problem) -> None:
        pass

    def _show_told(self, made: Told) -> None:
        self.panel.show_told(made)
        self.stack.setCurrentWidget(self.panel)
        self.panel.arrange(self.stack.width())

    def _look_again(self, row: Told | None) -> None:
        if row is not None:
            self._show_told(row)

    def _sorry(self, source: str, problem: Problem) -> None:
        self.nothing.say(NO_ANSWER, WAYS_IN, "circle-help")
        self.stack.setCurrentWidget(self.nothing)
        self.notice.problem = problem
        raw = str(getattr(problem, "raw", "") or "")
        more = f" Keterangan: {raw}" if raw else ""
        self.notice.show_text(f"{source}: {sentence(problem)}", advice(problem) + more)

    def _keep_titles(self, titles: dict[str, str]) -> None:
        self._titles = titles

    def _no_titles(self, _problem: Problem) -> None:
        self._asked_titles = False

    def _arrange(self) -> None:
        narrow = self.width() < theme().px(NARROW_PX)
        self.history.setVisible(len(self.history.rows()) > 1 and not narrow)
        room = self.split.width()
        aside = min(theme().px(HISTORY_PX), room * 45 // 100)
        self.split.setSizes([room - aside, aside])
        self.panel.arrange(self.stack.width())

    def showEvent(self, event: QShowEvent) -> None:
        """Be ready for the hand-held reader."""
        super().showEvent(event)
        self.line.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Lead what a hand-held reader types to the line, wherever the cursor is."""
        text = event.text()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        if plain and text.isprintable() and text.strip():
            self.line.setText(text)
            self.line.setFocus()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the room to the answer where it is scarce."""
        super().resizeEvent(event)
        self._arrange()


def _png(picture: QImage) -> bytes:
    """Write a picture as a file; a QImage is no widget and may be read in the background."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(picture)
    return bytes(buffer.data().data())
