"""The widgets of the shelf: filters and list on the left, the chosen paper whole on the right."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from workstation.phrasing import date_time, long_date, short_date
from workstation.queries.permits import DocumentRow, HandoverRow, PaperFile, PrintRow, Proposed
from workstation.ui.bars import Empty, Picture, words
from workstation.ui.facts import Facts
from workstation.ui.flow import FlowLayout, clear_out
from workstation.ui.handover.mailed import MailCard
from workstation.ui.printer_words import meaning
from workstation.ui.table import Column
from workstation.ui.theme import TONE_ICONS, Tone, pad, restyle, theme
from workstation.vocabulary import DocumentKind, DocumentStage, PrintState
from workstation.wording import word

NARROW_PX, LOW_PX, ONE_ROW_PX = 900, 420, 1240
KINDS = {
    DocumentKind.PERMIT: (Tone.ACCENT, "file-check"),
    DocumentKind.REFUSAL_LETTER: (Tone.BAD, "file-x"),
    DocumentKind.PERSONS_LETTER: (Tone.BAD, "file-x"),
    DocumentKind.WITHDRAWAL_LETTER: (Tone.BAD, "gavel"),
}
STAGES = {
    DocumentStage.ISSUED: Tone.INFO,
    DocumentStage.PRINTED: Tone.GOOD,
    DocumentStage.MAILED: Tone.NEUTRAL,
    DocumentStage.HANDED_OVER: Tone.NEUTRAL,
    DocumentStage.WITHDRAWN: Tone.BAD,
    DocumentStage.SUPERSEDED: Tone.BAD,
    DocumentStage.EXPIRED: Tone.NEUTRAL,
}
RUNS = {
    PrintState.PRINTED: Tone.GOOD,
    PrintState.OUT: Tone.WARN,
    PrintState.SPOILED: Tone.BAD,
    PrintState.FAILED: Tone.BAD,
    PrintState.QUEUED: Tone.WARN,
}
LAST_RUNS = {
    PrintState.FAILED: "Gagal cetak",
    PrintState.SPOILED: "Rusak",
    PrintState.QUEUED: "Sedang dicetak",
    PrintState.OUT: "Pastikan",
}


def stage_words(row: DocumentRow) -> str:
    """Say where a paper stands, in the words of the shelf."""
    if row.proposed is not None:
        return "Usul cabut"
    if row.stage is DocumentStage.ISSUED:
        return LAST_RUNS.get(row.last_run, "Siap cetak") if row.last_run else "Siap cetak"
    return word(row.stage)


def stage_tone(row: DocumentRow) -> Tone:
    """Give the colour of where a paper stands."""
    if row.proposed is not None:
        return Tone.BAD
    has_trouble = row.stage is DocumentStage.ISSUED and row.last_run is not None
    return Tone.WARN if has_trouble else STAGES[row.stage]


def validity(row: DocumentRow) -> str:
    """Say from when until when a permit counts; a letter of refusal has no validity."""
    if row.valid_from is None:
        return "–"
    until = long_date(row.valid_until) if row.valid_until else "tanpa batas"
    return f"{long_date(row.valid_from)} s.d. {until}"


def under_number(row: DocumentRow) -> str:
    """Give the application's number, and how long the paper waits, or the day on which it came or went out."""
    if row.waits:
        return f"{row.application_number} · {row.waits} hari"
    at = row.handed_at or row.issued_at
    return f"{row.application_number} · {short_date(at)}" if at else row.application_number


COLUMNS = (
    Column(
        "Nomor surat",
        lambda r: r.number,
        width=226,
        strong=True,
        sub=under_number,
        tooltip=lambda r: r.number,
    ),
    Column("Pemegang", lambda r: r.holder, sub=lambda r: r.type_short, tooltip=lambda r: r.holder),
    Column(
        "Jenis",
        lambda r: word(r.kind),
        width=146,
        tone=lambda r: KINDS[r.kind][0],
        icon=lambda r: KINDS[r.kind][1],
    ),
    Column("Keadaan", stage_words, width=116, tone=stage_tone),
)


class FindLine(QLineEdit):
    """The search of the shelf; tells what is wanted a moment after the last key."""

    wanted = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("Cari nomor surat, nama, nomor permohonan, antrean … (Ctrl+F)")
        self.setAccessibleName("Cari surat")
        self.setClearButtonEnabled(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(250)
        self._timer.timeout.connect(self._tell)
        self.textChanged.connect(self._wait)
        self.returnPressed.connect(self._enter)

    def _wait(self, _text: str) -> None:
        self._timer.start()

    def _tell(self) -> None:
        self.wanted.emit(self.text().strip())

    def _enter(self) -> None:
        self._timer.stop()
        self._tell()
        self.left.emit()


class KindStrip(QFrame):
    """What the paper is, so large that nobody takes a refusal for a permit."""

    def __init__(self) -> None:
        super().__init__()
        self._picture, self._kind, self._number = Picture("file-check", Tone.ACCENT, 30), words(), words()
        self._state = words()
        self._kind.setProperty("role", "title")
        self._number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._number.setProperty("role", "strong")
        self._number.setWordWrap(True)
        column = QVBoxLayout()
        pad(column, gap=2)
        for label in (self._kind, self._number, self._state):
            column.addWidget(label)
        row = QHBoxLayout(self)
        pad(row, 14, 10, 14, 10, gap=12)
        row.addWidget(self._picture, alignment=Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)

    def show_row(self, row: DocumentRow) -> None:
        """Show kind, number and state."""
        tone, icon = KINDS[row.kind]
        self._picture.show_icon(icon, tone)
        self._kind.setText(word(row.kind))
        self._number.setText(row.number)
        self._state.setText(stage_words(row))
        restyle(self, bar=tone.value)
        for label in (self._kind, self._number, self._state):
            restyle(label)


class RunCard(QFrame):
    """One run through the printer with its raw words."""

    def __init__(self, run: PrintRow) -> None:
        super().__init__()
        tone = RUNS[run.state]
        column = QVBoxLayout()
        pad(column, gap=2)
        column.addWidget(words(f"Cetakan ke-{run.copy} · {word(run.state)}", "strong"))
        column.addWidget(
            words(f"{date_time(run.queued_at)} · {run.officer} · {run.printer}", "small", wrap=True)
        )
        if run.reason:
            column.addWidget(words(f"Alasan: {run.reason}", wrap=True))
        if run.raw:
            means = meaning(run.raw)
            said = f"Kata pencetak: {run.raw}" + (f" ({means})" if means and means != run.raw else "")
            column.addWidget(words(said, "small", wrap=True))
        row = QHBoxLayout(self)
        pad(row, 0, 4, 0, 4, gap=10)
        row.addWidget(Picture(TONE_ICONS[tone], tone, 18), alignment=Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)


class PaperPanel(QScrollArea):
    """The chosen paper whole: what it is, who signed, every print, who has it."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._strip, self._facts, self._taken = KindStrip(), Facts(), Facts()
        self._runs_title, self._taken_title = (
            words("Riwayat cetak", "section"),
            words("Serah terima", "section"),
        )
        self._mails_title = words("Surel", "section")
        self._runs, self._mails = QVBoxLayout(), QVBoxLayout()
        pad(self._runs, gap=4)
        pad(self._mails, gap=4)
        inside = self._inside = QWidget()
        inside.setObjectName("plain")
        column = QVBoxLayout(inside)
        pad(column, 2, 0, 8, 8, gap=10)
        column.addWidget(self._strip)
        column.addWidget(self._facts)
        column.addWidget(self._taken_title)
        column.addWidget(self._taken)
        column.addWidget(self._mails_title)
        column.addLayout(self._mails)
        column.addWidget(self._runs_title)
        column.addLayout(self._runs)
        column.addStretch(1)
        self.setWidget(inside)
        self.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)

    def show_paper(self, paper: PaperFile) -> None:
        """Show one paper."""
        self._strip.show_row(paper.row)
        self._facts.show_facts(_facts(paper))
        self._taken_title.setVisible(paper.handover is not None)
        self._taken.setVisible(paper.handover is not None)
        if paper.handover is not None:
            self._taken.show_facts(_taken(paper.handover))
        self._mails_title.setVisible(bool(paper.mails))
        clear_out(self._mails)
        for mail in paper.mails:
            self._mails.addWidget(MailCard(mail))
        clear_out(self._runs)
        for run in paper.prints:
            self._runs.addWidget(RunCard(run))
        if not paper.prints:
            self._runs.addWidget(words("Belum pernah dicetak.", "muted"))

    def text(self) -> str:
        """Give everything that stands here, line by line."""
        seen = [label for label in self._inside.findChildren(QLabel) if not label.isHidden()]
        return "\n".join(label.text() for label in seen if label.text())


def _facts(paper: PaperFile) -> list[tuple[str, str]]:
    row = paper.row
    copies = f"{row.prints} kali tercetak" + (f", {row.runs} kali dikirim" if row.runs != row.prints else "")
    signed = f"{paper.signatory}" if paper.signatory else ""
    issued = date_time(row.issued_at) if row.issued_at else ""
    ended = f"{date_time(paper.withdrawn_at)} – {paper.withdrawn_reason}" if paper.withdrawn_at else ""
    return [
        (word(row.stage), ended),
        _decision(paper),
        ("Usul pencabutan", _proposed(row.proposed) if row.proposed else ""),
        ("Pemegang", row.holder + (" (daftar pekerja)" if paper.is_list else "")),
        ("NIK", paper.nik_masked),
        ("Jenis izin", row.type_title),
        ("Masa berlaku", validity(row) if row.kind is DocumentKind.PERMIT else "Tidak ada: ini bukan izin"),
        ("Permohonan", row.application_number),
        ("Antrean", ", ".join(paper.tickets)),
        ("Ditandatangani", signed),
        ("Terbit", issued),
        (
            "Tanda tangan",
            "Sah: diperiksa layanan belakang saat terbit" if row.issued_at else "Belum diperiksa",
        ),
        ("Cetakan", copies if row.runs else ""),
    ]


def _decision(paper: PaperFile) -> tuple[str, str]:
    if paper.row.kind is DocumentKind.WITHDRAWAL_LETTER:
        return "Mencabut", paper.decision
    stage = word(paper.decision_stage).lower() if paper.decision_stage else ""
    return "Keputusan pencabutan", f"{paper.decision} ({stage})" if paper.decision else ""


def _proposed(proposed: Proposed) -> str:
    return f"{word(proposed.ground)} – {proposed.note} ({proposed.legal_basis}), oleh {proposed.by}"


def _taken(handover: HandoverRow) -> list[tuple[str, str]]:
    return [
        ("Penerima", f"{handover.name} ({word(handover.collector).lower()})"),
        ("Identitas", f"{word(handover.identity_kind)}, empat terakhir {handover.last4}"),
        ("Asli dicocokkan", "ya" if handover.originals_seen else "tidak"),
        ("Diserahkan", f"{date_time(handover.at)} oleh {handover.officer}"),
    ]


class FilterRow(QWidget):
    """Filters, search and printer: in one row, or in two where the window is narrow or the letters large."""

    def __init__(self, chips: Sequence[QWidget], line: QWidget, printer: Sequence[QWidget]) -> None:
        super().__init__()
        self._chips, self._rest = FlowLayout(right=False, gap=6), QHBoxLayout()
        pad(self._rest, gap=8)
        holder = QWidget()
        holder.setLayout(self._chips)
        for chip in chips:
            self._chips.addWidget(chip)
        self._rest.addWidget(line, 1)
        for part in printer:
            self._rest.addWidget(part)
        self._holder, self._box = holder, QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        pad(self._box, gap=10)
        self._box.addWidget(holder, 0, Qt.AlignmentFlag.AlignVCenter)
        self._box.addLayout(self._rest, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take a second row where one is too narrow."""
        super().resizeEvent(event)
        way = QBoxLayout.Direction
        wanted = way.TopToBottom if self.width() < theme().px(ONE_ROW_PX) else way.LeftToRight
        if wanted != self._box.direction():
            self._box.setDirection(wanted)


class ShelfView(QSplitter):
    """List and chosen paper: beside each other, below each other, or the list alone where there is no room."""

    def __init__(self, table: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(12)
        self.table, self.side = table, QStackedWidget()
        self.paper = PaperPanel()
        self.nothing = Empty(
            "Pilih satu surat", "Panah atas dan bawah memilih; F11 menampilkan berkas aslinya.", "file-text"
        )
        # hidden words must not make the form beside them taller than the window
        self.nothing.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.side.addWidget(self.nothing)
        self.side.addWidget(self.paper)
        self.addWidget(table)
        self.addWidget(self.side)
        self._is_shared = False
        self.side.currentChanged.connect(self.arrange)

    def is_free(self) -> bool:
        """Tell whether the right side shows a paper, or nothing: nobody is in the middle of something there."""
        return self.side.currentWidget() in (self.nothing, self.paper)

    def arrange(self) -> None:
        """Share the room; where it is scarce the form takes all of it, the paper's facts none."""
        is_narrow = self.width() < theme().px(NARROW_PX)
        is_low = is_narrow and self.height() < theme().px(LOW_PX)
        asks = self.side.currentWidget() not in (self.nothing, self.paper)
        self.table.setVisible(not (is_low and asks))
        self.side.setVisible(not is_low or asks)
        wanted = Qt.Orientation.Vertical if is_narrow else Qt.Orientation.Horizontal
        if wanted != self.orientation() or not self._is_shared:
            self._is_shared = self.isVisible()
            self.setOrientation(wanted)
            room = self.height() if is_narrow else self.width()
            self.setSizes([room * 64 // 100, room * 36 // 100])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share anew."""
        super().resizeEvent(event)
        self.arrange()


class Roomy(QScrollArea):
    """The body of the screen; where the letters are large and the window low it scrolls instead of being crushed.

    While a form is asked for nothing scrolls away: `spare` gives its room to the form instead.
    """

    LEAST_PX = 260

    def __init__(self, inside: QWidget, spare: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside.setObjectName("plain")
        self._inside, self._spare, self._asks = inside, spare, False
        self.setWidget(inside)
        self.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        self._grow()
        theme().changed.connect(self._grow)

    def set_asking(self, on: bool) -> None:
        """Keep all of a form in sight, or be a list again."""
        self._asks = on
        self._grow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look again whether there is room for everything."""
        super().resizeEvent(event)
        self._grow()

    def _grow(self) -> None:
        self._inside.setMinimumHeight(0 if self._asks else theme().px(self.LEAST_PX))
        self._spare.setVisible(not self._asks or self.height() >= theme().px(LOW_PX))
