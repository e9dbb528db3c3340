"""Every cell stage x action x role of the three machines: the program and the database say the same."""

from collections.abc import Iterator
from itertools import product
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from tests.make import PASSWORD
from workstation.embedded import Cluster
from workstation.errors import Problem, WrongStage, from_law
from workstation.models.lifecycle import MACHINES, VISIT, Machine, move
from workstation.vocabulary import CaseStage, Demand, DocumentStage, Role, VisitStage

STAGES = {"visit": VisitStage, "case": CaseStage, "document": DocumentStage}
ENDS = {
    "visit": {"finished", "cancelled", "lapsed", "refused"},
    "case": {"approved", "refused", "withdrawn", "lapsed"},
    "document": {"withdrawn", "superseded", "expired"},
}
by_machine = pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)


@pytest.fixture(scope="module")
def asker(cluster: Cluster, template: str) -> Iterator[Connection]:
    """A superuser's connection on which the session can be made anybody's."""
    from tests.conftest import owner_engine, run_alone

    run_alone(cluster, f"CREATE DATABASE machines TEMPLATE {template}")
    engine = owner_engine(cluster, "machines")
    with engine.begin() as connection:
        for role in Role:
            connection.execute(text(f"DROP ROLE IF EXISTS only_{role}"))
            connection.execute(
                text(f"CREATE ROLE only_{role} LOGIN PASSWORD '{PASSWORD}' IN ROLE loket_{role}")
            )
        # the test alone may ask the law's inner function; in an office nobody may
        connection.execute(
            text("GRANT EXECUTE ON FUNCTION loket.demand_transition(text, text, text) TO PUBLIC")
        )
        connection.execute(text("GRANT USAGE ON SCHEMA loket TO PUBLIC"))
    with engine.connect() as connection:
        yield connection
    with engine.begin() as connection:
        for role in Role:
            connection.execute(text(f"DROP OWNED BY only_{role}"))
            connection.execute(text(f"DROP ROLE only_{role}"))
    engine.dispose()
    run_alone(cluster, "DROP DATABASE machines WITH (FORCE)")


def answers(connection: Connection, machine: Machine, role: Role) -> dict[tuple[str, str], str]:
    """What the database says to one role of every pair of stages: "" or the name of the refusal."""
    connection.rollback()
    connection.execute(
        text(
            "CREATE OR REPLACE FUNCTION pg_temp.answer(m text, s text, t text) RETURNS text LANGUAGE plpgsql AS $$"
            " BEGIN PERFORM loket.demand_transition(m, s, t); RETURN '';"
            " EXCEPTION WHEN SQLSTATE 'LK000' THEN RETURN SQLERRM; END $$"
        )
    )
    stages = [stage.value for stage in STAGES[machine.name]]
    connection.execute(text("GRANT EXECUTE ON FUNCTION pg_temp.answer(text, text, text) TO PUBLIC"))
    space = connection.scalar(text("SELECT nspname FROM pg_namespace WHERE oid = pg_my_temp_schema()"))
    connection.execute(text(f"GRANT USAGE ON SCHEMA {space} TO PUBLIC"))
    connection.execute(text(f"SET LOCAL SESSION AUTHORIZATION only_{role}"))
    rows = connection.execute(
        text(
            "SELECT s, t, pg_temp.answer(:m, s, t) AS said"
            " FROM unnest(CAST(:stages AS text[])) s, unnest(CAST(:stages AS text[])) t"
        ),
        {"m": machine.name, "stages": stages},
    ).all()
    connection.rollback()
    return {(source, target): said for source, target, said in rows}


@by_machine
def test_the_database_allows_each_role_exactly_what_the_table_of_moves_says(
    machine: Machine, asker: Connection
) -> None:
    stages = [stage.value for stage in STAGES[machine.name]]
    for role in Role:
        said = answers(asker, machine, role)
        assert len(said) == len(stages) ** 2
        for source, target in product(stages, stages):
            moves = [m for m in machine.moves if m.source == source and m.target == target]
            allowed = any(role in m.roles for m in moves)
            wanted = "" if allowed else ("NotAllowed" if moves else "WrongStage")
            assert said[source, target] == wanted, (machine.name, source, target, role)


@by_machine
def test_every_cell_of_stage_and_action_leads_where_the_table_says_or_is_refused_with_its_facts(
    machine: Machine,
) -> None:
    actions = sorted({m.action for m in machine.moves} | {"fly"})
    for stage, action in product(STAGES[machine.name], actions):
        declared = [m for m in machine.moves if (m.source, m.action) == (stage, action)]
        assert len(declared) <= 1, "one action leads to one stage"
        assert machine.allows(stage, action) is bool(declared)
        for target in STAGES[machine.name]:
            thing = SimpleNamespace(stage=str(stage))
            if declared and declared[0].target == target:
                move(machine, thing, target, action)
                assert thing.stage == target
                continue
            with pytest.raises(WrongStage) as refused:
                move(machine, thing, target, action)
            assert refused.value == WrongStage(machine.name, stage, action)
            assert thing.stage == stage


@by_machine
def test_every_stage_is_reached_and_only_ends_have_no_way_on(machine: Machine) -> None:
    first = machine.moves[0].source
    reached = {str(first)} | {str(m.target) for m in machine.moves}
    assert reached == {stage.value for stage in STAGES[machine.name]}
    assert {s for s in reached if not any(m.source == s for m in machine.moves)} == ENDS[machine.name]


@by_machine
def test_every_move_is_somebodys(machine: Machine) -> None:
    for m in machine.moves:
        assert m.roles
        assert not {Role.MANAGER, Role.ADMIN, Role.AUDITOR} & set(m.roles), m


@given(st.sampled_from(MACHINES), st.data())
def test_no_row_of_actions_leads_to_a_stage_that_is_not_declared(
    machine: Machine, data: st.DataObject
) -> None:
    actions = st.lists(
        st.sampled_from(sorted({m.action for m in machine.moves} | {"", "approve", "x"})), max_size=30
    )
    declared = {stage.value for stage in STAGES[machine.name]}
    stage = str(machine.moves[0].source)
    for action in data.draw(actions):
        if not machine.allows(stage, action):
            with pytest.raises(WrongStage) as refused:
                machine.target(stage, action)
            assert refused.value == WrongStage(machine.name, stage, action)
            continue
        target = machine.target(stage, action)
        assert any(m.source == stage and m.target == target for m in machine.moves)
        stage = str(target)
        assert stage in declared


@given(st.sampled_from(MACHINES), st.text(max_size=20), st.text(max_size=20))
def test_a_stage_that_nobody_knows_allows_nothing(machine: Machine, stage: str, action: str) -> None:
    if stage not in {s.value for s in STAGES[machine.name]}:
        assert not machine.allows(stage, action)
        with pytest.raises(WrongStage):
            machine.target(stage, action)


def test_the_databases_refusal_is_the_programs(asker: Connection) -> None:
    said = answers(asker, MACHINES[1], Role.OFFICER)["draft", "approved"]
    problem: Problem = from_law(said, {"thing": "case", "stage": "draft", "action": "approved"})
    assert problem == WrongStage("case", "draft", "approved")


def test_nobody_moves_a_colleagues_visitor_by_any_step() -> None:
    """The trigger asks whose he is by the table alone."""
    held = (VisitStage.CALLED, VisitStage.SERVING, VisitStage.HELD)
    assert all(Demand.OWN_VISITOR in move.demands for move in VISIT.moves if move.source in held)
