"""Give a signed PDF what makes it last: a time-stamp, the answers about its certificates, a time-stamp over all.

PAdES levels of ETSI EN 319 142-1. Nothing that was signed changes: the signature's time-stamp goes into the room that
its place was given, everything else is appended, as DocMDP 1 allows it (ISO 32000-2 12.8.4, 12.8.5).
"""

import asyncio
import hashlib
import ssl
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, TypeVar

import aiohttp
from asn1crypto import cms
from cryptography import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper, TimestampDSSContentSettings
from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore, collect_validation_info
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend

from workstation.signing.certificates import for_validator
from workstation.signing.pades import PaperWriter

DIGEST = "sha256"
STAMP_ROOM = (
    8192  # bytes of a time-stamp token with the certificates of its authority; 4 to 7 kB in the field
)
BEFORE_THE_STAMP = TimestampDSSContentSettings(include_vri=False, update_before_ts=True)
SILENCE = (OSError, PdfError, SigningError, SignatureValidationError, PathError, ValidationError, ValueError)
Made = TypeVar("Made")


class NotStamped(Exception):
    """The file stays as it is; the words say which side was silent or what did not fit."""


class NoRoom(NotStamped):
    """The place of the signature is too small: it was made by a service that does not think of time-stamps."""


@dataclass(frozen=True, slots=True)
class StampSource:
    """A time-stamp authority (RFC 3161): address, deadline in seconds, login, and the roots it is trusted under.

    `ca` is a file of private authorities of TLS, "" for those of the system.
    """

    url: str
    deadline: float
    roots: Sequence[x509.Certificate]
    login: tuple[str, str] | None = field(default=None, repr=False)
    ca: str = ""

    @asynccontextmanager
    async def client(self) -> AsyncIterator[HTTPTimeStamper]:
        """A client for one file; it keeps no line open."""
        trusted = ssl.create_default_context(cafile=self.ca or None)
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=trusted)) as session:
            yield HTTPTimeStamper(self.url, timeout=self.deadline, auth=self.login, session=session)


def stamped(data: bytes, source: StampSource) -> bytes:
    """Put a time-stamp of the signature into its own place (B-T): the same length, the same signed bytes.

    Raises NotStamped: the authority is silent; NoRoom.
    """
    return _run(_stamped(data, source))


def stamped_at_once(files: Sequence[bytes], source: StampSource) -> list[bytes | None]:
    """Stamp several files at the same time, all within one deadline; None for those that were not."""
    return asyncio.run(_stamped_at_once(files, source))


def lasting(data: bytes, roots: Sequence[x509.Certificate], source: StampSource) -> tuple[bytes, str]:
    """Append the answers about all certificates (B-LT) and a time-stamp over everything (B-LTA).

    Returns the file and why it went no further than B-LT, "" for B-LTA. A file that has a time-stamp over everything
    gets a newer one over that. Raises NotStamped when the answers cannot be had.
    """
    return _run(_lasting(data, roots, source))


def _run(work: Coroutine[Any, Any, Made]) -> Made:
    try:
        return asyncio.run(work)
    except SILENCE as why:
        raise NotStamped(f"{type(why).__name__}: {why}") from why


async def _stamped_at_once(files: Sequence[bytes], source: StampSource) -> list[bytes | None]:
    tasks = [asyncio.create_task(_stamped(data, source)) for data in files]
    if tasks:
        await asyncio.wait(tasks, timeout=source.deadline)
    for task in tasks:
        task.cancel()
    ends = await asyncio.gather(*tasks, return_exceptions=True)
    for end in ends:
        if isinstance(end, BaseException) and not isinstance(
            end, (*SILENCE, NotStamped, asyncio.CancelledError)
        ):
            raise end
    return [end if isinstance(end, bytes) else None for end in ends]


async def _stamped(data: bytes, source: StampSource) -> bytes:
    signature = PdfFileReader(BytesIO(data)).embedded_regular_signatures[0]
    signed = cms.ContentInfo.load(signature.pkcs7_content)
    signer = signed["content"]["signer_infos"][0]
    imprint = hashlib.sha256(signer["signature"].native).digest()
    async with source.client() as client:
        token = await client.async_timestamp(imprint, DIGEST)
    signer["unsigned_attrs"] = [
        *(signer["unsigned_attrs"] or ()),
        cms.CMSAttribute({"type": "signature_time_stamp_token", "values": [token]}),
    ]
    start, end = (int(signature.byte_range[which]) for which in (1, 2))
    inside = signed.dump().hex().encode("ascii")
    if len(inside) > end - start - 2:
        raise NoRoom("no room in the place of the signature")
    return b"".join((data[: start + 1], inside.ljust(end - start - 2, b"0"), data[end - 1 :]))


async def _lasting(data: bytes, roots: Sequence[x509.Certificate], source: StampSource) -> tuple[bytes, str]:
    backend = AIOHttpFetcherBackend(per_request_timeout=source.deadline)
    try:
        context = ValidationContext(
            trust_roots=[for_validator(root) for root in (*roots, *source.roots)],
            allow_fetching=True,
            revocation_mode="require",
            fetcher_backend=backend,
        )
        answered = await _answered(data, context)
        try:
            return await _sealed(answered, context, source), ""
        except (OSError, PathError, ValidationError) as why:
            return answered, f"{type(why).__name__}: {why}"
    finally:
        await backend.close()  # type: ignore[no-untyped-call]


async def _answered(data: bytes, context: ValidationContext) -> bytes:
    """Append the answers about the signature, or about the newest time-stamp over everything where there is one."""
    reader = PdfFileReader(BytesIO(data))
    newest = (reader.embedded_timestamp_signatures or reader.embedded_regular_signatures[:1])[-1]
    paths = await collect_validation_info(newest, context)
    writer = PaperWriter.from_reader(reader)
    DocumentSecurityStore.supply_dss_in_writer(
        writer, newest.pkcs7_content.hex().encode("ascii"), paths=paths, validation_context=context
    )
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


async def _sealed(data: bytes, context: ValidationContext, source: StampSource) -> bytes:
    writer = PaperWriter(BytesIO(data))
    out = BytesIO()
    async with source.client() as client:
        await PdfTimeStamper(client).async_timestamp_pdf(
            writer, DIGEST, context, output=out, dss_settings=BEFORE_THE_STAMP
        )
    return out.getvalue()
