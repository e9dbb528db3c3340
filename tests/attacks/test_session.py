"""What a login may set for its own session (styles, quoting, isolation) bends nothing of the law."""

import re

import psycopg2
import pytest

from tests.attacks.test_hall import BOOK
from tests.attacks.town import Town, named
from tests.make import PASSWORD, Office

STYLES = (
    "SET DateStyle = 'German'",
    "SET DateStyle = 'SQL, DMY'",
    "SET IntervalStyle = 'iso_8601'",
    "SET TimeZone = 'Asia/Kolkata'",
    "SET TimeZone = 'Pacific/Kiritimati'",
    "SET standard_conforming_strings = off",
    "SET backslash_quote = off",
    "SET transform_null_equals = on",
    "SET array_nulls = off",
    "SET quote_all_identifiers = on",
    "SET bytea_output = 'escape'",
    "SET extra_float_digits = -15",
    "SET xmloption = 'document'",
    "SET client_encoding = 'SQL_ASCII'",
)
ISOLATED = tuple(f"SET TRANSACTION ISOLATION LEVEL {level}" for level in ("REPEATABLE READ", "SERIALIZABLE"))


@pytest.mark.parametrize("style", STYLES)
def test_a_letter_bears_the_number_of_its_template_whatever_the_session_says(town: Town, style: str) -> None:
    decided = "UPDATE loket.application SET stage = 'approved' WHERE id = {proposed}"
    asked = "SELECT number FROM loket.document WHERE application_id = {proposed}"
    ((number,),) = town.allowed("ratna", style, decided, asked)
    assert re.fullmatch(r"\d{6}/STRP/MPP/[IVX]+/\d{4}", number)


@pytest.mark.parametrize("style", STYLES)
def test_a_days_tickets_are_one_series_whatever_the_session_says(town: Town, style: str) -> None:
    """A second series of the same day would give numbers that hang out already, and shut the door to everybody."""
    came_in = "UPDATE loket.visit SET stage = 'waiting' WHERE id = {booked} RETURNING ticket"
    plain = town.allowed("budi", came_in)
    assert town.allowed("budi", style, came_in) == plain


@pytest.mark.parametrize("style", STYLES)
def test_a_searched_card_is_masked_in_the_journal_whatever_the_session_says(
    office: Office, style: str
) -> None:
    office.submitted()
    with psycopg2.connect(office.address("budi", PASSWORD, office.database)) as link, link.cursor() as cursor:
        cursor.execute(style)
        cursor.execute("SELECT count(*) FROM loket.search_cases('3171994502850001')")
        assert cursor.fetchone() == (1,)
    link.close()
    assert (
        office.ask("SELECT data ->> 'term' FROM loket.journal WHERE action = 'search'") == "3171**********01"
    )


def test_no_word_of_the_law_changes_with_the_sessions_quoting(office: Office) -> None:
    """A backslash in a plain string means something else under standard_conforming_strings = off."""
    for row in office.rows(
        "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'loket'::regnamespace AND prosrc LIKE '%\\\\%'"
    ):
        rest = re.sub(r"\bE'(?:[^'\\]|\\.|'')*'|--[^\n]*", "", row.prosrc)
        assert "\\" not in rest, row.proname
        assert "_day(" not in rest or "::text" not in rest.split("_day(")[1].split("\n")[0], row.proname


@pytest.mark.parametrize("begin", ISOLATED)
def test_who_looks_at_an_old_state_of_the_office_is_nobody_in_it(town: Town, begin: str) -> None:
    """Counts (quotas, leases) asked in a frozen snapshot would give the last place twice."""
    assert town.allowed("budi", begin, "SELECT loket.my_officer(), loket.my_point(), loket.my_counter()") == [
        (None, None, None)
    ]
    town.in_vain("budi", begin, "SELECT id FROM loket.visit")
    for login, statement in (
        ("budi", "UPDATE loket.visit SET stage = 'waiting' WHERE id = {booked}"),
        (
            "rina",
            "UPDATE loket.application SET owner_id = {rina}, lease_until = now() WHERE id = {submitted}",
        ),
        ("ratna", "UPDATE loket.application SET stage = 'approved' WHERE id = {proposed}"),
    ):
        town.in_vain(login, begin, statement)
    town.refused("budi", begin, BOOK.format(service="{service_intake}", stage="booked"), by="42501")


@pytest.mark.parametrize("level", ISOLATED)
def test_the_last_place_of_a_quota_is_not_given_again_from_an_old_snapshot(
    office: Office, level: str
) -> None:
    point, bank = office.id_of("service_point", "code", "MPP"), office.id_of("service", "code", "bank")
    with psycopg2.connect(office.address("budi", PASSWORD, office.database)) as link, link.cursor() as cursor:
        cursor.execute(level)
        cursor.execute("SELECT count(*) FROM loket.visit")
        for name in ("Satu", "Dua"):
            office.walk_in("sari", "bank", name)
        with pytest.raises(psycopg2.Error) as caught:
            cursor.execute(BOOK.format(service=bank, stage="booked").replace("{MPP}", str(point)))
        assert named(caught.value) == "42501"
        link.rollback()
    link.close()
    assert office.ask("SELECT count(*) FROM loket.visit WHERE service_id = :s", s=bank) == 2


def test_who_was_barred_does_not_go_on_in_a_transaction_that_he_keeps_open(town: Town) -> None:
    with town.psql("manajer") as link, link.cursor() as cursor:
        cursor.execute("SELECT loket.my_officer() IS NOT NULL")
        assert cursor.fetchone() == (True,)
        town.office.run("UPDATE loket.officer SET active = false WHERE login = 'manajer'")
        try:
            with pytest.raises(psycopg2.Error) as caught:
                cursor.execute("SELECT loket.announce_person('3171994502850001', 'ingin tahu')")
            assert named(caught.value) == "NotAllowed"
        finally:
            link.rollback()
            town.office.run("UPDATE loket.officer SET active = true WHERE login = 'manajer'")


def test_no_prepared_transaction_outlives_its_session(town: Town) -> None:
    """It would hold its locks for ever, past every limit on connections."""
    town.refused("budi", "SELECT 1", "PREPARE TRANSACTION 'x'", by="55000")


def test_nobody_writes_past_the_tables_into_the_servers_log_of_changes(town: Town) -> None:
    for message in ("true, 'x', 'x'", "false, 'x', 'x'", "true, 'x', 'x'::bytea"):
        town.refused("budi", f"SELECT pg_logical_emit_message({message})", by="42501")


def test_an_operation_keeps_a_name_and_a_few_words_and_no_file(town: Town) -> None:
    insert = "INSERT INTO loket.operation (op_id, what, result) VALUES (gen_random_uuid(), %s, %s)"
    for what, result in (("x" * 201, None), ("x", '"' + "y" * 10_001 + '"')):
        town.refused("budi", (insert, (what, result)), by="ck_operation_small")


def test_a_forged_operation_of_a_colleague_is_neither_seen_nor_taken_for_ones_own(town: Town) -> None:
    mine = "00000000-0000-4000-8000-000000000001"
    note = f"INSERT INTO loket.operation (op_id, what) VALUES ('{mine}', 'x') ON CONFLICT DO NOTHING RETURNING op_id"
    with town.psql("sari") as link, link.cursor() as cursor:
        cursor.execute(note)
        town.in_vain("budi", f"SELECT * FROM loket.operation WHERE op_id = '{mine}'")
        link.rollback()
    for column, value in (("login", "'sari'"), ("at", "now()")):
        town.refused(
            "budi",
            f"INSERT INTO loket.operation (op_id, what, {column}) VALUES ('{mine}', 'x', {value})",
            by="42501",
        )
    town.refused("budi", "UPDATE loket.operation SET what = 'x'", by="42501")
    town.refused("budi", "DELETE FROM loket.operation", by="42501")


def test_a_print_is_noted_of_what_there_is_and_an_export_of_what_can_be_counted(town: Town) -> None:
    town.refused("budi", "SELECT loket.note_print('closing', 20200101, 'p')", by="NotAllowed")
    town.refused("budi", "SELECT loket.note_export('daftar', -5, 'laporan')", by="ReasonNeeded")
