"""Every verb on every column of every table, tried from every kind of login, against the reviewed list of rights."""

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from tests.attacks.town import Town

REVIEWED = Path(__file__).parents[1] / "catalogue_snapshot.txt"
GROUPS = {
    "budi": {"loket_staff", "loket_officer"},
    "rina": {"loket_staff", "loket_reviewer"},
    "ratna": {"loket_staff", "loket_supervisor"},
    "serba": {"loket_staff", "loket_officer", "loket_reviewer", "loket_supervisor"},
    "manajer": {"loket_staff", "loket_manager"},
    "admin": {"loket_staff", "loket_admin"},
    "auditor": {"loket_staff", "loket_auditor"},
    "loket_backroom": {"loket_service"},
}
TRIES = {
    "SELECT": 'SELECT "{column}" FROM loket.{table} LIMIT 0',
    "INSERT": 'INSERT INTO loket.{table} ("{column}") SELECT NULL WHERE false',
    "UPDATE": 'UPDATE loket.{table} SET "{column}" = DEFAULT WHERE false',
}
WHOLE = {"DELETE": "DELETE FROM loket.{table} WHERE false", "TRUNCATE": "TRUNCATE loket.{table} CASCADE"}
Right = tuple[str, str, str]


def reviewed(groups: set[str]) -> set[Right]:
    """Verb, table and column (`*` for the whole table) that somebody with these groups was given."""
    rights: set[Right] = set()
    for line in REVIEWED.read_text("utf-8").splitlines():
        if found := re.fullmatch(r"grant (\w+): (\w+) (\w+) \((.*)\)", line):
            group, verb, table, columns = found.groups()
            if group in groups:
                rights |= {(verb, table, column) for column in columns.split(", ")}
    return rights


@pytest.mark.parametrize("login", GROUPS)
def test_what_a_login_can_do_is_what_was_reviewed_and_nothing_else(town: Town, login: str) -> None:
    given = reviewed(GROUPS[login])
    columns = [
        (row.relname, row.attname, row.attgenerated != "" or row.attidentity == "a")
        for row in town.office.rows(
            "SELECT c.relname, a.attname, a.attgenerated::text, a.attidentity::text FROM pg_class c"
            " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
            " WHERE c.relnamespace = 'loket'::regnamespace AND c.relkind = 'r'"
        )
    ]
    before = town.fingerprint()
    done, wanted = set(), set()
    with town.psql(login) as connection, connection.cursor() as cursor:
        for right, statement in tries(columns):
            if right in given or (*right[:2], "*") in given:
                wanted.add(right)
            try:
                cursor.execute(statement)
                done.add(right)
            except psycopg2.errors.InsufficientPrivilege:
                pass
            connection.rollback()
    assert done - wanted == set(), "more than was reviewed"
    assert wanted - done == set(), "less than was reviewed"
    assert town.fingerprint() == before


def tries(columns: list[tuple[str, str, bool]]) -> Iterator[tuple[Right, str]]:
    """Every right that there can be, with a statement that needs it and touches no row."""
    for table, column, written_by_server in columns:
        for verb, statement in TRIES.items():
            if verb == "SELECT" or not written_by_server:
                yield (verb, table, column), statement.format(table=table, column=column)
    for table in sorted({table for table, _, _ in columns}):
        for verb, statement in WHOLE.items():
            yield (verb, table, "*"), statement.format(table=table)
