"""The service's side of the outbox: take a message up, send it outside of any transaction, note what became of it.

A message is taken up under a lease. Before its text leaves, that is written down: whoever finds an old lease knows
whether the message never left (it is sent anew) or may have arrived (*unknown*). What is unknown is repeated once after
an hour, as the very same bytes under the same Message-ID, so that a receiver knows it again; then only an officer
sends it again.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import Session, undefer

from workstation.catalogue.reading import from_json
from workstation.desk import Desk
from workstation.errors import CopyNotMade, Problem, Refusal
from workstation.mail.letters import Letter, Sender
from workstation.mail.smtp import Answer, End
from workstation.models.application import Application
from workstation.models.catalogue import PermitTypeVersion
from workstation.models.decision import CaseReturn
from workstation.models.document import Document
from workstation.models.ending import Mailing
from workstation.models.mail import MailCopy, OutgoingMail
from workstation.settings import OfficeSettings
from workstation.usecases import papers
from workstation.usecases.records import about, office_settings
from workstation.vocabulary import (
    BEARS_COPY,
    IN_FORCE,
    CaseStage,
    DocumentStage,
    MailKind,
    MailState,
    MailWay,
    Role,
)
from workstation.worktime import WIB

LEASE: Final = timedelta(minutes=10)
WAITS: Final = tuple(timedelta(minutes=m) for m in (2, 5, 15, 30, 60, 120, 240))
"""Until the next try; greylisting lets one in after some minutes. The last one is repeated."""
LONGEST: Final = timedelta(days=3)
REPEAT_AFTER: Final = timedelta(hours=1)
ON_THE_SHELF: Final = (DocumentStage.ISSUED, DocumentStage.PRINTED)
CANNOT_DRAW: Final = "salinan tidak dapat dibuat"

MakeCopy = Callable[[bytes, str], bytes]
"""An unsigned paper and the code that shall open it -> the encrypted and signed copy."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message that is taken up, with everything that it is made of; `pdf` is the copy, where one goes along."""

    id: int
    token: str
    recipient: str = field(repr=False)
    made_at: datetime
    letter: Letter
    sender: Sender
    pdf: bytes | None = field(default=None, repr=False)


def take_up(desk: Desk, make_copy: MakeCopy) -> Outgoing | None:
    """Take up the message that is due longest, ready to be sent; None when none is due.

    One whose cause is gone (a paper withdrawn, collected or out of force) is cancelled, one whose copy cannot be drawn
    fails; neither holds up the others.
    """
    desk.require(Role.SERVICE)
    while True:
        with desk.begin() as session:
            mail = _lease(session)
            if mail is None:
                return None
            ident, wants_copy = mail.id, mail.kind in BEARS_COPY
            document_id = mail.document_id
            if not _is_wanted(session, mail):
                mail.state, mail.answer = MailState.CANCELLED, "tidak diperlukan lagi"
                continue
        try:
            if wants_copy and document_id is not None:
                ready_copy(desk, document_id, make_copy)
            return _outgoing(desk, ident)
        except Refusal as refusal:
            _end(desk, ident, MailState.FAILED, f"{CANNOT_DRAW}: {type(refusal).__name__}")
        except Problem:
            _lay_back(desk, ident, timedelta())
            raise


def _lease(session: Session) -> OutgoingMail | None:
    now = func.clock_timestamp()
    mail = session.scalar(
        select(OutgoingMail)
        .where(
            OutgoingMail.state == MailState.QUEUED,
            OutgoingMail.next_try_at <= now,
            ~func.loket.is_frozen(OutgoingMail.application_id),
        )
        .order_by(OutgoingMail.next_try_at, OutgoingMail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if mail is not None:
        mail.state, mail.data_at = MailState.SENDING, None
        mail.lease_until = now + LEASE  # the server's own clock
        session.flush()
    return mail


def _is_wanted(session: Session, mail: OutgoingMail) -> bool:
    if mail.kind == MailKind.RETURNED:
        stage = session.scalar(select(Application.stage).where(Application.id == mail.application_id))
        return stage == CaseStage.RETURNED
    stage = session.scalar(select(Document.stage).where(Document.id == mail.document_id))
    return stage in (ON_THE_SHELF if mail.kind == MailKind.REMINDER else IN_FORCE)


def ready_copy(desk: Desk, document_id: int, make_copy: MakeCopy) -> None:
    """Draw, encrypt and sign the copy of a paper unless it lies there; Refusal when it cannot be drawn.

    The second rendition is drawn from the approved record, marked SALINAN, and signed by the office's own seal: the
    official's signature stands on the original, which this copy neither replaces nor claims to be.
    """
    desk.require(Role.SERVICE)
    with desk.begin() as session:
        code = session.scalar(
            select(MailCopy.opening_code).where(
                MailCopy.document_id == document_id, MailCopy.sha256.is_(None)
            )
        )
        if not code:
            return
        document = session.get_one(Document, document_id, options=[undefer(Document.record)])
        kind, record, mark = document.kind, dict(document.record or {}), document.seal or ""
        photo = record.get("photo")
        picture = bytes(session.scalar(select(func.loket.scan_bytes(photo))) or b"") if photo else None
    data = make_copy(papers.draw(kind, record | {"copy": True}, mark, picture), code)
    with desk.begin() as session:
        name = session.scalar(select(func.loket.keep_paper(data)))
        session.execute(
            update(MailCopy)
            .where(
                MailCopy.document_id == document_id, MailCopy.sha256.is_(None), MailCopy.opening_code == code
            )
            .values(sha256=name)
        )


def _outgoing(desk: Desk, ident: int) -> Outgoing:
    with desk.begin() as session:
        mail = session.get_one(OutgoingMail, ident, options=[undefer(OutgoingMail.recipient)])
        office = office_settings(session)
        pdf = None
        if mail.kind in BEARS_COPY:
            pdf = bytes(session.scalar(select(func.loket.copy_bytes(mail.document_id))) or b"")
            if not pdf:
                raise CopyNotMade
            mail.rendition_sha256 = session.scalar(
                select(MailCopy.sha256).where(MailCopy.document_id == mail.document_id)
            )
        return Outgoing(
            mail.id,
            mail.token,
            mail.recipient,
            mail.made_at,
            _letter(session, mail, office),
            Sender(
                office.agency,
                office.unit,
                office.address,
                office.call_centre,
                office.check_host,
                office.practice,
            ),
            pdf,
        )


def _letter(session: Session, mail: OutgoingMail, office: OfficeSettings) -> Letter:
    case = session.get_one(Application, mail.application_id)
    rules = from_json(
        session.scalars(
            select(PermitTypeVersion.rules).where(PermitTypeVersion.id == case.type_version_id)
        ).one()
    )
    facts: dict[str, Any] = {}
    if mail.kind == MailKind.RETURNED:
        items = session.scalars(
            select(CaseReturn.items).where(
                CaseReturn.application_id == case.id, CaseReturn.round == mail.occasion
            )
        ).one()
        facts = {"asked": tuple(_asked(rules, items)), "track": case.track_code or ""}
    elif mail.document_id is not None:
        paper = session.get_one(Document, mail.document_id)
        facts = {
            "number": paper.number,
            "issued_on": paper.issued_at.astimezone(WIB).date() if paper.issued_at else None,
            "valid_until": paper.valid_until,
            "attachment": f"Salinan-{paper.number.replace('/', '-').replace(' ', '-')}.pdf"
            if mail.kind != MailKind.REMINDER
            else "",
            "objection_days": office.objection_days
            if mail.kind in (MailKind.REFUSAL, MailKind.PERSONS)
            else 0,
        }
    return Letter(
        MailKind(mail.kind),
        case.applicant_name,
        case.nik_masked or "",
        rules.title,
        case.number or "",
        **facts,
    )


def _asked(rules: Any, items: list[Any]) -> Iterator[str]:
    """Say what to mend; a person of a list only by his number."""
    for item in items:
        what = (
            f"Pekerja nomor {item['worker']}"
            if item.get("worker")
            else about(rules, item["document"], item["field"])
        )
        yield (
            ". ".join(
                part.strip().rstrip(".") for part in (f"{what}: {item['text']}", item["remedy"]) if part
            )
            + "."
        )


def note_text(desk: Desk, mail_id: int) -> None:
    """Write down that the text is about to leave: from here on the outcome may be unknown."""
    desk.require(Role.SERVICE)
    with desk.begin() as session:
        mail = session.get_one(OutgoingMail, mail_id, with_for_update=True)
        mail.tries += 1
        mail.data_at = func.clock_timestamp()


def lay_back(desk: Desk, mail_id: int, said: str) -> None:
    """Put a message back whose text never left: the server was away, which counts as no try."""
    desk.require(Role.SERVICE)
    _lay_back(desk, mail_id, WAITS[0], said)


def _lay_back(desk: Desk, mail_id: int, wait: timedelta, said: str = "") -> None:
    with desk.begin() as session:
        mail = session.get_one(OutgoingMail, mail_id, with_for_update=True)
        mail.state, mail.answer, mail.lease_until = MailState.QUEUED, said, None
        mail.next_try_at = func.clock_timestamp() + wait


def note_answer(desk: Desk, mail_id: int, answer: Answer) -> None:
    """Write down what the server said of a message; after 4xx it is tried again, for three days at most."""
    desk.require(Role.SERVICE)
    ends = {
        End.TAKEN: MailState.ACCEPTED,
        End.REFUSED: MailState.FAILED,
        End.UNKNOWN: MailState.UNKNOWN,
    }
    if answer.end is not End.LATER:
        _end(desk, mail_id, ends[answer.end], answer.said)
        return
    with desk.begin() as session:
        mail = session.get_one(OutgoingMail, mail_id, with_for_update=True)
        mail.tries += mail.data_at is None  # refused before the text: a try like any other
        mail.answer, mail.lease_until = answer.said, None
        mail.next_try_at = func.clock_timestamp() + WAITS[min(mail.tries, len(WAITS)) - 1]
        mail.state = MailState.FAILED if desk.now() - mail.made_at > LONGEST else MailState.QUEUED


def _end(desk: Desk, mail_id: int, state: MailState, said: str) -> None:
    with desk.begin() as session:
        mail = session.get_one(OutgoingMail, mail_id, with_for_update=True)
        if mail.data_at is None:
            mail.tries += 1
        mail.state, mail.answer, mail.lease_until = state, said, None


def reclaim(desk: Desk) -> int:
    """Look after messages whose sender died, and repeat once what is unknown for an hour; returns how many."""
    desk.require(Role.SERVICE)
    now = func.clock_timestamp()
    left = and_(OutgoingMail.state == MailState.SENDING, OutgoingMail.lease_until < now)
    waits = and_(
        OutgoingMail.state == MailState.UNKNOWN,
        ~OutgoingMail.is_repeated,
        OutgoingMail.data_at < now - REPEAT_AFTER,
    )
    with desk.begin() as session:
        found = session.scalars(_due(or_(left, waits))).all()
        for mail in found:
            mail.lease_until = None
            if mail.state == MailState.UNKNOWN:
                mail.state, mail.is_repeated = MailState.QUEUED, True
                mail.next_try_at = now
            elif mail.data_at is None:
                mail.state, mail.next_try_at = MailState.QUEUED, now
            else:
                mail.state, mail.answer = MailState.UNKNOWN, "pengirim terhenti sebelum server menjawab"
        return len(found)


def _due(wanted: ColumnElement[bool]) -> Any:
    return (
        select(OutgoingMail)
        .where(wanted, ~func.loket.is_frozen(OutgoingMail.application_id))
        .order_by(OutgoingMail.id)
        .limit(200)
        .with_for_update(skip_locked=True)
    )


def note_bounce(desk: Desk, token: str, said: str) -> bool:
    """Note that a message came back; False for one that is not ours or came back before.

    A paper that counted as sent by e-mail is to be printed again like any other.
    """
    desk.require(Role.SERVICE)
    with desk.begin(f"surel kembali: {said}"[:200]) as session:
        mail = session.scalar(
            select(OutgoingMail)
            .where(
                OutgoingMail.token == token,
                OutgoingMail.state.in_((MailState.ACCEPTED, MailState.UNKNOWN)),
            )
            .with_for_update()
        )
        if mail is None:
            return False
        mail.state, mail.answer = MailState.BOUNCED, said
        session.flush()
        paper = session.scalar(
            select(Document)
            .join(Mailing, Mailing.document_id == Document.id)
            .where(
                Document.id == mail.document_id,
                Document.stage == DocumentStage.MAILED,
                Mailing.way == MailWay.EMAIL,
                Mailing.returned_at.is_(None),
            )
            .with_for_update(of=Document)
        )
        if paper is not None:
            paper.bounce()
        return True
