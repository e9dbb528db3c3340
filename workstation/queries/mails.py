"""The outbox as an officer sees it: the last message of each occasion, what failed first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import case, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session, aliased

from workstation.desk import Desk
from workstation.models.application import Application
from workstation.models.document import Document
from workstation.models.mail import MailCopy, OutgoingMail
from workstation.vocabulary import BEARS_COPY, MailKind, MailState

MOST_ROWS: Final = 200
TROUBLED: Final = (MailState.BOUNCED, MailState.FAILED, MailState.UNKNOWN)
UNDER_WAY: Final = (MailState.QUEUED, MailState.SENDING)

COURSE = (  # how a message fares
    OutgoingMail.recipient_masked.label("recipient"),
    OutgoingMail.attempt,
    OutgoingMail.tries,
    OutgoingMail.answer,
    OutgoingMail.reason,
    OutgoingMail.made_at,
    OutgoingMail.next_try_at,
    OutgoingMail.ended_at,
    MailCopy.document_id.label("copy_of"),
    MailCopy.given_at,
)


@dataclass(frozen=True, slots=True)
class MailRow:
    """One message; `number` is the letter's or else the case's, `answer` the mail server's words.

    `has_code` says that its copy's code waits to be handed over, `given_at` when it was.
    """

    id: int
    document_id: int | None
    kind: MailKind
    state: MailState
    number: str
    holder: str
    recipient: str
    attempt: int
    tries: int
    answer: str
    reason: str
    made_at: datetime
    next_try_at: datetime
    ended_at: datetime | None
    has_code: bool
    given_at: datetime | None

    @property
    def is_troubled(self) -> bool:
        """Whether an officer has to do something about it."""
        return self.state in TROUBLED


def outbox(desk: Desk) -> tuple[MailRow, ...]:
    """List the last message of each occasion: troubled ones first, then those under way, then the newest; 200."""
    later = aliased(OutgoingMail)
    order = case((OutgoingMail.state.in_(TROUBLED), 0), (OutgoingMail.state.in_(UNDER_WAY), 1), else_=2)
    wanted = (
        select(
            OutgoingMail.id,
            OutgoingMail.document_id,
            OutgoingMail.kind,
            OutgoingMail.state,
            func.coalesce(Document.number, Application.number, "").label("number"),
            Application.applicant_name.label("holder"),
            *COURSE,
        )
        .join(Application, Application.id == OutgoingMail.application_id)
        .outerjoin(Document, Document.id == OutgoingMail.document_id)
        .outerjoin(MailCopy, MailCopy.document_id == OutgoingMail.document_id)
        .where(
            OutgoingMail.service_point_id == desk.point.id,
            or_(
                OutgoingMail.state.in_((*TROUBLED, *UNDER_WAY)),
                OutgoingMail.made_at > func.loket.moment() - func.make_interval(0, 0, 0, 30),
            ),
            ~select(later.id)
            .where(
                later.application_id == OutgoingMail.application_id,
                later.kind == OutgoingMail.kind,
                later.occasion == OutgoingMail.occasion,
                later.attempt > OutgoingMail.attempt,
            )
            .exists(),
        )
        .order_by(order, OutgoingMail.id.desc())
        .limit(MOST_ROWS)
    )
    with desk.read() as session:
        return tuple(map(_row, session.execute(wanted)))


@dataclass(frozen=True, slots=True)
class PaperMail:
    """The last message of one occasion about a paper; the code as in `MailRow`."""

    id: int
    kind: MailKind
    state: MailState
    recipient: str
    attempt: int
    tries: int
    answer: str
    reason: str
    made_at: datetime
    next_try_at: datetime
    ended_at: datetime | None
    is_repeated: bool
    has_code: bool
    given_at: datetime | None


def of_paper(session: Session, document_id: int) -> tuple[PaperMail, ...]:
    """List what was mailed about a paper, the last message of each occasion, the newest first."""
    m = OutgoingMail
    found = session.execute(
        select(m.id, m.kind, m.state, m.is_repeated, *COURSE)
        .outerjoin(MailCopy, MailCopy.document_id == m.document_id)
        .where(m.document_id == document_id)
        .ext(distinct_on(m.kind, m.occasion))
        .order_by(m.kind, m.occasion, m.attempt.desc())
    ).all()
    return tuple(map(_of_paper, sorted(found, key=lambda r: r.id, reverse=True)))


def _of_paper(r: Any) -> PaperMail:
    bears = r.kind in BEARS_COPY
    return PaperMail(
        r.id,
        MailKind(r.kind),
        MailState(r.state),
        r.recipient,
        r.attempt,
        r.tries,
        r.answer,
        r.reason,
        r.made_at,
        r.next_try_at,
        r.ended_at,
        r.is_repeated,
        bears and r.copy_of is not None and r.given_at is None,
        r.given_at if bears else None,
    )


def _row(r: Any) -> MailRow:
    return MailRow(
        r.id,
        r.document_id,
        MailKind(r.kind),
        MailState(r.state),
        r.number,
        r.holder,
        r.recipient,
        r.attempt,
        r.tries,
        r.answer,
        r.reason,
        r.made_at,
        r.next_try_at,
        r.ended_at,
        r.copy_of is not None and r.given_at is None,
        r.given_at,
    )
