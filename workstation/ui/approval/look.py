"""One case beside the list: proposal, facts with the reviewer's marks, workers, documents with their pages.

Opening is journalled (UU 27/2022 art. 31), so a case is read only when the cursor has rested on it.
"""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from workstation.catalogue.checking import visible_fields
from workstation.catalogue.showing import shown_value
from workstation.desk import Desk
from workstation.errors import Problem
from workstation.queries.approvals import ApprovalRow
from workstation.queries.casefile import CaseFile, PersonRow, ReasonRow, ScanRow, Standing, case_file
from workstation.ui.bars import words
from workstation.ui.deadlines import left_icon, left_tone, left_words
from workstation.ui.office import Office
from workstation.ui.pixels import image_of
from workstation.ui.standing import title_of, words_of
from workstation.ui.table import RIGHT, Column, RowTable
from workstation.ui.theme import Tone, pad, theme
from workstation.ui.topbar import Chip
from workstation.usecases import reviewing
from workstation.usecases.reviewing import OpenedFile
from workstation.vocabulary import Mark, PersonVerdict, Proposal, Verdict
from workstation.wording import advice, sentence, word

if TYPE_CHECKING:
    from workstation.imaging.pool import PageReader

REST_MS = 220
PURPOSE = "pemeriksaan usul sebelum keputusan"
MARKS = {Mark.DIFFERS: (Tone.WARN, "triangle-alert"), Mark.UNREADABLE: (Tone.WARN, "eye-off")}
PERSONS = {
    PersonVerdict.APPROVE: "circle-check",
    PersonVerdict.RETURN: "undo-2",
    PersonVerdict.REFUSE: "circle-x",
}
VERDICTS = {
    Verdict.ACCEPTED: "circle-check",
    Verdict.REFUSED: "circle-x",
    Verdict.PENDING: "hourglass",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A case as it was opened."""

    case: CaseFile
    opened: OpenedFile


def read_case(desk: Desk, application_id: int) -> Seen:
    """Open a case with its facts unmasked; the reading is journalled."""
    return Seen(case_file(desk, application_id), reviewing.open_file(desk, application_id, PURPOSE))


def read_page(desk: Desk, pages: "PageReader", scan: ScanRow, number: int, width: int) -> QImage:
    """Draw one page of a scan, `width` pixels wide; raises the refusals of the page reader."""
    data = reviewing.scan_bytes(desk, scan.id)
    drawn = pages.page(scan.sha256, data, number, width=width, rotation=scan.rotation, name=scan.file_name)
    return image_of(drawn)


class Page(QWidget):
    """A page picture that fits, or words in its place."""

    def __init__(self) -> None:
        super().__init__()
        self._picture: QPixmap | None = None
        self._words = ""
        self.setMinimumSize(theme().px(160), theme().px(160))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme().changed.connect(self.update)

    def show_image(self, image: QImage) -> None:
        """Show a page."""
        self._picture, self._words = QPixmap.fromImage(image), ""
        self.update()

    def show_words(self, text: str) -> None:
        """Say why no page is to be seen."""
        self._picture, self._words = None, text
        self.setAccessibleDescription(text)
        self.update()

    @property
    def has_picture(self) -> bool:
        """Tell whether a page is to be seen."""
        return self._picture is not None

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the page as large as it fits, with a hairline around it."""
        painter, look = QPainter(self), theme()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), look.colour("sunken"))
        if self._picture is None:
            painter.setPen(look.colour("muted"))
            room = self.rect().adjusted(12, 12, -12, -12)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(room, flags, self._words)
        else:
            edge = look.px(8)
            room = self.rect().adjusted(edge, edge, -edge, -edge)
            size = self._picture.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
            left, top = room.center().x() - size.width() / 2, room.top()
            spot = QRectF(left, top, size.width(), size.height())
            painter.drawPixmap(spot, self._picture, QRectF(self._picture.rect()))
            painter.setPen(look.colour("line"))
            painter.drawRect(spot)
        painter.end()


class Look(QFrame):
    """The panel. `show_row` follows the cursor of the list; `paged` says that the page in hand has changed."""

    settled = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.office = office
        self.row: ApprovalRow | None = None
        self.seen: Seen | None = None
        self.page_number = 0
        self.number, self.name = words(role="section"), words(role="strong", wrap=True)
        self.chip, self.left = Chip("", Tone.NEUTRAL, "circle"), Chip("", Tone.NEUTRAL, "clock")
        self.comment = words(wrap=True)
        self.scans = RowTable(
            (
                Column(
                    "Dokumen persyaratan",
                    self._scan_title,
                    sub=self._scan_sub,
                    icon=lambda s: VERDICTS[s.verdict],
                    tooltip=self._scan_tip,
                ),
            )
        )
        self.workers = RowTable(
            (
                Column("No.", lambda w: str(w.id), align=RIGHT, width=48),
                Column(
                    "Pekerja",
                    lambda w: w.name,
                    sub=lambda w: f"{word(w.verdict)} · {w.nik}" if w.verdict else w.nik,
                    icon=lambda w: PERSONS[w.verdict] if w.verdict else "circle",
                    tooltip=lambda w: "\n".join(part for part in (w.name, w.nik, w.reason) if part),
                ),
            )
        )
        self.page, self.page_words = Page(), words(role="small")
        self._facts = QScrollArea()
        self._rest = QTimer(self)
        self._lay_out()
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._read)
        self.scans.current_row.connect(self._turn_to_scan)

    # -- what the screen uses ----------------------------------------------------------------------------

    def show_row(self, row: ApprovalRow | None) -> None:
        """Show this case as soon as the cursor rests on it."""
        same = row is not None and self.row is not None and row.id == self.row.id
        if self.isHidden() or same:
            return
        self.row, self.seen = row, None
        self._write_head()
        self._clear()
        if row is not None:
            self._rest.start()

    def forget(self) -> None:
        """Forget what is shown, so that the next row is read anew."""
        self._rest.stop()
        self.row = self.seen = None

    def step_document(self, step: int) -> None:
        """Go to the next (1) or former (-1) document."""
        rows = self.scans.rows()
        if rows:
            now = self.scans.currentIndex().row()
            self.scans.selectRow(min(max(now + step, 0), len(rows) - 1))

    def step_page(self, step: int) -> None:
        """Go to the next (1) or former (-1) page of the document."""
        scan: ScanRow | None = self.scans.row_now()
        if scan is not None:
            self._ask_page(scan, min(max(self.page_number + step, 0), scan.pages - 1))

    # -- how it works ------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        pad(head, gap=10)
        head.addWidget(self.number)
        head.addStretch(1)
        head.addWidget(self.left)
        head.addWidget(self.chip)
        self._facts.setWidgetResizable(True)
        self._facts.setFrameShape(QFrame.Shape.NoFrame)
        self.scans.setAccessibleName("Dokumen persyaratan")
        self.workers.setAccessibleName("Daftar pekerja")
        self.page.setAccessibleName("Halaman dokumen")
        left = QVBoxLayout()
        pad(left, gap=8)
        left.addWidget(self._facts, 3)
        left.addWidget(self.workers, 2)
        right = QVBoxLayout()
        pad(right, gap=6)
        right.addWidget(self.scans, 2)
        right.addWidget(self.page, 3)
        right.addWidget(self.page_words)
        body = QHBoxLayout()
        pad(body, gap=12)
        body.addLayout(left, 45)
        body.addLayout(right, 55)
        column = QVBoxLayout(self)
        pad(column, 14, 12, 14, 10, gap=6)
        column.addLayout(head)
        column.addWidget(self.name)
        column.addWidget(self.comment)
        column.addLayout(body, 1)
        self.workers.hide()

    def _read(self) -> None:
        if self.row is None:
            return
        desk, ident = self.office.desk, self.row.id
        self.office.do(
            partial(read_case, desk, ident),
            then=partial(self._show, ident),
            sorry=partial(self._doubt, ident),
        )

    def _show(self, ident: int, seen: Seen) -> None:
        if self.row is None or self.row.id != ident:
            return
        self.seen = seen
        self._write_head()
        self._write_facts(seen)
        said = {person.seq: person for person in seen.case.persons}
        listed = [Worker.of(worker, said.get(int(worker["seq"]))) for worker in seen.opened.workers]
        # whom the permit will not name comes first
        listed.sort(key=lambda w: (w.verdict in (None, PersonVerdict.APPROVE), w.id))
        self.workers.set_rows(listed)
        self.workers.setVisible(bool(listed))
        self.scans.set_rows([scan for scan in seen.case.scans if not scan.superseded])
        self.scans.clearSelection()
        self.scans.choose_first()
        self.settled.emit()

    def _doubt(self, ident: int, problem: Problem) -> None:
        if self.row is not None and self.row.id == ident:
            self.page.show_words(f"{sentence(problem)}\n{advice(problem)}")

    def _clear(self) -> None:
        self._facts.setWidget(QWidget())
        self.workers.hide()
        self.scans.set_rows([])
        self.page_words.setText("")
        self.page.show_words("Membuka berkas …" if self.row is not None else "Pilih satu berkas.")

    def _write_head(self) -> None:
        row = self.row
        self.number.setText(row.number if row else "")
        self.name.setText(f"{row.applicant} · {row.type_title}" if row else "")
        self.chip.setVisible(row is not None)
        self.left.setVisible(row is not None)
        if row is None:
            self.comment.setText("")
            return
        is_good = row.proposal == Proposal.APPROVE
        self.left.say(left_words(row.left), left_tone(row.left), left_icon(row.left))
        self.chip.say(
            word(row.proposal),
            Tone.GOOD if is_good else Tone.BAD,
            "circle-check" if is_good else "circle-x",
        )
        reasons = [self._reason_words(reason) for reason in self._reasons()]
        standing = self.seen.case.standing if self.seen else Standing()
        parts = [f"{title_of(standing)}. {words_of(standing)}"] if title_of(standing) else []
        parts += [f"Alasan: {'; '.join(reasons)}."] if reasons else []
        if row.against:
            parts.append(
                f"{row.against} dari {row.workers} pekerja tidak disetujui; mereka mendapat surat tersendiri."
            )
        if row.comment:
            parts.append(f"Catatan peneliti: {row.comment}")
        self.comment.setText("\n".join(parts))
        self.comment.setVisible(bool(parts))

    def _reasons(self) -> tuple[ReasonRow, ...]:
        found = self.seen.case.reasons if self.seen else ()
        return tuple(reason for reason in found if reason.purpose == "refusal")

    def _reason_words(self, reason: ReasonRow) -> str:
        rules = self.seen.case.rules if self.seen else None
        names = {d.code: d.short_title or d.title for d in rules.documents} if rules else {}
        names |= {f.code: f.label for f in rules.fields} if rules else {}
        about = reason.document_code or reason.field
        basis = f" ({reason.legal_basis})" if reason.legal_basis else ""
        return (f"{names.get(about, about)}: " if about else "") + reason.text + basis

    def _write_facts(self, seen: Seen) -> None:
        page = QWidget()
        page.setObjectName("plain")
        grid = QGridLayout(page)
        pad(grid, 0, 0, 8, 0, gap=4)
        values, rules = seen.opened.values, seen.case.rules
        line = 0
        for field in visible_fields(rules, values):
            text = values.get(field.code, "").strip()
            if not text:
                continue
            grid.addWidget(words(field.label, "label", wrap=True), line, 0, 1, 2)
            value = words(shown_value(field, text), wrap=True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(value, line + 1, 0)
            mark = seen.case.marks.get(field.code)
            if mark in MARKS:
                tone, icon = MARKS[mark]
                grid.addWidget(Chip(word(mark), tone, icon), line + 1, 1, Qt.AlignmentFlag.AlignTop)
            line += 2
        grid.setColumnStretch(0, 1)
        grid.setRowStretch(line, 1)
        self._facts.setWidget(page)

    def _turn_to_scan(self, scan: ScanRow | None) -> None:
        if scan is not None and self.seen is not None:
            self._ask_page(scan, 0)

    def _ask_page(self, scan: ScanRow, number: int) -> None:
        self.page_number = number
        pages = f"Halaman {number + 1} dari {scan.pages}" if scan.pages > 1 else "1 halaman"
        self.page_words.setText(f"{pages} · {scan.file_name}")
        wide = round(max(self.page.width(), 320) * self.devicePixelRatioF())
        desk, reader = self.office.desk, self.office.tools["pages"]
        mine = (scan.id, number)
        self.office.do(
            partial(read_page, desk, reader, scan, number, wide),
            lane="scans",
            then=partial(self._show_page, mine),
            sorry=partial(self._no_page, mine),
        )

    def _is_wanted(self, mine: tuple[int, int]) -> bool:
        scan: ScanRow | None = self.scans.row_now()
        return scan is not None and (scan.id, self.page_number) == mine

    def _show_page(self, mine: tuple[int, int], image: QImage) -> None:
        if self._is_wanted(mine):
            self.page.show_image(image)
            self.settled.emit()

    def _no_page(self, mine: tuple[int, int], problem: Problem) -> None:
        if self._is_wanted(mine):
            self.page.show_words(f"{sentence(problem)}\n{advice(problem)}")

    def _scan_title(self, scan: ScanRow) -> str:
        if self.seen is None:
            return scan.document_code
        titles = {document.code: document.title for document in self.seen.case.rules.documents}
        return titles.get(scan.document_code, scan.document_code)

    def _scan_sub(self, scan: ScanRow) -> str:
        said = f"Sama persis dengan {scan.also_in}" if scan.also_in else scan.note or scan.file_name
        return f"{word(scan.verdict)} · {said}"

    def _scan_tip(self, scan: ScanRow) -> str:
        return f"{self._scan_title(scan)}\n{self._scan_sub(scan)}"

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the page in proportion."""
        super().resizeEvent(event)
        self.page.update()


@dataclass(frozen=True, slots=True)
class Worker:
    """A line of the company's list, unmasked."""

    id: int
    name: str
    nik: str
    verdict: PersonVerdict | None
    reason: str

    @classmethod
    def of(cls, found: dict[str, str], said: PersonRow | None) -> "Worker":
        """Take what the opened file says of one worker, and the reviewer's word on him."""
        verdict, reason = (said.verdict, said.text) if said else (None, "")
        return cls(int(found["seq"]), found["name"], found["nik"], verdict, reason)
