"""What reviewers left on the pages of a case: marks, and how a page is straightened and cropped."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from workstation.models.application import Scan
from workstation.models.officer import Officer
from workstation.models.page import PageFinding, PageView
from workstation.places_on_page import Region


@dataclass(frozen=True, slots=True)
class FindingRow:
    """What is wrong at one place; `part` names it or is "", `superseded`: its paper was replaced since."""

    id: int
    scan_id: int
    document_code: str
    superseded: bool
    region: Region
    part: str
    code: str
    text: str
    legal_basis: str
    remedy: str
    officer: str


@dataclass(frozen=True, slots=True)
class ShapeRow:
    """How a page is shown: turned clockwise by `angle` degrees, and which part of it (None: all)."""

    angle: float
    crop: Region | None


def page_findings(session: Session, application_id: int) -> tuple[FindingRow, ...]:
    """Give the marks of a case in the order in which they were made."""
    found = session.execute(
        select(PageFinding, Scan.document_code, Scan.superseded, Officer.name)
        .join(Scan, Scan.id == PageFinding.scan_id)
        .outerjoin(Officer, Officer.id == PageFinding.officer_id)
        .where(PageFinding.application_id == application_id)
        .order_by(PageFinding.id)
    )
    return tuple(
        FindingRow(
            one.id,
            one.scan_id,
            code,
            superseded,
            one.region,
            one.part,
            one.code,
            one.text,
            one.legal_basis,
            one.remedy,
            officer or "",
        )
        for one, code, superseded, officer in found
    )


def page_shapes(session: Session, application_id: int) -> dict[tuple[int, int], ShapeRow]:
    """Give how the pages of a case are shown, by scan and page; those shown as they are may be missing."""
    found = session.scalars(select(PageView).where(PageView.application_id == application_id))
    return {(one.scan_id, one.page): ShapeRow(one.angle, _crop(one)) for one in found}


def _crop(view: PageView) -> Region | None:
    if view.from_left is None or view.from_top is None or view.width is None or view.height is None:
        return None
    return Region(view.page, view.from_left, view.from_top, view.width, view.height)
