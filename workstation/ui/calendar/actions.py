"""The verbs of the calendar: look at another year, begin a change, preview it, save it, take a rule back."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from workstation.queries.calendar import RuleRow
from workstation.ui.action import Action
from workstation.ui.button import Weight
from workstation.usecases import scheduling
from workstation.usecases.scheduling import Change, MovedPromise, Removal, YearImport
from workstation.vocabulary import HolidaySource, Role, RuleKind

if TYPE_CHECKING:
    from workstation.ui.calendar.screen import CalendarScreen


class CalendarAction(Action):
    """A verb of this screen: of the year, or of the form; only those of what is seen are shown."""

    WHILE_EDITING: ClassVar[bool] = False

    @property
    def screen(self) -> "CalendarScreen":
        """Return the screen."""
        return cast("CalendarScreen", self.parent())


class OtherYear(CalendarAction):
    """Turn the page of the year."""

    STEP = 1

    def perform(self) -> None:
        """Show the next or former year."""
        self.screen.show_year(self.screen.year + self.STEP)


class NextYear(OtherYear):
    """The next year."""

    TEXT, KEYS, ICON, STEP = "Berikutnya", "Ctrl+PgDown", "chevron-right", 1


class FormerYear(OtherYear):
    """The former year."""

    TEXT, KEYS, ICON, STEP = "Sebelumnya", "Ctrl+PgUp", "chevron-left", -1


class Begin(CalendarAction):
    """Begin a new rule."""

    ROLE = Role.ADMIN
    KIND = RuleKind.HOLIDAY

    def perform(self) -> None:
        """Show the empty form."""
        self.screen.edit(self.KIND, None)


class NewHoliday(Begin):
    """A day off, or a day that is open after all."""

    TEXT, KEYS, ICON, KIND = "Hari libur", "Ctrl+N", "plus", RuleKind.HOLIDAY


class NewSeason(Begin):
    """Days with hours of their own."""

    TEXT, KEYS, ICON, KIND = "Jam musiman", "F4", "moon", RuleKind.SEASON


class NewWeek(Begin):
    """Opening hours of a point or of a type of permit."""

    TEXT, KEYS, ICON, KIND = "Jam kerja", "F6", "clock", RuleKind.WEEK


class ChangeRule(CalendarAction):
    """Change the chosen rule, or confirm an estimate."""

    TEXT, ICON, ROLE = "Ubah", "pen-line", Role.ADMIN

    def fits(self, rows: Sequence[RuleRow]) -> bool | str:
        """Ask for one rule."""
        return len(rows) == 1 or "Pilih satu aturan dahulu."

    def perform(self) -> None:
        """Show the form with what stands there."""
        self.screen.edit(self.rows[0].kind, self.rows[0])


class TakeBack(CalendarAction):
    """Take the chosen rule back, with a reason."""

    TEXT, ICON, ROLE = "Hapus", "trash-2", Role.ADMIN
    CHANGES = frozenset({"calendar"})

    def fits(self, rows: Sequence[RuleRow]) -> bool | str:
        """Say what cannot be taken back."""
        if len(rows) != 1:
            return "Pilih satu aturan dahulu."
        row: RuleRow = rows[0]
        if row.source is HolidaySource.PACKAGE:
            return "Libur dari paket tidak dihapus: ubah menjadi “Tetap buka”."
        if row.kind is RuleKind.WEEK and row.first <= self.screen.today:
            return "Jam kerja yang sudah berlaku tidak dihapus: buat jam baru sejak suatu tanggal."
        return True

    def perform(self) -> None:
        """Ask why."""
        row: RuleRow = self.rows[0]
        self.screen.ask_bar.reason(
            "Hapus aturan ini?",
            (),
            detail="Untuk hari libur, kata paket berlaku lagi.",
            yes="Hapus",
            danger=True,
            note_label="Alasan (wajib)",
            then=partial(self._confirmed, Removal(row.kind, row.ident)),
        )

    def _confirmed(self, wanted: Change, _code: str, why: str) -> None:
        desk = self.office.desk
        self.start(lambda: scheduling.change(desk, wanted, why))


class ImportYear(CalendarAction):
    """Write the package's holidays of the year that is shown."""

    TEXT, ICON, ROLE = "Impor tahun", "download", Role.ADMIN
    CHANGES = frozenset({"calendar"})

    def perform(self) -> None:
        """Ask for the reason; what the office or a decree said of a day stays."""
        self.screen.ask_bar.reason(
            f"Impor hari libur {self.screen.year} dari paket?",
            (),
            detail="Keputusan kantor yang sudah ditulis tetap. Ramadan ditulis sebagai perkiraan.",
            yes="Impor",
            note_label="Alasan (wajib), misalnya SKB tiga menteri",
            then=self._confirmed,
        )

    def _confirmed(self, _code: str, why: str) -> None:
        desk, wanted = self.office.desk, YearImport(self.screen.year)
        self.start(lambda: scheduling.change(desk, wanted, why))


class WhileEditing(CalendarAction):
    """A verb of the form."""

    ROLE, WHILE_EDITING = Role.ADMIN, True


class Preview(WhileEditing):
    """Show which promises the change would move; nothing is changed."""

    TEXT, ICON = "Pratinjau", "eye"

    def perform(self) -> None:
        """Ask the database to change, look, and take everything back."""
        desk, wanted = self.office.desk, self.screen.page.change()
        if wanted is not None:
            self.start(lambda: scheduling.preview(desk, wanted), then=self._told)

    def _told(self, rows: tuple[MovedPromise, ...]) -> None:
        self.screen.page.show_moved(rows)


class Save(WhileEditing):
    """Make the change; promises that are running stay as they are."""

    TEXT, ICON, WEIGHT = "Simpan", "check", Weight.PRIMARY
    CHANGES = frozenset({"calendar"})

    def perform(self) -> None:
        """Write it as a new revision."""
        desk, page = self.office.desk, self.screen.page
        wanted, why = page.change(), page.why()
        if wanted is not None:
            self.start(lambda: scheduling.change(desk, wanted, why), then=self._saved)

    def _saved(self, _nothing: None) -> None:
        self.office.hub.say("Kalender diubah. Janji yang berjalan tetap.")
        self.screen.leave()
