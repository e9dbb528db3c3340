"""The verbs of keying in. Each asks the screen; the screen knows what is open."""

from typing import TYPE_CHECKING, cast

from workstation.ui.action import Action
from workstation.ui.button import Weight
from workstation.vocabulary import CaseStage, Role

if TYPE_CHECKING:
    from workstation.ui.intake.screen import IntakeScreen


class _Verb(Action):
    ROLE = Role.OFFICER

    @property
    def screen(self) -> "IntakeScreen":
        """Give the screen of this verb."""
        return cast("IntakeScreen", self.parent())


class NewCase(_Verb):
    """Choose a permit type and begin."""

    TEXT, ICON = "Permohonan baru", "file-plus"

    def perform(self) -> None:
        """Show the types of today."""
        self.screen.choose_type()


class _OnCase(_Verb):
    WHY = "Buka konsep atau mulai permohonan baru dahulu."

    def fits(self, _rows: object) -> bool | str:
        """Ask for an opened case."""
        return getattr(self.parent(), "editor", None) is not None or self.WHY


class SaveDraft(_OnCase):
    """Put what is typed into the database now."""

    TEXT, ICON = "Simpan konsep", "archive"

    def perform(self) -> None:
        """Save."""
        self.screen.save_now()


class Submit(_OnCase):
    """Check everything and hand in."""

    TEXT, ICON = "Ajukan", "send"
    WEIGHT = Weight.PRIMARY
    CHANGES = frozenset({"cases", "visits"})

    def perform(self) -> None:
        """Hand in; the screen shows what is missing."""
        self.screen.hand_in.begin(self)


class ThrowAway(_OnCase):
    """End a draft that nobody needs."""

    TEXT, KEYS, ICON = "Buang", "Ctrl+Shift+Del", "trash-2"
    TIP = "Konsep ditutup dan tidak lagi tampil; jejaknya tetap di jurnal."
    WEIGHT = Weight.QUIET
    CHANGES = frozenset({"cases"})

    def fits(self, rows: object) -> bool | str:
        """Only drafts; a returned case is withdrawn at the applicant's wish."""
        answer = super().fits(rows)
        if answer is True and not self.screen.is_draft:
            return "Berkas yang dikembalikan tidak dapat dibuang."
        return answer

    def perform(self) -> None:
        """Ask once."""
        self.screen.throw_away()


class ShowForm(_OnCase):
    """Go to the fields."""

    TEXT, KEYS, ICON = "Isian", "Ctrl+1", "file-text"

    def perform(self) -> None:
        """Show them."""
        self.screen.show_form()


class _OnWorkers(_OnCase):
    def fits(self, rows: object) -> bool | str:
        """Only types that ask for a list."""
        answer = super().fits(rows)
        if answer is True and self.screen.workers is None:
            return "Jenis izin ini tidak memakai daftar pekerja."
        return answer


class ShowWorkers(_OnWorkers):
    """Go to the list of workers."""

    TEXT, KEYS, ICON = "Pekerja", "Ctrl+2", "users"

    def perform(self) -> None:
        """Show it."""
        self.screen.show_workers()


class _OnRowPapers(_OnCase):
    def fits(self, rows: object) -> bool | str:
        """Only types that ask for papers of each row."""
        answer = super().fits(rows)
        if answer is True and self.screen.row_filing.panel is None:
            return "Jenis izin ini tidak meminta berkas tiap pekerja."
        return answer


class ShowRowPapers(_OnRowPapers):
    """Go to the papers of the rows."""

    TEXT, KEYS, ICON = "Berkas pekerja", "Ctrl+4", "scan-line"

    def perform(self) -> None:
        """Show them."""
        self.screen.show_row_papers()


class ImportPapers(_OnRowPapers):
    """Attach a ZIP or a PDF with the papers of many rows, by the names of the files."""

    TEXT, KEYS, ICON = "Ambil ZIP/PDF", "Ctrl+Shift+I", "upload"
    CHANGES = frozenset({"scans"})

    def perform(self) -> None:
        """Ask for the file."""
        self.screen.show_row_papers()
        self.screen.row_filing.ask_many(self)


class ImportFolder(_OnRowPapers):
    """Attach a folder with the papers of many rows, by the names of the files."""

    TEXT, KEYS, ICON = "Ambil folder", "Ctrl+Shift+O", "folder-open"
    CHANGES = frozenset({"scans"})

    def perform(self) -> None:
        """Ask for the folder."""
        self.screen.show_row_papers()
        self.screen.row_filing.ask_folder(self)


class ShowPapers(_OnCase):
    """Go to the papers."""

    TEXT, KEYS, ICON = "Dokumen", "Ctrl+3", "paperclip"

    def perform(self) -> None:
        """Show them."""
        self.screen.show_papers()


class Attach(_OnCase):
    """Attach a file to the paper of the cursor, or to the first one that is missing."""

    TEXT, ICON = "Lampirkan berkas", "paperclip"

    def perform(self) -> None:
        """Ask for the file."""
        if self.screen.is_on_row_papers:
            self.screen.row_filing.ask_one()
            return
        self.screen.show_papers()
        self.screen.filing.ask()


class Preview(_OnCase):
    """Look at the first page of the attached file."""

    TEXT, KEYS, ICON = "Lihat", "F11", "eye"
    TIP = "Pembacaan berkas dicatat di jurnal."

    def perform(self) -> None:
        """Draw it."""
        if self.screen.is_on_row_papers:
            self.screen.row_filing.preview()
            return
        self.screen.show_papers()
        self.screen.filing.preview()


class TakeOut(_OnCase):
    """Take out the line of the cursor: a worker, or a file."""

    TEXT, ICON = "Hapus", "trash-2"

    def perform(self) -> None:
        """Take it out."""
        self.screen.take_out()


class ImportWorkers(_OnWorkers):
    """Read the list of workers from a spreadsheet."""

    TEXT, ICON = "Impor daftar", "upload"

    def perform(self) -> None:
        """Ask for the file."""
        self.screen.show_workers()
        self.screen.importing.ask(self)


class PrintReceipt(_Verb):
    """Print the receipt, once more if need be; of a returned case the sheet that says what to mend."""

    TEXT, ICON = "Cetak tanda terima", "printer"
    WHY = "Tanda terima ada setelah permohonan diajukan."

    def fits(self, _rows: object) -> bool | str:
        """Only after handing in, or while a returned case is open."""
        hand_in = getattr(self.parent(), "hand_in", None)
        editor = getattr(self.parent(), "editor", None)
        self.setText(self.TEXT)
        if hand_in is not None and editor is not None and editor.opened.stage is CaseStage.RETURNED:
            self.setText("Cetak lembar pengembalian")
            return True
        return (hand_in is not None and hand_in.receipt is not None) or self.WHY

    def perform(self) -> None:
        """Print."""
        editor = self.screen.editor
        if editor is not None and editor.opened.stage is CaseStage.RETURNED:
            self.screen.hand_in.print_return(self)
        else:
            self.screen.hand_in.print_receipt(self)


ON_CASE: tuple[type[Action], ...] = (
    ShowForm,
    ShowWorkers,
    ShowRowPapers,
    ShowPapers,
    Attach,
    Preview,
    TakeOut,
    ImportWorkers,
    ImportPapers,
    ImportFolder,
    ThrowAway,
)
