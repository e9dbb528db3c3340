"""The forward keys: one step (accept, look on, declare complete, pass on, decide persons, propose), or all."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from workstation.errors import MissingMark
from workstation.ui.button import Weight
from workstation.ui.keymap import COMMIT
from workstation.ui.review.opened import Step
from workstation.ui.review.verb import NEWS, ReviewAction
from workstation.usecases import reviewing
from workstation.usecases.concluding import conclude
from workstation.vocabulary import CaseStage, Proposal, Verdict


class _Forward(ReviewAction):
    """What is looked at before a case goes on."""

    def _is_marked(self) -> bool:
        unmarked = self.held().unmarked
        if not unmarked:
            return True
        self.screen.complain(MissingMark(tuple(line.spec.label for line in unmarked)))
        self.screen.desk.case.go_to_field(unmarked[0].spec.code)
        return False

    def _when_sure(self, then: Callable[[], object]) -> None:
        """Go on when all marks are kept; name once more what is not as on the papers."""
        case = self.held()
        doubts = [line.spec.label for line in case.differing]
        doubts += [f"temuan pada {name}" for name in case.marked_papers]
        if not doubts:
            self.screen.keeper.when_kept(then)
            return
        self.screen.ask_bar.confirm(
            "Tetap usulkan disetujui?",
            f"Tidak sama dengan dokumen: {', '.join(doubts)}.",
            yes="Usulkan disetujui",
            then=partial(self.screen.keeper.when_kept, then),
        )


class Forward(_Forward):
    """The forward step: accept, declare complete, pass on, propose."""

    TEXT, ICON, WEIGHT, CHANGES = "Lanjut", "circle-check", Weight.PRIMARY, NEWS
    WORDS: ClassVar[dict[Step, str]] = {
        Step.NONE: "Lanjut",
        Step.ACCEPT: "Terima dokumen",
        Step.LOOK: "Dokumen berikutnya",
        Step.DECLARE: "Nyatakan lengkap",
        Step.HAND_ON: "Teruskan ke teknis",
        Step.PERSONS: "Putuskan pekerja",
        Step.PROPOSE: "Usulkan disetujui",
    }

    def fits(self, _rows: object) -> bool | str:
        """Say the step and whether it is possible."""
        if self.case is None:
            return "Belum ada berkas di meja."
        step, why = self.case.step(self.screen.scan_id)
        self.setText(self.WORDS[step])
        scans = self.screen.desk.scans
        if step is Step.ACCEPT and not scans.is_sharp:
            if scans.has_trouble:
                return "Dokumen yang tidak dapat dibuka tidak dapat diterima; tolak dengan F7."
            return "Pindaian belum tampil."
        return why or True

    def perform(self) -> None:
        """Do what comes next."""
        step, _ = self.held().step(self.screen.scan_id)
        {
            Step.ACCEPT: self._accept,
            Step.LOOK: self.screen.effects.go_to_pending,
            Step.DECLARE: self._declare,
            Step.HAND_ON: self._pass_on,
            Step.PERSONS: self.screen.effects.ask_for_persons,
            Step.PROPOSE: self._propose,
        }.get(step, self.screen.effects.explain_step)()

    def _accept(self) -> None:
        desk, scan = self.office.desk, self.screen.scan_id
        if scan is None:
            return
        self.start(
            lambda: reviewing.judge_scan(desk, scan, Verdict.ACCEPTED),
            then=partial(self.screen.effects.judged, scan, Verdict.ACCEPTED, (), ""),
            sorry=self.screen.effects.refused,
        )

    def _declare(self) -> None:
        desk, ident = self.office.desk, self.held().id
        self.start(
            lambda: reviewing.declare_complete(desk, ident),
            then=self.screen.effects.declared,
            sorry=self.screen.effects.refused,
        )

    def _pass_on(self) -> None:
        if self._is_marked():
            self.screen.keeper.when_kept(self._pass_on_now)

    def _pass_on_now(self) -> None:
        desk, ident = self.office.desk, self.held().id
        self.start(
            lambda: reviewing.pass_on(desk, ident),
            then=self.screen.effects.passed_on,
            sorry=self.screen.effects.refused,
        )

    def _propose(self) -> None:
        if self._is_marked():
            self._when_sure(self._propose_now)

    def _propose_now(self) -> None:
        desk, case = self.office.desk, self.held()
        self.start(
            lambda: reviewing.propose(desk, case.id, Proposal.APPROVE),
            then=partial(self.screen.effects.finished, f"{case.file.number} diusulkan disetujui."),
            sorry=self.screen.effects.refused,
        )


class Conclude(_Forward):
    """All steps that remain, up to the proposal to approve, and the next case comes."""

    TEXT, KEYS, ICON, CHANGES = "Tuntaskan", COMMIT, "check", NEWS
    TIP = "Nyatakan lengkap, teruskan, dan usulkan disetujui sekaligus, lalu buka berkas berikutnya."

    def fits(self, rows: object) -> bool | str:
        """Every paper must have a word."""
        answer = super().fits(rows)
        if answer is not True or self.case is None:
            return answer
        why = self.case.step(None)[1]
        is_unseen = self.case.file.stage == CaseStage.SUBMITTED and self.case.next_pending(None) is not None
        return "Periksa semua dokumen dahulu." if is_unseen else why or True

    def perform(self) -> None:
        """Go where something lacks, else conclude."""
        if self.held().undecided:
            self.screen.effects.ask_for_persons()
        elif self._is_marked():
            self._when_sure(self._conclude)

    def _conclude(self) -> None:
        desk, case = self.office.desk, self.held()
        self.start(
            lambda: conclude(desk, case.id),
            then=partial(self.screen.effects.finished, f"{case.file.number} diusulkan disetujui."),
            sorry=self.screen.effects.refused,
        )
