"""The back room freezes the approved record and seals it: no counter PC holds a seal key."""

import logging
import os
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer

from workstation.desk import Desk
from workstation.errors import Refusal
from workstation.models.application import Application
from workstation.models.document import Document
from workstation.models.officer import Officer
from workstation.settings import OfficeSettings
from workstation.signing import seal
from workstation.usecases import withdrawn
from workstation.usecases.asking import asked
from workstation.usecases.intake import rules_of
from workstation.usecases.records import Wanted, office_settings, record_of, signatory_of
from workstation.usecases.wordbook import Wordbook
from workstation.vocabulary import SEALED_AS, DocumentKind, DocumentStage, Role

log = logging.getLogger(__name__)

SALT = "salt"


def seal_waiting(desk: Desk, key: seal.SealKey, limit: int = 25) -> int:
    """Seal up to `limit` decided documents in one transaction and return how many.

    When one cannot be made (a form without dates), it is logged and left, and each of the others has a transaction of
    its own: it does not hold them up.
    """
    desk.require(Role.SERVICE)
    unmakable: list[int] = []
    done, size = 0, limit
    while done < limit:
        documents: list[Document] = []
        try:
            with desk.begin() as session:
                documents += _unsealed(session, min(size, limit - done), unmakable)
                _seal(session, desk, documents, key)
        except (Refusal, KeyError, ValueError) as wrong:
            if len(documents) == 1:
                log.warning("document %s cannot be sealed: %s", documents[0].id, type(wrong).__name__)
                unmakable.append(documents[0].id)
            size = 1
            continue
        if not documents:
            break
        done += len(documents)
    return done


def _unsealed(session: Session, count: int, but: Sequence[int]) -> Sequence[Document]:
    return session.scalars(
        select(Document)
        .where(Document.stage == DocumentStage.TO_SIGN, Document.seal.is_(None), Document.id.not_in(but))
        .order_by(Document.id)
        .limit(count)
        .with_for_update(skip_locked=True)
        .options(undefer(Document.record))
    ).all()


def _seal(session: Session, desk: Desk, documents: Sequence[Document], key: seal.SealKey) -> None:
    office, cases = office_settings(session), [one.application_id for one in documents]
    applications = {
        one.id: one for one in session.scalars(select(Application).where(Application.id.in_(cases)))
    }
    one_of_each = {one.type_version_id: one for one in applications.values()}
    rules = {version: rules_of(session, one) for version, one in one_of_each.items()}
    opened = asked(session, func.loket.open_file, cases)
    signatories = _signatories(session, documents)
    book = Wordbook(session, desk.now())
    records: list[dict[str, Any]] = []
    for document in documents:
        application = applications[document.application_id]
        wanted = Wanted(
            document.kind,
            document.number,
            signatories[document.approved_by],
            desk.today(),
            opened[application.id],
            permit_number=_permit_number(session, document),
            withdrawn=withdrawn.facts_of(session, document.withdraws_id) if document.withdraws_id else None,
        )
        record = record_of(
            session, application, wanted, office, rules[application.type_version_id], book=book
        )
        records.append(record | {"serial": document.serial})
    # all has been read: what is written now goes to the server in one trip
    for document, record in zip(documents, records, strict=True):
        _seal_one(document, record, key, office)


def _signatories(session: Session, documents: Sequence[Document]) -> dict[int, dict[str, str]]:
    """Name who decided these: officer id -> as papers do."""
    wanted = {document.approved_by for document in documents}
    officers = session.scalars(select(Officer).where(Officer.id.in_(wanted)))
    return {officer.id: signatory_of(officer) for officer in officers}


def _seal_one(document: Document, record: dict[str, Any], key: seal.SealKey, office: OfficeSettings) -> None:
    salt = os.urandom(16)
    statement = _statement(record, document, seal.digest(record, salt))
    document.record = {**record, SALT: salt.hex()}
    document.seal = seal.make(statement, key, office.check_host)
    if document.kind == DocumentKind.PERMIT:
        document.valid_from = date.fromisoformat(record["valid_from"])
        document.valid_until = date.fromisoformat(record["valid_until"])


def _permit_number(session: Session, document: Document) -> str:
    """Return the number of the permit beside which a letter about persons goes."""
    if document.kind != DocumentKind.PERSONS_LETTER:
        return ""
    return (
        session.scalar(
            select(Document.number).where(
                Document.application_id == document.application_id, Document.kind == DocumentKind.PERMIT
            )
        )
        or ""
    )


def _statement(record: Mapping[str, Any], document: Document, digest: bytes) -> seal.Statement:
    issued = date.fromisoformat(record["issued_on"])
    is_permit = document.kind == DocumentKind.PERMIT
    return seal.Statement(
        number=document.number,
        type_code=SEALED_AS.get(DocumentKind(document.kind), record["type_code"]),
        name=seal.cut(record["holder_name"]),
        nik_last4=record["nik_last4"],
        valid_from=date.fromisoformat(record["valid_from"]) if is_permit else issued,
        valid_until=date.fromisoformat(record["valid_until"]) if is_permit else None,
        issued=issued,
        serial=document.serial,
        digest=digest,
        workers=len(record["workers"]),
    )
