"""Stop and start the clock of a case: guarantor, applicant, survey (BAPL, BAPT), levy (SKRD), a later date."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from workstation.desk import Desk
from workstation.models.application import Application
from workstation.models.waiting import CaseWait, GuarantorContact, LevyOrder, Survey
from workstation.usecases.lettering import require_printable
from workstation.usecases.locking import locked
from workstation.vocabulary import CaseStage, Channel, ContactOutcome


def ask_guarantor(desk: Desk, application_id: int, reason: str) -> None:
    """Let the guarantor confirm; silent for 3 x 24 clock hours, the case lapses (Pergub DKI 47/2020)."""
    _move(desk, application_id, reason, lambda case: case.wait(CaseStage.WAITING_GUARANTOR, "ask_guarantor"))


def ask_applicant(desk: Desk, application_id: int, reason: str) -> None:
    """Wait for one answer of the applicant without returning the case; `reason` is the question."""
    _move(desk, application_id, reason, lambda case: case.wait(CaseStage.WAITING_APPLICANT, "ask_applicant"))


def postpone(desk: Desk, application_id: int, until: date, reason: str) -> None:
    """Put the case off until a day after today; DateNeeded and ReasonNeeded when one is missing."""
    _move(desk, application_id, reason, lambda case: case.postpone(until))


def resume(desk: Desk, application_id: int, note: str = "") -> CaseStage:
    """Go on in the stage that the wait began in; what was left of the promise runs on. Returns that stage."""
    with desk.begin(note) as session:
        return _resume(session, application_id)


def note_contact(
    desk: Desk, application_id: int, channel: Channel, outcome: ContactOutcome, note: str = ""
) -> None:
    """Write down one try to reach the guarantor; an answer (either way) lets the case go on at once."""
    with desk.begin(note) as session:
        session.add(
            GuarantorContact(
                application_id=application_id,
                service_point_id=desk.point.id,
                channel=channel,
                outcome=outcome,
                note=note,
            )
        )
        session.flush()
        if outcome in {ContactOutcome.CONFIRMED, ContactOutcome.DENIED}:
            _resume(session, application_id)


def order_survey(desk: Desk, application_id: int, place: str, planned_on: date, surveyors: str) -> int:
    """Order a field survey and stop the clock until it is reported and judged; returns the survey's id."""
    require_printable([place, surveyors])
    with desk.begin("survei lapangan") as session:
        survey = Survey(
            application_id=application_id,
            service_point_id=desk.point.id,
            place=place.strip(),
            planned_on=planned_on,
            surveyors=surveyors.strip(),
        )
        session.add(survey)
        session.flush()
        locked(session, Application, application_id, "case").wait(CaseStage.WAITING_SURVEY, "send_surveyor")
        return survey.id


def report_survey(desk: Desk, survey_id: int, surveyed_on: date, findings: str) -> None:
    """Keep the report of the survey (berita acara peninjauan lapangan, BAPL)."""
    require_printable([findings])
    with desk.begin("BAPL") as session:
        survey = locked(session, Survey, survey_id, "survey")
        survey.surveyed_on, survey.findings = surveyed_on, findings.strip()


def judge_survey(desk: Desk, survey_id: int, *, is_suitable: bool, opinion: str) -> None:
    """Keep the technical word on the report (BAPT), by another person than who reported; the case goes on."""
    require_printable([opinion])
    with desk.begin("BAPT") as session:
        survey = locked(session, Survey, survey_id, "survey")
        survey.is_suitable, survey.opinion = is_suitable, opinion.strip()
        session.flush()
        if locked(session, Application, survey.application_id, "case").stage == CaseStage.WAITING_SURVEY:
            _resume(session, survey.application_id)


def cancel_survey(desk: Desk, survey_id: int, reason: str) -> None:
    """Give a survey up, with the reason."""
    with desk.begin(reason) as session:
        locked(session, Survey, survey_id, "survey").cancelled_reason = reason.strip()


def order_levy(desk: Desk, application_id: int, amount: Decimal, basis: str, due_on: date) -> int:
    """Order the retribution (SKRD; `amount` in whole rupiah) and stop the clock until it is paid; returns its id."""
    require_printable([basis])
    with desk.begin("SKRD") as session:
        order = LevyOrder(
            application_id=application_id,
            service_point_id=desk.point.id,
            amount=amount,
            basis=basis.strip(),
            due_on=due_on,
        )
        session.add(order)
        session.flush()
        locked(session, Application, application_id, "case").wait(CaseStage.WAITING_PAYMENT, "await_payment")
        return order.id


def record_payment(desk: Desk, order_id: int, amount: Decimal, reference: str) -> None:
    """Write down the payment in full by its bank reference, by another person than who ordered it."""
    with desk.begin("pembayaran SKRD") as session:
        order = locked(session, LevyOrder, order_id, "levy")
        order.paid_amount, order.paid_reference = amount, reference.strip()
        session.flush()
        if locked(session, Application, order.application_id, "case").stage == CaseStage.WAITING_PAYMENT:
            _resume(session, order.application_id)


def cancel_levy(desk: Desk, order_id: int, reason: str) -> None:
    """Take an unpaid order back, with the reason; the case goes on."""
    with desk.begin(reason) as session:
        locked(session, LevyOrder, order_id, "levy").cancelled_reason = reason.strip()


def _move(desk: Desk, application_id: int, reason: str, step: Callable[[Application], None]) -> None:
    with desk.begin(reason) as session:
        step(locked(session, Application, application_id, "case"))


def _resume(session: Session, application_id: int) -> CaseStage:
    case = locked(session, Application, application_id, "case")
    came_from = session.scalar(
        select(CaseWait.came_from).where(CaseWait.application_id == application_id, CaseWait.to_at.is_(None))
    )
    stage = CaseStage(came_from or CaseStage.ADMINISTRATIVE)
    case.resume(stage)
    session.flush()
    return stage
