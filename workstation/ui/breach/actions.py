"""The verbs of a breach: enter it, see its persons, print the drafts, note who was told."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Literal, cast

from workstation.queries.breaches import BreachRow
from workstation.ui.action import Action
from workstation.ui.button import Weight
from workstation.usecases import breaching, personal_papers
from workstation.usecases.breaching import NewBreach
from workstation.vocabulary import Role

if TYPE_CHECKING:
    from workstation.ui.breach.screen import BreachScreen

TOPICS = frozenset({"breaches"})


class BreachAction(Action):
    """A verb of this screen."""

    ROLE = Role.MANAGER

    @property
    def here(self) -> "BreachScreen":
        """Give the screen."""
        return cast("BreachScreen", self.parent())

    def fits(self, rows: Sequence[BreachRow]) -> bool | str:
        """One breach."""
        return len(rows) == 1 or "Pilih satu kejadian dahulu."


class NewBreachForm(BreachAction):
    """Enter a breach."""

    TEXT, ICON = "Catat kejadian", "shield-alert"

    def fits(self, rows: Sequence[BreachRow]) -> bool | str:  # noqa: ARG002 - a new one
        """Always."""
        return True

    def perform(self) -> None:
        """Open the form."""
        self.here.open_form()


class SaveBreach(BreachAction):
    """Keep the breach that was typed."""

    TEXT, ICON = "Daftarkan kejadian", "check"
    WEIGHT, CHANGES, WHY = Weight.PRIMARY, TOPICS, "Formulir kejadian belum dibuka."

    def fits(self, rows: Sequence[BreachRow]) -> bool | str:  # noqa: ARG002 - a form, not rows
        """Only while the form is open."""
        return self.here.is_typing()

    def perform(self) -> None:
        """Look at the form; it answers with `save`."""
        self.here.form.submit()

    def save(self, breach: NewBreach) -> None:
        """Enter it."""
        self.start(partial(breaching.open_breach, self.office.desk, breach), then=self._saved)

    def _saved(self, breach_id: int) -> None:
        self.here.show_saved(breach_id)


class ShowPersons(BreachAction):
    """Show whom the breach reached; the look is noted first."""

    TEXT, KEYS, ICON, WEIGHT = "Terdampak", "F4", "users", Weight.PRIMARY

    def perform(self) -> None:
        """Announce, then list."""
        desk, row = self.office.desk, self.rows[0]

        def found() -> tuple[breaching.ReachedRow, ...]:
            breaching.announce(desk, row.id, "pemberitahuan kegagalan pelindungan data")
            return breaching.reached(desk, row.id)

        self.start(found, then=partial(self.here.show_persons, row.id))


class PrintLetters(BreachAction):
    """Print the drafts of the letters to the authority and to each person."""

    TEXT, ICON = "Cetak surat", "printer"

    def perform(self) -> None:
        """Draw in memory and send to the printer."""
        desk, row, office = self.office.desk, self.rows[0], self.here.office_settings
        spooler = self.office.spooler

        def drawn() -> bytes:
            breaching.announce(desk, row.id, "mencetak surat pemberitahuan")
            return personal_papers.breach_paper(desk, row.id, breaching.reached(desk, row.id), office)

        self.start(
            lambda: personal_papers.print_drawn(
                drawn, "Surat pemberitahuan kegagalan", office, spooler=spooler
            ),
            lane="paper",
            name="Mencetak surat pemberitahuan",
            then=self._printed,
        )

    def _printed(self, printer: str) -> None:
        self.here.say(f"Konsep surat tercetak di {printer}; periksa dan tanda tangani")


class Tell(BreachAction):
    """Note that letters went out."""

    WHOM: ClassVar[Literal["subjects", "authority"]] = "subjects"
    QUESTION, CHANGES = "", TOPICS

    def told(self, row: BreachRow) -> bool:
        """Tell whether it was noted already."""
        return (row.subjects_told_at if self.WHOM == "subjects" else row.authority_told_at) is not None

    def fits(self, rows: Sequence[BreachRow]) -> bool | str:
        """One breach whose letters are not out."""
        answer = super().fits(rows)
        return "Sudah dicatat." if answer is True and self.told(rows[0]) else answer

    def perform(self) -> None:
        """Ask once more: the moment is written."""
        row: BreachRow = self.rows[0]
        self.here.ask_bar.confirm(
            self.QUESTION, "Waktu sekarang dicatat.", yes="Sudah dikirim", then=partial(self._tell, row.id)
        )

    def _tell(self, breach_id: int) -> None:
        self.start(partial(breaching.tell, self.office.desk, breach_id, self.WHOM), then=self._done)

    def _done(self, _nothing: None) -> None:
        self.here.say("Pemberitahuan tercatat")
        self.here.ask_again()


class TellSubjects(Tell):
    """The persons were told."""

    TEXT, KEYS, ICON = "Subjek dikabari", "F8", "mail"
    QUESTION = "Semua subjek data sudah diberi tahu secara tertulis?"


class TellAuthority(Tell):
    """The authority was told."""

    TEXT, KEYS, ICON = "Lembaga dikabari", "F9", "landmark"
    WHOM, QUESTION = "authority", "Lembaga pelindungan data pribadi sudah diberi tahu secara tertulis?"
