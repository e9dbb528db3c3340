"""The outbox and the codes: nobody reads, turns aside, invents or unseals another's e-mail."""

import pytest

from tests.attacks.town import Town
from tests.make import SERVICE_LOGIN

AGAIN = "SELECT loket.send_mail_again({mail}, '%s', '%s')"
EVERYBODY = ("budi", "rina", "ratna", "serba", "manajer", "admin", "auditor", "jauh")


@pytest.fixture
def mailed(town: Town) -> Town:
    """The town with an e-mail about its issued paper that was taken by the mail server, and an unopened copy."""
    with town.office.owner.begin() as owner:
        owner.exec_driver_sql("DELETE FROM loket.outgoing_mail")
        owner.exec_driver_sql("DELETE FROM loket.mail_copy")
        town.at["mail"] = owner.exec_driver_sql(
            "INSERT INTO loket.outgoing_mail (service_point_id, application_id, document_id, kind, occasion, attempt,"
            " recipient, token, state, reason, tries, next_try_at, is_repeated, answer)"
            " SELECT service_point_id, application_id, id, 'permit', 0, 1, 'siti@contoh.example', loket.mail_token(),"
            " 'accepted', '', 1, now(), false, '' FROM loket.document WHERE id = %s RETURNING id",
            (town.at["issued"],),
        ).scalar_one()
        owner.exec_driver_sql(
            "INSERT INTO loket.mail_copy (document_id, service_point_id, opening_code, sha256)"
            " SELECT id, service_point_id, 'ABCD3467', signed_sha256 FROM loket.document WHERE id = %s",
            (town.at["issued"],),
        )
    return town


def test_nobody_reads_an_address_a_name_of_a_message_or_a_code_from_the_tables(mailed: Town) -> None:
    for login in EVERYBODY:
        mailed.all_refused(
            login,
            [
                "SELECT recipient FROM loket.outgoing_mail",
                "SELECT token FROM loket.outgoing_mail",
                "SELECT opening_code FROM loket.mail_copy",
                "SELECT * FROM loket.mail_copy",
            ],
            by="42501",
        )


def test_another_point_and_other_jobs_see_no_outbox(mailed: Town) -> None:
    seen = "SELECT id, recipient_masked FROM loket.outgoing_mail"
    assert mailed.attempt("budi", seen)[1] == [(mailed.at["mail"], "s•••@contoh.example")]
    assert mailed.attempt("jauh", seen)[1] == []
    for login in ("manajer", "admin", "auditor"):
        mailed.refused(login, seen, by="42501")


def test_nobody_writes_a_message_or_turns_one_aside_past_the_verbs(mailed: Town) -> None:
    for login in EVERYBODY:
        mailed.all_refused(
            login,
            [
                "INSERT INTO loket.outgoing_mail (service_point_id) VALUES ({MPP})",
                "UPDATE loket.outgoing_mail SET recipient = 'jahat@contoh.example'",
                "UPDATE loket.outgoing_mail SET state = 'queued'",
                "DELETE FROM loket.outgoing_mail",
                "UPDATE loket.mail_copy SET opening_code = 'AAAA3333'",
                "SELECT loket.queue_mail(1, 1, 1, 'permit', 9)",
                "SELECT loket.mail_address_of(1)",
                "SELECT loket.copy_bytes({issued})",
            ],
            by="42501",
        )


def test_an_address_is_changed_by_an_officer_of_the_point_with_a_reason_in_the_journal(mailed: Town) -> None:
    mailed.refused("budi", AGAIN % ("baru@contoh.example", " "), by="ReasonNeeded")
    mailed.refused("budi", AGAIN % ("dua@contoh.example,tiga@contoh.example", "salah ketik"), by="BadFields")
    mailed.refused(
        "budi", AGAIN % ("a@contoh.example\r\nBcc: b@contoh.example", "salah ketik"), by="BadFields"
    )
    mailed.refused("jauh", AGAIN % ("", "coba lagi"), by="NotAllowed")
    for login in ("rina", "ratna", "manajer", "admin", "auditor"):
        mailed.refused(login, AGAIN % ("", "coba lagi"), by="42501")
    assert mailed.attempt("budi", AGAIN % ("baru@contoh.example", "salah ketik"))[0] == ""
    (row,) = mailed.office.rows(
        "SELECT login, data FROM loket.journal WHERE thing = 'outgoing_mail' AND action = 'insert' AND login = 'budi'"
        " ORDER BY seq DESC LIMIT 1"
    )
    assert row.data["reason"] == "salah ketik"
    assert "contoh.example" not in str(row.data)
    mailed.refused("budi", AGAIN % ("", "sekali lagi"), by="ChangedByOther")


def test_an_address_is_shown_whole_to_an_officer_of_the_point_after_its_reading_was_kept(
    mailed: Town,
) -> None:
    show = "SELECT loket.open_mail({mail})"
    note = (
        "SELECT loket.announce('application', (SELECT application_id FROM loket.outgoing_mail WHERE id = {mail}),"
        " 'memperbaiki alamat')"
    )
    mailed.refused("sari", show, by="ReasonNeeded")
    mailed.refused("sari", note, show, by="ReasonNeeded")
    mailed.refused("jauh", show, by="NotAllowed")
    mailed.refused("ratna", show, by="42501")
    assert mailed.attempt("sari", note)[0] == ""
    assert mailed.attempt("sari", show)[1] == [("siti@contoh.example",)]
    seen = "SELECT count(*) FROM loket.journal WHERE action = 'unmask' AND data ->> 'purpose' = 'memperbaiki alamat'"
    assert mailed.office.ask(seen) == 1


def test_the_code_is_read_after_its_reading_was_kept_and_by_nobody_after_it_was_handed_over(
    mailed: Town,
) -> None:
    read, give = "SELECT loket.read_copy_code({issued})", "SELECT loket.give_copy_code({issued}, '%s')"
    note = "SELECT loket.announce('document', {issued}, 'slip')"
    for login in ("rina", "ratna", "manajer", "admin", "auditor", SERVICE_LOGIN):
        mailed.refused(login, read, by="42501")
        mailed.refused(login, give % "pemohon", by="42501")
    mailed.refused("jauh", read, by="NotAllowed")
    mailed.refused("jauh", give % "pemohon", by="NotAllowed")
    mailed.refused("budi", give % "", by="ReasonNeeded")
    mailed.refused("budi", read, by="ReasonNeeded")
    mailed.refused("budi", note, read, by="ReasonNeeded")
    assert mailed.attempt("budi", note)[0] == ""
    assert mailed.attempt("budi", read)[1] == [("ABCD3467",)]
    assert mailed.attempt("budi", give % "pemohon, KTP berakhir 0001")[0] == ""
    for login in ("budi", "sari", "serba"):
        mailed.refused(login, read, by="CodeGiven")
    assert mailed.office.ask("SELECT opening_code FROM loket.mail_copy") is None
    mailed.refused("jauh", "SELECT loket.renew_copy({issued}, 'slip hilang')", by="NotAllowed")
    assert "ABCD3467" not in str(mailed.office.rows("SELECT data FROM loket.journal"))


def test_the_service_moves_a_message_only_along_its_way_and_never_to_another_address(mailed: Town) -> None:
    for state in ("queued", "sending", "failed", "cancelled"):
        mailed.refused(SERVICE_LOGIN, f"UPDATE loket.outgoing_mail SET state = '{state}'", by="NotAllowed")
    mailed.all_refused(
        SERVICE_LOGIN,
        [
            "UPDATE loket.outgoing_mail SET recipient = 'jahat@contoh.example'",
            "UPDATE loket.outgoing_mail SET token = 'x'",
            "UPDATE loket.mail_copy SET opening_code = 'AAAA3333'",
            "SELECT loket.send_mail_again({mail}, '', 'coba lagi')",
        ],
        by="42501",
    )


def test_a_reminder_is_for_papers_on_the_own_shelf(mailed: Town) -> None:
    mailed.refused("jauh", "SELECT loket.remind_by_mail({issued})", by="NotAllowed")
    mailed.refused("rina", "SELECT loket.remind_by_mail({issued})", by="42501")
