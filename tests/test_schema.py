"""The schema in the database is the one the models say, comes and goes as one, and grants what was reviewed."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, text
from sqlalchemy.exc import DataError

from tests import catalogue
from tests.conftest import owner_engine, run_alone
from tests.make import PASSWORD, Office
from workstation.embedded import Cluster
from workstation.errors import SchemaMismatch
from workstation.migrations import running
from workstation.models.base import SCHEMA_HEAD
from workstation.models.everything import METADATA
from workstation.models.lifecycle import MACHINES
from workstation.usecases import signing_in

TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'loket'::regnamespace AND relkind = 'r'"
REVIEWED = Path(__file__).parent / "catalogue_snapshot.txt"
OPEN_TO_ALL_STAFF = {("alembic_version", "for_all")}
"""Policies of staff that are simply true: the version is asked before anybody is recognised."""


@pytest.fixture(scope="module")
def fresh(cluster: Cluster) -> Iterator[Engine]:
    """A database with the schema and nothing in it."""
    run_alone(cluster, "CREATE DATABASE schema_only")
    engine = owner_engine(cluster, "schema_only")
    running.initialise(engine)
    running.migrate(engine)
    yield engine
    engine.dispose()
    run_alone(cluster, "DROP DATABASE schema_only WITH (FORCE)")


def ask(engine: Engine, question: str) -> list[str]:
    with engine.connect() as connection:
        return [str(answer) for answer in connection.scalars(text(question))]


def everything(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return catalogue.lines(connection, catalogue.QUESTIONS | catalogue.DEEPER)


def test_the_program_knows_the_newest_revision(fresh: Engine) -> None:
    assert running.head() == SCHEMA_HEAD
    with fresh.connect() as connection:
        assert running.found(connection) == SCHEMA_HEAD


def test_the_tables_are_what_the_models_say(fresh: Engine) -> None:
    with fresh.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_schemas": True,
                "version_table_schema": "loket",
                "compare_type": True,
                "include_name": lambda name, kind, _: kind != "schema" or name == "loket",
            },
        )
        # written by hand in the law: indexes for which the models have no use
        by_hand = {
            "ix_application_kept",
            "ix_document_kept",
            "ix_application_version",
            "ix_health_declaration_declared_at",
            "ix_journal_at",
            "ix_scan_kept",
            "ix_scan_page_bands",
            "ix_visit_application",
            "ix_visit_kept",
            "ix_visit_nik",
            "uq_visit_ticket_day",
        }
        differences = [
            found
            for found in compare_metadata(context, METADATA)
            if not (found[0] == "remove_index" and found[1].name in by_hand)
        ]
    assert differences == []


def test_down_and_up_again_leaves_the_same_schema(fresh: Engine) -> None:
    before = everything(fresh)
    assert len(before) > 300
    running.migrate(fresh, "base")
    assert ask(
        fresh, "SELECT relname FROM pg_class WHERE relnamespace = 'loket'::regnamespace AND relkind = 'r'"
    ) == ["alembic_version"]
    assert ask(fresh, "SELECT proname FROM pg_proc WHERE pronamespace = 'loket'::regnamespace") == []
    running.migrate(fresh)
    assert everything(fresh) == before


def rows_of(office: Office) -> dict[str, str]:
    """A fingerprint of every table that both schemas have."""
    tables = [
        row.relname for row in office.rows(TABLES) if row.relname not in {"alembic_version", "operation"}
    ]
    return {
        one: office.ask(
            f"SELECT md5(coalesce(string_agg(t::text, ';' ORDER BY t::text), '')) FROM loket.{one} t"
        )
        for one in tables
    }


def test_an_office_with_cases_goes_down_and_up_again_and_keeps_every_row(office: Office) -> None:
    office.approved()
    office.walk_in()
    before = rows_of(office)
    assert len(before) > 20
    running.migrate(office.owner, "0001")
    assert "operation" not in {row.relname for row in office.rows(TABLES)}
    assert rows_of(office) == before
    with pytest.raises(SchemaMismatch):
        signing_in.sign_in(office.url(), "sari", PASSWORD)
    running.migrate(office.owner)
    assert rows_of(office) == before
    office.walk_in()
    assert office.ask("SELECT count(*) FROM loket.operation") == 1


def test_a_migration_that_fails_leaves_the_old_schema_working(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripts = tmp_path / "migrations"
    shutil.copytree(running.HERE, scripts)
    (scripts / "versions" / "9999_broken.py").write_text(
        "from alembic import op\n"
        f"revision, down_revision = '9999', '{SCHEMA_HEAD}'\n"
        "def upgrade():\n"
        "    op.execute('ALTER TABLE loket.visit ADD COLUMN half int')\n"
        "    op.execute('DROP TABLE loket.holiday')\n"
        "    op.execute('SELECT 1 / 0')\n",
        encoding="utf-8",
    )
    office.walk_in()
    before, rows = everything(office.owner), rows_of(office)
    monkeypatch.setattr(running, "HERE", scripts)
    assert running.head() == "9999"
    with pytest.raises(DataError, match="division by zero"):
        running.migrate(office.owner)
    assert (everything(office.owner), rows_of(office)) == (before, rows)
    office.walk_in()


def test_shutting_and_migrating_again_changes_nothing(fresh: Engine) -> None:
    before = everything(fresh)
    running.initialise(fresh)
    running.migrate(fresh)
    assert everything(fresh) == before


def test_the_moves_in_the_database_are_those_of_the_program(fresh: Engine) -> None:
    with fresh.connect() as connection:
        rows = connection.execute(text("SELECT * FROM loket.transition"))
        found = {
            (r.machine, r.source, r.action, r.target, tuple(r.roles), tuple(r.demands), r.undo_minutes)
            for r in rows
        }
    assert found == {
        (m.name, str(v.source), v.action, str(v.target), tuple(map(str, v.roles)), tuple(v.demands), v.undo)
        for m in MACHINES
        for v in m.moves
    }


def test_what_everybody_may_do_is_what_was_reviewed(fresh: Engine) -> None:
    """After a change that is meant: LOKET_REVIEW=1 pytest tests/test_schema.py, then read the difference."""
    with fresh.connect() as connection:
        found = catalogue.lines(connection, catalogue.QUESTIONS)
    if os.environ.get("LOKET_REVIEW"):
        REVIEWED.write_text("\n".join(found) + "\n", encoding="utf-8")
    assert found == REVIEWED.read_text(encoding="utf-8").splitlines()


# -- rules that hold for whatever is added ------------------------------------------------------------------


def test_every_table_has_forced_row_security_and_a_policy_for_its_owner(fresh: Engine) -> None:
    assert (
        ask(
            fresh,
            "SELECT relname FROM pg_class c WHERE relnamespace = 'loket'::regnamespace AND relkind IN ('r', 'p')"
            " AND NOT (relrowsecurity AND relforcerowsecurity AND EXISTS (SELECT FROM pg_policy p"
            " WHERE p.polrelid = c.oid AND p.polname = 'law'))",
        )
        == []
    )


def test_there_is_no_view_that_would_read_with_its_owners_eyes(fresh: Engine) -> None:
    assert (
        ask(
            fresh,
            "SELECT relname FROM pg_class WHERE relnamespace = 'loket'::regnamespace AND (relkind IN ('m', 'f')"
            " OR relkind = 'v' AND NOT coalesce(reloptions @> ARRAY['security_invoker=true'], false))",
        )
        == []
    )


def test_no_policy_of_staff_is_simply_true(fresh: Engine) -> None:
    with fresh.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'loket'"
                " AND roles && ARRAY['loket_staff', 'loket_officer', 'loket_reviewer', 'loket_supervisor',"
                " 'loket_manager', 'loket_admin', 'loket_auditor', 'public']::name[]"
                " AND (coalesce(qual, 'true') NOT LIKE '%loket.my_%' OR with_check NOT LIKE '%loket.my_%')"
            )
        )
        assert {(r.tablename, r.policyname) for r in rows} == OPEN_TO_ALL_STAFF


def test_every_function_fixes_where_it_looks_for_names(fresh: Engine) -> None:
    assert (
        ask(
            fresh,
            "SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace = 'loket'::regnamespace"
            " AND NOT coalesce(p.proconfig::text ~ 'search_path=pg_catalog(, loket)?, pg_temp', false)"
            " AND (p.prosecdef OR p.prosqlbody IS NULL)",  # the names of a parsed body were bound when it was written
        )
        == []
    )


def test_the_public_has_no_right_on_anything(fresh: Engine) -> None:
    assert (
        ask(
            fresh,
            "SELECT relname FROM pg_class c, aclexplode(c.relacl) g WHERE g.grantee = 0"
            " AND c.relnamespace = 'loket'::regnamespace"
            " UNION ALL SELECT attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid,"
            " aclexplode(a.attacl) g WHERE g.grantee = 0 AND c.relnamespace = 'loket'::regnamespace"
            " UNION ALL SELECT proname FROM pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g"
            " WHERE g.grantee = 0 AND p.pronamespace = 'loket'::regnamespace"
            " UNION ALL SELECT nspname FROM pg_namespace n, aclexplode(n.nspacl) g WHERE g.grantee = 0"
            " AND n.nspname IN ('loket', 'public')"
            " UNION ALL SELECT datname FROM pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) g"
            " WHERE g.grantee = 0 AND d.datname IN (current_database(), 'postgres', 'template1')"
            " AND (d.datname <> 'template1' OR g.privilege_type <> 'x')",
        )
        == []
    )


def test_a_function_made_later_is_nobodys(fresh: Engine) -> None:
    with fresh.connect() as connection:
        connection.execute(text("SET LOCAL ROLE loket_owner"))
        connection.execute(text("CREATE FUNCTION loket.later() RETURNS int LANGUAGE sql AS 'SELECT 1'"))
        may = "SELECT has_function_privilege('loket_staff', 'loket.later()', 'execute')"
        assert connection.scalar(text(may)) is False
        connection.rollback()


def test_nobody_but_the_owner_role_owns_anything_and_nobody_can_become_it(fresh: Engine) -> None:
    assert (
        ask(
            fresh,
            "SELECT relname FROM pg_class WHERE relnamespace = 'loket'::regnamespace"
            " AND relowner <> 'loket_owner'::regrole"
            " UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'loket'::regnamespace"
            " AND proowner <> 'loket_owner'::regrole"
            " UNION ALL SELECT relname FROM pg_class WHERE relowner NOT IN"
            " ('loket_owner'::regrole, 'postgres'::regrole)",
        )
        == []
    )
    assert (
        ask(fresh, "SELECT rolname FROM pg_roles WHERE rolname = 'loket_owner' AND (rolcanlogin OR rolsuper)")
        == []
    )
    members = ask(fresh, "SELECT member::regrole FROM pg_auth_members WHERE roleid = 'loket_owner'::regrole")
    assert members == ["postgres"]


def test_no_role_of_the_office_has_a_power_of_the_server(fresh: Engine) -> None:
    assert (
        ask(
            fresh,
            "SELECT rolname FROM pg_roles WHERE rolname LIKE 'loket%'"
            " AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls)",
        )
        == []
    )
    assert (
        ask(
            fresh,
            "SELECT roleid::regrole FROM pg_auth_members WHERE admin_option AND member::regrole::text LIKE 'loket%'",
        )
        == []
    )


def test_who_types_numbers_of_identity_may_not_read_them_in_any_table(fresh: Engine) -> None:
    """Whatever column is added under one of these names stays hidden from staff."""
    assert (
        ask(
            fresh,
            "SELECT DISTINCT c.relname || '.' || a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid,"
            " pg_roles r WHERE c.relnamespace = 'loket'::regnamespace AND c.relkind = 'r'"
            " AND r.rolname LIKE 'loket%' AND r.rolname NOT IN ('loket_owner', 'loket_service', 'loket_backroom')"
            " AND a.attname IN ('nik', 'applicant_nik', 'fields', 'phone', 'address', 'record')"
            " AND c.relname <> 'service_point' AND has_column_privilege(r.oid, c.oid, a.attnum, 'select')",
        )
        == []
    )
