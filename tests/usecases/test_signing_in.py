"""The front door of the database: every wrong address and server is told as what it is."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.conftest import run_alone
from tests.make import PASSWORD, Office
from workstation.embedded import Cluster
from workstation.errors import BadAddress, SchemaMismatch, ServerNotReached, SignInRefused
from workstation.usecases.signing_in import sign_in
from workstation.wording import sentence


@pytest.mark.parametrize(
    "typed",
    [
        "hello",
        "127.0.0.1:5432/loket",
        "postgresql://server:lima/loket",
        "postgresql://server:99999/loket",
        "\x00",
    ],
)
def test_given_something_that_is_no_address_then_it_is_said_and_nobody_is_asked(typed: str) -> None:
    with pytest.raises(BadAddress) as found:
        sign_in(typed, "budi", PASSWORD)
    assert typed in sentence(found.value)


@pytest.mark.parametrize("typed", ["postgresql://127.0.0.1:1/loket", "postgresql://nobody.invalid/loket"])
def test_given_a_server_that_does_not_answer_then_it_is_named(typed: str) -> None:
    with pytest.raises(ServerNotReached) as found:
        sign_in(typed, "budi", PASSWORD)
    assert found.value.server.startswith(typed.removeprefix("postgresql://").split("/")[0].split(":")[0])
    assert found.value.raw


def test_given_a_database_that_is_not_there_then_the_server_says_so(office: Office) -> None:
    with pytest.raises(ServerNotReached) as found:
        sign_in(office.url().rpartition("/")[0] + "/tiada", "budi", PASSWORD)
    assert "tiada" in found.value.raw


def test_given_a_wrong_password_then_it_stays_a_refusal(office: Office) -> None:
    with pytest.raises(SignInRefused):
        sign_in(office.url(), "budi", "salah")


def test_given_a_database_of_something_else_then_the_missing_schema_is_told(
    cluster: Cluster, office: Office
) -> None:
    run_alone(cluster, "CREATE DATABASE kosong")
    run_alone(cluster, "GRANT CONNECT ON DATABASE kosong TO PUBLIC")
    try:
        with pytest.raises(SchemaMismatch):
            sign_in(office.url().rpartition("/")[0] + "/kosong", "budi", PASSWORD)
    finally:
        run_alone(cluster, "DROP DATABASE kosong WITH (FORCE)")


@pytest.mark.parametrize("days", [-400, 3])
def test_given_a_workstation_with_a_wrong_clock_then_the_offices_time_counts(
    office: Office, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    """Its date is wrong when it is switched on, and jumps once more at work."""
    monkeypatch.setattr("workstation.desk._now", lambda: datetime.now(UTC) + timedelta(days=days))
    desk = office.desk("budi")
    monkeypatch.setattr("workstation.desk._now", lambda: datetime.now(UTC) - timedelta(days=days))
    assert abs(desk.now() - office.ask("SELECT now()")) < timedelta(minutes=5)
    assert office.walk_in().number == "B-001"
    office.submitted()
