"""The papers of the case: one row for each that concerns it, and a picture of the one in hand."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from workstation.catalogue.checking import missing_documents, visible_documents
from workstation.catalogue.rules import DocumentSpec, PermitTypeRules
from workstation.imaging.pages import PagePixels
from workstation.queries.intake import ScanRow
from workstation.settings import OfficeSettings
from workstation.ui.bars import words
from workstation.ui.flaws import flaw_words
from workstation.ui.intake.dropping import dropped, take_files
from workstation.ui.pixels import image_of
from workstation.ui.table import Column, RowTable
from workstation.ui.theme import Tone, pad, theme
from workstation.vocabulary import Verdict


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One paper that may be filed; `id` is its code. `is_missing`: required, and nothing stands in for it.

    `doubt`: why its file can hardly be read, in a word and in a sentence.
    """

    id: str
    spec: DocumentSpec
    scan: ScanRow | None
    is_missing: bool
    is_busy: bool = False
    doubt: tuple[str, str] = ("", "")

    @property
    def is_filed(self) -> bool:
        """Tell whether there is a file that nobody refused."""
        return self.scan is not None and self.scan.verdict is not Verdict.REFUSED

    @property
    def can_take(self) -> bool:
        """Tell whether a file may be attached: not over one that the reviewer has accepted."""
        return self.scan is None or self.scan.verdict is not Verdict.ACCEPTED

    @property
    def can_drop(self) -> bool:
        """Tell whether the file may be taken out: only while nobody has judged it."""
        return self.scan is not None and self.scan.verdict is Verdict.PENDING


def paper_rows(
    rules: PermitTypeRules,
    values: Mapping[str, str],
    scans: Sequence[ScanRow],
    busy: Container[str] = (),
    office: OfficeSettings | None = None,
) -> tuple[PaperRow, ...]:
    """Lay the files against the papers that concern this entry, in the order of the catalogue."""
    latest = {scan.document_code: scan for scan in scans if not scan.superseded}
    good = {code for code, scan in latest.items() if scan.verdict is not Verdict.REFUSED}
    missing = {spec.code for spec in missing_documents(rules, values, good)}
    shown = list(visible_documents(rules, values))
    # a paper that is attached stays in sight though a changed field no longer asks for it
    shown += [spec for spec in rules.documents if spec.code in latest and spec not in shown]
    rows = (
        PaperRow(spec.code, spec, latest.get(spec.code), spec.code in missing, spec.code in busy)
        for spec in shown
    )
    return tuple(
        replace(row, doubt=flaw_words(row.scan.measures, office or OfficeSettings())) if row.scan else row
        for row in rows
    )


def size_words(size: int) -> str:
    """'310 KB', '1,2 MB'."""
    return (
        f"{size / 1_048_576:.1f} MB".replace(".", ",") if size >= 1_048_576 else f"{max(1, size // 1024)} KB"
    )


def _state(row: PaperRow) -> tuple[str, Tone, str]:
    if row.is_busy:
        return "Sedang dilampirkan", Tone.INFO, "loader-circle"
    if row.scan is not None and row.scan.verdict is Verdict.REFUSED:
        return "Ditolak, ganti", Tone.BAD, "circle-x"
    if row.scan is not None and row.scan.verdict is Verdict.ACCEPTED:
        return "Sudah diterima", Tone.GOOD, "circle-check"
    if row.doubt[0]:
        return f"Terlampir, {row.doubt[0]}", Tone.WARN, "triangle-alert"
    if row.scan is not None:
        return "Terlampir", Tone.GOOD, "paperclip"
    if row.is_missing:
        return "Wajib, belum ada", Tone.WARN, "circle-alert"
    return ("Diganti", Tone.NEUTRAL, "check") if row.spec.required else ("Tidak wajib", Tone.NEUTRAL, "minus")


def _file(row: PaperRow) -> str:
    return row.scan.file_name if row.scan else "–"


def _file_facts(row: PaperRow) -> str:
    if row.scan is None:
        return f"paling besar {size_words(row.spec.max_bytes)}"
    if row.scan.verdict is Verdict.REFUSED:
        return row.scan.reason
    return f"{row.scan.pages} halaman, {size_words(row.scan.size)}"


COLUMNS = (
    Column(
        "Dokumen",
        lambda r: r.spec.title,
        sub=lambda r: r.doubt[1] or r.spec.help,
        tooltip=lambda r: r.spec.title,
    ),
    Column("Berkas", _file, sub=_file_facts, tooltip=lambda r: f"{_file(r)}\n{_file_facts(r)}", width=164),
    Column(
        "Keadaan",
        lambda r: _state(r)[0],
        tone=lambda r: _state(r)[1],
        tooltip=lambda r: r.doubt[1],
        icon=lambda r: _state(r)[2],
        width=164,
    ),
)


class Preview(QFrame):
    """The first page of the paper in hand, as large as there is room."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._picture, self._words = QLabel(), words(role="small", wrap=True)
        self._pixmap = QPixmap()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.tools = QHBoxLayout()
        pad(self.tools, gap=8)
        column = QVBoxLayout(self)
        pad(column, 10, gap=8)
        column.addWidget(self._picture, 1)
        column.addWidget(self._words)
        column.addLayout(self.tools)
        self.say("Pratinjau halaman pertama muncul di sini.")

    def say(self, text: str) -> None:
        """Show words in place of a picture."""
        self._pixmap = QPixmap()
        self._picture.clear()
        self._words.setText(text)

    def show_page(self, page: PagePixels, text: str) -> None:
        """Show a page and what it is."""
        self._pixmap = QPixmap.fromImage(image_of(page))
        self._picture.setAccessibleName(f"Pratinjau {text}")
        self._words.setText(text)
        self._fit()

    @property
    def has_picture(self) -> bool:
        """Tell whether a page is shown."""
        return not self._pixmap.isNull()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the page anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._pixmap.isNull():
            return
        ratio = self.devicePixelRatioF()
        room = self._picture.size() * ratio
        smooth = Qt.TransformationMode.SmoothTransformation
        fitted = self._pixmap.scaled(room, Qt.AspectRatioMode.KeepAspectRatio, smooth)
        fitted.setDevicePixelRatio(ratio)
        self._picture.setPixmap(fitted)


class PapersPanel(QWidget):
    """Rows left, picture right; a file may be dropped on a row. `dropped` gives (code, path)."""

    dropped = Signal(str, Path)

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.table = RowTable(COLUMNS, name="intake-papers", tall=True)
        self.table.setAccessibleName("Dokumen persyaratan")
        self.preview = Preview()
        self.tools = QHBoxLayout()
        pad(self.tools, gap=8)
        left = QVBoxLayout()
        pad(left, gap=8)
        left.addWidget(self.table, 1)
        left.addLayout(self.tools)
        row = QHBoxLayout(self)
        pad(row, gap=12)
        row.addLayout(left, 3)
        row.addWidget(self.preview, 1)
        self._resize()
        theme().changed.connect(self._resize)

    def _resize(self) -> None:
        self.preview.setMinimumWidth(theme().px(190))

    def set_rows(self, rows: Sequence[PaperRow]) -> None:
        """Show these papers; the first missing one is chosen when none is."""
        self.table.set_rows(rows)
        if self.table.row_now() is None:
            self.choose_missing()

    def choose_missing(self) -> None:
        """Put the cursor on the first paper that is missing, or stay."""
        missing = next((row for row in self.table.rows() if row.is_missing), None)
        if missing is not None:
            self.table.choose_row(missing.id)
        elif self.table.row_now() is None:
            self.table.choose_first()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        take_files(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Attach the file to the row under the mouse, else to the row of the cursor."""
        file, row = dropped(self, self.table, event)
        if file is not None and row is not None:
            event.acceptProposedAction()
            self.dropped.emit(row.id, file)
