"""The end of a paper: two persons withdraw it, a newer one takes its place, its days run out, the post takes it."""

from pathlib import Path

import pytest

from tests.issued import Shelf
from tests.make import Office, exhausted
from tests.printed import come_out
from workstation.errors import (
    ChangedByOther,
    DuplicateApplication,
    FourEyes,
    NotAllowed,
    NotIssued,
    ObjectionTooLate,
    OtherApplicant,
    PaperExpired,
    ReasonNeeded,
    WithdrawalNotProposed,
    WrongStage,
)
from workstation.printing.spooler import FolderSpooler
from workstation.queries import permits
from workstation.queries.intake import draft_facts
from workstation.queries.totals import balance
from workstation.signing import withdrawals
from workstation.usecases import backroom, deciding, ending, following, handing_over, intake, reviewing
from workstation.usecases.handing_over import Collector
from workstation.usecases.intake import Draft
from workstation.vocabulary import (
    Channel,
    CollectorKind,
    DocumentStage,
    MailWay,
    Proposal,
    Reference,
    WithdrawalGround,
)

WHY = "Alamat pada surat bukan alamat pemegang"
SUBSTANCE = WithdrawalGround.SUBSTANCE


@pytest.fixture
def shelf(office: Office) -> Shelf:
    return Shelf(office)


def stage(office: Office, document_id: int) -> str:
    return str(office.ask("SELECT stage FROM loket.document WHERE id = :i", i=document_id))


def printed(office: Office, document_id: int, folder: Path) -> int:
    come_out(office.desk("budi"), document_id, FolderSpooler(folder))
    return document_id


def listed(office: Office, shelf: Shelf, document_id: int) -> bool:
    """Whether the newest edition of the withdrawal list carries this paper."""
    backroom.publish_withdrawals(office.backroom(), shelf.list_key)
    newest = office.ask("SELECT data FROM loket.withdrawal_edition ORDER BY id DESC LIMIT 1")
    keys = {shelf.list_key.kid: shelf.list_key.private.public_key()}
    serial = office.ask("SELECT serial FROM loket.document WHERE id = :i", i=document_id)
    return withdrawals.read(bytes(newest), keys).is_withdrawn(serial)


def balanced(office: Office) -> bool:
    today = office.desk("manajer").today()
    return balance(office.desk("manajer"), today, today).is_balanced


# -- withdrawn -----------------------------------------------------------------------------------------------


def test_a_paper_is_withdrawn_by_another_person_than_proposed_it_and_stands_on_the_list_at_once(
    office: Office, shelf: Shelf, tmp_path: Path
) -> None:
    paper, ratna = shelf.issued(), office.desk("ratna")
    assert not listed(office, shelf, paper)
    with pytest.raises(WithdrawalNotProposed):
        ending.withdraw(ratna, paper)
    with pytest.raises(ReasonNeeded):
        ending.propose_withdrawal(ratna, paper, SUBSTANCE, " x")
    ending.propose_withdrawal(ratna, paper, SUBSTANCE, WHY)
    with pytest.raises(FourEyes):
        ending.withdraw(ratna, paper)
    with pytest.raises(NotAllowed):
        ending.withdraw(office.desk("budi"), paper)
    assert stage(office, paper) == "issued"
    ending.withdraw(office.desk("hasan"), paper)
    assert stage(office, paper) == "withdrawn"
    assert listed(office, shelf, paper)
    with pytest.raises(NotIssued):
        printed(office, paper, tmp_path)
    found = permits.paper(ratna, paper)
    assert found is not None
    assert found.withdrawn_reason == WHY
    kept = office.rows("SELECT * FROM loket.withdrawal")[0]
    assert (kept.ground, kept.legal_basis) == ("substance", "UU 30/2014 pasal 64 ayat (1) huruf c")
    assert kept.is_carried_out
    assert balanced(office)


def test_an_officer_proposes_and_the_only_supervisor_of_a_small_unit_carries_it_out(
    office: Office, shelf: Shelf
) -> None:
    paper = shelf.withdrawn(shelf.issued())
    assert stage(office, paper) == "withdrawn"
    with pytest.raises(WrongStage):
        ending.propose_withdrawal(office.desk("budi"), paper, SUBSTANCE, WHY)


def test_a_proposal_is_made_once_and_can_be_dropped(office: Office, shelf: Shelf) -> None:
    paper, budi, ratna = shelf.issued(), office.desk("budi"), office.desk("ratna")
    ending.propose_withdrawal(budi, paper, WithdrawalGround.COURT, "Putusan PTUN nomor 1")
    with pytest.raises(ChangedByOther):
        ending.propose_withdrawal(ratna, paper, SUBSTANCE, WHY)
    with pytest.raises(ReasonNeeded):
        ending.drop_withdrawal(ratna, paper, " ")
    ending.drop_withdrawal(ratna, paper, "putusan belum berkekuatan hukum tetap")
    with pytest.raises(WithdrawalNotProposed):
        ending.withdraw(ratna, paper)
    with pytest.raises(WithdrawalNotProposed):
        ending.drop_withdrawal(ratna, paper, "sekali lagi")
    assert stage(office, paper) == "issued"
    ending.propose_withdrawal(ratna, paper, SUBSTANCE, WHY)
    assert office.rows("SELECT is_carried_out FROM loket.withdrawal ORDER BY id")[0].is_carried_out is False


# -- replaced ------------------------------------------------------------------------------------------------


def followed(office: Office, case: int, reference: Reference, **changed: str) -> int:
    """File a draft that refers to `case`; returns the id of the new case, submitted by budi."""
    budi = office.desk("budi")
    made = following.follow(budi, case, reference, Channel.COUNTER)
    typed = reviewing.open_file(budi, made, "pengajuan ulang").values
    intake.submit(budi, Draft(made, "", draft_facts(budi, made).version), typed | changed)
    return made


def granted(office: Office, shelf: Shelf, case: int) -> int:
    """Review, approve and issue a case; returns its permit."""
    office.complete(case)
    office.marked(case)
    reviewing.pass_on(office.desk("rina"), case)
    reviewing.propose(office.desk("rina"), case, Proposal.APPROVE)
    exhausted(deciding.approve_many(office.desk("ratna"), [case]))
    return shelf.issued(office.id_of("document", "application_id", case))


def case_of(office: Office, document_id: int) -> int:
    return int(office.ask("SELECT application_id FROM loket.document WHERE id = :i", i=document_id))


@pytest.mark.parametrize(("setting", "ends"), [("new", ""), ("same", " (Pengganti ke-1)")])
def test_a_replacement_takes_the_place_of_the_old_permit_when_it_is_issued_and_not_before(
    office: Office, shelf: Shelf, setting: str, ends: str
) -> None:
    office.run(
        "INSERT INTO loket.office_setting (key, value) VALUES ('replacement_number', to_jsonb(CAST(:v AS text)))",
        v=setting,
    )
    old = shelf.issued()
    number = office.ask("SELECT number FROM loket.document WHERE id = :i", i=old)
    case = followed(office, case_of(office, old), Reference.REPLACEMENT, name="Siti Rahmawati Putri")
    assert stage(office, old) == "issued"
    new = granted(office, shelf, case)
    row = office.rows("SELECT * FROM loket.document WHERE id = :i", i=new)[0]
    assert (stage(office, old), row.stage, row.holder) == ("superseded", "issued", "Siti Rahmawati Putri")
    assert row.number == number + ends if ends else row.number != number
    assert listed(office, shelf, old)
    assert not listed(office, shelf, new)
    assert number in " ".join(row.record["provisions"])
    found = permits.paper(office.desk("ratna"), old)
    assert found is not None
    assert found.withdrawn_reason == f"diganti dengan {row.number}"
    assert balanced(office)


def test_a_permit_is_replaced_for_its_own_holder_only_and_once_at_a_time(
    office: Office, shelf: Shelf
) -> None:
    old = case_of(office, shelf.issued())
    with pytest.raises(OtherApplicant):
        followed(office, old, Reference.REPLACEMENT, nik="3171994502850002")
    with pytest.raises(DuplicateApplication):
        following.follow(office.desk("budi"), old, Reference.REPLACEMENT, Channel.COUNTER)
    with pytest.raises(WrongStage):
        following.follow(office.desk("budi"), old, Reference.AGAIN, Channel.COUNTER)
    with pytest.raises(NotAllowed):
        following.follow(office.desk("rina"), old, Reference.REPLACEMENT, Channel.COUNTER)
    with pytest.raises(NotAllowed):
        following.follow(office.desk("jauh"), old, Reference.REPLACEMENT, Channel.COUNTER)


def test_a_withdrawn_permit_is_not_replaced(office: Office, shelf: Shelf) -> None:
    old = shelf.withdrawn(shelf.issued())
    with pytest.raises(WrongStage):
        following.follow(office.desk("budi"), case_of(office, old), Reference.REPLACEMENT, Channel.COUNTER)


# -- refused, and brought again ------------------------------------------------------------------------------


def test_an_objection_that_is_granted_takes_the_refusal_out_of_force(office: Office, shelf: Shelf) -> None:
    letter = shelf.refused()
    refused = case_of(office, letter)
    case = followed(office, refused, Reference.OBJECTION)
    old, new = (
        office.rows("SELECT * FROM loket.application WHERE id = :i", i=one)[0] for one in (refused, case)
    )
    assert (new.refers_to_id, new.refers_as, old.stage) == (refused, "objection", "refused")
    assert new.fields == old.fields
    scans = "SELECT document_code, sha256 FROM loket.scan WHERE application_id = :i ORDER BY 1"
    assert office.rows(scans, i=case) == office.rows(scans, i=refused)
    granted(office, shelf, case)
    assert stage(office, letter) == "superseded"
    assert listed(office, shelf, letter)
    assert balanced(office)


def test_an_objection_has_its_working_days_and_a_new_application_has_no_end(
    office: Office, shelf: Shelf
) -> None:
    refused = case_of(office, shelf.refused())
    office.later(days=60)
    with pytest.raises(ObjectionTooLate):
        following.follow(office.desk("budi"), refused, Reference.OBJECTION, Channel.COUNTER)
    made = following.follow(office.desk("budi"), refused, Reference.AGAIN, Channel.COUNTER)
    assert office.ask("SELECT stage FROM loket.application WHERE id = :i", i=made) == "draft"


def test_who_took_his_application_back_may_file_it_again_without_any_word_of_it_getting_lost(
    office: Office,
) -> None:
    case = office.submitted(type_code="strp-company")
    intake.withdraw(office.desk("budi"), case, "surat pencabutan")
    made = followed(office, case, Reference.AGAIN)
    workers = "SELECT name, nik FROM loket.worker WHERE application_id = :i ORDER BY seq"
    assert office.rows(workers, i=made) == office.rows(workers, i=case)
    assert balanced(office)


# -- run out, sent off ---------------------------------------------------------------------------------------


def test_a_permit_whose_days_are_over_goes_from_the_shelf_and_is_not_handed_over_any_more(
    office: Office, shelf: Shelf, tmp_path: Path
) -> None:
    paper, letter = printed(office, shelf.issued(), tmp_path), shelf.refused(nik="3171994502850002")
    assert ending.expire_past(office.backroom()) == 0
    office.later(days=9)
    collector = Collector(CollectorKind.PROXY, "Budi Kuasa", "ktp", "0001", originals_seen=True)
    with pytest.raises(PaperExpired):
        handing_over.hand_over(office.desk("budi"), paper, collector)
    with pytest.raises(PaperExpired):
        come_out(office.desk("budi"), paper, FolderSpooler(tmp_path), reason="salinan")
    assert ending.expire_past(office.backroom()) == 1
    assert ending.expire_past(office.backroom()) == 0
    assert (stage(office, paper), stage(office, letter)) == ("expired", "issued")
    assert permits.shelf(office.desk("budi"), permits.Shelf.PRINTED) == ()
    assert not listed(office, shelf, paper), "its own date says so"
    with pytest.raises(WrongStage):
        ending.propose_withdrawal(office.desk("budi"), paper, SUBSTANCE, WHY)


def test_what_was_sent_off_can_come_back_and_be_sent_again(
    office: Office, shelf: Shelf, tmp_path: Path
) -> None:
    budi, by_line, by_post = office.desk("budi"), shelf.issued(), shelf.issued(nik="3171994502850002")
    with pytest.raises(ReasonNeeded):
        ending.mail(budi, by_line, MailWay.EMAIL, " ")
    ending.mail(budi, by_line, MailWay.EMAIL, "<1@loket.example>")
    assert stage(office, by_line) == DocumentStage.MAILED
    with pytest.raises(WrongStage):
        ending.come_back(budi, by_line, "alamat tidak dikenal")
    ending.bounce(office.backroom(), by_line, "550 alamat tidak dikenal")
    ending.mail(office.backroom(), by_line, MailWay.EMAIL, "<2@loket.example>")
    ending.mail(budi, printed(office, by_post, tmp_path), MailWay.POST, "RR123456785ID")
    ending.come_back(budi, by_post, "rumah kosong")
    assert (stage(office, by_line), stage(office, by_post)) == ("mailed", "printed")
    sent = office.rows("SELECT way, returned_at IS NULL AS out FROM loket.mailing ORDER BY id")
    assert [(row.way, row.out) for row in sent] == [("email", False), ("email", True), ("post", False)]
    assert balanced(office)
