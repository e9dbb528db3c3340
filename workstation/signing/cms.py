"""The CMS of a PAdES B-B signature, with everything that does not change encoded once.

pyHanko builds the whole structure and loads the key anew for every file; in a batch by one signatory only the
document's digest and the signature differ. `tests/signing/test_cms.py` holds this encoder against pyHanko's.
"""

from collections.abc import Sequence
from typing import Protocol

from asn1crypto import algos, cms, core
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.general import as_signing_certificate_v2

from workstation.errors import CertificateUnusable
from workstation.signing.certificates import for_validator
from workstation.signing.der import tlv


class HardKey(Protocol):
    """A key that does not leave its device."""

    def sign_sha256(self, data: bytes) -> bytes:
        """Sign bytes with SHA-256: RSA PKCS#1 v1.5, or ECDSA as DER."""
        ...


SigningKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | HardKey

SEQUENCE, SET, OCTETS, CONTEXT_0 = 0x30, 0x31, 0x04, 0xA0
DIGEST_MARK = bytes(range(100, 132))
EC_SIGNATURE_FRAME = 16  # DER tags and sign bytes around the two integers


class CmsMaker:
    """Makes the CMS for one key; holds the key, so it lives no longer than one call of the signer."""

    def __init__(
        self, key: SigningKey, certificate: x509.Certificate, chain: Sequence[x509.Certificate]
    ) -> None:
        own = for_validator(certificate)
        self._key = key
        self._before_digest, self._after_digest = _signed_attributes(own).split(DIGEST_MARK)
        self._before_attributes = _signer_before_attributes(own)
        self._public = _public(certificate)
        self._mechanism = _mechanism(self._public).dump()
        self._before_signers = _before_signers(certificate, chain)
        self._oid = cms.ContentType("signed_data").dump()
        self._size = self._largest()

    def make(self, document_digest: bytes) -> bytes:
        """The DER of the detached CMS over a document whose SHA-256 is `document_digest`."""
        attributes = self._before_digest + document_digest + self._after_digest
        return self._wrap(attributes, self._sign(tlv(SET, attributes)))

    def size(self) -> int:
        """The largest number of bytes that `make` can return."""
        return self._size

    def _largest(self) -> int:
        attributes = self._before_digest + DIGEST_MARK + self._after_digest
        longest = self._public.key_size // 8 + 1
        if isinstance(self._public, ec.EllipticCurvePublicKey):
            longest = 2 * longest + EC_SIGNATURE_FRAME
        return len(self._wrap(attributes, bytes(longest)))

    def _sign(self, data: bytes) -> bytes:
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        if isinstance(self._key, ec.EllipticCurvePrivateKey):
            return self._key.sign(data, ec.ECDSA(hashes.SHA256()))
        return self._key.sign_sha256(data)

    def _wrap(self, attributes: bytes, signature: bytes) -> bytes:
        signer = tlv(
            SEQUENCE,
            self._before_attributes,
            tlv(CONTEXT_0, attributes),
            self._mechanism,
            tlv(OCTETS, signature),
        )
        signed_data = tlv(SEQUENCE, self._before_signers, tlv(SET, signer))
        return tlv(SEQUENCE, self._oid, tlv(CONTEXT_0, signed_data))


def _signed_attributes(own: asn1.Certificate) -> bytes:
    """Inside of the SET: content type, digest, signer; no time, it stands in the PDF (EN 319 142-1)."""
    attributes = [
        cms.CMSAttribute({"type": "content_type", "values": ["data"]}),
        cms.CMSAttribute({"type": "message_digest", "values": [DIGEST_MARK]}),
        cms.CMSAttribute({"type": "signing_certificate_v2", "values": [as_signing_certificate_v2(own)]}),
    ]
    return b"".join(sorted(one.dump() for one in attributes))


def _signer_before_attributes(own: asn1.Certificate) -> bytes:
    name = cms.IssuerAndSerialNumber({"issuer": own.issuer, "serial_number": own.serial_number})
    return b"".join(
        (core.Integer(1).dump(), name.dump(), algos.DigestAlgorithm({"algorithm": "sha256"}).dump())
    )


def _public(certificate: x509.Certificate) -> rsa.RSAPublicKey | ec.EllipticCurvePublicKey:
    key = certificate.public_key()
    if not isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        raise CertificateUnusable("weak_key", type(key).__name__)
    return key


def _mechanism(key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey) -> algos.SignedDigestAlgorithm:
    name = "sha256_rsa" if isinstance(key, rsa.RSAPublicKey) else "sha256_ecdsa"
    return algos.SignedDigestAlgorithm({"algorithm": name})


def _before_signers(certificate: x509.Certificate, chain: Sequence[x509.Certificate]) -> bytes:
    """Version, digest algorithms, empty content, certificates; no self-issued root, it proves nothing."""
    kept = [certificate, *(one for one in chain if one.issuer != one.subject)]
    return b"".join(
        (
            core.Integer(1).dump(),
            tlv(SET, algos.DigestAlgorithm({"algorithm": "sha256"}).dump()),
            tlv(SEQUENCE, cms.ContentType("data").dump()),
            tlv(CONTEXT_0, *sorted(one.public_bytes(Encoding.DER) for one in kept)),
        )
    )
