"""Tie a field of the form to the place on its paper, so that the next reviewer looks there at once."""

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from workstation.desk import Desk
from workstation.models.field_place import FieldPlace
from workstation.places_on_page import Region


def tie_field(desk: Desk, application_id: int, field: str, scan_id: int, region: Region) -> None:
    """Keep where a field stands; a former place goes. NotAllowed on a paper of another case or a replaced one.

    Only who holds the case may (HeldByOther, LeaseLost). A place is no word on the field: that is its mark.
    """
    place = {
        "scan_id": scan_id,
        "page": region.page,
        "from_left": region.left,
        "from_top": region.top,
        "width": region.width,
        "height": region.height,
    }
    with desk.begin() as session:
        session.execute(
            insert(FieldPlace)
            .values(application_id=application_id, field=field, service_point_id=desk.point.id, **place)
            .on_conflict_do_update(index_elements=["application_id", "field"], set_=place)
        )


def untie_field(desk: Desk, application_id: int, field: str) -> None:
    """Take the tie back; untying what is not tied changes nothing."""
    with desk.begin() as session:
        session.execute(
            delete(FieldPlace).where(FieldPlace.application_id == application_id, FieldPlace.field == field)
        )
