"""The clock of a case stands still for a reason that is kept, and runs on from where it stood."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from tests.make import Office, exhausted
from workstation.errors import (
    DateNeeded,
    FourEyes,
    GuarantorSilent,
    HeldByOther,
    LevyUnpaid,
    NotAllowed,
    ReasonNeeded,
    SurveyOpen,
    WrongAmount,
    WrongStage,
)
from workstation.models.application import Application
from workstation.usecases import backroom, deciding, reviewing, waiting
from workstation.vocabulary import CaseStage, Channel, ContactOutcome, Proposal
from workstation.worktime import WIB


def in_technical(office: Office, login: str = "rina") -> int:
    case = office.submitted()
    office.complete(case, login)
    office.marked(case, login)
    reviewing.pass_on(office.desk(login), case)
    return case


def stage(office: Office, case: int) -> str:
    return str(office.ask("SELECT stage FROM loket.application WHERE id = :id", id=case))


def wait_of(office: Office, case: int):
    return office.rows("SELECT * FROM loket.case_wait WHERE application_id = :id ORDER BY id DESC", id=case)[
        0
    ]


def at(office: Office, moment: datetime) -> None:
    """The office's own clock, as a practice day sets it."""
    office.run("DELETE FROM loket.practice_clock")
    office.run('INSERT INTO loket.practice_clock ("only", at) VALUES (true, :at)', at=moment)


MONDAY = datetime(2026, 11, 16, 8, 0, tzinfo=WIB)


def test_given_a_promise_of_five_hours_when_the_guarantor_takes_two_days_then_what_was_left_runs_on(office):
    at(office, MONDAY)
    case = office.submitted()
    office.complete(case)
    promised = office.ask("SELECT due_at FROM loket.application WHERE id = :id", id=case)
    assert promised == MONDAY.replace(hour=14)  # five open hours, an hour of lunch between
    at(office, MONDAY.replace(hour=10))
    reviewing.take(office.desk("rina"), case)
    waiting.ask_guarantor(office.desk("rina"), case, "penjamin diminta menjawab")
    assert stage(office, case) == "waiting_guarantor"
    at(office, MONDAY.replace(day=18, hour=9))
    waiting.note_contact(office.desk("budi"), case, Channel.PHONE, ContactOutcome.NO_ANSWER, "telepon 1")
    with pytest.raises(GuarantorSilent):
        waiting.resume(office.desk("rina"), case)
    waiting.note_contact(office.desk("budi"), case, Channel.PHONE, ContactOutcome.CONFIRMED, "menjamin")
    assert stage(office, case) == "administrative"
    resumed = MONDAY.replace(day=18, hour=12)  # three open hours were left at ten, and they run from nine
    assert office.ask("SELECT due_at FROM loket.application WHERE id = :id", id=case) == resumed
    kept = wait_of(office, case)
    assert (kept.stage, kept.came_from, kept.reason) == (
        "waiting_guarantor",
        "administrative",
        "penjamin diminta menjawab",
    )
    assert (kept.due_before, kept.due_after) == (promised, resumed)


def test_given_a_guarantor_silent_for_three_days_and_nights_then_the_back_room_lets_the_case_lapse(office):
    at(office, MONDAY)
    case = office.submitted()
    office.complete(case)
    waiting.ask_guarantor(office.desk("rina"), case, "menunggu penjamin")
    at(office, MONDAY + timedelta(hours=71, minutes=59))
    assert backroom.end_waits(office.backroom()) == 0
    at(office, MONDAY + timedelta(hours=72))
    assert backroom.end_waits(office.backroom()) == 1
    assert stage(office, case) == "lapsed"
    with pytest.raises(WrongStage):
        waiting.resume(office.desk("rina"), case)


def test_given_an_answer_in_time_then_nothing_lapses_even_when_nobody_went_on(office):
    at(office, MONDAY)
    case = office.submitted()
    office.complete(case)
    waiting.ask_guarantor(office.desk("rina"), case, "menunggu penjamin")
    waiting.note_contact(office.desk("rina"), case, Channel.EMAIL, ContactOutcome.DENIED)
    at(office, MONDAY + timedelta(hours=100))
    assert backroom.end_waits(office.backroom()) == 0
    assert stage(office, case) == "administrative"


def test_a_wait_needs_its_reason_and_the_lease(office):
    case = office.submitted()
    office.complete(case)
    with pytest.raises(ReasonNeeded):
        waiting.ask_applicant(office.desk("rina"), case, " ")
    with pytest.raises(HeldByOther):
        waiting.ask_applicant(office.desk("joko"), case, "minta nomor telepon")
    waiting.ask_applicant(office.desk("rina"), case, "minta nomor telepon")
    assert waiting.resume(office.desk("budi"), case, "pemohon menelepon") is CaseStage.ADMINISTRATIVE
    assert office.ask("SELECT owner_id FROM loket.application WHERE id = :id", id=case) is None


def test_a_case_goes_on_only_where_it_came_from(office):
    case = in_technical(office)
    waiting.ask_applicant(office.desk("rina"), case, "minta penjelasan")
    with pytest.raises(WrongStage), office.desk("joko").begin() as session:
        found = session.get(Application, case)
        assert found is not None
        found.resume(CaseStage.ADMINISTRATIVE)
        session.flush()
    assert waiting.resume(office.desk("joko"), case) is CaseStage.TECHNICAL


def test_given_a_postponed_case_when_its_day_comes_then_the_back_room_goes_on_with_it(office):
    at(office, MONDAY)
    case = in_technical(office)
    with pytest.raises(DateNeeded):
        waiting.postpone(office.desk("rina"), case, MONDAY.date(), "loket survei ditutup")
    with pytest.raises(ReasonNeeded):
        waiting.postpone(office.desk("rina"), case, date(2026, 11, 19), "")
    waiting.postpone(office.desk("rina"), case, date(2026, 11, 19), "survei ditutup sampai 18 November")
    assert wait_of(office, case).until == date(2026, 11, 19)
    at(office, MONDAY.replace(day=18, hour=23, minute=59))
    assert backroom.end_waits(office.backroom()) == 0
    at(office, MONDAY.replace(day=19, hour=7))
    assert backroom.end_waits(office.backroom()) == 1
    assert stage(office, case) == "technical"
    assert office.ask("SELECT postponed_until FROM loket.application WHERE id = :id", id=case) is None


def test_a_survey_is_ordered_reported_and_judged_by_a_second_person_before_the_case_goes_on(office):
    case = in_technical(office)
    survey = waiting.order_survey(
        office.desk("rina"), case, "Jalan Contoh Nomor 12", date(2026, 12, 1), "Tim survei Gambir"
    )
    assert stage(office, case) == "waiting_survey"
    with pytest.raises(SurveyOpen):
        waiting.resume(office.desk("joko"), case)
    with pytest.raises(ReasonNeeded):
        waiting.report_survey(office.desk("rina"), survey, office.desk("rina").today(), "")
    waiting.report_survey(office.desk("rina"), survey, office.desk("rina").today(), "Bangunan sesuai gambar.")
    with pytest.raises(FourEyes):
        waiting.judge_survey(office.desk("rina"), survey, is_suitable=True, opinion="Layak.")
    waiting.judge_survey(office.desk("joko"), survey, is_suitable=True, opinion="Layak secara teknis.")
    assert stage(office, case) == "technical"
    number = office.ask("SELECT number FROM loket.survey WHERE id = :id", id=survey)
    assert number.startswith("SURVEI/MPP/")


def test_a_levy_is_paid_in_full_by_another_hand_before_the_case_goes_on(office):
    case = in_technical(office)
    with pytest.raises(LevyUnpaid), office.desk("rina").begin("SKRD") as session:
        found = session.get(Application, case)
        assert found is not None
        found.wait(CaseStage.WAITING_PAYMENT, "await_payment")
        session.flush()
    order = waiting.order_levy(
        office.desk("rina"), case, Decimal(2_500_000), "Perda 1/2024, tarif contoh", date(2026, 12, 10)
    )
    assert stage(office, case) == "waiting_payment"
    with pytest.raises(LevyUnpaid):
        waiting.resume(office.desk("joko"), case)
    with pytest.raises(NotAllowed):
        waiting.record_payment(office.desk("joko"), order, Decimal(2_500_000), "TRX-1")
    with pytest.raises(WrongAmount) as short:
        waiting.record_payment(office.desk("budi"), order, Decimal(2_499_999), "TRX-1")
    assert (short.value.wanted, short.value.paid) == (2_500_000, 2_499_999)
    waiting.record_payment(office.desk("budi"), order, Decimal(2_500_000), "TRX-1")
    assert stage(office, case) == "technical"
    with pytest.raises(NotAllowed):
        waiting.record_payment(office.desk("sari"), order, Decimal(2_500_000), "TRX-2")


def test_an_unpaid_levy_shuts_the_proposal_until_a_supervisor_takes_it_back(office):
    case = in_technical(office)
    order = waiting.order_levy(office.desk("rina"), case, Decimal(50_000), "tarif contoh", date(2026, 12, 10))
    with pytest.raises(NotAllowed):
        waiting.cancel_levy(office.desk("rina"), order, "salah tarif")
    with pytest.raises(ReasonNeeded):
        waiting.cancel_levy(office.desk("ratna"), order, "")
    waiting.cancel_levy(office.desk("ratna"), order, "salah tarif")
    waiting.resume(office.desk("joko"), case)
    reviewing.take(office.desk("joko"), case)
    reviewing.propose(office.desk("joko"), case, Proposal.APPROVE)
    assert [o.ending for o in exhausted(deciding.approve_many(office.desk("ratna"), [case]))] == ["done"]


def test_who_ordered_or_judged_a_survey_has_reviewed_the_case_and_does_not_decide_it(office):
    case = in_technical(office, "joko")
    survey = waiting.order_survey(office.desk("joko"), case, "Jalan Contoh", date(2026, 12, 1), "Tim")
    waiting.report_survey(office.desk("rina"), survey, office.desk("rina").today(), "Sesuai.")
    waiting.judge_survey(office.desk("serba"), survey, is_suitable=True, opinion="Layak.")
    reviewing.take(office.desk("joko"), case)
    reviewing.propose(office.desk("joko"), case, Proposal.APPROVE)
    (outcome,) = exhausted(deciding.approve_many(office.desk("serba"), [case]))
    assert "empat mata" in outcome.detail
    assert stage(office, case) == "proposed"
