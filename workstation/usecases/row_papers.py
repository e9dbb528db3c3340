"""Papers of the rows of a list: attach one, read many at once for the eye, look for the same one in another row."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select, text

from workstation.desk import Desk
from workstation.errors import NotAllowed
from workstation.imaging.measuring import PageMeasure
from workstation.models.application import Application, Scan
from workstation.usecases.asking import asked
from workstation.usecases.intake import keep_scan
from workstation.usecases.reading import announce_all
from workstation.vocabulary import CaseStage, Verdict

COMPARING = "membandingkan berkas pekerja"


@dataclass(frozen=True, slots=True)
class RowTwin:
    """A paper that the row `seq` of the same list shows too; `is_same_file`: the very same file."""

    scan_id: int
    is_same_file: bool
    seq: int


def attach_row_scan(
    desk: Desk,
    application_id: int,
    worker_id: int,
    document_code: str,
    name: str,
    data: bytes,
    pages: int,
    measures: Sequence[PageMeasure] = (),
) -> int:
    """Keep a file that has been looked at already as this person's paper and return the scan's id.

    In a draft it takes the place of the one before; in a returned case that one stays readable. The database
    refuses a person or a kind of paper that the list does not have (NotAllowed).
    """
    with desk.begin() as session:
        application = session.get(Application, application_id)
        if application is None:
            raise NotAllowed("scan")
        if application.stage == CaseStage.DRAFT:
            session.execute(
                delete(Scan).where(
                    Scan.worker_id == worker_id,
                    Scan.document_code == document_code,
                    Scan.verdict == Verdict.PENDING,
                )
            )
        scan = Scan(worker_id=worker_id, document_code=document_code, file_name=name, pages=pages)
        return keep_scan(session, application, scan, data, measures)


def read_row_scans(desk: Desk, scan_ids: Sequence[int]) -> dict[int, bytes]:
    """Read the bytes of some papers (those on one screen); each reading stands in the journal first."""
    announce_all(desk, "scan", scan_ids, COMPARING)
    with desk.begin() as session:
        found = asked(session, func.loket.scan_bytes, scan_ids)
        return {scan_id: bytes(data or b"") for scan_id, data in found.items()}


def turns_of(desk: Desk, scan_ids: Sequence[int]) -> dict[int, int]:
    """Give how some papers are turned, in degrees clockwise."""
    with desk.read() as session:
        found = session.execute(select(Scan.id, Scan.rotation).where(Scan.id.in_(scan_ids)))
        return {row.id: row.rotation for row in found}


def row_twins(desk: Desk, application_id: int) -> tuple[RowTwin, ...]:
    """Find papers of this list that another of its rows shows too; the case must have been opened lately."""
    with desk.begin() as session:
        found = session.execute(text("SELECT * FROM loket.row_twins(:id)"), {"id": application_id})
        return tuple(RowTwin(row.scan_id, row.is_same_file, row.seq) for row in found)
