"""A signed permit altered in more than twenty ways: found at the counter and by the back room, with the right words."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import undefer

from tests.issued import Shelf
from tests.make import Office, exhausted
from tests.service.conftest import SECRET, Ink
from tests.service.test_steps import facts_of
from tests.signing import attacks
from workstation.models.document import Document, SigningBatch
from workstation.service.steps import BackRoom
from workstation.signing.local import LocalSigner
from workstation.signing.signer import CertificateFacts, SignedPdf, SignFailure, UnsignedPdf
from workstation.usecases import answering, rechecking, signing
from workstation.usecases.rechecking import Deposit
from workstation.vocabulary import CheckReason, SealAnswer
from workstation.wording import word

HARMLESS = {attack.__name__ for attack in attacks.HARMLESS}


def issued(office: Office, shelf: Shelf) -> Deposit:
    """An issued permit with all that the back room holds a deposited file against."""
    document_id = shelf.issued()
    with office.backroom().begin() as session:
        document, fingerprint = session.execute(
            select(Document, SigningBatch.certificate_sha256)
            .join(SigningBatch, SigningBatch.id == Document.batch_id)
            .where(Document.id == document_id)
            .options(undefer(Document.record))
        ).one()
        unsigned, signed = (_blob(office, one) for one in (document.unsigned_sha256, document.signed_sha256))
        return Deposit(
            document.kind,
            document.record,
            document.seal,
            fingerprint,
            "Ratna Dewi",
            signed=signed,
            unsigned=unsigned,
            photo=_photo(office, document.record["photo"]),
        )


def _blob(office: Office, sha256: str) -> bytes:
    return bytes(office.ask("SELECT data FROM loket.paper_blob WHERE sha256 = :s", s=sha256))


def _photo(office: Office, scan_id: int | None) -> bytes | None:
    found = office.rows(
        "SELECT b.data FROM loket.scan_blob b JOIN loket.scan s ON s.sha256 = b.sha256 WHERE s.id = :i",
        i=scan_id,
    )
    return bytes(found[0].data) if found else None


def test_given_a_permit_altered_in_every_way_then_counter_and_back_room_both_say_so(office: Office) -> None:
    shelf = Shelf(office)
    paper = issued(office, shelf)
    trust, now = shelf.trust(), office.desk("budi").now()
    number = str(paper.record["number"])

    def at_the_counter(data: bytes) -> answering.CheckAnswer:
        return answering.check(
            data,
            "izin.pdf",
            trust,
            now,
            read_codes=lambda _data, _name: [paper.seal],  # the seal in it still is the genuine one
            read_text=lambda _data, _name: number,
        )

    def in_the_back_room(data: bytes) -> str:
        return rechecking.flaw_of(shelf.backroom.roots, replace(paper, signed=data))

    assert at_the_counter(paper.signed).answer is SealAnswer.VALID
    assert in_the_back_room(paper.signed) == ""
    ways = {name: attack(paper.signed) for name, attack in attacks.ATTACKS.items()}
    assert len(ways.keys() - HARMLESS) >= 20
    for name, data in ways.items():
        answer, flaw = at_the_counter(data), in_the_back_room(data)
        assert flaw, name
        if name in HARMLESS:
            assert (answer.answer, flaw) == (SealAnswer.VALID, "not the whole file"), name
            continue
        assert (answer.answer, answer.reason) == (SealAnswer.ALTERED, CheckReason.FILE_CHANGED), name
        assert flaw.split(":")[0] in ("altered", "damaged", "unsigned"), (name, flaw)
    assert word(SealAnswer.ALTERED) == "DIUBAH"
    assert word(CheckReason.FILE_CHANGED) == "Berkas diubah setelah ditandatangani."


class Meddler:
    """A signer behind whose back every file is altered in one way."""

    def __init__(self, inner: LocalSigner, attack: attacks.Attack) -> None:
        self._inner, self._attack = inner, attack

    def open(self, secret: str) -> CertificateFacts:
        return self._inner.open(secret)

    def sign(self, files: list[UnsignedPdf], secret: str) -> list[SignedPdf | SignFailure]:
        answers = self._inner.sign(files, secret)
        return [SignedPdf(a.name, self._attack(a.data)) for a in answers if isinstance(a, SignedPdf)]


@pytest.mark.parametrize(
    "attack",
    [
        attacks.content_hidden_and_replaced,
        attacks.second_table,
        attacks.objects_before_the_old_table,
        attacks.signature_packed,
        attacks.script_added,
        attacks.form_removed,
        attacks.bytes_appended,
    ],
    ids=lambda one: one.__name__,
)
def test_given_a_file_altered_on_its_way_then_it_is_never_issued(
    office: Office, room: BackRoom, ink: Ink, attack: attacks.Attack
) -> None:
    document = office.approved()
    room.turn()
    signer = Meddler(ink.good, attack)
    exhausted(signing.sign_batch(office.desk("ratna"), [document], signer=signer, secret=SECRET))  # type: ignore[arg-type]
    room.turn()
    stage, raw = facts_of(office, document)
    assert stage == "rejected"
    assert raw
