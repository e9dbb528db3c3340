"""The papers of the cases that an officer will have on the desk next, as far as he holds them already."""

from sqlalchemy import func, select

from workstation.desk import Desk
from workstation.models.application import Application
from workstation.queries.casefile import ScanRow, case_file
from workstation.vocabulary import IN_REVIEW

MOST_CASES = 2


def next_scans(desk: Desk, but: int) -> tuple[ScanRow, ...]:
    """Give the scans of the next two cases in this officer's hands, in the order of `take_next`, without case `but`.

    Cases that nobody holds are left out: whoever works beside him may take them, and a citizen's papers are not
    read for an officer who never has the case.
    """
    with desk.read() as session:
        held = session.scalars(
            select(Application.id)
            .where(
                Application.service_point_id == desk.point.id,
                Application.stage.in_(IN_REVIEW),
                Application.owner_id == desk.officer.id,
                Application.lease_until > func.loket.moment(),
                Application.id != but,
            )
            .order_by(Application.due_at.asc().nulls_last(), Application.submitted_at, Application.id)
            .limit(MOST_CASES)
        ).all()
    return tuple(scan for case in held for scan in case_file(desk, case).scans if not scan.superseded)
