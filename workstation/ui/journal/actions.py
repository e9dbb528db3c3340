"""The verbs of the journal."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from PySide6.QtWidgets import QWidget

from workstation import phrasing
from workstation.identity import mask_nik
from workstation.queries.closings import ClosingRow
from workstation.ui.action import Action
from workstation.ui.button import Weight
from workstation.ui.journal import running
from workstation.ui.office import Office
from workstation.usecases import closing, trailing
from workstation.vocabulary import Role

if TYPE_CHECKING:
    from workstation.ui.journal.screen import JournalScreen

CLOSERS = frozenset({Role.SUPERVISOR, Role.MANAGER})
CHECKERS = frozenset({Role.MANAGER, Role.AUDITOR})
READERS = frozenset({Role.AUDITOR})


class JournalAction(Action):
    """A verb of this screen for whoever holds one of JOBS."""

    JOBS: ClassVar[frozenset[Role]] = frozenset()

    def __init__(self, office: Office, scope: QWidget) -> None:
        super().__init__(office, scope)
        self.setVisible(not self.JOBS or bool(self.JOBS & office.desk.roles))

    @property
    def here(self) -> "JournalScreen":
        """Give the screen."""
        return cast("JournalScreen", self.parent())


class CloseDay(JournalAction):
    """Close today, or finish the sheet of a day that one closed oneself."""

    TEXT, KEYS, ICON, JOBS = "Tutup hari", "F8", "calendar-check", CLOSERS
    WEIGHT, CHANGES = Weight.PRIMARY, frozenset({"closings"})

    def fits(self, rows: Sequence[Any]) -> bool | str:  # noqa: ARG002 - today, whatever is chosen
        """Once a day, unless the sheet is missing."""
        facts = getattr(self.here, "facts", None)
        if facts is None:
            return "Sedang memuat hari yang sudah ditutup."
        today = facts.of_today
        if today is None or self.here.unfinished() is not None:
            return True
        return f"Hari ini sudah ditutup oleh {today.officer} {phrasing.clock(today.closed_at)}."

    def perform(self) -> None:
        """Ask, with what cannot be undone; the passphrase where the sheet is signed."""
        here, facts = self.here, self.here.facts
        if facts is None:
            return
        unfinished, choice = here.unfinished(), here.signer_choice()
        day = unfinished or facts.today
        question = (
            f"Selesaikan lembar {phrasing.day_date(day)}?"
            if unfinished
            else f"Tutup hari {phrasing.day_date(day)}?"
        )
        inside = (
            f"Masih ada {facts.inside} orang di ruang tunggu. " if facts.inside and not unfinished else ""
        )
        once = (
            ""
            if unfinished
            else "Satu hari hanya dapat ditutup satu kali; pekerjaan sesudahnya masuk lembar besok. "
        )
        if choice is None:
            unsigned = (
                "Di komputer ini tidak ada sertifikat: lembarnya disegel, tanpa tanda tangan elektronik."
            )
            here.ask_bar.confirm(
                question, inside + once + unsigned, yes=self.text(), then=partial(self._close, "")
            )
            return
        practice = str(self.office.tools.get("practice_passphrase", ""))
        hint = f" Pada hari latihan: {practice}" if practice else ""
        here.ask_bar.passphrase(
            question,
            f"{inside}{once}Lembarnya ditandatangani dengan: {choice.title}.{hint}",
            yes=self.text(),
            then=self._close,
        )

    def _close(self, secret: str) -> None:
        here, desk = self.here, self.office.desk
        unfinished, choice = here.unfinished(), here.signer_choice()
        work = partial(
            running.close,
            desk,
            here.office_settings,
            unfinished,
            choice,
            secret,
        )
        self.start(work, lane="signing", name="Menutup hari", then=here.closed, sorry=here.closing_failed)


class CheckChain(JournalAction):
    """Check the chain: of every point for an auditor, of his own for a manager."""

    TEXT, KEYS, ICON, JOBS = "Periksa rantai", "F9", "shield-check", CHECKERS
    TIP = "Setiap baris dihitung ulang; lembar penutupan yang tersimpan ikut dicocokkan."

    def perform(self) -> None:
        """Start it."""
        self.run(None)

    def run(self, papers: running.Papers | None) -> None:
        """Check, also against a sheet that somebody brings."""
        here, desk, trust = self.here, self.office.desk, self.office.tools["trust"]
        if self.is_busy:
            return
        here.job = self.start(
            partial(running.check, desk, trust, papers),
            name="Memeriksa rantai jurnal",
            heard=here.view.check.hear,
            then=here.checked,
            sorry=here.check_failed,
        )
        here.job.stopped.connect(here.check_stopped)
        here.stop.again()


class StopCheck(JournalAction):
    """Stop after the portion in hand."""

    TEXT, ICON, JOBS = "Hentikan", "x", CHECKERS
    WHY = "Tidak ada pemeriksaan yang sedang berjalan."

    def fits(self, rows: Sequence[Any]) -> bool | str:  # noqa: ARG002 - a job, not rows
        """Only while a check runs."""
        return getattr(self.here, "job", None) is not None

    def perform(self) -> None:
        """Ask the job to stop."""
        if self.here.job is not None:
            self.here.job.cancel()


class CompareFile(JournalAction):
    """Hold the journal against a closing sheet: its PDF, a photograph, a scan."""

    TEXT, KEYS, ICON, JOBS = "Cocokkan lembar", "Ctrl+O", "file-check", CHECKERS

    def perform(self) -> None:
        """Choose the file."""
        self.here.choose_sheet()


class CompareCode(JournalAction):
    """Hold the journal against the code of a sheet, read by the hand-held reader."""

    TEXT, KEYS, ICON, JOBS = "Pindai kode lembar", "Ctrl+B", "scan-line", CHECKERS

    def perform(self) -> None:
        """Wait for the reader."""
        self.here.ask_bar.line(
            "Pindai kode QR lembar penutupan",
            "Arahkan pemindai ke kode di bagian bawah lembar; rantai langsung diperiksa terhadap lembar itu.",
            yes="Cocokkan",
            label="Kode lembar penutupan",
            then=self.here.compare_code,
        )


class ClosingAction(JournalAction):
    """A verb about one kept sheet."""

    def fits(self, rows: Sequence[ClosingRow]) -> bool | str:
        """One day with a sheet."""
        if len(rows) != 1:
            return "Pilih satu hari dahulu."
        return rows[0].has_sheet or "Lembar hari ini belum ada."


class PrintSheet(ClosingAction):
    """Print the sheet of a day."""

    TEXT, ICON = "Cetak lembar", "printer"

    def perform(self) -> None:
        """Print it on the printer for letters."""
        here, desk, spooler, day = self.here, self.office.desk, self.office.spooler, self.rows[0].id
        self.start(
            partial(
                closing.print_sheet, desk, day, here.office_settings, spooler=spooler, printer=here.printer()
            ),
            lane="paper",
            name="Mencetak lembar penutupan",
            then=here.printed,
        )


class SaveSheet(ClosingAction):
    """Keep the PDF of a day elsewhere."""

    TEXT, ICON = "Simpan PDF", "download"

    def perform(self) -> None:
        """Ask where."""
        day = self.rows[0].id
        self.here.choose_place(f"penutupan-{self.office.desk.point.code}-{day}.pdf", partial(self.save, day))

    def save(self, day: date, name: str) -> None:
        """Write it there."""
        self.start(partial(running.save, self.office.desk, day, Path(name)), then=self.here.saved)


class FindPerson(JournalAction):
    """Show only what was done with one person's data."""

    TEXT, ICON, JOBS = "Cari NIK", "id-card", READERS

    def perform(self) -> None:
        """Ask for the number, then for the purpose."""
        self.here.ask_bar.line(
            "Jejak akses satu orang",
            "Hanya dengan NIK lengkap. Pencarian dan maksudnya dicatat dalam jurnal sebelum hasilnya tampil.",
            yes="Lanjut",
            label="NIK, 16 angka",
            check=_card_fault,
            then=self._ask_purpose,
        )

    def _ask_purpose(self, card: str) -> None:
        self.here.ask_bar.reason(
            f"Untuk apa jejak NIK {mask_nik(card)} dicari?",
            (),
            yes="Cari",
            note_label="Maksud (wajib), misalnya: permintaan pemilik data nomor …",
            then=partial(self._find, card),
        )

    def _find(self, card: str, _code: str, purpose: str) -> None:
        work = partial(trailing.things_of_person, self.office.desk, card, purpose)
        self.start(work, then=partial(self.here.show_person, mask_nik(card)))


def _card_fault(text: str) -> str:
    return "" if len(text) == 16 and text.isdigit() else "NIK terdiri atas 16 angka."


class Export(JournalAction):
    """Write what the filter shows into a file for a spreadsheet."""

    TEXT, KEYS, ICON, JOBS = "Ekspor", "Ctrl+E", "upload", READERS

    def fits(self, rows: Sequence[Any]) -> bool | str:  # noqa: ARG002 - the filter, not rows
        """Only from the trail."""
        view = getattr(self.here, "view", None)
        return (view is not None and view.is_on_trail) or "Buka catatan akses dahulu (Ctrl+2)."

    def perform(self) -> None:
        """Ask why, then where."""
        self.here.ask_bar.reason(
            "Untuk apa catatan ini diekspor?",
            (),
            detail="Ekspor dan maksudnya dicatat dalam jurnal sebelum berkasnya ditulis.",
            yes="Pilih tempat",
            note_label="Maksud (wajib)",
            then=self._ask_place,
        )

    def _ask_place(self, _code: str, purpose: str) -> None:
        name = f"jurnal-{self.office.desk.point.code}-{self.office.desk.today()}.csv"
        self.here.choose_place(name, partial(self.write, purpose))

    def write(self, purpose: str, name: str) -> None:
        """Write it there."""
        work = partial(trailing.export, self.office.desk, self.here.wanted, purpose, Path(name))
        self.start(work, name="Mengekspor jurnal", then=self.here.exported)


class Older(JournalAction):
    """Go further back."""

    TEXT, KEYS, ICON, JOBS = "Lebih lama", "Ctrl+PgDown", "chevron-down", READERS
    WHY = "Tidak ada yang lebih lama."

    def fits(self, rows: Sequence[Any]) -> bool | str:  # noqa: ARG002 - the page, not rows
        """While there is more."""
        return getattr(self.here, "before", None) is not None

    def perform(self) -> None:
        """Ask for the next page."""
        self.here.older()


class ShowClosings(JournalAction):
    """Show the closed days."""

    TEXT, KEYS = "Penutupan hari", "Ctrl+1"

    def perform(self) -> None:
        """Show them."""
        self.here.view.show_trail(on=False)


class ShowTrail(JournalAction):
    """Show the trail."""

    TEXT, KEYS, JOBS = "Catatan akses", "Ctrl+2", READERS

    def perform(self) -> None:
        """Show it."""
        self.here.view.show_trail(on=True)
