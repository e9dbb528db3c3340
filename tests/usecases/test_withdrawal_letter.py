"""The decision that withdraws a paper: numbered with the withdrawal, signed, printed, counted, checked by anybody."""

from pathlib import Path

import pytest

from tests.history import spoil
from tests.issued import Shelf
from tests.make import Office
from tests.printed import come_out
from tests.printing import seen
from workstation.errors import WithdrawalNotProposed, WrongStage
from workstation.printing.spooler import FolderSpooler
from workstation.queries import batches, permits
from workstation.queries.printed_numbers import printed
from workstation.queries.totals import balance
from workstation.signing import seal
from workstation.usecases import ending, handing_over, previewing, searching
from workstation.usecases.handing_over import Collector
from workstation.vocabulary import CollectorKind, DocumentKind, WithdrawalGround

WHY = "surat tugas tidak pernah dikeluarkan oleh perusahaan"
FALSE = WithdrawalGround.FALSE_PAPERS


@pytest.fixture
def shelf(office: Office) -> Shelf:
    return Shelf(office)


def withdrawn(office: Office, shelf: Shelf, paper: int) -> int:
    """Withdraw `paper` for false papers; returns the id of the decision."""
    ending.propose_withdrawal(office.desk("sari"), paper, FALSE, WHY)
    ending.withdraw(office.desk("ratna"), paper)
    return office.id_of("document", "withdraws_id", paper)


def pdf_of(office: Office, document_id: int) -> bytes:
    return handing_over.signed_pdf(office.desk("budi"), document_id)


def test_the_decision_is_numbered_with_the_withdrawal_and_waits_for_the_signature_of_who_withdrew(
    office: Office, shelf: Shelf
) -> None:
    paper = shelf.issued()
    letter = withdrawn(office, shelf, paper)
    row = office.rows("SELECT * FROM loket.document WHERE id = :i", i=letter)[0]
    assert (row.kind, row.stage, row.withdraws_id) == ("withdrawal_letter", "to_sign", paper)
    assert row.number.startswith("000001/CABUT/")
    assert row.approved_by == office.desk("ratna").officer.id
    shelf.backroom.turn()
    assert [one.number for one in batches.unsigned(office.desk("ratna"))] == [row.number]
    assert batches.unsigned(office.desk("hasan")) == ()


def test_the_paper_names_permit_reason_basis_and_day_and_its_seal_is_no_permits(
    office: Office, shelf: Shelf
) -> None:
    paper = shelf.issued()
    number = office.ask("SELECT number FROM loket.document WHERE id = :i", i=paper)
    letter = shelf.issued(withdrawn(office, shelf, paper))
    page = seen.text(pdf_of(office, letter))
    for said in (
        f"NOMOR {number}",
        WHY,
        "Undang-Undang Nomor 30 Tahun 2014 tentang Administrasi Pemerintahan Pasal 64 ayat (1) huruf c",
        "MEMUTUSKAN:",
        "Tembusan: – Arsip",
    ):
        assert said in page, page
    kept = office.rows("SELECT seal, record FROM loket.document WHERE id = :i", i=letter)[0]
    told = seal.read(kept.seal, shelf.trust())
    assert (told.type_code, told.valid_until) == ("withdrawal-letter", None)
    assert kept.record["withdraws"]["ground"] == "false_papers"


def test_it_is_printed_handed_over_found_and_shown_beside_the_paper_that_it_withdrew(
    office: Office, shelf: Shelf, tmp_path: Path
) -> None:
    budi, paper = office.desk("budi"), shelf.issued()
    letter = shelf.issued(withdrawn(office, shelf, paper))
    number = office.ask("SELECT number FROM loket.document WHERE id = :i", i=letter)
    of_paper, of_letter = permits.paper(budi, paper), permits.paper(budi, letter)
    assert of_paper is not None
    assert of_letter is not None
    assert (of_paper.decision, of_letter.decision) == (number, of_paper.row.number)
    case = of_paper.row.application_number
    assert {row.id for row in permits.find(budi, case)} == {paper, letter}
    assert [row.letter_number for row in searching.find(budi, case)] == [of_paper.row.number]
    come_out(budi, letter, FolderSpooler(tmp_path))
    handing_over.hand_over(
        budi, letter, Collector(CollectorKind.PROXY, "Budi Kuasa", "ktp", "0001", originals_seen=True)
    )
    assert office.ask("SELECT stage FROM loket.document WHERE id = :i", i=letter) == "handed_over"
    written = office.rows(
        "SELECT action, login FROM loket.journal WHERE thing = 'document' AND thing_id = :i ORDER BY seq",
        i=str(letter),
    )
    assert (written[0].action, written[0].login) == ("insert", "ratna")


def test_totals_balance_with_it_and_miss_it_when_it_is_gone(office: Office, shelf: Shelf) -> None:
    manager = office.desk("manajer")
    letter = withdrawn(office, shelf, shelf.issued())
    today = manager.today()
    assert balance(manager, today, today).is_balanced
    spoil(office, f"DELETE FROM loket.document WHERE id = {letter}")
    found = balance(manager, today, today)
    assert not found.is_balanced
    assert "no_paper" in {one.code for one in found.breaks}


def test_anybody_reads_by_its_number_that_it_is_valid_and_no_permit(office: Office, shelf: Shelf) -> None:
    letter = shelf.issued(withdrawn(office, shelf, shelf.issued()))
    found = printed(
        office.backroom(), office.ask("SELECT number FROM loket.document WHERE id = :i", i=letter)
    )
    assert found is not None
    assert (found.kind, found.valid_until) == (DocumentKind.WITHDRAWAL_LETTER, None)


def test_a_refusal_can_be_withdrawn_too_and_a_decision_to_withdraw_cannot(
    office: Office, shelf: Shelf
) -> None:
    refusal = shelf.refused()
    letter = shelf.issued(withdrawn(office, shelf, refusal))
    assert "Mencabut Surat penolakan Nomor" in seen.text(pdf_of(office, letter))
    with pytest.raises(WrongStage):
        ending.propose_withdrawal(office.desk("sari"), letter, FALSE, WHY)


def test_the_decision_is_seen_before_anybody_withdraws_and_only_where_it_was_proposed(
    office: Office, shelf: Shelf
) -> None:
    paper, ratna = shelf.issued(), office.desk("ratna")
    with pytest.raises(WithdrawalNotProposed):
        previewing.preview_withdrawal(ratna, paper)
    ending.propose_withdrawal(office.desk("sari"), paper, FALSE, WHY)
    page = seen.text(previewing.preview_withdrawal(ratna, paper))
    assert WHY in page
    assert "(diberikan saat diputuskan)" in page
    assert office.ask("SELECT count(*) FROM loket.document") == 1
