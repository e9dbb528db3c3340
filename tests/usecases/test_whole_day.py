"""One citizen from the door to the paper, through the use cases alone, on a real database with a real signature."""

from cryptography.hazmat.primitives.asymmetric import ec

from tests.make import Office, exhausted
from tests.printed import come_out
from workstation.printing.spooler import FolderSpooler
from workstation.signing import seal
from workstation.signing.certificates import load_roots
from workstation.signing.local import LocalSigner
from workstation.signing.practice import new_authority
from workstation.usecases import calling, handing_over, issuing, sealing, signing
from workstation.usecases.handing_over import Collector
from workstation.vocabulary import CollectorKind


def test_given_a_walk_in_when_everybody_did_his_part_then_he_leaves_with_a_signed_paper(
    office: Office, tmp_path
) -> None:
    desk = office.desk("budi", counter=2)
    ticket = office.walk_in()
    assert ticket.number == "B-001"
    called = calling.call_next(desk)
    assert called.ticket == "B-001"
    calling.serve(desk, called.visit_id)
    document_id = office.approved()
    calling.finish(desk, called.visit_id)

    key = seal.SealKey(b"\x00\x01", ec.generate_private_key(ec.SECP256R1()))
    assert sealing.seal_waiting(office.backroom(), key) == 1

    authority = new_authority()
    signer = LocalSigner(authority.issue_signatory("Ratna Dewi", "197901012005012005", "rahasia"))
    outcomes = exhausted(
        signing.sign_batch(office.desk("ratna"), [document_id], signer=signer, secret="rahasia")
    )
    assert [o.ending for o in outcomes] == ["done"]
    assert issuing.issue_deposited(office.backroom(), load_roots([authority.root])) == (1, 0)

    spooler = FolderSpooler(tmp_path)
    assert come_out(desk, document_id, spooler, spooler.printers()[0].name) == 1
    done = handing_over.hand_over(
        desk, document_id, Collector(CollectorKind.APPLICANT, "Siti", "ktp", "0001", True)
    )
    assert done.number == office.ask("SELECT number FROM loket.document")
    assert office.ask("SELECT stage FROM loket.document") == "handed_over"
    assert desk.point.id
    with office.backroom().read() as session:
        from sqlalchemy import text

        assert session.scalar(text("SELECT loket.verify_journal(:p)"), {"p": desk.point.id}) is None
