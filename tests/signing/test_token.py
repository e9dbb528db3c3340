"""A signatory signs with a token: the PIN, its tries, both kinds of key, and a token that was pulled out."""

import logging
from typing import Any

import pytest

from tests import pki
from tests.signing.softhsm import PIN, reader, why_not
from workstation.errors import SignerDown, WrongPassphrase
from workstation.signing import pades
from workstation.signing.inspecting import inspect
from workstation.signing.signer import FailureReason, SignedPdf, Signer, SignFailure, UnsignedPdf
from workstation.signing.token import PIN_COUNT_LOW, PIN_FINAL_TRY, PIN_LOCKED, TokenSigner, tries_left
from workstation.wording import sentence

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "-")


@pytest.fixture(scope="module", params=["rsa", "p256"])
def label(request: pytest.FixtureRequest) -> str:
    """A token with a signatory's RSA-2048 or P-256 key and the certificates above it."""
    p12 = pki.kit().p12 if request.param == "rsa" else pki.on_a_curve()
    reader().load(f"Uji {request.param}", p12)
    return f"Uji {request.param}"


@pytest.fixture
def signer(label: str) -> TokenSigner:
    return reader().signer(label)


def test_the_pin_tells_whose_certificate_is_on_the_token(signer: TokenSigner) -> None:
    port: Signer = signer
    facts = port.open(PIN)
    assert (facts.subject, facts.issuer) == (pki.NAME, "UJI BSrE (latihan)")


def test_a_batch_is_signed_and_trusted_and_one_bad_file_does_not_stop_it(signer: TokenSigner) -> None:
    files = [UnsignedPdf(str(n), pki.paper(f"IZIN {n}")) for n in range(3)]
    files.insert(1, UnsignedPdf("rusak", b"bukan pdf"))
    answers = signer.sign(files, PIN)
    bad = answers.pop(1)
    assert isinstance(bad, SignFailure)
    assert bad.reason is FailureReason.UNREADABLE
    fingerprint = signer.open(PIN).fingerprint
    for file, answer in zip((files[0], *files[2:]), answers, strict=True):
        assert isinstance(answer, SignedPdf)
        seen = inspect(answer.data, pki.kit().roots, unsigned=file.data, expected_signer=fingerprint)
        assert (seen.trusted, seen.prefix_kept, seen.problems) == (True, True, ())


@pytest.mark.parametrize("wrong", ["", "000000", "kenari-rahasia-5521" * 3])
def test_a_wrong_pin_is_refused_with_the_tries_left_and_appears_nowhere(
    signer: TokenSigner, wrong: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(WrongPassphrase) as refused:
        signer.sign([UnsignedPdf("izin", pki.kit().unsigned)], wrong)
    problem = refused.value
    assert problem.tries == "low"
    assert "Sisa percobaan sudah berkurang" in sentence(problem)
    seen = f"{problem!r} {problem.__cause__} {problem.__context__} {signer!r} {vars(signer)} {caplog.text}"
    assert not wrong or wrong not in seen
    assert signer.open(PIN).subject == pki.NAME  # the right one still opens it


@pytest.mark.parametrize(
    ("flags", "word"),
    [
        (0, ""),
        (PIN_COUNT_LOW, "low"),
        (PIN_COUNT_LOW | PIN_FINAL_TRY, "last"),
        (PIN_LOCKED | PIN_COUNT_LOW, "locked"),
    ],
)
def test_the_flags_of_a_token_say_how_many_tries_are_left(flags: int, word: str) -> None:
    assert tries_left(flags) == word


def test_a_token_that_is_pulled_out_is_an_outage_and_works_again_when_it_is_back(signer: TokenSigner) -> None:
    assert signer.open(PIN)
    with reader().pulled_out(), pytest.raises(SignerDown):
        signer.open(PIN)
    (answer,) = signer.sign([UnsignedPdf("izin", pki.kit().unsigned)], PIN)
    assert isinstance(answer, SignedPdf)


def test_a_token_pulled_out_amid_a_batch_keeps_what_it_signed(
    signer: TokenSigner, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pkcs11 import exceptions

    prepare, calls = pades.prepare, []

    def pulled(*given: Any) -> pades.Prepared:
        calls.append(given)
        if len(calls) == 3:
            raise SignerDown(exceptions.DeviceRemoved.__name__)  # as the key says it
        return prepare(*given)

    monkeypatch.setattr(pades, "prepare", pulled)
    answers = signer.sign([UnsignedPdf(str(n), pki.paper(str(n))) for n in range(4)], PIN)
    assert [type(one) for one in answers] == [SignedPdf, SignedPdf, SignFailure, SignFailure]
    left = [one for one in answers if isinstance(one, SignFailure)]
    assert {one.reason for one in left} == {FailureReason.NOT_SENT}
    assert "DeviceRemoved" in left[0].raw


def test_an_empty_token_another_label_and_a_missing_module_say_so() -> None:
    reader().new_token("Kosong")
    with pki.unusable("no_key"):
        reader().signer("Kosong").open(PIN)
    with pytest.raises(SignerDown) as gone:
        reader().signer("Tidak ada").open(PIN)
    assert "NoSuchToken" in gone.value.raw
    with pytest.raises(SignerDown):
        TokenSigner("/tidak/ada.so", "Kosong").open(PIN)


def test_a_certificate_for_logging_in_is_not_used() -> None:
    reader().load("Masuk", pki.kit().authority.issue_signatory("A", "1", pki.PASSPHRASE, may_sign=False))
    with pki.unusable("key_usage"):
        reader().signer("Masuk").open(PIN)
