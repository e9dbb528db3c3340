"""A paper: made by the decision, sealed and issued by the service, signed by who decided, printed, handed over once."""

from tests.attacks.town import Town, replica

PRINT = (
    "INSERT INTO loket.print_job (service_point_id, document_id, copy, reason, printer, spool_job, state, raw)"
    " VALUES ({{MPP}}, {{{document}}}, 1, '{reason}', 'p', '', '{state}', '') RETURNING copy, state"
)
HAND = (
    "INSERT INTO loket.handover (service_point_id, document_id, collector, name, identity_kind, last4, originals_seen)"
    " VALUES ({{MPP}}, {{{}}}, 'applicant', 'Siti', 'ktp', '0001', true)"
)


def test_nobody_makes_a_document(town: Town) -> None:
    sql = (
        "INSERT INTO loket.document (service_point_id, application_id, kind, stage, number, serial, holder,"
        " approved_by) VALUES ({MPP}, {draft}, 'permit', 'issued', 'PALSU/1', 999, 'Saya', {ratna})"
    )
    for login in ("budi", "rina", "ratna", "serba", "admin"):
        town.refused(login, sql, by="42501")


def test_number_serial_holder_signatory_and_time_are_nobodys_to_write(town: Town) -> None:
    columns = (
        "number", "serial", "holder", "approved_by", "approved_at", "issued_at", "withdrawn_at", "application_id",
        "kind", "service_point_id",
    )  # fmt: skip
    for login in ("budi", "ratna", "serba"):
        town.all_refused(
            login,
            [f"UPDATE loket.document SET {one} = {one} WHERE id = {{deposited}}" for one in columns],
            by="42501",
        )


def test_nobody_but_the_service_issues_a_signed_paper(town: Town) -> None:
    sql = "UPDATE loket.document SET stage = 'issued' WHERE id = {deposited}"
    for login in ("ratna", "hasan", "serba", "budi"):
        town.refused(login, sql, by="NotAllowed")
    town.refused("rina", sql, by="42501")
    town.allowed("loket_backroom", sql)


def test_not_even_the_service_issues_what_nobody_signed(town: Town) -> None:
    town.refused(
        "loket_backroom", "UPDATE loket.document SET stage = 'issued' WHERE id = {to_sign}", by="WrongStage"
    )
    town.refused(
        "loket_backroom", "UPDATE loket.document SET stage = 'deposited' WHERE id = {sent}", by="NotAllowed"
    )


def test_record_and_seal_are_the_services_and_only_once(town: Town) -> None:
    for column in ("record = '{}'", "seal = 'x'", "valid_until = '2099-01-01'", "valid_from = '2020-01-01'"):
        for login in ("ratna", "serba", "budi"):
            town.refused(login, f"UPDATE loket.document SET {column} WHERE id = {{to_sign}}", by="42501")
    town.refused(
        "loket_backroom", "UPDATE loket.document SET seal = 'x' WHERE id = {deposited}", by="NotAllowed"
    )
    town.allowed("loket_backroom", "UPDATE loket.document SET seal = 'x', record = '{}' WHERE id = {to_sign}")


def test_a_foreign_pdf_is_not_deposited_in_another_signatorys_name(town: Town) -> None:
    sql = "UPDATE loket.document SET stage = 'deposited', signed_sha256 = loket.keep_paper('palsu') WHERE id = {sent}"
    town.refused("hasan", sql, by="NotAllowed")
    town.refused("serba", sql, by="NotAllowed")
    town.refused("budi", sql, by="42501")
    town.allowed("ratna", sql)


def test_a_paper_is_not_deposited_empty_or_sent_without_ones_own_open_batch(town: Town) -> None:
    town.refused("ratna", "UPDATE loket.document SET stage = 'deposited' WHERE id = {sent}", by="NotIssued")
    town.refused("hasan", "UPDATE loket.document SET stage = 'prepared' WHERE id = {sent}", by="NotAllowed")
    town.refused(
        "ratna",
        "UPDATE loket.document SET stage = 'prepared' WHERE id = {sent}",
        "UPDATE loket.signing_batch SET closed_at = now() WHERE id = {batch}",
        "UPDATE loket.document SET stage = 'sent' WHERE id = {sent}",
        by="NotAllowed",
    )


def test_the_bytes_under_a_signature_are_never_exchanged(town: Town) -> None:
    for name in ("sent", "deposited", "issued", "printed"):
        for column in ("unsigned_sha256", "signed_sha256"):
            town.refused(
                "ratna",
                f"UPDATE loket.document SET {column} = loket.keep_paper('lain') WHERE id = {{{name}}}",
                by="NotAllowed",
            )
    town.refused("ratna", "UPDATE loket.paper_blob SET data = 'x'", by="42501")
    town.refused("ratna", "INSERT INTO loket.paper_blob VALUES ('x', 'x')", by="42501")


def test_a_colleague_does_not_change_batch_words_or_reason_of_a_paper(town: Town) -> None:
    for sql in ("batch_id = NULL", "raw = 'palsu'"):
        town.refused("hasan", f"UPDATE loket.document SET {sql} WHERE id = {{deposited}}", by="NotAllowed")


def test_a_batch_is_opened_in_ones_own_name_and_closed_by_oneself(town: Town) -> None:
    town.refused(
        "hasan", "UPDATE loket.signing_batch SET closed_at = now() WHERE id = {batch}", by="NotAllowed"
    )
    town.refused(
        "ratna", "UPDATE loket.signing_batch SET certificate_sha256 = 'x' WHERE id = {batch}", by="42501"
    )
    rows = town.allowed(
        "hasan",
        "INSERT INTO loket.signing_batch (service_point_id, signatory_id, certificate_sha256)"
        " VALUES ({MPP}, {ratna}, 'x') RETURNING signatory_id",
    )
    assert rows == [(town.at["hasan"],)]


def test_what_is_not_issued_is_not_printed(town: Town) -> None:
    for document in ("to_sign", "sent", "deposited"):
        town.refused("budi", PRINT.format(document=document, reason="", state="queued"), by="NotIssued")
    town.refused("rina", PRINT.format(document="issued", reason="", state="queued"), by="42501")
    assert town.allowed("budi", PRINT.format(document="issued", reason="", state="printed")) == [
        (1, "queued")
    ]


def test_a_second_copy_needs_its_reason(town: Town) -> None:
    town.refused("budi", PRINT.format(document="printed", reason=" ", state="queued"), by="ReasonNeeded")
    assert town.allowed("budi", PRINT.format(document="printed", reason="kertas macet", state="queued")) == [
        (2, "queued")
    ]


def test_printed_is_not_claimed_without_a_printers_run(town: Town) -> None:
    town.refused("budi", "UPDATE loket.document SET stage = 'printed' WHERE id = {issued}", by="WrongStage")
    rows = town.allowed("budi", "UPDATE loket.document SET prints = 77 WHERE id = {printed} RETURNING prints")
    assert rows == [(1,)]
    town.refused(
        "budi", "UPDATE loket.print_job SET state = 'failed' WHERE document_id = {printed}", by="NotAllowed"
    )


def test_what_is_not_printed_is_not_handed_over_and_once_is_enough(town: Town) -> None:
    town.refused("budi", HAND.format("issued"), by="WrongStage")
    town.refused("budi", HAND.format("handed_over"), by="WrongStage")
    town.refused(
        "budi", "UPDATE loket.document SET stage = 'handed_over' WHERE id = {printed}", by="WrongStage"
    )
    town.refused("budi", HAND.format("printed"), HAND.format("printed"), by="uq_handover_document_id")
    town.refused("ratna", HAND.format("printed"), by="42501")
    town.allowed("budi", HAND.format("printed"))


def test_a_withdrawn_paper_does_not_come_back(town: Town) -> None:
    stage = "UPDATE loket.document SET stage = :stage WHERE id = :i"
    replica(town.office, stage, stage="withdrawn", i=town.at["issued"])
    for login, wanted in (
        ("ratna", "issued"),
        ("hasan", "to_sign"),
        ("budi", "printed"),
        ("budi", "handed_over"),
    ):
        town.refused(
            login, f"UPDATE loket.document SET stage = '{wanted}' WHERE id = {{issued}}", by="WrongStage"
        )
    replica(town.office, stage, stage="issued", i=town.at["issued"])


def test_lists_of_withdrawn_papers_and_seal_keys_are_the_services(town: Town) -> None:
    town.refused(
        "ratna",
        "INSERT INTO loket.withdrawal_edition (issued_at, expires_at, data) VALUES (now(), now(), '')",
        by="42501",
    )
    town.refused("ratna", "INSERT INTO loket.seal_key VALUES ('x', 'x', now(), now())", by="42501")


def test_raised_files_are_the_services_and_lie_over_issued_papers_alone(town: Town) -> None:
    sql = (
        "INSERT INTO loket.raised_paper (document_id, level, sha256, stamped_at, stamped_by, stamp_ends)"
        " SELECT id, '{level}', signed_sha256, now(), 'palsu', now() FROM loket.document WHERE id = {which}"
    )
    over_issued = sql.replace("{level}", "B-LTA").replace("{which}", "{issued}")
    for login in ("ratna", "serba", "budi", "rina"):
        town.refused(login, over_issued, by="42501")
        town.refused(login, "UPDATE loket.paper_due SET due_at = now()", by="42501")
    town.refused(
        "loket_backroom", sql.replace("{level}", "B-LTA").replace("{which}", "{deposited}"), by="NotIssued"
    )
    town.refused("loket_backroom", over_issued.replace("B-LTA", "B-B"), by="NotAllowed")
    town.allowed("loket_backroom", over_issued)
    for rewriting in ("UPDATE loket.raised_paper SET level = 'B-T'", "DELETE FROM loket.raised_paper"):
        town.refused("loket_backroom", rewriting, by="42501")
