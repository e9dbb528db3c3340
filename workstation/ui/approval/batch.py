"""The page of what is being signed: every paper before it starts, then one result for each."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from workstation import phrasing
from workstation.progress import Ending, Outcome
from workstation.ui.action import Action, ActionButton
from workstation.ui.bars import words
from workstation.ui.button import Button
from workstation.ui.table import Column, RowTable
from workstation.ui.theme import Tone, pad, theme
from workstation.ui.topbar import Chip
from workstation.usecases.deciding import Decision
from workstation.usecases.signing import SigningStep

PAINT_MS = 80
ROWS_A_MS = 10  # a long list is painted less often: laying it out takes the window longer
EXPIRY_DAYS = 30


class State(StrEnum):
    """Where one paper of the batch stands."""

    FAILED = "failed"
    UNKNOWN = "unknown"
    WORKING = "working"
    PLANNED = "planned"
    LEFT = "left"
    DONE = "done"


WORDS = {
    State.PLANNED: ("Akan ditandatangani", Tone.NEUTRAL, "pen-line"),
    State.WORKING: ("Sedang dikerjakan", Tone.INFO, "loader-circle"),
    State.DONE: ("Ditandatangani", Tone.GOOD, "circle-check"),
    State.FAILED: ("Gagal", Tone.BAD, "circle-x"),
    State.UNKNOWN: ("Belum pasti", Tone.WARN, "circle-help"),
    State.LEFT: ("Belum dikerjakan", Tone.NEUTRAL, "circle"),
}
ENDINGS = {Ending.DONE: State.DONE, Ending.UNKNOWN: State.UNKNOWN}
ORDER = list(State)
SAYS = {
    Ending.UNKNOWN: "Jawaban tidak diterima; ulangi, nomor suratnya tetap.",
}


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One paper; `id` is the application's. `act`: what is decided, or that it is only signed."""

    id: int
    number: str
    name: str
    type_title: str
    act: str
    state: State = State.PLANNED
    letter: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What one passphrase shall sign: decisions to take first, or papers that were decided already."""

    question: str
    rows: tuple[BatchRow, ...]
    decisions: tuple[Decision, ...] = ()
    papers: tuple[int, ...] = ()

    def summary(self) -> str:
        """Count the types: '2 STRP Perusahaan, 1 STRP Perorangan'."""
        titles = [row.type_title for row in self.rows]
        return ", ".join(f"{titles.count(title)} {title}" for title in dict.fromkeys(titles))

    def again(self, ids: frozenset[int]) -> "Plan":
        """Give the plan for these cases alone."""
        rows = tuple(
            replace(row, state=State.PLANNED, detail="", letter="") for row in self.rows if row.id in ids
        )
        papers = tuple(paper for paper, row in zip(self.papers, self.rows, strict=False) if row.id in ids)
        decisions = tuple(one for one in self.decisions if one.application_id in ids)
        return replace(self, rows=rows, decisions=decisions, papers=papers)


COLUMNS = (
    Column("Permohonan", lambda r: r.number, sub=lambda r: r.type_title, strong=True, width=180),
    Column("Pemohon", lambda r: r.name, sub=lambda r: r.act, tooltip=lambda r: r.name),
    Column(
        "Hasil",
        lambda r: WORDS[r.state][0],
        tone=lambda r: WORDS[r.state][1],
        icon=lambda r: WORDS[r.state][2],
        width=190,
    ),
    Column(
        "Keterangan",
        lambda r: r.detail.partition(". ")[0] or r.letter,
        sub=lambda r: r.detail.partition(". ")[2],  # the other side's own words
        tooltip=lambda r: r.detail or r.letter,
        width=430,
    ),
)


class Batch(QWidget):
    """Shows a plan, then its run. `rows` keeps one state for each case."""

    def __init__(self, stop: Action, retry: Action) -> None:
        super().__init__()
        self.plan: Plan | None = None
        self.rows: dict[int, BatchRow] = {}
        self.is_running = False
        self.title, self.detail = words(role="section", wrap=True), words(role="muted", wrap=True)
        self.certificate = Chip("", Tone.INFO, "badge-check")
        self.bar, self.counts = QProgressBar(), words(role="strong")
        self.table = RowTable(COLUMNS, name="approval-batch")
        self.back = Button("Kembali ke daftar", "arrow-left", keys="Esc", small=True)
        self.stop, self.retry = ActionButton(stop, small=True), ActionButton(retry, small=True)
        self._paint = QTimer(self)
        self._paint.setSingleShot(True)
        self._paint.setInterval(PAINT_MS)
        self._paint.timeout.connect(self._repaint)
        self._lay_out()

    # -- what the screen uses ----------------------------------------------------------------------------

    def show_plan(self, plan: Plan) -> None:
        """List exactly what will be signed."""
        self.plan, self.rows = plan, {row.id: row for row in plan.rows}
        self.certificate.hide()
        self.title.setText("Yang akan ditandatangani")
        self.detail.setText(plan.summary())
        self._set_running(on=False)
        self.bar.hide()
        self._repaint()
        self.table.scrollToTop()

    def begin(self) -> None:
        """Show that the run has begun."""
        self._set_running(on=True)
        self.bar.setRange(0, max(len(self.rows), 1))
        self.bar.setValue(0)
        self.bar.show()
        self.title.setText("Menandatangani …")
        self._repaint()

    def hear(self, step: SigningStep) -> None:
        """Take one step of the run."""
        if step.certificate is not None:
            self.show_certificate(step.certificate.subject, step.certificate.days_left)
        if step.outcome is not None:
            self._end(step.application_id, step.outcome)
        elif step.application_id:
            self._set(step.application_id, State.WORKING, step.label)
        self.bar.setValue(step.done)
        if not self._paint.isActive():
            self._paint.start()

    def show_certificate(self, name: str, days: int) -> None:
        """Say whose certificate signs and how long it lasts; soon over is a warning."""
        soon = days <= EXPIRY_DAYS
        text = f"{name} · berlaku {phrasing.grouped(days)} hari lagi"
        self.certificate.say(
            text + (" · segera perpanjang" if soon else ""),
            Tone.WARN if soon else Tone.INFO,
            "triangle-alert" if soon else "badge-check",
        )
        self.certificate.show()

    def finish(self, headline: str) -> None:
        """Show the end of a run: what failed first, what was not reached apart."""
        for row in list(self.rows.values()):
            if row.state in (State.PLANNED, State.WORKING):
                self.rows[row.id] = replace(row, state=State.LEFT)
        self._set_running(on=False)
        self.title.setText(headline)
        self._repaint(ended=True)
        self.table.choose_first()

    def unbegin(self) -> None:
        """Go back to the plan: nothing was touched."""
        if self.plan is not None:
            self.show_plan(self.plan)

    def ids(self, *states: State) -> frozenset[int]:
        """Give the cases in one of these states."""
        return frozenset(row.id for row in self.rows.values() if row.state in states)

    def verdict(self) -> str:
        """Say the counts: '38 ditandatangani, 1 gagal, 1 belum pasti'."""
        states = Counter(row.state for row in self.rows.values())
        counted = [(WORDS[state][0].lower(), states[state]) for state in reversed(ORDER)]
        return ", ".join(f"{number} {name}" for name, number in counted if number)

    # -- how it works ------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        pad(head, gap=10)
        head.addWidget(self.title, 1)
        head.addWidget(self.certificate)
        head.addWidget(self.stop)
        head.addWidget(self.retry)
        head.addWidget(self.back)
        numbers = QHBoxLayout()
        pad(numbers, gap=12)
        numbers.addWidget(self.detail, 1)
        numbers.addWidget(self.counts)
        column = QVBoxLayout(self)
        pad(column, gap=8)
        column.addLayout(head)
        column.addLayout(numbers)
        column.addWidget(self.bar)
        column.addWidget(self.table, 1)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Kemajuan penandatanganan")
        self.table.setAccessibleName("Surat dalam penandatanganan ini")
        theme().changed.connect(self.table.viewport().update)

    def _set_running(self, *, on: bool) -> None:
        self.is_running = on
        self.back.setEnabled(not on)
        self.stop.action.again()

    def _set(self, ident: int, state: State, letter: str = "", detail: str = "") -> None:
        row = self.rows.get(ident)
        # a second letter of the same case never hides that the first one failed
        if row is not None and row.state not in (State.FAILED, State.UNKNOWN):
            self.rows[ident] = replace(row, state=state, letter=letter or row.letter, detail=detail)

    def _end(self, ident: int, outcome: Outcome) -> None:
        detail = " ".join(part for part in (SAYS.get(outcome.ending, ""), outcome.detail) if part)
        letter = outcome.subject if outcome.ending is Ending.DONE else ""
        self._set(ident, ENDINGS.get(outcome.ending, State.FAILED), letter, detail)

    def _repaint(self, *, ended: bool = False) -> None:
        rows: Sequence[BatchRow] = list(self.rows.values())
        if ended:
            rows = sorted(rows, key=lambda row: ORDER.index(row.state))
        elif any(row.state is not State.PLANNED for row in rows):
            rows = sorted(rows, key=lambda row: row.state not in (State.FAILED, State.UNKNOWN))
        self.table.set_rows(rows)
        self.counts.setText(self.verdict())
        self._paint.setInterval(max(PAINT_MS, len(rows) // ROWS_A_MS))
