"""How an equation looks: numbers over their names, with = and + between them, and whether it holds."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from workstation.balancing import Equation, Term, difference_words, equation_words
from workstation.phrasing import grouped, short_date, short_moment
from workstation.ui.bars import Picture, words
from workstation.ui.flow import FlowLayout, clear_out
from workstation.ui.table import Column
from workstation.ui.theme import Tone, pad, restyle, theme
from workstation.vocabulary import Imbalance
from workstation.wording import word

NAME_PX = 150

COLUMNS = (
    Column("Bagian", lambda r: word(r.leg), width=122),
    Column("Nomor", lambda r: r.number, width=190, strong=True, tooltip=lambda r: r.number),
    Column("Yang tidak cocok", lambda r: word(r.code), tooltip=lambda r: word(r.code)),
    Column("Tanggal", lambda r: short_date(r.day), width=100, sort=lambda r: r.day),
    Column(
        "Ditemukan",
        lambda r: short_moment(r.found_at) if r.found_at else "baru saja",
        width=150,
        sort=lambda r: r.found_at,
    ),
    Column("Titik layanan", lambda r: r.point, width=178, tooltip=lambda r: r.point),
)


class EquationRow(QFrame):
    """One total: its name, the equation, and a green tick or the red difference."""

    def __init__(self, equation: Equation, breaks: int) -> None:
        super().__init__()
        holds = not equation.difference and not breaks
        tone = Tone.GOOD if holds else Tone.BAD
        found = f"{grouped(breaks)} nomor" if breaks and not equation.difference else ""
        said = found or difference_words(equation)
        self.setProperty("role", "card")
        restyle(self, tile=Tone.NEUTRAL.value if holds else tone.value)
        name = QWidget()
        column = QVBoxLayout(name)
        pad(column, gap=2)
        column.addWidget(words(word(equation.leg), "strong", wrap=True))
        verdict = QHBoxLayout()
        pad(verdict, gap=6)
        verdict.addWidget(Picture("circle-check" if holds else "triangle-alert", tone, 16))
        verdict.addWidget(words(said, "muted"), 1)
        column.addLayout(verdict)
        name.setFixedWidth(theme().px(NAME_PX))
        terms = QWidget()
        flow = FlowLayout(right=False, gap=12)
        terms.setLayout(flow)
        flow.addWidget(_term(equation.given, "title"))
        for number, part in enumerate(equation.parts):
            flow.addWidget(words("+" if number else "=", "section"))
            flow.addWidget(_term(part, "section"))
        row = QHBoxLayout(self)
        pad(row, 14, 8, 14, 8, gap=12)
        row.addWidget(name, alignment=Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(terms, 1, Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(f"{word(equation.leg)}: {equation_words(equation)}: {said}")


def _term(term: Term, role: str) -> QWidget:
    """A number over its name; nought is quiet."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    pad(column, gap=0)
    for text, kind in ((grouped(term.number), role if term.number else "muted"), (word(term.name), "muted")):
        label = words(text, kind)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(label)
    return whole


class Equations(QWidget):
    """The equations of a balance, one under the other; where nothing came in one line says so for all."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        pad(self._column, gap=8)

    def show_equations(self, equations: Sequence[Equation], broken: Sequence[str]) -> None:
        """Show other equations; `broken` names the leg of each thing that was found."""
        clear_out(self._column)
        blank = []
        for equation in equations:
            if equation.given.number or equation.difference or equation.leg in broken:
                self._column.addWidget(EquationRow(equation, broken.count(equation.leg)))
            else:
                blank.append(word(equation.leg))
        if blank:
            self._column.addWidget(words(f"Tidak ada pada masa ini: {', '.join(blank)}.", "muted", wrap=True))
        self._column.addStretch(1)


def is_hole(code: Imbalance) -> bool:
    """Tell whether it is a number that can be written down as void."""
    return code is Imbalance.NUMBER_HOLE
