"""Where the fields of a case stand on its papers, as reviewers tied them."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from workstation.models.application import Scan
from workstation.models.field_place import FieldPlace
from workstation.models.officer import Officer
from workstation.places_on_page import Region


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One field tied to a frame on a page of a paper that still counts; `officer` is who tied it."""

    field: str
    scan_id: int
    region: Region
    officer: str


def field_places(session: Session, application_id: int) -> dict[str, PlaceRow]:
    """Give the places of a case by field; those on replaced papers are left out."""
    found = session.execute(
        select(
            FieldPlace.field,
            FieldPlace.scan_id,
            FieldPlace.page,
            FieldPlace.from_left,
            FieldPlace.from_top,
            FieldPlace.width,
            FieldPlace.height,
            Officer.name,
        )
        .join(Scan, Scan.id == FieldPlace.scan_id)
        .outerjoin(Officer, Officer.id == FieldPlace.officer_id)
        .where(FieldPlace.application_id == application_id, Scan.superseded.is_(False))
    )
    return {
        row.field: PlaceRow(
            row.field,
            row.scan_id,
            Region(row.page, row.from_left, row.from_top, row.width, row.height),
            row.name or "",
        )
        for row in found
    }
