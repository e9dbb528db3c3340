"""What the law has granted cannot be refused any more; how long is left is said by the office's own calendar."""

from datetime import datetime

import pytest
from sqlalchemy import text

from tests.issued import Shelf
from tests.lists import UNFIT, group, ids
from tests.make import Office, exhausted
from workstation.errors import DeemedGranted, ReasonNeeded
from workstation.progress import Ending
from workstation.queries.deadlines import DeemedRow, alarm_facts, deemed_counts
from workstation.ui.alarm.columns import days_words
from workstation.usecases import backroom, deciding, intake, persons, reviewing, waiting
from workstation.vocabulary import CaseStage, PersonVerdict, Proposal
from workstation.worktime import WIB

WHY = [reviewing.Reason("lain", "Pindaian kabur, mohon diulang", "Pergub", "Pindai ulang")]


def set_clock(office: Office, words: str) -> None:
    """Let the office believe that it is that moment in Jakarta."""
    office.run(
        'INSERT INTO loket.practice_clock ("only", at) VALUES (true, :at)'
        ' ON CONFLICT ("only") DO UPDATE SET at = excluded.at',
        at=datetime.fromisoformat(words).replace(tzinfo=WIB),
    )


def granted(office: Office) -> DeemedRow:
    """The only row of the alarm list."""
    (row,) = alarm_facts(office.desk("ratna")).deemed
    return row


@pytest.fixture
def fasting(office: Office) -> Office:
    """Ramadan 1447 and the holidays of 2026, as decreed: 20 to 24 March are Idul Fitri and its joint leave."""
    with office.desk("admin").begin("kalender uji") as session:
        session.execute(text("DELETE FROM loket.season WHERE service_point_id IS NULL"))
        session.execute(text("DELETE FROM loket.holiday WHERE day BETWEEN '2026-01-01' AND '2026-12-31'"))
        session.execute(
            text(
                "INSERT INTO loket.season (name, first_day, last_day, hours) VALUES ('Ramadan', '2026-02-18',"
                " '2026-03-19', CAST(:hours AS jsonb))"
            ),
            {
                "hours": '[[["08:00","12:00"],["12:30","15:00"]],[["08:00","12:00"],["12:30","15:00"]],'
                '[["08:00","12:00"],["12:30","15:00"]],[["08:00","12:00"],["12:30","15:00"]],'
                '[["08:00","11:30"],["12:30","15:30"]],[],[]]'
            },
        )
        session.execute(
            text(
                "INSERT INTO loket.holiday (day, name) SELECT CAST(day AS date), name FROM (VALUES"
                " ('2026-01-01', 'Tahun Baru'),"
                " ('2026-03-20', 'Cuti bersama'), ('2026-03-23', 'Cuti bersama'), ('2026-03-24', 'Cuti bersama'),"
                " ('2026-05-01', 'Hari Buruh'), ('2026-08-17', 'Kemerdekaan')) AS days (day, name)"
            )
        )
    return office


@pytest.mark.parametrize(
    ("now", "law", "words"),
    [
        ("2026-06-07 10:00", "2026-06-08 16:00", "1 hari kerja lagi"),  # Sunday, Monday
        ("2026-06-07 10:00", "2026-06-09 16:00", "2 hari kerja lagi"),  # Sunday, Tuesday
        ("2026-06-08 00:01", "2026-06-08 16:00", "hari ini, sampai 16.00"),
        ("2026-06-08 15:59", "2026-06-08 16:00", "hari ini, sampai 16.00"),
        ("2026-06-08 16:00", "2026-06-08 16:00", "dianggap dikabulkan"),  # the closing minute is closed
        ("2026-06-12 18:00", "2026-06-15 16:00", "1 hari kerja lagi"),  # Friday evening, Monday
        ("2026-06-12 09:00", "2026-06-12 16:30", "hari ini, sampai 16.30"),
        ("2026-08-17 09:00", "2026-08-18 16:00", "1 hari kerja lagi"),  # a holiday on a Monday
        ("2026-04-30 09:00", "2026-05-04 16:00", "1 hari kerja lagi"),  # over Labour Day and a weekend
        ("2026-03-19 10:00", "2026-03-25 16:00", "1 hari kerja lagi"),  # over joint leave and a weekend
        ("2026-03-19 10:00", "2026-03-24 15:00", "hari kerja terakhir"),  # joint leave that was decreed late
        ("2026-03-19 15:30", "2026-03-24 15:00", "tanpa hari kerja lagi"),  # after the closing of Ramadan
        ("2026-03-22 10:00", "2026-03-24 15:00", "tanpa hari kerja lagi"),  # a Sunday before joint leave
        ("2026-03-10 15:30", "2026-03-11 15:00", "1 hari kerja lagi"),  # Ramadan closes at three
        ("2026-03-11 14:59", "2026-03-11 15:00", "hari ini, sampai 15.00"),
    ],
)  # fmt: skip
def test_the_time_left_is_said_in_working_days_of_the_offices_own_calendar(
    fasting: Office, now: str, law: str, words: str
) -> None:
    case = fasting.submitted()
    fasting.complete(case)
    with fasting.owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(
            text("UPDATE loket.application SET deemed_at = :at"),
            {"at": datetime.fromisoformat(law).replace(tzinfo=WIB)},
        )
    set_clock(fasting, now)
    assert days_words(granted(fasting)) == words


def test_what_the_law_has_granted_is_neither_refused_nor_returned_nor_put_off(office: Office) -> None:
    case = office.submitted()
    office.complete(case)
    office.later(days=30)
    rina = office.desk("rina")
    reviewing.take(rina, case)
    for attempt in (
        lambda: reviewing.send_back(rina, case, WHY),
        lambda: waiting.postpone(rina, case, datetime.now(WIB).date().replace(year=2030), "tim sibuk"),
    ):
        with pytest.raises(DeemedGranted) as refused:
            attempt()
        assert refused.value.since == granted(office).deemed_at
    office.marked(case)
    reviewing.pass_on(rina, case)
    with pytest.raises(DeemedGranted):
        reviewing.propose(rina, case, Proposal.REFUSE, WHY)
    assert office.ask("SELECT stage FROM loket.application") == "technical"
    assert office.ask("SELECT count(*) FROM loket.case_reason WHERE purpose = 'refusal'") == 0


def test_a_supervisor_cannot_refuse_it_but_grant_it_and_it_stays_on_the_list_until_it_is_issued(
    office: Office,
) -> None:
    case = office.proposed()
    office.later(days=30)
    ratna = office.desk("ratna")
    (outcome,) = exhausted(deciding.refuse_many(ratna, [case], WHY))
    assert (outcome.ending, "dianggap dikabulkan" in outcome.detail) == (Ending.FAILED, True)
    assert (granted(office).is_decided, granted(office).is_noted) == (False, False)
    exhausted(deciding.approve_many(ratna, [case]))
    row = granted(office)
    assert (row.stage, row.is_decided, row.is_noted, row.is_passed) == (CaseStage.APPROVED, True, True, True)
    with ratna.read() as session:
        assert deemed_counts(session, ratna, alarm_facts(ratna).at) == (1, 0)
    assert backroom.note_deemed(office.backroom()) == 0, "it was written down when it was granted"
    with office.owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("UPDATE loket.document SET stage = 'issued'"))
    assert alarm_facts(ratna).deemed == ()


def test_nobody_of_a_list_that_the_law_has_granted_is_left_out_one_by_one(office: Office) -> None:
    case, rina = group(office), office.desk("rina")
    first, *others = ids(office, case)
    persons.decide_workers(rina, case, [first], PersonVerdict.REFUSE, UNFIT)
    office.later(days=30)
    reviewing.take(rina, case)
    for verdict in (PersonVerdict.REFUSE, PersonVerdict.RETURN):
        with pytest.raises(DeemedGranted):
            persons.decide_workers(rina, case, others[:1], verdict, UNFIT)
    office.listed(case)
    with pytest.raises(DeemedGranted):
        reviewing.propose(rina, case, Proposal.APPROVE)
    persons.decide_workers(rina, case, [first], PersonVerdict.APPROVE)
    reviewing.propose(rina, case, Proposal.APPROVE)
    assert office.ask("SELECT stage FROM loket.application") == "proposed"


def test_a_supervisor_cannot_leave_somebody_out_after_the_law_has_granted_the_list(office: Office) -> None:
    case, rina, ratna = group(office), office.desk("rina"), office.desk("ratna")
    first, *_ = ids(office, case)
    persons.decide_workers(rina, case, [first], PersonVerdict.REFUSE, UNFIT)
    office.listed(case)
    reviewing.propose(rina, case, Proposal.APPROVE)
    office.later(days=30)
    (outcome,) = exhausted(deciding.approve_many(ratna, [case]))
    assert (outcome.ending, "dianggap dikabulkan" in outcome.detail) == (Ending.FAILED, True)
    assert office.ask("SELECT count(*) FROM loket.document") == 0
    deciding.challenge(ratna, case, "Jangka waktu telah lewat: setujui semua")
    reviewing.take(rina, case)
    persons.decide_workers(rina, case, [first], PersonVerdict.APPROVE)
    reviewing.propose(rina, case, Proposal.APPROVE)
    (outcome,) = exhausted(deciding.approve_many(ratna, [case]))
    assert outcome.ending is Ending.DONE
    assert [row.kind for row in office.rows("SELECT kind FROM loket.document")] == ["permit"]


def test_the_permit_says_that_the_law_granted_it(office: Office) -> None:
    shelf = Shelf(office)
    case = office.proposed()
    office.later(days=30)
    exhausted(deciding.approve_many(office.desk("ratna"), [case]))
    permit = shelf.issued(office.id_of("document", "application_id", case))
    record = office.ask("SELECT record FROM loket.document WHERE id = :i", i=permit)
    assert "Pasal 53 UU Nomor 30 Tahun 2014" in record["provisions"][0]
    other = shelf.issued(nik="3171994502850003")
    record = office.ask("SELECT record FROM loket.document WHERE id = :i", i=other)
    assert "Pasal 53" not in " ".join(record["provisions"])


def test_every_case_stands_in_the_list_granted_ones_first(office: Office) -> None:
    cases = [office.proposed(), office.proposed(nik="3171994502850003")]
    assert [row.id for row in alarm_facts(office.desk("ratna")).deemed] == cases
    office.later(days=30)
    exhausted(deciding.approve_many(office.desk("ratna"), cases[1:]))
    assert [row.is_decided for row in alarm_facts(office.desk("ratna")).deemed] == [True, False]


def test_an_applicant_may_take_his_application_back_until_it_is_decided(office: Office) -> None:
    budi = office.desk("budi")
    waits, decided = office.proposed(), office.proposed(nik="3171994502850003")
    with pytest.raises(ReasonNeeded):
        intake.withdraw(budi, waits, " ")
    intake.withdraw(budi, waits, "surat pencabutan tanggal 3")
    assert office.ask("SELECT stage FROM loket.application WHERE id = :id", id=waits) == "withdrawn"
    exhausted(deciding.approve_many(office.desk("ratna"), [decided]))
    assert not intake.may_withdraw(budi, CaseStage.APPROVED)
    assert intake.may_withdraw(budi, CaseStage.TECHNICAL)
    assert not intake.may_withdraw(office.desk("rina"), CaseStage.TECHNICAL)
