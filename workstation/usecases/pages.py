"""Marks on pages, and how pages are shown to whoever opens the case next."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from workstation.desk import Desk
from workstation.errors import ReasonNeeded
from workstation.models.application import Scan
from workstation.models.page import PageFinding, PageView
from workstation.places_on_page import Region
from workstation.usecases.lettering import require_printable
from workstation.usecases.reasons import REMARK, Marked, Reason

REMEDY = "Perbaiki bagian ini pada dokumen, lalu lampirkan dokumen yang baru."


def note_findings(
    desk: Desk, application_id: int, scan_id: int, region: Region, reasons: Sequence[Reason], words: str = ""
) -> None:
    """Mark a place on a page: `words` name the part beside coded reasons, and are the remark without one.

    ReasonNeeded when neither is there, UnprintableText for foreign letters; only who holds the case may.
    """
    said = words.strip()
    if not reasons:
        if len(said) < 3:
            raise ReasonNeeded
        reasons, said = [Reason(REMARK, said, remedy=REMEDY)], ""
    require_printable((said, *(reason.text for reason in reasons)))
    with desk.begin() as session:
        session.add_all(
            PageFinding(
                application_id=application_id,
                service_point_id=desk.point.id,
                scan_id=scan_id,
                **_columns(region),
                part=said,
                code=reason.code,
                text=reason.text,
                legal_basis=reason.legal_basis,
                remedy=reason.remedy,
            )
            for reason in reasons
        )


def drop_finding(desk: Desk, finding_id: int) -> None:
    """Take a mark off its page; one that is gone already changes nothing."""
    with desk.begin() as session:
        session.execute(delete(PageFinding).where(PageFinding.id == finding_id))


def shape_page(
    desk: Desk, application_id: int, scan_id: int, page: int, *, angle: float, crop: Region | None
) -> None:
    """Keep how a page is straightened (degrees clockwise, at most 12) and cropped (None: all of it)."""
    frame = dict.fromkeys(("from_left", "from_top", "width", "height")) if crop is None else _columns(crop)
    shape = {"angle": angle, **{name: value for name, value in frame.items() if name != "page"}}
    with desk.begin() as session:
        session.execute(
            insert(PageView)
            .values(
                scan_id=scan_id,
                page=page,
                application_id=application_id,
                service_point_id=desk.point.id,
                **shape,
            )
            .on_conflict_do_update(index_elements=["scan_id", "page"], set_=shape)
        )


def marks_of(session: Session, application_id: int) -> tuple[Marked, ...]:
    """Give what is marked on the pages of a case; on a paper that was replaced it asks for nothing any more."""
    found = session.execute(
        select(PageFinding, Scan.document_code)
        .join(Scan, Scan.id == PageFinding.scan_id)
        .where(PageFinding.application_id == application_id, Scan.superseded.is_(False))
        .order_by(PageFinding.id)
    )
    return tuple(
        Marked(
            document,
            one.region,
            one.part,
            one.code,
            one.text,
            one.legal_basis,
            one.remedy,
        )
        for one, document in found
    )


def _columns(region: Region) -> dict[str, float | int]:
    return {
        "page": region.page,
        "from_left": region.left,
        "from_top": region.top,
        "width": region.width,
        "height": region.height,
    }
