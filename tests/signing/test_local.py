"""A signatory signs a batch with an own key, a wrong passphrase, an old certificate, a bad file."""

import logging
import pickle
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pikepdf
import pytest

from tests import pki
from tests.given import GIVEN
from workstation.errors import CertificateUnusable, WrongPassphrase
from workstation.signing import pades
from workstation.signing.inspecting import inspect
from workstation.signing.local import LocalSigner
from workstation.signing.signer import FailureReason, SignedPdf, Signer, SignFailure, UnsignedPdf

SIGNED = GIVEN / "signed"
given_files = pytest.mark.skipif(not SIGNED.exists(), reason="the shared test files are not here")


def _signer() -> LocalSigner:
    return LocalSigner(pki.kit().p12)


def test_opening_tells_the_facts_of_the_certificate_and_is_the_port() -> None:
    signer: Signer = _signer()
    facts = signer.open(pki.PASSPHRASE)
    assert (facts.subject, facts.issuer) == (pki.NAME, "UJI BSrE (latihan)")
    assert facts.fingerprint == pki.kit().fingerprint
    assert facts.days_left in (728, 729)
    assert facts.not_after - facts.not_before == timedelta(days=730)


def test_a_batch_comes_back_in_order_and_every_file_is_trusted() -> None:
    files = [UnsignedPdf(f"izin-{n}.pdf", pki.paper(f"IZIN {n}")) for n in range(5)]
    answers = _signer().sign(files, pki.PASSPHRASE)
    assert [one.name for one in answers] == [file.name for file in files]
    for file, answer in zip(files, answers, strict=True):
        assert isinstance(answer, SignedPdf)
        assert inspect(answer.data, pki.kit().roots, unsigned=file.data).prefix_kept
        assert inspect(answer.data, pki.kit().roots).trusted


def test_the_signature_is_invisible_certified_and_says_why_and_where() -> None:
    with pikepdf.open(BytesIO(pki.kit().signed)) as pdf:
        (field,) = pdf.Root.AcroForm.Fields
        held = field.V
        assert str(field.T) == pades.FIELD
        assert [float(n) for n in field.Rect] == [0, 0, 0, 0]
        assert (str(held.Reason), str(held.Location)) == ("Persetujuan izin", "Jakarta")
        assert str(held.SubFilter) == "/ETSI.CAdES.detached"
        assert held.Reference[0].TransformParams.P == 1
        assert pdf.Root.Perms.DocMDP.objgen == held.objgen


def test_the_papers_own_metadata_is_not_touched() -> None:
    """PDF/A wants Info and XMP to agree: a signer that writes a new date into one breaks the paper."""
    unsigned, signed = (pikepdf.open(BytesIO(data)) for data in (pki.kit().unsigned, pki.kit().signed))
    with unsigned as before, signed as after:
        assert dict(_texts(after.docinfo)) == dict(_texts(before.docinfo))
        assert "/Metadata" not in after.Root


def _texts(info: pikepdf.Dictionary) -> list[tuple[str, str]]:
    return [(key, str(value)) for key, value in info.items()]


@pytest.mark.parametrize(
    "wrong", ["", "salah-sekali-8812", pki.PASSPHRASE + " ", pki.PASSPHRASE.upper(), "é" * 40]
)
def test_a_wrong_passphrase_is_refused_and_appears_nowhere(
    wrong: str, caplog: pytest.LogCaptureFixture
) -> None:
    signer = _signer()
    with caplog.at_level(logging.DEBUG), pytest.raises(WrongPassphrase) as refused:
        signer.sign([UnsignedPdf("izin.pdf", pki.kit().unsigned)], wrong)
    refusal = refused.value
    seen = f"{refusal!r} {refusal} {refusal.__cause__} {refusal.__context__} {caplog.text}"
    assert not wrong or wrong not in seen
    assert refusal.raw == ""  # no other system spoke


def test_the_signer_keeps_neither_passphrase_nor_key_after_its_work() -> None:
    signer = _signer()
    before = {name: id(value) for name, value in vars(signer).items()}
    signer.open(pki.PASSPHRASE)
    signer.sign([UnsignedPdf("izin.pdf", pki.kit().unsigned)], pki.PASSPHRASE)
    assert {name: id(value) for name, value in vars(signer).items()} == before
    assert pki.PASSPHRASE.encode() not in pickle.dumps(signer)
    assert pki.PASSPHRASE not in repr(signer)


def test_an_expired_certificate_signs_nothing() -> None:
    signer = LocalSigner(pki.kit().p12, now=lambda: datetime.now(UTC) + timedelta(days=731))
    for attempt in (signer.open, lambda secret: signer.sign([], secret)):
        with pytest.raises(CertificateUnusable) as refused:
            attempt(pki.PASSPHRASE)
        assert refused.value.reason == "expired"


def test_a_certificate_of_tomorrow_and_one_for_logging_in_sign_nothing() -> None:
    early = LocalSigner(pki.kit().p12, now=lambda: datetime.now(UTC) - timedelta(days=1))
    with pki.unusable("not_yet_valid"):
        early.open(pki.PASSPHRASE)
    login = pki.kit().authority.issue_signatory(pki.NAME, pki.NIP, pki.PASSPHRASE, may_sign=False)
    with pki.unusable("key_usage"):
        LocalSigner(login).open(pki.PASSPHRASE)


@pytest.mark.parametrize("data", [b"", b"bukan sertifikat", b"\x30\x82\xff\xff"])
def test_a_file_that_is_no_key_store_is_unreadable_and_not_a_wrong_passphrase(data: bytes) -> None:
    with pki.unusable("unreadable"):
        LocalSigner(data)


def test_one_bad_file_does_not_stop_the_batch() -> None:
    good = pki.kit().unsigned
    answers = _signer().sign(
        [UnsignedPdf("a", good), UnsignedPdf("b", b"bukan pdf"), UnsignedPdf("c", good)], pki.PASSPHRASE
    )
    assert [type(one) for one in answers] == [SignedPdf, SignFailure, SignedPdf]
    failure = answers[1]
    assert isinstance(failure, SignFailure)
    assert (failure.name, failure.reason) == ("b", FailureReason.UNREADABLE)
    assert failure.raw


def test_a_signed_permit_is_never_signed_again() -> None:
    (answer,) = _signer().sign([UnsignedPdf("izin.pdf", pki.kit().signed)], pki.PASSPHRASE)
    assert answer == SignFailure("izin.pdf", FailureReason.ALREADY_SIGNED)


@given_files
@pytest.mark.parametrize(
    ("file", "reason"),
    [
        ("certified-no-change-permitted.pdf", FailureReason.ALREADY_SIGNED),
        ("edition_protected_none.pdf", FailureReason.ENCRYPTED),
        ("digitally-signed.pdf", FailureReason.ALREADY_SIGNED),
    ],
)
def test_protected_and_signed_files_of_others_are_refused(file: str, reason: FailureReason) -> None:
    (answer,) = _signer().sign([UnsignedPdf(file, (SIGNED / file).read_bytes())], pki.PASSPHRASE)
    assert isinstance(answer, SignFailure)
    assert answer.reason is reason


@given_files
@pytest.mark.parametrize("file", ["documentEmptySignature.pdf", "minimal-with-field.pdf"])
def test_a_file_with_an_empty_signature_field_can_be_signed(file: str) -> None:
    (answer,) = _signer().sign([UnsignedPdf(file, (SIGNED / file).read_bytes())], pki.PASSPHRASE)
    assert isinstance(answer, SignedPdf)
    assert inspect(answer.data, pki.kit().roots).trusted


@given_files
def test_an_expired_key_store_with_an_empty_passphrase_is_refused_as_expired() -> None:
    signer = LocalSigner((SIGNED / "pki_signer1_expired.pfx").read_bytes())
    with pki.unusable("expired"):
        signer.open("")
    with pytest.raises(WrongPassphrase):
        signer.open("exportsecret")
