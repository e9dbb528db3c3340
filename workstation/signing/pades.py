"""The PDF side of a signature in three steps: prepare a file with a hole, take its digest, fill the hole."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import (
    InvisSigSettings,
    MDPPerm,
    SigFieldSpec,
    SigSeedSubFilter,
    enumerate_sig_fields,
)
from pyhanko.sign.signers.cms_embedder import (
    PdfCMSEmbedder,
    SigIOSetup,
    SigMDPSetup,
    SigObjSetup,
    docmdp_reference_dictionary,
)
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest, SignatureObject

from workstation.signing.signer import FailureReason

FIELD = "TTE1"
LOCATION = "Jakarta"
STAMP_ROOM = 8192  # bytes for a time-stamp with the certificates of its authority: 4 to 7 kB in the field


@dataclass
class CannotSign(Exception):
    """This file must not or cannot be given a signature; the signer turns it into a SignFailure."""

    reason: FailureReason
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file whose signature still is a hole; `digest` is the SHA-256 of everything around it."""

    digest: bytes
    _hole: PreparedByteRangeDigest
    _output: BytesIO

    def embed(self, der: bytes) -> bytes:
        """Fill the hole with the CMS and return the whole file."""
        self._hole.fill_with_cms(self._output, der)
        return self._output.getvalue()


class _Ready(generic.PdfObject):
    """What is the same in every file, written out once; without text, which an encrypted file would hide."""

    def __init__(self, plain: generic.PdfObject) -> None:
        out = BytesIO()
        plain.write_to_stream(out)
        self._data = out.getvalue()

    def write_to_stream(self, stream: Any, *_: Any, **__: Any) -> None:
        """Write it as it is."""
        stream.write(self._data)


_NO_CHANGES = _Ready(generic.ArrayObject([docmdp_reference_dictionary(MDPPerm.NO_CHANGES)]))


class PaperWriter(IncrementalPdfFileWriter):
    """Appends to a paper and leaves the paper's own metadata alone: PDF/A wants Info and XMP to agree."""

    def _update_meta(self) -> None:
        return


def prepare(
    data: bytes, signed_at: datetime, cms_size: int, reason: str = "Persetujuan izin", *, code: str = ""
) -> Prepared:
    """Append an invisible certification signature (DocMDP 1, ISO 32000-1 12.8.2.2), with room for `cms_size` bytes.

    An encrypted file is signed only by who gives its code: the signature is then over the encrypted bytes. Raises
    CannotSign for other encrypted and for already signed files, and pyHanko's own errors for unreadable ones.
    """
    reader = PdfFileReader(BytesIO(data))
    if reader.encrypted and not code:
        raise CannotSign(FailureReason.ENCRYPTED)
    writer = PaperWriter.from_reader(reader)
    if reader.encrypted:
        writer.encrypt(code.encode())  # type: ignore[no-untyped-call]
    if next(enumerate_sig_fields(reader, filled_status=True), None) is not None:
        raise CannotSign(FailureReason.ALREADY_SIGNED)
    return _prepared(writer, _signature(signed_at, cms_size, reason))


def _prepared(writer: IncrementalPdfFileWriter, signature: SignatureObject) -> Prepared:
    embedder = PdfCMSEmbedder(SigFieldSpec(FIELD, on_page=0, invis_sig_settings=InvisSigSettings()))
    steps = embedder.write_cms(FIELD, writer)
    next(steps)
    steps.send(SigObjSetup(signature, SigMDPSetup("sha256", True, None, MDPPerm.NO_CHANGES)))
    signature["/Reference"] = _NO_CHANGES
    hole, output = steps.send(SigIOSetup("sha256", in_place=True))
    return Prepared(hole.document_digest, hole, output)


def _signature(signed_at: datetime, cms_size: int, reason: str) -> SignatureObject:
    return SignatureObject(
        timestamp=signed_at,
        subfilter=SigSeedSubFilter.PADES,
        reason=reason,
        location=LOCATION,
        bytes_reserved=2 * (cms_size + STAMP_ROOM),
    )
