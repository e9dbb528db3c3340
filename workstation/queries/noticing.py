"""Pages in numbers and the hints that this officer has waved away."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from workstation.desk import Desk
from workstation.imaging.measuring import PageMeasure
from workstation.models.noticing import HintWave, ScanPage

Measures = dict[int, tuple[PageMeasure, ...]]


def measures_of(session: Session, application_id: int) -> Measures:
    """Return the measured pages of a case by scan; without their likeness, which the database keeps to itself."""
    found = session.execute(
        select(
            ScanPage.scan_id,
            ScanPage.page,
            ScanPage.edge,
            ScanPage.kept,
            ScanPage.paper,
            ScanPage.ink,
            ScanPage.side,
        )
        .where(ScanPage.application_id == application_id)
        .order_by(ScanPage.scan_id, ScanPage.page)
    )
    pages: Measures = {}
    for row in found:
        one = PageMeasure(row.page, "", "", row.edge, row.kept, row.paper, row.ink, row.side)
        pages[row.scan_id] = (*pages.get(row.scan_id, ()), one)
    return pages


def noticed(desk: Desk, application_id: int) -> tuple[Measures, frozenset[str]]:
    """Return the measured pages of a case and the hints that this officer has waved away in it."""
    with desk.read() as session:
        waved = session.scalars(
            select(HintWave.hint).where(
                HintWave.application_id == application_id, HintWave.officer_id == desk.officer.id
            )
        )
        return measures_of(session, application_id), frozenset(waved)
