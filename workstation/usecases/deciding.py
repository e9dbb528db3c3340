"""Decide: approve or refuse many cases, each on its own, or send a proposal back with a comment."""

from collections.abc import Callable, Generator, Sequence

from workstation.desk import Desk
from workstation.errors import NotAllowed, ReasonNeeded, Refusal
from workstation.models.application import Application
from workstation.progress import Ending, Outcome, Progress
from workstation.usecases.reviewing import Reason, replace_reasons
from workstation.vocabulary import Role
from workstation.wording import sentence


def approve_many(
    desk: Desk, application_ids: Sequence[int]
) -> Generator[Progress, None, tuple[Outcome, ...]]:
    """Approve each case that was proposed for it; the letter number is given in the same transaction.

    A generator: yields Progress, returns a tuple of Outcomes, one for each case in order. One refusal (four eyes,
    a colleague was first) does not stop the others.
    """
    return (yield from _each(desk, application_ids, lambda application: application.approve()))


def refuse_many(
    desk: Desk, application_ids: Sequence[int], reasons: Sequence[Reason] = ()
) -> Generator[Progress, None, tuple[Outcome, ...]]:
    """Refuse each case; where no reasons are given, those that the reviewer proposed stand."""
    return (yield from _each(desk, application_ids, lambda application: application.refuse(), reasons))


def challenge(desk: Desk, application_id: int, comment: str) -> None:
    """Send a proposal back to the technical review; the comment is obligatory."""
    desk.require(Role.SUPERVISOR)
    if len(comment.strip()) < 3:
        raise ReasonNeeded
    with desk.begin(comment) as session:
        application = session.get(Application, application_id, with_for_update=True)
        if application is None:
            raise NotAllowed("challenge")
        application.challenge(comment.strip())


def _each(
    desk: Desk,
    application_ids: Sequence[int],
    decide: Callable[[Application], None],
    reasons: Sequence[Reason] = (),
) -> Generator[Progress, None, tuple[Outcome, ...]]:
    desk.require(Role.SUPERVISOR)
    outcomes: list[Outcome] = []
    for done, application_id in enumerate(application_ids):
        yield Progress(done, len(application_ids))
        subject = str(application_id)
        try:
            with desk.begin() as session:
                application = session.get(Application, application_id, with_for_update=True)
                if application is None:
                    raise NotAllowed("decide")
                subject = application.number
                if reasons:
                    replace_reasons(session, desk, application_id, "refusal", reasons)
                decide(application)
        except Refusal as refusal:
            outcomes.append(Outcome(subject, Ending.FAILED, sentence(refusal)))
        else:
            outcomes.append(Outcome(subject, Ending.DONE))
    yield Progress(len(application_ids), len(application_ids))
    return tuple(outcomes)
