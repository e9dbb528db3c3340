"""Numbers of cases, tickets and letters: given in the transaction that uses them, none twice, none left out."""

import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg2
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.conftest import owner_engine, run_alone
from tests.history import fill, spoil
from tests.issued import Shelf
from tests.make import PASSWORD, Office, build_office, exhausted
from workstation.embedded import Cluster
from workstation.queries.totals import balance
from workstation.usecases import deciding
from workstation.vocabulary import Channel

WRITERS = 200
LAST_OF_YEAR = datetime(2026, 12, 31, 16, 59, 30, tzinfo=UTC)
FIRST_OF_YEAR = datetime(2026, 12, 31, 17, 0, 1, tzinfo=UTC)
OPEN_TYPE = (
    "SELECT type_code, id AS version FROM loket.permit_type_version WHERE type_code = 'strp-company'"
    " AND valid_from <= loket.moment() AND coalesce(valid_to > loket.moment(), true)"
)
Write = Callable[["psycopg2.extensions.cursor", int], None]


@pytest.fixture(scope="module")
def crowded() -> Iterator[Cluster]:
    """A server for more connections than an office ever has, with one office in it."""
    with tempfile.TemporaryDirectory(prefix="loket-test-") as folder:
        Path(folder).chmod(0o755)  # root's server runs as another user, who must be able to walk in
        cluster = Cluster(Path(folder) / "server", fsync=False)
        cluster.start()
        _fill_with_one_office(cluster)
        yield cluster
        cluster.stop()


def _fill_with_one_office(cluster: Cluster) -> None:
    run_alone(cluster, f"ALTER SYSTEM SET max_connections = {WRITERS + 40}")
    cluster.stop()
    cluster.start()
    run_alone(cluster, "CREATE DATABASE crowd")
    engine = owner_engine(cluster, "crowd")
    build_office(engine)
    engine.dispose()
    for login in ("budi", "ratna"):
        run_alone(cluster, f"ALTER ROLE {login} CONNECTION LIMIT {WRITERS}")


@pytest.fixture
def crowd(crowded: Cluster) -> Iterator[Office]:
    """A fresh copy of that office."""
    run_alone(crowded, "CREATE DATABASE busy TEMPLATE crowd")
    engine = owner_engine(crowded, "busy")
    office = Office(crowded.url, "busy", engine)
    yield office
    office.close()
    engine.dispose()
    run_alone(crowded, "DROP DATABASE busy WITH (FORCE)")


@contextmanager
def connected(office: Office, login: str) -> Iterator["psycopg2.extensions.connection"]:
    connection = psycopg2.connect(office.address(login, PASSWORD, office.database))
    try:
        yield connection
    finally:
        connection.close()


def all_at_once(office: Office, login: str, write: Write, between: Callable[[], None] = lambda: None) -> int:
    """Let 200 connections write at one moment, twice; every third rolls its first back, and tries once more.

    `between` is done while they are at work. Returns how many writes were rolled back.
    """
    gate = threading.Barrier(WRITERS + 1)

    def writer(number: int) -> int:
        with connected(office, login) as connection, connection.cursor() as cursor:
            gate.wait(120)
            if number % 3 == 0:
                write(cursor, number)
                connection.rollback()
            write(cursor, number)
            connection.commit()
            return int(number % 3 == 0)

    with ThreadPoolExecutor(WRITERS) as pool:
        writers = [pool.submit(writer, number) for number in range(WRITERS)]
        gate.wait(120)
        between()
        return sum(done.result(240) for done in writers)


def set_clock(office: Office, at: datetime) -> None:
    office.run(
        'INSERT INTO loket.practice_clock ("only", at) VALUES (true, :at)'
        ' ON CONFLICT ("only") DO UPDATE SET at = excluded.at',
        at=at,
    )


def runs(office: Office, numbers: str) -> dict[str, list[int]]:
    """What was given in each series: the question returns a name and a place."""
    found: dict[str, list[int]] = {}
    for name, seq in office.rows(numbers):
        found.setdefault(name, []).append(seq)
    return {name: sorted(seqs) for name, seqs in found.items()}


def last(office: Office, series: str) -> dict[str, int]:
    rows = office.rows("SELECT period, last FROM loket.number_series WHERE series = :s", s=series)
    return {row.period: row.last for row in rows}


def test_given_200_writers_and_a_new_year_among_them_then_each_years_cases_are_numbered_without_a_gap(
    crowd: Office,
) -> None:
    set_clock(crowd, LAST_OF_YEAR)
    type_code, version = crowd.rows(OPEN_TYPE)[0]

    def begin(cursor: "psycopg2.extensions.cursor", number: int) -> None:
        cursor.execute(
            "INSERT INTO loket.application (service_point_id, type_code, type_version_id, channel, stage,"
            " applicant_name, applicant_nik, fields, comment, version)"
            " VALUES ((SELECT loket.my_point()), %s, %s, 'online', 'draft', %s, '', '{}', '', 1)",
            (type_code, version, f"Pemohon {number}"),
        )

    def new_year() -> None:
        while crowd.ask("SELECT count(*) FROM loket.application") < WRITERS // 4:
            pass  # each question is a round trip: it waits by itself
        set_clock(crowd, FIRST_OF_YEAR)

    rolled_back = all_at_once(crowd, "budi", begin, new_year)
    given = runs(
        crowd,
        "SELECT left(number, 8), substring(number FROM '(\\d+)$')::bigint FROM loket.application",
    )
    assert rolled_back == 67
    assert set(given) == {"MPP-2026", "MPP-2027"}
    assert sum(map(len, given.values())) == WRITERS
    for year, seqs in given.items():
        assert seqs == list(range(1, len(seqs) + 1)), year
        assert last(crowd, "application")[year[-4:]] == len(seqs)


def test_given_200_people_let_in_at_once_then_no_ticket_is_given_twice_and_none_is_left_out(
    crowd: Office,
) -> None:
    crowd.run("UPDATE loket.hall SET seats = 1000")
    spoil(
        crowd,
        "INSERT INTO loket.visit (service_point_id, service_id, code, name, planned_at, channel, priority, stage,"
        " calls, note) SELECT s.service_point_id, s.id, s.letter || n, 'Tamu ' || n, now(), 'online', 'none',"
        f" 'booked', 0, '' FROM loket.service s, generate_series(0, {WRITERS // 2 - 1}) AS n"
        " WHERE s.letter IN ('A', 'B')",
        "INSERT INTO loket.stage_interval (service_point_id, machine, thing_id, stage, from_at, undone)"
        " SELECT service_point_id, 'visit', id, 'booked', now(), false FROM loket.visit",
        "INSERT INTO loket.health_declaration (visit_id, service_point_id, healthy, temperature)"
        " SELECT id, service_point_id, true, 36.5 FROM loket.visit",
    )
    visits = [row.id for row in crowd.rows("SELECT id FROM loket.visit ORDER BY id")]

    def let_in(cursor: "psycopg2.extensions.cursor", number: int) -> None:
        cursor.execute("UPDATE loket.visit SET stage = 'waiting' WHERE id = %s", (visits[number],))

    assert all_at_once(crowd, "budi", let_in) == 67
    given = runs(
        crowd, "SELECT split_part(ticket, '-', 1), split_part(ticket, '-', 2)::bigint FROM loket.visit"
    )
    assert given == {letter: list(range(1, WRITERS // 2 + 1)) for letter in "AB"}
    today = crowd.desk("manajer").today()
    assert balance(crowd.desk("manajer"), today, today).is_balanced


def test_given_200_decisions_at_once_then_letters_and_serials_have_neither_hole_nor_double(
    crowd: Office,
) -> None:
    start = datetime.now(UTC).replace(month=1, day=2)
    fill(crowd, {"proposed": WRITERS}, start, start.replace(day=20))
    spoil(
        crowd, "UPDATE loket.application SET proposal = CASE WHEN id % 2 = 0 THEN 'approve' ELSE 'refuse' END"
    )
    spoil(
        crowd,
        "INSERT INTO loket.case_reason (application_id, service_point_id, purpose, code, document_code, field, text,"
        " legal_basis, remedy, at) SELECT id, service_point_id, 'refusal', 'x', '', '', 'Tidak memenuhi syarat', '',"
        " '', now() FROM loket.application WHERE proposal = 'refuse'",
        "INSERT INTO loket.scan_blob (sha256, data) VALUES (encode(sha256('abc'), 'hex'), 'abc')",
        "INSERT INTO loket.scan (application_id, service_point_id, document_code, file_name, sha256, size, pages,"
        " rotation, verdict, note, superseded) SELECT a.id, a.service_point_id, code, 'x.jpg',"
        " encode(sha256('abc'), 'hex'), 3, 1, 0, 'accepted', '', false"
        " FROM loket.application a, unnest(loket.missing_documents(a.id)) AS code",
    )
    cases = crowd.rows("SELECT id, proposal FROM loket.application ORDER BY id")

    def decide(cursor: "psycopg2.extensions.cursor", number: int) -> None:
        case = cases[number]
        stage = "approved" if case.proposal == "approve" else "refused"
        cursor.execute("UPDATE loket.application SET stage = %s WHERE id = %s", (stage, case.id))

    assert all_at_once(crowd, "ratna", decide) == 67
    given = runs(crowd, "SELECT kind, split_part(number, '/', 1)::bigint FROM loket.document")
    assert given == {kind: list(range(1, WRITERS // 2 + 1)) for kind in ("permit", "refusal_letter")}
    serials = [row.serial for row in crowd.rows("SELECT serial FROM loket.document ORDER BY serial")]
    assert serials == list(range(1, WRITERS + 1))
    today = crowd.desk("manajer").today()
    found = balance(crowd.desk("manajer"), today, today)
    assert [row for row in found.breaks if row.leg == "letters"] == []


def test_letters_are_numbered_for_each_class_unit_and_year_from_one(office: Office) -> None:
    """Types of one classification share its line of numbers; a type with its own has its own."""
    third = office.approved(type_code="strp-company")
    spoil(
        office,
        "UPDATE loket.permit_type_version SET rules = jsonb_set(rules, '{classification}', '\"DU.99\"')"
        " WHERE type_code = 'strp-company'",
    )
    first, second = office.approved(nik="3171994502850011"), office.approved(nik="3171994502850012")
    own_class = office.approved(type_code="strp-company", company_name="PT Contoh Lain")
    away = office.proposed(nik="3171994502850013")
    spoil(
        office,
        *(
            f"UPDATE loket.{table} SET service_point_id = (SELECT id FROM loket.service_point WHERE code = 'GAMBIR')"
            f" WHERE {key} = {away}"
            for table, key in (
                ("application", "id"),
                ("scan", "application_id"),
                ("stage_interval", "thing_id"),
            )
        ),
    )
    spoil(office, "UPDATE loket.service_point SET level = 'dinas' WHERE code = 'GAMBIR'")
    outcomes = exhausted(deciding.approve_many(office.desk("jauh"), [away]))
    assert [outcome.ending for outcome in outcomes] == ["done"], outcomes
    next_year = office.proposed(nik="3171994502850014")
    now = datetime.now(UTC)
    set_clock(office, now.replace(year=now.year + 1, month=3, day=3))
    exhausted(deciding.approve_many(office.desk("ratna"), [next_year]))
    papers = {
        row.application_id: row
        for row in office.rows(
            "SELECT id, application_id, number, serial FROM loket.document ORDER BY serial"
        )
    }
    by_id = {row.id: row for row in papers.values()}
    seqs = [by_id[paper].number.split("/")[0] for paper in (third, first, second, own_class)]
    assert [int(seq) for seq in seqs] == [1, 2, 3, 1]
    assert int(papers[away].number.split("/")[0]) == 1
    assert "/GAMBIR/" in papers[away].number
    assert int(papers[next_year].number.split("/")[0]) == 1
    assert papers[next_year].number.endswith(str(now.year + 1))
    # the secure number is one line for the whole city and all years
    assert [row.serial for row in papers.values()] == [1, 2, 3, 4, 5, 6]


def test_a_number_taken_in_a_transaction_that_is_given_up_is_given_to_the_next(office: Office) -> None:
    desk = office.desk("budi")
    with pytest.raises(RuntimeError), desk.begin() as session:
        session.execute(
            text(
                "INSERT INTO loket.application (service_point_id, type_code, type_version_id, channel, stage,"
                " applicant_name, applicant_nik, fields, comment, version)"
                " SELECT loket.my_point(), type_code, version, :channel, 'draft', '', '', '{}', '', 1"
                f" FROM ({OPEN_TYPE}) AS open"
            ),
            {"channel": Channel.COUNTER},
        )
        raise RuntimeError("the line fell")
    office.draft()
    assert office.ask("SELECT right(number, 6) FROM loket.application") == "000001"


def test_a_withdrawn_letter_keeps_its_number_for_ever(office: Office) -> None:
    shelf = Shelf(office)
    document = shelf.issued()
    number = office.ask("SELECT number FROM loket.document")
    shelf.withdrawn(document)
    office.approved(nik="3171994502850002")
    permits = "SELECT number FROM loket.document WHERE kind = 'permit' ORDER BY id"
    assert [row.number.split("/")[0] for row in office.rows(permits)] == [
        "000001",
        "000002",
    ]
    assert office.ask("SELECT number FROM loket.document WHERE stage = 'withdrawn'") == number
    today = office.desk("manajer").today()
    assert balance(office.desk("manajer"), today, today).is_balanced


def test_given_a_busy_day_then_the_thousandth_ticket_is_no_old_one(office: Office) -> None:
    office.walk_in()
    office.run("UPDATE loket.number_series SET last = 999 WHERE series = 'ticket'")
    assert office.walk_in().number == "B-1000"
    assert office.walk_in().number == "B-1001"


def test_given_more_cases_in_a_year_than_six_digits_tell_then_the_number_grows(office: Office) -> None:
    """17 million came in one morning of July 2021."""
    office.draft()
    office.run("UPDATE loket.number_series SET last = 999999 WHERE series = 'application'")
    office.draft(nik="3171994502850002")
    office.draft(nik="3171994502850003")
    year = office.desk("budi").today().year
    assert [row.number for row in office.rows("SELECT number FROM loket.application ORDER BY id")] == [
        f"MPP-{year}-000001",
        f"MPP-{year}-1000000",
        f"MPP-{year}-1000001",
    ]


def test_the_database_itself_refuses_a_ticket_of_the_day_twice(office: Office) -> None:
    office.walk_in()
    office.walk_in()
    with pytest.raises(IntegrityError, match="uq_visit_ticket_day"):
        spoil(office, "UPDATE loket.visit SET ticket = 'B-001'")
