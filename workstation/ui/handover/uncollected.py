"""Papers that wait for their holders, by age: whom to call, and the list for the counter."""

from collections.abc import Sequence
from functools import partial

from workstation.queries.permits import ON_THE_SHELF, DocumentRow, Shelf
from workstation.ui.handover.actions import ShelfAction, ShowPart
from workstation.usecases import delivering, reminding
from workstation.usecases.reminding import Contact
from workstation.vocabulary import Role


class ShowUncollected(ShowPart):
    """Everything that nobody has collected, the oldest first."""

    TEXT, KEYS, ICON, PART = "Belum diambil", "Ctrl+4", "", Shelf.UNCOLLECTED


class OfWaiting(ShelfAction):
    """About the holder of one paper on the shelf."""

    ROLE = Role.OFFICER

    def fits(self, rows: Sequence[DocumentRow]) -> bool | str:
        """One paper that waits."""
        if len(rows) != 1:
            return "Pilih satu surat dahulu."
        return rows[0].stage in ON_THE_SHELF or "Surat ini tidak menunggu diambil."


class CallHolder(OfWaiting):
    """Show telephone and e-mail of who filed it; the look is noted with its purpose."""

    TEXT, KEYS, ICON = "Hubungi", "F4", "phone"

    def perform(self) -> None:
        """Look it up."""
        row: DocumentRow = self.rows[0]
        work = partial(reminding.contact_of, self.office.desk, row.application_id)
        self.start(work, then=partial(self._told, row))

    def _told(self, row: DocumentRow, contact: Contact) -> None:
        ways = " · ".join(part for part in (contact.phone, contact.email) if part)
        days = f"menunggu {row.waits} hari" if row.waits else "terbit hari ini"
        self.here.notice.show_text(
            f"{row.holder}: {ways or 'tidak ada telepon atau surel pada permohonannya'}",
            f"{row.number}, {days}. Pembukaan nomor ini tercatat dalam jejak akses.",
        )


class RemindByMail(OfWaiting):
    """Remind the holder by e-mail, once a day at most."""

    TEXT, KEYS, ICON = "Ingatkan lewat surel", "Shift+F4", "mail"
    CHANGES = frozenset({"mails"})

    def perform(self) -> None:
        """Queue the message."""
        row: DocumentRow = self.rows[0]
        self.start(partial(delivering.remind, self.office.desk, row.id), then=partial(self._told, row))

    def _told(self, row: DocumentRow, _mail_id: int) -> None:
        self.here.say(f"Pengingat {row.number} masuk antrean surel.")


class PrintReminders(ShelfAction):
    """Print the list of what nobody has collected."""

    TEXT, KEYS, ICON, ROLE = "Daftar pengingat", "Ctrl+Shift+P", "list-checks", Role.OFFICER

    def fits(self, rows: Sequence[DocumentRow]) -> bool | str:  # noqa: ARG002 - the whole shelf, not rows
        """Only with a printer."""
        return self.here.printers.doubt() or True

    def perform(self) -> None:
        """Draw and print."""
        desk, spooler, here = self.office.desk, self.office.spooler, self.here
        work = partial(
            reminding.print_uncollected,
            desk,
            here.office_settings,
            spooler=spooler,
            printer=here.printers.printer(),
        )
        self.start(work, lane="paper", name="Mencetak daftar surat yang belum diambil", then=self._done)

    def _done(self, printer: str) -> None:
        self.here.say(f"Daftar surat yang belum diambil tercetak di {printer}.")
