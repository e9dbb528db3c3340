"""How long a signature can be proved: its PAdES level (ETSI EN 319 142-1), from the file alone, without network.

A level counts as far as the file shows it: time-stamps under the pinned roots of time-stamp authorities, and for the
long-term levels an answer in the file itself for every certificate of the signer's and of the stamp's chain.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore, collect_validation_info
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.generic_cms import collect_timing_info, extract_tst_data_iter
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from workstation.signing.certificates import for_validator, key_pin
from workstation.vocabulary import SignatureLevel

Roots = Sequence[x509.Certificate]


@dataclass(frozen=True, slots=True)
class Standing:
    """The level, the first time-stamp that counts, and the end of the certificate behind the newest one."""

    level: SignatureLevel = SignatureLevel.BASIC
    stamped_at: datetime | None = None
    stamped_by: str = ""
    stamp_ends: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Stamp:
    at: datetime
    by: str
    ends: datetime


def standing_of(
    reader: PdfFileReader, signature: Any, later: Sequence[Any], roots: Roots, stamp_roots: Roots
) -> Standing:
    """Say how far an intact signature reaches; `later` are the whole time-stamps over the file, in their order.

    B-LTA is said when the newest of them is trusted; that it reaches to the end of the file is the caller's to ask.
    """
    attached = _attached(signature, stamp_roots)
    over_all = [_over_all(one, stamp_roots) for one in later]
    stamps = [one for one in (attached, *over_all) if one is not None]
    if not stamps:
        return Standing()
    level = SignatureLevel.STAMPED
    judged = [signature] if attached else [signature, later[0]]
    if _is_answered(reader, judged, stamps[0].at, (*roots, *stamp_roots)):
        level = SignatureLevel.ARCHIVAL if over_all and over_all[-1] else SignatureLevel.LONG_TERM
    return Standing(level, stamps[0].at, stamps[0].by, stamps[-1].ends)


def anchored(status: Any, roots: Roots) -> bool:
    """Whether a path that was found ends in a pinned key, whatever name it carries."""
    if not status.trusted or status.validation_path is None:
        return False
    anchor: bytes = status.validation_path.trust_anchor.authority.public_key.dump()
    return anchor in {key_pin(root) for root in roots}


def _attached(signature: Any, roots: Roots) -> _Stamp | None:
    """The time-stamp inside a signature."""
    token = next(extract_tst_data_iter(signature.signer_info, signed=False), None)
    if token is None:
        return None
    context = _context(roots, _time_in(token))
    found = asyncio.run(collect_timing_info(signature.signer_info, context, signature.compute_digest))
    return _counted(found["timestamp_validity"], roots)


def _over_all(stamp: Any, roots: Roots) -> _Stamp | None:
    """A time-stamp over the file."""
    context = _context(roots, _time_in(stamp.signed_data))
    return _counted(asyncio.run(async_validate_pdf_timestamp(stamp, context)), roots)


def _context(roots: Roots, moment: datetime) -> ValidationContext:
    anchors = [for_validator(root) for root in roots]
    return ValidationContext(trust_roots=anchors, moment=moment, allow_fetching=False)


def _time_in(token: Any) -> datetime:
    at: datetime = token["encap_content_info"]["content"].parsed["gen_time"].native
    return at.astimezone(UTC)


def _counted(status: Any, roots: Roots) -> _Stamp | None:
    if not (status.intact and status.valid and anchored(status, roots)):
        return None
    certificate = status.signing_cert
    name = certificate.subject.native.get("common_name") or certificate.subject.human_friendly
    return _Stamp(status.timestamp.astimezone(UTC), str(name), certificate.not_valid_after)


def _is_answered(reader: PdfFileReader, signed: Sequence[Any], moment: datetime, roots: Roots) -> bool:
    """Whether the file itself answers for every certificate behind these signatures, as of that moment."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return False
    context = store.as_validation_context(
        {
            "trust_roots": [for_validator(root) for root in roots],
            "moment": moment,
            "allow_fetching": False,
            "revocation_mode": "require",
            "retroactive_revinfo": True,
        }
    )
    try:
        for one in signed:
            asyncio.run(collect_validation_info(one, context))
    except (PathError, ValidationError):
        return False
    return True
