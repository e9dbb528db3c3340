"""Taking a paper out of force: one officer proposes with a ground, another person carries it out or drops it."""

from collections.abc import Sequence
from functools import partial

from workstation.queries.permits import DocumentRow, Proposed
from workstation.ui.handover.actions import ShelfAction
from workstation.usecases import ending, previewing
from workstation.vocabulary import IN_FORCE, DocumentStage, Role, WithdrawalGround
from workstation.wording import word

ONE = "Pilih satu surat dahulu."
HELD_BY = {
    DocumentStage.HANDED_OVER: "Suratnya ada pada pemegang: mintalah kembali.",
    DocumentStage.MAILED: "Suratnya sudah dikirim: beri tahu pemegangnya.",
    DocumentStage.PRINTED: "Suratnya masih di rak: jangan diserahkan.",
}
"""What is left to do with the sheet itself."""
WITHDRAWN = "Surat dicabut. Keputusan pencabutannya menunggu tanda tangan Anda di Persetujuan."


class EndingAction(ShelfAction):
    """A verb on one paper in force."""

    CHANGES = frozenset({"documents"})

    def _ended(self, said: str, _nothing: object) -> None:
        self.here.say(said)
        self.here.look_again()


class Withdraw(EndingAction):
    """Propose with a ground; what somebody else has proposed is carried out by a supervisor."""

    TEXT, ICON = "Cabut", "gavel"

    def fits(self, rows: Sequence[DocumentRow]) -> bool | str:
        """One paper in force, and not one's own proposal."""
        if len(rows) != 1:
            return ONE
        row = rows[0]
        if row.stage not in IN_FORCE:
            return "Surat ini sudah tidak berlaku."
        if row.proposed is None:
            return True
        if row.proposed.by_id == self.office.desk.officer.id:
            return "Anda yang mengusulkan: pencabutannya oleh pejabat lain."
        return self.office.may(Role.SUPERVISOR) or "Usul pencabutan menunggu pejabat penanda tangan."

    def perform(self) -> None:
        """Ask for the ground, or name it and ask whether."""
        row: DocumentRow = self.rows[0]
        if row.proposed is None:
            self._ask_ground(row)
        else:
            self._ask_whether(row, row.proposed)

    def _ask_ground(self, row: DocumentRow) -> None:
        grounds = [(ground.value, f"{word(ground)} ({ending.BASES[ground]})") for ground in WithdrawalGround]
        self.here.ask_bar.reason(
            f"Usulkan pencabutan {row.number}?",
            grounds,
            detail=f"Atas nama {row.holder}. Surat tetap berlaku sampai pejabat lain mencabutnya.",
            yes="Usulkan pencabutan",
            danger=True,
            note_label="Uraian: apa yang salah, ditemukan kapan (wajib)",
            note_for=frozenset(code for code, _ in grounds),
            then=partial(self._propose, row.id),
        )

    def _ask_whether(self, row: DocumentRow, proposed: Proposed) -> None:
        self.here.ask_bar.confirm(
            f"Cabut {row.number} atas nama {row.holder}?",
            f"Diusulkan {proposed.by}: {word(proposed.ground).lower()} – {proposed.note}. Dasar:"
            f" {proposed.legal_basis}. Tidak dapat dibatalkan: surat langsung masuk daftar pencabutan dan setiap"
            f" pemeriksa melihatnya “Dicabut”. {HELD_BY.get(row.stage, '')}".rstrip(),
            yes="Cabut surat",
            danger=True,
            then=partial(self._withdraw, row.id),
        )

    def _propose(self, document_id: int, ground: str, note: str) -> None:
        work = partial(
            ending.propose_withdrawal, self.office.desk, document_id, WithdrawalGround(ground), note
        )
        self.start(work, then=partial(self._ended, "Pencabutan diusulkan; menunggu pejabat lain."))

    def _withdraw(self, document_id: int) -> None:
        work = partial(ending.withdraw, self.office.desk, document_id)
        self.start(work, then=partial(self._ended, WITHDRAWN))


class OfProposal(EndingAction):
    """A verb on a proposal, seen only where there is one."""

    def choose(self, rows: Sequence[DocumentRow]) -> None:
        """Be seen only where somebody has proposed."""
        super().choose(rows)
        self.setVisible(any(row.proposed is not None for row in rows))

    def fits(self, rows: Sequence[DocumentRow]) -> bool | str:
        """One paper whose withdrawal is proposed."""
        return (
            len(rows) == 1 and rows[0].proposed is not None
        ) or "Tidak ada usul pencabutan atas surat ini."


class PreviewWithdrawal(OfProposal):
    """See the decision as it would be signed now, before the paper is withdrawn."""

    TEXT, ICON, CHANGES = "Pratinjau keputusan pencabutan", "gavel", frozenset()

    def perform(self) -> None:
        """Draw it."""
        row: DocumentRow = self.rows[0]
        draw = partial(previewing.preview_withdrawal, self.office.desk, row.id)
        self.here.letter.show_letter(f"Pratinjau keputusan pencabutan {row.number}", draw)


class DropWithdrawal(OfProposal):
    """Let a proposal fall; the paper stays in force."""

    TEXT, ICON = "Batalkan usul cabut", "circle-x"

    def perform(self) -> None:
        """Ask why."""
        row: DocumentRow = self.rows[0]
        self.here.ask_bar.reason(
            f"Batalkan usul pencabutan {row.number}?",
            (),
            detail="Surat tetap berlaku; usul dan alasan pembatalannya tersimpan dalam jurnal.",
            yes="Batalkan usul",
            note_label="Alasan pembatalan (wajib)",
            then=partial(self._drop, row.id),
        )

    def _drop(self, document_id: int, _code: str, reason: str) -> None:
        work = partial(ending.drop_withdrawal, self.office.desk, document_id, reason)
        self.start(work, then=partial(self._ended, "Usul pencabutan dibatalkan."))
