"""The papers of a waiting case, drawn from what the database holds and printed at the counter."""

from collections.abc import Generator, Mapping
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

import pikepdf
from sqlalchemy import select
from sqlalchemy.orm import Session

from workstation.catalogue.rules import PermitTypeRules
from workstation.catalogue.tariff import levy_lines
from workstation.desk import Desk
from workstation.errors import NotAllowed
from workstation.models.application import Application
from workstation.models.officer import Officer
from workstation.models.waiting import CaseWait, LevyOrder, Survey
from workstation.phrasing import day_date, decimal, grouped, long_date, rupiah
from workstation.printing.media import size_of
from workstation.printing.sheets import BillLine, WaitSheet
from workstation.printing.spooler import Spooler
from workstation.printing.waits import wait_pdf
from workstation.progress import Progress
from workstation.settings import OfficeSettings
from workstation.usecases.intake import rules_of
from workstation.usecases.papers import holder_rows
from workstation.usecases.receipts import print_sheet
from workstation.usecases.reviewing import open_file
from workstation.usecases.wordbook import Wordbook
from workstation.vocabulary import CaseStage, PaperKind
from workstation.worktime import WIB

Values = Mapping[str, str]
Common = dict[str, Any]
PAPERS = (CaseStage.WAITING_PAYMENT, CaseStage.WAITING_SURVEY, CaseStage.POSTPONED)
"""Waits that have a paper of their own."""
PURPOSE: Final = "mencetak SKRD"
PAYER: Final = (
    ("business_number",),
    ("nik",),
    ("identity_number",),
    ("company_address",),
    ("address", "village", "district", "city"),
)
"""Which fields tell whose levy it is, beside the name."""
UNDECIDED: Final = "memenuhi / tidak memenuhi (coret yang tidak perlu)"
NUMBERED: Final = "SURVEI"
"""Begins the number of a survey; each of its two papers begins with its own name instead."""


def draw_wait(desk: Desk, application_id: int, office: OfficeSettings) -> bytes:
    """Draw the paper of the wait as PDF; NotAllowed where the case waits for somebody's word only.

    A levy order names its payer, so the file is read for that purpose. A survey that was reported has two papers in
    one PDF: the report (BAPL) and the technical consent (BAPT), which is signed on paper before it is recorded.
    """
    with desk.read() as session:
        case = session.get(Application, application_id)
        if case is None or case.stage not in PAPERS:
            raise NotAllowed("paper of a wait")
        stage = case.stage
    values = open_file(desk, application_id, PURPOSE).values if stage == CaseStage.WAITING_PAYMENT else {}
    with desk.read() as session:
        return _bound([wait_pdf(sheet) for sheet in _sheets(desk, session, application_id, office, values)])


def _bound(papers: list[bytes]) -> bytes:
    """Put papers behind each other; each keeps its own page numbers."""
    if len(papers) == 1:
        return papers[0]
    out = BytesIO()
    with pikepdf.new() as whole:
        for paper in papers:
            with pikepdf.open(BytesIO(paper)) as part:
                whole.pages.extend(part.pages)
        whole.save(out, deterministic_id=True)
    return out.getvalue()


def print_wait(
    desk: Desk, application_id: int, office: OfficeSettings, *, spooler: Spooler, printer: str = ""
) -> Generator[Progress, None, str]:
    """Print the paper of the wait and wait for the printer's word; that it was printed is noted first."""
    yield Progress(0, 2, "Surat")
    pdf = draw_wait(desk, application_id, office)
    title, about = f"Menunggu {application_id}", ("application", application_id)
    return (
        yield from print_sheet(
            desk, about, pdf, title, "Surat", spooler=spooler, printer=printer, media=size_of(pdf)
        )
    )


def _sheets(
    desk: Desk, session: Session, application_id: int, office: OfficeSettings, values: Values
) -> list[WaitSheet]:
    case = session.get_one(Application, application_id)
    rules = rules_of(session, case)
    common: Common = {
        "registration_number": case.number,
        "service": rules.title,
        "applicant": case.applicant_name,
        "at": desk.now(),
        "officer": desk.officer.name,
    }
    if case.stage == CaseStage.WAITING_PAYMENT:
        return [_levy(session, case, common, office, rules, values)]
    if case.stage == CaseStage.WAITING_SURVEY:
        return _survey(session, case, common, office)
    return [_postponed(session, case, common, office)]


def _levy(
    session: Session,
    case: Application,
    common: Common,
    office: OfficeSettings,
    rules: PermitTypeRules,
    values: Values,
) -> WaitSheet:
    order = session.scalars(
        select(LevyOrder).where(
            LevyOrder.application_id == case.id,
            LevyOrder.paid_at.is_(None),
            LevyOrder.cancelled_reason.is_(None),
        )
    ).one()
    year = str(order.ordered_at.astimezone(WIB).year)
    return WaitSheet(
        kind=PaperKind.LEVY,
        order_number=order.number,
        called="Wajib retribusi",
        facts=(
            *((label, value) for label, value in holder_rows(rules, values, PAYER)),
            ("Tahun retribusi", year),
            ("Dasar pengenaan", order.basis),
        ),
        bill=bill_of(rules, values, order.amount),
        terms=levy_terms(order.number, long_date(order.due_on), office),
        said=(
            ("nomor", order.number),
            ("tahun", year),
            ("jumlah", rupiah(order.amount)),
            ("jatuh_tempo", long_date(order.due_on)),
            ("saluran_bayar", office.levy_channel),
        ),
        signatures=(_name(session, order.ordered_by), case.applicant_name),
        **common,
        **Wordbook(session, order.ordered_at).sheet(PaperKind.LEVY, case.service_point_id, office),  # type: ignore[arg-type]
    )


def bill_of(rules: PermitTypeRules, values: Values, amount: Decimal) -> tuple[BillLine, ...]:
    """Return the lines of the tariff that make up this sum in rupiah, or one line where it has no such lines."""
    lines = levy_lines(rules, values)
    if sum((line.amount for line in lines), Decimal(0)) != amount:
        return (BillLine(f"Retribusi {rules.title}", "1", amount, amount),)
    return tuple(
        BillLine(line.label, _volume(line.quantity, line.factor), line.rate, line.amount) for line in lines
    )


def _volume(quantity: int, factor: Decimal) -> str:
    return grouped(quantity) if factor == 1 else f"{grouped(quantity)} × {decimal(factor)}"


def levy_terms(number: str, due: str, office: OfficeSettings) -> tuple[tuple[str, str], ...]:
    """Say until when and where an order is paid; a virtual account only where the bank gave its first digits."""
    digits = "".join(letter for letter in number if letter.isdecimal())
    account = f"{office.levy_account}{digits}" if office.levy_account else ""
    rows = (("Jatuh tempo", due), ("Cara bayar", office.levy_channel), ("Rekening virtual", account))
    return tuple(row for row in rows if row[1])


def _survey(session: Session, case: Application, common: Common, office: OfficeSettings) -> list[WaitSheet]:
    survey = session.scalars(
        select(Survey).where(
            Survey.application_id == case.id,
            Survey.approved_at.is_(None),
            Survey.cancelled_reason.is_(None),
        )
    ).one()
    book = Wordbook(session, survey.ordered_at)
    done, reporter = survey.surveyed_on, _name(session, survey.reported_by)
    place = (("Lokasi", survey.place), ("Petugas pemeriksa", survey.surveyors))
    on_site, technical = (survey.number.replace(NUMBERED, name, 1) for name in ("BAPL", "BAPT"))
    day = day_date(done) if done else ""
    report = WaitSheet(
        kind=PaperKind.SURVEY,
        order_number=on_site,
        facts=(*place, ("Tanggal rencana", "" if done else long_date(survey.planned_on))),
        said=(("nomor", on_site), ("tanggal_survei", day), ("hasil", survey.findings)),
        blanks=() if done else (("Hari dan tanggal pemeriksaan", 1), ("Hasil pemeriksaan", 6)),
        is_dated=done is not None,
        signatures=(reporter, case.applicant_name),
        **common,
        **book.sheet(PaperKind.SURVEY, case.service_point_id, office),  # type: ignore[arg-type]
    )
    if not done:
        return [report]
    consent = WaitSheet(
        kind=PaperKind.TECHNICAL,
        order_number=technical,
        facts=place,
        said=(
            ("nomor", technical),
            ("nomor_bapl", on_site),
            ("tanggal_survei", day),
            ("putusan", UNDECIDED),
            ("pendapat", ""),
        ),
        blanks=(("Pendapat teknis", 5),),
        is_dated=False,
        signatures=(reporter, ""),
        **common,
        **book.sheet(PaperKind.TECHNICAL, case.service_point_id, office),  # type: ignore[arg-type]
    )
    return [report, consent]


def _postponed(session: Session, case: Application, common: Common, office: OfficeSettings) -> WaitSheet:
    wait = session.scalars(
        select(CaseWait).where(CaseWait.application_id == case.id, CaseWait.to_at.is_(None))
    ).one()
    return WaitSheet(
        kind=PaperKind.POSTPONED,
        order_number="",
        facts=(
            ("Alasan penundaan", wait.reason),
            ("Dilanjutkan", long_date(wait.until) if wait.until else ""),
        ),
        said=(("sampai", long_date(wait.until) if wait.until else ""),),
        signatures=(str(common["officer"]), case.applicant_name),
        **common,
        **Wordbook(session, wait.from_at).sheet(PaperKind.POSTPONED, case.service_point_id, office),  # type: ignore[arg-type]
    )


def _name(session: Session, officer: int | None) -> str:
    return session.scalar(select(Officer.name).where(Officer.id == officer)) or ""
