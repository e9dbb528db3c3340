"""The copy of a paper that leaves by e-mail: encrypted first and signed afterwards, so that its signature holds.

A signature over a file that is encrypted later would be broken by that; over the encrypted bytes it is whole, and
whoever has the code sees the same paper. The original stays as it was signed, unencrypted, in the archive.
"""

import secrets
from datetime import datetime
from io import BytesIO

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from workstation.signing import pades
from workstation.signing.cms import CmsMaker

REASON = "Salinan untuk pemohon"


def encrypted(data: bytes, code: str) -> bytes:
    """Encrypt a PDF with AES-256 (ISO 32000-2 7.6); `code` opens it, and nobody has the owner's password."""
    writer = copy_into_new_writer(PdfFileReader(BytesIO(data)))
    # both say PDF/A, which an encrypted file never is (ISO 19005-2 6.1.3)
    for claim in ("/Metadata", "/OutputIntents"):
        writer.root.pop(claim, None)
    # without the integrity mark of ISO/TS 32004: the signature does its work, and readers of today do not know it
    writer.encrypt(secrets.token_hex(32), code, pdf_mac=False)  # type: ignore[no-untyped-call]
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def signed_copy(data: bytes, code: str, maker: CmsMaker, moment: datetime) -> bytes:
    """Encrypt an unsigned paper and certify the encrypted file (PAdES B-B, DocMDP 1)."""
    prepared = pades.prepare(encrypted(data, code), moment, maker.size(), REASON, code=code)
    return prepared.embed(maker.make(prepared.digest))
