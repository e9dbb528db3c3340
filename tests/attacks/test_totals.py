"""Totals and numbers: nobody bends a count, hides a finding, takes a number or asks beyond his own office."""

from tests.attacks.town import Town

EVERYBODY = ("budi", "rina", "ratna", "serba", "manajer", "admin", "auditor")
YEAR = "'2020-01-01', '2120-01-01'"


def test_nobody_takes_a_number_or_moves_a_series(town: Town) -> None:
    statements = [
        "SELECT loket.take_number('letter-TOLAK', 'MPP', '2026')",
        "SELECT last FROM loket.number_series",
        "UPDATE loket.number_series SET last = last + 10",
        "DELETE FROM loket.number_series",
        "INSERT INTO loket.number_series VALUES ('ticket', '1A', '2026-01-01', 1)",
        "UPDATE loket.document SET number = 'X'",
        "UPDATE loket.application SET number = 'X'",
        "UPDATE loket.visit SET ticket = 'A-001'",
    ]
    for login in (*EVERYBODY, "loket_backroom"):
        town.all_refused(login, statements, by="42501")


def test_nobody_hides_a_finding_invents_a_void_or_moves_the_moment_of_reception(town: Town) -> None:
    statements = [
        "UPDATE loket.finding SET closed_at = now()",
        "DELETE FROM loket.finding",
        "INSERT INTO loket.finding (service_point_id, leg, code, number, day, series, unit, period)"
        " VALUES ({MPP}, 'cases', 'lost_step', 'x', now(), '', '', '')",
        "INSERT INTO loket.number_void (service_point_id, series, unit, period, seq, reason, officer_id)"
        " VALUES ({MPP}, 'ticket', '1A', '2026-01-01', 1, 'hilang', {budi})",
        "DELETE FROM loket.number_void",
        "UPDATE loket.application SET received_at = NULL",
        "UPDATE loket.stage_interval SET to_at = NULL",
        "DELETE FROM loket.stage_interval",
        "SELECT loket.check_totals({MPP}, '-infinity', '-infinity')",
    ]
    for login in EVERYBODY:
        town.all_refused(login, statements, by="42501")


def test_a_void_needs_a_manager_and_an_open_hole(town: Town) -> None:
    for login in ("budi", "ratna", "auditor"):
        town.refused(login, "SELECT loket.void_number(1, 'hilang')", by="42501")
    town.refused("manajer", "SELECT loket.void_number(1, 'hilang')", by="NotAllowed")


def test_totals_are_told_to_who_answers_for_them_and_only_for_his_office(town: Town) -> None:
    for login in ("budi", "rina", "admin"):
        town.refused(login, f"SELECT loket.totals({{MPP}}, {YEAR})", by="42501")
        town.refused(login, f"SELECT loket.imbalances({{MPP}}, {YEAR})", by="42501")
    for login in ("ratna", "auditor"):
        for place in ("{GAMBIR}", "NULL"):
            town.refused(login, f"SELECT loket.totals({place}, {YEAR})", by="NotAllowed")
            town.refused(login, f"SELECT loket.imbalances({place}, {YEAR})", by="NotAllowed")
    counted = town.allowed(
        "manajer", f"SELECT number FROM loket.totals(NULL, {YEAR}) WHERE leg = 'cases' AND is_given"
    )
    assert counted[0][0] > 0


def test_a_count_shows_no_person(town: Town) -> None:
    """What a manager of the whole city is told are names of classes and numbers."""
    rows = town.office.rows(f"SELECT leg, class, is_given, number FROM loket.totals(NULL, {YEAR})")
    assert {type(value) for row in rows for value in row} == {str, bool, int}
    assert all(row[1].replace("_", "").isalpha() for row in rows)
