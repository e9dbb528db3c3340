"""A city to measure in: 316 service points with four counters each, an officer with his own login at every one."""

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from tests.make import NO_SAMPLE, PASSWORD
from workstation.catalogue.reading import load_folder
from workstation.migrations import running
from workstation.regions import load_points
from workstation.resources_at import resource
from workstation.usecases import administering, scheduling
from workstation.usecases.administering import PointPlan
from workstation.vocabulary import PointLevel
from workstation.worktime import WIB

HERE = Path(__file__).parent
POINTS = 316
SEATS = 4
CHUNK = 500_000
PART = 4_000_000
AT_A_TIME = 8
"""Pieces of work between two lines of progress."""
JOBS = ("loket_officer", "loket_reviewer", "loket_supervisor")
# a quarter of the memory for the buffers, at most what 1,264 page tables leave; the rest is the system's cache
SERVER = {
    "max_connections": "1500",
    "shared_buffers": "2GB",
    "effective_cache_size": "12GB",
    "maintenance_work_mem": "1GB",
    "work_mem": "8MB",
    "max_wal_size": "3GB",
    "checkpoint_timeout": "15min",
    "wal_compression": "on",
    "random_page_cost": "1.1",
    "effective_io_concurrency": "64",
    "autovacuum_naptime": "15s",
}
WHILE_FILLING = {
    "fsync": "off", "full_page_writes": "off", "wal_level": "minimal", "max_wal_senders": "0", "autovacuum": "off",
}  # fmt: skip
"""Over SERVER while the history is written: nothing of it has to survive."""
BIG = ("application", "document", "case_reason", "worker", "scan", "scan_blob", "stage_interval", "journal",
       "print_job", "handover", "visit")  # fmt: skip


def open_city(engine: Engine) -> None:
    """Bring an empty database to an office with its law, points, counters and 1,264 logins."""
    running.initialise(engine)
    running.migrate(engine)
    plans = [
        PointPlan(p.code, p.name, p.level, p.parent or None, p.region)
        for p in load_points(resource("regions/service_points.csv"))
    ]
    administering.add_points(engine, plans)
    administering.add_catalogue(engine, load_folder(resource("catalogue")))
    administering.set_office(engine, NO_SAMPLE)
    with engine.begin() as connection:
        scheduling.import_years(connection, scheduling.years_around(datetime.now(WIB)))
        running.run_file(connection, HERE / "_scale_ground.sql")
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        _furnish(connection, [p.code for p in plans if p.level is not PointLevel.DINAS][:POINTS])
        _add_logins(connection)


def fill(engine: Engine, rows: int) -> Iterator[tuple[str, float]]:
    """Write the history of `rows` applications, without triggers and indexes; yields what was done, and its seconds."""
    steps = _steps()
    with engine.begin() as connection:
        slots = _prepare(connection, rows)
        hidden = _without_indexes(connection)
    setting = (
        "SET session_replication_role = replica; SET work_mem = '256MB'; SET synchronous_commit = off;"
        f"SET bench.rows = {rows}; SET bench.slots = {slots};"
    )
    chunk, parts = min(CHUNK, -(-rows // 4)), max(2, rows // PART)
    apart = ("slots", "applications", "documents", "counters that go on")
    for name, work in (
        ("slots", [steps["slots"]]),
        (
            "applications",
            [
                f"SET bench.low = {a}; SET bench.high = {min(a + chunk - 1, rows)};" + steps["applications"]
                for a in range(1, rows + 1, chunk)
            ],
        ),
        (
            "documents",
            [f"SET bench.parts = {parts}; SET bench.part = {n};" + steps["documents"] for n in range(parts)],
        ),
        ("what belongs to them", [step for name, step in steps.items() if name not in apart]),
        ("counters that go on", [steps["counters that go on"]]),
    ):
        for done in range(0, len(work), AT_A_TIME):
            piece = [setting + one for one in work[done : done + AT_A_TIME]]
            told = f"{name}, {done + len(piece)} of {len(work)}" if len(work) > AT_A_TIME else name
            yield told, _all(engine, piece, time.perf_counter())
    began = time.perf_counter()
    yield "indexes", _all(engine, ["SET maintenance_work_mem = '512MB';" + one for one in hidden], began)
    began = time.perf_counter()
    yield "analyse", _all(engine, [f"VACUUM ANALYZE loket.{table}" for table in BIG] + ["ANALYZE"], began)


def _steps() -> dict[str, str]:
    parts = re.split(r"^-- name: (.+)$", (HERE / "_scale_history.sql").read_text("utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _all(engine: Engine, work: list[str], began: float) -> float:
    """Run statements, two at a time, each on a connection of its own; the seconds since `began`."""

    def one(statements: str) -> None:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            driver = connection.connection.dbapi_connection
            with driver.cursor() as cursor:  # type: ignore[union-attr]
                cursor.execute(statements)
            connection.invalidate()  # its settings must not reach the next

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, work))
    return time.perf_counter() - began


def _furnish(connection: Connection, codes: list[str]) -> None:
    """Give each point a hall, a service, four counters with an officer at each."""
    connection.execute(
        text(
            "INSERT INTO loket.hall (service_point_id, seats, share, temperature_limit, calls_before_no_show)"
            " SELECT id, 2000, 0.5, 37.3, 3 FROM loket.service_point"
        )
    )
    connection.execute(text("INSERT INTO loket.agency (code, name) VALUES ('dpmptsp', 'DPMPTSP')"))
    connection.execute(
        text(
            "INSERT INTO loket.service (service_point_id, agency_id, code, letter, name, daily_quota, minutes)"
            " SELECT p.id, a.id, 'intake', 'B', 'Penerimaan Berkas', 100000, 10"
            " FROM loket.service_point p, loket.agency a"
        )
    )
    seats = {"codes": codes, "last": SEATS - 1}
    of_seats = " FROM loket.service_point p, generate_series(0, :last) AS n WHERE p.code = ANY(:codes)"
    connection.execute(
        text(
            "INSERT INTO loket.counter (service_point_id, number, name) SELECT p.id, n + 1, 'Loket ' || n + 1"
            + of_seats
        ),
        seats,
    )
    connection.execute(
        text(
            "INSERT INTO loket.officer (login, name, nip, title, rank, service_point_id, active)"
            " SELECT 'o_' || p.id || '_' || n, 'Petugas ' || p.id || ' ' || n, '', '', '', p.id, true"
            + of_seats
        ),
        seats,
    )
    connection.execute(
        text(
            "INSERT INTO bench.seat SELECT p.id, n, o.id, c.id, o.login FROM loket.service_point p"
            " CROSS JOIN generate_series(0, :last) AS n"
            " JOIN loket.officer o ON o.login = 'o_' || p.id || '_' || n"
            " JOIN loket.counter c ON c.service_point_id = p.id AND c.number = n + 1"
        ),
        {"last": SEATS - 1},
    )
    connection.execute(
        text(
            "INSERT INTO loket.counter_service SELECT c.id, s.id FROM loket.counter c"
            " JOIN loket.service s ON s.service_point_id = c.service_point_id"
        )
    )
    connection.execute(
        text(
            "INSERT INTO loket.counter_session (service_point_id, counter_id, officer_id)"
            " SELECT point, counter, officer FROM bench.seat"
        )
    )


def _add_logins(connection: Connection) -> None:
    """Make a personal login of each officer, all with one password: its verifier is made once."""
    administering.set_login(connection, "bench_first", PASSWORD, JOBS)
    connection.execute(
        text(
            "DO $$ DECLARE login text; verifier text; BEGIN"
            " SELECT rolpassword INTO verifier FROM pg_authid WHERE rolname = 'bench_first';"
            " FOR login IN SELECT s.login FROM bench.seat s LOOP"
            " EXECUTE format('CREATE ROLE %I LOGIN CONNECTION LIMIT 8 PASSWORD %L"
            " IN ROLE loket_officer, loket_reviewer, loket_supervisor', login, verifier);"
            " END LOOP; DROP ROLE bench_first; END $$"
        )
    )


def _prepare(connection: Connection, rows: int) -> int:
    """Lay the small tables that the history refers to; the number of slots."""
    batches = max(1, rows // (POINTS * SEATS) // 40)
    for statement in (
        "CREATE SEQUENCE bench.serial",
        "CREATE TABLE bench.type AS SELECT row_number() OVER (ORDER BY t.code = 'sikm-2021', t.code) - 1 AS n,"
        " t.code, v.id AS version,"
        " v.rules ->> 'classification' AS mark, ARRAY(SELECT d ->> 'code' FROM jsonb_array_elements("
        "  v.rules -> 'documents') AS d WHERE coalesce((d ->> 'required')::boolean, true)) AS papers,"
        " ARRAY(SELECT f ->> 'code' FROM jsonb_array_elements(v.rules -> 'fields') AS f"
        "  WHERE coalesce(f ->> 'evidence', '') <> '') AS compared"
        " FROM loket.permit_type t CROSS JOIN LATERAL (SELECT id, rules FROM loket.permit_type_version"
        "  WHERE type_code = t.code ORDER BY valid_from DESC LIMIT 1) AS v"
        " WHERE t.code IN ('strp-company', 'strp-individual', 'sikm', 'research', 'public-event', 'sikm-2021')",
        f"CREATE FUNCTION bench.batches() RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT {batches}::bigint'",
        "INSERT INTO loket.signing_batch (service_point_id, signatory_id, certificate_sha256, opened_at, closed_at)"
        " SELECT point, officer, '', now() - (bench.batches() - b) * interval '1 hour', now()"
        " FROM bench.seat, generate_series(0, bench.batches() - 1) AS b ORDER BY b",
        "CREATE TABLE bench.batch AS SELECT id, signatory_id AS signatory,"
        " row_number() OVER (PARTITION BY signatory_id ORDER BY id) - 1 AS n FROM loket.signing_batch",
        "ALTER TABLE bench.batch ADD PRIMARY KEY (signatory, n)",
        "ANALYZE bench.batch",
        "INSERT INTO loket.paper_blob (sha256, data) VALUES (bench.paper(), 'paper')",
    ):
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql(statement)
    weights = (
        "SELECT sum(CASE level WHEN 'mall' THEN 50 WHEN 'city' THEN 20 WHEN 'district' THEN 6 ELSE 2 END)"
    )
    of_seats = " FROM loket.service_point WHERE id IN (SELECT point FROM bench.seat)"
    return int(connection.scalar(text(weights + of_seats)) or 0)


def _without_indexes(connection: Connection) -> list[str]:
    """Drop every index of the big tables but the primary keys; the statements that make them again."""
    again = []
    found = connection.execute(
        text(
            "SELECT i.indexrelid::regclass AS name, i.indrelid::regclass AS of, c.conname,"
            " coalesce(pg_get_constraintdef(c.oid), pg_get_indexdef(i.indexrelid)) AS definition"
            " FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype = 'u'"
            " WHERE NOT i.indisprimary AND i.indrelid::regclass::text = ANY(:tables) ORDER BY 1"
        ),
        {"tables": [f"loket.{table}" for table in BIG]},
    ).all()
    for row in found:
        if row.conname:
            connection.exec_driver_sql(f"ALTER TABLE {row.of} DROP CONSTRAINT {row.conname}")
            again.append(f"ALTER TABLE {row.of} ADD CONSTRAINT {row.conname} {row.definition}")
        else:
            connection.exec_driver_sql(f"DROP INDEX {row.name}")
            again.append(row.definition)
    return again
