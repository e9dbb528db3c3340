"""The page on which a change is typed, with what it would move below it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from workstation.queries.calendar import CalendarFacts, RuleRow
from workstation.ui.bars import words
from workstation.ui.calendar import asking
from workstation.ui.calendar.columns import MOVED
from workstation.ui.form import Form
from workstation.ui.table import RowTable
from workstation.ui.theme import pad
from workstation.usecases.scheduling import Change, MovedPromise
from workstation.vocabulary import RuleKind
from workstation.wording import word


class EditPage(QWidget):
    """One change at a time; Esc leaves it."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.kind, self.rule, self.form = RuleKind.HOLIDAY, None, Form(())
        self._title = words("", "section")
        self._said = words("", "muted", wrap=True)
        self.moved = RowTable(MOVED, name="calendar-moved")
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        pad(column, gap=10)
        column.addWidget(self._title)
        column.addWidget(self._area, 3)
        column.addWidget(words("Janji yang akan berubah", "section"))
        column.addWidget(self._said)
        column.addWidget(self.moved, 2)

    rule: RuleRow | None

    def begin(self, kind: RuleKind, rule: RuleRow | None, facts: CalendarFacts) -> None:
        """Ask for a change of this kind, of a rule that is there or a new one."""
        self.kind, self.rule = kind, rule
        wanted = asking.fields(kind, facts, rule)
        self.form = Form(wanted, check=lambda values: asking.faults(kind, values, wanted), columns=3)
        self.form.set_values(asking.values_of(kind, rule, facts))
        self._area.setWidget(self.form)  # the former form goes with it
        self.form.changed.connect(self.forget)
        self.form.field_entered.connect(self._show_field)
        self._title.setText(("Ubah: " if rule else "Baru: ") + word(kind).lower())
        self.forget()
        first = self.form.box(wanted[0].code).entry
        first.focus()

    def change(self) -> Change | None:
        """Return what was typed, or None after showing what is wrong."""
        if not self.form.complete():
            return None
        return asking.read(self.kind, self.form.values(), self.rule)

    def why(self) -> str:
        """Return the reason as it was typed."""
        return self.form.values().get("why", "")

    def show_moved(self, rows: tuple[MovedPromise, ...]) -> None:
        """Say what the change would move."""
        self.moved.set_rows(rows)
        self._said.setText(
            f"{len(rows)} janji yang sedang berjalan akan lain. Tidak ada yang berubah sendiri: penyelia atau manajer"
            " menghitungnya ulang di layar Tenggat hukum."
            if rows
            else "Tidak ada janji yang sedang berjalan yang akan berubah."
        )

    def forget(self) -> None:
        """What was previewed does not hold for other words."""
        self.moved.set_rows(())
        self._said.setText("Tekan F11 untuk melihatnya sebelum menyimpan.")

    def _show_field(self, code: str) -> None:
        self._area.ensureWidgetVisible(self.form.box(code).entry.widget, 0, 40)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves without saving."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
