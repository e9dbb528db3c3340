"""Key in an application: draft, fields, workers, scans, submission with a receipt."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import delete, func, or_, select, text
from sqlalchemy.orm import Session

from workstation.catalogue.checking import check, check_workers, missing_documents
from workstation.catalogue.reading import from_json
from workstation.catalogue.rules import PermitTypeRules, WorkerListSpec
from workstation.database import Operation
from workstation.desk import Desk
from workstation.errors import (
    BadFields,
    BookingNotFound,
    ChangedByOther,
    MissingDocument,
    NotAllowed,
    RulesChanged,
    TypeNotOpen,
)
from workstation.imaging.measuring import PageMeasure
from workstation.models.application import Application, Scan
from workstation.models.catalogue import PermitTypeVersion
from workstation.models.lifecycle import CASE
from workstation.models.visit import Visit
from workstation.usecases import lettering
from workstation.usecases.noticing import keep_measures
from workstation.usecases.reading import announce
from workstation.vocabulary import CaseStage, Channel, Role, Verdict
from workstation.worktime import WIB

OPENINGS = UUID("2f6d3c7e-0b1a-4a53-9d0e-5c8f1e7a9b42")  # names become ids of operations under it
CHECK_PURPOSE = "pemeriksaan sebelum diajukan"


@dataclass(frozen=True, slots=True)
class Draft:
    """An application that is being keyed in."""

    id: int
    number: str
    version: int


@dataclass(frozen=True, slots=True)
class WorkerEntry:
    """One line of a company's list as typed or read from a spreadsheet."""

    name: str
    nik: str
    address: str = ""
    destination: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form now; `workers` None leaves the kept list as it is."""

    type_code: str
    channel: Channel
    values: Mapping[str, str]
    workers: tuple[WorkerEntry, ...] | None = None
    visit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the applicant is told: his number and the code to follow it with."""

    application_id: int
    number: str
    track_code: str
    submitted_at: datetime
    documents: tuple[str, ...]


def version_in_force(session: Session, type_code: str, at: datetime) -> tuple[int, PermitTypeRules]:
    """Return the id and the rules of the version in force, or raise TypeNotOpen."""
    row = session.execute(
        select(PermitTypeVersion.id, PermitTypeVersion.rules)
        .where(
            PermitTypeVersion.type_code == type_code,
            PermitTypeVersion.valid_from <= at,
            or_(PermitTypeVersion.valid_to.is_(None), PermitTypeVersion.valid_to > at),
        )
        .order_by(PermitTypeVersion.valid_from.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        raise TypeNotOpen(type_code, at.astimezone(WIB).date().isoformat())
    return row.id, from_json(row.rules)


def rules_of(session: Session, application: Application) -> PermitTypeRules:
    """Return the rules under which an application was filed."""
    rules = session.scalar(
        select(PermitTypeVersion.rules).where(PermitTypeVersion.id == application.type_version_id)
    )
    return from_json(rules or {})


def start_draft(desk: Desk, type_code: str, channel: Channel, *, point_id: int | None = None) -> Draft:
    """Open a draft under the rules in force today; a visit that brings it is tied to it by `keep`."""
    with desk.begin() as session:
        application = _new(session, desk, type_code, channel, None, point_id)
        return Draft(application.id, application.number, application.version)


def save_draft(desk: Desk, draft: Draft, values: Mapping[str, str]) -> Draft:
    """Keep what was typed, complete or not; ChangedByOther when a colleague saved the same draft meanwhile."""
    with desk.begin() as session:
        return _saved(session, _mine(session, draft), values)


def keep(desk: Desk, typed: Typed, draft: Draft | None, opening: str = "") -> Draft:
    """Keep all that was typed in one transaction; without a `draft` one is opened first.

    `opening` is the caller's own name for a new draft: asked again under the same name, also after the program has
    died, the text goes into the draft that was opened then. Raises ChangedByOther as `save_draft`, TypeNotOpen as
    `start_draft`.
    """
    operation = Operation(tells=True)
    if draft is None and opening:
        operation.id = uuid5(OPENINGS, f"{desk.officer.login} {opening}")
        opened = desk.database.result_of(operation.id)
        if opened is not None:
            draft, operation = Draft(**opened), Operation(tells=True)
    with desk.begin(operation=operation) as session:
        if draft is None:
            application = _new(session, desk, typed.type_code, typed.channel, typed.visit_id, None)
        else:
            application = _mine(session, draft)
        if typed.workers is not None:
            _list(session, application, typed.workers)
        saved = _saved(session, application, typed.values)
        operation.result = asdict(saved)
        return saved


def replace_workers(desk: Desk, application_id: int, rows: Sequence[WorkerEntry]) -> None:
    """Keep the list of workers as it is now."""
    with desk.begin() as session:
        application = session.get(Application, application_id)
        if application is None:
            raise NotAllowed("workers")
        _list(session, application, rows)


def _new(
    session: Session,
    desk: Desk,
    type_code: str,
    channel: Channel,
    visit_id: int | None,
    point_id: int | None,
) -> Application:
    version_id, rules = version_in_force(session, type_code, desk.now())
    application = Application(
        service_point_id=point_id or desk.point.id,
        type_code=rules.code,
        type_version_id=version_id,
        channel=channel,
    )
    session.add(application)
    session.flush()
    if visit_id is not None:
        visit = session.get(Visit, visit_id)
        if visit is None:
            raise BookingNotFound
        visit.application_id = application.id
    session.refresh(application, ["number"])
    return application


def _saved(session: Session, application: Application, values: Mapping[str, str]) -> Draft:
    name, nik = applicant_of(values)
    application.fields = dict(values)
    application.applicant_name, application.applicant_nik = name, nik
    session.flush()
    return Draft(application.id, application.number, application.version)


def _list(session: Session, application: Application, rows: Sequence[WorkerEntry]) -> None:
    session.execute(
        text("SELECT loket.keep_workers(:id, CAST(:list AS jsonb))"),
        {"id": application.id, "list": json.dumps([asdict(row) for row in rows])},
    )


def attach_scan(
    desk: Desk,
    application_id: int,
    document_code: str,
    name: str,
    data: bytes,
    pages: int,
    measures: Sequence[PageMeasure] = (),
) -> int:
    """Keep a file that has been looked at already (kind, size, pages, measures) and return the scan's id.

    A scan of the same document that nobody has judged yet makes way for it; a refused one is superseded by
    the database and stays readable.
    """
    with desk.begin() as session:
        application = session.get(Application, application_id)
        if application is None:
            raise NotAllowed("scan")
        session.execute(
            delete(Scan).where(
                Scan.application_id == application_id,
                Scan.document_code == document_code,
                Scan.verdict == Verdict.PENDING,
            )
        )
        scan = Scan(document_code=document_code, file_name=name, pages=pages)
        return keep_scan(session, application, scan, data, measures)


def keep_scan(
    session: Session, application: Application, scan: Scan, data: bytes, measures: Sequence[PageMeasure]
) -> int:
    """Keep the bytes of a new scan of this application and what was measured of them; returns its id."""
    scan.application_id, scan.service_point_id = application.id, application.service_point_id
    scan.sha256, scan.size = session.scalar(select(func.loket.keep_scan(data))) or "", len(data)
    session.add(scan)
    session.flush()
    keep_measures(session, scan.id, measures)
    return scan.id


def remove_scan(desk: Desk, scan_id: int) -> None:
    """Take a wrongly attached file out of a draft; the journal remembers that it was there."""
    with desk.begin() as session:
        session.execute(delete(Scan).where(Scan.id == scan_id))


def submit(desk: Desk, draft: Draft, values: Mapping[str, str]) -> Receipt:
    """Save, check against the catalogue and hand in for review, under the rules in force at this moment.

    Raises RulesChanged when the draft was begun under other rules (`renew` brings it to those of today),
    TypeNotOpen, BadFields with a sentence for each field, MissingDocument; the database refuses with
    DuplicateApplication (the same person has an open case of the same type; a firm may file several lists).
    """
    announce(desk, "application", draft.id, CHECK_PURPOSE)
    with desk.begin() as session:
        application = _mine(session, draft)
        rules = _rules_to_file_under(session, desk, application)
        today = desk.today()
        faults = lettering.entry_faults(rules, values) | check(rules, values, today)
        workers = _workers(session, application.id)
        if rules.workers is not None:
            faults |= worker_faults(rules.workers, workers, today)
        if faults:
            raise BadFields(faults)
        attached = tuple(
            session.scalars(
                select(Scan.document_code)
                .where(
                    Scan.application_id == application.id,
                    Scan.worker_id.is_(None),
                    Scan.superseded.is_(False),
                    Scan.verdict != Verdict.REFUSED,
                )
                .order_by(Scan.id)
            )
        )
        missing = [d.code for d in missing_documents(rules, values, attached)]
        if missing:
            raise MissingDocument(tuple(missing))
        name, nik = applicant_of(values)
        application.fields = dict(values)
        application.applicant_name, application.applicant_nik = name, nik
        application.submit()
        session.flush()
        session.refresh(application, ["submitted_at", "track_code"])
        return Receipt(
            application.id,
            application.number,
            application.track_code,
            application.submitted_at or desk.now(),
            attached,
        )


def renew(desk: Desk, application_id: int) -> None:
    """Bring a draft to the rules in force now; what was typed stays. TypeNotOpen when there are none.

    A case is filed on the day it is handed in, so a draft follows the law until then and never after.
    """
    with desk.begin() as session:
        session.execute(text("SELECT loket.renew_rules(:id)"), {"id": application_id})


def may_withdraw(desk: Desk, stage: CaseStage) -> bool:
    """Tell whether this officer may end a case in that stage at the applicant's wish."""
    return CASE.offers(stage, "withdraw", desk.roles)


def withdraw(desk: Desk, application_id: int, reason: str) -> None:
    """End a case at the applicant's wish, until it is decided; ReasonNeeded once it has been handed in."""
    desk.require(Role.OFFICER)
    with desk.begin(reason) as session:
        application = session.get(Application, application_id)
        if application is None:
            raise NotAllowed("withdraw")
        application.withdraw()


def applicant_of(values: Mapping[str, str]) -> tuple[str, str]:
    """Return the name under which the case is listed and the NIK of who answers for it."""
    name = values.get("company_name") or values.get("name") or ""
    nik = values.get("contact_nik") or values.get("nik") or ""
    return name.strip(), nik.strip()


def worker_faults(spec: WorkerListSpec, rows: Sequence[Mapping[str, Any]], today: date) -> dict[str, str]:
    """Return what is wrong with a worker list under the key `workers`, or nothing."""
    if not spec.min <= len(rows) <= spec.max:
        return {
            "workers": f"Daftar pekerja harus berisi {spec.min} sampai {spec.max} orang; sekarang {len(rows)}."
        }
    found = [*check_workers(spec, rows, today), *lettering.worker_faults(rows)]
    if found:
        row, _column, sentence = found[0]
        more = f" (dan {len(found) - 1} lainnya)" if len(found) > 1 else ""
        return {"workers": f"Baris {row}: {sentence}{more}"}
    return {}


def _rules_to_file_under(session: Session, desk: Desk, application: Application) -> PermitTypeRules:
    """The rules in force for a draft, those of its first filing for a case that came back."""
    if application.stage != CaseStage.DRAFT:
        return rules_of(session, application)
    version_id, rules = version_in_force(session, application.type_code, desk.now())
    if application.type_version_id != version_id:
        raise RulesChanged(rules.short_title, rules.version)
    return rules


def _workers(session: Session, application_id: int) -> list[dict[str, str]]:
    opened = session.scalar(text("SELECT loket.open_file(:id)"), {"id": application_id})
    return list((opened or {}).get("workers", []))


def _mine(session: Session, draft: Draft) -> Application:
    application = session.get(Application, draft.id)
    if application is None:
        raise NotAllowed("draft")
    if application.version != draft.version:
        raise ChangedByOther
    return application
