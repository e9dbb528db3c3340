"""The papers of a waiting case, drawn from what the database holds and printed at the counter."""

from collections.abc import Generator

from sqlalchemy import select
from sqlalchemy.orm import Session

from workstation.desk import Desk
from workstation.errors import NotAllowed
from workstation.models.application import Application
from workstation.models.catalogue import PermitType
from workstation.models.officer import Officer
from workstation.models.waiting import CaseWait, LevyOrder, Survey
from workstation.phrasing import long_date, rupiah
from workstation.printing.media import size_of
from workstation.printing.sheets import WaitSheet
from workstation.printing.spooler import Spooler
from workstation.printing.waits import wait_pdf
from workstation.progress import Progress
from workstation.settings import OfficeSettings
from workstation.usecases.receipts import print_sheet
from workstation.usecases.wordbook import Wordbook
from workstation.vocabulary import CaseStage, PaperKind

PAPERS = (CaseStage.WAITING_PAYMENT, CaseStage.WAITING_SURVEY, CaseStage.POSTPONED)
"""Waits that have a paper of their own."""
BLANK = "." * 200
"""Room to write by hand."""


def draw_wait(desk: Desk, application_id: int, office: OfficeSettings) -> bytes:
    """Draw the paper of the wait as PDF; NotAllowed where the case waits for somebody's word only."""
    with desk.read() as session:
        return wait_pdf(_sheet(desk, session, application_id, office))


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


def _sheet(desk: Desk, session: Session, application_id: int, office: OfficeSettings) -> WaitSheet:
    case = session.get(Application, application_id)
    if case is None or case.stage not in PAPERS:
        raise NotAllowed("paper of a wait")
    service = session.scalar(select(PermitType.title).where(PermitType.code == case.type_code))
    common = {
        "registration_number": case.number,
        "service": service or case.type_code,
        "applicant": case.applicant_name,
        "at": desk.now(),
        "officer": desk.officer.name,
    }
    if case.stage == CaseStage.WAITING_PAYMENT:
        return _levy(session, case, common, office)
    if case.stage == CaseStage.WAITING_SURVEY:
        return _survey(session, case, common, office)
    return _postponed(session, case, common, office)


def _levy(
    session: Session, case: Application, common: dict[str, object], office: OfficeSettings
) -> WaitSheet:
    order = session.scalars(
        select(LevyOrder).where(
            LevyOrder.application_id == case.id,
            LevyOrder.paid_at.is_(None),
            LevyOrder.cancelled_reason.is_(None),
        )
    ).one()
    return WaitSheet(
        kind=PaperKind.LEVY,
        order_number=order.number,
        amount=order.amount,
        facts=(("Dasar pengenaan", order.basis), ("Jatuh tempo", long_date(order.due_on))),
        said=(
            ("nomor", order.number),
            ("jumlah", rupiah(order.amount)),
            ("jatuh_tempo", long_date(order.due_on)),
        ),
        signatures=(_name(session, order.ordered_by), case.applicant_name),
        **common,  # type: ignore[arg-type]
        **Wordbook(session, order.ordered_at).sheet(PaperKind.LEVY, case.service_point_id, office),  # type: ignore[arg-type]
    )


def _survey(
    session: Session, case: Application, common: dict[str, object], office: OfficeSettings
) -> WaitSheet:
    survey = session.scalars(
        select(Survey).where(
            Survey.application_id == case.id,
            Survey.approved_at.is_(None),
            Survey.cancelled_reason.is_(None),
        )
    ).one()
    return WaitSheet(
        kind=PaperKind.SURVEY,
        order_number=survey.number,
        facts=(
            ("Lokasi", survey.place),
            ("Tanggal rencana", long_date(survey.planned_on)),
            ("Tanggal peninjauan", long_date(survey.surveyed_on) if survey.surveyed_on else ""),
            ("Petugas survei", survey.surveyors),
        ),
        said=(
            ("nomor", survey.number),
            ("hasil", survey.findings or BLANK),
            ("pendapat", survey.opinion or BLANK),
        ),
        signatures=(_name(session, survey.reported_by), "", case.applicant_name),
        **common,  # type: ignore[arg-type]
        **Wordbook(session, survey.ordered_at).sheet(PaperKind.SURVEY, case.service_point_id, office),  # type: ignore[arg-type]
    )


def _postponed(
    session: Session, case: Application, common: dict[str, object], office: OfficeSettings
) -> WaitSheet:
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
        **common,  # type: ignore[arg-type]
        **Wordbook(session, wait.from_at).sheet(PaperKind.POSTPONED, case.service_point_id, office),  # type: ignore[arg-type]
    )


def _name(session: Session, officer: int | None) -> str:
    return session.scalar(select(Officer.name).where(Officer.id == officer)) or ""
