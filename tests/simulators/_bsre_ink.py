"""Real signatures of the played eSign service: PAdES B-T under a practice authority, with a time-stamp of its own."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
from asn1crypto import keys as asn1_keys
from asn1crypto import pem
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.images import PdfImage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests.once import once
from workstation.signing import certificates, practice
from workstation.signing.inspecting import inspect

P12_PASSWORD = "di-dalam-simulator"


@dataclass(frozen=True)
class Box:
    """Where a visible specimen lies: page from 1, points from the bottom left corner, and its picture."""

    page: int
    left: float
    bottom: float
    right: float
    top: float
    picture: bytes


@once
def authority() -> practice.PracticeAuthority:
    """The authority of a run; whoever checks trusts its root."""
    return practice.new_authority()


@once
def signatory(name: str) -> bytes:
    """Key and certificate of somebody who may sign."""
    return authority().issue_signatory(name, "197001011995032099", P12_PASSWORD)


def sign(data: bytes, name: str, reason: str = "", box: Box | None = None, *, stamped: bool = True) -> bytes:
    """Append one signature; raises what pyHanko raises for a file that it cannot read."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    spec = SigFieldSpec("Signature1", on_page=0)
    style = None
    if box is not None:
        area = (int(box.left), int(box.bottom), int(box.right), int(box.top))
        spec = SigFieldSpec("Signature1", on_page=box.page - 1, box=area)
        from PIL import Image

        style = StaticStampStyle(background=PdfImage(Image.open(BytesIO(box.picture))), border_width=0)
    meta = signers.PdfSignatureMetadata(
        field_name="Signature1",
        md_algorithm="sha256",
        reason=reason or None,
        location="Jakarta",
        subfilter=SigSeedSubFilter.PADES,
    )
    pen = signers.PdfSigner(
        meta, _pen(name), timestamper=_stamper() if stamped else None, stamp_style=style, new_field_spec=spec
    )
    return bytes(pen.sign_pdf(writer).getvalue())


def rewritten(data: bytes) -> bytes:
    """The same paper with other bytes, as a server makes it that does not append."""
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        pdf.save(out, linearize=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


@once
def another_paper() -> bytes:
    """A paper that nobody asked about."""
    pdf, out = pikepdf.new(), BytesIO()
    pdf.add_blank_page()
    pdf.save(out)
    return out.getvalue()


def look(data: bytes) -> dict[str, Any]:
    """What the service can say of a file: signatures, whether they hold, whose they are, time-stamped or not."""
    seen = inspect(data, certificates.load_roots([authority().root]))
    stamped = False
    if seen.signature_count:
        reader = PdfFileReader(BytesIO(data), strict=False)
        stamped = all(_is_stamped(one) for one in reader.embedded_signatures)
    return {
        "count": seen.signature_count,
        "name": seen.signer_name,
        "holds": seen.trusted,
        "stamped": stamped,
        "at": seen.signed_at,
    }


def _is_stamped(signature: Any) -> bool:
    added = signature.signer_info["unsigned_attrs"] or ()
    return any(one["type"].native == "signature_time_stamp_token" for one in added)


@once
def _pen(name: str) -> signers.SimpleSigner:
    key, certificate, others = pkcs12.load_key_and_certificates(signatory(name), P12_PASSWORD.encode())
    assert isinstance(key, rsa.RSAPrivateKey)
    assert certificate is not None
    return signers.SimpleSigner(
        signing_cert=certificates.for_validator(certificate),
        signing_key=_key(key),
        cert_registry=_store(others),
    )


@once
def _stamper() -> DummyTimeStamper:
    issuer = certificates.load_certificates(authority().issuer)[0]
    issuer_key = load_pem_private_key(authority().issuer_key, None)
    assert isinstance(issuer_key, rsa.RSAPrivateKey)
    key = practice.new_key()
    certificate = (
        x509.CertificateBuilder()
        .issuer_name(issuer.subject)
        .subject_name(
            x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "UJI Timestamp Authority (latihan)")])
        )
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(issuer.not_valid_before_utc)
        .not_valid_after(issuer.not_valid_after_utc)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(issuer_key, hashes.SHA256())
    )
    return DummyTimeStamper(certificates.for_validator(certificate), _key(key), _store([issuer]))


def _key(key: rsa.RSAPrivateKey) -> asn1_keys.PrivateKeyInfo:
    text = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return asn1_keys.PrivateKeyInfo.load(pem.unarmor(text)[2])


def _store(held: list[x509.Certificate]) -> SimpleCertificateStore:
    store = SimpleCertificateStore()
    store.register_multiple(certificates.for_validator(one) for one in held)
    return store
