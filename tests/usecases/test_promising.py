"""A new calendar moves no promise by itself; a person answers for it, and the old promise stays readable."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from tests.make import Office
from workstation.errors import NotAllowed, ReasonNeeded
from workstation.queries.calendar import calendar_of
from workstation.queries.deadlines import alarm_facts, deemed_counts
from workstation.usecases import backroom, promising, reviewing
from workstation.vocabulary import PromiseCause
from workstation.worktime import SlaUnit, due_after_working_days, due_at


def promises_of(office: Office, case: int) -> list[Any]:
    """Every promise that was made of a case, the first one first."""
    return office.rows(
        "SELECT p.*, o.name AS officer FROM loket.promise p LEFT JOIN loket.officer o ON o.id = p.officer_id"
        " WHERE p.application_id = :i ORDER BY p.id",
        i=case,
    )


def close_next_days(office: Office, count: int = 20, why: str = "libur mendadak") -> None:
    """Let an administrator close the coming days."""
    with office.desk("admin").begin(why) as session:
        session.execute(
            text(
                "INSERT INTO loket.holiday (day, name) SELECT loket.local_day(loket.moment()) + n, 'Tutup'"
                " FROM generate_series(0, :count) AS n ON CONFLICT (day) DO UPDATE SET name = 'Tutup', is_open = false"
            ),
            {"count": count},
        )


def case_row(office: Office, case: int):
    return office.rows("SELECT * FROM loket.application WHERE id = :id", id=case)[0]


def test_given_a_new_calendar_when_nobody_confirms_then_the_promise_stands_and_is_listed(
    office: Office,
) -> None:
    case = office.submitted()
    office.complete(case)
    before = case_row(office, case)
    assert alarm_facts(office.desk("ratna")).changed == ()
    close_next_days(office)
    assert case_row(office, case).due_at == before.due_at
    (row,) = alarm_facts(office.desk("manajer")).changed
    assert (row.id, row.calendar, row.due_at) == (case, "revisi 1", before.due_at)
    assert row.would_be > before.due_at + timedelta(days=10)


def test_a_revision_notes_the_days_over_which_it_went_and_none_for_a_name(office: Office) -> None:
    for statement in (
        "INSERT INTO loket.holiday (day, name) VALUES ('2027-03-30', 'Tutup'), ('2027-04-02', 'Tutup')",
        "UPDATE loket.holiday SET name = 'Libur bersama', estimated = true WHERE day = '2027-03-30'",
        "DELETE FROM loket.holiday WHERE day = '2027-04-02'",
        "UPDATE loket.season SET last_day = last_day - 1 WHERE first_day = '2027-02-08'",
    ):
        with office.desk("admin").begin("uji rentang") as session:
            session.execute(text(statement))
    season = office.ask("SELECT last_day + 1 FROM loket.season WHERE first_day = '2027-02-08'")
    assert [
        (row.first_day, row.last_day)
        for row in office.rows("SELECT * FROM loket.calendar_revision WHERE number > 1 ORDER BY number")
    ] == [
        (date(2027, 3, 30), date(2027, 4, 2)),
        (None, None),
        (date(2027, 4, 2), date(2027, 4, 2)),
        (date(2027, 2, 8), season),
    ]


def test_when_a_manager_confirms_then_it_moves_with_history_and_journal(office: Office) -> None:
    case = office.submitted()
    office.complete(case)
    before = case_row(office, case)
    close_next_days(office)
    moved = promising.recalculate(office.desk("manajer"), [case], "SKB libur nasional")
    after = case_row(office, case)
    assert moved == 1
    with office.desk("rina").read() as session:
        calendar = calendar_of(session, after.service_point_id, after.type_code)
    assert after.due_at == due_at(5, SlaUnit.HOURS, after.complete_at, calendar)
    assert (after.calendar, after.stage) == ("revisi 2", "administrative")
    assert after.deemed_at == due_after_working_days(after.complete_at, 5, calendar) > before.deemed_at
    first, second = promises_of(office, case)
    assert (first.due_at, first.calendar, first.cause) == (before.due_at, "revisi 1", PromiseCause.COMPLETE)
    assert (second.due_at, second.cause, second.officer) == (
        after.due_at,
        PromiseCause.RECALCULATED,
        "Maya Lestari",
    )
    assert second.reason == "SKB libur nasional"
    entry = office.rows("SELECT * FROM loket.journal WHERE action = 'recalculate'")[0]
    assert (entry.login, entry.reason) == ("manajer", "SKB libur nasional")
    assert datetime.fromisoformat(entry.data["old_due"]) == before.due_at
    assert datetime.fromisoformat(entry.data["new_due"]) == after.due_at
    assert alarm_facts(office.desk("manajer")).changed == ()
    assert promising.recalculate(office.desk("manajer"), [case], "sekali lagi") == 0


def test_nobody_else_recalculates_nor_without_a_reason_nor_elsewhere(office: Office) -> None:
    case = office.submitted()
    office.complete(case)
    close_next_days(office)
    before = case_row(office, case)
    for login in ("rina", "budi", "admin", "auditor"):
        with pytest.raises(NotAllowed):
            promising.recalculate(office.desk(login), [case], "ingin saja")
    with pytest.raises(ReasonNeeded):
        promising.recalculate(office.desk("ratna"), [case], "  ")
    assert promising.recalculate(office.desk("jauh"), [case], "berkas titik lain") == 0
    assert case_row(office, case) == before


def test_a_returned_case_has_no_promise_and_begins_a_new_one(office: Office) -> None:
    case = office.submitted()
    office.complete(case)
    reviewing.send_back(
        office.desk("rina"),
        case,
        [reviewing.Reason("lain", "Pindaian kabur, mohon diulang", "", "Pindai ulang")],
    )
    after = case_row(office, case)
    assert (after.due_at, after.deemed_at) == (None, None)
    assert [row.cause for row in promises_of(office, case)] == ["complete", "ended"]


def test_the_laws_own_clock_is_listed_alarmed_and_written_down_once(office: Office) -> None:
    case = office.submitted()
    office.complete(case)
    told = case_row(office, case)
    with office.desk("rina").read() as session:
        calendar = calendar_of(session, told.service_point_id, told.type_code)
    assert told.deemed_at == due_after_working_days(told.complete_at, 5, calendar)
    (row,) = alarm_facts(office.desk("ratna")).deemed
    assert (row.id, row.days_left, row.is_passed, row.is_noted) == (case, 5, False, False)
    assert backroom.note_deemed(office.backroom()) == 0
    office.later(days=30)
    (row,) = alarm_facts(office.desk("ratna")).deemed
    assert (row.days_left, row.is_passed, row.is_noted) == (0, True, False)
    with office.desk("ratna").read() as session:
        at = session.scalar(text("SELECT loket.moment()"))
        assert deemed_counts(session, office.desk("ratna"), at) == (1, 0)
    assert backroom.note_deemed(office.backroom()) == 1
    assert backroom.note_deemed(office.backroom()) == 0
    assert alarm_facts(office.desk("manajer")).deemed[0].is_noted
    assert office.ask("SELECT count(*) FROM loket.journal WHERE thing = 'deemed_grant'") == 1


def test_a_decided_case_is_no_longer_under_the_laws_clock(office: Office) -> None:
    office.approved()
    office.later(days=30)
    assert alarm_facts(office.desk("ratna")).deemed == ()
    assert backroom.note_deemed(office.backroom()) == 0


def wait_for_guarantor(office: Office, case: int, login: str = "rina") -> None:
    office.complete(case)
    with office.desk(login).begin("menunggu jawaban penjamin") as session:
        session.execute(
            text("UPDATE loket.application SET stage = 'waiting_guarantor' WHERE id = :id"), {"id": case}
        )


def test_a_silent_guarantor_lets_the_case_lapse_after_three_days_and_nights(office: Office) -> None:
    silent, answered = office.submitted(), office.submitted(nik="3171994502850002", name="Orang Kedua")
    wait_for_guarantor(office, silent)
    wait_for_guarantor(office, answered)
    with office.desk("rina").begin() as session:
        session.execute(
            text(
                "INSERT INTO loket.guarantor_contact (application_id, service_point_id, channel, outcome, note)"
                " VALUES (:id, :point, 'phone', 'confirmed', 'ya')"
            ),
            {"id": answered, "point": office.desk("rina").point.id},
        )
    assert backroom.end_waits(office.backroom()) == 0
    office.later(days=3)
    assert backroom.end_waits(office.backroom()) == 1
    assert backroom.end_waits(office.backroom()) == 0
    assert case_row(office, silent).stage == "lapsed"
    assert case_row(office, answered).stage == "waiting_guarantor"


def test_both_clocks_stand_still_while_the_case_waits(office: Office) -> None:
    case = office.submitted()
    wait_for_guarantor(office, case)
    before = case_row(office, case)
    assert alarm_facts(office.desk("ratna")).deemed == ()
    office.later(days=20)
    with office.desk("rina").begin("dijawab") as session:
        session.execute(
            text(
                "INSERT INTO loket.guarantor_contact (application_id, service_point_id, channel, outcome, note)"
                " VALUES (:id, :point, 'phone', 'confirmed', 'ya')"
            ),
            {"id": case, "point": office.desk("rina").point.id},
        )
        session.execute(
            text("UPDATE loket.application SET stage = 'administrative' WHERE id = :id"), {"id": case}
        )
    after = case_row(office, case)
    assert after.due_at > before.due_at + timedelta(days=13)
    assert after.deemed_at > before.deemed_at + timedelta(days=13)
    assert [row.cause for row in promises_of(office, case)] == ["complete", "resumed"]
    close_next_days(office, 60)
    (row,) = alarm_facts(office.desk("ratna")).changed
    assert row.id == case, "the wait is counted again as well"


def test_two_cases_with_a_deadline_of_the_law_are_both_listed_the_nearer_first(office: Office) -> None:
    cases = [office.submitted(), office.submitted(nik="3171994502850002", name="Kedua")]
    for case in cases:
        office.complete(case)
    assert [row.id for row in alarm_facts(office.desk("ratna")).deemed] == cases
