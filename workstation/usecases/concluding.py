"""End a review well from wherever it stands: all steps that remain, each with its own demands, or none of them."""

from workstation.desk import Desk
from workstation.errors import NotAllowed
from workstation.models.application import Application
from workstation.usecases.reviewing import replace_reasons
from workstation.vocabulary import CaseStage, Proposal, Role


def conclude(desk: Desk, application_id: int) -> None:
    """Declare complete, pass on and propose to approve, as far as not done yet, in one transaction.

    The database looks at papers, marks, persons and lease before each step; when one is refused nothing is moved.
    Raises MissingDocument, MissingMark, UndecidedWorkers, LeaseLost, HeldByOther, WrongStage.
    """
    desk.require(Role.REVIEWER)
    with desk.begin() as session:
        case = session.get(Application, application_id, with_for_update=True)
        if case is None:
            raise NotAllowed("case")
        if case.stage == CaseStage.SUBMITTED:
            case.declare_complete()
            session.flush()
        if case.stage == CaseStage.ADMINISTRATIVE:
            case.pass_on()
            session.flush()
        replace_reasons(session, desk, application_id, "refusal", ())
        case.propose(Proposal.APPROVE, "")
