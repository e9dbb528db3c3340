"""The verbs of retention: set a period, propose, approve, drop, and print the record of a destruction."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, cast

from workstation.queries.retention import DestructionRow, PeriodRow
from workstation.ui.action import Action
from workstation.ui.button import Weight
from workstation.usecases import personal_papers, retention
from workstation.vocabulary import RetentionKind, Role
from workstation.wording import word

if TYPE_CHECKING:
    from workstation.ui.retention.screen import RetentionScreen

TOPICS = frozenset({"retention"})


class RetentionAction(Action):
    """A verb of this screen."""

    @property
    def here(self) -> "RetentionScreen":
        """Give the screen."""
        return cast("RetentionScreen", self.parent())


class SetPeriod(RetentionAction):
    """Change how long a kind is kept; the administrator's word."""

    TEXT, ICON, ROLE = "Ubah masa simpan", "pen-line", Role.ADMIN
    CHANGES = TOPICS

    def fits(self, rows: Sequence[PeriodRow]) -> bool | str:
        """One kind."""
        return len(rows) == 1 or "Pilih satu jenis data dahulu."

    def perform(self) -> None:
        """Ask for the days."""
        row: PeriodRow = self.rows[0]
        self.here.ask_bar.line(
            f"Berapa hari {word(row.id).lower()} disimpan?",
            "Dihitung sejak berakhirnya: hari kunjungan, keputusan, atau masa berlaku.",
            yes="Lanjut",
            text=str(row.days),
            label="Hari",
            check=_days_fault,
            then=partial(self._ask_ground, row.id),
        )

    def _ask_ground(self, kind: RetentionKind, days: str) -> None:
        self.here.ask_bar.reason(
            f"Dasar masa simpan {days} hari untuk {word(kind).lower()}?",
            (),
            note_label="Misalnya JRA nomor dan tahunnya",
            then=partial(self._set, kind, int(days)),
        )

    def _set(self, kind: RetentionKind, days: int, _code: str, reason: str) -> None:
        self.start(partial(retention.set_period, self.office.desk, kind, days, reason), then=self._done)

    def _done(self, _nothing: None) -> None:
        self.here.say("Masa simpan diubah")
        self.here.ask_again()


def _days_fault(text: str) -> str:
    return "" if text.isdecimal() and 1 <= int(text) <= 36500 else "Isi jumlah hari, 1 sampai 36500."


class Propose(RetentionAction):
    """List what is due for another person's approval."""

    TEXT, KEYS, ICON, ROLE = "Usulkan pemusnahan", "Ctrl+N", "trash-2", Role.MANAGER
    CHANGES = TOPICS

    def fits(self, rows: Sequence[PeriodRow]) -> bool | str:  # noqa: ARG002 - whatever is due
        """Only when something is due."""
        return self.here.due() > 0 or "Tidak ada data yang jatuh tempo."

    def perform(self) -> None:
        """Ask which kinds, and why."""
        rows = [row for row in self.here.periods.rows_model.rows if row.due]
        choices = [("all", "Semua yang jatuh tempo")] if len(rows) > 1 else []
        choices += [(row.id.value, f"{word(row.id)} ({counted(row)})") for row in rows]
        self.here.ask_bar.reason(
            "Apa yang diusulkan untuk dimusnahkan?",
            choices,
            detail="Paling banyak 500 hal sekali usul. Orang lain harus menyetujui; yang ditahan tidak ikut.",
            yes="Usulkan",
            note_label="Dasar pemusnahan",
            note_for=frozenset(code for code, _ in choices),
            then=self._propose,
        )

    def _propose(self, code: str, reason: str) -> None:
        kinds = list(RetentionKind) if code == "all" else [RetentionKind(code)]
        self.start(partial(retention.propose, self.office.desk, kinds, reason), then=self._done)

    def _done(self, destruction_id: int) -> None:
        self.here.say("Usul tercatat; menunggu persetujuan orang lain")
        self.here.show_run(destruction_id)


class RunAction(RetentionAction):
    """A verb on one proposal that nobody has ended."""

    CHANGES = TOPICS

    def fits(self, rows: Sequence[DestructionRow]) -> bool | str:
        """One open proposal."""
        if len(rows) != 1:
            return "Pilih satu usul dahulu."
        return rows[0].ended_at is None or "Usul ini sudah berakhir."


class Approve(RunAction):
    """Destroy what a colleague proposed."""

    TEXT, ICON = "Setujui dan musnahkan", "check"
    WEIGHT = Weight.PRIMARY

    def fits(self, rows: Sequence[DestructionRow]) -> bool | str:
        """Somebody else's proposal."""
        answer = super().fits(rows)
        if answer is True and rows[0].proposed_by == self.office.desk.officer.id:
            return "Usul sendiri harus disetujui orang lain."
        return answer

    def perform(self) -> None:
        """Ask once more: it does not come back."""
        row: DestructionRow = self.rows[0]
        self.here.ask_bar.confirm(
            f"Musnahkan {row.listed} hal yang diusulkan {row.proposer}?",
            "Data pribadinya tidak dapat dikembalikan; nomor, tahap, dan jejak tetap. "
            "Yang sejak itu ditahan atau dibuka kembali dilewati.",
            yes="Musnahkan",
            danger=True,
            then=partial(self._approve, row.id),
        )

    def _approve(self, destruction_id: int) -> None:
        self.start(partial(retention.approve, self.office.desk, destruction_id), then=self._done)

    def _done(self, count: int) -> None:
        self.here.say(f"{count} hal dimusnahkan; cetak berita acaranya (F10)")
        self.here.ask_again()


class Drop(RunAction):
    """End a proposal without destroying anything."""

    TEXT, ICON = "Batalkan usul", "x"

    def perform(self) -> None:
        """Ask why."""
        row: DestructionRow = self.rows[0]
        self.here.ask_bar.reason(
            "Mengapa usul ini dibatalkan?", (), note_label="Alasan", then=partial(self._drop, row.id)
        )

    def _drop(self, destruction_id: int, _code: str, reason: str) -> None:
        self.start(partial(retention.drop, self.office.desk, destruction_id, reason), then=self._done)

    def _done(self, _nothing: None) -> None:
        self.here.say("Usul dibatalkan; tidak ada yang dimusnahkan")
        self.here.ask_again()


class PrintRecord(RetentionAction):
    """Print the berita acara of a run that was carried out."""

    TEXT, KEYS, ICON = "Berita acara", "F10", "printer"

    def fits(self, rows: Sequence[DestructionRow]) -> bool | str:
        """One run that was carried out."""
        return (len(rows) == 1 and rows[0].is_done) or "Pilih pemusnahan yang sudah dilaksanakan."

    def perform(self) -> None:
        """Draw in memory and send to the printer."""
        row: DestructionRow = self.rows[0]
        desk, office, spooler = self.office.desk, self.here.office_settings, self.office.spooler
        drawn = partial(personal_papers.destruction_paper, desk, row.id, office)
        self.start(
            lambda: personal_papers.print_drawn(drawn, f"Berita acara {row.number}", office, spooler=spooler),
            lane="paper",
            name=f"Mencetak berita acara {row.number}",
            then=self._printed,
        )

    def _printed(self, printer: str) -> None:
        self.here.say(f"Berita acara tercetak di {printer}")


def counted(row: PeriodRow) -> str:
    """Say how much is due; more than one run takes is told as more."""
    return f"lebih dari {row.most}" if row.due > row.most else str(row.due)
