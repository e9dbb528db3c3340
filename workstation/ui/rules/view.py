"""Layout of the rules: types on the left, beside them the catalogue, two versions, the time line, or a file."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QStackedWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from workstation import phrasing
from workstation.errors import BadRuleFile
from workstation.queries.rules import TypeRow
from workstation.ui.bars import words
from workstation.ui.rules.rows import FaultRow, PlanRow
from workstation.ui.table import Column, RowTable
from workstation.ui.theme import Tone, pad, theme
from workstation.wording import sentence, word

LIST_PX = 300
STANDING = {True: ("Dibuka", Tone.GOOD), False: ("Ditutup", Tone.NEUTRAL)}


def _standing(row: TypeRow) -> str:
    if row.now is not None and not row.is_open:
        return "Sebagian"
    return STANDING[row.is_open][0]


def since(moment: datetime | None) -> str:
    """A moment in a table, '' when there is none."""
    return phrasing.short_moment(moment) if moment is not None else ""


TYPES = (
    Column("Jenis izin", lambda r: r.shown.rules.short_title, sub=lambda r: r.shown.rules.version),
    Column("Keadaan", _standing, tone=lambda r: STANDING[r.is_open][1], width=112),
)
MOMENTS = (
    Column("Saat", lambda r: phrasing.short_moment(r.at), width=150, strong=True),
    Column("Jenis izin", lambda r: r.short_title, width=170),
    Column("Yang terjadi", lambda r: r.what, tone=lambda r: r.tone, width=150),
    Column("Versi", lambda r: r.version, width=160),
    Column("Dasar", lambda r: r.source, tooltip=lambda r: r.source),
)
FAULTS = (
    Column("Berkas", lambda r: r.fault.file, width=200, strong=True),
    Column("Baris", lambda r: str(r.fault.line or ""), width=70),
    Column("Yang salah", lambda r: r.fault.reason, tooltip=lambda r: r.fault.reason),
)
PLANS = (
    Column("Jenis izin", lambda r: r.one.rules.short_title, sub=lambda r: r.one.rules.version),
    Column("Perubahan", lambda r: word(r.one.change), tone=lambda r: r.tone, width=140),
    Column("Berlaku sejak", lambda r: since(r.one.rules.version_from), width=150),
    Column("Sampai", lambda r: since(r.one.rules.version_to) or "seterusnya", width=150),
    Column("Permohonan", lambda r: f"{r.one.cases}" if r.one.cases else "belum ada", width=110),
)


class Page(QTextBrowser):
    """A page to read: arrows and PgDn move it, everything can be marked and copied."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)


class ComparePart(QWidget):
    """Two versions of one type: which two, only the differences or all."""

    def __init__(self) -> None:
        super().__init__()
        self.older, self.newer = QComboBox(), QComboBox()
        for box, name in ((self.older, "Versi lama"), (self.newer, "Versi baru")):
            box.setAccessibleName(name)
        self.count = words(role="muted")
        chosen, self.tools = QHBoxLayout(), QHBoxLayout()
        for row in (chosen, self.tools):
            pad(row, gap=8)
        chosen.addWidget(self.older, 1)
        chosen.addWidget(words("dibandingkan dengan", "muted"))
        chosen.addWidget(self.newer, 1)
        self.tools.addWidget(self.count, 1)
        self.page = Page("Perbandingan dua versi")
        column = QVBoxLayout(self)
        pad(column, gap=8)
        column.addLayout(chosen)
        column.addLayout(self.tools)
        column.addWidget(self.page, 1)


class FilePart(QWidget):
    """What a rule file would do: its faults by line, or the versions that would change and how."""

    def __init__(self) -> None:
        super().__init__()
        self.title, self.detail = words(role="section", wrap=True), words(role="muted", wrap=True)
        self.faults, self.plan = RowTable(FAULTS, name="rules-faults"), RowTable(PLANS, name="rules-plan")
        self.page = Page("Isi perubahan")
        self.stack = QStackedWidget()
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.plan)
        split.addWidget(self.page)
        split.setStretchFactor(1, 2)
        split.setChildrenCollapsible(False)
        self.whole_fault = words(wrap=True)
        wrong = QWidget()
        lines = QVBoxLayout(wrong)
        pad(lines, gap=8)
        lines.addWidget(self.faults, 1)
        lines.addWidget(self.whole_fault)
        self.stack.addWidget(wrong)
        self.faults.current_row.connect(self._read_fault)
        self.stack.addWidget(split)
        self.tools = QHBoxLayout()
        pad(self.tools, gap=8)
        self.tools.addStretch(1)
        column = QVBoxLayout(self)
        pad(column, gap=8)
        for part in (self.title, self.detail):
            column.addWidget(part)
        column.addWidget(self.stack, 1)
        column.addLayout(self.tools)

    def show_faults(self, faults: tuple[BadRuleFile, ...]) -> None:
        """List what is wrong."""
        self.faults.set_rows(FaultRow(number, fault) for number, fault in enumerate(faults))
        self.stack.setCurrentIndex(0)
        self.faults.choose_first()

    def _read_fault(self, row: FaultRow | None) -> None:
        """Say the whole of a fault below the table, which cuts long ones."""
        self.whole_fault.setText(sentence(row.fault) if row is not None else "")

    def show_plan(self, rows: list[PlanRow]) -> None:
        """List what would change."""
        self.plan.set_rows(rows)
        self.stack.setCurrentIndex(1)
        self.plan.choose_first()


class RulesView(QWidget):
    """Everything of the screen; `show_part` brings one of the four parts to the front."""

    def __init__(self) -> None:
        super().__init__()
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Saring jenis izin")
        self.filter.setAccessibleName("Saring jenis izin")
        self.filter.setClearButtonEnabled(True)
        self.types = RowTable(TYPES, name="rules-types")
        self.heading, self.subheading = words(role="section", wrap=True), words(role="muted", wrap=True)
        self.catalogue, self.compare = Page("Katalog izin"), ComparePart()
        self.moments, self.file = RowTable(MOMENTS, name="rules-moments"), FilePart()
        self.stack = QStackedWidget()
        for part in (self.catalogue, self.compare, self.moments, self.file):
            self.stack.addWidget(part)
        self.parts = QHBoxLayout()
        pad(self.parts, gap=8)
        left, right = QWidget(), QWidget()
        column = QVBoxLayout(left)
        pad(column, 0, 0, 8, 0, gap=8)
        column.addWidget(self.filter)
        column.addWidget(self.types, 1)
        column = QVBoxLayout(right)
        pad(column, 8, 0, 0, 0, gap=8)
        column.addLayout(self.parts)
        column.addWidget(self.heading)
        column.addWidget(self.subheading)
        column.addWidget(self.stack, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(right)
        split.setChildrenCollapsible(False)
        left.setMinimumWidth(theme().px(LIST_PX))
        split.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        pad(whole)
        whole.addWidget(split)

    def show_part(self, part: QWidget) -> None:
        """Bring one part to the front; the words above it belong to the chosen type."""
        self.stack.setCurrentWidget(part)
        self.heading.setVisible(part in (self.catalogue, self.compare))
        self.subheading.setVisible(part is self.catalogue)
