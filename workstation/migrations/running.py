"""Bring a database to the newest schema: used by the administrator's command, the demo and the tests."""

from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from workstation.models.lifecycle import MACHINES

HERE = Path(__file__).parent


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["connection"] = connection
    return config


def head() -> str:
    """Return the revision that this program knows."""
    config = Config()
    config.set_main_option("script_location", str(HERE))
    return ScriptDirectory.from_config(config).get_current_head() or ""


def found(connection: Connection) -> str:
    """Return the revision that the database is at, empty for none."""
    context = MigrationContext.configure(connection, opts={"version_table_schema": "loket"})
    return context.get_current_revision() or ""


def run_file(connection: Connection, file: Path) -> None:
    """Run a file of SQL as it stands: no parameters, so `%` and `:` are themselves."""
    with closing(connection.connection.cursor()) as cursor:
        cursor.execute(file.read_text(encoding="utf-8"))


def initialise(owner: Engine) -> None:
    """Make group roles and the schema; needs a login that may create roles (the server's administrator)."""
    with owner.begin() as connection:
        run_file(connection, HERE / "law" / "roles.sql")
        connection.exec_driver_sql("GRANT loket_owner TO current_user")
        connection.exec_driver_sql("CREATE SCHEMA IF NOT EXISTS loket AUTHORIZATION loket_owner")
        shut(connection)


def shut(connection: Connection) -> None:
    """Close database and server to everybody but the office's logins, also temporary tables and large objects.

    Neither a copy nor a restored backup of a database keeps its own rights, so this is run on both again.
    """
    name = connection.scalar(text("SELECT quote_ident(current_database())"))
    connection.exec_driver_sql(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC")
    connection.exec_driver_sql(f"GRANT CONNECT ON DATABASE {name} TO loket_staff, loket_service")
    connection.exec_driver_sql("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    run_file(connection, HERE / "law" / "server.sql")


def migrate(owner: Engine, revision: str = "head") -> None:
    """Upgrade (or, with an older revision, downgrade) and load the table of transitions again."""
    with owner.begin() as connection:
        connection.exec_driver_sql("SET LOCAL ROLE loket_owner")
        config = _config(connection)
        if revision == "base":
            command.downgrade(config, "base")
            return
        if _lies_below(config, revision, found(connection)):
            command.downgrade(config, revision)
        else:
            command.upgrade(config, revision)
        load_transitions(connection)


def _lies_below(config: Config, revision: str, standing: str) -> bool:
    """Whether `revision` is older than the one that the database stands at."""
    if not standing:
        return False
    older = ScriptDirectory.from_config(config).iterate_revisions(standing, "base")
    return revision in {one.revision for one in older} - {standing}


def load_transitions(connection: Connection) -> None:
    """Write `models.lifecycle.MACHINES` into `loket.transition`, the one table of moves."""
    connection.execute(text("DELETE FROM loket.transition"))
    connection.execute(
        text(
            "INSERT INTO loket.transition (machine, source, action, target, roles, demands, undo_minutes)"
            " VALUES (:machine, :source, :action, :target, :roles, :demands, :undo_minutes)"
        ),
        [
            {
                "machine": machine.name,
                "source": str(m.source),
                "action": m.action,
                "target": str(m.target),
                "roles": [str(role) for role in m.roles],
                "demands": [str(demand) for demand in m.demands],
                "undo_minutes": m.undo,
            }
            for machine in MACHINES
            for m in machine.moves
        ],
    )
