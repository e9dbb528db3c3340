"""Totals that balance: the published figures, a real day with its slips, and every way to break one by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from tests.history import fill, spoil
from tests.issued import Shelf
from tests.make import Office, exhausted
from tests.printed import come_out
from tests.usecases.test_persons import UNFIT, group, ids
from workstation.balancing import TERMS
from workstation.errors import NotAllowed, PeriodTooLarge
from workstation.models.lifecycle import MACHINES
from workstation.printing.spooler import FolderSpooler
from workstation.queries.totals import Balance, balance
from workstation.usecases import calling, deciding, intake, persons, reviewing
from workstation.usecases.reviewing import Reason
from workstation.vocabulary import CaseStage, PersonVerdict, Proposal, TotalClass, TotalLeg

MAY_2020 = (datetime(2020, 5, 20, tzinfo=UTC), datetime(2020, 5, 27, tzinfo=UTC))
SIKM = {"technical": 64, "waiting_guarantor": 682, "refused": 4544, "approved": 1332, "draft": 11}
HALF_YEAR = (datetime(2020, 1, 1, tzinfo=UTC), datetime(2020, 6, 16, tzinfo=UTC))
ALL_PERMITS = {"approved": 175_225, "refused": 60_077, "technical": 3_472, "submitted": 877}
LITTLE = {
    "submitted": 2,
    "technical": 1,
    "refused": 2,
    "approved": 3,
    "returned": 1,
    "withdrawn": 1,
    "draft": 1,
}


def written(found: Balance, leg: TotalLeg) -> tuple[int, dict[TotalClass, int]]:
    """The equation of a leg: what was given, and every term that is not nought."""
    (equation,) = (one for one in found.equations if one.leg == leg)
    return equation.given.number, {part.name: part.number for part in equation.parts if part.number}


def of_may(office: Office, login: str = "manajer", *, city: bool = False) -> Balance:
    return balance(office.desk(login), date(2020, 5, 1), date(2020, 5, 31), city=city)


def of_today(office: Office) -> Balance:
    today = office.desk("manajer").today()
    return balance(office.desk("manajer"), today - timedelta(days=1), today)


def broken(found: Balance) -> list[tuple[str, str, str]]:
    assert not found.is_balanced
    return [(row.leg, row.code, row.number) for row in found.breaks]


def test_given_the_figures_of_may_2020_when_pressed_then_the_equation_is_theirs_to_the_last_case(
    office: Office,
) -> None:
    """ANTARA, 27 May 2020: 6,622 = 64 in process + 682 waiting for the guarantor + 4,544 refused + 1,332 issued."""
    fill(office, SIKM, *MAY_2020)
    found = of_may(office)
    assert written(found, TotalLeg.CASES) == (
        6622,
        {
            TotalClass.IN_PROCESS: 64,
            TotalClass.WAITING: 682,
            TotalClass.REFUSED: 4544,
            TotalClass.ISSUED: 1332,
        },
    )
    assert written(found, TotalLeg.LETTERS) == (4544 + 1332, {TotalClass.UNSIGNED: 4544 + 1332})
    assert found.is_balanced
    assert of_may(office, city=True).equations == found.equations
    assert of_may(office, "ratna").equations == found.equations


@pytest.mark.slow
def test_given_the_figures_of_half_a_year_then_the_equation_is_theirs_to_the_last_case(
    office: Office,
) -> None:
    """Makronesia, June 2020: 239,651 = 175,225 issued + 60,077 refused + 3,472 in process + 877 just submitted."""
    fill(office, ALL_PERMITS, *HALF_YEAR, papers=False)
    found = balance(office.desk("manajer"), date(2020, 1, 1), date(2020, 6, 16), city=True)
    assert written(found, TotalLeg.CASES) == (
        239_651,
        {
            TotalClass.SUBMITTED: 877,
            TotalClass.IN_PROCESS: 3_472,
            TotalClass.REFUSED: 60_077,
            TotalClass.ISSUED: 175_225,
        },
    )
    assert found.equations[0].difference == 0


def test_more_of_the_city_than_may_be_counted_beside_the_work_is_refused_at_once(office: Office) -> None:
    fill(office, LITTLE, *MAY_2020)
    office.run("UPDATE pg_class SET reltuples = 50000000 WHERE oid = 'loket.application'::regclass")
    with pytest.raises(PeriodTooLarge) as refused:
        of_may(office, city=True)
    assert refused.value.cases > refused.value.most
    assert of_may(office).is_balanced


def test_the_parts_of_a_period_add_up_to_the_whole_and_a_moment_in_between_balances_too(
    office: Office,
) -> None:
    fill(office, SIKM, *MAY_2020)
    desk = office.desk("manajer")
    first = balance(desk, date(2020, 5, 20), date(2020, 5, 23))
    second = balance(desk, date(2020, 5, 24), date(2020, 5, 27))
    assert first.is_balanced
    assert second.is_balanced
    assert written(first, TotalLeg.CASES)[0] + written(second, TotalLeg.CASES)[0] == 6622
    with desk.read() as session:
        then = session.execute(
            text("SELECT class, is_given, number FROM loket.totals(:p, :s, :u) WHERE leg = 'cases'"),
            {"p": desk.point.id, "s": MAY_2020[0], "u": MAY_2020[0] + timedelta(hours=9)},
        ).all()
    given = sum(row.number for row in then if row.is_given)
    assert given == sum(row.number for row in then if not row.is_given) > 100
    # in the middle of the day some were still on their way that are decided now
    assert "in_process" in {row[0] for row in then}


def test_given_a_whole_day_with_slips_and_returns_then_every_equation_balances(
    office: Office, tmp_path
) -> None:
    shelf, budi = Shelf(office), office.desk("budi", counter=2)
    for service in ("intake", "intake", "intake", "counselling"):
        office.walk_in(service=service)
    missed = calling.call_next(budi).visit_id
    calling.note_no_show(budi, missed)
    calling.put_back(budi, missed)
    calling.call_one(budi, missed)
    calling.serve(budi, missed)
    calling.transfer(budi, missed, office.id_of("service", "code", "counselling"), "salah antre")
    served = calling.call_next(budi).visit_id
    calling.serve(budi, served)
    calling.finish(budi, served)
    document, letter = shelf.issued(), shelf.refused(nik="3171994502850002")
    spooler = FolderSpooler(tmp_path)
    for paper in (document, letter):
        come_out(budi, paper, spooler)
    shelf.withdrawn(document)
    office.draft(nik="3171994502850003")
    intake.withdraw(budi, office.draft(nik="3171994502850004")[0].id, "batal")
    back = office.submitted(nik="3171994502850005")
    reviewing.take(office.desk("rina"), back)
    reviewing.send_back(office.desk("rina"), back, [Reason("unclear", "Tidak terbaca")])
    found = of_today(office)
    assert found.breaks == ()
    assert written(found, TotalLeg.CASES) == (
        3,
        {TotalClass.WAITING: 1, TotalClass.REFUSED: 1, TotalClass.ISSUED: 1},
    )
    assert written(found, TotalLeg.TICKETS) == (4, {TotalClass.WAITING: 3, TotalClass.FINISHED: 1})
    assert written(found, TotalLeg.LETTERS) == (
        3,
        {TotalClass.UNSIGNED: 1, TotalClass.PRINTED: 1, TotalClass.WITHDRAWN: 1},
    )
    assert written(found, TotalLeg.SHEETS) == (2, {TotalClass.PRINTED: 2})
    assert found.is_balanced


def test_given_a_list_decided_person_by_person_then_both_its_letters_are_owed_and_missed(
    office: Office,
) -> None:
    case = group(office)
    rina, persons_of = office.desk("rina"), ids(office, case)
    persons.decide_workers(rina, case, persons_of[:4], PersonVerdict.APPROVE)
    persons.decide_workers(rina, case, persons_of[4:], PersonVerdict.REFUSE, UNFIT)
    reviewing.propose(rina, case, Proposal.APPROVE)
    exhausted(deciding.approve_many(office.desk("ratna"), [case]))
    assert written(of_today(office), TotalLeg.LETTERS) == (2, {TotalClass.UNSIGNED: 2})
    assert of_today(office).is_balanced
    number = office.ask("SELECT number FROM loket.application")
    spoil(office, "DELETE FROM loket.document WHERE kind = 'persons_letter'")
    assert ("letters", "no_paper", number) in broken(of_today(office))


def test_given_a_step_taken_back_then_nothing_is_missing(office: Office) -> None:
    case = office.submitted()
    office.complete(case)
    with office.desk("rina").begin() as session:
        session.execute(text("SELECT loket.undo_last_step('case', :id)"), {"id": case})
    ticket = office.walk_in()
    with office.desk("budi").begin() as session:
        session.execute(text("SELECT loket.undo_last_step('visit', :id)"), {"id": ticket.visit_id})
    found = of_today(office)
    assert found.is_balanced
    assert written(found, TotalLeg.CASES) == (1, {TotalClass.SUBMITTED: 1})
    assert written(found, TotalLeg.TICKETS) == (1, {TotalClass.BOOKED: 1})


@pytest.mark.parametrize(
    ("leg", "code", "number", "act"),
    [
        (
            "cases",
            "lost_step",
            "MPP-2020-000004",
            "DELETE FROM loket.stage_interval USING loket.application a WHERE machine = 'case' AND a.id = thing_id"
            " AND a.number = 'MPP-2020-000004' AND to_at IS NULL",
        ),
        (
            "cases",
            "lost_step",
            "MPP-2020-000006",
            "DELETE FROM loket.stage_interval USING loket.application a WHERE machine = 'case' AND a.id = thing_id"
            " AND a.number = 'MPP-2020-000006' AND stage_interval.stage = 'draft'",
        ),
        (
            "cases",
            "lost_step",
            "MPP-2020-000005",
            "DELETE FROM loket.stage_interval USING loket.application a WHERE machine = 'case' AND a.id = thing_id"
            " AND a.number = 'MPP-2020-000005'",
        ),
        (
            "cases",
            "other_stage",
            "MPP-2020-000002",
            "UPDATE loket.application SET stage = 'withdrawn' WHERE number = 'MPP-2020-000002'",
        ),
        (
            "cases",
            "other_stage",
            "MPP-2020-000003",
            "UPDATE loket.application SET received_at = NULL WHERE number = 'MPP-2020-000003'",
        ),
        (
            "cases",
            "number_hole",
            "MPP-2020-000003",
            "UPDATE loket.application SET number = 'MPP-2020-000099' WHERE number = 'MPP-2020-000003'",
        ),
        (
            "cases",
            "number_foreign",
            "MPP-2020-000099",
            "UPDATE loket.application SET number = 'MPP-2020-000099' WHERE number = 'MPP-2020-000003'",
        ),
        (
            "letters",
            "no_paper",
            "{refused}",
            "DELETE FROM loket.document WHERE application_id ="
            " (SELECT id FROM loket.application WHERE number = '{refused}')",
        ),
        (
            "letters",
            "number_hole",
            "TOLAK/MPP/2020: 1",
            "DELETE FROM loket.document WHERE application_id ="
            " (SELECT id FROM loket.application WHERE number = '{refused}')",
        ),
        (
            "letters",
            "number_twice",
            "",
            "UPDATE loket.document d SET number = replace(o.number, '/V/', '/VI/') FROM loket.document o"
            " WHERE o.number LIKE '%TOLAK%' AND d.number LIKE '%TOLAK%' AND o.id < d.id",
        ),
        (
            "letters",
            "forbidden_step",
            "{letter}",
            "UPDATE loket.document SET stage = 'handed_over' WHERE number = '{letter}';"
            "UPDATE loket.stage_interval SET to_at = from_at + interval '1 hour' WHERE machine = 'document'"
            " AND thing_id = (SELECT id FROM loket.document WHERE number = '{letter}');"
            "INSERT INTO loket.stage_interval (service_point_id, machine, thing_id, stage, from_at, undone)"
            " SELECT service_point_id, machine, thing_id, 'handed_over', to_at, false FROM loket.stage_interval"
            " WHERE machine = 'document' AND to_at IS NOT NULL",
        ),
        (
            "letters",
            "no_decision",
            "{letter}",
            "UPDATE loket.application SET decided_at = NULL WHERE number = '{refused}'",
        ),
    ],
)
def test_given_one_row_spoiled_by_the_servers_master_then_it_is_named(
    office: Office, leg: str, code: str, number: str, act: str
) -> None:
    fill(office, LITTLE, *MAY_2020)
    assert of_may(office).is_balanced
    names = {
        "refused": office.ask("SELECT min(number) FROM loket.application WHERE stage = 'refused'"),
        "letter": office.ask(
            "SELECT d.number FROM loket.document d WHERE number LIKE '%TOLAK%' ORDER BY d.id LIMIT 1"
        ),
    }
    spoil(office, *act.format(**names).split(";"))
    found = broken(of_may(office))
    assert (leg, code, number.format(**names)) in [
        (of, why, which if number else "") for of, why, which in found
    ]


def test_given_a_case_without_its_last_step_then_the_equation_is_short_by_one(office: Office) -> None:
    fill(office, LITTLE, *MAY_2020)
    spoil(
        office,
        "DELETE FROM loket.stage_interval WHERE machine = 'case' AND stage = 'refused' AND to_at IS NULL"
        " AND thing_id = (SELECT min(id) FROM loket.application WHERE stage = 'refused')",
    )
    found = of_may(office)
    (cases,) = (one for one in found.equations if one.leg == TotalLeg.CASES)
    assert cases.difference == 1
    assert not found.is_balanced


@pytest.mark.parametrize(
    ("leg", "code", "number", "act"),
    [
        (
            "tickets",
            "number_hole",
            "B-002",
            "DELETE FROM loket.stage_interval WHERE machine = 'visit' AND thing_id ="
            " (SELECT id FROM loket.visit WHERE ticket = 'B-002'); DELETE FROM loket.health_declaration"
            " WHERE visit_id = (SELECT id FROM loket.visit WHERE ticket = 'B-002');"
            "DELETE FROM loket.visit WHERE ticket = 'B-002'",
        ),
        (
            "tickets",
            "number_hole",
            "B-004",
            "UPDATE loket.number_series SET last = 4 WHERE series = 'ticket'",
        ),
        ("tickets", "number_hole", "B-001", "UPDATE loket.visit SET ticket = 'B-007' WHERE ticket = 'B-001'"),
        (
            "tickets",
            "other_stage",
            "B-001",
            "UPDATE loket.visit SET stage = 'finished' WHERE ticket = 'B-001'",
        ),
        ("letters", "number_hole", "1", "UPDATE loket.document SET serial = 2"),
        ("letters", "number_foreign", "SK-1", "UPDATE loket.document SET number = 'SK-1'"),
        ("sheets", "copy_hole", "{letter}", "UPDATE loket.print_job SET copy = 2, reason = 'rusak'"),
        ("sheets", "print_end", "{letter} (1)", "UPDATE loket.print_job SET state = 'queued'"),
    ],
)
def test_given_a_ticket_a_letter_or_a_sheet_of_today_gone_astray_then_it_is_named(
    office: Office, tmp_path, leg: str, code: str, number: str, act: str
) -> None:
    for _ in range(3):
        office.walk_in()
    document = Shelf(office).issued()
    budi = office.desk("budi", counter=2)
    come_out(budi, document, FolderSpooler(tmp_path))
    assert of_today(office).is_balanced
    letter = office.ask("SELECT number FROM loket.document")
    spoil(office, *act.split(";"))
    assert (leg, code, number.format(letter=letter)) in broken(of_today(office))


def test_given_money_taken_that_is_not_what_was_ordered_then_the_equation_and_the_order_say_so(
    office: Office,
) -> None:
    case = office.submitted()
    for number, paid in ((1, None), (2, 150_000), (3, 250_000)):
        spoil(
            office,
            "INSERT INTO loket.levy_order (application_id, service_point_id, number, amount, basis, due_on,"
            f" ordered_by, paid_amount, paid_at) SELECT {case}, a.service_point_id, loket.number_label('levy', 'MPP',"
            f" extract(year FROM now())::text, {number}), 150000, 'Perda', loket.local_day(now()), o.id,"
            f" {paid or 'NULL'}, {'now()' if paid else 'NULL'} FROM loket.application a, loket.officer o"
            f" WHERE a.id = {case} AND o.login = 'rina'",
        )
    spoil(
        office,
        "INSERT INTO loket.number_series SELECT 'levy', 'MPP', extract(year FROM now())::text, 4",
    )
    found = of_today(office)
    assert written(found, TotalLeg.MONEY) == (450_000, {TotalClass.PAID: 400_000, TotalClass.UNPAID: 150_000})
    year = office.desk("manajer").today().year
    assert broken(found) == [
        ("money", "other_amount", f"SKRD/MPP/{year}/00003"),
        ("money", "number_hole", f"SKRD/MPP/{year}/00004"),
    ]


def test_every_stage_is_counted_under_a_name_that_the_screen_can_say(office: Office) -> None:
    for machine in MACHINES:
        stages = {move.source for move in machine.moves} | {move.target for move in machine.moves}
        for stage in stages - {CaseStage.DRAFT.value}:
            name = office.ask("SELECT loket.total_class(:m, :s)", m=machine.name, s=str(stage))
            assert name in set(TotalClass), (machine.name, stage)
    assert set(TERMS) == set(TotalLeg)


@pytest.mark.parametrize("login", ["budi", "rina", "admin"])
def test_who_does_not_answer_for_the_office_may_not_ask(office: Office, login: str) -> None:
    with pytest.raises(NotAllowed):
        of_may(office, login)


def test_a_supervisor_asks_for_his_own_point_alone(office: Office) -> None:
    with pytest.raises(NotAllowed):
        of_may(office, "ratna", city=True)
