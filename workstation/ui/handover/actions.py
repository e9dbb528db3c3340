"""The verbs of the shelf: print, preview, hand over, print the receipt, and the ways around."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, cast

from workstation.errors import BadFields, Problem
from workstation.progress import Progress
from workstation.queries.permits import DocumentRow, Shelf
from workstation.ui.action import Action
from workstation.ui.button import Weight
from workstation.usecases import handing_over, printing_out
from workstation.usecases.handing_over import Collector, HandedOver
from workstation.usecases.printing_out import Brake, PrintReport, PrintWish
from workstation.vocabulary import IN_FORCE, DocumentStage, PrintState, Role

if TYPE_CHECKING:
    from workstation.ui.handover.screen import HandoverScreen

COPY = "copy"
REPRINT_REASONS = (
    ("jam", "Kertas macet atau rusak saat dicetak"),
    ("unreadable", "Hasil cetak tidak terbaca jelas"),
    ("lost", "Hilang atau rusak pada pemegang"),
    (COPY, "Salinan atas permintaan pemegang"),
    ("other", "Alasan lain (tuliskan)"),
)


class ShelfAction(Action):
    """A verb of this screen."""

    @property
    def here(self) -> "HandoverScreen":
        """Give the screen."""
        return cast("HandoverScreen", self.parent())


class PrintPapers(ShelfAction):
    """Print the chosen papers one after the other; each counts when it came out and was looked at."""

    TEXT, ICON, ROLE = "Cetak", "printer", Role.OFFICER
    WEIGHT, CHANGES = Weight.PRIMARY, frozenset({"documents", "prints"})

    def fits(self, rows: Sequence[DocumentRow]) -> bool | str:
        """Issued papers only, and a printer must be there."""
        if not rows:
            return "Pilih surat yang akan dicetak dahulu."
        if any(row.stage not in IN_FORCE for row in rows):
            return "Surat yang tidak berlaku lagi tidak dapat dicetak."
        return self.here.printers.doubt() or True

    def perform(self) -> None:
        """Ask why when one of them has come out before."""
        again = [row for row in self.rows if row.prints]
        if not again:
            self._print("", is_copy=False)
            return
        numbers = ", ".join(row.number for row in again[:3]) + (" …" if len(again) > 3 else "")
        self.here.ask_bar.reason(
            "Mengapa dicetak ulang?",
            REPRINT_REASONS,
            detail=f"Sudah pernah tercetak: {numbers}. Setiap salinan dihitung dan alasannya dicatat.",
            yes="Cetak ulang",
            note_for=frozenset({"other"}),
            then=self._print_again,
        )

    def _print_again(self, code: str, note: str) -> None:
        label = dict(REPRINT_REASONS)[code]
        self._print(note if code == "other" else f"{label}: {note}" if note else label, is_copy=code == COPY)

    def _print(self, reason: str, *, is_copy: bool) -> None:
        desk, spooler, here = self.office.desk, self.office.spooler, self.here
        to, limit, here.brake = here.printers.tray(), here.PATIENCE, Brake()
        brake = here.brake
        wishes = [PrintWish(row.id, row.number, reason if row.prints else "", is_copy) for row in self.rows]
        name = f"Mencetak {wishes[0].number}" if len(wishes) == 1 else f"Mencetak {len(wishes)} surat"
        here.job = self.start(
            lambda: printing_out.print_documents(
                desk, wishes, spooler=spooler, to=to, limit=limit, brake=brake
            ),
            lane="paper",
            name=name,
            heard=self._hear,
            then=self._end,
            sorry=self._fail,
        )
        here.job.stopped.connect(self._stopped)
        here.show_printing(Progress(0, len(wishes), wishes[0].number), to.printer)

    def _hear(self, step: Progress) -> None:
        self.here.show_printing(step, self.here.printers.printer())

    def _end(self, report: PrintReport) -> None:
        self.here.printing_ended(report)

    def _fail(self, problem: Problem) -> None:
        # no second try by itself: it would print a second time
        self.here.printing_failed(problem)

    def _stopped(self) -> None:
        self.here.printing_stopped()


class StopPrinting(ShelfAction):
    """Take what is in the printer back and stop."""

    TEXT, ICON, ROLE = "Hentikan", "x", Role.OFFICER
    WHY = "Tidak ada yang sedang dicetak."

    def fits(self, rows: Sequence[DocumentRow]) -> bool | str:  # noqa: ARG002 - a job, not rows
        """Only while something is printed."""
        return getattr(self.here, "job", None) is not None

    def perform(self) -> None:
        """Ask the job to stop at its next step."""
        if self.here.job is not None:
            self.here.job.cancel()


class StopAfter(ShelfAction):
    """Let the paper in the printer come out and send no more."""

    TEXT, KEYS, ICON, ROLE = "Berhenti setelah surat ini", "Ctrl+,", "hand", Role.OFFICER
    WHY = "Tidak ada yang sedang dicetak."

    def fits(self, rows: Sequence[DocumentRow]) -> bool | str:  # noqa: ARG002 - a job, not rows
        """Only while something is printed."""
        return getattr(self.here, "job", None) is not None

    def perform(self) -> None:
        """Pull the brake."""
        self.here.brake.pull()
        self.here.say("Berhenti setelah surat yang sedang dicetak.")


class OpenPreview(ShelfAction):
    """Show the signed file itself; the same key goes back to the list."""

    TEXT, ICON = "Pratinjau", "scan-eye"

    def fits(self, rows: Sequence[DocumentRow]) -> bool | str:
        """One paper at a time; back is always possible."""
        return len(rows) == 1 or self.here.is_previewing() or "Pilih satu surat dahulu."

    def perform(self) -> None:
        """Open or close."""
        if self.here.is_previewing():
            self.here.close_preview()
            return
        row: DocumentRow = self.rows[0]
        desk, pages, trust = self.office.desk, self.office.tools["pages"], self.office.tools["trust"]

        def opened() -> tuple[handing_over.SignedFile, int]:
            file = handing_over.signed_file(desk, row.id, trust)
            return file, pages.probe(file.pdf, f"{row.number}.pdf").pages

        self.start(opened, lane="scans", then=partial(self.here.show_preview, row), read=True)


class HandOver(ShelfAction):
    """Ask who takes the paper home."""

    TEXT, KEYS, ICON, ROLE = "Serahkan", "F12", "hand", Role.OFFICER

    def fits(self, rows: Sequence[DocumentRow]) -> bool | str:
        """One printed paper."""
        if len(rows) != 1:
            return "Pilih satu surat dahulu."
        if rows[0].stage is DocumentStage.ISSUED and rows[0].last_run is PrintState.OUT:
            return "Lihat kertasnya dan pastikan dahulu (F9)."
        if rows[0].stage is DocumentStage.ISSUED:
            return "Cetak suratnya dahulu (F10)."
        return (
            rows[0].stage is DocumentStage.PRINTED
            or "Surat ini sudah diserahkan, dikirim, atau tidak berlaku lagi."
        )

    def perform(self) -> None:
        """Open the form."""
        self.here.open_form()


class ConfirmHandOver(ShelfAction):
    """Record the collector and print the receipt."""

    TEXT, KEYS, ICON, ROLE = "Serahkan dan cetak bukti", "Ctrl+Return", "check", Role.OFFICER
    WEIGHT, CHANGES = Weight.PRIMARY, frozenset({"documents"})
    WHY = "Buka isian penyerahan dahulu (F12)."

    def fits(self, rows: Sequence[DocumentRow]) -> bool | str:  # noqa: ARG002 - the form, not rows
        """Only while the form is open."""
        form = getattr(self.here, "form", None)
        return form is not None and self.here.is_collecting()

    def perform(self) -> None:
        """Let the form look at itself first; a question that stands open takes its own key."""
        if self.here.ask_bar.is_asking:
            self.here.ask_bar.accept()
        else:
            self.here.form.submit()

    def give(self, collector: Collector) -> None:
        """Hand over what the form was opened for."""
        paper, desk = self.here.form.paper, self.office.desk
        if paper is None or self.is_busy:
            return
        document_id = paper.row.id
        self.start(
            lambda: handing_over.hand_over(desk, document_id, collector),
            then=partial(self._done, document_id),
            sorry=self._sorry,
        )

    def _done(self, document_id: int, done: HandedOver) -> None:
        self.here.handed_over(document_id, done)

    def _sorry(self, problem: Problem) -> None:
        if isinstance(problem, BadFields):
            self.here.form.refuse(problem.faults)
        else:
            self.here.complain(problem)


class PrintReceipt(ShelfAction):
    """Print the receipt of a hand-over, as often as wanted."""

    TEXT, ICON, ROLE = "Cetak bukti", "receipt", Role.OFFICER

    def fits(self, rows: Sequence[DocumentRow]) -> bool | str:
        """One paper that somebody has taken."""
        if len(rows) != 1 or rows[0].stage is not DocumentStage.HANDED_OVER:
            return "Pilih satu surat yang sudah diserahkan."
        return self.here.printers.doubt() or True

    def perform(self) -> None:
        """Print it again."""
        self.print_for(self.rows[0].id)

    def print_for(self, document_id: int) -> None:
        """Print the receipt of this document."""
        desk, spooler, printer = self.office.desk, self.office.spooler, self.here.letter_printer()
        office, limit = self.here.office_settings, self.here.PATIENCE
        self.start(
            lambda: handing_over.print_receipt(
                desk, document_id, office, spooler=spooler, printer=printer, limit=limit
            ),
            lane="paper",
            name="Mencetak bukti serah terima",
            then=self._done,
            sorry=self._sorry,
        )

    def _done(self, _nothing: object) -> None:
        self.here.say("Bukti serah terima tercetak.")

    def _sorry(self, problem: Problem) -> None:
        self.here.receipt_failed(problem)


class Find(ShelfAction):
    """Go to the search."""

    TEXT, ICON = "Cari", "search"

    def perform(self) -> None:
        """Put the cursor there."""
        self.here.close_preview()
        self.here.line.setFocus()
        self.here.line.selectAll()


class TickAll(ShelfAction):
    """Tick every paper of the list, or none when all are ticked: F10 then prints them in one go."""

    TEXT, ICON, ROLE = "Tandai semua", "list-checks", Role.OFFICER

    def fits(self, rows: Sequence[DocumentRow]) -> bool | str:  # noqa: ARG002 - the whole list
        """Where there is a list and nothing is being printed."""
        if getattr(self.here, "job", None) is not None:
            return "Tunggu sampai pencetakan selesai."
        return bool(self.here.table.rows()) or "Tidak ada surat pada daftar ini."

    def perform(self) -> None:
        """Tick or untick."""
        table = self.here.table
        table.check_all(len(table.checked()) < len(table.rows()))


class ShowPart(ShelfAction):
    """Show one part of the shelf."""

    PART = Shelf.TO_PRINT

    def perform(self) -> None:
        """Show it."""
        self.here.show_part(self.PART)


class ShowToPrint(ShowPart):
    """What waits for the printer."""

    TEXT, KEYS, ICON, PART = "Siap cetak", "Ctrl+1", "", Shelf.TO_PRINT


class ShowPrinted(ShowPart):
    """What waits for its owner."""

    TEXT, KEYS, ICON, PART = "Tercetak", "Ctrl+2", "", Shelf.PRINTED


class ShowHandedToday(ShowPart):
    """What went out today."""

    TEXT, KEYS, ICON, PART = "Diserahkan hari ini", "Ctrl+3", "", Shelf.HANDED_TODAY
