"""A new application that refers to an ended one: filed again, as an objection, or for another paper."""

from sqlalchemy import text

from workstation.desk import Desk
from workstation.vocabulary import CaseStage, Channel, Reference, Role

WAYS = {
    CaseStage.REFUSED: (Reference.AGAIN, Reference.OBJECTION),
    CaseStage.WITHDRAWN: (Reference.AGAIN,),
    CaseStage.LAPSED: (Reference.AGAIN,),
    CaseStage.APPROVED: (Reference.REPLACEMENT,),
}
"""How a case may be followed by where it ended; the database asks the rest."""


def follow(desk: Desk, application_id: int, reference: Reference, channel: Channel) -> int:
    """Open a draft that refers to an ended case, with what was typed and its papers; returns its id.

    The old case stays as it ended (it is counted once); the new one is reviewed and decided like any other. When
    its permit is issued, the paper that it replaces, or the refusal that it objected to, is *superseded*. Raises
    WrongStage, ObjectionTooLate (UU 30/2014 art. 77: 21 working days), DuplicateApplication, TypeNotOpen.
    """
    desk.require(Role.OFFICER)
    with desk.begin() as session:
        return int(
            session.scalar(
                text("SELECT loket.follow_case(:id, :reference, :channel)"),
                {"id": application_id, "reference": reference, "channel": channel},
            )
        )
