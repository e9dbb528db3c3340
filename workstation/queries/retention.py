"""What the retention page shows: periods with what is due, runs with their things."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, text

from workstation.desk import Desk
from workstation.models.person import Destruction, DestructionItem
from workstation.models.place import ServicePoint
from workstation.vocabulary import RetentionKind

MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """How long one kind is kept, and how much of it is due: more than `most` is told as `most` + 1."""

    id: RetentionKind
    days: int
    is_proposal: bool
    due: int
    most: int


@dataclass(frozen=True, slots=True)
class DestructionRow:
    """One run; `number` and `done` stand once it was approved by `ended_by`."""

    id: int
    number: str
    reason: str
    point: str
    proposed_by: int
    proposer: str
    proposed_at: datetime
    approver: str
    ended_at: datetime | None
    is_done: bool
    listed: int
    done: int


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One thing of a run: a visit's code, a case's number, or a masked NIK."""

    id: str
    kind: RetentionKind
    label: str
    point: str
    ended_at: datetime
    is_done: bool


def periods(desk: Desk) -> tuple[PeriodRow, ...]:
    """List every kind with its days and what is due of it."""
    order = {str(kind): place for place, kind in enumerate(RetentionKind)}
    with desk.read() as session:
        rows = session.execute(text("SELECT * FROM loket.due_for_destruction()"))
        found = [
            PeriodRow(RetentionKind(row.code), row.days, row.is_proposal, row.due, row.most) for row in rows
        ]
    return tuple(sorted(found, key=lambda row: order[row.id]))


def destructions(desk: Desk) -> tuple[DestructionRow, ...]:
    """List the runs of the whole city, the open ones first, then the latest; at most 200."""
    counted = (
        select(
            DestructionItem.destruction_id,
            func.count().label("listed"),
            func.count().filter(DestructionItem.is_done).label("done"),
        )
        .group_by(DestructionItem.destruction_id)
        .subquery()
    )
    question = (
        select(
            Destruction.id,
            func.coalesce(Destruction.number, ""),
            Destruction.reason,
            ServicePoint.name,
            Destruction.proposed_by,
            func.coalesce(func.loket.officer_name(Destruction.proposed_by), ""),
            Destruction.proposed_at,
            func.coalesce(func.loket.officer_name(Destruction.ended_by), ""),
            Destruction.ended_at,
            Destruction.is_done,
            func.coalesce(counted.c.listed, 0),
            func.coalesce(counted.c.done, 0),
        )
        .join(ServicePoint, ServicePoint.id == Destruction.service_point_id)
        .outerjoin(counted, counted.c.destruction_id == Destruction.id)
        .order_by(Destruction.ended_at.desc().nulls_first(), Destruction.id.desc())
        .limit(MOST_ROWS)
    )
    with desk.read() as session:
        return tuple(DestructionRow(*row) for row in session.execute(question))


def items(desk: Desk, destruction_id: int) -> tuple[ItemRow, ...]:
    """List the things of one run by kind and age."""
    question = (
        select(DestructionItem, ServicePoint.name)
        .join(ServicePoint, ServicePoint.id == DestructionItem.service_point_id)
        .where(DestructionItem.destruction_id == destruction_id)
        .order_by(DestructionItem.code, DestructionItem.ended_at, DestructionItem.thing_id)
    )
    with desk.read() as session:
        return tuple(
            ItemRow(
                f"{item.code}-{item.thing_id}",
                RetentionKind(item.code),
                item.label,
                point,
                item.ended_at,
                item.is_done,
            )
            for item, point in session.execute(question)
        )
