"""Look before signing: the database draws a random sample of what is marked, and notes what was really seen."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text

from workstation.desk import Desk
from workstation.vocabulary import Role

PURPOSE = "pemeriksaan sebelum keputusan"


@dataclass(frozen=True, slots=True)
class Sampled:
    """A case that must be seen: `id` is the application's; `is_seen` by this officer in this `version` already."""

    id: int
    version: int
    is_seen: bool


def draw_sample(desk: Desk, application_ids: Sequence[int]) -> tuple[Sampled, ...]:
    """Draw from these proposed cases and return what must be seen, oldest first.

    Empty where the office draws none. Cases that lie whole in a drawing of the last twelve hours are not drawn anew.
    Until all of them are seen, nothing of the batch can be decided: SampleUnseen.
    """
    desk.require(Role.SUPERVISOR)
    with desk.begin() as session:
        rows = session.execute(
            text("SELECT * FROM loket.draw_sample(CAST(:ids AS bigint[])) ORDER BY case_id"),
            {"ids": list(application_ids)},
        )
        return tuple(Sampled(row.case_id, row.version, row.is_seen) for row in rows)


def see_case(desk: Desk, application_id: int, version: int) -> None:
    """Note that the officer has looked at this version of a case, whose reading was announced a moment ago.

    ChangedByOther when it was decided or sent back meanwhile, ReasonNeeded when nobody opened it.
    """
    desk.require(Role.SUPERVISOR)
    with desk.begin() as session:
        session.execute(
            text("SELECT loket.see_case(:id, :version)"), {"id": application_id, "version": version}
        )
