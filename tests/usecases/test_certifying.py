"""Whose certificate signs is remembered for the morning; a wrong passphrase leaves nothing behind."""

import pytest
from sqlalchemy import text

from tests.backroom import PASSPHRASE, BackRoom
from tests.make import Office
from workstation.errors import NotAllowed, WrongPassphrase
from workstation.usecases import brokering, certifying


def announce_before(office: Office, days: int) -> None:
    """Set how many days before its end a certificate is announced."""
    with office.owner.begin() as owner:
        owner.execute(
            text(
                "INSERT INTO loket.office_setting (key, value) VALUES ('certificate_days', to_jsonb(CAST(:n AS int)))"
                " ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value"
            ),
            {"n": days},
        )


def test_given_a_certificate_that_was_opened_then_its_end_is_told_in_the_morning(
    office: Office, sleeping_backroom: BackRoom
) -> None:
    desk = office.desk("ratna")
    announce_before(office, 10_000)
    assert certifying.ending_soon(desk) is None
    facts = certifying.open_signer(desk, sleeping_backroom.signer(), PASSPHRASE)
    announce_before(office, 30)
    assert certifying.ending_soon(desk) is None
    announce_before(office, facts.days_left + 1)
    soon = certifying.ending_soon(desk)
    assert soon is not None
    assert (soon.subject, soon.not_after) == (facts.subject, facts.not_after)
    assert abs(soon.days_left - facts.days_left) <= 1
    assert certifying.ending_soon(office.desk("hasan")) is None


def test_given_a_renewed_certificate_then_the_old_one_is_forgotten(
    office: Office, sleeping_backroom: BackRoom
) -> None:
    desk = office.desk("ratna")
    certifying.open_signer(desk, sleeping_backroom.signer(), PASSPHRASE)
    with office.owner.begin() as owner:
        owner.exec_driver_sql("UPDATE loket.officer_certificate SET not_after = now() - interval '1 day'")
    assert certifying.ending_soon(desk) is not None
    certifying.open_signer(desk, sleeping_backroom.signer(), PASSPHRASE)
    assert certifying.ending_soon(desk) is None


def test_given_a_wrong_passphrase_or_no_supervisor_then_nothing_is_noted(
    office: Office, sleeping_backroom: BackRoom
) -> None:
    with pytest.raises(WrongPassphrase):
        certifying.open_signer(office.desk("ratna"), sleeping_backroom.signer(), "salah")
    with pytest.raises(NotAllowed):
        certifying.open_signer(office.desk("rina"), sleeping_backroom.signer(), PASSPHRASE)
    assert office.ask("SELECT count(*) FROM loket.officer_certificate") == 0


def test_a_pass_is_taken_by_a_supervisor_and_spent_once_by_the_service(office: Office) -> None:
    taken = brokering.take_pass(office.desk("ratna"))
    caller = brokering.spend_pass(office.backroom(), taken)
    assert (caller.login, caller.name) == ("ratna", "Ratna Dewi")
    with pytest.raises(NotAllowed):
        brokering.spend_pass(office.backroom(), taken)
    with pytest.raises(NotAllowed):
        brokering.take_pass(office.desk("rina"))
    with pytest.raises(NotAllowed):
        brokering.spend_pass(office.desk("ratna"), brokering.take_pass(office.desk("ratna")))


def test_papers_are_given_to_the_broker_only_while_they_are_sent(office: Office) -> None:
    office.approved()
    me = office.id_of("officer", "login", "ratna")
    for wanted in (["0" * 64], ["0" * 64] * 2):
        with pytest.raises(NotAllowed):
            brokering.sent_papers(office.backroom(), me, wanted)
    assert brokering.sent_papers(office.backroom(), me, []) == []
