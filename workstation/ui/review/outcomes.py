"""Verbs that end a review otherwise than well: send back, propose a refusal; and the letter as it would be."""

from functools import partial

from workstation.ui.review.opened import Step
from workstation.ui.review.verb import NEWS, ReviewAction
from workstation.usecases import reviewing
from workstation.usecases.previewing import preview
from workstation.usecases.reviewing import Reason, catalogue_reasons
from workstation.vocabulary import DocumentKind, PersonVerdict, Proposal, Verdict


class SendBack(ReviewAction):
    """Return the case: refused documents and chosen reasons tell the applicant what to do."""

    TEXT, ICON, CHANGES = "Kembalikan", "undo-2", NEWS

    def perform(self) -> None:
        """Ask for reasons; refused documents and fields with findings are reason enough."""
        case = self.held()
        refused = [p.document.title for p in case.scans if p.verdict == Verdict.REFUSED]
        refused += [line.spec.label for line in case.differing]
        refused += [f"temuan pada {name}" for name in case.marked_papers]
        against = sum(p.verdict not in (None, PersonVerdict.APPROVE) for p in case.file.persons)
        refused += [f"{against} pekerja"] * bool(against)
        detail = f"Ikut disampaikan satu per satu: {', '.join(refused)}." if refused else ""
        self.screen.asking.ask(
            f"Kembalikan {case.file.number} kepada pemohon?",
            catalogue_reasons(case.file.rules),
            detail=detail,
            yes="Kembalikan",
            many=True,
            least=0 if refused else 1,
            note_label="Pesan untuk pemohon (tidak wajib)",
            then=self._send,
        )

    def _send(self, reasons: list[Reason], note: str) -> None:
        self.screen.keeper.when_kept(partial(self._send_now, reasons, note))

    def _send_now(self, reasons: list[Reason], note: str) -> None:
        desk, case = self.office.desk, self.held()
        self.start(
            lambda: reviewing.send_back(desk, case.id, reasons, note),
            then=partial(self.screen.effects.finished, f"{case.file.number} dikembalikan kepada pemohon."),
            sorry=self.screen.effects.refused,
        )


class ProposeRefusal(ReviewAction):
    """Propose a refusal with at least one coded reason; at the technical review only."""

    TEXT, KEYS, ICON, CHANGES = "Usulkan ditolak", ("F9", "Shift+F7"), "gavel", NEWS

    def fits(self, rows: object) -> bool | str:
        """Only at the last step."""
        answer = super().fits(rows)
        if answer is not True or self.case is None:
            return answer
        return self.case.step(None)[0] is Step.PROPOSE or "Hanya pada penelitian teknis."

    def perform(self) -> None:
        """Ask for the reasons."""
        case = self.held()
        about = [name for name, _ in case.findings]
        self.screen.asking.ask(
            f"Mengapa {case.file.number} diusulkan ditolak?",
            catalogue_reasons(case.file.rules),
            detail=f"Temuan ikut tercantum: {', '.join(dict.fromkeys(about))}." if about else "",
            yes="Usulkan ditolak",
            many=True,
            least=0 if about else 1,
            note_label="Catatan untuk atasan (tidak wajib)",
            letter=True,
            then=self._propose,
        )

    def _propose(self, reasons: list[Reason], note: str) -> None:
        self.screen.keeper.when_kept(partial(self._propose_now, reasons, note))

    def _propose_now(self, reasons: list[Reason], note: str) -> None:
        desk, case = self.office.desk, self.held()
        self.start(
            lambda: reviewing.propose(desk, case.id, Proposal.REFUSE, reasons, note),
            then=partial(self.screen.effects.finished, f"{case.file.number} diusulkan ditolak."),
            sorry=self.screen.effects.refused,
        )


class PreviewLetter(ReviewAction):
    """See the letter as it would be signed: the refusal while its reasons are chosen, else the permit."""

    TEXT, ICON = "Pratinjau surat", "file-text"
    FREE = True

    def fits(self, _rows: object) -> bool | str:
        """There must be a case."""
        return self.case is not None or "Belum ada berkas di meja."

    def perform(self) -> None:
        """Draw it in the background."""
        desk, case = self.office.desk, self.held()
        chosen = self.screen.asking.letter_reasons()
        if chosen is not None:
            title, kind = f"Pratinjau surat penolakan {case.file.number}", DocumentKind.REFUSAL_LETTER
        else:
            title, kind = f"Pratinjau surat izin {case.file.number}", DocumentKind.PERMIT
        self.screen.letter.show_letter(title, partial(preview, desk, case.id, kind, chosen))
