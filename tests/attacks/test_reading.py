"""What a person told us is read through the functions that note who read it and why, or not at all."""

import psycopg2
import pytest

from tests.attacks.town import Town, nik

HIDDEN = [
    ("application", "applicant_nik"),
    ("application", "fields"),
    ("worker", "nik"),
    ("worker", "address"),
    ("visit", "nik"),
    ("visit", "phone"),
    ("document", "record"),
    ("scan_blob", "data"),
    ("paper_blob", "data"),
]
STAFF = ("budi", "rina", "ratna", "serba", "manajer", "admin", "auditor")
OF_THE_DESK = {"data_request", "restraint", "breach", "destruction", "destruction_item"}
"""The persons' desk serves the whole city, whichever point a person turns to: see test_person.py for who may."""


@pytest.mark.parametrize(("table", "column"), HIDDEN)
def test_a_hidden_column_is_not_reached_by_any_road(town: Town, table: str, column: str) -> None:
    roads = [
        f"SELECT {column} FROM loket.{table}",
        f"SELECT 1 FROM loket.{table} WHERE {column} IS NOT NULL",
        f"SELECT 1 FROM loket.{table} ORDER BY {column}",
        f"SELECT count(*) FROM loket.{table} GROUP BY {column}",
        f"SELECT t FROM loket.{table} t",
        f"SELECT t::text FROM loket.{table} t",
        f"SELECT to_jsonb(t) FROM loket.{table} t",
        f"SELECT * FROM loket.{table}",
        f"TABLE loket.{table}",
        f"SELECT (t).{column} FROM loket.{table} t",
        f"SELECT 1 FROM loket.{table} a JOIN loket.{table} b USING ({column})",
        f"COPY loket.{table} ({column}) TO STDOUT",
        f"COPY loket.{table} TO STDOUT",
        f"CREATE TEMP TABLE t AS SELECT {column} FROM loket.{table}",
        f"SELECT query_to_xml('SELECT {column} FROM loket.{table}', true, false, '')",
        f"SELECT table_to_xml('loket.{table}', true, false, '')",
    ]
    for login in STAFF:
        town.all_refused(login, roads, by="42501")


def test_no_row_comes_back_from_a_write_with_a_hidden_column(town: Town) -> None:
    town.refused(
        "budi",
        "UPDATE loket.application SET stage = stage WHERE id = {draft} RETURNING applicant_nik",
        by="42501",
    )
    town.refused(
        "budi", "UPDATE loket.application SET applicant_name = applicant_nik WHERE id = {draft}", by="42501"
    )
    town.refused(
        "budi", "UPDATE loket.application SET fields = fields || '{}' WHERE id = {draft}", by="42501"
    )
    town.refused("budi", "UPDATE loket.visit SET note = phone WHERE id = {served_by_budi}", by="42501")
    town.refused("budi", "DELETE FROM loket.worker WHERE nik = '1' RETURNING nik", by="42501")
    town.refused(
        "budi",
        "MERGE INTO loket.application a USING (SELECT 1) x ON a.applicant_nik = '1' WHEN MATCHED THEN DO NOTHING",
        by="42501",
    )


def test_statistics_of_the_planner_show_no_values(town: Town) -> None:
    for login in ("budi", "ratna"):
        town.in_vain(
            login,
            "SELECT 1 FROM pg_stats WHERE schemaname = 'loket' AND tablename IN ('application', 'visit')",
        )
        town.refused(login, "SELECT 1 FROM pg_statistic", by="42501")


def test_the_masked_nik_is_what_lists_show(town: Town) -> None:
    assert town.allowed("budi", "SELECT nik_masked FROM loket.application WHERE id = {submitted}") == [
        ("3171**********01",)
    ]


def test_another_points_rows_are_in_no_table(town: Town) -> None:
    shown = [
        row.name
        for row in town.office.rows(
            "SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
            " WHERE c.relnamespace = 'loket'::regnamespace AND c.relkind = 'r' AND a.attname = 'service_point_id'"
        )
    ]
    assert len(shown) > 15
    with_rows_there = 0
    for name in shown:
        there = town.office.ask(
            f"SELECT count(*) FROM loket.{name} WHERE service_point_id = :p", p=town.at["elsewhere"]
        )
        with_rows_there += there > 0
        for login in STAFF:
            if name in OF_THE_DESK and login in {"manajer", "admin"}:
                continue
            refusal, rows, _ = town.attempt(
                login, f"SELECT count(*) FROM loket.{name} WHERE service_point_id = {{elsewhere}}"
            )
            assert refusal == "42501" or rows == [(0,)], (login, name, refusal, rows)
    assert with_rows_there >= 9


def test_row_security_cannot_be_switched_off(town: Town) -> None:
    town.refused("budi", "SET row_security = off", "SELECT id FROM loket.visit", by="42501")


def test_an_error_does_not_blurt_out_another_points_row(town: Town) -> None:
    """A cast that fails would show the value, were it tried before the row is hidden."""
    with town.psql("budi") as connection, connection.cursor() as cursor:
        with pytest.raises(psycopg2.Error) as caught:
            cursor.execute("SELECT 1 FROM loket.visit WHERE name::integer = 1")
        assert "Tamu Kecamatan" not in str(caught.value)
        connection.rollback()
        cursor.execute("SELECT 1 FROM loket.visit WHERE name = 'Tamu Kecamatan'")
        assert cursor.fetchall() == []


@pytest.mark.parametrize(
    ("thing", "name", "call"),
    [
        ("application", "submitted", "loket.open_file({})"),
        ("scan", "scan_of_submitted", "loket.scan_bytes({})"),
        ("document", "issued", "loket.paper_bytes({}, true)"),
        ("document", "deposited", "loket.paper_record({})"),
    ],
)
def test_nothing_is_shown_before_the_reading_is_noted_and_kept(
    town: Town, thing: str, name: str, call: str
) -> None:
    read = f"SELECT {call}".format(town.at[name])
    note = f"SELECT loket.announce('{thing}', {{{name}}}, 'penelitian berkas')"
    town.refused("ratna", read, by="ReasonNeeded")
    town.refused("ratna", note, read, by="ReasonNeeded")  # in one transaction, which could be rolled back
    town.refused("ratna", note, "SAVEPOINT s", read, by="ReasonNeeded")
    town.refused("ratna", "SAVEPOINT s", note, "RELEASE s", read, by="ReasonNeeded")
    town.refused("ratna", f"SELECT loket.announce('{thing}', {{{name}}}, ' x ')", by="ReasonNeeded")
    assert town.attempt("ratna", note)[0] == ""
    refusal, rows, _ = town.attempt("ratna", read)
    assert refusal == ""
    assert rows[0][0] is not None
    noted = town.office.rows(
        "SELECT login, data FROM loket.journal WHERE thing = :t AND thing_id = :i AND action = 'read'"
        " ORDER BY seq DESC LIMIT 1",
        t=thing,
        i=str(town.at[name]),
    )
    assert (noted[0].login, noted[0].data["purpose"]) == ("ratna", "penelitian berkas")


def test_a_colleagues_note_is_not_ones_own(town: Town) -> None:
    assert (
        town.attempt("rina", "SELECT loket.announce('application', {proposed}, 'penelitian berkas')")[0] == ""
    )
    town.refused("joko", "SELECT loket.open_file({proposed})", by="ReasonNeeded")


def test_only_those_who_work_on_cases_of_this_point_read_them(town: Town) -> None:
    for login in ("manajer", "admin", "auditor"):
        town.refused(
            login, "SELECT loket.announce('application', {submitted}, 'ingin tahu')", by="NotAllowed"
        )
        town.refused(login, "SELECT loket.open_file({submitted})", by="NotAllowed")
        town.refused(login, "SELECT loket.scan_bytes({scan_of_submitted})", by="NotAllowed")
        town.refused(login, "SELECT loket.paper_bytes({issued}, true)", by="NotAllowed")
        town.refused(login, "SELECT loket.search_cases('Siti')", by="NotAllowed")
        town.refused(login, "SELECT loket.find_papers('Siti', '')", by="NotAllowed")
    for login in ("budi", "rina", "ratna", "serba"):
        town.refused(login, "SELECT loket.announce('application', {far}, 'ingin tahu')", by="NotAllowed")
        town.refused(login, "SELECT loket.open_file({far})", by="NotAllowed")
        town.refused(login, "SELECT loket.scan_bytes({far_scan})", by="NotAllowed")
        town.refused(login, "SELECT loket.announce('application', 99999999, 'ingin tahu')", by="NotAllowed")


def test_the_sealed_record_is_shown_to_its_signatory_alone(town: Town) -> None:
    for login in ("hasan", "budi"):
        assert town.attempt(login, "SELECT loket.announce('document', {printed}, 'ingin tahu')")[0] == ""
        town.refused(login, "SELECT loket.paper_record({printed})", by="NotAllowed")


def test_a_search_finds_only_this_point_and_leaves_its_words(town: Town) -> None:
    refusal, rows, _ = town.attempt("budi", f"SELECT loket.search_cases('{nik(900)}')")
    assert (refusal, rows) == ("", [])
    assert town.allowed("budi", f"SELECT loket.search_cases('{nik(1)}')") == [(town.at["submitted"],)]
    assert town.office.ask(
        "SELECT data ->> 'term' FROM loket.journal WHERE action = 'search' ORDER BY seq DESC LIMIT 1"
    ) == ("3171**********00")


def test_what_a_case_of_another_point_lacks_is_not_told(town: Town) -> None:
    sql = "SELECT cardinality(loket.missing_marks({}))"
    assert town.allowed("rina", sql.format("{far}")) == [(0,)]
    assert town.allowed("jauh", sql.format("{far}"))[0][0] > 0
    assert town.allowed("rina", "SELECT cardinality(loket.missing_documents({far}))") == [(0,)]


def test_a_barred_officer_reads_and_keeps_nothing(town: Town) -> None:
    town.office.run("UPDATE loket.officer SET active = false WHERE login = 'joko'")
    try:
        town.in_vain("joko", "SELECT id FROM loket.application")
        town.in_vain("joko", "SELECT id FROM loket.permit_type_version")
        town.refused(
            "joko", "SELECT loket.announce('application', {submitted}, 'ingin tahu')", by="NotAllowed"
        )
    finally:
        town.office.run("UPDATE loket.officer SET active = true WHERE login = 'joko'")
    town.office.run("UPDATE loket.officer SET active = false WHERE login = 'sari'")
    try:
        town.refused("sari", "SELECT loket.keep_scan('abc')", by="NotAllowed")
    finally:
        town.office.run("UPDATE loket.officer SET active = true WHERE login = 'sari'")


def test_files_are_kept_by_who_may_and_within_a_size(town: Town) -> None:
    town.refused("rina", "SELECT loket.keep_scan('abc')", by="NotAllowed")
    town.refused("budi", "SELECT loket.keep_paper('abc')", by="NotAllowed")
    town.refused("budi", "SELECT loket.keep_scan(convert_to(repeat('x', 67108865), 'UTF8'))", by="TooLarge")
