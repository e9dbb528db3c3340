"""Secured paper: nobody makes, loses, revives or borrows a sheet; good + spoiled + unused = delivered."""

import pytest
import sqlalchemy.exc

from tests.attacks.test_papers import PRINT
from tests.attacks.town import Town, replica

PACK = "INSERT INTO loket.sheet_pack (service_point_id, series, first, last) VALUES ({MPP}, 'T', 1, 10)"
SPOIL = "SELECT loket.spoil_sheets('T', {0}, {0}, 'sobek')"
BALANCE = (
    "SELECT (SELECT sum(last - first + 1) FROM loket.sheet_pack) - (SELECT count(*) FROM loket.sheet"
    " WHERE state IN ('good', 'spoiled', 'unused'))"
)


@pytest.fixture
def stocked(town: Town) -> Town:
    """A pack of ten in the store; two of it at budi's counter, one of these spoiled."""
    if not town.office.ask("SELECT count(*) FROM loket.sheet_pack WHERE series = 'T'"):
        for login, sql in (
            ("ratna", PACK),
            ("budi", "SELECT loket.move_sheets('T', 1, 2, {counter_2})"),
            ("budi", SPOIL.format(2)),
        ):
            assert town.attempt(login, sql)[0] == ""
    return town


def test_only_a_supervisor_receives_packs_and_only_for_the_own_point(stocked: Town) -> None:
    other = PACK.replace("'T', 1", "'U', 1")
    for login in ("budi", "rina", "admin", "auditor", "manajer", "loket_backroom"):
        stocked.refused(login, other, by="42501")
    stocked.refused("ratna", PACK, by="uq_sheet_series_serial")
    rows = stocked.allowed("ratna", other.replace("{MPP}", "{GAMBIR}") + " RETURNING service_point_id")
    assert rows == [(stocked.at["MPP"],)]


def test_nobody_makes_takes_away_or_rewrites_a_sheet(stocked: Town) -> None:
    acts = [
        "INSERT INTO loket.sheet (service_point_id, pack_id, series, serial, state, reason)"
        " SELECT service_point_id, pack_id, 'T', 99, 'unused', '' FROM loket.sheet LIMIT 1",
        "DELETE FROM loket.sheet",
        "UPDATE loket.sheet SET state = 'unused', reason = ''",
        "UPDATE loket.sheet SET counter_id = NULL",
        "UPDATE loket.sheet_pack SET last = 11",
        "DELETE FROM loket.sheet_pack",
        "DELETE FROM loket.sheet_count",
        "UPDATE loket.sheet_count SET counted = expected",
    ]
    for login in ("budi", "ratna", "serba", "rina", "admin", "manajer", "auditor"):
        stocked.all_refused(login, acts, by="42501")


def test_not_even_the_owner_brings_a_used_sheet_back(stocked: Town) -> None:
    for act in (
        "UPDATE loket.sheet SET state = 'unused', reason = '' WHERE state = 'spoiled'",
        "UPDATE loket.sheet SET serial = 77 WHERE state = 'unused'",
        "DELETE FROM loket.sheet",
        "TRUNCATE loket.sheet",
        "UPDATE loket.sheet_pack SET last = 9",
        "DELETE FROM loket.sheet_pack",
    ):
        before = stocked.fingerprint()
        with pytest.raises(sqlalchemy.exc.DBAPIError, match="NotAllowed"):
            stocked.office.run(act)
        assert stocked.fingerprint() == before
    assert stocked.office.ask(BALANCE) == 0


def test_sheets_of_a_colleagues_counter_and_of_another_point_are_not_taken(stocked: Town) -> None:
    stocked.refused("sari", "SELECT loket.move_sheets('T', 1, 1, {counter_1})", by="SheetsNotFree")
    stocked.refused("sari", SPOIL.format(1), by="SheetsNotFree")
    stocked.refused("jauh", "SELECT loket.move_sheets('T', 3, 3, NULL)", by="SheetsNotFree")
    stocked.refused("jauh", "SELECT loket.move_sheets('T', 3, 3, {counter_1})", by="NotAllowed")
    stocked.refused("jauh", SPOIL.format(3), by="SheetsNotFree")
    stocked.allowed("ratna", "SELECT loket.move_sheets('T', 1, 1, {counter_1})")
    for login in ("rina", "admin", "auditor", "manajer"):
        stocked.refused(login, SPOIL.format(3), by="42501")
        stocked.refused(login, "SELECT loket.move_sheets('T', 3, 3, NULL)", by="42501")


def test_sheets_are_moved_or_spoiled_whole_ranges_with_a_reason_or_not_at_all(stocked: Town) -> None:
    stocked.refused("budi", "SELECT loket.move_sheets('T', 1, 3, {counter_2})", by="SheetsNotFree")
    stocked.refused("budi", "SELECT loket.move_sheets('T', 9, 11, {counter_2})", by="SheetsNotFree")
    stocked.refused("budi", "SELECT loket.move_sheets('T', 5, 4, {counter_2})", by="SheetsNotFree")
    stocked.refused("budi", "SELECT loket.spoil_sheets('T', 3, 3, '  x')", by="ReasonNeeded")
    stocked.refused("budi", "SELECT loket.spoil_sheets('T', 3, 3, NULL)", by="ReasonNeeded")
    stocked.allowed("budi", "SELECT loket.move_sheets('T', 9, 10, {counter_2})")


def test_a_permit_on_secured_paper_is_not_printed_without_a_sheet_and_its_sheet_serves_no_other(
    stocked: Town,
) -> None:
    stocked.office.run("INSERT INTO loket.office_setting (key, value) VALUES ('secured_paper', 'true')")
    try:
        queued = PRINT.format(document="issued", reason="", state="queued")
        stocked.refused("sari", queued, by="NoSheets")
        stocked.refused(
            "budi", queued.replace(", copy,", ", copy, sheets,").replace(", 1, '", ", 1, 2, '"), by="NoSheets"
        )
        stocked.refused("budi", queued, SPOIL.format(1), by="SheetsNotFree")
        taken = "SELECT state, print_job_id IS NOT NULL FROM loket.sheet WHERE serial = 1"
        assert stocked.allowed("budi", queued, taken) == [("unused", True)]
        stocked.refused("budi", queued, queued, by="PrintUnsettled")
    finally:
        stocked.office.run("DELETE FROM loket.office_setting WHERE key = 'secured_paper'")


def test_a_run_is_printed_only_after_it_came_out_and_spoiled_only_with_a_word(stocked: Town) -> None:
    queued = PRINT.format(document="issued", reason="", state="queued")
    end = "UPDATE loket.print_job SET state = '{}' WHERE document_id = {{issued}}"
    stocked.refused("budi", queued, end.format("printed"), by="NotAllowed")
    stocked.refused("budi", queued, end.format("spoiled"), by="NotAllowed")
    stocked.refused("budi", queued, end.format("out"), end.format("queued"), by="NotAllowed")
    stocked.refused("budi", queued, end.format("out"), end.format("spoiled"), by="ReasonNeeded")
    stocked.refused(
        "budi", queued, end.format("out"), end.format("printed"), end.format("failed"), by="NotAllowed"
    )
    stocked.refused("ratna", queued, by="42501")
    stocked.allowed("budi", queued, end.format("out"), end.format("printed"))


def test_a_run_that_a_colleague_has_just_sent_is_his_to_settle(stocked: Town) -> None:
    queued = PRINT.format(document="issued", reason="", state="queued")
    settle = "UPDATE loket.print_job SET {} WHERE document_id = {{issued}} AND state IN ('queued', 'out')"
    assert stocked.attempt("budi", queued)[0] == ""
    try:
        for words in ("state = 'out'", "state = 'failed'", "spool_job = 'lain-1'"):
            stocked.refused("sari", settle.format(words), by="HeldByOther")
        assert stocked.attempt("budi", settle.format("state = 'out'"))[0] == ""
        for words in ("state = 'printed'", "state = 'spoiled', raw = 'bergaris'"):
            stocked.refused("sari", settle.format(words), by="HeldByOther")
        old = "UPDATE loket.print_job SET queued_at = queued_at - interval '3 minutes' WHERE state = 'out'"
        replica(stocked.office, old)
        stocked.allowed("sari", settle.format("state = 'printed'"))
    finally:
        replica(stocked.office, "DELETE FROM loket.print_job WHERE document_id = :i", i=stocked.at["issued"])


def test_a_count_is_kept_beside_what_the_ledger_had_in_ones_own_name(stocked: Town) -> None:
    count = (
        "INSERT INTO loket.sheet_count (service_point_id, counter_id, counted) VALUES ({{MPP}}, {}, 7)"
        " RETURNING expected, officer_id"
    )
    assert stocked.allowed("budi", count.format("NULL")) == [(8, stocked.at["budi"])]
    stocked.refused("jauh", count.format("{counter_1}"), by="NotAllowed")
    stocked.refused(
        "budi",
        count.format("NULL").replace("counted)", "counted, expected)").replace(", 7)", ", 7, 7)"),
        by="42501",
    )
    stocked.refused("rina", count.format("NULL"), by="42501")
    stocked.refused("budi", count.format("NULL").replace(", 7)", ", -1)"), by="ck_sheet_count_counted")
