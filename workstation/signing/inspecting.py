"""Look at a signed PDF and say what it is worth; anything that cannot be understood is not valid.

A verdict speaks of the file alone: whether the permit is in force, and whether the file equals the issued one
byte by byte, only the database knows. Revocation is not asked for, and the time is the signer's own word: a
stolen key is stopped by withdrawing its permits, not here.
"""

import asyncio
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from io import BytesIO
from typing import Any

from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import (
    SignatureCoverageLevel,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import DocumentTimestampStatus, PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from workstation.signing import certificates
from workstation.signing.hole import hole_is_the_signature
from workstation.signing.levels import Standing, anchored, standing_of
from workstation.vocabulary import SignatureLevel, SignatureVerdict

CLOCK_SKEW = timedelta(minutes=10)
HARMLESS = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES)
LOOSE = re.compile(rb"\bobj\b|\bxref\b|\btrailer\b")
NON_REPUDIATION = KeyUsageConstraints(key_usage={"non_repudiation"})

# a hostile file is a verdict for the officer, not news for the log
for _noisy in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_noisy).addHandler(logging.NullHandler())
    logging.getLogger(_noisy).propagate = False


class Flaw(StrEnum):
    """One reason why a signature is not simply trusted."""

    UNREADABLE = "unreadable"
    MALFORMED = "malformed"  # readable only by being lenient with the rules of the format
    NO_SIGNATURE = "no_signature"
    EXTRA_SIGNATURE = "extra_signature"
    MISSING_SIGNATURE = "missing_signature"
    DIGEST = "digest"
    SIGNATURE_VALUE = "signature_value"
    COVERAGE = "coverage"
    MODIFIED = "modified"
    TIMESTAMP = "timestamp"
    CHAIN = "chain"
    KEY_USAGE = "key_usage"
    OTHER_SIGNER = "other_signer"
    NO_TIME = "no_time"
    EXPIRED_AT_SIGNING = "expired_at_signing"
    SIGNED_IN_FUTURE = "signed_in_future"


ALTERATIONS = frozenset(
    {
        Flaw.EXTRA_SIGNATURE,
        Flaw.MISSING_SIGNATURE,
        Flaw.DIGEST,
        Flaw.SIGNATURE_VALUE,
        Flaw.COVERAGE,
        Flaw.MODIFIED,
        Flaw.TIMESTAMP,
    }
)


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was seen. Signer and time belong to the first signature; they are claims unless it is trusted."""

    verdict: SignatureVerdict
    signer_name: str = ""
    signer: str = ""  # SHA-256 fingerprint, hex
    signed_at: datetime | None = None
    covers_whole_file: bool = False
    modification: str = ""
    signature_count: int = 0
    certified: int = 0  # DocMDP level of the first signature, 0 = approval signature
    prefix_kept: bool | None = None  # None: no unsigned file to compare with
    problems: tuple[Flaw, ...] = ()
    raw: str = ""
    standing: Standing = field(default_factory=Standing)

    @property
    def trusted(self) -> bool:
        """Whether the file may be called validly signed."""
        return self.verdict is SignatureVerdict.TRUSTED


@dataclass(frozen=True, slots=True)
class _Rules:
    roots: Sequence[x509.Certificate]
    stamp_roots: Sequence[x509.Certificate]
    expected_signer: str | None
    expected_signatures: int
    now: datetime


def inspect(
    data: bytes,
    roots: Sequence[x509.Certificate],
    *,
    stamp_roots: Sequence[x509.Certificate] = (),
    unsigned: bytes | None = None,
    expected_signer: str | None = None,
    expected_signatures: int = 1,
    now: datetime | None = None,
) -> Inspection:
    """Judge a PDF by its bytes alone, without network; never raises for anything that is in `data`.

    `roots` are pinned by key, and so are `stamp_roots`: a time-stamp under any other is as good as none.
    `expected_signer` is a certificate's SHA-256 fingerprint in hex: without it any holder of a certificate under the
    roots is trusted. The chain is judged at the time of signing.
    """
    _demand_no_loop()
    rules = _Rules(roots, stamp_roots, expected_signer, expected_signatures, now or certificates.utc_now())
    seen: Inspection | None = None
    raw = ""
    for strict in (True, False):
        try:
            seen = _judge(data, rules, strict)
            break
        except Exception as fault:  # noqa: BLE001 - pyHanko raises a dozen types on forged files: all mean not valid
            raw = raw or f"{type(fault).__name__}: {fault}"
    seen = seen or Inspection(SignatureVerdict.DAMAGED, problems=(Flaw.UNREADABLE,))
    return replace(seen, prefix_kept=None if unsigned is None else data.startswith(unsigned), raw=raw)


def _demand_no_loop() -> None:
    """Raise RuntimeError inside an event loop: the validator cannot run there, and that is no bad file."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return
    raise RuntimeError("inspect() must be called from a worker thread, not from an event loop")


def _judge(data: bytes, rules: _Rules, strict: bool) -> Inspection:
    """Look once; a file that only the lenient reader understands can be described, but is never trusted."""
    reader = PdfFileReader(BytesIO(data), strict=strict)
    found = [
        EmbeddedPdfSignature(reader, field.get_object(), name)
        for name, _, field in enumerate_sig_fields(reader, filled_status=True)
    ]
    signatures = sorted((s for s in found if not _is_timestamp(s)), key=lambda one: one.signed_revision)
    if not signatures:
        return Inspection(SignatureVerdict.UNSIGNED, problems=(Flaw.NO_SIGNATURE,))
    flaws = [] if strict else [Flaw.MALFORMED]
    flaws += _count_flaws(len(signatures), rules)
    flaws += [flaw for one in signatures for flaw in _signature_flaws(data, one, rules)]
    stamps = sorted((one for one in found if _is_timestamp(one)), key=lambda one: one.signed_revision)
    flaws += [Flaw.TIMESTAMP for one in stamps if not _timestamp_holds(data, one)]
    if not any(_covers(data, one, SignatureCoverageLevel.ENTIRE_FILE) for one in found):
        flaws += [Flaw.COVERAGE] if _has_loose_objects(data, reader.last_startxref or 0) else []
    seen = _inspection(data, signatures, tuple(dict.fromkeys(flaws)))
    return _with_standing(seen, data, reader, signatures[0], stamps, rules) if seen.trusted else seen


def _has_loose_objects(data: bytes, last_table: int) -> bool:
    """Whether objects stand behind the end of the last revision, where readers that repair files would find them."""
    end = data.find(b"%%EOF", last_table)
    return end < 0 or LOOSE.search(data, end) is not None


def _with_standing(
    seen: Inspection, data: bytes, reader: PdfFileReader, signature: Any, stamps: list[Any], rules: _Rules
) -> Inspection:
    standing = standing_of(reader, signature, stamps, rules.roots, rules.stamp_roots)
    if standing.level is not SignatureLevel.ARCHIVAL:
        return replace(seen, standing=standing)
    if _covers(data, stamps[-1], SignatureCoverageLevel.ENTIRE_FILE):
        return replace(seen, standing=standing, covers_whole_file=True)
    return replace(seen, standing=replace(standing, level=SignatureLevel.LONG_TERM))


def _inspection(data: bytes, signatures: list[Any], flaws: tuple[Flaw, ...]) -> Inspection:
    first, last = signatures[0], signatures[-1]
    certificate = first.signer_cert
    return Inspection(
        verdict=_verdict(flaws),
        signer_name=_common_name(certificate),
        signer=certificate.sha256.hex(),
        signed_at=_signed_at(first),
        covers_whole_file=_covers(data, last, SignatureCoverageLevel.ENTIRE_FILE),
        modification=_modification(first),
        signature_count=len(signatures),
        certified=first.docmdp_level.value if first.docmdp_level else 0,
        problems=flaws,
    )


def _verdict(flaws: tuple[Flaw, ...]) -> SignatureVerdict:
    if not flaws:
        return SignatureVerdict.TRUSTED
    return SignatureVerdict.ALTERED if ALTERATIONS.intersection(flaws) else SignatureVerdict.UNTRUSTED


def _count_flaws(count: int, rules: _Rules) -> list[Flaw]:
    if count > rules.expected_signatures:
        return [Flaw.EXTRA_SIGNATURE]
    return [Flaw.MISSING_SIGNATURE] if count < rules.expected_signatures else []


def _signature_flaws(data: bytes, signature: Any, rules: _Rules) -> list[Flaw]:
    moment = _signed_at(signature)
    status = _validated(signature, moment or rules.now, rules)
    certificate = signature.signer_cert
    checks = {
        Flaw.DIGEST: status.intact,
        Flaw.SIGNATURE_VALUE: status.valid,
        Flaw.COVERAGE: _covers(data, signature, SignatureCoverageLevel.ENTIRE_REVISION),
        Flaw.MODIFIED: _modification(signature) in {level.name.lower() for level in HARMLESS},
        Flaw.NO_TIME: moment is not None,
        Flaw.EXPIRED_AT_SIGNING: moment is None
        or certificate.not_valid_before <= moment <= certificate.not_valid_after,
        Flaw.SIGNED_IN_FUTURE: moment is None or moment <= rules.now + CLOCK_SKEW,
        Flaw.KEY_USAGE: "non_repudiation" in _usage(certificate),
        Flaw.CHAIN: not (status.intact and status.valid) or anchored(status, rules.roots),
        Flaw.OTHER_SIGNER: rules.expected_signer in (None, certificate.sha256.hex()),
    }
    return [flaw for flaw, holds in checks.items() if not holds]


def _validated(signature: Any, moment: datetime, rules: _Rules) -> PdfSignatureStatus:
    anchors = [certificates.for_validator(root) for root in rules.roots]
    context = ValidationContext(trust_roots=anchors, moment=moment, allow_fetching=False)
    status: PdfSignatureStatus = asyncio.run(
        async_validate_pdf_signature(signature, context, key_usage_settings=NON_REPUDIATION)
    )
    return status


def _timestamp_holds(data: bytes, stamp: Any) -> bool:
    """Whether a time-stamp added for the archive is itself whole; who stamped it is not judged here."""
    status: DocumentTimestampStatus = asyncio.run(
        async_validate_pdf_timestamp(stamp, ValidationContext(trust_roots=[], allow_fetching=False))
    )
    whole = status.intact and status.valid
    return bool(whole and _covers(data, stamp, SignatureCoverageLevel.ENTIRE_REVISION))


def _is_timestamp(signature: Any) -> bool:
    return bool(signature.sig_object_type == "/DocTimeStamp")


def _covers(data: bytes, signature: Any, least: SignatureCoverageLevel) -> bool:
    """Whether the signed ranges reach `least` and leave out nothing but the signature itself."""
    whole = hole_is_the_signature(data, list(signature.byte_range), signature.pkcs7_content)
    return bool(whole and signature.coverage >= least)


def _modification(signature: Any) -> str:
    level = getattr(signature.diff_result, "modification_level", ModificationLevel.OTHER)
    return str(level.name).lower()


def _signed_at(signature: Any) -> datetime | None:
    moment: datetime | None = signature.self_reported_timestamp
    return None if moment is None or moment.tzinfo is None else moment.astimezone(UTC)


def _common_name(certificate: Any) -> str:
    return str(certificate.subject.native.get("common_name") or certificate.subject.human_friendly)


def _usage(certificate: Any) -> set[str]:
    value = certificate.key_usage_value
    return set() if value is None else set(value.native)
