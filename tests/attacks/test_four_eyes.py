"""Nobody judges or decides what he typed, nobody decides what he judged: also not who holds every role."""

import json

from tests.attacks.town import Town
from tests.make import person_values

PAPERS = (
    "INSERT INTO loket.scan (application_id, service_point_id, document_code, file_name, sha256, size, pages,"
    " rotation, note) SELECT {%s}, {MPP}, code, 'x.jpg', loket.keep_scan('abc'), 3, 1, 0, ''"
    " FROM unnest(ARRAY['identity_card', 'vaccine_certificate', 'photo']) AS code"
)


def test_a_supervisor_decides_what_others_keyed_and_reviewed(town: Town) -> None:
    town.allowed("ratna", "UPDATE loket.application SET stage = 'approved' WHERE id = {proposed}")


def test_who_keyed_a_case_in_cannot_approve_it(town: Town) -> None:
    town.refused(
        "serba",
        "UPDATE loket.application SET stage = 'approved' WHERE id = {proposed_keyed_by_serba}",
        by="FourEyes",
    )


def test_who_reviewed_a_case_cannot_approve_or_refuse_it(town: Town) -> None:
    sql = "UPDATE loket.application SET stage = '{}' WHERE id = {{proposed_by_serba}}"
    town.refused("serba", sql.format("approved"), by="FourEyes")
    town.refused(
        "serba",
        "INSERT INTO loket.case_reason (application_id, service_point_id, purpose, code, text)"
        " VALUES ({proposed_by_serba}, {MPP}, 'refusal', 'x', 'karena saya mau')",
        by="FourEyes",
    )


def test_who_keyed_a_case_in_cannot_take_it_for_review(town: Town) -> None:
    town.refused(
        "serba",
        "UPDATE loket.application SET owner_id = {serba}, lease_until = now() WHERE id = {keyed_by_serba}",
        by="FourEyes",
    )
    town.allowed(
        "rina",
        "UPDATE loket.application SET owner_id = {rina}, lease_until = now() WHERE id = {keyed_by_serba}",
    )


def test_who_typed_into_a_colleagues_draft_cannot_review_it_either(town: Town) -> None:
    town.refused(
        "serba",
        ("UPDATE loket.application SET fields = %s WHERE id = {draft}", (json.dumps(person_values()),)),
        PAPERS % "draft",
        "UPDATE loket.application SET stage = 'submitted' WHERE id = {draft}",
        "UPDATE loket.application SET owner_id = {serba}, lease_until = now() WHERE id = {draft}",
        by="FourEyes",
    )


def test_who_only_changed_a_field_of_a_returned_case_cannot_review_it(town: Town) -> None:
    town.refused(
        "serba",
        "UPDATE loket.application SET applicant_name = 'Nama Lain' WHERE id = {returned}",
        PAPERS % "returned",
        "UPDATE loket.application SET stage = 'submitted' WHERE id = {returned}",
        "UPDATE loket.application SET owner_id = {serba}, lease_until = now() WHERE id = {returned}",
        by="FourEyes",
    )


def test_who_declared_a_case_complete_cannot_decide_it_although_a_colleague_went_on(town: Town) -> None:
    """The last reviewer's name stands on the case; the history knows the first as well."""
    sql = (
        "SELECT loket.officer_name(administrative_by) FROM loket.application WHERE id = {completed_by_serba}"
    )
    assert town.allowed("ratna", sql) == [("Rina Kusuma",)]
    town.refused(
        "serba",
        "UPDATE loket.application SET stage = 'approved' WHERE id = {completed_by_serba}",
        by="FourEyes",
    )


def test_a_supervisor_cannot_turn_a_proposal_to_refuse_into_an_approval(town: Town) -> None:
    town.refused(
        "ratna",
        "UPDATE loket.application SET stage = 'approved', proposal = 'approve' WHERE id = {proposed_refusal}",
        by="WrongStage",
    )
    town.refused(
        "ratna",
        "UPDATE loket.application SET proposal = 'approve' WHERE id = {proposed_refusal}",
        by="NotAllowed",
    )
    town.allowed("ratna", "UPDATE loket.application SET stage = 'refused' WHERE id = {proposed_refusal}")


def test_a_refusal_needs_a_reason_in_words(town: Town) -> None:
    town.refused(
        "ratna", "UPDATE loket.application SET stage = 'refused' WHERE id = {proposed}", by="ReasonNeeded"
    )
    town.refused(
        "ratna",
        "INSERT INTO loket.case_reason (application_id, service_point_id, purpose, code, text)"
        " VALUES ({proposed}, {MPP}, 'refusal', 'x', ' ')",
        by="ReasonNeeded",
    )


def test_reviewers_officers_and_managers_cannot_decide(town: Town) -> None:
    for login in ("rina", "budi"):
        town.refused(
            login, "UPDATE loket.application SET stage = 'approved' WHERE id = {proposed}", by="NotAllowed"
        )
    for login in ("manajer", "admin", "auditor"):
        town.refused(
            login, "UPDATE loket.application SET stage = 'approved' WHERE id = {proposed}", by="42501"
        )
