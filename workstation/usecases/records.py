"""What a paper says, as a plain record: sealed and frozen by the back room, or only looked at in a preview."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workstation import identity
from workstation.catalogue.rules import PermitTypeRules
from workstation.models.application import Application, CaseReason, Scan, Worker
from workstation.models.decision import WorkerDecision
from workstation.models.law import OfficeSetting
from workstation.models.officer import Officer
from workstation.settings import OfficeSettings
from workstation.usecases import papers
from workstation.usecases.intake import rules_of
from workstation.usecases.particulars import provisions_of
from workstation.usecases.reviewing import Reason
from workstation.usecases.wordbook import Wordbook
from workstation.vocabulary import DocumentKind, PersonVerdict, Verdict
from workstation.worktime import WIB

Person = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which paper: its kind and number, who signs it (office, name, rank, nip), and the day.

    `opened` is what `loket.open_file` gives; `reasons` None takes those that are kept with the case;
    `permit_number` is that of the permit beside which a letter about persons goes; `withdrawn` is what
    `withdrawn.facts_of` gives of the paper that a decision withdraws.
    """

    kind: str
    number: str
    signatory: Mapping[str, str]
    day: date
    opened: Mapping[str, Any]
    reasons: Sequence[Reason] | None = None
    permit_number: str = ""
    withdrawn: Mapping[str, Any] | None = None


def record_of(
    session: Session,
    application: Application,
    wanted: Wanted,
    office: OfficeSettings,
    rules: PermitTypeRules | None = None,
    *,
    book: Wordbook,
) -> dict[str, Any]:
    """Say everything that stands on the paper. KeyError when the form of a permit has no dates.

    `rules` are those of the application, for who has read them already; `book` holds the words of the day.
    """
    rules = rules or rules_of(session, application)
    record = _head(application, rules, wanted, office, book)
    if wanted.kind == DocumentKind.PERMIT:
        return record | _permit(session, application, rules, wanted, office)
    record |= {"objection_days": office.objection_days, "objection_channel": office.objection_channel}
    if wanted.withdrawn is not None:
        return record | {"workers": [], "withdraws": dict(wanted.withdrawn)}
    values: Mapping[str, str] = wanted.opened["fields"]
    return record | {
        "recipient_address": values.get("company_address") or values.get("address") or "",
        **_refusal(session, application, rules, wanted),
    }


def office_settings(session: Session) -> OfficeSettings:
    """Read the settings of this office."""
    return OfficeSettings.of({row.key: row.value for row in session.scalars(select(OfficeSetting))})


def signatory_of(officer: Officer) -> dict[str, str]:
    """Name an official as papers do."""
    return {"office": officer.title, "name": officer.name, "rank": officer.rank, "nip": officer.nip}


def _head(
    application: Application, rules: PermitTypeRules, wanted: Wanted, office: OfficeSettings, book: Wordbook
) -> dict[str, Any]:
    point = application.service_point_id
    filed = application.submitted_at or application.entered_at
    return {
        "kind": wanted.kind,
        "number": wanted.number,
        "type_code": application.type_code,
        "type_title": rules.title,
        "title": rules.paper_title,
        "letterhead": book.letterhead(point, office),
        "legal_bases": list(rules.legal_bases),
        "application_number": application.number,
        "application_date": filed.astimezone(WIB).date().isoformat(),
        "holder_name": application.applicant_name,
        "nik_last4": "" if wanted.opened["workers"] else identity.last4(wanted.opened["nik"]),
        "signatory": dict(wanted.signatory),
        "issued_on": wanted.day.isoformat(),
        "check_hint": f"Periksa keaslian di {office.check_host.lower()}: pindai kode QR atau masukkan nomor surat.",
        "footer": office.footer,
        "practice": office.practice,
        "paper": book.stationery(wanted.kind, point, office).paper,
        "template": book.version(wanted.kind, point),
        "words": book.words(wanted.kind, point),
    }


def _permit(
    session: Session,
    application: Application,
    rules: PermitTypeRules,
    wanted: Wanted,
    office: OfficeSettings,
) -> dict[str, Any]:
    values: Mapping[str, str] = wanted.opened["fields"]
    listed: Sequence[Person] = wanted.opened["workers"]
    said = _said_of(session, application.id) if listed else {}
    approved = [w for w in listed if said[w["seq"]]["verdict"] == PersonVerdict.APPROVE] if said else []
    return {
        "holder": papers.holder_rows(rules, values),
        "purpose": papers.purpose_of(rules, values),
        "valid_from": values["valid_from"],
        "valid_until": values["valid_until"],
        "region": office.region,
        "provisions": [*provisions_of(session, application, wanted.day), *rules.provisions],
        "workers": [{**worker, "seq": number} for number, worker in enumerate(approved, 1)],
        "photo": _photo(session, application.id),
    }


def _refusal(
    session: Session, application: Application, rules: PermitTypeRules, wanted: Wanted
) -> dict[str, Any]:
    if wanted.kind != DocumentKind.PERSONS_LETTER:
        reasons = _kept(session, application.id) if wanted.reasons is None else wanted.reasons
        return {"reasons": [_reason(rules, one) for one in reasons], "workers": []}
    said = _said_of(session, application.id)
    others = [
        {**worker, **said[worker["seq"]]}
        for worker in wanted.opened["workers"]
        if said[worker["seq"]]["verdict"] != PersonVerdict.APPROVE
    ]
    granted = len(wanted.opened["workers"]) - len(others)
    return {"reasons": [], "workers": others, "granted": granted, "permit_number": wanted.permit_number}


def _said_of(session: Session, application_id: int) -> dict[int, Person]:
    found = session.execute(
        select(
            Worker.seq,
            WorkerDecision.verdict,
            WorkerDecision.text,
            WorkerDecision.legal_basis,
            WorkerDecision.remedy,
        )
        .outerjoin(WorkerDecision, WorkerDecision.worker_id == Worker.id)
        .where(Worker.application_id == application_id)
    )
    return {
        r.seq: {
            "verdict": r.verdict or "",
            "text": r.text or "",
            "legal_basis": r.legal_basis or "",
            "remedy": r.remedy or "",
        }
        for r in found
    }


def _kept(session: Session, application_id: int) -> list[Reason]:
    found = session.scalars(
        select(CaseReason)
        .where(CaseReason.application_id == application_id, CaseReason.purpose == "refusal")
        .order_by(CaseReason.id)
    )
    return [Reason(r.code, r.text, r.legal_basis, r.remedy, r.document_code, r.field) for r in found]


def _reason(rules: PermitTypeRules, reason: Reason) -> dict[str, str]:
    return {
        "about": about(rules, reason.document, reason.field),
        "text": reason.text,
        "legal_basis": reason.legal_basis,
        "remedy": reason.remedy,
    }


def about(rules: PermitTypeRules, document: str, field: str) -> str:
    """Name the document or the field that a reason concerns, "" for the whole case."""
    if document:
        return next((d.title for d in rules.documents if d.code == document), document)
    return next((f"Isian {f.label}" for f in rules.fields if f.code == field), field)


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
