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


def test_nobody_moves_a_case_to_another_point_but_by_forwarding_it(town: Town) -> None:
    for login in ("budi", "rina", "serba", "admin"):
        town.refused(login, "UPDATE loket.application SET service_point_id = {GAMBIR}", by="42501")
    for table in ("scan", "worker", "field_mark"):
        town.refused("rina", f"UPDATE loket.{table} SET service_point_id = {{GAMBIR}}", by="42501")
    row = "INSERT INTO loket.case_forward (service_point_id, application_id, to_point_id, reason, running_in)"
    town.refused(
        "budi",
        row + " VALUES ({MPP}, {unmarked}, {GAMBIR}, 'alasan', pg_current_xact_id()::text)",
        by="42501",
    )
    for login in ("budi", "rina"):
        town.refused(
            login, "UPDATE loket.case_forward SET running_in = pg_current_xact_id()::text", by="42501"
        )


def test_a_case_is_forwarded_by_its_own_point_with_a_reason_and_not_out_of_a_colleagues_hands(
    town: Town,
) -> None:
    ask = "SELECT loket.forward_case({%s}, {GAMBIR}, '%s')"
    for login in ("ratna", "manajer", "auditor", "admin", "jauh"):
        town.refused(login, ask % ("list", "kewenangan"), by="NotAllowed")
    town.refused("rina", ask % ("list", " "), by="ReasonNeeded")
    town.refused("joko", ask % ("list", "kewenangan"), by="HeldByOther")
    town.refused("rina", ask.replace("{GAMBIR}", "{MPP}") % ("list", "kewenangan"), by="NotAllowed")
    town.refused("budi", ask % ("issued_case", "kewenangan"), by="WrongStage")
    town.allowed("rina", ask % ("list", "kewenangan"))
    town.refused("budi", "SELECT loket.demand_forwardable(a, {GAMBIR}) FROM loket.application a", by="42501")


def test_the_point_that_a_case_left_reads_where_it_is_and_nothing_of_the_person(town: Town) -> None:
    for login in ("manajer", "auditor", "admin"):
        town.refused(login, "SELECT * FROM loket.forwarded_cases('MPP')", by="NotAllowed")
    columns = town.allowed("budi", "SELECT proargnames FROM pg_proc WHERE proname = 'forwarded_cases'")[0][0]
    assert not {"fields", "nik", "applicant_nik"} & set(columns)
    town.refused("budi", "SELECT running_in FROM loket.case_forward", by="42501")
