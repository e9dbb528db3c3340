"""Papers of the rows of a list: attach one, read many at once for the eye, look for the same one in another row."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select, text

from workstation.desk import Desk
from workstation.errors import NotAllowed
from workstation.imaging.measuring import PageMeasure
from workstation.models.application import Application, Scan
from workstation.usecases.noticing import keep_measures
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
        scan = Scan(
            application_id=application_id,
            service_point_id=application.service_point_id,
            worker_id=worker_id,
            document_code=document_code,
            file_name=name,
            sha256=session.scalar(select(func.loket.keep_scan(data))),
            size=len(data),
            pages=pages,
        )
        session.add(scan)
        session.flush()
        keep_measures(session, scan.id, measures)
        return scan.id


def read_row_scans(desk: Desk, scan_ids: Sequence[int]) -> dict[int, bytes]:
    """Read the bytes of some papers (those on one screen); each reading stands in the journal first."""
    with desk.begin() as session:
        for scan_id in scan_ids:
            session.execute(
                text("SELECT loket.announce('scan', :id, :purpose)"), {"id": scan_id, "purpose": COMPARING}
            )
    with desk.begin() as session:
        return {
            scan_id: bytes(session.scalar(text("SELECT loket.scan_bytes(:id)"), {"id": scan_id}) or b"")
            for scan_id in scan_ids
        }


def row_twins(desk: Desk, application_id: int) -> tuple[RowTwin, ...]:
    """Find papers of this list that another of its rows shows too; the case must have been opened lately."""
    with desk.begin() as session:
        found = session.execute(text("SELECT * FROM loket.row_twins(:id)"), {"id": application_id})
        return tuple(RowTwin(row.scan_id, row.is_same_file, row.seq) for row in found)
