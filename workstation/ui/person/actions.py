"""The verbs of the persons' desk: find, register, answer, freeze and hold, give a copy."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QFileDialog

from workstation import phrasing
from workstation.queries.personal_data import RequestRow
from workstation.ui.action import Action
from workstation.ui.button import Weight
from workstation.usecases import person_reading, personal_data, personal_papers, retention
from workstation.usecases.person_reading import PersonFile
from workstation.usecases.personal_data import NewRequest
from workstation.vocabulary import RequestGround, RequestState, RestraintKind, Role
from workstation.wording import word

if TYPE_CHECKING:
    from workstation.ui.person.screen import PersonScreen

NEEDS_PERSON = "Cari orangnya dahulu (Ctrl+F), atau buka data dari permintaannya (F4)."
GIVEN = "salinan diberikan kepada subjek data"
TOPICS = frozenset({"persons"})


class PersonAction(Action):
    """A verb of this screen."""

    ROLE = Role.MANAGER

    @property
    def here(self) -> "PersonScreen":
        """Give the screen."""
        return cast("PersonScreen", self.parent())


class FindPerson(PersonAction):
    """Go to the field for the number of a card."""

    TEXT, ICON = "Cari orang", "search"

    def perform(self) -> None:
        """Put the cursor into the field with everything chosen."""
        self.here.card.setFocus()
        self.here.card.selectAll()


class OpenPerson(PersonAction):
    """Show what is held about the person of the chosen request; the look is noted first."""

    TEXT, KEYS, ICON, WEIGHT = "Buka data", "F4", "eye", Weight.PRIMARY

    def fits(self, rows: Sequence[RequestRow]) -> bool | str:
        """One request."""
        return len(rows) == 1 or "Pilih satu permintaan dahulu."

    def perform(self) -> None:
        """Announce with the request as the purpose, then show."""
        row: RequestRow = self.rows[0]
        purpose = f"permintaan {word(row.kind).lower()} diterima {phrasing.short_moment(row.received_at)}"
        self.here.look(row.subject_id, purpose)


class NewRequestForm(PersonAction):
    """Enter a request of the person who is shown."""

    TEXT, ICON = "Catat permintaan", "file-plus"

    def fits(self, rows: Sequence[RequestRow]) -> bool | str:  # noqa: ARG002 - the person counts, not the rows
        """Only for a person who was found."""
        return self.here.person is not None or NEEDS_PERSON

    def perform(self) -> None:
        """Open the form."""
        self.here.open_form()


class SaveRequest(PersonAction):
    """Keep the request that was typed."""

    TEXT, ICON = "Daftarkan permintaan", "check"
    WEIGHT, CHANGES, WHY = Weight.PRIMARY, TOPICS, "Formulir permintaan belum dibuka."

    def fits(self, rows: Sequence[RequestRow]) -> bool | str:  # noqa: ARG002 - a form, not rows
        """Only while the form is open."""
        return self.here.is_typing()

    def perform(self) -> None:
        """Look at the form; it answers with `save`."""
        self.here.form.submit()

    def save(self, request: NewRequest) -> None:
        """Enter it."""
        desk = self.office.desk
        self.start(partial(personal_data.register, desk, request), then=self._saved)

    def _saved(self, request_id: int) -> None:
        self.here.show_saved(request_id)


class AnswerAction(PersonAction):
    """A verb on one open request."""

    CHANGES = TOPICS

    def fits(self, rows: Sequence[RequestRow]) -> bool | str:
        """One request that is open."""
        if len(rows) != 1:
            return "Pilih satu permintaan dahulu."
        return rows[0].state is RequestState.OPEN or "Permintaan ini sudah dijawab."

    def _answered(self, _nothing: None) -> None:
        self.here.say("Jawaban tercatat")
        self.here.ask_again()


class GrantRequest(AnswerAction):
    """Say that a request was met."""

    TEXT, KEYS, ICON = "Kabulkan", "F8", "circle-check"

    def perform(self) -> None:
        """Ask what was done."""
        row: RequestRow = self.rows[0]
        self.here.ask_bar.reason(
            f"Apa yang dilakukan atas permintaan {row.name}?",
            (),
            detail=f"{word(row.kind)}, tenggat {phrasing.date_time(row.due_at)}.",
            note_label="Jawaban kepada pemohon",
            yes="Kabulkan",
            then=partial(self._grant, row.id),
        )

    def _grant(self, request_id: int, _code: str, answer: str) -> None:
        self.start(partial(personal_data.grant, self.office.desk, request_id, answer), then=self._answered)


class RefuseRequest(AnswerAction):
    """Refuse on a ground of the law."""

    TEXT, ICON = "Tolak", "circle-x"

    def perform(self) -> None:
        """Ask for ground and words."""
        row: RequestRow = self.rows[0]
        self.here.ask_bar.reason(
            f"Mengapa permintaan {row.name} ditolak?",
            [(ground.value, word(ground)) for ground in RequestGround],
            detail="Hanya dasar dalam undang-undang yang dapat dipakai; uraiannya dibaca oleh pemohon.",
            yes="Tolak permintaan",
            danger=True,
            note_label="Uraian penolakan",
            note_for=frozenset(RequestGround),
            then=partial(self._refuse, row.id),
        )

    def _refuse(self, request_id: int, ground: str, answer: str) -> None:
        wanted = RequestGround(ground)
        self.start(
            partial(personal_data.refuse, self.office.desk, request_id, wanted, answer), then=self._answered
        )


class Restrain(PersonAction):
    """Freeze or hold: everything of the person, or the case of the chosen thing."""

    KIND, CHANGES = RestraintKind.FREEZE, TOPICS | {"cases"}
    QUESTION = ""

    def fits(self, rows: Sequence[RequestRow]) -> bool | str:  # noqa: ARG002 - the person counts, not the rows
        """Only for a person who was found."""
        return self.here.person is not None or NEEDS_PERSON

    def perform(self) -> None:
        """Ask what exactly, and why."""
        self.here.ask_bar.reason(
            self.QUESTION,
            [("person", "Semua data orang ini"), *self.here.case_choice()],
            yes=self.text(),
            danger=True,
            note_label="Alasan (dicatat dalam jejak)",
            note_for=frozenset({"person", "case"}),
            then=self._lay,
        )

    def _lay(self, code: str, reason: str) -> None:
        desk, kind, person, case = self.office.desk, self.KIND, self.here.person, self.here.case_id()
        if code == "case" and case is not None:
            self.start(partial(personal_data.restrain_case, desk, kind, case, reason), then=self._done)
        elif person is not None:
            work = partial(personal_data.restrain_person, desk, kind, person.subject_id, reason)
            self.start(work, then=self._done)

    def _done(self, _restraint_id: int) -> None:
        self.here.say(word(self.KIND))
        self.here.reload()


class Freeze(Restrain):
    """Suspend the processing (art. 41)."""

    TEXT, KEYS, ICON = "Bekukan", "F9", "lock"
    KIND, QUESTION = (
        RestraintKind.FREEZE,
        "Apa yang dibekukan? Tidak ada petugas yang dapat melihat atau mengerjakannya.",
    )


class Hold(Restrain):
    """Keep from destruction."""

    TEXT, KEYS, ICON = "Tangguhkan", "F6", "archive"
    KIND, QUESTION = RestraintKind.HOLD, "Apa yang ditahan dari pemusnahan?"


class Lift(PersonAction):
    """End a freeze or a hold."""

    TEXT, ICON, CHANGES = "Cabut", "lock-open", TOPICS | {"cases"}

    def fits(self, rows: Sequence[RequestRow]) -> bool | str:  # noqa: ARG002 - the person counts, not the rows
        """Only where something is in force."""
        person = self.here.person
        if person is None:
            return NEEDS_PERSON
        return bool(person.restraints) or "Tidak ada pembekuan atau penahanan atas orang ini."

    def perform(self) -> None:
        """Ask which, and why."""
        person = self.here.person
        if person is None:
            return
        choices = [
            (str(r.id), f"{word(r.kind)} sejak {phrasing.short_moment(r.since)}: {r.reason}")
            for r in person.restraints
        ]
        self.here.ask_bar.reason(
            "Mana yang dicabut, dan mengapa?",
            choices,
            yes="Cabut",
            danger=True,
            note_label="Alasan (dicatat dalam jejak)",
            note_for=frozenset(code for code, _ in choices),
            then=self._lift,
        )

    def _lift(self, code: str, reason: str) -> None:
        self.start(partial(personal_data.lift, self.office.desk, int(code), reason), then=self._lifted)

    def _lifted(self, _nothing: None) -> None:
        self.here.say("Sudah dicabut")
        self.here.reload()


class ProposeErasure(PersonAction):
    """Propose to destroy what has ended of a person who asked for it (art. 43); another person approves."""

    TEXT, KEYS, ICON, CHANGES = "Usulkan penghapusan", "Ctrl+Del", "trash-2", TOPICS

    def fits(self, rows: Sequence[RequestRow]) -> bool | str:  # noqa: ARG002 - the person counts, not the rows
        """Only for a person who was found."""
        return self.here.person is not None or NEEDS_PERSON

    def perform(self) -> None:
        """Ask on what ground."""
        person = self.here.person
        if person is None:
            return
        self.here.ask_bar.reason(
            "Usulkan pemusnahan semua data orang ini yang sudah selesai?",
            (),
            detail="Yang masih berjalan, berlaku, ditahan, atau dibekukan tidak ikut. Baru musnah setelah disetujui"
            " orang lain di layar Retensi data.",
            yes="Usulkan",
            danger=True,
            note_label="Dasar permintaan (wajib), misalnya surat tanggal berapa",
            then=partial(self._propose, person.subject_id),
        )

    def _propose(self, subject_id: int, _code: str, reason: str) -> None:
        work = partial(retention.propose_for, self.office.desk, subject_id, reason)
        self.start(work, then=self._proposed)

    def _proposed(self, run_id: int) -> None:
        self.here.say(f"Usul pemusnahan {run_id} menunggu persetujuan orang lain")


class CopyAction(PersonAction):
    """A verb that gives the person his data; each is a row of the journal."""

    def fits(self, rows: Sequence[RequestRow]) -> bool | str:  # noqa: ARG002 - the person counts, not the rows
        """Only for a person who was found."""
        return self.here.person is not None or NEEDS_PERSON

    def export_of(self) -> Callable[[], PersonFile]:
        """Give the work that collects the file of the person who is shown now."""
        subject = self.here.person.subject_id if self.here.person is not None else 0
        return partial(person_reading.export, self.office.desk, subject, GIVEN)


class PrintCopy(CopyAction):
    """Print the copy with the trail; the paper goes to the person."""

    TEXT, ICON = "Cetak salinan", "printer"

    def perform(self) -> None:
        """Draw in memory and send to the printer."""
        desk, office, spooler = self.office.desk, self.here.office_settings, self.office.spooler
        export = self.export_of()

        def drawn() -> bytes:
            return personal_papers.person_paper(desk, export(), office)

        self.start(
            lambda: personal_papers.print_drawn(drawn, "Salinan data pribadi", office, spooler=spooler),
            lane="paper",
            name="Mencetak salinan data pribadi",
            then=self._printed,
        )

    def _printed(self, printer: str) -> None:
        self.here.say(f"Salinan tercetak di {printer}; serahkan kepada orangnya")
        self.here.reload()


class SaveCopy(CopyAction):
    """Write the machine-readable copy to the person's own medium."""

    TEXT, ICON = "Simpan JSON", "download"

    def perform(self) -> None:
        """Ask where."""
        dialog = QFileDialog(
            self.here, "Simpan salinan di media milik pemohon", "data-pribadi.json", "JSON (*.json)"
        )
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.fileSelected.connect(self.save_to)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_to(self, path: str) -> None:
        """Write the file there."""
        export = self.export_of()
        self.start(lambda: person_reading.save(export(), Path(path)), then=self._saved)

    def _saved(self, path: Path) -> None:
        self.here.say(f"Tersimpan: {path.name}. Serahkan medianya; jangan simpan salinan lain")
        self.here.reload()
