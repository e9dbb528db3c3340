"""Passes for the broker and certificates of colleagues: nobody takes, reads, makes or spends what is not his."""

from sqlalchemy import text

from tests.attacks.town import Town
from tests.make import SERVICE_LOGIN

EVERYBODY = ("budi", "rina", "ratna", "serba", "manajer", "admin", "auditor", "jauh")
PASS = (
    "INSERT INTO loket.signing_pass (sha256, officer_id, good_until)"
    " VALUES (repeat('0', 64), {ratna}, now() + interval '1 day')"
)
CERTIFICATE = (
    "INSERT INTO loket.officer_certificate ({}subject, sha256, not_after) VALUES ({}'Saya', 'x', now())"
)


def test_only_a_supervisor_takes_a_pass_for_the_broker(town: Town) -> None:
    for login in ("budi", "rina", "manajer", "admin", "auditor"):
        town.refused(login, "SELECT loket.take_signing_pass()", by="42501")
    refusal, rows, _ = town.attempt("ratna", "SELECT loket.take_signing_pass()")
    assert (refusal, len(rows[0][0])) == ("", 64)


def test_nobody_reads_makes_lengthens_or_spends_a_pass(town: Town) -> None:
    _, ((taken,),), _ = town.attempt("ratna", "SELECT loket.take_signing_pass()")
    for login in EVERYBODY:
        town.all_refused(
            login,
            [
                "SELECT * FROM loket.signing_pass",
                PASS,
                "UPDATE loket.signing_pass SET good_until = now() + interval '1 day', used_at = NULL",
                "DELETE FROM loket.signing_pass",
                f"SELECT loket.use_signing_pass('{taken}')",
            ],
            by="42501",
        )


def test_the_service_makes_no_pass_and_spends_one_only_once(town: Town) -> None:
    _, ((taken,),), _ = town.attempt("ratna", "SELECT loket.take_signing_pass()")
    spend = f"SELECT loket.use_signing_pass('{taken}')"
    town.refused(SERVICE_LOGIN, "SELECT loket.take_signing_pass()", by="42501")
    town.refused(SERVICE_LOGIN, PASS, by="42501")
    refusal, rows, _ = town.attempt(SERVICE_LOGIN, spend)
    assert (refusal, rows) == ("", [(town.at["ratna"],)])
    town.refused(SERVICE_LOGIN, spend, by="NotAllowed")
    town.refused(SERVICE_LOGIN, "SELECT loket.use_signing_pass('tebakan')", by="NotAllowed")


def test_the_pass_of_a_supervisor_who_was_sent_away_is_worth_nothing(town: Town) -> None:
    _, ((taken,),), _ = town.attempt("ratna", "SELECT loket.take_signing_pass()")
    set_active = text("UPDATE loket.officer SET active = :active WHERE login = 'ratna'")
    with town.office.owner.begin() as owner:
        owner.execute(set_active, {"active": False})
    try:
        town.refused(SERVICE_LOGIN, f"SELECT loket.use_signing_pass('{taken}')", by="NotAllowed")
    finally:
        with town.office.owner.begin() as owner:
            owner.execute(set_active, {"active": True})


def test_nobody_notes_or_reads_a_colleagues_certificate(town: Town) -> None:
    town.refused("ratna", CERTIFICATE.format("officer_id, ", "{hasan}, "), by="42501")
    for login in ("budi", "rina", "admin"):
        town.refused(login, CERTIFICATE.format("", ""), by="42501")
    assert town.attempt("ratna", CERTIFICATE.format("", ""))[0] == ""
    assert town.attempt("hasan", "SELECT * FROM loket.officer_certificate")[1] == []
    town.in_vain("hasan", "UPDATE loket.officer_certificate SET not_after = now() + interval '9 years'")
