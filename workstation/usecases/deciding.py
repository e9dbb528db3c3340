"""Decide: approve or refuse many cases, each on its own, sign what was decided, or send a proposal back."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import select

from workstation.desk import Desk
from workstation.errors import NotAllowed, ReasonNeeded, Refusal
from workstation.models.application import Application
from workstation.models.document import Document
from workstation.progress import Ending, Outcome, Progress
from workstation.signing.signer import Signer
from workstation.usecases import signing
from workstation.usecases.certifying import open_signer
from workstation.usecases.locking import locked
from workstation.usecases.press import draw_here
from workstation.usecases.reviewing import Reason, replace_reasons
from workstation.usecases.signing import SigningStep
from workstation.usecases.signing_rows import Draw
from workstation.vocabulary import CaseStage, Role
from workstation.wording import sentence


@dataclass(frozen=True, slots=True)
class Decision:
    """What the supervisor decides on one case; a refusal without reasons keeps those of the proposal."""

    application_id: int
    grants: bool
    reasons: tuple[Reason, ...] = ()


def approve_many(
    desk: Desk, application_ids: Sequence[int]
) -> Generator[Progress, None, tuple[Outcome, ...]]:
    """Approve each case that was proposed for it; the letter number is given in the same transaction.

    A generator: yields Progress, returns a tuple of Outcomes, one for each case in order. One refusal (four eyes,
    a colleague was first) does not stop the others.
    """
    decisions = [Decision(application_id, grants=True) for application_id in application_ids]
    _, outcomes = yield from _decide_each(desk, decisions)
    return tuple(outcomes[decision.application_id] for decision in decisions)


def refuse_many(
    desk: Desk, application_ids: Sequence[int], reasons: Sequence[Reason] = ()
) -> Generator[Progress, None, tuple[Outcome, ...]]:
    """Refuse each case; where no reasons are given, those that the reviewer proposed stand."""
    decisions = [
        Decision(application_id, grants=False, reasons=tuple(reasons)) for application_id in application_ids
    ]
    _, outcomes = yield from _decide_each(desk, decisions)
    return tuple(outcomes[decision.application_id] for decision in decisions)


def decide_and_sign(
    desk: Desk,
    decisions: Sequence[Decision],
    *,
    signer: Signer,
    secret: str,
    draw: Draw = draw_here,
) -> Generator[Progress, None, tuple[Outcome, ...]]:
    """Open the certificate, decide each case, sign what was decided; returns an Outcome for each, in order.

    WrongPassphrase and CertificateUnusable are raised before anything is decided. What was decided and not
    signed when the batch stops waits for `signing.sign_batch`. Asking again for the same decision of the same
    officer only signs.
    """
    desk.require(Role.SUPERVISOR)
    certificate = open_signer(desk, signer, secret)
    yield SigningStep(0, len(decisions), certificate=certificate)
    documents, outcomes = yield from _decide_each(desk, decisions)
    signed = yield from signing.sign_opened(
        desk,
        tuple(chain.from_iterable(documents.values())),
        signing.Pen(signer, secret, certificate.fingerprint, draw),
        before=sum(outcome.ending is Ending.FAILED for outcome in outcomes.values()),
    )
    for application_id, papers in documents.items():
        ends = [signed[document_id] for document_id in papers]
        outcomes[application_id] = next((end for end in ends if end.ending is not Ending.DONE), ends[0])
    return tuple(outcomes[decision.application_id] for decision in decisions)


def challenge(desk: Desk, application_id: int, comment: str) -> None:
    """Send a proposal back to the technical review; the comment is obligatory."""
    desk.require(Role.SUPERVISOR)
    if len(comment.strip()) < 3:
        raise ReasonNeeded
    with desk.begin(comment) as session:
        locked(session, Application, application_id, "challenge").challenge(comment.strip())


def _decide_each(
    desk: Desk, decisions: Sequence[Decision]
) -> Generator[Progress, None, tuple[dict[int, tuple[int, ...]], dict[int, Outcome]]]:
    """Decide one by one; returns the papers of each decided case, and an Outcome for every case."""
    desk.require(Role.SUPERVISOR)
    documents: dict[int, tuple[int, ...]] = {}
    outcomes: dict[int, Outcome] = {}
    failed, total = 0, len(decisions)
    for decision in decisions:
        application_id = decision.application_id
        yield SigningStep(failed, total, application_id=application_id)
        try:
            number, documents[application_id] = _decide(desk, decision)
        except Refusal as refusal:
            failed += 1
            outcomes[application_id] = Outcome(
                _number(desk, application_id), Ending.FAILED, sentence(refusal)
            )
            yield SigningStep(failed, total, application_id=application_id, outcome=outcomes[application_id])
        else:
            outcomes[application_id] = Outcome(number, Ending.DONE)
    return documents, outcomes


def _decide(desk: Desk, decision: Decision) -> tuple[str, tuple[int, ...]]:
    """Decide one case in its own transaction; returns its number and the papers that it opened, the permit first."""
    wanted = CaseStage.APPROVED if decision.grants else CaseStage.REFUSED
    with desk.begin() as session:
        application = locked(session, Application, decision.application_id, "decide")
        if application.stage != wanted or application.decided_by != desk.officer.id:
            if decision.reasons:
                replace_reasons(session, desk, application.id, "refusal", decision.reasons)
            if decision.grants:
                application.approve()
            else:
                application.refuse()
            session.flush()
        opened = select(Document.id).where(Document.application_id == application.id).order_by(Document.id)
        papers = tuple(session.scalars(opened))
        if not papers:
            raise NotAllowed("decide")
        return application.number, papers


def _number(desk: Desk, application_id: int) -> str:
    with desk.read() as session:
        found = session.scalar(select(Application.number).where(Application.id == application_id))
        return found or str(application_id)
