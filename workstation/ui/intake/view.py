"""Where things stand: the lists at the left; the chooser, the editor with its parts, or the receipt at the right."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from workstation.queries.intake import AskedRow
from workstation.ui.action import Action, ActionButton
from workstation.ui.bars import Bar, Empty, words
from workstation.ui.button import Button
from workstation.ui.flow import FlowLayout
from workstation.ui.intake.choosing import Chooser
from workstation.ui.intake.entry import EntryForm, Places
from workstation.ui.intake.keeper import Standing
from workstation.ui.intake.lists import Lists
from workstation.ui.intake.opened import Opened
from workstation.ui.intake.papers import PapersPanel
from workstation.ui.intake.receipt import ReceiptPage
from workstation.ui.intake.rowpapers import RowPapersPanel
from workstation.ui.intake.workers import WorkersPanel
from workstation.ui.theme import Tone, pad, theme
from workstation.ui.topbar import Chip
from workstation.vocabulary import CaseStage
from workstation.wording import word

NARROW_BELOW_PX = 800
STANDINGS = {
    Standing.CLEAN: ("Belum ada perubahan", Tone.NEUTRAL, "circle"),
    Standing.TYPED: ("Tersimpan di komputer ini", Tone.NEUTRAL, "check"),
    Standing.SAVING: ("Menyimpan …", Tone.INFO, "loader-circle"),
    Standing.SAVED: ("Konsep tersimpan", Tone.GOOD, "circle-check"),
    Standing.LOCAL: ("Tersimpan di komputer ini; basis data menyusul", Tone.WARN, "wifi-off"),
    Standing.CLASH: ("Diubah petugas lain; isian Anda tetap", Tone.WARN, "triangle-alert"),
    Standing.REFUSED: ("Belum tersimpan di basis data", Tone.WARN, "triangle-alert"),
}
NOWHERE = ("Belum tersimpan", Tone.BAD, "triangle-alert")


class TwoWayBar(Bar):
    """A bar with two answers; nothing happens until one is given."""

    first = Signal()
    second = Signal()

    def __init__(self, tone: Tone) -> None:
        super().__init__(tone)
        self.one, self.other = Button(small=True), Button(small=True)
        for button, signal in ((self.one, self.first), (self.other, self.second)):
            button.clicked.connect(self.hide)
            button.clicked.connect(signal)
            self.add_button(button)

    def offer(self, sentence: str, advice: str, one: str, other: str) -> None:
        """Say what happened and name the two answers."""
        for button, text in ((self.one, one), (self.other, other)):
            button.setText(text)
            button.setAccessibleName(text)
            button.updateGeometry()
        self.show_text(sentence, advice)


class AskedBar(Bar):
    """What the reviewer asks for, item by item."""

    def __init__(self) -> None:
        super().__init__(Tone.WARN)

    def tell(self, asked: Sequence[AskedRow], titles: dict[str, str]) -> None:
        """Show the items; none leaves the bar hidden."""
        lines = []
        for item in asked:
            where = titles.get(item.about, "")
            said = ". ".join(part.rstrip(".") for part in (item.text, item.remedy) if part)
            lines.append("• " + (f"{where}: {said}." if where else f"{said}."))
        if asked:
            who = next((item.reviewer for item in asked if item.reviewer), "Peneliti")
            self.show_text(
                f"{who} meminta {len(asked)} hal sebelum berkas ini diteliti lagi:", "\n".join(lines)
            )


class Editor(QWidget):
    """One opened case: head, what is asked for, and its parts (form, workers, papers)."""

    part_shown = Signal(int)

    def __init__(self, opened: Opened, today: date, places: Places) -> None:
        super().__init__()
        rules = opened.rules
        self.opened = opened
        self.form = EntryForm(rules, today, places)
        self.workers = WorkersPanel(rules.workers, today) if rules.workers is not None else None
        self.row_papers = (
            RowPapersPanel(rules.workers) if rules.workers is not None and rules.workers.documents else None
        )
        self.papers = PapersPanel()
        self.standing, self._number = Chip(), words(role="muted")
        self.asked = AskedBar()
        self.stack, self._scroll = QStackedWidget(), QScrollArea()
        self.parts: list[QWidget] = []
        self.part_buttons: list[Button] = []
        self._lay_out()
        titles = {f.code: f.label for f in rules.fields} | {d.code: d.title for d in rules.documents}
        self.asked.tell(opened.asked, titles)
        self.form.field_entered.connect(self._show_field)
        self.form.set_values(opened.values)
        if self.workers is not None:
            self.workers.set_rows(opened.workers)
        self.show_number(opened.draft.number if opened.draft else "")
        self.stand(Standing.CLEAN)

    def show_number(self, number: str) -> None:
        """Show the registration number, or that there is none yet."""
        stage = "Dikembalikan" if self.opened.stage is CaseStage.RETURNED else "Konsep"
        parts = (number or "belum bernomor", stage, word(self.opened.channel))
        self._number.setText(" · ".join(parts))

    def stand(self, standing: Standing, fault: str = "") -> None:
        """Show where the typed text is; `fault`: why the journal of this machine does not have it."""
        is_nowhere = bool(fault) and standing not in (Standing.CLEAN, Standing.SAVING, Standing.SAVED)
        self.standing.say(*(NOWHERE if is_nowhere else STANDINGS[standing]))

    def add_parts(self, actions: Sequence[Action]) -> None:
        """Put the buttons of the parts, in the order form, workers, papers (workers only for firms)."""
        for action in actions:
            button = ActionButton(action, small=True)
            button.setCheckable(True)
            self.part_buttons.append(button)
            self._part_row.addWidget(button)
        self.show_part(0)

    def add_tool(self, button: QWidget) -> None:
        """Put a button behind those of the parts."""
        self._part_row.addWidget(button)

    def show_part(self, number: int) -> None:
        """Bring a part to the front."""
        self.stack.setCurrentIndex(number)
        for at, button in enumerate(self.part_buttons):
            button.setChecked(at == number)
        self.part_shown.emit(number)

    def part_of(self, widget: QWidget) -> int:
        """Give the number of a part."""
        return self.parts.index(widget)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        pad(head, gap=10)
        names = QVBoxLayout()
        pad(names, gap=2)
        names.addWidget(words(self.opened.rules.short_title, "section"))
        names.addWidget(self._number)
        head.addLayout(names, 1)
        head.addWidget(self.standing, alignment=Qt.AlignmentFlag.AlignVCenter)
        self._part_row = FlowLayout(right=False, gap=6)
        self.parts = [self._form_part()]
        self.parts += [part for part in (self.workers, self.row_papers) if part is not None]
        self.parts.append(self.papers)
        for part in self.parts:
            self.stack.addWidget(part)
        column = QVBoxLayout(self)
        pad(column, gap=10)
        column.addLayout(head)
        column.addLayout(self._part_row)
        column.addWidget(self.stack, 1)

    def _form_part(self) -> QWidget:
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        pad(inside, 16, gap=16)
        inside.addWidget(self.asked)
        inside.addWidget(self.form)
        inside.addStretch(1)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(card)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return self._scroll

    def _show_field(self, code: str) -> None:
        self._scroll.ensureWidgetVisible(self.form.box(code), 0, 40)


class IntakeView(QWidget):
    """The whole body of the screen."""

    def __init__(self) -> None:
        super().__init__()
        self.lists, self.chooser, self.receipt = Lists(), Chooser(), ReceiptPage()
        self.restored, self.clash = TwoWayBar(Tone.INFO), TwoWayBar(Tone.WARN)
        self.empty = Empty(
            "Belum ada permohonan yang dibuka",
            "Tekan Ctrl+N untuk permohonan baru, atau pilih konsep di sebelah kiri.",
            "file-plus",
        )
        self.stack = QStackedWidget()
        self.editor: Editor | None = None
        for page in (self.empty, self.chooser, self.receipt):
            self.stack.addWidget(page)
        right = QVBoxLayout()
        pad(right, gap=10)
        right.addWidget(self.restored)
        right.addWidget(self.clash)
        right.addWidget(self.stack, 1)
        row = QHBoxLayout(self)
        pad(row, gap=16)
        row.addWidget(self.lists)
        row.addLayout(right, 1)

    def show_page(self, page: QWidget) -> None:
        """Bring the chooser, the receipt or the empty page to the front; an editor goes."""
        self._drop_editor()
        self.stack.setCurrentWidget(page)
        self._make_room()

    def show_editor(self, editor: Editor) -> None:
        """Bring a new editor to the front."""
        self._drop_editor()
        self.editor = editor
        self.stack.addWidget(editor)
        self.stack.setCurrentWidget(editor)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Let the lists go while a case is open where there is no room for both."""
        self.lists.setVisible(self.editor is None or self.width() >= theme().px(NARROW_BELOW_PX))

    def _drop_editor(self) -> None:
        self.restored.hide()
        self.clash.hide()
        if self.editor is not None:
            self.stack.removeWidget(self.editor)
            self.editor.deleteLater()
            self.editor = None
