"""What the officer says when the application is in: number, tracking code, and where the receipt is."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from workstation import phrasing
from workstation.ui.bars import Picture, words
from workstation.ui.theme import Tone, pad
from workstation.ui.topbar import Chip
from workstation.usecases.intake import Receipt


class ReceiptPage(QWidget):
    """The end of one application; `tools` takes the buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.number, self.code = words(role="display"), words(role="display")
        self._who, self._when = words(role="section", wrap=True), words(role="muted")
        self._papers = words(wrap=True)
        self.printed = Chip("", Tone.INFO)
        for label in (self.number, self.code):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.tools = QHBoxLayout()
        pad(self.tools, gap=8)
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        pad(inside, 24, gap=10)
        head = QHBoxLayout()
        pad(head, gap=10)
        head.addWidget(Picture("circle-check", Tone.GOOD, 28))
        head.addWidget(words("Permohonan sudah diajukan", "title"), 1)
        inside.addLayout(head)
        inside.addWidget(self._who)
        for title, label in (("Nomor pendaftaran", self.number), ("Kode lacak", self.code)):
            inside.addWidget(words(title, "label"))
            inside.addWidget(label)
        inside.addWidget(self._when)
        inside.addWidget(self._papers)
        inside.addWidget(self.printed)
        inside.addLayout(self.tools)
        column = QVBoxLayout(self)
        pad(column)
        column.addWidget(card)
        column.addStretch(1)

    def show_receipt(self, receipt: Receipt, who: str, papers: list[str]) -> None:
        """Show what the applicant takes home."""
        self._who.setText(who)
        self.number.setText(receipt.number)
        self.code.setText(receipt.track_code)
        self._when.setText(f"Diterima {phrasing.date_time(receipt.submitted_at)}")
        self._papers.setText("Dokumen: " + ", ".join(papers))
        self.printed.say("Tanda terima sedang dicetak", Tone.INFO, "printer")
