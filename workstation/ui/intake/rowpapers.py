"""The papers of the rows of a list: what each person has and lacks, and what a bundle of files would bring."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from workstation.catalogue.rules import DocumentSpec, WorkerListSpec
from workstation.queries.row_papers import ListedRow
from workstation.ui.bars import words
from workstation.ui.flow import FlowLayout
from workstation.ui.intake.bundles import Bundle
from workstation.ui.intake.dropping import dropped, take_files
from workstation.ui.intake.papers import Preview
from workstation.ui.table import Column, RowTable
from workstation.ui.theme import Tone, pad, theme
from workstation.ui.topbar import Chip

HELP = (
    "Seret satu berkas ke barisnya, atau folder, ZIP, atau PDF ke daftar ini. Nama berkas yang dikenali:"
    " 3171…_ktp.jpg, 12_foto.jpg, Siti Rahmawati foto.jpg."
)


@dataclass(frozen=True, slots=True)
class Planned:
    """One file of a bundle as it would be attached, or why it would not."""

    id: int
    name: str
    goal: str
    state: str
    tone: Tone
    icon: str


def planned(bundle: Bundle, rows: Sequence[ListedRow], papers: Sequence[DocumentSpec]) -> list[Planned]:
    """Say of each file what becomes of it; what needs a look comes first."""
    titles, there = {p.code: p.short for p in papers}, {row.id: row.papers for row in rows}
    found: list[Planned] = []
    for file, why in bundle.plan.unmatched.items():
        found.append(
            Planned(len(found), bundle.files[file].name, why, "Tidak cocok", Tone.WARN, "circle-alert")
        )
    for goal in (*bundle.plan.doubled, *bundle.plan.goals):
        page = f" (hal. {goal.page + 1})" if goal.page is not None else ""
        where = f"{goal.person.number}. {goal.person.name}: {titles[goal.code]}"
        if goal in bundle.plan.doubled:
            state = ("Ganda, tidak dipakai", Tone.BAD, "circle-x")
        elif goal.code in there.get(goal.person.id, {}):
            state = ("Mengganti", Tone.INFO, "repeat")
        else:
            state = ("Cocok", Tone.GOOD, "circle-check")
        found.append(Planned(len(found), bundle.files[goal.file].name + page, where, *state))
    return found


PLAN_COLUMNS = (
    Column("Berkas", lambda r: r.name, tooltip=lambda r: r.name),
    Column("Untuk", lambda r: r.goal, tooltip=lambda r: r.goal),
    Column("Keadaan", lambda r: r.state, tone=lambda r: r.tone, icon=lambda r: r.icon, width=190),
)


class RowPapersPanel(QWidget):
    """Rows left, picture right, or the plan of a bundle. `dropped` gives (worker or 0, path)."""

    dropped = Signal(int, Path)

    def __init__(self, spec: WorkerListSpec) -> None:
        super().__init__()
        self.spec = spec
        self.setAcceptDrops(True)
        self.table = RowTable(self._columns(), name="intake-row-papers")
        self.table.setAccessibleName("Berkas tiap pekerja")
        self.plan = RowTable(PLAN_COLUMNS, name="intake-row-plan")
        self.plan.setAccessibleName("Berkas yang akan dilampirkan")
        self.preview, self.count = Preview(), Chip()
        self.preview.say("Pratinjau berkas baris ini muncul di sini (F11).")
        self.tools, self._stack = FlowLayout(right=False, gap=6), QStackedWidget()
        self.tools.addWidget(self.count)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.plan)
        left = QVBoxLayout()
        pad(left, gap=8)
        left.addLayout(self.tools)
        left.addWidget(self._stack, 1)
        left.addWidget(words(HELP, "small", wrap=True))
        row = QHBoxLayout(self)
        pad(row, gap=12)
        row.addLayout(left, 3)
        row.addWidget(self.preview, 1)
        self.preview.setMinimumWidth(theme().px(190))

    def _columns(self) -> tuple[Column, ...]:
        name = Column("Pekerja", lambda r: r.name, sub=lambda r: r.nik_masked, strong=True)
        number = Column("No.", lambda r: str(r.seq), width=44, sort=lambda r: r.seq)
        return (number, name, *(_paper_column(paper) for paper in self.spec.documents))

    def set_rows(self, rows: Sequence[ListedRow]) -> None:
        """Show the persons as the database has them, with what each lacks."""
        self.table.set_rows(rows)
        if self.table.row_now() is None:
            self.table.choose_first()
        codes = {paper.code for paper in self.spec.documents}
        whole = sum(codes <= row.papers.keys() for row in rows)
        needed = any(paper.required for paper in self.spec.documents)
        tone = Tone.GOOD if whole == len(rows) else Tone.WARN if needed else Tone.NEUTRAL
        self.count.say(f"{whole} dari {len(rows)} orang lengkap", tone)

    def show_plan(self, rows: Sequence[Planned]) -> None:
        """Show what a bundle would bring."""
        self.plan.set_rows(rows)
        self._stack.setCurrentWidget(self.plan)
        self.preview.hide()

    def hide_plan(self) -> None:
        """Back to the rows."""
        self._stack.setCurrentWidget(self.table)
        self.preview.show()

    def next_missing(self, row: ListedRow) -> DocumentSpec:
        """Give the paper that a file for this row most likely is: the first that it lacks, else the first."""
        papers = self.spec.documents
        return next((paper for paper in papers if paper.code not in row.papers), papers[0])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        take_files(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """A file goes to the row under the mouse, a folder or an archive to the whole list."""
        file, row = dropped(self, self.table, event)
        if file is not None:
            event.acceptProposedAction()
            self.dropped.emit(row.id if row is not None else 0, file)


def _paper_column(paper: DocumentSpec) -> Column:
    lacks = ("belum ada", Tone.WARN, "circle-alert") if paper.required else ("–", Tone.NEUTRAL, "minus")

    def state(row: ListedRow) -> tuple[str, Tone, str]:
        return ("ada", Tone.GOOD, "paperclip") if paper.code in row.papers else lacks

    return Column(
        paper.short,
        lambda row: state(row)[0],
        tone=lambda row: state(row)[1],
        icon=lambda row: state(row)[2],
        tooltip=lambda _row: paper.title,
        width=116,
    )
