"""The scrolled page of the left side: one line for each paper and each field, used again for every next case.

Making a line costs a millisecond, and a case has thirty: they are made once, as many as the largest case so far
needed, and bound anew. A line knows nothing of the former case once it is bound.
"""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from workstation.ui.bars import words
from workstation.ui.review.lines import DocumentLine, FieldRow, Line
from workstation.ui.review.opened import OpenCase
from workstation.ui.theme import pad, theme


class Slots(QWidget):
    """The lines of one case: `documents` as filed, `fields` by code, both in the order they are seen."""

    entered = Signal(object)  # the line that the cursor came to
    stepped = Signal(object, int)
    marked = Signal(str, object)

    def __init__(self, first: QWidget, last: QLabel) -> None:
        """`first` and `last` stand above and below all lines."""
        super().__init__()
        self.setObjectName("plain")
        self.documents: list[DocumentLine] = []
        self.fields: dict[str, FieldRow] = {}
        self._documents: list[DocumentLine] = []
        self._rows: list[tuple[QLabel, FieldRow]] = []
        self._papers, self._fields = QVBoxLayout(), QVBoxLayout()
        column = QVBoxLayout(self)
        pad(column, 0, 0, 8, 0, gap=0)
        for part in (self._papers, self._fields):
            pad(part, gap=0)
        self._heads = [words("Dokumen", "label"), last]
        column.addWidget(first)
        column.addWidget(self._heads[0])
        column.addLayout(self._papers)
        column.addLayout(self._fields)
        column.addWidget(last)
        column.addStretch(1)
        theme().changed.connect(self._regrow)
        self._regrow()

    @property
    def chain(self) -> list[Line]:
        """Every line that is seen, from above."""
        return [*self.documents, *self.fields.values()]

    def bind(self, case: OpenCase) -> None:
        """Give every paper and field of a case its line; what is left over is hidden."""
        while len(self._documents) < len(case.papers):
            self._add_document()
        while len(self._rows) < len(case.fields):
            self._add_row()
        self.documents = self._documents[: len(case.papers)]
        for line in self._documents[len(case.papers) :]:
            line.hide()
        for line in self.documents:
            line.forget()
            line.show()
        self._bind_fields(case)

    def forget(self) -> None:
        """Another case of the same shape comes: nothing read in the former one stays."""
        for line in (*self.documents, *self.fields.values()):
            line.forget()

    def _bind_fields(self, case: OpenCase) -> None:
        titles = {document.code: document.title for document in case.file.rules.documents}
        self.fields, group = {}, None
        for (head, row), field in zip(self._rows, case.fields, strict=False):
            row.forget()
            row.show()
            head.setVisible(field.evidence != group)
            if field.evidence != group:
                group = field.evidence
                head.setText(f"Cocokkan dengan {titles[group]}" if group else "Isian lain")
            self.fields[field.spec.code] = row
        for head, row in self._rows[len(case.fields) :]:
            head.hide()
            row.hide()

    def _add_document(self) -> None:
        line = DocumentLine()
        self._connect(line)
        self._documents.append(line)
        self._papers.addWidget(line)

    def _add_row(self) -> None:
        head, row = words("", "label"), FieldRow()
        self._heads.append(head)
        self._regrow()
        self._connect(row)
        row.marked.connect(partial(self._mark, row))
        self._rows.append((head, row))
        self._fields.addWidget(head)
        self._fields.addWidget(row)

    def _connect(self, line: Line) -> None:
        line.entered.connect(partial(self.entered.emit, line))
        line.stepped.connect(partial(self.stepped.emit, line))

    def _mark(self, row: FieldRow, mark: object) -> None:
        self.marked.emit(row.line.spec.code, mark)

    def _regrow(self) -> None:
        look = theme()
        for head in self._heads:
            head.setContentsMargins(look.px(12), look.px(10), 0, look.px(4))
