"""The start page: tiles with what waits, and the nearest deadlines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from workstation import phrasing
from workstation.places import BY_KEY
from workstation.queries.batches import CutOff, cut_off
from workstation.queries.figures import Count, DeadlineRow, StartFacts, start_facts
from workstation.queries.totals import Found
from workstation.ui.action import Action, ActionButton
from workstation.ui.bars import Bar, Picture, words
from workstation.ui.deadlines import left_icon, left_tone, left_words
from workstation.ui.flow import clear_out
from workstation.ui.hall import OfficeClock
from workstation.ui.screen import Screen
from workstation.ui.table import Column, RowTable
from workstation.ui.theme import Tone, pad, restyle, theme
from workstation.usecases.certifying import Ending, ending_soon
from workstation.vocabulary import CaseStage, Role
from workstation.wording import word

ACROSS = 4


@dataclass(frozen=True)
class TileWords:
    """What a count is called, where it leads and when it is worth a colour."""

    title: str
    icon: str
    screen: str
    nothing: str
    tone: Tone = Tone.ACCENT
    subject: str | None = None


WORDS = {
    "waiting": TileWords("Menunggu loket Anda", "users", "queue", "Tidak ada yang menunggu"),
    "hall": TileWords("Orang di ruang tunggu", "door-open", "reception", "Ruang tunggu kosong", Tone.NEUTRAL),
    "to_print": TileWords(
        "Surat siap cetak", "printer", "handover", "Semua sudah dicetak", subject="to_print"
    ),
    "to_hand_over": TileWords(
        "Surat siap diserahkan", "hand", "handover", "Tidak ada yang menunggu diambil", subject="to_hand_over"
    ),
    "drafts": TileWords("Konsep Anda", "file-text", "intake", "Tidak ada konsep", Tone.NEUTRAL),
    "returned": TileWords("Dikembalikan ke pemohon", "history", "intake", "Tidak ada", Tone.NEUTRAL),
    "to_review": TileWords("Berkas untuk diteliti", "file-text", "review", "Semua berkas selesai"),
    "mine": TileWords("Sedang Anda kerjakan", "folder-open", "review", "Tidak ada", Tone.NEUTRAL),
    "soon": TileWords("Lewat atau kurang dari 1 jam", "clock-alert", "review", "Tidak ada", Tone.WARN),
    "proposed": TileWords("Menunggu keputusan Anda", "gavel", "approval", "Semua sudah diputus"),
    "unsigned": TileWords(
        "Belum ditandatangani", "pen-line", "approval", "Semua sudah ditandatangani", subject="unsigned"
    ),
    "late_decisions": TileWords("Keputusan lewat tenggat", "clock-alert", "approval", "Tidak ada", Tone.BAD),
    "received": TileWords("Permohonan diterima", "inbox", "", "Belum ada", Tone.NEUTRAL),
    "in_process": TileWords("Dalam proses", "hourglass", "", "Tidak ada", Tone.NEUTRAL),
    "all_returned": TileWords("Dikembalikan", "history", "", "Tidak ada", Tone.NEUTRAL),
    "approved": TileWords("Disetujui", "circle-check", "", "Belum ada", Tone.NEUTRAL),
    "refused": TileWords("Ditolak", "circle-x", "", "Belum ada", Tone.NEUTRAL),
}


def _invitation(said: TileWords, number: int) -> str:
    if not number:
        return said.nothing
    return f"Buka {BY_KEY[said.screen].title}" if said.screen else ""


class Tile(QFrame):
    """One count with its words; Enter, Space or a click leads to its screen."""

    chosen = Signal(str, object)

    def __init__(self, count: Count) -> None:
        super().__init__()
        said = WORDS[count.code]
        self.code, self._screen, self._subject = count.code, said.screen, said.subject
        self.setProperty("role", "card")
        if said.screen:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        tone = said.tone if count.number else Tone.NEUTRAL
        number = words(f"{count.number}" + (f" / {count.limit}" if count.limit else ""), "display")
        head = QHBoxLayout()
        pad(head, gap=8)
        head.addWidget(Picture(said.icon, tone if count.number else "muted", 20))
        head.addWidget(words(said.title, "strong"), 1)
        column = QVBoxLayout(self)
        pad(column, 16, 14, 16, 14, gap=6)
        column.addLayout(head)
        column.addWidget(number)
        column.addWidget(words(_invitation(said, count.number), "muted"))
        self.setMinimumWidth(theme().px(180))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{said.title}: {count.number}")
        restyle(self, tile=tone.value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Lead on with Enter or Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._screen:
            self.chosen.emit(self._screen, self._subject)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lead on with a click."""
        if self._screen and self.rect().contains(event.position().toPoint()):
            self.chosen.emit(self._screen, self._subject)


class OpenCase(Action):
    """Open the chosen case where it is worked on."""

    TEXT, ICON = "Buka berkas", "folder-open"

    def fits(self, rows: Sequence[DeadlineRow]) -> bool | str:
        """Ask for one row."""
        return len(rows) == 1 or "Pilih satu berkas dahulu."

    def perform(self) -> None:
        """Go to the desk that has the case now."""
        row = self.rows[0]
        self.office.hub.go("approval" if row.stage == CaseStage.PROPOSED else "review", row.id)


class OpenAlarm(Action):
    """Go to the list of what the law decides by itself."""

    TEXT, KEYS, ICON = "Buka Tenggat hukum", "Ctrl+1", "gavel"

    def perform(self) -> None:
        """Leave for the list."""
        self.office.hub.go("alarm")


class AlarmBar(Bar):
    """What nobody may overlook: cases that the law has granted by default, or will within a working day."""

    def show_counts(self, deemed: int, endangered: int) -> None:
        """Say both numbers; black when the law has decided, red before, gone when there is nothing."""
        self.setVisible(bool(deemed or endangered))
        if not (deemed or endangered):
            return
        self.set_tone(Tone.GRAVE if deemed else Tone.BAD)
        parts = [f"{deemed} permohonan sudah dianggap dikabulkan"] if deemed else []
        parts += [f"{endangered} tinggal satu hari kerja atau kurang"] if endangered else []
        self.show_text(
            f"Fiktif positif: {', '.join(parts)}.", "Putuskan sekarang, sebelum undang-undang memutuskan."
        )


class OpenTotals(Action):
    """Go to the balance and its list."""

    TEXT, KEYS, ICON = "Buka Neraca", "Ctrl+2", "list-checks"

    def perform(self) -> None:
        """Leave for the balance."""
        self.office.hub.go("totals")


class FindingsBar(Bar):
    """What does not balance, red, with the first numbers; gone when everything does."""

    def show_found(self, found: Found) -> None:
        """Say how many and which."""
        self.setVisible(bool(found.count))
        if found.count:
            more = (
                f", dan {found.count - len(found.numbers)} lagi" if found.count > len(found.numbers) else ""
            )
            self.show_text(f"Neraca tidak cocok: {found.count} hal.", f"{', '.join(found.numbers)}{more}.")


class CertificateBar(Bar):
    """The signatory's certificate ends soon, or has ended: told every morning, not when a batch is refused."""

    def show_ending(self, ending: Ending | None) -> None:
        """Say when; gone while there is time."""
        self.setVisible(ending is not None)
        if ending is None:
            return
        when = phrasing.day_date(ending.not_after)
        left = "sudah berakhir" if ending.days_left < 0 else f"berakhir {ending.days_left} hari lagi"
        self.set_tone(Tone.BAD if ending.days_left < 0 else Tone.WARN)
        self.show_text(
            f"Sertifikat elektronik Anda {left} ({when}).",
            "Urus perpanjangannya sekarang: tanpa sertifikat yang berlaku tidak ada surat yang dapat terbit.",
        )


class GoOnSigning(Action):
    """Go to the papers that a dead process left unsigned."""

    TEXT, ICON = "Lanjutkan tanda tangan", "signature"

    def perform(self) -> None:
        """Leave for them."""
        self.office.hub.go("approval", "unsigned")


class CutOffBar(Bar):
    """The last batch was cut off: what is kept, what is left, offered as soon as the officer has signed in."""

    def show_cut(self, cut: CutOff | None) -> None:
        """Say both numbers; gone when nothing is left."""
        self.setVisible(cut is not None and cut.left > 0)
        if cut is not None:
            self.show_text(
                f"Penandatanganan {phrasing.short_moment(cut.opened_at)} terputus: {cut.kept} surat sudah"
                f" ditandatangani dan disimpan, {cut.left} belum.",
                "Nomornya tetap, dan yang sudah ditandatangani tidak ditandatangani lagi.",
            )


class StartScreen(Screen):
    """What waits for this officer now."""

    KEY, TITLE, ICON = "start", "Beranda", "layout-dashboard"
    SHOWS: ClassVar[frozenset[str]] = frozenset(
        {"visits", "cases", "documents", "prints", "counters", "findings"}
    )

    def build(self) -> None:
        """Lay out tiles and deadlines."""
        self.clock = OfficeClock()
        holder = QWidget()
        self._tiles = QGridLayout(holder)
        pad(self._tiles, gap=12)
        self.table = RowTable(
            (
                Column(
                    "Sisa waktu",
                    lambda r: left_words(self._left(r)),
                    tone=lambda r: left_tone(self._left(r)),
                    icon=lambda r: left_icon(self._left(r)),
                    width=190,
                    sort=lambda r: r.due_at,
                ),
                Column("Nomor", lambda r: r.number, width=160, strong=True),
                Column("Pemohon", lambda r: r.applicant),
                Column("Jenis", lambda r: r.type_title, width=180),
                Column("Tahap", lambda r: word(CaseStage(r.stage)), width=180),
            ),
            name="start-deadlines",
        )
        self._deadline_title = words("Tenggat terdekat", "section")
        body = QWidget()
        column = QVBoxLayout(body)
        pad(column, gap=14)
        self.alarm = AlarmBar()
        column.addWidget(self.alarm)
        self.findings = FindingsBar(Tone.BAD)
        column.addWidget(self.findings)
        self.certificate = CertificateBar(Tone.WARN)
        column.addWidget(self.certificate)
        self.cut_off = CutOffBar(Tone.WARN)
        column.addWidget(self.cut_off)
        column.addWidget(holder)
        column.addWidget(self._deadline_title)
        column.addWidget(self.table, 1)
        column.addStretch(0)
        self._column = column
        # hidden later it would hand the cursor to the bar above
        self._show_deadlines()
        self.set_body(body)
        if self.office.desk.roles & {Role.REVIEWER, Role.SUPERVISOR}:
            self.add_actions(OpenCase, follow=self.table)
            self.table.activated_row.connect(self._open_row)
        if self.office.desk.roles & {Role.SUPERVISOR, Role.MANAGER}:
            self._open_alarm = self.add_action(OpenAlarm)
            self.alarm.add_button(ActionButton(self._open_alarm, small=True))
            self.findings.add_button(ActionButton(self.add_action(OpenTotals), small=True))
        if Role.SUPERVISOR in self.office.desk.roles:
            self.cut_off.add_button(ActionButton(self.add_action(GoOnSigning), small=True))
        minute = QTimer(self)
        minute.timeout.connect(self._tick)
        minute.start(30_000)

    def refresh(self) -> None:
        """Count again."""
        desk = self.office.desk
        self.ask(partial(start_facts, desk), then=self._show)
        if Role.SUPERVISOR in desk.roles:
            self.office.do(partial(ending_soon, desk), then=self.certificate.show_ending, read=True)
            self.office.do(partial(cut_off, desk), then=self.cut_off.show_cut, read=True)

    def _show(self, facts: StartFacts) -> None:
        self.clock.set(facts.at)
        self.alarm.show_counts(facts.deemed, facts.endangered)
        self.findings.show_found(facts.findings)
        first_name = self.office.desk.officer.name.split()[0]
        self.set_title(f"Selamat bekerja, {first_name}", phrasing.day_date(facts.at))
        focused = self.focusWidget()
        focused_code = focused.code if isinstance(focused, Tile) else None
        clear_out(self._tiles)
        for place, count in enumerate(facts.counts):
            tile = Tile(count)
            tile.chosen.connect(self.office.hub.go)
            self._tiles.addWidget(tile, place // ACROSS, place % ACROSS)
            if tile.code == focused_code or (self.hasFocus() and place == 0):
                tile.setFocus()
        self._deadline_title.setText(
            "Tenggat terdekat" if facts.deadlines else "Tidak ada berkas dengan tenggat"
        )
        self.table.set_rows(facts.deadlines)

    def _show_deadlines(self) -> None:
        has_deadlines = bool(self.office.desk.roles & {Role.REVIEWER, Role.SUPERVISOR, Role.MANAGER})
        self._deadline_title.setVisible(has_deadlines)
        self.table.setVisible(has_deadlines)
        self._column.setStretch(7, 0 if has_deadlines else 1)

    def _tick(self) -> None:
        self.table.viewport().update()

    def _left(self, row: DeadlineRow) -> timedelta:
        return row.due_at - self.clock.now()

    def _open_row(self, row: DeadlineRow) -> None:
        self.office.hub.go("approval" if row.stage == CaseStage.PROPOSED else "review", row.id)
