"""Decide the persons of a list one by one or many at once, under the lease of the case."""

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from workstation.desk import Desk
from workstation.errors import ReasonNeeded
from workstation.models.decision import WorkerDecision
from workstation.models.noticing import WorkerGlance
from workstation.usecases.lettering import require_printable
from workstation.usecases.reviewing import Reason
from workstation.vocabulary import Mark, PersonVerdict


def glance(desk: Desk, application_id: int, worker_ids: Sequence[int]) -> int:
    """Keep that these persons of a list were on this officer's screen; without it he approves ten of them at most."""
    rows = [
        {
            "worker_id": worker_id,
            "officer_id": desk.officer.id,
            "application_id": application_id,
            "service_point_id": desk.point.id,
        }
        for worker_id in worker_ids
    ]
    if rows:
        with desk.begin() as session:
            session.execute(insert(WorkerGlance).values(rows).on_conflict_do_nothing())
    return len(rows)


def decide_workers(
    desk: Desk,
    application_id: int,
    worker_ids: Sequence[int],
    verdict: PersonVerdict | None,
    reason: Reason | None = None,
    mark: Mark | None = None,
) -> int:
    """Keep the word on these persons of one list, or take it back with None; returns how many there were.

    Returning or refusing a person needs a coded reason, which his letter bears. `mark`: how these rows compare with
    their own papers; who has papers is approved only with SAME (UncomparedPersons), who lacks one that is asked for
    not at all (MissingPersonPapers). UnseenPersons when more than ten would be approved whom this officer never had
    on his screen.
    """
    if verdict in (PersonVerdict.RETURN, PersonVerdict.REFUSE) and reason is None:
        raise ReasonNeeded
    if not worker_ids:
        return 0
    with desk.begin() as session:
        if verdict is None:
            session.execute(delete(WorkerDecision).where(WorkerDecision.worker_id.in_(worker_ids)))
            return len(worker_ids)
        said = reason or Reason("", "")
        require_printable((said.text,))
        words = {
            "mark": mark,
            "code": said.code,
            "text": said.text,
            "legal_basis": said.legal_basis,
            "remedy": said.remedy,
        }
        rows = [
            {"worker_id": worker_id, "application_id": application_id, "service_point_id": desk.point.id}
            for worker_id in worker_ids
        ]
        statement = insert(WorkerDecision).values([{**row, "verdict": verdict, **words} for row in rows])
        session.execute(
            statement.on_conflict_do_update(index_elements=["worker_id"], set_={"verdict": verdict, **words})
        )
        return len(rows)
