"""The left side of the desk: steps, who and when, documents, fields, workers, and what was said before."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from workstation.comparing.proposing import Reading
from workstation.phrasing import time_of_day
from workstation.ui import icons
from workstation.ui.bars import Bar, words
from workstation.ui.deadlines import left_icon, left_tone, left_words
from workstation.ui.review.hintbar import NoticedLine
from workstation.ui.review.lines import DocumentLine, FieldRow, Line
from workstation.ui.review.opened import OpenCase
from workstation.ui.review.slots import Slots
from workstation.ui.standing import title_of, words_of
from workstation.ui.theme import SMALL_PX, Tone, pad, theme
from workstation.ui.topbar import Chip
from workstation.vocabulary import CaseStage
from workstation.wording import word

STEPS = ("Kelengkapan", "Administrasi", "Teknis", "Usul")
MOST_SAID = 3  # fields whose other reading stands above the form; of the others the name alone
AT_STEP = {CaseStage.SUBMITTED: 0, CaseStage.ADMINISTRATIVE: 1, CaseStage.TECHNICAL: 2, CaseStage.PROPOSED: 4}


class Steps(QWidget):
    """Where the case stands: done, now, still to come; in words, icon and colour."""

    def __init__(self) -> None:
        super().__init__()
        self._at = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)

    def show_stage(self, stage: CaseStage) -> None:
        """Show how far it is."""
        self._at = AT_STEP.get(stage, len(STEPS))
        self.setAccessibleName(f"Tahap: {word(stage)}")
        self.update()

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(theme().px(300), theme().px(30))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the four steps side by side."""
        painter, look = QPainter(self), theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        share, side, height = self.width() / len(STEPS), look.px(16), self.height()
        for number, name in enumerate(STEPS):
            left = number * share
            is_now, is_done = number == self._at, number < self._at
            ink = look.colour("accent" if is_now else "text" if is_done else "muted")
            icon = "circle-check" if is_done else "circle-dot" if is_now else "circle"
            icons.draw(painter, icon, ink, QRectF(left, height / 2 - side / 2 - 2, side, side))
            font = look.font(SMALL_PX, bold=is_now)
            painter.setFont(font)
            painter.setPen(ink)
            room = QRectF(left + side + look.px(5), 0, share - side - look.px(10), height - 4)
            short = QFontMetrics(font).elidedText(name, Qt.TextElideMode.ElideRight, int(room.width()))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, short)
            bar = QRectF(left, height - look.px(3), share - look.px(6), look.px(3))
            ground = look.colour("accent" if is_now or is_done else "line")
            painter.fillRect(bar, ground)
        painter.end()


class CasePane(QWidget):
    """Shows one case. `document_entered(scan id)`, `field_entered(code)`, `marked(code, mark)` tell what is done."""

    document_entered = Signal(int)
    field_entered = Signal(str)
    marked = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.steps, self.left, self.owner = Steps(), Chip(), words("", "small")
        self.who, self.todo = words("", "section", wrap=True), words("", "small", wrap=True)
        self.former, self.noticed, self.helping = Bar(Tone.INFO), NoticedLine(), words("", "small")
        self.standing = Bar(Tone.WARN)
        self.listed = words("", "label", wrap=True)
        self.current: Line | None = None
        self.area = QScrollArea()
        self._shape: object = None
        # shown without a parent it would be a window and take the focus
        for bar in (self.noticed, self.standing):
            bar.setParent(self)
            bar.hide()
        self.listed.hide()
        self.lines = Slots(self.former, self.listed)
        self.lines.entered.connect(self._entered)
        self.lines.stepped.connect(self._step)
        self.lines.marked.connect(self.marked)
        self._lay_out()

    # -- what the screen uses ----------------------------------------------------------------------------

    @property
    def documents(self) -> list[DocumentLine]:
        """The lines of the papers, as they are seen."""
        return self.lines.documents

    @property
    def fields(self) -> dict[str, FieldRow]:
        """The lines of the fields by code, as they are seen."""
        return self.lines.fields

    def show_case(self, case: OpenCase, *, is_new: bool) -> None:
        """Show a case, or the same one with newer marks and verdicts; the cursor stays."""
        rules = case.file.rules
        lines = [(line.spec.code, line.evidence) for line in case.fields]
        shape = (rules.code, rules.version, len(case.papers), lines)
        self._show_head(case)
        if shape != self._shape or is_new:
            self._start_anew()
        if shape != self._shape:
            self.lines.bind(case)
        self._shape = shape
        for line, paper in zip(self.documents, case.papers, strict=True):
            line.show_paper(paper)
        count, left = len(case.file.persons), len(case.undecided)
        self.listed.setText(f"Pekerja: {count} orang, {left} belum diputuskan. P membuka daftarnya.")
        self.listed.setVisible(count > 0)
        for field in case.fields:
            self.fields[field.spec.code].show_line(field, case.file.marks.get(field.spec.code))

    def add_tool(self, button: QWidget) -> None:
        """Put a button at the right of the applicant's name."""
        self._tools.addWidget(button)

    def add_time_tool(self, button: QWidget) -> None:
        """Put a button beside deadline and holder."""
        self._times.addWidget(button)

    def say_todo(self, text: str) -> None:
        """Say under the steps what is still to be done."""
        self.todo.setText(text)
        self.todo.setVisible(bool(text))

    def show_readings(
        self,
        found: Mapping[str, Reading],
        others: Sequence[str],
        odd: Mapping[int, Sequence[Reading]],
        helping: str,
    ) -> None:
        """Show what was read for the fields; `others` were read differently, `helping` says how far reading is.

        `odd`: by scan, what papers say otherwise of the person or the firm.
        """
        labels = {code: row.line.spec.label for code, row in self.fields.items()}
        papers = []
        for line in self.documents:
            read = odd.get(line.paper.scan.id, ()) if line.paper.scan is not None else ()
            line.show_named(" ".join(f"Terbaca {labels.get(r.field, r.field)}: {r.text}." for r in read))
            papers += [line.paper.document.short_title or line.paper.document.title] * bool(read)
        for code, row in self.fields.items():
            if row.reading != found.get(code):
                row.show_reading(found.get(code))
        self.helping.setText(helping)
        self.helping.setVisible(bool(helping))
        known = [code for code in others if code in labels]
        names = [f"{labels[code]}: {found[code].text}" for code in known[:MOST_SAID]]
        names += [labels[code] for code in known[MOST_SAID:]]
        said = [f"{len(names)} isian"] * bool(names) + [f"{len(papers)} dokumen"] * bool(papers)
        if said:
            self.noticed.say(f"{', '.join(said)} terbaca lain", " · ".join((*names, *papers)))
            self.noticed.show()
        else:
            self.noticed.hide()

    @property
    def field_now(self) -> str:
        """Give the code of the current field, "" when a document is current."""
        return self.current.line.spec.code if isinstance(self.current, FieldRow) else ""

    def go_to_field(self, code: str) -> None:
        """Put the cursor on a field."""
        if code in self.fields:
            self._go(self.fields[code])

    def go_to_document(self, scan_id: int) -> None:
        """Put the cursor on a document."""
        for line in self.documents:
            if line.paper.scan is not None and line.paper.scan.id == scan_id:
                self._go(line)
                return

    def follow_document(self, scan_id: int) -> None:
        """Show which document is seen when the cursor stood on another document."""
        if isinstance(self.current, DocumentLine):
            for line in self.documents:
                if line.paper.scan is not None and line.paper.scan.id == scan_id:
                    self._make_current(line)

    # -- how it works ------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._times = times = QHBoxLayout()
        pad(times, gap=4)
        times.addWidget(self.left)
        times.addSpacing(4)
        times.addWidget(self.owner, 1)
        doing = QHBoxLayout()
        pad(doing, gap=12)
        doing.addWidget(self.todo, 1)
        doing.addWidget(self.helping)
        tools = QHBoxLayout()
        pad(tools, gap=4)
        self._tools = tools
        tools.addWidget(self.who, 1)
        self.area.setWidget(self.lines)
        self.area.setWidgetResizable(True)
        self.area.viewport().installEventFilter(self)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.owner.setWordWrap(True)
        column = QVBoxLayout(self)
        pad(column, 0, 0, 6, 0, gap=6)
        column.addWidget(self.noticed)
        column.addLayout(tools)
        column.addLayout(times)
        column.addWidget(self.steps)
        column.addLayout(doing)
        column.addWidget(self.standing)
        column.addWidget(self.area, 1)

    def _show_head(self, case: OpenCase) -> None:
        file = case.file
        self.who.setText(file.applicant or "(tanpa nama)")
        self.steps.show_stage(file.stage)
        left = None if file.due_at is None else file.due_at - file.at
        said = "Tenggat belum berjalan" if left is None else left_words(left)
        self.left.say(said, left_tone(left), left_icon(left))
        since = f" sejak {time_of_day(file.owned_since)}" if file.owned_since else ""
        who = "Anda pegang" if file.is_mine else f"Dipegang {file.owner}" if file.owner else "Belum dipegang"
        self.owner.setText(who + since)
        self.standing.setVisible(bool(title_of(file.standing)))
        if title_of(file.standing):
            self.standing.show_text(title_of(file.standing), words_of(file.standing))
        self._show_former(case)

    def _show_former(self, case: OpenCase) -> None:
        file = case.file
        lines = [case.since_return()] * (file.returned is not None)
        lines += [f"{r.text} {r.remedy}".strip() for r in file.reasons if r.purpose == "refusal"]
        if file.comment:
            lines.append(f"“{file.comment}”")
        if not lines:
            self.former.hide()
            return
        title = "Dikembalikan atasan" if file.is_challenged else "Catatan sebelumnya"
        self.former.show_text(title, "\n".join(lines))

    def _start_anew(self) -> None:
        """Use the lines of the former case again, with nothing on them that was read there."""
        if self.current is not None:
            self.current.set_current(False)
        self.current = None
        self.lines.forget()
        self.area.verticalScrollBar().setValue(0)

    def _step(self, line: Line, by: int) -> None:
        chain = self.lines.chain
        at = chain.index(line) + by
        if 0 <= at < len(chain):
            self._go(chain[at])

    def _go(self, line: Line) -> None:
        was_here = line.hasFocus()
        line.setFocus(Qt.FocusReason.OtherFocusReason)
        # no event comes when the focus was here, or when the window is not in front; the cursor moves all the same
        if was_here or not line.hasFocus():
            line.entered.emit()
        QTimer.singleShot(0, line, partial(self._see, line))

    def _see(self, line: Line) -> None:
        self.area.ensureWidgetVisible(line, 0, theme().px(48))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the cursor's line in sight when a bar above takes room away."""
        if event.type() == QEvent.Type.Resize and self.current is not None and self.current.hasFocus():
            QTimer.singleShot(0, self.current, partial(self._see, self.current))
        return super().eventFilter(watched, event)

    def _make_current(self, line: Line) -> None:
        if self.current is not None:
            self.current.set_current(False)
        self.current = line
        line.set_current(True)

    def _entered(self, line: Line) -> None:
        self._make_current(line)
        if isinstance(line, FieldRow):
            self.field_entered.emit(line.line.spec.code)
        elif isinstance(line, DocumentLine) and line.paper.scan is not None:
            self.document_entered.emit(line.paper.scan.id)
