"""Columns and panels of the persons' desk: the register on the left, one request or one person on the right."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QSplitter, QVBoxLayout, QWidget

from workstation import phrasing
from workstation.queries.personal_data import RequestRow, RestraintRow
from workstation.ui.bars import Empty, words
from workstation.ui.deadlines import left_icon, left_tone, left_words
from workstation.ui.facts import Facts
from workstation.ui.flow import FlowLayout
from workstation.ui.table import Column, RowTable
from workstation.ui.theme import Tone, pad
from workstation.usecases.person_reading import HoldingRow, TrailRow
from workstation.vocabulary import (
    CaseStage,
    DocumentStage,
    PrintState,
    RequestState,
    RestraintKind,
    Verdict,
    VisitStage,
)
from workstation.wording import deed, held_thing, word

STATES = {RequestState.ANSWERED: Tone.GOOD, RequestState.REFUSED: Tone.NEUTRAL}
_STAGES = {
    "application": CaseStage,
    "document": DocumentStage,
    "scan": Verdict,
    "visit": VisitStage,
    "health_declaration": VisitStage,
    "print_job": PrintState,
}
READINGS = ("read", "unmask", "export", "print", "search")
_ROLES = {"applicant": "pemohon", "worker": "pekerja dalam daftar", "visitor": "pengunjung"}


class RegisterTable(RowTable):
    """Requests by the time that is left; overdue red."""

    def __init__(self) -> None:
        self.at: datetime | None = None
        super().__init__(
            (
                Column("Sisa waktu", self._left, width=164, tone=self._tone, icon=self._icon),
                Column(
                    "Pemohon",
                    lambda r: r.name,
                    strong=True,
                    sub=lambda r: word(r.kind),
                    tooltip=lambda r: r.name,
                ),
            ),
            name="person-register",
        )
        self.setAccessibleName("Daftar permintaan")

    def left(self, row: RequestRow) -> timedelta | None:
        """Give what is left of the 3 x 24 hours of an open request at the moment of the answer."""
        return row.due_at - self.at if self.at is not None and row.state is RequestState.OPEN else None

    def _left(self, row: RequestRow) -> str:
        left = self.left(row)
        return word(row.state) if left is None else left_words(left)

    def _tone(self, row: RequestRow) -> Tone:
        left = self.left(row)
        return STATES.get(row.state, Tone.NEUTRAL) if left is None else left_tone(left)

    def _icon(self, row: RequestRow) -> str:
        left = self.left(row)
        if left is None:
            return "circle-x" if row.state is RequestState.REFUSED else "circle-check"
        return left_icon(left)


class RequestView(QFrame):
    """One request whole."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._title, self._facts = words(role="section"), Facts()
        column = QVBoxLayout(self)
        pad(column, 16, 14, 16, 14, gap=10)
        column.addWidget(self._title)
        column.addWidget(self._facts)
        column.addStretch(1)

    def show_request(self, row: RequestRow) -> None:
        """Show another request."""
        self._title.setText(f"{word(row.kind)} · {row.name}")
        self._facts.show_facts(
            [
                ("Nomor identitas", row.nik_masked),
                ("Diterima", f"{phrasing.date_time(row.received_at)} · {word(row.channel)}, {row.point}"),
                ("Tenggat 3 x 24 jam", phrasing.date_time(row.due_at)),
                ("Isi permintaan", row.details),
                ("Keadaan", word(row.state) + (" · data dibekukan" if row.is_frozen else "")),
                ("Dasar penolakan", word(row.ground) if row.ground else ""),
                ("Jawaban", row.answer),
                ("Dijawab", phrasing.date_time(row.answered_at) if row.answered_at else ""),
                ("Dicatat oleh", row.entered_by),
            ]
        )


def stage_of(row: HoldingRow) -> str:
    """Say where a thing stands."""
    kind = _STAGES.get(row.thing)
    return word(kind(row.stage)) if kind is not None and row.stage else ""


def _holding(row: HoldingRow) -> str:
    return f"{held_thing(row.thing)} {row.label}".strip()


def _under_holding(row: HoldingRow) -> str:
    return " · ".join(part for part in (row.type_title, row.point, _ROLES.get(row.role, "")) if part)


def _restrained(row: HoldingRow) -> str:
    if RestraintKind.FREEZE in row.restraints:
        return word(RestraintKind.FREEZE)
    return "Ditahan" if row.restraints else stage_of(row)


def _restrained_tone(row: HoldingRow) -> Tone:
    if RestraintKind.FREEZE in row.restraints:
        return Tone.BAD
    return Tone.WARN if row.restraints else Tone.NEUTRAL


class PersonView(QWidget):
    """Everything that is held about one person, and who has handled it; `buttons` are what can be done."""

    def __init__(self, buttons: Sequence[QWidget]) -> None:
        super().__init__()
        self._title, self._under = words(role="section"), words(role="muted", wrap=True)
        self.holdings = RowTable(
            (
                Column("Yang disimpan", _holding, strong=True, sub=_under_holding),
                Column("Keadaan", _restrained, width=150, tone=_restrained_tone),
                Column("Waktu", lambda r: phrasing.short_moment(r.at) if r.at else "", width=142),
            ),
            name="person-holdings",
        )
        self.trail = RowTable(
            (
                Column("Waktu", lambda r: phrasing.short_moment(r.at), width=142),
                Column(
                    "Petugas", lambda r: r.officer or r.login, strong=True, sub=lambda r: r.point, width=170
                ),
                Column("Tindakan dan tujuan", _done, sub=_why),
            ),
            name="person-trail",
        )
        self.holdings.setAccessibleName("Data yang disimpan")
        self.trail.setAccessibleName("Jejak pemrosesan")
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.holdings)
        split.addWidget(self._below())
        split.setChildrenCollapsible(False)
        self._nothing = Empty()
        verbs, row = QWidget(), FlowLayout(right=False, gap=6)
        for button in buttons:
            row.addWidget(button)
        verbs.setLayout(row)
        column = QVBoxLayout(self)
        pad(column, 8, 0, 0, 0, gap=6)
        column.addWidget(self._title)
        column.addWidget(self._under)
        column.addWidget(verbs)
        column.addWidget(self._nothing, 1)
        column.addWidget(split, 1)
        self._split = split

    def _below(self) -> QWidget:
        below = QWidget()
        column = QVBoxLayout(below)
        pad(column, 0, 8, 0, 0, gap=6)
        column.addWidget(words("Jejak: siapa, kapan, untuk apa", "section"))
        column.addWidget(self.trail, 1)
        return below

    def show_person(
        self,
        card: str,
        holdings: tuple[HoldingRow, ...],
        trail: tuple[TrailRow, ...],
        restraints: tuple[RestraintRow, ...],
    ) -> None:
        """Show another person, or the same one anew."""
        cases = len({row.application_id for row in holdings if row.application_id is not None})
        points = len({row.point for row in holdings})
        self._title.setText(f"Nomor identitas {card}")
        parts = [f"{len(holdings)} hal disimpan", f"{cases} permohonan", f"{points} unit"]
        parts += [f"{word(r.kind)} sejak {phrasing.short_moment(r.since)}: {r.reason}" for r in restraints]
        self._under.setText(" · ".join(parts))
        self.holdings.set_rows(holdings)
        self.trail.set_rows(trail)
        self._nothing.say(
            "Tidak ada data tentang orang ini",
            "Pencarian ini sendiri sudah tercatat. Salinan (F10) menyatakan bahwa tidak ada yang disimpan.",
            "search",
        )
        self._nothing.setVisible(not holdings)
        self._split.setVisible(bool(holdings))


def _why(row: TrailRow) -> str:
    """Give the purpose; a reading without one is said to have none, a write needs none."""
    return row.purpose or ("tanpa keterangan" if row.action in READINGS else "")


def _done(row: TrailRow) -> str:
    return f"{held_thing(row.thing)} {row.label} {deed(row.action)}".replace("  ", " ")
