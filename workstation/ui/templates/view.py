"""Layout of the wordings: papers and their versions, the words, and beside them the paper as it would be."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QStackedWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from workstation import phrasing
from workstation.queries.templates import TemplateRow, TemplateVersion
from workstation.ui.bars import words
from workstation.ui.letter import LetterPage
from workstation.ui.table import Column, RowTable
from workstation.ui.templates.editor import Editor
from workstation.ui.theme import pad, theme
from workstation.wording import word

LIST_PX = 250
PAPERS = (Column("Surat", lambda r: word(r.id), sub=lambda r: standing(r)),)
VERSIONS = (Column("Versi", lambda r: since(r), sub=lambda r: about(r), tooltip=lambda r: r.note),)


def standing(row: TemplateRow) -> str:
    """Say which wording holds."""
    held = row.now
    return f"berlaku sejak {since(held)}" if held.id else "susunan bawaan"


def since(version: TemplateVersion) -> str:
    """Say from when a version holds."""
    return phrasing.short_moment(version.valid_from) if version.valid_from else "Bawaan"


def about(version: TemplateVersion) -> str:
    """Say for whom and why a version was made."""
    return " · ".join(part for part in (version.point, version.author, version.note) if part)


class Preview(QWidget):
    """One page of the paper and which it is; words in its place when there is none."""

    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.case, self.where = QComboBox(), words(role="muted")
        self.case.setAccessibleName("Kasus uji")
        self.page = LetterPage()
        self.page.setAccessibleName("Pratinjau")
        self.tools, chosen = QHBoxLayout(), QHBoxLayout()
        for row in (self.tools, chosen):
            pad(row, gap=8)
        chosen.addWidget(self.case, 1)
        chosen.addWidget(self.where)
        column = QVBoxLayout(self)
        pad(column, 8, 0, 0, 0, gap=8)
        column.addLayout(chosen)
        column.addLayout(self.tools)
        column.addWidget(self.page, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say that the page has another width now."""
        super().resizeEvent(event)
        self.resized.emit()

    def show_page(self, image: QImage, said: str) -> None:
        """Show a page."""
        self.page.show_page(image, said)
        self.where.setText(said)

    def say(self, text: str) -> None:
        """Say why there is no page."""
        self.page.say(text)
        self.where.setText("")


class TemplatesView(QWidget):
    """Everything of the screen."""

    def __init__(self) -> None:
        super().__init__()
        self.papers = RowTable(PAPERS, name="templates-papers")
        self.versions = RowTable(VERSIONS, name="templates-versions")
        self.editor, self.preview = Editor(), Preview()
        self.point, self.start = QComboBox(), QLineEdit()
        self.point.setAccessibleName("Untuk unit")
        self.start.setAccessibleName("Berlaku sejak")
        self.start.setPlaceholderText("Berlaku: sekarang")
        self.start.setToolTip("Tanggal mulai berlaku, seperti 25-11-2026; kosong berarti sekarang")
        self.difference = QTextBrowser()
        self.difference.setAccessibleName("Perbedaan")
        self.side = QStackedWidget()
        self.side.addWidget(self.preview)
        self.side.addWidget(self.difference)
        split = QSplitter(Qt.Orientation.Horizontal)
        for part, share in ((self._lists(), 0), (self._middle(), 5), (self.side, 6)):
            split.addWidget(part)
            split.setStretchFactor(split.count() - 1, share)
        split.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        pad(whole)
        whole.addWidget(split)

    def _lists(self) -> QWidget:
        left = QWidget()
        left.setMinimumWidth(theme().px(LIST_PX))
        column = QVBoxLayout(left)
        pad(column, 0, 0, 8, 0, gap=8)
        column.addWidget(self.papers, 5)
        column.addWidget(words("Versi", "section"))
        column.addWidget(self.versions, 3)
        return left

    def _middle(self) -> QWidget:
        middle = QWidget()
        heads = QHBoxLayout()
        pad(heads, gap=8)
        heads.addWidget(self.point, 1)
        self.start.setMinimumWidth(theme().px(150))
        heads.addWidget(self.start, 1)
        column = QVBoxLayout(middle)
        pad(column, 8, 0, 8, 0, gap=8)
        column.addLayout(heads)
        column.addWidget(self.editor, 1)
        return middle
