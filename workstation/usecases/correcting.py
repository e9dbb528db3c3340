"""Take back the last step within its minutes, correct its time within the hour, take a case over with a reason."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, text

from workstation.desk import Desk
from workstation.errors import NotAllowed
from workstation.models.application import Application
from workstation.models.law import StageInterval
from workstation.models.officer import Officer
from workstation.models.visit import Visit
from workstation.models.waiting import Takeover
from workstation.vocabulary import CaseStage, VisitStage

_UNDO = text("SELECT loket.undo_last_step(:machine, :id)")


@dataclass(frozen=True, slots=True)
class TakenOver:
    """A case that a colleague took out of this officer's hands."""

    id: int
    application_id: int
    number: str
    by: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back: the thing's id, what people call it, and the stage it is in again."""

    id: int
    name: str
    stage: VisitStage | CaseStage


def undo_last(desk: Desk, machine: str) -> Undone:
    """Take back this officer's last step of the hall ("visit") or of the review ("case"); UndoTooLate, NotAllowed."""
    with desk.begin("diurungkan") as session:
        last = session.scalar(
            select(StageInterval.thing_id)
            .where(
                StageInterval.machine == machine,
                StageInterval.officer_id == desk.officer.id,
                StageInterval.service_point_id == desk.point.id,
                StageInterval.to_at.is_(None),
            )
            .order_by(StageInterval.id.desc())
            .limit(1)
        )
        if last is None:
            raise NotAllowed("undo")
        session.execute(_UNDO, {"machine": machine, "id": last})
        if machine == "visit":
            visit = session.get(Visit, last)
            if visit is None:
                raise NotAllowed("undo")
            return Undone(last, visit.ticket or visit.code, VisitStage(visit.stage))
        case = session.get(Application, last)
        if case is None:
            raise NotAllowed("undo")
        return Undone(last, case.number, CaseStage(case.stage))


def back_date(desk: Desk, visit_id: int, at: datetime, reason: str) -> None:
    """Give the last step of a visit its true time: within the hour, not before the step before; BadTime."""
    with desk.begin(reason) as session:
        session.execute(text("SELECT loket.back_date(:id, :at)"), {"id": visit_id, "at": at})


def unseen_takeovers(desk: Desk) -> tuple[TakenOver, ...]:
    """Return the cases that colleagues took from this officer and that he has not been told of."""
    with desk.read() as session:
        rows = session.execute(
            select(
                Takeover.id,
                Takeover.application_id,
                Application.number,
                Officer.name.label("by"),
                Takeover.reason,
                Takeover.at,
            )
            .join(Application, Application.id == Takeover.application_id)
            .join(Officer, Officer.id == Takeover.to_officer_id)
            .where(Takeover.from_officer_id == desk.officer.id, Takeover.seen_at.is_(None))
            .order_by(Takeover.at)
        )
        return tuple(TakenOver(*row) for row in rows)


def acknowledge_takeover(desk: Desk, takeover_id: int) -> None:
    """Note that the former owner has been told."""
    with desk.begin() as session:
        found = session.get(Takeover, takeover_id)
        if found is not None:
            found.seen_at = desk.now()  # the database writes its own moment
