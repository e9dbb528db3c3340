"""Keep pages in numbers, look for the same page elsewhere (journalled), wave a hint away."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from workstation.desk import Desk
from workstation.imaging.measuring import PageMeasure
from workstation.models.noticing import DETAIL_BITS, HintWave, ScanPage
from workstation.vocabulary import CaseStage


@dataclass(frozen=True, slots=True)
class Likeness:
    """A page of this case that is found in another one; `others` counts the cases, of which three are named at most.

    `is_same_file`: the very same file, and not only nearly the same page. `is_own`: the same applicant's.
    """

    scan_id: int
    page: int
    is_same_file: bool
    others: int
    number: str
    permit_type: str
    point: str
    stage: CaseStage
    is_own: bool


def keep_measures(session: Session, scan_id: int, measures: Sequence[PageMeasure]) -> None:
    """Keep the numbers of a scan that was just attached."""
    rows = [
        {
            "scan_id": scan_id,
            "page": one.page,
            "likeness": _signed(one.likeness),
            "detail": _marks(one.detail) if one.detail else None,
            "turned_likeness": [_signed(likeness) for likeness, _ in one.turned] or None,
            "turned_detail": [_marks(detail) for _, detail in one.turned] or None,
            "edge": one.edge,
            "kept": one.kept,
            "paper": one.paper,
            "ink": one.ink,
            "side": one.side,
        }
        for one in measures
    ]
    if rows:
        session.execute(insert(ScanPage).inline(), rows)


def likenesses(desk: Desk, application_id: int) -> tuple[Likeness, ...]:
    """Find the scans of a case in other cases of the city; NotAllowed for who does not review.

    The case must have been opened in the last quarter of an hour, else ReasonNeeded.
    """
    with desk.begin() as session:
        found = session.execute(text("SELECT * FROM loket.likenesses(:id)"), {"id": application_id})
        return tuple(
            Likeness(
                row.scan_id,
                row.page,
                row.is_same_file,
                row.others,
                row.number,
                row.permit_type,
                row.point,
                CaseStage(row.stage),
                row.is_own,
            )
            for row in found
        )


def wave_away(desk: Desk, application_id: int, hint: str, word: str) -> None:
    """Keep a hint of this case from this officer's eyes; ReasonNeeded without a word why."""
    with desk.begin() as session:
        session.add(
            HintWave(
                application_id=application_id, hint=hint, service_point_id=desk.point.id, word=word.strip()
            )
        )


def _marks(detail: str) -> str:
    return f"{int(detail, 16):0{DETAIL_BITS}b}"


def _signed(likeness: str) -> int | None:
    """The 64 bits as PostgreSQL's signed bigint."""
    if not likeness:
        return None
    number = int(likeness, 16)
    return number - (1 << 64) if number >> 63 else number
