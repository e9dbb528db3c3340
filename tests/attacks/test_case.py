"""A case: every step by who may, with what the step needs, under a lease that is one's own and short."""

import json

from tests.attacks.town import Town

COMPLETE = "UPDATE loket.application SET stage = 'administrative' WHERE id = {leased_by_rina}"
TAKE = "UPDATE loket.application SET owner_id = {{{}}}, lease_until = {} WHERE id = {{{}}}"


def test_a_reviewer_takes_a_free_case_and_gets_twenty_minutes_whatever_he_asks_for(town: Town) -> None:
    rows = town.allowed(
        "joko",
        TAKE.format("joko", "now() + interval '10 years'", "submitted")
        + " RETURNING lease_until < now() + interval '21 min'",
    )
    assert rows == [(True,)]


def test_a_live_lease_is_not_stolen_lengthened_or_ended_by_a_colleague(town: Town) -> None:
    town.refused("joko", TAKE.format("joko", "now()", "leased_by_rina"), by="HeldByOther")
    for sql in (
        "owner_id = NULL",
        "lease_until = now() - interval '1 day'",
        "owner_id = NULL, lease_until = NULL",
    ):
        town.refused(
            "joko", f"UPDATE loket.application SET {sql} WHERE id = {{leased_by_rina}}", by="HeldByOther"
        )
    town.allowed("rina", "UPDATE loket.application SET owner_id = NULL WHERE id = {leased_by_rina}")


def test_nobody_takes_a_case_for_somebody_else_or_without_the_job(town: Town) -> None:
    town.refused("joko", TAKE.format("rina", "now()", "submitted"), by="NotAllowed")
    town.refused("budi", TAKE.format("budi", "now()", "submitted"), by="42501")
    town.refused("joko", TAKE.format("joko", "now()", "proposed"), by="WrongStage")


def test_nobody_judges_scans_or_fields_of_a_case_that_he_does_not_hold(town: Town) -> None:
    judge = "UPDATE loket.scan SET verdict = 'accepted' WHERE id = {%s}"
    town.refused("joko", judge % "scan_of_leased_by_rina", by="HeldByOther")
    town.refused("joko", judge % "scan_of_submitted", by="LeaseLost")
    town.refused("joko", judge % "scan_of_proposed", by="WrongStage")
    mark = (
        "INSERT INTO loket.field_mark (application_id, field, service_point_id, mark)"
        " VALUES ({leased_by_rina}, 'name', {MPP}, 'same')"
    )
    town.refused("joko", mark, by="HeldByOther")
    town.allowed("rina", judge % "scan_of_leased_by_rina")
    town.allowed("rina", mark)


def test_nobody_writes_into_a_case_that_a_colleague_holds(town: Town) -> None:
    for column, value in (
        ("comment", "'tolak saja'"),
        ("proposal", "'refuse'"),
    ):
        town.refused(
            "joko",
            f"UPDATE loket.application SET {column} = {value} WHERE id = {{leased_by_rina}}",
            by="NotAllowed",
        )
    town.refused("joko", COMPLETE, by="HeldByOther")


def test_complete_is_not_declared_without_every_document_accepted(town: Town) -> None:
    town.refused("rina", COMPLETE, by="MissingDocument")
    town.allowed(
        "rina",
        "UPDATE loket.scan SET verdict = 'accepted' WHERE application_id = {leased_by_rina}",
        COMPLETE,
    )


def test_the_promise_to_the_citizen_is_the_databases_word_alone(town: Town) -> None:
    accept = "UPDATE loket.scan SET verdict = 'accepted' WHERE application_id = {leased_by_rina}"
    for column in ("due_at = now() + interval '10 years'", "calendar = 'revisi 99'"):
        lie = COMPLETE.replace(" WHERE", f", {column} WHERE")
        town.refused("rina", accept, lie, by="42501")
        town.refused("rina", f"UPDATE loket.application SET {column} WHERE id = {{unmarked}}", by="42501")
    told = town.allowed("rina", accept, COMPLETE + " RETURNING due_at > now(), calendar")
    assert told == [(True, "revisi 1")]


def test_a_scan_cannot_be_filed_as_accepted_already(town: Town) -> None:
    sql = (
        "INSERT INTO loket.scan (application_id, service_point_id, document_code, file_name, sha256, size, pages,"
        " rotation, note, verdict, superseded)"
        " VALUES ({draft}, {MPP}, 'ktp', 'ktp.jpg', loket.keep_scan('abc'), 3, 1, 0, '',"
        " 'accepted', true) RETURNING verdict, superseded"
    )
    assert town.allowed("budi", sql) == [("pending", False)]


def test_a_judged_scan_is_not_taken_out_of_a_returned_case(town: Town) -> None:
    for name in ("refused_scan", "accepted_scan"):
        town.refused("budi", f"DELETE FROM loket.scan WHERE id = {{{name}}}", by="NotAllowed")
    town.refused("budi", "DELETE FROM loket.scan WHERE id = {scan_of_submitted}", by="WrongStage")


def test_a_scan_is_not_marked_as_superseded_by_hand(town: Town) -> None:
    town.refused(
        "rina", "UPDATE loket.scan SET superseded = true WHERE id = {scan_of_leased_by_rina}", by="42501"
    )
    town.refused("budi", "UPDATE loket.scan SET superseded = true WHERE id = {refused_scan}", by="42501")


def test_a_case_is_not_passed_on_without_its_marks(town: Town) -> None:
    sql = "UPDATE loket.application SET stage = 'technical' WHERE id = {unmarked}"
    town.refused("rina", sql, by="MissingMark")
    marks = (
        "INSERT INTO loket.field_mark (application_id, field, service_point_id, mark)"
        " SELECT {unmarked}, unnest(loket.missing_marks({unmarked})), {MPP}, 'same'"
    )
    town.allowed("rina", marks, sql)


def test_a_case_skips_no_stage_and_goes_back_only_as_the_table_says(town: Town) -> None:
    for login, stage, name in (
        ("rina", "technical", "leased_by_rina"),
        ("rina", "proposed", "unmarked"),
        ("rina", "approved", "unmarked"),
        ("budi", "administrative", "draft"),
        ("budi", "draft", "submitted"),
        ("serba", "approved", "submitted"),
        ("ratna", "administrative", "proposed"),
    ):
        town.refused(
            login, f"UPDATE loket.application SET stage = '{stage}' WHERE id = {{{name}}}", by="WrongStage"
        )


def test_a_case_is_not_born_in_a_later_stage_or_for_another_point(town: Town) -> None:
    sql = (
        "INSERT INTO loket.application (service_point_id, type_code, type_version_id, channel, stage, applicant_name,"
        " applicant_nik, fields, comment, version) VALUES ({%s}, 'strp-individual', {version}, 'counter', '%s', '', '',"
        " '{}', '', 1) RETURNING entered_by"
    )
    town.refused("budi", sql % ("MPP", "proposed"), by="WrongStage")
    town.refused("budi", sql % ("GAMBIR", "draft"), by="42501")
    town.refused("rina", sql % ("MPP", "draft"), by="42501")
    assert town.allowed("budi", sql % ("MPP", "draft")) == [(town.at["budi"],)]


def test_who_did_what_and_when_is_nobodys_to_write(town: Town) -> None:
    columns = (
        "entered_by", "entered_at", "submitted_at", "complete_at", "administrative_by", "administrative_at",
        "technical_by", "technical_at", "decided_by", "decided_at", "number", "track_code", "type_code",
        "type_version_id", "service_point_id", "owned_since",
    )  # fmt: skip
    for login in ("budi", "rina", "ratna", "serba"):
        town.all_refused(
            login,
            [f"UPDATE loket.application SET {one} = {one} WHERE id = {{draft}}" for one in columns],
            by="42501",
        )


def test_what_was_submitted_is_not_typed_anew(town: Town) -> None:
    for sql in ("applicant_name = 'Orang Lain'", "applicant_nik = '3171994502850999'", "fields = '{}'"):
        town.refused("budi", f"UPDATE loket.application SET {sql} WHERE id = {{submitted}}", by="WrongStage")
    town.refused(
        "budi",
        "INSERT INTO loket.worker (application_id, service_point_id, seq, name, nik)"
        " VALUES ({submitted}, {MPP}, 99, 'X', '1')",
        by="WrongStage",
    )


def test_a_field_typed_anew_loses_the_mark_that_said_it_was_the_same(town: Town) -> None:
    case = town.at["returned_marked"]
    fields = town.office.ask("SELECT fields FROM loket.application WHERE id = :i", i=case)
    marked = {
        row.field
        for row in town.office.rows("SELECT field FROM loket.field_mark WHERE application_id = :i", i=case)
    }
    assert {"name", "nik"} <= marked
    with town.psql("budi") as connection, connection.cursor() as cursor:
        cursor.execute(
            "UPDATE loket.application SET fields = %s WHERE id = %s",
            (json.dumps(fields | {"name": "Lain"}), case),
        )
        cursor.execute("SELECT field FROM loket.field_mark WHERE application_id = %s", (case,))
        assert {field for (field,) in cursor.fetchall()} == marked - {"name"}
        connection.rollback()


def test_a_case_is_not_withdrawn_without_a_reason(town: Town) -> None:
    sql = "UPDATE loket.application SET stage = 'withdrawn' WHERE id = {submitted}"
    town.refused("budi", sql, by="ReasonNeeded")
    town.refused("budi", "SET LOCAL loket.reason = '  x '", sql, by="ReasonNeeded")
    town.allowed("budi", "SET LOCAL loket.reason = 'pemohon batal berangkat'", sql)


def test_nobody_writes_into_a_case_of_another_point(town: Town) -> None:
    for login in ("budi", "rina", "ratna", "serba"):
        town.in_vain(login, "UPDATE loket.application SET stage = 'withdrawn' WHERE id = {far}")
    town.refused(
        "budi",
        "INSERT INTO loket.scan (application_id, service_point_id, document_code, file_name, sha256, size)"
        " VALUES ({far}, {MPP}, 'ktp', 'x', loket.keep_scan('abc'), 3)",
        by="NotAllowed",
    )
    town.refused(
        "rina",
        "INSERT INTO loket.field_mark (application_id, field, service_point_id, mark)"
        " VALUES ({far}, 'name', {MPP}, 'same')",
        by="NotAllowed",
    )
    town.in_vain("rina", "UPDATE loket.scan SET note = 'x' WHERE id = {far_scan}")
    town.in_vain("budi", "DELETE FROM loket.scan WHERE id = {far_scan}")


def test_no_more_than_ten_cases_are_taken_at_once(town: Town) -> None:
    hoard = (
        "UPDATE loket.application SET owner_id = {joko}, lease_until = now()"
        " WHERE id IN (SELECT id FROM loket.application WHERE number LIKE 'BANYAK-%%' ORDER BY id LIMIT {count})"
    )
    town.refused("joko", hoard.replace("{count}", "11").replace("%%", "%"), by="NotAllowed")
    town.allowed("joko", hoard.replace("{count}", "10").replace("%%", "%"), count=10)


def test_a_row_of_the_law_itself_is_nobodys_to_write(town: Town) -> None:
    statements = [
        "UPDATE loket.transition SET roles = ARRAY['officer']",
        "INSERT INTO loket.transition VALUES ('case', 'draft', 'x', 'approved', ARRAY['officer'])",
        "UPDATE loket.number_series SET last = 0",
        "INSERT INTO loket.practice_clock VALUES (true, now() - interval '1 year')",
        "UPDATE loket.officer SET service_point_id = {GAMBIR}",
        "INSERT INTO loket.officer (login, name, service_point_id, active) VALUES ('x', 'x', {MPP}, true)",
        "UPDATE loket.point_version SET version = version + 1",
        "UPDATE loket.stage_interval SET from_at = now()",
        "DELETE FROM loket.stage_interval",
        "DELETE FROM loket.application",
        "TRUNCATE loket.visit CASCADE",
        "INSERT INTO loket.intake_receipt (source, external_id) VALUES ('x', 'x')",
        "UPDATE loket.seal_key SET public_pem = ''",
    ]
    for login in ("budi", "rina", "ratna", "serba", "manajer", "auditor", "admin"):
        town.all_refused(login, statements, by="42501")
    rules = "UPDATE loket.permit_type_version SET rules = '{}'"
    town.all_refused("budi", [rules, "DELETE FROM loket.permit_type_version"], by="42501")
    town.all_refused("admin", ["DELETE FROM loket.permit_type_version"], by="42501")
    town.all_refused("admin", [f"{rules} WHERE type_code = 'strp-individual'"], by="NotAllowed")
    in_use = "id IN (SELECT type_version_id FROM loket.application)"
    town.all_refused("admin", [f"{rules} WHERE {in_use}"], by="RulesInUse")
    settings = [
        "INSERT INTO loket.work_week (valid_from, hours) VALUES ('2026-01-01', '[]')",
        "UPDATE loket.season SET last_day = last_day + 30",
        "DELETE FROM loket.holiday",
        "UPDATE loket.office_setting SET value = 'true'",
        "INSERT INTO loket.holiday VALUES ('2026-01-01', 'x', true)",
    ]
    for login in ("budi", "rina", "ratna", "serba", "manajer", "auditor"):
        town.all_refused(login, settings, by="42501")
