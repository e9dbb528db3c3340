"""The random sample of a batch: nobody draws until he likes it, writes what he has seen, or decides around it."""

from collections.abc import Iterator

import pytest

from tests.attacks.town import Town
from tests.make import SERVICE_LOGIN

EVERYBODY = ("budi", "rina", "ratna", "serba", "manajer", "admin", "auditor", "jauh")
APPROVE = "UPDATE loket.application SET stage = 'approved' WHERE id = {proposed}"
DRAW = "SELECT * FROM loket.draw_sample(ARRAY[{proposed}])"
READ = "SELECT loket.announce('application', {proposed}, 'pemeriksaan')"
SEE = "SELECT loket.see_case(id, version) FROM loket.application WHERE id = {proposed}"


@pytest.fixture
def strict(town: Town) -> Iterator[Town]:
    """A town whose office draws one case of each batch at least."""
    kept = town.office.rows(
        "SELECT key, value::text AS value FROM loket.office_setting WHERE key LIKE 'sample_%'"
    )
    town.office.run("UPDATE loket.office_setting SET value = '1' WHERE key = 'sample_least'")
    yield town
    for row in kept:
        town.office.run(
            "UPDATE loket.office_setting SET value = CAST(:value AS jsonb) WHERE key = :key",
            key=row.key,
            value=row.value,
        )


def test_nothing_is_decided_that_was_not_drawn_from_and_looked_through(strict: Town) -> None:
    strict.refused("ratna", APPROVE, by="SampleUnseen")
    strict.allowed("ratna", DRAW)
    strict.refused("ratna", DRAW, APPROVE, by="SampleUnseen")
    strict.refused("ratna", SEE, APPROVE, by="ReasonNeeded")
    strict.allowed("ratna", DRAW, READ, SEE, APPROVE)


def test_what_was_seen_and_drawn_is_written_by_the_law_alone(strict: Town) -> None:
    for login in EVERYBODY:
        strict.all_refused(
            login,
            [
                "INSERT INTO loket.case_seen (officer_id, application_id, version, service_point_id)"
                " VALUES ({ratna}, {proposed}, 1, {MPP})",
                "DELETE FROM loket.case_seen",
                "UPDATE loket.approval_sample SET drawn = '[]'",
                "INSERT INTO loket.approval_sample (service_point_id, marked, drawn) VALUES ({MPP}, 1, '[]')",
                "UPDATE loket.approval_sample_case SET is_drawn = false",
                "DELETE FROM loket.approval_sample_case",
                "SELECT loket.demand_sample(a) FROM loket.application a",
            ],
            by="42501",
        )


def test_only_a_supervisor_of_the_point_draws_and_sees(strict: Town) -> None:
    for login in ("budi", "rina", "manajer", "admin", "auditor", SERVICE_LOGIN):
        strict.refused(login, DRAW, by="42501")
        strict.refused(login, "SELECT loket.see_case({proposed}, 1)", by="42501")
    strict.refused("jauh", "SELECT loket.see_case({proposed}, 1)", by="NotAllowed")
    _, rows, _ = strict.attempt("jauh", DRAW)
    assert rows == []


def test_a_session_cannot_foretell_or_repeat_the_chance_of_the_drawing(strict: Town) -> None:
    """random() obeys setseed; the law does not use it, and a drawing is not made anew until it pleases."""
    strict.office.run("UPDATE loket.office_setting SET value = '10' WHERE key = 'sample_share'")
    first = strict.office.ask("SELECT prosrc FROM pg_proc WHERE proname = 'draw_sample'")
    assert "random()" not in first.replace("-- random()", "").replace("gen_random_uuid()", "")
    strict.attempt("ratna", "SELECT setseed(0.5)", DRAW)
    strict.attempt("ratna", "SELECT setseed(0.5)", DRAW)
    assert strict.office.ask("SELECT count(*) FROM loket.approval_sample") == 1


def test_a_supervisors_drawings_are_his_own_to_read(strict: Town) -> None:
    strict.attempt("ratna", DRAW)
    for login, most in (("ratna", 1), ("hasan", 0), ("serba", 0)):
        _, rows, _ = strict.attempt(login, "SELECT id FROM loket.approval_sample")
        assert len(rows) == most, login


def test_a_drawn_case_is_not_shaken_off_by_an_update_of_nothing(strict: Town) -> None:
    """A case of another version is in no drawing; what is proposed keeps its own until it is decided or sent back."""
    now = strict.office.ask("SELECT version FROM loket.application WHERE id = :i", i=strict.at["proposed"])
    for login in ("ratna", "serba", "budi", "rina"):
        touch = "UPDATE loket.application SET version = version + 1 WHERE id = {proposed} RETURNING version"
        assert strict.allowed(login, touch) == [(now,)], login
