"""A practice authority, its signatory and one signed paper, made once a run; no key is worth anything."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)
from reportlab.pdfgen.canvas import Canvas

from tests.once import once
from workstation.errors import CertificateUnusable
from workstation.signing import certificates, pades, practice
from workstation.signing.cms import CmsMaker
from workstation.signing.local import LocalSigner
from workstation.signing.signer import SignedPdf, UnsignedPdf

NAME = "Dra. Uji Coba, M.Si."
NIP = "197001011995032099"
PASSPHRASE = "kata-sandi-latihan-7261"


@dataclass(frozen=True)
class Kit:
    """An authority, a signatory of it and a paper signed by that signatory."""

    authority: practice.PracticeAuthority
    p12: bytes = field(repr=False)
    unsigned: bytes = field(repr=False)
    signed: bytes = field(repr=False)

    @property
    def roots(self) -> tuple[x509.Certificate, ...]:
        return certificates.load_roots([self.authority.root])

    @property
    def fingerprint(self) -> str:
        return LocalSigner(self.p12).open(PASSPHRASE).fingerprint


def paper(text: str = "IZIN UJI COBA 1/UJI/2026") -> bytes:
    """A one-page unsigned PDF, the same bytes for the same text."""
    sheet = BytesIO()
    canvas = Canvas(sheet, invariant=True)
    canvas.drawString(72, 700, text)
    canvas.save()
    return sheet.getvalue()


def on_a_curve() -> bytes:
    """A PKCS#12 of a signatory with a P-256 key, under the same authority."""
    return on_a_curve_like(kit().p12, kit().authority, PASSPHRASE)


def on_a_curve_like(p12: bytes, authority: practice.PracticeAuthority, passphrase: str) -> bytes:
    """A PKCS#12 as `p12`, for the same person under the same authority, with a P-256 key."""
    key = ec.generate_private_key(ec.SECP256R1())
    issuer_key = load_pem_private_key(authority.issuer_key, None)
    _, like, others = pkcs12.load_key_and_certificates(p12, passphrase.encode())
    assert like is not None
    assert isinstance(issuer_key, rsa.RSAPrivateKey)
    builder = (
        x509.CertificateBuilder(like.issuer, like.subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(like.not_valid_before_utc)
        .not_valid_after(like.not_valid_after_utc)
    )
    for one in like.extensions:
        if not isinstance(one.value, x509.SubjectKeyIdentifier):
            builder = builder.add_extension(one.value, one.critical)
    certificate = builder.sign(issuer_key, hashes.SHA256())
    return pkcs12.serialize_key_and_certificates(
        b"kurva", key, certificate, others, BestAvailableEncryption(passphrase.encode())
    )


def pkcs1(key: rsa.RSAPrivateKey) -> bytes:
    """An RSA key as DER of PKCS#1."""
    return key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())


def sec1(key: ec.EllipticCurvePrivateKey) -> bytes:
    """A key on a curve as DER of SEC 1."""
    return key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())


def signed_by(p12: bytes, unsigned: bytes) -> bytes:
    """Sign one paper as the program does."""
    (answer,) = LocalSigner(p12).sign([UnsignedPdf("izin.pdf", unsigned)], PASSPHRASE)
    assert isinstance(answer, SignedPdf), answer
    return answer.data


def maker(p12: bytes) -> CmsMaker:
    """The bare pen of a signatory, which asks nothing about terms and usage."""
    key, certificate, others = pkcs12.load_key_and_certificates(p12, PASSPHRASE.encode())
    assert certificate is not None
    assert isinstance(key, rsa.RSAPrivateKey)
    return CmsMaker(key, certificate, certificates.chain_of(certificate, others))


def signed_at(p12: bytes, unsigned: bytes, moment: datetime) -> bytes:
    """Sign with a claimed time and no check of the certificate, as a dishonest program would."""
    pen = maker(p12)
    prepared = pades.prepare(unsigned, moment, pen.size())
    return prepared.embed(pen.make(prepared.digest))


@once
def kit() -> Kit:
    """The authority and paper that every test of a run shares."""
    authority = practice.new_authority()
    p12 = authority.issue_signatory(NAME, NIP, PASSPHRASE)
    unsigned = paper()
    return Kit(authority, p12, unsigned, signed_by(p12, unsigned))


@once
def double() -> Kit:
    """Another authority with other keys and, letter by letter, the same names."""
    authority = practice.new_authority()
    p12 = authority.issue_signatory(NAME, NIP, PASSPHRASE)
    return Kit(authority, p12, paper(), signed_by(p12, paper()))


@contextmanager
def unusable(reason: str) -> Iterator[None]:
    """Expect CertificateUnusable with exactly this reason."""
    with pytest.raises(CertificateUnusable) as refused:
        yield
    assert refused.value.reason == reason
