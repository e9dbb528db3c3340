"""The sheet that tells an applicant what to mend: drawn from what was frozen when the case was sent back."""

from collections.abc import Generator, Mapping
from typing import Any

from sqlalchemy import select

from workstation.catalogue.reading import from_json
from workstation.catalogue.rules import PermitTypeRules
from workstation.desk import Desk
from workstation.errors import NotAllowed
from workstation.models.application import Application
from workstation.models.catalogue import PermitTypeVersion
from workstation.models.decision import CaseReturn
from workstation.printing.media import size_of
from workstation.printing.returned import return_pdf
from workstation.printing.sheets import AskedLine, ReturnSheet
from workstation.printing.spooler import Spooler
from workstation.progress import Progress
from workstation.settings import OfficeSettings
from workstation.usecases.receipts import print_sheet
from workstation.usecases.records import about
from workstation.usecases.wordbook import Wordbook
from workstation.vocabulary import PaperKind, Role


def draw_return(desk: Desk, application_id: int, office: OfficeSettings) -> bytes:
    """Draw the sheet of the last return of a case, as PDF; NotAllowed when it was never sent back."""
    return return_pdf(_sheet(desk, application_id, office))


def print_return(
    desk: Desk, application_id: int, office: OfficeSettings, *, spooler: Spooler, printer: str = ""
) -> Generator[Progress, None, str]:
    """Print the sheet and wait for the printer's word; returns the printer's name. PrinterOut changes nothing."""
    desk.require(Role.OFFICER)
    label = "Lembar pengembalian"
    yield Progress(0, 2, label)
    pdf = draw_return(desk, application_id, office)
    title = f"{label} {application_id}"
    case = ("application", application_id)
    return (
        yield from print_sheet(
            desk, case, pdf, title, label, spooler=spooler, printer=printer, media=size_of(pdf)
        )
    )


def _sheet(desk: Desk, application_id: int, office: OfficeSettings) -> ReturnSheet:
    with desk.read() as session:
        row = session.execute(
            select(
                Application.number,
                Application.track_code,
                Application.applicant_name,
                CaseReturn.at,
                CaseReturn.comment,
                CaseReturn.items,
                PermitTypeVersion.rules,
                Application.service_point_id,
            )
            .join(CaseReturn, CaseReturn.application_id == Application.id)
            .join(PermitTypeVersion, PermitTypeVersion.id == Application.type_version_id)
            .where(Application.id == application_id)
            .order_by(CaseReturn.round.desc())
            .limit(1)
        ).one_or_none()
        if row is None:
            raise NotAllowed("return sheet")
        common = Wordbook(session, row.at).sheet(PaperKind.RETURNED, row.service_point_id, office)
    rules = from_json(row.rules)
    address = office.track_address.rstrip("/")
    return ReturnSheet(
        registration_number=row.number,
        returned_at=row.at,
        service=rules.title,
        applicant=row.applicant_name,
        asked=tuple(_line(rules, item) for item in row.items),
        message=row.comment,
        track_address=address.split("://", 1)[-1],
        track_code=row.track_code,
        track_link=f"{address}/{row.track_code}",
        officer=desk.officer.name,
        **common,  # type: ignore[arg-type]
    )


def _line(rules: PermitTypeRules, item: Mapping[str, Any]) -> AskedLine:
    subject = about(rules, item["document"], item["field"])
    if item.get("worker"):
        subject = f"Pekerja nomor {item['worker']}, {item['name']}"
    said = ". ".join(part for part in (item["text"], item["note"]) if part)
    return AskedLine(subject, said, item["remedy"], item["legal_basis"])
