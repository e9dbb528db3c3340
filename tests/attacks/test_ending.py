"""The end of a paper: two persons withdraw it, only a newer one replaces it, and nobody ends one by hand."""

from tests.attacks.town import Town

PROPOSE = (
    "INSERT INTO loket.withdrawal (service_point_id, document_id, ground, legal_basis, note)"
    " VALUES ({MPP}, {issued}, 'substance', 'UU 30/2014 pasal 64', '%s')"
)
WITHDRAW = "UPDATE loket.document SET stage = 'withdrawn' WHERE id = {issued}"
DROP = "UPDATE loket.withdrawal SET dropped_reason = '%s' WHERE document_id = {issued}"


def test_nobody_takes_a_paper_out_of_force_alone(town: Town) -> None:
    town.refused("hasan", WITHDRAW, by="WithdrawalNotProposed")
    town.refused("hasan", PROPOSE % "salah nama", WITHDRAW, by="FourEyes")
    town.refused("hasan", PROPOSE % " x ", by="ck_withdrawal_words")
    for login in ("budi", "rina"):
        town.refused(login, PROPOSE % "salah nama", WITHDRAW, by="42501" if login == "rina" else "NotAllowed")
    for login in ("manajer", "auditor", "admin"):
        town.refused(login, PROPOSE % "salah nama", by="42501")
    town.refused("jauh", PROPOSE % "salah nama", by="NotAllowed")
    town.allowed("budi", PROPOSE % "salah nama")


def test_nobody_pretends_that_somebody_else_proposed_or_ended_it(town: Town) -> None:
    town.refused(
        "hasan",
        "INSERT INTO loket.withdrawal (service_point_id, document_id, ground, legal_basis, note, proposed_by)"
        " VALUES ({MPP}, {issued}, 'court', 'UU 30/2014', 'putusan', {budi})",
        by="42501",
    )
    for column in ("proposed_by = {budi}", "is_carried_out = true", "ended_at = now()", "note = 'lain'"):
        town.refused("hasan", f"UPDATE loket.withdrawal SET {column}", by="42501")
    town.refused("budi", PROPOSE % "salah nama", DROP % " ", by="ReasonNeeded")
    town.refused("budi", PROPOSE % "salah nama", DROP % "keliru", DROP % "sekali lagi", by="ChangedByOther")
    town.refused("budi", "DELETE FROM loket.withdrawal", by="42501")
    town.refused("hasan", "UPDATE loket.document SET withdrawn_reason = 'lain'", by="42501")


def test_nobody_calls_a_paper_replaced_or_run_out_that_is_not(town: Town) -> None:
    for stage in ("superseded", "expired"):
        change = f"UPDATE loket.document SET stage = '{stage}' WHERE id = {{issued}}"
        for login in ("budi", "hasan"):
            town.refused(login, change, by="NotAllowed")
    for login in ("budi", "rina", "ratna", "manajer", "admin"):
        town.refused(login, "UPDATE loket.document SET valid_until = '2020-01-01'", by="42501")


def test_nobody_says_that_a_paper_was_sent_off_without_saying_how(town: Town) -> None:
    mail = "UPDATE loket.document SET stage = 'mailed' WHERE id = {issued}"
    row = (
        "INSERT INTO loket.mailing (service_point_id, document_id, way, reference)"
        " VALUES ({MPP}, {issued}, 'post', '%s')"
    )
    town.refused("budi", mail, by="WrongStage")
    town.refused("budi", row % " ", by="ck_mailing_reference")
    town.refused("jauh", row % "RR1", by="NotAllowed")
    for login in ("rina", "ratna", "manajer"):
        town.refused(login, row % "RR1", by="42501")
    town.refused("budi", "UPDATE loket.mailing SET returned_at = now()", by="42501")
    town.allowed("budi", row % "RR123", mail)


def test_nobody_makes_a_case_refer_to_another_one_by_hand(town: Town) -> None:
    for login in ("budi", "serba", "rina"):
        town.refused(
            login,
            "UPDATE loket.application SET refers_to_id = {issued_case}, refers_as = 'replacement'",
            by="42501",
        )
    town.refused("budi", "SELECT loket.follow_case({issued_case}, 'objection', 'counter')", by="WrongStage")
    town.refused("budi", "SELECT loket.follow_case({issued_case}, 'fly', 'counter')", by="WrongStage")
    for login in ("rina", "ratna", "manajer", "jauh"):
        town.refused(
            login, "SELECT loket.follow_case({issued_case}, 'replacement', 'counter')", by="NotAllowed"
        )
    for asked in (
        "loket.supersede_old()",
        "loket.replacing_number(a) FROM loket.application a",
        "loket.demand_followable(a, 'again') FROM loket.application a",
    ):
        town.refused("budi", f"SELECT {asked}", by="42501")
    town.allowed("budi", "SELECT loket.follow_case({issued_case}, 'replacement', 'counter')")
