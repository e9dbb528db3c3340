"""A list is decided person by person: one permit for those approved, one letter for the others."""

from dataclasses import replace
from datetime import date

import pytest

from tests.backroom import PASSPHRASE
from tests.lists import UNFIT, group, ids
from tests.make import Office, exhausted, workers
from workstation.errors import (
    HeldByOther,
    LeaseLost,
    NobodyApproved,
    ReasonNeeded,
    UndecidedWorkers,
    WrongStage,
)
from workstation.progress import Ending
from workstation.queries.casefile import case_file
from workstation.signing import seal
from workstation.signing.trust import Trust
from workstation.usecases import deciding, intake, persons, reviewing
from workstation.usecases.deciding import Decision
from workstation.usecases.reviewing import Reason
from workstation.vocabulary import PersonVerdict, Proposal


def trust(backroom) -> Trust:
    """What a checker believes in who knows this back room's key."""
    key = backroom.key
    known = seal.PublicSealKey(key.kid, key.private.public_key(), date(2020, 1, 1), date(2099, 1, 1))
    return Trust(frozenset({"CEK.LOKET.EXAMPLE"}), {key.kid: known}, {}, (), b"")


def verdicts(office: Office, case: int) -> list[str | None]:
    return [person.verdict for person in case_file(office.desk("rina"), case).persons]


def test_given_an_undecided_person_then_the_list_is_not_proposed(office: Office) -> None:
    case = group(office)
    rina = office.desk("rina")
    with pytest.raises(UndecidedWorkers) as left:
        reviewing.propose(rina, case, Proposal.APPROVE)
    assert left.value.count == 5
    persons.decide_workers(rina, case, ids(office, case)[:4], PersonVerdict.APPROVE)
    with pytest.raises(UndecidedWorkers) as left:
        reviewing.propose(rina, case, Proposal.APPROVE)
    assert left.value.count == 1
    persons.decide_workers(rina, case, ids(office, case)[4:], PersonVerdict.RETURN, UNFIT)
    reviewing.propose(rina, case, Proposal.APPROVE)
    assert verdicts(office, case) == ["approve"] * 4 + ["return"]


def test_given_nobody_approved_then_only_a_refusal_can_be_proposed(office: Office) -> None:
    case = group(office)
    rina = office.desk("rina")
    persons.decide_workers(rina, case, ids(office, case), PersonVerdict.REFUSE, UNFIT)
    with pytest.raises(NobodyApproved):
        reviewing.propose(rina, case, Proposal.APPROVE)
    reviewing.propose(rina, case, Proposal.REFUSE, [UNFIT])


def test_given_a_refusal_of_the_whole_then_it_needs_no_word_on_each(office: Office) -> None:
    case = group(office)
    reviewing.propose(office.desk("rina"), case, Proposal.REFUSE, [UNFIT])
    assert office.ask("SELECT stage FROM loket.application WHERE id = :i", i=case) == "proposed"


def test_given_no_reason_then_nobody_is_returned_or_refused(office: Office) -> None:
    case = group(office)
    for verdict in (PersonVerdict.RETURN, PersonVerdict.REFUSE):
        with pytest.raises(ReasonNeeded):
            persons.decide_workers(office.desk("rina"), case, ids(office, case), verdict)
        with pytest.raises(ReasonNeeded):
            persons.decide_workers(office.desk("rina"), case, ids(office, case), verdict, Reason("x", " "))
    assert verdicts(office, case) == [None] * 5


def test_given_no_lease_then_nobody_is_decided(office: Office) -> None:
    case = group(office)
    with pytest.raises(HeldByOther):
        persons.decide_workers(office.desk("joko"), case, ids(office, case), PersonVerdict.APPROVE)
    reviewing.release(office.desk("rina"), case)
    with pytest.raises(LeaseLost):
        persons.decide_workers(office.desk("rina"), case, ids(office, case), PersonVerdict.APPROVE)
    reviewing.take(office.desk("rina"), case)
    office.listed(case)
    reviewing.propose(office.desk("rina"), case, Proposal.APPROVE)
    with pytest.raises(WrongStage):
        persons.decide_workers(office.desk("rina"), case, ids(office, case), None)


def test_given_a_word_taken_back_then_the_person_is_undecided_again(office: Office) -> None:
    case = group(office)
    office.listed(case)
    persons.decide_workers(office.desk("rina"), case, ids(office, case)[:2], None)
    assert verdicts(office, case) == [None] * 2 + ["approve"] * 3


def test_given_who_decided_a_person_then_he_does_not_sign_the_list(office: Office) -> None:
    case = group(office)
    rina, serba = office.desk("rina"), office.desk("serba")
    reviewing.release(rina, case)
    reviewing.take(serba, case)
    persons.decide_workers(serba, case, ids(office, case), PersonVerdict.APPROVE)
    reviewing.release(serba, case)
    reviewing.take(rina, case)
    reviewing.propose(rina, case, Proposal.APPROVE)
    (outcome,) = exhausted(deciding.approve_many(serba, [case]))
    assert outcome.ending is Ending.FAILED
    assert "empat mata" in outcome.detail
    (outcome,) = exhausted(deciding.approve_many(office.desk("ratna"), [case]))
    assert outcome.ending is Ending.DONE


def test_given_500_persons_with_20_returned_then_one_permit_names_480_and_one_letter_the_others(
    office: Office, backroom, monkeypatch
) -> None:
    case = group(office, 500)
    rina, listed = office.desk("rina"), ids(office, case)
    assert len(listed) == 500
    persons.glance(rina, case, listed)
    persons.decide_workers(rina, case, listed, PersonVerdict.APPROVE)
    persons.decide_workers(rina, case, listed[40:60], PersonVerdict.RETURN, UNFIT)
    reviewing.propose(rina, case, Proposal.APPROVE)
    (outcome,) = exhausted(
        deciding.decide_and_sign(
            office.desk("ratna"), [Decision(case, grants=True)], signer=backroom.signer(), secret=PASSPHRASE
        )
    )
    assert outcome.ending is Ending.DONE
    backroom.stop()
    backroom.turn()
    found = office.rows("SELECT kind, stage, number, record, seal, serial FROM loket.document ORDER BY id")
    permit, letter = found
    assert [(row.kind, row.stage) for row in found] == [("permit", "issued"), ("persons_letter", "issued")]
    assert [w["seq"] for w in permit.record["workers"]] == list(range(1, 481))
    niks = {w["nik"] for w in permit.record["workers"]}
    assert len(niks) == 480
    assert [w["seq"] for w in letter.record["workers"]] == list(range(41, 61))
    assert not niks & {w["nik"] for w in letter.record["workers"]}
    assert (letter.record["granted"], letter.record["permit_number"]) == (480, permit.number)
    assert permit.number != letter.number
    assert "TOLAK" in letter.number
    assert seal.read(permit.seal, trust(backroom)).workers == 480
    told = seal.read(letter.seal, trust(backroom))
    assert (told.type_code, told.workers, told.valid_until) == ("refusal-letter", 20, None)


def test_given_everybody_approved_then_there_is_no_second_letter(office: Office) -> None:
    case = group(office)
    office.listed(case)
    reviewing.propose(office.desk("rina"), case, Proposal.APPROVE)
    exhausted(deciding.approve_many(office.desk("ratna"), [case]))
    assert office.ask("SELECT array_agg(kind) FROM loket.document") == ["permit"]


def test_given_the_list_is_typed_anew_then_persons_who_changed_are_undecided(office: Office) -> None:
    case = group(office)
    office.listed(case)
    reviewing.send_back(office.desk("rina"), case, [UNFIT])
    assert office.ask("SELECT count(*) FROM loket.worker_decision") == 5
    first, *others = workers(6)
    # one is spelt anew, one comes between, and the last one goes: who stays as he was keeps his word
    listed = [replace(first, name="Nama Dibetulkan"), others[-1], *others[:3]]
    intake.replace_workers(office.desk("budi"), case, listed)
    assert verdicts(office, case) == [None, None] + ["approve"] * 3


def test_given_the_same_person_in_two_lists_then_number_and_firm_are_told_to_the_reviewer(
    office: Office,
) -> None:
    first = group(office, company_name="PT Kesatu")
    second = group(office, company_name="PT Kedua")
    number = office.ask("SELECT number FROM loket.application WHERE id = :i", i=first)
    seen = reviewing.open_for_review(office.desk("rina"), second, "penelitian berkas")
    assert [(twin.seq, twin.number, twin.company) for twin in seen.twins] == [
        (seq, number, "PT Kesatu") for seq in range(1, 6)
    ]
    office.listed(first)
    reviewing.propose(office.desk("rina"), first, Proposal.APPROVE)
    exhausted(deciding.approve_many(office.desk("ratna"), [first]))
    seen = reviewing.open_for_review(office.desk("rina"), second, "penelitian berkas")
    assert seen.twins == ()


def test_given_a_person_with_an_own_case_of_the_same_type_then_it_is_told_without_his_name(
    office: Office,
) -> None:
    nik = workers(1)[0].nik
    office.submitted(nik=nik)
    number = office.ask("SELECT number FROM loket.application")
    case = group(office)
    seen = reviewing.open_for_review(office.desk("rina"), case, "penelitian berkas")
    assert [(twin.seq, twin.number, twin.company) for twin in seen.twins] == [(1, number, "")]
