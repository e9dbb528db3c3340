"""The persons of a list: who they are, who else names them, the word on each; marked one by one or many at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from workstation.ui.action import Action, ActionButton
from workstation.ui.bars import words
from workstation.ui.flow import FlowLayout
from workstation.ui.review.opened import OpenCase
from workstation.ui.table import Column, RowTable
from workstation.ui.theme import Tone, pad, theme
from workstation.vocabulary import PersonVerdict
from workstation.wording import word

FILTER_MS = 150
UNNAMED = "NIK tidak terbaca pada surat"
SEEN_MS = 250  # a row that passes by faster was not seen
TONES = {
    PersonVerdict.APPROVE: (Tone.GOOD, "circle-check"),
    PersonVerdict.RETURN: (Tone.WARN, "undo-2"),
    PersonVerdict.REFUSE: (Tone.BAD, "circle-x"),
}


class Kind(StrEnum):
    """Which persons are listed."""

    ALL = "all"
    OPEN = "open"
    NOTED = "noted"
    AGAINST = "against"
    UNSEEN = "unseen"


KINDS = {
    Kind.ALL: "Semua",
    Kind.OPEN: "Belum diputuskan",
    Kind.NOTED: "Perlu perhatian",
    Kind.AGAINST: "Tidak disetujui",
    Kind.UNSEEN: "Belum dilihat",
}


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person as a row; `id` is that of the worker, `notes` what deserves a second look."""

    id: int
    seq: int
    name: str
    nik: str
    where: str
    verdict: PersonVerdict | None
    reason: str
    notes: tuple[str, ...]

    @property
    def note(self) -> str:
        """The first note, and how many more there are."""
        more = f" (+{len(self.notes) - 1})" if len(self.notes) > 1 else ""
        return self.notes[0] + more if self.notes else ""

    def fits(self, kind: Kind, text: str) -> bool:
        """Whether the filter shows it; digits look into the NIK."""
        if text and text not in self.name.casefold() and text not in self.nik:
            return False
        return {
            Kind.ALL: True,
            Kind.OPEN: self.verdict is None,
            Kind.NOTED: bool(self.notes),
            Kind.AGAINST: self.verdict not in (None, PersonVerdict.APPROVE),
            Kind.UNSEEN: True,  # the page knows what was on the screen
        }[kind]


def lines_of(case: OpenCase) -> tuple[PersonLine, ...]:
    """Put words, unmasked numbers, doubles and changes of the list together."""
    opened = {int(worker["seq"]): worker for worker in case.opened.workers}
    first: dict[str, int] = {}
    for seq, worker in sorted(opened.items()):
        first.setdefault(worker["nik"], seq)
    twins: dict[int, list[str]] = {}
    for twin in case.opened.twins:
        by = twin.company or "permohonan perorangan"
        twins.setdefault(twin.seq, []).append(f"Juga di {twin.number}, {by}")
    found = []
    names: dict[str, int] = {}
    for person in case.file.persons:
        worker = opened.get(person.seq, {})
        nik = worker.get("nik", person.nik_masked)
        key = " ".join(person.name.casefold().split())
        names.setdefault(key, person.seq)
        notes = [f"NIK sama dengan nomor {first[nik]}"] * (first.get(nik, person.seq) != person.seq)
        notes += [f"Nama sama dengan nomor {names[key]}"] * (names[key] != person.seq)
        notes += twins.get(person.seq, [])
        notes += _since_return(case, worker)
        where = worker.get("address", "")
        going = f" · tujuan {worker['destination']}" if worker.get("destination") else ""
        line = PersonLine(
            person.id, person.seq, person.name, nik, where + going, person.verdict, person.text, tuple(notes)
        )
        found.append(line)
    return tuple(found)


def _since_return(case: OpenCase, worker: dict[str, str]) -> list[str]:
    """Say what became of a person since the list was sent back."""
    if case.opened.before is None or not worker:
        return []
    former = next((w for w in case.opened.workers_before if w["nik"] == worker["nik"]), None)
    if former is None:
        return ["Baru sejak dikembalikan"]
    changed = [label for key, label in PARTS.items() if former.get(key, "") != worker.get(key, "")]
    if changed:
        return [f"Diubah sejak dikembalikan: {', '.join(changed)}"]
    was_asked = former.get("verdict") in (PersonVerdict.RETURN, PersonVerdict.REFUSE)
    return ["Belum diperbaiki"] if was_asked else []


PARTS = {"name": "nama", "address": "alamat", "destination": "tujuan"}

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
    """The list with its filter, counts and verbs; `moved` says that the choice has changed."""

    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.kind = Kind.ALL
        self.lines: tuple[PersonLine, ...] = ()
        self.title, self.counts = words("", "section"), words("", "small", wrap=True)
        self.shown, self.search = words("", "small"), QLineEdit()
        self.about, self.unseen = words("", "small", wrap=True), words("", "small")
        self.table = RowTable(COLUMNS, name="review-persons", checkable=True, many=True)
        self.seen: set[int] = set()
        self._unnamed: frozenset[int] = frozenset()
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
        if is_new:
            self._unnamed = frozenset()
        self.lines = self._with_unnamed(lines_of(case))
        self.title.setText(f"Pekerja ({len(self.lines)} orang)")
        count = {v: sum(line.verdict is v for line in self.lines) for v in (*PersonVerdict, None)}
        said = [f"{count[v]} {word(v).lower()}" for v in PersonVerdict]
        said += [f"{count[None]} belum diputuskan"]
        noted = sum(bool(line.notes) for line in self.lines)
        said += [f"{noted} perlu perhatian"] if noted else []
        said += [f"{case.file.hidden} dibekukan, tidak ditampilkan"] if case.file.hidden else []
        self.counts.setText(" · ".join(said))
        self.refill()

    def set_unnamed(self, ids: Collection[int]) -> None:
        """Note the persons whom the read paper does not name."""
        if self._unnamed != frozenset(ids):
            self._unnamed = frozenset(ids)
            self.lines = self._with_unnamed(self.lines)
            self.refill()

    def _with_unnamed(self, lines: Sequence[PersonLine]) -> tuple[PersonLine, ...]:
        plain = (replace(line, notes=tuple(n for n in line.notes if n != UNNAMED)) for line in lines)
        return tuple(
            replace(line, notes=(*line.notes, UNNAMED)) if line.id in self._unnamed else line
            for line in plain
        )

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
        self.seen.update(line.id for line in self.on_screen())
        left = sum(line.id not in self.seen for line in self.lines)
        self.unseen.setText(f"{left} belum dilihat" if left else "Semua sudah dilihat")

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
        self.about.setText(". ".join(part for part in parts if part))
        self.about.setVisible(bool(self.about.text()))

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
