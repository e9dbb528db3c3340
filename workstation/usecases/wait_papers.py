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
from workstation.phrasing import long_date
from workstation.printing.sheets import Letterhead, PaperSize, Stationery, WaitSheet
from workstation.printing.spooler import Spooler
from workstation.printing.waits import wait_pdf
from workstation.progress import Progress
from workstation.settings import OfficeSettings
from workstation.usecases.papers import letterhead_of
from workstation.usecases.receipts import print_sheet
from workstation.vocabulary import CaseStage

PAPERS = (CaseStage.WAITING_PAYMENT, CaseStage.WAITING_SURVEY, CaseStage.POSTPONED)
"""Waits that have a paper of their own."""


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
            desk, about, pdf, title, "Surat", spooler=spooler, printer=printer, media=office.paper
        )
    )


def _sheet(desk: Desk, session: Session, application_id: int, office: OfficeSettings) -> WaitSheet:
    case = session.get(Application, application_id)
    if case is None or case.stage not in PAPERS:
        raise NotAllowed("paper of a wait")
    service = session.scalar(select(PermitType.title).where(PermitType.code == case.type_code))
    common = {
        "registration_number": case.number,
        "letterhead": Letterhead(**letterhead_of(office)),
        "service": service or case.type_code,
        "applicant": case.applicant_name,
        "at": desk.now(),
        "practice": office.practice,
        "stationery": Stationery(paper=PaperSize(office.paper)),
    }
    if case.stage == CaseStage.WAITING_PAYMENT:
        return _levy(session, application_id, common)
    if case.stage == CaseStage.WAITING_SURVEY:
        return _survey(session, application_id, common)
    return _postponed(desk, session, application_id, common)


def _levy(session: Session, application_id: int, common: dict[str, object]) -> WaitSheet:
    order = session.scalars(
        select(LevyOrder).where(
            LevyOrder.application_id == application_id,
            LevyOrder.paid_at.is_(None),
            LevyOrder.cancelled_reason.is_(None),
        )
    ).one()
    return WaitSheet(
        name="Surat Ketetapan Retribusi Daerah",
        order_number=order.number,
        amount=order.amount,
        facts=(("Dasar pengenaan", order.basis), ("Jatuh tempo", long_date(order.due_on))),
        paragraphs=(
            "Retribusi dibayar penuh melalui kas daerah dengan menyebut nomor ketetapan di atas. Bawa atau kirim bukti "
            "bayar ke loket; petugas tidak menerima uang tunai.",
            "Waktu penyelesaian permohonan berhenti selama menunggu pembayaran dan berjalan lagi setelah lunas.",
        ),
        signatures=(
            ("Petugas penetapan", _name(session, order.ordered_by)),
            ("Wajib retribusi", str(common["applicant"])),
        ),
        **common,  # type: ignore[arg-type]
    )


def _survey(session: Session, application_id: int, common: dict[str, object]) -> WaitSheet:
    survey = session.scalars(
        select(Survey).where(
            Survey.application_id == application_id,
            Survey.approved_at.is_(None),
            Survey.cancelled_reason.is_(None),
        )
    ).one()
    return WaitSheet(
        name="Berita Acara Peninjauan Lapangan",
        order_number=survey.number,
        facts=(
            ("Lokasi", survey.place),
            ("Tanggal rencana", long_date(survey.planned_on)),
            ("Tanggal peninjauan", long_date(survey.surveyed_on) if survey.surveyed_on else ""),
            ("Petugas survei", survey.surveyors),
        ),
        paragraphs=(f"Hasil peninjauan: {survey.findings or '.' * 200}", f"Pendapat teknis: {'.' * 200}"),
        signatures=(
            ("Pelapor", _name(session, survey.reported_by)),
            ("Penelaah teknis", ""),
            ("Pemohon", str(common["applicant"])),
        ),
        **common,  # type: ignore[arg-type]
    )


def _postponed(desk: Desk, session: Session, application_id: int, common: dict[str, object]) -> WaitSheet:
    wait = session.scalars(
        select(CaseWait).where(CaseWait.application_id == application_id, CaseWait.to_at.is_(None))
    ).one()
    return WaitSheet(
        name="Pemberitahuan Penundaan",
        order_number="",
        facts=(
            ("Alasan penundaan", wait.reason),
            ("Dilanjutkan", long_date(wait.until) if wait.until else ""),
        ),
        paragraphs=(
            "Permohonan Saudara ditunda sampai tanggal di atas. Waktu penyelesaian berhenti selama penundaan dan "
            "berjalan lagi sesudahnya; Saudara tidak perlu mengajukan permohonan baru.",
        ),
        signatures=(("Petugas", desk.officer.name), ("Pemohon", str(common["applicant"]))),
        **common,  # type: ignore[arg-type]
    )


def _name(session: Session, officer: int | None) -> str:
    return session.scalar(select(Officer.name).where(Officer.id == officer)) or ""
