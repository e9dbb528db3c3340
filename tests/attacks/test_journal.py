"""The journal: written by the law alone, never changed, and a change by the server's own master is found."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.attacks.town import Town

EVERYBODY = ("budi", "rina", "ratna", "serba", "manajer", "admin", "auditor", "loket_backroom")


def test_nobody_edits_deletes_truncates_or_forges_the_journal_or_its_head(town: Town) -> None:
    statements = [
        "UPDATE loket.journal SET reason = 'x'",
        "UPDATE loket.journal SET login = 'sari'",
        "DELETE FROM loket.journal",
        "TRUNCATE loket.journal",
        "INSERT INTO loket.journal VALUES ({MPP}, 999999, now(), 'sari', 'update', 'visit', '1', '', '{}', '')",
        "UPDATE loket.journal_head SET seq = 0",
        "DELETE FROM loket.journal_head",
        "INSERT INTO loket.journal_head VALUES ({MPP}, 0, '')",
        "SELECT loket.append_journal({MPP}, 'update', 'visit', '1', '{}')",
        "SELECT loket.journal_hash('', j) FROM loket.journal j",
        "COPY loket.journal FROM STDIN",
    ]
    for login in EVERYBODY:
        town.all_refused(login, statements, by="42501")


def test_only_the_auditor_reads_it_and_only_his_points(town: Town) -> None:
    for login in ("budi", "rina", "ratna", "serba", "manajer", "admin"):
        town.refused(login, "SELECT count(*) FROM loket.journal", by="42501")
    assert town.allowed("auditor", "SELECT count(*) > 20 FROM loket.journal") == [(True,)]
    assert town.allowed("auditor", "SELECT count(DISTINCT service_point_id) FROM loket.journal") == [(1,)]


def test_a_persons_data_never_stands_in_it(town: Town) -> None:
    found = town.office.ask(
        "SELECT count(*) FROM loket.journal WHERE data::text ~ '3171994502850[0-9]{3}' OR data::text LIKE '%0812555%'"
    )
    assert found == 0


def test_who_did_it_is_the_login_whatever_the_client_says(town: Town) -> None:
    """The reason is the officer's own words; every other column is the law's."""
    with town.psql("budi") as connection, connection.cursor() as cursor:
        cursor.execute("SET application_name = 'sari'")
        cursor.execute(
            "SELECT set_config('loket.reason', %s, true)", ("x" * 2000 + "'; DROP TABLE loket.visit --",)
        )
        cursor.execute("SET LOCAL loket.login = 'sari'")
        cursor.execute("SET LOCAL loket.moment = '1999-01-01'")
        cursor.execute("SET LOCAL timezone = 'Asia/Tokyo'")
        cursor.execute("UPDATE loket.visit SET note = 'dicoba' WHERE id = %s", (town.at["served_by_budi"],))
        connection.commit()
    row = town.office.rows(
        "SELECT login, reason, at, now() AS now FROM loket.journal ORDER BY at DESC, seq DESC LIMIT 1"
    )[0]
    assert row.login == "budi"
    assert row.reason == "x" * 500
    assert abs((row.now - row.at).total_seconds()) < 60
    assert town.allowed("budi", "SELECT loket.verify_journal({MPP})") == [(None,)]


def test_an_undone_act_leaves_neither_row_nor_gap(town: Town) -> None:
    before = town.fingerprint()
    with town.psql("budi") as connection, connection.cursor() as cursor:
        cursor.execute(
            "UPDATE loket.visit SET note = 'tidak jadi' WHERE id = %s", (town.at["served_by_budi"],)
        )
        connection.rollback()
    assert town.fingerprint() == before
    assert town.allowed("budi", "SELECT loket.verify_journal({MPP})") == [(None,)]


def test_the_chain_of_another_point_is_not_ones_own_to_verify(town: Town) -> None:
    for login in ("budi", "ratna", "manajer"):
        town.refused(login, "SELECT loket.verify_journal({elsewhere})", by="NotAllowed")
    for login in ("jauh", "auditor"):
        assert town.allowed(login, "SELECT loket.verify_journal({elsewhere})") == [(None,)]


def test_even_the_servers_master_meets_the_trigger_and_past_it_the_chain_tells(town: Town) -> None:
    """What a superuser does cannot be refused; it can be found."""
    office, point = town.office, town.at["MPP"]
    for statement in ("UPDATE loket.journal SET reason = 'x' WHERE seq = 5", "TRUNCATE loket.journal"):
        with pytest.raises(DBAPIError, match="NotAllowed"):
            office.run(statement)
    with office.owner.connect() as connection:
        verify = text("SELECT loket.verify_journal(:p)").bindparams(p=point)
        last = connection.scalar(
            text("SELECT seq FROM loket.journal_head WHERE service_point_id = :p"), {"p": point}
        )
        connection.rollback()
        for damage, found in (
            ("UPDATE loket.journal SET reason = 'lain' WHERE service_point_id = :p AND seq = 7", 7),
            (
                "UPDATE loket.journal SET thing = thing || thing_id, thing_id = ''"
                " WHERE service_point_id = :p AND seq = 7",
                7,
            ),
            ("DELETE FROM loket.journal WHERE service_point_id = :p AND seq = 7", 7),
            (
                "UPDATE loket.journal SET at = at - interval '1 hour' WHERE service_point_id = :p AND seq = 7",
                7,
            ),
            ("DELETE FROM loket.journal WHERE service_point_id = :p AND seq = :last", last),
        ):
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            values = {"p": point} | ({"last": last} if ":last" in damage else {})
            assert connection.execute(text(damage), values).rowcount == 1
            assert connection.scalar(verify) == found
            connection.rollback()
        assert connection.scalar(verify) is None


def test_the_hash_keeps_columns_apart(town: Town) -> None:
    """With a bare separator `a|b` and `c` would hash like `a` and `b|c`."""
    rows = town.office.rows(
        "SELECT loket.journal_hash('', ROW(1, 1, now(), 'l', 'a|b', 'c', '', '', '{}', '')::loket.journal) AS one,"
        " loket.journal_hash('', ROW(1, 1, now(), 'l', 'a', 'b|c', '', '', '{}', '')::loket.journal) AS other"
    )
    assert rows[0].one != rows[0].other
