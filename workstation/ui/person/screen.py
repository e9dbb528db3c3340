"""Requests of persons by time left, and beside them one request, one form, or one person whole."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QSplitter, QStackedWidget

from workstation.desk import Desk
from workstation.queries import personal_data as register
from workstation.queries.personal_data import RequestList, RequestRow, RestraintRow
from workstation.settings import OfficeSettings
from workstation.ui.action import ActionButton
from workstation.ui.bars import Empty
from workstation.ui.panel import FormPanel
from workstation.ui.person import actions
from workstation.ui.person.request_form import FIELDS, begin, faults, request_of
from workstation.ui.person.view import PersonView, RegisterTable, RequestView
from workstation.ui.screen import Screen
from workstation.ui.theme import theme
from workstation.usecases import person_reading
from workstation.usecases.person_reading import HoldingRow, TrailRow
from workstation.vocabulary import Role

PURPOSES = (
    ("access", "Permintaan akses atau salinan oleh subjek data"),
    ("suspension", "Permintaan penangguhan atau penghapusan"),
    ("correction", "Permintaan perbaikan atau keberatan"),
    ("breach", "Penanganan kegagalan pelindungan data"),
    ("other", "Keperluan lain (tuliskan)"),
)


@dataclass(frozen=True, slots=True)
class OpenedPerson:
    """The person who is shown."""

    subject_id: int
    card: str
    holdings: tuple[HoldingRow, ...]
    trail: tuple[TrailRow, ...]
    restraints: tuple[RestraintRow, ...]


class PersonScreen(Screen):
    """Hak subjek data: who saw my data, what is asked, what is frozen."""

    KEY, TITLE, ICON = "person", "Hak subjek data", "id-card"
    ROLES = frozenset({Role.MANAGER})
    SHOWS = frozenset({"persons"})

    person: OpenedPerson | None = None

    def build(self) -> None:
        """Lay out the field, the register and what stands beside it."""
        self.office_settings: OfficeSettings = self.office.tools.get("office") or OfficeSettings()
        self._wanted_id: int | None = None
        self.card = QLineEdit()
        self.card.setPlaceholderText("Nomor kartu lengkap (Ctrl+F)")
        self.card.setAccessibleName("Cari orang dengan nomor identitas lengkap")
        self.card.setClearButtonEnabled(True)
        self.card.setMinimumWidth(theme().px(220))
        self.card.returnPressed.connect(self.find_person)
        self.add_header(self.card)
        self.table = RegisterTable()
        self.side = QStackedWidget()
        self.nothing, self.request = Empty(), RequestView()
        self.add_action(actions.FindPerson)
        self.add_actions(
            actions.OpenPerson,
            actions.GrantRequest,
            actions.RefuseRequest,
            follow=self.table,
        )
        kinds = (
            actions.NewRequestForm,
            actions.PrintCopy,
            actions.SaveCopy,
            actions.Freeze,
            actions.Hold,
            actions.Lift,
            actions.ProposeErasure,
        )
        self.of_person = [self.add_action(kind) for kind in kinds]
        self.whole = PersonView([ActionButton(action, small=True) for action in self.of_person])
        self.save_request = self.add_action(actions.SaveRequest)
        self.form = FormPanel("Permintaan baru", FIELDS, faults, ActionButton(self.save_request))
        for part in (self.nothing, self.request, self.whole, self.form):
            self.side.addWidget(part)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.table)
        split.addWidget(self.side)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 3)
        split.setSizes([theme().px(400), theme().px(700)])
        split.setChildrenCollapsible(False)
        self.set_body(split)
        self.table.chosen.connect(self._chose)
        self.table.activated_row.connect(self._activate)
        self.form.wanted.connect(self._typed)
        self.form.cancelled.connect(self._close_form)
        self.setFocusProxy(self.table)
        self._invite()

    # -- the register ------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask for the register."""
        self.ask(partial(register.requests, self.office.desk), then=self._show_register)

    def _show_register(self, found: RequestList) -> None:
        self.table.at = found.at
        self.table.set_rows(found.rows)
        waiting = sum(self.table.left(row) is not None for row in found.rows)
        late = f", {found.overdue} lewat tenggat" if found.overdue else ""
        self.set_title(self.TITLE, f"{waiting} permintaan menunggu{late}")
        self.counted.emit(waiting)
        if self._wanted_id is not None and self.table.choose_row(self._wanted_id):
            self._wanted_id = None
        elif found.rows and not self.table.selected() and self.person is None:
            self.table.choose_first()

    def _chose(self, rows: tuple[RequestRow, ...]) -> None:
        if len(rows) != 1 or self.is_typing():
            return
        if self.person is not None and self.person.subject_id == rows[0].subject_id:
            self.side.setCurrentWidget(self.whole)
            return
        self._forget_person()
        self.request.show_request(rows[0])
        self.side.setCurrentWidget(self.request)

    def _activate(self, _row: RequestRow) -> None:
        for action in self.actions_here:
            if isinstance(action, actions.OpenPerson) and action.isEnabled():
                action.trigger()

    def _invite(self) -> None:
        text = (
            "Ketik seluruh nomor kartu, lalu Enter. Tujuan ditanyakan dahulu dan tercatat sebelum apa pun "
            "ditampilkan; pencarian meliputi semua unit."
        )
        self.nothing.say("Cari orang dengan nomor identitas", text, "id-card")
        self.side.setCurrentWidget(self.nothing)

    # -- one person --------------------------------------------------------------------------------------

    def find_person(self) -> None:
        """Ask for the purpose, then look."""
        if not self.card.text().strip():
            return
        self.ask_bar.reason(
            "Untuk apa data orang ini dibuka?",
            PURPOSES,
            detail="Tujuan ini tercatat dan terbaca pada salinan yang diterima orangnya.",
            yes="Buka data",
            note_for=frozenset({"other"}),
            then=self._find,
        )

    def _find(self, code: str, note: str) -> None:
        desk, card = self.office.desk, self.card.text()
        label = dict(PURPOSES)[code]
        purpose = note if code == "other" else f"{label}: {note}" if note else label

        def found() -> OpenedPerson:
            return _opened(desk, person_reading.find_person(desk, card, purpose))

        self.office.do(found, then=self._show_found, sorry=self.complain, changes=("persons",))

    def look(self, subject_id: int, purpose: str) -> None:
        """Announce a person of the register and show him."""
        desk = self.office.desk

        def found() -> OpenedPerson:
            person_reading.look_again(desk, subject_id, purpose)
            return _opened(desk, subject_id)

        self.office.do(found, then=self._show_person, sorry=self.complain)

    def reload(self) -> None:
        """Show the same person anew: something has been done about him."""
        if self.person is not None:
            work = partial(_opened, self.office.desk, self.person.subject_id)
            self.office.do(work, then=self._show_person, sorry=self.complain, read=True)

    def _show_found(self, person: OpenedPerson) -> None:
        self.card.clear()
        self.table.clearSelection()
        self._show_person(person)

    def _show_person(self, person: OpenedPerson) -> None:
        self.person = person
        self.whole.show_person(person.card, person.holdings, person.trail, person.restraints)
        if not self.is_typing():
            self.side.setCurrentWidget(self.whole)
            (self.whole.holdings if person.holdings else self.table).setFocus()
        self.whole.holdings.choose_first()
        self._person_changed()

    def _forget_person(self) -> None:
        self.person = None
        self._person_changed()

    def _person_changed(self) -> None:
        for action in (*self.of_person, self.save_request):
            action.again()

    def case_id(self) -> int | None:
        """Give the case of the chosen thing."""
        row: HoldingRow | None = self.whole.holdings.row_now()
        return row.application_id if row is not None else None

    def case_choice(self) -> list[tuple[str, str]]:
        """Offer the case of the chosen thing, by its number."""
        case = self.case_id()
        rows = self.person.holdings if self.person is not None else ()
        numbers = [row.label for row in rows if row.thing == "application" and row.application_id == case]
        return [("case", f"Hanya berkas {numbers[0]}")] if case is not None and numbers else []

    # -- the form ----------------------------------------------------------------------------------------

    def is_typing(self) -> bool:
        """Tell whether the form stands open."""
        return hasattr(self, "form") and self.side.currentWidget() is self.form

    def open_form(self) -> None:
        """Ask for a request of the person who is shown."""
        if self.person is not None:
            self.side.setCurrentWidget(self.form)
            self.form.open_with(f"Nomor identitas {self.person.card}", begin(self.office.desk.now()))
            self.save_request.again()

    def _typed(self, values: dict[str, str]) -> None:
        if self.person is not None:
            self.save_request.save(request_of(self.person.subject_id, values))

    def _close_form(self) -> None:
        self.side.setCurrentWidget(self.whole)
        self.save_request.again()
        self.whole.holdings.setFocus()

    def show_saved(self, request_id: int) -> None:
        """Show the request that was entered."""
        self._wanted_id = request_id
        self.say("Permintaan tercatat; tenggatnya 3 x 24 jam sejak diterima")
        self._close_form()
        self.ask_again()


def _opened(desk: Desk, subject_id: int) -> OpenedPerson:
    return OpenedPerson(
        subject_id,
        register.masked_card(desk, subject_id),
        person_reading.holdings(desk, subject_id),
        person_reading.trail(desk, subject_id),
        register.restraints_on(desk, subject_id),
    )
