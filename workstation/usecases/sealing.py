"""The back room freezes the approved record and seals it: no counter PC holds a seal key."""

import logging
import os
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session, undefer

from workstation.desk import Desk
from workstation.errors import Refusal
from workstation.models.application import Application
from workstation.models.document import Document
from workstation.models.officer import Officer
from workstation.settings import OfficeSettings
from workstation.signing import seal
from workstation.usecases.records import Wanted, office_settings, record_of, signatory_of
from workstation.vocabulary import REFUSAL_TYPE, DocumentKind, DocumentStage, Role

log = logging.getLogger(__name__)

SALT = "salt"


def seal_waiting(desk: Desk, key: seal.SealKey, limit: int = 25) -> int:
    """Seal up to `limit` decided documents and return how many; each in its own transaction.

    A record that cannot be made (a form without dates) is logged and left; it does not hold up the others.
    """
    desk.require(Role.SERVICE)
    unmakable: list[int] = []
    done = 0
    while done < limit:
        try:
            with desk.begin() as session:
                document = _next_unsealed(session, unmakable)
                if document is None:
                    break
                document_id = document.id
                _seal_one(session, desk, document, key)
        except (Refusal, KeyError, ValueError) as wrong:
            log.warning("document %s cannot be sealed: %s", document_id, type(wrong).__name__)
            unmakable.append(document_id)
        else:
            done += 1
    return done


def _next_unsealed(session: Session, but: Sequence[int]) -> Document | None:
    return session.scalar(
        select(Document)
        .where(Document.stage == DocumentStage.TO_SIGN, Document.seal.is_(None), Document.id.not_in(but))
        .order_by(Document.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .options(undefer(Document.record))
    )


def _seal_one(session: Session, desk: Desk, document: Document, key: seal.SealKey) -> None:
    office = office_settings(session)
    record = _record(session, desk, document, office)
    salt = os.urandom(16)
    statement = _statement(record, document, seal.digest(record, salt))
    document.record = {**record, SALT: salt.hex()}
    document.seal = seal.make(statement, key, office.check_host)
    if document.kind == DocumentKind.PERMIT:
        document.valid_from = date.fromisoformat(record["valid_from"])
        document.valid_until = date.fromisoformat(record["valid_until"])


def _record(session: Session, desk: Desk, document: Document, office: OfficeSettings) -> dict[str, Any]:
    application = session.get_one(Application, document.application_id)
    wanted = Wanted(
        document.kind,
        document.number,
        signatory_of(session.get_one(Officer, document.approved_by)),
        desk.today(),
        session.scalar(text("SELECT loket.open_file(:id)"), {"id": application.id}),
        permit_number=_permit_number(session, document),
    )
    return record_of(session, application, wanted, office) | {"serial": document.serial}


def _permit_number(session: Session, document: Document) -> str:
    """Return the number of the permit of the same case, if it has one."""
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
        type_code=record["type_code"] if is_permit else REFUSAL_TYPE,
        name=seal.cut(record["holder_name"]),
        nik_last4=record["nik_last4"],
        valid_from=date.fromisoformat(record["valid_from"]) if is_permit else issued,
        valid_until=date.fromisoformat(record["valid_until"]) if is_permit else None,
        issued=issued,
        serial=document.serial,
        digest=digest,
        workers=len(record["workers"]),
    )
