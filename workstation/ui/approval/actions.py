"""The supervisor's verbs."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, cast

from workstation.catalogue.rules import ReasonSpec
from workstation.queries import approvals
from workstation.queries.approvals import ApprovalRow
from workstation.queries.batches import PaperRow
from workstation.ui.action import Action
from workstation.ui.approval.batch import BatchRow, Plan, State
from workstation.ui.approval.view import INBOX_TAB, UNSIGNED_TAB
from workstation.ui.button import Weight
from workstation.usecases import deciding
from workstation.usecases.deciding import Decision
from workstation.usecases.previewing import preview
from workstation.usecases.reviewing import Reason
from workstation.vocabulary import DocumentKind, Proposal, Role
from workstation.wording import word

if TYPE_CHECKING:
    from workstation.ui.approval.screen import ApprovalScreen

GRANT, REFUSE = "Setujui", "Tolak"
PICK = "Tandai berkas dengan Spasi, atau pilih satu baris."


class _Verb(Action):
    """A verb of this screen."""

    ROLE = Role.SUPERVISOR

    @property
    def screen(self) -> "ApprovalScreen":
        """Give the screen that this verb belongs to."""
        return cast("ApprovalScreen", self.parent())

    def _stands_in_the_way(self, rows: Sequence[ApprovalRow]) -> str:
        """Say why nothing can be decided on these rows, or nothing."""
        screen = self.screen
        if screen.is_signing:
            return "Penandatanganan sedang berjalan."
        if screen.is_sampling:
            return "Sampel acak sedang dilihat; Esc kembali ke daftar."
        if not screen.is_deciding:
            return "Buka tab “Menunggu keputusan” dahulu."
        if not rows:
            return PICK
        barred = [row.number for row in rows if not row.may_decide]
        return f"Aturan empat mata: Anda ikut mengerjakan {', '.join(barred)}." if barred else ""


class Sign(_Verb):
    """F8: approve and sign what is chosen; in the list of leftovers: sign the rest."""

    TEXT, ICON, WEIGHT = "Setujui dan tanda tangani", "signature", Weight.PRIMARY
    CHANGES = frozenset({"cases", "documents"})

    def fits(self, rows: Sequence[ApprovalRow]) -> bool | str:
        """Only proposals to approve, none of them his own work."""
        screen = self.screen
        if screen.is_sampling:
            return screen.strip.left == 0 or f"Masih {screen.strip.left} sampel belum dilihat."
        if screen.tab == UNSIGNED_TAB and not screen.is_signing:
            return bool(screen.leftovers()) or "Tidak ada surat yang menunggu tanda tangan."
        obstacle = self._stands_in_the_way(rows)
        if obstacle:
            return obstacle
        against = [row.number for row in rows if row.proposal != Proposal.APPROVE]
        return not against or f"{len(against)} di antaranya diusulkan ditolak: gunakan F7 untuk itu."

    def perform(self) -> None:
        """List what will be signed and ask for the passphrase, or go on when the sample is looked through."""
        if self.screen.is_sampling:
            self.screen.run.go_on()
            return
        if self.screen.tab == UNSIGNED_TAB:
            self.screen.run.propose(plan_of_papers(self.screen.leftovers()))
            return
        rows: Sequence[ApprovalRow] = self.rows
        decisions = tuple(Decision(row.id, grants=True) for row in rows)
        question = f"Setujui dan tanda tangani {len(rows)} surat izin?"
        self.screen.run.propose(Plan(question, _batch_rows(rows, GRANT), decisions))


class Refuse(_Verb):
    """F7: refuse what is chosen; proposals to refuse keep the reviewer's reasons."""

    TEXT, ICON = "Tolak", "circle-x"
    CHANGES = Sign.CHANGES

    def fits(self, rows: Sequence[ApprovalRow]) -> bool | str:
        """Against the proposal only for one type at a time: the reasons are that type's."""
        obstacle = self._stands_in_the_way(rows)
        if obstacle:
            return obstacle
        against = {row.type_version_id for row in rows if row.proposal == Proposal.APPROVE}
        return len(against) < 2 or "Untuk menolak di luar usul, pilih berkas dari satu jenis izin."

    def perform(self) -> None:
        """Go on at once, or ask for a coded reason first."""
        rows: tuple[ApprovalRow, ...] = tuple(self.rows)
        against = [row for row in rows if row.proposal == Proposal.APPROVE]
        if not against:
            self._propose(rows, ())
            return
        desk, version = self.office.desk, against[0].type_version_id
        self.office.do(
            partial(approvals.refusal_reasons, desk, version), then=partial(self._choose, rows), read=True
        )

    def _choose(self, rows: tuple[ApprovalRow, ...], reasons: Sequence[ReasonSpec]) -> None:
        against = [row for row in rows if row.proposal == Proposal.APPROVE]
        keeping = len(rows) - len(against)
        self.screen.ask_reasons(
            f"Mengapa {len(against)} permohonan ini ditolak?",
            [Reason(r.code, r.text, r.legal_basis, r.remedy) for r in reasons],
            against,
            detail="Alasan, dasar hukum, dan perbaikannya tercetak di surat penolakan; F11 memperlihatkannya."
            + (f" {keeping} berkas lain memakai alasan dari peneliti." if keeping else ""),
            yes="Lanjut ke tanda tangan",
            note_label="Penjelasan tambahan pada alasan pertama (tidak wajib)",
            then=partial(self._take_reasons, rows),
        )

    def _take_reasons(self, rows: tuple[ApprovalRow, ...], chosen: list[Reason], note: str) -> None:
        if note:
            chosen = [replace(chosen[0], text=f"{chosen[0].text}. {note}"), *chosen[1:]]
        self._propose(rows, tuple(chosen))

    def _propose(self, rows: tuple[ApprovalRow, ...], reasons: tuple[Reason, ...]) -> None:
        decisions = tuple(
            Decision(row.id, grants=False, reasons=reasons if row.proposal == Proposal.APPROVE else ())
            for row in rows
        )
        question = f"Tolak {len(rows)} permohonan dan tanda tangani surat penolakannya?"
        self.screen.run.propose(Plan(question, _batch_rows(rows, REFUSE), decisions))


class Challenge(_Verb):
    """F6: send a proposal back to its reviewers with a comment."""

    TIP = "Kembalikan ke penelitian teknis dengan catatan"
    TEXT, ICON = "Kembalikan", "undo-2"
    CHANGES = frozenset({"cases"})

    def fits(self, rows: Sequence[ApprovalRow]) -> bool | str:
        """One case at a time: the comment is about it."""
        obstacle = self._stands_in_the_way(rows)
        return obstacle or len(rows) == 1 or "Kembalikan satu per satu: catatannya untuk satu berkas."

    def perform(self) -> None:
        """Ask for the comment."""
        row: ApprovalRow = self.rows[0]
        self.screen.ask_bar.reason(
            f"Apa yang harus diteliti lagi pada {row.number}?",
            (),
            detail=f"{row.applicant} · usul {', '.join(row.reviewers) or 'peneliti'}",
            yes="Kembalikan",
            note_label="Catatan untuk peneliti (wajib)",
            then=partial(self._send_back, row.id, row.number),
        )

    def _send_back(self, ident: int, number: str, _code: str, comment: str) -> None:
        desk = self.office.desk
        self.start(partial(deciding.challenge, desk, ident, comment), then=partial(self._told, number))

    def _told(self, number: str, _result: object) -> None:
        self.screen.say(f"{number} dikembalikan ke peneliti.")


class PreviewLetter(_Verb):
    """F11: see the letter of the case under the cursor as it would be signed now."""

    TEXT, ICON = "Pratinjau surat", "file-text"
    WEIGHT = Weight.QUIET

    def fits(self, rows: Sequence[ApprovalRow]) -> bool | str:  # noqa: ARG002 - asks the screen instead
        """While proposals are listed, or the reasons of a refusal are chosen."""
        screen = self.screen
        return screen.is_deciding or screen.is_asking or "Buka tab “Menunggu keputusan” dahulu."

    def perform(self) -> None:
        """Draw it."""
        in_hand = self.screen.letter_in_hand()
        if in_hand is not None:
            self._show_letter(in_hand[0], DocumentKind.REFUSAL_LETTER, in_hand[1])
            return
        row: ApprovalRow | None = self.screen.view.inbox.table.row_now()
        if row is not None:
            is_permit = row.proposal == Proposal.APPROVE
            self._show_letter(row, DocumentKind.PERMIT if is_permit else DocumentKind.REFUSAL_LETTER)

    def _show_letter(
        self, row: ApprovalRow, kind: DocumentKind, reasons: Sequence[Reason] | None = None
    ) -> None:
        title = f"Pratinjau {word(kind).lower()} {row.number}"
        self.screen.letter.show_letter(title, partial(preview, self.office.desk, row.id, kind, reasons))


class PreviewPersons(PreviewLetter):
    """Shift+F11: see the letter for those of a list whom the permit will not name."""

    TEXT, ICON = "Pratinjau surat pekerja tidak disetujui", "file-x"

    def fits(self, rows: Sequence[ApprovalRow]) -> bool | str:
        """Only where somebody is not approved."""
        answer = super().fits(rows)
        if answer is not True or not self.screen.is_deciding:
            return answer if answer is not True else False
        row: ApprovalRow | None = self.screen.view.inbox.table.row_now()
        return (row is not None and row.against > 0) or "Semua pekerja dalam daftar ini disetujui."

    def perform(self) -> None:
        """Draw it."""
        row: ApprovalRow | None = self.screen.view.inbox.table.row_now()
        if row is not None:
            self._show_letter(row, DocumentKind.PERSONS_LETTER)


class TickAlike(_Verb):
    """Ctrl+A: tick all of one proposal, or none."""

    TEXT, ICON, WEIGHT = "Tandai semua seusul", "list-checks", Weight.QUIET

    def fits(self, rows: Sequence[ApprovalRow]) -> bool | str:  # noqa: ARG002 - asks the screen instead
        """Where there is a list to tick."""
        screen = self.screen
        if screen.is_signing:
            return "Penandatanganan sedang berjalan."
        return screen.can_tick or "Buka salah satu daftar yang menunggu dahulu."

    def perform(self) -> None:
        """Tick."""
        self.screen.tick_alike()


class OneByOne(_Verb):
    """Shift+F8: look through what is chosen, letter by letter, before anything is decided."""

    TEXT, KEYS, ICON, WEIGHT = "Lihat satu per satu", "Shift+F8", "scan-eye", Weight.QUIET

    def fits(self, rows: Sequence[ApprovalRow]) -> bool | str:
        """Where proposals are chosen."""
        screen = self.screen
        return (screen.is_deciding and not screen.is_on_strip and bool(rows)) or PICK

    def perform(self) -> None:
        """Lay them out."""
        self.screen.look_through(self.rows)


class FilterList(_Verb):
    """F3: type a part of a number or a name."""

    TEXT, ICON = "Saring daftar", "list-filter"

    def fits(self, rows: Sequence[ApprovalRow]) -> bool | str:  # noqa: ARG002 - asks the screen instead
        """Where proposals are listed."""
        return self.screen.tab == INBOX_TAB or "Buka tab “Menunggu keputusan” dahulu."

    def perform(self) -> None:
        """Go to the field."""
        typed = self.screen.view.inbox.typed
        typed.setFocus()
        typed.selectAll()


class RetryFailed(_Verb):
    """F9: try again what failed or stayed unknown in the last batch."""

    TEXT, KEYS, ICON = "Ulangi yang gagal", "F9", "rotate-ccw"

    def fits(self, rows: Sequence[ApprovalRow]) -> bool | str:  # noqa: ARG002 - asks the batch instead
        """After a batch with something left."""
        return bool(self.screen.failed()) or "Tidak ada yang gagal pada penandatanganan terakhir."

    def perform(self) -> None:
        """Ask for the passphrase again, for these alone."""
        plan = self.screen.batch.plan
        if plan is not None:
            again = plan.again(self.screen.failed())
            count = len(again.rows)
            self.screen.run.propose(
                Plan(f"Ulangi {count} surat yang belum berhasil?", again.rows, again.decisions, again.papers)
            )


class StopBatch(_Verb):
    """Stop after the paper in hand."""

    TEXT, ICON = "Hentikan setelah berkas ini", "pause"

    def fits(self, rows: Sequence[ApprovalRow]) -> bool | str:  # noqa: ARG002 - asks the screen instead
        """While a batch runs."""
        return self.screen.is_signing or "Tidak ada penandatanganan yang berjalan."

    def perform(self) -> None:
        """Stop."""
        self.screen.run.stop()


class _Turn(_Verb):
    """Turn to another page or document of the case that is looked into."""

    DOCUMENT, STEP = False, 1

    def fits(self, rows: Sequence[ApprovalRow]) -> bool | str:  # noqa: ARG002 - asks the screen instead
        """While a case is looked into; otherwise the key belongs to the list."""
        screen = self.screen
        return (
            screen.is_looking
            or (screen.is_on_strip and not self.DOCUMENT)
            or "Buka berkas dengan Enter dahulu."
        )

    def perform(self) -> None:
        """Turn."""
        if self.screen.is_on_strip:
            self.screen.strip.turn(self.STEP)
            return
        look = self.screen.view.inbox.look
        (look.step_document if self.DOCUMENT else look.step_page)(self.STEP)


class NextPage(_Turn):
    """PgDn: the next page."""

    TEXT = "Halaman berikutnya"


class FormerPage(_Turn):
    """PgUp: the former page."""

    TEXT, STEP = "Halaman sebelumnya", -1


class NextDocument(_Turn):
    """Ctrl+PgDn: the next document."""

    TEXT, DOCUMENT = "Dokumen berikutnya", True


class FormerDocument(_Turn):
    """Ctrl+PgUp: the former document."""

    TEXT, DOCUMENT, STEP = "Dokumen sebelumnya", True, -1


TURNS = (NextPage, FormerPage, NextDocument, FormerDocument)


def plan_of_papers(papers: Sequence[PaperRow]) -> Plan:
    """Plan to sign papers that were decided already."""
    rows = tuple(
        BatchRow(
            paper.application_id,
            paper.application_number,
            paper.holder,
            paper.type_title,
            "Surat izin sudah disetujui"
            if paper.kind == DocumentKind.PERMIT
            else word(DocumentKind(paper.kind)),
            State.PLANNED,
            paper.number,
        )
        for paper in papers
    )
    question = f"Tanda tangani {len(papers)} surat yang tertinggal?"
    return Plan(question, rows, papers=tuple(paper.id for paper in papers))


def _batch_rows(rows: Sequence[ApprovalRow], act: str) -> tuple[BatchRow, ...]:
    return tuple(BatchRow(row.id, row.number, row.applicant, row.type_title, act) for row in rows)
