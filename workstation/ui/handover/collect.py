"""Who takes the paper home: asked in one small form, beside the paper."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from workstation.catalogue.rules import FieldKind, FieldSpec
from workstation.queries.permits import PaperFile
from workstation.ui.bars import words
from workstation.ui.button import Button
from workstation.ui.flow import FlowLayout
from workstation.ui.form import Form
from workstation.ui.theme import pad, theme
from workstation.usecases.handing_over import Collector
from workstation.vocabulary import CollectorKind, IdentityKind
from workstation.wording import word

YES, NO = "yes", "no"
AROUND_PX = 26  # of the label above a field and the fault below it
FIELDS: Final = (
    FieldSpec("kind", "Penerima", FieldKind.CHOICE, choices=tuple((k.value, word(k)) for k in CollectorKind)),
    FieldSpec(
        "name", "Nama penerima", FieldKind.TEXT, max_length=120, help="Seperti pada kartu identitasnya."
    ),
    FieldSpec(
        "identity_kind",
        "Kartu identitas",
        FieldKind.CHOICE,
        choices=tuple((k.value, word(k)) for k in IdentityKind),
    ),
    FieldSpec("last4", "Empat angka atau huruf terakhir pada kartu", FieldKind.TEXT, max_length=4),
    FieldSpec(
        "originals",
        "Dokumen asli sudah dicocokkan?",
        FieldKind.CHOICE,
        choices=((YES, "Ya, sudah dicocokkan"), (NO, "Tidak")),
    ),
)


def faults(values: Mapping[str, str]) -> dict[str, str]:
    """Say what is missing or wrong, by field."""
    found = {f.code: "Wajib diisi." for f in FIELDS if not values.get(f.code)}
    last4 = values.get("last4", "")
    if last4 and not (len(last4) == 4 and last4.isascii() and last4.isalnum()):
        found["last4"] = "Isi tepat empat angka atau huruf."
    return found


class CollectPanel(QFrame):
    """The form of the hand-over; Ctrl+Enter (or Enter in the last field) hands over, Esc goes back.

    The form scrolls; the buttons below it are always seen.
    """

    wanted = Signal(object)  # a Collector
    cancelled = Signal()

    def __init__(self, submit: QWidget) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.paper: PaperFile | None = None
        self._title, self._holder = words("Serahkan surat", "section"), words(role="muted", wrap=True)
        self._refused: tuple[dict[str, str], dict[str, str]] = ({}, {})
        self.form = Form(FIELDS, check=self._faults, columns=1)
        self.form.finished.connect(self.submit)
        self._proxy = words("Kuasa: minta surat kuasa asli dan simpan bersama berkas.", "small", wrap=True)
        self.form.changed.connect(self._hear)
        self._back, self._submit = Button("Batal", keys="Esc"), submit
        self._back.clicked.connect(self.cancelled.emit)
        self._area = self._scrolled()
        self.form.field_entered.connect(self._show_field)
        column = QVBoxLayout(self)
        pad(column, 16, 14, 8, 14, gap=10)
        column.addWidget(self._area, 1)
        column.addWidget(self._buttons())

    def _scrolled(self) -> QScrollArea:
        inside, area = QWidget(), QScrollArea()
        inside.setObjectName("plain")
        column = QVBoxLayout(inside)
        pad(column, 0, 0, 8, 0, gap=10)
        for part in (self._title, self._holder, self.form, self._proxy):
            column.addWidget(part)
        column.addStretch(1)
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # it takes what the buttons leave and wishes for nothing, so that nothing around it needs to scroll
        area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        return area

    def _buttons(self) -> QWidget:
        holder, row = QWidget(), FlowLayout()
        row.addWidget(self._back)
        row.addWidget(self._submit)
        holder.setLayout(row)
        return holder

    def _show_field(self, code: str) -> None:
        self._bring(self.form.box(code).entry.widget)

    def _bring(self, entry: QWidget) -> None:
        spare = max(self._area.viewport().height() - entry.height(), 0) // 2
        self._area.ensureWidgetVisible(entry, 0, min(theme().px(AROUND_PX), spare))

    def _show_cursor(self) -> None:
        """Bring the field of the cursor into sight, once everything has its place."""
        now = self.focusWidget()
        if now is not None and self._area.isAncestorOf(now):
            self._bring(now)

    def _show_cursor_soon(self) -> None:
        QTimer.singleShot(0, self, self._show_cursor)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the field of the cursor in sight."""
        super().resizeEvent(event)
        self._show_cursor_soon()

    def open_for(self, paper: PaperFile) -> None:
        """Ask for the collector of this paper; what was typed for the same paper is kept."""
        is_same = self.paper is not None and self.paper.row.id == paper.row.id
        self.paper = paper
        row = paper.row
        self._holder.setText(f"{word(row.kind)} {row.number}\natas nama {row.holder}")
        if not is_same:
            self.form.set_values(
                {
                    "kind": CollectorKind.APPLICANT.value,
                    "name": "" if paper.is_list else row.holder,
                    "identity_kind": IdentityKind.KTP.value,
                }
            )
        self._hear()
        self.form.focus_first()
        self._show_cursor_soon()

    def refuse(self, found: Mapping[str, str]) -> None:
        """Show what the use case refused; it stays until something is changed."""
        self._refused = (self.form.values(), dict(found))
        self.form.show_faults(found)
        self._show_cursor_soon()

    def _faults(self, values: Mapping[str, str]) -> dict[str, str]:
        refused, found = self._refused
        return faults(values) or (dict(found) if dict(values) == refused else {})

    def forget(self) -> None:
        """Drop what was typed: the paper has gone."""
        self.paper = None

    def submit(self) -> None:
        """Give the collector, or show what is missing."""
        self._show_cursor_soon()
        if self.form.complete():
            values = self.form.values()
            self.wanted.emit(
                Collector(
                    CollectorKind(values["kind"]),
                    values["name"],
                    IdentityKind(values["identity_kind"]),
                    values["last4"],
                    values["originals"] == YES,
                )
            )

    def _hear(self) -> None:
        self._proxy.setVisible(self.form.values().get("kind") == CollectorKind.PROXY)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the paper; what was typed stays until it is handed over."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
            return
        super().keyPressEvent(event)
