"""A signed permit is raised to B-T, B-LT and B-LTA; others accept every one of these files, without any line."""

import asyncio
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation import ades
from pyhanko.sign.validation.policy_decl import (
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.authority import CertTrustAnchor
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager

from tests import pdfa, pdfbox, pki
from tests.printing import facts
from tests.signing import attacks, authorities
from tests.signing.authorities import Authorities
from workstation.printing.permit import permit_pdf
from workstation.signing import stamping
from workstation.signing.certificates import for_validator
from workstation.signing.inspecting import Inspection, inspect
from workstation.signing.stamping import NotStamped
from workstation.vocabulary import SignatureLevel, SignatureVerdict

LEVELS = ("B-B", "B-T", "B-LT", "B-LTA", "renewed")


@dataclass(frozen=True)
class Shelf:
    """One permit at every level, made while the authorities answered; now they are gone."""

    unsigned: bytes
    at: dict[str, bytes]
    root: x509.Certificate
    stamp_root: x509.Certificate
    began: datetime

    def look(self, data: bytes, **more: object) -> Inspection:
        return inspect(data, [self.root], stamp_roots=[self.stamp_root], **more)  # type: ignore[arg-type]


@pytest.fixture
def them() -> Iterator[Authorities]:
    """Authorities that answer while the test runs."""
    with authorities.playing() as played:
        yield played


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    """Raised level by level, as the back room does it."""
    began = datetime.now(UTC).replace(microsecond=0)
    with authorities.playing() as played:
        roots, source = [played.root()], played.source()
        unsigned = permit_pdf(facts.permit())
        at = {"B-B": pki.signed_by(played.p12(), unsigned)}
        at["B-T"] = stamping.stamped(at["B-B"], source)
        played.silent = {"tsa"}
        at["B-LT"], _why = stamping.lasting(at["B-T"], roots, source)
        played.silent = set()
        at["B-LTA"], _why = stamping.lasting(at["B-T"], roots, source)
        at["renewed"], _why = stamping.lasting(at["B-LTA"], roots, source)
        return Shelf(unsigned, at, played.root(), played.root("tsa-root"), began)


@pytest.mark.parametrize("level", LEVELS)
def test_given_a_level_then_the_file_itself_proves_it(shelf: Shelf, level: str) -> None:
    seen = shelf.look(shelf.at[level], unsigned=shelf.unsigned)
    assert (seen.verdict, seen.problems, seen.prefix_kept) == (SignatureVerdict.TRUSTED, (), True)
    assert seen.standing.level == level.replace("renewed", "B-LTA")
    assert (seen.certified, seen.signature_count) == (1, 1)
    assert seen.covers_whole_file == (level != "B-LT")
    if level != "B-B":
        assert seen.standing.stamped_at is not None
        assert shelf.began <= seen.standing.stamped_at <= datetime.now(UTC)
        assert seen.standing.stamped_by == "UJI tsa"


def test_nothing_that_was_signed_changes_while_a_file_is_raised(shelf: Shelf) -> None:
    at = shelf.at
    assert len(at["B-T"]) == len(at["B-B"])
    first, second = attacks.hole(at["B-B"])
    assert (at["B-T"][:first], at["B-T"][second:]) == (at["B-B"][:first], at["B-B"][second:])
    for lower, higher in (("B-T", "B-LT"), ("B-T", "B-LTA"), ("B-LTA", "renewed")):
        assert at[higher].startswith(at[lower])


def test_given_a_foreign_time_stamp_authority_then_its_time_and_level_do_not_count(shelf: Shelf) -> None:
    seen = inspect(shelf.at["B-LTA"], [shelf.root], stamp_roots=[shelf.root])
    assert seen.trusted
    assert (seen.standing.level, seen.standing.stamped_at) == (SignatureLevel.BASIC, None)


def test_given_bytes_after_the_last_time_stamp_then_it_no_longer_covers_the_file(shelf: Shelf) -> None:
    seen = shelf.look(attacks.bytes_appended(shelf.at["B-LTA"]))
    assert (seen.standing.level, seen.covers_whole_file) == (SignatureLevel.LONG_TERM, False)


def test_given_a_time_stamp_that_is_broken_then_the_file_is_altered(shelf: Shelf) -> None:
    data = shelf.at["B-LTA"]
    inside = data.rindex(b"/DSS")
    broken = data[:inside] + b"/DSX" + data[inside + 4 :]
    assert shelf.look(broken).verdict is SignatureVerdict.ALTERED


@pytest.mark.parametrize("name", attacks.ATTACKS)
def test_each_forgery_of_a_raised_file_is_found_too(shelf: Shelf, name: str) -> None:
    attack = attacks.ATTACKS[name]
    seen = shelf.look(attack(shelf.at["B-LTA"]))
    assert seen.trusted == (attack in attacks.HARMLESS), seen
    assert seen.standing.level in (SignatureLevel.BASIC, SignatureLevel.LONG_TERM)


@pytest.mark.parametrize("service", ["tsa", "ocsp", "crls"])
def test_given_a_silent_authority_then_the_file_is_not_raised_past_it(
    them: Authorities, service: str
) -> None:
    signed, source = pki.signed_by(them.p12(), pki.paper()), them.source()
    them.silent = {service}
    if service == "tsa":
        with pytest.raises(NotStamped):
            stamping.stamped(signed, source)
        return
    stamp = stamping.stamped(signed, source)
    with pytest.raises(NotStamped):
        stamping.lasting(stamp, [them.root()], source)


def test_given_an_authority_that_never_answers_then_the_deadline_ends_it(them: Authorities) -> None:
    signed = pki.signed_by(them.p12(), pki.paper())
    them.slow = True
    with pytest.raises(NotStamped):
        stamping.stamped(signed, them.source(deadline=0.2))


def test_given_a_certificate_that_was_revoked_then_no_long_term_proof_is_made_of_it(
    them: Authorities,
) -> None:
    stamp = stamping.stamped(pki.signed_by(them.p12("revoked"), pki.paper()), them.source())
    with pytest.raises(NotStamped, match="revoked"):
        stamping.lasting(stamp, [them.root()], them.source())


def test_given_a_signature_without_room_then_it_is_not_touched(
    them: Authorities, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workstation.signing.pades.STAMP_ROOM", 0)
    signed = pki.signed_by(them.p12(), pki.paper())
    with pytest.raises(NotStamped, match="no room"):
        stamping.stamped(signed, them.source())
    raised, why = stamping.lasting(signed, [them.root()], them.source())
    seen = inspect(raised, [them.root()], stamp_roots=them.source().roots)
    assert (seen.standing.level, why) == (SignatureLevel.ARCHIVAL, "")


# -- what others say -------------------------------------------------------------------------------------


def _spec(anchors: Sequence[x509.Certificate]) -> PdfSignatureValidationSpec:
    trusted = SimpleTrustManager.build([CertTrustAnchor(for_validator(one)) for one in anchors])
    policy = CertValidationPolicySpec(trusted, CertRevTrustPolicy(REQUIRE_REVINFO))
    gathering = RevocationInfoGatheringSpec(RevinfoOnlineFetchingRule.LOCAL_ONLY)
    return PdfSignatureValidationSpec(SignatureValidationSpec(policy, gathering))


@pytest.mark.parametrize("level", ["B-LTA", "renewed"])
@pytest.mark.parametrize("years", [0, 5])
def test_the_ades_procedure_accepts_it_without_a_line_now_and_in_years(
    shelf: Shelf, level: str, years: int
) -> None:
    signature = PdfFileReader(BytesIO(shelf.at[level])).embedded_regular_signatures[0]
    spec = _spec([shelf.root, shelf.stamp_root])
    if years == 0:
        found = asyncio.run(ades.ades_lta_validation(signature, spec))
    else:
        later = datetime.now(UTC) + timedelta(days=365 * years)
        found = asyncio.run(ades.simulate_future_ades_lta_validation(signature, spec, later))
    assert found.ades_subindic is AdESPassed.OK, found.failure_msg


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="poppler's pdfsig is not installed")
@pytest.mark.parametrize("level", LEVELS)
def test_poppler_says_valid_at_every_level(shelf: Shelf, level: str, tmp_path: Path) -> None:
    file = tmp_path / "izin.pdf"
    file.write_bytes(shelf.at[level])
    command = ["pdfsig", "-nocert", str(file)]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    assert said.count("Signature Validation: Signature is Valid.") == 1
    assert "Digest Mismatch" not in said
    assert ("Total document signed" in said) == (level != "B-LT")


@pdfbox.needed
def test_pdfbox_and_java_verify_every_signature_and_every_time_stamp(shelf: Shelf, tmp_path: Path) -> None:
    flipped = attacks.byte_flipped(shelf.at["B-LTA"])
    found = pdfbox.verdicts([*(shelf.at[level] for level in LEVELS), flipped], tmp_path)
    stamps = {"B-LTA": 1, "renewed": 2}
    assert found == [
        *(["signature:valid"] + ["stamp:valid"] * stamps.get(level, 0) for level in LEVELS),
        ["signature:broken", "stamp:broken"],
    ]


@pdfa.needed
def test_every_level_is_an_archive_file(shelf: Shelf, tmp_path: Path) -> None:
    assert pdfa.verdicts([shelf.at[level] for level in LEVELS], tmp_path) == ["ok"] * len(LEVELS)
