"""The forward key: accept, look on, declare complete, pass on, decide persons, propose."""

from functools import partial
from typing import ClassVar

from workstation.errors import MissingMark
from workstation.ui.button import Weight
from workstation.ui.review.opened import Step
from workstation.ui.review.verb import NEWS, ReviewAction
from workstation.usecases import reviewing
from workstation.vocabulary import Proposal, Verdict


class Forward(ReviewAction):
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
        case = self.held()
        if not self._is_marked():
            return
        if not case.differing:
            self.screen.keeper.when_kept(self._propose_now)
            return
        names = ", ".join(line.spec.label for line in case.differing)
        self.screen.ask_bar.confirm(
            "Tetap usulkan disetujui?",
            f"Isian yang tidak sama dengan dokumen: {names}.",
            yes="Usulkan disetujui",
            then=partial(self.screen.keeper.when_kept, self._propose_now),
        )

    def _propose_now(self) -> None:
        desk, case = self.office.desk, self.held()
        self.start(
            lambda: reviewing.propose(desk, case.id, Proposal.APPROVE),
            then=partial(self.screen.effects.finished, f"{case.file.number} diusulkan disetujui."),
            sorry=self.screen.effects.refused,
        )

    def _is_marked(self) -> bool:
        unmarked = self.held().unmarked
        if not unmarked:
            return True
        self.screen.complain(MissingMark(tuple(line.spec.label for line in unmarked)))
        self.screen.desk.case.go_to_field(unmarked[0].spec.code)
        return False
