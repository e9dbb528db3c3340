"""The register of the persons' desk: requests by the time that is left, freezes and holds in force."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, or_, select, text
from sqlalchemy.orm import Session

from workstation.desk import Desk
from workstation.models.person import DataRequest, DataSubject, Restraint
from workstation.models.place import ServicePoint
from workstation.vocabulary import Channel, RequestGround, RequestKind, RequestState, RestraintKind

MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One request; overdue is what is open after `due_at`."""

    id: int
    subject_id: int
    nik_masked: str
    name: str
    kind: RequestKind
    channel: Channel
    details: str
    received_at: datetime
    due_at: datetime
    state: RequestState
    ground: RequestGround | None
    answer: str
    answered_at: datetime | None
    entered_by: str
    point: str
    is_frozen: bool


@dataclass(frozen=True, slots=True)
class RequestList:
    """The register at the office's moment `at`: open requests by the time that is left, then the latest answers."""

    at: datetime
    rows: tuple[RequestRow, ...]

    @property
    def overdue(self) -> int:
        """Count what should have been answered already."""
        return sum(row.state is RequestState.OPEN and row.due_at < self.at for row in self.rows)


@dataclass(frozen=True, slots=True)
class RestraintRow:
    """A freeze or a hold in force, on a person (then `number` is empty) or on a case."""

    id: int
    kind: RestraintKind
    subject_id: int | None
    nik_masked: str
    application_id: int | None
    reason: str
    since: datetime
    officer: str


def requests(desk: Desk) -> RequestList:
    """List the register of the whole city: open ones by time left, then the latest answered; at most 500."""
    is_open = DataRequest.state == RequestState.OPEN
    freeze = (
        select(Restraint.id)
        .where(
            Restraint.subject_id == DataRequest.subject_id,
            Restraint.kind == RestraintKind.FREEZE,
            Restraint.to_at.is_(None),
        )
        .exists()
    )
    officer_name = func.loket.officer_name(DataRequest.entered_by)
    question = (
        select(
            DataRequest,
            DataSubject.nik_masked,
            func.coalesce(officer_name, ""),
            ServicePoint.name,
            freeze,
        )
        .join(DataSubject, DataSubject.id == DataRequest.subject_id)
        .join(ServicePoint, ServicePoint.id == DataRequest.service_point_id)
        .order_by(
            case((is_open, 0), else_=1),
            case((is_open, DataRequest.due_at)),
            DataRequest.answered_at.desc(),
            DataRequest.id,
        )
        .limit(MOST_ROWS)
    )
    with desk.read() as session:
        at: datetime = session.scalars(select(func.loket.moment())).one()
        return RequestList(at, tuple(_request(*row) for row in session.execute(question)))


def _request(found: DataRequest, nik_masked: str, officer: str, point: str, is_frozen: bool) -> RequestRow:
    return RequestRow(
        found.id,
        found.subject_id,
        nik_masked,
        found.subject_name,
        RequestKind(found.kind),
        Channel(found.channel),
        found.details,
        found.received_at,
        found.due_at,
        RequestState(found.state),
        RequestGround(found.ground) if found.ground else None,
        found.answer,
        found.answered_at,
        officer,
        point,
        is_frozen,
    )


def restraints(desk: Desk) -> tuple[RestraintRow, ...]:
    """List freezes and holds in force, the latest first; at most 500."""
    with desk.read() as session:
        return _restraints(session, Restraint.to_at.is_(None))


def restraints_on(desk: Desk, subject_id: int) -> tuple[RestraintRow, ...]:
    """List what is in force on an announced person, and on each of his cases."""
    with desk.read() as session:
        cases = session.scalars(
            text("SELECT DISTINCT application_id FROM loket.person_holdings(:id)"), {"id": subject_id}
        )
        known = [case for case in cases if case is not None]
        concerns = or_(Restraint.subject_id == subject_id, Restraint.application_id.in_(known))
        return _restraints(session, and_(Restraint.to_at.is_(None), concerns))


def _restraints(session: Session, condition: ColumnElement[bool]) -> tuple[RestraintRow, ...]:
    question = (
        select(
            Restraint.id,
            Restraint.kind,
            Restraint.subject_id,
            func.coalesce(DataSubject.nik_masked, ""),
            Restraint.application_id,
            Restraint.reason,
            Restraint.from_at,
            func.coalesce(func.loket.officer_name(Restraint.from_by), ""),
        )
        .outerjoin(DataSubject, DataSubject.id == Restraint.subject_id)
        .where(condition)
        .order_by(Restraint.from_at.desc(), Restraint.id.desc())
        .limit(MOST_ROWS)
    )
    return tuple(RestraintRow(row[0], RestraintKind(row[1]), *row[2:]) for row in session.execute(question))


def masked_card(desk: Desk, subject_id: int) -> str:
    """Give the masked number of a person's card."""
    with desk.read() as session:
        return session.scalar(select(DataSubject.nik_masked).where(DataSubject.id == subject_id)) or ""
