"""See a letter before anybody decides: the very drawing of the signed one, marked, without number and seal."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy.orm import Session

from workstation.desk import Desk
from workstation.errors import NobodyApproved, NotAllowed
from workstation.models.application import Application
from workstation.models.document import Document
from workstation.models.officer import Officer
from workstation.usecases import papers, withdrawn
from workstation.usecases.records import Wanted, office_settings, record_of, signatory_of
from workstation.usecases.reviewing import OpenedFile, Reason, open_file, scan_bytes
from workstation.usecases.wordbook import Wordbook
from workstation.vocabulary import DocumentKind, Role

PURPOSE: Final = "pratinjau surat"
NO_NUMBER: Final = "(diberikan saat diputuskan)"
NO_SIGNATORY: Final = {"office": "Pejabat penanda tangan", "name": "(nama pejabat)", "rank": "", "nip": ""}
NO_SEAL: Final = ("PRATINJAU BUKAN SURAT RESMI " * 12)[:300]
"""About as long as a seal, so that the code has its size."""


def preview(
    desk: Desk,
    application_id: int,
    kind: DocumentKind,
    reasons: Sequence[Reason] | None = None,
) -> bytes:
    """Draw the letter as it would be decided now, as PDF; that the case was read stands in the journal.

    `reasons` of a refusal are those in hand, None takes those kept with the case. NobodyApproved for a list of
    which nobody is approved yet.
    """
    opened = open_file(desk, application_id, PURPOSE)
    with desk.read() as session:
        application = session.get(Application, application_id)
        if application is None:
            raise NotAllowed("preview")
        wanted = replace(_wanted(desk, session, kind, opened), reasons=reasons, permit_number=NO_NUMBER)
        record = _record(desk, session, application, wanted)
    if kind == DocumentKind.PERMIT and opened.workers and not record["workers"]:
        raise NobodyApproved
    photo = None if record.get("photo") is None else scan_bytes(desk, record["photo"])
    return papers.draw(kind, record, NO_SEAL, photo)


def preview_withdrawal(desk: Desk, document_id: int) -> bytes:
    """Draw the decision by which the paper would be withdrawn now, as proposed; the reading is journalled as above.

    WithdrawalNotProposed when nobody has proposed it.
    """
    kind = DocumentKind.WITHDRAWAL_LETTER
    with desk.read() as session:
        lost = session.get(Document, document_id)
        if lost is None:
            raise NotAllowed("preview")
        case, facts = lost.application_id, withdrawn.facts_of(session, document_id)
    opened = open_file(desk, case, PURPOSE)
    with desk.read() as session:
        wanted = replace(_wanted(desk, session, kind, opened), withdrawn=facts)
        application = session.get_one(Application, case)
        record = _record(desk, session, application, wanted)
    return papers.draw(kind, record, NO_SEAL, None)


def _wanted(desk: Desk, session: Session, kind: DocumentKind, opened: OpenedFile) -> Wanted:
    """A letter without number; who may sign it sees his own name below it."""
    signs = Role.SUPERVISOR in desk.roles
    signatory = signatory_of(session.get_one(Officer, desk.officer.id)) if signs else NO_SIGNATORY
    file = {"fields": opened.values, "nik": opened.nik, "workers": opened.workers}
    return Wanted(kind, NO_NUMBER, signatory, desk.today(), file)


def _record(desk: Desk, session: Session, application: Application, wanted: Wanted) -> dict[str, Any]:
    book, office = Wordbook(session, desk.now()), office_settings(session)
    return record_of(session, application, wanted, office, book=book) | {"preview": True}
