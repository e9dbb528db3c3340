"""What the back room freezes and seals."""

from cryptography.hazmat.primitives.asymmetric import ec

from tests.make import Office
from workstation.signing import seal
from workstation.usecases import sealing

KEY = seal.SealKey(b"\x00\x01", ec.generate_private_key(ec.SECP256R1()))


def test_given_a_record_that_cannot_be_made_when_sealing_then_the_papers_behind_it_are_sealed(
    office: Office,
) -> None:
    broken = office.approved(nik="3171994502850001")
    sound = office.approved(nik="3171994502850002")
    office.run("ALTER TABLE loket.application DISABLE TRIGGER a_guard")
    office.run(
        "UPDATE loket.application SET fields = fields - 'valid_until'"
        " WHERE id = (SELECT application_id FROM loket.document WHERE id = :id)",
        id=broken,
    )
    assert sealing.seal_waiting(office.backroom(), KEY) == 1
    sealed = {row.id: row.seal is not None for row in office.rows("SELECT id, seal FROM loket.document")}
    assert sealed == {broken: False, sound: True}


def test_given_a_sealed_record_when_anybody_reads_the_statement_then_it_says_only_what_the_paper_shows(
    office: Office,
) -> None:
    document_id = office.approved()
    sealing.seal_waiting(office.backroom(), KEY)
    code = office.ask("SELECT seal FROM loket.document WHERE id = :id", id=document_id)
    record = office.ask("SELECT record FROM loket.document WHERE id = :id", id=document_id)
    assert code.startswith("HTTPS://CEK.LOKET.EXAMPLE/#")
    assert "3171994502850001" not in code
    assert len(record.pop("salt")) == 32
    assert record["nik_last4"] == "0001"
    assert record["holder_name"] == "Siti O'Reilly Rahmawati"
