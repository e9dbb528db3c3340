"""The verbs of waiting cases: each kind of wait has one forward step, and the question it needs."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, cast

from workstation import phrasing
from workstation.queries.waits import WaitRow
from workstation.ui.action import Action
from workstation.ui.button import Weight
from workstation.ui.typed import BAD_DATE, some_words, typed_day
from workstation.usecases import waiting
from workstation.usecases.wait_papers import PAPERS, print_wait
from workstation.vocabulary import CaseStage, Channel, ContactOutcome, Role
from workstation.wording import word

if TYPE_CHECKING:
    from workstation.ui.waiting.screen import WaitingScreen

NEWS = frozenset({"cases"})
ANSWERS = tuple(
    (f"{channel} {outcome}", f"{word(channel)}: {word(outcome).lower()}")
    for outcome in ContactOutcome
    for channel in (Channel.PHONE, Channel.EMAIL)
)


class WaitAction(Action):
    """A verb on one waiting case."""

    @property
    def screen(self) -> "WaitingScreen":
        """Give the screen."""
        return cast("WaitingScreen", self.parent())

    def fits(self, rows: Sequence[WaitRow]) -> bool | str:
        """One case must be chosen."""
        return len(rows) == 1 or "Pilih satu berkas dahulu."

    def do(self, work: Callable[[], object], said: str) -> None:
        """Run the use case and say that it is done."""
        self.start(work, then=partial(self.screen.done, said), sorry=self.screen.complain)


class StepOn(WaitAction):
    """The forward step: the guarantor's answer, the report, the judgement, the payment, or simply on."""

    TEXT, ICON, WEIGHT, CHANGES = "Lanjutkan", "circle-check", Weight.PRIMARY, NEWS

    def choose(self, rows: Sequence[WaitRow]) -> None:
        """Be called what it does for the chosen case."""
        super().choose(rows)
        self.setText(self._name(rows[0]) if len(rows) == 1 else self.TEXT)

    @staticmethod
    def _name(row: WaitRow) -> str:
        if row.stage is CaseStage.WAITING_GUARANTOR:
            return "Catat kontak penjamin"
        if row.survey is not None and row.stage is CaseStage.WAITING_SURVEY:
            return "Sahkan survei (BAPT)" if row.survey.surveyed_on else "Lapor survei (BAPL)"
        return "Catat pembayaran" if row.levy is not None else "Lanjutkan"

    def fits(self, rows: Sequence[WaitRow]) -> bool | str:
        """Tell who must do it where this officer may not."""
        answer = super().fits(rows)
        if answer is not True:
            return answer
        row: WaitRow = rows[0]
        if row.levy is not None:
            if row.levy.ordered_by_me:
                return "Pembayaran dicatat petugas lain, bukan yang menerbitkan SKRD."
            return self.office.may(Role.OFFICER) or "Pembayaran dicatat petugas loket."
        if row.survey is not None:
            if row.survey.surveyed_on and row.survey.reported_by_me:
                return "BAPT disahkan petugas lain, bukan pelapor survei."
            return self.office.may(Role.REVIEWER) or "Survei dilaporkan petugas penelitian."
        may = self.office.may(Role.REVIEWER) or self.office.may(
            Role.SUPERVISOR if row.stage is CaseStage.POSTPONED else Role.OFFICER
        )
        return may or "Langkah ini milik petugas penelitian."

    def perform(self) -> None:
        """Ask what the kind of wait needs."""
        row: WaitRow = self.rows[0]
        if row.stage is CaseStage.WAITING_GUARANTOR:
            self._ask_contact(row)
        elif row.levy is not None:
            self._ask_payment(row)
        elif row.survey is not None and row.survey.surveyed_on is None:
            self._ask_report(row)
        elif row.survey is not None:
            self._ask_judgement(row)
        else:
            self.screen.ask_bar.line(
                f"{row.number} dilanjutkan ke {word(row.came_from).lower()}?",
                "Sisa waktu janji layanan berjalan lagi sejak sekarang.",
                yes="Lanjutkan",
                label="Apa yang sudah dijawab atau berubah",
                check=some_words,
                then=partial(self._resume, row),
            )

    def _resume(self, row: WaitRow, note: str) -> None:
        self.do(partial(waiting.resume, self.office.desk, row.id, note), f"{row.number} dilanjutkan.")

    def _ask_contact(self, row: WaitRow) -> None:
        self.screen.ask_bar.reason(
            f"Hasil kontak dengan penjamin {row.number}",
            ANSWERS,
            detail="Jawaban penjamin (menjamin atau menolak) langsung melanjutkan berkas.",
            note_label="Dengan siapa, dan apa katanya",
            note_for=frozenset(code for code, _ in ANSWERS),
            then=partial(self._keep_contact, row),
        )

    def _keep_contact(self, row: WaitRow, answer: str, note: str) -> None:
        channel, outcome = answer.split()
        self.do(
            partial(
                waiting.note_contact,
                self.office.desk,
                row.id,
                Channel(channel),
                ContactOutcome(outcome),
                note,
            ),
            f"Kontak penjamin {row.number} dicatat.",
        )

    def _ask_payment(self, row: WaitRow) -> None:
        if row.levy is None:
            return
        self.screen.ask_bar.line(
            f"{row.levy.number}: {phrasing.rupiah(row.levy.amount)} sudah dibayar penuh?",
            f"{phrasing.rupiah_words(row.levy.amount).capitalize()}.",
            yes="Catat lunas",
            label="Nomor bukti bayar dari bank",
            check=some_words,
            then=partial(self._pay, row),
        )

    def _pay(self, row: WaitRow, reference: str) -> None:
        if row.levy is not None:
            self.do(
                partial(waiting.record_payment, self.office.desk, row.levy.id, row.levy.amount, reference),
                f"{row.levy.number} lunas.",
            )

    def _ask_report(self, row: WaitRow) -> None:
        self.screen.ask_bar.line(
            f"Tanggal survei {row.number}",
            row.survey.place if row.survey else "",
            yes="Berikutnya",
            text=self.office.desk.today().strftime("%d-%m-%Y"),
            label="Tanggal peninjauan (hh-bb-tttt)",
            check=lambda text: "" if typed_day(text) else BAD_DATE,
            then=partial(self._ask_findings, row),
        )

    def _ask_findings(self, row: WaitRow, day: str) -> None:
        self.screen.ask_bar.reason(
            f"Hasil peninjauan lapangan {row.number} (BAPL)",
            [],
            detail="Tulis apa yang dilihat, diukur, dan difoto di lokasi.",
            note_label="Hasil peninjauan",
            then=partial(self._report, row, day),
        )

    def _report(self, row: WaitRow, day: str, _code: str, findings: str) -> None:
        when = typed_day(day)
        if row.survey is not None and when is not None:
            self.do(
                partial(waiting.report_survey, self.office.desk, row.survey.id, when, findings),
                f"BAPL {row.survey.number} disimpan; menunggu pengesahan teknis.",
            )

    def _ask_judgement(self, row: WaitRow) -> None:
        self.screen.ask_bar.reason(
            f"Pendapat teknis atas survei {row.number} (BAPT)",
            [("yes", "Layak secara teknis"), ("no", "Tidak layak secara teknis")],
            detail=row.survey.findings if row.survey else "",
            note_label="Pendapat dan dasarnya",
            note_for=frozenset({"yes", "no"}),
            then=partial(self._judge, row),
        )

    def _judge(self, row: WaitRow, code: str, opinion: str) -> None:
        if row.survey is not None:
            self.do(
                partial(
                    waiting.judge_survey,
                    self.office.desk,
                    row.survey.id,
                    is_suitable=code == "yes",
                    opinion=opinion,
                ),
                f"BAPT {row.survey.number} disahkan; berkas dilanjutkan.",
            )


class CancelOrder(WaitAction):
    """Give up a survey or take an unpaid levy order back; the case goes on by its own step."""

    TEXT, ICON, CHANGES = "Batalkan survei / SKRD", "x", NEWS

    def fits(self, rows: Sequence[WaitRow]) -> bool | str:
        """A levy order is the supervisor's, a survey the reviewer's."""
        answer = super().fits(rows)
        if answer is not True:
            return answer
        if rows[0].levy is not None:
            return self.office.may(Role.SUPERVISOR) or "SKRD dibatalkan oleh penyelia."
        if rows[0].survey is not None:
            return self.office.may(Role.REVIEWER) or "Survei dibatalkan oleh petugas penelitian."
        return "Tidak ada survei atau SKRD pada berkas ini."

    def perform(self) -> None:
        """Ask why."""
        row: WaitRow = self.rows[0]
        what = row.levy.number if row.levy else row.survey.number if row.survey else ""
        self.screen.ask_bar.line(
            f"Batalkan {what}?",
            "Nomornya tetap tercatat sebagai batal dan tidak dipakai lagi.",
            yes="Batalkan",
            label="Alasan",
            check=some_words,
            then=partial(self._cancel, row, what),
        )

    def _cancel(self, row: WaitRow, what: str, reason: str) -> None:
        desk = self.office.desk
        if row.levy is not None:
            self.do(partial(waiting.cancel_levy, desk, row.levy.id, reason), f"{what} dibatalkan.")
        elif row.survey is not None:
            self.do(partial(waiting.cancel_survey, desk, row.survey.id, reason), f"{what} dibatalkan.")


class PrintWait(WaitAction):
    """Print the levy order, the report of the survey or the note of the postponement."""

    TEXT, ICON = "Cetak surat", "printer"

    def fits(self, rows: Sequence[WaitRow]) -> bool | str:
        """Only some waits have a paper."""
        answer = super().fits(rows)
        if answer is not True:
            return answer
        if self.office.spooler is None:
            return "Pencetak tidak tersedia di komputer ini."
        return rows[0].stage in PAPERS or "Penantian ini tidak mempunyai surat."

    def perform(self) -> None:
        """Send it to the default printer."""
        row, desk, office = self.rows[0], self.office.desk, self.office.tools["office"]
        spooler = self.office.spooler
        self.start(
            lambda: print_wait(desk, row.id, office, spooler=spooler),
            lane="paper",
            then=self._printed,
            sorry=self.screen.complain,
        )

    def _printed(self, printer: str) -> None:
        self.screen.say(f"Dicetak di {printer}.")


class FindWait(WaitAction):
    """Go to the list of kinds."""

    TEXT, ICON = "Cari", "search"

    def fits(self, _rows: Sequence[WaitRow]) -> bool | str:
        """Always possible."""
        return True

    def perform(self) -> None:
        """Put the cursor into the list of kinds."""
        self.screen.kinds.setFocus()
