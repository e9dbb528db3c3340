"""The receipt that the applicant takes home: drawn from what the database holds, printed at the counter."""

from collections.abc import Generator, Sequence

from sqlalchemy import Row, select

from workstation import wording
from workstation.catalogue.reading import from_json
from workstation.catalogue.rules import PermitTypeRules
from workstation.desk import Desk
from workstation.errors import NotAllowed, PrinterOut
from workstation.models.application import Application, Scan
from workstation.models.catalogue import PermitTypeVersion
from workstation.printing.media import size_of
from workstation.printing.receipt import receipt_pdf
from workstation.printing.sheets import ReceiptSheet, ReceivedDocument
from workstation.printing.spooler import PrintOrder, Spooler, SpoolState, default_printer, follow
from workstation.progress import Progress
from workstation.settings import OfficeSettings
from workstation.usecases.reading import note_print
from workstation.usecases.wordbook import Wordbook
from workstation.vocabulary import Channel, PaperKind, Role, Verdict


def draw_receipt(desk: Desk, application_id: int, office: OfficeSettings) -> bytes:
    """Draw the receipt of an application that was handed in, as PDF.

    Raises NotAllowed while it is still a draft, UnprintableText when no typeface has a letter of the name.
    """
    return receipt_pdf(_sheet(desk, application_id, office))


def print_receipt(
    desk: Desk, application_id: int, office: OfficeSettings, *, spooler: Spooler, printer: str = ""
) -> Generator[Progress, None, str]:
    """Print the receipt and wait for the printer's word; returns the printer's name.

    Without a `printer` the default one of the print server is used. PrinterOut leaves everything as it is.
    """
    desk.require(Role.OFFICER)
    yield Progress(0, 2, "Tanda terima")
    pdf = draw_receipt(desk, application_id, office)
    title, about = f"Tanda terima {application_id}", ("application", application_id)
    return (
        yield from print_sheet(
            desk, about, pdf, title, "Tanda terima", spooler=spooler, printer=printer, media=size_of(pdf)
        )
    )


def print_sheet(
    desk: Desk,
    about: tuple[str, int],
    pdf: bytes,
    title: str,
    label: str,
    *,
    spooler: Spooler,
    printer: str,
    media: str,
) -> Generator[Progress, None, str]:
    """Print the office's own sheet about a thing and wait for the printer's word; returns the printer's name.

    That it goes to the printer is noted first. PrinterOut leaves everything else as it is.
    """
    name = printer or default_printer(spooler)
    note_print(desk, *about, name)
    return (yield from print_plain(pdf, title, label, spooler=spooler, printer=name, media=media))


def print_plain(
    pdf: bytes, title: str, label: str, *, spooler: Spooler, printer: str, media: str
) -> Generator[Progress, None, str]:
    """Print a paper about nobody and wait for the printer's word; returns the printer's name."""
    name = printer or default_printer(spooler)
    job = spooler.send(pdf, PrintOrder(printer=name, title=title, media=media))
    yield Progress(1, 2, label)
    for now in follow(spooler, job):
        if now.state is SpoolState.FAILED:
            raise PrinterOut(name, now.raw)
        yield Progress(1, 2, label)
    return name


def _sheet(desk: Desk, application_id: int, office: OfficeSettings) -> ReceiptSheet:
    with desk.read() as session:
        row = session.execute(
            select(
                Application.number,
                Application.track_code,
                Application.channel,
                Application.applicant_name,
                Application.submitted_at,
                PermitTypeVersion.rules,
                Application.service_point_id,
            )
            .join(PermitTypeVersion, PermitTypeVersion.id == Application.type_version_id)
            .where(Application.id == application_id)
        ).one_or_none()
        scans = session.execute(
            select(Scan.document_code, Scan.pages)
            .where(
                Scan.application_id == application_id,
                Scan.worker_id.is_(None),
                Scan.superseded.is_(False),
                Scan.verdict != Verdict.REFUSED,
            )
            .order_by(Scan.id)
        ).all()
        if row is None or row.submitted_at is None:
            raise NotAllowed("receipt")
        book = Wordbook(session, row.submitted_at)
        common = book.sheet(PaperKind.RECEIPT, row.service_point_id, office)
    rules = from_json(row.rules)
    address = office.track_address.rstrip("/")
    return ReceiptSheet(
        registration_number=row.number,
        received_at=row.submitted_at,
        service=rules.title,
        applicant=row.applicant_name,
        channel=wording.word(Channel(row.channel)),
        documents=_documents(rules, scans),
        is_complete=True,
        track_address=address.split("://", 1)[-1],
        track_code=row.track_code,
        track_link=f"{address}/{row.track_code}",
        officer=desk.officer.name,
        counter=desk.counter.name if desk.counter else "",
        **common,  # type: ignore[arg-type]
    )


def _documents(rules: PermitTypeRules, scans: Sequence[Row[str, int]]) -> tuple[ReceivedDocument, ...]:
    """Name what was filed in the order of the catalogue; scans are copies, the originals stay with the owner."""
    titles = {document.code: document.title for document in rules.documents}
    order = {code: place for place, code in enumerate(titles)}
    return tuple(
        ReceivedDocument(titles.get(code, code), False, True, f"{pages} halaman")
        for code, pages in sorted(scans, key=lambda scan: order.get(scan.document_code, len(order)))
    )
