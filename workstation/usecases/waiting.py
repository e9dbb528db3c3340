"""Stop and start the clock of a case: guarantor, applicant, survey (BAPL, BAPT), levy (SKRD), a later date."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from workstation.desk import Desk
from workstation.errors import NotAllowed
from workstation.models.application import Application
from workstation.models.waiting import CaseWait, GuarantorContact, LevyOrder, Survey
from workstation.usecases.lettering import require_printable
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
        _case(session, application_id).wait(CaseStage.WAITING_SURVEY, "send_surveyor")
        return survey.id


def report_survey(desk: Desk, survey_id: int, surveyed_on: date, findings: str) -> None:
    """Keep the report of the survey (berita acara peninjauan lapangan, BAPL)."""
    require_printable([findings])
    with desk.begin("BAPL") as session:
        survey = _survey(session, survey_id)
        survey.surveyed_on, survey.findings = surveyed_on, findings.strip()


def judge_survey(desk: Desk, survey_id: int, *, is_suitable: bool, opinion: str) -> None:
    """Keep the technical word on the report (BAPT), by another person than who reported; the case goes on."""
    require_printable([opinion])
    with desk.begin("BAPT") as session:
        survey = _survey(session, survey_id)
        survey.is_suitable, survey.opinion = is_suitable, opinion.strip()
        session.flush()
        if _case(session, survey.application_id).stage == CaseStage.WAITING_SURVEY:
            _resume(session, survey.application_id)


def cancel_survey(desk: Desk, survey_id: int, reason: str) -> None:
    """Give a survey up, with the reason."""
    with desk.begin(reason) as session:
        _survey(session, survey_id).cancelled_reason = reason.strip()


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
        _case(session, application_id).wait(CaseStage.WAITING_PAYMENT, "await_payment")
        return order.id


def record_payment(desk: Desk, order_id: int, amount: Decimal, reference: str) -> None:
    """Write down the payment in full by its bank reference, by another person than who ordered it."""
    with desk.begin("pembayaran SKRD") as session:
        order = _levy(session, order_id)
        order.paid_amount, order.paid_reference = amount, reference.strip()
        session.flush()
        if _case(session, order.application_id).stage == CaseStage.WAITING_PAYMENT:
            _resume(session, order.application_id)


def cancel_levy(desk: Desk, order_id: int, reason: str) -> None:
    """Take an unpaid order back, with the reason; the case goes on."""
    with desk.begin(reason) as session:
        _levy(session, order_id).cancelled_reason = reason.strip()


def _move(desk: Desk, application_id: int, reason: str, step: Callable[[Application], None]) -> None:
    with desk.begin(reason) as session:
        step(_case(session, application_id))


def _resume(session: Session, application_id: int) -> CaseStage:
    case = _case(session, application_id)
    came_from = session.scalar(
        select(CaseWait.came_from).where(CaseWait.application_id == application_id, CaseWait.to_at.is_(None))
    )
    stage = CaseStage(came_from or CaseStage.ADMINISTRATIVE)
    case.resume(stage)
    session.flush()
    return stage


def _case(session: Session, application_id: int) -> Application:
    case = session.get(Application, application_id, with_for_update=True)
    if case is None:
        raise NotAllowed("case")
    return case


def _survey(session: Session, survey_id: int) -> Survey:
    survey = session.get(Survey, survey_id, with_for_update=True)
    if survey is None:
        raise NotAllowed("survey")
    return survey


def _levy(session: Session, order_id: int) -> LevyOrder:
    order = session.get(LevyOrder, order_id, with_for_update=True)
    if order is None:
        raise NotAllowed("levy")
    return order
