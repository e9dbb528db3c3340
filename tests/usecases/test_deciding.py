"""Decide many with one authentication: four eyes, coded reasons, results one by one, nothing half done."""

import pytest

from tests.backroom import PASSPHRASE, BackRoom
from tests.intray import NOT_URGENT, person, proposed_refusal
from tests.make import Office, exhausted
from workstation.errors import NotAllowed, ReasonNeeded, WrongPassphrase
from workstation.progress import Ending
from workstation.usecases import deciding
from workstation.usecases.deciding import Decision
from workstation.usecases.signing import SigningStep


def cases(office: Office) -> list[str]:
    return [row.stage for row in office.rows("SELECT stage FROM loket.application ORDER BY id")]


def papers(office: Office) -> list[tuple[str, str]]:
    return [
        (row.kind, row.stage) for row in office.rows("SELECT kind, stage FROM loket.document ORDER BY id")
    ]


def decide(office: Office, backroom: BackRoom, decisions, secret: str = PASSPHRASE, login: str = "ratna"):
    return exhausted(
        deciding.decide_and_sign(office.desk(login), decisions, signer=backroom.signer(login), secret=secret)
    )


def test_given_proposals_both_ways_when_decided_then_permits_and_letters_are_signed_and_issued(
    office, backroom
):
    good, bad = [office.proposed(), office.proposed(**person(2))], proposed_refusal(office, 3)
    decisions = [Decision(case, grants=True) for case in good] + [Decision(bad, grants=False)]
    outcomes = decide(office, backroom, decisions)
    assert [o.ending for o in outcomes] == [Ending.DONE] * 3
    assert cases(office) == ["approved", "approved", "refused"]
    backroom.stop()
    backroom.turn()
    assert papers(office) == [("permit", "issued")] * 2 + [("refusal_letter", "issued")]
    reasons = office.rows("SELECT code FROM loket.case_reason WHERE purpose = 'refusal'")
    assert [row.code for row in reasons] == ["need-not-urgent"]


def test_given_a_wrong_passphrase_then_nothing_is_decided(office, sleeping_backroom):
    case = office.proposed()
    with pytest.raises(WrongPassphrase):
        decide(office, sleeping_backroom, [Decision(case, grants=True)], "salah")
    assert cases(office) == ["proposed"]
    assert papers(office) == []


def test_given_one_he_keyed_in_himself_then_four_eyes_stop_that_one_alone(office, backroom):
    mine, other = office.proposed(), office.proposed(**person(2))
    office.run(
        "UPDATE loket.application SET entered_by = :me WHERE id = :id",
        me=office.desk("ratna").officer.id,
        id=mine,
    )
    outcomes = decide(office, backroom, [Decision(mine, grants=True), Decision(other, grants=True)])
    assert [o.ending for o in outcomes] == [Ending.FAILED, Ending.DONE]
    assert "empat mata" in outcomes[0].detail
    assert cases(office) == ["proposed", "approved"]


def test_given_a_colleague_was_first_then_only_that_one_fails(office, backroom):
    case, other = office.proposed(), office.proposed(**person(2))
    exhausted(deciding.approve_many(office.desk("hasan"), [case]))
    outcomes = decide(office, backroom, [Decision(case, grants=True), Decision(other, grants=True)])
    assert [o.ending for o in outcomes] == [Ending.FAILED, Ending.DONE]
    assert (
        office.ask("SELECT approved_by FROM loket.document WHERE application_id = :id", id=case)
        == office.desk("hasan").officer.id
    )


def test_given_a_proposal_to_refuse_then_approving_it_is_refused(office, backroom):
    case = proposed_refusal(office)
    (outcome,) = decide(office, backroom, [Decision(case, grants=True)])
    assert outcome.ending is Ending.FAILED
    assert cases(office) == ["proposed"]


def test_given_a_proposal_to_approve_when_refused_with_a_reason_then_the_letter_bears_it(office, backroom):
    case = office.proposed()
    (bare,) = decide(office, backroom, [Decision(case, grants=False)])
    assert bare.ending is Ending.FAILED
    assert "Alasan" in bare.detail
    (outcome,) = decide(office, backroom, [Decision(case, grants=False, reasons=(NOT_URGENT,))])
    assert outcome.ending is Ending.DONE
    record = office.ask("SELECT record FROM loket.document")
    assert [reason["text"] for reason in record["reasons"]] == [NOT_URGENT.text]


def test_given_a_stop_after_the_decision_when_asked_again_then_it_is_only_signed(office, sleeping_backroom):
    case = office.proposed()
    decision = Decision(case, grants=True)
    steps = deciding.decide_and_sign(
        office.desk("ratna"), [decision], signer=sleeping_backroom.signer(), secret=PASSPHRASE
    )
    for step in steps:
        if isinstance(step, SigningStep) and cases(office) == ["approved"]:
            break
    steps.close()
    number = office.ask("SELECT number FROM loket.document")
    sleeping_backroom.turn()
    (outcome,) = decide(office, sleeping_backroom, [decision])
    assert outcome.ending is Ending.DONE
    assert [row.number for row in office.rows("SELECT number FROM loket.document")] == [number]
    assert papers(office) == [("permit", "deposited")]


def test_given_a_challenge_then_the_case_goes_back_with_the_comment(office):
    case = office.proposed()
    with pytest.raises(ReasonNeeded):
        deciding.challenge(office.desk("ratna"), case, " ")
    deciding.challenge(office.desk("ratna"), case, "Alamat tujuan belum jelas")
    row = office.rows("SELECT stage, comment, proposal, owner_id FROM loket.application")[0]
    assert tuple(row) == ("technical", "Alamat tujuan belum jelas", None, None)


def test_given_a_reviewer_then_he_decides_nothing(office, sleeping_backroom):
    case = office.proposed()
    with pytest.raises(NotAllowed):
        exhausted(deciding.approve_many(office.desk("joko"), [case]))
    with pytest.raises(NotAllowed):
        exhausted(
            deciding.decide_and_sign(
                office.desk("joko"),
                [Decision(case, grants=True)],
                signer=sleeping_backroom.signer(),
                secret=PASSPHRASE,
            )
        )
