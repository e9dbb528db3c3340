"""Kegagalan pelindungan: breaches by the time left of their 3 x 24 hours, and whom each one reached."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from workstation import phrasing
from workstation.catalogue.rules import Condition, FieldKind, FieldSpec
from workstation.queries.breaches import BreachList, BreachRow, breaches
from workstation.settings import OfficeSettings
from workstation.ui.action import ActionButton
from workstation.ui.bars import Empty, words
from workstation.ui.breach import actions
from workstation.ui.deadlines import left_icon, left_tone, left_words
from workstation.ui.facts import Facts
from workstation.ui.moments import moment, moment_faults, typed
from workstation.ui.panel import FormPanel
from workstation.ui.screen import Screen
from workstation.ui.table import Column, RowTable
from workstation.ui.theme import Tone, pad, theme
from workstation.usecases.breaching import NewBreach, ReachedRow
from workstation.vocabulary import Role
from workstation.wording import deed, held_thing

LOGIN, CASE = "login", "case"
FIELDS: Final = (
    FieldSpec(
        "source",
        "Sumber",
        FieldKind.CHOICE,
        choices=((LOGIN, "Akun seorang petugas"), (CASE, "Satu berkas permohonan")),
    ),
    FieldSpec("login", "Nama akun", FieldKind.TEXT, max_length=60, when=Condition("source", (LOGIN,))),
    FieldSpec("number", "Nomor permohonan", FieldKind.TEXT, max_length=60, when=Condition("source", (CASE,))),
    FieldSpec("from_day", "Sejak tanggal", FieldKind.DATE),
    FieldSpec("from_clock", "Sejak jam", FieldKind.TEXT, max_length=5),
    FieldSpec("to_day", "Sampai tanggal", FieldKind.DATE),
    FieldSpec("to_clock", "Sampai jam", FieldKind.TEXT, max_length=5),
    FieldSpec("found_day", "Diketahui tanggal", FieldKind.DATE, help="Batas 3 x 24 jam berjalan sejak ini."),
    FieldSpec("found_clock", "Diketahui jam", FieldKind.TEXT, max_length=5),
    FieldSpec("what", "Apa yang terjadi, dan bagaimana", FieldKind.MULTILINE, max_length=1000),
    FieldSpec("measures", "Upaya penanganan dan pemulihan", FieldKind.MULTILINE, max_length=1000),
)


def begin(now: datetime) -> dict[str, str]:
    """Give what a new form begins with: the day until now."""
    day, clock = typed(now)
    return {
        "source": LOGIN,
        "from_day": day,
        "from_clock": "00.00",
        "to_day": day,
        "to_clock": clock,
        "found_day": day,
        "found_clock": clock,
    }


def faults(values: Mapping[str, str]) -> dict[str, str]:
    """Say what is missing or wrong, by field; fields that are hidden are not asked for."""
    found = {f.code: "Wajib diisi." for f in FIELDS if not values.get(f.code)}
    for span in ("from", "to", "found"):
        found |= moment_faults(values, f"{span}_day", f"{span}_clock")
    if not found.keys() & {"from_day", "from_clock", "to_day", "to_clock"}:
        start = moment(values["from_day"], values["from_clock"])
        if start >= moment(values["to_day"], values["to_clock"]):
            found["to_clock"] = "Harus sesudah permulaannya."
    return found


def breach_of(values: Mapping[str, str]) -> NewBreach:
    """Make the breach of a form without faults."""
    by_login = values["source"] == LOGIN
    return NewBreach(
        moment(values["from_day"], values["from_clock"]),
        moment(values["to_day"], values["to_clock"]),
        moment(values["found_day"], values["found_clock"]),
        values["what"],
        values["measures"],
        values["login"] if by_login else None,
        None if by_login else values["number"],
    )


class BreachTable(RowTable):
    """Breaches by the time that is left until everybody must have been told."""

    def __init__(self) -> None:
        self.at: datetime | None = None
        super().__init__(
            (
                Column("Sisa waktu", self._left, width=138, tone=self._tone, icon=self._icon),
                Column("Kejadian", lambda r: r.what, strong=True, sub=_source, tooltip=lambda r: r.what),
            ),
            name="breaches",
        )
        self.setAccessibleName("Daftar kejadian")

    def left(self, row: BreachRow) -> timedelta | None:
        """Give what is left at the moment of the answer; None when everybody was told."""
        is_over = row.subjects_told_at is not None and row.authority_told_at is not None
        return None if is_over or self.at is None else row.due_at - self.at

    def _left(self, row: BreachRow) -> str:
        left = self.left(row)
        return "Diberitahukan" if left is None else left_words(left)

    def _tone(self, row: BreachRow) -> Tone:
        left = self.left(row)
        return Tone.GOOD if left is None else left_tone(left)

    def _icon(self, row: BreachRow) -> str:
        left = self.left(row)
        return "circle-check" if left is None else left_icon(left)


def _source(row: BreachRow) -> str:
    return f"akun {row.login}" if row.login else "satu berkas permohonan"


class BreachView(QFrame):
    """One breach whole, and whom it reached."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._title, self._facts = words(role="section"), Facts()
        self._count, self._verbs = words(role="section"), QHBoxLayout()
        pad(self._verbs, gap=8)
        self._verbs.addStretch(1)
        self.persons = RowTable(
            (
                Column("Nama", lambda r: r.name, strong=True, sub=lambda r: r.address or r.phone or r.email),
                Column("Data dan tindakan", _data, sub=_deeds),
                Column("Terakhir", lambda r: phrasing.short_moment(r.last_at), width=142),
            ),
            name="breach-persons",
        )
        self.persons.setAccessibleName("Orang terdampak")
        column = QVBoxLayout(self)
        pad(column, 16, 14, 16, 14, gap=10)
        column.addWidget(self._title)
        column.addWidget(self._facts)
        column.addLayout(self._verbs)
        column.addWidget(self._count)
        column.addWidget(self.persons, 1)

    def add_verb(self, button: QWidget) -> None:
        """Put the button of a verb under the facts."""
        self._verbs.addWidget(button)

    def show_breach(self, row: BreachRow) -> None:
        """Show another breach, or the same one anew."""
        span = f"{phrasing.short_moment(row.from_at)} sampai {phrasing.short_moment(row.to_at)}"
        self._title.setText(row.what)
        self._facts.show_facts(
            [
                ("Sumber", f"{_source(row)}, {span}"),
                ("Diketahui", phrasing.date_time(row.found_at)),
                ("Batas 3 x 24 jam", phrasing.date_time(row.due_at)),
                ("Penanganan", row.measures),
                ("Subjek diberi tahu", _told(row.subjects_told_at)),
                ("Lembaga diberi tahu", _told(row.authority_told_at)),
                ("Dicatat oleh", row.officer),
            ]
        )

    def hide_persons(self) -> None:
        """List nobody until somebody asks: that he looks is noted."""
        self._count.setText("Orang terdampak: tekan F4; pembukaan dicatat")
        self.persons.set_rows(())

    def show_persons(self, rows: tuple[ReachedRow, ...]) -> None:
        """List the persons."""
        self._count.setText(f"Orang terdampak: {phrasing.grouped(len(rows))}")
        self.persons.set_rows(rows)


def _told(at: datetime | None) -> str:
    return phrasing.date_time(at) if at is not None else "belum"


def _data(row: ReachedRow) -> str:
    return ", ".join(held_thing(thing) for thing in row.things)


def _deeds(row: ReachedRow) -> str:
    return ", ".join(deed(one) for one in row.deeds)


class BreachScreen(Screen):
    """Enter a breach, see whom it reached, write the letters in time."""

    KEY, TITLE, ICON = "breach", "Kegagalan data", "shield-alert"
    ROLES = frozenset({Role.MANAGER})
    SHOWS = frozenset({"breaches"})

    def build(self) -> None:
        """Lay out the list and what stands beside it."""
        self.office_settings: OfficeSettings = self.office.tools.get("office") or OfficeSettings()
        self._wanted_id: int | None = None
        self._shown_id: int | None = None
        self.table = BreachTable()
        self.add_actions(actions.NewBreachForm)
        self.add_actions(actions.ShowPersons, actions.PrintLetters, follow=self.table)
        self.save_breach = self.add_action(actions.SaveBreach)
        self.side = QStackedWidget()
        self.nothing = Empty(
            "Tidak ada kejadian tercatat",
            "Bila data pribadi bocor atau dibuka tanpa hak, catat dengan Ctrl+N: surat kepada orangnya dan "
            "kepada lembaga harus keluar dalam 3 x 24 jam.",
            "shield-check",
        )
        self.whole = BreachView()
        for kind in (
            actions.TellSubjects,
            actions.TellAuthority,
        ):  # five in the header would not stand in one row
            told = self.add_action(kind)
            self.table.chosen.connect(told.choose)
            self.whole.add_verb(ActionButton(told, small=True))
        self.form = FormPanel("Kejadian baru", FIELDS, faults, ActionButton(self.save_breach))
        for part in (self.nothing, self.whole, self.form):
            self.side.addWidget(part)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.table)
        split.addWidget(self.side)
        split.setSizes([theme().px(400), theme().px(700)])
        split.setChildrenCollapsible(False)
        self.set_body(split)
        self.table.chosen.connect(self._chose)
        self.form.wanted.connect(self._typed)
        self.form.cancelled.connect(self._close_form)
        self.setFocusProxy(self.table)

    def refresh(self) -> None:
        """Ask for the list."""
        self.ask(partial(breaches, self.office.desk), then=self._show)

    def _show(self, found: BreachList) -> None:
        self.table.at = found.at
        self.table.set_rows(found.rows)
        waiting = sum(self.table.left(row) is not None for row in found.rows)
        self.set_title(self.TITLE, f"{waiting} kejadian belum diberitahukan lengkap")
        self.counted.emit(waiting)
        if self._wanted_id is not None and self.table.choose_row(self._wanted_id):
            self._wanted_id = None
        elif found.rows and not self.table.selected():
            self.table.choose_first()
        for row in found.rows:
            if row.id == self._shown_id:
                self.whole.show_breach(row)

    def _chose(self, rows: tuple[BreachRow, ...]) -> None:
        if len(rows) == 1 and not self.is_typing():
            if rows[0].id != self._shown_id:
                self.whole.hide_persons()
            self._shown_id = rows[0].id
            self.whole.show_breach(rows[0])
            self.side.setCurrentWidget(self.whole)

    def show_persons(self, breach_id: int, rows: tuple[ReachedRow, ...]) -> None:
        """List the persons, if their breach is still the one that is shown."""
        if breach_id == self._shown_id:
            self.whole.show_persons(rows)
            self.whole.persons.setFocus()

    def is_typing(self) -> bool:
        """Tell whether the form stands open."""
        return hasattr(self, "form") and self.side.currentWidget() is self.form

    def open_form(self) -> None:
        """Ask for a breach."""
        self.side.setCurrentWidget(self.form)
        self.form.open_with("Orang yang terdampak dicari dalam jejak akses.", begin(self.office.desk.now()))
        self.save_breach.again()

    def _typed(self, values: dict[str, str]) -> None:
        self.save_breach.save(breach_of(values))

    def _close_form(self) -> None:
        self.side.setCurrentWidget(self.whole if self._shown_id is not None else self.nothing)
        self.save_breach.again()
        self.table.setFocus()

    def show_saved(self, breach_id: int) -> None:
        """Show the breach that was entered."""
        self._wanted_id = breach_id
        self.say("Kejadian tercatat; batas pemberitahuan 3 x 24 jam")
        self._close_form()
        self.ask_again()
