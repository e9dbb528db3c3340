"""One batch from its plan to its end: the sample that must be seen, the passphrase, and the run on the batch page."""

from collections.abc import Generator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from workstation.desk import Desk
from workstation.errors import NoCertificate, Outage, Problem
from workstation.progress import Outcome, Progress
from workstation.queries.approvals import ApprovalRow
from workstation.ui.approval.batch import Plan, State
from workstation.ui.approval.strip import StripCase, letter_of
from workstation.ui.jobs import Job
from workstation.usecases import deciding, pens, sampling, signing
from workstation.usecases.deciding import Decision
from workstation.usecases.pens import SignerChoice
from workstation.usecases.press import draw_here, released
from workstation.usecases.sampling import Sampled
from workstation.usecases.signing import SigningStep
from workstation.usecases.signing_rows import Draw
from workstation.vocabulary import DocumentKind
from workstation.wording import advice, raw, sentence

if TYPE_CHECKING:
    from workstation.ui.approval.screen import ApprovalScreen


def run_plan(
    desk: Desk, plan: Plan, choice: SignerChoice, secret: str, draw: Draw = draw_here
) -> Generator[Progress, None, tuple[Outcome, ...]]:
    """Make the signer and sign the plan; NoCertificate when its file cannot be read."""
    with released(choice.make()) as signer:
        if plan.decisions:
            return (
                yield from deciding.decide_and_sign(
                    desk, plan.decisions, signer=signer, secret=secret, draw=draw
                )
            )
        return (yield from signing.sign_batch(desk, plan.papers, signer=signer, secret=secret, draw=draw))


class BatchRun(QObject):
    """What the screen signs now; `plan` until its passphrase was given."""

    def __init__(self, screen: "ApprovalScreen") -> None:
        super().__init__(screen)
        self._screen, self._office = screen, screen.office
        self.plan: Plan | None = None
        self._job: Job | None = None
        self._certified = ""
        screen.ask_bar.cancelled.connect(self._cancelled)

    @property
    def is_running(self) -> bool:
        """Tell whether a batch runs."""
        return self._job is not None

    def propose(self, plan: Plan) -> None:
        """List what will be signed, have the sample drawn, and ask for the passphrase when all of it is seen."""
        choice = self._choice()
        if choice is None:
            self._screen.complain(NoCertificate(""))
            return
        self._screen.notice.clear()
        self.plan = plan
        self._screen.batch.show_plan(plan)
        self._screen.show_batch()
        press = self._office.tools.get("press")
        if press is not None:  # its processes begin while the passphrase is typed
            self._office.do(press.warm, lane="signing")
        if plan.decisions:
            self._draw_sample(plan)
        else:
            self._ask_passphrase(plan, choice)
        self._screen.offer()

    def go_on(self) -> None:
        """Go on from the sample: the database says whether nothing of it is left."""
        if self.plan is not None:
            self._draw_sample(self.plan)

    def stop(self) -> None:
        """Stop after the paper in hand."""
        if self._job is not None:
            self._job.cancel()
            self._screen.batch.title.setText("Berhenti setelah berkas ini …")

    # -- the sample --------------------------------------------------------------------------------------

    def _draw_sample(self, plan: Plan) -> None:
        ids = [decision.application_id for decision in plan.decisions]
        self._office.do(
            partial(sampling.draw_sample, self._office.desk, ids),
            then=partial(self._drawn, plan),
            sorry=self._undrawn,
        )

    def _drawn(self, plan: Plan, sampled: Sequence[Sampled]) -> None:
        choice = self._choice()
        if self.plan is not plan or choice is None:
            return
        if all(one.is_seen for one in sampled):
            self._screen.strip.forget()
            self._screen.show_batch()
            self._ask_passphrase(plan, choice)
            self._screen.offer()
            return
        rows = {row.id: row for row in self._screen.view.inbox.all_rows}
        decided = {decision.application_id: decision for decision in plan.decisions}
        cases = [
            _strip_case(replace(rows[one.id], version=one.version), decided.get(one.id))
            for one in sampled
            if one.id in rows
        ]
        title = f"Sampel acak dari {len(plan.rows)} berkas: lihat setiap surat"
        self._screen.show_strip(title, cases, frozenset(one.id for one in sampled if one.is_seen))

    def _undrawn(self, problem: Problem) -> None:
        self._screen.back_to_lists()
        self._tell(problem)

    # -- the run -----------------------------------------------------------------------------------------

    def _ask_passphrase(self, plan: Plan, choice: SignerChoice) -> None:
        signer = self._certified or choice.title
        practice = str(self._office.tools.get("practice_passphrase", ""))
        hint = f" Pada hari latihan: {practice}" if practice else ""
        self._screen.ask_bar.passphrase(
            plan.question,
            f"{signer}. Passphrase hanya dipakai untuk penandatanganan ini dan tidak disimpan.{hint}",
            then=partial(self._run, plan, choice),
        )

    def _run(self, plan: Plan, choice: SignerChoice, secret: str) -> None:
        self.plan = None
        press = self._office.tools.get("press")
        draw = draw_here if press is None else press.draw
        self._screen.notice.clear()
        self._screen.batch.begin()
        self._job = self._screen.sign.start(
            partial(run_plan, self._office.desk, plan, choice, secret, draw),
            lane="signing",
            name=f"Menandatangani {len(plan.rows)} surat",
            heard=self._take_step,
            then=self._done,
            sorry=partial(self._sorry, plan, choice),
        )
        self._job.stopped.connect(self._stopped)
        self._screen.batch.stop.setFocus()
        self._screen.offer()

    def _take_step(self, step: object) -> None:
        if isinstance(step, SigningStep):
            self._screen.batch.hear(step)
            if step.certificate is not None:
                self._certified = f"Sertifikat {self._screen.batch.certificate.text()}"

    def _done(self, _outcomes: object) -> None:
        left = self._screen.batch.ids(State.FAILED, State.UNKNOWN)
        self._finish("Selesai, sebagian belum berhasil" if left else "Selesai, semua ditandatangani")

    def _stopped(self) -> None:
        self._finish("Dihentikan; sisanya dapat dilanjutkan")

    def _sorry(self, plan: Plan, choice: SignerChoice, problem: Problem) -> None:
        """Nothing was touched: ask again. Something was: show how far it came."""
        if self._screen.batch.ids(State.WORKING, State.DONE, State.FAILED, State.UNKNOWN):
            self._finish(f"Berhenti: {sentence(problem)}")
        else:
            self._job, self.plan = None, plan
            self._screen.batch.unbegin()
            self._ask_passphrase(plan, choice)
            self._screen.offer()
        self._tell(problem)

    def _tell(self, problem: Problem) -> None:
        """Say a problem with the other side's own words; a question that opens clears the bar, so this comes last."""
        if isinstance(problem, Outage):
            self._office.hub.complain(problem)
            return
        said = raw(problem)
        self._screen.complain(problem)
        if said:
            self._screen.notice.show_text(sentence(problem), f"{advice(problem)} Keterangan sistem: {said}")

    def _finish(self, headline: str) -> None:
        self._job = None
        self._screen.batch.finish(headline)
        self._screen.say(self._screen.batch.verdict())
        self._screen.offer()
        self._screen.batch.table.setFocus()

    def _choice(self) -> SignerChoice | None:
        """Find with what this officer signs: a certificate given for his login, or what this machine is set to."""
        tools, desk = self._office.tools, self._office.desk
        given: Path | None = tools.get("certificates", {}).get(desk.officer.login)
        return pens.choice(desk, self._office.settings, given, tools["signer_for"])

    def _cancelled(self) -> None:
        if self.plan is not None:
            self._screen.notice.clear()  # a wrong passphrase is no matter any more
            self._screen.back_to_lists()


def _strip_case(row: ApprovalRow, decision: Decision | None) -> StripCase:
    if decision is None or decision.grants:
        return StripCase(row, letter_of(row), is_sampled=True)
    return StripCase(row, DocumentKind.REFUSAL_LETTER, is_sampled=True, reasons=decision.reasons or None)
