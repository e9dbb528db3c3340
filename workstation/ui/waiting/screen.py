"""The list of waiting cases, the nearest end first, and beside it what is known of the chosen wait."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QScrollArea, QSplitter, QVBoxLayout, QWidget

from workstation import phrasing
from workstation.queries.waits import ContactRow, WaitRow, contacts, waiting_cases
from workstation.ui.bars import words
from workstation.ui.deadlines import left_icon, left_words
from workstation.ui.facts import Facts
from workstation.ui.screen import Screen
from workstation.ui.table import Column, RowTable
from workstation.ui.theme import Tone, pad, theme
from workstation.ui.waiting.actions import CancelOrder, FindWait, PrintWait, StepOn
from workstation.vocabulary import WAITS, CaseStage, Role
from workstation.wording import word
from workstation.worktime import WIB

ALARM_HOURS = 12
"""A guarantor's last hours are red."""


def until_words(row: WaitRow) -> str:
    """When the wait ends: a lapse in hours, other ends by their day."""
    if row.stage is CaseStage.WAITING_APPLICANT or row.until is None:
        return "tanpa batas"
    if row.stage is CaseStage.WAITING_GUARANTOR:
        return f"gugur {left_words(row.left)}" if row.left and row.left.total_seconds() > 0 else "batas lewat"
    if row.levy is not None:
        return phrasing.short_date(row.levy.due_on)
    return phrasing.short_date(row.until.astimezone(WIB).date())


def until_tone(row: WaitRow) -> Tone:
    """Late is red, a guarantor's last half day too."""
    if row.left is None:
        return Tone.NEUTRAL
    hours = row.left.total_seconds() / 3600
    if hours <= 0 or (row.stage is CaseStage.WAITING_GUARANTOR and hours < ALARM_HOURS):
        return Tone.BAD
    return Tone.WARN if hours < 24 else Tone.NEUTRAL


class WaitingScreen(Screen):
    """Cases whose clock stands still."""

    KEY, TITLE, ICON = "waiting", "Menunggu", "hourglass"
    ROLES, SHOWS = frozenset({Role.OFFICER, Role.REVIEWER, Role.SUPERVISOR}), frozenset({"cases"})

    def build(self) -> None:
        """Make the filter, the list and the panel."""
        self.kinds = QComboBox()
        self.kinds.setAccessibleName("Jenis penantian")
        self.kinds.addItem("Semua", None)
        for stage in WAITS:
            self.kinds.addItem(word(stage), stage.value)
        self.kinds.setMinimumWidth(theme().px(220))
        self.kinds.currentIndexChanged.connect(self.ask_again)
        self.add_header(self.kinds)
        self.table = RowTable(
            (
                Column("Nomor", lambda r: r.number, width=150, strong=True),
                Column("Pemohon", lambda r: r.applicant, sub=lambda r: r.type_title),
                Column("Menunggu", lambda r: word(r.stage).removeprefix("Menunggu ").capitalize(), width=120),
                Column(
                    "Sampai",
                    until_words,
                    tone=until_tone,
                    icon=lambda r: left_icon(r.left),
                    sort=lambda r: (r.until is None, r.until or r.since),
                    width=165,
                ),
            ),
            name="waiting",
        )
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.table)
        split.addWidget(self._panel())
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setChildrenCollapsible(False)
        self.set_body(split)
        self.add_action(FindWait)
        self.add_actions(StepOn, PrintWait, CancelOrder, follow=self.table)
        self.table.chosen.connect(self._choose)

    def _panel(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        pad(column, 16, 4, 4, 4, gap=10)
        self._name, self._facts, self._tries = words("", "section", wrap=True), Facts(), Facts()
        self._tries_title = words("Percobaan menghubungi penjamin", "section")
        for part in (self._name, self._facts, self._tries_title, self._tries):
            column.addWidget(part)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        area.setMinimumWidth(theme().px(340))
        area.setAccessibleName("Keterangan penantian")
        return area

    def open(self, subject: object) -> None:
        """Show one kind of wait (the name of a stage)."""
        self.kinds.setCurrentIndex(max(self.kinds.findData(str(subject)), 0))

    def refresh(self) -> None:
        """Ask for the list."""
        wanted = self.kinds.currentData()
        stage = CaseStage(wanted) if wanted else None
        self.ask(partial(waiting_cases, self.office.desk, stage), then=self._show)

    def done(self, said: str, _result: object) -> None:
        """Say that a step is done."""
        self.notice.clear()
        self.say(said)

    def _show(self, rows: tuple[WaitRow, ...]) -> None:
        self.counted.emit(sum(until_tone(row) is Tone.BAD for row in rows))
        if not rows:
            kind = self.kinds.currentText().lower() if self.kinds.currentData() else "apa pun"
            self.show_empty(
                f"Tidak ada berkas yang menunggu {kind.removeprefix('menunggu ')}",
                "Jam layanan semua berkas lain berjalan. Penantian dimulai dari meja penelitian (F4).",
                "hourglass",
            )
            return
        self.show_body()
        late = sum(until_tone(row) is Tone.BAD for row in rows)
        self.set_title(self.TITLE, f"{len(rows)} berkas" + (f" · {late} mendesak" if late else ""))
        self.table.set_rows(rows)
        if not self.table.selectionModel().hasSelection():
            self.table.selectRow(0)

    def _choose(self, rows: tuple[WaitRow, ...]) -> None:
        if len(rows) != 1:
            return
        row = rows[0]
        self._name.setText(f"{row.number} · {row.applicant}")
        self._facts.show_facts(facts_of(row))
        is_asked = row.stage is CaseStage.WAITING_GUARANTOR
        self._tries_title.setVisible(is_asked)
        self._tries.setVisible(is_asked)
        if is_asked:
            self.office.do(
                partial(contacts, self.office.desk, row.id), then=partial(self._show_tries, row.id), read=True
            )

    def _show_tries(self, case: int, tries: tuple[ContactRow, ...]) -> None:
        chosen = self.table.chosen_rows()
        if [row.id for row in chosen] != [case]:
            return
        self._tries.show_facts(
            [
                (
                    phrasing.short_moment(one.at),
                    f"{word(one.outcome)} · {one.note or word(one.channel)} · {one.officer}",
                )
                for one in tries
            ]
            or [("Belum ada", "Hubungi penjamin, lalu catat hasilnya (F8).")]
        )


def facts_of(row: WaitRow) -> list[tuple[str, str]]:
    """What the panel says of a wait."""
    facts = [
        ("Menunggu", word(row.stage).removeprefix("Menunggu ").capitalize()),
        ("Alasan", row.reason),
        ("Sejak", phrasing.short_moment(row.since)),
        ("Dimulai oleh", row.started_by or "sistem"),
        ("Dilanjutkan ke", word(row.came_from)),
        ("Janji saat berhenti", phrasing.short_moment(row.due_before) if row.due_before else ""),
        ("Sampai", until_words(row)),
    ]
    if row.survey is not None:
        facts += [
            ("Nomor survei", row.survey.number),
            ("Lokasi", row.survey.place),
            ("Rencana", phrasing.long_date(row.survey.planned_on)),
            ("Petugas survei", row.survey.surveyors),
            ("Ditinjau", phrasing.long_date(row.survey.surveyed_on) if row.survey.surveyed_on else ""),
            ("Hasil (BAPL)", row.survey.findings),
            ("Pelapor", row.survey.reported_by),
        ]
    if row.levy is not None:
        facts += [
            ("SKRD", row.levy.number),
            ("Jumlah", phrasing.rupiah(row.levy.amount)),
            ("Terbilang", phrasing.rupiah_words(row.levy.amount)),
            ("Dasar", row.levy.basis),
            ("Jatuh tempo", phrasing.long_date(row.levy.due_on)),
        ]
    return facts
