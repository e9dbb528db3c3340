"""Send again, put an address right, hand the code over on paper, make a new copy."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, cast

from workstation.identity import email_fault
from workstation.queries.mails import UNDER_WAY, MailRow
from workstation.ui.action import Action
from workstation.ui.button import Weight
from workstation.ui.printer_choices import letters_go_to
from workstation.usecases import delivering
from workstation.usecases.delivering import Taker
from workstation.vocabulary import BEARS_COPY, IdentityKind, Role
from workstation.wording import word

if TYPE_CHECKING:
    from workstation.ui.outbox.screen import OutboxScreen

ONE = "Pilih satu surel dahulu."
ON_ITS_WAY = "Surel ini masih menunggu dikirim."
WRONG = (
    ("typo", "Salah ketik pada permohonan"),
    ("changed", "Pemohon memberi alamat baru"),
    ("full", "Kotak surat lama tidak dapat dipakai"),
)
CARDS = tuple((kind.value, word(kind)) for kind in IdentityKind)


class MailAction(Action):
    """A verb of this screen."""

    ROLE = Role.OFFICER
    CHANGES = frozenset({"mails"})

    @property
    def here(self) -> "OutboxScreen":
        """Give the screen."""
        return cast("OutboxScreen", self.parent())

    def fits(self, rows: Sequence[MailRow]) -> bool | str:
        """One message that is not on its way."""
        if len(rows) != 1:
            return ONE
        return ON_ITS_WAY if rows[0].state in UNDER_WAY else True

    def _sent(self, _mail_id: int) -> None:
        self.here.say("Surel masuk antrean dan dikirim oleh layanan belakang.")


class SendAgain(MailAction):
    """Send to the same address once more."""

    TEXT, KEYS, ICON, WEIGHT = "Kirim lagi", "F8", "send", Weight.PRIMARY

    def perform(self) -> None:
        """Ask why."""
        row: MailRow = self.rows[0]
        self.here.ask_bar.reason(
            f"Kirim lagi {word(row.kind).lower()} {row.number}?",
            (),
            detail=f"Ke {row.recipient}. Alasan tersimpan dalam jurnal.",
            yes="Kirim lagi",
            note_label="Alasan (wajib)",
            then=partial(self._send, row.id),
        )

    def _send(self, mail_id: int, _code: str, reason: str) -> None:
        self.start(partial(delivering.send_again, self.office.desk, mail_id, reason), then=self._sent)


class CorrectAddress(MailAction):
    """Show the address, which is noted, and send to the right one."""

    TEXT, KEYS, ICON = "Perbaiki alamat", "Ctrl+E", "pen-line"

    def perform(self) -> None:
        """Look the address up; that it was seen stands in the journal."""
        row: MailRow = self.rows[0]
        work = partial(delivering.open_address, self.office.desk, row.id)
        self.start(work, then=partial(self._ask, row))

    def _ask(self, row: MailRow, address: str) -> None:
        self.here.ask_bar.line(
            f"Alamat surel yang benar untuk {row.holder}?",
            f"Sekarang: {address}. Pembukaan alamat ini tercatat.",
            yes="Lanjut",
            text=address,
            label="Alamat surel",
            check=lambda text: email_fault(text) or "",
            then=partial(self._ask_why, row),
        )

    def _ask_why(self, row: MailRow, address: str) -> None:
        self.here.ask_bar.reason(
            f"Mengapa alamatnya diganti menjadi {address}?",
            WRONG,
            detail=f"{word(row.kind)} {row.number} langsung dikirim ke alamat itu.",
            yes="Ganti dan kirim",
            then=partial(self._send, row.id, address),
        )

    def _send(self, mail_id: int, address: str, code: str, note: str) -> None:
        why = f"{dict(WRONG)[code]}. {note}".strip(" .")
        work = partial(delivering.send_again, self.office.desk, mail_id, why, address)
        self.start(work, then=self._sent)


class PrintCode(MailAction):
    """Print the slip for whoever stands here with a card; afterwards nobody can see the code."""

    TEXT, ICON = "Cetak slip kode", "printer"
    CHANGES = frozenset({"mails", "documents"})

    def fits(self, rows: Sequence[MailRow]) -> bool | str:
        """One message whose copy's code was not handed over."""
        if len(rows) != 1:
            return ONE
        if rows[0].given_at is not None:
            return "Kodenya sudah diserahkan dan tidak disimpan lagi."
        return rows[0].has_code or "Surel ini tidak membawa salinan."

    def perform(self) -> None:
        """Ask for the card."""
        row: MailRow = self.rows[0]
        self.here.ask_bar.reason(
            f"Kartu apa yang ditunjukkan untuk {row.number}?",
            CARDS,
            detail=f"Atas nama {row.holder}. Setelah tercetak, kode tidak dapat dilihat lagi oleh siapa pun.",
            yes="Cetak dan serahkan",
            note_label="Empat karakter terakhir pada kartu (wajib)",
            note_for=frozenset(code for code, _ in CARDS),
            then=partial(self._print, row),
        )

    def _print(self, row: MailRow, card: str, last4: str) -> None:
        desk, spooler, here = self.office.desk, self.office.spooler, self.here
        work = partial(
            delivering.print_code,
            desk,
            cast(int, row.document_id),
            Taker(word(IdentityKind(card)), last4),
            here.office_settings,
            spooler=spooler,
            printer=letters_go_to(self.office.settings),
        )
        self.start(work, lane="paper", name="Mencetak slip kode", then=self._done)

    def _done(self, printer: str) -> None:
        self.here.say(f"Slip kode tercetak di {printer}; kode tidak disimpan lagi.")


class RenewCopy(MailAction):
    """The slip is lost: a new copy with a new code."""

    TEXT, KEYS, ICON = "Salinan dan kode baru", "Shift+F8", "key-round"

    def fits(self, rows: Sequence[MailRow]) -> bool | str:
        """One message with a copy that is not on its way."""
        fine = super().fits(rows)
        if fine is not True:
            return fine
        return rows[0].kind in BEARS_COPY or "Surel ini tidak membawa salinan."

    def perform(self) -> None:
        """Ask why."""
        row: MailRow = self.rows[0]
        self.here.ask_bar.reason(
            f"Kirim salinan baru {row.number} dengan kode baru?",
            (),
            detail="Salinan lama tetap hanya terbuka dengan kode lama. Serahkan kode baru di atas kertas.",
            yes="Kirim salinan baru",
            note_label="Alasan (wajib), misalnya slip kode hilang",
            then=partial(self._renew, cast(int, row.document_id)),
        )

    def _renew(self, document_id: int, _code: str, reason: str) -> None:
        self.start(partial(delivering.renew_copy, self.office.desk, document_id, reason), then=self._sent)


class OpenPaper(MailAction):
    """Show the paper on its shelf."""

    TEXT, KEYS, ICON = "Buka surat", "Ctrl+Return", "folder-open"
    CHANGES = frozenset()

    def fits(self, rows: Sequence[MailRow]) -> bool | str:
        """One message about a paper."""
        return (len(rows) == 1 and rows[0].document_id is not None) or "Surel ini bukan tentang surat."

    def perform(self) -> None:
        """Go there."""
        self.office.hub.go("handover", self.rows[0].document_id)
