"""What arrives from outside: bookings and applications of portals, kept once however often they are sent."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from workstation import identity
from workstation.catalogue.rules import PermitTypeRules
from workstation.desk import Desk
from workstation.errors import BadFields, ChangedByOther, TooLarge
from workstation.imaging.measuring import PageMeasure
from workstation.models.application import Application, Worker
from workstation.models.catalogue import PermitType
from workstation.models.law import IntakeReceipt
from workstation.models.place import Service, ServicePoint
from workstation.models.visit import HealthDeclaration, Visit
from workstation.usecases import intake
from workstation.usecases.intake import WorkerEntry
from workstation.usecases.row_papers import attach_row_scan
from workstation.usecases.together import together
from workstation.vocabulary import Channel, Priority, Role
from workstation.worktime import WIB

DAYS_AHEAD = 60
Answer = TypeVar("Answer", "BookingAnswer", "ApplicationAnswer")


@dataclass(frozen=True, slots=True)
class BookingWish:
    """A place in a queue that somebody asks for; `point` and `service` are codes, `planned_at` is aware."""

    external_id: str
    point: str
    service: str
    name: str
    planned_at: datetime
    nik: str = ""
    phone: str = ""
    priority: Priority = Priority.NONE
    healthy: bool | None = None
    channel: Channel = Channel.ONLINE


@dataclass(frozen=True, slots=True)
class BookingAnswer:
    """What the sender tells the citizen; `repeated` says that the same wish had been kept before."""

    code: str
    planned_at: datetime
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class ArrivedScan:
    """A file that has been looked at already: its kind (MIME type) and pages are known; `row`: whose, from 1."""

    document: str
    name: str
    data: bytes
    pages: int
    media: str
    measures: tuple[PageMeasure, ...] = ()
    row: int | None = None


@dataclass(frozen=True, slots=True)
class ApplicationWish:
    """An application as a portal hands it over."""

    external_id: str
    point: str
    permit_type: str
    fields: Mapping[str, str]
    workers: Sequence[WorkerEntry] = ()
    scans: Sequence[ArrivedScan] = ()


@dataclass(frozen=True, slots=True)
class ApplicationAnswer:
    """Number and tracking code; `repeated` says that the same wish had been kept before."""

    number: str
    track_code: str
    submitted_at: datetime
    repeated: bool = False


def book(desk: Desk, source: str, wish: BookingWish) -> BookingAnswer:
    """Keep a booking; raises BadFields by field, QuotaFull, HallFull (no room in that hour)."""
    desk.require(Role.SERVICE)
    return _once(lambda: _book(desk, source, wish))


def file_application(desk: Desk, source: str, wish: ApplicationWish) -> ApplicationAnswer:
    """Keep and submit an application with its papers, or nothing of it.

    Raises what `intake.submit` raises, TypeNotOpen, BadFields for an unknown place, type or paper, TooLarge.
    """
    desk.require(Role.SERVICE)
    return _once(lambda: _file(desk, source, wish))


def _once(keep: Callable[[], Answer]) -> Answer:
    """Try again when the same wish is being kept at this moment: the second try finds its receipt."""
    try:
        return keep()
    except ChangedByOther:
        return keep()


def _book(desk: Desk, source: str, wish: BookingWish) -> BookingAnswer:
    with desk.begin() as session:
        known = session.execute(
            select(Visit.code, Visit.planned_at)
            .join(IntakeReceipt, IntakeReceipt.visit_id == Visit.id)
            .where(IntakeReceipt.source == source, IntakeReceipt.external_id == wish.external_id)
        ).one_or_none()
        if known is not None:
            return BookingAnswer(known.code, known.planned_at, repeated=True)
        service_id, point_id = _place(session, desk, wish)
        visit = Visit(
            service_point_id=point_id,
            service_id=service_id,
            name=wish.name.strip(),
            nik=wish.nik or None,
            phone=wish.phone or None,
            planned_at=wish.planned_at,
            channel=wish.channel,
            priority=wish.priority,
        )
        session.add(visit)
        session.flush()
        if wish.healthy is not None:
            session.add(HealthDeclaration(visit_id=visit.id, service_point_id=point_id, healthy=wish.healthy))
        session.add(IntakeReceipt(source=source, external_id=wish.external_id, visit_id=visit.id))
        session.flush()
        session.refresh(visit, ["code"])
        return BookingAnswer(visit.code, visit.planned_at)


def _place(session: Session, desk: Desk, wish: BookingWish) -> tuple[int, int]:
    """Return service and point, or say every fault of the wish at once."""
    faults = _booking_faults(desk, wish)
    found = session.execute(
        select(Service.id, Service.service_point_id)
        .join(ServicePoint, ServicePoint.id == Service.service_point_id)
        .where(ServicePoint.code == wish.point, Service.code == wish.service)
    ).one_or_none()
    if found is None:
        faults["service"] = "Layanan ini tidak ada di titik layanan itu."
    if faults or found is None:
        raise BadFields(faults)
    return found.id, found.service_point_id


def _booking_faults(desk: Desk, wish: BookingWish) -> dict[str, str]:
    today, day = desk.today(), wish.planned_at.astimezone(WIB).date()
    faults: dict[str, str] = {}
    if not 1 <= len(wish.name.strip()) <= 100:
        faults["name"] = "Nama wajib diisi, paling panjang 100 huruf."
    if not today <= day <= today + timedelta(days=DAYS_AHEAD):
        faults["planned_at"] = f"Waktu harus antara hari ini dan {DAYS_AHEAD} hari ke depan."
    if wish.nik and (wrong := identity.check_nik(wish.nik, today).faults):
        faults["nik"] = wrong[0]
    if wish.phone and (fault := identity.phone_fault(wish.phone)):
        faults["phone"] = fault
    return faults


def _file(desk: Desk, source: str, wish: ApplicationWish) -> ApplicationAnswer:
    with together(desk) as whole, whole.begin() as session:
        known = session.execute(
            select(Application.number, Application.track_code, Application.submitted_at)
            .join(IntakeReceipt, IntakeReceipt.application_id == Application.id)
            .where(IntakeReceipt.source == source, IntakeReceipt.external_id == wish.external_id)
        ).one_or_none()
        if known is not None:
            return ApplicationAnswer(known.number, known.track_code, known.submitted_at, repeated=True)
        point_id, rules = _desk_of(session, whole, wish)
        _demand_papers(rules, wish)
        draft = intake.start_draft(whole, wish.permit_type, Channel.ONLINE, point_id=point_id)
        if wish.workers:
            intake.replace_workers(whole, draft.id, wish.workers)
        _attach(whole, session, draft.id, wish.scans)
        kept = intake.submit(whole, draft, wish.fields)
        session.add(IntakeReceipt(source=source, external_id=wish.external_id, application_id=draft.id))
        session.flush()
        return ApplicationAnswer(kept.number, kept.track_code, kept.submitted_at)


def _desk_of(session: Session, desk: Desk, wish: ApplicationWish) -> tuple[int, PermitTypeRules]:
    """Return the point and the rules in force; BadFields for a place or a type that nobody knows."""
    point_id = session.scalar(select(ServicePoint.id).where(ServicePoint.code == wish.point))
    faults: dict[str, str] = {}
    if point_id is None:
        faults["point"] = "Titik layanan ini tidak dikenal."
    if session.scalar(select(PermitType.code).where(PermitType.code == wish.permit_type)) is None:
        faults["permit_type"] = "Jenis izin ini tidak dikenal."
    if faults or point_id is None:
        raise BadFields(faults)
    _, rules = intake.version_in_force(session, wish.permit_type, desk.now())
    return point_id, rules


def _attach(desk: Desk, session: Session, application_id: int, scans: Sequence[ArrivedScan]) -> None:
    """Keep the files, those of a person of the list beside his row."""
    found = select(Worker.seq, Worker.id).where(Worker.application_id == application_id)
    persons = {row.seq: row.id for row in session.execute(found)}
    for scan in scans:
        file = (scan.document, scan.name, scan.data, scan.pages, scan.measures)
        if scan.row is None:
            intake.attach_scan(desk, application_id, *file)
        else:
            attach_row_scan(desk, application_id, persons[scan.row], *file)


def _demand_papers(rules: PermitTypeRules, wish: ApplicationWish) -> None:
    """Refuse papers that the permit type does not ask for, of another kind or over its limit, or of nobody's."""
    of_case = {document.code: document for document in rules.documents}
    of_rows = {document.code: document for document in rules.workers.documents} if rules.workers else {}
    faults: dict[str, str] = {}
    for scan in wish.scans:
        document = (of_case if scan.row is None else of_rows).get(scan.document)
        key = f"documents.{scan.document}" + (f".{scan.row}" if scan.row is not None else "")
        if scan.row is None and scan.document in of_rows:
            faults[key] = "Sebutkan baris pekerjanya (row)."
        elif document is None:
            faults[key] = "Jenis izin ini tidak meminta dokumen itu."
        elif scan.row is not None and scan.row > len(wish.workers):
            faults[key] = "Baris itu tidak ada dalam daftar pekerja."
        elif scan.media not in document.media:
            faults[key] = "Jenis berkas harus " + ", ".join(document.media) + "."
        elif len(scan.data) > document.max_bytes:
            raise TooLarge(scan.name, len(scan.data), document.max_bytes)
    if faults:
        raise BadFields(faults)
