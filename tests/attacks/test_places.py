"""Places and marks of fields: who may write them, on which paper, and what a case may not do without them."""

from collections.abc import Iterator

import pytest

from tests.attacks.town import Town, replica

TIE = (
    "INSERT INTO loket.field_place (application_id, field, service_point_id, scan_id, page, from_left, from_top,"
    " width, height) VALUES ({%s}, 'name', {MPP}, {%s}, 0, %s)"
)
GOOD = "0.1, 0.2, 0.3, 0.05"
MINE = ("leased_by_rina", "scan_of_leased_by_rina")


@pytest.fixture
def tied(town: Town) -> Iterator[None]:
    """A place that Rina tied in her case, as long as one test."""
    values = {"case": town.at[MINE[0]], "scan": town.at[MINE[1]]}
    replica(
        town.office,
        "INSERT INTO loket.field_place (application_id, field, service_point_id, scan_id, page, from_left,"
        " from_top, width, height) SELECT id, 'name', service_point_id, :scan, 0, 0.1, 0.2, 0.3, 0.05"
        " FROM loket.application WHERE id = :case",
        **values,
    )
    yield
    replica(town.office, "DELETE FROM loket.field_place WHERE application_id = :case", case=values["case"])


def test_who_holds_the_case_ties_a_field_and_his_name_is_written_by_the_law(town: Town) -> None:
    told = town.allowed(
        "rina", TIE % (*MINE, GOOD) + " RETURNING officer_id, at > now() - interval '1 minute'"
    )
    assert told == [(town.at["rina"], True)]
    for column in ("officer_id", "at"):
        lie = (TIE % (*MINE, GOOD)).replace("height)", f"height, {column})").replace("0.05)", "0.05, NULL)")
        town.refused("rina", lie, by="42501")


def test_nobody_else_ties_a_field(town: Town) -> None:
    town.refused("joko", TIE % (*MINE, GOOD), by="HeldByOther")
    town.refused("joko", TIE % ("submitted", "scan_of_submitted", GOOD), by="LeaseLost")
    town.refused("rina", TIE % ("proposed", "scan_of_proposed", GOOD), by="WrongStage")
    town.refused("rina", TIE % ("far", "far_scan", GOOD), by="NotAllowed")
    for login in ("budi", "ratna", "manajer", "admin", "auditor"):
        town.refused(login, TIE % (*MINE, GOOD), by="42501")


def test_a_field_is_tied_only_to_a_page_of_its_own_case(town: Town) -> None:
    for other in ("scan_of_submitted", "far_scan", "refused_scan"):
        town.refused("rina", TIE % (MINE[0], other, GOOD), by="NotAllowed")
    for outside in (
        "-0.1, 0, 0.3, 0.1",
        "0.9, 0, 0.3, 0.1",
        "0, 0.99, 0.1, 0.1",
        "0, 0, 0, 0.1",
        "'nan', 0, 1, 1",
    ):
        town.refused("rina", TIE % (*MINE, outside), by="ck_field_place_on_page")


def test_a_place_is_moved_and_taken_back_only_by_who_holds_the_case(town: Town, tied: None) -> None:
    move = "UPDATE loket.field_place SET from_top = 0.5 WHERE application_id = {leased_by_rina}"
    take = "DELETE FROM loket.field_place WHERE application_id = {leased_by_rina}"
    for statement in (move, take):
        town.refused("joko", statement, by="HeldByOther")
        town.refused("ratna", statement, by="42501")
        town.in_vain("jauh", statement)
        town.allowed("rina", statement)
    other = move.replace("from_top = 0.5", "scan_id = {scan_of_submitted}")
    town.refused("rina", other, by="NotAllowed")
    town.refused("rina", move.replace("from_top = 0.5", "application_id = {unmarked}"), by="42501")


def test_a_place_is_seen_at_its_own_point_alone(town: Town, tied: None) -> None:
    seen = "SELECT 1 FROM loket.field_place WHERE application_id = {leased_by_rina}"
    assert town.allowed("joko", seen) == [(1,)]
    assert town.allowed("jauh", seen, count=0) == []


def test_a_place_is_no_mark(town: Town) -> None:
    tie = (TIE % ("unmarked", "scan_of_unmarked", GOOD)).replace(
        "'name'", "unnest(loket.missing_marks({unmarked}))"
    )
    tie = tie.replace("VALUES (", "SELECT ").removesuffix(")")
    town.refused(
        "rina",
        tie,
        "UPDATE loket.application SET stage = 'technical' WHERE id = {unmarked}",
        by="MissingMark",
    )


@pytest.mark.parametrize(
    "gone",
    [
        ("DELETE FROM loket.field_mark WHERE application_id = :i AND field = 'name'", "MissingMark"),
        ("UPDATE loket.scan SET verdict = 'pending' WHERE application_id = :i", "MissingDocument"),
    ],
)
def test_nothing_is_approved_while_a_mark_or_a_paper_is_missing(town: Town, gone: tuple[str, str]) -> None:
    """Nobody can take a mark away from a proposed case; should one be missing all the same, it is not approved."""
    case, (remove, refusal) = town.at["proposed"], gone
    approve = "UPDATE loket.application SET stage = 'approved' WHERE id = {proposed}"
    town.refused("rina", remove.replace(":i", "{proposed}"), by="WrongStage")
    town.allowed("ratna", approve)
    kept = town.office.ask(
        "SELECT CAST(jsonb_agg(m) AS text) FROM loket.field_mark m WHERE application_id = :i", i=case
    )
    replica(town.office, remove, i=case)
    try:
        town.refused("ratna", approve, by=refusal)
    finally:
        _put_back(town, case, kept)


def test_marks_are_not_taken_back_on_the_way_to_a_proposal(town: Town) -> None:
    """At the technical review a mark may still change; without it nothing is proposed."""
    marks = (
        "INSERT INTO loket.field_mark (application_id, field, service_point_id, mark)"
        " SELECT {unmarked}, unnest(loket.missing_marks({unmarked})), {MPP}, 'same'"
    )
    on = "UPDATE loket.application SET stage = 'technical' WHERE id = {unmarked}"
    propose = "UPDATE loket.application SET stage = 'proposed', proposal = 'approve' WHERE id = {unmarked}"
    back = "DELETE FROM loket.field_mark WHERE application_id = {unmarked} AND field = 'name'"
    town.allowed("rina", marks, on, propose)
    town.refused("rina", marks, on, back, propose, by="MissingMark")


@pytest.mark.parametrize(
    ("condition", "value", "holds"),
    [
        ('{"field": "n", "least": 2}', "2", True),
        ('{"field": "n", "least": 2}', "1", False),
        ('{"field": "n", "least": 2, "most": 4}', "5", False),
        ('{"field": "n", "most": 4}', "4", True),
        ('{"field": "n", "most": 4}', "empat", False),
        ('{"field": "n", "values": ["a"]}', "a", True),
        ('{"field": "n", "values": ["a"]}', "b", False),
        ("null", "b", True),
    ],
)
def test_the_law_and_the_program_agree_on_conditions(
    town: Town, condition: str, value: str, holds: bool
) -> None:
    """A field that the form shows by number must not escape its mark."""
    sql = "SELECT loket.condition_holds(CAST(:c AS jsonb), jsonb_build_object('n', CAST(:v AS text)))"
    assert town.office.ask(sql, c=condition, v=value) is holds


def _put_back(town: Town, case: int, kept: str) -> None:
    replica(
        town.office,
        "INSERT INTO loket.field_mark SELECT * FROM jsonb_populate_recordset(NULL::loket.field_mark,"
        " CAST(:kept AS jsonb)) ON CONFLICT DO NOTHING",
        kept=kept,
    )
    replica(town.office, "UPDATE loket.scan SET verdict = 'accepted' WHERE application_id = :i", i=case)
