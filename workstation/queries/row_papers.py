"""The rows of a list with the papers that lie with each."""

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from workstation.desk import Desk
from workstation.models.application import Scan, Worker


@dataclass(frozen=True, slots=True)
class ListedRow:
    """One person of a list; `papers` holds the scan of each of his papers by its code."""

    id: int
    seq: int
    name: str
    nik_masked: str
    papers: dict[str, int] = field(default_factory=dict)


def listed_rows(desk: Desk, application_id: int) -> tuple[ListedRow, ...]:
    """Return the persons of a list in their order; those whose data are frozen are not among them."""
    with desk.read() as session:
        papers = papers_of_rows(session, application_id)
        found = session.execute(
            select(Worker.id, Worker.seq, Worker.name, Worker.nik_masked)
            .where(Worker.application_id == application_id)
            .order_by(Worker.seq)
        )
        return tuple(ListedRow(*row, papers=papers.get(row.id, {})) for row in found)


def papers_of_rows(session: Session, application_id: int) -> dict[int, dict[str, int]]:
    """Return the scan of each paper by person and code."""
    found = session.execute(
        select(Scan.worker_id, Scan.document_code, Scan.id)
        .where(Scan.application_id == application_id, Scan.worker_id.is_not(None), Scan.superseded.is_(False))
        .order_by(Scan.id)
    )
    papers: dict[int, dict[str, int]] = {}
    for row in found:
        papers.setdefault(row.worker_id, {})[row.document_code] = row.id
    return papers
