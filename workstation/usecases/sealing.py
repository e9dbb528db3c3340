"""The back room freezes the approved record and seals it: no counter PC holds a seal key."""

import logging
import os
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session, undefer

from workstation import identity
from workstation.desk import Desk
from workstation.errors import Refusal
from workstation.models.application import Application, CaseReason, Scan
from workstation.models.document import Document
from workstation.models.law import OfficeSetting
from workstation.models.officer import Officer
from workstation.settings import OfficeSettings
from workstation.signing import seal
from workstation.usecases import papers
from workstation.usecases.intake import rules_of
from workstation.vocabulary import REFUSAL_TYPE, DocumentKind, DocumentStage, Role, Verdict
from workstation.worktime import WIB

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


def office_settings(session: Session) -> OfficeSettings:
    """Read the settings of this office."""
    return OfficeSettings.of({row.key: row.value for row in session.scalars(select(OfficeSetting))})


def _record(session: Session, desk: Desk, document: Document, office: OfficeSettings) -> dict[str, Any]:
    application = session.get_one(Application, document.application_id)
    rules = rules_of(session, application)
    opened = session.scalar(text("SELECT loket.open_file(:id)"), {"id": application.id})
    values: Mapping[str, str] = opened["fields"]
    signatory = session.get_one(Officer, document.approved_by)
    filed = application.submitted_at or application.entered_at
    record: dict[str, Any] = {
        "kind": document.kind,
        "number": document.number,
        "serial": document.serial,
        "type_code": application.type_code,
        "type_title": rules.title,
        "title": rules.paper_title,
        "letterhead": papers.letterhead_of(office),
        "legal_bases": list(rules.legal_bases),
        "application_number": application.number,
        "application_date": filed.astimezone(WIB).date().isoformat(),
        "holder_name": application.applicant_name,
        "nik_last4": "" if opened["workers"] else identity.last4(opened["nik"]),
        "signatory": {
            "office": signatory.title,
            "name": signatory.name,
            "rank": signatory.rank,
            "nip": signatory.nip,
        },
        "issued_on": desk.today().isoformat(),
        "check_hint": f"{office.check_host.lower()} · {document.number}",
        "footer": office.footer,
        "practice": office.practice,
        "paper": office.paper,
    }
    if document.kind == DocumentKind.PERMIT:
        return record | {
            "holder": papers.holder_rows(rules, values),
            "purpose": papers.purpose_of(rules, values),
            "valid_from": values["valid_from"],
            "valid_until": values["valid_until"],
            "region": office.region,
            "provisions": list(rules.provisions),
            "workers": opened["workers"],
            "photo": _photo(session, application.id),
        }
    return record | {
        "recipient_address": values.get("company_address") or values.get("address") or "",
        "reasons": [
            {"text": r.text, "legal_basis": r.legal_basis, "remedy": r.remedy}
            for r in session.scalars(
                select(CaseReason)
                .where(CaseReason.application_id == application.id, CaseReason.purpose == "refusal")
                .order_by(CaseReason.id)
            )
        ],
        "objection_days": office.objection_days,
        "objection_channel": office.objection_channel,
        "workers": [],
    }


def _photo(session: Session, application_id: int) -> int | None:
    """Return the id of the scan that is printed as the holder's photo, if there is one."""
    return session.scalar(
        select(Scan.id)
        .where(
            Scan.application_id == application_id,
            Scan.document_code == "photo",
            Scan.verdict == Verdict.ACCEPTED,
            Scan.superseded.is_(False),
        )
        .order_by(Scan.id.desc())
        .limit(1)
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
