"""Papers that nobody has collected: how to reach their holders, and the list of them on paper."""

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select

from workstation.desk import Desk
from workstation.models.document import Document
from workstation.printing.sheets import Letterhead, PaperSize, Stationery, UncollectedLine, UncollectedSheet
from workstation.printing.spooler import Spooler
from workstation.printing.uncollected import uncollected_pdf
from workstation.progress import Progress
from workstation.settings import OfficeSettings
from workstation.usecases import papers
from workstation.usecases.personal_papers import print_drawn
from workstation.usecases.reading import note_export
from workstation.usecases.reviewing import open_file
from workstation.vocabulary import DocumentStage, Role
from workstation.worktime import WIB

MOST: Final = 500
PURPOSE = "mengingatkan pengambilan surat"
BANDS = ((30, "lebih dari 30 hari"), (7, "8-30 hari"), (-1, "sampai 7 hari"))
"""Older than so many days, in words; the oldest band first."""


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach who filed the application; empty where he left it out."""

    phone: str
    email: str


def contact_of(desk: Desk, application_id: int) -> Contact:
    """Look up telephone and e-mail of an applicant; that it was done, and what for, stands in the journal."""
    desk.require(Role.OFFICER)
    values = open_file(desk, application_id, PURPOSE).values
    return Contact(
        values.get("phone") or values.get("company_phone") or "",
        values.get("email") or values.get("company_email") or "",
    )


def bands(waits: Iterable[int]) -> tuple[tuple[str, int], ...]:
    """Count papers by the days that they have waited; bands without any are left out."""
    found = dict.fromkeys((words for _, words in BANDS), 0)
    for days in waits:
        found[next(words for least, words in BANDS if days > least)] += 1
    return tuple((words, count) for words, count in found.items() if count)


def uncollected_paper(desk: Desk, office: OfficeSettings) -> bytes:
    """Draw the list of what is on the shelf now, oldest first, at most 500; noted as an export before it is drawn."""
    desk.require(Role.OFFICER, Role.SUPERVISOR)
    lines = _lines(desk)
    note_export(desk, "document", len(lines), PURPOSE)
    return uncollected_pdf(
        UncollectedSheet(
            letterhead=Letterhead(**papers.letterhead_of(office)),
            at=desk.now(),
            officer=desk.officer.name,
            lines=lines,
            bands=bands(line.days for line in lines),
            practice=office.practice,
            stationery=Stationery(paper=PaperSize(office.paper)),
        )
    )


def print_uncollected(
    desk: Desk, office: OfficeSettings, *, spooler: Spooler, printer: str
) -> Generator[Progress, None, str]:
    """Print the list and wait for the printer's word; returns the printer's name."""
    return (
        yield from print_drawn(
            lambda: uncollected_paper(desk, office),
            "Daftar surat belum diambil",
            office,
            spooler=spooler,
            printer=printer,
        )
    )


def _lines(desk: Desk) -> tuple[UncollectedLine, ...]:
    waits = func.loket.local_day(func.loket.moment()) - func.loket.local_day(Document.issued_at)
    with desk.read() as session:
        rows = session.execute(
            select(
                Document.number,
                Document.holder,
                Document.issued_at,
                waits.label("days"),
                Document.valid_until,
            )
            .where(
                Document.service_point_id == desk.point.id,
                Document.stage.in_((DocumentStage.ISSUED, DocumentStage.PRINTED)),
            )
            .order_by(Document.issued_at, Document.id)
            .limit(MOST)
        )
        return tuple(
            UncollectedLine(
                row.number, row.holder, row.issued_at.astimezone(WIB).date(), row.days, row.valid_until
            )
            for row in rows
        )
