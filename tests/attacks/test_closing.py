"""The end of the day: closed once by who may, sealed by the service, and shown to nobody who may not see it."""

import pytest
from sqlalchemy import text

from tests.attacks.town import Town, nik

TODAY = "(now() AT TIME ZONE 'Asia/Jakarta')::date"  # the office's, whatever the server's
KEEP = f"SELECT loket.keep_closing({TODAY}, '%PDF-1.7 palsu')"
EVERYBODY = ("budi", "rina", "ratna", "serba", "manajer", "admin", "auditor")


@pytest.fixture(scope="module")
def closed(town: Town) -> Town:
    """The town after its manager has closed the day."""
    assert town.attempt("manajer", "SELECT loket.close_day()")[0] == ""
    return town


def test_nobody_but_a_supervisor_or_a_manager_closes_the_day_and_only_his_own_point(town: Town) -> None:
    for login in ("budi", "rina", "admin", "auditor", "loket_backroom"):
        town.refused(login, "SELECT loket.close_day()", by="42501")
    mine = "SELECT count(*) FROM loket.closing WHERE service_point_id = {elsewhere}"
    assert town.allowed("jauh", "SELECT loket.close_day()", mine) == [(1,)]
    if not town.office.ask(
        "SELECT count(*) FROM loket.closing WHERE service_point_id = :p", p=town.at["MPP"]
    ):
        assert town.allowed("hasan", "SELECT loket.close_day()", mine) == [(0,)]


def test_a_day_is_closed_once_whoever_tries_again(closed: Town) -> None:
    for login in ("manajer", "ratna", "hasan", "serba"):
        closed.refused(login, "SELECT loket.close_day()", by="AlreadyClosed")


def test_a_closing_is_nobodys_to_write_alter_or_take_away(closed: Town) -> None:
    statements = [
        "INSERT INTO loket.closing VALUES ({MPP}, current_date - 1, 1, 'x', '{}', {ratna}, now(), NULL, NULL)",
        "UPDATE loket.closing SET seq = 1",
        "UPDATE loket.closing SET hash = ''",
        "UPDATE loket.closing SET totals = '{}'",
        "UPDATE loket.closing SET day = day - 1",
        "UPDATE loket.closing SET pdf_sha256 = NULL",
        "DELETE FROM loket.closing",
        "TRUNCATE loket.closing",
        "COPY loket.closing FROM STDIN",
        "SELECT loket.day_totals({MPP}, now())",
        "SELECT loket.judge_rows({MPP}, 0, '', 1)",
    ]
    for login in (*EVERYBODY, "loket_backroom"):
        closed.all_refused(login, statements, by="42501")
    for login in EVERYBODY:
        closed.refused(login, "UPDATE loket.closing SET seal = 'LOKET-TUTUP:PALSU'", by="42501")


def test_not_even_the_servers_master_rewrites_a_closing_under_its_trigger(closed: Town) -> None:
    for statement in (
        "UPDATE loket.closing SET seq = 1",
        "DELETE FROM loket.closing",
        "TRUNCATE loket.closing",
    ):
        with pytest.raises(Exception, match="NotAllowed"):
            closed.office.run(statement)


def test_the_sheet_names_the_head_of_that_moment_and_its_own_line_follows(closed: Town) -> None:
    found = closed.office.rows(
        "SELECT c.seq, c.hash, c.totals, j.hash AS there, n.thing AS next FROM loket.closing c"
        " JOIN loket.journal j USING (service_point_id, seq) JOIN loket.journal n"
        " ON n.service_point_id = c.service_point_id AND n.seq = c.seq + 1 WHERE c.service_point_id = :p",
        p=closed.at["MPP"],
    )[0]
    assert found.hash == found.there
    assert found.next == "closing"
    assert found.totals["access"]["rows"] <= found.seq


def test_the_seal_comes_once_from_the_service_and_the_sheet_once_from_who_closed(closed: Town) -> None:
    seal = "UPDATE loket.closing SET seal = 'LOKET-TUTUP:UJI' WHERE service_point_id = {MPP}"
    closed.refused("manajer", KEEP, by="NotAllowed")  # not sealed yet
    assert closed.attempt("loket_backroom", seal)[0] == ""
    closed.refused("loket_backroom", seal.replace("UJI", "LAIN"), by="NotAllowed")
    closed.refused("ratna", KEEP, by="NotAllowed")  # the manager closed
    closed.refused("budi", KEEP, by="42501")
    assert closed.attempt("manajer", KEEP)[0] == ""
    closed.refused("manajer", KEEP.replace("palsu", "lain"), by="NotAllowed")
    assert closed.allowed("auditor", f"SELECT loket.closing_pdf({TODAY})")[0][0] is not None
    assert closed.allowed("jauh", f"SELECT loket.closing_pdf({TODAY})") == [(None,)]


def test_only_auditor_and_manager_are_told_which_row_is_broken_and_a_wrong_hash_shows_no_row(
    town: Town,
) -> None:
    ask = "SELECT loket.verify_rows({MPP}, 5, 'salah', 100)"
    for login in ("budi", "rina", "ratna", "serba", "admin"):
        town.refused(login, ask, by="42501")
        town.refused(login, "SELECT loket.anchor_holds({MPP}, 1, 'x')", by="42501")
        town.refused(login, "SELECT loket.kept_sheet({MPP}, current_date)", by="42501")
    for login in ("manajer", "auditor"):
        told = town.allowed(login, ask)[0][0]
        assert set(told["broken"]) == {"seq", "fault"}
    for call in (
        "verify_rows({elsewhere}, 0, '', 10)",
        "anchor_holds({elsewhere}, 1, 'x')",
        "kept_sheet({elsewhere}, current_date)",
    ):
        town.refused("manajer", f"SELECT loket.{call}", by="NotAllowed")
        town.allowed("auditor", f"SELECT loket.{call}")
    assert town.allowed("manajer", "SELECT code FROM loket.journal_chains()") == [("MPP",)]


def test_a_print_or_an_export_is_noted_in_ones_own_name_and_never_without_a_purpose(town: Town) -> None:
    for purpose in ("NULL", "''", "'  x '"):
        town.refused("budi", f"SELECT loket.note_export('antrean', 3, {purpose})", by="ReasonNeeded")
    town.refused("budi", "SELECT loket.note_export('antrean', NULL, 'laporan')", by="ReasonNeeded")
    town.refused("budi", "SELECT loket.note_print('application', {far}, 'p')", by="NotAllowed")
    town.refused("budi", "SELECT loket.note_print('visit', {waiting}, 'p')", by="NotAllowed")
    town.refused("loket_backroom", "SELECT loket.note_export('antrean', 3, 'laporan')", by="NotAllowed")
    note = "SELECT loket.note_export('antrean', 3, 'laporan bulanan')"
    assert town.attempt("budi", "SET loket.login = 'sari'", note)[0] == ""
    rows = town.office.rows(
        "SELECT login, data FROM loket.journal WHERE action = 'export' AND thing = 'antrean'"
    )
    assert [(row.login, row.data["count"]) for row in rows] == [("budi", 3)]


def test_each_look_at_numbers_in_full_leaves_a_row_of_its_own(town: Town) -> None:
    count = "SELECT count(*) FROM loket.journal WHERE action = 'unmask' AND login = 'rina' AND thing_id = :i"
    thing = {"i": str(town.at["leased_by_rina"])}
    before = town.office.ask(count, **thing)
    note = "SELECT loket.announce('application', {leased_by_rina}, 'penelitian berkas')"
    assert town.attempt("rina", note)[0] == ""
    for _ in range(2):
        assert town.attempt("rina", "SELECT loket.open_file({leased_by_rina})")[0] == ""
    assert town.office.ask(count, **thing) == before + 2
    last = "SELECT data ->> 'purpose' FROM loket.journal WHERE action = 'unmask' ORDER BY at DESC, seq DESC LIMIT 1"
    assert town.office.ask(last) == "penelitian berkas"


def test_the_trail_of_a_person_is_the_auditors_and_never_unannounced(town: Town) -> None:
    card = nik(1)
    note, read = (
        f"SELECT loket.announce_trail('{card}', 'permintaan pemilik data')",
        f"SELECT * FROM loket.trail_of('{card}')",
    )
    for login in ("budi", "rina", "ratna", "serba", "manajer", "admin"):
        town.refused(login, note, by="42501")
        town.refused(login, read, by="42501")
    town.refused("auditor", read, by="ReasonNeeded")
    town.refused("auditor", note, read, by="ReasonNeeded")
    town.refused("auditor", note.replace("permintaan pemilik data", " "), by="ReasonNeeded")
    assert town.attempt("auditor", note)[0] == ""
    refusal, rows, _ = town.attempt("auditor", read)
    assert refusal == ""
    assert ("application", str(town.at["submitted"])) in rows
    assert not town.office.ask("SELECT count(*) FROM loket.journal WHERE thing_id = :c", c=card)


def test_whoever_recomputes_the_whole_chain_is_found_against_the_sheet_of_that_evening(closed: Town) -> None:
    """The plain check passes afterwards; what is on paper does not fit any more."""
    office, point = closed.office, closed.at["MPP"]
    sheet = office.rows("SELECT seq, hash FROM loket.closing WHERE service_point_id = :p", p=point)[0]
    with office.owner.connect() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(
            text(f"UPDATE loket.journal SET login = 'sari' WHERE service_point_id = {point} AND seq = 9")
        )
        connection.execute(
            text(
                "DO $$ DECLARE j loket.journal; h text := ''; BEGIN"
                f" FOR j IN SELECT * FROM loket.journal WHERE service_point_id = {point} ORDER BY seq LOOP"
                " h := loket.journal_hash(h, j); UPDATE loket.journal SET hash = h"
                " WHERE service_point_id = j.service_point_id AND seq = j.seq; END LOOP;"
                f" UPDATE loket.journal_head SET hash = h WHERE service_point_id = {point}; END $$"
            )
        )
        assert connection.scalar(text(f"SELECT loket.verify_journal({point})")) is None
        holds = text("SELECT loket.anchor_holds(:p, :s, :h)")
        assert connection.scalar(holds, {"p": point, "s": sheet.seq, "h": sheet.hash}) is False
        connection.rollback()
        assert connection.scalar(holds, {"p": point, "s": sheet.seq, "h": sheet.hash}) is True
